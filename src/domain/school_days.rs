//! School days of a case: whether its schools are open on a day, and counting days on which they are.
//!
//! Where the term dates of a school are not known, Monday to Friday is counted, and that is said.

use chrono::{Datelike, Days};

use super::calendar::{Calendar, Span};
use super::case::Case;
use super::date::Date;
use super::plan::Side;
use super::reference::Reference;

/// Which schools of a case a day must suit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The school where the child is.
    Home,
    /// The school where the child may go.
    New,
    /// Both.
    Both,
}

/// A school of a case, and its term dates where they are known.
#[derive(Clone, Copy, Debug)]
struct School<'a> {
    name: &'a str,
    calendar: Option<&'a Calendar>,
}

/// The days on which the two schools of a case are open.
#[derive(Clone, Copy, Debug)]
pub struct SchoolDays<'a> {
    home: School<'a>,
    new: School<'a>,
}

impl<'a> SchoolDays<'a> {
    /// Those of a case, with the term dates that are known.
    pub fn of(case: &'a Case, reference: &'a Reference) -> Self {
        let school =
            |name: &'a str| School { name: name.trim(), calendar: reference.calendar_of(name) };
        Self { home: school(&case.home_school), new: school(&case.new_school) }
    }

    /// The term dates of the home school.
    pub fn home(&self) -> Option<&'a Calendar> {
        self.home.calendar
    }

    /// The term dates of the new school.
    pub fn new_school(&self) -> Option<&'a Calendar> {
        self.new.calendar
    }

    /// The schools, by name, whose term dates are not known. A school without a name is not one.
    pub fn unknown(&self) -> Vec<&'a str> {
        let schools = self.schools(Which::Both);
        let unknown = schools.filter(|school| school.calendar.is_none() && !school.name.is_empty());
        unknown.map(|school| school.name).collect()
    }

    /// Whether a day is a school day: Monday to Friday, and no school that is meant is known to be
    /// closed.
    pub fn is_open(&self, which: Which, day: Date) -> bool {
        !is_weekend(day) && self.schools(which).all(|school| school.is_open(day))
    }

    /// Why a day is no school day, as the end of a sentence; `None` when it is one.
    pub fn why_closed(&self, which: Which, day: Date) -> Option<String> {
        if is_weekend(day) {
            return Some("it is at a weekend".to_owned());
        }
        let closed: Vec<String> =
            self.schools(which).filter_map(|school| school.why_closed(day)).collect();
        (!closed.is_empty()).then(|| closed.join(", and "))
    }

    /// How many school days there are after a day, up to and with another; none when that is not
    /// later.
    pub fn between(&self, which: Which, from: Date, to: Date) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_open(which, *day)).count()).unwrap_or(u32::MAX)
    }

    /// The day so many school days after another; with 0 that day, or the first school day after it.
    pub fn after(&self, which: Which, day: Date, count: u32) -> Date {
        walk(day, count, |day| self.is_open(which, day), |day| day.checked_add_days(Days::new(1)))
    }

    /// The day so many school days before another; with 0 that day, or the last school day before it.
    pub fn before(&self, which: Which, day: Date, count: u32) -> Date {
        walk(day, count, |day| self.is_open(which, day), |day| day.checked_sub_days(Days::new(1)))
    }

    /// Says where a count of school days rests on Monday to Friday alone, because term dates are not
    /// known for all of it; `None` when they are.
    pub fn basis(&self, which: Which, span: Span) -> Option<String> {
        let unsure: Vec<&str> = self
            .schools(which)
            .filter(|school| !school.reaches(span))
            .map(
                |school| {
                    if school.name.is_empty() { "a school without a name" } else { school.name }
                },
            )
            .collect();
        (!unsure.is_empty()).then(|| {
            format!(
                "Counted Monday to Friday, since the term dates are not known: {}.",
                unsure.join(", ")
            )
        })
    }

    fn schools(&self, which: Which) -> impl Iterator<Item = School<'a>> {
        let home = (which != Which::New).then_some(self.home);
        home.into_iter().chain((which != Which::Home).then_some(self.new))
    }
}

impl School<'_> {
    /// Outside the term dates that are known a school is taken to be open.
    fn is_open(&self, day: Date) -> bool {
        let known = self.calendar.filter(|calendar| calendar.reach().contains(day));
        known.is_none_or(|calendar| calendar.is_open(day))
    }

    fn reaches(&self, span: Span) -> bool {
        self.calendar.is_some_and(|calendar| {
            calendar.reach().contains(span.first) && calendar.reach().contains(span.last)
        })
    }

    fn why_closed(&self, day: Date) -> Option<String> {
        let calendar = self.calendar.filter(|_| !self.is_open(day))?;
        let why = match calendar.reason(day) {
            Some(reason) => reason.to_string(),
            None => "holidays".to_owned(),
        };
        Some(format!("{} is closed ({why})", calendar.school()))
    }
}

impl Which {
    /// The school that a side of a commitment goes by; families and others by both.
    pub fn of(side: Side) -> Self {
        match side {
            Side::HomeSchool => Self::Home,
            Side::NewSchool => Self::New,
            Side::Unsaid | Side::Child | Side::Parent | Side::Agency | Side::Council => Self::Both,
        }
    }
}

/// The weekday so many weekdays after a day, where no term dates are asked; with 0 that day, or the
/// first weekday after it.
pub fn after(day: Date, count: u32) -> Date {
    walk(day, count, |day| !is_weekend(day), |day| day.checked_add_days(Days::new(1)))
}

/// The weekday so many weekdays before a day, where no term dates are asked; with 0 that day, or the
/// last weekday before it.
pub fn before(day: Date, count: u32) -> Date {
    walk(day, count, |day| !is_weekend(day), |day| day.checked_sub_days(Days::new(1)))
}

/// Goes on until so many days were open; every weekday is one outside the term dates that are known,
/// so that this ends.
fn walk(
    mut day: Date,
    count: u32,
    is_open: impl Fn(Date) -> bool,
    step: impl Fn(Date) -> Option<Date>,
) -> Date {
    let mut left = count;
    while left > 0 || !is_open(day) {
        let Some(next) = step(day) else { return day };
        day = next;
        left -= u32::from(left > 0 && is_open(day));
    }
    day
}

fn is_weekend(day: Date) -> bool {
    day.weekday().number_from_monday() > 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekend_is_passed_over_both_ways() {
        let december = |day| Date::from_ymd_opt(2026, 12, day).unwrap();
        assert_eq!(after(december(1), 3), december(4));
        assert_eq!(after(december(4), 1), december(7));
        assert_eq!(after(december(5), 0), december(7));
        assert_eq!(before(december(7), 2), december(3));
        assert_eq!(before(december(6), 0), december(4));
    }
}
