//! Words that cannot be stored in their place: kept beside the case, or written whole to another place.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use super::Hands;
use crate::app::effect::{Effect, Outcome};
use crate::domain::case::Case;
use crate::store::StoreError;
use crate::store::audit::Deed;
use crate::store::error::shown;

/// What is told of a case that was written to a file outside.
const WHOLE: &str = "the whole case, because it could not be saved";

impl Hands {
    /// Does an effect that keeps words elsewhere than in their case.
    pub(super) fn keep_elsewhere(&mut self, effect: Effect, at: NaiveDateTime) -> Option<Outcome> {
        Some(match effect {
            Effect::Shelter { case, revision } => {
                let result = self.store.shelter(&case);
                Outcome::Sheltered { id: case.id, revision, result }
            }
            Effect::SaveOutside { case, revision, path, going } => {
                let result = self.save_outside(&case, &path, at);
                Outcome::SavedOutside { id: case.id, revision, asked: path, going, result }
            }
            _ => return None,
        })
    }

    /// Writes a case whole to another place, never over a file that is there and never among the cases.
    fn save_outside(
        &mut self,
        case: &Case,
        path: &Path,
        at: NaiveDateTime,
    ) -> Result<PathBuf, StoreError> {
        let path = self.free_place(path).map_err(|(path, reason)| StoreError::Unwritten {
            place: shown(&path),
            reason: reason.to_owned(),
        })?;
        self.store.copy_to(case, &path)?;
        // Where the trail cannot be written either, this waits with the other lines.
        let deed = Deed::Exported { document: WHOLE.to_owned() };
        self.witness.tell(&mut *self.store, &case.id, at, deed);
        Ok(path.canonicalize().unwrap_or(path))
    }

    /// A path outside the cases at which nothing is yet; or it, and why not.
    pub(super) fn free_place(&self, path: &Path) -> Result<PathBuf, (PathBuf, &'static str)> {
        let path = at_home(path);
        if self.store.holds(&path) {
            return Err((path, "it would lie among the cases. Choose another folder"));
        }
        if path.symlink_metadata().is_ok() {
            return Err((path, "something of that name is there already. Choose another name"));
        }
        Ok(path)
    }
}

/// A path that begins with `~` as a shell would read it.
fn at_home(path: &Path) -> PathBuf {
    let home = directories::BaseDirs::new();
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.home_dir().join(rest),
        _ => path.to_owned(),
    }
}
