//! Checks on what is agreed: reasons, targets, commitments, terms and dates.

use super::{Gap, Place, Subject, blank_note, brief, fact, note, when};
use crate::domain::case::{Money, Phase, Route};
use crate::domain::plan::{Commitment, Heading, Side};
use crate::domain::reference::UnknownProtocol;
use crate::domain::review::Review;
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};

/// Another protocol stands in for one that is not known, and its rules are not this case's.
pub(super) fn protocol(on: &Subject<'_>) -> Vec<Gap> {
    let known = *on.case.profile == *on.profile.key;
    when(!known, &UnknownProtocol::of(on.case).to_string(), Place::Outside)
}

pub(super) fn strengths(on: &Subject<'_>) -> Vec<Gap> {
    blank_note(on, "strengths.strengths", "No strength of the child is written down yet.")
}

pub(super) fn one_commitment(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.commitments.iter().all(Commitment::is_blank),
        "There is no commitment yet: who will do what by when?",
        Place::Table(Table::Commitments),
    )
}

pub(super) fn whole_commitments(on: &Subject<'_>) -> Vec<Gap> {
    let agreed = on.case.commitments.iter().filter(|row| row.review.is_none());
    agreed.filter_map(commitment_gap).collect()
}

/// The first thing that a commitment lacks, once something of it is written.
pub(super) fn commitment_gap(row: &Commitment) -> Option<Gap> {
    if row.is_blank() || row.is_complete() {
        return None;
    }
    let (missing, column) = if row.who.is_blank() {
        ("who does it", Column::Who)
    } else if row.what.is_blank() {
        ("what is done", Column::What)
    } else {
        ("a date", Column::Due)
    };
    let name = if row.what.is_blank() { &row.who } else { &row.what };
    Some(Gap(
        format!("The commitment “{}” still needs {missing}.", brief(name)),
        Place::Slot(Slot::Cell(Table::Commitments, row.id, column)),
    ))
}

pub(super) fn review_dates(on: &Subject<'_>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = on
        .case
        .reviews
        .iter()
        .filter(|row| !row.is_blank() && !row.added && row.on.day().is_none())
        .map(|row| {
            Gap(
                format!("“{}” has no date yet. Fix it before anyone leaves.", brief(&row.label)),
                Place::Slot(Slot::Cell(Table::Reviews, row.id, Column::On)),
            )
        })
        .collect();
    if on.case.reviews.iter().all(Review::is_blank) {
        gaps.push(Gap("No review is planned yet.".to_owned(), Place::Table(Table::Reviews)));
    }
    gaps
}

pub(super) fn outcome_branches(on: &Subject<'_>) -> Vec<Gap> {
    let mut gaps =
        blank_note(on, "timeline.well", "What follows if it goes well is not written down yet.");
    gaps.extend(blank_note(
        on,
        "timeline.not_well",
        "What follows if it does not go well is not written down yet.",
    ));
    gaps
}

/// Dates that cannot be read, wherever they stand, except where another check asks for the date.
pub(super) fn readable_dates(on: &Subject<'_>) -> Vec<Gap> {
    let facts = Fact::ALL.iter().map(|fact| (fact.label(), Slot::Fact(*fact)));
    let cells = [
        (Table::People, Column::AnsweredOn),
        (Table::Commitments, Column::Due),
        (Table::Reviews, Column::On),
        (Table::Reviews, Column::Held),
    ];
    let cells = cells.into_iter().flat_map(|(table, column)| {
        let rows = on.case.row_ids(table).into_iter();
        rows.map(move |id| (table.title(), Slot::Cell(table, id, column)))
    });
    facts
        .chain(cells)
        .filter(|(_, slot)| on.case.date_error(slot, on.today).is_some())
        .map(|(label, slot)| {
            let text = on.case.text(&slot);
            Gap(format!("{label}: “{}” cannot be read as a date.", brief(&text)), Place::Slot(slot))
        })
        .collect()
}

pub(super) fn route(on: &Subject<'_>) -> Vec<Gap> {
    let route = on.case.route;
    let mut gaps = when(
        route.is_blank(),
        "What kind of move it is, is not recorded: permanent, or off-site direction first?",
        fact(Fact::Route),
    );
    gaps.extend(when(
        !on.case.allows_route(route, on.profile),
        &format!("The protocol does not offer this kind of move: {}.", route.label()),
        fact(Fact::Route),
    ));
    gaps
}

/// Dates that contradict each other.
pub(super) fn dates_in_order(on: &Subject<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let slot = |table, id, column| Place::Slot(Slot::Cell(table, id, column));
    if let Some(meeting) = on.case.meeting.on.day() {
        if on.case.demo && meeting > on.today {
            let words = "The meeting is dated in the future. In practice that is no matter; the meeting of a real case could not be closed.";
            gaps.push(Gap(words.to_owned(), fact(Fact::MeetingOn)));
        }
        let early = on.case.commitments.iter().filter(|row| row.due.day() < Some(meeting));
        gaps.extend(early.filter(|row| row.due.day().is_some()).map(|row| {
            Gap(
                format!("“{}” is due before the meeting.", brief(&row.what)),
                slot(Table::Commitments, row.id, Column::Due),
            )
        }));
    }
    let mut latest = on.case.start.day().or(on.case.meeting.on.day());
    for row in &on.case.reviews {
        if row.on.day().is_some() && row.on.day() <= latest {
            gaps.push(Gap(
                format!("“{}” is not after what comes before it.", brief(&row.label)),
                slot(Table::Reviews, row.id, Column::On),
            ));
        }
        latest = row.on.day().or(latest);
    }
    gaps
}

pub(super) fn something_tried(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.measures.iter().all(|row| row.what.is_blank()),
        "What the home school tried is not written down yet.",
        Place::Table(Table::Measures),
    )
}

pub(super) fn hopes(on: &Subject<'_>) -> Vec<Gap> {
    let count = on.note("why.hopes").lines().filter(|line| !line.trim().is_empty()).count();
    let most = on.profile.most_hopes;
    if count == 0 {
        when(true, "What the move should achieve is not written down yet.", note("why.hopes"))
    } else {
        let sentence = format!("There are more than {most} hopes. Which matter most?");
        when(count > most, &sentence, note("why.hopes"))
    }
}

pub(super) fn something_different(on: &Subject<'_>) -> Vec<Gap> {
    blank_note(
        on,
        "background.different",
        "What is different at the new school is not written down yet.",
    )
}

pub(super) fn attendance_target(on: &Subject<'_>) -> Vec<Gap> {
    when(
        !on.case.targets.iter().any(|row| row.heading == Heading::Attendance),
        "There is no attendance target. It normally equals the new school’s own.",
        Place::Table(Table::Targets),
    )
}

pub(super) fn measurable_targets(on: &Subject<'_>) -> Vec<Gap> {
    on.case
        .targets
        .iter()
        .filter_map(|row| {
            let (missing, column) = if row.number.is_blank() {
                ("number", Column::Number)
            } else if row.baseline.is_blank() {
                ("word on where things stand now", Column::Baseline)
            } else {
                return None;
            };
            let name = if row.what.is_blank() { row.heading.label() } else { brief(&row.what) };
            Some(Gap(
                format!("The target “{name}” has no {missing}."),
                Place::Slot(Slot::Cell(Table::Targets, row.id, column)),
            ))
        })
        .collect()
}

pub(super) fn few_targets(on: &Subject<'_>) -> Vec<Gap> {
    let most = on.profile.most_targets;
    when(
        on.case.targets.len() > most,
        &format!("There are more than {most} targets. Can the child keep them all in mind?"),
        Place::Table(Table::Targets),
    )
}

/// Owners that name nobody; a date is a date here, so a vague one is an unread one.
pub(super) fn nothing_vague(on: &Subject<'_>) -> Vec<Gap> {
    const VAGUE: [&str; 9] =
        ["school", "the school", "staff", "everyone", "all", "tbc", "tba", "someone", "council"];
    on.case
        .commitments
        .iter()
        .filter(|row| VAGUE.contains(&row.who.trim().to_lowercase().as_str()))
        .map(|row| {
            Gap(
                format!("“{}” names nobody. Who will do it?", brief(&row.who)),
                Place::Slot(Slot::Cell(Table::Commitments, row.id, Column::Who)),
            )
        })
        .collect()
}

pub(super) fn new_school_supports(on: &Subject<'_>) -> Vec<Gap> {
    when(
        !on.case.commitments.iter().any(|row| row.side == Side::NewSchool && !row.what.is_blank()),
        "The new school has made no commitment of support yet.",
        Place::Table(Table::Commitments),
    )
}

pub(super) fn uniform(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.terms.uniform_items.is_blank(),
        format!("Uniform is not settled. {}", on.profile.terms.uniform).trim_end(),
        fact(Fact::UniformItems),
    )
}

pub(super) fn transport(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.terms.transport_payer.is_blank(),
        "Who pays for travel is not settled.",
        fact(Fact::TransportPayer),
    )
}

pub(super) fn money(on: &Subject<'_>) -> Vec<Gap> {
    when(
        matches!(on.case.terms.money_now, Money::Unsaid | Money::ToConfirm | Money::NotAgreed),
        "Money between the schools is not confirmed.",
        fact(Fact::MoneyNow),
    )
}

/// A permanent move is not to be agreed without the day on which it happens: that has a check of its
/// own.
pub(super) fn start_open(on: &Subject<'_>) -> bool {
    on.case.route != Route::Permanent && on.case.start.day().is_none()
}

pub(super) fn permanent_without_start(on: &Subject<'_>) -> bool {
    on.case.route == Route::Permanent && on.case.start.day().is_none()
}

/// Who pays for travel once the child has moved (R74).
pub(super) fn transport_later(on: &Subject<'_>) -> bool {
    let terms = &on.case.terms;
    !terms.transport_payer.is_blank() && terms.transport_then.is_blank()
}

/// More branded items than the law allows (R75; Children’s Wellbeing and Schools Act 2026,
/// section 35).
pub(super) fn branded_items(on: &Subject<'_>) -> Vec<Gap> {
    let items: Vec<String> =
        on.case.terms.uniform_items.lines().map(|line| line.trim().to_lowercase()).collect();
    let count = items.iter().filter(|line| !line.is_empty()).count();
    let tie = items.iter().any(|line| line.split(' ').any(|word| word == "tie"));
    let thresholds = &on.profile.thresholds;
    let most = if tie && on.case.phase(on.today) == Some(Phase::Secondary) {
        thresholds.branded_items_with_tie
    } else {
        thresholds.branded_items
    };
    let over = u32::try_from(count).is_ok_and(|count| count > most);
    let sentence =
        format!("{count} branded items are listed; the law lets a school require {most}.");
    when(over, &sentence, fact(Fact::UniformItems))
}

/// Meetings broken off that go on nobody knows when (R53).
pub(super) fn adjourned_without_day(on: &Subject<'_>) -> Vec<Gap> {
    let open = on.case.adjournments.iter().filter(|row| {
        row.on.day().is_some() && row.again.day().is_none() && row.resumed.day().is_none()
    });
    open.map(|row| {
        Gap(
            "The meeting was broken off. On which day does it go on?".to_owned(),
            Place::Slot(Slot::Cell(Table::Adjournments, row.id, Column::Again)),
        )
    })
    .collect()
}
