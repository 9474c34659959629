//! Checks on what is done before the meeting (R21–R44, R94).

use chrono::{Datelike, Weekday};

use super::screening::others_at_risk;
use super::{Gap, Place, Subject, brief, fact, listed};
use crate::domain::case::YesNo;
use crate::domain::date::long;
use crate::domain::people::{Party, Person, Responsibility};
use crate::domain::preparation::{CouncilRole, EvidenceState};
use crate::domain::profile::ParentNotice;
use crate::domain::school_days::{SchoolDays, Which};
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::text::folded;
use crate::domain::times;
use crate::domain::wording;

fn cell(person: &Person, column: Column) -> Place {
    Place::Slot(Slot::Cell(Table::People, person.id, column))
}

fn name(person: &Person) -> &str {
    brief(wording::person_name(person))
}

/// Everybody with parental responsibility is asked, also one who is not in the room.
pub(super) fn somebody_not_consulted(on: &Subject<'_>) -> Vec<Gap> {
    let holders = on.case.people.iter().filter(|person| {
        person.responsibility == Responsibility::Yes
            && !person.took_part()
            && person.informed_on.day().is_none()
            && person.answer.is_blank()
    });
    holders
        .map(|person| {
            let sentence = format!(
                "{} has parental responsibility and was not consulted, as far as is recorded.",
                name(person)
            );
            Gap(sentence, cell(person, Column::InformedOn))
        })
        .collect()
}

/// Parents who have a say: all but those of whom it is known that they have none.
fn parents<'a>(on: &'a Subject<'_>) -> impl Iterator<Item = &'a Person> {
    on.people(Party::Parent).filter(|person| person.responsibility != Responsibility::No)
}

pub(super) fn not_informed(on: &Subject<'_>) -> Vec<Gap> {
    parents(on)
        .filter_map(|person| {
            let (words, column) = if person.informed_on.day().is_none() {
                ("On which day was the move explained to", Column::InformedOn)
            } else if person.informed_by.is_blank() {
                ("By whom was the move explained to", Column::InformedBy)
            } else if person.language.is_blank() {
                ("In which language was the move explained to", Column::Language)
            } else {
                return None;
            };
            Some(Gap(
                format!("{words} {}? It is not recorded.", name(person)),
                cell(person, column),
            ))
        })
        .collect()
}

fn asked_each(on: &Subject<'_>, answer: fn(&Person) -> YesNo, what: &str, at: Column) -> Vec<Gap> {
    let open = parents(on).filter(|person| answer(person) != YesNo::Yes);
    open.map(|person| Gap(format!("{what}: not recorded for {}.", name(person)), cell(person, at)))
        .collect()
}

pub(super) fn duties_not_explained(on: &Subject<'_>) -> Vec<Gap> {
    asked_each(on, |person| person.duties, "Their own duties explained", Column::Duties)
}

pub(super) fn advice_not_offered(on: &Subject<'_>) -> Vec<Gap> {
    asked_each(on, |person| person.advice, "Independent advice offered", Column::Advice)
}

pub(super) fn letter_not_sent(on: &Subject<'_>) -> bool {
    on.profile.parent_notice == ParentNotice::Letter && on.case.preparation.letter_on.is_blank()
}

pub(super) fn council_not_consulted(on: &Subject<'_>) -> bool {
    let preparation = &on.case.preparation;
    preparation.council_role == CouncilRole::NotParty && preparation.council_asked_on.is_blank()
}

pub(super) fn head_not_asked(on: &Subject<'_>) -> Vec<Gap> {
    let screening = &on.case.screening;
    let (sentence, place) = if screening.head_asked_on.is_blank() {
        ("When the new school was asked is not recorded.", Fact::HeadAskedOn)
    } else if screening.head_asked_why.is_blank() {
        ("Why it might work at the new school is not recorded.", Fact::HeadAskedWhy)
    } else {
        return Vec::new();
    };
    vec![Gap(sentence.to_owned(), fact(place))]
}

pub(super) fn farther_without_reason(on: &Subject<'_>) -> bool {
    on.case.screening.nearest == YesNo::No && on.case.screening.nearest_why.is_blank()
}

/// What the protocol lists and the home school has not brought.
pub(super) fn evidence_gaps(on: &Subject<'_>) -> Vec<Gap> {
    let state = |key: &str| {
        let row = on.case.evidence.iter().find(|row| *row.key == *key);
        row.map_or(EvidenceState::Missing, |row| row.state)
    };
    let in_state = |wanted| -> Vec<&str> {
        let listed = on.profile.evidence.iter();
        listed.filter(|line| state(&line.key) == wanted).map(|line| line.label.as_str()).collect()
    };
    let kinds = [
        (EvidenceState::Missing, "Evidence not asked for yet"),
        (EvidenceState::Requested, "Evidence requested and not here yet"),
    ];
    kinds
        .into_iter()
        .filter_map(|(wanted, words)| {
            let lines = in_state(wanted);
            let sentence = format!("{words}: {}.", lines.join("; "));
            (!lines.is_empty()).then_some(Gap(sentence, Place::Table(Table::Evidence)))
        })
        .collect()
}

pub(super) fn not_invited(on: &Subject<'_>) -> Vec<Gap> {
    let others = on
        .case
        .people
        .iter()
        .filter(|person| person.party != Party::Child && *person.name != *on.case.meeting.lead);
    let open: Vec<&Person> = others.filter(|person| person.invited_on.is_blank()).collect();
    let Some(first) = open.first() else { return Vec::new() };
    let names: Vec<&str> = open.iter().map(|person| name(person)).collect();
    let sentence = format!("No invitation is recorded for {}.", listed(&names));
    vec![Gap(sentence, cell(first, Column::InvitedOn))]
}

pub(super) fn invited_late(on: &Subject<'_>) -> Vec<Gap> {
    let Some(meeting) = on.case.meeting.on.day() else { return Vec::new() };
    let notice = on.profile.deadlines.invitation_notice;
    let days = SchoolDays::of(on.case, on.reference);
    let invited = on.case.people.iter().filter_map(|person| {
        let day = person.invited_on.day()?;
        (days.between(Which::Both, day, meeting) < notice).then_some((person, day))
    });
    invited
        .map(|(person, day)| {
            let sentence = format!(
                "{} was invited on {}: less than {notice} school days before the meeting.",
                name(person),
                long(day)
            );
            Gap(sentence, cell(person, Column::InvitedOn))
        })
        .collect()
}

/// A meeting outside the school day.
pub(super) fn outside_school_day(on: &Subject<'_>) -> Vec<Gap> {
    let meeting = &on.case.meeting;
    let weekend = |day: chrono::NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    if meeting.on.day().is_some_and(weekend) {
        let sentence = "The meeting is on a day without school. Does that suit the parents?";
        return vec![Gap(sentence.to_owned(), fact(Fact::MeetingOn))];
    }
    let Some(day) = &on.profile.school_day else { return Vec::new() };
    let span = times::first(&day.begins).zip(times::first(&day.ends));
    let outside =
        times::first(&meeting.at).zip(span).is_some_and(|(at, (from, to))| at < from || at >= to);
    let sentence = format!(
        "The meeting begins outside the school day, {} to {}. Does that suit the parents?",
        day.begins, day.ends
    );
    if outside { vec![Gap(sentence, fact(Fact::MeetingAt))] } else { Vec::new() }
}

/// Somewhere else than at the new school, without a reason; only where the protocol names it.
pub(super) fn elsewhere_without_reason(on: &Subject<'_>) -> Vec<Gap> {
    let usual = on.profile.venue_default.trim();
    let (venue, new) = (folded(&on.case.meeting.venue), folded(on.case.new_school.trim()));
    let at_new = folded(usual).contains("new school") || folded(usual).contains("proposed school");
    let there = venue.contains(&new) || venue.trim().is_empty() || new.is_empty();
    if !at_new || there || !on.case.preparation.venue_why.is_blank() {
        return Vec::new();
    }
    let sentence = format!("The meeting is usually at {usual}. Why is it somewhere else?");
    vec![Gap(sentence, fact(Fact::VenueWhy))]
}

/// What the host has not got ready.
pub(super) fn host_not_ready(on: &Subject<'_>) -> Vec<Gap> {
    let preparation = &on.case.preparation;
    let ready = [
        (preparation.room, Fact::HostRoom),
        (preparation.water, Fact::HostWater),
        (preparation.pens, Fact::HostPens),
        (preparation.pack, Fact::HostPack),
        (preparation.look_round, Fact::HostLook),
    ];
    let open: Vec<Fact> =
        ready.into_iter().filter(|(done, _)| done.is_blank()).map(|(_, place)| place).collect();
    let Some(first) = open.first() else { return Vec::new() };
    let labels: Vec<String> = open.iter().map(|open| open.label().to_lowercase()).collect();
    let sentence = format!("Not ready at the school yet: {}.", labels.join("; "));
    vec![Gap(sentence, fact(*first))]
}

pub(super) fn no_risk_plan(on: &Subject<'_>) -> bool {
    others_at_risk(on) && on.case.preparation.risk_plan.is_blank()
}

/// A member of staff who was harmed is asked to come, where the protocol says so (R52; Kirklees).
pub(super) fn harmed_not_listed(on: &Subject<'_>) -> bool {
    others_at_risk(on) && on.people(Party::Harmed).next().is_none()
}

/// Times of the meeting and of its reviews that are none, or that end before they begin.
pub(super) fn times_wrong(on: &Subject<'_>) -> Vec<Gap> {
    let wrong = |text: &str| times::begin_and_end(text).err();
    let meeting = &on.case.meeting.at;
    let at = Some(meeting).filter(|at| !at.is_blank()).and_then(|at| wrong(at));
    let mut gaps: Vec<Gap> = at
        .map(|wrong| Gap(format!("{}: {wrong}", Fact::MeetingAt.label()), fact(Fact::MeetingAt)))
        .into_iter()
        .collect();
    let reviews = on.case.reviews.iter().filter(|row| !row.at.is_blank());
    gaps.extend(reviews.filter_map(|row| {
        let place = Place::Slot(Slot::Cell(Table::Reviews, row.id, Column::At));
        Some(Gap(format!("“{}”: {}", brief(&row.label), wrong(&row.at)?), place))
    }));
    gaps
}
