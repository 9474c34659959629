//! Term calendars in files: RON, plain text, or iCalendar, told apart by what they contain.
//!
//! Must never guess: what cannot be read, or cannot be told to be open or closed, is said with its
//! line. A file is only read, never written.

mod icalendar;
mod problem;
mod ron_form;
mod summary;
mod text_form;

use std::fmt;
use std::io;
use std::path::Path;

pub use self::problem::{Fault, Problem};
pub(super) use self::ron_form::fault_of;
pub use self::text_form::to_text;
use super::error::{StoreError, listed, shown};
use super::reading::{Found, read_file};
use crate::domain::calendar::{self, Calendar, Closed, Entry, Span};
use crate::domain::text::clean_line;

/// How a calendar is written in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `Calendar(name: …, open: […], closed: […])`.
    Ron,
    /// One line a span: `open 2026-09-02 2026-10-23`, `closed 2026-11-27 INSET`.
    Text,
    /// Events of term dates, as calendar programs export them.
    ICalendar,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ron => "RON",
            Self::Text => "plain text",
            Self::ICalendar => "iCalendar",
        })
    }
}

/// A calendar as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermDates {
    /// The calendar. Without a name of its own it has that of its file.
    pub calendar: Calendar,
    /// How it was written.
    pub form: Form,
    /// What looks odd in it, or was left out.
    pub remarks: Vec<Problem>,
}

/// Why there is no calendar to be had from a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The file cannot be read at all.
    #[error("{0}")]
    Unread(StoreError),
    /// What stands in it cannot be used.
    #[error("{name} cannot be used{}", listed(.problems))]
    Damaged {
        /// The file.
        name: String,
        /// Everything that must be mended, and then what else was noticed, each in the order of
        /// the file.
        problems: Vec<Problem>,
    },
}

/// Reads the calendar in a file.
///
/// # Errors
/// Says why the file cannot be read, or everything that must be mended in it.
pub fn read(path: &Path) -> Result<TermDates, CalendarError> {
    let unread = |error| CalendarError::Unread(StoreError::unread(path, &error));
    match read_file(path).map_err(unread)? {
        Found::Bytes(bytes) => {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            from_bytes(&bytes, &shown(path), &stem.unwrap_or_default())
        }
        Found::Nothing => Err(unread(io::ErrorKind::NotFound.into())),
        Found::Refused(why) => Err(CalendarError::Unread(StoreError::damaged(&shown(path), why))),
    }
}

/// Reads a calendar from the bytes of a file; `file` is what the file is called in messages, and
/// `school` the name of a calendar that gives none.
///
/// # Errors
/// Says everything that must be mended.
pub fn from_bytes(bytes: &[u8], file: &str, school: &str) -> Result<TermDates, CalendarError> {
    let damaged = |problems| Err(CalendarError::Damaged { name: clean_line(file), problems });
    let text = match text_of(bytes) {
        Ok(text) => text,
        Err(problem) => return damaged(vec![problem]),
    };
    let form = form_of(text);
    let mut written = match form {
        Form::Ron => up_to_the_first_problem(ron_form::fill, text),
        Form::Text => text_form::read(text),
        Form::ICalendar => up_to_the_first_problem(icalendar::fill, text),
    };
    written.look_at_dates();
    if written.problems.iter().any(Problem::is_wrong) {
        return damaged(written.problems);
    }
    let name = written.name.as_deref().unwrap_or(school);
    match Calendar::new(name, spans(&written.open), spans(&written.closed)) {
        Ok(calendar) => Ok(TermDates { calendar, form, remarks: written.problems }),
        Err(found) => damaged(found.into_iter().map(|found| found.fault.into()).collect()),
    }
}

/// What a form holds that cannot be read further than its first problem.
fn up_to_the_first_problem(
    fill: impl FnOnce(&str, &mut Written) -> Result<(), Problem>,
    text: &str,
) -> Written {
    let mut written = Written::default();
    if let Err(problem) = fill(text, &mut written) {
        written.problems.push(problem);
    }
    written
}

/// What stands in a file, before anybody has looked whether it makes sense.
#[derive(Default)]
struct Written {
    name: Option<String>,
    open: Vec<Placed<Span>>,
    closed: Vec<Placed<Closed>>,
    problems: Vec<Problem>,
}

/// An entry, and its line where that is known.
struct Placed<T> {
    line: Option<usize>,
    entry: T,
}

impl Written {
    /// Adds what is wrong or odd in the dates, each with its line, and puts all in order, with what
    /// must be mended first.
    fn look_at_dates(&mut self) {
        let unread = self.problems.iter().any(Problem::is_wrong);
        for found in calendar::problems(&spans(&self.open), &spans(&self.closed)) {
            let line = match found.entry {
                Some(Entry::Open(at)) => self.open.get(at).and_then(|placed| placed.line),
                Some(Entry::Closed(at)) => self.closed.get(at).and_then(|placed| placed.line),
                None => None,
            };
            // Where a line could not be read, others look odd, or missing, that are not.
            if unread && (!found.is_wrong() || found.entry.is_none()) {
                continue;
            }
            self.problems.push(Problem { line, ..found.fault.into() });
        }
        self.problems.sort_by_key(|problem| (!problem.is_wrong(), problem.line, problem.column));
    }
}

fn spans<T: Clone>(placed: &[Placed<T>]) -> Vec<T> {
    placed.iter().map(|placed| placed.entry.clone()).collect()
}

/// The text of a file, without the mark that some programs put before it.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.split(|byte| *byte == b'\n').count().saturating_sub(1);
        Problem { line: Some(line), ..Fault::NotUtf8.into() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(Fault::Empty.into()) } else { Ok(text) }
}

/// Which form a text has. The text form may begin with a word of its own, whatever follows that; RON
/// begins with a bracket, after a name, an attribute or a remark of its own kind; iCalendar with its
/// own first line; anything else is the text form.
fn form_of(text: &str) -> Form {
    let start = text.trim_start();
    let first = start.lines().next().unwrap_or_default().trim_end();
    let named = start.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    if first.eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        Form::ICalendar
    } else if text_form::begins(first) {
        Form::Text
    } else if named.trim_start().starts_with('(')
        || ["#!", "//", "/*"].iter().any(|remark| start.starts_with(remark))
    {
        Form::Ron
    } else {
        Form::Text
    }
}
