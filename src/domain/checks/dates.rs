//! Checks on dates against the term dates of the schools, and on a meeting that is broken off.

use super::{Gap, Place, Subject, brief, fact};
use crate::domain::date::long;
use crate::domain::review::Review;
use crate::domain::school_days::Which;
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::term_dates::{Against, TermDates};

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

impl<'a> Subject<'a> {
    pub(super) fn dates(&self) -> TermDates<'a> {
        TermDates::of(self.case, self.profile, self.reference)
    }
}
