//! `convenor backup` and `convenor restore`: all cases in one file, and the way back.
//!
//! Must never write over a file or a case that is there.

use std::path::{Path, PathBuf};

use super::World;
use super::audit::tell;
use super::failure::Failure;
use super::output::{complain, print};
use super::reference_of;
use crate::domain::case::CaseId;
use crate::domain::date::Date;
use crate::runtime::clock::{Clock, SystemClock};
use crate::store::archive::{self, ArchiveError, Contents};
use crate::store::audit::Deed;
use crate::store::error::shown;
use crate::store::history::size;
use crate::store::{FolderStore, Store, StoreError};

/// What is to be restored: a state of a case, or cases from a backup.
pub(super) struct Wish {
    pub(super) id: Option<String>,
    pub(super) to: Option<u32>,
    pub(super) from: Option<PathBuf>,
    pub(super) case: Option<String>,
    pub(super) verify: Option<PathBuf>,
}

impl Wish {
    /// The backup that is read.
    pub(super) fn backup(&self) -> Option<&Path> {
        self.from.as_deref().or(self.verify.as_deref())
    }
}

pub(super) fn backup(
    store: &FolderStore,
    root: &Path,
    path: &Path,
    today: Date,
) -> Result<(), Failure> {
    let refused = |reason: &str| Failure::NotWritten(shown(path), reason.to_owned());
    if store.holds(path) {
        return Err(refused("it would lie among the cases. Choose another folder"));
    }
    if path.symlink_metadata().is_ok() {
        return Err(refused("something of that name is there already. Choose another name"));
    }
    let contents = archive::write(store.seal(), path).map_err(|error| match error {
        ArchiveError::Store(StoreError::Unwritten { place, reason }) => {
            Failure::NotWritten(place, reason)
        }
        ArchiveError::Store(StoreError::Full { place }) => {
            Failure::NotWritten(place, "the disk is full. Free some space".to_owned())
        }
        other => other.into(),
    })?;
    // The backup is made, whether or not its day can be remembered.
    if let Err(error) = archive::remember(root, today) {
        complain(&format!("The backup is made, but its day is not remembered: {error}"));
    }
    let damaged = match contents.damaged.len() {
        0 => String::new(),
        1 => " One of them cannot be read; its file is in the backup as it is.".to_owned(),
        many => {
            format!(" {many} of them cannot be read; their files are in the backup as they are.")
        }
    };
    let left_out = match contents.left_out.as_slice() {
        [] => String::new(),
        names => format!(" Left out, being no part of a case: {}.", names.join(", ")),
    };
    let locked = match contents.locked.as_slice() {
        [] => String::new(),
        names => format!(" Left out, because no key here reads them: {}.", names.join(", ")),
    };
    let sealed = if store.seal().is_on()? {
        "It is encrypted for the keys of these cases."
    } else {
        "It is not encrypted: keep it where only you can read it."
    };
    print(&format!("{} in {}.{damaged}{left_out}{locked} {sealed}\n", sum(&contents), shown(path)))
}

pub(super) fn restore(mut store: FolderStore, wish: Wish, world: &World) -> Result<(), Failure> {
    let Wish { id, to, from, case, verify } = wish;
    if let Some(path) = verify {
        let contents = archive::verify(&path, store.seal())?;
        let ids: Vec<&str> = contents.cases.iter().map(CaseId::as_str).collect();
        let whole = format!("{} is whole: {}.\n{}\n", shown(&path), sum(&contents), ids.join("\n"));
        return print(&(whole + &unreadable(&contents)));
    }
    if let Some(path) = from {
        let only = case.map(|case| reference_of(&case)).transpose()?;
        let contents = archive::restore(&path, store.seal(), only.as_ref())?;
        let ids: Vec<&str> = contents.cases.iter().map(CaseId::as_str).collect();
        let restored = format!("Restored to {}:\n{}\n", store.place(), ids.join("\n"));
        return print(&(restored + &unreadable(&contents)));
    }
    let id = reference_of(&id.unwrap_or_default())?;
    let at = SystemClock::start().now().wall;
    let restored = store.restore(&id, to.unwrap_or_default(), at)?;
    tell(&mut store, world, &id, Deed::Restored { state: restored.past.number });
    let stood = match restored.stood {
        Some(number) => format!(" What stood until now is kept as state {number}."),
        None => String::new(),
    };
    print(&format!(
        "{id} is again the {}.{stood} Agreements, records of reviews and verdicts of later stay on record.\n",
        restored.past
    ))
}

fn sum(contents: &Contents) -> String {
    let count = match contents.cases.len() {
        1 => "1 case".to_owned(),
        many => format!("{many} cases"),
    };
    format!("{count} with {} files, {}", contents.files, size(contents.bytes))
}

fn unreadable(contents: &Contents) -> String {
    let line = |path: &String| format!("{path} could not be read when the backup was made.\n");
    contents.damaged.iter().map(line).collect()
}
