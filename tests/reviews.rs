//! The reviews of a case and how it ends, as stories: keys are pressed and the screen is read.
#![allow(
    clippy::indexing_slicing,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod desk;

use convenor::app::Msg;
use convenor::app::action::Action;
use convenor::domain::case::{Case, Issued, Outcome, Route, Stage, State, YesNo};
use convenor::domain::date::{Date, When};
use convenor::domain::people::Here;
use convenor::domain::plan::Kept;
use convenor::domain::review::{Decision, Extension, Recorded, Review};
use desk::{Desk, found, sample};
use ratatui::layout::Size;

const WIDE: Size = Size { width: 120, height: 40 };

fn day(year: i32, month: u32, day: u32) -> Date {
    found(Date::from_ymd_opt(year, month, day))
}

/// A case opened ten days after the driver's time begins: the day after its week 4 review was due.
fn on_the_second_of_december(case: &Case) -> Desk {
    let mut desk = Desk::with(std::slice::from_ref(case), WIDE);
    desk.days_later(10).do_(Action::OpenCase);
    desk
}

/// The running case with its week 4 review just begun.
fn begun() -> Desk {
    let mut desk = on_the_second_of_december(&sample("DEMO-03"));
    desk.do_(Action::BeginReview)
        .shows("Begin which review?")
        .shows("Week 4 review")
        .press("Enter");
    desk
}

/// Asks everybody afresh on the screen, each of whom agrees.
fn all_agree(desk: &mut Desk) {
    let review = found(desk.case().review_under_way()).id;
    let count = desk.case().asked_afresh(review).len();
    assert!(count > 3, "{count}");
    for _ in 0..count {
        desk.field("Answer").press(" ").do_(Action::NextField);
    }
}

/// The running case at its last review, with everything recorded but the decision.
fn at_the_last_review() -> Desk {
    let mut case = sample("DEMO-03");
    case.reviews[0].held = When::On(day(2026, 12, 1));
    case.reviews[0].begun = true;
    case.reviews[0].state = State::Closed;
    case.reviews[0].decision = Decision::GoesOn;
    let last = case.reviews[1].id;
    case.begin_review(last, day(2027, 2, 2));
    case.reviews[1].seen = YesNo::Yes;
    for row in &mut case.attendances {
        row.here = Here::Present;
    }
    for row in &mut case.readings {
        row.value = "95".into();
    }
    for row in &mut case.updates {
        row.kept = Kept::Kept;
    }
    let mut desk = Desk::with(&[case], WIDE);
    desk.days_later(72).do_(Action::OpenCase).go("week 12 review: what is decided");
    desk
}

#[test]
fn a_promise_that_was_missed_comes_first_at_the_week_4_review_and_is_carried_over() {
    let mut desk = begun();
    desk.shows("Who is there").shows("Week 4 review");
    desk.field("›   Was the child").press(" ").all_here();
    desk.go("targets, commitments").type_("88").shows("At first 62.0 %").shows("Week 4 review 88");
    desk.shows("nearer to the target").shows("=====").shows("! overdue: Petra Lindgren-Osei");
    desk.field("What became of it").shows("! overdue").press(" ").press(" ").press(" ");
    desk.shows("not kept").field("Note").type_("It slipped. Now Friday.");
    desk.do_(Action::CloseMeeting).shows("One thing must be done").shows("What was decided");
    desk.press("Enter").shows("What is decided").press(" ").shows("goes on as agreed");
    desk.do_(Action::CloseMeeting).shows("Close the review of").shows("worth a look").press("y");
    desk.shows("The review is closed").shows("Week 12 review, Tue 2 February 2027").press("Enter");
    let case = desk.stored();
    assert_eq!(case, *desk.case(), "what is on the screen is what is stored");
    assert_eq!(case.commitments[6].kept, Kept::NotKept);
    assert_eq!(case.commitments[0].kept, Kept::Kept);
    assert_eq!(case.reviews[0].held.day(), Some(day(2026, 12, 2)));
    assert_eq!((case.recorded.len(), case.recorded[0].review), (1, case.reviews[0].id));
    assert_eq!(case.stage(), Stage::Reviewed);
    let file = case.recorded[0].file.as_str();
    assert_eq!(file, "DEMO-03-review-1-1.pdf");
    assert!(found(desk.document(file)).starts_with(b"%PDF"));
    let text = found(desk.document("DEMO-03-review-1-1.txt"));
    let text = String::from_utf8_lossy(&text).to_lowercase();
    assert!(text.contains("88") && text.contains("not kept"), "{text}");
}

#[test]
fn a_closed_review_stands_until_its_correction_is_begun() {
    let mut desk = begun();
    desk.field("›   Was the child").press(" ").all_here();
    desk.go("what is decided").field("What was decided").press(" ");
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    desk.go("targets, commitments").type_("9").shows("This review is closed");
    desk.do_(Action::RemoveRow).do_(Action::AddRow);
    assert!(desk.case().readings.iter().all(|row| row.value.is_blank()));
    desk.do_(Action::CorrectAgreement).shows("that makes record 2").press("y").type_("9");
    assert_eq!(desk.case().readings[0].value, "9");
    assert!(desk.case().is_closed(), "the agreement stands all the same");
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    assert_eq!(desk.case().recorded.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn beginning_a_review_is_one_step_and_can_be_taken_back() {
    let mut desk = on_the_second_of_december(&sample("DEMO-03"));
    let before = desk.case().clone();
    desk.do_(Action::BeginReview).press("Enter");
    assert!(desk.case().reviews[0].begun);
    assert_eq!(desk.case().stage(), Stage::Reviewing);
    desk.do_(Action::Undo).shows("Undone: beginning a review");
    assert_eq!(Case { next_row: before.next_row, ..desk.case().clone() }, before);
    desk.do_(Action::Redo).shows("Who is there");
    assert_eq!(desk.case().updates.len(), 3);
}

#[test]
fn a_review_that_nobody_planned_can_be_held() {
    let mut desk = on_the_second_of_december(&sample("DEMO-03"));
    desk.do_(Action::BeginReview).type_("another").press("Enter").shows("Further review");
    let case = desk.case();
    assert_eq!((case.reviews.len(), case.reviews[2].added), (3, true));
    desk.do_(Action::BeginReview).shows("Who is there");
    assert_eq!(desk.case().reviews.len(), 3, "one review at a time");
}

#[test]
fn no_review_begins_before_the_agreement_is_made() {
    let mut desk = Desk::ready();
    desk.send(Msg::Do(Action::BeginReview)).shows("once the agreement is made");
    assert!(desk.case().reviews.iter().all(|review| !review.begun));
}

#[test]
fn a_target_changes_between_reviews_only_when_all_four_agreed() {
    let mut desk = on_the_second_of_december(&sample("DEMO-03"));
    desk.go("targets").field("What").type_("x").shows("F9 begins a correction");
    desk.do_(Action::ChangeTarget).shows("Changes, more time").shows("needs the new words");
    desk.field("New target number").type_("90").field("Reason").type_("Two weeks in hospital.");
    for whose in ["Home school agreed", "New school agreed", "Parents agreed"] {
        desk.field(whose).type_("1 dec");
    }
    desk.shows("does not count yet: it needs the lead’s agreement");
    let target = desk.case().targets[0].id;
    let number = |desk: &Desk| found(desk.case().target_now(target, day(2026, 12, 2))).number;
    assert_eq!(number(&desk), "95");
    desk.field("Lead agreed").type_("2 dec").shows("counts from Wed 2 December 2026");
    assert_eq!(number(&desk), "90");
    assert_eq!(desk.case().targets[0].number, "95", "what was agreed first stays on record");
    desk.do_(Action::RemoveRow).shows("stays on record");
    desk.go("targets").field("+").shows("changed from Wed 2 December 2026 on:");
    desk.shows("Two weeks in");
    desk.do_(Action::RoomView).shows("Changed from Wed 2 December 2026").press("Esc");
    desk.do_(Action::BackToCases)
        .shows("Changed targets")
        .shows("changed from")
        .shows("Two weeks in");
}

#[test]
fn a_change_of_a_target_that_not_all_agreed_to_is_named_before_the_review_is_closed() {
    let mut desk = begun();
    desk.go("targets, commitments").do_(Action::ChangeTarget).shows("Change of:");
    assert_eq!(desk.case().amendments[0].review, Some(desk.case().reviews[0].id));
    desk.do_(Action::CloseMeeting).shows("does not count yet: it needs the new words");
}

#[test]
fn more_time_needs_weeks_and_a_reason_and_brings_a_review_at_its_end() {
    let mut desk = at_the_last_review();
    desk.field("What was decided").press(" ").press(" ").shows("is extended");
    desk.do_(Action::CloseMeeting).shows("add by how many school weeks").press("Enter");
    desk.press("Enter").field("School weeks").type_("9");
    desk.field("Reason").type_("Choir has only begun.");
    desk.do_(Action::CloseMeeting).shows("outside what the protocol").press("Esc");
    desk.do_(Action::PreviousField).press("Backspace").type_("4");
    desk.do_(Action::CloseMeeting)
        .hides("outside")
        .shows("No later review has a day")
        .press("y")
        .shows("No later review has a day");
    desk.press("Enter").shows("Reviews to come").shows("Review at the end of the");
    desk.type_("9 mar").do_(Action::CloseMeeting).press("y").press("Enter");
    let case = desk.case();
    assert_eq!(case.stage(), Stage::Extended);
    assert_eq!((case.reviews.len(), case.reviews[2].added), (3, true));
    assert_eq!(case.reviews[2].on.day(), Some(day(2027, 3, 9)));
}

#[test]
fn more_time_is_offered_once() {
    let mut desk = at_the_last_review();
    let mut case = desk.case().clone();
    case.reviews[0].decision = Decision::Extended;
    let id = case.take_row_id();
    case.extensions.push(Extension { id, weeks: "4".into(), ..Extension::default() });
    let mut desk = {
        desk.do_(Action::Quit);
        Desk::with(&[case], WIDE)
    };
    desk.do_(Action::OpenCase).go("week 12 review: what is decided").field("What was decided");
    for _ in 0..8 {
        desk.hides("‹ is extended ›").press(" ");
    }
}

#[test]
fn a_move_confirmed_at_the_last_review_ends_the_case_and_says_what_follows() {
    let mut desk = at_the_last_review();
    desk.hides("Who agrees afresh").field("What was decided").press("m");
    desk.shows("move confirmed").shows("Who agrees afresh");
    desk.do_(Action::CloseMeeting).shows("has not been asked afresh yet");
    desk.press("y").shows("has not been asked afresh yet").press("Esc");
    all_agree(&mut desk);
    desk.shows("agrees, in the meeting, Tue 2 February 2027");
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    assert_eq!(desk.case().stage(), Stage::Ended(Outcome::Confirmed));
    let text = found(desk.document("DEMO-03-review-2-1.txt"));
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(text.contains("Who agrees that the move is confirmed"), "{text}");
    desk.go("how it ends").shows("What follows: move confirmed");
    desk.shows("alone has the child on its roll").shows("Wed 3 February 2027");
    desk.shows("regulation 9(1)(c)").shows("within 15 school days");
}

#[test]
fn no_move_is_confirmed_without_a_review_at_which_everyone_was_asked() {
    let mut desk = on_the_second_of_december(&sample("DEMO-03"));
    desk.go("how it ends").field("How the case ended").type_("move");
    desk.field("Ended on").type_("2 dec");
    desk.shows("Not ended yet: confirm the move at a review");
    assert!(!desk.case().is_ended());
}

#[test]
fn who_was_there_and_what_became_of_a_promise_is_asked_before_a_review_is_closed() {
    let mut desk = begun();
    desk.field("›   Was the child").press(" ").field("Here").press(" ");
    desk.go("what is decided").field("What was decided").press(" ");
    desk.do_(Action::CloseMeeting).shows("was there is not recorded");
    desk.shows("What the child says is not written down yet");
}

#[test]
fn what_was_not_kept_stays_due_and_is_shown_beside_the_next_answer() {
    let mut desk = begun();
    desk.field("›   Was the child").press(" ").all_here();
    desk.go("targets, commitments").field("Reading").type_("88").field("What became of it");
    desk.type_("not kept").shows("‹ not kept ›");
    desk.field("Note").type_("It slipped. Now Friday.");
    desk.go("what is decided").field("Add a commitment").do_(Action::AddRow);
    for (label, text) in
        [("For", "new school"), ("Who", "Petra"), ("What", "Ring home"), ("Date", "8 dec")]
    {
        desk.field(label).type_(text);
    }
    desk.field("What was decided").press(" ");
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    let late = found(desk.case().commitments.iter().find(|row| row.kept == Kept::NotKept)).id;
    let due: Vec<String> = desk.case().dates().into_iter().map(|due| due.what).collect();
    assert!(due[0].ends_with("(not kept)"), "overdue first: {due:?}");
    assert!(due.contains(&"Ring home".to_owned()), "{due:?}");
    let text = found(desk.document("DEMO-03-review-1-1.txt"));
    assert!(String::from_utf8_lossy(&text).contains("Ring home"));
    desk.days_later(62).do_(Action::BeginReview).press("Enter");
    desk.go("week 12 review: targets").shows("Last time (Week 4 review): 88");
    let case = desk.case();
    let week_12 = case.reviews[1].id;
    let again: Vec<_> = case.updates.iter().filter(|row| row.review == week_12).collect();
    assert_eq!(again[0].commitment, late, "overdue first");
    assert!(again.iter().any(|row| Some(row.commitment) == case.commitments.last().map(|c| c.id)));
    desk.field("What became of it").shows("! overdue");
    desk.shows("Last time (Week 4 review): not kept – It slipped.");
    desk.press(" ").shows("‹ kept ›");
}

#[test]
fn a_record_corrected_late_does_not_undo_what_a_later_review_found() {
    let mut case = sample("DEMO-03");
    let (first, last) = (case.reviews[0].id, case.reviews[1].id);
    let record = |review, on| Recorded {
        review,
        number: 1,
        on,
        file: "a.pdf".into(),
        sha256: "".into(),
        code: "".into(),
    };
    case.begin_review(first, day(2026, 12, 1));
    let promise = case.updates[0].commitment;
    case.updates[0].kept = Kept::NotKept;
    case.close_review(record(first, day(2026, 12, 1)));
    case.begin_review(last, day(2027, 2, 2));
    let again = case.updates.iter_mut().find(|row| row.review == last && row.commitment == promise);
    found(again).kept = Kept::Kept;
    case.close_review(record(last, day(2027, 2, 2)));
    case.close_review(record(first, day(2027, 2, 3)));
    let kept = case.commitments.iter().find(|row| row.id == promise).map(|row| row.kept);
    assert_eq!(kept, Some(Kept::Kept));
}

#[test]
fn the_last_review_does_not_just_go_on() {
    let mut desk = at_the_last_review();
    desk.field("What was decided").press(" ").do_(Action::CloseMeeting);
    desk.shows("This is the last review");
}

#[test]
fn a_move_is_given_up_early_only_after_it_was_looked_into() {
    let mut desk = on_the_second_of_december(&sample("DEMO-03"));
    desk.go("how it ends").field("How the case ended").type_("returned");
    desk.shows("Not ended yet: record the day").field("Ended on").type_("2 dec");
    desk.field("Ends before its time?").type_("y");
    assert!(!desk.case().is_ended());
    desk.field("Reasons").type_("The journey took two hours.");
    desk.field("What the child says").type_("I liked the choir.");
    desk.field("Provocation").type_("y");
    assert!(!desk.case().is_ended());
    desk.field("Promised support").type_("y").field("First day back").type_("7 dec");
    assert_eq!(desk.case().stage(), Stage::Ended(Outcome::Returned));
    desk.shows("What follows: returned").shows("first day back");
    desk.shows("reintegration meeting");
}

#[test]
fn a_permanent_move_offers_no_way_back() {
    let mut case = sample("DEMO-03");
    case.route = Route::Permanent;
    let mut desk = on_the_second_of_december(&case);
    desk.go("how it ends").field("How the case ended").type_("returned");
    assert_ne!(desk.case().outcome, Outcome::Returned);
}

#[test]
fn what_stands_and_what_goes_on_after_the_agreement() {
    let mut desk = on_the_second_of_december(&sample("DEMO-03"));
    for (item, open) in [("strengths", false), ("details", false), ("what was tried before", true)]
    {
        let before = desk.case().clone();
        desk.go(item);
        if item == "what was tried before" {
            desk.field("Who said so");
        }
        desk.type_("x");
        assert_eq!(*desk.case() != before, open, "{item}");
    }
}

#[test]
fn a_review_that_was_added_is_no_part_of_what_was_agreed() {
    let mut case = sample("DEMO-03");
    let today = day(2026, 12, 2);
    let mark = |case: &Case| convenor::domain::wording::mark(&case.agreed(today));
    let before = mark(&case);
    let (id, _) = case.add_review(today);
    assert_eq!(mark(&case), before);
    let mut desk = on_the_second_of_december(&case);
    desk.go("timeline").field("Further").do_(Action::NextField).type_("8 jan");
    let added: Option<&Review> = desk.case().review(id);
    assert_eq!(found(added).on.day(), Some(day(2027, 1, 8)));
    assert!(desk.case().issued.iter().all(|Issued { number, .. }| *number == 1));
}
