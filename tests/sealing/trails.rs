//! What encryption promises of audit trails, of what is kept of erased cases, and of all that is
//! gathered for somebody who asks to see it.

use std::fs;

use convenor::domain::case::Case;
use convenor::domain::text::Text;
use convenor::store::audit::{Deed, Line};
use convenor::store::erasing::Erasing;
use convenor::store::keys::change;
use convenor::store::seal::State;
use convenor::store::{FolderStore, Store, StoreError, profiles};

use crate::house::{House, ID, files, id, now, today};

const OTHER: &str = "MM-2026-002";
const BY: &str = "CANARY";

fn erase(store: &mut FolderStore, which: &str, even_unread: bool) -> Result<Line, StoreError> {
    let (reference, by) = (profiles::built_in().unwrap(), Text::from(BY));
    store.erase(&id(which), &Erasing { at: now(), by: &by, reference: &reference, even_unread })
}

fn record(store: &mut FolderStore, deed: Deed) {
    store.record(&id(ID), now(), &BY.into(), deed).unwrap();
}

/// A case whose trail was broken once, beside what is kept of one that was erased.
fn house() -> House {
    let house = House::with_case();
    let mut store = house.store();
    record(&mut store, Deed::Opened);
    fs::write(house.root().join(ID).join("audit.jsonl"), "CANARY, and no trail").unwrap();
    record(&mut store, Deed::Opened);
    assert!(house.root().join(ID).join("audit-broken-1.jsonl").exists());
    store.add(&Case::new(id(OTHER), "southwark", "CANARY of another")).unwrap();
    erase(&mut store, OTHER, false).unwrap();
    house
}

fn anything_in_plain(house: &House) -> Option<std::path::PathBuf> {
    let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(BY);
    files(house.folder()).into_iter().find(|(_, bytes)| plain(bytes)).map(|(path, _)| path)
}

#[test]
fn trails_and_what_is_kept_of_erased_cases_are_encrypted_go_on_and_come_back() {
    let house = house();
    let before = files(house.root());
    assert!(anything_in_plain(&house).is_some());
    let seal = house.encrypt();
    assert_eq!(anything_in_plain(&house), None);
    assert!(matches!(seal.state(), State::On { in_plain: 0, .. }));
    change(&seal, None).unwrap();
    assert_eq!(files(house.root()), before);

    let mut store = FolderStore::sealed(house.encrypt());
    record(&mut store, Deed::Sent { copies: 2 });
    let lines = store.trail(&id(ID)).unwrap().lines().len();
    assert_eq!(lines, 3, "that the first was broken, and two deeds");
    let next = store.create(Case::new(id("NEW"), "southwark", BY), today()).unwrap().0;
    assert_eq!(next.id.as_str(), "MM-2026-003", "the reference of an erased case is not given");
    erase(&mut store, ID, false).unwrap();
    assert_eq!(store.erased().unwrap().lines().len(), 2);
    assert_eq!(anything_in_plain(&house), None);
}

#[test]
fn a_trail_that_lies_in_plain_in_an_encrypted_store_is_told_and_encrypted_by_its_next_line() {
    let house = house();
    let (trail, chain) =
        (house.root().join(ID).join("audit.jsonl"), house.root().join("erased.jsonl"));
    let plain = [fs::read(&trail).unwrap(), fs::read(&chain).unwrap()];
    let seal = house.encrypt();
    fs::write(&trail, &plain[0]).unwrap();
    fs::write(&chain, &plain[1]).unwrap();
    assert!(matches!(seal.state(), State::On { in_plain: 2, .. }));
    let mut store = FolderStore::sealed(seal.clone());
    record(&mut store, Deed::Opened);
    let case = Case::new(id(OTHER), "southwark", "Ida");
    store.add(&case).unwrap();
    erase(&mut store, OTHER, false).unwrap();
    assert!(matches!(seal.state(), State::On { in_plain: 0, .. }));
    assert_eq!(store.erased().unwrap().lines().len(), 2);
}

#[test]
fn without_a_key_nothing_is_told_erased_or_given_and_nothing_is_put_aside() {
    let house = house();
    house.encrypt();
    let before = files(house.root());
    let mut store = house.store();
    let locked = |error: &StoreError| matches!(error, StoreError::Locked { .. });
    for even_unread in [false, true] {
        assert!(locked(&erase(&mut store, ID, even_unread).unwrap_err()));
    }
    assert!(locked(&store.record(&id(ID), now(), &BY.into(), Deed::Opened).unwrap_err()));
    assert!(locked(&store.trail(&id(ID)).unwrap_err()));
    assert!(locked(&store.erased().unwrap_err()));
    let new = Case::new(id("NEW"), "southwark", "Ida");
    assert!(locked(&store.create(new, today()).unwrap_err()));
    assert_eq!(files(house.root()), before);
}

#[test]
fn an_erasing_that_was_cut_off_is_ended_before_keys_change_or_once_the_cases_are_opened() {
    let house = house();
    let mark = |of: &Line| {
        let Deed::Erased(erasure) = &of.what else { panic!("not erased") };
        serde_json::json!({ "at": of.at, "by": BY, "erasure": erasure }).to_string()
    };
    let mut line = house.store().erased().unwrap().lines()[0].clone();
    let away = |given: u32| house.root().join(format!(".convenor-erased-2026-{given}"));
    let within = |given: u32| away(given).join(".convenor-erased.part");
    let mut give = |given: u32| {
        let Deed::Erased(erasure) = &mut line.what else { panic!("not erased") };
        erasure.given = given;
        mark(&line)
    };
    // In plain, right before the cases are encrypted; and the encrypted mark of a later one.
    fs::create_dir(away(7)).unwrap();
    fs::write(within(7), give(7)).unwrap();
    let later = house.root().join(ID).join("later");
    fs::write(&later, give(8)).unwrap();
    house.encrypt();
    assert!(!away(7).exists());
    assert_eq!(house.opened().erased().unwrap().lines().len(), 2);

    fs::create_dir(away(8)).unwrap();
    fs::rename(&later, within(8)).unwrap();
    fs::write(away(8).join("case.ron"), "words").unwrap();
    let closed = house.store();
    assert!(matches!(closed.finish_erasing(), Err(StoreError::Locked { .. })));
    assert!(!away(8).join("case.ron").exists() && within(8).exists(), "only the mark waits");
    let mut opened = house.opened();
    let new = Case::new(id("NEW"), "southwark", "Ida");
    assert_eq!(opened.create(new, today()).unwrap().0.id.as_str(), "MM-2026-009");
    opened.finish_erasing().unwrap();
    assert!(!away(8).exists());
    assert_eq!(opened.erased().unwrap().lines().len(), 3);
    assert_eq!(anything_in_plain(&house), None);
}

#[test]
fn everything_is_gathered_for_who_asks_also_from_an_encrypted_case() {
    let house = house();
    let mut store = FolderStore::sealed(house.encrypt());
    let (mut case, version) = store.load(&id(ID)).unwrap();
    case.coordinator = "Somebody".into();
    let document = ("MM-2026-001-agreement-1.pdf".to_owned(), b"all that was agreed".to_vec());
    store.close(&case, &version, std::slice::from_ref(&document), now()).unwrap();
    store.set_aside(&case).unwrap();
    let gathered = store.gather(&id(ID)).unwrap();
    assert_eq!(gathered.documents, [document]);
    assert!(gathered.copies.len() >= 2, "{:?}", gathered.copies);
    assert_eq!(gathered.unread, Vec::<String>::new());
}
