//! What an audit trail promises: nothing that was done can be made undone in it unseen.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

use chrono::{NaiveDateTime, TimeDelta};
use convenor::store::audit::{Broken, Code, Deed, Trail};
use proptest::prelude::*;

fn at(minute: i64) -> NaiveDateTime {
    NaiveDateTime::default() + TimeDelta::minutes(minute)
}

/// What somebody did in a morning.
fn morning() -> Trail {
    let deeds = [
        Deed::Created,
        Deed::Opened,
        Deed::Changed { parts: vec!["Targets".to_owned(), "Terms".to_owned()] },
        Deed::Closed { documents: vec!["MM-2026-001-agreement-1.pdf".to_owned()] },
        Deed::Sent { copies: 3 },
        Deed::Exported { document: "staff briefing".to_owned() },
    ];
    let mut trail = Trail::default();
    for (deed, minute) in deeds.into_iter().zip(0..) {
        trail.add(at(minute), &"Grace \u{1b}[2J Adeyemi".into(), deed).unwrap();
    }
    trail
}

fn lines(trail: &Trail) -> Vec<String> {
    String::from_utf8_lossy(trail.as_bytes()).lines().map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_was_written_is_read_again() {
    let trail = morning();
    assert_eq!(Trail::read(trail.as_bytes()), Ok(trail.clone()));
    assert_eq!(trail.lines().len(), 6);
    assert_eq!(Trail::read(b""), Ok(Trail::default()));
    assert!(!String::from_utf8_lossy(trail.as_bytes()).contains('\u{1b}'));
}

#[test]
fn a_line_that_is_taken_out_doubled_or_moved_is_seen() {
    let whole = lines(&morning());
    for line in 0..whole.len() - 1 {
        let mut without = whole.clone();
        without.remove(line);
        let mut doubled = whole.clone();
        doubled.insert(line, whole[line].clone());
        let mut moved = whole.clone();
        moved.swap(line, line + 1);
        for tampered in [without, doubled, moved] {
            let read = Trail::read(tampered.concat().as_bytes());
            assert!(matches!(read, Err(Broken::OutOfLine(_))), "{read:?}");
        }
    }
}

#[test]
fn a_code_given_earlier_says_whether_what_was_done_until_then_still_stands() {
    let mut trail = morning();
    let code = trail.code().unwrap();
    trail.add(at(60), &"Grace".into(), Deed::Restored { state: 2 }).unwrap();
    assert_eq!(trail.find(&code).unwrap().number, 6);
    assert_ne!(trail.code(), Some(code.clone()));
    // A trail written anew from the first line on fits by itself, but not to the paper.
    let mut forged = Trail::default();
    for line in morning().lines().iter().filter(|line| line.what != Deed::Sent { copies: 3 }) {
        forged.add(line.at, &line.by, line.what.clone()).unwrap();
    }
    assert!(Trail::read(forged.as_bytes()).is_ok());
    assert_eq!(forged.find(&code), None);
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let code = morning().code().unwrap();
    let typed = code.to_string().to_lowercase().replace('-', " ");
    assert_eq!(typed.parse::<Code>(), Ok(code));
    assert!("4F2A-91C7".parse::<Code>().unwrap_err().contains("twelve"));
}

#[test]
fn what_a_newer_program_did_is_no_reason_to_refuse_the_rest() {
    let first = String::from_utf8_lossy(morning().as_bytes()).lines().next().unwrap().to_owned();
    let newer = first.replace("created", "translated_into_welsh") + "\n";
    let mut trail = Trail::read(newer.as_bytes()).unwrap();
    assert_eq!(trail.lines()[0].what, Deed::Other);
    trail.add(at(1), &"Grace".into(), Deed::Opened).unwrap();
    let written = String::from_utf8_lossy(trail.as_bytes()).into_owned();
    assert!(written.contains("translated_into_welsh"));
    assert_eq!(Trail::read(trail.as_bytes()), Ok(trail));
}

proptest! {
    #[test]
    fn no_byte_of_what_others_build_on_can_be_changed_unseen(at in 0_usize..2000, to: u8) {
        let whole = morning();
        let last = lines(&whole).last().unwrap().len();
        let mut bytes = whole.as_bytes().to_vec();
        let at = at % (bytes.len() - last);
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        prop_assert!(Trail::read(&bytes).is_err());
    }

    #[test]
    fn a_trail_cut_within_a_line_is_seen(cut in 0_usize..2000) {
        let whole = morning();
        let bytes = &whole.as_bytes()[..cut % whole.as_bytes().len()];
        let ends_a_line = bytes.is_empty() || bytes.ends_with(b"\n");
        prop_assert_eq!(Trail::read(bytes).is_ok(), ends_a_line);
    }
}
