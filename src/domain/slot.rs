//! Slots: the address of one thing that can be edited, and reading and writing a case by address.
//!
//! This is the only way in which an editor reaches a case.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::choice::Choice;
use super::date::{Date, DateError, Toward, When, parse};
pub use super::fact::Fact;
use super::people::RowId;
use super::table::{Column, Table};
use super::text::{Text, clean_line};

/// Who may read a piece of prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// Everybody who receives the agreement.
    Agreed,
    /// Those who prepare the case: never read out, never in a document for everybody.
    Working,
    /// Only the person who leads.
    Private,
}

/// The address of one editable thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// Prose of an agenda item, by `item.field`, in the part of the case of its audience.
    Note(Audience, String),
    /// A fact about the case.
    Fact(Fact),
    /// A cell of a row.
    Cell(Table, RowId, Column),
}

/// What kind of thing stands in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text of any number of lines.
    Prose,
    /// Text of one line.
    Line,
    /// A day.
    Date,
    /// An answer from a closed list.
    Choice(&'static [&'static str]),
}

/// What stands in a slot.
#[derive(Clone, Copy)]
pub enum Field<'a> {
    /// Text of any number of lines.
    Prose(&'a Text),
    /// Text of one line.
    Line(&'a Text),
    /// A day.
    Date(&'a When),
    /// An answer.
    Choice(&'a dyn Choice),
}

/// What stands in a slot, to write in.
pub(super) enum FieldMut<'a> {
    Prose(&'a mut Text),
    Line(&'a mut Text),
    Date(&'a mut When),
    Choice(&'a mut dyn Choice),
}

impl Slot {
    /// Whether the slot stays open when the meeting is closed.
    pub fn follows_up(&self) -> bool {
        match self {
            Self::Note(..) => false,
            Self::Fact(fact) => fact.follows_up(),
            Self::Cell(table, _, column) => table.follows_up() || column.follows_up(),
        }
    }

    /// On which side a day without a year is looked for.
    pub fn toward(&self) -> Toward {
        match self {
            Self::Note(..) => Toward::Ahead,
            Self::Fact(fact) => fact.toward(),
            Self::Cell(_, _, column) => column.toward(),
        }
    }

    /// Whether only the lead may read what stands here, as the case is now.
    pub fn is_private(&self, case: &Case) -> bool {
        match self {
            Self::Note(audience, _) => *audience == Audience::Private,
            Self::Fact(fact) => fact.audience() == Audience::Private,
            Self::Cell(Table::Background, row, _) => {
                case.background.iter().any(|line| line.id == *row && line.circulate.is_blank())
            }
            Self::Cell(..) => false,
        }
    }
}

impl FieldMut<'_> {
    /// Takes what stands in another field of the same kind, just as it is.
    fn copy(self, from: Field<'_>) {
        match (self, from) {
            (Self::Prose(place), Field::Prose(text)) | (Self::Line(place), Field::Line(text)) => {
                place.clone_from(text);
            }
            (Self::Date(place), Field::Date(when)) => place.clone_from(when),
            (Self::Choice(place), Field::Choice(choice)) => {
                place.set_label(choice.label());
            }
            _ => {}
        }
    }
}

impl Field<'_> {
    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Prose(_) => Kind::Prose,
            Self::Line(_) => Kind::Line,
            Self::Date(_) => Kind::Date,
            Self::Choice(choice) => Kind::Choice(choice.labels()),
        }
    }

    /// Whether nothing was recorded.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Prose(text) | Self::Line(text) => text.is_blank(),
            Self::Date(when) => when.is_blank(),
            Self::Choice(choice) => choice.labels().first() == Some(&choice.label()),
        }
    }
}

impl Case {
    /// What stands in a slot; `None` when its row is gone. A note not yet begun is empty prose.
    pub fn field(&self, slot: &Slot) -> Option<Field<'_>> {
        static EMPTY: std::sync::LazyLock<Text> = std::sync::LazyLock::new(Text::default);
        match slot {
            Slot::Note(audience, key) => {
                Some(Field::Prose(self.notes(*audience).get(key).unwrap_or(&EMPTY)))
            }
            Slot::Fact(fact) => Some(self.fact(*fact)),
            Slot::Cell(table, row, column) => self.cell(*table, *row, *column),
        }
    }

    /// What stands in a slot, as the editor shows it.
    pub fn text(&self, slot: &Slot) -> Cow<'_, str> {
        match self.field(slot) {
            Some(Field::Prose(text) | Field::Line(text)) => Cow::Borrowed(text.as_str()),
            Some(Field::Date(when)) => Cow::Owned(when.to_string()),
            Some(Field::Choice(choice)) => Cow::Borrowed(choice.label()),
            None => Cow::Borrowed(""),
        }
    }

    /// Writes into a slot. `today` gives a day without a year its year. Returns whether anything
    /// changed; words that are no answer of a closed list change nothing.
    pub fn set_text(&mut self, slot: &Slot, text: &str, today: Date) -> bool {
        let toward = slot.toward();
        match slot {
            Slot::Note(audience, key) => {
                let notes = self.notes_mut(*audience);
                let text = Text::from(text);
                if text.is_empty() {
                    return notes.remove(key).is_some();
                }
                notes.insert(key.clone(), text.clone()).is_none_or(|before| before != text)
            }
            Slot::Fact(fact) => write(self.fact_mut(*fact), text, today, toward),
            Slot::Cell(table, row, column) => self
                .cell_mut(*table, *row, *column)
                .is_some_and(|field| write(field, text, today, toward)),
        }
    }

    /// Takes what stands in a slot of another version of the case, just as it is.
    pub fn copy_slot(&mut self, slot: &Slot, from: &Self) {
        let Some(theirs) = from.field(slot) else { return };
        match slot {
            Slot::Note(audience, key) => match from.notes(*audience).get(key) {
                Some(text) => drop(self.notes_mut(*audience).insert(key.clone(), text.clone())),
                None => drop(self.notes_mut(*audience).remove(key)),
            },
            Slot::Fact(fact) => self.fact_mut(*fact).copy(theirs),
            Slot::Cell(table, row, column) => {
                if let Some(place) = self.cell_mut(*table, *row, *column) {
                    place.copy(theirs);
                }
            }
        }
    }

    /// Why the words in a slot are no day, if they are none.
    pub fn date_error(&self, slot: &Slot, today: Date) -> Option<DateError> {
        match self.field(slot) {
            Some(Field::Date(When::Unread(text))) => parse(text, today, slot.toward()).err(),
            _ => None,
        }
    }

    fn notes(&self, audience: Audience) -> &super::case::Notes {
        match audience {
            Audience::Agreed => &self.agreed_notes,
            Audience::Working | Audience::Private => &self.private_notes,
        }
    }

    fn notes_mut(&mut self, audience: Audience) -> &mut super::case::Notes {
        match audience {
            Audience::Agreed => &mut self.agreed_notes,
            Audience::Working | Audience::Private => &mut self.private_notes,
        }
    }
}

fn write(field: FieldMut<'_>, text: &str, today: Date, toward: Toward) -> bool {
    fn replace<T: PartialEq>(place: &mut T, new: T) -> bool {
        let changed = *place != new;
        *place = new;
        changed
    }
    match field {
        FieldMut::Prose(place) => replace(place, Text::from(text)),
        FieldMut::Line(place) => replace(place, Text::from(clean_line(text))),
        FieldMut::Date(place) => replace(place, When::read(text, today, toward)),
        FieldMut::Choice(choice) => choice.label() != text && choice.set_label(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case() -> Case {
        Case::new("MM-1".parse().unwrap(), "southwark", "Anna")
    }

    fn today() -> Date {
        Date::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn what_is_written_into_any_fact_can_be_read_back() {
        let mut case = case();
        for fact in Fact::ALL {
            let slot = Slot::Fact(*fact);
            let text = match case.field(&slot).unwrap().kind() {
                Kind::Prose | Kind::Line => "ein Satz",
                Kind::Date => "Tue 12 January 2027",
                Kind::Choice(labels) => labels.last().unwrap(),
            };
            assert!(case.set_text(&slot, text, today()), "{fact:?}");
            assert_eq!(case.text(&slot), text, "{fact:?}");
            assert!(!case.set_text(&slot, text, today()), "{fact:?} changed twice");
        }
    }

    #[test]
    fn every_cell_of_every_table_can_be_written_and_read() {
        let mut case = case();
        for table in Table::ALL.iter().copied() {
            let id = case.take_row_id();
            case.put_row(0, table.blank_row(id));
            for column in table.every_column() {
                let slot = Slot::Cell(table, id, *column);
                let text = match case.field(&slot).unwrap().kind() {
                    Kind::Prose | Kind::Line => "words",
                    Kind::Date => "Tue 12 January 2027",
                    Kind::Choice(labels) => labels.last().unwrap(),
                };
                assert!(case.set_text(&slot, text, today()), "{slot:?}");
                assert_eq!(case.text(&slot), text, "{slot:?}");
            }
        }
    }

    #[test]
    fn a_private_note_lies_in_a_part_of_its_own() {
        let mut case = case();
        let key = "parent.pushed".to_owned();
        case.set_text(&Slot::Note(Audience::Private, key.clone()), "canary", today());
        assert_eq!(case.text(&Slot::Note(Audience::Agreed, key)), "");
        assert!(case.agreed_notes.is_empty());
    }

    #[test]
    fn a_name_never_breaks_a_line() {
        let mut case = case();
        case.set_text(&Slot::Fact(Fact::ChildName), "Anna\nNowak\u{202e}", today());
        assert_eq!(case.child.name, "Anna Nowak");
    }
}
