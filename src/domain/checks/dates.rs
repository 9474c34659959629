//! Checks on dates against the term dates of the schools, and on a meeting that is broken off.

use super::{Gap, Place, Subject, brief, fact};
use crate::domain::case::Route;
use crate::domain::date::{Date, long};
use crate::domain::people::Person;
use crate::domain::review::Review;
use crate::domain::school_days::Which;
use crate::domain::slot::{Fact, Slot};
use crate::domain::standing::year_at;
use crate::domain::table::{Column, Table};
use crate::domain::term_dates::{Against, TermDates};
use crate::domain::wording::person_name;

/// Reviews with a day against which something speaks. What is closed already is left alone.
fn reviews_against(on: &Subject<'_>, wanted: Against) -> Vec<Gap> {
    let dates = on.dates();
    let open = on.case.reviews.iter().filter(|review| review.held.is_blank());
    let against = |review: &Review| {
        let remarks = dates.against(review).into_iter();
        let place = Place::Slot(Slot::Cell(Table::Reviews, review.id, Column::On));
        let name = brief(&review.label).to_owned();
        let found = remarks.filter(move |(against, _)| *against == wanted);
        found.map(move |(_, words)| Gap(format!("“{name}”: {words}"), place.clone()))
    };
    open.flat_map(against).collect()
}

pub(super) fn review_weeks(on: &Subject<'_>) -> Vec<Gap> {
    reviews_against(on, Against::OutsideWeeks)
}

pub(super) fn review_closed(on: &Subject<'_>) -> Vec<Gap> {
    reviews_against(on, Against::Closed)
}

pub(super) fn first_week(on: &Subject<'_>) -> Vec<Gap> {
    let stub = on.dates().undecided_stub();
    stub.map(|stub| Gap(format!("{stub}."), fact(Fact::CountFirstWeek))).into_iter().collect()
}

/// The first day is one on which no child comes to the new school.
pub(super) fn first_day(on: &Subject<'_>) -> Vec<Gap> {
    let closed = on.case.start.day().and_then(|day| {
        let why = on.dates().days.why_closed(Which::New, day)?;
        Some(format!("On the first day no pupil comes to the new school: {why}."))
    });
    closed.map(|words| Gap(words, fact(Fact::Start))).into_iter().collect()
}

/// Said once, and only when there is something to count from.
pub(super) fn term_dates(on: &Subject<'_>) -> Vec<Gap> {
    if on.case.start.day().is_none() || on.profile.course().is_none() {
        return Vec::new();
    }
    let dates = on.dates();
    let words = dates.missing().or_else(|| dates.too_short());
    words.map(|words| Gap(words, fact(Fact::Start))).into_iter().collect()
}

pub(super) fn due_when_open(on: &Subject<'_>) -> Vec<Gap> {
    let dates = on.dates();
    let due = on.case.commitments.iter().filter_map(|row| {
        let why = dates.due_closed(row)?;
        let place = Place::Slot(Slot::Cell(Table::Commitments, row.id, Column::Due));
        let what = brief(&row.what);
        let words =
            format!("“{what}” is due on a day with no school: {why}. Is another day better?");
        Some(Gap(words, place))
    });
    due.collect()
}

/// A meeting that was broken off goes on before it is closed (R53).
pub(super) fn adjourned(on: &Subject<'_>) -> Vec<Gap> {
    let Some(row) = on.case.adjourned() else { return Vec::new() };
    let place = Place::Slot(Slot::Cell(Table::Adjournments, row.id, Column::Resumed));
    let again = row.again.day().map_or(String::new(), |day| format!(" It goes on {}.", long(day)));
    vec![Gap(format!("The meeting is adjourned.{again} Reconvene it before it is closed."), place)]
}

/// What was made of a meeting that has not been held would not be true. Only an invented case can be
/// practised before its day.
pub(super) fn meeting_ahead(on: &Subject<'_>) -> Vec<Gap> {
    let ahead = on.case.meeting.on.day().filter(|day| *day > on.today && !on.case.demo);
    let words = |day: Date| {
        format!(
            "The meeting is dated in the future, {}. Close it on that day or later, or correct the date.",
            long(day)
        )
    };
    ahead.map(|day| Gap(words(day), fact(Fact::MeetingOn))).into_iter().collect()
}

/// A first day before the meeting. An off-site direction needs no agreement of the parents, so there
/// it may be so (section 29A).
pub(super) fn starts_before_meeting(on: &Subject<'_>) -> Vec<Gap> {
    let early = first_day_before_meeting(on).filter(|_| on.case.route == Route::DirectionFirst);
    early.map(|words| Gap(words, fact(Fact::Start))).into_iter().collect()
}

fn first_day_before_meeting(on: &Subject<'_>) -> Option<String> {
    let (start, meeting) = on.case.start.day().zip(on.case.meeting.on.day())?;
    let (first, held) = (long(start), long(meeting));
    (start < meeting)
        .then(|| format!("The first day, {first}, lies before the meeting, {held}. Look at both."))
}

/// A move is agreed before it happens (R23; Kirklees).
pub(super) fn starts_before_agreement(on: &Subject<'_>) -> Vec<Gap> {
    if on.case.route == Route::DirectionFirst {
        return Vec::new();
    }
    if let Some(words) = first_day_before_meeting(on) {
        return vec![Gap(words, fact(Fact::Start))];
    }
    let Some(start) = on.case.start.day() else { return Vec::new() };
    let needed = on.case.people.iter().filter(|person| on.profile.required.contains(&person.party));
    let late = needed.filter_map(|person| {
        let agreed = person.answered_on.day().filter(|day| person.has_agreed() && *day > start)?;
        let words = format!(
            "The first day, {}, lies before the day on which {} agreed, {}. Look at both.",
            long(start),
            brief(person_name(person)),
            long(agreed)
        );
        Some(Gap(words, fact(Fact::Start)))
    });
    late.collect()
}

fn of_person(person: &Person, column: Column) -> Place {
    Place::Slot(Slot::Cell(Table::People, person.id, column))
}

/// Nobody has answered on a day that is still to come.
pub(super) fn answered_ahead(on: &Subject<'_>) -> Vec<Gap> {
    let ahead = on.case.people.iter().filter_map(|person| {
        let day = person.answered_on.day().filter(|day| *day > on.today)?;
        let name = brief(person_name(person));
        let words = format!("The answer of {name} is dated in the future, {}.", long(day));
        Some(Gap(words, of_person(person, Column::AnsweredOn)))
    });
    ahead.collect()
}

/// Explained after the meeting, or after the answer: who is asked knows before what it is about.
pub(super) fn explained_late(on: &Subject<'_>) -> Vec<Gap> {
    let meeting = on.case.meeting.on.day();
    let mut gaps: Vec<Gap> = Vec::new();
    for person in &on.case.people {
        let Some(day) = person.informed_on.day() else { continue };
        let answered = person.answered_on.day();
        let after = if meeting.is_some_and(|held| day > held) {
            "the meeting"
        } else if answered.is_some_and(|answered| day > answered) {
            "that answer"
        } else {
            continue;
        };
        let name = brief(person_name(person));
        let words = format!("The move was explained to {name} on {}, so after {after}.", long(day));
        gaps.push(Gap(words, of_person(person, Column::InformedOn)));
    }
    let sheet = on.case.preparation.sheet_on.day();
    if let Some((day, _)) = sheet.zip(meeting).filter(|(day, held)| day > held) {
        let words =
            format!("The information sheet was given on {}, so after the meeting.", long(day));
        gaps.push(Gap(words, fact(Fact::SheetOn)));
    }
    gaps
}

/// A year group other than the usual one for the date of birth. A child may be taught out of year.
pub(super) fn year_unusual(on: &Subject<'_>) -> Vec<Gap> {
    let Some(born) = on.case.child.born.day() else { return Vec::new() };
    let day = on.case.meeting.on.day().unwrap_or(on.today);
    let (usual, said) = (year_at(born, day), on.case.child.year);
    let words = if born >= day {
        format!("The date of birth, {}, is not before the meeting. Correct it.", long(born))
    } else if usual.is_blank() {
        format!("Nobody born on {} is of school age. Look at the date again.", long(born))
    } else if !said.is_blank() && said != usual {
        format!(
            "Born on {} a child is usually in {}, and {} is recorded. Is one of them a slip, or is the child taught out of year?",
            long(born),
            usual.label(),
            said.label()
        )
    } else {
        return Vec::new();
    };
    vec![Gap(words, fact(Fact::ChildBorn))]
}

impl<'a> Subject<'a> {
    pub(super) fn dates(&self) -> TermDates<'a> {
        TermDates::of(self.case, self.profile, self.reference)
    }
}
