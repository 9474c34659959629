//! What the sample cases promise: they show the program well on any day.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

use std::fs;
use std::path::Path;

use chrono::{Datelike, Days};
use convenor::domain::case::{Case, Done, Outcome, Phase, Route, YesNo};
use convenor::domain::checks::{Level, findings};
use convenor::domain::date::{Date, When};
use convenor::domain::people::{Answer, Party, Person, Way};
use convenor::domain::plan::Kept;
use convenor::domain::reference::Reference;
use convenor::domain::review::Amendment;
use convenor::domain::screening::Care;
use convenor::store::{FolderStore, MemoryStore, Store, profiles, samples};

/// The day on which the samples were written.
fn written() -> Date {
    Date::from_ymd_opt(2026, 11, 22).unwrap()
}

/// Days of six years, before and after, on every day of the week.
fn days() -> impl Iterator<Item = Date> {
    let first = Date::from_ymd_opt(2024, 1, 1).unwrap();
    (0..60).map(move |n| first + Days::new(n * 37))
}

fn sample(number: usize, today: Date) -> Case {
    samples::cases(today).unwrap().swap_remove(number - 1)
}

#[test]
fn the_samples_lie_in_the_form_that_the_store_writes() {
    let cases = samples::cases(written()).unwrap();
    let memory = MemoryStore::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    for case in &cases {
        memory.put(case).unwrap();
        let lies = fs::read_to_string(folder.join(case.id.as_str()).join("case.ron")).unwrap();
        let wanted = String::from_utf8(memory.bytes(case.id.as_str()).unwrap()).unwrap();
        assert_eq!(lies, wanted, "{}", case.id);
        assert!(case.demo, "{}", case.id);
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), cases.len());
}

#[test]
fn the_first_sample_closes_as_soon_as_everyone_was_asked() {
    let profile = profiles::southwark().unwrap();
    for today in days() {
        let calendars = samples::calendars(today).unwrap();
        let reference = Reference { calendars, ..profiles::built_in().unwrap() };
        let mut case = sample(1, today);
        let found = findings(&case, &profile, &reference, today);
        let blocks: Vec<_> = found.iter().filter(|found| found.level == Level::Block).collect();
        assert!(blocks.iter().all(|block| block.id == "agreement"), "{blocks:#?}");
        assert_eq!(blocks.len(), 4);
        for person in case.people.iter_mut().filter(|person| person.is_asked()) {
            assert_eq!((person.answer, person.way), (Answer::NotAsked, Way::Unsaid));
            person.answer = Answer::Agrees;
            person.way = Way::Meeting;
            person.answered_on = When::On(today);
        }
        case.meeting.privacy_read = Done::Yes;
        case.pushed = YesNo::No;
        case.next_steps_clear = YesNo::Yes;
        let left = findings(&case, &profile, &reference, today);
        let left: Vec<&str> = left.iter().map(|finding| finding.id).collect();
        let practice = ["date-order", "notice-given"];
        assert_eq!(left, practice, "the meeting is held before its day, and notice comes after it");
    }
}

#[test]
fn each_sample_shows_its_stage_on_any_day() {
    for today in days() {
        let soon = today + Days::new(10);
        let stages: Vec<String> =
            samples::cases(today).unwrap().iter().map(|case| case.stage().label()).collect();
        let wanted = [
            "meeting set",
            "meeting under way",
            "agreement made",
            "agreement made",
            "preparing",
            "ended: move confirmed",
            "running, reviewed",
            "agreement made",
            "ended: redirected",
            "ended: returned to the home school",
            "running, extended",
            "agreement made",
        ];
        assert_eq!(stages, wanted);
        let ready = sample(1, today).next_date(today).unwrap();
        assert!(!ready.overdue && ready.on <= soon, "{today}: {ready:?}");
        let due = sample(3, today).next_date(today).unwrap();
        assert!(due.what == "Week 4 review" && !due.overdue && due.on <= soon, "{today}: {due:?}");
        for number in [8, 11, 12] {
            let next = sample(number, today).next_date(today).unwrap();
            assert!(!next.overdue && next.on <= today + Days::new(17), "{today}: {next:?}");
        }
        let late = sample(4, today);
        assert!(late.next_date(today).unwrap().overdue, "{today}");
        assert_eq!(late.overdue_commitments(today).len(), 4, "{today}: one is kept only partly");
        assert!(sample(3, today).overdue_commitments(today).is_empty(), "{today}");
    }
}

#[test]
fn the_fifth_sample_is_a_child_of_primary_age() {
    assert_eq!(sample(5, written()).phase(written()), Some(Phase::Primary));
}

#[test]
fn dates_move_by_whole_weeks_and_birthdays_stay_birthdays() {
    let later = written() + Days::new(400 * 7 + 5);
    for (before, after) in
        samples::cases(written()).unwrap().into_iter().zip(samples::cases(later).unwrap())
    {
        for (before, after) in before.commitments.iter().zip(&after.commitments) {
            if let Some(day) = before.due.day() {
                assert_eq!(after.due.day(), Some(day + Days::new(400 * 7)));
            }
        }
        for (before, after) in before.issued.iter().zip(&after.issued) {
            assert_eq!(after.on, before.on + Days::new(400 * 7));
        }
        let (born, then) = (before.child.born.day().unwrap(), after.child.born.day().unwrap());
        assert_eq!((born.month(), born.day()), (then.month(), then.day()));
        let mut unsaid = after.clone();
        unsaid.child.year = convenor::domain::case::Year::Unsaid;
        assert_eq!(unsaid.year(later), after.child.year, "{}", after.id);
    }
}

#[test]
fn every_day_of_a_sample_moves_by_the_same_weeks_but_a_birthday() {
    let later = written() + Days::new(30 * 7);
    let memory = MemoryStore::new();
    let days = |case: &Case| -> Vec<Date> {
        memory.put(case).unwrap();
        let text = String::from_utf8(memory.bytes(case.id.as_str()).unwrap()).unwrap();
        text.split('"').filter_map(|word| word.parse().ok()).collect()
    };
    let both = samples::cases(written()).unwrap().into_iter().zip(samples::cases(later).unwrap());
    for (mut before, mut after) in both {
        before.child.born = When::Blank;
        after.child.born = When::Blank;
        let moved: Vec<Date> = days(&before).iter().map(|day| *day + Days::new(30 * 7)).collect();
        assert_eq!(days(&after), moved, "{}", after.id);
        assert!(moved.len() > 1, "{}", after.id);
    }
}

/// The protocol of a case.
fn protocol(case: &Case) -> convenor::domain::profile::Profile {
    let shelf = profiles::Shelf::of(None).unwrap();
    let mut all = shelf.all().map(|(profile, _)| profile);
    all.find(|profile| *profile.key == *case.profile).unwrap().clone()
}

#[test]
fn nothing_stands_against_a_sample_whose_agreement_is_made() {
    for today in days() {
        let calendars = samples::calendars(today).unwrap();
        let reference = Reference { calendars, ..profiles::built_in().unwrap() };
        for case in samples::cases(today).unwrap().iter().filter(|case| case.is_closed()) {
            let found = findings(case, &protocol(case), &reference, today);
            let block = found.iter().find(|found| found.level == Level::Block);
            assert_eq!(block, None, "{} on {today}", case.id);
        }
    }
}

#[test]
fn a_row_that_speaks_of_another_row_finds_it() {
    for case in samples::cases(written()).unwrap() {
        let reviews: Vec<_> = case.reviews.iter().map(|row| row.id).collect();
        let people: Vec<_> = case.people.iter().map(|row| row.id).collect();
        let targets: Vec<_> = case.targets.iter().map(|row| row.id).collect();
        let commitments: Vec<_> = case.commitments.iter().map(|row| row.id).collect();
        for row in &case.attendances {
            assert!(reviews.contains(&row.review) && people.contains(&row.person), "{row:?}");
        }
        for row in &case.readings {
            assert!(reviews.contains(&row.review) && targets.contains(&row.target), "{row:?}");
        }
        for row in &case.updates {
            assert!(reviews.contains(&row.review), "{row:?}");
            assert!(commitments.contains(&row.commitment), "{row:?}");
        }
        for row in case.recorded.iter().map(|row| row.review) {
            assert!(case.review(row).unwrap().is_closed(), "{}", case.id);
        }
        let notes = case.agreed_notes.keys().filter_map(|key| key.strip_prefix("review-"));
        for note in notes.filter_map(|rest| rest.split_once('-')) {
            assert!(reviews.iter().any(|id| id.0.to_string() == note.0), "{}: {note:?}", case.id);
        }
    }
}

#[test]
fn the_samples_show_what_the_protocols_know() {
    let cases = samples::cases(written()).unwrap();
    let some = |shown: fn(&Case) -> bool| cases.iter().any(shown);
    assert!(cases.len() <= 12);
    assert!(some(|case| case.review_under_way().is_none()
        && case.outcome == Outcome::Open
        && case.updates.iter().any(|row| row.kept == Kept::NotKept)));
    assert!(some(|case| case.amendments.iter().any(Amendment::counts)));
    assert!(some(|case| !case.adjournments.is_empty()));
    assert!(some(|case| case.agreed_extension().is_some()));
    assert!(some(|case| case.screening.care == Care::LookedAfter && case.is_ended()));
    assert!(some(|case| case.ending.early == YesNo::Yes));
    assert!(some(|case| case.profile.as_str() == "kirklees" && case.route == Route::Permanent));
    let two_homes = |case: &Case| {
        let agreed = |person: &&Person| person.party == Party::Parent && person.has_agreed();
        case.phase(written()) == Some(Phase::Primary)
            && case.people.iter().filter(agreed).count() == 2
            && case.people.iter().any(|person| !person.interpreter.is_blank())
    };
    assert!(cases.iter().any(two_homes));
}

#[test]
fn a_copy_is_a_store_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    samples::copy_into(folder.path(), written()).unwrap();
    let mut store = FolderStore::new(folder.path());
    let (case, version) = store.load(&"DEMO-02".parse().unwrap()).unwrap();
    store.save(&case, &version, written().and_time(chrono::NaiveTime::MIN)).unwrap();
    assert_eq!(samples::cases(written()).unwrap().get(1), Some(&case));
}
