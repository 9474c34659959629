//! Two cases from the first enquiry on, held by one facilitator from the keyboard: one under the
//! Southwark protocol, by off-site direction, to a confirmed move; one under that of Kirklees, to
//! its agreement. Every document is made and read, and the year’s figures hold both.
#![allow(clippy::too_many_lines, reason = "a meeting has as many fields as it has")]
#![allow(
    clippy::indexing_slicing,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod desk;

use convenor::app::action::Action;
use convenor::documents::document_of;
use convenor::domain::case::{Case, Outcome, Stage};
use convenor::domain::date::Date;
use convenor::domain::report::{Names, columns, figures};
use convenor::export::{Format, Kind, Missing, Wanted, render};
use desk::{Desk, found, reference, sure};
use ratatui::layout::Size;

const WIDE: Size = Size { width: 120, height: 40 };

fn day(year: i32, month: u32, day: u32) -> Date {
    found(Date::from_ymd_opt(year, month, day))
}

/// Turns the clock to a day ahead.
fn turn_to(desk: &mut Desk, day: Date) {
    let days = (day - desk.model.now.today()).num_days();
    desk.days_later(sure(u64::try_from(days)));
}

/// Fills in fields of an item, each by its label.
fn fill(desk: &mut Desk, item: &str, fields: &[(&str, &str)]) {
    desk.go(item);
    for (label, text) in fields {
        desk.field(label).type_(text);
    }
}

/// Adds a row to the list of the item, and fills in its cells from the first one on.
fn row(desk: &mut Desk, cells: &[(&str, &str)]) {
    desk.do_(Action::AddRow);
    for (label, text) in cells {
        desk.field(label).type_(text);
    }
}

/// The people round the table: name, side (by its first letters), role, and who is responsible.
fn people(desk: &mut Desk, child: &str, others: &[(&str, usize, &str, bool)]) {
    desk.go("welcome").field(child).field("Here").press(" ");
    for (name, side, role, responsible) in others {
        row(desk, &[("Name", name)]);
        desk.field("Speaks for");
        desk.times(*side, Action::NextAnswer);
        desk.field("Role").type_(role).field("Here").press(" ");
        if *responsible {
            desk.field("Parental").press(" ");
        }
    }
    desk.field("Privacy line").press(" ");
}

const PARENT: usize = 2;
const HOME_HEAD: usize = 3;
const NEW_HEAD: usize = 4;
const COUNCIL: usize = 5;

/// Asks everybody in turn; each agrees, in the meeting.
fn everyone_agrees(desk: &mut Desk) {
    let count = desk.case().people.iter().filter(|person| person.is_asked()).count();
    desk.go("read-back").field("Answer");
    for n in 0..count {
        desk.press(" ");
        if n + 1 < count {
            desk.do_(Action::NextField).field("Answer");
        }
    }
}

/// The place of the head of the home school among the people.
const HOME_HEAD_AT: usize = 2;

/// Records who is at the review: everybody, but for one who is away.
fn who_is_here(desk: &mut Desk, away: Option<usize>) {
    let review = found(desk.case().review_under_way()).id;
    let count = desk.case().attendances.iter().filter(|row| row.review == review).count();
    for n in 0..count {
        let here = if Some(n) == away { "apologies" } else { "present" };
        desk.field("Here").type_(here).do_(Action::NextField);
    }
}

/// Asks everybody afresh; the head of the home school is away, and agrees by telephone.
fn everyone_agrees_afresh(desk: &mut Desk) {
    let review = found(desk.case().review_under_way()).id;
    for n in 0..desk.case().asked_afresh(review).len() {
        desk.field("Answer").press(" ");
        if n == HOME_HEAD_AT {
            desk.field("Given").type_("by telephone");
        }
        desk.do_(Action::NextField);
    }
}

/// Closes what is on the screen, and says that nothing blocks.
fn close(desk: &mut Desk) {
    desk.do_(Action::CloseMeeting).hides("must be done").press("y").press("Enter");
    assert!(desk.is_saved(), "{}", desk.screen());
}

/// A document of the stored case as its reader meets it, in both forms.
fn read(case: &Case, kind: Kind, review: Option<usize>, on: Date) -> String {
    let reference = reference();
    let review = review.map(|at| case.reviews[at].id);
    let wanted = Wanted { kind, review };
    let profile = reference.profiles.of(case).for_case(case).into_owned();
    let document = sure(document_of(case, &profile, wanted, on));
    let pdf = sure(render(Format::Pdf, &document, Missing::Refuse));
    assert!(pdf.starts_with(b"%PDF"));
    let text = sure(render(Format::Text, &document, Missing::Refuse));
    let text = sure(String::from_utf8(text));
    assert!(!text.to_lowercase().contains("trial"), "{}", kind.title());
    assert!(!text.contains("CANARY"), "something private stands in: {}", kind.title());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn figure(case: &Case, column: &str, on: Date) -> String {
    let reference = reference();
    let figures = figures(case, reference.profiles.of(case), on, Names::Left);
    let at = columns(Names::Left).iter().position(|name| *name == column);
    figures[found(at)].clone()
}

/// Screening and preparation of the first case, until nothing about them stands in the way.
fn screen_and_prepare(desk: &mut Desk) {
    desk.go("is a move right").field("Add a reason");
    row(desk, &[("Reason", "at risk"), ("In a few words", "A serious fight on 12 November.")]);
    for (label, text) in [
        ("Why this is best", "A fresh start in a smaller school, without the five peers."),
        ("Is permanent exclusion imminent?", "y"),
        ("Why it is", "One very serious act after nine days of suspension."),
        ("Only another school wanted?", "n"),
        ("On a school’s roll?", "y"),
        ("Only a temporary need?", "n"),
        ("Could the child come back?", "y"),
        ("Is the family committed?", "y"),
    ] {
        desk.field(label).type_(text);
    }
    fill(
        desk,
        "what was tried",
        &[
            ("Team around the family", "1 oct"),
            ("Family Early Help", "help is in place"),
            ("Pastoral plan began", "15 jun 2026"),
            ("Reviews of the plan", "3"),
            ("What came of the plan", "little"),
            ("Individual or pastoral", "y"),
            ("Outside agencies", "y"),
            ("Policies and guidance", "Behaviour policy of September 2026"),
            ("Idea out of", "n"),
            ("says the school", "y"),
            ("says the family", "y"),
            ("says the council", "y"),
            ("Who said so", "Idris Pemberton-Shah, Halina Wiśniewska, Adaeze Brontë-Falk"),
        ],
    );
    fill(
        desk,
        "attendance, susp",
        &[
            ("Sessions possible", "116"),
            ("Sessions attended", "108"),
            ("Missed by suspension", "7"),
            ("Days suspended", "9"),
            ("How many suspensions", "4"),
            ("One very serious act?", "y"),
        ],
    );
    desk.shows("93.1 %");
    fill(desk, "needs, care", &[("Special educational", "SEN support"), ("Looked after", "no")]);
    fill(
        desk,
        "the school asked",
        &[("New school asked on", "20 nov"), ("Why it might work", "Half the size.")],
    );
    desk.field("Add a ");
    row(desk, &[("What is different", "size"), ("How", "720 pupils instead of 1,540")]);
    fill(desk, "the school asked", &[("Next suitable school", "y"), ("Over its admission", "n")]);
    fill(
        desk,
        "informed",
        &[
            ("Parents first asked", "13 nov"),
            ("Council first asked", "13 nov"),
            ("The council’s part", "leads"),
            ("Information sheet", "20 nov"),
        ],
    );
    desk.go("conditions").shows("Not the first thing to try (R1): met");
}

/// The eleven items of the first meeting.
fn hold_the_meeting(desk: &mut Desk) {
    people(
        desk,
        "Łukasz",
        &[
            ("Halina Wiśniewska", PARENT, "mother", true),
            ("Idris Pemberton-Shah", HOME_HEAD, "head", false),
            ("Dr Thandiwe Ashgrove", NEW_HEAD, "head", false),
            ("Adaeze Brontë-Falk", COUNCIL, "inclusion practitioner", false),
        ],
    );
    fill(desk, "welcome", &[("Who comes with", "Saoirse Vâlcea")]);
    fill(
        desk,
        "child’s voice",
        &[
            ("own words", "I want a place where I start at nought."),
            ("How the view", "spoken"),
            ("For the lead only", "CANARY one"),
        ],
    );
    fill(
        desk,
        "parent’s voice",
        &[
            ("own words", "Tell me one good thing a week."),
            ("next steps clear", "y"),
            ("feel pushed", "n"),
            ("What was said about it", "CANARY two"),
        ],
    );
    fill(
        desk,
        "why a move",
        &[("Why a move is recommended", "Conflict with five peers since March.")],
    );
    desk.field("Add a measure");
    row(desk, &[("What", "Mentoring, 14 sessions"), ("With what effect", "Partial.")]);
    fill(
        desk,
        "why a move",
        &[("What the move should achieve", "Finish Year 9 with no suspension")],
    );
    fill(
        desk,
        "strengths",
        &[("Strengths", "Maths; table tennis"), ("Needs", "Unstructured time")],
    );
    desk.go("background").field("Add a line");
    row(desk, &[("Line", "CANARY three")]);
    fill(desk, "background", &[("What is different", "Half the size, none of the five peers")]);
    fill(desk, "targets", &[("attendance target", "96")]);
    desk.field("Add a target");
    row(desk, &[("Heading", "attendance"), ("What", "Be in school"), ("Now", "93.1")]);
    desk.go("commitments").field("Add a commitment");
    for (side, who, what, due) in [
        ("child", "Łukasz Wiśniewski", "Check in at 08:25", "7 dec"),
        ("new school", "Björn Castellane", "Mentor for 20 minutes on Tuesdays", "8 dec"),
        ("home school", "Saoirse Vâlcea", "Send the behaviour analysis", "3 dec"),
        ("parent", "Halina Wiśniewska", "Read the report on Fridays", "11 dec"),
    ] {
        row(desk, &[("For", side), ("Who", who), ("What", what), ("Date", due)]);
    }
    fill(desk, "commitments", &[("The child today", "gave")]);
    fill(
        desk,
        "terms",
        &[
            ("Branded items", "Blazer and tie"),
            ("Who pays at first", "Fennimore Academy"),
            ("at this meeting", "confirmed"),
        ],
    );
    fill(desk, "timeline", &[("First day at", "7 dec")]);
    for (review, on) in [("Week 4", "12 jan 2027"), ("Week 12", "16 mar 2027")] {
        desk.go("timeline").field(review).do_(Action::NextField).type_(on);
    }
    fill(
        desk,
        "timeline",
        &[
            ("If it goes well", "A managed move, if all agree."),
            ("If it does not", "Back to Fennimore on 18 March."),
        ],
    );
}

/// The week 4 review, at which a promise turns out to have been missed.
fn hold_the_week_4_review(desk: &mut Desk) {
    turn_to(desk, day(2027, 1, 12));
    desk.do_(Action::BeginReview).press("Enter").shows("Who is there");
    desk.field("›   Was the child").type_("y");
    who_is_here(desk, None);
    fill(
        desk,
        "how it is going",
        &[("The child", "The check-in helps."), ("For the lead only", "CANARY four")],
    );
    desk.go("targets, commitments").field("Reading").type_("95.2");
    desk.shows("! overdue").field("What became of it").type_("not kept");
    desk.field("Note").type_("It slipped. Now by Friday.");
    desk.go("what is decided").field("Add a commitment");
    let wanted = [("For", "new school"), ("Who", "Björn Castellane"), ("What", "Ring home")];
    row(desk, &wanted);
    desk.field("Date").type_("22 jan 2027");
    fill(desk, "what is decided", &[("What was decided", "goes on")]);
    close(desk);
}

/// The week 12 review, at which everybody asks for more time.
fn extend_at_week_12(desk: &mut Desk) {
    turn_to(desk, day(2027, 3, 16));
    desk.do_(Action::BeginReview).press("Enter").shows("Who is there");
    desk.field("›   Was the child").type_("y");
    who_is_here(desk, None);
    desk.go("week 12 review: targets").field("Reading").type_("95.6");
    desk.field("What became of it").shows("Last time (Week 4 review): not kept");
    desk.type_("kept").shows("Ring home");
    desk.go("week 12 review: what is decided").field("What was decided").type_("is extended");
    desk.field("Add").do_(Action::AddRow).field("School weeks").type_("4");
    desk.field("Reason").type_("Two weeks were lost to illness.");
    desk.field("Review at the end").do_(Action::NextField).type_("27 apr 2027");
    close(desk);
    assert_eq!(desk.case().stage(), Stage::Extended);
}

/// The review at the end of the extension, which confirms the move.
fn confirm_the_move(desk: &mut Desk) {
    turn_to(desk, day(2027, 4, 27));
    desk.do_(Action::BeginReview).press("Enter").shows("Who is there");
    desk.field("›   Was the child").type_("y");
    who_is_here(desk, Some(HOME_HEAD_AT));
    desk.go("end of the extension: targets").field("Reading").type_("96.4");
    desk.go("end of the extension: what is decided").field("What was decided").type_("move");
    everyone_agrees_afresh(desk);
    close(desk);
    assert_eq!(desk.case().stage(), Stage::Ended(Outcome::Confirmed));
}

#[test]
fn one_facilitator_carries_a_case_from_the_first_enquiry_to_a_confirmed_move() {
    let mut desk = Desk::with(&[], WIDE);
    desk.do_(Action::NewCase).type_("Łukasz Wiśniewski").press("Enter").press("Enter");
    fill(
        &mut desk,
        "details",
        &[
            ("Date of birth", "14 feb 2013"),
            ("Home school", "Fennimore Academy"),
            ("Proposed school", "Larkspur Hill School"),
            ("Kind of move", "off-site"),
            ("Meeting on", "1 dec 2026"),
            ("Time", "10:00"),
            ("Place", "Larkspur Hill School, room G4"),
            ("Who leads", "Adaeze Brontë-Falk"),
            ("Who takes", "Adaeze Brontë-Falk"),
        ],
    );
    screen_and_prepare(&mut desk);
    turn_to(&mut desk, day(2026, 12, 1));
    hold_the_meeting(&mut desk);
    fill(
        &mut desk,
        "off-site direction",
        &[
            ("Address to go to", "1 Larkspur Hill"),
            ("Who to report to", "Björn Castellane"),
            ("Last day", "16 mar 2027"),
            ("Number of days", "60"),
            ("Morning session", "08:30 to 12:00"),
            ("Afternoon session", "13:00 to 15:10"),
            ("Reasons", "A serious fight."),
            ("Objectives", "A calm term."),
            ("Notice given to parents", "1 dec"),
        ],
    );
    everyone_agrees(&mut desk);
    close(&mut desk);
    assert!(!desk.case().follow_ups.is_empty() && !desk.case().sends.is_empty());
    hold_the_week_4_review(&mut desk);
    extend_at_week_12(&mut desk);
    confirm_the_move(&mut desk);

    let case = desk.stored();
    let today = day(2027, 4, 27);
    for (kind, words) in [
        (Kind::Agreement, "I want a place where I start at nought."),
        (Kind::Admissions, "Larkspur Hill School"),
        (Kind::Briefing, "Be in school"),
        (Kind::HostChecklist, "water"),
        (Kind::Questionnaire, "I am good at"),
        (Kind::Information, "SENDIASS"),
        (Kind::Direction, "08:30 to 12:00"),
        (Kind::MeetingSheet, "Read-back"),
    ] {
        let text = read(&case, kind, None, today);
        assert!(text.contains(words), "{}: {text}", kind.title());
    }
    for (at, words) in [
        (0, "It slipped. Now by Friday."),
        (0, "Ring home"),
        (1, "Two weeks were lost"),
        (1, "It slipped. Now by Friday."),
        (1, "Ring home"),
        (2, "96.4"),
        (2, "Role: head Answer: Agrees, by telephone, Tue 27 April 2027"),
    ] {
        let text = read(&case, Kind::Review, Some(at), today);
        assert!(text.contains(words), "review {at}: {text}");
    }
    for (column, wanted) in [
        ("legal_route", "direction first"),
        ("outcome", "move confirmed"),
        ("extension_weeks", "4"),
        ("attendance_before_percent", "93.1"),
        ("reviews_held", "3"),
    ] {
        assert_eq!(figure(&case, column, today), wanted, "{column}");
    }
}

#[test]
fn one_facilitator_carries_a_case_to_its_agreement_under_another_protocol() {
    let mut desk = Desk::with(&[], WIDE);
    desk.do_(Action::NewCase).type_("Tomasz Ødegård").press("Enter").type_("kirk").press("Enter");
    assert_eq!(desk.case().profile, "kirklees");
    fill(
        &mut desk,
        "details",
        &[
            ("Date of birth", "3 may 2015"),
            ("Home school", "Calder Bank School"),
            ("Proposed school", "Fell Lane Academy"),
            ("Kind of move", "permanent"),
            ("Meeting on", "1 dec 2026"),
            ("Who leads", "Noor Hollis-Brandt"),
        ],
    );
    turn_to(&mut desk, day(2026, 12, 1));
    fill(&mut desk, "is a move right", &[("Why this is best", "He can begin again there.")]);
    people(
        &mut desk,
        "Tomasz",
        &[
            ("Ingrid Ødegård", PARENT, "mother", true),
            ("Ruth Pell", HOME_HEAD, "head", false),
            ("Amal Siddiq", NEW_HEAD, "head", false),
        ],
    );
    fill(&mut desk, "strengths", &[("Strengths", "Draws, swims"), ("Needs", "Help with reading")]);
    desk.go("commitments").field("Add a commitment");
    row(
        &mut desk,
        &[
            ("For", "new school"),
            ("Who", "Amal Siddiq"),
            ("What", "Reading twice a week"),
            ("Date", "8 dec"),
        ],
    );
    everyone_agrees(&mut desk);
    close(&mut desk);
    let case = desk.stored();
    let text = read(&case, Kind::Agreement, None, day(2026, 12, 1));
    assert!(text.contains("Reading twice a week") && text.contains("Ofsted"), "{text}");
    assert_eq!(figure(&case, "profile", day(2026, 12, 1)), "kirklees");
    assert_eq!(figure(&case, "legal_route", day(2026, 12, 1)), "permanent");
}
