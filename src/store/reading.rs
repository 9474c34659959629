//! Reading case files: bounded, ordinary files only, many at a time.
//!
//! Must never follow a link, wait for a pipe, or read a file of any size into memory.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::keys::identity::MAGIC;
use super::schema::{self, LARGEST, TOO_LARGE};
use super::seal::Opened;
use super::{Entry, Seal, StoreError, copies, history, keeping, open, whole};
use crate::domain::case::{Case, CaseId};
use crate::domain::summary::{Summary, Viewpoint};

/// The name of a case's file in its folder.
pub(super) const CASE_FILE: &str = "case.ron";

/// How many entries are handed over at once.
const BATCH: usize = 64;

pub(super) const NOT_ORDINARY: &str = "What stands there is not an ordinary file.";

/// What came of reading a file.
pub(super) enum Found {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// There is none.
    Nothing,
    /// It is not to be read: one sentence.
    Refused(&'static str),
}

/// By how much an encrypted file may be larger than what it says: its head for twenty keys, and a
/// seal for each 64 kB.
const SEALED: u64 = 16 * 1024;

/// Reads an ordinary file of a bearable size.
pub(super) fn read_file(path: &Path) -> io::Result<Found> {
    let file = match open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(_) if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) => {
            return Ok(Found::Refused(NOT_ORDINARY));
        }
        Err(error) => return Err(error),
    };
    let about = file.metadata()?;
    if !about.is_file() {
        return Ok(Found::Refused(NOT_ORDINARY));
    }
    let largest = LARGEST + SEALED;
    if about.len() > largest {
        return Ok(Found::Refused(TOO_LARGE));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default() + 1);
    file.take(largest + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    if size > largest || (size > LARGEST && !bytes.starts_with(MAGIC)) {
        return Ok(Found::Refused(TOO_LARGE));
    }
    Ok(Found::Bytes(bytes))
}

/// Opens a file without following a link and without waiting for the other end of a pipe.
#[cfg(unix)]
pub(super) fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
pub(super) fn open(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path)?.is_file() {
        OpenOptions::new().read(true).open(path)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

/// The most files of a folder that are looked at.
const MOST_FILES: usize = 500;

/// The files of a folder whose names end so, in the order of their names. Hidden ones are not
/// looked at, and a folder that is not there has none.
pub(super) fn files_in(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, StoreError> {
    let unread = |error| StoreError::unread(folder, &error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unread(error)),
    };
    let mut files = Vec::new();
    for entry in entries.take(MOST_FILES) {
        let path = entry.map_err(unread)?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if !hidden && ending.is_some_and(|ending| endings.contains(&ending.as_str())) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads the case in a folder. `None` when the folder is empty: its case was never written. Where
/// it is damaged, the error says which earlier state can take its place.
pub(super) fn read_case(
    seal: &Seal,
    folder: &Path,
    name: &str,
) -> Result<Option<(Case, Vec<u8>)>, StoreError> {
    read_standing(seal, folder, name).map_err(|error| {
        let pasts = keeping::pasts(folder).unwrap_or_default();
        history::with_way_out(error, name, &pasts, |past| keeping::read(seal, folder, past).ok())
    })
}

fn read_standing(
    seal: &Seal,
    folder: &Path,
    name: &str,
) -> Result<Option<(Case, Vec<u8>)>, StoreError> {
    let path = folder.join(CASE_FILE);
    match seal.read(&path).map_err(|error| StoreError::unread(&path, &error))? {
        Opened::Bytes(bytes) => Ok(Some((schema::read(&bytes, name)?, bytes))),
        Opened::Refused(reason) => Err(StoreError::damaged(name, reason)),
        Opened::Locked => Err(StoreError::locked(name)),
        Opened::Nothing if is_empty(folder) => Ok(None),
        Opened::Nothing => Err(StoreError::damaged(name, "Its folder has no file case.ron.")),
    }
}

/// Whether a folder holds nothing but what a crash left.
fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .filter_map(Result::ok)
            .all(|entry| whole::is_unfinished(&entry.file_name().to_string_lossy()))
    })
}

/// What lies in the root of a store and might be a case.
pub(super) struct Candidate {
    /// Its name.
    name: String,
    /// Its folder, or why it is none.
    kind: Kind,
    /// The folders beside it that may be copies of it.
    copies: Vec<PathBuf>,
    /// Of which case it may be a copy itself.
    copy_of: Option<CaseId>,
}

enum Kind {
    Folder(PathBuf),
    Copy(PathBuf),
    Not(&'static str),
}

const SEEMS_COPY: &str = "The name of its folder is not a case reference: it seems to be a copy.";

/// Looks through the root of a store. A missing root has no cases yet.
pub(super) fn candidates(root: &Path) -> io::Result<Vec<Candidate>> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut candidates = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let kind = match (name.parse::<CaseId>(), is_folder) {
            (Ok(_), true) => Kind::Folder(entry.path()),
            (Ok(_), false) => Kind::Not("What stands there is not a folder."),
            (Err(_), true) if !name.starts_with('.') && entry.path().join(CASE_FILE).exists() => {
                Kind::Copy(entry.path())
            }
            // Anything else that people or systems leave in a folder is not ours to report.
            (Err(_), _) => continue,
        };
        candidates.push(Candidate { name, kind, copies: Vec::new(), copy_of: None });
    }
    candidates.sort_by(|a, b| a.name.cmp(&b.name));
    let names: Vec<String> = candidates.iter().map(|candidate| candidate.name.clone()).collect();
    for (name, copies) in copies::by_case(&names) {
        for candidate in &mut candidates {
            if candidate.name == name {
                candidate.copies = copies.iter().map(|copy| root.join(copy)).collect();
            } else if copies.contains(&&*candidate.name) {
                candidate.copy_of = name.parse().ok();
            }
        }
    }
    Ok(candidates)
}

/// Reads candidates on all cores and hands the entries over as they come.
pub(super) fn read_all(
    seal: &Seal,
    candidates: &[Candidate],
    view: Viewpoint<'_>,
    found: &mut dyn FnMut(Vec<Entry>),
) {
    let batches: Vec<&[Candidate]> = candidates.chunks(BATCH).collect();
    let next = AtomicUsize::new(0);
    let take = || batches.get(next.fetch_add(1, Ordering::Relaxed));
    let read = |batch: &[Candidate]| -> Vec<Entry> {
        batch.iter().filter_map(|candidate| entry(seal, candidate, view)).collect()
    };
    let hands = thread::available_parallelism().map_or(1, usize::from).min(batches.len());
    let (done, entries) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..hands {
            let done = done.clone();
            let help = || {
                let done = done;
                while let Some(batch) = take() {
                    if done.send(read(batch)).is_err() {
                        return;
                    }
                }
            };
            // A helper that cannot be had leaves its share to the others, and to the last resort.
            let _ = thread::Builder::new().name("list".to_owned()).spawn_scoped(scope, help);
        }
        drop(done);
        for entries in entries {
            found(entries);
        }
    });
    while let Some(batch) = take() {
        found(read(batch));
    }
}

fn entry(seal: &Seal, candidate: &Candidate, view: Viewpoint<'_>) -> Option<Entry> {
    let name = &candidate.name;
    // A copy is told of with its case.
    if let (Some(of), Kind::Folder(folder) | Kind::Copy(folder)) =
        (&candidate.copy_of, &candidate.kind)
        && copies::is_copy(seal, folder, of)
    {
        return None;
    }
    let read = match &candidate.kind {
        Kind::Folder(folder) => read_case(seal, folder, name),
        Kind::Copy(_) => Err(StoreError::damaged(name, SEEMS_COPY)),
        Kind::Not(reason) => Err(StoreError::damaged(name, reason)),
    };
    match read {
        Ok(None) => None,
        Ok(Some((case, _))) => {
            let (others, left) = match &candidate.kind {
                Kind::Folder(folder) => {
                    (copies::count(seal, folder, &case.id, &candidate.copies), open::left(folder))
                }
                _ => (0, None),
            };
            Some(Entry::Case(Box::new(Summary { others, left, ..Summary::of(&case, view) })))
        }
        Err(error) => Some(unread(name, error)),
    }
}

/// What the list says of a case that did not load.
pub(super) fn unread(name: &str, error: StoreError) -> Entry {
    if let StoreError::Locked { name } = &error {
        return Entry::Locked { name: name.clone(), reason: error.to_string() };
    }
    let reason = match error {
        StoreError::Damaged { reason, .. } => reason,
        StoreError::Newer { format, .. } => {
            format!("It was written by a newer version of Convenor (file format {format}).")
        }
        other => other.to_string(),
    };
    Entry::Damaged { name: crate::domain::text::clean_line(name), reason }
}
