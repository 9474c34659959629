//! Opening and storing a case beside other windows, machines and versions of it.

use chrono::NaiveDateTime;

use super::Hands;
use crate::app::effect::{Beside, Effect, Opened, Outcome};
use crate::domain::case::{Case, CaseId};
use crate::store::audit::Deed;
use crate::store::{Hold, StoreError, Version};

impl Hands {
    /// Does an effect that has to do with other windows and other versions of a case.
    pub(super) fn look_elsewhere(&mut self, effect: Effect) -> Option<Outcome> {
        Some(match effect {
            Effect::Watch { id, known } => {
                let holder = self.store.holder(&id);
                let news = self.load(&id).ok().filter(|(_, version)| *version != known);
                Outcome::Watched { id, holder, news }
            }
            Effect::Meet(id) => Outcome::Met(id.clone(), self.load(&id)),
            Effect::BringIn(id) => Outcome::BroughtIn(id.clone(), self.store.others(&id)),
            Effect::PutAway(id, name) => {
                Outcome::PutAway(id.clone(), self.store.put_away(&id, &name))
            }
            Effect::Mark { id, version, bookmark } => {
                self.store.put_bookmark(&id, &version, bookmark.as_deref());
                return None;
            }
            Effect::Leave(id) => {
                self.store.leave(&id);
                self.held.remove(&id);
                return None;
            }
            _ => return None,
        })
    }

    /// Leaves every case: also one that was opened and is not on the screen yet. A program that ends
    /// without that has crashed.
    pub(super) fn leave_all(&mut self) {
        for id in std::mem::take(&mut self.held) {
            self.store.leave(&id);
        }
    }

    /// Begins a case, and holds it.
    pub(super) fn create(
        &mut self,
        case: Case,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version), StoreError> {
        let (case, version) = self.store.create(case, at.date())?;
        self.store.hold(&case.id, at);
        self.held.insert(case.id.clone());
        self.store.keep_reserve(at);
        self.witness.opened(&mut *self.store, &case, at, Deed::Created);
        Ok((Box::new(case), version))
    }

    /// Reads a case to be opened, and holds it.
    pub(super) fn open(&mut self, id: &CaseId, at: NaiveDateTime) -> Result<Opened, StoreError> {
        let hold = self.store.hold(id, at);
        self.held.insert(id.clone());
        let read = self.load(id);
        if read.is_err() {
            self.store.leave(id);
            self.held.remove(id);
        }
        let (case, version) = read?;
        self.witness.opened(&mut *self.store, &case, at, Deed::Opened);
        let others = self.store.others(id).len();
        let bookmark = match hold {
            Hold::Here { .. } => self.store.bookmark(id, &version),
            Hold::Elsewhere(_) => None,
        };
        let bookmark = bookmark.map(|mut bookmark| {
            bookmark.fit(&case, at.date());
            Box::new(bookmark)
        });
        Ok(Opened { case, version, hold, others, bookmark })
    }

    pub(super) fn load(&self, id: &CaseId) -> Result<(Box<Case>, Version), StoreError> {
        self.store.load(id).map(|(case, version)| (Box::new(case), version))
    }

    /// Stores a case, says so, and then keeps where somebody is in it: nobody waits for that.
    pub(super) fn save_and_mark(
        &mut self,
        effect: Effect,
        at: NaiveDateTime,
        tell: &mut dyn FnMut(Outcome),
    ) {
        let Effect::Save { case, expected, revision, beside, aside, bookmark } = effect else {
            return;
        };
        let result = self.save(&case, &expected, (&beside, &aside), at);
        let (id, stored) = (case.id.clone(), result.as_ref().ok().copied());
        let outcome = Outcome::Saved { id: case.id, revision, result };
        self.told(outcome).into_iter().for_each(tell);
        if let Some(version) = stored {
            self.store.put_bookmark(&id, &version, Some(&bookmark));
        }
    }

    /// Stores a case; what is to outlive it is kept first.
    fn save(
        &mut self,
        case: &Case,
        expected: &Version,
        (beside, aside): (&Beside, &[Case]),
        at: NaiveDateTime,
    ) -> Result<Version, StoreError> {
        for version in aside {
            self.store.set_aside(version)?;
        }
        if let Beside::Keep(here) = beside {
            self.store.shelter(here)?;
        }
        self.witness.stores(&mut *self.store, case, &self.reference, at);
        let version = self.store.save(case, expected, at)?;
        if !aside.is_empty() {
            self.witness.tell(&mut *self.store, &case.id, at, Deed::Merged);
        }
        if *beside == Beside::End {
            self.store.end_shelter(&case.id);
        }
        Ok(version)
    }
}
