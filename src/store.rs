//! Where cases live, behind one trait: a folder of files, or memory.
//!
//! A store never overwrites what it could not read, and never what somebody else wrote meanwhile.

pub mod archive;
pub mod audit;
mod bookmark;
pub mod calendars;
mod closing;
mod copies;
mod disk;
pub mod erasing;
pub mod error;
pub mod folder;
pub mod health;
pub mod history;
mod keeping;
pub mod keys;
mod lock;
pub mod memory;
mod open;
pub mod profiles;
mod reading;
pub mod reference;
mod reserve;
pub mod samples;
mod schema;
pub mod seal;
mod trails;
pub mod whole;

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use self::audit::{Deed, Line, Trail};
pub use self::copies::Other;
use self::erasing::Erasing;
pub use self::error::StoreError;
pub use self::folder::FolderStore;
pub use self::history::{Kind, Past};
pub use self::keys::{KeyTrouble, Passphrase};
pub use self::memory::MemoryStore;
pub use self::open::{Hold, Holder};
pub use self::reserve::Shortage;
pub use self::seal::Seal;
use crate::domain::bookmark::Bookmark;
use crate::domain::case::{Case, CaseId};
use crate::domain::date::Date;
use crate::domain::summary::{Summary, Viewpoint};
use crate::domain::text::Text;

/// Where cases live.
pub trait Store: Send {
    /// Reads every case and hands the entries over in batches, in no fixed order.
    ///
    /// # Errors
    /// Only when the place itself cannot be read: a damaged case is an entry like any other.
    fn list(
        &self,
        view: Viewpoint<'_>,
        found: &mut dyn FnMut(Vec<Entry>),
    ) -> Result<(), StoreError>;

    /// Reads one case.
    ///
    /// # Errors
    /// Says whether it is not there, damaged, or newer than this program.
    fn load(&self, id: &CaseId) -> Result<(Case, Version), StoreError>;

    /// Stores a new case under the next free reference of the year, and returns it with that.
    ///
    /// # Errors
    /// Says why nothing could be written.
    fn create(&mut self, case: Case, today: Date) -> Result<(Case, Version), StoreError>;

    /// Replaces the stored version by this one; the one that stood until `at` goes to the history.
    ///
    /// # Errors
    /// [`StoreError::Changed`] when the stored version is not the expected one; otherwise why
    /// nothing could be written. The stored version is whole in every case.
    fn save(
        &mut self,
        case: &Case,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<Version, StoreError>;

    /// The states that a case had before, in the order in which they stood.
    ///
    /// # Errors
    /// Says whether the case is not there, or why its history cannot be read.
    fn history(&self, id: &CaseId) -> Result<Vec<Past>, StoreError>;

    /// Reads a state that a case had before.
    ///
    /// # Errors
    /// [`StoreError::NoState`] when it is not kept, or that it is damaged.
    fn state(&self, id: &CaseId, number: u32) -> Result<Case, StoreError>;

    /// Puts a state that a case had before in place of what stands, which goes to the history even
    /// when it cannot be read. Agreements, records of reviews and verdicts of later stay on record.
    ///
    /// # Errors
    /// As [`Store::state`], or why nothing was changed; a newer program’s case is never replaced.
    fn restore(
        &mut self,
        id: &CaseId,
        number: u32,
        at: NaiveDateTime,
    ) -> Result<Restored, StoreError>;

    /// Keeps a copy of this version beside the case, whatever stands there: for words that met a
    /// file changed by somebody else.
    ///
    /// # Errors
    /// Says why nothing could be written.
    fn set_aside(&mut self, case: &Case) -> Result<PathBuf, StoreError>;

    /// Keeps this version beside the case until the next call: for words that cannot be stored in
    /// their place for the moment. Another window has a shelter of its own.
    ///
    /// # Errors
    /// Says why nothing could be written.
    fn shelter(&mut self, case: &Case) -> Result<PathBuf, StoreError>;

    /// Takes away what was sheltered, once it is stored elsewhere.
    fn end_shelter(&mut self, id: &CaseId);

    /// Writes a case whole to a new file outside, in the form and under the seal of this store: for
    /// words that can be stored nowhere in it. Never over what is there, nor through a link.
    ///
    /// # Errors
    /// Says why nothing was written.
    fn copy_to(&self, case: &Case, path: &Path) -> Result<(), StoreError>;

    /// Keeps a little room for words, so that they can be stored when the disk is full. Where that
    /// cannot be had, nothing is said: it is made by a later save.
    fn keep_reserve(&mut self, at: NaiveDateTime);

    /// Whether words are stored in that room now, because the disk is full.
    fn shortage(&self) -> Option<Shortage>;

    /// Stores documents, by name, and then the case to which they belong, all or nothing; returns
    /// where the last document lies. A document that the stored case lists as issued is never
    /// replaced by a different one. A copy of the case as it was closed goes to the history.
    ///
    /// # Errors
    /// As [`Store::save`], or why a document was not written; nothing new is left behind then.
    fn close(
        &mut self,
        case: &Case,
        expected: &Version,
        documents: &[(String, Vec<u8>)],
        at: NaiveDateTime,
    ) -> Result<(Version, PathBuf), StoreError>;

    /// Says that a case is open here from `at` on, and holds it while it is; or says who has it. A
    /// courtesy: where that cannot be told, it is ours.
    fn hold(&mut self, id: &CaseId, at: NaiveDateTime) -> Hold;

    /// The case is left.
    fn leave(&mut self, id: &CaseId);

    /// Where somebody was in a case that stands in this version; the steps that can be taken back are
    /// with it only where they belong to that version. What cannot be read is as none.
    fn bookmark(&self, id: &CaseId, stands: &Version) -> Option<Bookmark>;

    /// Keeps where somebody is in a case of which this version is stored, or takes that away. A
    /// courtesy: where it cannot be done, nothing is said.
    fn put_bookmark(&mut self, id: &CaseId, version: &Version, bookmark: Option<&Bookmark>);

    /// Who else has a case open now.
    fn holder(&self, id: &CaseId) -> Option<Holder>;

    /// The other versions that lie beside a case.
    fn others(&self, id: &CaseId) -> Vec<Other>;

    /// Moves one of them, by its name, to the history.
    ///
    /// # Errors
    /// Says why it stays where it is.
    fn put_away(&mut self, id: &CaseId, name: &str) -> Result<(), StoreError>;

    /// Whether a path lies among the cases, where nothing else may be written.
    fn holds(&self, path: &Path) -> bool;

    /// Reads a document of a case; `None` when it is not kept.
    ///
    /// # Errors
    /// Says why it cannot be read.
    fn document(&self, id: &CaseId, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Whether the cases are encrypted and no key is open: then nothing can be read or saved.
    fn is_locked(&self) -> bool;

    /// Opens the cases with the user’s key. Takes about a second.
    ///
    /// # Errors
    /// [`StoreError::Key`]: there is no key, the passphrase is another, or the key does not fit.
    fn unlock(&mut self, passphrase: &Passphrase) -> Result<(), StoreError>;

    /// Forgets the key. What is not encrypted stays readable.
    fn lock(&mut self);
    /// Adds what was done with a case, at a moment and under an account, to its audit trail. A trail
    /// that is broken is put aside, and a new one begins by saying so.
    ///
    /// # Errors
    /// Says why it could not be written.
    fn record(
        &mut self,
        id: &CaseId,
        at: NaiveDateTime,
        by: &Text,
        deed: Deed,
    ) -> Result<(), StoreError>;

    /// Reads the audit trail of a case; one that was never begun has no lines.
    ///
    /// # Errors
    /// [`StoreError::Trail`] where it is broken, or why it cannot be read.
    fn trail(&self, id: &CaseId) -> Result<Trail, StoreError>;

    /// Takes away everything about a case, all or nothing, and tells so in the chain of the store,
    /// whose line is returned.
    ///
    /// # Errors
    /// Says why nothing was erased: it is held, open elsewhere, or cannot be read.
    fn erase(&mut self, id: &CaseId, erasing: &Erasing<'_>) -> Result<Line, StoreError>;

    /// The day of the last backup, if one is remembered.
    fn last_backup(&self) -> Option<Date>;

    /// The chain of what was erased in this store.
    ///
    /// # Errors
    /// As [`Store::trail`].
    fn erased(&self) -> Result<Trail, StoreError>;

    /// Where cases live, for messages.
    fn place(&self) -> String;
}

/// What came of putting an earlier state back.
#[derive(Clone, Debug, PartialEq)]
pub struct Restored {
    /// The state that stands again.
    pub past: Past,
    /// Under which number the history has what stood until now; `None` where nothing stood.
    pub stood: Option<u32>,
    /// The version that stands now.
    pub version: Version,
}

/// Reads every case in full, in the order of the references, one after the other; returns what could
/// not be read, each with its name and the reason.
///
/// # Errors
/// Only when the place itself cannot be read.
pub fn read_all(
    store: &dyn Store,
    view: Viewpoint<'_>,
    each: &mut dyn FnMut(Case),
) -> Result<Vec<(String, String)>, StoreError> {
    let (mut ids, mut unread) = (Vec::new(), Vec::new());
    store.list(view, &mut |entries| {
        for entry in entries {
            match entry {
                Entry::Case(case) => ids.push(case.id),
                Entry::Damaged { name, reason } | Entry::Locked { name, reason } => {
                    unread.push((name, reason));
                }
            }
        }
    })?;
    ids.sort();
    for id in ids {
        match store.load(&id) {
            Ok((case, _)) => each(case),
            Err(error) => unread.push((id.to_string(), error.to_string())),
        }
    }
    unread.sort();
    Ok(unread)
}

/// What a store finds under one name.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A case.
    Case(Box<Summary>),
    /// Something that should be a case and cannot be read as one.
    Damaged {
        /// The name under which it was found.
        name: String,
        /// Why it cannot be read: one sentence.
        reason: String,
    },
    /// A case that is encrypted for other keys: nothing is wrong with it.
    Locked {
        /// The name under which it was found.
        name: String,
        /// What can be done: one sentence.
        reason: String,
    },
}

/// One stored version of a case: the SHA-256 of its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Version([u8; 32]);

impl Version {
    fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({self})")
    }
}

/// The SHA-256 of a document in hexadecimal, as an issued agreement remembers it.
pub fn fingerprint(bytes: &[u8]) -> String {
    Version::of(bytes).to_string()
}

/// Writes a new file outside a store; never over what is there.
fn write_outside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    whole::write_new(path, |file| file.write_all(bytes))
        .map_err(|error| StoreError::not_written(path, &error))
}

/// A document has a plain name: one that stays within its folder, on every system.
fn plain_name(name: &str) -> Result<(), StoreError> {
    let plain = !name.is_empty()
        && !name.starts_with('.')
        && !name.chars().any(|c| c.is_control() || "/\\:".contains(c));
    let reason = || "it is no name for a file. Nothing was written".to_owned();
    if plain { Ok(()) } else { Err(StoreError::unwritten(name, reason())) }
}

/// What was issued under a name stays as it is; `standing` is what the folder has there now.
fn keep_issued(
    case: &Case,
    name: &str,
    bytes: &[u8],
    standing: Option<&[u8]>,
) -> Result<(), StoreError> {
    let issued = case.issued.iter().map(|issued| (&issued.file, &issued.sha256));
    let recorded = case.recorded.iter().map(|record| (&record.file, &record.sha256));
    let Some((_, sha256)) = issued.chain(recorded).find(|(file, _)| **file == name) else {
        return Ok(());
    };
    let same = match standing {
        Some(standing) => standing == bytes,
        None => sha256.is_blank() || *sha256 == fingerprint(bytes).as_str(),
    };
    if same { Ok(()) } else { Err(StoreError::issued(&case.id, name)) }
}

/// The reference with a number.
fn reference(year: i32, number: u32) -> Result<CaseId, StoreError> {
    format!("MM-{year}-{number:03}").parse().map_err(|_| {
        StoreError::unwritten("a new case", "this year has no free reference left".to_owned())
    })
}
