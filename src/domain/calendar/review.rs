//! Review days and extensions: when to meet again, on days on which both schools are open (R77–R79;
//! domain notes, section 4.1).
//!
//! Must never offer a day on which one of the schools is closed, or not known to be open.

use std::ops::RangeInclusive;

use super::{Calendar, Missing, NotReached, SchoolWeeks, Week};
use crate::domain::date::{Date, long};

/// How long a move is watched, and when it is reviewed, in school weeks. A protocol says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The reviews.
    pub reviews: Vec<ReviewWeek>,
    /// The last week (R77).
    pub length: u32,
    /// By how many weeks it may be extended, once, if at all (R79).
    pub extension: Option<RangeInclusive<u32>>,
}

/// The week in which a review is due, and those in which it may be held instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewWeek {
    /// The week.
    pub week: u32,
    /// The first that is accepted.
    pub earliest: u32,
    /// The last that is accepted.
    pub latest: u32,
}

impl ReviewWeek {
    /// Whether other weeks than its own are accepted.
    pub fn is_about(&self) -> bool {
        self.earliest < self.latest
    }

    /// The weeks in which it may be held, nearest first; of two as near, the later.
    fn nearest_first(self) -> Vec<u32> {
        let mut weeks: Vec<u32> = (self.earliest..=self.latest).collect();
        weeks.sort_by_key(|week| (week.abs_diff(self.week), self.week > *week));
        weeks
    }
}

/// Days offered for one review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// When it is due.
    pub due: ReviewWeek,
    /// The week offered.
    pub week: Week,
    /// The days of that week on which both schools are open, the better ones first.
    pub days: Vec<Date>,
    /// Those among them that are the last two days before a holiday at one of the schools.
    pub late: Vec<Date>,
    /// Why another week is offered, or why a plain count of days would be wrong.
    pub why: Vec<String>,
}

impl SchoolWeeks<'_> {
    /// The days offered for a review; `home` is the calendar of the other school.
    ///
    /// When both schools share no day in any accepted week, none is offered, and that is said.
    ///
    /// # Errors
    /// When one of the calendars does not reach the week in which the review is due.
    pub fn review(&self, due: ReviewWeek, home: Option<&Calendar>) -> Result<Review, NotReached> {
        let due_week = *self.week(due.week)?;
        let weeks = due.nearest_first().into_iter().filter_map(|number| self.week(number).ok());
        let mut shared = weeks.map(|week| (*week, self.shared(week, home)));
        let found = shared.find(|(_, days)| !days.is_empty());
        // That there is no day in a week can only be said where both calendars reach all of it.
        match &found {
            Some((week, _)) if *week == due_week => Ok(()),
            Some(_) => self.both_reach(due.week, home),
            None => (due.earliest..=due.latest).try_for_each(|week| self.both_reach(week, home)),
        }?;
        let (week, shared) = found.unwrap_or((due_week, Vec::new()));
        let is_late = |day: &Date| {
            self.calendar.is_late_in_term(*day)
                || home.is_some_and(|home| home.is_late_in_term(*day))
        };
        let (late, early): (Vec<Date>, Vec<Date>) = shared.into_iter().partition(is_late);
        let good = if early.is_empty() { &late } else { &early };
        let plain = self.plainly_after(due.week).filter(|day| !good.contains(day));
        let plain = plain.map(|day| self.why_not(day, week, due, home));
        let why = why_this(week, due, good).into_iter().chain(plain).collect();
        let days = early.into_iter().chain(late.iter().copied()).collect();
        Ok(Review { due, week, days, late, why })
    }

    /// The days of a week on which both schools are open.
    fn shared(&self, week: &Week, home: Option<&Calendar>) -> Vec<Date> {
        let days = self.calendar.within(week.span()).iter().copied();
        days.filter(|day| home.is_none_or(|home| home.is_open(*day))).collect()
    }

    /// Whether both calendars reach all of a week.
    fn both_reach(&self, number: u32, home: Option<&Calendar>) -> Result<(), NotReached> {
        let week = self.week(number)?.span();
        match home.filter(|home| !home.reach().covers(week)) {
            Some(home) => Err(home.lacks(Missing::Week(number))),
            None => Ok(()),
        }
    }

    /// The last week of a course that is extended by so many weeks, counted on from its length.
    ///
    /// # Errors
    /// When the calendar ends before that week.
    pub fn extended(&self, course: &Course, weeks: u32) -> Result<&Week, NotReached> {
        self.week(course.length.saturating_add(weeks))
    }

    /// Why the day that plain counting gives would be wrong for a review.
    fn why_not(&self, day: Date, week: Week, due: ReviewWeek, home: Option<&Calendar>) -> String {
        let in_week = self.week_of(day).filter(|found| **found != week);
        let because = if let Some(closed) = closed_then(self.calendar, day) {
            closed
        } else if let Some(found) = in_week {
            let only = if found.number < due.week { "only " } else { "" };
            format!("{only}in week {}", found.number)
        } else if let Some(closed) = home.and_then(|home| closed_then(home, day)) {
            closed
        } else {
            "one of the last two days before a holiday".to_owned()
        };
        let count = (day - self.start()).num_days();
        format!("Counting {count} days on would give {}, which is {because}.", long(day))
    }
}

/// Why the week is another than the one in which the review is due, or has no day.
fn why_this(week: Week, due: ReviewWeek, days: &[Date]) -> Option<String> {
    if days.is_empty() {
        let weeks = if due.is_about() {
            format!("weeks {} to {}", due.earliest, due.latest)
        } else {
            format!("week {}", due.week)
        };
        Some(format!("There is no day in {weeks} on which both schools are open: agree another."))
    } else if week.number == due.week {
        None
    } else {
        let (wanted, offered) = (due.week, week.number);
        Some(format!(
            "In week {wanted} there is no day on which both schools are open, so week {offered} is offered."
        ))
    }
}

/// How a sentence says that a school is not open on a day, or not known to be, if it is not.
fn closed_then(calendar: &Calendar, day: Date) -> Option<String> {
    if calendar.is_open(day) {
        return None;
    }
    if !calendar.reach().contains(day) {
        return Some(format!("outside the calendar of {}", calendar.school()));
    }
    let reason = calendar.reason(day).map_or(String::new(), |reason| format!(" ({reason})"));
    Some(format!("a day on which {} is closed{reason}", calendar.school()))
}
