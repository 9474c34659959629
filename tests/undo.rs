//! Undo, redo and the place in a case outlive leaving it, leaving the program, and a crash.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

mod desk;
#[cfg(unix)]
mod window;

use convenor::app::action::Action;
use convenor::domain::case::{Case, CaseId};
use convenor::store::{MemoryStore, Store};
use desk::{Desk, found, sample, sure};
use ratatui::layout::Size;

const SIZE: Size = Size { width: 80, height: 24 };
const CHILD: &str = "child’s voice";

fn id() -> CaseId {
    sure("DEMO-02".parse())
}

/// A desk with a case that is being prepared and some others, opened.
fn opened() -> Desk {
    let cases: Vec<Case> = ["DEMO-01", "DEMO-02", "DEMO-03"].map(sample).into();
    let mut desk = Desk::with(&cases, SIZE);
    open(&mut desk);
    desk
}

fn open(desk: &mut Desk) {
    desk.do_(Action::FindCase).type_("DEMO-02").press("Enter").do_(Action::OpenCase);
    assert_eq!(desk.case().id, id());
}

/// The same cases in a program started anew: after leaving it, or after a crash.
fn again(desk: Desk, leaves: bool) -> Desk {
    let store = desk.store.clone();
    let mut desk = desk;
    if leaves {
        desk.do_(Action::Quit);
        assert!(desk.left);
    }
    drop(desk);
    Desk::on(store, SIZE)
}

fn words(desk: &Desk) -> String {
    let slot = found(desk.meeting().slot()).clone();
    desk.case().text(&slot).into_owned()
}

/// The title of the item, the field that has the focus and the byte of the caret.
fn place(desk: &Desk) -> (String, String, usize) {
    let meeting = desk.meeting();
    let caret = meeting.editor.as_ref().map_or(0, convenor::app::editor::Editor::caret);
    (found(meeting.item_here()).title.clone(), format!("{:?}", meeting.focus), caret)
}

#[test]
fn what_was_typed_can_be_taken_back_and_done_again_after_leaving_the_case() {
    let mut desk = opened();
    desk.go(CHILD).press("Ctrl+End").type_(" She draws ").type_("comics").press("Ctrl+Z");
    let typed = words(&desk);
    assert!(typed.ends_with(" She draws "), "{typed}");
    let there = place(&desk);
    desk.wait(1000).do_(Action::BackToCases);
    open(&mut desk);
    assert_eq!(place(&desk), there);
    desk.do_(Action::Redo);
    assert!(words(&desk).ends_with(" She draws comics"));
    desk.times(9, Action::Undo).shows("There is nothing to undo");
    assert_eq!(words(&desk), typed.replace(" She draws ", ""));
}

#[test]
fn rows_that_were_added_and_removed_are_undone_after_the_program_was_left() {
    let mut desk = opened();
    let before = desk.case().commitments.clone();
    desk.go("Commitments").do_(Action::AddRow).wait(1000);
    desk.field("What").type_("Call the school").wait(1000);
    desk.do_(Action::RemoveRow).wait(1000);
    let mut desk = again(desk, true);
    desk.hides("Convenor ended");
    open(&mut desk);
    desk.do_(Action::Undo);
    assert_eq!(desk.case().commitments.len(), before.len() + 1);
    let texts: Vec<String> =
        desk.case().commitments.iter().map(|row| row.what.to_string()).collect();
    assert!(texts.contains(&"Call the school".to_owned()), "{texts:?}");
    desk.times(30, Action::Undo);
    assert_eq!(desk.case().commitments, before);
}

#[test]
fn after_a_crash_the_list_says_so_and_enter_goes_to_item_field_and_caret_and_undo_goes_on() {
    let mut desk = opened();
    desk.go(CHILD).press("Ctrl+End").type_(" She draws ").type_("comics").wait(1000);
    let typed = words(&desk);
    desk.times(3, Action::Left).wait(1500);
    let there = place(&desk);
    assert!(there.2 < typed.len());
    // Two days later: after a crash it is the place that counts.
    let mut desk = again(desk, false);
    desk.days_later(2);
    desk.shows("Convenor ended while DEMO-02 was open. Enter goes on where you were.");
    desk.press("Enter").shows("Convenor ended while this was open: you are where you were");
    assert_eq!(place(&desk), there);
    desk.press("Ctrl+Z");
    assert_eq!(words(&desk), typed.replace("comics", ""));
    desk.press("Ctrl+Y").wait(1000);
    assert_eq!(words(&desk), typed);
    let mut desk = again(desk, true);
    desk.hides("Convenor ended");
}

#[test]
fn a_program_that_ends_right_after_a_save_still_knows_the_steps() {
    let mut desk = opened();
    desk.go(CHILD).press("Ctrl+End").type_(" one ").wait(450).type_("two ").wait(450);
    let typed = words(&desk);
    desk.type_("three");
    let mut desk = again(desk, false);
    desk.press("Enter").press("Ctrl+Z");
    assert_eq!(words(&desk), typed.replace("two ", ""));
}

#[test]
fn where_somebody_only_looked_is_where_a_crash_leads_back_to() {
    let mut desk = opened();
    desk.go("Terms").times(3, Action::NextField).wait(1500);
    let there = place(&desk);
    let mut desk = again(desk, false);
    desk.press("Enter").shows("you are where you were.");
    assert_eq!(place(&desk), there);
}

#[test]
fn on_another_day_a_case_that_was_left_opens_where_the_work_goes_on() {
    let mut desk = opened();
    let usual = place(&desk);
    desk.go(CHILD).press("Ctrl+End").type_(" Soon").wait(1000).do_(Action::BackToCases);
    desk.days_later(1);
    open(&mut desk);
    assert_eq!(place(&desk).0, usual.0);
    desk.do_(Action::Undo).shows("Undone: typing");
}

#[test]
fn a_case_that_was_changed_elsewhere_keeps_the_place_and_begins_undo_anew() {
    let mut desk = opened();
    desk.go(CHILD).press("Ctrl+End").type_(" She draws").wait(1000);
    let there = place(&desk);
    let store = desk.store.clone();
    let mut theirs = desk.stored();
    theirs.coordinator = "Somebody else".into();
    sure(store.put(&theirs));
    let mut desk = again(desk, false);
    desk.press("Enter").shows("you are where you were.");
    assert_eq!(place(&desk), there);
    desk.do_(Action::Undo).shows("There is nothing to undo");
}

#[test]
fn a_bookmark_that_is_damaged_cut_foreign_or_huge_is_as_none() {
    let mut desk = opened();
    let usual = place(&desk);
    desk.go(CHILD).press("Ctrl+End").type_(" She draws").wait(1000);
    let typed = words(&desk);
    let store = desk.store.clone();
    let desk = again(desk, false);
    let whole = found(store.bookmark_bytes(&id()));
    drop(desk);
    let mut broken: Vec<Vec<u8>> =
        (0..whole.len()).step_by(7).map(|end| whole[..end].to_vec()).collect();
    for at in (0..whole.len()).step_by(5) {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        broken.push(flipped);
    }
    broken.push(vec![b' '; 9_000_000]);
    broken.push([&whole[..], &b"x"[..]].concat());
    broken.push(b"\xff\xfe\x00[[[[[[[[".to_vec());
    for bytes in broken {
        store.put_bookmark_bytes(&id(), &bytes);
        let mut desk = Desk::on(store.clone(), SIZE);
        open(&mut desk);
        desk.shows("Convenor ended while this was open: everything that was saved is here.");
        assert_eq!(place(&desk), usual);
        desk.do_(Action::Undo).shows("There is nothing to undo");
        assert!(desk.case().agreed_notes.values().any(|note| **note == typed));
        // Nothing was written, so that it ends as a crash once more.
        drop(desk);
    }
}

#[test]
fn nothing_is_kept_of_a_meeting_that_is_closed_nor_of_what_follows_once_it_is_left() {
    let mut desk = Desk::ready();
    let closed = desk.case().id.clone();
    for _ in 0..4 {
        desk.do_(Action::CloseMeeting).press("Enter").press(" ");
    }
    desk.go("strengths").press("Ctrl+End").type_(" She draws").wait(1000);
    assert!(desk.store.bookmark_bytes(&closed).is_some());
    desk.do_(Action::CloseMeeting).press("y").wait(1000).press("Enter");
    assert!(desk.case().is_closed(), "{}", desk.screen());
    assert_eq!(desk.store.bookmark_bytes(&closed), None);
    // What is recorded afterwards can be taken back after a crash.
    desk.go("Steps and copies").do_(Action::MarkDone).wait(1500);
    let marked = desk.case().clone();
    let mut desk = again(desk, false);
    desk.press("Enter").do_(Action::Undo);
    assert_ne!(*desk.case(), marked, "{}", desk.screen());
    desk.wait(1000).do_(Action::BackToCases);
    assert_eq!(desk.store.bookmark_bytes(&closed), None);
}

#[test]
fn somebody_who_only_reads_a_case_moves_no_bookmark() {
    let mut desk = opened();
    desk.go(CHILD).press("Ctrl+End").type_(" She draws").wait(1000);
    let kept = desk.store.bookmark_bytes(&id());
    let mut other = Desk::on(desk.store.clone(), SIZE);
    other.hides("Convenor ended");
    open(&mut other);
    other.shows("Read only").go("Terms").wait(3000).do_(Action::BackToCases);
    assert_eq!(desk.store.bookmark_bytes(&id()), kept);
    assert!(kept.is_some());
}

#[test]
fn whoever_has_chosen_another_case_is_not_led_away_from_it() {
    let mut desk = opened();
    desk.go(CHILD).wait(1500);
    let store = desk.store.clone();
    drop(desk);
    let mut desk = Desk::on(store, SIZE);
    desk.shows("Convenor ended").do_(Action::Down);
    let other = desk.model.cases.chosen_id().cloned();
    assert_ne!(other, Some(id()));
    desk.do_(Action::ReloadCases);
    assert_eq!(desk.model.cases.chosen_id().cloned(), other);
}

#[test]
fn a_bookmark_that_cannot_be_written_hinders_nothing() {
    let store = MemoryStore::new();
    sure(store.put(&sample("DEMO-02")));
    let mut desk = Desk::on(store, SIZE);
    open(&mut desk);
    desk.go(CHILD).wait(1500);
    desk.store.fail_writes(Some(desk::places::full()));
    desk.go("Terms").wait(1500);
    assert_eq!(desk.model.notice, None);
    assert!(desk.is_saved());
    assert_eq!(sure(desk.store.load(&id())).0, *desk.case());
}

/// In the real program, killed.
#[cfg(unix)]
mod killed {
    use std::time::Duration;

    use super::window::{CTRL_Q, ENTER, Home, Window, found, sure};
    use convenor::domain::case::Case;
    use convenor::store::Store;
    use rustix::process::Signal;

    const CTRL_Y: &str = "\x19";
    const CTRL_Z: &str = "\x1a";
    const LEFT: &str = "\x1b[D";

    #[test]
    fn a_killed_program_goes_on_at_the_caret_with_one_key_and_takes_back_what_was_typed() {
        let home = Home::new();
        let mut store = home.store();
        for number in 1..4 {
            let id = sure(format!("MM-2026-00{number}").parse());
            sure(store.add(&Case::new(id, "southwark", &format!("Child number {number}"))));
        }
        let mut window = home.start(&[]);
        window.shows("MM-2026-003").keys("\x1b[B").keys(ENTER).shows("Case details – ");
        window.go("The child’s voice").keys("She wants ").keys("to begin").saved();
        let place = home.sessions().join("MM-2026-002/bookmark.json");
        // The screen says nothing of it.
        let kept = |window: &mut Window, words: &str| {
            let is_kept = || std::fs::read_to_string(&place).is_ok_and(|text| text.contains(words));
            let looks = (0..600).take_while(|_| !is_kept());
            looks.for_each(|_| {
                window.wait(Duration::from_millis(50));
            });
            assert!(is_kept(), "{words} is not kept");
        };
        kept(&mut window, "begin");
        window.keys(LEFT).keys(LEFT);
        // The caret stands before its last two letters: it has moved on from 18 bytes to 16.
        kept(&mut window, "\"caret\":16");
        let caret = window.screen().cursor_position();
        window.signal(Signal::KILL).ends_anyhow();

        let mut window = home.start(&[]);
        window.shows("Convenor ended while MM-2026-002 was open. Enter goes on where you were.");
        window.keys(ENTER).shows("The child’s voice – ").shows("you are where you were");
        window.until("the caret", |window| window.screen().cursor_position() == caret);
        window.keys(CTRL_Z).shows("Undone: typing").keys(CTRL_Y).shows("Done again: typing");
        window.keys(CTRL_Z).keys("rest").shows("She wants to rest").saved();
        assert!(window.keys(CTRL_Q).ends().success());
        let case = sure(home.store().load(&sure("MM-2026-002".parse()))).0;
        assert_eq!(found(case.agreed_notes.get("child.words")).as_str(), "She wants to rest");
        let mut window = home.start(&[]);
        window.shows("MM-2026-003").keys(CTRL_Q);
        assert!(window.ends().success());
        assert!(!String::from_utf8_lossy(&window.raw).contains("Convenor ended"));
    }
}
