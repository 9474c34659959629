//! Cases in a folder: one folder a case, with its file, its history and its documents.
//!
//! Must never write into a case without holding its lock, or over a version it did not read.

mod bringing;
pub(super) mod erasing;
mod gathering;
mod placing;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDateTime};

pub use self::bringing::Brought;
pub use self::gathering::Gathered;
use super::audit::{Deed, Line, Trail};
use super::disk::Disk;
use super::erasing::Erasing;
use super::error::shown;
use super::history::again;
use super::keeping::{Standing, kind_of};
use super::lock::take_lock_soon;
use super::reading::{self, CASE_FILE};
use super::reserve::{Reserve, Shortage};
use super::seal::Opened;
use super::trails::{self, TRAIL};
use super::whole::{make_folders, make_new_folder};
use super::{
    Entry, Hold, Holder, Kind, Other, Passphrase, Past, Restored, Seal, Store, StoreError, Version,
    bookmark, copies, keeping, open, plain_name, reference, schema,
};
use crate::domain::bookmark::Bookmark;
use crate::domain::case::{Case, CaseId};
use crate::domain::date::Date;
use crate::domain::summary::Viewpoint;
use crate::domain::text::Text;

/// A folder with cases.
#[derive(Debug)]
pub struct FolderStore {
    root: PathBuf,
    /// What the place is called in messages.
    name: String,
    /// How what is in it is encrypted, if it is.
    seal: Seal,
    /// What the saves of a case that failed had tried to write: one may have reached the disk
    /// before it failed, and then it is our own version that stands there.
    tried: BTreeMap<CaseId, Vec<Version>>,
    /// What kind of state each case is in that was saved here last, so that it need not be read.
    stands: BTreeMap<CaseId, (Version, Kind)>,
    /// The locks of the cases that are open here.
    open: BTreeMap<CaseId, open::Open>,
    /// The name of this window’s shelter.
    shelter: String,
    /// The room that is kept free for words.
    reserve: Reserve,
    /// The disk on which the folder is.
    disk: Disk,
}

impl FolderStore {
    /// The store in a folder, which need not be there yet: the first case makes it. Where cases are
    /// encrypted, nothing can be read: that needs [`FolderStore::sealed`].
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self::sealed(Seal::new(&root, None, None))
    }

    /// The store whose cases are encrypted, or may be.
    pub fn sealed(seal: Seal) -> Self {
        let root = seal.root().to_path_buf();
        let name = shown(&root);
        Self {
            root,
            name,
            seal,
            tried: BTreeMap::new(),
            stands: BTreeMap::new(),
            open: BTreeMap::new(),
            shelter: open::shelter_name(),
            reserve: Reserve::default(),
            disk: Disk::default(),
        }
    }

    /// How the cases are encrypted.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// The same for a folder whose path means nothing to people, such as one thrown away soon.
    pub fn called(root: impl Into<PathBuf>, name: &str) -> Self {
        let mut store = Self::new(root);
        name.clone_into(&mut store.name);
        store
    }

    /// Stores a case under the reference that it has already.
    ///
    /// # Errors
    /// Says why nothing was written; also when there is such a case.
    pub fn add(&mut self, case: &Case) -> Result<Version, StoreError> {
        let folder = self.folder(&case.id);
        let bytes = schema::write(case)?;
        make_folders(&self.root).map_err(|error| StoreError::not_written(&self.root, &error))?;
        let _gate = self.seal.gate()?;
        make_new_folder(&folder).map_err(|error| StoreError::not_written(&folder, &error))?;
        self.fill(&folder, &bytes)
    }

    fn folder(&self, id: &CaseId) -> PathBuf {
        self.root.join(id.as_str())
    }

    /// Holds a case so that no other window writes into it, and the store so that nobody changes
    /// its keys, until both files are dropped.
    fn hold_to_write(&self, id: &CaseId) -> Result<(Option<File>, File), StoreError> {
        let gate = self.seal.gate()?;
        Ok((gate, self.hold_case(id)?))
    }

    /// The same for who holds the store already.
    fn hold_case(&self, id: &CaseId) -> Result<File, StoreError> {
        let folder = self.folder(id);
        let is_away =
            || matches!(self.root.try_exists(), Ok(false)) || self.disk.is_away(&self.root);
        match self.look_for(id) {
            // Its drive is away: the case is not gone.
            Err(_) if is_away() => {
                return Err(StoreError::not_written(&self.root, &io::ErrorKind::NotFound.into()));
            }
            looked => looked?,
        }
        let held =
            take_lock_soon(&folder).map_err(|error| StoreError::not_written(&folder, &error))?;
        held.ok_or_else(|| StoreError::Busy { id: id.clone() })
    }

    /// Looks whether a case is there: one that cannot be looked at is not missing.
    fn look_for(&self, id: &CaseId) -> Result<(), StoreError> {
        match fs::symlink_metadata(self.folder(id)) {
            Ok(found) if found.is_dir() => Ok(()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::unread(&self.root, &error))
            }
            _ => Err(self.missing(id)),
        }
    }

    fn missing(&self, id: &CaseId) -> StoreError {
        // A missing root is an empty store; a root that cannot be read is worth its own words.
        match fs::read_dir(&self.root) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                StoreError::unread(&self.root, &error)
            }
            _ if fs::symlink_metadata(self.folder(id)).is_ok_and(|found| !found.is_dir()) => {
                StoreError::damaged(id.as_str(), "What stands there is not a folder.")
            }
            Ok(_) if self.disk.is_away(&self.root) => {
                StoreError::unread(&self.root, &io::ErrorKind::NotFound.into())
            }
            _ => StoreError::Missing { id: id.clone(), place: self.place() },
        }
    }

    /// Whether a version is one that a save of ours left, although it was reported as failed.
    fn is_ours(&self, id: &CaseId, version: Version) -> bool {
        self.tried.get(id).is_some_and(|tried| tried.contains(&version))
    }
}

impl Store for FolderStore {
    fn list(
        &self,
        view: Viewpoint<'_>,
        found: &mut dyn FnMut(Vec<Entry>),
    ) -> Result<(), StoreError> {
        let candidates = reading::candidates(&self.root)
            .map_err(|error| StoreError::unread(&self.root, &error))?;
        reading::read_all(&self.seal, &candidates, view, found);
        Ok(())
    }

    fn load(&self, id: &CaseId) -> Result<(Case, Version), StoreError> {
        let folder = self.folder(id);
        self.look_for(id)?;
        let read = reading::read_case(&self.seal, &folder, id.as_str())?;
        let (case, bytes) = read.ok_or_else(|| self.missing(id))?;
        self.disk.note(&self.root);
        Ok((case, Version::of(&bytes)))
    }

    fn create(&mut self, mut case: Case, today: Date) -> Result<(Case, Version), StoreError> {
        let failed = |error: io::Error| StoreError::not_written(&self.root, &error);
        make_folders(&self.root).map_err(failed)?;
        let _gate = self.seal.gate()?;
        let mut number = self.given(today.year())?.saturating_add(1);
        loop {
            case.id = reference(today.year(), number)?;
            let bytes = schema::write(&case)?;
            let folder = self.folder(&case.id);
            match make_new_folder(&folder) {
                Ok(()) => return Ok((case, self.fill(&folder, &bytes)?)),
                // Somebody else took this number between looking and making.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(StoreError::not_written(&folder, &error)),
            }
        }
    }

    fn save(
        &mut self,
        case: &Case,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<Version, StoreError> {
        let _held = self.hold_to_write(&case.id)?;
        let version = self.with_reserve(|store| store.replace(case, expected, at))?;
        self.reserve.after_saving(&self.root, at);
        Ok(version)
    }

    fn history(&self, id: &CaseId) -> Result<Vec<Past>, StoreError> {
        let folder = self.folder(id);
        self.look_for(id)?;
        keeping::pasts(&folder).map_err(|error| StoreError::unread(&folder, &error))
    }

    fn state(&self, id: &CaseId, number: u32) -> Result<Case, StoreError> {
        let past = self.past(id, number)?;
        schema::read(&keeping::read(&self.seal, &self.folder(id), &past)?, id.as_str())
    }

    fn restore(
        &mut self,
        id: &CaseId,
        number: u32,
        at: NaiveDateTime,
    ) -> Result<Restored, StoreError> {
        if let Some(holder) = self.holder(id) {
            return Err(StoreError::Open { id: id.clone(), holder: holder.to_string() });
        }
        let _held = self.hold_to_write(id)?;
        let past = self.past(id, number)?;
        let folder = self.folder(id);
        let path = folder.join(CASE_FILE);
        let standing = match self.seal.read(&path) {
            Ok(Opened::Bytes(standing)) => Some(standing),
            Ok(Opened::Nothing) => None,
            Ok(Opened::Locked) => return Err(StoreError::locked(id.as_str())),
            Ok(Opened::Refused(reason)) => return Err(StoreError::damaged(id.as_str(), reason)),
            Err(error) => return Err(StoreError::unread(&path, &error)),
        };
        let read = |past: &Past| keeping::read(&self.seal, &folder, past).ok();
        let case = again(self.state(id, number)?, standing.as_deref(), &self.history(id)?, read)?;
        let bytes = schema::write(&case)?;
        let standing = standing.as_deref().map(|bytes| {
            let kind = kind_of(bytes, id);
            Standing { bytes, kind, must_stay: true }
        });
        let (version, stood) = self.put_in_place(&case, &bytes, standing, at)?;
        Ok(Restored { past, stood: stood.map(|stood| stood.number), version })
    }

    fn close(
        &mut self,
        case: &Case,
        expected: &Version,
        documents: &[(String, Vec<u8>)],
        at: NaiveDateTime,
    ) -> Result<(Version, PathBuf), StoreError> {
        let _held = self.hold_to_write(&case.id)?;
        let closed = self.with_reserve(|store| store.close_held(case, expected, documents, at))?;
        self.reserve.after_saving(&self.root, at);
        Ok(closed)
    }

    fn hold(&mut self, id: &CaseId, at: NaiveDateTime) -> Hold {
        if self.open.contains_key(id) {
            return Hold::Here { left: None };
        }
        let (hold, file) = open::hold(&self.folder(id), at);
        self.open.extend(file.map(|file| (id.clone(), file)));
        hold
    }

    fn leave(&mut self, id: &CaseId) {
        self.open.remove(id).into_iter().for_each(open::leave);
    }

    fn bookmark(&self, id: &CaseId, stands: &Version) -> Option<Bookmark> {
        match self.seal.read(&self.folder(id).join(bookmark::FILE)) {
            Ok(Opened::Bytes(bytes)) => bookmark::read(&bytes, *stands),
            _ => None,
        }
    }

    fn put_bookmark(&mut self, id: &CaseId, version: &Version, bookmark: Option<&Bookmark>) {
        // What the reserve gave back is for words.
        if bookmark.is_some() && self.shortage().is_some() {
            return;
        }
        let Ok(_held) = self.hold_to_write(id) else { return };
        let path = self.folder(id).join(bookmark::FILE);
        let bytes = bookmark.and_then(|bookmark| bookmark::write(bookmark, version));
        let _ = match bytes {
            Some(bytes) => self.seal.write(&path, &bytes).is_ok(),
            None => fs::remove_file(path).is_ok(),
        };
    }

    fn holder(&self, id: &CaseId) -> Option<Holder> {
        let ours = self.open.contains_key(id);
        if ours { None } else { open::holder(&self.folder(id)) }
    }

    fn others(&self, id: &CaseId) -> Vec<Other> {
        copies::beside(&self.seal, id, &self.shelter)
    }

    fn put_away(&mut self, id: &CaseId, name: &str) -> Result<(), StoreError> {
        let _held = self.hold_to_write(id)?;
        let failed = |error| StoreError::not_written(&self.folder(id), &error);
        copies::put_away(&self.seal, id, name).map_err(failed)
    }

    fn holds(&self, path: &Path) -> bool {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        match (folder.canonicalize(), self.root.canonicalize()) {
            (Ok(folder), Ok(root)) => folder.starts_with(root),
            _ => false,
        }
    }

    fn shelter(&mut self, case: &Case) -> Result<PathBuf, StoreError> {
        let bytes = schema::write(case)?;
        // Also when the folder of the case is gone: the words are worth more than its order.
        let folder = self.folder(&case.id);
        make_folders(&folder).map_err(|error| StoreError::not_written(&folder, &error))?;
        let _gate = self.seal.gate()?;
        let name = self.shelter.clone();
        self.with_reserve(|store| store.put(&case.id, "history", &name, &bytes))
    }

    fn end_shelter(&mut self, id: &CaseId) {
        // A copy too many harms nobody.
        let _ = fs::remove_file(self.folder(id).join("history").join(&self.shelter));
    }

    fn set_aside(&mut self, case: &Case) -> Result<PathBuf, StoreError> {
        let bytes = schema::write(case)?;
        // Also when the folder of the case is gone: the words are worth more than its order.
        let folder = self.folder(&case.id);
        make_folders(&folder).map_err(|error| StoreError::not_written(&folder, &error))?;
        let _held = self.hold_to_write(&case.id)?;
        // Of what lies on the disk: the sum of the words would let somebody try which words they are.
        let name = format!("{:.16}.ron", Version::of(&self.seal.close(&bytes)?).to_string());
        self.with_reserve(|store| store.put(&case.id, "history", &name, &bytes))
    }

    fn copy_to(&self, case: &Case, path: &Path) -> Result<(), StoreError> {
        self.write_copy(case, path)
    }

    fn keep_reserve(&mut self, at: NaiveDateTime) {
        self.reserve.keep(&self.root, at);
    }

    fn shortage(&self) -> Option<Shortage> {
        self.reserve.shortage(&self.root)
    }

    fn document(&self, id: &CaseId, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if plain_name(name).is_err() {
            return Ok(None);
        }
        let path = self.folder(id).join("documents").join(name);
        match self.seal.read(&path) {
            Ok(Opened::Bytes(bytes)) => Ok(Some(bytes)),
            Ok(Opened::Nothing) => Ok(None),
            Ok(Opened::Locked) => Err(StoreError::locked(name)),
            Ok(Opened::Refused(reason)) => Err(StoreError::damaged(name, reason)),
            Err(error) => Err(StoreError::unread(&path, &error)),
        }
    }

    fn record(
        &mut self,
        id: &CaseId,
        at: NaiveDateTime,
        by: &Text,
        deed: Deed,
    ) -> Result<(), StoreError> {
        let _held = self.hold_to_write(id)?;
        let path = self.folder(id).join(TRAIL);
        // Only what goes with words may take the room that is kept for them.
        let is_of_words = matches!(deed, Deed::Changed { .. } | Deed::Closed { .. });
        let add = |store: &mut Self| {
            trails::add(&store.seal, &path, id.as_str(), (at, by), deed.clone()).map(drop)
        };
        if is_of_words { self.with_reserve(add) } else { add(self) }
    }

    fn trail(&self, id: &CaseId) -> Result<Trail, StoreError> {
        trails::read(&self.seal, &self.folder(id).join(TRAIL), id.as_str())
    }

    fn erase(&mut self, id: &CaseId, erasing: &Erasing<'_>) -> Result<Line, StoreError> {
        self.erase_case(id, erasing)
    }

    fn last_backup(&self) -> Option<Date> {
        super::archive::last(&self.root)
    }

    fn erased(&self) -> Result<Trail, StoreError> {
        self.read_erased()
    }

    fn is_locked(&self) -> bool {
        // A list that cannot be read is told by whatever is done next.
        self.seal.is_locked().unwrap_or(true)
    }

    fn unlock(&mut self, passphrase: &Passphrase) -> Result<(), StoreError> {
        self.seal.unlock(passphrase)?;
        // What stays behind is out of sight, and the next start tries again.
        let _ = self.finish_erasing();
        Ok(())
    }

    fn lock(&mut self) {
        self.seal.lock();
        self.stands.clear();
    }

    fn place(&self) -> String {
        self.name.clone()
    }
}
