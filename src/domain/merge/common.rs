//! What two versions have in common: from what they went on, as far as that can be known.

use std::collections::BTreeSet;

use super::notes;
use crate::domain::case::Case;
use crate::domain::fact::Fact;
use crate::domain::people::RowId;
use crate::domain::slot::{Audience, Slot};
use crate::domain::table::Table;

/// The addresses at which two versions differ: fields, notes, and the cells of rows that either has.
pub fn differing(one: &Case, other: &Case) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Fact::ALL.iter().map(|fact| Slot::Fact(*fact)).collect();
    for audience in [Audience::Agreed, Audience::Private] {
        let keys = notes(one, audience).keys().chain(notes(other, audience).keys());
        let keys: BTreeSet<&String> = keys.collect();
        slots.extend(keys.into_iter().map(|key| Slot::Note(audience, key.clone())));
    }
    for table in Table::ALL.iter().copied() {
        let ids: BTreeSet<RowId> =
            one.row_ids(table).into_iter().chain(other.row_ids(table)).collect();
        for id in ids {
            slots.extend(table.every_column().iter().map(|column| Slot::Cell(table, id, *column)));
        }
    }
    slots.retain(|slot| one.text(slot) != other.text(slot));
    slots
}

/// Whether a line that stands in one version stands no longer in the same field of another.
pub fn takes_words_out(before: &Case, after: &Case) -> bool {
    differing(before, after).iter().any(|slot| {
        let left = after.text(slot);
        before.text(slot).lines().any(|line| !left.contains(line))
    })
}

/// What is the same in two versions of which nothing more is known. Brought together from there,
/// what only one of them has is kept, and what differs is for people to decide.
pub fn common(ours: &Case, theirs: &Case) -> Case {
    let mut base = Case::new(ours.id.clone(), &ours.profile, "");
    base.next_row = ours.next_row.min(theirs.next_row);
    for table in Table::ALL.iter().copied() {
        for id in ours.row_ids(table) {
            let rows = (ours.row(table, id), theirs.row(table, id));
            if let (Some(ours), Some(theirs)) = rows
                && ours.bare() == theirs.bare()
            {
                base.put_row(usize::MAX, ours.bare());
            }
        }
    }
    let differ = differing(ours, theirs);
    for slot in differing(ours, &base).into_iter().filter(|slot| !differ.contains(slot)) {
        base.copy_slot(&slot, ours);
    }
    base
}

/// From which of the earlier states a copy probably went on, oldest first: the one that it differs
/// from least. What stood so in a still earlier state is not taken for something new. `None` where
/// there is no state.
pub fn likely_base(copy: &Case, states: &[Case]) -> Option<Case> {
    let counted = states.iter().map(|state| differing(copy, state).len()).enumerate();
    let (nearest, _) = counted.min_by_key(|(at, count)| (*count, states.len() - at))?;
    let mut base = states.get(nearest)?.clone();
    let earlier = states.get(..nearest).unwrap_or_default();
    for table in Table::ALL.iter().copied() {
        let had = |id: RowId| move |state: &Case| state.row_index(table, id).is_some();
        for id in base.row_ids(table) {
            if copy.row_index(table, id).is_none() && !earlier.iter().all(had(id)) {
                base.take_row(table, id);
            }
        }
        for id in copy.row_ids(table) {
            let row = copy.row(table, id);
            let stood = earlier.iter().any(|state| state.row(table, id) == row);
            if let (Some(row), None, true) = (row, base.row_index(table, id), stood) {
                base.put_row(usize::MAX, row);
            }
        }
    }
    for slot in differing(copy, &base) {
        let stood =
            |state: &&Case| state.field(&slot).is_some() && state.text(&slot) == copy.text(&slot);
        if base.field(&slot).is_some() && earlier.iter().any(|state| stood(&state)) {
            base.copy_slot(&slot, copy);
        }
    }
    Some(base)
}
