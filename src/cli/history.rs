//! `convenor history`: the states that a case had before, and what was changed between two of them.
//!
//! Must never show a word of a case unless the changes are asked for, and never a private one.

use serde_json::json;

use super::failure::Failure;
use super::output::{SCHEMA, print, print_json};
use crate::domain::case::CaseId;
use crate::domain::compare::{Line, Section, compare};
use crate::domain::reference::Reference;
use crate::domain::text::clean_line;
use crate::store::history::{Kind, in_words, size};
use crate::store::{Past, Store};

/// A state, and what was changed in it before the next one stood.
struct Stood {
    past: Past,
    /// The titles of the items; `None` where one of the two cannot be read.
    changed: Option<Vec<String>>,
}

pub(super) fn history(
    store: &dyn Store,
    id: &CaseId,
    two: Option<Two>,
    reference: &Reference,
    json: bool,
) -> Result<(), Failure> {
    if let Some(two) = two {
        return changes(store, id, two, reference, json);
    }
    let pasts = store.history(id)?;
    let mut next = store.load(id).ok().map(|(case, _)| case);
    let now = next.as_ref().map_or(Kind::Damaged, Kind::of);
    let mut lines = Vec::new();
    for past in pasts.into_iter().rev() {
        let case = store.state(id, past.number).ok();
        let changed = case
            .as_ref()
            .zip(next.as_ref())
            .map(|(case, next)| titles(&compare(case, next, reference.profiles.of(next))));
        lines.push(Stood { past, changed });
        next = case;
    }
    if json { print_json(&told(id, now, &lines)) } else { print(&text(id, now, &lines)) }
}

fn text(id: &CaseId, now: Kind, lines: &[Stood]) -> String {
    if lines.is_empty() {
        return format!("{id} has no earlier states yet. It is {}.\n", now.label());
    }
    let line = |Stood { past, changed }: &Stood| {
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
    said.push(format!(
        "`convenor history {id} --changes NUMBER` says what was changed since; `convenor restore {id} --to NUMBER` brings one back.\n"
    ));
    said.join("\n")
}

fn told(id: &CaseId, now: Kind, lines: &[Stood]) -> serde_json::Value {
    let state = |Stood { past, changed }: &Stood| {
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

fn titles(sections: &[Section]) -> Vec<String> {
    sections.iter().map(|section| section.title.clone()).collect()
}

/// Two states: the number of the earlier one, and that of the later one unless it is what stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Two {
    from: u32,
    to: Option<u32>,
}

impl Two {
    /// Reads `3` or `3..5`.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number > 0);
        let two = match text.split_once("..") {
            None => number(text).map(|from| Self { from, to: None }),
            Some((from, to)) => {
                number(from).zip(number(to)).map(|(from, to)| Self { from, to: Some(to) })
            }
        };
        two.ok_or_else(|| "name a state by its number, or two as 3..5".to_owned())
    }
}

/// What was changed between two states.
fn changes(
    store: &dyn Store,
    id: &CaseId,
    two: Two,
    reference: &Reference,
    json: bool,
) -> Result<(), Failure> {
    let pasts = store.history(id)?;
    let before = store.state(id, two.from)?;
    let after = match two.to {
        Some(number) => store.state(id, number)?,
        None => store.load(id)?.0,
    };
    let sections = compare(&before, &after, reference.profiles.of(&after));
    if json {
        return print_json(&changes_told(id, two, &sections));
    }
    let name = |number: u32| {
        let past = pasts.iter().find(|past| past.number == number);
        past.map_or_else(|| format!("state {number}"), ToString::to_string)
    };
    let to = two.to.map_or_else(|| "what stands now".to_owned(), name);
    print(&changes_text(&format!("{id} · from {} to {to}", name(two.from)), &sections))
}

fn changes_text(title: &str, sections: &[Section]) -> String {
    if sections.is_empty() {
        return format!("{title}: nothing was changed.\n");
    }
    let mut said = vec![format!("{title}:")];
    for section in sections {
        said.extend([String::new(), clean_line(&section.title)]);
        let lines = section.lines.iter().map(Line::without_private);
        said.extend(lines.map(|line| format!("  {}", clean_line(&line))));
    }
    said.join("\n") + "\n"
}

fn changes_told(id: &CaseId, two: Two, sections: &[Section]) -> serde_json::Value {
    let section = |section: &Section| {
        let lines: Vec<String> = section.lines.iter().map(Line::without_private).collect();
        json!({ "title": section.title, "changes": lines })
    };
    let sections: Vec<_> = sections.iter().map(section).collect();
    json!({ "schema": SCHEMA, "id": id, "from": two.from, "to": two.to, "sections": sections })
}
