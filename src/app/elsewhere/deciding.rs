//! What is to be decided between two versions, in words, and what a decision changes.

use super::super::action::Action;
use super::super::meeting::Meeting;
use super::Contest;
use crate::domain::case::Case;
use crate::domain::change::Change;
use crate::domain::merge::{Clash, Side};
use crate::domain::profile::{Entry, Profile};
use crate::domain::slot::{Audience, Kind, Slot};
use crate::domain::table::{Column, Table};

/// Something to be decided, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Where it is.
    pub place: String,
    /// What stands here.
    pub mine: String,
    /// What stands in the other version.
    pub theirs: String,
}

impl Meeting {
    /// What is to be decided, in words, in the order of the list.
    pub fn questions(&self) -> Vec<Question> {
        let Some(contest) = &self.save.contest else { return Vec::new() };
        contest.clashes.iter().map(|clash| self.question(contest, clash)).collect()
    }

    fn question(&self, contest: &Contest, clash: &Clash) -> Question {
        let said =
            |text: &str| if text.is_empty() { "(empty)".to_owned() } else { text.to_owned() };
        match clash {
            Clash::Field(slot) => Question {
                place: self.place_in_words(slot),
                mine: said(&self.case.text(slot)),
                theirs: said(&contest.theirs.text(slot)),
            },
            Clash::Gone { table, id, by } => {
                let row = self.case.row_words(*table, *id).unwrap_or_default();
                let (kept, gone) = (said(&row), "(removed)".to_owned());
                let (mine, theirs) = match by {
                    Side::Ours => (gone, kept),
                    Side::Theirs => (kept, gone),
                };
                Question { place: table.title().to_owned(), mine, theirs }
            }
        }
    }

    /// Where a slot is: the item and the words beside the field.
    fn place_in_words(&self, slot: &Slot) -> String {
        let item = place_of(&self.profile, slot).and_then(|at| self.profile.agenda.get(at));
        let label = match slot {
            Slot::Fact(fact) => fact.label().to_owned(),
            Slot::Cell(table, id, column) => {
                let row = self.case.row_index(*table, *id).map_or(0, |at| at + 1);
                format!("{} {row}, {}", table.row_name(), column.label())
            }
            Slot::Note(..) => {
                let label = item.and_then(|item| {
                    item.entries.iter().find_map(|entry| match entry {
                        Entry::Note { key, audience, label, .. }
                            if same_note(&item.note(key, *audience), slot) =>
                        {
                            Some(label.clone())
                        }
                        _ => None,
                    })
                });
                label.unwrap_or_else(|| "note".to_owned())
            }
        };
        match item {
            Some(item) => format!("{}: {label}", item.title),
            None => label,
        }
    }
}

/// Where a note lies is told by its audience, but working and private notes lie together.
fn same_note(one: &Slot, other: &Slot) -> bool {
    match (one, other) {
        (Slot::Note(a, one), Slot::Note(b, other)) => {
            one == other && (*a == Audience::Agreed) == (*b == Audience::Agreed)
        }
        _ => false,
    }
}

fn place_of(profile: &Profile, slot: &Slot) -> Option<usize> {
    let working = || match slot {
        Slot::Note(Audience::Private, key) => {
            profile.place_of(&Slot::Note(Audience::Working, key.clone()))
        }
        _ => None,
    };
    profile.place_of(slot).or_else(working)
}

impl Meeting {
    /// What a decision changes here.
    pub(super) fn decided(
        &self,
        clash: &Clash,
        theirs: &Case,
        choice: Action,
    ) -> Result<Vec<Change>, &'static str> {
        let slot = match clash {
            Clash::Field(slot) => slot,
            Clash::Gone { table, id, by } => {
                let removes = match by {
                    Side::Ours => choice == Action::KeepMine,
                    Side::Theirs => choice == Action::TakeTheirs,
                };
                let row = self.case.row_index(*table, *id).zip(self.case.row(*table, *id));
                let taken = row.map(|(at, row)| Change::Take { at, row: Box::new(row) });
                return Ok(taken.filter(|_| removes).into_iter().collect());
            }
        };
        let write = |slot: &Slot, text: &str| Change::between(slot, &self.case.text(slot), text);
        let (mine, other) = (self.case.text(slot), theirs.text(slot));
        let mut changes = Vec::new();
        match choice {
            Action::TakeTheirs => {
                changes.extend(write(slot, &other));
                // Theirs was the answer to another wording, perhaps.
                if let Slot::Cell(Table::People, id, Column::Answer) = slot {
                    let mark = Slot::Cell(Table::People, *id, Column::AnsweredTo);
                    changes.extend(write(&mark, &theirs.text(&mark)));
                }
            }
            Action::KeepBoth => {
                let between = match self.case.field(slot).map(|field| field.kind()) {
                    Some(Kind::Prose) => "\n",
                    Some(Kind::Line) => " / ",
                    _ => {
                        return Err(
                            "Only one of the two can stand here. Both are kept in the history folder.",
                        );
                    }
                };
                let both = [&*mine, &*other].into_iter().filter(|text| !text.trim().is_empty());
                changes.extend(write(slot, &both.collect::<Vec<_>>().join(between)));
            }
            _ => {}
        }
        Ok(changes)
    }
}
