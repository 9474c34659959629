//! The invented sample cases, built into the program so that it can be tried anywhere.
//!
//! Must never carry a real child's data, and never be copied among real cases.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate};

use super::{FolderStore, StoreError, calendars, schema};
use crate::domain::calendar::{Calendar, Closed, Span};
use crate::domain::case::Case;
use crate::domain::date::{Date, When, iso};
use crate::domain::slot::{Fact, Field, Slot};

/// The samples as they lie in the repository.
const SAMPLES: [(&str, &str); 12] = [
    ("DEMO-01", include_str!("../../sessions/DEMO-01/case.ron")),
    ("DEMO-02", include_str!("../../sessions/DEMO-02/case.ron")),
    ("DEMO-03", include_str!("../../sessions/DEMO-03/case.ron")),
    ("DEMO-04", include_str!("../../sessions/DEMO-04/case.ron")),
    ("DEMO-05", include_str!("../../sessions/DEMO-05/case.ron")),
    ("DEMO-06", include_str!("../../sessions/DEMO-06/case.ron")),
    ("DEMO-07", include_str!("../../sessions/DEMO-07/case.ron")),
    ("DEMO-08", include_str!("../../sessions/DEMO-08/case.ron")),
    ("DEMO-09", include_str!("../../sessions/DEMO-09/case.ron")),
    ("DEMO-10", include_str!("../../sessions/DEMO-10/case.ron")),
    ("DEMO-11", include_str!("../../sessions/DEMO-11/case.ron")),
    ("DEMO-12", include_str!("../../sessions/DEMO-12/case.ron")),
];

/// The Sunday on which the samples were written: their own today.
const WRITTEN: Date = match NaiveDate::from_ymd_opt(2026, 11, 22) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The samples as if they had been written this week: every date but a birthday moves by the same
/// number of whole weeks, so that weekdays stay and what was due next week is due next week.
///
/// # Errors
/// When a built-in text is not a case, which a test rules out.
pub fn cases(today: Date) -> Result<Vec<Case>, StoreError> {
    let weeks = (today - WRITTEN).num_days().div_euclid(7);
    SAMPLES
        .iter()
        .map(|(name, text)| {
            let mut case = schema::read(text.as_bytes(), name)?;
            shift(&mut case, weeks);
            Ok(case)
        })
        .collect()
}

/// Copies the samples into a folder, which becomes a store of its own.
///
/// # Errors
/// Says why nothing could be written.
pub fn copy_into(folder: &Path, today: Date) -> Result<(), StoreError> {
    let mut store = FolderStore::new(folder);
    cases(today)?.iter().try_for_each(|case| store.add(case).map(drop))
}

/// The term dates that all schools of the samples share, from the summer term of 2026 to the end of the next
/// school year.
const TERMS: &str = "\
open 2026-04-13 2026-05-22
open 2026-06-01 2026-07-21
open 2026-09-02 2026-10-23
open 2026-11-02 2026-12-18
open 2027-01-04 2027-02-12
open 2027-02-22 2027-03-25
open 2027-04-12 2027-05-28
open 2027-06-07 2027-07-21
closed 2026-05-04 May Day
closed 2027-05-03 May Day
";

/// The term dates of every school of the samples, moved like the samples themselves.
///
/// # Errors
/// When what is built in cannot be read, which a test rules out.
pub fn calendars(today: Date) -> Result<Vec<Calendar>, StoreError> {
    let weeks = (today - WRITTEN).num_days().div_euclid(7);
    let damaged = |why: String| StoreError::damaged("The calendar of the samples", &why);
    let terms = calendars::from_bytes(TERMS.as_bytes(), "the samples", "")
        .map_err(|error| damaged(error.to_string()))?
        .calendar;
    let moved =
        |span: Span| Span { first: by_weeks(span.first, weeks), last: by_weeks(span.last, weeks) };
    let open: Vec<Span> = terms.open().iter().map(|span| moved(*span)).collect();
    let closed = terms.closed().iter();
    let closed: Vec<Closed> =
        closed.map(|closed| Closed { span: moved(closed.span), ..closed.clone() }).collect();
    let cases = cases(today)?;
    let schools: BTreeSet<&str> =
        cases.iter().flat_map(|case| [&*case.home_school, &*case.new_school]).collect();
    let calendar = |school: &str| Calendar::new(school, open.clone(), closed.clone());
    let named = schools.into_iter().filter(|school| !school.is_empty());
    named.map(|school| calendar(school).map_err(|_| damaged("Its dates.".to_owned()))).collect()
}

fn shift(case: &mut Case, weeks: i64) {
    let met = case.meeting.on.day().unwrap_or(WRITTEN);
    for slot in schema::slots(case) {
        let Some(Field::Date(when)) = case.field(&slot) else { continue };
        let Some(day) = when.day() else { continue };
        let day = if slot == Slot::Fact(Fact::ChildBorn) {
            born_later(day, met, by_weeks(met, weeks))
        } else {
            by_weeks(day, weeks)
        };
        case.set_text(&slot, &iso(day), day);
    }
    if let Some(day) = case.begun.day() {
        case.begun = When::On(by_weeks(day, weeks));
    }
    for issued in &mut case.issued {
        issued.on = by_weeks(issued.on, weeks);
    }
    for reviewed in &mut case.reviewed {
        reviewed.on = by_weeks(reviewed.on, weeks);
    }
    for recorded in &mut case.recorded {
        recorded.on = by_weeks(recorded.on, weeks);
    }
}

fn by_weeks(day: Date, weeks: i64) -> Date {
    let days = Days::new(weeks.unsigned_abs().saturating_mul(7));
    let moved = if weeks < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) };
    moved.unwrap_or(day)
}

/// A birthday keeps its day and month, and moves by the school years between the meeting as it was
/// written and as it is moved: the child stays in the same year group.
fn born_later(born: Date, met: Date, meets: Date) -> Date {
    let school_year = |day: Date| day.year() - i32::from(day.month() < 9);
    let years = school_year(meets) - school_year(met);
    born.with_year(born.year() + years).unwrap_or(born)
}
