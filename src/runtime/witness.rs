//! What is told in the audit trail of a case, by the one who does it.
//!
//! Must never stand in the way of the words: a line that cannot be written waits, and is tried again
//! with the next deed. Must never tell a word of a case, only where something was changed.

use std::collections::{BTreeSet, VecDeque};

use chrono::NaiveDateTime;

use crate::domain::case::{Case, CaseId};
use crate::domain::compare::compare;
use crate::domain::people::RowId;
use crate::domain::reference::Reference;
use crate::domain::text::Text;
use crate::store::audit::{Code, Deed};
use crate::store::{Store, StoreError};

/// The most lines that wait; more than a day of meetings has.
const MOST: usize = 1_000;

/// Tells what was done with cases.
#[derive(Debug, Default)]
pub(super) struct Witness {
    /// The account under which the program runs.
    account: Text,
    /// The case that is open on the screen.
    open: Option<Opening>,
    /// Lines that could not be written yet, in order.
    waiting: VecDeque<(CaseId, NaiveDateTime, Deed)>,
    /// Why a line could not be written, until it is told.
    failure: Option<StoreError>,
    /// Whether that was told, and nothing could be written since.
    told: bool,
}

/// A case as it was opened, and what of its changes was told since.
#[derive(Debug)]
struct Opening {
    case: Case,
    parts: BTreeSet<String>,
    sent: BTreeSet<RowId>,
    held: bool,
}

impl Opening {
    fn of(case: &Case) -> Self {
        let (sent, held) = (sent(case), case.is_held());
        Self { case: case.clone(), parts: BTreeSet::new(), sent, held }
    }
}

fn sent(case: &Case) -> BTreeSet<RowId> {
    case.sends.iter().filter(|row| row.is_sent()).map(|row| row.id).collect()
}

impl Witness {
    /// One who tells under this account.
    pub(super) fn of(account: Text) -> Self {
        Self { account, ..Self::default() }
    }

    /// A case was opened on the screen, or begun.
    pub(super) fn opened(
        &mut self,
        store: &mut dyn Store,
        case: &Case,
        at: NaiveDateTime,
        deed: Deed,
    ) {
        self.open = Some(Opening::of(case));
        self.tell(store, &case.id, at, deed);
    }

    /// A case is about to be stored: tells what was changed since it was opened and not told yet.
    pub(super) fn stores(
        &mut self,
        store: &mut dyn Store,
        case: &Case,
        reference: &Reference,
        at: NaiveDateTime,
    ) {
        let mut deeds = Vec::new();
        if let Some(open) = self.open.as_mut().filter(|open| open.case.id == case.id) {
            let profile = reference.profiles.of(case);
            let sections = compare(&open.case, case, profile);
            let titles = sections.into_iter().map(|section| section.title);
            let parts: Vec<String> = titles.filter(|title| !open.parts.contains(title)).collect();
            if !parts.is_empty() {
                open.parts.extend(parts.iter().cloned());
                deeds.push(Deed::Changed { parts });
            }
            let sent = sent(case);
            let copies = sent.difference(&open.sent).count();
            if copies > 0 {
                deeds.push(Deed::Sent { copies });
            }
            open.sent = sent;
            if case.is_held() != open.held {
                open.held = case.is_held();
                deeds.push(if open.held { Deed::Held } else { Deed::Released });
            }
        }
        if deeds.is_empty() {
            self.try_again(store);
        }
        for deed in deeds {
            self.tell(store, &case.id, at, deed);
        }
    }

    /// A case was closed: what that itself changed is told by its closing, and what is changed from now
    /// on is told anew.
    pub(super) fn stored(&mut self, case: &Case) {
        if let Some(open) = self.open.as_mut().filter(|open| open.case.id == case.id) {
            *open = Opening::of(case);
        }
    }

    /// The account under which the program runs.
    pub(super) fn account(&self) -> &Text {
        &self.account
    }

    /// Tells a deed, after all that waits.
    pub(super) fn tell(
        &mut self,
        store: &mut dyn Store,
        id: &CaseId,
        at: NaiveDateTime,
        deed: Deed,
    ) {
        if self.waiting.len() < MOST {
            self.waiting.push_back((id.clone(), at, deed));
        }
        self.try_again(store);
    }

    /// The code of all that was done with a case until now; `None` where something of it could not
    /// be told, so that no code would stand for it.
    pub(super) fn code(&self, store: &dyn Store, id: &CaseId) -> Option<Code> {
        let waits = self.waiting.iter().any(|(other, ..)| other == id);
        if waits { None } else { store.trail(id).ok()?.code() }
    }

    /// Writes what waits; of a case whose trail cannot be written, nothing more until the next time.
    pub(super) fn try_again(&mut self, store: &mut dyn Store) {
        let mut failed: Vec<CaseId> = Vec::new();
        for (id, at, deed) in std::mem::take(&mut self.waiting) {
            if failed.contains(&id) {
                self.waiting.push_back((id, at, deed));
                continue;
            }
            match store.record(&id, at, &self.account, deed.clone()) {
                Ok(()) => self.told = false,
                // Where there is no case any more, there is no trail of it.
                Err(StoreError::Missing { .. }) => {}
                Err(error) => {
                    failed.push(id.clone());
                    self.waiting.push_back((id, at, deed));
                    self.failure = Some(error);
                }
            }
        }
    }

    /// Why something could not be told, once until something can be told again.
    pub(super) fn failure(&mut self) -> Option<StoreError> {
        let failure = self.failure.take()?;
        let new = !std::mem::replace(&mut self.told, true);
        new.then_some(failure)
    }
}
