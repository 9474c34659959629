//! Every check finds what it is for, and nothing in a case that is whole.
#![expect(clippy::indexing_slicing, reason = "the prepared case has these rows, or the test fails")]

mod desk;

use convenor::domain::case::{Case, ChildCommits, Done, Money, Route, YesNo};
use convenor::domain::checks::{CHECKS, UNKNOWN_PROTOCOL, findings};
use convenor::domain::date::{Date, When};
use convenor::domain::people::{Answer, Here, Party, Responsibility, Way};
use convenor::domain::plan::{Heading, Side};
use convenor::domain::review::{Adjournment, Extension};
use desk::{reference, sample, southwark, start_of_time};

fn today() -> Date {
    start_of_time().date()
}

/// The prepared case, held today, with everybody asked.
fn whole() -> Case {
    let mut case = sample("DEMO-01");
    case.meeting.on = When::On(today());
    case.meeting.privacy_read = Done::Yes;
    case.pushed = YesNo::No;
    case.next_steps_clear = YesNo::Yes;
    for person in case.people.iter_mut().filter(|person| person.is_asked()) {
        person.answer = Answer::Agrees;
        person.way = Way::Meeting;
        person.answered_on = When::On(today());
    }
    case
}

fn found(case: &Case) -> Vec<&'static str> {
    findings(case, &southwark(), &reference(), today()).iter().map(|finding| finding.id).collect()
}

fn on(year: i32, month: u32, day: u32) -> When {
    Date::from_ymd_opt(year, month, day).map_or(When::Blank, When::On)
}

fn forget(case: &mut Case, key: &str) {
    case.agreed_notes.retain(|note, _| !note.starts_with(key));
}

fn leave(case: &mut Case, party: Party) {
    for person in case.people.iter_mut().filter(|person| person.party == party) {
        person.here = Here::Apologies;
    }
}

/// What is done to the whole case, by the check that is to find it.
type Trip = (&'static str, fn(&mut Case));

const TRIPS: &[Trip] = &[
    ("protocol", |case| case.profile = "of another council".into()),
    ("strengths", |case| forget(case, "strengths.strengths")),
    ("commitments", |case| case.commitments.clear()),
    ("commitment-gaps", |case| case.commitments[0].due = When::Blank),
    ("reviews", |case| case.reviews[1].on = When::Blank),
    ("outcome-branches", |case| forget(case, "timeline.not_well")),
    ("parental-responsibility", |case| {
        for person in &mut case.people {
            person.responsibility = Responsibility::No;
        }
    }),
    ("agreement", |case| case.people[1].answer = Answer::DoesNot),
    ("agreement-stale", |case| case.people[1].answered_to = "another".into()),
    ("pushed", |case| case.pushed = YesNo::Yes),
    ("adjourned", |case| case.adjournments.push(Adjournment::default())),
    ("route", |case| case.route = Route::Unsaid),
    ("dates", |case| case.start = When::Unread("soon".into())),
    ("date-order", |case| case.reviews.reverse()),
    ("child-name", |case| case.child.name = "Łucja Drzewiecka".into()),
    ("child-asked", |case| case.people[0].answer = Answer::NotAsked),
    ("responsibility", |case| case.people[2].responsibility = Responsibility::Unsaid),
    ("privacy-line", |case| case.meeting.privacy_read = Done::NotYet),
    ("heads", |case| leave(case, Party::NewHead)),
    ("council", |case| leave(case, Party::Council)),
    ("companion", |case| case.childs_part.with = "".into()),
    ("child-voice", |case| forget(case, "child.")),
    ("voice-helper", |case| case.childs_part.helper_is_staff = YesNo::Yes),
    ("parent-voice", |case| forget(case, "parent.")),
    ("pushed-asked", |case| case.pushed = YesNo::NotAsked),
    ("tried", |case| case.measures.clear()),
    ("hopes", |case| forget(case, "why.hopes")),
    ("different", |case| forget(case, "background.different")),
    ("attendance-target", |case| case.targets.retain(|row| row.heading != Heading::Attendance)),
    ("target-gaps", |case| case.targets[1].number = "".into()),
    ("targets-many", |case| {
        let more = case.targets.clone();
        case.targets.extend(more);
    }),
    ("vague", |case| case.commitments[0].who = "The school".into()),
    ("new-school-support", |case| case.commitments.retain(|row| row.side != Side::NewSchool)),
    ("uniform", |case| case.terms.uniform_items = "".into()),
    ("transport", |case| case.terms.transport_payer = "".into()),
    ("money", |case| case.terms.money_now = Money::ToConfirm),
    ("start", |case| case.start = When::Blank),
    ("start-closed", |case| case.start = on(2027, 1, 1)),
    ("first-week", |case| case.start = on(2026, 12, 17)),
    ("review-weeks", |case| case.reviews[1].on = on(2027, 3, 9)),
    ("review-closed", |case| case.reviews[1].on = on(2027, 2, 16)),
    ("extension", |case| {
        let weeks = "3".into();
        case.extensions.push(Extension { weeks, ..Extension::default() });
    }),
    ("term-dates", |case| case.new_school = "A school that nobody knows".into()),
    ("due-closed", |case| case.commitments[0].due = on(2026, 12, 24)),
    ("adjourned-until", |case| case.adjournments.push(Adjournment::default())),
    ("child-again", |case| {
        case.childs_part.commits = ChildCommits::CouldNot;
        case.childs_part.revisit = When::Blank;
    }),
];

#[test]
fn a_whole_case_has_nothing_to_be_found() {
    assert_eq!(found(&whole()), <[&str; 0]>::default());
}

#[test]
fn every_check_has_a_case_that_trips_it() {
    let tripped: Vec<&str> = TRIPS.iter().map(|(id, _)| *id).collect();
    let checks: Vec<&str> = CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(tripped, checks, "each check is tripped once, in the order of the table");
    for (id, trip) in TRIPS {
        let mut case = whole();
        trip(&mut case);
        assert!(found(&case).contains(id), "{id} found nothing");
    }
}

#[test]
fn a_finding_leads_to_a_place_that_can_be_filled_in() {
    let profile = southwark();
    for (id, trip) in TRIPS {
        let mut case = whole();
        trip(&mut case);
        for finding in findings(&case, &profile, &reference(), today()) {
            let outside = finding.id == UNKNOWN_PROTOCOL;
            let leads = finding.item < profile.agenda.len();
            assert!(leads != outside, "{id} leads nowhere: {finding:?}");
        }
    }
}
