//! Calendars to count in: three of real schools for 2026/27, and the invented one.

use convenor::domain::calendar::{Calendar, Closed, CountStub, ReviewWeek, SchoolWeeks, Span};
use convenor::domain::date::{Date, read_iso};

pub fn day(iso: &str) -> Date {
    read_iso(iso).unwrap()
}

/// `2026-09-02 2026-10-23`, or one day.
pub fn span(days: &str) -> Span {
    let (first, last) = days.split_once(' ').unwrap_or((days, days));
    Span { first: day(first), last: day(last) }
}

pub fn closed(days: &str, reason: &str) -> Closed {
    Closed { span: span(days), reason: reason.into() }
}

pub fn calendar(name: &str, open: &[&str], shut: &[(&str, &str)]) -> Calendar {
    let open = open.iter().map(|days| span(days)).collect();
    let shut = shut.iter().map(|(days, reason)| closed(days, reason)).collect();
    Calendar::new(name, open, shut).unwrap()
}

/// A primary school whose terms end on Thursdays.
pub fn a() -> Calendar {
    let open = [
        "2026-09-02 2026-10-23",
        "2026-11-02 2026-12-18",
        "2027-01-04 2027-02-11",
        "2027-02-22 2027-03-25",
        "2027-04-12 2027-05-27",
        "2027-06-09 2027-07-21",
    ];
    calendar("School A", &open, &[("2027-05-03", "May Day")])
}

/// A secondary school that comes back on a Thursday after Easter.
pub fn b() -> Calendar {
    let open = [
        "2026-09-03 2026-10-23",
        "2026-11-02 2026-12-18",
        "2027-01-05 2027-02-12",
        "2027-02-22 2027-03-25",
        "2027-04-08 2027-05-28",
        "2027-06-07 2027-07-16",
    ];
    calendar("School B", &open, &[("2026-11-27", "INSET")])
}

/// A secondary school with an autumn half term of two weeks.
pub fn c() -> Calendar {
    let open = [
        "2026-09-03 2026-10-15",
        "2026-11-03 2026-12-18",
        "2027-01-04 2027-02-12",
        "2027-02-22 2027-03-25",
        "2027-04-12 2027-05-28",
        "2027-06-07 2027-07-16",
    ];
    calendar("School C", &open, &[])
}

/// The invented one: a common shape.
pub fn f() -> Calendar {
    let open = [
        "2026-09-02 2026-10-23",
        "2026-11-02 2026-12-18",
        "2027-01-04 2027-02-12",
        "2027-02-22 2027-03-25",
        "2027-04-12 2027-05-28",
        "2027-06-07 2027-07-21",
    ];
    calendar("Larkspur Hill School", &open, &[("2027-05-03", "May Day")])
}

pub const ABOUT_FOUR: ReviewWeek = ReviewWeek { week: 4, earliest: 3, latest: 5 };
pub const TWELVE: ReviewWeek = ReviewWeek { week: 12, earliest: 12, latest: 12 };

pub fn weeks<'a>(calendar: &'a Calendar, start: &str) -> SchoolWeeks<'a> {
    calendar.weeks_from(day(start), CountStub::Ask).unwrap()
}

/// The first and last open day of a week.
pub fn week(weeks: &SchoolWeeks, number: u32) -> Span {
    weeks.week(number).unwrap().span()
}
