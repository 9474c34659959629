//! The items of the agenda, and what is filled in on each.

use serde::{Deserialize, Serialize};

use crate::domain::case::Case;
use crate::domain::people::{Party, Person, RowId};
use crate::domain::review::Review;
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
    /// A review of what was agreed (R77, R78).
    Review,
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
    /// The review to which the item belongs, once that has begun; never part of a profile.
    #[serde(skip)]
    pub review: Option<RowId>,
}

/// Of whom something is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whom {
    /// Everybody in the list of people.
    Everyone,
    /// Parents and carers.
    Parents,
}

impl Whom {
    /// Whether it is recorded of this person.
    pub fn includes(self, person: &Person) -> bool {
        match self {
            Self::Everyone => true,
            Self::Parents => person.party == Party::Parent,
        }
    }
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
    /// Some cells of each person; nobody is added here.
    Each {
        /// The words above them.
        heading: String,
        /// Of whom.
        whom: Whom,
        /// Which cells of the list of people.
        columns: Vec<Column>,
    },
    /// Some cells of the review to which the item belongs.
    Review {
        /// Which cells of the list of reviews.
        columns: Vec<Column>,
    },
    /// Every condition for a move with how it stands (R1–R20).
    Conditions,
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

    /// Whether a list is filled in here.
    pub fn has_table(&self, wanted: Table) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| matches!(entry, Entry::Table { table, .. } if *table == wanted))
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
                table == wanted && self.columns(*table).contains(column)
            }
            (Entry::Answers, Slot::Cell(table, _, column)) => {
                *table == self.answers_table() && ANSWER_COLUMNS.contains(column)
            }
            (Entry::Each { columns, .. }, Slot::Cell(Table::People, _, column)) => {
                columns.contains(column)
            }
            (Entry::Review { columns }, Slot::Cell(Table::Reviews, row, column)) => {
                self.review == Some(*row) && columns.contains(column)
            }
            _ => false,
        })
    }
}

impl Item {
    /// The item as it stands on the agenda of a review that has begun.
    pub fn for_review(&self, review: &Review) -> Self {
        Self {
            key: format!("review-{}-{}", review.id.0, self.key),
            part: Part::Review,
            review: Some(review.id),
            ..self.clone()
        }
    }

    /// Whether a note with this key was written at a review.
    pub fn is_of_review(key: &str) -> bool {
        let number = key.strip_prefix("review-").and_then(|rest| rest.split_once('-'));
        number.is_some_and(|(number, _)| number.parse::<u32>().is_ok())
    }

    /// The cells of a row of a table that are filled in here. What was only just promised at a review
    /// is not looked at again yet, and what comes after it was not held.
    pub fn columns(&self, table: Table) -> &'static [Column] {
        const PROMISE: &[Column] =
            &[Column::Side, Column::Who, Column::What, Column::Timing, Column::Due];
        const TO_COME: &[Column] = &[Column::Label, Column::On, Column::At, Column::Place];
        match (self.review, table) {
            (Some(_), Table::Commitments) => PROMISE,
            (Some(_), Table::Reviews) => TO_COME,
            _ => table.columns(),
        }
    }

    /// What a table is called here.
    pub fn title_of(&self, table: Table) -> &'static str {
        match (self.review, table) {
            (Some(_), Table::Commitments) => "What is promised from now on",
            (Some(_), Table::Reviews) => "Reviews to come",
            _ => table.title(),
        }
    }

    /// Of which rows the answers are cells: of the people, or of who was at the item’s review.
    pub fn answers_table(&self) -> Table {
        if self.review.is_some() { Table::Attendances } else { Table::People }
    }

    /// The rows of which the answers are cells, in the order of the people: at a review, only where it
    /// asks everyone afresh.
    pub fn answer_rows(&self, case: &Case) -> Vec<RowId> {
        if let Some(review) = self.review {
            return case.asked_afresh(review).iter().map(|(_, row)| row.id).collect();
        }
        let asked = case.people.iter().filter(|person| person.is_asked());
        asked.map(|person| person.id).collect()
    }

    /// The rows of a table that are filled in here: of the item’s review, or all.
    pub fn rows(&self, case: &Case, table: Table) -> Vec<RowId> {
        let Some(review) = self.review else { return case.row_ids(table) };
        match table {
            Table::Commitments => {
                case.commitments_made_at(review).iter().map(|row| row.id).collect()
            }
            Table::Extensions => case.extensions_at(review).iter().map(|row| row.id).collect(),
            Table::Reviews => case.reviews_after(review).iter().map(|row| row.id).collect(),
            Table::Attendances => of_review(&case.attendances, review, |row| (row.id, row.review)),
            Table::Readings => of_review(&case.readings, review, |row| (row.id, row.review)),
            Table::Updates => of_review(&case.updates, review, |row| (row.id, row.review)),
            Table::Amendments => case
                .amendments
                .iter()
                .filter(|row| row.review == Some(review))
                .map(|row| row.id)
                .collect(),
            _ => case.row_ids(table),
        }
    }
}

fn of_review<T>(rows: &[T], review: RowId, ids: impl Fn(&T) -> (RowId, RowId)) -> Vec<RowId> {
    rows.iter().map(ids).filter(|(_, of)| *of == review).map(|(id, _)| id).collect()
}

/// The cells of a person that record the answer at the read-back.
pub const ANSWER_COLUMNS: [Column; 3] = [Column::Answer, Column::Way, Column::AnsweredOn];
