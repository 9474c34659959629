//! A program killed while it saves: this test binary runs itself, and is killed at any moment.
//!
//! A binary of its own: a process that is being started holds the locks of the one that starts it
//! for a moment, and other tests would meet them.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{NaiveDateTime, TimeDelta};
use convenor::domain::case::{Case, CaseId};
use convenor::store::{FolderStore, Store};
use tempfile::TempDir;

fn id() -> CaseId {
    "MM-2026-001".parse().unwrap()
}

const STORE: &str = "CONVENOR_TEST_SAVES";

/// No test by itself: saves one version after the other, and says so after each.
#[test]
fn the_program_that_saves() {
    let Some(root) = std::env::var_os(STORE) else { return };
    let mut store = FolderStore::new(root);
    let (mut case, mut version) = store.load(&id()).unwrap();
    let begun: i64 = case.coordinator.as_str().parse().unwrap_or(0);
    for word in begun + 1.. {
        case.coordinator = word.to_string().as_str().into();
        version = store
            .save(&case, &version, NaiveDateTime::default() + TimeDelta::seconds(word * 17))
            .unwrap();
        // Straight to the other process: the test harness keeps what is printed.
        writeln!(std::io::stderr(), "{word}").unwrap();
    }
}

/// Lets the program save so many times, kills it in the midst of the next one, and returns the
/// last word that it said was saved.
fn killed_after(root: &Path, saves: usize) -> i64 {
    let program = std::env::current_exe().unwrap();
    let mut child = Command::new(program)
        .args(["--exact", "the_program_that_saves", "--nocapture"])
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
    let place = TempDir::new().unwrap();
    let case = Case::new(id(), "southwark", "Łucja Nguyễn");
    FolderStore::new(place.path()).add(&case).unwrap();
    let mut seen = BTreeSet::new();
    for round in 0..25 {
        let promised = killed_after(place.path(), 1 + round * 7 % 40);
        let store = FolderStore::new(place.path());
        let (case, _) = store.load(&id()).unwrap();
        let stands: i64 = case.coordinator.as_str().parse().unwrap();
        assert!(stands == promised || stands == promised + 1, "{stands} of {promised}");
        let pasts = store.history(&id()).unwrap();
        assert!(!pasts.is_empty() && pasts.len() <= 21, "{}", pasts.len());
        for past in &pasts {
            let state = store.state(&id(), past.number).unwrap();
            assert!(state.coordinator.as_str().parse().unwrap_or(0) <= stands);
        }
        seen.insert(stands);
    }
    assert_eq!(seen.len(), 25);
}
