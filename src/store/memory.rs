//! Cases in memory, with the same rules as on disk: for tests, and for showing the program.
//!
//! Must never behave better than a folder does: versions and refusals are the same.

mod inner;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::{Datelike, NaiveDateTime};

use super::audit::{Deed, Line, Trail};
use super::erasing::Erasing;
use super::history::again;
use super::{
    Entry, Hold, Holder, KeyTrouble, Kind, Other, Passphrase, Past, Restored, Shortage, Store,
    StoreError, Version, bookmark, keep_issued, plain_name, reading, reference, schema,
    write_outside,
};
use crate::domain::bookmark::Bookmark;
use crate::domain::case::{Case, CaseId};
use crate::domain::date::Date;
use crate::domain::summary::{Summary, Viewpoint};
use crate::domain::text::Text;

/// Cases in memory. A clone is another handle to the same cases, so that a test can look at them,
/// change them from outside, and make writing fail, while the program holds the store.
#[derive(Debug, Default)]
pub struct MemoryStore {
    cases: Arc<Mutex<Inner>>,
    /// What is open through this handle is open as long as the handle is there.
    window: Arc<()>,
}

impl Clone for MemoryStore {
    fn clone(&self) -> Self {
        Self { cases: Arc::clone(&self.cases), window: Arc::default() }
    }
}

#[derive(Debug, Default)]
struct Inner {
    files: BTreeMap<String, Vec<u8>>,
    histories: BTreeMap<String, Vec<(Past, Vec<u8>)>>,
    open: BTreeMap<CaseId, (Weak<()>, Holder)>,
    lockless: bool,
    beside: BTreeMap<CaseId, Vec<Other>>,
    aside: Vec<Case>,
    sheltered: Option<Case>,
    documents: BTreeMap<(CaseId, String), Vec<u8>>,
    trails: BTreeMap<CaseId, Vec<u8>>,
    bookmarks: BTreeMap<CaseId, Vec<u8>>,
    erased: Trail,
    failure: Option<StoreError>,
    no_trails: Option<StoreError>,
    saves: usize,
    shortage: Option<Shortage>,
    /// What opens it, and whether it is open.
    passphrase: Option<(Passphrase, bool)>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// A test that failed while holding the store must not hide what it held.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.cases.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn list(
        &self,
        view: Viewpoint<'_>,
        found: &mut dyn FnMut(Vec<Entry>),
    ) -> Result<(), StoreError> {
        let inner = self.inner();
        let entries = inner.files.iter().map(|(name, bytes)| match inner.read(name, bytes) {
            Ok(case) => {
                let others = inner.beside.get(&case.id).map_or(0, Vec::len);
                let left = inner.left(&case.id);
                Entry::Case(Box::new(Summary { others, left, ..Summary::of(&case, view) }))
            }
            Err(error) => reading::unread(name, error),
        });
        let entries = entries.collect();
        drop(inner);
        found(entries);
        Ok(())
    }

    fn load(&self, id: &CaseId) -> Result<(Case, Version), StoreError> {
        let inner = self.inner();
        let Some(bytes) = inner.files.get(id.as_str()) else {
            return Err(StoreError::Missing { id: id.clone(), place: self.place() });
        };
        Ok((inner.read(id.as_str(), bytes)?, Version::of(bytes)))
    }

    fn create(&mut self, mut case: Case, today: Date) -> Result<(Case, Version), StoreError> {
        let number = {
            let inner = self.inner();
            inner.may_write()?;
            inner.given(today.year()).saturating_add(1)
        };
        case.id = reference(today.year(), number)?;
        let version = self.put(&case)?;
        Ok((case, version))
    }

    fn save(
        &mut self,
        case: &Case,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<Version, StoreError> {
        let bytes = schema::write(case)?;
        let version = Version::of(&bytes);
        let mut inner = self.inner();
        inner.may_write()?;
        match inner.files.get(case.id.as_str()) {
            None => Err(StoreError::Missing { id: case.id.clone(), place: self.place() }),
            Some(standing) if Version::of(standing) != *expected => {
                Err(StoreError::Changed { id: case.id.clone() })
            }
            Some(_) => {
                inner.put_in_place(case.id.as_str(), bytes, at);
                inner.saves += 1;
                Ok(version)
            }
        }
    }

    fn history(&self, id: &CaseId) -> Result<Vec<Past>, StoreError> {
        let inner = self.inner();
        let (files, histories) = (&inner.files, &inner.histories);
        if files.contains_key(id.as_str()) || histories.contains_key(id.as_str()) {
            return Ok(inner.pasts(id.as_str()));
        }
        Err(StoreError::Missing { id: id.clone(), place: self.place() })
    }

    fn state(&self, id: &CaseId, number: u32) -> Result<Case, StoreError> {
        let found = self.history(id)?.into_iter().find(|past| past.number == number);
        let bytes = found.and_then(|past| self.inner().past(id.as_str(), &past));
        let bytes = bytes.ok_or_else(|| StoreError::NoState { id: id.clone(), number })?;
        schema::read(&bytes, id.as_str())
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
        let case = self.state(id, number)?;
        let mut inner = self.inner();
        inner.may_write()?;
        let name = id.as_str();
        let pasts = inner.pasts(name);
        let past = pasts.iter().find(|past| past.number == number).copied();
        let past = past.ok_or_else(|| StoreError::NoState { id: id.clone(), number })?;
        let standing = inner.files.get(name).map(Vec::as_slice);
        let case = again(case, standing, &pasts, |past| inner.past(name, past))?;
        let bytes = schema::write(&case)?;
        let version = Version::of(&bytes);
        let stood = inner.put_in_place(name, bytes, at);
        Ok(Restored { past, stood, version })
    }

    fn set_aside(&mut self, case: &Case) -> Result<PathBuf, StoreError> {
        let version = Version::of(&schema::write(case)?);
        let mut inner = self.inner();
        inner.may_write()?;
        inner.aside.push(case.clone());
        Ok(PathBuf::from(format!("{}/history/{:.16}.ron", case.id, version.to_string())))
    }

    fn shelter(&mut self, case: &Case) -> Result<PathBuf, StoreError> {
        let mut inner = self.inner();
        inner.may_write()?;
        inner.sheltered = Some(case.clone());
        Ok(PathBuf::from(format!("{}/history/unsaved.ron", case.id)))
    }

    fn end_shelter(&mut self, _: &CaseId) {
        self.inner().sheltered = None;
    }

    fn copy_to(&self, case: &Case, path: &Path) -> Result<(), StoreError> {
        write_outside(path, &schema::write(case)?)
    }

    fn keep_reserve(&mut self, _: NaiveDateTime) {}

    fn shortage(&self) -> Option<Shortage> {
        self.inner().shortage
    }

    fn close(
        &mut self,
        case: &Case,
        expected: &Version,
        documents: &[(String, Vec<u8>)],
        at: NaiveDateTime,
    ) -> Result<(Version, PathBuf), StoreError> {
        let (stored, version) = self.load(&case.id)?;
        if version != *expected {
            return Err(StoreError::Changed { id: case.id.clone() });
        }
        let mut last = PathBuf::new();
        for (name, bytes) in documents {
            plain_name(name)?;
            keep_issued(&stored, name, bytes, self.document(&case.id, name)?.as_deref())?;
            last = PathBuf::from(format!("{}/documents/{name}", case.id));
        }
        let version = self.save(case, expected, at)?;
        self.inner().keep(case.id.as_str(), &schema::write(case)?, Kind::of(case), at);
        let named = documents.iter().map(|(name, bytes)| ((case.id.clone(), name.clone()), bytes));
        self.inner().documents.extend(named.map(|(key, bytes)| (key, bytes.clone())));
        Ok((version, last))
    }

    fn hold(&mut self, id: &CaseId, at: NaiveDateTime) -> Hold {
        if let Some(holder) = self.holder(id) {
            return Hold::Elsewhere(holder);
        }
        let (who, place) = ("somebody".to_owned(), "another desk".to_owned());
        let holder = Holder { who, place, since: Some(at), is_here: true };
        let window = (Arc::downgrade(&self.window), holder);
        let before = self.inner().open.insert(id.clone(), window);
        let ours = |(window, _): &(Weak<()>, Holder)| window.ptr_eq(&Arc::downgrade(&self.window));
        let left = before.filter(|before| !ours(before)).map(|(_, holder)| holder);
        Hold::Here { left }
    }

    fn leave(&mut self, id: &CaseId) {
        self.inner().open.remove(id);
    }

    fn bookmark(&self, id: &CaseId, stands: &Version) -> Option<Bookmark> {
        bookmark::read(self.inner().bookmarks.get(id)?, *stands)
    }

    fn put_bookmark(&mut self, id: &CaseId, version: &Version, bookmark: Option<&Bookmark>) {
        let mut inner = self.inner();
        if inner.may_write().is_err() {
            return;
        }
        match bookmark.and_then(|bookmark| bookmark::write(bookmark, version)) {
            Some(bytes) => inner.bookmarks.insert(id.clone(), bytes),
            None => inner.bookmarks.remove(id),
        };
    }

    fn holder(&self, id: &CaseId) -> Option<Holder> {
        let inner = self.inner();
        let (window, holder) = inner.open.get(id)?;
        let held = !inner.lockless
            && window.upgrade().is_some_and(|window| !Arc::ptr_eq(&window, &self.window));
        held.then(|| holder.clone())
    }

    fn others(&self, id: &CaseId) -> Vec<Other> {
        self.inner().beside.get(id).cloned().unwrap_or_default()
    }

    fn put_away(&mut self, id: &CaseId, name: &str) -> Result<(), StoreError> {
        let mut inner = self.inner();
        inner.may_write()?;
        let beside = inner.beside.entry(id.clone()).or_default();
        let at = beside.iter().position(|other| other.name == name);
        if let Some(other) = at.map(|at| beside.remove(at)) {
            inner.aside.push(*other.case);
        }
        Ok(())
    }

    fn holds(&self, _: &Path) -> bool {
        false
    }

    fn document(&self, id: &CaseId, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.inner().documents.get(&(id.clone(), name.to_owned())).cloned())
    }

    fn record(
        &mut self,
        id: &CaseId,
        at: NaiveDateTime,
        by: &Text,
        deed: Deed,
    ) -> Result<(), StoreError> {
        let mut inner = self.inner();
        inner.may_write()?;
        inner.no_trails.clone().map_or(Ok(()), Err)?;
        if !inner.files.contains_key(id.as_str()) {
            return Err(StoreError::Missing { id: id.clone(), place: "memory".to_owned() });
        }
        let bytes = inner.trails.entry(id.clone()).or_default();
        let unwritten =
            |error: serde_json::Error| StoreError::unwritten(id.as_str(), error.to_string());
        let read = Trail::read(bytes);
        let is_broken = read.is_err();
        let mut trail = read.unwrap_or_default();
        if is_broken {
            trail.add(at, by, Deed::Broken).map_err(unwritten)?;
        }
        trail.add(at, by, deed).map_err(unwritten)?;
        *bytes = trail.as_bytes().to_vec();
        Ok(())
    }

    fn trail(&self, id: &CaseId) -> Result<Trail, StoreError> {
        let inner = self.inner();
        let bytes = inner.trails.get(id).map(Vec::as_slice).unwrap_or_default();
        let broken = |reason| StoreError::Trail { name: id.to_string(), reason };
        Trail::read(bytes).map_err(broken)
    }

    fn erase(&mut self, id: &CaseId, erasing: &Erasing<'_>) -> Result<Line, StoreError> {
        self.inner().may_write()?;
        if self.is_locked() {
            return Err(StoreError::locked(id.as_str()));
        }
        let case = match self.load(id) {
            Ok((case, _)) => Some(case),
            Err(error @ StoreError::Missing { .. }) => return Err(error),
            Err(_) if erasing.even_unread => None,
            Err(error) => return Err(error),
        };
        if case.as_ref().is_some_and(Case::is_held) {
            return Err(StoreError::Held { id: id.clone() });
        }
        let trail = self.trail(id).ok();
        let mut inner = self.inner();
        let size = inner.size(id);
        let mut erasure = erasing.what_is_kept(id, case.as_ref(), trail.as_ref(), size);
        erasure.given = inner.given(erasure.year);
        inner.forget(id);
        let unwritten =
            |error: serde_json::Error| StoreError::unwritten("An erased case", error.to_string());
        inner.erased.add(erasing.at, erasing.by, Deed::Erased(erasure)).map_err(unwritten)?;
        let last = inner.erased.lines().last().cloned();
        last.ok_or_else(|| StoreError::unwritten("An erased case", "it is not told".to_owned()))
    }

    fn last_backup(&self) -> Option<Date> {
        None
    }

    fn erased(&self) -> Result<Trail, StoreError> {
        Ok(self.inner().erased.clone())
    }

    fn is_locked(&self) -> bool {
        self.inner().passphrase.as_ref().is_some_and(|(_, open)| !open)
    }

    fn unlock(&mut self, passphrase: &Passphrase) -> Result<(), StoreError> {
        match &mut self.inner().passphrase {
            Some((right, _)) if right != passphrase => Err(KeyTrouble::WrongPassphrase.into()),
            Some((_, open)) => {
                *open = true;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn lock(&mut self) {
        if let Some((_, open)) = &mut self.inner().passphrase {
            *open = false;
        }
    }

    fn place(&self) -> String {
        "memory".to_owned()
    }
}
