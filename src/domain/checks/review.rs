//! Checks on one review: what stops its record from being made, and what is worth a look first
//! (R23, R77–R81; Southwark).

use super::people::{Asked, not_agreed};
use super::{Gap, Place, Subject, brief, note, when};
use crate::domain::case::{Route, YesNo};
use crate::domain::people::Responsibility;
use crate::domain::review::{Attendance, Decision, Extension, Review};
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::wording;

fn cell(review: &Review, column: Column) -> Place {
    Place::Slot(Slot::Cell(Table::Reviews, review.id, column))
}

pub(super) fn somebody_there(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let mut mine = on.case.attendances.iter().filter(|row| row.review == review.id);
    let there = mine.clone().any(Attendance::took_part);
    let place = mine.next().map_or(Place::Table(Table::Attendances), |row| {
        Place::Slot(Slot::Cell(Table::Attendances, row.id, Column::Here))
    });
    when(!there, "Nobody is recorded as there.", place)
}

/// Of whom it is not recorded whether they were there, at a review at which somebody was: those whose
/// agreement the protocol requires, or the others.
fn attendance_unsaid(on: &Subject<'_>, required: bool) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let mine = on.case.attendances.iter().filter(|row| row.review == review.id);
    if !mine.clone().any(Attendance::took_part) {
        return Vec::new();
    }
    let unsaid = mine.filter(|row| row.here.is_blank()).filter_map(|row| {
        let person = on.case.people.iter().find(|person| person.id == row.person)?;
        let has_no_say = person.responsibility == Responsibility::No;
        let is_required = on.profile.required.contains(&person.party) && !has_no_say;
        let name = brief(wording::person_name(person));
        let place = Place::Slot(Slot::Cell(Table::Attendances, row.id, Column::Here));
        let gap = Gap(format!("Whether {name} was there is not recorded."), place);
        (is_required == required).then_some(gap)
    });
    unsaid.collect()
}

pub(super) fn required_there(on: &Subject<'_>) -> Vec<Gap> {
    attendance_unsaid(on, true)
}

pub(super) fn others_there(on: &Subject<'_>) -> Vec<Gap> {
    attendance_unsaid(on, false)
}

/// The child’s own words, where the child was seen.
pub(super) fn child_heard(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let key = format!("review-{}-voices.child", review.id.0);
    let silent = on.note(&key).trim().is_empty() && review.seen != YesNo::No;
    when(silent, "What the child says is not written down yet.", note(&key))
}

/// Nobody is moved for good without agreeing afresh (R23).
pub(super) fn everyone_agrees_afresh(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review.filter(|review| on.case.asks_afresh(review.id)) else {
        return Vec::new();
    };
    let asked = on.case.asked_afresh(review.id).into_iter().map(|(person, row)| Asked {
        person,
        took_part: row.took_part(),
        answered: row.answered(),
        row: (Table::Attendances, row.id),
    });
    not_agreed(on, &asked.collect::<Vec<_>>(), "has not been asked afresh yet")
}

pub(super) fn child_seen(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    match review.seen {
        YesNo::NotAsked => {
            when(true, "Whether the child was seen is not recorded.", cell(review, Column::Seen))
        }
        YesNo::No => when(
            review.not_seen_why.is_blank(),
            "The child was not seen: record why.",
            cell(review, Column::NotSeenWhy),
        ),
        YesNo::Yes => Vec::new(),
    }
}

pub(super) fn decided(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let blank = review.decision.is_blank();
    when(blank, "What was decided is not recorded.", cell(review, Column::Decision))
}

pub(super) fn decision_allowed(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let decision = review.decision;
    if on.case.allows_decision(review.id, decision, on.profile) {
        return Vec::new();
    }
    let why = if decision == Decision::Extended && on.profile.extension.is_none() {
        "this protocol knows no extension"
    } else if on.case.route == Route::Permanent {
        "the move is permanent"
    } else {
        "more time was given already"
    };
    let sentence = format!("“{}” cannot be decided: {why}.", decision.label());
    vec![Gap(sentence, cell(review, Column::Decision))]
}

pub(super) fn final_one_decides(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let last = on.case.is_final_review(review.id);
    when(
        last && review.decision == Decision::GoesOn,
        "This is the last review, so it must say how the case ends, or that there is more time.",
        cell(review, Column::Decision),
    )
}

pub(super) fn extension_said(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    if review.decision != Decision::Extended {
        return Vec::new();
    }
    let rows = on.case.extensions_at(review.id);
    let Some(row) = rows.last() else {
        let sentence = "More time is decided: add by how many school weeks, and why.";
        return vec![Gap(sentence.to_owned(), Place::Table(Table::Extensions))];
    };
    let mut gaps = Vec::new();
    if row.weeks.trim().parse::<u32>().is_err() {
        let sentence = "By how many school weeks it is extended is not a whole number yet.";
        gaps.push(Gap(sentence.to_owned(), extension(row, Column::Weeks)));
    }
    if row.reason.is_blank() {
        let sentence = "The extension has no reason yet.";
        gaps.push(Gap(sentence.to_owned(), extension(row, Column::Reason)));
    }
    gaps
}

fn extension(row: &Extension, column: Column) -> Place {
    Place::Slot(Slot::Cell(Table::Extensions, row.id, column))
}

/// The extensions of the review that is to be closed.
fn extensions<'a>(on: &Subject<'a>) -> Vec<&'a Extension> {
    on.review.map(|review| on.case.extensions_at(review.id)).unwrap_or_default()
}

pub(super) fn extension_in_range(on: &Subject<'_>) -> Vec<Gap> {
    let Some(range) = on.profile.extension else { return Vec::new() };
    let outside = extensions(on).into_iter().filter(|row| {
        let weeks = row.weeks.trim().parse::<u32>();
        weeks.is_ok_and(|weeks| !(range.shortest..=range.longest).contains(&weeks))
    });
    let gap = |row: &Extension| {
        let sentence = format!(
            "{} school weeks more is outside what the protocol gives: {} to {}.",
            row.weeks.trim(),
            range.shortest,
            range.longest
        );
        Gap(sentence, extension(row, Column::Weeks))
    };
    outside.map(gap).collect()
}

pub(super) fn extended_once(on: &Subject<'_>) -> Vec<Gap> {
    let first = on.case.extensions.first().map(|row| row.id);
    let again = extensions(on).into_iter().filter(|row| Some(row.id) != first);
    let gap = |row: &Extension| {
        let sentence = "More time is given once: this is another extension.";
        Gap(sentence.to_owned(), extension(row, Column::Weeks))
    };
    again.map(gap).collect()
}

/// Where the term dates end before the extension does.
pub(super) fn extension_reached(on: &Subject<'_>) -> Vec<Gap> {
    let dates = on.dates();
    let rows = extensions(on).into_iter().filter_map(|row| {
        let why = dates.extended_weeks(row)?.err()?;
        Some(Gap(format!("Extension: {why}"), extension(row, Column::Weeks)))
    });
    rows.collect()
}

/// What goes on, or has more time, is looked at again on a day.
pub(super) fn next_one_fixed(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let goes_on = match review.decision {
        Decision::GoesOn => !on.case.is_final_review(review.id),
        Decision::Extended => {
            on.case.extensions_at(review.id).iter().any(|row| row.whole_weeks().is_some())
        }
        _ => false,
    };
    let later = |row: &&Review| row.id != review.id && row.held.is_blank() && !row.is_closed();
    let after = review.on.day();
    let mut left = on.case.reviews.iter().filter(later);
    let fixed = left.clone().any(|row| row.on.day().is_some_and(|day| Some(day) > after));
    let undated = left.find(|row| row.added && row.on.day().is_none());
    let place = undated.map_or(Place::Table(Table::Reviews), |row| {
        Place::Slot(Slot::Cell(Table::Reviews, row.id, Column::On))
    });
    when(goes_on && !fixed, "No later review has a day yet.", place)
}

/// Before the child goes back early, or the move is given up, some things are looked into.
pub(super) fn looked_into(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    if !matches!(review.decision, Decision::Returned | Decision::Withdrawn) {
        return Vec::new();
    }
    let ends_early = on.case.ending.early;
    if ends_early == YesNo::NotAsked && !on.case.is_final_review(review.id) {
        let sentence = "Record whether this ends before its time.";
        return vec![Gap(sentence.to_owned(), Place::Slot(Slot::Fact(Fact::EndsEarly)))];
    }
    let gaps = on.case.early_gaps().into_iter();
    gaps.map(|(sentence, fact)| {
        let sentence = format!("Before it ends early: {sentence}");
        Gap(sentence, Place::Slot(Slot::Fact(fact)))
    })
    .collect()
}

pub(super) fn readings(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let blank = on.case.readings.iter().filter(|row| row.review == review.id);
    blank
        .filter(|row| row.value.is_blank())
        .map(|row| {
            let target = on.case.about(Table::Readings, row.id).unwrap_or_default();
            let sentence = format!("The target “{}” has no reading.", brief(&target));
            let place = Place::Slot(Slot::Cell(Table::Readings, row.id, Column::Value));
            Gap(sentence, place)
        })
        .collect()
}

pub(super) fn updates(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let open = on.case.updates.iter().filter(|row| row.review == review.id);
    open.filter(|row| row.kept.is_blank())
        .map(|row| {
            let what = on.case.about(Table::Updates, row.id).unwrap_or_default();
            let sentence = format!("What became of “{}” is not recorded.", brief(&what));
            Gap(sentence, Place::Slot(Slot::Cell(Table::Updates, row.id, Column::Kept)))
        })
        .collect()
}

/// Owner, action and date of what is promised at the review (R71).
pub(super) fn whole_promises(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let made = on.case.commitments_made_at(review.id).into_iter();
    made.filter_map(super::plan::commitment_gap).collect()
}

pub(super) fn whole_changes(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let open = on.case.amendments.iter().filter(|row| row.review == Some(review.id));
    open.filter_map(|row| {
        let (what, column) = row.lacks()?;
        let target = on.case.about(Table::Amendments, row.id).unwrap_or_default();
        let sentence =
            format!("The change of “{}” does not count yet: it needs {what}.", brief(&target));
        Some(Gap(sentence, Place::Slot(Slot::Cell(Table::Amendments, row.id, column))))
    })
    .collect()
}
