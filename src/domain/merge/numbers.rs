//! The numbers of new rows, which both sides gave without knowing of each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::{Case, Notes};
use crate::domain::people::RowId;
use crate::domain::profile::Item;
use crate::domain::table::{Row, Table};

/// Gives our new rows numbers that theirs have not taken, with everything that refers to them; rows
/// that both sides made of the same thing become one row. Returns the base, in which such rows stand
/// blank, and which numbers are new.
pub(super) fn agree(base: &Case, ours: &mut Case, theirs: &Case) -> (Case, BTreeMap<RowId, RowId>) {
    let all = |case: &Case| {
        let ids = Table::ALL.iter().flat_map(|table| case.row_ids(*table));
        ids.collect::<BTreeSet<RowId>>()
    };
    let taken: BTreeSet<RowId> = all(base).union(&all(theirs)).copied().collect();
    let highest = taken.iter().chain(&all(ours)).map(|id| id.0).max().unwrap_or(0);
    let next = [base.next_row, ours.next_row, theirs.next_row].into_iter().map(|id| id.0).max();
    let mut next = next.unwrap_or(0).max(highest.saturating_add(1));
    let mut numbers = BTreeMap::new();
    let mut base = base.clone();
    for table in Table::ALL.iter().copied() {
        let new = |case: &Case, base: &Case| -> Vec<Row> {
            let ids = case.row_ids(table).into_iter();
            let ids = ids.filter(|id| base.row_index(table, *id).is_none());
            ids.filter_map(|id| case.row(table, id)).collect()
        };
        let mut unpaired = new(theirs, &base);
        for row in new(ours, &base) {
            let id = row.id();
            let row = referring(row, &numbers);
            let same_number = unpaired.iter().position(|other| other.id() == id);
            let same = same_number.filter(|at| unpaired.get(*at).is_some_and(|o| is_same(&row, o)));
            let same = same.or_else(|| unpaired.iter().position(|other| is_same(&row, other)));
            if let Some(at) = same {
                let theirs = unpaired.remove(at);
                base.put_row(usize::MAX, table.blank_row(theirs.id()));
                numbers.insert(id, theirs.id());
            } else if taken.contains(&id) {
                numbers.insert(id, RowId(next));
                next = next.saturating_add(1);
            }
        }
    }
    numbers.retain(|old, new| old != new);
    renumber(ours, &numbers);
    ours.next_row = ours.next_row.max(RowId(next));
    (base, numbers)
}

/// Whether two new rows are of the same thing.
fn is_same(ours: &Row, theirs: &Row) -> bool {
    match (ours, theirs) {
        (Row::Attendance(a), Row::Attendance(b)) => (a.review, a.person) == (b.review, b.person),
        (Row::Reading(a), Row::Reading(b)) => (a.review, a.target) == (b.review, b.target),
        (Row::Update(a), Row::Update(b)) => (a.review, a.commitment) == (b.review, b.commitment),
        (Row::Override(a), Row::Override(b)) if !a.check.is_blank() => a.check == b.check,
        (Row::FollowUp(a), Row::FollowUp(b)) if !a.key.is_blank() => {
            (&a.key, &a.since, &a.what) == (&b.key, &b.since, &b.what)
        }
        (Row::Send(a), Row::Send(b)) if !a.document.is_blank() => {
            (&a.to, &a.document) == (&b.to, &b.document)
        }
        _ => {
            let blank = *ours == ours.table().blank_row(ours.id());
            let alike = ours.clone().with_id(theirs.id()) == *theirs;
            alike && (!blank || ours.id() == theirs.id())
        }
    }
}

/// A row with what it refers to under its new number.
fn referring(row: Row, numbers: &BTreeMap<RowId, RowId>) -> Row {
    let new = |id: RowId| numbers.get(&id).copied().unwrap_or(id);
    match row {
        Row::Attendance(mut row) => {
            (row.review, row.person) = (new(row.review), new(row.person));
            Row::Attendance(row)
        }
        Row::Reading(mut row) => {
            (row.review, row.target) = (new(row.review), new(row.target));
            Row::Reading(row)
        }
        Row::Update(mut row) => {
            (row.review, row.commitment) = (new(row.review), new(row.commitment));
            Row::Update(row)
        }
        Row::Amendment(mut row) => {
            (row.target, row.review) = (new(row.target), row.review.map(new));
            Row::Amendment(row)
        }
        other => other,
    }
}

/// Gives rows other numbers, and everything that refers to them.
fn renumber(case: &mut Case, numbers: &BTreeMap<RowId, RowId>) {
    if numbers.is_empty() {
        return;
    }
    for table in Table::ALL.iter().copied() {
        // All are read before any is replaced: meanwhile two rows may have one number.
        let ids = case.row_ids(table).into_iter();
        let rows: Vec<Row> = ids.filter_map(|id| case.row(table, id)).collect();
        for (at, row) in rows.into_iter().enumerate() {
            let id = numbers.get(&row.id()).copied().unwrap_or(row.id());
            case.replace_row(at, referring(row, numbers).with_id(id));
        }
    }
    for record in &mut case.recorded {
        record.review = numbers.get(&record.review).copied().unwrap_or(record.review);
    }
    for notes in [&mut case.agreed_notes, &mut case.private_notes] {
        let renamed = |key: String| {
            let number = Item::review_of(&key).and_then(|review| numbers.get(&review));
            number.and_then(|number| Item::key_at(&key, *number)).unwrap_or(key)
        };
        let kept: Notes = std::mem::take(notes);
        *notes = kept.into_iter().map(|(key, text)| (renamed(key), text)).collect();
    }
}

/// How often rows of a case refer to the row with this number.
pub(super) fn mentions(case: &Case, id: RowId) -> usize {
    let mut said: Vec<RowId> = Vec::new();
    said.extend(case.attendances.iter().flat_map(|row| [row.review, row.person]));
    said.extend(case.readings.iter().flat_map(|row| [row.review, row.target]));
    said.extend(case.updates.iter().flat_map(|row| [row.review, row.commitment]));
    said.extend(case.amendments.iter().map(|row| row.target));
    said.extend(case.amendments.iter().filter_map(|row| row.review));
    said.extend(case.recorded.iter().map(|record| record.review));
    let keys = case.agreed_notes.keys().chain(case.private_notes.keys());
    said.extend(keys.filter_map(|key| Item::review_of(key)));
    said.into_iter().filter(|other| *other == id).count()
}
