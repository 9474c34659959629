//! The agenda on paper, with room to write: for a meeting in which a screen is unwelcome.
//!
//! It holds no word that was typed, but for who comes, when and where.

use super::document::Document;
use super::kind::Kind;
use super::sheet::{Below, Sheet, listed};
use crate::domain::agreed::Agreed;
use crate::domain::people::Person;
use crate::domain::profile::{Entry, Item, Part, Profile};
use crate::domain::slot::Audience;
use crate::domain::table::Table;

/// Room for a note of an item.
const ROOM: u8 = 5;
/// Room above a table.
const LITTLE_ROOM: u8 = 2;

/// The sheet.
pub(super) fn meeting_sheet(case: &Agreed<'_>, profile: &Profile) -> Document {
    let mut sheet = Sheet::new(case, profile);
    let meeting = case.meeting();
    let (home, new) = case.schools();
    let when = [&meeting.on.to_string(), meeting.at.trim(), meeting.venue.trim()];
    sheet.facts(&[
        ("Child", case.child().name.trim()),
        ("Schools", &listed(&[home, new])),
        ("Meeting", &listed(&when)),
        ("Led by", meeting.lead.trim()),
    ]);
    for item in profile.agenda.iter().filter(|item| item.part == Part::Meeting) {
        sheet.section(&item.title);
        sheet.points(&prompts(item));
        room(&mut sheet, item);
    }
    let below = Below {
        subtitle: profile.meeting_title.clone(),
        dateline: "For notes on paper. Type them up afterwards, then destroy this sheet."
            .to_owned(),
        draft: false,
    };
    sheet.document(Kind::MeetingSheet, Kind::MeetingSheet.title(), below)
}

/// The prompts of an item, and the notes that everybody may read as a reminder of what to write.
fn prompts(item: &Item) -> Vec<String> {
    let labels = item.entries.iter().filter_map(|entry| match entry {
        Entry::Note { label, audience: Audience::Agreed, .. } => Some(label.as_str()),
        _ => None,
    });
    let labels: Vec<&str> = labels.collect();
    let reminder = format!("To write down: {}.", labels.join("; "));
    item.prompts.iter().cloned().chain((!labels.is_empty()).then_some(reminder)).collect()
}

/// Lines, and the tables of the item to fill in; fewer lines where there is a table.
fn room(sheet: &mut Sheet<'_>, item: &Item) {
    let has_note = item.entries.iter().any(|entry| matches!(entry, Entry::Note { .. }));
    let has_table = item.entries.iter().any(is_to_fill_in);
    match (has_table, has_note) {
        (true, true) => sheet.lines(LITTLE_ROOM),
        (true, false) => {}
        (false, _) => sheet.lines(ROOM),
    }
    for entry in &item.entries {
        match entry {
            Entry::Table { table, .. } => table_to_fill_in(sheet, *table),
            Entry::Answers => {
                let columns = [("Name", 60), ("Agrees?", 34), ("How", 38), ("Date", 34)];
                to_fill_in(sheet, &columns, names(sheet.case.people(), 4, Person::is_asked), 2);
            }
            _ => {}
        }
    }
}

/// Whether an entry is a table to fill in on paper.
fn is_to_fill_in(entry: &Entry) -> bool {
    match entry {
        Entry::Answers => true,
        Entry::Table { table, .. } => matches!(
            table,
            Table::People | Table::Measures | Table::Targets | Table::Commitments | Table::Reviews
        ),
        _ => false,
    }
}

fn table_to_fill_in(sheet: &mut Sheet<'_>, table: Table) {
    let people = sheet.case.people();
    match table {
        Table::People => {
            let columns = [("Name", 62), ("Role", 62), ("Here?", 42)];
            let rows = names(people, 3, |_| true);
            to_fill_in(sheet, &columns, rows, if people.is_empty() { 8 } else { 2 });
        }
        Table::Measures => {
            to_fill_in(sheet, &[("What was tried", 5), ("With what effect", 5)], Vec::new(), 3);
        }
        Table::Targets => {
            let columns = [("Target", 52), ("Now", 36), ("To reach", 36), ("How measured", 42)];
            to_fill_in(sheet, &columns, Vec::new(), 5);
        }
        Table::Commitments => {
            to_fill_in(sheet, &[("Who", 42), ("What", 82), ("By when", 42)], Vec::new(), 7);
        }
        Table::Reviews => {
            let columns = [("Review", 46), ("Date and time", 60), ("Place", 60)];
            to_fill_in(sheet, &columns, Vec::new(), 3);
        }
        _ => {}
    }
}

fn to_fill_in(
    sheet: &mut Sheet<'_>,
    columns: &[(&str, u16)],
    mut rows: Vec<Vec<String>>,
    blank: usize,
) {
    rows.extend(std::iter::repeat_n(vec![String::new(); columns.len()], blank));
    sheet.table(columns, rows);
}

/// The names of people, each in a row that is otherwise to be filled in.
fn names(people: &[Person], cells: usize, wanted: impl Fn(&Person) -> bool) -> Vec<Vec<String>> {
    let named = people.iter().filter(|person| wanted(person) && !person.name.is_blank());
    named
        .map(|person| {
            let mut row = vec![String::new(); cells];
            if let Some(name) = row.first_mut() {
                person.name.trim().clone_into(name);
            }
            if let (3, Some(role)) = (cells, row.get_mut(1)) {
                person.role.trim().clone_into(role);
            }
            row
        })
        .collect()
}
