//! `convenor audit`: what was done with a case, and whether what is told of it can be relied on.

use serde_json::json;

use super::World;
use super::failure::{BLOCKED, FINE, Failure};
use super::output::{SCHEMA, complain, print, print_json};
use crate::domain::case::{Case, CaseId};
use crate::domain::reference::Reference;
use crate::domain::summary::Viewpoint;
use crate::domain::text::capital;
use crate::runtime::clock::{Clock, SystemClock};
use crate::store::audit::{Code, Deed, Line, Trail};
use crate::store::history::in_words;
use crate::store::{Entry, Store, StoreError};

/// Tells what a command did with a case. Where that cannot be written, it is said, and the command
/// has done its work all the same.
pub(super) fn tell(store: &mut dyn Store, world: &World, id: &CaseId, deed: Deed) {
    let at = SystemClock::start().now().wall;
    if let Err(error) = store.record(id, at, &world.account, deed) {
        complain(&format!("The audit trail was not written: {error}"));
    }
}

/// Lists what was done with a case.
pub(super) fn list(store: &dyn Store, id: &CaseId, json: bool) -> Result<(), Failure> {
    // A case that is not there has no trail; one that cannot be read may have one.
    if let Err(error @ StoreError::Missing { .. }) = store.load(id) {
        return Err(error.into());
    }
    let trail = store.trail(id)?;
    if json {
        return print_json(&json!({
            "schema": SCHEMA, "id": id, "code": trail.code(), "lines": trail.lines(),
        }));
    }
    print(&match trail.code() {
        None => format!("Nothing is told of {id} yet.\n"),
        Some(code) => {
            format!("{id} · record code {code}\n{}", lines(&trail))
        }
    })
}

/// The lines of a trail in words.
pub(super) fn lines(trail: &Trail) -> String {
    let line = |line: &Line| {
        let by = if line.by.is_blank() { "–" } else { line.by.trim() };
        format!("{:>4} | {} | {by} | {}\n", line.number, in_words(line.at), line.what.in_words())
    };
    trail.lines().iter().map(line).collect()
}

/// How one trail stands.
pub(super) enum Standing {
    /// Every line follows the one before it, and the codes given out are in it.
    Whole(Trail),
    /// Nothing was told yet.
    Empty,
    /// It is not whole, or cannot be read: where and why.
    Broken(String),
    /// It is encrypted, and no key that is open here reads it: one sentence.
    Locked(String),
}

/// How the trail of a case stands; `case` where that can be read.
pub(super) fn standing(store: &dyn Store, id: &CaseId, case: Option<&Case>) -> Standing {
    let trail = match store.trail(id) {
        Ok(trail) => trail,
        Err(StoreError::Trail { reason, .. }) => return Standing::Broken(reason.to_string()),
        Err(error @ StoreError::Locked { .. }) => return Standing::Locked(error.to_string()),
        Err(error) => return Standing::Broken(error.to_string()),
    };
    match case.and_then(|case| code_without_line(case, &trail)) {
        Some(reason) => Standing::Broken(reason),
        None if trail.lines().is_empty() => Standing::Empty,
        None => Standing::Whole(trail),
    }
}

/// The first code given out with a document that no line of the trail has: it was written anew, or
/// its end was cut off.
fn code_without_line(case: &Case, trail: &Trail) -> Option<String> {
    let issued = case.issued.iter().map(|issued| (&issued.file, &issued.code));
    let recorded = case.recorded.iter().map(|record| (&record.file, &record.code));
    let (file, code) = issued.chain(recorded).find(|(_, code)| {
        !code.is_blank() && code.parse::<Code>().is_ok_and(|code| trail.find(&code).is_none())
    })?;
    Some(format!("{file} bears the record code {code}, and no line has it"))
}

/// Every case of a store, also those that cannot be read, in order.
pub(super) fn every_case(
    store: &dyn Store,
    view: Viewpoint<'_>,
) -> Result<Vec<CaseId>, StoreError> {
    let mut ids: Vec<CaseId> = Vec::new();
    store.list(view, &mut |entries| {
        ids.extend(entries.into_iter().filter_map(|entry| match entry {
            Entry::Case(case) => Some(case.id),
            Entry::Damaged { name, .. } | Entry::Locked { name, .. } => name.parse().ok(),
        }));
    })?;
    ids.sort();
    Ok(ids)
}

/// Verifies the trails of all cases or of one, and says up to when a printed code reaches.
pub(super) fn verify(
    store: &dyn Store,
    reference: &Reference,
    only: Option<&CaseId>,
    code: Option<&str>,
    world: &World,
) -> Result<u8, Failure> {
    let code = code.map(str::parse::<Code>).transpose().map_err(Failure::NoCode)?;
    let ids = match only {
        Some(id) => {
            if let Err(error @ StoreError::Missing { .. }) = store.load(id) {
                return Err(error.into());
            }
            vec![id.clone()]
        }
        None => every_case(store, Viewpoint { today: world.today, reference })?,
    };
    let (mut said, mut broken, mut found) = (String::new(), 0, false);
    for id in &ids {
        let case = store.load(id).ok().map(|(case, _)| case);
        let line = match standing(store, id, case.as_ref()) {
            Standing::Empty => "nothing is told yet".to_owned(),
            Standing::Broken(reason) => {
                broken += 1;
                format!("! broken: {reason}")
            }
            Standing::Locked(reason) => {
                broken += 1;
                format!("! not verified: {reason}")
            }
            Standing::Whole(trail) => {
                if let Some(line) = code.as_ref().and_then(|code| trail.find(code)) {
                    found = true;
                    said.extend([format!("{id}: the code is that of line {}, of {}. Everything told until then stands as it was.\n", line.number, in_words(line.at))]);
                }
                format!("whole, {} lines", trail.lines().len())
            }
        };
        said.extend([format!("{id}: {line}\n")]);
    }
    if only.is_none() {
        let erased = match store.erased() {
            Ok(chain) if chain.lines().is_empty() => String::new(),
            Ok(chain) => format!("Erased cases: whole, {} lines\n", chain.lines().len()),
            Err(error) => {
                broken += 1;
                format!("! {}\n", capital(&error.to_string()))
            }
        };
        said.push_str(&erased);
    }
    if let (Some(code), false) = (&code, found) {
        said.extend([format!("! No line here has the code {code}: it was mistyped, it belongs to another case, or what was told until then was changed.\n")]);
    }
    print(&said)?;
    Ok(if broken > 0 || (code.is_some() && !found) { BLOCKED } else { FINE })
}
