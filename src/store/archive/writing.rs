//! Making a backup.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tar::{Builder, EntryType, Header};

use super::{ABOUT, ArchiveError, Contents, FIRST, FOLDERS, LAST};
use crate::domain::case::CaseId;
use crate::domain::text::clean_line;
use crate::store::error::{StoreError, shown};
use crate::store::reading::CASE_FILE;
use crate::store::seal::{Opened, Seal, seal_into};
use crate::store::whole::{is_unfinished, write_new};
use crate::store::{bookmark, fingerprint, open, plain_name, schema, trails};

/// Writes a backup of all cases in a folder to a new file that only its owner can read.
///
/// No case is locked: the file of a case is read first, and the documents that it names were
/// written before it was.
///
/// # Errors
/// Says why there is no backup; nothing is left behind then.
pub fn write(seal: &Seal, path: &Path) -> Result<Contents, ArchiveError> {
    let root = seal.root();
    let list = seal.recipients()?;
    let names = names_in(root)?.unwrap_or_default();
    let mut cases = Vec::new();
    let mut left_out = Vec::new();
    for name in names {
        let folder = root.join(&name);
        let is_folder = fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir());
        match name.parse::<CaseId>() {
            Ok(id) if is_folder => cases.push(id),
            Ok(_) => left_out.push(clean_line(&name)),
            // What is no case and looks like none is not ours to report.
            Err(_) if is_folder && folder.join(CASE_FILE).exists() => {
                left_out.push(clean_line(&name));
            }
            Err(_) => {}
        }
    }
    if cases.is_empty() {
        return Err(ArchiveError::Empty(shown(root)));
    }
    let contents = Contents { cases, left_out, ..Contents::default() };
    write_new(path, |file| match &list {
        Some(list) => seal_into(file, list, |out| fill(out, seal, contents)),
        None => fill(file, seal, contents),
    })
    .map_err(|trouble| match trouble {
        Trouble::Target(error) => StoreError::not_written(path, &error).into(),
        Trouble::Source(error) => error.into(),
    })
}

/// What can go wrong while writing: at the new file, or at a case.
enum Trouble {
    Target(io::Error),
    Source(StoreError),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Target(error)
    }
}

fn fill(file: &mut dyn Write, seal: &Seal, contents: Contents) -> Result<Contents, Trouble> {
    let mut pack = Pack { tar: Builder::new(BufWriter::new(file)), sums: String::new(), contents };
    append(&mut pack.tar, &mut header(FIRST, ABOUT.len())?, ABOUT.as_bytes())?;
    for id in pack.contents.cases.clone() {
        pack.add_case(seal, &id)?;
    }
    let sums = std::mem::take(&mut pack.sums);
    append(&mut pack.tar, &mut header(LAST, sums.len())?, sums.as_bytes())?;
    pack.tar.into_inner()?.flush()?;
    Ok(pack.contents)
}

struct Pack<W: Write> {
    tar: Builder<W>,
    sums: String,
    contents: Contents,
}

impl<W: Write> Pack<W> {
    fn add_case(&mut self, seal: &Seal, id: &CaseId) -> Result<(), Trouble> {
        let folder = seal.root().join(id.as_str());
        self.add_file(seal, &format!("{id}/{CASE_FILE}"))?;
        for name in names_in(&folder).map_err(Trouble::Source)?.unwrap_or_default() {
            let within = folder.join(&name);
            let is_folder = fs::symlink_metadata(&within).is_ok_and(|found| found.is_dir());
            if is_folder && FOLDERS.contains(&&*name) {
                for file in names_in(&within).map_err(Trouble::Source)?.unwrap_or_default() {
                    self.add_file(seal, &format!("{id}/{name}/{file}"))?;
                }
            } else if trails::is_trail(&name) {
                self.add_file(seal, &format!("{id}/{name}"))?;
            } else if ![CASE_FILE, open::FILE, bookmark::FILE].contains(&&*name)
                && !is_unfinished(&name)
            {
                self.contents.left_out.push(clean_line(&format!("{id}/{name}")));
            }
        }
        Ok(())
    }

    fn add_file(&mut self, seal: &Seal, name: &str) -> Result<(), Trouble> {
        let path = seal.root().join(name);
        let last = name.rsplit('/').next().unwrap_or_default();
        if is_unfinished(last) {
            return Ok(());
        }
        let found = seal.read(&path).map_err(|error| StoreError::unread(&path, &error));
        let bytes = match found.map_err(Trouble::Source)? {
            Opened::Bytes(bytes) if plain_name(last).is_ok() => bytes,
            // A state that was thinned out at this moment, or a case that never had a file.
            Opened::Nothing => return Ok(()),
            Opened::Locked => {
                self.contents.locked.push(clean_line(name));
                return Ok(());
            }
            Opened::Bytes(_) | Opened::Refused(_) => {
                self.contents.left_out.push(clean_line(name));
                return Ok(());
            }
        };
        let Ok(mut header) = header(name, bytes.len()) else {
            self.contents.left_out.push(clean_line(name));
            return Ok(());
        };
        append(&mut self.tar, &mut header, &bytes)?;
        let id = name.split('/').next().unwrap_or_default();
        if last == CASE_FILE && schema::read(&bytes, id).is_err() {
            self.contents.damaged.push(name.to_owned());
        }
        self.sums.extend([&fingerprint(&bytes), "  ", name, "\n"]);
        self.contents.files += 1;
        self.contents.bytes += bytes.len() as u64;
        Ok(())
    }
}

/// The head of a file: for its owner only, and without anything that differs from day to day.
fn header(name: &str, size: usize) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_entry_type(EntryType::Regular);
    header.set_size(size as u64);
    header.set_mode(0o600);
    Ok(header)
}

fn append(tar: &mut Builder<impl Write>, header: &mut Header, bytes: &[u8]) -> io::Result<()> {
    header.set_cksum();
    tar.append(header, bytes)
}

/// The names in a folder, in order; those that are no text are never ours. `None` when the folder
/// is not there.
fn names_in(folder: &Path) -> Result<Option<Vec<String>>, StoreError> {
    let unread = |error: io::Error| StoreError::unread(folder, &error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unread(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry.map_err(unread)?.file_name().into_string());
    }
    names.sort();
    Ok(Some(names))
}
