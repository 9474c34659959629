//! The form of a case on disk: a format number, then the case, in RON, and a checksum of both.
//!
//! Must never accept a file by dropping what it does not know.

use std::collections::BTreeSet;

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::fingerprint;
use crate::domain::case::Case;
use crate::domain::date::Date;
use crate::domain::slot::{Fact, Field, Slot};
use crate::domain::table::Table;

/// The format that this program writes.
const FORMAT: u32 = 3;

/// The most bytes that a case may have. A long meeting has some forty thousand.
pub(super) const LARGEST: u64 = 8 * 1024 * 1024;

/// What is said of a file that has more.
pub(super) const TOO_LARGE: &str = "The file is larger than 8 MB.";

/// How the last line begins: a remark to RON, with the SHA-256 of all the lines above it. A file
/// from before there were checksums has no such line, and is read all the same.
const CHECKSUM: &str = "// Checksum of the lines above (SHA-256): ";

const CHANGED: &str = "Its lines are not those that were saved: the checksum in its last line does not fit. If you changed the file yourself, take the last line away.";

/// A case goes eight levels deep at most; what goes deeper is no case.
const DEEPEST: usize = 24;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[expect(dead_code, reason = "read from the head of the file, before everything else")]
    format: u32,
    case: Case,
}

#[derive(Serialize)]
struct ToStore<'a> {
    format: u32,
    case: &'a Case,
}

/// Reads a case from the bytes of its file; `name` is the name under which they were found, which is
/// that of the case.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Case, StoreError> {
    let case = read_any(bytes, name)?;
    if case.id.as_str() != name {
        let reason = format!("The file holds the case {}: it seems to be a copy.", case.id);
        return Err(StoreError::damaged(name, &reason));
    }
    Ok(case)
}

/// The same from a file that has any name.
pub(super) fn read_any(bytes: &[u8], name: &str) -> Result<Case, StoreError> {
    let damaged = |reason: &str| Err(StoreError::damaged(name, reason));
    if bytes.is_empty() {
        return damaged("The file is empty.");
    }
    if bytes.len() as u64 > LARGEST {
        return damaged(TOO_LARGE);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return damaged("The file is not text in UTF-8.");
    };
    match format_of(text) {
        None => return damaged("The file does not begin as a case file does."),
        Some(format) if format > FORMAT => return Err(StoreError::newer(name, format)),
        Some(_) => {}
    }
    let options = ron::Options::default().with_recursion_limit(DEEPEST);
    let Stored { mut case, .. } = match options.from_str::<Stored>(text) {
        Ok(stored) => stored,
        Err(error) => {
            let (line, what) = (error.span.start.line, brief(&error.code.to_string()));
            return damaged(&format!("From line {line} on it is not a case file ({what})."));
        }
    };
    if !is_sound(text) {
        return damaged(CHANGED);
    }
    number_rows(&mut case);
    keep_lines_whole(&mut case);
    Ok(case)
}

/// The bytes of a case's file.
pub(super) fn write(case: &Case) -> Result<Vec<u8>, StoreError> {
    let refused = |reason: String| StoreError::unwritten(case.id.as_str(), reason);
    let pretty = PrettyConfig::new().new_line("\n").escape_strings(false);
    let mut text = ron::Options::default()
        .to_string_pretty(&ToStore { format: FORMAT, case }, pretty)
        .map_err(|error| refused(brief(&error.to_string())))?;
    text.push('\n');
    let sum = fingerprint(text.as_bytes());
    text.extend([CHECKSUM, &sum, "\n"]);
    if text.len() as u64 > LARGEST {
        return Err(refused("it is longer than 8 MB. Shorten a text".to_owned()));
    }
    Ok(text.into_bytes())
}

/// Whether the checksum fits, where there is one. A file ends with its last bracket or with this
/// line, so that no words within the case can be taken for it.
fn is_sound(text: &str) -> bool {
    let ended = text.trim_end();
    let (above, last) = match ended.rfind('\n').and_then(|at| ended.split_at_checked(at + 1)) {
        Some(parts) => parts,
        None => ("", ended),
    };
    match last.strip_prefix(CHECKSUM) {
        Some(sum) => sum == fingerprint(above.as_bytes()),
        None => last.ends_with(')') && !last.starts_with("//"),
    }
}

/// The format number, which stands before everything else so that it can be read whatever follows.
fn format_of(text: &str) -> Option<u32> {
    let rest = text.trim_start().strip_prefix('(')?;
    let rest = rest.trim_start().strip_prefix("format")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|format| *format > 0)
}

/// The beginning of what a parser says, which may quote the file at length.
fn brief(words: &str) -> String {
    let line: String = words.chars().take(120).collect();
    line.trim_end_matches('.').to_owned()
}

/// The address of everything that stands in fields and rows.
pub(super) fn slots(case: &Case) -> Vec<Slot> {
    let cells = Table::ALL.iter().copied().flat_map(|table| {
        case.row_ids(table).into_iter().flat_map(move |id| {
            table.every_column().iter().map(move |column| Slot::Cell(table, id, *column))
        })
    });
    Fact::ALL.iter().map(|fact| Slot::Fact(*fact)).chain(cells).collect()
}

/// Gives each field of one line one line, also when another program wrote more.
fn keep_lines_whole(case: &mut Case) {
    for slot in slots(case) {
        if let Some(Field::Line(text)) = case.field(&slot)
            && text.contains('\n')
        {
            let text = text.to_string();
            case.set_text(&slot, &text, Date::default());
        }
    }
}

/// Gives each row a number of its own, also when another program repeated one: otherwise what is
/// typed into one row would land in another.
fn number_rows(case: &mut Case) {
    let mut seen = BTreeSet::new();
    for table in Table::ALL.iter().copied() {
        for (at, id) in case.row_ids(table).into_iter().enumerate() {
            if !seen.insert(id) {
                let id = case.take_row_id();
                seen.insert(id);
                case.renumber(table, at, id);
            }
        }
    }
}
