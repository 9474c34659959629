//! A case in another place than the store: written there when nothing can be stored, and brought back
//! to be put beside what stands.
//!
//! Must never take the place of a case, nor touch the file from which it was brought.

use std::path::Path;

use super::FolderStore;
use crate::domain::case::{Case, CaseId};
use crate::store::error::shown;
use crate::store::seal::Opened;
use crate::store::{Store, StoreError, schema, write_outside};

/// How the name of a version begins that was brought from elsewhere; a number and `.ron` follow.
const BROUGHT: &str = "unsaved-elsewhere-";

/// What became of a case that was brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It lies beside the case now.
    Beside,
    /// There was no such case any more: it is one again.
    Anew,
    /// The case says the same already.
    Same,
    /// The same lies beside the case already.
    There,
}

impl FolderStore {
    /// Writes a case whole to a new file outside; see [`Store::copy_to`].
    pub(super) fn write_copy(&self, case: &Case, path: &Path) -> Result<(), StoreError> {
        write_outside(path, &self.seal.close_elsewhere(&schema::write(case)?)?)
    }

    /// Puts a case that was written elsewhere beside the case that stands, from where it can be
    /// brought in; one that does not stand any more is added as it is.
    ///
    /// # Errors
    /// Says why the file cannot be read as a case, or why nothing was written. The file stays as it
    /// is in every case.
    pub fn bring_from(&mut self, path: &Path) -> Result<(CaseId, Brought), StoreError> {
        let name = shown(path);
        let unread = |error| StoreError::unread(path, &error);
        let bytes = match self.seal.read(path).map_err(unread)? {
            Opened::Bytes(bytes) => bytes,
            Opened::Nothing => return Err(unread(std::io::ErrorKind::NotFound.into())),
            Opened::Refused(reason) => return Err(StoreError::damaged(&name, reason)),
            Opened::Locked => return Err(StoreError::locked(&name)),
        };
        let case = schema::read_any(&bytes, &name)?;
        let id = case.id.clone();
        match self.look_for(&id) {
            Err(StoreError::Missing { .. }) if !self.root.is_dir() => {
                // Its drive is away: the case is not gone.
                let away = std::io::ErrorKind::NotFound.into();
                return Err(StoreError::not_written(&self.root, &away));
            }
            Err(StoreError::Missing { .. }) => {
                return self.add(&case).map(|_| (id, Brought::Anew));
            }
            found => found?,
        }
        if self.load(&id).is_ok_and(|(stands, _)| stands == case) {
            return Ok((id, Brought::Same));
        }
        if self.others(&id).iter().any(|other| *other.case == case) {
            return Ok((id, Brought::There));
        }
        let _held = self.hold_to_write(&id)?;
        let history = self.folder(&id).join("history");
        let free = |name: &String| history.join(name).symlink_metadata().is_err();
        let name = (1..=u32::MAX).map(|n| format!("{BROUGHT}{n}.ron")).find(free);
        let bytes = schema::write(&case)?;
        self.put(&id, "history", &name.unwrap_or_default(), &bytes)?;
        Ok((id, Brought::Beside))
    }
}
