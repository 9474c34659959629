//! What a history in a folder promises: a save that is cut off, files changed by others, and
//! folders that are not what they should be.

use std::fs;
use std::io::Write;

use chrono::TimeDelta;
use convenor::store::{FolderStore, Store, StoreError};
use tempfile::TempDir;

use super::cases::{blank_case, now, today};
use super::{Folder, Place, stored};

/// The step between keeping what stands and putting the new file in its place, and the one between
/// that and thinning: as a kill leaves them.
#[test]
fn a_save_cut_off_between_its_steps_leaves_a_case_that_is_whole() {
    let place = Folder::new();
    let mut store = FolderStore::new(place.0.path());
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    let folder = place.0.path().join(case.id.as_str());
    case.coordinator = "one".into();
    let version = store.save(&case, &version, now()).unwrap();
    let second = folder.join("history/0002-2026-11-22T00-00-09-open.ron");
    fs::hard_link(folder.join("case.ron"), &second).unwrap();
    fs::write(folder.join(".convenor-x.part"), "(format: 2, ca").unwrap();
    assert_eq!(store.load(&case.id).unwrap(), (case.clone(), version));
    case.coordinator = "two".into();
    store.save(&case, &version, now() + TimeDelta::seconds(60)).unwrap();
    let pasts = store.history(&case.id).unwrap();
    let states: Vec<String> = pasts
        .iter()
        .map(|past| store.state(&case.id, past.number).unwrap().coordinator.to_string())
        .collect();
    assert_eq!(states, ["", "one"]);
    assert!(!folder.join(".convenor-x.part").exists());
}

/// A state that was kept must not change with the case: it is a file of its own.
#[test]
fn what_is_written_into_the_case_by_others_never_reaches_its_history() {
    let place = Folder::new();
    let mut store = FolderStore::new(place.0.path());
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    case.coordinator = "one".into();
    store.save(&case, &version, now()).unwrap();
    let before = store.state(&case.id, 1).unwrap();
    let file = place.0.path().join(case.id.as_str()).join("case.ron");
    fs::OpenOptions::new().write(true).open(&file).unwrap().write_all(b"garbage").unwrap();
    assert!(matches!(store.load(&case.id), Err(StoreError::Damaged { .. })));
    assert_eq!(store.state(&case.id, 1).unwrap(), before);
}

#[test]
fn words_are_saved_where_no_history_can_be_kept_but_nothing_takes_the_place_of_a_closed_meeting() {
    let place = Folder::new();
    let mut store = FolderStore::new(place.0.path());
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    let history = place.0.path().join(case.id.as_str()).join("history");
    fs::write(&history, "in the way").unwrap();
    case.coordinator = "one".into();
    case.state = convenor::domain::case::State::Closed;
    let version = store.save(&case, &version, now()).unwrap();
    case.state = convenor::domain::case::State::Open;
    let refused = store.save(&case, &version, now()).unwrap_err();
    assert!(matches!(refused, StoreError::Unwritten { .. }), "{refused}");
    assert_eq!(store.load(&case.id).unwrap().1, version);
    fs::remove_file(&history).unwrap();
    store.save(&case, &version, now()).unwrap();
    assert!(store.state(&case.id, 1).unwrap().is_closed());
}

#[test]
fn a_history_that_leads_elsewhere_is_neither_read_nor_written() {
    let place = Folder::new();
    let elsewhere = TempDir::new().unwrap();
    let mut store = FolderStore::new(place.0.path());
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    let bytes = stored(&case);
    fs::write(elsewhere.path().join("0001-2026-11-22T00-00-09-open.ron"), bytes).unwrap();
    let history = place.0.path().join(case.id.as_str()).join("history");
    std::os::unix::fs::symlink(elsewhere.path(), history).unwrap();
    assert_eq!(store.history(&case.id), Ok(Vec::new()));
    case.coordinator = "one".into();
    store.save(&case, &version, now()).unwrap();
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}
