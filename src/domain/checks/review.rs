//! Checks on one review: what stops its record from being made, and what is worth a look first
//! (R77–R81; Southwark).

use super::{Gap, Place, Subject, brief, when};
use crate::domain::case::{Route, YesNo};
use crate::domain::people::Here;
use crate::domain::review::{Decision, Extension, Review};
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};

fn cell(review: &Review, column: Column) -> Place {
    Place::Slot(Slot::Cell(Table::Reviews, review.id, column))
}

pub(super) fn somebody_there(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let mut mine = on.case.attendances.iter().filter(|row| row.review == review.id);
    let there = mine.clone().any(|row| matches!(row.here, Here::Present | Here::Remote));
    let place = mine.next().map_or(Place::Table(Table::Attendances), |row| {
        Place::Slot(Slot::Cell(Table::Attendances, row.id, Column::Here))
    });
    when(!there, "Nobody is recorded as there.", place)
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
    let Some(row) = on.case.extensions.last() else {
        let sentence = "More time is decided: add by how many school weeks, and why.";
        return vec![Gap(sentence.to_owned(), Place::Table(Table::Extensions))];
    };
    let place = |column| Place::Slot(Slot::Cell(Table::Extensions, row.id, column));
    let mut gaps = Vec::new();
    if row.weeks.trim().parse::<u32>().is_err() {
        let sentence = "By how many school weeks it is extended is not a whole number yet.";
        gaps.push(Gap(sentence.to_owned(), place(Column::Weeks)));
    }
    if row.reason.is_blank() {
        gaps.push(Gap("The extension has no reason yet.".to_owned(), place(Column::Reason)));
    }
    gaps
}

pub(super) fn extension_in_range(on: &Subject<'_>) -> Vec<Gap> {
    let Some(range) = on.profile.extension else { return Vec::new() };
    let outside = on.case.extensions.iter().filter(|row| {
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
        Gap(sentence, Place::Slot(Slot::Cell(Table::Extensions, row.id, Column::Weeks)))
    };
    outside.map(gap).collect()
}

pub(super) fn extended_once(on: &Subject<'_>) -> Vec<Gap> {
    let second = on.case.extensions.iter().skip(1).map(|row| {
        let place = Place::Slot(Slot::Cell(Table::Extensions, row.id, Column::Weeks));
        Gap("More time is given once: this is another extension.".to_owned(), place)
    });
    second.collect()
}

/// What goes on, or has more time, is looked at again on a day.
pub(super) fn next_one_fixed(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let goes_on = match review.decision {
        Decision::GoesOn => !on.case.is_final_review(review.id),
        Decision::Extended => on.case.agreed_extension().is_some(),
        _ => false,
    };
    let later = |row: &&Review| row.id != review.id && row.held.is_blank() && !row.is_closed();
    let after = review.on.day();
    let mut left = on.case.reviews.iter().filter(later);
    let fixed = left.clone().any(|row| row.on.day().is_some_and(|day| Some(day) > after));
    let undated = left.find(|row| row.on.day().is_none());
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
