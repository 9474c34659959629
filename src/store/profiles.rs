//! Protocol profiles: those that are built in, and those in the user's configuration folder.
//!
//! Must never read one from a case, nor let a faulty file stop the program: it is left out, and told.

mod place;

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use ron::Options;
use ron::extensions::Extensions;

use super::calendars::{Fault, fault_of, text_of};
use super::error::{StoreError, listed, shown};
use super::reading::{Found, files_in, read_file};
use crate::domain::profile::{Profile, place_in_words};
use crate::domain::reference::{Profiles, Reference};
use crate::domain::text::clean_line;

/// What is built in; a new case has the first unless another is chosen.
const SOUTHWARK: &str = include_str!("../profiles/southwark.ron");
const KIRKLEES: &str = include_str!("../profiles/kirklees.ron");

/// A profile goes some six levels deep; what goes deeper is none.
const DEEPEST: usize = 24;

const EMPTY: &str =
    "The file is empty. `convenor profile show southwark --ron` prints one to begin from.";

/// The ending of a profile's file.
const ENDING: &str = "ron";

/// Something in a file that must be mended before it is a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// The column, from 1, where it helps.
    pub column: Option<usize>,
    /// The place within the profile, in words; blank where the file cannot be read so far.
    pub place: String,
    /// What is the matter, and what to do: one sentence or two.
    pub sentence: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!("line {line}"));
        let column = self.column.map(|column| format!("column {column}"));
        let place = Some(self.place.clone()).filter(|place| !place.is_empty());
        let parts: Vec<String> = [line, column, place].into_iter().flatten().collect();
        if !parts.is_empty() {
            write!(f, "{}: ", crate::domain::text::capital(&parts.join(", ")))?;
        }
        f.write_str(&self.sentence)
    }
}

/// Why there is no profile to be had from a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read at all.
    #[error("{0}")]
    Unread(StoreError),
    /// What stands in it cannot be used.
    #[error("{name} cannot be used{}", listed(.problems))]
    Damaged {
        /// The file.
        name: String,
        /// Everything that must be mended.
        problems: Vec<Problem>,
    },
}

/// The Southwark protocol, which a new case has unless another is chosen.
///
/// # Errors
/// When the built-in text is not a profile, which a test rules out.
pub fn southwark() -> Result<Profile, StoreError> {
    built_in_from(SOUTHWARK)
}

fn built_in_from(text: &str) -> Result<Profile, StoreError> {
    let name = "A protocol that is built in";
    from_bytes(text.as_bytes(), name).map_err(|error| StoreError::damaged(name, &error.to_string()))
}

/// What is known without any file of the user.
///
/// # Errors
/// When a built-in text is not a profile, which a test rules out.
pub fn built_in() -> Result<Reference, StoreError> {
    Ok(Reference::of(Shelf::of(None)?.profiles()))
}

/// The text of a built-in profile, to begin one's own from.
pub fn text_of_built_in(key: &str) -> Option<&'static str> {
    let has_key = |text: &&str| built_in_from(text).is_ok_and(|profile| profile.key == key);
    [SOUTHWARK, KIRKLEES].into_iter().find(has_key)
}

/// The profiles that there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    /// The folder of the user's own, if there can be one.
    pub folder: Option<PathBuf>,
    /// What a new case has unless another is chosen.
    pub default: Profile,
    /// The others, each with its file if it is the user's.
    pub others: Vec<(Profile, Option<PathBuf>)>,
    /// Files that are no profile, with the reason.
    pub left_out: Vec<ProfileError>,
}

impl Shelf {
    /// The profiles that are built in, and the user's in the folder for settings.
    ///
    /// # Errors
    /// When a built-in text is not a profile, which a test rules out.
    pub fn of(config: Option<&Path>) -> Result<Self, StoreError> {
        let folder = config.map(|config| config.join("convenor").join("profiles"));
        let others = vec![(built_in_from(KIRKLEES)?, None)];
        let mut shelf = Self { folder, default: southwark()?, others, left_out: Vec::new() };
        let Some(folder) = shelf.folder.clone() else { return Ok(shelf) };
        match files_in(&folder, &[ENDING]) {
            Ok(files) => files.into_iter().for_each(|file| shelf.put(file)),
            Err(error) => shelf.left_out.push(ProfileError::Unread(error)),
        }
        Ok(shelf)
    }

    /// Every profile, the default first, with its file if it is the user's.
    pub fn all(&self) -> impl Iterator<Item = (&Profile, Option<&Path>)> {
        let others = self.others.iter().map(|(profile, file)| (profile, file.as_deref()));
        std::iter::once((&self.default, None)).chain(others)
    }

    /// Takes a file of the user, if it is a profile with a key of its own.
    fn put(&mut self, file: PathBuf) {
        let profile = match read(&file) {
            Ok(profile) => profile,
            Err(error) => return self.left_out.push(error),
        };
        let Some((_, other)) = self.all().find(|(other, _)| other.key == profile.key) else {
            return self.others.push((profile, Some(file)));
        };
        let key = &profile.key;
        let sentence = match other {
            None => {
                format!("The key “{key}” belongs to a protocol that is built in. Choose another.")
            }
            Some(other) => {
                let name = other.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
                format!("The key “{key}” is that of {} too. Choose another.", clean_line(&name))
            }
        };
        let problem = Problem { line: None, column: None, place: "key".to_owned(), sentence };
        self.left_out.push(ProfileError::Damaged { name: shown(&file), problems: vec![problem] });
    }

    /// The profiles as the program looks them up.
    pub fn profiles(&self) -> Profiles {
        let others = self.others.iter().map(|(profile, _)| profile.clone());
        Profiles::new(self.default.clone(), others.collect())
    }
}

/// Reads the profile in a file, and looks whether it makes sense.
///
/// # Errors
/// Says why the file cannot be read, or everything that must be mended in it.
pub fn read(path: &Path) -> Result<Profile, ProfileError> {
    let unread = |error| ProfileError::Unread(StoreError::unread(path, &error));
    match read_file(path).map_err(unread)? {
        Found::Bytes(bytes) => from_bytes(&bytes, &shown(path)),
        Found::Nothing => Err(unread(io::ErrorKind::NotFound.into())),
        Found::Refused(why) => Err(ProfileError::Unread(StoreError::damaged(&shown(path), why))),
    }
}

/// Reads a profile from the bytes of a file; `file` is what the file is called in messages.
///
/// # Errors
/// Says everything that must be mended.
pub fn from_bytes(bytes: &[u8], file: &str) -> Result<Profile, ProfileError> {
    let damaged = |problems| ProfileError::Damaged { name: clean_line(file), problems };
    let text = text_of(bytes).map_err(|found| {
        let sentence = match found.fault {
            Fault::Empty => EMPTY.to_owned(),
            other => other.to_string(),
        };
        damaged(vec![Problem { line: found.line, column: None, place: String::new(), sentence }])
    })?;
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let read = options.with_recursion_limit(DEEPEST).from_str::<Profile>(text);
    let profile = read.map_err(|error| {
        let start = error.span.start;
        damaged(vec![Problem {
            line: Some(start.line),
            column: Some(start.col),
            place: String::new(),
            sentence: fault_of(&error.code).to_string(),
        }])
    })?;
    let problems: Vec<Problem> = profile
        .problems()
        .into_iter()
        .map(|found| Problem {
            line: place::line_of(text, &found.place),
            column: None,
            place: place_in_words(&found.place),
            sentence: clean_line(&found.sentence),
        })
        .collect();
    if problems.is_empty() { Ok(profile.with_figures()) } else { Err(damaged(problems)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::Entry;
    use crate::domain::slot::{Fact, Slot};
    use crate::domain::table::Table;

    #[test]
    fn every_built_in_profile_is_as_sound_as_one_of_the_user_has_to_be() {
        for text in [SOUTHWARK, KIRKLEES] {
            let read = from_bytes(text.as_bytes(), "built in");
            assert!(read.is_ok(), "{}", read.unwrap_err());
        }
    }

    #[test]
    fn every_fact_and_every_table_has_a_place_on_the_agenda() {
        let profile = southwark().unwrap();
        for fact in Fact::ALL {
            assert!(profile.place_of(&Slot::Fact(*fact)).is_some(), "{fact:?}");
        }
        for table in Table::ALL.iter().copied() {
            let reviewed = profile.review_agenda.iter().any(|item| {
                item.entries.iter().any(
                    |entry| matches!(entry, Entry::Table { table: other, .. } if *other == table),
                )
            });
            assert!(profile.place_of_table(table).is_some() || reviewed, "{table:?}");
        }
    }
}
