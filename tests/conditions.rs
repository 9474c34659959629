//! Attendance, pupil numbers, and how each condition for a move stands.

mod desk;

use std::sync::LazyLock;

use convenor::app::action::Action;
use convenor::app::dialog::Dialog;
use convenor::domain::attendance::{Absence, NotCounted, Sessions};
use convenor::domain::case::{Case, Done, IssuedKind, Outcome, Year, YesNo};
use convenor::domain::checks::{Finding, Level, findings};
use convenor::domain::conditions::{COUNT, Condition, State, conditions};
use convenor::domain::consequences::consequences;
use convenor::domain::date::{Date, When};
use convenor::domain::people::{Answer, Here, Party, Person, Responsibility, RowId, Way};
use convenor::domain::profile::{Profile, Thresholds};
use convenor::domain::screening::{
    Care, FamilyHelp, PlanProgress, Reason, ReasonForMove, Redirection, Screening, Sen,
};
use convenor::domain::upn;
use convenor::store::fingerprint;
use desk::{Desk, found, sample, southwark, sure};
use proptest::prelude::*;
use ratatui::layout::Size;

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn on(year: i32, month: u32, of_month: u32) -> When {
    When::On(day(year, month, of_month))
}

static PROFILE: LazyLock<Profile> = LazyLock::new(southwark);

fn thresholds() -> Thresholds {
    PROFILE.thresholds
}

proptest! {
    #[test]
    fn whatever_is_typed_attendance_is_counted_or_says_why_not(
        possible in "\\PC{0,8}|[0-9]{0,12}",
        attended in "\\PC{0,8}|[0-9]{0,12}",
        suspended in "\\PC{0,8}|[0-9]{0,12}",
    ) {
        let screening = Screening {
            possible: possible.as_str().into(),
            attended: attended.as_str().into(),
            suspended: suspended.as_str().into(),
            ..Screening::default()
        };
        match Sessions::recorded(&screening) {
            Ok(sessions) => prop_assert!(!sessions.in_words(&thresholds()).is_empty()),
            Err(wrong) => prop_assert!(wrong.to_string().ends_with('.')),
        }
    }

    #[test]
    fn counts_add_up_and_figures_never_pass_a_hundred(
        possible in 1_u32..2000, missed in 0_u32..2000, suspended in 0_u32..2000,
    ) {
        let missed = missed.min(possible);
        let suspended = suspended.min(missed);
        let sessions = sure(Sessions::new(possible, possible - missed, suspended));
        prop_assert_eq!(sessions.attended() + sessions.missed(), possible);
        prop_assert_eq!(sessions.attended_tenths() + sessions.missed_tenths(), 1000);
        let share = f64::from(sessions.attended()) * 1000.0 / f64::from(possible);
        prop_assert!((f64::from(sessions.attended_tenths()) - share).abs() <= 0.5);
        let percent = missed * 100 / possible;
        let wanted = match percent {
            50.. => Absence::Severe,
            10..50 => Absence::Persistent,
            _ => Absence::Usual,
        };
        prop_assert_eq!(sessions.absence(&thresholds()), wanted);
        if let Some(without) = sessions.without_suspension() {
            prop_assert!(without.attended_tenths() >= sessions.attended_tenths());
            prop_assert_eq!(without.attended(), sessions.attended());
        } else {
            prop_assert_eq!(suspended, possible);
        }
    }

    #[test]
    fn no_text_makes_a_pupil_number_fail(text in "\\PC{0,20}|[A-Z][0-9]{11}[0-9A-Z]") {
        if let Err(wrong) = upn::check(&text) {
            prop_assert!(wrong.to_string().ends_with("Copy it again."));
        }
    }
}

#[test]
fn attendance_is_said_with_and_without_suspension() {
    let words = |possible, attended, suspended| {
        sure(Sessions::new(possible, attended, suspended)).in_words(&thresholds())
    };
    assert_eq!(
        words(116, 108, 7),
        "108 of 116 sessions, 93.1 %; without suspension 108 of 109 sessions, 99.1 %"
    );
    assert_eq!(words(128, 105, 0), "105 of 128 sessions, 82.0 %: persistent absence");
    assert_eq!(
        words(100, 50, 50),
        "50 of 100 sessions, 50.0 %: severe absence; without suspension 50 of 50 sessions, 100.0 %"
    );
    assert_eq!(
        words(4, 0, 4),
        "0 of 4 sessions, 0.0 %: severe absence; every session was under suspension"
    );
    assert_eq!(words(1000, 900, 0), "900 of 1000 sessions, 90.0 %: persistent absence");
    assert_eq!(words(1000, 901, 0), "901 of 1000 sessions, 90.1 %");
}

#[test]
fn counts_that_do_not_fit_are_refused_with_a_reason() {
    assert_eq!(Sessions::new(0, 0, 0), Err(NotCounted::NonePossible));
    assert!(matches!(Sessions::new(10, 11, 0), Err(NotCounted::MoreAttended { .. })));
    assert!(matches!(Sessions::new(10, 9, 2), Err(NotCounted::MoreSuspended { .. })));
}

#[test]
fn pupil_numbers_are_checked_by_their_letter() {
    for sound in
        ["B801200005001", "R999999926001", "F999999926002", "V999999926003", " b801200005001 "]
    {
        assert_eq!(upn::check(sound), Ok(()), "{sound}");
    }
    for at in 1..13 {
        let mut wrong = *b"B801200005001";
        wrong[at] = if wrong[at] == b'9' { b'0' } else { wrong[at] + 1 };
        let wrong = String::from_utf8_lossy(&wrong).into_owned();
        assert_eq!(upn::check(&wrong), Err(upn::NotAUpn::WrongLetter), "{wrong}");
    }
    for malformed in ["", "B", "B80120000500", "8801200005001", "B8012000050011", "I801200005001"] {
        assert_eq!(upn::check(malformed), Err(upn::NotAUpn::WrongForm), "{malformed}");
    }
    let letters = "ABCDEFGHJKLMNPQRTUVWXYZ";
    let temporary =
        |last| letters.chars().find(|c| upn::check(&format!("{c}80120000500{last}")).is_ok());
    assert!(letters.chars().all(|last| temporary(last).is_some()), "a number may end in a letter");
    assert_eq!(temporary('S'), None);
}

fn person(id: u32, name: &str, party: Party, here: Here, has: Responsibility) -> Person {
    Person {
        id: RowId(id),
        name: name.into(),
        party,
        here,
        responsibility: has,
        ..Person::default()
    }
}

/// The first worked case: at risk of permanent exclusion, with everything tried.
fn lukasz() -> Case {
    let mut case = sample("DEMO-01");
    case.register.upn = "R999999926001".into();
    let screening = &mut case.screening;
    screening.imminent = YesNo::Yes;
    screening.imminent_why = "A serious fight on 12 November".into();
    screening.family_help = FamilyHelp::InPlace;
    screening.plan_began = on(2026, 6, 15);
    screening.plan_reviews = "3".into();
    screening.plan_progress = PlanProgress::Little;
    screening.possible = "116".into();
    screening.attended = "108".into();
    screening.suspended = "7".into();
    screening.suspension_days = "9".into();
    screening.serious_act = YesNo::Yes;
    case
}

/// The third worked case: an EHCP in Year 11.
fn sian() -> Case {
    let mut case = lukasz();
    case.register.upn = "V999999926003".into();
    case.child.name = "Siân Çelik-O’Rourke".into();
    case.child.born = on(2010, 11, 20);
    case.child.year = Year::Unsaid;
    case.home_school = "Brackenfold School".into();
    case.new_school = "Netherwick College Academy".into();
    case.meeting.on = on(2026, 12, 8);
    case.meeting.at = "14:00".into();
    case.meeting.venue = "Netherwick College Academy".into();
    let (yes, none) = (Responsibility::Yes, Responsibility::Unsaid);
    case.people = vec![
        person(1, "Siân Çelik-O’Rourke", Party::Child, Here::Present, none),
        person(2, "Deniz Çelik", Party::Parent, Here::Present, yes),
        person(3, "Aoife O’Rourke", Party::Parent, Here::Unsaid, yes),
        person(4, "Ambrose Teller", Party::HomeHead, Here::Present, none),
        person(5, "Lourdes Ferreira-Hill", Party::NewStaff, Here::Present, none),
        person(6, "Adaeze Brontë-Falk", Party::Council, Here::Present, none),
    ];
    let screening = &mut case.screening;
    screening.sen = Sen::Ehcp;
    screening.caseworker = "Nkechi Vasić".into();
    screening.possible = "128".into();
    screening.attended = "105".into();
    screening.suspended = "6".into();
    screening.exam_centre = "Brackenfold School".into();
    screening.exam_entries = "Stay at Brackenfold".into();
    screening.access_arrangements = "Stay at Brackenfold".into();
    case
}

/// What screening is about, apart from what else a meeting still lacks.
const SCREENED: [&str; 14] = [
    "ehcp",
    "ehcp-decision",
    "ehcp-refused",
    "consulted",
    "persistent-absence",
    "severe-absence",
    "year-11",
    "exam-entries",
    "heads",
    "council",
    "suspensions",
    "tried-first",
    "wants-other",
    "on-roll",
];

fn screened(case: &Case) -> Vec<(Level, &'static str)> {
    let today = found(case.meeting.on.day());
    let all = findings(case, &PROFILE, &desk::reference(), today);
    let mine = all.iter().filter(|finding| SCREENED.contains(&finding.id));
    mine.map(|finding| (finding.level, finding.id)).collect()
}

#[test]
fn the_first_worked_case_passes_screening() {
    let case = lukasz();
    assert_eq!(screened(&case), []);
    let all = conditions(&case, &PROFILE, &desk::reference(), day(2026, 12, 1));
    let wrong: Vec<&Condition> =
        all.iter().filter(|one| matches!(one.state, State::Open | State::NotMet)).collect();
    assert_eq!(wrong, Vec::<&Condition>::new());
    let rests = |rule: &str| found(all.iter().find(|one| one.rule == rule)).rests_on.clone();
    assert!(rests("R1").contains("Is permanent exclusion imminent: yes"), "{}", rests("R1"));
    assert!(rests("R4").contains("93.1 %"), "{}", rests("R4"));
}

#[test]
fn the_third_worked_case_is_stopped_for_the_review_of_its_plan() {
    let case = sian();
    let mut wanted = vec![
        (Level::Block, "ehcp"),
        (Level::Block, "consulted"),
        (Level::Warn, "persistent-absence"),
        (Level::Warn, "year-11"),
        (Level::Warn, "heads"),
        (Level::Warn, "ehcp-decision"),
    ];
    let mut screened = screened(&case);
    screened.sort_by_key(|(_, id)| *id);
    wanted.sort_by_key(|(_, id)| *id);
    assert_eq!(screened, wanted);
    let today = day(2026, 12, 8);
    let all = findings(&case, &PROFILE, &desk::reference(), today);
    let said = |id: &str| found(all.iter().find(|finding| finding.id == id)).sentence.clone();
    assert!(said("persistent-absence").contains("18.0 %"), "{}", said("persistent-absence"));
    assert!(said("consulted").starts_with("Aoife O’Rourke"), "{}", said("consulted"));
    let all = conditions(&case, &PROFILE, &desk::reference(), today);
    let plan = found(all.iter().find(|one| one.rule == "R88"));
    assert_eq!((plan.state, plan.leads_to), (State::NotMet, Redirection::PlanReview));
    assert!(plan.next().contains("Next: review of the EHCP."), "{}", plan.next());
    assert_eq!(plan.to_set_aside(), None);
}

#[test]
fn the_third_worked_case_is_closed_with_the_record_of_a_redirection() {
    let mut case = sian();
    case.state = convenor::domain::case::State::Open;
    case.pushed = YesNo::Yes;
    let mut desk = Desk::with(&[case], Size { width: 120, height: 40 });
    desk.press("Enter").do_(Action::CloseMeeting);
    desk.shows("must be done before the meeting can be closed").shows("EHCP");
    desk.press("y").press("Esc");
    assert!(!desk.case().is_closed(), "an agreement cannot be made");
    desk.go("Conditions").field("Where the case belongs").type_("review of the EHCP");
    desk.do_(Action::CloseMeeting).shows("2 things must be done").press("Esc");
    desk.field("Family told on").type_("8 Dec 2026");
    desk.field("What was explained, who takes it on").type_("The SEND team calls a review.");
    desk.do_(Action::CloseMeeting).shows("redirection 1?").shows("No agreement is made");
    desk.press("y").shows("Record of meeting and redirection 1 is made.");
    desk.shows("ended on Tue 8 December 2026: redirected").press("Enter");

    let case = desk.stored();
    let issued = found(case.issued.last());
    assert_eq!((issued.number, issued.kind), (1, IssuedKind::Redirection));
    assert_eq!(&*issued.file, &format!("{}-redirection-1.pdf", case.id));
    let pdf = found(desk.document(&issued.file));
    assert_eq!(issued.sha256, fingerprint(&pdf).as_str());
    let text = found(desk.document(&format!("{}-redirection-1.txt", case.id)));
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(text.contains("This is a record and not an agreement."), "{text}");
    assert!(text.contains("The SEND team calls a review.") && !text.contains("DRAFT"), "{text}");
    assert_eq!(case.outcome, Outcome::Redirected);
    assert_eq!(case.outcome_on, on(2026, 12, 8));
    assert!(case.is_ended());
    assert!(case.follow_ups.iter().all(|step| *step.key != *"admissions"), "no admissions notice");
    assert!(!case.sends.is_empty(), "everyone who was there gets a copy");
    let moved = consequences(&case, &PROFILE, None);
    assert!(moved.iter().any(|one| one.what == "the child stays on its roll meanwhile"));
    assert!(moved.iter().all(|one| !one.what.contains("second school")), "{moved:#?}");

    // What is written down later does not change what was made.
    desk.field("What was explained, who takes it on").type_(" Later words.");
    let folder = sure(tempfile::tempdir());
    let copy = folder.path().join("copy.pdf");
    desk.do_(Action::Export).type_("redirection").press("Enter").press("Ctrl+A");
    desk.type_(&copy.to_string_lossy()).press("Enter").shows("is written to");
    assert_eq!(sure(std::fs::read(&copy)), pdf);
}

#[test]
fn every_condition_stands_in_the_list_and_leads_somewhere() {
    let case = sample("DEMO-05");
    let all = conditions(&case, &PROFILE, &desk::reference(), day(2026, 11, 22));
    assert_eq!(all.len(), COUNT);
    for n in (1..=20).chain(88..=90) {
        assert!(all.iter().any(|one| one.rule == format!("R{n}")), "R{n}");
    }
    for one in &all {
        let places = match &one.place {
            convenor::domain::checks::Place::Slot(slot) => PROFILE.place_of(slot),
            convenor::domain::checks::Place::Table(table) => PROFILE.place_of_table(*table),
            convenor::domain::checks::Place::Outside => None,
        };
        assert!(places.is_some(), "{one:?}");
    }
}

#[test]
fn a_condition_goes_from_open_to_met_or_to_where_the_case_belongs() {
    let mut case = sample("DEMO-01");
    let state = |case: &Case| {
        let all = conditions(case, &PROFILE, &desk::reference(), day(2026, 12, 1));
        let one = found(all.iter().find(|one| one.rule == "R5")).clone();
        (one.state, one.next())
    };
    case.screening.wants_other = YesNo::NotAsked;
    assert_eq!(state(&case).0, State::Open);
    case.screening.wants_other = YesNo::No;
    assert_eq!(state(&case), (State::Met, String::new()));
    case.screening.wants_other = YesNo::Yes;
    let (stands, next) = state(&case);
    assert_eq!(stands, State::NotMet);
    assert!(next.ends_with("Next: in-year admissions application."), "{next}");
    case.screening.care = Care::No;
    let all = conditions(&case, &PROFILE, &desk::reference(), day(2026, 12, 1));
    assert_eq!(found(all.iter().find(|one| one.rule == "R89")).state, State::NotApplicable);
}

fn at_conditions() -> Desk {
    let mut case = sample("DEMO-01");
    case.screening.wants_other = YesNo::Yes;
    case.reasons.push(ReasonForMove {
        id: RowId(700),
        reason: Reason::Other,
        detail: "nearer to home".into(),
    });
    let mut desk = Desk::with(&[case], ratatui::layout::Size { width: 100, height: 40 });
    desk.do_(Action::OpenCase);
    desk
}

fn blocks(desk: &Desk) -> Vec<&'static str> {
    let mine = |finding: &&Finding| finding.level == Level::Block && finding.id != "agreement";
    desk.meeting().findings.iter().filter(mine).map(|finding| finding.id).collect()
}

#[test]
fn a_condition_is_set_aside_with_a_reason_and_undo_brings_it_back() {
    let mut desk = at_conditions();
    assert_eq!(blocks(&desk), ["wants-other"]);
    desk.go("Conditions").field("It is not simply another school");
    desk.shows("not met").shows("Next: in-year admissions application.");
    desk.press("s").shows("Why is this set aside?").press("Enter").shows("Type the reason");
    desk.type_("It is one reason of three").press("Enter");
    assert_eq!(blocks(&desk), <[&str; 0]>::default());
    desk.shows("set aside: It is one reason of three");
    let kept = &desk.case().overrides[0];
    assert_eq!((&*kept.check, &*kept.reason), ("wants-other", "It is one reason of three"));
    assert_eq!(kept.by_whom, desk.case().meeting.lead);
    assert_eq!(kept.on, on(2026, 11, 22));
    desk.do_(Action::Undo);
    assert_eq!(blocks(&desk), ["wants-other"]);
    desk.do_(Action::Redo);
    assert_eq!(blocks(&desk), <[&str; 0]>::default());
    desk.wait(2000);
    assert_eq!(desk.stored().overrides.len(), 1);
}

#[test]
fn space_on_a_condition_moves_nothing_and_changes_nothing() {
    let mut desk = at_conditions();
    desk.go("Conditions").field("It is not simply another school");
    let (before, focus) = (desk.case().clone(), desk.meeting().focus.clone());
    desk.press(" ");
    assert_eq!((desk.case(), &desk.meeting().focus), (&before, &focus));
    desk.shows("Enter Go there");
}

#[test]
fn enter_on_a_condition_goes_to_where_it_is_mended() {
    let mut desk = at_conditions();
    desk.go("Conditions").field("It is not simply another school").press("Enter");
    desk.shows("› Only another school wanted?");
}

#[test]
fn a_finding_is_set_aside_from_the_list_before_closing() {
    let mut desk = at_conditions();
    desk.do_(Action::CloseMeeting);
    let at = found(desk.findings().position(|finding| finding.id == "wants-other"));
    desk.times(at, Action::Down).press("s").type_("Talked through").press("Enter");
    assert!(matches!(desk.model.dialog, Some(Dialog::Closing(_))), "the list is there again");
    assert!(
        desk.findings().all(|finding| finding.level != Level::Block || finding.id == "agreement")
    );
    desk.times(200, Action::Down).shows("set aside: Talked through");
}

#[test]
fn an_answer_that_is_needed_cannot_be_set_aside() {
    let mut desk = at_conditions();
    desk.do_(Action::CloseMeeting);
    let at = found(desk.findings().position(|finding| finding.id == "agreement"));
    desk.times(at, Action::Down).press("s");
    assert!(matches!(desk.model.dialog, Some(Dialog::Closing(_))));
    assert_eq!(desk.case().overrides.len(), 0);
    desk.press("Esc");
}

#[test]
fn what_is_set_aside_lets_the_meeting_close() {
    let mut desk = at_conditions();
    desk.go("Conditions").field("It is not simply another school").press("s");
    desk.type_("One reason of three").press("Enter");
    let mut case = desk.case().clone();
    for person in case.people.iter_mut().filter(|person| person.is_asked()) {
        person.answer = Answer::Agrees;
        person.way = Way::Meeting;
        person.answered_on = on(2026, 11, 22);
    }
    case.meeting.privacy_read = Done::Yes;
    let all = findings(&case, &PROFILE, &desk::reference(), day(2026, 12, 1));
    assert!(all.iter().all(|finding| finding.level != Level::Block), "{all:#?}");
}

#[test]
fn the_form_says_what_follows_from_the_sessions() {
    let mut desk = at_conditions();
    desk.go("Attendance, susp");
    desk.shows("= 99 of 106 sessions, 93.4 %; without suspension 99 of 100");
    desk.field("Sessions attended").press("Ctrl+A").type_("120");
    desk.shows("! More sessions attended (120) than possible (106). Count them");
}
