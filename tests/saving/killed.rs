//! A program killed while it saves: this test binary runs itself, and is killed at any moment.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::TimeDelta;
use convenor::store::{FolderStore, Store, StoreError};
use tempfile::TempDir;

use super::cases::{blank_case, now, today};
use super::{Folder, ID, Place, id, stored};

const STORE: &str = "CONVENOR_TEST_SAVES";

/// No test by itself: saves one version after the other, and says so after each.
#[test]
fn the_program_that_saves() {
    let Some(root) = std::env::var_os(STORE) else { return };
    let mut store = FolderStore::new(root);
    let (mut case, mut version) = store.load(&id(ID)).unwrap();
    let begun: i64 = case.coordinator.as_str().parse().unwrap_or(0);
    for word in begun + 1.. {
        case.coordinator = word.to_string().as_str().into();
        version = store.save(&case, &version, now() + TimeDelta::seconds(word * 17)).unwrap();
        // Straight to the other process: the test harness keeps what is printed.
        writeln!(std::io::stderr(), "{word}").unwrap();
    }
}

/// Lets the program save so many times, kills it in the midst of the next one, and returns the
/// last word that it said was saved.
fn killed_after(root: &Path, saves: usize) -> i64 {
    let program = std::env::current_exe().unwrap();
    let mut child = Command::new(program)
        .args(["--exact", "killed::the_program_that_saves", "--nocapture"])
        .env(STORE, root)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut last = said.by_ref().take(saves).last().unwrap().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    // What it said between our last look and the kill was promised too.
    last = said
        .map_while(Result::ok)
        .filter(|line| line.parse::<i64>().is_ok())
        .last()
        .unwrap_or(last);
    last.parse().unwrap()
}

#[test]
fn whatever_was_saved_outlives_a_kill_and_the_history_stays_whole() {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let mut seen = BTreeSet::new();
    for round in 0..25 {
        let promised = killed_after(place.0.path(), 1 + round * 7 % 40);
        let store = FolderStore::new(place.0.path());
        let (case, _) = store.load(&id(ID)).unwrap();
        let stands: i64 = case.coordinator.as_str().parse().unwrap();
        assert!(stands == promised || stands == promised + 1, "{stands} of {promised}");
        let pasts = store.history(&id(ID)).unwrap();
        assert!(!pasts.is_empty() && pasts.len() <= 21, "{}", pasts.len());
        for past in &pasts {
            let state = store.state(&id(ID), past.number).unwrap();
            assert!(state.coordinator.as_str().parse().unwrap_or(0) <= stands);
        }
        seen.insert(stands);
    }
    assert_eq!(seen.len(), 25);
}

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
