//! Term dates in a case: what is offered, what is said about a day, and a meeting that is broken off.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

mod desk;

use std::sync::Arc;

use convenor::app::action::Action;
use convenor::domain::calendar::{Calendar, Closed, Span};
use convenor::domain::case::{Case, ChildCommits, Stage, Stays, Year, YesNo};
use convenor::domain::checks::findings;
use convenor::domain::date::{Date, When, read_iso};
use convenor::domain::plan::Side;
use convenor::domain::reference::Reference;
use convenor::domain::review::{Adjournment, Extension, Review};
use convenor::domain::school_days::{SchoolDays, Which};
use convenor::domain::term_dates::TermDates;
use convenor::store::{MemoryStore, calendars};
use desk::{Desk, found, no_term_dates, sample, southwark, start_of_time, sure};
use ratatui::layout::Size;

const TALL: Size = Size { width: 240, height: 60 };

/// The new school of the worked example.
const LARKSPUR: &str = "\
open 2026-09-02 2026-10-23
open 2026-11-02 2026-12-18
open 2027-01-04 2027-02-12
open 2027-02-22 2027-03-25
open 2027-04-12 2027-05-28
open 2027-06-07 2027-07-21
closed 2027-05-03 May Day
";

/// The home school: its half term is a week earlier, and it has an INSET day.
const FENNIMORE: &str = "\
open 2026-09-02 2026-10-16
open 2026-10-26 2026-12-18
open 2027-01-05 2027-02-05
open 2027-02-15 2027-03-25
open 2027-04-12 2027-07-21
closed 2027-01-12 INSET
";

fn day(iso: &str) -> Date {
    read_iso(iso).unwrap()
}

fn terms(name: &str, lines: &str) -> Calendar {
    calendars::from_bytes(lines.as_bytes(), name, name).unwrap().calendar
}

/// Term dates of both schools of the worked example; the home school’s are the second.
fn knowing(new: &str, home: &str) -> Arc<Reference> {
    let calendars = vec![terms("Larkspur Hill School", new), terms("Fennimore Academy", home)];
    Arc::new(Reference { calendars, ..no_term_dates() })
}

/// The worked example: its schools, its meeting on a Tuesday, its first day on Mon 7 December.
fn worked_example() -> Case {
    let mut case = Case::new("MM-2026-001".parse().unwrap(), "southwark", "Łukasz Wiśniewski");
    case.home_school = "Fennimore Academy".into();
    case.new_school = "larkspur hill school ".into();
    case.meeting.on = When::On(day("2026-12-01"));
    case.child.year = Year::Y9;
    case.start = When::On(day("2026-12-07"));
    for label in ["Week 4 review", "Week 8 review", "Week 12 review"] {
        let id = case.take_row_id();
        case.reviews.push(Review { id, label: label.into(), ..Review::default() });
    }
    case
}

fn opened(case: &Case, reference: Arc<Reference>) -> Desk {
    let store = MemoryStore::new();
    sure(store.put(case));
    let mut desk = Desk::knowing(reference, store, TALL);
    desk.do_(Action::OpenCase);
    desk
}

fn days(case: &Case) -> Vec<String> {
    case.reviews.iter().map(|review| review.on.to_string()).collect()
}

/// What the checks on dates say.
fn said(case: &Case, reference: &Reference, id: &str) -> Vec<String> {
    let found = findings(case, &southwark(), reference, start_of_time().date());
    found.into_iter().filter(|found| found.id == id).map(|found| found.sentence).collect()
}

#[test]
fn the_reviews_of_the_worked_example_are_offered_and_filled_in_and_taken_back() {
    let mut desk = opened(&worked_example(), knowing(LARKSPUR, LARKSPUR));
    desk.go("Timeline").shows("Offered: Tue 12 January 2027, school week 4");
    desk.do_(Action::OfferReviewDates).shows("Filled in 3 review dates");
    // Each day says its week, and why plain counting would be wrong.
    let Some(convenor::app::dialog::Dialog::Told { words, .. }) = &desk.model.dialog else {
        panic!("nothing is told:\n{}", desk.screen())
    };
    for told in [
        "Week 12 review: Tue 16 March 2027, school week 12 (",
        "Counting 84 days on would give Mon 1 March 2027, which is only in week 10.",
    ] {
        assert!(words.contains(told), "{words}");
    }
    desk.press("Enter");
    let wanted = ["Tue 12 January 2027", "Tue 9 February 2027", "Tue 16 March 2027"];
    assert_eq!(days(desk.case()), wanted);
    desk.shows("School week 12.").wait(1000);
    assert_eq!(days(&desk.stored()), wanted);
    desk.do_(Action::Undo);
    assert_eq!(days(desk.case()), ["", "", ""]);
}

#[test]
fn a_plain_count_of_days_is_said_to_be_wrong() {
    let mut desk = opened(&worked_example(), knowing(LARKSPUR, LARKSPUR));
    desk.go("Timeline").hides("short first week").do_(Action::NextField).do_(Action::NextField);
    desk.shows("Offered: Tue 12 January 2027, school week 4 (both schools open).");
    desk.shows("Counting 28 days on would give Mon 4 January 2027");
    for _ in 0..12 {
        desk.do_(Action::NextField);
        if desk.screen().contains("Counting 84 days") {
            break;
        }
    }
    desk.shows("Counting 84 days on would give Mon 1 March 2027");
}

#[test]
fn a_date_that_was_typed_is_never_replaced() {
    let mut case = worked_example();
    case.reviews.get_mut(0).unwrap().on = When::On(day("2027-01-14"));
    case.reviews.get_mut(1).unwrap().on = When::Unread("soon".into());
    let mut desk = opened(&case, knowing(LARKSPUR, LARKSPUR));
    desk.go("Timeline").do_(Action::OfferReviewDates);
    assert_eq!(days(desk.case()), ["Thu 14 January 2027", "soon", "Tue 16 March 2027"]);
    desk.shows("Filled in 1 review date.").press("Enter");
    desk.do_(Action::OfferReviewDates).shows("No review waits for a date.");
}

#[test]
fn two_half_terms_and_an_inset_day_leave_only_what_both_schools_share() {
    let reference = knowing(LARKSPUR, FENNIMORE);
    let mut case = worked_example();
    let dates = TermDates::of(&case, &southwark(), &reference).offers();
    let offered: Vec<Date> = dates.iter().map(|offer| offer.day).collect();
    // Tuesday 12 January is INSET at home; in week 8 the home school has its half term.
    assert_eq!(offered, [day("2027-01-11"), day("2027-03-16")]);
    case.reviews.get_mut(0).unwrap().on = When::On(day("2027-01-12"));
    assert_eq!(
        said(&case, &reference, "review-closed"),
        ["“Week 4 review”: Choose another day: Fennimore Academy is closed (INSET)."]
    );
    let mut desk = opened(&case, knowing(LARKSPUR, FENNIMORE));
    desk.go("Timeline").shows("Fennimore Academy is closed (INSET)");
}

#[test]
fn a_day_outside_the_weeks_of_the_plan_or_late_in_a_term_is_remarked_on() {
    let reference = knowing(LARKSPUR, LARKSPUR);
    let mut case = worked_example();
    let against = |case: &Case, on: &str| {
        let mut case = case.clone();
        case.reviews.get_mut(2).unwrap().on = When::On(day(on));
        let profile = southwark();
        let dates = TermDates::of(&case, &profile, &reference);
        let found = dates.against(case.reviews.get(2).unwrap());
        found.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(against(&case, "2027-03-18"), "");
    assert!(against(&case, "2027-03-01").contains("school week 10; by its plan"));
    assert!(against(&case, "2027-03-20").contains("at a weekend"));
    assert!(against(&case, "2027-02-16").contains("closed (holidays)"));
    assert!(against(&case, "2027-03-25").contains("last two days before a holiday"));
    assert!(against(&case, "2026-12-04").contains("not after the first day, Mon 7 December 2026"));
    assert!(against(&case, "2027-09-09").contains("go only from"));
    case.reviews.get_mut(2).unwrap().on = When::On(day("2027-03-01"));
    assert_eq!(said(&case, &reference, "review-weeks").len(), 1);
}

#[test]
fn a_short_first_week_is_asked_about_before_anything_is_offered() {
    let mut case = worked_example();
    case.start = When::On(day("2026-12-17"));
    let mut desk = opened(&case, knowing(LARKSPUR, LARKSPUR));
    desk.go("Timeline").shows("The first week has only 2 days of attendance");
    desk.do_(Action::OfferReviewDates).shows("No day can be offered");
    desk.field("Count a short first week?").type_("yes");
    assert_eq!(desk.case().count_first_week, YesNo::Yes);
    desk.shows("Offered: Tue 19 January 2027");
    for (answer, wanted) in
        [(YesNo::Yes, "Tue 19 January 2027"), (YesNo::No, "Tue 26 January 2027")]
    {
        case.count_first_week = answer;
        let mut desk = opened(&case, knowing(LARKSPUR, LARKSPUR));
        desk.go("Timeline").do_(Action::OfferReviewDates);
        assert_eq!(days(desk.case()).first().map(String::as_str), Some(wanted));
        assert!(said(&case, &knowing(LARKSPUR, LARKSPUR), "first-week").is_empty());
    }
}

#[test]
fn missing_term_dates_are_said_with_how_to_add_them_and_nothing_is_offered() {
    let mut desk = opened(&worked_example(), Arc::new(no_term_dates()));
    desk.go("Timeline").shows("larkspur hill school").shows("convenor calendar add FILE");
    desk.do_(Action::OfferReviewDates).shows("No day can be offered");
    assert_eq!(days(desk.case()), ["", "", ""]);
    let notes = said(&worked_example(), &no_term_dates(), "term-dates");
    assert_eq!(notes.len(), 1);
    assert!(found(notes.first()).contains("Fennimore Academy, larkspur hill school"), "{notes:?}");

    let only_new =
        Reference { calendars: vec![terms("Larkspur Hill School", LARKSPUR)], ..no_term_dates() };
    let mut desk = opened(&worked_example(), Arc::new(only_new));
    desk.go("Timeline").shows("--school \"Fennimore Academy\"").hides("Offered:");
}

#[test]
fn term_dates_that_end_too_early_are_said_to_and_only_what_they_reach_is_offered() {
    let short =
        "open 2026-09-02 2026-10-23\nopen 2026-11-02 2026-12-18\nopen 2027-01-04 2027-02-12\n";
    let mut desk = opened(&worked_example(), knowing(short, short));
    desk.go("Timeline").do_(Action::OfferReviewDates);
    assert_eq!(days(desk.case()), ["Tue 12 January 2027", "Tue 9 February 2027", ""]);
    let notes = said(&worked_example(), &knowing(short, short), "term-dates");
    assert!(found(notes.first()).starts_with("Week 12 is missing: the calendar of Larkspur"));
}

#[test]
fn an_extension_counts_on_from_week_twelve_once_and_by_four_to_eight_weeks() {
    let reference = knowing(LARKSPUR, LARKSPUR);
    let mut case = worked_example();
    let add = |case: &mut Case, weeks: &str| {
        let id = case.take_row_id();
        case.extensions.push(Extension { id, weeks: weeks.into(), ..Extension::default() });
    };
    add(&mut case, "4");
    let profile = southwark();
    let week = |case: &Case| {
        let dates = TermDates::of(case, &profile, &reference);
        dates.extended(case.extensions.last().unwrap()).unwrap().map(|week| week.span().last)
    };
    assert_eq!(week(&case), Ok(day("2027-04-30")));
    add(&mut case, "8");
    assert_eq!(week(&case), Err("A move is extended only once.".to_owned()));
    for (weeks, wrong) in [("3", "4 to 8"), ("9", "4 to 8"), ("four", "whole number")] {
        case.extensions.clear();
        add(&mut case, weeks);
        let told = week(&case).unwrap_err();
        assert!(told.contains(wrong), "{weeks}: {told:?}");
    }
    case.extensions.clear();
    case.start = When::On(day("2027-04-12"));
    add(&mut case, "4");
    assert!(week(&case).unwrap_err().contains("is missing"));
}

#[test]
fn school_days_are_counted_when_the_school_that_is_meant_is_open() {
    let reference = knowing(LARKSPUR, FENNIMORE);
    let case = worked_example();
    let days = SchoolDays::of(&case, &reference);
    let (friday, monday) = (day("2026-12-18"), day("2027-01-04"));
    assert_eq!(days.after(Which::New, friday, 1), monday);
    assert_eq!(days.after(Which::Both, friday, 1), day("2027-01-05"));
    assert_eq!(days.before(Which::Both, day("2027-01-13"), 1), day("2027-01-11"));
    assert_eq!(days.before(Which::Both, day("2027-01-02"), 0), friday);
    assert_eq!(days.between(Which::Both, day("2027-01-08"), day("2027-01-15")), 4);
    assert_eq!(days.between(Which::New, day("2027-01-08"), day("2027-01-15")), 5);
    assert_eq!(days.between(Which::New, monday, friday), 0);
    assert_eq!(days.basis(Which::Both, Span { first: friday, last: monday }), None);
    let reason = days.why_closed(Which::of(Side::NewSchool), day("2027-05-03"));
    assert_eq!(reason.as_deref(), Some("Larkspur Hill School is closed (May Day)"));
    // A leap day is a day like any other, and clocks going forward change nothing.
    assert_eq!(days.after(Which::New, day("2028-02-28"), 1), day("2028-02-29"));
    assert_eq!(days.between(Which::New, day("2027-03-19"), day("2027-03-29")), 4);
}

#[test]
fn without_term_dates_monday_to_friday_is_counted_and_that_is_said() {
    let (case, nothing) = (worked_example(), no_term_dates());
    let days = SchoolDays::of(&case, &nothing);
    assert_eq!(days.after(Which::Both, day("2026-12-18"), 1), day("2026-12-21"));
    let span = Span { first: day("2026-12-01"), last: day("2026-12-18") };
    let basis = days.basis(Which::New, span);
    assert_eq!(
        basis.as_deref(),
        Some("Counted Monday to Friday, since the term dates are not known: larkspur hill school.")
    );
}

#[test]
fn a_commitment_due_in_the_holidays_is_remarked_on_quietly() {
    let reference = knowing(LARKSPUR, LARKSPUR);
    let mut case = worked_example();
    let id = case.take_row_id();
    case.put_row(0, convenor::domain::table::Table::Commitments.blank_row(id));
    let row = case.commitments.get_mut(0).unwrap();
    row.what = "Share the screener".into();
    row.due = When::On(day("2026-12-24"));
    let told = said(&case, &reference, "due-closed");
    assert!(found(told.first()).starts_with("“Share the screener” is due on a day with no school"));
    let profile = southwark();
    let levels = findings(&case, &profile, &reference, start_of_time().date());
    let due = found(levels.iter().find(|found| found.id == "due-closed"));
    assert_eq!(due.level, convenor::domain::checks::Level::Note);
}

#[test]
fn a_meeting_is_adjourned_with_a_reason_and_goes_on_where_it_was_broken_off() {
    let mut desk = Desk::ready();
    let notes = desk.case().agreed_notes.clone();
    desk.do_(Action::AdjournMeeting).shows("Why is the meeting broken off").press("Enter");
    desk.shows("Say in a few words why").type_("Fire alarm").press("Enter");
    desk.shows("On which day").type_("someday").press("Enter").shows("cannot be read as a date");
    desk.press("Ctrl+A").type_("20 Nov 2026").press("Enter").shows("has passed already");
    desk.press("Ctrl+A").type_("8 Dec").press("Enter").type_("14:00").press("Enter").press("y");
    desk.shows("adjourned until Tue 8 December 2026, 14:00").wait(1000);
    let case = desk.stored();
    assert_eq!(case.stage(), Stage::Adjourned);
    assert_eq!(case.agreed_notes, notes);
    let row = found(case.adjourned());
    assert_eq!((row.reason.as_str(), row.at.as_str()), ("Fire alarm", "14:00"));
    let next = found(case.next_date(start_of_time().date()));
    assert_eq!((next.what.as_str(), next.on), ("the meeting goes on", day("2026-12-08")));

    desk.do_(Action::AdjournMeeting).shows("adjourned already");
    desk.do_(Action::CloseMeeting).shows("Reconvene it before it is closed").press("Esc");
    desk.do_(Action::BackToCases).shows("adjourned").do_(Action::OpenCase);
    desk.days_later(16).do_(Action::ReconveneMeeting).shows("The meeting goes on");
    desk.do_(Action::ReconveneMeeting).shows("The meeting is not adjourned");
    desk.wait(1000);
    let case = desk.stored();
    assert_eq!(
        case.adjournments.first().map(|row| row.resumed.clone()),
        Some(When::On(day("2026-12-08")))
    );
    assert_ne!(case.stage(), Stage::Adjourned);
    desk.do_(Action::CloseMeeting).hides("Reconvene it");
}

#[test]
fn a_meeting_adjourned_without_a_day_is_asked_for_one_and_can_be_taken_back() {
    let mut desk = Desk::ready();
    desk.do_(Action::AdjournMeeting)
        .type_("Mother unwell")
        .press("Enter")
        .press("Enter")
        .press("y");
    desk.shows("Everything noted is kept");
    assert!(desk.meeting().findings.iter().any(|found| found.id == "adjourned"));
    desk.do_(Action::Undo);
    assert!(desk.case().adjourned().is_none());
}

#[test]
fn a_closed_meeting_cannot_be_adjourned() {
    let mut case = sample("DEMO-03");
    assert!(case.is_closed());
    case.adjournments = Vec::<Adjournment>::new();
    let mut desk = Desk::with(&[case], TALL);
    desk.do_(Action::OpenCase).send(convenor::app::Msg::Do(Action::AdjournMeeting));
    assert!(desk.model.dialog.is_none());
}

#[test]
fn a_child_who_could_not_commit_is_asked_again_until_that_is_done() {
    let mut case = sample("DEMO-03");
    assert_eq!(case.childs_part.commits, ChildCommits::CouldNot);
    case.childs_part.revisit = When::On(day("2026-11-25"));
    let again = "come back to what the child could not promise";
    let next = |case: &Case| found(case.next_date(day("2026-11-26")));
    assert_eq!((next(&case).what.as_str(), next(&case).overdue), (again, true));
    case.childs_part.revisited = When::On(day("2026-11-25"));
    assert_eq!(next(&case).what, "Week 4 review");
}

#[test]
fn the_agenda_shows_where_the_child_joins_and_who_is_listening() {
    let desk = |year, stays| {
        let mut case = worked_example();
        case.child.year = year;
        case.childs_part.stays = stays;
        opened(&case, knowing(LARKSPUR, LARKSPUR))
    };
    let mut primary = desk(Year::Y5, Stays::Usual);
    primary.go("Targets").shows("» child joins here").hides("child here");
    primary.go("Commitments").shows("child joins now").go("Terms").shows("· child here");
    primary.do_(Action::RoomView).hides("child here").hides("» child");
    let mut secondary = desk(Year::Y9, Stays::Usual);
    secondary.go("Targets").shows("» child throughout").shows("· child here");
    let mut infant = desk(Year::Y1, Stays::Usual);
    infant.go("Targets").shows("» child is told afterwards").hides("child here");
}

#[test]
fn a_calendar_with_closed_days_names_the_reason_that_the_school_gives() {
    let open = vec![Span { first: day("2026-11-02"), last: day("2026-12-18") }];
    let shut = Closed { span: Span::day(day("2026-12-11")), reason: "Polling day".into() };
    let calendars = vec![Calendar::new("Larkspur Hill School", open, vec![shut]).unwrap()];
    let reference = Reference { calendars, ..no_term_dates() };
    let case = worked_example();
    let why = SchoolDays::of(&case, &reference).why_closed(Which::New, day("2026-12-11"));
    assert_eq!(why.as_deref(), Some("Larkspur Hill School is closed (Polling day)"));
}

#[test]
fn term_dates_that_were_added_meanwhile_are_read_when_a_case_is_opened_and_that_is_told() {
    let mut desk = opened(&worked_example(), Arc::new(no_term_dates()));
    desk.go("Timeline").hides("Offered:").press("Esc");
    let known = Reference::clone(&knowing(LARKSPUR, LARKSPUR));
    desk.finds(known)
        .do_(Action::OpenCase)
        .shows("The calendar of Larkspur Hill School was added.");
    desk.go("Timeline").shows("Offered: Tue 12 January 2027");
}

#[test]
fn what_is_newly_left_out_is_told_with_its_reason_when_the_cases_are_read_again() {
    let mut desk = opened(&worked_example(), knowing(LARKSPUR, LARKSPUR));
    desk.press("Esc");
    let told = "The calendar x.ics is left out: it ends before its last event is complete.";
    let left_out = vec![told.to_owned()];
    let known = Reference { left_out, ..Reference::clone(&knowing(LARKSPUR, LARKSPUR)) };
    desk.finds(known.clone())
        .do_(Action::ReloadCases)
        .shows("! The calendar x.ics is left out: it");
    // It is told once, and again only when something changes.
    desk.finds(known).do_(Action::ReloadCases).do_(Action::OpenCase).hides("left out");
    desk.press("Esc").finds(no_term_dates()).do_(Action::ReloadCases);
    desk.shows("The calendar of Larkspur Hill School was taken away.");
}

#[test]
fn what_is_typed_stays_when_term_dates_change_behind_it() {
    use convenor::app::effect::Outcome;
    let mut desk = opened(&worked_example(), Arc::new(no_term_dates()));
    desk.go("strengths").type_("half a wor");
    let reference = knowing(LARKSPUR, LARKSPUR);
    desk.send(convenor::app::Msg::Done(Outcome::LookedUp(Ok(reference))));
    desk.type_("d").shows("half a word").wait(1000);
    assert!(desk.is_saved() && desk.stored() == *desk.case());
    desk.go("Timeline").shows("Offered: Tue 12 January 2027");
}
