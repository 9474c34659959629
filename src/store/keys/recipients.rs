//! Who can read a store: the list of keys in it, and what was acknowledged of it.
//!
//! The list lies in plain in the store, in the form that `age -R` reads. A copy of it lies among the
//! settings: a list that somebody else changed is noticed, and nothing is written to its keys.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::x25519;

use super::KeyTrouble;
use super::identity::Key;
use crate::domain::date::{Date, iso, read_iso};
use crate::domain::text::clean_line;
use crate::store::StoreError;
use crate::store::error::in_words;
use crate::store::reading::{Found, read_file};
use crate::store::whole::{make_folders, sweep, write_whole};

/// The file in the root of a store that lists its keys.
pub(in crate::store) const LIST: &str = "recipients";

const HEAD: &str =
    "# Convenor: the keys that can read these cases. Change them with `convenor keys` only.\n";

/// The most keys of a store: each makes every file a little longer.
const MOST: usize = 20;

/// The most characters of a label.
const LONGEST_LABEL: usize = 40;

/// Whose a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of somebody who works with the cases.
    Person,
    /// Kept by the authority for the day on which the others are lost.
    Recovery,
}

impl Whose {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Recovery => "recovery",
        }
    }
}

/// A key for which cases are encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// `age1…`, no secret.
    pub key: String,
    /// Whose it is.
    pub whose: Whose,
    /// Since when.
    pub since: Date,
    /// What it is called: never a child’s data, for it lies in plain.
    pub label: String,
}

impl Recipient {
    /// A key that was typed.
    ///
    /// # Errors
    /// [`KeyTrouble::NoRecipient`] when it is none.
    pub fn new(key: &str, whose: Whose, since: Date, label: &str) -> Result<Self, KeyTrouble> {
        let key = key.trim();
        if x25519::Recipient::from_str(key).is_err() {
            return Err(KeyTrouble::NoRecipient(clean_line(key)));
        }
        let label = clean_line(label).trim().chars().take(LONGEST_LABEL).collect();
        Ok(Self { key: key.to_owned(), whose, since, label })
    }
}

/// The keys that can read a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipients(Vec<Recipient>);

impl Recipients {
    /// A list of keys.
    ///
    /// # Errors
    /// When there is none, one twice, or too many.
    pub fn new(keys: Vec<Recipient>) -> Result<Self, KeyTrouble> {
        let twice = keys
            .iter()
            .enumerate()
            .find(|(at, one)| keys.iter().take(*at).any(|other| other.key == one.key));
        if let Some((_, twice)) = twice {
            return Err(KeyTrouble::Twice(twice.key.clone()));
        }
        if keys.is_empty() || keys.len() > MOST {
            return Err(KeyTrouble::Count(MOST));
        }
        Ok(Self(keys))
    }

    /// The list of one key, where no other is at hand.
    pub(in crate::store) fn of(key: &Key) -> Self {
        let (whose, since, label) = (Whose::Person, Date::default(), String::new());
        Self(vec![Recipient { key: key.recipient(), whose, since, label }])
    }

    /// The keys, in their order.
    pub fn all(&self) -> &[Recipient] {
        &self.0
    }

    /// Whether a recovery key is among them.
    pub fn can_be_recovered(&self) -> bool {
        self.0.iter().any(|key| key.whose == Whose::Recovery)
    }

    /// Whether what is encrypted for a key is among them.
    pub fn include(&self, key: &str) -> bool {
        self.0.iter().any(|one| one.key == key)
    }

    pub(in crate::store) fn for_age(&self) -> Vec<x25519::Recipient> {
        self.0.iter().filter_map(|one| x25519::Recipient::from_str(&one.key).ok()).collect()
    }

    pub(in crate::store) fn written(&self) -> String {
        self.0.iter().fold(HEAD.to_owned(), |mut text, one| {
            let (whose, since) = (one.whose.word(), iso(one.since));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "# {whose} {since} {}\n{}", one.label, one.key);
            text
        })
    }

    pub(in crate::store) fn parse(bytes: &[u8]) -> Result<Self, KeyTrouble> {
        let bad = || KeyTrouble::BadList;
        let text = std::str::from_utf8(bytes).map_err(|_| bad())?;
        let text = text.strip_prefix(HEAD).ok_or_else(bad)?;
        let lines: Vec<&str> = text.lines().collect();
        let mut keys = Vec::new();
        for pair in lines.chunks(2) {
            let [about, key] = pair else { return Err(bad()) };
            let mut words = about.strip_prefix("# ").ok_or_else(bad)?.splitn(3, ' ');
            let whose = match words.next() {
                Some("person") => Whose::Person,
                Some("recovery") => Whose::Recovery,
                _ => return Err(bad()),
            };
            let since = words.next().and_then(read_iso).ok_or_else(bad)?;
            let label = words.next().unwrap_or_default();
            keys.push(Recipient::new(key, whose, since, label).map_err(|_| bad())?);
        }
        let list = Self::new(keys).map_err(|_| bad())?;
        // Another spelling of the same is another list.
        if list.written().as_bytes() == bytes { Ok(list) } else { Err(bad()) }
    }
}

/// Reads the list of a store; `None` where the store is not encrypted.
pub(in crate::store) fn read_list(root: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    read(&root.join(LIST))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match read_file(path).map_err(|error| StoreError::unread(path, &error))? {
        Found::Bytes(bytes) => Ok(Some(bytes)),
        Found::Nothing => Ok(None),
        Found::Refused(_) => Err(StoreError::Key(KeyTrouble::BadList)),
    }
}

/// What was acknowledged of the list of one store: a copy of it among the settings, and for a moment
/// also of the one that is about to be. An empty file stands for a store that is not encrypted.
pub(in crate::store) struct Pins {
    now: PathBuf,
    next: PathBuf,
}

impl Pins {
    pub(in crate::store) fn of(settings: &Path, root: &Path) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        let sum = crate::store::fingerprint(root.to_string_lossy().as_bytes());
        let file = |ending| settings.join(format!("store-{sum:.16}{ending}"));
        Self { now: file(".txt"), next: file("-next.txt") }
    }

    /// Whether a list is one that was acknowledged here.
    pub(in crate::store) fn know(&self, list: Option<&[u8]>) -> Result<bool, StoreError> {
        let list = list.unwrap_or_default();
        Ok(read(&self.now)?.unwrap_or_default() == list
            || read(&self.next)?.is_some_and(|next| next == list))
    }

    /// What was acknowledged, if anything was.
    pub(in crate::store) fn known(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(read(&self.now)?.filter(|list| !list.is_empty()))
    }

    /// Acknowledges the list that is about to be put in place.
    pub(in crate::store) fn expect(&self, list: &[u8]) -> Result<(), StoreError> {
        write(&self.next, list)
    }

    /// From now on only this list is acknowledged.
    pub(in crate::store) fn settle(&self, list: Option<&[u8]>) -> Result<(), StoreError> {
        match list {
            Some(list) if read(&self.now)?.as_deref() == Some(list) => {}
            Some(list) => write(&self.now, list)?,
            None => remove(&self.now)?,
        }
        remove(&self.next)
    }

    /// Whether a change is under way, or was cut off.
    pub(in crate::store) fn are_open(&self) -> Result<bool, StoreError> {
        self.next.try_exists().map_err(|error| StoreError::unread(&self.next, &error))
    }

    /// Takes away a list that was not written to its end.
    pub(in crate::store) fn sweep(&self) {
        if let Some(settings) = self.now.parent() {
            sweep(settings);
        }
    }

    /// Settles what a change that was cut off left open, if the list that stands is known.
    pub(in crate::store) fn tidy(&self, list: Option<&[u8]>) -> Result<(), StoreError> {
        if self.know(list)? { self.settle(list) } else { Ok(()) }
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |error| StoreError::not_written(path, &error);
    path.parent().map_or(Ok(()), make_folders).map_err(failed)?;
    write_whole(path, bytes).map_err(failed)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Key(KeyTrouble::Half(in_words(&error))))
        }
        _ => Ok(()),
    }
}
