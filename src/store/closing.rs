//! Closing that a crash cut short: its documents must not outlive it.
//!
//! Must never take away a document that it did not announce, or that belongs to the case as it stands.

use std::fs;
use std::path::Path;

use super::seal::{Opened, Seal};
use super::whole::sweep;
use super::{StoreError, Version, plain_name, schema};
use crate::domain::case::Case;

/// The list of the documents that are being made: the version of the case that belongs to them, then
/// one name a line. It is written before the first of them, and taken away when the case stands.
pub(super) const LIST: &str = ".convenor-closing.part";

/// The list of such documents of a case that is being closed.
pub(super) fn list(case: &Case, names: &[&str]) -> Result<String, StoreError> {
    let version = Version::of(&schema::write(case)?);
    Ok(format!("{version}\n{}", names.join("\n")))
}

/// Takes away what a crash left in the folders within a case.
pub(super) fn sweep_within(folder: &Path) {
    for within in ["documents", "history"].map(|within| folder.join(within)) {
        // Never through a link, which would lead out of the case.
        if fs::symlink_metadata(&within).is_ok_and(|found| found.is_dir()) {
            sweep(&within);
        }
    }
}

/// Settles a closing after which a list was left: where the case that stands was closed by it, its
/// documents stay; else they are taken away. What cannot be taken away now is by the next save.
pub(super) fn settle(seal: &Seal, folder: &Path, stands: &Case, version: Version) {
    let documents = folder.join("documents");
    let list = documents.join(LIST);
    // Never through a link, which would lead out of the case.
    if !fs::symlink_metadata(&documents).is_ok_and(|found| found.is_dir()) {
        return;
    }
    let Ok(Opened::Bytes(bytes)) = seal.read(&list) else { return };
    let text = String::from_utf8_lossy(&bytes);
    let names: Vec<&str> = text.lines().skip(1).filter(|name| plain_name(name).is_ok()).collect();
    let issued = stands.issued.iter().map(|issued| issued.file.as_str());
    let recorded = stands.recorded.iter().map(|record| record.file.as_str());
    let happened = text.lines().next() == Some(&version.to_string())
        || issued.chain(recorded).any(|file| names.contains(&file));
    let mut gone = true;
    for name in names.iter().filter(|_| !happened) {
        let path = documents.join(name);
        gone &= fs::remove_file(&path).is_ok() || fs::symlink_metadata(&path).is_err();
    }
    if gone {
        let _ = fs::remove_file(list);
    }
}
