//! Erasing a case from a folder: one rename makes it go, and whatever interrupts the removal, the
//! next start ends it.
//!
//! Must never begin to remove a file before the case is out of sight for good.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{FolderStore, is_held};
use crate::domain::case::CaseId;
use crate::domain::text::Text;
use crate::store::audit::{Deed, Erasure, Line, Trail};
use crate::store::erasing::{Erasing, given, year_and_number};
use crate::store::error::in_words;
use crate::store::reading::{self, Found};
use crate::store::whole::{sync_folder, write_whole};
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
        let held = self.hold(id)?;
        let _root = self.hold_root()?.ok_or_else(|| StoreError::Busy { id: id.clone() })?;
        self.finish_all()?;
        let case = match self.load(id) {
            Ok((case, _)) => Some(case),
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
        write_whole(&folder.join(MARK), &mark).map_err(failed)?;
        fs::rename(&folder, &gone).map_err(failed)?;
        let done = sync_folder(&self.root).map_err(|error| unfinished(&error));
        let line = done.and_then(|()| self.finish(&gone))?;
        drop(held);
        line.ok_or_else(|| unfinished(&io::ErrorKind::NotFound.into()))
    }

    /// Ends what an erasing left that was interrupted. While another window does so, or erases, it is
    /// left to that; nothing of it can be seen in the meantime.
    ///
    /// # Errors
    /// Says why files are still there.
    pub fn finish_erasing(&self) -> Result<(), StoreError> {
        if self.gone().is_empty() {
            return Ok(());
        }
        match self.hold_root()? {
            Some(_held) => self.finish_all(),
            None => Ok(()),
        }
    }

    fn finish_all(&self) -> Result<(), StoreError> {
        self.gone().iter().try_for_each(|gone| self.finish(gone).map(drop))
    }

    /// Removes a case that is out of sight, and tells so in the chain; returns the line.
    fn finish(&self, gone: &Path) -> Result<Option<Line>, StoreError> {
        let failed = |error: io::Error| unfinished(&error);
        for entry in fs::read_dir(gone).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name() != MARK {
                let is_folder = entry.file_type().map_err(failed)?.is_dir();
                let path = entry.path();
                let removed =
                    if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
                removed.map_err(failed)?;
            }
        }
        // The mark goes last: without one, the line stands already.
        let mark = gone.join(MARK);
        let line = match reading::read_file(&mark).map_err(failed)? {
            Found::Bytes(bytes) => Some(self.tell_erased(&bytes)?),
            Found::Nothing | Found::Refused(_) => None,
        };
        fs::remove_dir_all(gone).and_then(|()| sync_folder(&self.root)).map_err(failed)?;
        Ok(line)
    }

    fn tell_erased(&self, mark: &[u8]) -> Result<Line, StoreError> {
        let Mark { at, by, erasure } = serde_json::from_slice(mark)
            .map_err(|error| StoreError::unwritten("An erased case", error.to_string()))?;
        let deed = Deed::Erased(erasure);
        let path = self.root.join(CHAIN);
        let last = trails::read(&path, CHAIN).ok().and_then(|chain| chain.lines().last().cloned());
        if let Some(last) = last.filter(|last| last.at == at && last.what == deed) {
            return Ok(last);
        }
        let chain = trails::add(&path, CHAIN, (at, &by), deed)?;
        chain.lines().last().cloned().ok_or_else(|| unfinished(&io::ErrorKind::NotFound.into()))
    }

    /// Reads the chain; see [`Store::erased`].
    pub(super) fn read_erased(&self) -> Result<Trail, StoreError> {
        trails::read(&self.root.join(CHAIN), CHAIN)
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
            if name == CHAIN || trails::is_trail(&name) {
                chains.push(self.root.join(name));
            }
        }
        // After the names: a case that went in between stands in the chain by now.
        for chain in chains {
            let found = reading::read_file(&chain);
            if let Found::Bytes(bytes) =
                found.map_err(|error| StoreError::unread(&chain, &error))?
            {
                let text = String::from_utf8_lossy(&bytes);
                let lines: Vec<Line> =
                    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
                highest = highest.max(given(&lines, year));
            }
        }
        Ok(highest)
    }

    /// The folders of cases that are being erased.
    fn gone(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().filter_map(Result::ok);
        let gone = entries.filter(|entry| {
            entry.file_name().to_string_lossy().starts_with(GONE)
                && entry.file_type().is_ok_and(|kind| kind.is_dir())
        });
        gone.map(|entry| entry.path()).collect()
    }

    /// Holds the root, so that one case goes at a time; `None` where another window has it.
    fn hold_root(&self) -> Result<Option<File>, StoreError> {
        let root =
            File::open(&self.root).map_err(|error| StoreError::not_written(&self.root, &error))?;
        Ok(if is_held(&root) { None } else { Some(root) })
    }
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
