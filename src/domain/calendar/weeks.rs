//! School weeks: which week of a move a day lies in, counted as schools count (R77–R79; domain
//! notes, section 4.1).
//!
//! Must never guess: what the calendar does not reach, and whether a stub of a week counts, is asked.

use std::fmt;

use chrono::Days;

use super::{Calendar, Closed, Span, blocks, is_weekend, monday};
use crate::domain::date::{Date, long};

/// The most pupil days that make a stub of a first week.
const STUB: usize = 2;

/// Whether a first week of one or two pupil days counts as week 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CountStub {
    /// Nobody has said: it is asked.
    #[default]
    Ask,
    /// It is week 1.
    Yes,
    /// Week 1 is the next school week.
    No,
}

/// One school week: a Monday-to-Friday block with at least one pupil day at the receiving school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its number, from 1.
    pub number: u32,
    /// Its first open day; in week 1, the first day of attendance.
    pub first: Date,
    /// Its last open day.
    pub last: Date,
    /// How many open days it has, from its first.
    pub open_days: usize,
}

impl Week {
    /// The Monday of its block, open or not.
    pub fn monday(&self) -> Date {
        monday(self.first)
    }

    /// Its open days.
    pub fn span(&self) -> Span {
        Span { first: self.first, last: self.last }
    }

    fn of(days: &[Date], number: u32) -> Option<Self> {
        Some(Self { number, first: *days.first()?, last: *days.last()?, open_days: days.len() })
    }
}

/// The pupil days that are left of the block in which a move begins, when they are few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stub {
    /// These days, from the first day of attendance.
    pub span: Span,
    /// How many they are: one or two.
    pub open_days: usize,
}

impl Stub {
    /// How many days it has, in words.
    pub fn days(&self) -> &'static str {
        if self.open_days == 1 { "1 day" } else { "2 days" }
    }
}

/// The question that must be answered before weeks can be counted.
impl fmt::Display for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.days();
        let span = self.span;
        write!(
            f,
            "The first week has only {days} of attendance, {span}. Does it count as week 1? "
        )?;
        f.write_str("Every later date depends on the answer")
    }
}

/// Why no weeks can be counted from a first day of attendance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCounted {
    /// The day is a Saturday or a Sunday.
    #[error("{} is at a weekend, when no pupil comes{}.", long(*.start), or_next(.next.as_ref()))]
    Weekend {
        /// The day.
        start: Date,
        /// The next day on which pupils come.
        next: Option<Date>,
    },
    /// The school is closed on the day.
    #[error("{closed} is not an open day at {school}{}.", or_next(.next.as_ref()))]
    Closed {
        /// The day, and why it is closed.
        closed: Closed,
        /// The school.
        school: String,
        /// The next day on which pupils come.
        next: Option<Date>,
    },
    /// The calendar does not reach the day.
    #[error(
        "{} is not in the calendar of {school}, which goes from {reach}. Use the calendar of that school year.",
        long(*.start)
    )]
    Outside {
        /// The day.
        start: Date,
        /// The school.
        school: String,
        /// What the calendar reaches.
        reach: Span,
    },
    /// It must be said first whether a stub of a week counts.
    #[error("{0}.")]
    Stub(Stub),
}

fn or_next(next: Option<&Date>) -> String {
    next.map_or(String::new(), |next| format!(". The next open day is {}", long(*next)))
}

/// A calendar that does not reach what was asked of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{missing} is missing: the calendar of {school} goes only from {} until {}. Add the terms that it lacks.",
    long(.reach.first),
    long(.reach.last)
)]
pub struct NotReached {
    /// What is missing.
    pub missing: Missing,
    /// The school whose calendar it is.
    pub school: String,
    /// The first and the last pupil day that it knows.
    pub reach: Span,
}

/// What a calendar does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A school week.
    Week(u32),
    /// A pupil day, counted from the first day of attendance.
    PupilDay(u32),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Week(number) => write!(f, "Week {number}"),
            Self::PupilDay(number) => write!(f, "Pupil day {number}"),
        }
    }
}

/// The school weeks of a move, as far as the calendar of the receiving school goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolWeeks<'a> {
    pub(super) calendar: &'a Calendar,
    start: Date,
    uncounted: Option<Stub>,
    weeks: Vec<Week>,
}

impl Calendar {
    /// Counts school weeks from the first day of attendance at this, the receiving school.
    ///
    /// Week 1 is the Monday-to-Friday block of that day. Blocks without a pupil day are passed over;
    /// a single closed day breaks no week.
    ///
    /// # Errors
    /// Says why the day cannot be the first, or asks whether a stub of a week counts.
    pub fn weeks_from(&self, start: Date, count: CountStub) -> Result<SchoolWeeks<'_>, NotCounted> {
        self.must_be_open(start)?;
        let mut blocks = blocks(self.on_or_after(start)).peekable();
        let first = blocks.peek().and_then(|days| Week::of(days, 1));
        let stub = first
            .filter(|week| week.open_days <= STUB)
            .map(|week| Stub { span: week.span(), open_days: week.open_days });
        let uncounted = match (stub, count) {
            (Some(stub), CountStub::Ask) => return Err(NotCounted::Stub(stub)),
            (Some(stub), CountStub::No) => {
                blocks.next();
                Some(stub)
            }
            (Some(_), CountStub::Yes) | (None, _) => None,
        };
        let weeks = (1..).zip(blocks).filter_map(|(number, days)| Week::of(days, number)).collect();
        Ok(SchoolWeeks { calendar: self, start, uncounted, weeks })
    }

    fn must_be_open(&self, start: Date) -> Result<(), NotCounted> {
        let next = self.next_open(start);
        let (school, reach) = (self.school().to_owned(), self.reach());
        if self.is_open(start) {
            Ok(())
        } else if !reach.contains(start) {
            Err(NotCounted::Outside { start, school, reach })
        } else if is_weekend(start) {
            Err(NotCounted::Weekend { start, next })
        } else {
            let reason = self.reason(start).cloned().unwrap_or_default();
            let closed = Closed { span: Span::day(start), reason };
            Err(NotCounted::Closed { closed, school, next })
        }
    }
}

impl SchoolWeeks<'_> {
    /// The first day of attendance.
    pub fn start(&self) -> Date {
        self.start
    }

    /// The stub before week 1, if there is one that does not count.
    pub fn uncounted(&self) -> Option<Stub> {
        self.uncounted
    }

    /// Every week that the calendar reaches.
    pub fn all(&self) -> &[Week] {
        &self.weeks
    }

    /// A week by its number.
    ///
    /// # Errors
    /// When the calendar ends before it; and for 0, which no week is.
    pub fn week(&self, number: u32) -> Result<&Week, NotReached> {
        let found = self.weeks.iter().find(|week| week.number == number);
        found.ok_or_else(|| self.lacks(Missing::Week(number)))
    }

    /// The week in whose Monday-to-Friday block a day lies.
    pub fn week_of(&self, day: Date) -> Option<&Week> {
        self.weeks.iter().find(|week| week.monday() == monday(day) && !is_weekend(day))
    }

    /// The nth pupil day from the first day of attendance: a footnote, since weeks are counted
    /// (domain notes, section 4.1, reading b).
    ///
    /// # Errors
    /// When the calendar ends before it; and for 0, which no day is.
    pub fn pupil_day(&self, number: u32) -> Result<Date, NotReached> {
        let days = self.calendar.on_or_after(self.start);
        let found = (1..=number).zip(days).last().filter(|(reached, _)| *reached == number);
        found.map(|(_, day)| *day).ok_or_else(|| self.lacks(Missing::PupilDay(number)))
    }

    /// The day that plain counting gives after so many calendar weeks.
    pub(super) fn plainly_after(&self, weeks: u32) -> Option<Date> {
        self.start.checked_add_days(Days::new(u64::from(weeks) * 7))
    }

    fn lacks(&self, missing: Missing) -> NotReached {
        self.calendar.lacks(missing)
    }
}

impl Calendar {
    pub(super) fn lacks(&self, missing: Missing) -> NotReached {
        NotReached { missing, school: self.school().to_owned(), reach: self.reach() }
    }
}
