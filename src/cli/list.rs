//! `convenor list`: one line a case.
//!
//! Must never hide a damaged case.

use serde_json::json;

use super::failure::Failure;
use super::output::{SCHEMA, print, print_json};
use crate::domain::date::{Date, iso, long};
use crate::domain::summary::{Summary, Viewpoint};
use crate::domain::text::clean_line;
use crate::store::{Entry, Store};

/// What was found, in the order in which it is listed.
struct Listing {
    cases: Vec<Summary>,
    damaged: Vec<(String, String)>,
    locked: Vec<(String, String)>,
}

pub(super) fn list(
    store: &dyn Store,
    all: bool,
    json: bool,
    view: Viewpoint<'_>,
) -> Result<(), Failure> {
    let today = view.today;
    let mut found = read(store, view)?;
    let hidden = found.cases.iter().filter(|case| case.ended && !all).count();
    found.cases.retain(|case| all || !case.ended);
    if json {
        print_json(&told(&found, today))
    } else {
        print(&lines(&found, store, hidden, today))
    }
}

fn read(store: &dyn Store, view: Viewpoint<'_>) -> Result<Listing, Failure> {
    let mut found = Listing { cases: Vec::new(), damaged: Vec::new(), locked: Vec::new() };
    store.list(view, &mut |entries| {
        for entry in entries {
            match entry {
                Entry::Case(case) => found.cases.push(*case),
                Entry::Damaged { name, reason } => found.damaged.push((name, reason)),
                Entry::Locked { name, reason } => found.locked.push((name, reason)),
            }
        }
    })?;
    found.damaged.sort();
    found.locked.sort();
    let order = |case: &Summary| {
        let next = case.next.as_ref().map(|(_, on)| *on);
        (case.ended, next.is_none(), next, case.id.clone())
    };
    found.cases.sort_by_cached_key(order);
    Ok(found)
}

fn lines(found: &Listing, store: &dyn Store, hidden: usize, today: Date) -> String {
    let mut lines: Vec<String> = found.cases.iter().map(|case| line(case, today)).collect();
    let damaged = found.damaged.iter();
    lines.extend(damaged.map(|(name, reason)| format!("{name} | damaged | {reason}")));
    let locked = found.locked.iter();
    lines.extend(locked.map(|(name, reason)| format!("{name} | locked | {reason}")));
    if hidden > 0 {
        lines.push(format!("{hidden} ended: `convenor list --all` shows them."));
    }
    if lines.is_empty() {
        lines.push(format!("There are no cases in {} yet.", store.place()));
        lines.push("`convenor` begins one; `convenor demo` opens practice cases.".to_owned());
    }
    lines.join("\n") + "\n"
}

fn line(case: &Summary, today: Date) -> String {
    let next = match &case.next {
        Some((what, on)) if case.is_overdue(today) => format!("! OVERDUE: {what} {}", long(*on)),
        Some((what, on)) => format!("{what} {}", long(*on)),
        None => "no date".to_owned(),
    };
    let schools = format!("{} → {}", or_dash(&case.home_school), or_dash(&case.new_school));
    let lead = or_dash(&case.lead);
    let (id, child, year, stage) = (&case.id, &case.child, case.year.label(), &case.stage);
    clean_line(&format!("{id} | {child} | {year} | {schools} | {stage} | {next} | {lead}"))
}

fn or_dash(text: &str) -> &str {
    if text.trim().is_empty() { "–" } else { text }
}

fn told(found: &Listing, today: Date) -> serde_json::Value {
    let case = |case: &Summary| {
        let next = case
            .next
            .as_ref()
            .map(|(what, on)| json!({ "what": what, "on": iso(*on), "overdue": *on < today }));
        json!({
            "id": case.id,
            "child": case.child,
            "year": case.year.label(),
            "home_school": case.home_school,
            "new_school": case.new_school,
            "stage": case.stage.label(),
            "next": next,
            "blocks": case.tally.blocks,
            "warnings": case.tally.warnings,
            "lead": case.lead,
            "ended": case.ended,
        })
    };
    let unread = |(name, reason): &(String, String)| json!({ "name": name, "reason": reason });
    json!({
        "schema": SCHEMA,
        "cases": found.cases.iter().map(case).collect::<Vec<_>>(),
        "damaged": found.damaged.iter().map(unread).collect::<Vec<_>>(),
        "locked": found.locked.iter().map(unread).collect::<Vec<_>>(),
    })
}
