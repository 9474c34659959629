//! Backups: every case of a folder in one file, with its documents and its history.
//!
//! Must never write over a file or a case that is there, nor follow a path out of the store.
//!
//! The file is a plain tar archive, within one age file where the cases are encrypted, without any date or owner, so that the same cases give the same
//! bytes: first what it is, then the files in the order of their names, and last the SHA-256 of
//! each, in the form that `sha256sum -c` reads. It can be opened and checked without this program.

mod reading;
mod writing;

use std::path::{Path, PathBuf};

use super::error::{StoreError, shown};
use super::reading::{Found, read_file};
use super::whole::write_whole;
use crate::domain::case::CaseId;
use crate::domain::date::{Date, iso, read_iso};
use crate::domain::text::clean_line;

pub use self::reading::{restore, verify};
pub use self::writing::write;
pub use super::seal::is_sealed;

/// The first file of an archive, and what stands in it.
const FIRST: &str = "convenor-backup.txt";
const ABOUT: &str = "Convenor backup 1
Every case with its documents and its history. `convenor restore --verify` checks this file;
`convenor restore --from` brings cases back. After unpacking, `sha256sum -c checksums.txt` does
the checking too.
";
/// The last file: a checksum and a path on each line.
const LAST: &str = "checksums.txt";

/// The folders within a case that are part of it.
const FOLDERS: [&str; 2] = ["documents", "history"];

/// The file in the root of a store that remembers the day of the last backup.
const REMEMBERED: &str = "last-backup.txt";

/// What is in a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The cases, in order.
    pub cases: Vec<CaseId>,
    /// How many files they have.
    pub files: usize,
    /// How many bytes these have.
    pub bytes: u64,
    /// Cases and states that could not be read when the backup was made, by their paths in it.
    pub damaged: Vec<String>,
    /// What lay among the cases and is no part of one, or too large, by name.
    pub left_out: Vec<String>,
    /// What is encrypted for other keys than the one that was open, by name.
    pub locked: Vec<String>,
}

/// Why there is no backup, or nothing to be had from one. Its `Display` is a sentence for the
/// facilitator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// A folder or a file could not be read or written.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// There are no cases.
    #[error("There are no cases in {0}, so no backup was made. Name their folder with --sessions.")]
    Empty(String),
    /// The file is no backup, or not a whole one.
    #[error("{name} cannot be used as a backup: {reason} Nothing was taken from it.")]
    Refused {
        /// The file.
        name: String,
        /// Why: one sentence.
        reason: String,
    },
    /// The backup is encrypted for other keys.
    #[error(
        "{0} is encrypted, and no key that is open here reads it. Name one with --identity FILE, such as the recovery key."
    )]
    Locked(String),
    /// The case is not in the backup.
    #[error("There is no case {0} in this backup: `convenor restore --verify` lists what it has.")]
    NoCase(CaseId),
    /// A case is there already.
    #[error(
        "There is a case {id} in {place} already. Nothing was restored: name an empty folder with --sessions, or one case that is not there with --case."
    )]
    There {
        /// The case.
        id: CaseId,
        /// Where.
        place: String,
    },
}

impl ArchiveError {
    fn refused(path: &Path, reason: &str) -> Self {
        Self::Refused { name: shown(path), reason: clean_line(reason) }
    }
}

/// Remembers the day of a backup in the root of a store.
///
/// # Errors
/// Says why it was not written.
pub fn remember(root: &Path, day: Date) -> Result<(), StoreError> {
    let path = remembered(root);
    let line = format!("{}\n", iso(day));
    write_whole(&path, line.as_bytes()).map_err(|error| StoreError::not_written(&path, &error))
}

/// The day of the last backup, if one is remembered.
pub fn last(root: &Path) -> Option<Date> {
    match read_file(&remembered(root)) {
        Ok(Found::Bytes(bytes)) => read_iso(std::str::from_utf8(&bytes).ok()?.trim()),
        _ => None,
    }
}

fn remembered(root: &Path) -> PathBuf {
    root.join(REMEMBERED)
}
