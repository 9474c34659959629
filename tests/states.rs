//! What the screen promises about earlier states of a case: what was changed, and the way back.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod desk;

use convenor::app::Screen;
use convenor::app::action::Action;
use convenor::domain::case::CaseId;
use convenor::store::Store;
use desk::Desk;
use desk::places::{USUAL, samples, with_damage, with_past};

fn stored(desk: &Desk) -> String {
    let id: CaseId = "DEMO-02".parse().unwrap();
    let (case, _) = desk.store.load(&id).unwrap();
    case.agreed_notes.values().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_screen_shows_what_was_changed_since_an_earlier_state() {
    let mut desk = with_past(USUAL);
    desk.press("h").shows("DEMO-02").shows("From state ").shows("to what stands now:");
    desk.shows("second").shows("– now “");
    desk.press("Up").shows("Choose another state").press("Down").shows("From state ");
    desk.press("Esc");
    assert!(desk.on_cases());
}

#[test]
fn two_earlier_states_are_compared_with_each_other() {
    let mut desk = with_past(USUAL);
    desk.press("h").press(" ").press("Down").shows("From state 1 of").shows("to state ");
    desk.hides("to what stands now");
}

#[test]
fn a_state_is_put_back_only_after_a_question_and_what_stood_is_kept() {
    let mut desk = with_past(USUAL);
    let stood = stored(&desk);
    assert!(stood.contains("second"), "{stood}");
    desk.press("h").press("Enter").shows("Put DEMO-02 back to state").press("n");
    assert_eq!(stored(&desk), stood);
    desk.press("Enter").press("y");
    assert!(!stored(&desk).contains("second"));
    desk.shows("DEMO-02 is again the state").shows("is kept as state");
    // The newest earlier state is now what stood: the way back from the way back.
    desk.press("Enter").press("y");
    assert_eq!(stored(&desk), stood);
}

#[test]
fn a_damaged_case_offers_its_last_good_state_when_it_is_opened() {
    let mut desk = with_damage(USUAL);
    desk.shows("! damaged: DEMO-02").press("Enter");
    desk.shows("DEMO-02 is damaged, but state").shows("y  put it back").press("y");
    desk.shows("DEMO-02 is again the state");
    desk.press("Esc").hides("damaged:").press("Enter");
    assert_eq!(desk.case().id.as_str(), "DEMO-02");
}

#[test]
fn a_damaged_case_without_a_whole_state_says_so() {
    let mut desk = samples(&["DEMO-01"], USUAL);
    desk.store.put_bytes("MM-2026-009", b"(format: 1, case: (id");
    desk.do_(Action::ReloadCases).press("Home").press("Enter");
    desk.shows("No earlier state of it can be read.");
    assert_eq!(desk.model.dialog, None);
    assert!(matches!(desk.model.screen, Screen::States(_)));
    desk.press("Enter").shows("This stands already.");
}

#[test]
fn private_words_are_shown_to_the_person_who_leads() {
    let mut desk = desk::places::opened("DEMO-02", USUAL);
    desk.go("parent’s voice").field("pushed").press(" ").wait(100_000).press("Esc");
    desk.press("h").shows("Does anyone feel pushed?: was “");
}
