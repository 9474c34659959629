//! The RON form of a calendar.
//!
//! ```text
//! Calendar(
//!     name: "Larkspur Hill School",
//!     open: [(first: "2026-09-02", last: "2026-10-23")],
//!     closed: [
//!         (day: "2026-11-27", reason: "INSET"),
//!         (first: "2026-12-21", last: "2027-01-01", reason: "Christmas"),
//!     ],
//! )
//! ```
//! Must never drop a key that it does not know.

use ron::Options;
use ron::error::{Error, SpannedError};
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::problem::{Fault, Problem, date, quoted};
use super::{Placed, Written};
use crate::domain::calendar::{Closed, Span};
use crate::domain::date::Date;

/// A calendar goes three levels deep; what goes deeper is none.
const DEEPEST: usize = 8;

/// The outermost form. Entries are kept as they stand, so that each can be named by its line.
#[derive(Deserialize)]
#[serde(rename = "Calendar", deny_unknown_fields)]
struct WrittenCalendar<'a> {
    #[serde(default)]
    name: Option<String>,
    #[serde(borrow)]
    open: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    closed: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename = "Span", deny_unknown_fields)]
struct WrittenSpan {
    first: Day,
    last: Day,
}

#[derive(Deserialize)]
#[serde(rename = "Closed", deny_unknown_fields)]
struct WrittenClosed {
    #[serde(default)]
    day: Option<Day>,
    #[serde(default)]
    first: Option<Day>,
    #[serde(default)]
    last: Option<Day>,
    #[serde(default)]
    reason: String,
}

/// A date in quotation marks.
struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        date(&word).map(Self).map_err(D::Error::custom)
    }
}

pub(super) fn fill(text: &str, written: &mut Written) -> Result<(), Problem> {
    let starts = Starts::of(text);
    let calendar: WrittenCalendar =
        options().from_str(text).map_err(|error| problem(&error, (1, 1)))?;
    written.name = calendar.name;
    for raw in calendar.open {
        let WrittenSpan { first, last } = entry(raw, &starts)?;
        let span = Span { first: first.0, last: last.0 };
        written.open.push(Placed { line: Some(starts.place(raw).0), entry: span });
    }
    for raw in calendar.closed {
        let WrittenClosed { day, first, last, reason } = entry(raw, &starts)?;
        let line = starts.place(raw).0;
        let span = match (day, first, last) {
            (Some(day), None, None) => Span::day(day.0),
            (None, Some(first), Some(last)) => Span { first: first.0, last: last.0 },
            _ => return Err(Problem::at(line, Fault::DayOrSpan)),
        };
        let entry = Closed { span, reason: reason.into() };
        written.closed.push(Placed { line: Some(line), entry });
    }
    Ok(())
}

fn options() -> Options {
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.with_recursion_limit(DEEPEST)
}

fn entry<'a, T: Deserialize<'a>>(raw: &'a RawValue, starts: &Starts<'a>) -> Result<T, Problem> {
    options().from_str(raw.get_ron()).map_err(|error| {
        let (line, before) = starts.place(raw);
        problem(&error, (line, 1 + before.chars().count()))
    })
}

/// What the parser found, in our words; its own place counts from `start`.
fn problem(error: &SpannedError, (line, column): (usize, usize)) -> Problem {
    let at = error.span.start;
    let column = if at.line == 1 { column + at.col - 1 } else { at.col };
    Problem { line: Some(line + at.line - 1), column: Some(column), fault: fault_of(&error.code) }
}

/// What the parser found, in our words.
pub(in crate::store) fn fault_of(code: &Error) -> Fault {
    match code {
        Error::Message(sentence) => Fault::InEntry(sentence.clone()),
        Error::NoSuchStructField { expected, found, .. } => Fault::unknown(found, expected),
        Error::NoSuchEnumVariant { expected, found, .. } => Fault::unknown(found, expected),
        Error::InvalidValueForType { .. }
        | Error::ExpectedArray
        | Error::ExpectedBoolean
        | Error::ExpectedInteger
        | Error::ExpectedMap
        | Error::ExpectedOption
        | Error::ExpectedString => Fault::WrongKind(quoted(&code.to_string())),
        Error::IntegerOutOfBounds => Fault::InEntry(
            "This number is below 0 or too large. Write a whole number from 0 up.".to_owned(),
        ),
        Error::ExpectedDifferentStructName { expected, found } => {
            Fault::unknown(found, &[expected])
        }
        Error::MissingStructField { field, .. } => Fault::MissingKey((*field).to_owned()),
        Error::DuplicateStructField { field, .. } => Fault::KeyTwice((*field).to_owned()),
        other => Fault::NotRon(quoted(&other.to_string())),
    }
}

/// Where each line of a text begins.
struct Starts<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Starts<'a> {
    fn of(text: &'a str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(after).collect() }
    }

    /// The line of a part of the text, from 1, and what stands before the part on that line.
    fn place(&self, part: &RawValue) -> (usize, &'a str) {
        // The part was borrowed from the text, so the difference of the two is its place in it.
        let part = part.trim().get_ron();
        let at = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        (line, self.text.get(start..at).unwrap_or_default())
    }
}
