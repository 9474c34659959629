//! The text form of a calendar: one line a span, as people type it.
//!
//! ```text
//! # Larkspur Hill, 2026/27
//! name Larkspur Hill School
//! open 2026-09-02 2026-10-23
//! closed 2026-11-27 INSET
//! closed 2026-12-21 2027-01-01 Christmas
//! ```
//! Must never drop a word: what stands after the dates of a closed day is its reason.

use super::problem::{Fault, Problem, date, looks_like_a_date, quoted};
use super::{Placed, Written};
use crate::domain::calendar::{Calendar, Closed, Span};
use crate::domain::date::iso;
use crate::domain::text::clean;

const WORDS: [&str; 3] = ["open", "closed", "name"];
const OPEN: &str = "open 2026-09-02 2026-10-23";
const CLOSED: &str = "closed 2026-11-27 INSET";

/// Whether a line begins with a word of this form.
pub(super) fn begins(line: &str) -> bool {
    let (first, rest) = split(line);
    !rest.is_empty() && WORDS.contains(&first.to_lowercase().as_str())
}

pub(super) fn read(text: &str) -> Written {
    let mut written = Written::default();
    for (line, words) in (1..).zip(clean(text).lines()) {
        if let Err(fault) = read_line(line, words.trim(), &mut written) {
            written.problems.push(Problem::at(line, fault));
        }
    }
    written
}

fn read_line(line: usize, words: &str, written: &mut Written) -> Result<(), Fault> {
    let (first, rest) = split(words);
    match first.to_lowercase().as_str() {
        _ if words.is_empty() || words.starts_with('#') => {}
        "open" => written.open.push(Placed { line: Some(line), entry: open(rest)? }),
        "closed" => written.closed.push(Placed { line: Some(line), entry: closed(rest)? }),
        "name" if written.name.is_some() => return Err(Fault::KeyTwice("The name".to_owned())),
        "name" => written.name = Some(rest.to_owned()),
        _ => return Err(Fault::unknown(first, &WORDS)),
    }
    Ok(())
}

fn open(words: &str) -> Result<Span, Fault> {
    let (first, rest) = split(words);
    let (last, rest) = split(rest);
    if last.is_empty() || last.starts_with('#') {
        return Err(Fault::NeedsDates(OPEN));
    }
    let span = Span { first: date(first)?, last: date(last)? };
    if rest.is_empty() || rest.starts_with('#') {
        Ok(span)
    } else {
        Err(Fault::TooMuch(quoted(rest)))
    }
}

fn closed(words: &str) -> Result<Closed, Fault> {
    let (first, rest) = split(words);
    if first.is_empty() {
        return Err(Fault::NeedsDates(CLOSED));
    }
    let first = date(first)?;
    let (next, after) = split(rest);
    let (last, reason) = if looks_like_a_date(next) { (date(next)?, after) } else { (first, rest) };
    Ok(Closed { span: Span { first, last }, reason: reason.into() })
}

/// The first word, and what follows it.
fn split(words: &str) -> (&str, &str) {
    let (first, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    (first, rest.trim())
}

/// A calendar in the text form, which is read back as the same calendar.
pub fn to_text(calendar: &Calendar) -> String {
    let name = Some(calendar.name()).filter(|name| !name.is_blank());
    let name = name.map(|name| format!("name {name}\n"));
    let open = calendar.open().iter();
    let open = open.map(|span| format!("open {} {}\n", iso(span.first), iso(span.last)));
    let closed = calendar.closed().iter().map(|Closed { span, reason }| {
        // A reason that begins like a date would be read as the last day.
        let one_day = span.first == span.last && !looks_like_a_date(split(reason).0);
        let last = if one_day { String::new() } else { format!(" {}", iso(span.last)) };
        let line = format!("closed {}{last} {reason}", iso(span.first));
        format!("{}\n", line.trim_end())
    });
    name.into_iter().chain(open).chain(closed).collect()
}
