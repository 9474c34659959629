//! What can be wrong in the file of a calendar: its place, and one plain sentence with the mend.
//!
//! Must never carry a control character, nor quote a file at length.

use std::fmt;

use crate::domain::calendar;
use crate::domain::date::{Date, read_iso};
use crate::domain::text::{clean_line, nearest};

/// The most characters of a file that a sentence quotes.
const QUOTED: usize = 40;

/// Something wrong in a file, or odd, or left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// The column, from 1, where it helps.
    pub column: Option<usize>,
    /// What is the matter.
    pub fault: Fault,
}

/// What is the matter. Words of the file are quoted cleaned and cut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The dates themselves.
    #[error("{0}")]
    Dates(calendar::Fault),
    /// Nothing stands in the file.
    #[error("The file is empty. Write the terms into it, such as `open 2026-09-02 2026-10-23`.")]
    Empty,
    /// The bytes are not UTF-8.
    #[error("The file is not text in UTF-8. Save it again as UTF-8.")]
    NotUtf8,
    /// Words where a date must stand.
    #[error("“{0}” is no date. Write a date as 2026-09-02.")]
    NotADate(String),
    /// A date that the month does not have.
    #[error("There is no day {0}. Look at its month and its day again.")]
    NoSuchDay(String),
    /// A word or a key that is not known.
    #[error("“{found}” is not known here. {mend}")]
    Unknown {
        /// What stands there.
        found: String,
        /// The nearest that is known, or all of them.
        mend: String,
    },
    /// A key that must be there.
    #[error("{0} is missing here. Add it.")]
    MissingKey(String),
    /// A key twice.
    #[error("{0} stands here twice. Take one away.")]
    KeyTwice(String),
    /// A line without the dates that it needs.
    #[error("This line needs its dates, such as `{0}`.")]
    NeedsDates(&'static str),
    /// More on a line than was expected.
    #[error("“{0}” stands after the two days. Put # before a remark.")]
    TooMuch(String),
    /// A date within an entry in RON.
    #[error("{0}")]
    InEntry(String),
    /// A closed entry in RON with the wrong dates.
    #[error("A closed entry has either a day, or a first and a last. Write one of the two.")]
    DayOrSpan,
    /// A value in RON of another kind.
    #[error("This does not belong here ({0}). Look at how the others are written.")]
    WrongKind(String),
    /// What is not RON.
    #[error("This is not RON ({0}). Look for a missing comma, quotation mark or bracket.")]
    NotRon(String),
    /// An iCalendar file that ends before it is complete.
    #[error("The file ends before its last event is complete. Export or download it again.")]
    CutShort,
    /// A line that no iCalendar file has.
    #[error("“{0}” is no line of an iCalendar file. Export or download the file again.")]
    NotICalendar(String),
    /// A property that must be there.
    #[error("The event “{0}” has no DTSTART. Give it a first day.")]
    NoStart(String),
    /// A length that cannot be read.
    #[error("The event “{0}” gives a length that cannot be read. Give it a last day.")]
    Length(String),
    /// An event that comes again.
    #[error("The event “{0}” repeats itself. Write each time as an event of its own.")]
    Repeats(String),
    /// An event that may be open, closed or neither.
    #[error(
        "The event “{name}”{when} was left out: its name does not say for certain whether pupils come. If it matters, name it “term” or “closed”, from its first to its last day."
    )]
    Unclear {
        /// Its name.
        name: String,
        /// Its days between commas, where they are known.
        when: String,
    },
}

impl Problem {
    /// Whether no calendar is read before this is mended.
    pub fn is_wrong(&self) -> bool {
        match &self.fault {
            Fault::Dates(fault) => fault.is_wrong(),
            Fault::Unclear { .. } => false,
            _ => true,
        }
    }

    pub(super) fn at(line: usize, fault: Fault) -> Self {
        Self { line: Some(line), ..fault.into() }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self { line: None, column: None, fault }
    }
}

impl From<calendar::Fault> for Problem {
    fn from(fault: calendar::Fault) -> Self {
        Fault::Dates(fault).into()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "Line {line}, column {column}: ")?,
            (Some(line), None) => write!(f, "Line {line}: ")?,
            (None, _) => {}
        }
        self.fault.fmt(f)
    }
}

impl Fault {
    /// A word that is not known, with the nearest of those that are.
    pub(super) fn unknown(found: &str, known: &[&str]) -> Self {
        let mend = match nearest(found, known) {
            Some(word) => format!("Perhaps {word} is meant."),
            None => format!("What may stand here: {}.", known.join(", ")),
        };
        Self::Unknown { found: quoted(found), mend }
    }
}

/// Reads a date as files have it.
pub(super) fn date(word: &str) -> Result<Date, Fault> {
    read_iso(word).ok_or_else(|| {
        if looks_like_a_date(word) {
            Fault::NoSuchDay(quoted(word))
        } else {
            Fault::NotADate(quoted(word))
        }
    })
}

/// Whether a word has the shape of `2026-09-02`, whatever its figures.
pub(super) fn looks_like_a_date(word: &str) -> bool {
    let shape = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c });
    shape.eq("0000-00-00".chars())
}

/// The beginning of what a file says, as it may be shown.
pub(super) fn quoted(words: &str) -> String {
    let words = clean_line(words);
    let mut start: String = words.chars().take(QUOTED).collect();
    if start.len() < words.len() {
        start.push('…');
    }
    start
}
