//! What encryption promises: nothing to read on the disk without a key, and nothing lost with one.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly, and play the other program, which writes as it likes"
)]

mod cut_off;
mod house;
mod trails;

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use convenor::domain::bookmark::{Bookmark, Stop};
use convenor::domain::change::Change;
use convenor::domain::slot::{Audience, Slot};
use convenor::domain::summary::Viewpoint;
use convenor::store::archive::{self, ArchiveError};
use convenor::store::keys::{Key, Recipients, Whose, change};
use convenor::store::seal::State;
use convenor::store::{
    Entry, FolderStore, Hold, KeyTrouble, Passphrase, Seal, Store, StoreError, profiles, samples,
};
use house::{House, ID, files, id, now, person, today};

fn entries(store: &dyn Store) -> Vec<Entry> {
    let known = profiles::built_in().unwrap();
    let mut entries = Vec::new();
    let view = Viewpoint { today: today(), reference: &known };
    store.list(view, &mut |found| entries.extend(found)).unwrap();
    entries
}

/// Every word of the samples that stands for nothing of the program’s own: names, notes, places.
fn words_of_the_samples() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for case in samples::cases(today()).unwrap() {
        words.extend(
            [&case.child.name, &case.home_school, &case.new_school].map(ToString::to_string),
        );
        let notes = case.agreed_notes.values().chain(case.private_notes.values());
        words.extend(notes.map(ToString::to_string));
        words.extend(case.people.iter().map(|person| person.name.to_string()));
        words.extend(case.commitments.iter().map(|one| one.what.to_string()));
    }
    words.retain(|word| word.len() > 5);
    words
}

/// Where somebody was, with a step that holds words.
fn bookmark(words: &str) -> Bookmark {
    let slot = Slot::Note(Audience::Private, "child.words".to_owned());
    let (removed, inserted) = (words.to_owned(), String::new());
    let step = vec![Change::Text { slot, at: 0, removed, inserted }];
    Bookmark { done: vec![Arc::new(step)], ..Bookmark::new(today(), "child".into(), Stop::Close) }
}

#[test]
fn no_word_of_a_case_can_be_found_on_the_disk_once_it_is_encrypted() {
    let house = House::with_samples();
    let mut store = house.store();
    let (mut case, version) = store.load(&id("DEMO-01")).unwrap();
    case.coordinator = "CANARY-BEFORE".into();
    store.save(&case, &version, now()).unwrap();
    let stands = store.load(&id("DEMO-01")).unwrap().1;
    store.put_bookmark(&id("DEMO-01"), &stands, Some(&bookmark("CANARY-PLAIN")));
    let left = house.root().join("DEMO-01/.convenor-x.part");
    fs::write(left, "CANARY-LEFT by a crash").unwrap();
    let seal = house.encrypt();
    let mut store = FolderStore::sealed(seal);
    let (mut case, version) = store.load(&id("DEMO-01")).unwrap();
    assert_eq!(store.bookmark(&id("DEMO-01"), &version), Some(bookmark("CANARY-PLAIN")));
    store.put_bookmark(&id("DEMO-01"), &version, Some(&bookmark("CANARY-SEALED")));
    assert_eq!(store.bookmark(&id("DEMO-01"), &version), Some(bookmark("CANARY-SEALED")));
    assert_eq!(house.store().bookmark(&id("DEMO-01"), &version), None, "without the key");
    case.coordinator = "CANARY-AFTER".into();
    let version = store.save(&case, &version, now()).unwrap();
    store.shelter(&case).unwrap();
    store.set_aside(&case).unwrap();
    let document = ("agreement-9.txt".to_owned(), b"CANARY-DOCUMENT".to_vec());
    store.close(&case, &version, &[document], now()).unwrap();
    archive::write(store.seal(), &house.folder().join("backup")).unwrap();
    let words = words_of_the_samples();
    assert!(words.len() > 100);
    let all = files(house.folder());
    assert!(all.len() > 20);
    for (path, bytes) in &all {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("CANARY"), "{}", path.display());
        let found: Vec<_> = words.iter().filter(|word| text.contains(*word)).collect();
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

#[test]
fn the_recovery_key_opens_everything_and_a_key_that_was_removed_nothing() {
    let house = House::with_case();
    let (recovery, leaver) = (Key::generate(), Key::generate());
    let own = house.key();
    let list = |keys: &[(&Key, Whose)]| {
        let one = |(key, whose): &(&Key, Whose)| person(&key.recipient(), *whose);
        Recipients::new(keys.iter().map(one).collect()).unwrap()
    };
    let mut seal = house.seal();
    seal.hold(own.clone()).unwrap();
    let all =
        list(&[(&own, Whose::Person), (&recovery, Whose::Recovery), (&leaver, Whose::Person)]);
    change(&seal, Some(&all)).unwrap();
    let open_with = |key: &Key| {
        let mut seal = Seal::new(house.root(), None, None);
        seal.hold(key.clone())?;
        FolderStore::sealed(seal).load(&id(ID)).map(|(case, _)| case.child.name.to_string())
    };
    assert_eq!(open_with(&leaver).unwrap(), "Łucja Nguyễn");
    let fewer = list(&[(&own, Whose::Person), (&recovery, Whose::Recovery)]);
    change(&seal, Some(&fewer)).unwrap();
    assert_eq!(open_with(&recovery).unwrap(), "Łucja Nguyễn");
    assert_eq!(open_with(&own).unwrap(), "Łucja Nguyễn");
    assert_eq!(open_with(&leaver), Err(KeyTrouble::OtherKey.into()));
    let state = State::On { keys: 2, recovery: true, acknowledged: true, in_plain: 0 };
    assert_eq!(seal.state(), state);
}

#[test]
fn a_recovery_key_in_a_file_of_its_own_needs_no_other_settings() {
    let house = House::with_case();
    let key = house.key();
    let file = house.folder().join("recovery.age");
    key.keep(&file, &Passphrase::new("five words of recovery"), 2).unwrap();
    let mut seal = house.seal();
    seal.hold(key).unwrap();
    let own = seal.key().unwrap().recipient();
    change(&seal, Some(&Recipients::new(vec![person(&own, Whose::Recovery)]).unwrap())).unwrap();
    let mut seal = Seal::new(house.root(), None, Some(&file));
    assert!(seal.needs_passphrase().unwrap());
    let wrong = seal.unlock(&Passphrase::new("five other words"));
    assert_eq!(wrong, Err(KeyTrouble::WrongPassphrase.into()));
    assert!(seal.is_locked().unwrap());
    seal.unlock(&Passphrase::new("five words of recovery")).unwrap();
    assert!(FolderStore::sealed(seal).load(&id(ID)).is_ok());
}

#[test]
fn without_a_key_cases_are_locked_and_nothing_of_them_is_touched() {
    let house = House::with_case();
    house.encrypt();
    let before = files(house.folder());
    let mut store = FolderStore::new(house.root());
    assert!(store.is_locked());
    let [Entry::Locked { name, reason }] = &entries(&store)[..] else { panic!("not locked") };
    assert_eq!(name, ID);
    assert!(reason.contains("no key that is open here reads it"), "{reason}");
    let locked = StoreError::Locked { name: ID.to_owned() };
    assert_eq!(store.load(&id(ID)).unwrap_err(), locked);
    let (case, version) = house.opened().load(&id(ID)).unwrap();
    assert_eq!(store.save(&case, &version, now()).unwrap_err(), locked);
    assert!(store.close(&case, &version, &[], now()).is_err());
    assert!(store.restore(&id(ID), 1, now()).is_err());
    assert!(store.shelter(&case).is_err() && store.set_aside(&case).is_err());
    assert_eq!(files(house.folder()), before);
}

#[test]
fn a_list_that_somebody_else_changed_is_noticed_before_anything_is_written() {
    let house = House::with_case();
    let seal = house.encrypt();
    let mut store = FolderStore::sealed(seal.clone());
    let (mut case, version) = store.load(&id(ID)).unwrap();
    case.coordinator = "not for everybody".into();
    let list = house.root().join("recipients");
    let good = fs::read(&list).unwrap();
    let stranger = Key::generate().recipient();
    let more = format!("{}# person 2026-11-22 x\n{stranger}\n", String::from_utf8_lossy(&good));
    for changed in [Some(more.as_str()), Some("garbage"), Some(""), None] {
        match changed {
            Some(text) => fs::write(&list, text).unwrap(),
            None => fs::remove_file(&list).unwrap(),
        }
        let before = files(house.root());
        assert_eq!(store.save(&case, &version, now()), Err(KeyTrouble::Changed.into()));
        assert!(store.shelter(&case).is_err());
        assert!(store.create(case.clone(), today()).is_err());
        assert!(archive::write(&seal, &house.folder().join("backup")).is_err());
        assert_eq!(change(&seal, None), Err(KeyTrouble::Changed.into()));
        let after: Vec<_> = files(house.root()).into_iter().collect();
        assert_eq!(after, before.into_iter().collect::<Vec<_>>(), "{changed:?}");
        assert!(store.load(&id(ID)).is_ok(), "what is there can still be read");
    }
    fs::write(&list, &more).unwrap();
    seal.acknowledge().unwrap();
    store.save(&case, &version, now()).unwrap();
    let sealed = fs::read(house.root().join(ID).join("case.ron")).unwrap();
    assert_eq!(sealed.windows(9).filter(|part| part == b"-> X25519").count(), 2);
}

#[test]
fn a_changed_or_cut_file_is_damaged_is_told_and_stays_as_it_is() {
    let house = House::with_case();
    let store = FolderStore::sealed(house.encrypt());
    let file = house.root().join(ID).join("case.ron");
    let good = fs::read(&file).unwrap();
    let mut bad: Vec<Vec<u8>> =
        (0..good.len()).step_by(7).map(|cut| good[..cut].to_vec()).collect();
    bad.extend((0..good.len()).step_by(11).map(|at| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x20;
        bytes
    }));
    bad.push([&good[..], b"more"].concat());
    for bytes in bad {
        fs::write(&file, &bytes).unwrap();
        let error = store.load(&id(ID)).unwrap_err();
        let told = matches!(error, StoreError::Damaged { .. } | StoreError::Locked { .. });
        assert!(told && error.to_string().ends_with('.'), "{error}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
    fs::write(&file, &good).unwrap();
    assert!(store.load(&id(ID)).is_ok());
}

#[test]
fn a_case_copied_in_in_plain_is_read_and_encrypted_with_its_history_by_the_next_save() {
    let house = House::with_case();
    let other = House::with_case();
    let seal = house.encrypt();
    let copy = |name: &str, to: &str| {
        fs::create_dir_all(house.root().join(to).parent().unwrap()).unwrap();
        fs::copy(other.root().join(name), house.root().join(to)).unwrap();
    };
    fs::remove_dir_all(house.root().join(ID)).unwrap();
    copy(&format!("{ID}/case.ron"), &format!("{ID}/case.ron"));
    let past = format!("{ID}/history/0001-2026-11-21T00-00-00-open.ron");
    copy(&format!("{ID}/case.ron"), &past);
    let mut store = FolderStore::sealed(seal.clone());
    assert_eq!(entries(&store).len(), 1);
    assert!(matches!(seal.state(), State::On { in_plain: 2, .. }));
    let (mut case, version) = store.load(&id(ID)).unwrap();
    case.coordinator = "saved".into();
    store.save(&case, &version, now()).unwrap();
    assert!(matches!(seal.state(), State::On { in_plain: 0, .. }));
    let coordinators: Vec<_> = store
        .history(&id(ID))
        .unwrap()
        .iter()
        .map(|past| store.state(&id(ID), past.number).is_ok())
        .collect();
    assert!(!coordinators.is_empty() && coordinators.iter().all(|good| *good));
}

/// A window that was opened before the cases were encrypted has no key: what is typed there is kept
/// beside the case, encrypted.
#[test]
fn the_file_that_says_who_has_a_case_open_is_no_word_of_a_case_and_stays_as_it_is() {
    let house = House::with_case();
    let mut store = house.store();
    store.hold(&id(ID), now());
    store.leave(&id(ID));
    drop(store);
    let seal = house.encrypt();
    assert!(matches!(seal.state(), State::On { in_plain: 0, .. }));
    assert_eq!(house.opened().hold(&id(ID), now()), Hold::Here { left: None });
}

#[test]
fn a_window_that_was_open_before_writes_nothing_in_plain_afterwards() {
    let house = House::with_case();
    let mut before = house.store();
    let (mut case, version) = before.load(&id(ID)).unwrap();
    let seal = house.encrypt();
    case.coordinator = "CANARY typed meanwhile".into();
    assert!(matches!(before.save(&case, &version, now()), Err(StoreError::Locked { .. })));
    let shelter = before.shelter(&case).unwrap();
    for (path, bytes) in files(house.root()) {
        assert!(!String::from_utf8_lossy(&bytes).contains("CANARY"), "{}", path.display());
    }
    let mut after = seal.clone();
    after.lock();
    assert!(after.is_locked().unwrap());
    assert!(archive::is_sealed(&shelter));
}

#[test]
fn the_same_words_are_the_same_version_whoever_encrypted_them() {
    let house = House::with_case();
    let seal = house.encrypt();
    let mut store = FolderStore::sealed(seal.clone());
    let (mut case, version) = store.load(&id(ID)).unwrap();
    let mut all = seal.list().unwrap().unwrap().all().to_vec();
    all.push(person(&Key::generate().recipient(), Whose::Recovery));
    change(&seal, Some(&Recipients::new(all).unwrap())).unwrap();
    case.coordinator = "after the change of keys".into();
    store.save(&case, &version, now()).unwrap();
    assert_eq!(store.load(&id(ID)).unwrap().0, case);
}

#[test]
fn the_way_back_leaves_the_cases_in_plain_as_they_were() {
    let house = House::with_samples();
    let before = files(house.root());
    let seal = house.encrypt();
    assert_ne!(files(house.root()), before);
    change(&seal, None).unwrap();
    assert_eq!(files(house.root()), before);
    assert_eq!(seal.state(), State::Off);
    assert_eq!(entries(&house.store()).len(), 12);
}

#[test]
fn a_backup_is_encrypted_checked_and_brought_back_with_a_key_only() {
    let house = House::with_samples();
    let seal = house.encrypt();
    let backup = house.folder().join("backup");
    let made = archive::write(&seal, &backup).unwrap();
    assert_eq!((made.cases.len(), made.damaged.len(), made.locked.len()), (12, 0, 0));
    assert_eq!(archive::verify(&backup, &seal).unwrap().cases, made.cases);
    let elsewhere = House::empty();
    let mut other = elsewhere.seal();
    let refused = archive::verify(&backup, &other);
    assert!(matches!(refused, Err(ArchiveError::Locked(_))), "{refused:?}");
    other.hold(Key::generate()).unwrap();
    assert!(matches!(archive::restore(&backup, &other, None), Err(ArchiveError::Locked(_))));
    other.hold(house.key()).unwrap();
    archive::restore(&backup, &other, None).unwrap();
    assert_eq!(entries(&FolderStore::sealed(other)).len(), 12);
    let good = fs::read(&backup).unwrap();
    for cut in [100, good.len() / 2, good.len() - 1] {
        fs::write(&backup, &good[..cut]).unwrap();
        assert!(matches!(archive::verify(&backup, &seal), Err(ArchiveError::Refused { .. })));
    }
}

#[test]
fn a_copy_in_another_place_is_encrypted_for_the_same_keys_also_when_the_folder_is_away() {
    let house = House::with_case();
    house.encrypt();
    let store = house.opened();
    let (mut case, _) = store.load(&id(ID)).unwrap();
    case.coordinator = "CANARY-COPY".into();
    let (there, away) = (house.folder().join("there.ron"), house.folder().join("away.ron"));
    store.copy_to(&case, &there).unwrap();
    fs::rename(house.root(), house.folder().join("elsewhere")).unwrap();
    store.copy_to(&case, &away).unwrap();
    // An empty folder where the drive was is no list of keys either.
    fs::create_dir(house.root()).unwrap();
    store.copy_to(&case, &house.folder().join("unmounted.ron")).unwrap();
    fs::remove_dir(house.root()).unwrap();
    fs::rename(house.folder().join("elsewhere"), house.root()).unwrap();
    for name in ["there.ron", "away.ron", "unmounted.ron"] {
        let path = house.folder().join(name);
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/"), "{name}");
        assert!(!String::from_utf8_lossy(&bytes).contains("CANARY"), "{name}");
        assert!(
            matches!(house.store().bring_from(&path), Err(StoreError::Locked { .. })),
            "{name}"
        );
        house.opened().bring_from(&path).unwrap();
    }
    let others = house.opened().others(&id(ID));
    assert_eq!(others.len(), 1, "the same is brought in once");
    assert_eq!(others[0].case.coordinator, "CANARY-COPY");
    let history = house.root().join(ID).join("history");
    let kept = files(&history);
    assert!(kept.values().all(|bytes| bytes.starts_with(b"age-encryption.org/")), "{kept:?}");
}

#[test]
fn a_store_whose_key_is_open_and_whose_list_is_nowhere_copies_for_that_key() {
    let house = House::with_case();
    let mut seal = Seal::new(house.root(), None, None);
    seal.hold(house.key()).unwrap();
    let path = house.folder().join("copy.ron");
    let case = house.store().load(&id(ID)).unwrap().0;
    FolderStore::sealed(seal).copy_to(&case, &path).unwrap();
    assert!(fs::read(&path).unwrap().starts_with(b"age-encryption.org/"));
    house.opened().bring_from(&path).unwrap();
}
