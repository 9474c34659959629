//! Holding the reviews of a case: beginning one, changing a target, closing and correcting.
//!
//! Going through all open cases is something else: see [`super::round`].

use std::sync::Arc;

use super::action::Action;
use super::meeting::Meeting;
use super::parts::{frozen_list, frozen_row};
use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::case::{Case, State};
use crate::domain::change::Change;
use crate::domain::checks::{Finding, Purpose, findings_for, review_findings};
use crate::domain::date::Date;
use crate::domain::people::RowId;
use crate::domain::profile::Profile;
use crate::domain::reference::Reference;
use crate::domain::review::Review;
use crate::domain::slot::Slot;
use crate::domain::table::{Column, Row, Table};

/// What is closed, so that its wording stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closes {
    /// The meeting: the agreement is made.
    Meeting,
    /// A review: its record is made.
    Review(RowId),
}

/// The protocol with the agenda of a case.
pub(super) fn laid_out(protocol: &Arc<Profile>, case: &Case) -> Arc<Profile> {
    match protocol.for_case(case) {
        std::borrow::Cow::Borrowed(_) => Arc::clone(protocol),
        std::borrow::Cow::Owned(profile) => Arc::new(profile),
    }
}

/// What the checks find in the meeting, in the review that is under way, and, while an outcome is
/// recorded, about the end.
pub(super) fn everything_missing(
    case: &Case,
    profile: &Profile,
    reference: &Reference,
    today: Date,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for purpose in [Purpose::of_meeting(case), Purpose::Review, Purpose::End] {
        found.extend(findings_for(case, profile, reference, today, purpose));
    }
    found
}

impl Meeting {
    /// What stands in the way of closing something.
    pub(super) fn missing_for(&self, closes: Closes, today: Date) -> Vec<Finding> {
        let (case, profile) = (&self.case, &self.profile);
        match closes {
            Closes::Meeting => {
                findings_for(case, profile, &self.reference, today, Purpose::of_meeting(case))
            }
            Closes::Review(id) => review_findings(case, profile, &self.reference, today, id),
        }
    }

    /// Why rows cannot be added, removed or moved here, if they cannot.
    pub(super) fn allows_rows(&self, action: Action) -> Result<(), &'static str> {
        let Some(item) = self.item_here() else { return Ok(()) };
        let refusal = if action == Action::AddRow {
            let table =
                self.table_for_adding().ok_or("There is no list on this item to add to.")?;
            frozen_list(&self.case, item, table)
        } else {
            let row = self.focus.row().filter(|(table, _)| self.has_table(*table));
            let (table, id) = row.ok_or("Go to a row first, with Tab.")?;
            frozen_row(&self.case, item, table, id)
        };
        refusal.map_or(Ok(()), Err)
    }

    /// Why the meeting or the review on the screen cannot be closed, if it cannot.
    pub(super) fn allows_closing(&self) -> Result<(), &'static str> {
        let refusal = match self.closes() {
            Closes::Meeting => self.case.is_closed().then(|| super::parts::closed(&self.case)),
            Closes::Review(id) => {
                let closed = self.case.review(id).is_some_and(Review::is_closed);
                closed.then_some(super::parts::RECORDED)
            }
        };
        refusal.map_or(Ok(()), Err)
    }

    /// Why there is nothing to correct here, if there is not.
    pub(super) fn allows_correction(&self) -> Result<(), &'static str> {
        let (closed, refusal) = match self.closes() {
            Closes::Meeting => {
                (self.case.is_closed(), "The meeting is not closed, so nothing is to correct.")
            }
            Closes::Review(id) => (
                self.case.review(id).is_some_and(Review::is_closed),
                "This review is not closed, so nothing is to correct.",
            ),
        };
        if closed { Ok(()) } else { Err(refusal) }
    }

    /// The target on which the focus is: its own row, a reading of it, or a change of it.
    fn target_here(&self) -> Option<RowId> {
        let (table, id) = self.focus.row()?;
        match self.case.row(table, id)? {
            Row::Target(row) => Some(row.id),
            Row::Reading(row) => Some(row.target),
            Row::Amendment(row) => Some(row.target),
            _ => None,
        }
    }

    /// Why the target here cannot be changed, if it cannot.
    pub(super) fn allows_target_change(&self) -> Result<(), &'static str> {
        if !self.case.is_closed() {
            return Err("While the agreement is open, change the target itself.");
        }
        self.target_here().map(|_| ()).ok_or("Go to a target or to its reading first, with Tab.")
    }

    /// Whether the first item of the review that is under way is on the screen.
    pub(super) fn is_at_review(&self) -> bool {
        let Some(review) = self.case.review_under_way() else { return false };
        let mut items = self.profile.agenda.iter();
        items.position(|item| item.review == Some(review.id)) == Some(self.item)
    }

    /// The review in which something new is recorded: that of the item on the screen while it is open.
    pub(super) fn open_review_here(&self) -> Option<RowId> {
        let review = self.case.review(self.item_here()?.review?)?;
        (!review.is_closed()).then_some(review.id)
    }
}

impl Model {
    /// Begins a review, or an unplanned one, and goes to its first item; goes there if it has begun.
    pub(super) fn hold_review(&mut self, review: Option<RowId>) {
        let (now, today) = (self.now, self.now.today());
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let mut changes = Vec::new();
        let id = review.unwrap_or_else(|| {
            let (id, added) = meeting.case.add_review(today);
            changes = added;
            id
        });
        changes.extend(meeting.case.begin_review(id, today));
        let begins = !changes.is_empty();
        if begins {
            meeting.history.record(changes);
            meeting.save.touch(now);
        }
        meeting.lay_out();
        meeting.go_to_review(id, today);
        self.refresh_findings();
        self.tell(if begins {
            "The review begins. What was agreed stays as it is."
        } else {
            "This review has begun already."
        });
    }

    /// Begins to change the target that has the focus.
    pub(super) fn change_target(&mut self) {
        let (now, today) = (self.now, self.now.today());
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some(target) = meeting.target_here() else { return };
        let review = meeting.open_review_here();
        let (id, changes) = meeting.case.change_target(target, review, today);
        meeting.history.record(changes);
        meeting.save.touch(now);
        self.focus(Stop::Slot(Slot::Cell(Table::Amendments, id, Column::What)));
        self.refresh_findings();
        self.tell("The change counts once it has a reason, and all four have agreed.");
    }

    /// Opens again what was closed: the record that was made stands until the next one is made.
    pub(super) fn correct(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let words = match meeting.closes() {
            Closes::Meeting => {
                meeting.case.state = State::Open;
                "You can correct the wording now. Closing makes the next agreement; the old one stays."
            }
            Closes::Review(id) => {
                let mut reviews = meeting.case.reviews.iter_mut();
                if let Some(review) = reviews.find(|review| review.id == id) {
                    review.state = State::Open;
                }
                "You can correct the review now. Closing makes its next record; the old one stays."
            }
        };
        meeting.save.touch(now);
        self.refresh_findings();
        self.tell(words);
    }

    /// Where the focus goes after a row was replaced: to its items if a review began, else to its row.
    pub(super) fn show_replaced(&mut self, row: &Row) {
        let today = self.now.today();
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        match row {
            Row::Review(review) if review.begun => meeting.go_to_review(review.id, today),
            other => {
                let column = other.table().columns().first().copied();
                let slot = column.map(|column| Slot::Cell(other.table(), other.id(), column));
                if let Some(slot) = slot {
                    self.focus(Stop::Slot(slot));
                }
            }
        }
    }
}

/// What a step that changed several rows was, by its first change that says it.
pub(super) fn is_beginning(change: &Change) -> bool {
    matches!(change, Change::Replace { .. })
}
