//! What the program looks up, read from the user's configuration folder: profiles and term dates.
//!
//! Must never fail because of a file of the user: what cannot be used is left out, and told.

use std::path::{Path, PathBuf};

use super::calendars::{self, TermDates, to_text};
use super::error::{StoreError, shown};
use super::profiles::Shelf;
use super::reading::files_in;
use super::whole::{make_folders, write_whole};
use crate::domain::calendar::Calendar;
use crate::domain::reference::{Reference, same_school};
use crate::domain::text::folded;

/// The endings of calendar files.
const ENDINGS: [&str; 3] = ["txt", "ron", "ics"];

/// The folder of the user's term dates, below the one for settings.
pub fn calendar_folder(config: &Path) -> PathBuf {
    config.join("convenor").join("calendars")
}

/// Reads everything that is looked up; `config` is the folder for settings, if there is one.
///
/// # Errors
/// When a built-in profile cannot be read, which a test rules out.
pub fn read(config: Option<&Path>) -> Result<Reference, StoreError> {
    let shelf = Shelf::of(config)?;
    let mut reference = Reference::of(shelf.profiles());
    reference.left_out.extend(shelf.left_out.iter().map(ToString::to_string));
    let Some(config) = config else { return Ok(reference) };
    let files = match files_in(&calendar_folder(config), &ENDINGS) {
        Ok(files) => files,
        Err(error) => {
            reference.left_out.push(error.to_string());
            return Ok(reference);
        }
    };
    for file in files {
        match calendars::read(&file) {
            Ok(TermDates { calendar, .. }) => reference.calendars.push(calendar),
            Err(error) => reference.left_out.push(error.to_string()),
        }
    }
    Ok(reference)
}

/// Why the term dates of a school were not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// There are dates of this school already.
    #[error("The term dates of {school} stand in {place} already. {mend}")]
    There {
        /// The school.
        school: String,
        /// The file.
        place: String,
        /// What to do.
        mend: &'static str,
    },
    /// The folder cannot be read or written.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// Keeps the term dates of a school, in the text form, under the name of the calendar; returns the
/// file. Dates that were kept before are only written over when `replace` says so, and only in the
/// file that is ours.
///
/// # Errors
/// Says why nothing was written.
pub fn keep(config: &Path, calendar: &Calendar, replace: bool) -> Result<PathBuf, NotKept> {
    let folder = calendar_folder(config);
    let unwritten = |path: &Path, error| StoreError::not_written(path, &error);
    make_folders(&folder).map_err(|error| unwritten(&folder, error))?;
    let stem = file_stem(calendar.school());
    let ours = folder.join(format!("{stem}.txt"));
    let is_same = |file: &PathBuf| {
        let read = calendars::read(file);
        read.is_ok_and(|other| same_school(other.calendar.name(), calendar.name()))
    };
    let path = match files_in(&folder, &ENDINGS)?.into_iter().find(is_same) {
        Some(there) if !replace || there != ours => {
            let mend = if there == ours {
                "Say --replace to put these in their place."
            } else {
                "Take that file away first: it was not made by this program."
            };
            let school = calendar.school().to_owned();
            return Err(NotKept::There { school, place: shown(&there), mend });
        }
        Some(there) => there,
        None => free(&folder, &stem, ours),
    };
    write_whole(&path, to_text(calendar).as_bytes()).map_err(|error| unwritten(&path, error))?;
    Ok(path)
}

/// A file that is not there yet.
fn free(folder: &Path, stem: &str, first: PathBuf) -> PathBuf {
    let more = (2_u32..).map(|n| folder.join(format!("{stem}-{n}.txt")));
    let mut names = std::iter::once(first).chain(more);
    names.find(|path| path.symlink_metadata().is_err()).unwrap_or_default()
}

/// The name of a school as a file may be called.
fn file_stem(school: &str) -> String {
    let plain: String = folded(school)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .take(60)
        .collect();
    let stem = plain.split_whitespace().collect::<Vec<_>>().join("-");
    if stem.is_empty() { "school".to_owned() } else { stem }
}
