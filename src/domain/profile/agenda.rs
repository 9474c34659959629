//! The items of the agenda, and what is filled in on each.

use serde::{Deserialize, Serialize};

use crate::domain::slot::{Audience, Fact, Slot};
use crate::domain::table::{Column, Table};

/// The part of the work to which an item belongs. Only items of the meeting carry numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Who the child is, and when and where the meeting is.
    Details,
    /// Whether a move is the right thing to look at (R1–R20).
    Screening,
    /// What is gathered and arranged before the meeting (R21–R44).
    Preparation,
    /// The meeting.
    #[default]
    Meeting,
    /// What is done afterwards (R81–R87).
    Afterwards,
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The stable key, the first half of the keys of its notes.
    pub key: String,
    /// The title.
    pub title: String,
    /// The part of the work to which it belongs.
    #[serde(default)]
    pub part: Part,
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
pub const ANSWER_COLUMNS: [Column; 3] = [Column::Answer, Column::Way, Column::AnsweredOn];
