//! Which protocol a case is held by, as its lead sees it.

mod desk;

use convenor::app::action::Action;
use convenor::domain::case::{Issued, IssuedKind, Route, State, Stays, Year};
use convenor::domain::date::{Date, When};
use convenor::domain::plan::Heading;
use desk::{Desk, sample};
use ratatui::layout::Size;

const USUAL: Size = Size { width: 80, height: 24 };

/// A desk with the prepared case, changed and opened.
fn opened(change: impl FnOnce(&mut convenor::domain::case::Case)) -> Desk {
    let mut case = sample("DEMO-01");
    change(&mut case);
    let mut desk = Desk::with(&[case], USUAL);
    desk.do_(Action::OpenCase);
    desk
}

#[test]
fn a_new_case_is_held_by_the_protocol_that_was_chosen_and_it_comes_first_the_next_time() {
    let mut desk = Desk::with(&[], USUAL);
    desk.do_(Action::NewCase).type_("Zoë").press("Enter").shows("Kirklees Council");
    desk.press("Down").press("Enter").shows("Zoë");
    let case = desk.stored();
    assert_eq!((case.profile.as_str(), case.profile_version), ("kirklees", 1));
    assert!(case.reviews.is_empty(), "this protocol plans no reviews");
    desk.do_(Action::BackToCases).do_(Action::NewCase).type_("Ada").press("Enter").press("Enter");
    assert_eq!(desk.case().profile.as_str(), "kirklees");
}

#[test]
fn a_protocol_is_found_by_typing() {
    let mut desk = Desk::with(&[], USUAL);
    desk.do_(Action::NewCase).type_("Zoë").press("Enter").type_("kirk").press("Enter");
    assert_eq!(desk.case().profile.as_str(), "kirklees");
}

#[test]
fn each_protocol_asks_for_its_own() {
    let asks = |desk: &Desk, id: &str| desk.meeting().findings.iter().any(|found| found.id == id);
    let empty = |case: &mut convenor::domain::case::Case| {
        case.people.clear();
        case.terms.uniform_items = "".into();
    };
    let southwark = opened(empty);
    assert!(asks(&southwark, "council") && asks(&southwark, "uniform"));
    let kirklees = opened(|case| {
        empty(case);
        case.profile = "kirklees".into();
    });
    assert!(!asks(&kirklees, "council") && !asks(&kirklees, "uniform"));
    assert!(asks(&kirklees, "route"), "a direction first is not offered there");
    let permanent = opened(|case| {
        case.profile = "kirklees".into();
        case.route = Route::Permanent;
    });
    assert!(!asks(&permanent, "route"));
}

#[test]
fn a_case_whose_protocol_is_not_known_can_be_read_and_typed_but_not_closed() {
    let mut desk = opened(|case| case.profile = "of-another-council".into());
    desk.shows("The protocol “of-another-council” of this case is not known here");
    desk.go("child").field("In their own words").press("End").type_(" Still here.").wait(1000);
    assert!(desk.stored().agreed_notes["child.words"].ends_with("Still here."));
    assert_eq!(desk.stored().profile.as_str(), "of-another-council");
    desk.do_(Action::CloseMeeting).shows("The protocol “of-another").press("y");
    assert!(!desk.stored().is_closed());
}

#[test]
fn another_version_of_the_protocol_is_told_and_stops_nothing() {
    let words = "This case follows version 7 of the Southwark protocol; here is version 1.";
    let mut desk = opened(|case| case.profile_version = 7);
    desk.shows("This case follows version 7");
    let told = |desk: &Desk| desk.meeting().profile.remark_on(desk.case());
    assert_eq!(told(&desk).as_deref(), Some(words));
    for known in [1, 0] {
        assert_eq!(told(&opened(|case| case.profile_version = known)), None);
    }
}

#[test]
fn closing_remembers_the_version_that_the_agreement_follows() {
    let mut desk = opened(|case| case.profile_version = 7);
    desk.do_(Action::CloseMeeting);
    for _ in 0..4 {
        desk.press("Enter").press(" ").do_(Action::CloseMeeting);
    }
    desk.press("y").press("Enter");
    assert!(desk.stored().is_closed());
    assert_eq!(desk.stored().profile_version, 1);
}

#[test]
fn how_long_a_child_stays_and_which_targets_are_offered_is_laid_down_by_the_protocol() {
    let mut profile = convenor::store::profiles::southwark().unwrap();
    let today = Date::from_ymd_opt(2026, 11, 22).unwrap();
    let mut case = sample("DEMO-01");
    case.childs_part.stays = Stays::Usual;
    for (year, stays) in [
        (Year::Y1, Stays::ToldAfterwards),
        (Year::Y5, Stays::JoinsLater),
        (Year::Y9, Stays::Throughout),
    ] {
        case.child.year = year;
        assert_eq!(case.stays(&profile, today), Some(stays));
    }
    profile.child_stays.secondary = Stays::Part;
    assert_eq!(case.stays(&profile, today), Some(Stays::Part));
    case.childs_part.stays = Stays::JoinsLater;
    assert_eq!(case.stays(&profile, today), Some(Stays::JoinsLater));
    let offered: Vec<Heading> = profile.usual_targets.iter().map(|usual| usual.heading).collect();
    let mut desk = Desk::new_case("Anna");
    desk.go("targets");
    for _ in &offered {
        desk.do_(Action::AddRow);
    }
    let headings: Vec<Heading> = desk.case().targets.iter().map(|row| row.heading).collect();
    assert_eq!(headings, offered);
}

#[test]
fn what_a_closed_meeting_made_is_named_when_nothing_can_be_typed_into_it() {
    for (kind, stands) in [
        (IssuedKind::Redirection, "its record of redirection stands"),
        (IssuedKind::Agreement, "its agreement stands"),
    ] {
        let mut desk = opened(|case| {
            case.state = State::Closed;
            case.issued = vec![Issued {
                number: 1,
                on: Date::from_ymd_opt(2026, 12, 1).unwrap(),
                file: "made-1.pdf".into(),
                sha256: "".into(),
                kind,
                route: case.route,
                code: "".into(),
            }];
        });
        desk.go("child").field("In their own words").type_("x").shows(stands);
    }
}

#[test]
fn the_overview_shows_targets_as_they_stand() {
    let mut case = sample("DEMO-01");
    let day = Date::from_ymd_opt(2026, 11, 20).unwrap();
    let target = case.targets[0].id;
    let (id, _) = case.change_target(target, None, day);
    let change = case.amendments.iter_mut().find(|row| row.id == id).unwrap();
    change.number = "88".into();
    change.reason = "illness".into();
    let agreed = When::On(day);
    change.home_agrees = agreed.clone();
    change.new_agrees = agreed.clone();
    change.parents_agree = agreed.clone();
    change.lead_agrees = agreed;
    let mut desk = Desk::with(&[case], Size { width: 180, height: 60 });
    desk.shows("changed from Fri 20 November").shows("88 % of sessions");
}
