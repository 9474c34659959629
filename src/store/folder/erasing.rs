//! Erasing a case from a folder: one rename makes it go, and whatever interrupts the removal, the
//! next start ends it.
//!
//! Must never begin to remove a file before the case is out of sight for good.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::FolderStore;
use crate::domain::case::CaseId;
use crate::domain::text::Text;
use crate::store::audit::{Deed, Erasure, Line, Trail};
use crate::store::erasing::{Erasing, given, year_and_number};
use crate::store::error::in_words;
use crate::store::keys::conversion;
use crate::store::lock::{Held, take_lock};
use crate::store::seal::{Opened, Seal};
use crate::store::whole::sync_folder;
use crate::store::{Store, StoreError, trails};

/// The chain of what was erased, in the root of a store.
const CHAIN: &str = "erased.jsonl";
/// What the folder of a case that goes begins with; then a year, and how many references it gave.
const GONE: &str = ".convenor-erased-";
/// The file within it that knows what is to be told in the chain. Until the folder is renamed, it
/// is an unfinished file like any other.
const MARK: &str = ".convenor-erased.part";

/// What is told in the chain once the files are gone.
#[derive(Serialize, Deserialize)]
struct Mark {
    at: NaiveDateTime,
    by: Text,
    erasure: Erasure,
}

impl FolderStore {
    /// Erases a case; see [`Store::erase`].
    pub(super) fn erase_case(
        &mut self,
        id: &CaseId,
        erasing: &Erasing<'_>,
    ) -> Result<Line, StoreError> {
        if !self.root.is_dir() {
            return Err(self.missing(id));
        }
        if let Some(holder) = self.holder(id) {
            return Err(StoreError::Open { id: id.clone(), holder: holder.to_string() });
        }
        let root = conversion::hold_alone(&self.seal)?;
        let _root = root.ok_or_else(|| StoreError::Busy { id: id.clone() })?;
        let held = self.hold_case(id)?;
        finish_all(&self.seal)?;
        let case = match self.load(id) {
            Ok((case, _)) => Some(case),
            // It can be read, only not here: damage is no reason.
            Err(error @ StoreError::Locked { .. }) => return Err(error),
            Err(_) if erasing.even_unread => None,
            Err(error) => return Err(error),
        };
        if case.as_ref().is_some_and(crate::domain::case::Case::is_held) {
            return Err(StoreError::Held { id: id.clone() });
        }
        let folder = self.folder(id);
        let failed = |error: io::Error| StoreError::not_written(&folder, &error);
        let trail = self.trail(id).ok();
        let size = size(&folder).map_err(failed)?;
        let mut erasure = erasing.what_is_kept(id, case.as_ref(), trail.as_ref(), size);
        erasure.given = self.given(erasure.year)?;
        let gone = self.root.join(format!("{GONE}{}-{}", erasure.year, erasure.given));
        let mark = Mark { at: erasing.at, by: erasing.by.clone(), erasure };
        let mark = serde_json::to_vec(&mark)
            .map_err(|error| StoreError::unwritten(id.as_str(), error.to_string()))?;
        self.seal.write(&folder.join(MARK), &mark)?;
        fs::rename(&folder, &gone).map_err(failed)?;
        let done = sync_folder(&self.root).map_err(|error| unfinished(&error));
        let line = done.and_then(|()| finish(&self.seal, &gone))?;
        drop(held);
        line.ok_or_else(|| unfinished(&io::ErrorKind::NotFound.into()))
    }

    /// Ends what an erasing left that was interrupted. While another window does so, or erases, it is
    /// left to that; nothing of it can be seen in the meantime.
    ///
    /// # Errors
    /// Says why files are still there.
    pub fn finish_erasing(&self) -> Result<(), StoreError> {
        if gone(&self.root).is_empty() {
            return Ok(());
        }
        let failed = |error: io::Error| StoreError::not_written(&self.root, &error);
        match take_lock(&self.root, Held::AloneAtOnce).map_err(failed)? {
            Some(_held) => finish_all(&self.seal),
            None => Ok(()),
        }
    }

    /// Reads the chain; see [`Store::erased`].
    pub(super) fn read_erased(&self) -> Result<Trail, StoreError> {
        trails::read(&self.seal, &self.root.join(CHAIN), CHAIN)
    }

    /// The highest number that a year gave to a case: one that is there, one that is being erased, or
    /// one that was. What is broken of the chain is read as far as it goes.
    pub(super) fn given(&self, year: i32) -> Result<u32, StoreError> {
        let failed = |error: io::Error| StoreError::unread(&self.root, &error);
        let mut highest = 0;
        let mut chains = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            let gone = || name.strip_prefix(GONE)?.split_once('-');
            let gone = || gone().and_then(|(of, n)| Some((of.parse().ok()?, n.parse().ok()?)));
            let (of, number) = year_and_number(&name).or_else(gone).unwrap_or_default();
            if of == year {
                highest = highest.max(number);
            }
            if is_chain(&name) {
                chains.push(self.root.join(name));
            }
        }
        // After the names: a case that went in between stands in the chain by now.
        for chain in chains {
            let found = self.seal.read(&chain);
            match found.map_err(|error| StoreError::unread(&chain, &error))? {
                Opened::Bytes(bytes) => highest = highest.max(given(&lines_of(&bytes), year)),
                Opened::Nothing | Opened::Refused(_) => {}
                // What it knows of may not be given again.
                Opened::Locked => return Err(StoreError::locked(CHAIN)),
            }
        }
        Ok(highest)
    }
}

/// Whether this is the name of the chain, or of one that was put aside.
pub(in crate::store) fn is_chain(name: &str) -> bool {
    name == CHAIN || trails::is_trail(name)
}

/// The lines of a chain that can be read, whatever is between them.
fn lines_of(bytes: &[u8]) -> Vec<Line> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Ends every erasing that was interrupted. The caller holds the root alone.
pub(in crate::store) fn finish_all(seal: &Seal) -> Result<(), StoreError> {
    gone(seal.root()).iter().try_for_each(|gone| finish(seal, gone).map(drop))
}

/// Removes a case that is out of sight, and tells so in the chain; returns the line. Where the cases
/// are not opened, only the mark stays.
fn finish(seal: &Seal, gone: &Path) -> Result<Option<Line>, StoreError> {
    let failed = |error: io::Error| unfinished(&error);
    for entry in fs::read_dir(gone).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name() != MARK {
            let is_folder = entry.file_type().map_err(failed)?.is_dir();
            let path = entry.path();
            let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            removed.map_err(failed)?;
        }
    }
    // The mark goes last: without one, the line stands already.
    let line = match seal.read(&gone.join(MARK)).map_err(failed)? {
        Opened::Bytes(bytes) => Some(tell_erased(seal, &bytes)?),
        Opened::Nothing | Opened::Refused(_) => None,
        Opened::Locked => return Err(StoreError::locked("An erased case")),
    };
    fs::remove_dir_all(gone).and_then(|()| sync_folder(seal.root())).map_err(failed)?;
    Ok(line)
}

fn tell_erased(seal: &Seal, mark: &[u8]) -> Result<Line, StoreError> {
    let Mark { at, by, erasure } = serde_json::from_slice(mark)
        .map_err(|error| StoreError::unwritten("An erased case", error.to_string()))?;
    let deed = Deed::Erased(erasure);
    let path = seal.root().join(CHAIN);
    let last = trails::read(seal, &path, CHAIN).ok();
    let last = last.and_then(|chain| chain.lines().last().cloned());
    if let Some(last) = last.filter(|last| last.at == at && last.what == deed) {
        return Ok(last);
    }
    let chain = trails::add(seal, &path, CHAIN, (at, &by), deed)?;
    chain.lines().last().cloned().ok_or_else(|| unfinished(&io::ErrorKind::NotFound.into()))
}

/// The folders of cases that are being erased.
fn gone(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let gone = entries.filter(|entry| {
        entry.file_name().to_string_lossy().starts_with(GONE)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    gone.map(|entry| entry.path()).collect()
}

fn unfinished(error: &io::Error) -> StoreError {
    StoreError::Unfinished { reason: in_words(error) }
}

/// How many files lie in a folder, and how many bytes they have. Links are counted and not followed.
fn size(folder: &Path) -> io::Result<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let about = fs::symlink_metadata(&path)?;
        if about.is_dir() {
            let (more, size) = size(&path)?;
            files += more;
            bytes += size;
        } else {
            files += 1;
            bytes += about.len();
        }
    }
    Ok((files, bytes))
}
