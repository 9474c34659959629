//! The bookmark of a case as a file: where somebody was in it, and the steps that can be taken back.
//!
//! Must never be needed: a file that is missing, damaged, foreign or too large is as none. It holds
//! words that were deleted, so it goes nowhere but through the seal, and with the case.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Version, fingerprint};
use crate::domain::bookmark::{Bookmark, Step, Stop};
use crate::domain::change::Change;
use crate::domain::date::Date;
use crate::domain::people::RowId;
use crate::domain::slot::Slot;
use crate::domain::table::{Row, Table};

/// The name of the file in the folder of a case.
pub(super) const FILE: &str = "bookmark.json";

/// How the first line begins: the form of the file; the checksum of all below follows.
const HEAD: &str = "convenor-bookmark 1 ";

/// The most bytes of a file that is read or written.
const LARGEST: usize = 256 * 1024;

/// About how many bytes the steps of a file have at most, the newest ones: some four thousand words.
const STEPS: usize = 128 * 1024;

/// About how many bytes a row has.
const ROW: usize = 400;

/// A bookmark as it is written. A slot stands once, since most steps are typing in a few of them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    on: Date,
    item: String,
    stop: Stop,
    caret: usize,
    slots: Vec<Slot>,
    done: Vec<Vec<Act>>,
    undone: Vec<Vec<Act>>,
}

/// A change as it is written.
#[derive(Serialize, Deserialize)]
enum Act {
    /// The slot by its place, from which byte on, what stood there, and what stands there now.
    #[serde(rename = "T")]
    Text(usize, usize, String, String),
    Put(usize, Box<Row>),
    Take(usize, Box<Row>),
    Replace(Box<Row>, Box<Row>),
    Move(Table, RowId, usize, usize),
}

/// The bytes of a bookmark of a case that stands in a version; of its steps the newest.
pub(super) fn write(bookmark: &Bookmark, version: &Version) -> Option<Vec<u8>> {
    let mut most = STEPS;
    loop {
        let json = serde_json::to_string(&written(bookmark, version, most)).ok()?;
        let head = format!("{HEAD}{}\n", fingerprint(json.as_bytes()));
        if head.len() + json.len() <= LARGEST {
            return Some([head, json].concat().into_bytes());
        }
        most = (most > 0).then_some(most / 2)?;
    }
}

fn written(bookmark: &Bookmark, version: &Version, most: usize) -> Written {
    let mut slots: Vec<Slot> = Vec::new();
    let mut acts = |steps: &[Step]| -> Vec<Vec<Act>> {
        let act = |change: &Change| act(change, &mut slots);
        let mut act = act;
        newest(steps, most).iter().map(|step| step.iter().map(&mut act).collect()).collect()
    };
    let (done, undone) = (acts(&bookmark.done), acts(&bookmark.undone));
    let Bookmark { on, item, stop, caret, .. } = bookmark;
    let (item, stop) = (item.clone(), stop.clone());
    Written {
        version: version.to_string(),
        on: *on,
        item,
        stop,
        caret: *caret,
        slots,
        done,
        undone,
    }
}

/// The last steps of these, which come first when one is taken, with about so many bytes.
fn newest(steps: &[Step], most: usize) -> &[Step] {
    let mut size = 0;
    let fit = steps.iter().rev().take_while(|step| {
        size += step.iter().map(weight).sum::<usize>();
        size <= most
    });
    steps.get(steps.len() - fit.count()..).unwrap_or_default()
}

fn weight(change: &Change) -> usize {
    match change {
        Change::Text { removed, inserted, .. } => 24 + removed.len() + inserted.len(),
        Change::Put { .. } | Change::Take { .. } => ROW,
        Change::Replace { .. } => 2 * ROW,
        Change::Move { .. } => 40,
    }
}

fn act(change: &Change, slots: &mut Vec<Slot>) -> Act {
    match change.clone() {
        Change::Text { slot, at, removed, inserted } => {
            let known = slots.iter().position(|other| *other == slot);
            let place = known.unwrap_or(slots.len());
            if known.is_none() {
                slots.push(slot);
            }
            Act::Text(place, at, removed, inserted)
        }
        Change::Put { at, row } => Act::Put(at, row),
        Change::Take { at, row } => Act::Take(at, row),
        Change::Replace { before, after } => Act::Replace(before, after),
        Change::Move { table, id, from, to } => Act::Move(table, id, from, to),
    }
}

/// Reads a bookmark, with its steps only where the case stands in its version.
pub(super) fn read(bytes: &[u8], stands: Version) -> Option<Bookmark> {
    let (version, bookmark) = read_any(bytes)?;
    Some(if version == stands.to_string() { bookmark } else { bookmark.without_steps() })
}

/// Reads a bookmark of a case in any version, and which one that is.
fn read_any(bytes: &[u8]) -> Option<(String, Bookmark)> {
    if bytes.len() > LARGEST {
        return None;
    }
    let rest = std::str::from_utf8(bytes).ok()?.strip_prefix(HEAD)?;
    let (sum, json) = rest.split_once('\n')?;
    if sum != fingerprint(json.as_bytes()) {
        return None;
    }
    let Written { version, on, item, stop, caret, slots, done, undone } =
        serde_json::from_str(json).ok()?;
    let steps = |steps: Vec<Vec<Act>>| -> Option<Vec<Step>> {
        let change = |act| change(act, &slots);
        let step =
            |acts: Vec<Act>| acts.into_iter().map(change).collect::<Option<_>>().map(Arc::new);
        steps.into_iter().map(step).collect()
    };
    let (done, undone) = (steps(done)?, steps(undone)?);
    Some((version, Bookmark { on, item, stop, caret, done, undone }))
}

/// Reads a bookmark only if nothing of it is left out, where the case stands in this version.
pub(super) fn read_whole(bytes: &[u8], stands: Version) -> Option<Bookmark> {
    let (version, bookmark) = read_any(bytes)?;
    let has_none = bookmark.done.is_empty() && bookmark.undone.is_empty();
    (has_none || version == stands.to_string()).then_some(bookmark)
}

fn change(act: Act, slots: &[Slot]) -> Option<Change> {
    Some(match act {
        Act::Text(slot, at, removed, inserted) => {
            Change::Text { slot: slots.get(slot)?.clone(), at, removed, inserted }
        }
        Act::Put(at, row) => Change::Put { at, row },
        Act::Take(at, row) => Change::Take { at, row },
        Act::Replace(before, after) => Change::Replace { before, after },
        Act::Move(table, id, from, to) => Change::Move { table, id, from, to },
    })
}
