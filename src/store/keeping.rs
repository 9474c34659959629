//! The history of a case as files in its folder: keeping a state, letting go, looking back.
//!
//! Must never touch a file that is not named as a state is, and never follow a link.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use super::error::StoreError;
use super::history::{Kind, Past, outlived};
use super::schema;
use super::seal::{Opened, Seal};
use super::whole::{is_folder, make_folders, sync_folder};
use crate::domain::case::CaseId;

/// The folder with the history of the case in a folder.
fn place(folder: &Path) -> PathBuf {
    folder.join("history")
}

/// The states that are kept, in the order in which they stood.
pub(super) fn pasts(folder: &Path) -> io::Result<Vec<Past>> {
    let mut pasts = Vec::new();
    if !is_ours(folder)? {
        return Ok(pasts);
    }
    for entry in fs::read_dir(place(folder))? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| Past::from_name(name, 0).is_some()) else {
            continue;
        };
        match fs::symlink_metadata(entry.path()) {
            Ok(about) if about.is_file() => pasts.extend(Past::from_name(name, about.len())),
            Ok(_) => {}
            // One that is thinned out at this moment.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // Unseen, its number would be given to another.
            Err(error) => return Err(error),
        }
    }
    pasts.sort_by_key(|past| (past.number, past.at));
    Ok(pasts)
}

/// Whether there is a history that lies within the case.
fn is_ours(folder: &Path) -> io::Result<bool> {
    is_folder(&place(folder))
}

/// The bytes of a state.
pub(super) fn read(seal: &Seal, folder: &Path, past: &Past) -> Result<Vec<u8>, StoreError> {
    let path = place(folder).join(past.file_name());
    match seal.read(&path).map_err(|error| StoreError::unread(&path, &error))? {
        Opened::Bytes(bytes) => Ok(bytes),
        Opened::Nothing => Err(StoreError::unread(&path, &io::ErrorKind::NotFound.into())),
        Opened::Refused(reason) => Err(StoreError::damaged(&past.file_name(), reason)),
        Opened::Locked => Err(StoreError::locked(&past.file_name())),
    }
}

/// Keeps a state of the case in a folder, whose lock the caller holds, and says whether it is new:
/// the newest one kept may be the same already. Where the state stands in `path`, its file gets a second name, which
/// costs nothing and fails on no full disk; else, and where the file system knows no second names,
/// its bytes are written.
pub(super) fn keep(
    seal: &Seal,
    folder: &Path,
    standing: Option<&Path>,
    bytes: &[u8],
    kind: Kind,
    at: NaiveDateTime,
) -> Result<(Past, bool), StoreError> {
    let history = place(folder);
    let failed = |error: io::Error| StoreError::not_written(&history, &error);
    let pasts = pasts(folder).map_err(failed)?;
    if let Some(newest) = pasts.last().filter(|newest| kind != Kind::Open && newest.kind == kind)
        && read(seal, folder, newest).is_ok_and(|kept| kept == bytes)
    {
        return Ok((*newest, false));
    }
    make_folders(&history).map_err(failed)?;
    if !is_ours(folder).map_err(failed)? {
        return Err(failed(io::ErrorKind::NotADirectory.into()));
    }
    let number = pasts.last().map_or(1, |newest| newest.number.saturating_add(1));
    let past = Past { number, at, kind, size: bytes.len() as u64 };
    let path = history.join(past.file_name());
    // What was copied into an encrypted store in plain must not stay so by a second name.
    let standing = match standing {
        Some(standing) if seal.is_as_it_should(standing)? => Some(standing),
        _ => None,
    };
    match standing.map(|standing| fs::hard_link(standing, &path)) {
        // What is kept for good is on the disk before anything takes its place; what is thinned
        // may lag behind a power cut.
        Some(Ok(())) if kind == Kind::Open => {}
        Some(Ok(())) => sync_folder(&history).map_err(failed)?,
        None | Some(Err(_)) => seal.write(&path, bytes)?,
    }
    Ok((past, true))
}

/// Lets go of the states that have outlived their use.
pub(super) fn thin(folder: &Path, now: NaiveDateTime) {
    let Ok(pasts) = pasts(folder) else { return };
    for past in outlived(&pasts, now) {
        take_back(folder, &past);
    }
}

/// Takes a state away. One that stays harms nobody.
pub(super) fn take_back(folder: &Path, past: &Past) {
    let _ = fs::remove_file(place(folder).join(past.file_name()));
}

/// What stands in a case until something takes its place.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    /// What it says.
    pub(super) bytes: &'a [u8],
    /// What kind of state it is.
    pub(super) kind: Kind,
    /// Whether nothing may take its place before it is in the history.
    pub(super) must_stay: bool,
}

/// The kind of state that bytes are.
pub(super) fn kind_of(bytes: &[u8], id: &CaseId) -> Kind {
    schema::read(bytes, id.as_str()).map_or(Kind::Damaged, |case| Kind::of(&case))
}
