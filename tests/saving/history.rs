//! What a store promises of the past: each state that stood can stand again.

use chrono::{NaiveDateTime, TimeDelta};
use convenor::domain::case::{Case, Issued, IssuedKind, Route, State};
use convenor::store::{Kind, Store, StoreError, Version};

use crate::cases::{blank_case, full_case, now, today};
use crate::{ID, Place, damaged, id, is_one_clean_sentence, stored};

on_every_store! {
    what_stood_before_a_save_can_be_read_and_stands_again_on_request,
    a_case_saved_unchanged_leaves_no_trace,
    a_state_that_is_not_kept_is_said_so,
    each_closed_meeting_is_kept_for_good_and_twenty_states_at_most_besides,
    what_was_given_out_stays_on_record_whatever_is_restored,
    silent_damage_is_noticed_and_the_last_good_state_is_named,
    a_damaged_case_is_kept_when_an_earlier_state_takes_its_place,
    a_closed_meeting_outlives_damage_right_after_closing,
    the_case_of_a_newer_program_is_never_replaced_by_an_earlier_state,
}

pub fn after(minutes: i64) -> NaiveDateTime {
    now() + TimeDelta::minutes(minutes)
}

/// Saves the case with these words, one an hour.
pub fn said(store: &mut dyn Store, words: &[&str]) -> (Case, Version) {
    let (mut case, mut version) = store.create(blank_case("NEW"), today()).unwrap();
    for (word, hour) in words.iter().zip(1..) {
        case.coordinator = (*word).into();
        version = store.save(&case, &version, after(hour * 60)).unwrap();
    }
    (case, version)
}

fn coordinators(store: &dyn Store, case: &Case) -> Vec<String> {
    let pasts = store.history(&case.id).unwrap();
    let states = pasts.iter().map(|past| store.state(&case.id, past.number).unwrap());
    states.map(|state| state.coordinator.to_string()).collect()
}

fn what_stood_before_a_save_can_be_read_and_stands_again_on_request<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (case, _) = said(&mut *store, &["one", "two", "three"]);
    assert_eq!(coordinators(&*store, &case), ["", "one", "two"]);
    let pasts = store.history(&case.id).unwrap();
    let moments: Vec<_> = pasts.iter().map(|past| (past.number, past.at, past.kind)).collect();
    let open = |number: u32| (number, after(i64::from(number) * 60), Kind::Open);
    assert_eq!(moments, [open(1), open(2), open(3)]);
    let restored = store.restore(&case.id, 2, after(300)).unwrap();
    assert_eq!((restored.past, restored.stood), (pasts[1], Some(4)));
    let (now, version) = store.load(&case.id).unwrap();
    assert_eq!((now.coordinator.as_str(), version), ("one", restored.version));
    assert_eq!(store.state(&case.id, 4).unwrap().coordinator, "three");
    // Another window sees the same, and whoever had the case open cannot overwrite it unseen.
    assert_eq!(place.store().history(&case.id), store.history(&case.id));
}

fn a_case_saved_unchanged_leaves_no_trace<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (case, version) = said(&mut *store, &["one"]);
    store.save(&case, &version, after(500)).unwrap();
    assert_eq!(coordinators(&*store, &case), [""]);
}

fn a_state_that_is_not_kept_is_said_so<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (case, version) = said(&mut *store, &["one"]);
    for error in
        [store.state(&case.id, 7).unwrap_err(), store.restore(&case.id, 7, after(100)).unwrap_err()]
    {
        assert_eq!(error, StoreError::NoState { id: case.id.clone(), number: 7 });
        assert!(is_one_clean_sentence(&error.to_string()));
    }
    assert_eq!(store.load(&case.id).unwrap().1, version);
    assert!(matches!(store.history(&id("NONE-1")), Err(StoreError::Missing { .. })));
    assert!(matches!(store.restore(&id("NONE-1"), 1, now()), Err(StoreError::Missing { .. })));
}

/// Closes the meeting of a case as the program does.
fn close(store: &mut dyn Store, case: &mut Case, version: Version, at: NaiveDateTime) -> Version {
    let number = case.next_agreement();
    let file = format!("agreement-{number}.pdf");
    case.state = State::Closed;
    case.issued.push(Issued {
        number,
        on: today(),
        file: file.as_str().into(),
        sha256: "".into(),
        kind: IssuedKind::Agreement,
        route: Route::Unsaid,
        code: "".into(),
    });
    store.close(case, &version, &[(file, b"%PDF".to_vec())], at).unwrap().0
}

fn each_closed_meeting_is_kept_for_good_and_twenty_states_at_most_besides<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (mut case, mut version) = store.create(blank_case("NEW"), today()).unwrap();
    let mut closed = Vec::new();
    for round in 0..3 {
        case.state = State::Open;
        for word in 0..60 {
            case.coordinator = format!("{round} {word}").as_str().into();
            version = store.save(&case, &version, after(round * 2000 + word * 11)).unwrap();
        }
        version = close(&mut *store, &mut case, version, after(round * 2000 + 700));
        closed.push(case.clone());
        case.outcome_on = convenor::domain::date::When::On(today());
        version = store.save(&case, &version, after(round * 2000 + 701)).unwrap();
        closed.push(case.clone());
        case.outcome_on = convenor::domain::date::When::default();
    }
    case.state = State::Open;
    for word in 0..40 {
        case.coordinator = format!("at last {word}").as_str().into();
        version = store.save(&case, &version, after(9000 + word * 11)).unwrap();
    }
    let pasts = store.history(&case.id).unwrap();
    let states: Vec<Case> =
        pasts.iter().map(|past| store.state(&case.id, past.number).unwrap()).collect();
    for closed in &closed {
        assert!(states.contains(closed), "{:?}", closed.issued.len());
    }
    let open = pasts.iter().filter(|past| past.kind == Kind::Open).count();
    assert!((8..=20).contains(&open), "{open}");
    assert_eq!(states.iter().filter(|state| state.is_closed()).count(), 6);
}

fn what_was_given_out_stays_on_record_whatever_is_restored<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (mut case, version) = said(&mut *store, &["one", "two"]);
    close(&mut *store, &mut case, version, after(300));
    store.restore(&case.id, 1, after(400)).unwrap();
    let (restored, _) = store.load(&case.id).unwrap();
    assert_eq!((restored.coordinator.as_str(), &restored.issued), ("", &case.issued));
    assert_eq!((restored.is_closed(), restored.next_agreement()), (false, 2));
}

fn silent_damage_is_noticed_and_the_last_good_state_is_named<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (case, _) = said(&mut *store, &["one", "two"]);
    let name = case.id.as_str();
    let changed = String::from_utf8(place.bytes(name)).unwrap().replace("two", "tvo");
    place.put(name, changed.as_bytes());
    let error = store.load(&case.id).unwrap_err();
    let StoreError::Damaged { reason, .. } = &error else { panic!("{error}") };
    assert!(reason.contains("checksum"), "{reason}");
    let command = format!("`convenor restore {name} --to 2` brings it back.");
    assert!(reason.contains("state 2 of Sun 22 November 2026 at 02:00:00 is whole"), "{reason}");
    assert!(reason.ends_with(&command) && is_one_clean_sentence(reason), "{reason}");
    assert_eq!(damaged(&*store), [(name.to_owned(), reason.clone())]);
    assert_eq!(place.bytes(name), changed.as_bytes());
}

fn a_damaged_case_is_kept_when_an_earlier_state_takes_its_place<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (case, _) = said(&mut *store, &["one", "two"]);
    place.put(case.id.as_str(), b"(format: 2, case: (what is le");
    let restored = store.restore(&case.id, 2, after(300)).unwrap();
    assert_eq!(store.load(&case.id).unwrap().0.coordinator, "one");
    let stood = store.history(&case.id).unwrap().pop().unwrap();
    assert_eq!((stood.kind, Some(stood.number)), (Kind::Damaged, restored.stood));
    assert!(matches!(store.state(&case.id, stood.number), Err(StoreError::Damaged { .. })));
    assert!(store.restore(&case.id, stood.number, after(400)).is_err());
    assert_eq!(store.load(&case.id).unwrap().0.coordinator, "one");
}

fn a_closed_meeting_outlives_damage_right_after_closing<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (mut case, version) = said(&mut *store, &["one"]);
    close(&mut *store, &mut case, version, after(300));
    place.put(case.id.as_str(), b"");
    let newest = store.history(&case.id).unwrap().pop().unwrap();
    assert_eq!(newest.kind, Kind::Closed(1));
    store.restore(&case.id, newest.number, after(400)).unwrap();
    assert_eq!(store.load(&case.id).unwrap().0, case);
}

fn the_case_of_a_newer_program_is_never_replaced_by_an_earlier_state<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (case, _) = said(&mut *store, &["one"]);
    let newer = b"(\n  format: 99, anything: Else)";
    place.put(case.id.as_str(), newer);
    let refused = store.restore(&case.id, 1, after(300));
    assert!(matches!(refused, Err(StoreError::Newer { format: 99, .. })), "{refused:?}");
    assert_eq!(place.bytes(case.id.as_str()), newer);
}

/// A case that an older program stored, without a checksum, is read and gets one.
#[test]
fn a_file_without_a_checksum_is_read_and_the_next_save_adds_one() {
    let place = crate::Memory::new();
    place.put(ID, crate::unchecked(&full_case(ID)).as_bytes());
    let mut store = place.store();
    let (case, version) = store.load(&id(ID)).unwrap();
    assert_eq!(case, full_case(ID));
    store.save(&case, &version, now()).unwrap();
    assert_eq!(place.bytes(ID), stored(&case));
    let text = String::from_utf8(place.bytes(ID)).unwrap();
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("// Checksum of the lines above (SHA-256): "), "{last}");
}
