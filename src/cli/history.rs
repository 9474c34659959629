//! `convenor history`: the states that a case had before.
//!
//! Must never show a word of a case: where something was changed is enough to find it.

use std::collections::BTreeSet;

use serde_json::json;

use super::failure::Failure;
use super::output::{SCHEMA, print, print_json};
use crate::domain::case::{Case, CaseId};
use crate::domain::fact::Fact;
use crate::domain::people::RowId;
use crate::domain::profile::Profile;
use crate::domain::reference::Reference;
use crate::domain::slot::{Audience, Slot};
use crate::domain::table::Table;
use crate::store::history::{Kind, in_words, size_in_words as size};
use crate::store::{Past, Store};

/// A state, and what was changed in it before the next one stood.
struct Line {
    past: Past,
    /// The titles of the items; `None` where one of the two cannot be read.
    changed: Option<Vec<String>>,
}

pub(super) fn history(
    store: &dyn Store,
    id: &CaseId,
    reference: &Reference,
    json: bool,
) -> Result<(), Failure> {
    let pasts = store.history(id)?;
    let mut next = store.load(id).ok().map(|(case, _)| case);
    let now = next.as_ref().map_or(Kind::Damaged, Kind::of);
    let mut lines = Vec::new();
    for past in pasts.into_iter().rev() {
        let case = store.state(id, past.number).ok();
        let changed = case
            .as_ref()
            .zip(next.as_ref())
            .map(|(case, next)| sections(case, next, &reference.profiles.of(next).for_case(next)));
        lines.push(Line { past, changed });
        next = case;
    }
    if json { print_json(&told(id, now, &lines)) } else { print(&text(id, now, &lines)) }
}

fn text(id: &CaseId, now: Kind, lines: &[Line]) -> String {
    if lines.is_empty() {
        return format!("{id} has no earlier states yet. It is {}.\n", now.label());
    }
    let line = |Line { past, changed }: &Line| {
        let changed = match changed {
            None => "cannot be compared".to_owned(),
            Some(titles) if titles.is_empty() => "as the next".to_owned(),
            Some(titles) => format!("then changed: {}", titles.join("; ")),
        };
        let (number, at, kind) = (past.number, in_words(past.at), past.kind.label());
        format!("{number:>4} | {at} | {kind} | {} | {changed}", size(past.size))
    };
    let mut said = vec![format!("{id} · now {}. Earlier states, the latest first:", now.label())];
    said.extend(lines.iter().map(line));
    said.push(format!("`convenor restore {id} --to NUMBER` brings one back.\n"));
    said.join("\n")
}

fn told(id: &CaseId, now: Kind, lines: &[Line]) -> serde_json::Value {
    let state = |Line { past, changed }: &Line| {
        json!({
            "number": past.number,
            "at": past.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
            "state": past.kind.label(),
            "bytes": past.size,
            "then_changed": changed,
        })
    };
    let states: Vec<_> = lines.iter().rev().map(state).collect();
    json!({ "schema": SCHEMA, "id": id, "now": now.label(), "states": states })
}

/// The titles of the items in which two states differ, in the order of the agenda; what stands in
/// no item comes last.
fn sections(before: &Case, after: &Case, profile: &Profile) -> Vec<String> {
    let mut places = BTreeSet::new();
    let mut elsewhere = false;
    for slot in changed(before, after) {
        // Working and private notes lie in the same part of a case.
        let working = || match &slot {
            Slot::Note(Audience::Private, key) => {
                profile.place_of(&Slot::Note(Audience::Working, key.clone()))
            }
            _ => None,
        };
        match profile.place_of(&slot).or_else(working) {
            Some(place) => drop(places.insert(place)),
            None => elsewhere = true,
        }
    }
    let items = places.into_iter().filter_map(|place| profile.agenda.get(place));
    let mut titles: Vec<String> = items.map(|item| item.title.clone()).collect();
    titles.dedup();
    if before.issued != after.issued || before.recorded != after.recorded {
        titles.push("Agreement made".to_owned());
    }
    if before.reviewed != after.reviewed {
        titles.push("Verdict of a review".to_owned());
    }
    if elsewhere || (titles.is_empty() && before != after) {
        titles.push("Other details".to_owned());
    }
    titles
}

/// The addresses at which two states differ.
fn changed(before: &Case, after: &Case) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Fact::ALL.iter().map(|fact| Slot::Fact(*fact)).collect();
    for table in Table::ALL.iter().copied() {
        let rows: BTreeSet<RowId> =
            before.row_ids(table).into_iter().chain(after.row_ids(table)).collect();
        for row in rows {
            slots.extend(table.every_column().iter().map(|column| Slot::Cell(table, row, *column)));
        }
    }
    let notes = |audience: Audience| match audience {
        Audience::Agreed => [&before.agreed_notes, &after.agreed_notes],
        Audience::Working | Audience::Private => [&before.private_notes, &after.private_notes],
    };
    for audience in [Audience::Agreed, Audience::Private] {
        let keys: BTreeSet<&String> =
            notes(audience).into_iter().flat_map(|notes| notes.keys()).collect();
        slots.extend(keys.into_iter().map(|key| Slot::Note(audience, key.clone())));
    }
    slots.retain(|slot| before.text(slot) != after.text(slot));
    slots
}
