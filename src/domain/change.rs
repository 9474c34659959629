//! Changes: what was done to a case, so that it can be undone and done again.

use super::case::Case;
use super::date::Date;
use super::people::RowId;
use super::slot::Slot;
use super::table::{Row, Table};

/// One thing done to a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A part of the text in a slot was replaced.
    Text {
        /// Which slot.
        slot: Slot,
        /// From which byte on.
        at: usize,
        /// What stood there.
        removed: String,
        /// What stands there now.
        inserted: String,
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
    /// A row was replaced by one with the same number.
    Replace {
        /// The row as it was.
        before: Box<Row>,
        /// The row as it is now.
        after: Box<Row>,
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
    /// The smallest replacement that turns one text of a slot into another; `None` when they are
    /// equal.
    pub fn between(slot: &Slot, before: &str, after: &str) -> Option<Self> {
        if before == after {
            return None;
        }
        let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let at = (0..=same)
            .rev()
            .find(|at| before.is_char_boundary(*at) && after.is_char_boundary(*at))
            .unwrap_or(0);
        let (old, new) = (before.get(at..)?, after.get(at..)?);
        let same = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
        let tail = (0..=same)
            .rev()
            .find(|tail| {
                old.is_char_boundary(old.len() - tail) && new.is_char_boundary(new.len() - tail)
            })
            .unwrap_or(0);
        Some(Self::Text {
            slot: slot.clone(),
            at,
            removed: old.get(..old.len() - tail)?.to_owned(),
            inserted: new.get(..new.len() - tail)?.to_owned(),
        })
    }

    /// The change that takes this one back.
    pub fn reversed(&self) -> Self {
        match self.clone() {
            Self::Text { slot, at, removed, inserted } => {
                Self::Text { slot, at, removed: inserted, inserted: removed }
            }
            Self::Put { at, row } => Self::Take { at, row },
            Self::Take { at, row } => Self::Put { at, row },
            Self::Replace { before, after } => Self::Replace { before: after, after: before },
            Self::Move { table, id, from, to } => Self::Move { table, id, from: to, to: from },
        }
    }

    /// What was done, in a few words for a sentence such as "Undone: …".
    pub fn words(&self) -> String {
        match self {
            Self::Text { removed, inserted, .. } if inserted.is_empty() && !removed.is_empty() => {
                "deleting text".to_owned()
            }
            Self::Text { .. } => "typing".to_owned(),
            Self::Put { row, .. } => format!("adding {}", row.table().a_row()),
            Self::Take { row, .. } => format!("removing {}", row.table().a_row()),
            Self::Replace { after, .. } => match &**after {
                Row::Review(_) => "beginning a review".to_owned(),
                other => format!("changing {}", other.table().a_row()),
            },
            Self::Move { table, .. } => format!("moving {}", table.a_row()),
        }
    }
}

/// A text after what stood at a byte was taken out and something else put in; `None` where that does not
/// stand there.
pub(super) fn changed(text: &str, at: usize, removed: &str, inserted: &str) -> Option<String> {
    let (head, rest) = text.split_at_checked(at)?;
    Some([head, inserted, rest.strip_prefix(removed)?].concat())
}

impl Case {
    /// Does a change. Where the text is not what the change expects, or its row is gone, nothing
    /// happens: words are never cut at the wrong place.
    pub fn apply(&mut self, change: &Change, today: Date) {
        match change {
            Change::Text { slot, at, removed, inserted } => {
                if let Some(text) = changed(&self.text(slot), *at, removed, inserted) {
                    self.set_text(slot, &text, today);
                }
            }
            Change::Put { at, row } => self.put_row(*at, (**row).clone()),
            Change::Take { row, .. } => {
                self.take_row(row.table(), row.id());
            }
            Change::Replace { before, after } => {
                if let Some((at, _)) = self.take_row(before.table(), before.id()) {
                    self.put_row(at, (**after).clone());
                }
            }
            Change::Move { table, id, to, .. } => {
                if let Some((_, row)) = self.take_row(*table, *id) {
                    self.put_row(*to, row);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::slot::Audience;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_change_done_and_taken_back_leaves_the_text_as_it_was(before in "[aéł👩‍👧\n ]{0,12}", after in "[aéł👩‍👧\n ]{0,12}") {
            let today = Date::from_ymd_opt(2026, 11, 22).unwrap();
            let slot = Slot::Note(Audience::Agreed, "a.b".to_owned());
            let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
            case.set_text(&slot, &before, today);
            if let Some(change) = Change::between(&slot, &before, &after) {
                case.apply(&change, today);
                prop_assert_eq!(case.text(&slot), after.as_str());
                case.apply(&change.reversed(), today);
            }
            prop_assert_eq!(case.text(&slot), before.as_str());
        }
    }
}
