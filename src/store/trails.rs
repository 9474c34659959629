//! Audit trails as files: one in the folder of each case, and one in the root of a store for what was
//! erased.
//!
//! Must never write over a trail that cannot be read: a broken one is put aside under another name, and
//! of one that is encrypted and not opened nothing is touched.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use super::StoreError;
use super::audit::{Deed, Trail};
use super::seal::{Opened, Seal};
use super::whole::sync_folder;
use crate::domain::text::{Text, clean_line};

/// The name of a case’s trail in its folder.
pub(super) const TRAIL: &str = "audit.jsonl";
/// How the name of one begins that was put aside.
const ASIDE: &str = "audit-broken-";
/// How every one of them ends.
const ENDS: &str = ".jsonl";

/// Whether this is the name of a case’s trail, or of one that was put aside.
pub(super) fn is_trail(name: &str) -> bool {
    name == TRAIL || number_aside(name).is_some()
}

fn number_aside(name: &str) -> Option<u32> {
    name.strip_prefix(ASIDE)?.strip_suffix(ENDS)?.parse().ok()
}

/// Reads a trail; `name` is what it is of. One that is not there has no lines.
pub(super) fn read(seal: &Seal, path: &Path, name: &str) -> Result<Trail, StoreError> {
    let broken = |reason| StoreError::Trail { name: clean_line(name), reason };
    match seal.read(path).map_err(|error| StoreError::unread(path, &error))? {
        Opened::Nothing => Ok(Trail::default()),
        Opened::Bytes(bytes) => Trail::read(&bytes).map_err(broken),
        Opened::Refused(_) => Err(broken(super::audit::Broken::NotText)),
        Opened::Locked => Err(StoreError::locked(name)),
    }
}

/// Adds a line to a trail. The caller holds its folder.
pub(super) fn add(
    seal: &Seal,
    path: &Path,
    name: &str,
    (at, by): (NaiveDateTime, &Text),
    deed: Deed,
) -> Result<Trail, StoreError> {
    let mut trail = match read(seal, path, name) {
        Err(StoreError::Trail { .. }) => {
            put_aside(path).map_err(|error| StoreError::not_written(path, &error))?;
            Trail::default()
        }
        read => read?,
    };
    let unwritten = |error: serde_json::Error| StoreError::unwritten(name, error.to_string());
    if trail.lines().is_empty() && !aside(path).is_empty() {
        trail.add(at, by, Deed::Broken).map_err(unwritten)?;
    }
    trail.add(at, by, deed).map_err(unwritten)?;
    seal.write(path, trail.as_bytes())?;
    Ok(trail)
}

/// The numbers of the trails beside this one that were put aside.
fn aside(path: &Path) -> Vec<u32> {
    let entries = path.parent().map(fs::read_dir).into_iter().flatten().flatten();
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
    names.filter_map(|name| number_aside(&name.to_string_lossy())).collect()
}

fn put_aside(path: &Path) -> io::Result<()> {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let number = aside(path).into_iter().max().unwrap_or(0).saturating_add(1);
    fs::rename(path, folder.join(format!("{ASIDE}{number}{ENDS}")))?;
    sync_folder(&folder)
}
