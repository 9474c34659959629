//! Who has a case open: a file in its folder that is locked for as long, and says who, where and
//! since when.
//!
//! A courtesy, never a hindrance: where no lock can be had, the case opens all the same, and what
//! stands is still compared right before it is replaced. Nobody ever has to delete this file.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use chrono::NaiveDateTime;

use super::fingerprint;
use super::lock::{Held, take};
use super::reading::{self, Found};
use crate::domain::date::long;
use crate::domain::text::clean_line;

/// The name of the file.
pub(super) const FILE: &str = ".convenor-open";

const MOMENT: &str = "%Y-%m-%dT%H:%M:%S";

/// How often a lock is tried that somebody may hold only to look.
const TRIES: usize = 5;

/// Who has a case open, where and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The account; blank when it is not known.
    pub who: String,
    /// The name of the machine; blank when it is not known.
    pub place: String,
    /// Since when; `None` when it is not known.
    pub since: Option<NaiveDateTime>,
    /// Whether it is this machine.
    pub is_here: bool,
}

impl fmt::Display for Holder {
    /// In the middle of a sentence: “on LAPTOP-7, by anna, since 10:36 on Sun 22 November 2026”.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.place {
            "" => f.write_str("in another window or on another machine")?,
            place => write!(f, "on {place}")?,
        }
        if !self.who.is_empty() {
            write!(f, ", by {}", self.who)?;
        }
        match self.since {
            Some(since) => {
                write!(f, ", since {} on {}", since.format("%H:%M"), long(since.date()))
            }
            None => Ok(()),
        }
    }
}

/// Whether a case is held here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It is, as far as locks are known here.
    Here {
        /// Who had it open before and never left it: after a crash, or on a machine from which the
        /// folder was copied.
        left: Option<Holder>,
    },
    /// Somebody else has it.
    Elsewhere(Holder),
}

/// Holds the case in a folder until the file is dropped; the file is missing where there are no
/// locks.
pub(super) fn hold(folder: &Path, at: NaiveDateTime) -> (Hold, Option<Open>) {
    let free = Hold::Here { left: None };
    let path = folder.join(FILE);
    // Made where it is missing; where that cannot be, it may be there all the same.
    drop(open(&path, For::Making));
    let Ok(file) = open(&path, For::Reading) else { return (free, None) };
    if !(0..TRIES).any(|_| take(&file, Held::AloneAtOnce)) {
        return (Hold::Elsewhere(read(folder).unwrap_or_default()), None);
    }
    let left = read(folder);
    let Holder { who, place, .. } = here();
    let words = format!("{who}\n{place}\n{}\n", at.format(MOMENT));
    // Where this cannot be written, the lock alone has to do.
    let _ = say(&path, &words);
    (Hold::Here { left }, Some(Open { file, path }))
}

/// A case that is held: its file is open for reading only, so that it stands in no way of a disk that
/// is to become read-only or to go.
#[derive(Debug)]
pub(super) struct Open {
    file: File,
    path: PathBuf,
}

/// Writes who has a case open into the file, which is there.
fn say(path: &Path, words: &str) -> io::Result<()> {
    let mut file = open(path, For::Writing)?;
    file.set_len(0)?;
    file.write_all(words.as_bytes())
}

/// Lets go of a case: the file stays, and says nothing any more.
pub(super) fn leave(Open { file, path }: Open) {
    // One that is gone, as after erasing, is not made again.
    let _ = say(&path, "");
    drop(file);
}

/// Who else has the case in a folder open.
pub(super) fn holder(folder: &Path) -> Option<Holder> {
    let file = reading::open(&folder.join(FILE)).ok()?;
    (file.metadata().is_ok_and(|found| found.is_file()) && !take(&file, Held::Together))
        .then(|| read(folder).unwrap_or_default())
}

/// Since when a case in a folder was open on this machine, where it was never left and nobody holds
/// it any more: after a crash. Costs a look at the file where it says nothing, as it mostly does.
pub(super) fn left(folder: &Path) -> Option<NaiveDateTime> {
    let path = folder.join(FILE);
    fs::symlink_metadata(&path).ok().filter(|about| about.is_file() && about.len() > 0)?;
    let is_free = take(&reading::open(&path).ok()?, Held::Together);
    let left = read(folder).filter(|left| is_free && left.is_here)?;
    Some(left.since.unwrap_or_default())
}

/// What the file says; `None` when it says nothing.
fn read(folder: &Path) -> Option<Holder> {
    let Ok(Found::Bytes(bytes)) = reading::read_file(&folder.join(FILE)) else { return None };
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(1000))?).into_owned();
    let mut lines = text.lines().map(|line| clean_line(line).chars().take(64).collect::<String>());
    let (who, place) = (lines.next()?, lines.next().unwrap_or_default());
    let since = lines.next().and_then(|at| NaiveDateTime::parse_from_str(&at, MOMENT).ok());
    let is_here = !place.is_empty() && place == here().place;
    Some(Holder { who, place, since, is_here })
}

/// What the file is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Reading,
    Writing,
    /// Writing, where it may be missing.
    Making,
}

fn open(path: &Path, wanted: For) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(wanted != For::Reading).create(wanted == For::Making).truncate(false);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
    }
    #[cfg(not(unix))]
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let file = options.open(path)?;
    if fs::File::metadata(&file)?.is_file() {
        Ok(file)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

/// A name for words that are kept beside a case, which no other window has: nor one on another
/// machine, from where it may come through a synchronising folder.
pub(super) fn shelter_name() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(1);
    let machine = fingerprint(here().place.as_bytes());
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Relaxed));
    format!("unsaved-{machine:.8}-{process}-{count}.ron")
}

/// This account on this machine.
fn here() -> Holder {
    let named = |names: &[&str]| {
        let found = names.iter().find_map(std::env::var_os);
        found.map(|name| clean_line(&name.to_string_lossy())).unwrap_or_default()
    };
    let who = named(&["USER", "LOGNAME", "USERNAME"]);
    #[cfg(unix)]
    let place = clean_line(&rustix::system::uname().nodename().to_string_lossy());
    #[cfg(not(unix))]
    let place = named(&["COMPUTERNAME"]);
    Holder { who, place, since: None, is_here: true }
}
