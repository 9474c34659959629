//! Adding, removing and moving the rows of a table.

use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::case::Case;
use crate::domain::change::Change;
use crate::domain::date::Date;
use crate::domain::people::{Party, Person, RowId};
use crate::domain::plan::{Commitment, Heading, Target};
use crate::domain::profile::{Entry, Profile};
use crate::domain::review::Review;
use crate::domain::sending::FollowUp;
use crate::domain::slot::Slot;
use crate::domain::steps::steps_at_end;
use crate::domain::table::{Column, Row, Table};
use crate::domain::text::Text;

/// Up or down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

impl Model {
    /// Adds a row after the one that has the focus, or at the end of the item's list.
    pub(super) fn add_row(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some(table) = meeting.table_for_adding() else { return };
        match table {
            Table::Extensions => return self.add_extension(),
            Table::Reviews if meeting.case.is_closed() => return self.add_review(),
            _ => {}
        }
        let at = match meeting.focus.row() {
            Some((focused, id)) if focused == table => {
                meeting.case.row_index(table, id).map_or(usize::MAX, |at| at + 1)
            }
            _ => meeting.case.row_ids(table).len(),
        };
        let id = meeting.case.take_row_id();
        let review = meeting.open_review_here();
        let row = usual_row(&meeting.case, &meeting.profile, table, (id, review));
        let change = Change::Put { at, row: Box::new(row) };
        meeting.case.apply(&change, now.today());
        meeting.history.record(vec![change]);
        meeting.save.touch(now);
        if let Some(column) = table.columns().first() {
            self.focus(Stop::Slot(Slot::Cell(table, id, *column)));
        }
        self.notice = None;
        self.refresh_findings();
    }

    /// Adds more time, and the review at its end.
    fn add_extension(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let review = meeting.open_review_here();
        let (id, changes) = meeting.case.add_extension(review, now.today());
        meeting.history.record(changes);
        meeting.save.touch(now);
        self.focus(Stop::Slot(Slot::Cell(Table::Extensions, id, Column::On)));
        self.refresh_findings();
        self.tell(if review.is_some() {
            "A review at its end is added under “Reviews to come”. Give it a day there."
        } else {
            "A review at its end is added to the timeline. Give it a day there."
        });
    }

    /// Adds a review that is no part of the agreement, to be given a day.
    fn add_review(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let (id, changes) = meeting.case.add_review(now.today());
        meeting.history.record(changes);
        meeting.save.touch(now);
        self.focus(Stop::Slot(Slot::Cell(Table::Reviews, id, Column::On)));
        self.refresh_findings();
    }

    /// Removes the row that has the focus.
    pub(super) fn remove_row(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some((table, id)) = meeting.focus.row() else { return };
        let Some((at, row)) = meeting.case.take_row(table, id) else { return };
        meeting.history.record(vec![Change::Take { at, row: Box::new(row) }]);
        meeting.save.touch(now);
        let ids = meeting.case.row_ids(table);
        let next = ids.get(at).or(ids.last()).zip(table.columns().first());
        let stop = match next {
            Some((id, column)) => Stop::Slot(Slot::Cell(table, *id, *column)),
            None => Stop::Add(table),
        };
        self.focus(stop);
        self.refresh_findings();
        self.tell(format!("Removed {}. Ctrl+Z brings it back.", table.a_row()));
    }

    /// Marks the step that has the focus as done today, or the copy as sent today.
    pub(super) fn mark_done(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some((table, id)) = meeting.focus.row() else { return };
        let Ok(cells) = meeting.case.marking(table, id, now.today()) else { return };
        let mut changes = Vec::new();
        for (slot, text) in cells {
            let before = meeting.case.text(&slot).into_owned();
            meeting.case.set_text(&slot, &text, now.today());
            changes.extend(Change::between(&slot, &before, &meeting.case.text(&slot)));
        }
        meeting.history.record(changes);
        meeting.save.touch(now);
        let stop = meeting.focus.clone();
        meeting.set_focus(stop);
        let words = meeting.case.row_words(table, id).unwrap_or_default();
        self.refresh_findings();
        self.tell(format!("{}. Ctrl+Z takes it back.", words.trim_end_matches('.')));
    }

    /// Adds the steps that the end of the case leaves, once it is recorded that it has ended; to be
    /// undone as one step.
    pub(super) fn follow_ending(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        if meeting.frozen.is_some() {
            return;
        }
        let ends = meeting.case.is_ended() && !meeting.ended;
        meeting.ended = meeting.case.is_ended();
        if !ends {
            return;
        }
        let steps = steps_at_end(&meeting.case, &meeting.reference);
        let mut changes = Vec::new();
        for step in steps {
            let id = meeting.case.take_row_id();
            let at = meeting.case.follow_ups.len();
            let row = Box::new(Row::FollowUp(FollowUp { id, ..step }));
            let change = Change::Put { at, row };
            meeting.case.apply(&change, now.today());
            changes.push(change);
        }
        if !changes.is_empty() {
            meeting.history.record(changes);
            meeting.save.touch(now);
            self.refresh_findings();
            self.tell("What the end leaves to do is added under Steps and copies.");
        }
    }

    /// Moves the row that has the focus.
    pub(super) fn move_row(&mut self, direction: Direction) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some((table, id)) = meeting.focus.row() else { return };
        let Some(from) = meeting.case.row_index(table, id) else { return };
        let last = meeting.case.row_ids(table).len().saturating_sub(1);
        let to = match direction {
            Direction::Up => from.saturating_sub(1),
            Direction::Down => (from + 1).min(last),
        };
        if to == from {
            return;
        }
        let change = Change::Move { table, id, from, to };
        meeting.case.apply(&change, now.today());
        meeting.history.record(vec![change]);
        meeting.save.touch(now);
        self.refresh_findings();
    }
}

impl super::meeting::Meeting {
    /// Whether what has the focus can be marked as done or sent on a day.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn allows_marking(&self, today: Date) -> Result<(), &'static str> {
        let (table, id) = self.focus.row().ok_or("Go to a step or a copy first, with Tab.")?;
        self.case.marking(table, id, today).map(drop)
    }

    /// The table to which a row would be added: that of the focus, else the first of the item.
    pub(super) fn table_for_adding(&self) -> Option<Table> {
        let mine = |table: &Table| self.has_table(*table) && !table.follows_others();
        self.focus.table().filter(mine).or_else(|| {
            let item = self.profile.agenda.get(self.item)?;
            item.entries.iter().find_map(|entry| match entry {
                Entry::Table { table, .. } if !table.follows_others() => Some(*table),
                _ => None,
            })
        })
    }

    /// Whether the item shows a table whose rows can be added and removed.
    pub(super) fn has_table(&self, wanted: Table) -> bool {
        self.item_here().is_some_and(|item| item.has_table(wanted))
    }
}

/// A new row with what is usual in it: the next target of the protocol that is not yet there, and
/// for a commitment the review in which it is made.
fn usual_row(
    case: &Case,
    profile: &Profile,
    table: Table,
    (id, review): (RowId, Option<RowId>),
) -> Row {
    match table {
        Table::Commitments => Row::Commitment(Commitment { id, review, ..Commitment::default() }),
        Table::Targets => Row::Target(usual_target(case, profile, id)),
        _ => table.blank_row(id),
    }
}

fn usual_target(case: &Case, profile: &Profile, id: RowId) -> Target {
    let used = |heading: Heading| case.targets.iter().any(|row| row.heading == heading);
    let blank = Target { id, ..Target::default() };
    let Some(usual) = profile.usual_targets.iter().find(|usual| !used(usual.heading)) else {
        return blank;
    };
    let number = case.host_target.trim().trim_end_matches('%').trim_end();
    Target {
        heading: usual.heading,
        number: Text::from(if usual.of_new_school { number } else { "" }),
        unit: Text::from(usual.unit.as_str()),
        measured: Text::from(usual.measured.as_str()),
        often: Text::from(usual.often.as_str()),
        ..blank
    }
}

/// Fills a new case with what every case of a profile begins with: the child, the evidence to bring
/// and the reviews.
pub fn begin(case: &mut Case, profile: &Profile) {
    case.profile_version = profile.version;
    let id = case.take_row_id();
    let name = case.child.name.clone();
    case.people.push(Person { id, name, party: Party::Child, ..Person::default() });
    case.list_evidence(profile);
    for planned in &profile.review_plan {
        let id = case.take_row_id();
        let label = Text::from(planned.label.as_str());
        case.reviews.push(Review { id, label, ..Review::default() });
    }
}
