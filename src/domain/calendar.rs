//! The term calendar of one school: on which days its pupils come.
//!
//! Dates only, never moments. A calendar that exists is sound: what is wrong with its dates was said
//! before it could be made, and nothing here guesses a day that was not given.

mod problem;
mod review;
mod weeks;

use std::fmt;

use chrono::{Datelike, Days, Weekday};

pub use self::problem::{Entry, Fault, Problem, problems};
pub use self::review::{Course, Review, ReviewWeek};
pub use self::weeks::{CountStub, Missing, NotCounted, NotReached, SchoolWeeks, Stub, Week};
use super::date::{Date, long};
use super::text::{Text, clean_line};

/// From one day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Span {
    /// A single day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// Whether a day lies in the span.
    pub fn contains(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether all of another span lies in this one.
    fn covers(self, other: Self) -> bool {
        self.contains(other.first) && self.contains(other.last)
    }

    /// Its days from Monday to Friday.
    fn school_days(self) -> impl Iterator<Item = Date> {
        let days = self.first.iter_days().take_while(move |day| *day <= self.last);
        days.filter(|day| !is_weekend(*day))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            f.write_str(&long(self.first))
        } else {
            write!(f, "{} to {}", long(self.first), long(self.last))
        }
    }
}

/// Days on which pupils stay away although they lie in a term, or a holiday that is written out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Closed {
    /// The days; a single one begins and ends the span.
    pub span: Span,
    /// Why, in the school’s own words: INSET, bank holiday. May be blank.
    pub reason: Text,
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.span)?;
        if self.reason.is_blank() { Ok(()) } else { write!(f, " ({})", self.reason) }
    }
}

/// When a school is open for pupils.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    name: Text,
    open: Vec<Span>,
    closed: Vec<Closed>,
    /// Every day on which pupils come, in order.
    days: Vec<Date>,
    /// From the first to the last of these days.
    reach: Span,
}

impl Calendar {
    /// A calendar from what was written down, in any order.
    ///
    /// # Errors
    /// Says everything that is wrong with the dates: see [`problems`]. What only looks odd is no
    /// error; [`Calendar::remarks`] says it.
    pub fn new(name: &str, open: Vec<Span>, closed: Vec<Closed>) -> Result<Self, Vec<Problem>> {
        let wrong: Vec<Problem> =
            problems(&open, &closed).into_iter().filter(Problem::is_wrong).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (mut open, mut closed) = (open, closed);
        open.sort_unstable();
        for closed in &mut closed {
            closed.reason = clean_line(&closed.reason).trim().into();
        }
        closed.sort();
        let shut = merged(&closed);
        let is_shut = |day: Date| {
            let after = shut.partition_point(|span| span.first <= day);
            shut.get(..after).and_then(<[Span]>::last).is_some_and(|span| span.contains(day))
        };
        let days: Vec<Date> =
            open.iter().flat_map(|span| span.school_days()).filter(|day| !is_shut(*day)).collect();
        let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
            return Err(vec![Problem { entry: None, fault: Fault::NoPupilDay }]);
        };
        let name = clean_line(name).trim().into();
        Ok(Self { name, open, closed, days, reach: Span { first, last } })
    }

    /// The school, as the calendar calls it; may be blank.
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// The school as a sentence can call it.
    pub fn school(&self) -> &str {
        if self.name.is_blank() { "the school" } else { self.name.as_str() }
    }

    /// The spans in which pupils come, in order.
    pub fn open(&self) -> &[Span] {
        &self.open
    }

    /// The days within them on which they do not, in order.
    pub fn closed(&self) -> &[Closed] {
        &self.closed
    }

    /// Every day on which pupils come, in order: inside an open span, Monday to Friday, not closed.
    pub fn pupil_days(&self) -> &[Date] {
        &self.days
    }

    /// From the first to the last pupil day: what the calendar knows about.
    pub fn reach(&self) -> Span {
        self.reach
    }

    /// Whether pupils come on a day.
    pub fn is_open(&self, day: Date) -> bool {
        self.days.binary_search(&day).is_ok()
    }

    /// The first pupil day on or after a day.
    pub fn next_open(&self, day: Date) -> Option<Date> {
        self.on_or_after(day).first().copied()
    }

    /// Why pupils do not come on a day, in the school’s words, where it gave any.
    pub fn reason(&self, day: Date) -> Option<&Text> {
        let closed = self.closed.iter().filter(|closed| closed.span.contains(day));
        closed.map(|closed| &closed.reason).find(|reason| !reason.is_blank())
    }

    /// How many school weeks it has: Monday-to-Friday blocks with at least one pupil day
    /// (domain notes, section 4.1).
    pub fn count_weeks(&self) -> usize {
        blocks(&self.days).count()
    }

    /// Whether a day is one of the last two pupil days before a holiday, which are poor days for a
    /// meeting. A holiday is a whole Monday-to-Friday block without pupils, or the calendar’s end.
    pub fn is_late_in_term(&self, day: Date) -> bool {
        let coming = self.on_or_after(day);
        let goes_on = |pair: &&[Date]| match pair {
            [one, next] => (monday(*next) - monday(*one)).num_days() <= 7,
            _ => false,
        };
        let following = coming.windows(2).take(2).take_while(goes_on).count();
        coming.first() == Some(&day) && following < 2
    }

    /// What looks odd without being wrong.
    pub fn remarks(&self) -> Vec<Problem> {
        problems(&self.open, &self.closed)
    }

    /// The pupil days on or after a day.
    fn on_or_after(&self, day: Date) -> &[Date] {
        let before = self.days.partition_point(|open| *open < day);
        self.days.get(before..).unwrap_or_default()
    }

    /// The pupil days within a span.
    fn within(&self, span: Span) -> &[Date] {
        let days = self.on_or_after(span.first);
        let count = days.partition_point(|open| *open <= span.last);
        days.get(..count).unwrap_or_default()
    }
}

/// The pupil days of each Monday-to-Friday block that has any.
fn blocks(days: &[Date]) -> impl Iterator<Item = &[Date]> {
    days.chunk_by(|one, next| monday(*one) == monday(*next))
}

/// The Monday of the block in which a day lies.
fn monday(day: Date) -> Date {
    let since = day.weekday().num_days_from_monday();
    day.checked_sub_days(Days::new(since.into())).unwrap_or(day)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The closed days, which come in order, as spans that do not touch each other.
fn merged(closed: &[Closed]) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for Closed { span, .. } in closed {
        match merged.last_mut() {
            Some(before) if span.first <= before.last => before.last = before.last.max(span.last),
            _ => merged.push(*span),
        }
    }
    merged
}
