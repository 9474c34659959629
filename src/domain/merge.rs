//! Two versions of a case that went on from the same one, brought together: by the address of each
//! field and the number of each row.
//!
//! Must never lose words: what both sides changed differently is kept, and named as a clash for
//! people to decide.

mod common;
mod numbers;

use std::collections::{BTreeMap, BTreeSet};

pub use self::common::{common, differing, likely_base, takes_words_out};
use super::case::{Case, Notes, State};
use super::date::Date;
use super::fact::Fact;
use super::lines;
use super::people::RowId;
use super::profile::Item;
use super::review::Review;
use super::slot::{Audience, Field, Slot};
use super::table::{Column, Row, Table};

/// Two versions of a case, brought together.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The case with what both sides wrote; where they clash, ours.
    pub case: Case,
    /// What both sides changed differently, in the order of the fields.
    pub clashes: Vec<Clash>,
    /// Which of our new rows have other numbers now, because theirs had taken the old ones.
    pub renumbered: BTreeMap<RowId, RowId>,
}

/// Something that both sides changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// A field has other words on each side.
    Field(Slot),
    /// A row was removed by one side and changed by the other; it is kept until that is decided.
    Gone {
        /// The table.
        table: Table,
        /// The row.
        id: RowId,
        /// Who removed it.
        by: Side,
    },
}

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The words here.
    Ours,
    /// The words from elsewhere.
    Theirs,
}

/// Brings together two versions that went on from `base`. Agreements, records and verdicts of both
/// stay. Where one side closed the meeting or a review, and the other changed what was agreed or
/// recorded there, it is open again: the words are then a correction.
pub fn merge(base: &Case, ours: &Case, theirs: &Case) -> Merged {
    let mut ours = ours.clone();
    let (base, renumbered) = numbers::agree(base, &mut ours, theirs);
    let mut merging =
        Merging { base: &base, ours: &ours, theirs, case: ours.clone(), clashes: Vec::new() };
    for fact in Fact::ALL {
        merging.field(Slot::Fact(*fact));
    }
    for audience in [Audience::Agreed, Audience::Private] {
        let keys = [&base, &ours, theirs].into_iter().flat_map(|case| notes(case, audience).keys());
        for key in keys.cloned().collect::<BTreeSet<String>>() {
            merging.field(Slot::Note(audience, key));
        }
    }
    for table in Table::ALL {
        merging.rows(*table);
    }
    merging.records();
    merging.reopen();
    let Merging { case, clashes, .. } = merging;
    Merged { case, clashes, renumbered }
}

/// The case with their words wherever a field clashes: what may stand on the disk before that is
/// decided.
pub fn leaving_theirs(case: &Case, theirs: &Case, clashes: &[Clash]) -> Case {
    let mut case = case.clone();
    for clash in clashes {
        if let Clash::Field(slot) = clash {
            case.copy_slot(slot, theirs);
        }
    }
    case
}

fn notes(case: &Case, audience: Audience) -> &Notes {
    match audience {
        Audience::Agreed => &case.agreed_notes,
        Audience::Working | Audience::Private => &case.private_notes,
    }
}

struct Merging<'a> {
    base: &'a Case,
    ours: &'a Case,
    theirs: &'a Case,
    case: Case,
    clashes: Vec<Clash>,
}

impl Merging<'_> {
    /// Decides what stands in a field that all versions have.
    fn field(&mut self, slot: Slot) {
        let [base, ours, theirs] = [self.base, self.ours, self.theirs].map(|case| case.text(&slot));
        if ours == theirs || theirs == base {
            self.case.copy_slot(&slot, self.ours);
            return;
        }
        if ours == base {
            self.case.copy_slot(&slot, self.theirs);
            return;
        }
        let is_prose = matches!(self.ours.field(&slot), Some(Field::Prose(_)));
        let both = is_prose.then(|| lines::merge(&base, &ours, &theirs)).flatten();
        self.case.copy_slot(&slot, self.ours);
        match both {
            Some(both) => drop(self.case.set_text(&slot, &both, Date::default())),
            // The mark goes with the answer, about which people are asked.
            None if matches!(slot, Slot::Cell(_, _, Column::AnsweredTo)) => {}
            None => self.clashes.push(Clash::Field(slot)),
        }
    }

    fn rows(&mut self, table: Table) {
        let [base, ours, theirs] =
            [self.base, self.ours, self.theirs].map(|case| case.row_ids(table));
        for id in &ours {
            self.case.take_row(table, *id);
        }
        let mut kept = Vec::new();
        for id in in_order(&base, &ours, &theirs) {
            let has = |ids: &[RowId]| ids.contains(&id);
            let row = match (has(&base), self.ours.row(table, id), self.theirs.row(table, id)) {
                (true, Some(row), None) => {
                    let changed = self.is_changed(self.ours, &row);
                    self.keep_gone(row, changed, Side::Theirs)
                }
                (true, None, Some(row)) => {
                    let changed = self.is_changed(self.theirs, &row);
                    self.keep_gone(row, changed, Side::Ours)
                }
                (_, Some(ours), Some(theirs)) => {
                    Some(bones(self.base.row(table, id).as_ref(), ours, theirs))
                }
                (false, ours, theirs) => ours.or(theirs),
                (true, None, None) => None,
            };
            if let Some(row) = row {
                self.case.put_row(usize::MAX, row);
                kept.push(id);
            }
        }
        for id in kept.into_iter().filter(|id| ours.contains(id) && theirs.contains(id)) {
            for column in table.every_column() {
                self.field(Slot::Cell(table, id, *column));
            }
        }
    }

    /// Whether a side changed a row, or wrote something about it.
    fn is_changed(&self, side: &Case, row: &Row) -> bool {
        let id = row.id();
        self.base.row(row.table(), id).as_ref() != Some(row)
            || numbers::mentions(side, id) > numbers::mentions(self.base, id)
    }

    fn keep_gone(&mut self, row: Row, changed: bool, by: Side) -> Option<Row> {
        if changed {
            self.clashes.push(Clash::Gone { table: row.table(), id: row.id(), by });
        }
        changed.then_some(row)
    }

    /// What stands in no field.
    fn records(&mut self) {
        let Self { base, ours, theirs, case, .. } = self;
        case.issued = together(&base.issued, &ours.issued, &theirs.issued);
        case.issued.sort_by_key(|issued| issued.number);
        case.recorded = together(&base.recorded, &ours.recorded, &theirs.recorded);
        case.reviewed = together(&base.reviewed, &ours.reviewed, &theirs.reviewed);
        case.profile = either(&base.profile, &ours.profile, &theirs.profile);
        case.profile_version =
            either(&base.profile_version, &ours.profile_version, &theirs.profile_version);
        case.demo = either(&base.demo, &ours.demo, &theirs.demo);
        case.state = either(&base.state, &ours.state, &theirs.state);
        case.begun = either(&base.begun, &ours.begun, &theirs.begun);
        case.next_row = ours.next_row.max(theirs.next_row).max(case.next_row);
    }

    /// Opens again what one side closed while the other went on with it.
    fn reopen(&mut self) {
        let closed_by = |state: &dyn Fn(&Case) -> Option<State>| {
            let closes = |side: &&Case| {
                state(side) == Some(State::Closed) && state(self.base) != Some(State::Closed)
            };
            [self.ours, self.theirs].into_iter().find(closes)
        };
        if let Some(side) = closed_by(&|case| Some(case.state))
            && differing(side, &self.case).iter().any(is_agreed)
        {
            self.case.state = State::Open;
        }
        let ids = self.case.row_ids(Table::Reviews);
        for id in ids {
            let side = closed_by(&|case| case.review(id).map(|review| review.state));
            if side.is_some_and(|side| of_review(side, id) != of_review(&self.case, id))
                && let Some(review) = self.case.reviews.iter_mut().find(|review| review.id == id)
            {
                review.state = State::Open;
            }
        }
    }
}

/// Whether something is part of what is agreed at the meeting.
fn is_agreed(slot: &Slot) -> bool {
    let audience = match slot {
        Slot::Note(audience, key) if Item::review_of(key).is_none() => *audience,
        Slot::Note(..) => Audience::Private,
        Slot::Fact(fact) => fact.audience(),
        Slot::Cell(table, ..) => table.audience(),
    };
    audience == Audience::Agreed && !slot.follows_up()
}

/// Everything that a review records, apart from where it stands itself.
fn of_review(case: &Case, id: RowId) -> (Vec<Row>, Vec<(&String, &str)>) {
    let review = |row: &Review| Row::Review(Review { state: State::Open, ..row.clone() });
    let mut rows: Vec<Row> = case.review(id).map(review).into_iter().collect();
    let attendances = case.attendances.iter().filter(|row| row.review == id).cloned();
    rows.extend(attendances.map(Row::Attendance));
    let readings = case.readings.iter().filter(|row| row.review == id).cloned();
    rows.extend(readings.map(Row::Reading));
    let updates = case.updates.iter().filter(|row| row.review == id).cloned();
    rows.extend(updates.map(Row::Update));
    rows.sort_by_key(|row| (row.table(), row.id()));
    let mine = |(key, _): &(&String, _)| Item::review_of(key) == Some(id);
    let notes = case.agreed_notes.iter().chain(&case.private_notes);
    (rows, notes.filter(mine).map(|(key, text)| (key, text.as_str())).collect())
}

/// What stands in no cell of a row, in all of it: where both changed that, ours. A review has two
/// such things, and each goes its own way.
fn bones(base: Option<&Row>, ours: Row, theirs: Row) -> Row {
    let unchanged = base.is_some_and(|base| base.bare() == ours.bare());
    match (base, &ours, &theirs) {
        (Some(Row::Review(base)), Row::Review(ours), Row::Review(theirs)) => Row::Review(Review {
            added: either(&base.added, &ours.added, &theirs.added),
            begun: either(&base.begun, &ours.begun, &theirs.begun),
            state: either(&base.state, &ours.state, &theirs.state),
            ..ours.clone()
        }),
        _ if unchanged => theirs,
        _ => ours,
    }
}

/// Theirs where ours is as before, else ours.
fn either<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> T {
    if ours == base { theirs.clone() } else { ours.clone() }
}

/// Everything that either side has, but not what one of them took away.
fn together<T: PartialEq + Clone>(base: &[T], ours: &[T], theirs: &[T]) -> Vec<T> {
    let stays = |one: &&T| theirs.contains(one) || !base.contains(one);
    let new = |one: &&T| !ours.contains(one) && !base.contains(one);
    ours.iter().filter(stays).chain(theirs.iter().filter(new)).cloned().collect()
}

/// The rows of both sides: in our order where we moved rows, else in theirs.
fn in_order(base: &[RowId], ours: &[RowId], theirs: &[RowId]) -> Vec<RowId> {
    let shared = |ids: &[RowId]| -> Vec<RowId> {
        let in_all = |id: &&RowId| [base, ours, theirs].iter().all(|ids| ids.contains(id));
        ids.iter().filter(in_all).copied().collect()
    };
    let moved = shared(ours) != shared(base);
    let (first, second) = if moved { (ours, theirs) } else { (theirs, ours) };
    let mut order = first.to_vec();
    let mut before: Option<RowId> = None;
    for id in second {
        if !order.contains(id) {
            let at = before.and_then(|before| order.iter().position(|other| *other == before));
            order.insert(at.map_or(0, |at| at + 1), *id);
        }
        before = Some(*id);
    }
    order
}

#[cfg(test)]
mod tests;
