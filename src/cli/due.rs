//! `convenor due`: what falls due in all cases.
//!
//! Must never name a child unless it is asked to.

use chrono::Days;
use serde_json::json;

use super::failure::Failure;
use super::output::{SCHEMA, complain, print, print_json};
use crate::domain::date::{Date, iso, long};
use crate::domain::due::{Due, sorted};
use crate::domain::reference::Reference;
pub(super) use crate::domain::report::Names;
use crate::domain::summary::Viewpoint;
use crate::domain::text::clean_line;
use crate::store::{Store, read_all};

pub(super) fn due(
    store: &dyn Store,
    reference: &Reference,
    weeks: u32,
    names: Names,
    json: bool,
    today: Date,
) -> Result<(), Failure> {
    let until = today.checked_add_days(Days::new(u64::from(weeks) * 7)).unwrap_or(Date::MAX);
    let view = Viewpoint { today, reference };
    let mut due = Vec::new();
    let damaged = read_all(store, view, &mut |case| {
        due.extend(case.falls_due(reference.profiles.of(&case), today));
    })?;
    due.retain(|due: &Due| due.on <= until);
    let due = sorted(due).into_iter();
    let due: Vec<Due> = match names {
        Names::Shown => due.collect(),
        Names::Left => due.map(Due::without_name).collect(),
    };
    if json {
        let due: Vec<_> = due.iter().map(|due| told(due, today)).collect();
        let damaged: Vec<_> = damaged
            .iter()
            .map(|(name, reason)| json!({ "name": name, "reason": reason }))
            .collect();
        return print_json(&json!({
            "schema": SCHEMA, "until": iso(until), "due": due, "damaged": damaged,
        }));
    }
    for (name, reason) in &damaged {
        complain(&format!("{name} is left out: {reason}"));
    }
    if due.is_empty() {
        return print(&format!("Nothing falls due up to {}.\n", long(until)));
    }
    print(&due.iter().map(|due| line(due, today)).collect::<String>())
}

fn line(due: &Due, today: Date) -> String {
    let late = if due.is_overdue(today) { "! OVERDUE: " } else { "" };
    let whose = if due.child.is_empty() {
        due.case.to_string()
    } else {
        format!("{}, {}", due.case, due.child)
    };
    let who = if due.who.is_empty() { "–" } else { &due.who };
    let line = format!("{late}{} | {whose} | {} | {who}", long(due.on), due.what);
    clean_line(&line) + "\n"
}

fn told(due: &Due, today: Date) -> serde_json::Value {
    let mut told = json!({
        "case": due.case,
        "on": iso(due.on),
        "overdue": due.is_overdue(today),
        "kind": due.kind.label(),
        "what": due.what,
        "who": due.who,
    });
    if let (false, Some(told)) = (due.child.is_empty(), told.as_object_mut()) {
        told.insert("child".to_owned(), due.child.as_str().into());
    }
    told
}
