//! Which steps and which copies follow from a meeting, a review and the end (R81–R86).
//!
//! A step is made once for what it follows from, however often that is written down again; a copy is
//! made once for each document and recipient. What is done already is never asked for again.

use super::case::{Case, IssuedKind, Outcome, Route, Stays};
use super::date::{Date, When, iso};
use super::people::{Here, Party, Person, RowId};
use super::plan::Side;
use super::profile::{Event, FollowUp as Planned, Only, Profile};
use super::reference::Reference;
use super::school_days::{SchoolDays, Which};
use super::sending::{FollowUp, Send, Standing};
use super::slot::Slot;
use super::table::{Column, Table};
use super::text::Text;
use super::wording::person_name;

/// The steps that follow from an event on a day and that the case does not have yet, without their
/// numbers: [`Case::add_steps`] gives them. Of a review, the day is that on which it was held; two
/// reviews on two days have steps of their own.
pub fn steps_for(case: &Case, reference: &Reference, event: Event, on: Date) -> Vec<FollowUp> {
    let profile = reference.profiles.of(case);
    let wanted =
        |planned: &&Planned| planned.after == event && concerns(planned.only, case, profile, on);
    let planned = profile.follow_ups.iter().filter(wanted);
    planned
        .filter(|planned| !case.follow_ups.iter().any(|row| is_of(row, planned, on)))
        .map(|planned| step(case, reference, planned, on))
        .collect()
}

/// Whether a step of the case is the planned one, following from the same.
fn is_of(row: &FollowUp, planned: &Planned, on: Date) -> bool {
    *row.key == *planned.key && (planned.after != Event::ReviewClosed || row.since == When::On(on))
}

fn step(case: &Case, reference: &Reference, planned: &Planned, on: Date) -> FollowUp {
    FollowUp {
        key: Text::from(planned.key.as_str()),
        since: When::On(on),
        what: Text::from(planned.label.as_str()),
        who: case.named(planned.owner, reference.profiles.of(case)),
        due: When::On(due(case, reference, planned, on)),
        ..FollowUp::default()
    }
}

/// By when a step is to be done, in days on which the school of its owner is open.
fn due(case: &Case, reference: &Reference, planned: &Planned, on: Date) -> Date {
    let days = planned.days(&reference.profiles.of(case).deadlines);
    SchoolDays::of(case, reference).after(Which::of(planned.owner), on, days)
}

fn concerns(only: Only, case: &Case, profile: &Profile, on: Date) -> bool {
    match only {
        Only::Always => true,
        Only::ChildAway => case.child_was_away(profile, on),
    }
}

/// A copy of a document for each of these people, not sent yet (R82; Southwark). Nobody has two of
/// one document.
pub fn copies_for<'a>(
    case: &Case,
    reference: &Reference,
    document: &str,
    people: impl Iterator<Item = &'a Person>,
    on: Date,
) -> Vec<Send> {
    let due = When::On(case.copies_due(reference, on));
    let has = |to: &Text| case.sends.iter().any(|row| row.to == *to && *row.document == *document);
    people
        .map(|person| Text::from(person_name(person)))
        .filter(|to| !has(to))
        .map(|to| Send { to, document: Text::from(document), due: due.clone(), ..Send::default() })
        .collect()
}

/// What a set-up meeting closed on a day leaves to do: its own steps, those of the first day and of
/// the change of roll where these are fixed, and the copies for everyone who took part. After a
/// correction, steps not done yet move with the day from which they follow. A redirection leaves only
/// the copies and the steps of the end: no school and no admissions team waits for the child (R88).
pub fn follow_meeting(case: &mut Case, reference: &Reference, document: &str, on: Date) {
    let redirected =
        case.issued.last().is_some_and(|issued| issued.kind == IssuedKind::Redirection);
    let mut events = Vec::new();
    if !redirected {
        events.push((Event::MeetingClosed, on));
        events.extend(case.start.day().map(|start| (Event::FirstDay, start)));
        events.extend(case.roll_changes().map(|changes| (Event::RollChange, changes)));
    }
    for (event, on) in events {
        if event != Event::MeetingClosed {
            move_open_steps(case, reference, event, on);
        }
        let steps = steps_for(case, reference, event, on);
        case.add_steps(steps);
    }
    let present = case.people.iter().filter(|person| person.took_part());
    let copies = copies_for(case, reference, document, present, on);
    case.add_copies(copies);
    if redirected {
        let steps = steps_at_end(case, reference);
        case.add_steps(steps);
    }
}

/// What a closed review leaves to do, with the copies of its record; and
/// what the end leaves to do, when the review ended the case.
pub fn follow_review(
    case: &mut Case,
    reference: &Reference,
    (review, record): (RowId, u32),
    today: Date,
) {
    let Some(row) = case.review(review) else { return };
    let held = row.held.day().unwrap_or(today);
    let label = row.name().to_owned();
    let steps = steps_for(case, reference, Event::ReviewClosed, held);
    case.add_steps(steps);
    let document = format!("{label}, record {record}");
    let people = case.receives_record(review).into_iter();
    let copies = copies_for(case, reference, &document, people, today);
    case.add_copies(copies);
    let steps = steps_at_end(case, reference);
    case.add_steps(steps);
}

/// The steps that the end of a case leaves, and that it does not have yet; none while it goes on.
pub fn steps_at_end(case: &Case, reference: &Reference) -> Vec<FollowUp> {
    let Some(ended) = case.outcome_on.day().filter(|_| case.is_ended()) else { return Vec::new() };
    let roll = case.roll_changes().filter(|_| case.outcome == Outcome::Confirmed);
    let at_roll = roll.map(|on| steps_for(case, reference, Event::RollChange, on));
    let mut steps = at_roll.unwrap_or_default();
    steps.extend(steps_for(case, reference, Event::CaseEnded, ended));
    steps
}

/// Moves the steps of an event that are not done to another day of it; a day that was set by hand
/// stays.
fn move_open_steps(case: &mut Case, reference: &Reference, event: Event, on: Date) {
    let profile = reference.profiles.of(case);
    for planned in profile.follow_ups.iter().filter(|planned| planned.after == event) {
        let there = due(case, reference, planned, on);
        let moves = |case: &Case, row: &FollowUp| {
            let before = row.since.day().map(|since| due(case, reference, planned, since));
            !row.is_done() && before.is_some() && row.due.day() == before
        };
        let mine = case.follow_ups.iter().filter(|row| *row.key == *planned.key);
        let late: Vec<RowId> = mine.filter(|row| moves(case, row)).map(|row| row.id).collect();
        for row in case.follow_ups.iter_mut().filter(|row| late.contains(&row.id)) {
            row.due = When::On(there);
            row.since = When::On(on);
        }
    }
}

/// Adds the steps and copies of another version of the case that it does not have.
pub fn keep_both(case: &mut Case, mut steps: Vec<FollowUp>, mut copies: Vec<Send>) {
    steps.retain(|other| {
        let same = |row: &FollowUp| {
            (&row.key, &row.since, &row.what) == (&other.key, &other.since, &other.what)
        };
        !case.follow_ups.iter().any(|row| row.id == other.id || same(row))
    });
    copies.retain(|other| {
        let same = |row: &Send| (&row.to, &row.document) == (&other.to, &other.document);
        !case.sends.iter().any(|row| row.id == other.id || same(row))
    });
    case.add_steps(steps);
    case.add_copies(copies);
}

impl Case {
    /// By when everyone has a copy of a document made on a day (R82; Southwark).
    pub(super) fn copies_due(&self, reference: &Reference, on: Date) -> Date {
        let days = reference.profiles.of(self).deadlines.copies;
        SchoolDays::of(self, reference).after(Which::Both, on, days)
    }

    /// Adds steps as rows of their own.
    pub fn add_steps(&mut self, steps: Vec<FollowUp>) {
        for step in steps {
            let id = self.take_row_id();
            self.follow_ups.push(FollowUp { id, ..step });
        }
    }

    /// Adds copies as rows of their own.
    pub fn add_copies(&mut self, copies: Vec<Send>) {
        for copy in copies {
            let id = self.take_row_id();
            self.sends.push(Send { id, ..copy });
        }
    }

    /// The day from which the new school alone has the child on its roll, if it is fixed: the first
    /// day of a permanent move; after a time on the roll of both schools, the day after the last
    /// review that was held, or after the end (Southwark’s neighbouring chapters).
    pub fn roll_changes(&self) -> Option<Date> {
        match (self.route, self.outcome) {
            (Route::Permanent, _) => self.start.day(),
            (_, Outcome::Confirmed) => {
                let held = self.reviews.iter().filter_map(|row| row.held.day()).max();
                held.or(self.outcome_on.day())?.succ_opt()
            }
            _ => None,
        }
    }

    /// Whether the child was not at the meeting, as far as is known: by who was there, else by what
    /// was decided or is usual for the age on that day (R49, R86; Southwark).
    fn child_was_away(&self, profile: &Profile, on: Date) -> bool {
        let child = self.people.iter().find(|person| person.party == Party::Child);
        match child.map_or(Here::Unsaid, |child| child.here) {
            Here::Present | Here::Remote => false,
            Here::Apologies => true,
            Here::Unsaid => self.stays(profile, on) == Some(Stays::ToldAfterwards),
        }
    }

    /// Who acts for a party: a person by name where one is known, else the party.
    fn named(&self, side: Side, profile: &Profile) -> Text {
        let first = |party: Party| {
            let mut people = self.people.iter().filter(|person| person.party == party);
            let named = |person: &&Person| !person.name.is_blank();
            let present = people.clone().find(|person| person.took_part() && named(person));
            present.or_else(|| people.find(named)).map(|person| person.name.clone())
        };
        let said = |text: &Text| Some(text.clone()).filter(|text| !text.is_blank());
        let known = match side {
            Side::Unsaid => None,
            Side::Child => said(&self.child.name),
            Side::Parent => first(Party::Parent),
            Side::HomeSchool => {
                first(Party::HomeHead).or_else(|| said(&self.preparation.home_contact))
            }
            Side::NewSchool => first(Party::NewHead).or_else(|| said(&self.coordinator)),
            Side::Agency => first(Party::Agency),
            Side::Council if profile.lead.party == Party::Council => {
                said(&self.meeting.lead).or_else(|| first(Party::Council))
            }
            Side::Council => first(Party::Council),
        };
        known.unwrap_or_else(|| Text::from(side.label()))
    }

    /// A copy, by the number of its row.
    pub fn copy(&self, id: RowId) -> Option<&Send> {
        self.sends.iter().find(|row| row.id == id)
    }

    /// How a step or a copy stands on a day; `None` for rows of other lists.
    pub fn standing(&self, table: Table, id: RowId, today: Date) -> Option<Standing> {
        match table {
            Table::FollowUps => {
                self.follow_ups.iter().find(|row| row.id == id).map(|row| row.standing(today))
            }
            Table::Sends => self.copy(id).map(|row| row.standing(today)),
            _ => None,
        }
    }

    /// What is written where a step is marked as done, or a copy as sent, on a day; why not, if it
    /// is so already. A copy marked again on the day was handed over in the next way.
    ///
    /// # Errors
    /// A sentence for the facilitator.
    pub fn marking(
        &self,
        table: Table,
        id: RowId,
        today: Date,
    ) -> Result<Vec<(Slot, String)>, &'static str> {
        let cell = |column| Slot::Cell(table, id, column);
        match (self.standing(table, id, today), self.copy(id)) {
            (None, _) => Err("Go to a step or a copy first, with Tab."),
            (Some(_), Some(copy)) if table == Table::Sends => {
                if copy.is_sent() && copy.on != When::On(today) {
                    return Err("This copy is sent already. Its day can be changed below.");
                }
                let way = copy.sent.next_way().label().to_owned();
                Ok(vec![(cell(Column::Sent), way), (cell(Column::SentOn), iso(today))])
            }
            (Some(Standing::Done), _) => {
                Err("This step is done already. Its day can be changed below.")
            }
            (Some(_), _) => Ok(vec![(cell(Column::Done), iso(today))]),
        }
    }
}
