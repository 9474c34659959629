//! Cases in memory, with the same rules as on disk: for tests, and for showing the program.
//!
//! Must never behave better than a folder does: versions and refusals are the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Datelike;

use super::{
    Entry, Store, StoreError, Version, keep_issued, next_number, plain_name, reading, reference,
    schema,
};
use crate::domain::case::{Case, CaseId};
use crate::domain::date::Date;
use crate::domain::summary::{Summary, Viewpoint};

/// Cases in memory. A clone is another handle to the same cases, so that a test can look at them,
/// change them from outside, and make writing fail, while the program holds the store.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    files: BTreeMap<String, Vec<u8>>,
    aside: Vec<Case>,
    sheltered: Option<Case>,
    documents: BTreeMap<(CaseId, String), Vec<u8>>,
    failure: Option<StoreError>,
    saves: usize,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stores a case under its own reference, whatever stands there: as another program would.
    ///
    /// # Errors
    /// When the case is too long to be stored.
    pub fn put(&self, case: &Case) -> Result<Version, StoreError> {
        let bytes = schema::write(case)?;
        let version = Version::of(&bytes);
        self.inner().files.insert(case.id.to_string(), bytes);
        Ok(version)
    }

    /// Puts any bytes in place of a case.
    pub fn put_bytes(&self, name: &str, bytes: &[u8]) {
        self.inner().files.insert(name.to_owned(), bytes.to_vec());
    }

    /// The bytes of a case.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.inner().files.get(name).cloned()
    }

    /// Takes a case away, as another program would.
    pub fn remove(&self, id: &CaseId) {
        self.inner().files.remove(id.as_str());
    }

    /// From now on every write fails with this, until `None` mends it.
    pub fn fail_writes(&self, failure: Option<StoreError>) {
        self.inner().failure = failure;
    }

    /// What was sheltered last.
    pub fn sheltered(&self) -> Option<Case> {
        self.inner().sheltered.clone()
    }

    /// What was set aside, oldest first.
    pub fn aside(&self) -> Vec<Case> {
        self.inner().aside.clone()
    }

    /// How often a case was saved.
    pub fn saves(&self) -> usize {
        self.inner().saves
    }

    /// A test that failed while holding the store must not hide what it held.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn may_write(&self) -> Result<(), StoreError> {
        self.failure.clone().map_or(Ok(()), Err)
    }
}

impl Store for MemoryStore {
    fn list(
        &self,
        view: Viewpoint<'_>,
        found: &mut dyn FnMut(Vec<Entry>),
    ) -> Result<(), StoreError> {
        let files = self.inner().files.clone();
        let entries = files.iter().map(|(name, bytes)| match schema::read(bytes, name) {
            Ok(case) => Entry::Case(Box::new(Summary::of(&case, view))),
            Err(error) => reading::damaged(name, error),
        });
        found(entries.collect());
        Ok(())
    }

    fn load(&self, id: &CaseId) -> Result<(Case, Version), StoreError> {
        let inner = self.inner();
        let Some(bytes) = inner.files.get(id.as_str()) else {
            return Err(StoreError::Missing { id: id.clone(), place: self.place() });
        };
        Ok((schema::read(bytes, id.as_str())?, Version::of(bytes)))
    }

    fn create(&mut self, mut case: Case, today: Date) -> Result<(Case, Version), StoreError> {
        let number = {
            let inner = self.inner();
            inner.may_write()?;
            next_number(today.year(), inner.files.keys().map(String::as_str))
        };
        case.id = reference(today.year(), number)?;
        let version = self.put(&case)?;
        Ok((case, version))
    }

    fn save(&mut self, case: &Case, expected: &Version) -> Result<Version, StoreError> {
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
                inner.files.insert(case.id.to_string(), bytes);
                inner.saves += 1;
                Ok(version)
            }
        }
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

    fn close(
        &mut self,
        case: &Case,
        expected: &Version,
        documents: &[(String, Vec<u8>)],
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
        let version = self.save(case, expected)?;
        let named = documents.iter().map(|(name, bytes)| ((case.id.clone(), name.clone()), bytes));
        self.inner().documents.extend(named.map(|(key, bytes)| (key, bytes.clone())));
        Ok((version, last))
    }

    fn holds(&self, _: &Path) -> bool {
        false
    }

    fn document(&self, id: &CaseId, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.inner().documents.get(&(id.clone(), name.to_owned())).cloned())
    }

    fn place(&self) -> String {
        "memory".to_owned()
    }
}
