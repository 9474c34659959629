//! `convenor show` and `convenor check`: what is recorded in a case, and what is missing.
//!
//! Must never show what only the lead may read: the output of a command is soon in a mail.

use serde::Serialize;
use serde_json::json;

use super::failure::{BLOCKED, FINE, Failure};
use super::output::{SCHEMA, print, print_json};
use crate::domain::case::Case;
use crate::domain::checks::{self, Finding, Level, Place, Purpose};
use crate::domain::date::{Date, iso, long};
use crate::domain::people::RowId;
use crate::domain::profile::{ANSWER_COLUMNS, Entry, Item, Profile};
use crate::domain::reference::Reference;
use crate::domain::slot::{Audience, Field, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::term_dates::TermDates;
use crate::domain::text::capital;
use crate::export::Kind;

/// One thing recorded.
#[derive(Serialize)]
struct Said {
    label: String,
    text: String,
    /// The day in figures, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

/// What is recorded under one item of the agenda.
#[derive(Serialize)]
struct Section {
    key: String,
    title: String,
    fields: Vec<Said>,
    rows: Vec<Vec<Said>>,
}

pub(super) fn show(
    case: &Case,
    reference: &Reference,
    json: bool,
    today: Date,
) -> Result<(), Failure> {
    let profile = reference.profiles.of(case);
    let dates = TermDates::of(case, profile, reference);
    let sections: Vec<Section> = profile
        .agenda
        .iter()
        .map(|item| section(case, item, &dates))
        .filter(|section| !section.fields.is_empty() || !section.rows.is_empty())
        .collect();
    if json {
        print_json(&told(case, &sections, today))
    } else {
        print(&page(case, &sections, today))
    }
}

fn page(case: &Case, sections: &[Section], today: Date) -> String {
    let demo = if case.demo { " (DEMO: invented)" } else { "" };
    let mut lines = vec![format!("{}{demo}: {}", case.id, case.child.name), case.stage().label()];
    lines.extend(case.next_date(today).map(|next| {
        let late = if next.overdue { "! OVERDUE: " } else { "" };
        format!("{late}{} {}", next.what, long(next.on))
    }));
    let told = |said: &Said| format!("{}: {}", said.label, indented(&said.text));
    for section in sections {
        lines.push(format!("\n{}", section.title));
        lines.extend(section.fields.iter().map(|said| format!("  {}", told(said))));
        for row in &section.rows {
            let cells: Vec<String> = row.iter().map(told).collect();
            lines.push(format!("  - {}", cells.join("; ")));
        }
    }
    lines.push("\nPrivate notes and answers are left out; the program shows them.\n".to_owned());
    lines.join("\n")
}

fn indented(text: &str) -> String {
    text.trim_end().replace('\n', "\n      ")
}

fn told(case: &Case, sections: &[Section], today: Date) -> serde_json::Value {
    let next = case
        .next_date(today)
        .map(|next| json!({ "what": next.what, "on": iso(next.on), "overdue": next.overdue }));
    let issued = case.issued.iter().map(|issued| {
        json!({
            "number": issued.number, "on": iso(issued.on), "file": issued.file,
            "kind": Kind::from(issued.kind).key(), "route": issued.route.label(),
        })
    });
    json!({
        "schema": SCHEMA,
        "id": case.id,
        "demo": case.demo,
        "child": case.child.name,
        "stage": case.stage().label(),
        "closed": case.is_closed(),
        "next": next,
        "agreements": issued.collect::<Vec<_>>(),
        "items": sections,
        "private_left_out": true,
    })
}

fn section(case: &Case, item: &Item, dates: &TermDates<'_>) -> Section {
    let mut section = Section {
        key: item.key.clone(),
        title: item.title.clone(),
        fields: Vec::new(),
        rows: Vec::new(),
    };
    for entry in &item.entries {
        match entry {
            Entry::Note { key, label, audience: Audience::Agreed, .. } => {
                section.fields.extend(said(case, &item.note(key, Audience::Agreed), label));
            }
            Entry::Note { .. } | Entry::ReadBack | Entry::Conditions | Entry::Close => {}
            Entry::Each { whom, columns, .. } => {
                let people = case.people.iter().filter(|person| whom.includes(person));
                section.rows.extend(people.filter_map(|person| {
                    let said = row(case, Table::People, person.id, columns);
                    let name = || row(case, Table::People, person.id, &[Column::Name]);
                    (!said.is_empty()).then(|| name().into_iter().chain(said).collect())
                }));
            }
            Entry::Review { columns } => {
                let cells =
                    item.review.into_iter().flat_map(|id| row(case, Table::Reviews, id, columns));
                section.fields.extend(cells);
            }
            Entry::Fact { fact, .. } => {
                section.fields.extend(said(case, &Slot::Fact(*fact), fact.label()));
            }
            Entry::Table { table, .. } => {
                section.rows.extend(rows(case, item, *table, dates));
            }
            Entry::Answers => {
                let answered = case.people.iter().filter(|person| !person.answer.is_blank());
                section.rows.extend(answered.map(|person| {
                    let mut columns = vec![Column::Name];
                    columns.extend(ANSWER_COLUMNS);
                    row(case, Table::People, person.id, &columns)
                }));
            }
        }
    }
    section
}

fn rows(case: &Case, item: &Item, table: Table, dates: &TermDates<'_>) -> Vec<Vec<Said>> {
    let rows = item.rows(case, table).into_iter().map(|id| {
        let mut said = row(case, table, id, table.columns());
        let review = case.reviews.iter().find(|review| table == Table::Reviews && review.id == id);
        let week = review.and_then(|review| dates.week_of(review.on.day()?));
        said.extend(week.map(|week| Said {
            label: "School week".to_owned(),
            text: week.number.to_string(),
            date: None,
        }));
        said
    });
    rows.filter(|row| !row.is_empty()).collect()
}

fn row(case: &Case, table: Table, id: RowId, columns: &[Column]) -> Vec<Said> {
    columns
        .iter()
        .filter_map(|column| said(case, &Slot::Cell(table, id, *column), column.label()))
        .collect()
}

/// What stands in a slot, unless it is blank or private.
fn said(case: &Case, slot: &Slot, label: &str) -> Option<Said> {
    let field = case.field(slot).filter(|field| !field.is_blank())?;
    if slot.is_private(case) {
        return None;
    }
    let date = match field {
        Field::Date(when) => when.day().map(iso),
        _ => None,
    };
    Some(Said { label: label.to_owned(), text: case.text(slot).into_owned(), date })
}

pub(super) fn check(
    case: &Case,
    reference: &Reference,
    json: bool,
    today: Date,
) -> Result<u8, Failure> {
    let profile = &*reference.profiles.of(case).for_case(case);
    let findings = checks::findings(case, profile, reference, today);
    let blocked = findings.iter().any(|finding| finding.level == Level::Block);
    if json {
        let findings: Vec<_> = findings.iter().map(|found| finding(found, profile)).collect();
        print_json(&json!({
            "schema": SCHEMA, "id": case.id, "stage": Purpose::of(case).key(),
            "blocked": blocked, "findings": findings,
        }))?;
    } else if findings.is_empty() {
        print(&format!("{}: nothing is missing.\n", case.id))?;
    } else {
        print(&in_groups(&findings, profile))?;
    }
    Ok(if blocked { BLOCKED } else { FINE })
}

/// Findings in words: what must be done, what is worth a look, what is told and set aside, each
/// with the place where it is mended.
fn in_groups(findings: &[Finding], profile: &Profile) -> String {
    let mut groups: Vec<(String, Vec<&Finding>)> = Vec::new();
    for found in findings {
        let name = match &found.set_aside {
            Some(_) => "set aside",
            None => found.level.label(),
        };
        match groups.iter_mut().find(|(other, _)| *other == name) {
            Some((_, members)) => members.push(found),
            None => groups.push((name.to_owned(), vec![found])),
        }
    }
    let line = |found: &Finding| {
        let item = item(found, profile).map_or("", |item| item.title.as_str());
        let field = field_label(found).map(|label| format!(" › {label}")).unwrap_or_default();
        let reason = found.set_aside.as_ref().map(|reason| format!(" Set aside: {reason}"));
        format!("  {item}{field}: {}{}\n", found.sentence, reason.unwrap_or_default())
    };
    let group = |(name, members): &(String, Vec<&Finding>)| {
        let lines: String = members.iter().map(|found| line(found)).collect();
        format!("{} ({}):\n{lines}", capital(name), members.len())
    };
    groups.iter().map(group).collect::<Vec<_>>().join("\n")
}

/// The words beside the field where a finding is mended; a note has them in the protocol only.
fn field_label(found: &Finding) -> Option<&'static str> {
    match &found.place {
        Place::Slot(Slot::Fact(fact)) => Some(fact.label()),
        Place::Slot(Slot::Cell(_, _, column)) => Some(column.label()),
        Place::Slot(Slot::Note(..)) | Place::Outside => None,
        Place::Table(table) => Some(table.title()),
    }
}

/// The name by which programs know the place where a finding is mended.
fn field_key(found: &Finding) -> Option<String> {
    Some(match &found.place {
        Place::Slot(Slot::Fact(fact)) => format!("{fact:?}"),
        Place::Slot(Slot::Cell(table, row, column)) => format!("{table:?}.{}.{column:?}", row.0),
        Place::Slot(Slot::Note(_, key)) => key.clone(),
        Place::Table(table) => format!("{table:?}"),
        Place::Outside => return None,
    })
}

fn finding(found: &Finding, profile: &Profile) -> serde_json::Value {
    json!({
        "level": match found.level {
            Level::Block => "block",
            Level::Warn => "warn",
            Level::Note => "note",
        },
        "check": found.id,
        "rule": found.rule,
        "source": found.check().map(|check| check.source),
        "sentence": found.sentence,
        "place": {
            "item": item(found, profile).map(|item| item.key.as_str()),
            "field": field_key(found),
        },
        "set_aside": found.set_aside,
    })
}

fn item<'a>(found: &Finding, profile: &'a Profile) -> Option<&'a Item> {
    profile.agenda.get(found.item)
}
