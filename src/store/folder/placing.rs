//! Putting files in the place of those that stand in a case.
//!
//! Must never be called without holding the case.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use super::FolderStore;
use crate::domain::case::{Case, CaseId};
use crate::store::keeping::{self, Standing, kind_of};
use crate::store::reading::CASE_FILE;
use crate::store::seal::Opened;
use crate::store::whole::make_folders;
use crate::store::{
    Kind, Past, Store, StoreError, Version, closing, keep_issued, plain_name, schema,
};

impl FolderStore {
    /// Replaces the expected version of a case, which the caller holds.
    pub(super) fn replace(
        &mut self,
        case: &Case,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<Version, StoreError> {
        let bytes = schema::write(case)?;
        let path = self.folder(&case.id).join(CASE_FILE);
        let standing = match self.seal.read(&path) {
            Ok(Opened::Bytes(standing)) => standing,
            Ok(Opened::Locked) => return Err(StoreError::locked(case.id.as_str())),
            Ok(_) => return Err(StoreError::Changed { id: case.id.clone() }),
            Err(error) => return Err(StoreError::not_written(&path, &error)),
        };
        let version = Version::of(&standing);
        if version != *expected && !self.is_ours(&case.id, version) {
            return Err(StoreError::Changed { id: case.id.clone() });
        }
        let kind = match self.stands.get(&case.id) {
            Some((known, kind)) if *known == version => *kind,
            _ => kind_of(&standing, &case.id),
        };
        // New words count for more than one step back; not for more than a closed meeting, or a
        // file that nobody could read yet.
        let standing = Standing { bytes: &standing, kind, must_stay: kind != Kind::Open };
        self.put_in_place(case, &bytes, Some(standing), at).map(|(version, _)| version)
    }

    /// Puts new bytes in place of what stands in a case, which the caller holds; that goes to the
    /// history first, and the number that it has there is returned.
    ///
    /// At every moment the file of the case is there and whole: what stands gets a second name,
    /// and keeps its first until the new file takes that over in one step.
    pub(super) fn put_in_place(
        &mut self,
        case: &Case,
        bytes: &[u8],
        standing: Option<Standing<'_>>,
        at: NaiveDateTime,
    ) -> Result<(Version, Option<Past>), StoreError> {
        let folder = self.folder(&case.id);
        let path = folder.join(CASE_FILE);
        closing::sweep_within(&folder);
        let kept = match standing.filter(|standing| standing.bytes != bytes) {
            None => None,
            Some(Standing { bytes, kind, must_stay }) => {
                match keeping::keep(&self.seal, &folder, Some(&path), bytes, kind, at) {
                    Ok(kept) => Some(kept),
                    Err(error) if must_stay => return Err(error),
                    Err(_) => None,
                }
            }
        };
        let version = Version::of(bytes);
        let copied_in = standing.is_some() && !self.seal.is_as_it_should(&path)?;
        match self.seal.write(&path, bytes) {
            Ok(()) => {
                if copied_in {
                    self.seal.seal_rest(&folder);
                }
                self.tried.remove(&case.id);
                self.stands.insert(case.id.clone(), (version, Kind::of(case)));
                keeping::thin(&folder, at);
                closing::settle(&self.seal, &folder, case, version);
                Ok((version, kept.map(|(kept, _)| kept)))
            }
            Err(error) => {
                self.tried.entry(case.id.clone()).or_default().push(version);
                let still_stands = |standing: Standing<'_>| matches!(self.seal.read(&path), Ok(Opened::Bytes(now)) if now == standing.bytes);
                if let Some((kept, true)) = kept
                    && standing.is_some_and(still_stands)
                {
                    keeping::take_back(&folder, &kept);
                }
                Err(error)
            }
        }
    }

    /// Stores documents and then the case that is closed by them, all or nothing; the caller holds
    /// the case.
    pub(super) fn close_held(
        &mut self,
        case: &Case,
        expected: &Version,
        documents: &[(String, Vec<u8>)],
        at: NaiveDateTime,
    ) -> Result<(Version, PathBuf), StoreError> {
        let (stored, version) = self.load(&case.id)?;
        if version != *expected && !self.is_ours(&case.id, version) {
            return Err(StoreError::Changed { id: case.id.clone() });
        }
        let (folder, mut new) = (self.folder(&case.id), Vec::new());
        closing::settle(&self.seal, &folder, &stored, version);
        for (name, bytes) in documents {
            plain_name(name)?;
            let standing = self.document(&case.id, name)?;
            keep_issued(&stored, name, bytes, standing.as_deref())?;
            new.extend(standing.is_none().then_some(name.as_str()));
        }
        if !new.is_empty() {
            let list = closing::list(case, &new)?;
            self.put(&case.id, "documents", closing::LIST, list.as_bytes())?;
        }
        let write = |name: &str, bytes: &[u8]| self.put(&case.id, "documents", name, bytes);
        let done = documents.iter().try_fold(PathBuf::new(), |_, (name, bytes)| write(name, bytes));
        let done = done.and_then(|last| Ok((self.replace(case, expected, at)?, last)));
        if done.is_ok() {
            // A second file, which outlives damage to the first. It is made when this state is
            // replaced at the latest, so that nothing is lost where it cannot be made now.
            let _ = schema::write(case)
                .map(|bytes| keeping::keep(&self.seal, &folder, None, &bytes, Kind::of(case), at));
        } else if let Ok((stands, now)) = self.load(&case.id)
            && now == version
        {
            // Where the closed case reached the disk all the same, its documents stay with it.
            closing::settle(&self.seal, &folder, &stands, now);
        }
        done
    }

    /// Does something; where the disk is full, gives the room of the reserve back and does it once
    /// more.
    pub(super) fn with_reserve<T>(
        &mut self,
        mut deed: impl FnMut(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match deed(self) {
            Err(StoreError::Full { .. }) if self.reserve.give_back(&self.root) => deed(self),
            done => done,
        }
    }

    /// Writes the file of a new case; a folder that stays empty is taken back.
    pub(super) fn fill(&self, folder: &Path, bytes: &[u8]) -> Result<Version, StoreError> {
        self.seal.write(&folder.join(CASE_FILE), bytes).inspect_err(|_| {
            // Refused by the system unless it is empty, which is what is wanted.
            let _ = fs::remove_dir(folder);
        })?;
        Ok(Version::of(bytes))
    }

    /// The state of a case that has this number.
    pub(super) fn past(&self, id: &CaseId, number: u32) -> Result<Past, StoreError> {
        let pasts = self.history(id)?;
        let found = pasts.into_iter().rfind(|past| past.number == number);
        found.ok_or_else(|| StoreError::NoState { id: id.clone(), number })
    }

    /// Writes a file into a folder within a case's folder, which the caller holds.
    pub(super) fn put(
        &self,
        id: &CaseId,
        within: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<PathBuf, StoreError> {
        let folder = self.folder(id).join(within);
        make_folders(&folder).map_err(|error| StoreError::not_written(&folder, &error))?;
        // A link would lead out of the case, and out of what its owner alone can read.
        if fs::symlink_metadata(&folder).is_ok_and(|found| found.is_symlink()) {
            return Err(StoreError::not_written(&folder, &io::ErrorKind::NotADirectory.into()));
        }
        let path = folder.join(name);
        self.seal.write(&path, bytes)?;
        Ok(path)
    }
}
