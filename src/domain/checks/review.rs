//! Checks on one review: what stops its record from being made, and what is worth a look first
//! (R77–R81; Southwark).

use super::{Finding, Gap, Level, Place, brief};
use crate::domain::case::{Case, YesNo};
use crate::domain::people::{Here, RowId};
use crate::domain::profile::{Item, Profile};
use crate::domain::review::{Decision, Review};
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};

/// A row of the table of checks on a review.
struct Check {
    id: &'static str,
    rule: &'static str,
    level: Level,
    look: fn(&Subject<'_>) -> Vec<Gap>,
}

/// What a check looks at.
struct Subject<'a> {
    case: &'a Case,
    profile: &'a Profile,
    review: &'a Review,
}

const CHECKS: &[Check] = &[
    block("review-people", "R78", somebody_there),
    block("review-child-seen", "R78", child_seen),
    block("review-decision", "R77", decided),
    block("review-decision-allowed", "R79, R80", decision_allowed),
    block("review-final", "R77", final_one_decides),
    block("review-extension", "R79", extension_said),
    block("review-early", "R80", looked_into),
    warn("review-extension-range", "R79", extension_in_range),
    warn("review-extension-again", "R79", extended_once),
    warn("review-next", "R78, R79", next_one_fixed),
    warn("review-readings", "R70, R78", readings),
    warn("review-updates", "R71, R78", updates),
    warn("review-changes", "R78", whole_changes),
];

const fn block(id: &'static str, rule: &'static str, look: fn(&Subject<'_>) -> Vec<Gap>) -> Check {
    Check { id, rule, level: Level::Block, look }
}

const fn warn(id: &'static str, rule: &'static str, look: fn(&Subject<'_>) -> Vec<Gap>) -> Check {
    Check { id, rule, level: Level::Warn, look }
}

/// What is found in a review that has begun and is not closed: what blocks first. `profile` has the
/// agenda of the case. A level that the protocol sets for a check holds here too.
pub fn review_findings(case: &Case, profile: &Profile, review: RowId) -> Vec<Finding> {
    let Some(review) = case.review(review).filter(|row| row.begun && !row.is_closed()) else {
        return Vec::new();
    };
    let subject = Subject { case, profile, review };
    let mut findings = Vec::new();
    for check in CHECKS {
        let own = profile.checks.iter().find(|setting| setting.check == check.id);
        let level = own.map_or(Some(check.level), |setting| setting.level.level());
        let Some(level) = level else { continue };
        findings.extend((check.look)(&subject).into_iter().map(|Gap(sentence, place)| Finding {
            id: check.id,
            rule: check.rule,
            level,
            sentence,
            set_aside: None,
            item: item_of(profile, review.id, &place),
            place,
        }));
    }
    findings.sort_by_key(|finding| (finding.level, finding.item));
    findings
}

/// The item where a gap is mended: one of the review’s own, if it is there.
fn item_of(profile: &Profile, review: RowId, place: &Place) -> usize {
    let has = |item: &Item| match place {
        Place::Slot(slot) => item.has(slot),
        Place::Table(table) => item.has_table(*table),
        Place::Outside => false,
    };
    let own = profile.agenda.iter().position(|item| item.review == Some(review) && has(item));
    let other = || profile.agenda.iter().position(has);
    own.or_else(other).unwrap_or(usize::MAX)
}

impl Subject<'_> {
    fn cell(&self, column: Column) -> Place {
        Place::Slot(Slot::Cell(Table::Reviews, self.review.id, column))
    }
}

fn when(wrong: bool, sentence: &str, place: Place) -> Vec<Gap> {
    if wrong { vec![Gap(sentence.to_owned(), place)] } else { Vec::new() }
}

fn somebody_there(on: &Subject<'_>) -> Vec<Gap> {
    let mut mine = on.case.attendances.iter().filter(|row| row.review == on.review.id);
    let there = mine.clone().any(|row| matches!(row.here, Here::Present | Here::Remote));
    let place = mine.next().map_or(Place::Table(Table::Attendances), |row| {
        Place::Slot(Slot::Cell(Table::Attendances, row.id, Column::Here))
    });
    when(!there, "Nobody is recorded as there.", place)
}

fn child_seen(on: &Subject<'_>) -> Vec<Gap> {
    match on.review.seen {
        YesNo::NotAsked => {
            when(true, "Whether the child was seen is not recorded.", on.cell(Column::Seen))
        }
        YesNo::No => when(
            on.review.not_seen_why.is_blank(),
            "The child was not seen: record why.",
            on.cell(Column::NotSeenWhy),
        ),
        YesNo::Yes => Vec::new(),
    }
}

fn decided(on: &Subject<'_>) -> Vec<Gap> {
    let blank = on.review.decision.is_blank();
    when(blank, "What was decided is not recorded.", on.cell(Column::Decision))
}

fn decision_allowed(on: &Subject<'_>) -> Vec<Gap> {
    let decision = on.review.decision;
    if on.case.allows_decision(on.review.id, decision, on.profile) {
        return Vec::new();
    }
    let why = if decision == Decision::Extended && on.profile.extension.is_none() {
        "this protocol knows no extension"
    } else if on.case.route == crate::domain::case::Route::Permanent {
        "the move is permanent"
    } else {
        "more time was given already"
    };
    let sentence = format!("“{}” cannot be decided: {why}.", decision.label());
    vec![Gap(sentence, on.cell(Column::Decision))]
}

fn final_one_decides(on: &Subject<'_>) -> Vec<Gap> {
    let last = on.case.is_final_review(on.review.id);
    when(
        last && on.review.decision == Decision::GoesOn,
        "This is the last review, so it must say how the case ends, or that there is more time.",
        on.cell(Column::Decision),
    )
}

fn extension_said(on: &Subject<'_>) -> Vec<Gap> {
    if on.review.decision != Decision::Extended {
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

fn extension_in_range(on: &Subject<'_>) -> Vec<Gap> {
    let Some(range) = on.profile.extension else { return Vec::new() };
    let outside = on.case.extensions.iter().filter(|row| {
        let weeks = row.weeks.trim().parse::<u32>();
        weeks.is_ok_and(|weeks| !(range.shortest..=range.longest).contains(&weeks))
    });
    let gap = |row: &crate::domain::review::Extension| {
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

fn extended_once(on: &Subject<'_>) -> Vec<Gap> {
    let second = on.case.extensions.iter().skip(1).map(|row| {
        let place = Place::Slot(Slot::Cell(Table::Extensions, row.id, Column::Weeks));
        Gap("More time is given once: this is another extension.".to_owned(), place)
    });
    second.collect()
}

/// What goes on, or has more time, is looked at again on a day.
fn next_one_fixed(on: &Subject<'_>) -> Vec<Gap> {
    let goes_on = match on.review.decision {
        Decision::GoesOn => !on.case.is_final_review(on.review.id),
        Decision::Extended => on.case.agreed_extension().is_some(),
        _ => false,
    };
    let later = |row: &&Review| row.id != on.review.id && row.held.is_blank() && !row.is_closed();
    let after = on.review.on.day();
    let mut left = on.case.reviews.iter().filter(later);
    let fixed = left.clone().any(|row| row.on.day().is_some_and(|day| Some(day) > after));
    let undated = left.find(|row| row.on.day().is_none());
    let place = undated.map_or(Place::Table(Table::Reviews), |row| {
        Place::Slot(Slot::Cell(Table::Reviews, row.id, Column::On))
    });
    when(goes_on && !fixed, "No later review has a day yet.", place)
}

/// Before the child goes back early, or the move is given up, some things are looked into.
fn looked_into(on: &Subject<'_>) -> Vec<Gap> {
    if !matches!(on.review.decision, Decision::Returned | Decision::Withdrawn) {
        return Vec::new();
    }
    let ends_early = on.case.ending.early;
    if ends_early == YesNo::NotAsked && !on.case.is_final_review(on.review.id) {
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

fn readings(on: &Subject<'_>) -> Vec<Gap> {
    let blank = on.case.readings.iter().filter(|row| row.review == on.review.id);
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

fn updates(on: &Subject<'_>) -> Vec<Gap> {
    let open = on.case.updates.iter().filter(|row| row.review == on.review.id);
    open.filter(|row| row.kept.is_blank())
        .map(|row| {
            let what = on.case.about(Table::Updates, row.id).unwrap_or_default();
            let sentence = format!("What became of “{}” is not recorded.", brief(&what));
            Gap(sentence, Place::Slot(Slot::Cell(Table::Updates, row.id, Column::Kept)))
        })
        .collect()
}

fn whole_changes(on: &Subject<'_>) -> Vec<Gap> {
    let open = on.case.amendments.iter().filter(|row| row.review == Some(on.review.id));
    open.filter_map(|row| {
        let (what, column) = row.lacks()?;
        let target = on.case.about(Table::Amendments, row.id).unwrap_or_default();
        let sentence =
            format!("The change of “{}” does not count yet: it needs {what}.", brief(&target));
        Some(Gap(sentence, Place::Slot(Slot::Cell(Table::Amendments, row.id, column))))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Route;
    use crate::domain::date::{Date, When};
    use crate::domain::plan::{Commitment, Kept, Target};
    use crate::domain::review::{Amendment, Extension};

    fn profile() -> Profile {
        ron::from_str(include_str!("../../profiles/southwark.ron")).expect("the profile reads")
    }

    fn on(day: u32) -> Date {
        Date::from_ymd_opt(2027, 1, day).unwrap()
    }

    /// A last review at which nothing is left to record.
    fn whole() -> Case {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.route = Route::DirectionFirst;
        let person = crate::domain::people::Person { id: RowId(1), ..Default::default() };
        case.people.push(person);
        case.targets.push(Target { id: RowId(2), what: "be in class".into(), ..Target::default() });
        let promise = Commitment { id: RowId(3), what: "ring".into(), ..Commitment::default() };
        case.commitments.push(promise);
        for (id, day) in [(4, 5), (5, 12)] {
            let id = RowId(id);
            case.reviews.push(Review { id, on: When::On(on(day)), ..Review::default() });
        }
        case.next_row = RowId(6);
        case.begin_review(RowId(5), on(12));
        case.attendances[0].here = Here::Present;
        case.readings[0].value = "95".into();
        case.updates[0].kept = Kept::Kept;
        case.reviews[1].seen = YesNo::Yes;
        case.reviews[1].decision = Decision::Confirmed;
        case
    }

    fn ids(case: &Case) -> Vec<&'static str> {
        let profile = profile();
        let found = review_findings(case, &profile.for_case(case), RowId(5));
        found.iter().map(|finding| finding.id).collect()
    }

    type Trip = fn(&mut Case);

    const TRIPS: [(&str, Trip); 13] = [
        ("review-people", |case| case.attendances[0].here = Here::Apologies),
        ("review-child-seen", |case| case.reviews[1].seen = YesNo::No),
        ("review-decision", |case| case.reviews[1].decision = Decision::Unsaid),
        ("review-decision-allowed", |case| {
            case.route = Route::Permanent;
            case.reviews[1].decision = Decision::Returned;
        }),
        ("review-final", |case| case.reviews[1].decision = Decision::GoesOn),
        ("review-extension", |case| case.reviews[1].decision = Decision::Extended),
        ("review-early", |case| {
            case.reviews[1].decision = Decision::Returned;
            case.ending.early = YesNo::Yes;
        }),
        ("review-extension-range", |case| {
            case.extensions.push(Extension { weeks: "9".into(), ..Extension::default() });
        }),
        ("review-extension-again", |case| {
            case.extensions = vec![Extension::default(), Extension::default()];
        }),
        ("review-next", |case| {
            case.reviews[1].decision = Decision::Extended;
            let (weeks, reason) = ("4".into(), "illness".into());
            case.extensions.push(Extension { weeks, reason, ..Extension::default() });
        }),
        ("review-readings", |case| case.readings[0].value = "".into()),
        ("review-updates", |case| case.updates[0].kept = Kept::NotYet),
        ("review-changes", |case| {
            let review = Some(RowId(5));
            case.amendments.push(Amendment { review, target: RowId(2), ..Amendment::default() });
        }),
    ];

    #[test]
    fn every_check_of_a_review_has_a_case_that_trips_it_and_only_it() {
        assert!(ids(&whole()).is_empty(), "{:?}", ids(&whole()));
        let tripped: Vec<&str> = TRIPS.iter().map(|(id, _)| *id).collect();
        let all: Vec<&str> = CHECKS.iter().map(|check| check.id).collect();
        assert_eq!(tripped, all);
        for (id, trip) in TRIPS {
            let mut case = whole();
            trip(&mut case);
            let mut found = ids(&case);
            found.dedup();
            assert_eq!(found, [id]);
        }
    }

    #[test]
    fn what_is_missing_is_mended_on_an_item_of_the_review() {
        let mut case = whole();
        case.reviews[1].decision = Decision::Unsaid;
        case.readings[0].value = "".into();
        let profile = profile();
        let profile = profile.for_case(&case);
        for finding in review_findings(&case, &profile, RowId(5)) {
            assert_eq!(profile.agenda[finding.item].review, Some(RowId(5)), "{}", finding.id);
        }
    }
}
