//! `convenor doctor`: how the folder with the cases is doing.
//!
//! Must never name a person, a case, a user or a folder of one: people paste this anywhere.

use std::path::Path;

use serde_json::json;

use super::World;
use super::audit::{Standing, every_case, standing};
use super::failure::{BLOCKED, FINE, Failure};
use super::output::{SCHEMA, print, print_json};
use crate::domain::date::{Date, iso, long};
use crate::domain::reference::Reference;
use crate::domain::summary::Viewpoint;
use crate::store::health::{Disk, Health, look};
use crate::store::history::size;
use crate::store::seal::State;
use crate::store::{Entry, FolderStore, Store, StoreError, archive};

/// So little free space is worth a word.
const LITTLE: u64 = 200_000_000;

/// How the audit trails of all cases stand.
#[derive(Clone, Copy, Default)]
struct Trails {
    whole: usize,
    empty: usize,
    broken: usize,
    locked: usize,
}

impl Trails {
    fn look(store: &dyn Store, view: Viewpoint<'_>) -> Result<Self, Failure> {
        let mut trails = Self::default();
        for id in every_case(store, view)? {
            let case = store.load(&id).ok().map(|(case, _)| case);
            match standing(store, &id, case.as_ref()) {
                Standing::Whole(_) => trails.whole += 1,
                Standing::Empty => trails.empty += 1,
                Standing::Broken(_) => trails.broken += 1,
                Standing::Locked(_) => trails.locked += 1,
            }
        }
        match store.erased() {
            Ok(_) => {}
            Err(StoreError::Locked { .. }) => trails.locked += 1,
            Err(_) => trails.broken += 1,
        }
        Ok(trails)
    }

    fn in_words(self) -> String {
        let empty = match self.empty {
            0 => String::new(),
            count => format!(", {count} not begun yet"),
        };
        let broken = match self.broken {
            0 => "none broken.".to_owned(),
            count => format!("{count} broken: `convenor audit verify` says which, and where."),
        };
        let locked = match self.locked {
            0 => String::new(),
            count => format!(" {count} encrypted and not opened."),
        };
        format!("{} whole{empty}, {broken}{locked}", self.whole)
    }
}

/// What was found.
struct Report {
    trails: Trails,
    read: usize,
    damaged: usize,
    others: usize,
    locked: usize,
    encryption: State,
    health: Health,
    last_backup: Option<Date>,
    left_out: usize,
    place: String,
}

pub(super) fn doctor(
    store: &FolderStore,
    root: &Path,
    reference: &Reference,
    json: bool,
    world: &World,
) -> Result<u8, Failure> {
    let (mut read, mut damaged, mut locked, mut others) = (0, 0, 0, 0);
    let view = Viewpoint { today: world.today, reference };
    store.list(view, &mut |entries| {
        for entry in entries {
            match entry {
                Entry::Case(case) => {
                    read += 1;
                    others += case.others;
                }
                Entry::Damaged { .. } => damaged += 1,
                Entry::Locked { .. } => locked += 1,
            }
        }
    })?;
    let report = Report {
        trails: Trails::look(store, view)?,
        read,
        damaged,
        others,
        locked,
        encryption: store.seal().state(),
        health: look(root),
        last_backup: archive::last(root),
        left_out: reference.left_out.len(),
        place: nameless(root, world),
    };
    let said = if json { print_json(&told(&report)) } else { print(&text(&report, world.today)) };
    said?;
    Ok(if report.is_to_be_mended() { BLOCKED } else { FINE })
}

/// The folder in words that name nobody: below the user’s own folder where it is the usual one.
fn nameless(root: &Path, world: &World) -> String {
    let usual = world.data_folder.as_ref().is_some_and(|data| root.starts_with(data));
    let home = directories::BaseDirs::new();
    let below = home.as_ref().and_then(|home| root.strip_prefix(home.home_dir()).ok());
    match below {
        Some(below) if usual && below.starts_with(".local/share") => {
            format!("~/{}", below.to_string_lossy())
        }
        _ if usual => "the usual folder for your data".to_owned(),
        _ => "a folder that you named".to_owned(),
    }
}

impl Report {
    fn is_to_be_mended(&self) -> bool {
        let badly_sealed = match self.encryption {
            State::On { acknowledged, in_plain, .. } => !acknowledged || in_plain > 0,
            State::Unclear => true,
            State::Off => false,
        };
        self.damaged > 0
            || self.trails.broken > 0
            || badly_sealed
            || self.left_out > 0
            || self.health.open_to_others.is_some_and(|count| count > 0)
    }

    fn is_short_of_space(&self) -> bool {
        self.health.free.is_some_and(|free| free < LITTLE)
    }
}

fn text(report: &Report, today: Date) -> String {
    let Health { unfinished, open_to_others, free, disk } = report.health;
    let damaged = match report.damaged {
        0 => "none damaged.".to_owned(),
        count => format!("{count} damaged: `convenor list --all` says which, and what to do."),
    };
    let others = others(report.others);
    let leftovers = match unfinished {
        0 => "none.".to_owned(),
        count => format!("{count} unfinished; the next save or restore there clears them away."),
    };
    let free = match free {
        None => "cannot be told from here.".to_owned(),
        Some(free) if report.is_short_of_space() => format!("only {}: free some.", size(free)),
        Some(free) => format!("{}.", size(free)),
    };
    let rights = match open_to_others {
        None => "cannot be told from here.".to_owned(),
        Some(0) => "nobody but you can read the cases.".to_owned(),
        Some(count) => {
            let place = &report.place;
            format!(
                "! {count} files or folders are open to others: `chmod -R go=` on {place} mends that."
            )
        }
    };
    let disk = match disk {
        Disk::Encrypted => "encrypted.",
        Disk::NoSign => "no sign of encryption. Keep the cases on an encrypted disk.",
        Disk::Unknown => "whether it is encrypted cannot be told from here.",
    };
    let backup = match report.last_backup {
        None => "none is known: `convenor backup PATH` makes one.".to_owned(),
        Some(day) => format!("{}, {}.", long(day), ago((today - day).num_days())),
    };
    let left_out = match report.left_out {
        0 => "all could be read.".to_owned(),
        count => format!("{count} left out: `convenor profile list` says which, and why."),
    };
    let encryption = sealing(&report.encryption);
    let locked = match report.locked {
        0 => String::new(),
        count => format!(" {count} encrypted and not opened."),
    };
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let (read, place, trails) = (report.read, &report.place, report.trails.in_words());
    format!(
        "Convenor {version} on {system}\n\
         Cases: {read} read, {damaged}{locked}\n\
         Other versions beside them: {others}\n\
         Audit trails: {trails}\n\
         Folder: {place}\n\
         Leftovers of a crash: {leftovers}\n\
         Free space: {free}\n\
         Rights: {rights}\n\
         Encryption: {encryption}\n\
         Disk: {disk}\n\
         Last backup: {backup}\n\
         Protocols and term dates: {left_out}\n"
    )
}

fn sealing(state: &State) -> String {
    let State::On { keys, recovery, acknowledged, in_plain } = *state else {
        return match state {
            State::Unclear => "! the list of keys is damaged or gone: `convenor keys show`.",
            _ => "off: only your account and the disk protect the files (0700/0600).",
        }
        .to_owned();
    };
    let keys = if keys == 1 { "1 key".to_owned() } else { format!("{keys} keys") };
    let recovery = if recovery { "is set" } else { "is not set" };
    let changed =
        if acknowledged { "" } else { " ! The list of keys was changed: `convenor keys show`." };
    let plain = match in_plain {
        0 => String::new(),
        1 => " ! 1 file is not encrypted: saving its case does that.".to_owned(),
        many => format!(" ! {many} files are not encrypted: saving their cases does that."),
    };
    format!("on, {keys}, a recovery key {recovery}.{changed}{plain}")
}

/// How many other versions lie beside the cases, and what to do.
fn others(count: usize) -> String {
    match count {
        0 => "none.".to_owned(),
        count => {
            format!("{count}: open the cases marked in the list, and Shift+F2 brings them in.")
        }
    }
}

fn ago(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days if days < 0 => "which is still to come: look at the clock".to_owned(),
        days => format!("{days} days ago"),
    }
}

fn told(report: &Report) -> serde_json::Value {
    let disk = match report.health.disk {
        Disk::Encrypted => "encrypted",
        Disk::NoSign => "no sign",
        Disk::Unknown => "unknown",
    };
    let encryption = match report.encryption {
        State::Off => json!({ "on": false }),
        State::Unclear => json!({ "on": true, "list": "damaged or gone" }),
        State::On { keys, recovery, acknowledged, in_plain } => json!({
            "on": true,
            "keys": keys,
            "recovery": recovery,
            "acknowledged": acknowledged,
            "in_plain": in_plain,
        }),
    };
    json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "system": std::env::consts::OS,
        "trails": {
            "whole": report.trails.whole,
            "not_begun": report.trails.empty,
            "broken": report.trails.broken,
            "locked": report.trails.locked,
        },
        "cases": {
            "read": report.read,
            "damaged": report.damaged,
            "locked": report.locked,
            "others": report.others,
        },
        "folder": report.place,
        "unfinished": report.health.unfinished,
        "free_bytes": report.health.free,
        "open_to_others": report.health.open_to_others,
        "encryption": encryption,
        "disk": disk,
        "last_backup": report.last_backup.map(iso),
        "left_out": report.left_out,
        "to_be_mended": report.is_to_be_mended(),
    })
}
