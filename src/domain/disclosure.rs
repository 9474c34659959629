//! Everything that is recorded in a case, place by place, for a person who asks to see it: private and
//! working notes included, each with what is to be considered before it is given out.
//!
//! Must never leave a text out: what no item of the agenda shows comes at the end.

use std::collections::HashSet;

use super::case::Case;
use super::date::long;
use super::fact::Fact;
use super::people::RowId;
use super::profile::{ANSWER_COLUMNS, Entry, Item, Profile};
use super::slot::{Audience, Slot};
use super::table::{Column, Table};
use super::text::capital;

/// What is recorded under one title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The title.
    pub title: String,
    /// What is recorded, in the order of the form.
    pub texts: Vec<Recorded>,
}

/// One thing that is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Where it stands: “People 2, Role”.
    pub place: String,
    /// The words.
    pub text: String,
    /// What is to be considered before it is given out; empty where nothing stands out.
    pub consider: &'static str,
}

/// The title over what no item of the agenda shows.
const ELSEWHERE: &str = "Recorded elsewhere";

/// Everything that is recorded in a case.
pub fn everything(case: &Case, profile: &Profile) -> Vec<Section> {
    let profile = profile.for_case(case);
    let mut all = Everything { case, seen: HashSet::new() };
    let mut sections: Vec<Section> = Vec::new();
    for item in &profile.agenda {
        let mut texts = Vec::new();
        for entry in &item.entries {
            all.entry(item, entry, &mut texts);
        }
        sections.push(Section { title: item.title.clone(), texts });
    }
    sections.push(Section { title: ELSEWHERE.to_owned(), texts: all.the_rest() });
    sections.push(Section { title: "About the record".to_owned(), texts: about(case) });
    sections.retain(|section| !section.texts.is_empty());
    sections
}

struct Everything<'a> {
    case: &'a Case,
    seen: HashSet<Slot>,
}

impl Everything<'_> {
    fn entry(&mut self, item: &Item, entry: &Entry, texts: &mut Vec<Recorded>) {
        match entry {
            Entry::Note { key, label, audience, .. } => {
                let slot = item.note(key, *audience);
                self.take(&slot, label.clone(), texts);
            }
            Entry::Fact { fact, .. } => {
                self.take(&Slot::Fact(*fact), fact.label().to_owned(), texts);
            }
            Entry::Table { table, .. } => {
                for row in item.rows(self.case, *table) {
                    self.row(*table, row, table.every_column(), texts);
                }
            }
            Entry::Each { whom, columns, .. } => {
                let people = self.case.people.iter().filter(|person| whom.includes(person));
                let people: Vec<RowId> = people.map(|person| person.id).collect();
                for id in people {
                    self.row(Table::People, id, columns, texts);
                }
            }
            Entry::Answers => {
                for id in self.case.row_ids(Table::People) {
                    self.row(Table::People, id, &ANSWER_COLUMNS, texts);
                }
            }
            Entry::Review { columns } => {
                if let Some(id) = item.review {
                    self.row(Table::Reviews, id, columns, texts);
                }
            }
            Entry::Conditions | Entry::ReadBack | Entry::Close => {}
        }
    }

    /// The cells of a row that were not told yet, each with what the row is about.
    fn row(&mut self, table: Table, id: RowId, columns: &[Column], texts: &mut Vec<Recorded>) {
        let number = self.case.row_index(table, id).map_or(0, |at| at + 1);
        let about = self.case.about(table, id).map(|about| format!(" ({about})"));
        let row = format!("{} {number}{}", capital(table.row_name()), about.unwrap_or_default());
        for column in columns {
            let slot = Slot::Cell(table, id, *column);
            self.take(&slot, format!("{row}, {}", column.label()), texts);
        }
    }

    fn take(&mut self, slot: &Slot, place: String, texts: &mut Vec<Recorded>) {
        let said = self.case.field(slot).is_some_and(|field| !field.is_blank());
        if !said || !self.seen.insert(slot.clone()) {
            return;
        }
        let text = self.case.text(slot).into_owned();
        texts.push(Recorded { place, text, consider: consider(self.case, slot) });
    }

    /// What no item showed.
    fn the_rest(&mut self) -> Vec<Recorded> {
        let mut texts = Vec::new();
        for fact in Fact::ALL {
            self.take(&Slot::Fact(*fact), fact.label().to_owned(), &mut texts);
        }
        for table in Table::ALL {
            for id in self.case.row_ids(*table) {
                self.row(*table, id, table.every_column(), &mut texts);
            }
        }
        for key in self.case.agreed_notes.keys() {
            self.take(&Slot::Note(Audience::Agreed, key.clone()), key.clone(), &mut texts);
        }
        for key in self.case.private_notes.keys() {
            // A working note lies in the same part of a case.
            if !self.seen.contains(&Slot::Note(Audience::Working, key.clone())) {
                self.take(&Slot::Note(Audience::Private, key.clone()), key.clone(), &mut texts);
            }
        }
        texts
    }
}

/// What is to be considered before something is given out.
fn consider(case: &Case, slot: &Slot) -> &'static str {
    match slot {
        Slot::Cell(Table::Background, ..) if slot.is_private(case) => {
            "private note about the family"
        }
        Slot::Fact(Fact::Pushed) => "said in confidence",
        _ if slot.is_private(case) => "private note of the person who leads",
        Slot::Cell(Table::People, _, Column::Contact) => "contact details of somebody else",
        Slot::Cell(Table::Overrides, ..) => "a judgement of the person who leads",
        Slot::Note(Audience::Working, _) => "working note",
        _ => "",
    }
}

/// What stands in no slot: verdicts, documents, the protocol.
fn about(case: &Case) -> Vec<Recorded> {
    let plain = |place: String, text: String| Recorded { place, text, consider: "" };
    let mut texts = vec![
        plain("Reference".to_owned(), case.id.to_string()),
        plain("Stage".to_owned(), case.stage().label()),
        plain("Protocol".to_owned(), format!("{}, version {}", case.profile, case.profile_version)),
        plain("Begun on".to_owned(), case.begun.to_string()),
    ];
    texts.extend(case.issued.iter().map(|issued| {
        let place = format!("{} {}", capital(issued.kind.label()), issued.number);
        plain(place, format!("{}, made on {}", issued.file, long(issued.on)))
    }));
    texts.extend(case.recorded.iter().map(|record| {
        let place = format!("Record {} of a review", record.number);
        plain(place, format!("{}, made on {}", record.file, long(record.on)))
    }));
    texts.extend(case.reviewed.iter().map(|verdict| {
        let note =
            if verdict.note.is_blank() { String::new() } else { format!(": {}", verdict.note) };
        Recorded {
            place: format!("Verdict of {}", long(verdict.on)),
            text: format!("{}{note}", verdict.verdict.label()),
            consider: "what the person who leads thought of the case",
        }
    }));
    texts.retain(|recorded| !recorded.text.trim().is_empty());
    texts
}
