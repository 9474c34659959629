//! What can go wrong with a store, each as a sentence for the facilitator.
//!
//! Never carries a control character: names from a disk are cleaned before they stand here.

use std::fmt;
use std::io;
use std::path::Path;

use super::audit::Broken;
use super::keys::KeyTrouble;
use crate::domain::case::CaseId;
use crate::domain::text::clean_line;

/// Why a store could not do what was asked. Whatever it says, nothing stored was lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no such case.
    #[error("There is no case {id} in {place}. Look for its reference in the list of cases.")]
    Missing {
        /// The reference.
        id: CaseId,
        /// Where it was looked for.
        place: String,
    },
    /// The file of a case cannot be read as one.
    #[error("{name} cannot be opened: {reason} The file was left as it is.")]
    Damaged {
        /// The case, or the name under which it was found.
        name: String,
        /// Why: one sentence.
        reason: String,
    },
    /// The case has no such state in its history.
    #[error("{id} has no state {number}: `convenor history {id}` lists those that are kept.")]
    NoState {
        /// The case.
        id: CaseId,
        /// The number that was asked for.
        number: u32,
    },
    /// The file of a case was written by a newer program.
    #[error(
        "{name} was written by a newer version of Convenor (file format {format}). Open it there; here it was left as it is."
    )]
    Newer {
        /// The case.
        name: String,
        /// The number of its format.
        format: u32,
    },
    /// The stored version is not the one that was opened.
    #[error(
        "{id} was changed by somebody else since it was opened here. Nothing was overwritten: try again."
    )]
    Changed {
        /// The case.
        id: CaseId,
    },
    /// Another program is writing into this case right now.
    #[error(
        "{id} is being saved by another window at this moment. Nothing was saved here: try again."
    )]
    Busy {
        /// The case.
        id: CaseId,
    },
    /// Somebody else has the case open.
    #[error("{id} is open {holder}. Nothing was changed: close it there first.")]
    Open {
        /// The case.
        id: CaseId,
        /// Who, where and since when, in words.
        holder: String,
    },
    /// A different document was issued under this name.
    #[error(
        "{id} already has an agreement in {name}, and it is a different one. It was left as it is."
    )]
    Issued {
        /// The case.
        id: CaseId,
        /// The file.
        name: String,
    },
    /// An audit trail is not whole.
    #[error("The audit trail of {name} is broken: {reason}. It was left as it is.")]
    Trail {
        /// The case, or what else the trail is of.
        name: String,
        /// Where and how.
        reason: Broken,
    },
    /// The case must not be erased for now.
    #[error(
        "{id} is held and was not erased: `convenor hold {id} --release` lets go of it, when nothing speaks against that any more."
    )]
    Held {
        /// The case.
        id: CaseId,
    },
    /// A case is out of sight for good, and not all of its files are gone yet.
    #[error(
        "The case is erased, but not all of its files are gone yet: {reason}. The next start of Convenor goes on with it."
    )]
    Unfinished {
        /// Why.
        reason: String,
    },
    /// A case is encrypted, and no key that is open here reads it.
    #[error("{name} is encrypted, and no key that is open here reads it. It was left as it is.")]
    Locked {
        /// The case.
        name: String,
    },
    /// Something about keys.
    #[error("{0}")]
    Key(#[from] KeyTrouble),
    /// A place cannot be read.
    #[error("{place} cannot be read: {reason}.")]
    Unread {
        /// The file or folder.
        place: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The disk is full.
    #[error("{place} was not saved: the disk is full. Free some space.")]
    Full {
        /// The file or folder.
        place: String,
    },
    /// A place cannot be written to.
    #[error("{place} was not saved: {reason}.")]
    Unwritten {
        /// The file or folder.
        place: String,
        /// Why, and what to do.
        reason: String,
    },
}

impl StoreError {
    pub(super) fn damaged(name: &str, reason: &str) -> Self {
        Self::Damaged { name: clean_line(name), reason: clean_line(reason) }
    }

    pub(super) fn locked(name: &str) -> Self {
        Self::Locked { name: clean_line(name) }
    }

    pub(super) fn newer(name: &str, format: u32) -> Self {
        Self::Newer { name: clean_line(name), format }
    }

    pub(super) fn issued(id: &CaseId, name: &str) -> Self {
        Self::Issued { id: id.clone(), name: clean_line(name) }
    }

    pub(super) fn unread(path: &Path, error: &io::Error) -> Self {
        Self::Unread { place: shown(path), reason: in_words(error) }
    }

    pub(super) fn unwritten(place: &str, reason: String) -> Self {
        Self::Unwritten { place: clean_line(place), reason }
    }

    pub(super) fn not_written(path: &Path, error: &io::Error) -> Self {
        let place = shown(path);
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { place },
            _ => Self::Unwritten { place, reason: in_words(error) },
        }
    }
}

/// The most problems of one file that are told at once.
const MOST_TOLD: usize = 20;

/// What is to be mended in a file, after the words that it cannot be used: one problem on the same
/// line, several each on its own.
pub(super) fn listed<T: fmt::Display>(problems: &[T]) -> String {
    if let [only] = problems {
        return format!(". {only}");
    }
    let told = problems.iter().take(MOST_TOLD).map(|problem| format!("\n  {problem}"));
    let more = match problems.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!("\n  There are {more} more like these."),
    };
    format!(": look at {} things.{}{more}", problems.len(), told.collect::<String>())
}

/// A path as it may be shown.
pub fn shown(path: &Path) -> String {
    clean_line(&path.to_string_lossy())
}

/// A path as it may be typed at a shell: quoted where it needs that.
pub fn in_shell(path: &Path) -> String {
    let shown = shown(path);
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if shown.chars().all(plain) { shown } else { format!("'{}'", shown.replace('\'', "'\\''")) }
}

/// What the system said, in words that say what to do.
pub fn in_words(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::NotFound => "it is not there. Check that the folder or the drive is still connected",
        Kind::PermissionDenied => "you do not have permission. Ask who looks after this folder",
        Kind::StorageFull | Kind::QuotaExceeded => "the disk is full. Free some space",
        Kind::ReadOnlyFilesystem => "the disk is read-only. Choose another folder",
        Kind::NotADirectory => "a file stands where a folder is needed. Choose another folder",
        Kind::IsADirectory => "a folder stands where a file is needed. Choose another name",
        Kind::AlreadyExists => "something of that name is there already. Choose another folder",
        // What follows names the unfinished file, which means nothing to anybody.
        _ => {
            let said = error.to_string();
            let said = said.split(" at path ").next().unwrap_or_default();
            return clean_line(&format!("the system says “{said}”. Try another folder"));
        }
    };
    words.to_owned()
}
