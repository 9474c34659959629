//! What happens around cases in memory: other programs, other windows, a disk that fails.

use super::MemoryStore;
use crate::domain::case::{Case, CaseId};
use crate::store::{Other, Passphrase, Shortage, StoreError, Version, schema};

impl MemoryStore {
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

    /// Puts any bytes in place of a bookmark.
    pub fn put_bookmark_bytes(&self, id: &CaseId, bytes: &[u8]) {
        self.inner().bookmarks.insert(id.clone(), bytes.to_vec());
    }

    /// The bytes of a bookmark.
    pub fn bookmark_bytes(&self, id: &CaseId) -> Option<Vec<u8>> {
        self.inner().bookmarks.get(id).cloned()
    }

    /// Takes a case away, as another program would.
    pub fn remove(&self, id: &CaseId) {
        self.inner().files.remove(id.as_str());
    }

    /// From now on every write fails with this, until `None` mends it.
    pub fn fail_writes(&self, failure: Option<StoreError>) {
        self.inner().failure = failure;
    }

    /// From now on words are stored in the reserve, until `None` says that there is room again.
    pub fn run_short(&self, shortage: Option<Shortage>) {
        self.inner().shortage = shortage;
    }

    /// From now on nobody is told who has a case open, as where a file system knows no locks.
    pub fn forget_locks(&self) {
        self.inner().lockless = true;
    }

    /// Puts another version beside a case, as a synchronising folder would.
    pub fn put_beside(&self, other: Other) {
        self.inner().beside.entry(other.case.id.clone()).or_default().push(other);
    }

    /// From now on every line of a trail fails with this, until `None` mends it.
    pub fn fail_trails(&self, failure: Option<StoreError>) {
        self.inner().no_trails = failure;
    }

    /// From now on it is locked until somebody gives this passphrase, as an encrypted folder is.
    pub fn lock_with(&self, passphrase: &str) {
        self.inner().passphrase = Some((Passphrase::new(passphrase), false));
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
}
