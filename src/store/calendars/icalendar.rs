//! Term dates from an iCalendar file (RFC 5545): its events, by their days and their names.
//!
//! Dates only: a moment counts as its day in England. Must never take a part of a file for the whole,
//! nor work out by itself when an event repeats.

mod days;

use super::problem::{Fault, Problem, quoted};
use super::summary::{Meaning, meaning};
use super::{Placed, Written};
use crate::domain::calendar::{Closed, Span};
use crate::domain::text::clean;

/// The longest that a half term can be meant to be, in days: two weeks and three weekends.
const LONGEST_HALF_TERM: i64 = 16;

/// One unfolded line: `NAME;PARAMETERS:value`.
struct Property {
    line: usize,
    /// In capitals.
    name: String,
    value: String,
}

/// What matters of an event.
#[derive(Default)]
struct Event {
    line: usize,
    summary: Option<String>,
    start: Option<Property>,
    end: Option<Property>,
    length: Option<Property>,
    repeats: bool,
    cancelled: bool,
}

pub(super) fn fill(text: &str, written: &mut Written) -> Result<(), Problem> {
    // The components that are open, and the event among them. What is nested deeper, such as an
    // alarm, has a summary of its own.
    let mut within: Vec<String> = Vec::new();
    let mut event = Event::default();
    for property in properties(text)? {
        let Property { line, name, value } = &property;
        match name.as_str() {
            "BEGIN" => {
                within.push(value.to_uppercase());
                if within.len() == 2 {
                    event = Event { line: *line, ..Event::default() };
                }
            }
            "END" => {
                if within.pop() != Some(value.to_uppercase()) {
                    return Err(Problem::at(*line, Fault::CutShort));
                }
                if within.len() == 1 && value.eq_ignore_ascii_case("VEVENT") {
                    add(&event, written);
                }
            }
            "X-WR-CALNAME" if within.len() == 1 && written.name.is_none() => {
                written.name = Some(unescaped(value));
            }
            _ if within.len() == 2 => event.note(property),
            _ => {}
        }
    }
    if within.is_empty() { Ok(()) } else { Err(Fault::CutShort.into()) }
}

impl Event {
    /// Notes a property, the first of each kind.
    fn note(&mut self, property: Property) {
        match property.name.as_str() {
            "SUMMARY" if self.summary.is_none() => self.summary = Some(unescaped(&property.value)),
            "DTSTART" if self.start.is_none() => self.start = Some(property),
            "DTEND" if self.end.is_none() => self.end = Some(property),
            "DURATION" if self.length.is_none() => self.length = Some(property),
            "RRULE" | "RDATE" => self.repeats = true,
            "STATUS" => self.cancelled = property.value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
    }

    /// Its days, the last included.
    fn span(&self, name: &str) -> Result<Span, Problem> {
        let Some(start) = &self.start else {
            return Err(Problem::at(self.line, Fault::NoStart(name.to_owned())));
        };
        let moment = |property: &Property| {
            days::moment(&property.value).map_err(|fault| Problem::at(property.line, fault))
        };
        let first = moment(start)?;
        let last = match (&self.end, &self.length) {
            (Some(end), _) => days::last_before(first, moment(end)?),
            (None, Some(length)) => days::last_after(first, &length.value)
                .ok_or_else(|| Problem::at(length.line, Fault::Length(name.to_owned())))?,
            (None, None) => first.day(),
        };
        Ok(Span { first: first.day(), last })
    }
}

/// Adds an event to what was written, as what its name says.
fn add(event: &Event, written: &mut Written) {
    let summary = event.summary.as_deref().unwrap_or_default().trim();
    let name = quoted(summary);
    let span = event.span(&name);
    let meaning = match (meaning(summary), &span) {
        _ if event.cancelled => Meaning::Unclear,
        // “Autumn half term” for seven weeks is the half of a term, and no holiday.
        (Meaning::Closed, Ok(span))
            if is_half_term(summary) && days_of(*span) > LONGEST_HALF_TERM =>
        {
            Meaning::Unclear
        }
        (meaning, _) => meaning,
    };
    let line = Some(event.line);
    match (meaning, span) {
        (Meaning::Unclear, span) => {
            let when = span.map(|span| format!(", {span},")).unwrap_or_default();
            let fault = Fault::Unclear { name, when };
            written.problems.push(Problem::at(event.line, fault));
        }
        (Meaning::Open | Meaning::Closed, Err(problem)) => written.problems.push(problem),
        (Meaning::Open | Meaning::Closed, Ok(_)) if event.repeats => {
            written.problems.push(Problem::at(event.line, Fault::Repeats(name)));
        }
        (Meaning::Open, Ok(span)) => written.open.push(Placed { line, entry: span }),
        (Meaning::Closed, Ok(span)) => {
            let entry = Closed { span, reason: summary.into() };
            written.closed.push(Placed { line, entry });
        }
    }
}

fn is_half_term(summary: &str) -> bool {
    summary.to_lowercase().replace(['-', ' '], "").contains("halfterm")
}

fn days_of(span: Span) -> i64 {
    (span.last - span.first).num_days() + 1
}

/// The properties of a file, each with the line on which it begins. A line that begins with a space
/// goes on with the one before.
fn properties(text: &str) -> Result<Vec<Property>, Problem> {
    let mut unfolded: Vec<(usize, String)> = Vec::new();
    for (line, words) in (1..).zip(clean(text).lines()) {
        match (words.strip_prefix(' '), unfolded.last_mut()) {
            (Some(more), Some((_, before))) => before.push_str(more),
            _ if words.trim().is_empty() => {}
            _ => unfolded.push((line, words.to_owned())),
        }
    }
    unfolded.iter().map(|(line, words)| property(*line, words)).collect()
}

/// Splits a line at the colon that no quotation mark protects. Parameters are not needed: the form
/// of a value says what it is.
fn property(line: usize, words: &str) -> Result<Property, Problem> {
    let mut quoted_part = false;
    let colon = words.char_indices().find(|(_, c)| {
        quoted_part ^= *c == '"';
        *c == ':' && !quoted_part
    });
    let (head, value) = colon
        .and_then(|(at, _)| words.split_at_checked(at))
        .ok_or_else(|| Problem::at(line, Fault::NotICalendar(quoted(words))))?;
    let name = head.split(';').next().unwrap_or_default().trim().to_uppercase();
    let value = value.strip_prefix(':').unwrap_or_default().trim().to_owned();
    Ok(Property { line, name, value })
}

/// A text without the marks that protect commas, semicolons and line ends in it.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('n' | 'N')) => text.push(' '),
            (_, Some(protected)) => text.push(protected),
            (c, None) => text.push(c),
        }
    }
    text
}
