//! The audit trail of a case: what was done with it, by whom and when, as a chain of lines in which
//! none can be changed, taken out or put in without all that follow it no longer fitting.
//!
//! Must never hold a word of a case: which part was changed, not what stands there.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::Version;
use crate::domain::text::Text;

/// What was done with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// It was begun.
    Created,
    /// It was read in full, by the screen or by a command.
    Opened,
    /// Something was typed; told once for each part and opening, before it is stored.
    Changed {
        /// The titles of the items of the agenda.
        parts: Vec<String>,
    },
    /// A meeting or a review was closed with its documents. Told before it is stored, so that its
    /// code can stand on them.
    Closed {
        /// The names of the documents.
        documents: Vec<String>,
    },
    /// The closing just told did not come about.
    NotClosed,
    /// A document was written to a place outside the store.
    Exported {
        /// Which document.
        document: String,
    },
    /// Words of it were sent to the clipboard of the terminal.
    Copied,
    /// Somebody was recorded as having been sent a copy.
    Sent {
        /// How many copies.
        copies: usize,
    },
    /// An earlier state was put back.
    Restored {
        /// Its number.
        state: u32,
    },
    /// Words that had been written to a file outside were brought back from it.
    BroughtIn,
    /// What two windows or machines had changed was brought together.
    Merged,
    /// It was put into an access request.
    Disclosed,
    /// It may not be erased for now.
    Held,
    /// It may be erased again.
    Released,
    /// The trail before this line could not be read and lies beside it, untouched.
    Broken,
    /// A case was erased: told in the chain of the store, where no case is named.
    Erased(Erasure),
    /// Something that a newer program did.
    #[serde(other)]
    Other,
}

impl Deed {
    /// What was done, in words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Created => "begun".to_owned(),
            Self::Opened => "opened".to_owned(),
            Self::Changed { parts } => format!("changed: {}", parts.join("; ")),
            Self::Closed { documents } => format!("closed: {}", documents.join("; ")),
            Self::Exported { document } => format!("written to a file outside: {document}"),
            Self::Copied => "words of it copied to the clipboard of the terminal".to_owned(),
            Self::Sent { copies: 1 } => "one copy recorded as sent".to_owned(),
            Self::Sent { copies } => format!("{copies} copies recorded as sent"),
            Self::NotClosed => "was not closed after all".to_owned(),
            Self::Erased(erasure) => format!("a case with {} files erased", erasure.files),
            Self::Restored { state } => format!("state {state} put back"),
            Self::BroughtIn => "words brought back from a file outside".to_owned(),
            Self::Merged => "two versions brought together".to_owned(),
            Self::Disclosed => "put together for an access request".to_owned(),
            Self::Held => "kept from being erased".to_owned(),
            Self::Released => "no longer kept from being erased".to_owned(),
            Self::Broken => "begun again: the trail before this could not be read".to_owned(),
            Self::Other => "done by a newer version of this program".to_owned(),
        }
    }
}

/// What is kept of a case that was erased: nothing about anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// How many files went.
    pub files: usize,
    /// How many bytes they had.
    pub bytes: u64,
    /// The code of its audit trail at the end; `None` where there was none that could be read.
    pub code: Option<Code>,
    /// On what the protocol rests the time for which a case is kept; blank where the case could not
    /// be read.
    pub basis: Text,
    /// Whether that time was over; `None` where that could not be told.
    pub over: Option<bool>,
    /// How many documents were written outside the store, by its audit trail.
    pub exported: usize,
    /// How many copies were recorded as sent.
    pub sent: usize,
    /// The year of its reference; 0 where it has none.
    pub year: i32,
    /// How many references that year had given until then, so that none is given twice.
    pub given: u32,
}

/// One line of a trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number: the first is 1.
    pub number: u32,
    /// When it was done, by the clock of the machine.
    pub at: NaiveDateTime,
    /// The account under which the program ran.
    pub by: Text,
    /// What was done.
    #[serde(flatten)]
    pub what: Deed,
    /// The SHA-256 of the line before in hexadecimal; of nothing for the first.
    pub before: String,
}

/// The lines of a case, each of which is there as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// What was done, in order.
    lines: Vec<Line>,
    /// As it stands in the file: lines of a newer program stay as they are.
    written: String,
}

/// Why a trail is not whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It cannot be read at all.
    #[error("it is not text")]
    NotText,
    /// A line is no line of a trail.
    #[error("line {0} cannot be read")]
    Unreadable(usize),
    /// A line does not follow the one before it.
    #[error(
        "line {0} does not follow the line before it: something before it was changed, taken out or put in"
    )]
    OutOfLine(usize),
    /// The last line is not whole.
    #[error("its last line, {0}, is not whole")]
    Unfinished(usize),
}

impl Trail {
    /// Reads a trail, and makes sure that each line follows the one before it.
    ///
    /// # Errors
    /// Says at which line it is broken.
    pub fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let written = std::str::from_utf8(bytes).map_err(|_| Broken::NotText)?.to_owned();
        let mut lines: Vec<Line> = Vec::new();
        let mut before = hash("");
        for (at, text) in written.lines().enumerate() {
            let line: Line = serde_json::from_str(text).map_err(|_| Broken::Unreadable(at + 1))?;
            if line.before != before || usize::try_from(line.number) != Ok(at + 1) {
                return Err(Broken::OutOfLine(at + 1));
            }
            before = hash(text);
            lines.push(line);
        }
        if !written.is_empty() && !written.ends_with('\n') {
            return Err(Broken::Unfinished(lines.len()));
        }
        Ok(Self { lines, written })
    }

    /// Adds what was done now.
    ///
    /// # Errors
    /// When it cannot be written as a line.
    pub fn add(&mut self, at: NaiveDateTime, by: &Text, what: Deed) -> serde_json::Result<()> {
        let number = u32::try_from(self.lines.len()).unwrap_or(u32::MAX).saturating_add(1);
        let before = hash(self.written.lines().last().unwrap_or_default());
        let line = Line { number, at, by: by.clone(), what, before };
        self.written.push_str(&serde_json::to_string(&line)?);
        self.written.push('\n');
        self.lines.push(line);
        Ok(())
    }

    /// What was done, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// As it is written.
    pub fn as_bytes(&self) -> &[u8] {
        self.written.as_bytes()
    }

    /// The code of all that was done until now; `None` when nothing was.
    pub fn code(&self) -> Option<Code> {
        self.written.lines().last().map(Code::of)
    }

    /// The line up to which a code was given.
    pub fn find(&self, code: &Code) -> Option<&Line> {
        let at = self.written.lines().position(|line| Code::of(line) == *code)?;
        self.lines.get(at)
    }
}

/// The SHA-256 of a line in hexadecimal.
fn hash(line: &str) -> String {
    Version::of(line.as_bytes()).to_string()
}

/// A short code of everything that was done with a case until a moment, for paper: twelve
/// hexadecimal digits (48 bits) of the hash of the last line, in groups of four.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    fn of(line: &str) -> Self {
        let hash = hash(line).to_uppercase();
        let groups = [hash.get(..4), hash.get(4..8), hash.get(8..12)];
        Self(groups.into_iter().flatten().collect::<Vec<_>>().join("-"))
    }
}

impl FromStr for Code {
    type Err = String;

    /// Reads a code as people type one: small letters and other or no gaps are the same.
    fn from_str(typed: &str) -> Result<Self, String> {
        let digits: Vec<char> = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if digits.len() != 12 || !digits.iter().all(char::is_ascii_hexdigit) {
            return Err(
                "a code has twelve digits or letters from A to F, as 4F2A-91C7-03BE".to_owned()
            );
        }
        let groups: Vec<String> =
            digits.chunks(4).map(|group| group.iter().collect::<String>().to_uppercase()).collect();
        Ok(Self(groups.join("-")))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
