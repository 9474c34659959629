//! A protocol profile: everything in which one authority's way of holding the meeting differs from
//! another's. Data, not code.

use serde::{Deserialize, Serialize};

use super::people::Party;
use super::slot::{Audience, Fact, Slot};
use super::table::Table;

/// An authority's protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The short name that a case remembers.
    pub key: String,
    /// The version of the wording and rules, counted from 1.
    pub version: u32,
    /// The name for people.
    pub title: String,
    /// What the meeting is called on the agreement.
    pub meeting_title: String,
    /// The line read out at the beginning: what is recorded and who gets it (R54).
    pub privacy_line: String,
    /// Whose agreement is needed before the meeting can be closed (R23, R67).
    pub required: Vec<Party>,
    /// Up to how many targets a child can be expected to keep in mind (R70).
    pub most_targets: usize,
    /// The reviews of a new case (R77, R78).
    pub reviews: Vec<String>,
    /// What stands on the agreement about rights and complaints (R25, R93).
    pub rights: Vec<String>,
    /// The items, in order.
    pub agenda: Vec<Item>,
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The stable key, the first half of the keys of its notes.
    pub key: String,
    /// The title.
    pub title: String,
    /// Whether it is filled in before the meeting; it then has no number.
    #[serde(default)]
    pub preparation: bool,
    /// What the facilitator asks, says or decides here.
    pub prompts: Vec<String>,
    /// What is filled in, in order.
    pub entries: Vec<Entry>,
}

/// How a piece of prose reads on the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Running text.
    Prose,
    /// A list with one point a line.
    Points,
    /// Somebody's own words, in quotation marks.
    Quote,
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Entry {
    /// Prose.
    Note {
        /// The second half of its key.
        key: String,
        /// The words beside it, which are also its heading on the agreement.
        label: String,
        /// Who may read it.
        audience: Audience,
        /// How it reads on the agreement.
        shape: Shape,
        /// Whether the item is only complete with it.
        #[serde(default)]
        needed: bool,
    },
    /// A fact.
    Fact {
        /// Which one.
        fact: Fact,
        /// Whether the item is only complete with it.
        #[serde(default)]
        needed: bool,
    },
    /// A list of rows.
    Table {
        /// Which one.
        table: Table,
        /// Whether the item is only complete with at least one row.
        #[serde(default)]
        needed: bool,
    },
    /// The answers of those who are asked to agree.
    Answers,
    /// Everything agreed so far, to read aloud.
    ReadBack,
    /// The way out: closing the meeting.
    Close,
}

impl Item {
    /// The slot of one of the item's notes.
    pub fn note(&self, key: &str, audience: Audience) -> Slot {
        Slot::Note(audience, format!("{}.{key}", self.key))
    }

    /// Whether a slot is filled in here.
    pub fn has(&self, wanted: &Slot) -> bool {
        self.entries.iter().any(|entry| match (entry, wanted) {
            (Entry::Note { key, audience, .. }, Slot::Note(wanted_audience, wanted)) => {
                let rest = wanted.strip_prefix(&self.key).and_then(|rest| rest.strip_prefix('.'));
                audience == wanted_audience && rest == Some(key)
            }
            (Entry::Fact { fact, .. }, Slot::Fact(wanted)) => fact == wanted,
            (Entry::Table { table, .. }, Slot::Cell(wanted, _, column)) => {
                table == wanted && table.columns().contains(column)
            }
            (Entry::Answers, Slot::Cell(Table::People, _, column)) => {
                ANSWER_COLUMNS.contains(column)
            }
            _ => false,
        })
    }
}

/// The cells of a person that record the answer at the read-back.
pub const ANSWER_COLUMNS: [super::table::Column; 3] =
    [super::table::Column::Answer, super::table::Column::Way, super::table::Column::AnsweredOn];

impl Profile {
    /// The item with this key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.agenda.iter().find(|item| item.key == key)
    }

    /// Where a slot is filled in.
    pub fn place_of(&self, slot: &Slot) -> Option<usize> {
        self.agenda.iter().position(|item| item.has(slot))
    }

    /// Where a table is filled in.
    pub fn place_of_table(&self, wanted: Table) -> Option<usize> {
        self.agenda.iter().position(|item| {
            item.entries
                .iter()
                .any(|entry| matches!(entry, Entry::Table { table, .. } if *table == wanted))
        })
    }

    /// The number that an item of the agenda carries; preparation has none.
    pub fn number(&self, index: usize) -> Option<usize> {
        let item = self.agenda.get(index)?;
        let before = self.agenda.iter().take(index).filter(|item| !item.preparation).count();
        (!item.preparation).then_some(before + 1)
    }
}
