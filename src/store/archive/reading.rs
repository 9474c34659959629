//! Checking a backup, and bringing cases back from one.
//!
//! An archive may come from anywhere: nothing in it is believed before its checksum was met.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use age::{DecryptError, Decryptor};
use tar::Archive;

use super::{ABOUT, ArchiveError, Contents, FIRST, FOLDERS, LAST};
use crate::domain::case::CaseId;
use crate::store::error::{StoreError, shown};
use crate::store::history::{Kind, Past};
use crate::store::keys::conversion::finish;
use crate::store::lock::{Held, take_lock};
use crate::store::reading::{CASE_FILE, NOT_ORDINARY, open};
use crate::store::schema::{self, LARGEST};
use crate::store::seal::is_sealed;
use crate::store::whole::{
    make_folders, make_new_folder, sweep_folders, sync_folder, unfinished_name,
};
use crate::store::{Seal, fingerprint, plain_name, trails};

/// The most bytes that the list of checksums may have: enough for a million files.
const LONGEST_LIST: u64 = 128 * 1024 * 1024;

const CUT: &str = "It ends too early: it was cut off, or never finished.";
const DAMAGED: &str = "It is encrypted, and was changed or cut off.";
const FOREIGN: &str = "It was not made by `convenor backup`, or by a newer version.";

/// Reads a backup from end to end and checks every file in it.
///
/// # Errors
/// Says why it cannot be relied on.
pub fn verify(path: &Path, seal: &Seal) -> Result<Contents, ArchiveError> {
    read(path, seal, |_, _, _| Ok(()))
}

/// Brings cases back from a backup into a folder in which they are not: one, or all. Nothing of
/// them can be seen before all of the backup was checked.
///
/// # Errors
/// Says why nothing was restored.
pub fn restore(path: &Path, seal: &Seal, only: Option<&CaseId>) -> Result<Contents, ArchiveError> {
    let root = seal.root();
    let known = verify(path, seal)?;
    if let Some(id) = only.filter(|id| !known.cases.contains(id)) {
        return Err(ArchiveError::NoCase(id.clone()));
    }
    let unwritten = |error: io::Error| StoreError::not_written(root, &error);
    make_folders(root).map_err(unwritten)?;
    finish(seal)?;
    let held = take_lock(root, Held::AloneAtOnce).map_err(unwritten)?;
    let Some(_held) = held else {
        let reason = "another window is writing into it at this moment. Try again".to_owned();
        return Err(StoreError::unwritten(&shown(root), reason).into());
    };
    sweep_folders(root);
    let staging = Staging(root.join(unfinished_name()));
    make_new_folder(&staging.0).map_err(unwritten)?;
    let wanted = |id: &CaseId| only.is_none_or(|only| only == id);
    // It is checked again on the way: it may be another file by now.
    let mut contents = read(path, seal, |id, name, bytes| {
        if !wanted(id) {
            return Ok(());
        }
        if fs::symlink_metadata(root.join(id.as_str())).is_ok() {
            return Err(ArchiveError::There { id: id.clone(), place: shown(root) });
        }
        let file = staging.0.join(name);
        let folder = file.parent().unwrap_or(&staging.0);
        make_folders(folder).map_err(|error| StoreError::not_written(folder, &error))?;
        Ok(seal.write(&file, bytes)?)
    })?;
    contents.cases.retain(wanted);
    for id in &contents.cases {
        let place = root.join(id.as_str());
        // Refused by the system where somebody made the same case meanwhile.
        fs::rename(staging.0.join(id.as_str()), &place)
            .map_err(|error| StoreError::not_written(&place, &error))?;
    }
    sync_folder(root).map_err(unwritten)?;
    Ok(contents)
}

/// A folder that goes away with whatever is still in it.
struct Staging(PathBuf);

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be taken away is never read, and swept by the next restore.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a backup says, encrypted or not.
fn opened(path: &Path, file: File, seal: &Seal) -> Result<Box<dyn Read>, ArchiveError> {
    let file = BufReader::new(file);
    if !is_sealed(path) {
        return Ok(Box::new(file));
    }
    let key = seal.key().ok_or_else(|| ArchiveError::Locked(shown(path)))?;
    let decryptor = Decryptor::new_buffered(file).map_err(|_| ArchiveError::refused(path, CUT))?;
    match decryptor.decrypt([key.identity()].into_iter()) {
        Ok(plain) => Ok(Box::new(plain)),
        Err(DecryptError::NoMatchingKeys) => Err(ArchiveError::Locked(shown(path))),
        Err(_) => Err(ArchiveError::refused(path, DAMAGED)),
    }
}

/// Reads a backup; gives each file of a case, by its path, to `take` as it comes, and says at the
/// end whether all of it was what it should be.
fn read(
    path: &Path,
    seal: &Seal,
    mut take: impl FnMut(&CaseId, &str, &[u8]) -> Result<(), ArchiveError>,
) -> Result<Contents, ArchiveError> {
    let refused = |reason: &str| ArchiveError::refused(path, reason);
    let unread = |error: &io::Error| ArchiveError::Store(StoreError::unread(path, error));
    let is_other = || fs::symlink_metadata(path).is_ok_and(|found| !found.is_file());
    let file = match open(path) {
        Err(_) if is_other() => return Err(refused(NOT_ORDINARY)),
        opened => opened.map_err(|error| unread(&error))?,
    };
    if !file.metadata().is_ok_and(|about| about.is_file()) {
        return Err(refused(NOT_ORDINARY));
    }
    let mut archive = Archive::new(opened(path, file, seal)?);
    let mut found = Files::default();
    // Raw: no name and no link is interpreted for us.
    let entries = archive.entries().map_err(|error| unread(&error))?.raw(true);
    for (at, entry) in entries.enumerate() {
        let mut entry = entry.map_err(|_| refused(if at == 0 { FOREIGN } else { CUT }))?;
        let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap_or_default();
        if !entry.header().entry_type().is_file() {
            return Err(refused("It holds a link, a folder or a device."));
        }
        let most = if name == LAST { LONGEST_LIST } else { LARGEST };
        if entry.size() > most {
            return Err(refused("It holds a file that is larger than any of ours can be."));
        }
        let mut bytes = Vec::new();
        let size = entry.size();
        entry.read_to_end(&mut bytes).map_err(|_| refused(CUT))?;
        if bytes.len() as u64 != size {
            return Err(refused(CUT));
        }
        match at {
            0 if name == FIRST && bytes == ABOUT.as_bytes() => {}
            0 => return Err(refused(FOREIGN)),
            _ => {
                let id = found.add(&name, &bytes).map_err(refused)?;
                id.map_or(Ok(()), |id| take(&id, &name, &bytes))?;
            }
        }
    }
    found.checked().map_err(refused)
}

/// The files of a backup as they come.
#[derive(Default)]
struct Files {
    sums: BTreeMap<String, String>,
    /// The names in small letters: some file systems make no difference.
    folded: BTreeSet<String>,
    list: Option<String>,
    contents: Contents,
}

impl Files {
    /// Notes a file; returns its case, or `None` where it is the list of checksums.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<Option<CaseId>, &'static str> {
        if self.list.is_some() {
            return Err("Something follows where it should have ended.");
        }
        if name == LAST {
            let list = std::str::from_utf8(bytes).map_err(|_| FOREIGN)?;
            self.list = Some(list.to_owned());
            return Ok(None);
        }
        let id = case_of(name).ok_or("It holds a file that is no part of a case.")?;
        if !self.folded.insert(name.to_lowercase()) {
            return Err("It holds the same file twice.");
        }
        if is_case(name) && schema::read(bytes, id.as_str()).is_err() {
            self.contents.damaged.push(name.to_owned());
        }
        if self.contents.cases.last() != Some(&id) && !self.contents.cases.contains(&id) {
            self.contents.cases.push(id.clone());
        }
        self.contents.files += 1;
        self.contents.bytes += bytes.len() as u64;
        self.sums.insert(name.to_owned(), fingerprint(bytes));
        Ok(Some(id))
    }

    /// What is in the backup, if every file in it is in the list, and every file in the list is
    /// here as it was.
    fn checked(mut self) -> Result<Contents, &'static str> {
        let list = self.list.take().ok_or(if self.contents.files == 0 { FOREIGN } else { CUT })?;
        let mut listed = BTreeMap::new();
        for line in list.lines() {
            let (sum, name) = line.split_once("  ").ok_or(FOREIGN)?;
            listed.insert(name.to_owned(), sum.to_owned());
        }
        if listed.len() != self.sums.len() || !listed.keys().eq(self.sums.keys()) {
            return Err("It does not hold the files that it should.");
        }
        if listed != self.sums {
            return Err("A file in it is not what was backed up: its checksum does not fit.");
        }
        self.contents.cases.sort();
        Ok(self.contents)
    }
}

/// The case of a path in a backup, if it is the path of a part of a case.
fn case_of(name: &str) -> Option<CaseId> {
    let parts: Vec<&str> = name.split('/').collect();
    let id = match *parts.as_slice() {
        [id, CASE_FILE] => id,
        [id, file] if trails::is_trail(file) => id,
        [id, folder, file] if FOLDERS.contains(&folder) && plain_name(file).is_ok() => id,
        _ => return None,
    };
    id.parse().ok()
}

/// Whether a file should be readable as a case: the case, or a state that it had.
fn is_case(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    let past = || Past::from_name(last, 0).is_some_and(|past| past.kind != Kind::Damaged);
    last == CASE_FILE || (name.contains("/history/") && past())
}
