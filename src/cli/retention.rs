//! `convenor retention` and `convenor hold`: which cases are to be erased now, and which must not be.
//!
//! Must never name a child.

use serde_json::json;

use super::World;
use super::audit::tell;
use super::failure::Failure;
use super::output::{SCHEMA, complain, print, print_json};
use crate::domain::case::CaseId;
use crate::domain::date::{Date, iso, long};
use crate::domain::reference::Reference;
use crate::domain::retention::Kept;
use crate::domain::slot::{Fact, Slot};
use crate::domain::summary::Viewpoint;
use crate::runtime::clock::{Clock, SystemClock};
use crate::store::audit::Deed;
use crate::store::{FolderStore, Store, read_all};

/// A case that is due, held, or of which nobody knows.
struct Row {
    id: CaseId,
    until: Option<Date>,
    over: bool,
    held: Option<String>,
    stage: String,
}

pub(super) fn retention(
    store: &dyn Store,
    reference: &Reference,
    json: bool,
    today: Date,
) -> Result<(), Failure> {
    let mut rows = Vec::new();
    let unread = read_all(store, Viewpoint { today, reference }, &mut |case| {
        let kept = case.kept(reference.profiles.of(&case));
        let until = match kept {
            Kept::Until(day) => Some(day),
            Kept::BirthMissing => None,
        };
        let over = kept.is_over(today);
        let held = case.is_held().then(|| case.hold.to_string());
        let row = Row { id: case.id.clone(), until, over, held, stage: case.stage().label() };
        if over || until.is_none() || row.held.is_some() {
            rows.push(row);
        }
    })?;
    for (name, reason) in &unread {
        complain(&format!("{name} is left out: {reason}"));
    }
    if json { print_json(&told(&rows, today)) } else { print(&text(&rows)) }
}

fn text(rows: &[Row]) -> String {
    let line = |row: &&Row| {
        let until = row.until.map_or("until when is not known".to_owned(), |day| {
            format!("{} {}", if row.over { "kept until" } else { "to be kept until" }, long(day))
        });
        let reason = row.held.as_ref().and_then(|held| held.lines().next());
        let reason = reason.map(|reason| format!(" | {reason}")).unwrap_or_default();
        format!("  {} | {} | {until}{reason}\n", row.id, row.stage)
    };
    let group = |title: &str, wanted: &dyn Fn(&Row) -> bool| {
        let lines: Vec<String> =
            rows.iter().filter(|row| wanted(row)).map(|row| line(&row)).collect();
        match lines.len() {
            0 => format!("{title}: none\n"),
            count => format!("{title} ({count}):\n{}", lines.concat()),
        }
    };
    let due = |row: &Row| row.over && row.held.is_none();
    let held = |row: &Row| row.held.is_some();
    let unknown = |row: &Row| row.until.is_none() && row.held.is_none();
    let due_said = group("To be erased now", &due);
    let how = if rows.iter().any(due) {
        "`convenor erase ID` erases one; `convenor hold ID --reason TEXT` keeps it.\n"
    } else {
        ""
    };
    let held = group("Held, and not to be erased", &held);
    format!("{due_said}{how}{held}{}", group("The date of birth is missing", &unknown))
}

fn told(rows: &[Row], today: Date) -> serde_json::Value {
    let row = |row: &&Row| {
        json!({
            "id": row.id, "until": row.until.map(iso), "over": row.over, "held": row.held,
            "stage": row.stage,
        })
    };
    let list = |wanted: &dyn Fn(&Row) -> bool| -> Vec<serde_json::Value> {
        rows.iter().filter(|row| wanted(row)).map(|found| row(&found)).collect()
    };
    json!({
        "schema": SCHEMA,
        "today": iso(today),
        "due": list(&|row| row.over && row.held.is_none()),
        "held": list(&|row| row.held.is_some()),
        "birth_missing": list(&|row| row.until.is_none() && row.held.is_none()),
    })
}

/// Keeps a case from being erased, with a reason; or lets go of it, where there is none.
pub(super) fn hold(
    store: &mut FolderStore,
    id: &CaseId,
    reason: Option<&str>,
    world: &World,
) -> Result<(), Failure> {
    let (mut case, version) = store.load(id)?;
    let reason = reason.unwrap_or_default().trim();
    if !case.set_text(&Slot::Fact(Fact::Hold), reason, world.today) {
        let how = if case.is_held() { "held already, with this reason" } else { "not held" };
        return print(&format!("{id} is {how}.\n"));
    }
    let deed = if case.is_held() { Deed::Held } else { Deed::Released };
    tell(store, world, id, deed);
    store.save(&case, &version, SystemClock::start().now().wall)?;
    print(&if case.is_held() {
        format!("{id} is held: it is not erased until `convenor hold {id} --release`.\n")
    } else {
        format!("{id} is no longer held: it can be erased.\n")
    })
}
