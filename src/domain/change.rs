//! Changes: what was done to a case, so that it can be undone and done again.

use super::case::Case;
use super::date::Date;
use super::people::RowId;
use super::slot::Slot;
use super::table::{Row, Table};

/// One thing done to a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A slot was rewritten.
    Text {
        /// Which one.
        slot: Slot,
        /// What stood there.
        before: String,
        /// What stands there now.
        after: String,
    },
    /// A row was put in.
    Put {
        /// Where it stands.
        at: usize,
        /// The row as it was put in.
        row: Box<Row>,
    },
    /// A row was taken out.
    Take {
        /// Where it stood.
        at: usize,
        /// The row as it was.
        row: Box<Row>,
    },
    /// A row was moved.
    Move {
        /// The table.
        table: Table,
        /// The row.
        id: RowId,
        /// Where it stood.
        from: usize,
        /// Where it stands now.
        to: usize,
    },
}

impl Change {
    /// The change that takes this one back.
    pub fn reversed(&self) -> Self {
        match self.clone() {
            Self::Text { slot, before, after } => Self::Text { slot, before: after, after: before },
            Self::Put { at, row } => Self::Take { at, row },
            Self::Take { at, row } => Self::Put { at, row },
            Self::Move { table, id, from, to } => Self::Move { table, id, from: to, to: from },
        }
    }

    /// What was done, in a few words: "typing in …", "removing the target".
    pub fn words(&self) -> String {
        match self {
            Self::Text { .. } => "the last words typed".to_owned(),
            Self::Put { row, .. } => format!("adding a {}", row.table().row_name()),
            Self::Take { row, .. } => format!("removing a {}", row.table().row_name()),
            Self::Move { table, .. } => format!("moving a {}", table.row_name()),
        }
    }
}

impl Case {
    /// Does a change. Taking out a row that is gone, or writing into one, does nothing.
    pub fn apply(&mut self, change: &Change, today: Date) {
        match change {
            Change::Text { slot, after, .. } => {
                self.set_text(slot, after, today);
            }
            Change::Put { at, row } => self.put_row(*at, (**row).clone()),
            Change::Take { row, .. } => {
                self.take_row(row.table(), row.id());
            }
            Change::Move { table, id, to, .. } => {
                if let Some((_, row)) = self.take_row(*table, *id) {
                    self.put_row(*to, row);
                }
            }
        }
    }
}
