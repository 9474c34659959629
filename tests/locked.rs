//! The lock: nothing of a case is seen, read or done before the passphrase was given.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod desk;

use convenor::app::action::Action;
use convenor::app::lock::Lock;
use convenor::app::{Msg, Screen};
use convenor::store::{Store, StoreError};
use desk::Desk;
use desk::places::{PASSPHRASE, USUAL, locked};

const CHILD: &str = "Łucja";

#[test]
fn nothing_is_listed_before_the_passphrase_and_everything_after_it() {
    let mut desk = locked(USUAL);
    assert!(!desk.screen().contains(CHILD));
    assert_eq!(desk.model.cases.count(), 0);
    desk.type_(PASSPHRASE).press("Enter");
    assert!(desk.screen().contains(CHILD), "{}", desk.screen());
}

#[test]
fn a_wrong_passphrase_is_refused_in_words_and_can_be_typed_again() {
    let mut desk = locked(USUAL);
    desk.type_("not this one").press("Enter");
    assert!(desk.screen().contains("This is not the passphrase of the key."), "{}", desk.screen());
    assert!(!desk.screen().contains("not this one"));
    desk.type_(PASSPHRASE);
    assert!(!desk.screen().contains("This is not"), "typing again takes the words away");
    desk.press("Enter");
    assert!(desk.screen().contains(CHILD));
}

#[test]
fn a_passphrase_can_be_pasted_with_its_line_end_and_mended_with_backspace() {
    let mut desk = locked(USUAL);
    desk.send(Msg::Insert(format!("{PASSPHRASE}x\n")));
    assert!(!desk.screen().contains("plain words"));
    desk.press("Backspace").press("Enter");
    assert!(desk.screen().contains(CHILD), "{}", desk.screen());
}

#[test]
fn no_action_reaches_what_is_below_the_lock_and_escape_leaves() {
    for action in Action::ALL.iter().filter(|action| {
        !matches!(action, Action::Quit | Action::Redraw | Action::Confirm | Action::DeleteBack)
    }) {
        let mut desk = locked(USUAL);
        desk.do_(*action);
        assert!(desk.model.lock.is_some() && !desk.left, "{action:?}");
        assert!(matches!(desk.model.screen, Screen::Cases) && desk.model.dialog.is_none());
    }
    let mut desk = locked(USUAL);
    desk.press("Esc");
    assert!(desk.left);
}

#[test]
fn a_lock_over_a_meeting_hides_it_stores_what_was_typed_and_gives_it_back() {
    let mut desk = Desk::ready();
    desk.type_("Said before the lock. ");
    let below = desk.model.screen.clone();
    desk.model.lock(Lock::default());
    assert!(!desk.screen().contains(CHILD), "{}", desk.screen());
    desk.type_("never in the notes").wait(5_000);
    assert!(desk.store.saves() > 0);
    desk.press("Enter");
    assert!(desk.model.lock.is_none());
    let (Screen::Meeting(below), Screen::Meeting(now)) = (&below, &desk.model.screen) else {
        unreachable!("the meeting is gone")
    };
    assert_eq!(below.case, now.case);
}

#[test]
fn a_screen_at_which_nobody_types_is_hidden_and_nothing_is_lost() {
    let mut desk = Desk::ready();
    desk.model.lock_when_idle(15);
    desk.wait(10 * 60_000).type_("Said late. ").wait(14 * 60_000);
    assert!(desk.model.lock.is_none(), "each key begins the time anew");
    let below = desk.meeting().focus.clone();
    desk.wait(60_000);
    assert!(!desk.screen().contains(CHILD), "{}", desk.screen());
    desk.shows("Press Enter to go on").type_("never in the notes").press("Enter");
    assert!(desk.model.lock.is_none());
    assert_eq!(desk.meeting().focus, below);
    assert!(desk.screen().contains(CHILD) && !desk.screen().contains("never in the notes"));
}

#[test]
fn a_screen_that_is_never_to_be_hidden_stays() {
    let mut desk = Desk::ready();
    desk.model.lock_when_idle(0);
    desk.wait(24 * 60 * 60_000);
    assert!(desk.model.lock.is_none());
}

#[test]
fn encrypted_cases_ask_for_the_passphrase_again_and_the_key_is_let_go_of() {
    let mut desk = locked(USUAL);
    desk.model.lock_when_idle(15);
    desk.type_(PASSPHRASE).press("Enter").do_(Action::OpenCase);
    assert!(!desk.store.is_locked());
    desk.wait(15 * 60_000);
    assert!(desk.store.is_locked() && desk.model.lock.is_some());
    desk.press("Enter");
    assert!(desk.model.lock.is_some(), "nothing was typed");
    desk.type_(PASSPHRASE).press("Enter");
    assert!(desk.model.lock.is_none() && !desk.store.is_locked());
}

#[test]
fn the_key_is_kept_while_words_are_not_stored_so_that_they_can_be() {
    let mut desk = locked(USUAL);
    desk.model.lock_when_idle(15);
    desk.type_(PASSPHRASE).press("Enter").do_(Action::OpenCase).go("child");
    let full = StoreError::Unwritten { place: "x".into(), reason: "the disk is full".into() };
    desk.store.fail_writes(Some(full));
    desk.press("Ctrl+End").type_(" the last word").wait(16 * 60_000);
    assert!(desk.model.lock.is_some() && !desk.store.is_locked());
    desk.store.fail_writes(None);
    desk.wait(60_000);
    let words = desk.stored().agreed_notes["child.words"].to_string();
    assert!(words.ends_with("the last word"), "{words}");
}
