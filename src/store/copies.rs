//! Other versions of a case that lie beside it: conflict copies of synchronising folders, copied
//! folders, and words that a window left when it was killed. Known by what is in them.
//!
//! Must never delete one: once it is brought in, it is moved to the history of its case.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::keeping;
use super::reading::{self, CASE_FILE, Found, files_in};
use super::seal::Opened;
use super::whole::{make_folders, sync_folder};
use super::{Seal, Version, schema};
use crate::domain::case::{Case, CaseId};
use crate::domain::merge::{likely_base, takes_words_out};

/// Another version of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Under which name it lies in the folder of the case or, for a folder, beside that.
    pub name: String,
    /// What is in it.
    pub case: Box<Case>,
    /// From which version it went on, as far as that can be told from the history.
    pub base: Option<Box<Case>>,
}

/// Everything beside the case in a folder, by name. `own` is the shelter of this window.
pub(super) fn beside(seal: &Seal, id: &CaseId, own: &str) -> Vec<Other> {
    let root = seal.root();
    let folder = root.join(id.as_str());
    let mut found: Vec<(String, Case)> = Vec::new();
    let stands = read(seal, &folder.join(CASE_FILE), id);
    for path in in_folder(&folder) {
        if let (Some(case), Some(name)) = (read(seal, &path, id), name_of(&path)) {
            found.push((name, case));
        }
    }
    for path in files_in(&folder.join("history"), &["ron"]).unwrap_or_default() {
        let name = name_of(&path).filter(|name| name.starts_with("unsaved-") && name != own);
        // What was stored after all is no other version.
        if let (Some(name), Some(case)) = (name, read(seal, &path, id))
            && stands.as_ref() != Some(&case)
        {
            found.push((format!("history/{name}"), case));
        }
    }
    for (name, path) in beside_folder(root, id) {
        if let Some(case) = read(seal, &path.join(CASE_FILE), id) {
            found.push((name, case));
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let pasts = keeping::pasts(&folder).unwrap_or_default();
    let states = pasts.iter().filter_map(|past| keeping::read(seal, &folder, past).ok());
    let states: Vec<Case> =
        states.filter_map(|bytes| schema::read(&bytes, id.as_str()).ok()).collect();
    let with_base = |(name, case): (String, Case)| {
        let base = goes_on(&name, stands.as_ref(), &case).or_else(|| likely_base(&case, &states));
        Other { name, case: Box::new(case), base: base.map(Box::new) }
    };
    found.into_iter().map(with_base).collect()
}

/// What stands, where words that could not be stored only add to it: then they were typed after it.
fn goes_on(name: &str, stands: Option<&Case>, words: &Case) -> Option<Case> {
    let stands = stands.filter(|stands| !takes_words_out(stands, words))?;
    name.starts_with("history/").then(|| stands.clone())
}

/// How many conflict copies and copied folders lie beside a case; `folders` are those beside its
/// own that may be copies of it.
pub(super) fn count(seal: &Seal, folder: &Path, id: &CaseId, folders: &[PathBuf]) -> usize {
    let files = in_folder(folder).into_iter();
    let copied = folders.iter().map(|folder| folder.join(CASE_FILE));
    files.chain(copied).filter(|path| read(seal, path, id).is_some()).count()
}

/// Moves what was brought in to the history.
pub(super) fn put_away(seal: &Seal, id: &CaseId, name: &str) -> io::Result<()> {
    let root = seal.root();
    let folder = root.join(id.as_str());
    let within = folder.join(name);
    let path = if within.symlink_metadata().is_ok() { within } else { root.join(name) };
    let about = fs::symlink_metadata(&path)?;
    let file = if about.is_dir() { path.join(CASE_FILE) } else { path.clone() };
    if read(seal, &file, id).is_none() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Of what lies on the disk: the sum of the words would let somebody try which words they are.
    let Found::Bytes(bytes) = reading::read_file(&file)? else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let history = folder.join("history");
    make_folders(&history)?;
    if !fs::symlink_metadata(&history)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let mark = Version::of(&bytes).to_string();
    let ending = if about.is_dir() { "" } else { ".ron" };
    let free = |count: &usize| {
        let name = format!("brought-in-{mark:.16}-{count}{ending}");
        history.join(name).symlink_metadata().is_err()
    };
    let count = (1..1000).find(free).ok_or(io::ErrorKind::AlreadyExists)?;
    fs::rename(&path, history.join(format!("brought-in-{mark:.16}-{count}{ending}")))?;
    sync_folder(&history)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Which folders may be copies of the folder of which case, by their names alone.
pub(super) fn by_case(names: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let mut copies: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        let mut within: Vec<&str> = parts(name).filter_map(|part| all.get(part).copied()).collect();
        within.retain(|part| part != name && part.parse::<CaseId>().is_ok());
        if let Some(longest) = within.into_iter().max_by_key(|part| part.len()) {
            copies.entry(longest).or_default().push(name);
        }
    }
    copies
}

/// Whether a folder is a readable copy of the folder of one of these cases.
pub(super) fn is_copy(seal: &Seal, folder: &Path, of: &CaseId) -> bool {
    read(seal, &folder.join(CASE_FILE), of).is_some()
}

/// The parts of a name that may be a reference: from one joint to another.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let is_joint = |c: char| !c.is_alphanumeric();
    let joints: Vec<usize> =
        name.char_indices().filter(|(_, c)| is_joint(*c)).map(|(at, _)| at).collect();
    let after =
        joints.iter().filter_map(|at| Some(at + name.get(*at..)?.chars().next()?.len_utf8()));
    let starts: Vec<usize> = std::iter::once(0).chain(after).take(12).collect();
    let ends: Vec<usize> = joints.iter().copied().take(12).chain([name.len()]).collect();
    starts
        .into_iter()
        .flat_map(move |start| ends.clone().into_iter().filter_map(move |end| name.get(start..end)))
}

/// The folders beside that of a case whose names hold its reference.
fn beside_folder(root: &Path, id: &CaseId) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(root) else { return Vec::new() };
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, _)| name != id.as_str() && parts(name).any(|part| part == id.as_str()))
        .collect();
    found.sort();
    found
}

/// The files in the folder of a case that may be versions of it.
fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let mut files = files_in(folder, &["ron"]).unwrap_or_default();
    files.retain(|path| path.file_name().is_some_and(|name| name != CASE_FILE));
    files
}

fn read(seal: &Seal, path: &Path, id: &CaseId) -> Option<Case> {
    let Ok(Opened::Bytes(bytes)) = seal.read(path) else { return None };
    schema::read(&bytes, id.as_str()).ok()
}

fn name_of(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}
