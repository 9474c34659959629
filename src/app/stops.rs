//! The stops of a form: where Tab leads, in order.

use super::action::Action;
use super::meeting::Meeting;
use crate::domain::agreed::Agreed;
pub use crate::domain::bookmark::Stop;
use crate::domain::case::Case;
use crate::domain::checks::Place;
use crate::domain::conditions;
use crate::domain::date::Date;
use crate::domain::people::RowId;
use crate::domain::profile::{ANSWER_COLUMNS, Entry, Item, Part};
use crate::domain::slot::Slot;
use crate::domain::table::Table;
use crate::domain::wording;

/// The stops of an item, in order. On an item of the meeting, what is filled in after it is left out
/// before it.
pub fn stops(case: &Case, item: &Item, agreed: &Agreed<'_>) -> Vec<Stop> {
    let always = !case.issued.is_empty() || item.part != Part::Meeting;
    let wanted = |slot: &Slot| always || !slot.follows_up();
    let mut stops = Vec::new();
    for entry in &item.entries {
        match entry {
            Entry::Note { key, audience, .. } => stops.push(Stop::Slot(item.note(key, *audience))),
            Entry::Fact { fact, .. } => stops.push(Stop::Slot(Slot::Fact(*fact))),
            Entry::Table { table, .. } => {
                let cells = item.rows(case, *table).into_iter().flat_map(|row| {
                    let columns = item.columns(*table).iter();
                    columns.map(move |column| Slot::Cell(*table, row, *column))
                });
                stops.extend(cells.map(Stop::Slot));
                if !table.follows_others() {
                    stops.push(Stop::Add(*table));
                }
            }
            Entry::Each { whom, columns, .. } => {
                let people = case.people.iter().filter(|person| whom.includes(person));
                stops.extend(people.flat_map(|person| {
                    columns
                        .iter()
                        .map(|column| Stop::Slot(Slot::Cell(Table::People, person.id, *column)))
                }));
            }
            Entry::Review { columns } => {
                let review = item.review.into_iter();
                stops.extend(review.flat_map(|id| {
                    columns
                        .iter()
                        .map(move |column| Stop::Slot(Slot::Cell(Table::Reviews, id, *column)))
                }));
            }
            Entry::Conditions => stops.extend((0..conditions::COUNT).map(Stop::Condition)),
            Entry::Answers => {
                let table = item.answers_table();
                let asked = item.answer_rows(case).into_iter();
                stops.extend(asked.flat_map(|row| {
                    ANSWER_COLUMNS.map(|column| Stop::Slot(Slot::Cell(table, row, column)))
                }));
            }
            Entry::ReadBack => {
                stops.extend((0..wording::read_back(agreed).len()).map(Stop::Read));
            }
            Entry::Close => stops.push(Stop::Close),
        }
    }
    stops.retain(|stop| !matches!(stop, Stop::Slot(slot) if !wanted(slot)));
    stops
}

impl Stop {
    /// The row in which the stop is.
    pub fn row(&self) -> Option<(Table, RowId)> {
        match self {
            Self::Slot(Slot::Cell(table, row, _)) => Some((*table, *row)),
            _ => None,
        }
    }

    /// The table in which the stop is.
    pub fn table(&self) -> Option<Table> {
        match self {
            Self::Slot(Slot::Cell(table, _, _)) | Self::Add(table) => Some(*table),
            _ => None,
        }
    }
}

impl Meeting {
    /// Why an action that is allowed would change nothing here, if it would not.
    pub(super) fn leads_nowhere(&self, action: Action, today: Date) -> Option<&'static str> {
        match (action, &self.focus) {
            (Action::NextField, focus) if self.room.is_none() => {
                let stops = self.stops(today);
                let at = stops.iter().position(|stop| stop == focus).unwrap_or(0);
                let more = stops.iter().skip(at + 1).any(|stop| !matches!(stop, Stop::Read(_)));
                (!more).then_some("This is the last field here.")
            }
            (Action::BeginReview, _) if self.is_at_review() => {
                Some("This review has begun already.")
            }
            (Action::Confirm, Stop::Add(_)) => self.allows(Action::AddRow).err(),
            (Action::Confirm, Stop::Close) => self.allows(Action::CloseMeeting).err(),
            _ => None,
        }
    }
}

impl From<&Place> for Stop {
    fn from(place: &Place) -> Self {
        match place {
            Place::Slot(slot) => Self::Slot(slot.clone()),
            Place::Table(table) => Self::Add(*table),
            Place::Outside => Self::Close,
        }
    }
}
