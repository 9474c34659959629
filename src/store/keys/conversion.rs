//! A change of the keys of a store: everything in it is written anew, all or nothing.
//!
//! First a whole copy of every file is made beside the cases, under a name that is swept when
//! something stops it. One rename turns that into a promise; then each file is renamed over the one
//! it replaces, which any later start finishes, without a key. There is no moment at which a case
//! has no file, and none at which the store could not be read with the old key or the new.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::KeyTrouble;
use super::recipients::{LIST, Recipients, read_list};
use crate::domain::case::CaseId;
use crate::domain::text::clean_line;
use crate::store::StoreError;
use crate::store::error::in_words;
use crate::store::folder::erasing::{finish_all, is_chain};
use crate::store::lock::{Held, take_lock};
use crate::store::open;
use crate::store::reading::CASE_FILE;
use crate::store::seal::{Opened, Seal, sealed};
use crate::store::whole::{
    about, is_folder, is_there, is_unfinished, make_folders, make_new_folder, sweep, sweep_folders,
    sync_folder, unfinished_name, write_whole,
};

/// The folder in the root of a store with what is about to take its place.
const PROMISED: &str = ".convenor-change";

/// Stands in it for the list, where there is to be none.
const NO_LIST: &str = "off";

/// How deep the folders of a case go at most.
const DEEPEST: usize = 6;

/// What a change of keys found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// How many cases there are.
    pub cases: usize,
    /// How many files were written anew.
    pub files: usize,
    /// What was left as it is, because no key here reads it, or it cannot be read at all: by name.
    pub left: Vec<String>,
}

/// Writes everything anew for a list of keys, or in plain where there is none, and acknowledges it.
///
/// # Errors
/// Says why nothing was changed, or that the change was begun and will be finished at the next
/// start.
pub fn change(seal: &Seal, wanted: Option<&Recipients>) -> Result<Changed, StoreError> {
    let root = seal.root();
    let pins = seal.pins().ok_or(KeyTrouble::NoSettings)?;
    make_folders(root).map_err(|error| StoreError::not_written(root, &error))?;
    finish(seal)?;
    let _held = lock(root, Held::Alone)?.ok_or(KeyTrouble::Underway)?;
    finish_all(seal)?;
    if !seal.is_acknowledged()? {
        return Err(KeyTrouble::Changed.into());
    }
    sweep_folders(root);
    let list = wanted.map(Recipients::written);
    let staging = root.join(unfinished_name());
    let failed = |error: io::Error| StoreError::not_written(root, &error);
    make_new_folder(&staging).map_err(failed)?;
    let changed = stage(seal, &staging, wanted).and_then(|changed| {
        let (name, text) = list.as_deref().map_or((NO_LIST, ""), |list| (LIST, list));
        write_whole(&staging.join(name), text.as_bytes()).map_err(failed)?;
        pins.expect(list.as_deref().unwrap_or_default().as_bytes())?;
        fs::rename(&staging, root.join(PROMISED)).map_err(failed)?;
        sync_folder(root).map_err(failed)?;
        Ok(changed)
    });
    if changed.is_err() {
        // In plain, perhaps: it must not stay. What cannot be taken away now is swept later.
        let _ = fs::remove_dir_all(&staging);
    }
    let changed = changed?;
    keep_promise(root)?;
    pins.settle(list.as_deref().map(str::as_bytes))?;
    Ok(changed)
}

/// Finishes a change of keys that was cut off, and sweeps one that was not promised. Needs no key.
///
/// # Errors
/// Says why it could not be finished; no case is lost then.
pub fn finish(seal: &Seal) -> Result<(), StoreError> {
    let root = seal.root();
    if is_there(&root.join(PROMISED)).map_err(|error| StoreError::unread(root, &error))? {
        let _held = lock(root, Held::Alone)?;
        keep_promise(root)?;
    }
    // The promise may have been kept, and only what is acknowledged not be noted yet.
    if let Some(pins) = seal.pins()
        && pins.are_open()?
        && let Ok(Some(_held)) = take_lock(root, Held::AloneAtOnce)
    {
        pins.tidy(read_list(root)?.as_deref())?;
    }
    Ok(())
}

/// Sweeps what a change of keys left that was cut off before it was promised, which may be in plain.
pub fn sweep_unpromised(seal: &Seal) {
    if let Some(pins) = seal.pins() {
        pins.sweep();
    }
    let root = seal.root();
    let entries = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let mut names = entries.map(|entry| entry.file_name());
    if names.any(|name| is_unfinished(&name.to_string_lossy()))
        && let Ok(Some(_held)) = take_lock(root, Held::AloneAtOnce)
    {
        sweep_folders(root);
        sweep(root);
    }
}

/// Holds a store alone; what a change of keys promised is in its place then. `None` while others
/// write.
pub(in crate::store) fn hold_alone(seal: &Seal) -> Result<Option<File>, StoreError> {
    let root = seal.root();
    finish(seal)?;
    let held = take_lock(root, Held::AloneAtOnce)
        .map_err(|error| StoreError::not_written(root, &error))?;
    held.map(|held| keep_promise(root).map(|()| held)).transpose()
}

/// Holds a store against changes of its keys, together with others who write.
pub(in crate::store) fn hold(root: &Path) -> Result<Option<File>, StoreError> {
    lock(root, Held::Together)
}

fn lock(root: &Path, held: Held) -> Result<Option<File>, StoreError> {
    match take_lock(root, held) {
        Ok(Some(file)) => Ok(Some(file)),
        Ok(None) => Err(KeyTrouble::Underway.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::not_written(root, &error)),
    }
}

/// Writes everything anew into a folder beside it.
fn stage(seal: &Seal, staging: &Path, wanted: Option<&Recipients>) -> Result<Changed, StoreError> {
    let mut changed = Changed::default();
    for name in names_in(seal.root())? {
        let folder = seal.root().join(&name);
        let is_case = name.parse::<CaseId>().is_ok();
        let unread = |error: io::Error| StoreError::unread(&folder, &error);
        let is_folder = is_folder(&folder).map_err(unread)?;
        let is_copy = is_folder
            && !name.starts_with('.')
            && is_there(&folder.join(CASE_FILE)).map_err(unread)?;
        if is_copy || is_case && is_folder {
            changed.cases += usize::from(is_case);
            let mut stage = Stage { seal, wanted, root: staging, changed: &mut changed };
            stage.folder(&folder, &name, 0)?;
        } else if is_chain(&name) {
            let mut stage = Stage { seal, wanted, root: staging, changed: &mut changed };
            stage.file(&folder, &name)?;
        }
    }
    Ok(changed)
}

struct Stage<'a> {
    seal: &'a Seal,
    wanted: Option<&'a Recipients>,
    root: &'a Path,
    changed: &'a mut Changed,
}

impl Stage<'_> {
    fn folder(&mut self, folder: &Path, within: &str, depth: usize) -> Result<(), StoreError> {
        for name in names_in(folder)? {
            let (path, within) = (folder.join(&name), format!("{within}/{name}"));
            if is_unfinished(&name) || name == open::FILE {
                continue;
            }
            let is_folder = is_folder(&path).map_err(|error| StoreError::unread(&path, &error))?;
            if is_folder && depth < DEEPEST {
                self.folder(&path, &within, depth + 1)?;
            } else {
                self.file(&path, &within)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, within: &str) -> Result<(), StoreError> {
        let found = self.seal.read(path).map_err(|error| StoreError::unread(path, &error))?;
        let Opened::Bytes(bytes) = found else {
            self.changed.left.push(clean_line(within));
            return Ok(());
        };
        let target = self.root.join(within);
        let failed = |error| StoreError::not_written(&target, &error);
        target.parent().map_or(Ok(()), make_folders).map_err(failed)?;
        write_whole(&target, &sealed(&bytes, self.wanted)?).map_err(failed)?;
        self.changed.files += 1;
        Ok(())
    }
}

/// Puts what was promised in its place. Whatever is done twice is done once.
fn keep_promise(root: &Path) -> Result<(), StoreError> {
    put_in_place(root).map_err(|error| KeyTrouble::Half(in_words(&error)).into())
}

fn put_in_place(root: &Path) -> io::Result<()> {
    let promised = root.join(PROMISED);
    match about(&promised)? {
        Some(found) if found.is_dir() => {}
        Some(_) => return Err(io::ErrorKind::NotADirectory.into()),
        // Somebody else finished it.
        None => return Ok(()),
    }
    // The list comes first: from now on nothing is written for the old one.
    let list = promised.join(LIST);
    if is_there(&list)? {
        fs::rename(&list, root.join(LIST))?;
        sync_folder(root)?;
    }
    for entry in fs::read_dir(&promised)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            move_over(&entry.path(), &root.join(entry.file_name()))?;
        } else if is_chain(&entry.file_name().to_string_lossy()) {
            fs::rename(entry.path(), root.join(entry.file_name()))?;
        }
    }
    let no_list = promised.join(NO_LIST);
    if is_there(&no_list)? {
        match fs::remove_file(root.join(LIST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => sync_folder(root)?,
        }
    }
    fs::remove_dir_all(&promised)?;
    sync_folder(root)
}

/// Moves each file of a folder over the one of its name, and sweeps what saves had not finished.
fn move_over(from: &Path, to: &Path) -> io::Result<()> {
    make_folders(to)?;
    if !is_folder(to)? {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            move_over(&entry.path(), &target)?;
        } else {
            fs::rename(entry.path(), target)?;
        }
    }
    sweep(to);
    sync_folder(to)
}

/// The names in a folder, in order; those that are no text are never ours.
fn names_in(folder: &Path) -> Result<Vec<String>, StoreError> {
    let unread = |error: io::Error| StoreError::unread(folder, &error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        names.extend(entry.map_err(unread)?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}

/// How many files of cases lie in plain.
pub(in crate::store) fn cases_in_plain(root: &Path) -> usize {
    let names = names_in(root).unwrap_or_default();
    let cases = names.iter().filter(|name| name.parse::<CaseId>().is_ok());
    let of_cases: usize = cases.map(|name| in_plain(&root.join(name)).len()).sum();
    let chains = names.iter().filter(|name| is_chain(name)).map(|name| root.join(name));
    of_cases
        + chains.filter(|chain| chain.is_file() && !crate::store::seal::is_sealed(chain)).count()
}

/// The files of a case that lie in plain in an encrypted store: copied in by hand, perhaps.
pub(in crate::store) fn in_plain(folder: &Path) -> Vec<PathBuf> {
    let mut plain = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for name in names_in(&folder).unwrap_or_default() {
            let path = folder.join(&name);
            if is_folder(&path).is_ok_and(|is| is) && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else if name != open::FILE && path.is_file() && !crate::store::seal::is_sealed(&path)
            {
                plain.push(path);
            }
        }
    }
    plain
}
