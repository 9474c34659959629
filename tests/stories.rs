//! A facilitator's day, as stories: keys are pressed and the screen is read.

mod desk;

use convenor::app::action::Action;
use convenor::app::wrap;
use convenor::domain::case::{Outcome, State, Verdict, YesNo};
use convenor::domain::plan::{Circulate, Heading, Kept};
use convenor::store::{MemoryStore, StoreError};
use desk::{Desk, found, sample, sure};
use ratatui::layout::Size;

/// What a store says when the disk is full.
fn full() -> StoreError {
    StoreError::Unwritten { place: "The case".to_owned(), reason: "the disk is full".to_owned() }
}

const WIDE: Size = Size { width: 120, height: 40 };

#[test]
fn an_empty_store_says_what_the_program_is_and_what_to_do() {
    let mut desk = Desk::new();
    desk.shows("leads a school managed move meeting").shows("begin a new case").shows("practise");
}

#[test]
fn only_the_childs_name_is_needed_to_begin() {
    let mut desk = Desk::new();
    desk.do_(Action::NewCase).press("Enter").shows("Type the child’s name");
    desk.type_("Łukasz Wiśniewski").press("Enter").shows("Which protocol?").press("Enter");
    desk.shows("Łukasz Wiśniewski").shows("Case details");
    assert_eq!(desk.case().id.as_str(), "MM-2026-001");
    assert_eq!(desk.stored().child.name, "Łukasz Wiśniewski");
    let reviews: Vec<&str> = desk.case().reviews.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(reviews, ["Week 4 review", "Week 12 review"]);
}

#[test]
fn two_enters_export_the_agreement_and_the_list_offers_the_other_documents() {
    let mut desk = Desk::new_case("Anna");
    desk.do_(Action::Export).shows("Which document?").shows("Staff briefing");
    desk.press("Enter").shows("-agreement-1.pdf").press("Enter").shows("is written to");
    desk.press("Enter").do_(Action::Export).type_("host").press("Enter");
    desk.shows("-host-checklist.pdf").press("Esc");
    desk.do_(Action::Export).type_("briefing").press("Enter").shows("nothing to tell staff yet");
    desk.shows("Which document?").press("Esc");
    desk.do_(Action::SaveNow);
}

#[test]
fn what_is_typed_is_stored_within_a_second_and_only_then_said_to_be() {
    let mut desk = Desk::new_case("Anna");
    desk.go("child").hold().type_("I want to start at nought.").shows("Not saved yet");
    desk.wait(699).wait(1).shows("Not saved yet");
    desk.release().shows("Saved 14:01:00");
    assert_eq!(desk.stored().agreed_notes["child.words"], "I want to start at nought.");
}

#[test]
fn a_pause_is_enough_for_words_to_be_stored() {
    let mut desk = Desk::new_case("Anna");
    desk.go("child").type_("words").wait(400);
    assert!(desk.is_saved());
    assert_eq!(desk.stored().agreed_notes["child.words"], "words");
}

#[test]
fn a_failed_save_is_said_and_typing_goes_on_until_it_works_again() {
    let mut desk = Desk::new_case("Anna");
    desk.store.fail_writes(Some(full()));
    desk.go("child").type_("one ").wait(1000).shows("NOT SAVED").shows("disk is full");
    desk.type_("two").wait(100).shows("NOT SAVED");
    desk.store.fail_writes(None);
    desk.wait(2500);
    assert!(desk.is_saved());
    assert_eq!(desk.stored().agreed_notes["child.words"], "one two");
}

#[test]
fn leaving_waits_for_the_last_word() {
    let mut desk = Desk::new_case("Anna");
    desk.go("child").hold().type_("last word").do_(Action::Quit);
    assert!(!desk.left);
    desk.release();
    assert!(desk.left);
    assert_eq!(desk.stored().agreed_notes["child.words"], "last word");
}

#[test]
fn leaving_with_words_that_cannot_be_stored_is_asked_about_and_staying_is_the_safe_answer() {
    let mut desk = Desk::new_case("Anna");
    desk.store.fail_writes(Some(full()));
    desk.go("child").type_("words").do_(Action::Quit).do_(Action::Quit);
    desk.shows("could not be saved").shows("Anna").press("Enter");
    assert!(!desk.left);
    desk.press("Esc").hides("stay here").do_(Action::Quit).press("y");
    assert!(desk.left);
}

#[test]
fn the_system_asking_to_stop_stores_first_even_over_a_dialog() {
    let mut desk = Desk::new_case("Anna");
    desk.go("child").type_("words").do_(Action::Palette).send(convenor::app::Msg::Stop);
    assert!(desk.left);
    assert_eq!(desk.stored().agreed_notes["child.words"], "words");
}

#[test]
fn words_can_become_a_case_of_their_own_when_the_file_is_damaged_under_them() {
    let mut desk = Desk::new_case("Anna");
    desk.wait(1000);
    desk.store.put_bytes("MM-2026-001", b"(format: 1, case: (");
    desk.go("child")
        .type_("mine")
        .wait(1000)
        .shows("Kept aside")
        .do_(Action::Decide)
        .do_(Action::OwnCase);
    assert_eq!(desk.case().id.as_str(), "MM-2026-002");
    assert_eq!(desk.stored().agreed_notes["child.words"], "mine");
    assert_eq!(found(desk.store.bytes("MM-2026-001")), b"(format: 1, case: (");
}

#[test]
fn a_closing_that_met_a_change_leaves_no_agreement_behind() {
    let mut desk = closable();
    desk.wait(1000).do_(Action::CloseMeeting);
    let mut theirs = desk.stored();
    theirs.coordinator = "somebody else".into();
    sure(desk.store.put(&theirs));
    desk.press("y").shows("Changed elsewhere").shows("Both are kept");
    assert_eq!(desk.document("DEMO-01-agreement-1.pdf"), None);
    assert_eq!(desk.stored().state, State::Open);
    assert_eq!(desk.stored().coordinator, "somebody else");
}

#[test]
fn who_agreed_is_asked_again_when_the_wording_changes() {
    let mut desk = closable();
    desk.go("commitments").do_(Action::AddRow).press("Tab").type_("Agnieszka").press("Tab");
    desk.type_("Pay for everything").press("Tab").press("Tab").type_("4 Dec");
    desk.do_(Action::CloseMeeting).shows("before the wording was").press("y");
    assert_eq!(desk.case().state, State::Open);
    desk.press("Enter").shows("Space: agrees to it now").press(" ");
    desk.hides("Space: agrees to it now");
    assert_eq!(desk.case().people[1].answer.label(), "agrees");
}

#[test]
fn nobody_agrees_by_a_stray_letter() {
    let mut desk = Desk::ready();
    desk.go("read-back").field("Answer").type_("agrees").paste("agrees");
    assert!(desk.case().people.iter().all(|person| person.answer.is_blank()));
}

#[test]
fn enter_pressed_twice_begins_one_case_and_opens_no_other() {
    let mut desk = Desk::with(&[sample("DEMO-02")], WIDE);
    desk.hold().do_(Action::NewCase).type_("Zoë").press("Enter");
    desk.press("Enter").press("Enter").release();
    desk.shows("Zoë");
    assert_eq!(desk.case().child.name, "Zoë");
    desk.do_(Action::BackToCases);
    assert_eq!(
        desk.model.cases.chosen_id().map(convenor::domain::case::CaseId::as_str),
        Some("MM-2026-001")
    );
}

#[test]
fn reading_the_cases_again_and_again_shows_each_once() {
    let mut desk = Desk::with(&[sample("DEMO-02"), sample("DEMO-03")], WIDE);
    desk.hold().times(4, Action::ReloadCases).release().shows("2 open cases");
}

#[test]
fn words_of_different_fields_find_a_case_together_and_escape_shows_all_again() {
    let cases: Vec<_> = ["DEMO-01", "DEMO-02", "DEMO-03"].into_iter().map(sample).collect();
    let mut desk = Desk::with(&cases, WIDE);
    desk.do_(Action::FindCase).type_("sahin marram").press("Enter").shows("Find (1)");
    desk.press("Esc").shows("3 open cases").do_(Action::FindCase).type_("tien").shows("Find (1)");
}

#[test]
fn the_room_never_sees_a_path_a_message_or_the_way_to_other_cases() {
    let mut desk = Desk::ready();
    desk.store.fail_writes(Some(full()));
    desk.go("child").type_("x").wait(1000).shows("disk is full").do_(Action::RoomView);
    desk.hides("disk").hides("DEMO-01").press("Ctrl+P").hides("Back to cases");
}

#[test]
fn a_note_being_typed_in_a_review_is_kept_on_leaving() {
    for leave in [convenor::app::Msg::Do(Action::Quit), convenor::app::Msg::Stop] {
        let mut desk = Desk::with(&[sample("DEMO-02")], WIDE);
        desk.do_(Action::ReviewCases).do_(Action::Worry).type_("ring her").send(leave);
        assert!(desk.left);
        let stored = String::from_utf8_lossy(&found(desk.store.bytes("DEMO-02"))).into_owned();
        assert!(stored.contains("ring her"));
    }
}

#[test]
fn a_note_being_typed_in_a_review_never_goes_to_another_case() {
    let mut desk = Desk::with(&[sample("DEMO-02"), sample("DEMO-04")], WIDE);
    desk.do_(Action::ReviewCases).do_(Action::Worry).type_("ring her").do_(Action::Palette);
    desk.type_("next case").press("Enter").shows("Finish the note first").shows("Case 1 of 2");
    desk.press("Enter").shows("1 left");
    let stored = |id: &str| String::from_utf8_lossy(&found(desk.store.bytes(id))).into_owned();
    assert_eq!([stored("DEMO-02"), stored("DEMO-04")].concat().matches("ring her").count(), 1);
    assert!(stored("DEMO-04").contains("ring her"));
}

#[test]
fn a_case_opened_from_a_review_leads_back_to_it() {
    let mut desk = Desk::with(&[sample("DEMO-02"), sample("DEMO-04")], WIDE);
    desk.do_(Action::ReviewCases).do_(Action::NextCase).shows("Case 2 of 2");
    desk.do_(Action::OpenCase).do_(Action::BackToCases).shows("Case 2 of 2 · 2 left");
    desk.do_(Action::BackToCases);
    assert!(desk.on_cases());
}

#[test]
fn a_meeting_can_be_held_and_closed_from_the_prepared_case() {
    let mut desk = Desk::ready();
    desk.do_(Action::CloseMeeting).shows("must be done").shows("has not been asked to agree yet");
    for _ in 0..4 {
        desk.press("Enter").shows("Answer").press(" ").do_(Action::CloseMeeting);
    }
    desk.shows("Close the meeting of Łucja").press("Enter").do_(Action::CloseMeeting).press("y");
    assert_eq!(desk.case().state, State::Closed);
    desk.shows("The meeting is closed").shows("Agreement 1 is made").press("Enter");
    let issued = &desk.stored().issued[0];
    let pdf = found(desk.document(&issued.file));
    assert!(pdf.starts_with(b"%PDF"));
    assert_eq!(convenor::store::fingerprint(&pdf), issued.sha256.as_str());
    let text = found(desk.document("DEMO-01-agreement-1.txt"));
    assert!(String::from_utf8_lossy(&text).contains("Łucja Drzewiecka"));
    desk.do_(Action::BackToCases).shows("agreement made");
}

#[test]
fn words_typed_just_before_closing_are_in_the_agreement() {
    let mut desk = closable();
    desk.go("strengths").press("End").press("Ctrl+End").type_("\nJuggles four balls");
    desk.hold().do_(Action::CloseMeeting).release().press("y");
    assert_eq!(desk.case().state, State::Closed);
    let text = found(desk.document("DEMO-01-agreement-1.txt"));
    assert!(String::from_utf8_lossy(&text).contains("Juggles four balls"));
}

/// The prepared case with everybody's agreement given.
fn closable() -> Desk {
    let mut desk = Desk::ready();
    for _ in 0..4 {
        desk.do_(Action::CloseMeeting).press("Enter").press(" ");
    }
    desk
}

#[test]
fn a_meeting_that_could_not_be_closed_is_still_open() {
    let mut desk = closable();
    desk.wait(1000).do_(Action::CloseMeeting);
    desk.store.fail_writes(Some(full()));
    desk.press("y").shows("still open");
    assert_eq!(desk.case().state, State::Open);
    desk.store.fail_writes(None);
    desk.do_(Action::CloseMeeting).press("y");
    assert_eq!(desk.case().state, State::Closed);
    assert_eq!(desk.case().issued.len(), 1);
}

#[test]
fn what_was_typed_while_a_save_was_under_way_is_stored_before_the_program_stands_still() {
    let mut desk = Desk::ready();
    desk.go("child").type_("first ").hold().wait(500).type_("second");
    desk.send(convenor::app::Msg::Suspend);
    assert!(desk.model.suspending, "it waits");
    desk.release();
    assert!(desk.is_saved() && !desk.model.suspending);
    assert!(desk.stored().agreed_notes["child.words"].contains("first second"));
}

#[test]
fn after_a_closing_that_failed_the_open_case_is_stored_anew() {
    let mut desk = closable();
    desk.wait(1000).do_(Action::CloseMeeting);
    desk.store.fail_writes(Some(full()));
    desk.press("y").shows("still open").shows("Not saved yet");
    desk.store.fail_writes(None);
    // The closed case may have reached the disk before the closing failed: it must not stay.
    let before = desk.store.saves();
    desk.wait(1000).shows("still open").shows("Saved");
    assert_eq!(desk.store.saves(), before + 1);
}

#[test]
fn a_closed_agreement_is_only_changed_by_a_numbered_correction_and_the_old_one_stays() {
    let mut desk = closable();
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    let first = desk.document("DEMO-01-agreement-1.pdf");
    desk.go("strengths").type_("sneaky").shows("meeting is closed");
    assert!(!desk.case().agreed_notes["strengths.strengths"].contains("sneaky"));
    desk.do_(Action::CorrectAgreement).shows("Correct the agreement of Łucja").press("y");
    desk.go("strengths").press("Ctrl+End").type_(" indeed").do_(Action::CloseMeeting).press("y");
    let numbers: Vec<u32> = desk.case().issued.iter().map(|issued| issued.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(desk.document("DEMO-01-agreement-1.pdf"), first);
    assert!(desk.document("DEMO-01-agreement-2.pdf").is_some());
}

#[test]
fn what_follows_a_closed_meeting_can_still_be_recorded() {
    let mut desk = closable();
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    desk.go("commitments").field("What became of it").press(" ").wait(1000);
    assert_eq!(desk.stored().commitments[0].kept, Kept::Kept);
    desk.go("how it ends").field("How the case ended").press(" ").wait(1000);
    assert_eq!(desk.stored().outcome, Outcome::Confirmed);
}

#[test]
fn nobodys_agreement_is_filled_in_before_it_is_given() {
    let mut desk = Desk::new_case("Anna");
    desk.go("welcome").do_(Action::AddRow).type_("Halina").go("read-back");
    assert!(desk.case().people.iter().all(|person| person.answer.is_blank()));
    desk.field("Answer").press(" ");
    let child = &desk.case().people[0];
    assert_eq!(
        (child.answer.label(), child.answered_on.to_string().as_str()),
        ("agrees", "Sun 22 November 2026")
    );
    desk.do_(Action::Undo);
    assert!(desk.case().people[0].answered_on.is_blank());
}

#[test]
fn a_child_who_cannot_commit_today_never_stops_the_closing() {
    let mut desk = closable();
    desk.go("commitments").field("The child today").type_("could").shows("could not today");
    desk.do_(Action::CloseMeeting).press("y");
    assert_eq!(desk.case().state, State::Closed);
}

#[test]
fn somebody_feeling_pushed_stops_the_closing_and_stays_private() {
    let mut desk = closable();
    desk.go("parent").field("Does anyone feel pushed").type_("yes");
    desk.press("Tab").shows("Does anyone feel pushed? (private)");
    desk.do_(Action::CloseMeeting).shows("Somebody feels pushed").press("y");
    assert_eq!(desk.case().state, State::Open);
    desk.press("Esc").go("parent").do_(Action::RoomView).hides("pushed");
}

#[test]
fn the_letter_n_says_no_and_not_that_nothing_is_recorded() {
    let mut desk = Desk::new_case("Anna");
    desk.go("is a move right").field("On a school’s roll?").type_("n").shows("‹ no ›");
    assert_eq!(desk.case().screening.on_roll, YesNo::No);
    desk.type_("y").type_("n");
    assert_eq!(desk.case().screening.on_roll, YesNo::No);
    desk.press("Backspace");
    assert_eq!(desk.case().screening.on_roll, YesNo::default());
}

#[test]
fn each_gap_is_one_key_away() {
    let mut desk = Desk::new_case("Anna");
    desk.do_(Action::CloseMeeting);
    let gap = desk.findings().position(|finding| finding.id == "strengths");
    desk.times(found(gap), Action::Down).shows("No strength of the child is written down");
    desk.press("Enter").type_("maths");
    assert_eq!(desk.case().agreed_notes["strengths.strengths"], "maths");
    desk.do_(Action::CloseMeeting).hides("No strength of the child");
}

#[test]
fn rows_are_added_edited_moved_and_removed_and_removing_is_undone() {
    let mut desk = Desk::new_case("Anna");
    desk.go("commitments").do_(Action::AddRow).type_("parent").press("Tab").type_("Halina");
    desk.press("Tab").type_("Ring before 8").do_(Action::AddRow).press("Tab").type_("Björn");
    let who = |desk: &Desk| -> Vec<String> {
        desk.case().commitments.iter().map(|row| row.who.to_string()).collect()
    };
    assert_eq!(who(&desk), ["Halina", "Björn"]);
    desk.do_(Action::MoveRowUp);
    assert_eq!(who(&desk), ["Björn", "Halina"]);
    desk.do_(Action::RemoveRow).shows("Removed a commitment");
    assert_eq!(who(&desk), ["Halina"]);
    desk.do_(Action::Undo);
    assert_eq!(who(&desk), ["Björn", "Halina"]);
    desk.do_(Action::Redo).wait(1000);
    assert_eq!(desk.stored().commitments.len(), 1);
    desk.shows("parent or carer 1");
}

#[test]
fn attendance_starts_from_the_new_schools_own_target() {
    let mut desk = Desk::new_case("Anna");
    desk.go("targets").type_("96 %").do_(Action::AddRow);
    let target = &desk.case().targets[0];
    assert_eq!((target.heading, target.number.as_str()), (Heading::Attendance, "96"));
    desk.do_(Action::AddRow);
    assert_eq!(desk.case().targets[1].heading, Heading::Punctuality);
}

#[test]
fn undo_takes_back_a_word_and_a_paste_at_once_across_fields() {
    let mut desk = Desk::new_case("Anna");
    let words = |desk: &Desk| desk.case().agreed_notes.get("child.words").map(ToString::to_string);
    desk.go("child").type_("one two three").paste(" four\nfive six");
    assert_eq!(words(&desk).as_deref(), Some("one two three four\nfive six"));
    desk.do_(Action::Undo);
    assert_eq!(words(&desk).as_deref(), Some("one two three"));
    desk.do_(Action::Undo);
    assert_eq!(words(&desk).as_deref(), Some("one two "));
    desk.do_(Action::NextItem).do_(Action::Undo).shows("In their own words");
    assert_eq!(words(&desk).as_deref(), Some("one "));
    desk.do_(Action::Redo).do_(Action::Redo);
    assert_eq!(words(&desk).as_deref(), Some("one two three"));
}

#[test]
fn a_paste_is_text_wherever_it_lands() {
    let hostile = "q\u{1b}[31mn\r\ny\u{202e}r";
    let mut desk = Desk::with(&[sample("DEMO-02")], WIDE);
    desk.paste(hostile);
    assert!(desk.on_cases() && !desk.left && desk.model.dialog.is_none());
    desk.do_(Action::OpenCase).go("child").press("Ctrl+End").paste(hostile);
    let text = desk.case().agreed_notes["child.words"].to_string();
    assert!(text.ends_with("q[31mn\nyr"), "{text}");
    desk.field("Who helped").press("Ctrl+A").paste("Mr\nO’Neill");
    assert_eq!(desk.case().childs_part.voice_helper, "Mr O’Neill");
}

#[test]
fn a_date_is_read_as_people_write_it_and_what_is_none_is_said_and_kept() {
    let mut desk = Desk::new_case("Anna");
    desk.go("details").field("Meeting on").type_("12 Jan").shows("= Tue 12 January 2027");
    desk.press("Tab").shows("Tue 12 January 2027").wait(1000);
    assert_eq!(desk.stored().meeting.on.to_string(), "Tue 12 January 2027");
    desk.press("BackTab").press("Ctrl+A").type_("soonish").shows("cannot be read as a date");
    desk.press("Tab").shows("soonish").wait(1000);
    assert_eq!(desk.stored().meeting.on.to_string(), "soonish");
    desk.press("BackTab").press("Ctrl+A").type_("+4w").shows("= Sun 20 December 2026");
}

#[test]
fn a_date_is_undone_as_a_whole() {
    let mut desk = Desk::new_case("Anna");
    desk.go("details").field("Meeting on").type_("12 Jan").do_(Action::Undo);
    assert!(desk.case().meeting.on.is_blank());
    desk.do_(Action::Redo);
    assert_eq!(desk.case().meeting.on.to_string(), "Tue 12 January 2027");
}

#[test]
fn the_room_sees_only_what_it_may() {
    let mut case = sample("DEMO-01");
    for line in &mut case.background {
        line.circulate = Circulate::Private;
        line.line = "canary-background".into();
    }
    case.private_notes.insert("why.private".to_owned(), "canary-why".into());
    let mut desk = Desk::with(&[case], WIDE);
    desk.do_(Action::OpenCase).go("details").do_(Action::RoomView);
    for _ in 0..13 {
        desk.hides("canary").hides("DEMO-02").hides("history").do_(Action::NextItem);
    }
    desk.type_("x").shows("Leave room view").do_(Action::LeaveRoomView).hides("Leave room view");
}

#[test]
fn finding_narrows_as_you_type_without_accents() {
    let cases: Vec<_> = ["DEMO-01", "DEMO-02", "DEMO-03"].into_iter().map(sample).collect();
    let mut desk = Desk::with(&cases, Size { width: 80, height: 24 });
    desk.do_(Action::FindCase).type_("tien").shows("DEMO-02").hides("DEMO-03");
    desk.press("Enter").do_(Action::OpenCase).shows("Ngô Minh Tiễn");
    desk.do_(Action::BackToCases)
        .shows("Find (1): tien")
        .do_(Action::FindCase)
        .press("Esc")
        .shows("DEMO-03");
}

#[test]
fn ended_cases_are_shown_on_request_and_the_order_can_be_changed() {
    let cases: Vec<_> = ["DEMO-01", "DEMO-04", "DEMO-06"].into_iter().map(sample).collect();
    let mut desk = Desk::with(&cases, Size { width: 80, height: 24 });
    desk.hides("DEMO-06").shows("overdue").do_(Action::ShowAllCases).shows("DEMO-06");
    desk.do_(Action::SortCases).shows("by name").do_(Action::SortCases).shows("by reference");
}

#[test]
fn a_damaged_file_is_listed_with_its_reason_and_spoils_nothing_else() {
    let store = MemoryStore::new();
    store.put_bytes("MM-2026-009", b"(format: 1, case: (id: \"MM-2026-009\", chi");
    sure(store.put(&sample("DEMO-02")));
    let mut desk = Desk::on(store, WIDE);
    desk.shows("damaged: MM-2026-009").shows("DEMO-02");
    desk.do_(Action::First).do_(Action::OpenCase);
    desk.shows("No earlier state").press("Esc");
    assert!(desk.on_cases());
    desk.do_(Action::Down).do_(Action::OpenCase).shows("Ngô Minh Tiễn");
}

#[test]
fn reviewing_goes_through_every_open_case_with_a_verdict_each() {
    let cases: Vec<_> = ["DEMO-02", "DEMO-04", "DEMO-06"].into_iter().map(sample).collect();
    let mut desk = Desk::with(&cases, WIDE);
    desk.do_(Action::ReviewCases).shows("Case 1 of 2 · 2 left").shows("overdue");
    desk.do_(Action::Worry).type_("ring the school").press("Enter").shows("1 left");
    desk.do_(Action::OnTrack).press("Enter").shows("0 left").shows("Every open case");
    let stored = found(desk.store.bytes("DEMO-04"));
    assert!(String::from_utf8_lossy(&stored).contains("ring the school"));
    desk.do_(Action::TakeBackVerdict).shows("1 left").do_(Action::TakeBackVerdict).shows("2 left");
    let stored = found(desk.store.bytes("DEMO-04"));
    assert!(!String::from_utf8_lossy(&stored).contains("ring the school"));
    desk.do_(Action::BackToCases);
    assert!(desk.on_cases());
}

#[test]
fn a_verdict_is_stored_with_its_day() {
    let mut desk = Desk::with(&[sample("DEMO-02")], WIDE);
    desk.do_(Action::ReviewCases).do_(Action::ArrangeMeeting).type_("soon").press("Enter");
    desk.do_(Action::OpenCase);
    let reviewed = found(desk.case().reviewed.last());
    assert_eq!((reviewed.verdict, reviewed.note.as_str()), (Verdict::Arrange, "soon"));
    assert_eq!(reviewed.on, desk::start_of_time().date());
}

#[test]
fn characters_that_the_pdf_lacks_are_named_before_it_is_made() {
    let mut case = sample("DEMO-01");
    case.people[1].name = "محمد Drzewiecka".into();
    let mut desk = Desk::with(&[case], WIDE);
    desk.do_(Action::OpenCase).do_(Action::CloseMeeting).shows("cannot print").shows("Drzewiecka");
}

#[test]
fn the_screen_fits_and_the_caret_is_on_it_at_every_size() {
    let mut desk = Desk::ready();
    for (width, height) in [(1, 1), (5, 2), (39, 9), (40, 10), (60, 14), (80, 24), (200, 60)] {
        desk.resize(width, height);
        for _ in 0..13 {
            desk.do_(Action::NextField).do_(Action::NextItem);
            let (x, y) = desk.caret();
            assert!(x < width && y < height);
            assert!(desk.screen().lines().all(|line| wrap::width(line) <= width));
        }
        desk.times(13, Action::PreviousItem);
    }
}

#[test]
fn typing_and_saving_go_on_when_the_screen_is_too_small() {
    let mut desk = Desk::new_case("Anna");
    desk.go("child").resize(20, 5).shows("Too small").type_("words").wait(1000);
    assert_eq!(desk.stored().agreed_notes["child.words"], "words");
}

#[test]
fn opening_twice_in_a_hurry_never_loses_what_was_typed_since() {
    let mut desk = Desk::with(&[sample("DEMO-02")], WIDE);
    desk.hold().do_(Action::OpenCase).do_(Action::OpenCase);
    // What is looked up, and then the case.
    desk.work_one().work_one().go("child").press("Ctrl+End").type_(" canary").release();
    assert!(desk.case().agreed_notes["child.words"].ends_with(" canary"));
}
