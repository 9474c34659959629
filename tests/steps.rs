//! What follows from a meeting: steps and copies, each once, marked with one key, and found in the
//! list of what falls due.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod desk;

use chrono::{Days, NaiveDate};
use convenor::app::Screen;
use convenor::app::action::Action;
use convenor::app::due::DueList;
use convenor::app::stops::Stop;
use convenor::domain::case::{Case, Outcome, Route, State, Stays, YesNo};
use convenor::domain::date::{Date, When};
use convenor::domain::due::DueKind;
use convenor::domain::people::{Here, Party};
use convenor::domain::plan::Kept;
use convenor::domain::preparation::{Evidence, EvidenceState};
use convenor::domain::profile::Event;
use convenor::domain::review::{Adjournment, Decision};
use convenor::domain::sending::{FollowUp, Send, Sent};
use convenor::domain::slot::{Fact, Slot};
use convenor::domain::steps::{follow_meeting, steps_for};
use convenor::domain::table::{Column, Table};
use desk::places::{USUAL, agreed, decided, samples};
use desk::{Desk, found, reference, sample, start_of_time};

fn today() -> Date {
    start_of_time().date()
}

fn day(month: u32, day: u32) -> Date {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn keys(case: &Case) -> Vec<&str> {
    case.follow_ups.iter().map(|row| row.key.as_str()).collect()
}

fn step<'a>(case: &'a Case, key: &str) -> &'a FollowUp {
    case.follow_ups.iter().find(|row| *row.key == *key).unwrap()
}

/// A desk at which the prepared meeting was just closed.
fn closed() -> Desk {
    let mut desk = agreed(USUAL);
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    desk
}

#[test]
fn closing_stores_the_steps_with_their_owners_and_days() {
    let desk = closed();
    let case = desk.stored();
    assert_eq!(
        keys(&case),
        ["copies", "admissions", "council_support", "briefing", "new_pupil", "protection_file"]
    );
    let admissions = step(&case, "admissions");
    assert_eq!(*admissions.who, *case.meeting.lead);
    assert_eq!(admissions.due, When::On(day(11, 25)), "three school days after a Sunday");
    let head = |party| case.people.iter().find(|row| row.party == party).unwrap().name.clone();
    assert_eq!(step(&case, "briefing").who, head(Party::NewHead));
    assert_eq!(step(&case, "protection_file").who, head(Party::HomeHead));
    assert_eq!(step(&case, "new_pupil").due, When::On(day(12, 14)), "five after Mon 7 December");
    let ids: std::collections::BTreeSet<_> =
        Table::ALL.iter().flat_map(|table| case.row_ids(*table)).collect();
    let rows: usize = Table::ALL.iter().map(|table| case.row_ids(*table).len()).sum();
    assert_eq!(ids.len(), rows, "every row has a number of its own");
}

#[test]
fn everyone_who_was_there_is_owed_a_copy_of_that_agreement() {
    let mut desk = closed();
    let there = desk.case().people.iter().filter(|row| row.took_part()).count();
    assert!(there > 2 && desk.case().sends.len() == there);
    for copy in &desk.case().sends {
        assert_eq!((copy.document.as_str(), copy.sent), ("Agreement 1", Sent::NotYet));
        assert_eq!(copy.due, When::On(day(11, 25)));
    }
    desk.go("steps and copies").field("Document").shows("Agreement 1").shows("not sent yet");
}

#[test]
fn a_correction_owes_new_copies_and_asks_for_nothing_twice() {
    let mut desk = closed();
    let (steps, copies) = (desk.case().follow_ups.len(), desk.case().sends.len());
    desk.do_(Action::CorrectAgreement).press("y").wait(1000);
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    let case = desk.stored();
    assert_eq!(case.issued.len(), 2);
    assert_eq!((case.follow_ups.len(), case.sends.len()), (steps, 2 * copies));
    assert!(case.sends.iter().skip(copies).all(|copy| *copy.document == *"Agreement 2"));
}

#[test]
fn a_correction_of_the_first_day_moves_the_steps_that_hang_on_it() {
    let reference = reference();
    let mut case = sample("DEMO-01");
    follow_meeting(&mut case, &reference, "Agreement 1", today());
    let file = case.follow_ups.iter_mut().find(|row| *row.key == *"protection_file").unwrap();
    file.due = When::On(day(12, 24));
    case.start = When::On(day(12, 14));
    follow_meeting(&mut case, &reference, "Agreement 2", today());
    let fifth_school_day = found(Date::from_ymd_opt(2027, 1, 4));
    assert_eq!(step(&case, "new_pupil").due, When::On(fifth_school_day), "holidays do not count");
    assert_eq!(step(&case, "protection_file").due, When::On(day(12, 24)), "set by hand");
    case.follow_ups.iter_mut().for_each(|row| row.done = When::On(today()));
    let before = case.follow_ups.clone();
    case.start = When::On(day(12, 16));
    follow_meeting(&mut case, &reference, "Agreement 3", today());
    assert_eq!(case.follow_ups, before, "what is done stays as it was done");
}

#[test]
fn a_child_is_told_afterwards_only_if_the_child_was_not_there() {
    let reference = reference();
    let told = |here: Here, stays: Stays| {
        let mut case = sample("DEMO-01");
        case.childs_part.stays = stays;
        for child in case.people.iter_mut().filter(|row| row.party == Party::Child) {
            child.here = here;
        }
        follow_meeting(&mut case, &reference, "Agreement 1", today());
        keys(&case).contains(&"tell_child")
    };
    assert!(told(Here::Apologies, Stays::Throughout));
    assert!(told(Here::Unsaid, Stays::ToldAfterwards));
    assert!(!told(Here::Present, Stays::ToldAfterwards), "the child came all the same");
    assert!(!told(Here::Remote, Stays::Throughout));
    assert!(!told(Here::Unsaid, Stays::Throughout));
}

#[test]
fn each_review_has_its_steps_once_and_the_end_has_its_own() {
    let reference = reference();
    let mut case = sample("DEMO-03");
    for on in [day(12, 1), day(12, 1), day(12, 8)] {
        let steps = steps_for(&case, &reference, Event::ReviewClosed, on);
        case.add_steps(steps);
    }
    assert_eq!(keys(&case), ["review_briefing", "review_briefing"]);
    case.outcome = Outcome::Confirmed;
    case.outcome_on = When::On(day(12, 8));
    let roll = case.roll_changes().unwrap();
    assert_eq!(roll, day(12, 9), "the day after the end, while no review is recorded as held");
    let names = |event, on| {
        let steps = steps_for(&case, &reference, event, on);
        steps.iter().map(|row| row.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(Event::RollChange, roll), ["deletion", "transfer_file"]);
    assert_eq!(names(Event::CaseEnded, day(12, 8)), ["data"]);
}

#[test]
fn a_permanent_move_changes_the_roll_on_the_first_day() {
    let mut case = sample("DEMO-01");
    case.route = Route::Permanent;
    follow_meeting(&mut case, &reference(), "Agreement 1", today());
    assert_eq!(step(&case, "deletion").due, When::On(day(12, 7)));
}

#[test]
fn without_names_a_step_belongs_to_the_party() {
    let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
    follow_meeting(&mut case, &reference(), "Agreement 1", today());
    assert_eq!(step(&case, "admissions").who, "council");
    assert_eq!(step(&case, "briefing").who, "new school");
    assert_eq!(case.sends, []);
}

#[test]
fn one_key_marks_a_step_done_today_and_undo_takes_it_back() {
    let mut desk = closed();
    desk.go("steps and copies").do_(Action::MarkDone).shows("done");
    assert_eq!(desk.case().follow_ups[0].done, When::On(today()));
    desk.wait(1000);
    assert_eq!(desk.stored().follow_ups[0].done, When::On(today()));
    desk.do_(Action::MarkDone).shows("done already");
    desk.do_(Action::Undo);
    assert!(desk.case().follow_ups[0].done.is_blank());
}

#[test]
fn one_key_marks_a_copy_sent_and_again_another_way() {
    let mut desk = closed();
    desk.go("steps and copies").field("Document");
    let mut ways = Vec::new();
    for _ in 0..4 {
        desk.do_(Action::MarkDone);
        ways.push(desk.case().sends[0].sent);
        assert_eq!(desk.case().sends[0].on, When::On(today()));
    }
    assert_eq!(ways, [Sent::Email, Sent::ByHand, Sent::Post, Sent::Email]);
    for _ in 0..4 {
        desk.do_(Action::Undo);
    }
    assert!(!desk.case().sends[0].is_sent() && desk.case().sends[0].on.is_blank());
    desk.do_(Action::MarkDone).days_later(1).do_(Action::MarkDone).shows("sent already");
}

#[test]
fn a_step_says_in_words_how_it_stands() {
    let mut desk = closed();
    desk.go("steps and copies").shows("due soon: Step").shows("due soon: Tell the in-year");
    desk.days_later(10).shows("! overdue: Step").shows("! overdue: Tell the in-year");
    desk.do_(Action::MarkDone).shows("done: Step").shows("Steps and copies – begun");
}

#[test]
fn a_step_can_be_added_by_hand_after_closing() {
    let mut desk = closed();
    let before = desk.case().follow_ups.len();
    desk.go("steps and copies").field("+ Add a step").press("Enter").type_("Ring the aunt");
    assert_eq!(desk.case().follow_ups.len(), before + 1);
    desk.wait(1000);
    assert_eq!(desk.stored().follow_ups[before].what, "Ring the aunt");
    desk.do_(Action::RemoveRow);
    assert_eq!(desk.case().follow_ups.len(), before);
    desk.go("targets").do_(Action::AddRow).shows("The meeting is closed");
}

#[test]
fn the_list_of_what_falls_due_leads_to_each_place_and_back() {
    let mut desk = samples(&["DEMO-01", "DEMO-02", "DEMO-03", "DEMO-04"], USUAL);
    desk.press("d")
        .shows("what falls due")
        .shows("! Overdue (")
        .shows("Week of Mon 30 November 2026 (");
    let list = due_list(&desk);
    let days: Vec<Date> = list.due.iter().map(|due| due.on).collect();
    assert!(days.is_sorted() && days[0] < today());
    let due = list.due.clone();
    for (at, due) in due.iter().enumerate() {
        desk.do_(Action::OpenCase);
        assert_eq!(desk.case().id, due.case);
        assert_eq!(desk.meeting().focus, Stop::from(&due.place), "{due:?}");
        desk.press("Esc").shows("what falls due");
        assert_eq!(due_list(&desk).chosen, at);
        desk.press("Down");
    }
    desk.press("Esc");
    assert!(desk.on_cases());
    desk.do_(Action::OpenCase).press("Esc");
    assert!(desk.on_cases(), "the list of what falls due is left behind");
}

#[test]
fn what_is_done_at_its_place_is_no_longer_due() {
    let mut desk = closed();
    desk.press("Esc").press("d").shows("Send the typed agreement");
    desk.do_(Action::OpenCase).do_(Action::MarkDone).press("Esc");
    desk.shows("what falls due").hides("Send the typed agreement").shows("Next week (");
}

/// What falls due, as it is on the screen.
fn due_list(desk: &Desk) -> &DueList {
    match &desk.model.screen {
        Screen::Due(list) => list,
        _ => panic!("what falls due is not on the screen:\n{}", desk.screen()),
    }
}

fn kinds(case: &Case, on: Date) -> Vec<DueKind> {
    case.falls_due(&reference(), on).iter().map(|due| due.kind).collect()
}

#[test]
fn everything_with_a_day_falls_due_and_nothing_that_is_settled() {
    let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
    assert_eq!(kinds(&case, today()), []);
    case.meeting.on = When::On(day(12, 1));
    case.screening.place_held = When::On(day(12, 2));
    case.evidence = vec![Evidence { state: EvidenceState::Requested, ..Evidence::default() }];
    assert_eq!(kinds(&case, today()), [DueKind::Meeting, DueKind::Evidence, DueKind::Place]);
    let again = When::On(day(12, 3));
    case.adjournments = vec![Adjournment { again, ..Adjournment::default() }];
    assert_eq!(kinds(&case, today())[2], DueKind::Adjourned);
    assert!(!kinds(&case, today()).contains(&DueKind::Meeting));
    case.route = Route::DirectionFirst;
    case.start = When::On(day(12, 7));
    let notice = case.falls_due(&reference(), today());
    let notice = notice.iter().find(|due| due.kind == DueKind::Notice).unwrap();
    assert_eq!((notice.on, &notice.who), (day(12, 3), &String::new()), "two school days before");
    case.direction.notice_on = When::On(day(11, 30));
    assert!(!kinds(&case, today()).contains(&DueKind::Notice));
    case.child.born = When::On(NaiveDate::from_ymd_opt(2001, 11, 22).unwrap());
    assert!(kinds(&case, today()).contains(&DueKind::Retention));
    assert!(kinds(&case, today() - Days::new(28)).contains(&DueKind::Retention));
    assert!(!kinds(&case, today() - Days::new(29)).contains(&DueKind::Retention));
}

#[test]
fn when_a_case_is_over_only_its_steps_and_copies_are_due() {
    let mut case = sample("DEMO-04");
    case.sends = vec![Send { to: "Anna".into(), ..Send::default() }];
    let before = kinds(&case, today());
    assert!(before.contains(&DueKind::Review) && before.contains(&DueKind::Commitment));
    case.outcome = Outcome::Returned;
    case.outcome_on = When::On(today());
    case.ending.early = YesNo::No;
    let due = case.falls_due(&reference(), today());
    assert_eq!(due.iter().map(|due| due.kind).collect::<Vec<_>>(), [DueKind::Copy]);
    assert_eq!(case.issued.last().unwrap().on, day(9, 30));
    assert_eq!(due[0].on, day(10, 5), "a copy without a day is due as the others were");
}

#[test]
fn a_commitment_goes_when_it_is_kept_and_a_review_settles_the_childs() {
    let mut case = sample("DEMO-04");
    for row in &mut case.commitments {
        row.kept = Kept::Partly;
    }
    assert!(kinds(&case, today()).contains(&DueKind::Commitment), "it is still owed");
    for row in &mut case.commitments {
        row.kept = Kept::Kept;
    }
    let due = kinds(&case, today());
    assert!(!due.contains(&DueKind::Commitment) && due.contains(&DueKind::Revisit));
    case.reviews[0].held = case.reviews[0].on.clone();
    assert!(!kinds(&case, today()).contains(&DueKind::Revisit));
}

#[test]
fn the_list_and_the_overview_count_what_is_overdue() {
    let mut case = sample("DEMO-03");
    case.follow_ups = vec![FollowUp {
        id: case.take_row_id(),
        what: "Ring the office".into(),
        due: When::On(day(11, 20)),
        ..FollowUp::default()
    }];
    let mut desk = Desk::with(&[case], ratatui::layout::Size { width: 120, height: 40 });
    desk.shows("! overdue 20 Nov").shows("! 1 overdue").shows("To do");
    desk.do_(Action::OpenCase);
    let done = Slot::Cell(Table::FollowUps, desk.case().follow_ups[0].id, Column::Done);
    assert!(done.follows_up() && !Slot::Fact(Fact::Start).follows_up());
}

#[test]
fn what_an_agreement_made_elsewhere_left_to_do_is_kept_with_my_words() {
    let mut desk = agreed(USUAL);
    let mut theirs = desk.stored();
    follow_meeting(&mut theirs, &reference(), "Agreement 1", today());
    desk.store.put(&theirs).unwrap();
    desk.go("child’s voice").type_("mine").wait(1000);
    desk.wait(3000);
    for case in [desk.stored(), desk.case().clone()] {
        assert_eq!(case.follow_ups.len(), theirs.follow_ups.len());
        assert_eq!(case.sends.len(), theirs.sends.len());
        assert!(case.agreed_notes["child.words"].contains("mine"));
    }
}

#[test]
fn a_closed_review_leaves_its_steps_and_a_copy_for_everyone_who_came() {
    let mut desk = decided(USUAL);
    desk.do_(Action::CloseMeeting).press("y").press("Enter");
    let case = desk.stored();
    assert!(keys(&case).contains(&"review_briefing"), "{:?}", keys(&case));
    let here = case.attendances.iter().filter(|row| row.took_part());
    assert_eq!(case.sends.len(), here.count());
    assert!(
        case.sends.iter().all(|copy| copy.document.ends_with(", record 1")),
        "{:?}",
        case.sends
    );
}

#[test]
fn who_agreed_afresh_from_elsewhere_receives_the_record_too() {
    let mut case = sample("DEMO-06");
    let (last, away) = (case.reviews[1].id, case.people[2].name.clone());
    let row = case.attendances.iter_mut().find(|row| row.review == last && row.person.0 == 3);
    row.unwrap().here = Here::Apologies;
    let names = |case: &Case| {
        let people = case.receives_record(last).into_iter();
        people.map(|person| person.name.clone()).collect::<Vec<_>>()
    };
    assert!(names(&case).contains(&away));
    case.reviews[1].decision = Decision::GoesOn;
    assert!(!names(&case).contains(&away));
}

#[test]
fn recording_the_end_leaves_its_steps_once_and_undo_takes_them_back() {
    let mut case = sample("DEMO-03");
    case.reviews[0].state = State::Closed;
    case.reviews[0].held = When::On(today());
    case.reviews[0].decision = Decision::Confirmed;
    let mut desk = Desk::with(&[case], USUAL);
    desk.do_(Action::OpenCase).go("how it ends");
    desk.field("How the case ended").type_("move");
    desk.field("Ended on").type_("today").press("Tab").shows("Steps and copies");
    assert_eq!(keys(desk.case()), ["deletion", "transfer_file", "data"]);
    assert_eq!(step(desk.case(), "deletion").due, When::On(day(11, 23)));
    desk.go("changes").go("how it ends");
    assert_eq!(desk.case().follow_ups.len(), 3);
    desk.do_(Action::Undo);
    assert_eq!(desk.case().follow_ups.len(), 0);
    desk.do_(Action::Redo).wait(1000);
    assert_eq!(desk.stored().follow_ups.len(), 3);
}
