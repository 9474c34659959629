//! Every check finds what it is for, and nothing in a case that is whole.
#![expect(clippy::indexing_slicing, reason = "the prepared case has these rows, or the test fails")]

mod desk;

use std::sync::LazyLock;

use convenor::domain::attendance::Sessions;
use convenor::domain::case::{
    Case, ChildCommits, Done, Issued, IssuedKind, Money, Outcome, Route, State, Year, YesNo,
};
use convenor::domain::checks::{
    CHECKS, Finding, Level, Place, Purpose, UNKNOWN_PROTOCOL, check, findings, findings_for,
};
use convenor::domain::date::{Date, When};
use convenor::domain::people::{Answer, Here, Party, Person, Responsibility, RowId, Way};
use convenor::domain::plan::{Commitment, Heading, Kept, Side, Target};
use convenor::domain::preparation::{CouncilRole, EvidenceState};
use convenor::domain::profile::{CheckSetting, ParentNotice, Profile, Setting};
use convenor::domain::review::{Adjournment, Amendment, Decision, Extension, Review};
use convenor::domain::screening::{
    Care, FamilyHelp, Override, PlanDecision, PlanProgress, Reason, Redirection, Screening, Sen,
};
use desk::{reference, sample, southwark};

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The day of the meeting of the prepared case: a Tuesday.
fn today() -> Date {
    day(2026, 12, 1)
}

/// A protocol that leaves nothing out.
fn strict() -> Profile {
    Profile { checks: Vec::new(), parent_notice: ParentNotice::Letter, ..southwark() }
}

/// The prepared case, held today, with everybody asked.
fn whole() -> Case {
    static WHOLE: LazyLock<Case> = LazyLock::new(prepared);
    WHOLE.clone()
}

fn prepared() -> Case {
    let mut case = sample("DEMO-01");
    case.direction.notice_on = When::On(today());
    case.meeting.privacy_read = Done::Yes;
    case.pushed = YesNo::No;
    case.next_steps_clear = YesNo::Yes;
    for person in case.people.iter_mut().filter(|person| person.is_asked()) {
        person.answer = Answer::Agrees;
        person.way = Way::Meeting;
        person.answered_on = When::On(today());
    }
    case
}

fn found(case: &Case) -> Vec<&'static str> {
    let profile = strict();
    let all = findings(case, &profile.for_case(case), &reference(), today());
    all.iter().map(|finding| finding.id).collect()
}

fn forget(case: &mut Case, key: &str) {
    case.agreed_notes.retain(|note, _| !note.starts_with(key));
}

fn leave(case: &mut Case, party: Party) {
    for person in case.people.iter_mut().filter(|person| person.party == party) {
        person.here = Here::Apologies;
    }
}

/// What is done to the whole case, by the check that is to find it.
type Trip = (&'static str, fn(&mut Case));

/// Makes the child of the prepared case one of another year.
fn of_year(case: &mut Case, year: Year) {
    case.child.year = year;
    case.child.born = When::Blank;
}

fn looked_after(case: &mut Case) {
    case.screening.care = Care::LookedAfter;
    case.screening.social_worker = "Ines Okonkwo-Reyes".into();
    case.screening.virtual_school = "Tobias Lindgren".into();
    case.screening.pep_on = When::On(day(2026, 11, 3));
    case.screening.corporate_parent = YesNo::Yes;
}

fn with_plan(case: &mut Case) {
    case.screening.sen = Sen::Ehcp;
    case.screening.plan_review_on = When::On(day(2026, 11, 17));
    case.screening.plan_decision = PlanDecision::Agrees;
    case.screening.caseworker = "Nkechi Vasić".into();
    case.direction.council_notice_on = When::On(today());
}

fn in_year_11(case: &mut Case) {
    of_year(case, Year::Y11);
    case.screening.exam_centre = "Thistlewick Academy".into();
    case.screening.exam_entries = "Nine entries, by Thistlewick".into();
    case.screening.access_arrangements = "A reader".into();
}

/// A permanent move.
fn for_good(case: &mut Case) {
    case.route = Route::Permanent;
    case.screening.no_return_known = YesNo::Yes;
    case.agreed_notes.insert("timeline.not_well".into(), "She stays, with more support.".into());
}

fn infant(case: &mut Case) {
    of_year(case, Year::Y1);
    case.screening.class_size = "30".into();
}

fn others_at_risk(case: &mut Case) {
    case.reasons[0].reason = Reason::Welfare;
    case.preparation.risk_plan = "with the safeguarding lead".into();
    case.people[7].party = Party::Harmed;
}

const TRIPS: &[Trip] = &[
    ("protocol", |case| case.profile = "of another council".into()),
    ("strengths", |case| forget(case, "strengths.strengths")),
    ("commitments", |case| case.commitments.clear()),
    ("commitment-gaps", |case| case.commitments[0].due = When::Blank),
    ("reviews", |case| case.reviews[1].on = When::Blank),
    ("outcome-branches", |case| forget(case, "timeline.not_well")),
    ("parental-responsibility", |case| {
        for person in &mut case.people {
            person.responsibility = Responsibility::No;
        }
    }),
    ("consulted", |case| {
        let absent = &mut case.people[2];
        absent.responsibility = Responsibility::Yes;
        absent.here = Here::Unsaid;
        absent.informed_on = When::Blank;
        absent.answer = Answer::NotAsked;
    }),
    ("reconvene", |case| case.adjournments.push(Adjournment::default())),
    ("agreement", |case| case.people[1].answer = Answer::DoesNot),
    ("agreement-stale", |case| case.people[1].answered_to = "another".into()),
    ("meeting-ahead", |case| {
        case.demo = false;
        case.meeting.on = When::On(day(2026, 12, 2));
    }),
    ("answered-ahead", |case| case.people[1].answered_on = When::On(day(2026, 12, 2))),
    ("pushed", |case| case.pushed = YesNo::Yes),
    ("route", |case| case.route = Route::Unsaid),
    ("earlier-trial", |case| case.route = Route::EarlierTrial),
    ("returnable", |case| {
        for_good(case);
        let words = "After twelve weeks she goes back to Thistlewick Academy.";
        case.agreed_notes.insert("timeline.not_well".into(), words.into());
    }),
    ("temporary", |case| {
        for_good(case);
        case.screening.temporary = YesNo::Yes;
    }),
    ("temporary-asked", |case| case.screening.temporary = YesNo::NotAsked),
    ("excluded-asked", |case| case.screening.excluded = YesNo::NotAsked),
    ("excluded", |case| case.screening.excluded = YesNo::Yes),
    ("return-asked", |case| case.screening.could_return = YesNo::NotAsked),
    ("return", |case| case.screening.could_return = YesNo::No),
    ("no-return", |case| {
        for_good(case);
        case.screening.no_return_known = YesNo::No;
    }),
    ("notice", |case| case.direction.address = "".into()),
    ("notice-given", |case| case.direction.notice_on = When::Blank),
    ("notice-late", |case| case.direction.notice_on = When::On(day(2026, 12, 4))),
    ("notice-council", |case| {
        with_plan(case);
        case.direction.council_notice_on = When::Blank;
    }),
    ("direction-dates", |case| case.direction.last_day = When::On(day(2026, 12, 2))),
    ("direction-days", |case| case.direction.days = "61".into()),
    ("direction-sessions", |case| case.direction.afternoon = "15:10 to 13:05".into()),
    ("screening", untouched),
    ("reasons", |case| case.reasons.clear()),
    ("best-interests", |case| case.screening.best_interests = "".into()),
    ("imminent-asked", |case| case.screening.imminent = YesNo::NotAsked),
    ("imminent-why", |case| case.screening.imminent_why = "".into()),
    ("tried-first", |case| {
        case.screening.imminent = YesNo::No;
        case.measures.clear();
    }),
    ("suspensions", |case| {
        case.screening.imminent = YesNo::No;
        case.screening.serious_act = YesNo::No;
        case.screening.suspension_days = "10".into();
    }),
    ("crisis-why", |case| case.screening.crisis = YesNo::Yes),
    ("services", |case| {
        case.screening.family_meeting_on = When::Blank;
        case.screening.family_help = FamilyHelp::Unsaid;
    }),
    ("early-help", |case| {
        case.screening.family_help = FamilyHelp::NotNeeded;
        case.agencies.clear();
        case.people.retain(|person| person.party != Party::Agency);
    }),
    ("support-plan", |case| case.screening.plan_began = When::Blank),
    ("plan-reviews", |case| case.screening.plan_reviews = "".into()),
    ("plan-result", |case| case.screening.plan_progress = PlanProgress::Unsaid),
    ("plan-works", |case| case.screening.plan_progress = PlanProgress::Good),
    ("sessions", |case| case.screening.attended = "".into()),
    ("sessions-fit", |case| case.screening.attended = "107".into()),
    ("persistent-absence", |case| case.screening.attended = "95".into()),
    ("severe-absence", |case| case.screening.attended = "53".into()),
    ("absence-why", |case| case.screening.attended = "53".into()),
    ("wants-other-asked", |case| case.screening.wants_other = YesNo::NotAsked),
    ("wants-other", |case| case.screening.wants_other = YesNo::Yes),
    ("on-roll-asked", |case| case.screening.on_roll = YesNo::NotAsked),
    ("on-roll", |case| case.screening.on_roll = YesNo::No),
    ("known-at-risk", |case| case.screening.from_assessment = YesNo::Yes),
    ("used-up-asked", |case| case.screening.used_up_family = YesNo::NotAsked),
    ("used-up", |case| case.screening.used_up_council = YesNo::No),
    ("used-up-who", |case| case.screening.used_up_who = "".into()),
    ("differences", |case| {
        case.differences.clear();
        forget(case, "background.different");
    }),
    ("committed-asked", |case| case.screening.committed = YesNo::NotAsked),
    ("committed", |case| case.screening.committed = YesNo::No),
    ("policies", |case| case.screening.policies = "".into()),
    ("sen", |case| case.screening.sen = Sen::Unsaid),
    ("individual-plan", |case| case.screening.individual_plan = YesNo::No),
    ("outside-agencies", |case| case.screening.outside_agencies = YesNo::NotAsked),
    ("numbers", |case| case.screening.suspensions = "a few".into()),
    ("percentages", |case| case.host_target = "960 %".into()),
    ("upn", |case| case.register.upn = "A801200005001".into()),
    ("school-numbers", |case| case.register.new_number = "99/4001".into()),
    ("ehcp", |case| {
        with_plan(case);
        case.screening.caseworker = "".into();
    }),
    ("ehcp-decision", |case| {
        with_plan(case);
        case.screening.plan_decision = PlanDecision::Pending;
    }),
    ("ehcp-refused", |case| {
        with_plan(case);
        case.screening.plan_decision = PlanDecision::Refuses;
    }),
    ("ehc-assessment", |case| case.screening.sen = Sen::Requested),
    ("care-asked", |case| case.screening.care = Care::Unsaid),
    ("pep", |case| {
        looked_after(case);
        case.screening.pep_on = When::Blank;
    }),
    ("corporate-parent", |case| {
        looked_after(case);
        case.screening.corporate_parent = YesNo::No;
    }),
    ("virtual-school", |case| {
        looked_after(case);
        case.screening.virtual_school = "".into();
    }),
    ("social-worker", |case| {
        looked_after(case);
        case.screening.social_worker = "".into();
    }),
    ("year-11", in_year_11),
    ("year-11-late", |case| {
        in_year_11(case);
        case.start = When::On(day(2027, 1, 4));
    }),
    ("exam-centre", |case| {
        in_year_11(case);
        case.screening.exam_centre = "".into();
    }),
    ("exam-entries", |case| {
        in_year_11(case);
        case.screening.exam_entries = "".into();
    }),
    ("access-arrangements", |case| {
        in_year_11(case);
        case.screening.access_arrangements = "".into();
    }),
    ("parents-asked", |case| case.preparation.parents_asked_on = When::Blank),
    ("council-asked", |case| case.preparation.council_asked_on = When::Blank),
    ("council-role", |case| case.preparation.council_role = CouncilRole::Unsaid),
    ("council-consulted", |case| {
        case.preparation.council_role = CouncilRole::NotParty;
        case.preparation.council_asked_on = When::Blank;
    }),
    ("letter", |case| case.preparation.letter_on = When::Blank),
    ("sheet", |case| case.preparation.sheet_on = When::Blank),
    ("informed", |case| case.people[1].language = "".into()),
    ("informed-late", |case| case.people[1].informed_on = When::On(day(2026, 12, 2))),
    ("duties", |case| case.people[1].duties = YesNo::No),
    ("advice", |case| case.people[1].advice = YesNo::NotAsked),
    ("head-asked", |case| case.screening.head_asked_why = "".into()),
    ("nearest-asked", |case| case.screening.nearest = YesNo::NotAsked),
    ("nearest", |case| case.screening.nearest = YesNo::No),
    ("over-number", |case| case.screening.over_number = YesNo::Yes),
    ("class-size", |case| of_year(case, Year::Y1)),
    ("infant-class", |case| {
        infant(case);
        case.screening.class_size = "31".into();
    }),
    ("evidence", |case| case.evidence[0].state = EvidenceState::Requested),
    ("risk-plan", |case| {
        others_at_risk(case);
        case.preparation.risk_plan = "".into();
    }),
    ("integration", |case| case.preparation.integration = "".into()),
    ("invitations", |case| case.people[4].invited_on = When::Blank),
    ("invited-late", |case| case.people[4].invited_on = When::On(day(2026, 11, 18))),
    ("time-asked", |case| case.preparation.time_asked = YesNo::NotAsked),
    ("meeting-time", |case| case.meeting.at = "16:30".into()),
    ("venue", |case| case.meeting.venue = "The civic centre".into()),
    ("host", |case| case.preparation.water = Done::NotYet),
    ("dates", |case| case.start = When::Unread("soon".into())),
    ("date-order", |case| case.reviews.reverse()),
    ("times", |case| case.reviews[0].at = "25:70".into()),
    ("born", |case| case.child.born = When::On(day(2010, 5, 3))),
    ("old-words", |case| {
        case.agreed_notes.insert("why.hopes".into(), "A trial of twelve weeks".into());
    }),
    ("child-name", |case| case.child.name = "Łucja Drzewiecka".into()),
    ("child-asked", |case| case.people[0].answer = Answer::NotAsked),
    ("child-revisit", |case| {
        case.childs_part.commits = ChildCommits::CouldNot;
        case.childs_part.revisit = When::Blank;
    }),
    ("responsibility", |case| case.people[2].responsibility = Responsibility::Unsaid),
    ("privacy-line", |case| case.meeting.privacy_read = Done::NotYet),
    ("lead", |case| case.meeting.lead = "".into()),
    ("heads", |case| leave(case, Party::NewHead)),
    ("coordinator", |case| case.coordinator = "".into()),
    ("council", |case| leave(case, Party::Council)),
    ("harmed", |case| {
        others_at_risk(case);
        case.people[7].party = Party::NewStaff;
    }),
    ("stays-agreed", |case| case.childs_part.agreed_by = "".into()),
    ("companion", |case| case.childs_part.with = "".into()),
    ("adjourned", |case| {
        let on = When::On(day(2026, 11, 24));
        case.adjournments.push(Adjournment { id: RowId(900), on, ..Adjournment::default() });
    }),
    ("child-voice", |case| forget(case, "child.")),
    ("voice-helper", |case| case.childs_part.helper_is_staff = YesNo::Yes),
    ("parent-voice", |case| forget(case, "parent.")),
    ("pushed-asked", |case| case.pushed = YesNo::NotAsked),
    ("tried", |case| case.measures.clear()),
    ("hopes", |case| forget(case, "why.hopes")),
    ("needs", |case| forget(case, "strengths.needs")),
    ("different", |case| forget(case, "background.different")),
    ("offer", |case| forget(case, "background.offer")),
    ("attendance-target", |case| case.targets.retain(|row| row.heading != Heading::Attendance)),
    ("target-gaps", |case| case.targets[1].number = "".into()),
    ("targets-many", |case| {
        let more = case.targets.clone();
        case.targets.extend(more);
    }),
    ("vague", |case| case.commitments[0].who = "The school".into()),
    ("new-school-support", |case| case.commitments.retain(|row| row.side != Side::NewSchool)),
    ("uniform", |case| case.terms.uniform_items = "".into()),
    ("branded-items", |case| case.terms.uniform_items = "Blazer\nPE top\nTie\nBag\nCap".into()),
    ("transport", |case| case.terms.transport_payer = "".into()),
    ("transport-later", |case| case.terms.transport_then = "".into()),
    ("money", |case| case.terms.money_now = Money::ToConfirm),
    ("start", |case| case.start = When::Blank),
    ("start-permanent", |case| {
        for_good(case);
        case.start = When::Blank;
    }),
    ("start-agreed", |case| {
        for_good(case);
        case.meeting.on = When::On(day(2026, 11, 24));
        case.start = When::On(day(2026, 11, 30));
    }),
    ("start-early", |case| case.start = When::On(day(2026, 11, 30))),
    ("start-closed", |case| case.start = When::On(day(2027, 1, 1))),
    ("first-week", |case| case.start = When::On(day(2026, 12, 17))),
    ("review-weeks", |case| case.reviews[1].on = When::On(day(2027, 3, 9))),
    ("review-closed", |case| case.reviews[1].on = When::On(day(2027, 2, 16))),
    ("term-dates", |case| case.new_school = "A school that nobody knows".into()),
    ("due-closed", |case| case.commitments[0].due = When::On(day(2026, 12, 24))),
];

/// The prepared case, in which the case is recorded to belong elsewhere.
fn redirected() -> Case {
    let mut case = whole();
    with_plan(&mut case);
    case.screening.redirection = Redirection::PlanReview;
    case.screening.redirected_on = When::On(today());
    case.screening.redirected_how = "The SEND team takes it on.".into();
    case
}

const REDIRECTION_TRIPS: &[Trip] = &[
    ("redirected-told", |case| case.screening.redirected_on = When::Blank),
    ("redirected-how", |case| case.screening.redirected_how = "".into()),
    ("redirected-wrong", |case| case.screening.redirection = Redirection::InYear),
    ("redirected-other", |case| case.screening.redirection = Redirection::OffSite),
];

const LAST_REVIEW: RowId = RowId(805);

/// The persons at the last review, by their place: the parent, both heads, the council, an agency.
const PARENT: usize = 0;
const HOME_HEAD: usize = 1;
const AGENCY: usize = 4;

/// A last review at which nothing is left to record.
fn reviewed() -> Case {
    let mut case = Case::new(whole().id, "southwark", "Anna");
    case.route = Route::DirectionFirst;
    case.state = State::Closed;
    let sides = [Party::Parent, Party::HomeHead, Party::NewHead, Party::Council, Party::Agency];
    for (n, party) in (811..).zip(sides) {
        let name = format!("Person {n}").as_str().into();
        let responsibility = match party {
            Party::Parent => Responsibility::Yes,
            _ => Responsibility::Unsaid,
        };
        case.people.push(Person { id: RowId(n), name, party, responsibility, ..Person::default() });
    }
    case.targets.push(Target { id: RowId(802), what: "be in class".into(), ..Target::default() });
    let promise = Commitment { id: RowId(803), what: "ring".into(), ..Commitment::default() };
    case.commitments.push(promise);
    for (id, on) in [(RowId(804), day(2027, 1, 5)), (LAST_REVIEW, day(2027, 1, 12))] {
        case.reviews.push(Review { id, on: When::On(on), ..Review::default() });
    }
    case.next_row = RowId(820);
    case.begin_review(LAST_REVIEW, day(2027, 1, 12));
    for row in &mut case.attendances {
        row.here = Here::Present;
        row.answer = Answer::Agrees;
        row.way = Way::Meeting;
        row.answered_on = When::On(day(2027, 1, 12));
    }
    case.agreed_notes.insert("review-805-voices.child".into(), "I want to stay.".into());
    case.readings[0].value = "95".into();
    case.updates[0].kept = Kept::Kept;
    case.reviews[1].seen = YesNo::Yes;
    case.reviews[1].decision = Decision::Confirmed;
    case
}

/// More time that is agreed at the last review.
fn more_time(case: &mut Case, weeks: &str) {
    let (review, weeks, reason) = (Some(LAST_REVIEW), weeks.into(), "illness".into());
    case.extensions.push(Extension { review, weeks, reason, ..Extension::default() });
}

const REVIEW_TRIPS: &[Trip] = &[
    ("review-people", |case| {
        for row in &mut case.attendances {
            row.here = Here::Apologies;
        }
    }),
    ("review-attendance", |case| case.attendances[HOME_HEAD].here = Here::Unsaid),
    ("review-attendance-others", |case| case.attendances[AGENCY].here = Here::Unsaid),
    ("review-child-voice", |case| forget(case, "review-805-voices.child")),
    ("review-child-seen", |case| case.reviews[1].seen = YesNo::No),
    ("review-decision", |case| case.reviews[1].decision = Decision::Unsaid),
    ("review-decision-allowed", |case| {
        case.route = Route::Permanent;
        case.reviews[1].decision = Decision::Returned;
    }),
    ("review-agreement", |case| case.attendances[PARENT].answer = Answer::CouldNot),
    ("review-final", |case| case.reviews[1].decision = Decision::GoesOn),
    ("review-extension", |case| case.reviews[1].decision = Decision::Extended),
    ("review-early", |case| {
        case.reviews[1].decision = Decision::Returned;
        case.ending.early = YesNo::Yes;
    }),
    ("review-extension-range", |case| more_time(case, "9")),
    ("review-extension-again", |case| {
        more_time(case, "4");
        more_time(case, "4");
        case.extensions[1].id = RowId(900);
    }),
    ("review-extension-end", |case| {
        case.home_school = whole().home_school;
        case.new_school = whole().new_school;
        case.start = When::On(day(2027, 5, 4));
        more_time(case, "8");
    }),
    ("review-next", |case| {
        case.reviews[1].decision = Decision::Extended;
        more_time(case, "4");
    }),
    ("review-readings", |case| case.readings[0].value = "".into()),
    ("review-updates", |case| case.updates[0].kept = Kept::NotYet),
    ("review-promises", |case| {
        let (review, who) = (Some(LAST_REVIEW), "Björn Castellane".into());
        case.commitments.push(Commitment { review, who, ..Commitment::default() });
    }),
    ("review-changes", |case| {
        let review = Some(LAST_REVIEW);
        case.amendments.push(Amendment { review, target: RowId(802), ..Amendment::default() });
    }),
    ("old-words-review", |case| {
        case.reviews[1].place = "Larkspur Hill, where the trial placement is".into();
    }),
];

/// A case that ended before its time, after everything was looked into.
fn ended() -> Case {
    let mut case = whole();
    case.close_meeting(Issued {
        number: 1,
        on: today(),
        file: "".into(),
        sha256: "".into(),
        kind: IssuedKind::Agreement,
        route: Route::DirectionFirst,
        code: "".into(),
    });
    case.outcome = Outcome::Returned;
    case.outcome_on = When::On(day(2027, 1, 20));
    case.ending.early = YesNo::Yes;
    case.ending.reasons = "It was too far.".into();
    case.ending.childs_account = "I was tired.".into();
    case.ending.provocation_checked = YesNo::Yes;
    case.ending.support_given = YesNo::No;
    case
}

const END_TRIPS: &[Trip] = &[
    ("end-day", |case| case.outcome_on = When::Blank),
    ("end-confirmed", |case| case.outcome = Outcome::Confirmed),
    ("end-early", |case| case.ending.early = YesNo::NotAsked),
    ("end-reasons", |case| case.ending.reasons = "".into()),
    ("end-account", |case| case.ending.childs_account = "".into()),
    ("end-provoked", |case| case.ending.provocation_checked = YesNo::No),
    ("end-supported", |case| case.ending.support_given = YesNo::NotAsked),
];

#[test]
fn a_whole_case_has_nothing_to_be_found() {
    assert_eq!(found(&whole()), <[&str; 0]>::default());
}

#[test]
fn every_check_has_a_case_that_trips_it() {
    let all = [TRIPS, REDIRECTION_TRIPS, REVIEW_TRIPS, END_TRIPS].into_iter().flatten();
    let tripped: Vec<&str> = all.map(|(id, _)| *id).collect();
    let checks: Vec<&str> = CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(tripped, checks, "each check is tripped once, in the order of the table");
    for (id, trip) in TRIPS {
        let mut case = whole();
        trip(&mut case);
        assert!(found(&case).contains(id), "{id} found nothing: {:?}", found(&case));
    }
    for (prepare, trips) in [
        (redirected as fn() -> Case, REDIRECTION_TRIPS),
        (reviewed, REVIEW_TRIPS),
        (ended, END_TRIPS),
    ] {
        assert_eq!(found(&prepare()), <[&str; 0]>::default());
        for (id, trip) in trips {
            let mut case = prepare();
            trip(&mut case);
            let mut found = found(&case);
            found.dedup();
            assert_eq!(found, [*id]);
        }
    }
}

#[test]
fn what_is_missing_at_a_review_is_mended_on_an_item_of_that_review() {
    for (id, trip) in REVIEW_TRIPS {
        let mut case = reviewed();
        trip(&mut case);
        let profile = strict();
        let profile = profile.for_case(&case);
        for finding in findings(&case, &profile, &reference(), today()) {
            assert!(profile.agenda.get(finding.item).is_some(), "{id} leads nowhere");
            let own = profile.agenda.iter().any(|item| {
                let here = match &finding.place {
                    Place::Slot(slot) => item.has(slot),
                    Place::Table(table) => item.has_table(*table),
                    Place::Outside => false,
                };
                item.review == Some(LAST_REVIEW) && here
            });
            let at_own = profile.agenda[finding.item].review == Some(LAST_REVIEW);
            assert_eq!(at_own, own, "{id}");
        }
    }
}

fn at_review(case: &Case, profile: &Profile) -> Vec<(&'static str, Level, String)> {
    let all = findings(case, &profile.for_case(case), &reference(), today());
    all.into_iter().map(|finding| (finding.id, finding.level, finding.sentence)).collect()
}

#[test]
fn a_move_is_confirmed_only_by_the_fresh_agreement_of_each_whom_the_protocol_requires() {
    let mut case = reviewed();
    for row in &mut case.attendances {
        row.answer = Answer::NotAsked;
    }
    let found = at_review(&case, &strict());
    assert_eq!(found.len(), 4, "parent, both heads and the council: {found:?}");
    assert!(found.iter().all(|(id, level, _)| (*id, *level) == ("review-agreement", Level::Block)));
    assert!(found.iter().any(|(.., words)| words == "Person 811 has not been asked afresh yet."));
    let fewer = Profile { required: vec![Party::Parent], ..strict() };
    assert_eq!(at_review(&case, &fewer).len(), 1, "whom the protocol requires, and nobody else");
    let check = check("review-agreement").expect("the check");
    assert!(check.is_fixed() && !check.may_be_set_aside, "no protocol can leave it out");
    case.route = Route::Permanent;
    assert_eq!(at_review(&case, &strict()), [], "a permanent move was agreed from its first day");
}

#[test]
fn somebody_who_is_not_at_the_review_can_agree_by_telephone() {
    let mut case = reviewed();
    case.attendances[HOME_HEAD].here = Here::Apologies;
    case.attendances[HOME_HEAD].way = Way::Unsaid;
    let found = at_review(&case, &strict());
    assert_eq!(found[0].2, "Person 812 agrees: in which way was that said?");
    case.attendances[HOME_HEAD].way = Way::Telephone;
    assert_eq!(at_review(&case, &strict()), []);
}

#[test]
fn more_time_counts_only_at_the_review_that_gave_it() {
    let mut case = reviewed();
    case.reviews[0].decision = Decision::Extended;
    case.reviews[0].state = State::Closed;
    let (review, weeks) = (Some(RowId(804)), "9".into());
    case.extensions.push(Extension { review, weeks, ..Extension::default() });
    assert_eq!(at_review(&case, &strict()), []);
    assert!(case.extensions_at(LAST_REVIEW).is_empty());
}

#[test]
fn a_case_ends_only_when_nothing_is_found_about_its_end() {
    assert!(ended().is_ended());
    for (id, trip) in END_TRIPS {
        let mut case = ended();
        trip(&mut case);
        assert!(!case.is_ended(), "{id}");
        assert_eq!(Purpose::of(&case), Purpose::End, "{id}");
    }
}

#[test]
fn no_protocol_can_make_the_end_lighter() {
    let fixed = CHECKS.iter().filter(|check| check.purposes == [Purpose::End]);
    assert!(fixed.clone().count() > 0);
    assert!(fixed.clone().all(|check| check.is_fixed() && !check.may_be_set_aside));
}

#[test]
fn what_only_an_agreement_needs_does_not_stop_a_redirection() {
    let mut case = redirected();
    case.commitments.clear();
    case.targets.clear();
    case.reviews.clear();
    case.people[1].answer = Answer::DoesNot;
    with_plan(&mut case);
    case.screening.plan_review_on = When::Blank;
    forget(&mut case, "timeline.");
    assert_eq!(found(&case), <[&str; 0]>::default());
    case.pushed = YesNo::Yes;
    leave(&mut case, Party::NewHead);
    let all = findings(&case, &strict(), &reference(), today());
    assert!(all.iter().any(|finding| finding.id == "pushed"));
    assert!(all.iter().any(|finding| finding.id == "heads"));
    assert!(all.iter().all(|finding| finding.level == Level::Warn), "{all:#?}");
    case.profile = "of another council".into();
    let all = findings(&case, &strict(), &reference(), today());
    assert!(all.iter().any(|found| found.id == UNKNOWN_PROTOCOL && found.level == Level::Block));
}

#[test]
fn a_finding_leads_to_a_place_that_can_be_filled_in() {
    let profile = strict();
    for (id, trip) in TRIPS {
        let mut case = whole();
        trip(&mut case);
        for finding in findings(&case, &profile, &reference(), today()) {
            let outside = finding.id == UNKNOWN_PROTOCOL;
            let leads = finding.item < profile.agenda.len();
            assert!(leads != outside, "{id} leads nowhere: {finding:?}");
        }
    }
}

/// Children and moves for whom other rules hold, with everything in order: their checks are still.
#[test]
fn other_children_have_nothing_to_be_found_either_when_all_is_in_order() {
    for (what, prepare) in [
        ("looked after", looked_after as fn(&mut Case)),
        ("with an EHCP", with_plan),
        ("a permanent move", for_good),
        ("an infant", infant),
        ("others at risk", others_at_risk),
    ] {
        let mut case = whole();
        prepare(&mut case);
        let left: Vec<&str> = found(&case).into_iter().filter(|id| *id != "agreement").collect();
        assert_eq!(left, <[&str; 0]>::default(), "{what}");
    }
    let mut case = whole();
    in_year_11(&mut case);
    assert_eq!(found(&case), ["year-11"]);
}

fn untouched(case: &mut Case) {
    case.screening = Screening::default();
    case.preparation = convenor::domain::preparation::Preparation::default();
    case.direction = convenor::domain::direction::Direction::default();
    case.reasons.clear();
    case.differences.clear();
    case.evidence.clear();
    case.agencies.clear();
    for person in &mut case.people {
        person.invited_on = When::Blank;
        person.informed_on = When::Blank;
        person.duties = YesNo::NotAsked;
    }
}

#[test]
fn a_case_that_was_never_screened_is_told_so_once() {
    let mut case = whole();
    untouched(&mut case);
    let stops = [
        "sen",
        "temporary-asked",
        "excluded-asked",
        "best-interests",
        "wants-other-asked",
        "on-roll-asked",
        "committed-asked",
        "sessions",
    ];
    for begun in [When::On(day(2026, 11, 2)), When::Blank] {
        case.begun = begun;
        let (told, blocks): (Vec<&str>, Vec<&str>) =
            found(&case).into_iter().partition(|id| *id == "screening");
        assert_eq!(told, ["screening"], "what is only worth a look is told once");
        let mut blocks = blocks;
        blocks.sort_unstable();
        let mut wanted = stops.to_vec();
        wanted.sort_unstable();
        assert_eq!(blocks, wanted, "what would stop it is asked, whenever it was begun");
    }
    case.screening.wants_other = YesNo::Yes;
    assert!(found(&case).contains(&"wants-other") && found(&case).contains(&"policies"));
    assert!(!found(&case).contains(&"screening"));
}

fn levels(case: &Case, id: &str) -> Vec<Level> {
    let all = findings(case, &strict(), &reference(), today());
    all.iter().filter(|finding| finding.id == id).map(|finding| finding.level).collect()
}

#[test]
fn a_crisis_with_its_reason_makes_earlier_help_a_note() {
    let tripped = ["services", "support-plan", "individual-plan"];
    let mut case = whole();
    case.screening.family_meeting_on = When::Blank;
    case.screening.family_help = FamilyHelp::Unsaid;
    case.screening.plan_began = When::Blank;
    case.screening.individual_plan = YesNo::No;
    case.screening.policies = "".into();
    case.screening.crisis = YesNo::Yes;
    for id in tripped {
        assert_eq!(levels(&case, id), [Level::Warn], "{id} without a reason");
    }
    case.screening.crisis_why = "A threat was made this week".into();
    for id in tripped {
        assert_eq!(levels(&case, id), [Level::Note], "{id}");
    }
    assert_eq!(levels(&case, "policies"), [Level::Warn]);
}

#[test]
fn the_law_and_somebodys_agreement_cannot_be_set_aside() {
    for id in [
        "meeting-ahead",
        "answered-ahead",
        "sen",
        "excluded-asked",
        "temporary-asked",
        "class-size",
        "redirected-wrong",
        "agreement",
        "agreement-stale",
        "parental-responsibility",
        "consulted",
        "pushed",
        "ehcp",
        "ehcp-refused",
        "temporary",
        "returnable",
        "earlier-trial",
        "notice-late",
        "excluded",
        "infant-class",
        UNKNOWN_PROTOCOL,
    ] {
        assert!(check(id).is_some_and(|check| !check.may_be_set_aside), "{id}");
    }
}

#[test]
fn a_check_is_set_aside_only_with_a_reason_and_only_where_that_is_possible() {
    for (id, trip) in TRIPS {
        let mut case = whole();
        trip(&mut case);
        let before = levels(&case, id);
        let row = Override { id: RowId(901), check: (*id).into(), ..Override::default() };
        case.overrides.push(row);
        assert_eq!(levels(&case, id), before, "{id} without a reason");
        case.overrides[0].reason = "It was talked through".into();
        let all = findings(&case, &strict(), &reference(), today());
        let mine: Vec<&Finding> = all.iter().filter(|finding| finding.id == *id).collect();
        let possible = check(id).is_some_and(|check| check.may_be_set_aside);
        for finding in mine {
            let reason = possible.then(|| "It was talked through".to_owned());
            assert_eq!(finding.set_aside, reason, "{id}");
            let noted = check(id).is_some_and(|check| check.level == Level::Note);
            assert_eq!(finding.level == Level::Note, possible || noted, "{id}");
        }
    }
}

#[test]
fn no_protocol_can_make_the_childs_answer_block() {
    let mut case = whole();
    case.people[0].answer = Answer::NotAsked;
    let setting = CheckSetting { check: "child-asked".into(), level: Setting::Block };
    let profile = Profile { checks: vec![setting], ..strict() };
    let all = findings(&case, &profile, &reference(), today());
    assert!(all.iter().all(|finding| finding.level != Level::Block), "{all:#?}");
}

#[test]
fn the_table_of_checks_is_whole() {
    for (at, one) in CHECKS.iter().enumerate() {
        assert!(CHECKS[at + 1..].iter().all(|other| other.id != one.id), "{} twice", one.id);
        assert!(!one.source.is_empty() && !one.looks_at.is_empty(), "{}", one.id);
        assert!(
            one.rules().all(|rule| rule.starts_with('R') || rule == "1L"),
            "{}: {}",
            one.id,
            one.rule
        );
        assert!(one.sentence().is_none_or(|words| words.ends_with(['.', '?'])), "{}", one.id);
        let words = one.looks_at.to_lowercase();
        assert!(!words.contains("trial") || one.id == "earlier-trial", "{}", one.id);
    }
}

#[test]
fn each_closing_has_checks_of_its_own() {
    let mut case = whole();
    case.screening.wants_other = YesNo::Yes;
    assert!(!findings_for(&case, &strict(), &reference(), today(), Purpose::SetUp).is_empty());
    let review = findings_for(&case, &strict(), &reference(), today(), Purpose::Review);
    assert!(review.iter().all(|finding| finding.id != "wants-other"));
    assert_eq!(Purpose::of(&case), Purpose::SetUp);
}

#[test]
fn an_earlier_case_may_still_be_a_trial() {
    let mut case = whole();
    case.route = Route::EarlierTrial;
    case.begun = When::On(day(2026, 7, 25));
    assert!(!found(&case).contains(&"earlier-trial"));
    case.begun = When::On(day(2026, 7, 26));
    assert!(found(&case).contains(&"earlier-trial"));
}

#[test]
fn a_permanent_move_may_say_that_there_is_no_way_back() {
    for (words, found_it) in [
        ("She does not go back to Thistlewick Academy.", false),
        ("There is no trial. She stays.", false),
        ("She goes back to bed early and comes to school rested.", false),
        ("This is a trial.", true),
        ("He returns to the home school after Easter.", true),
    ] {
        let mut case = whole();
        for_good(&mut case);
        case.agreed_notes.insert("timeline.well".into(), words.into());
        assert_eq!(found(&case).contains(&"returnable"), found_it, "{words}");
    }
}

#[test]
fn notice_counts_school_days_by_the_figure_of_the_protocol() {
    for (given, days, late) in
        [((2026, 12, 3), 2, false), ((2026, 12, 4), 2, true), ((2026, 12, 4), 1, false)]
    {
        let mut case = whole();
        case.direction.notice_on = When::On(day(given.0, given.1, given.2));
        let mut profile = strict();
        profile.deadlines.direction_notice = days;
        let all = findings(&case, &profile, &reference(), today());
        assert_eq!(all.iter().any(|finding| finding.id == "notice-late"), late, "{given:?}");
    }
}

#[test]
fn figures_that_cannot_be_say_where_and_what_to_do() {
    let mut case = whole();
    case.screening.possible = "0".into();
    case.screening.suspended = "six".into();
    let all = findings(&case, &strict(), &reference(), today());
    let said = |id| {
        let found = all.iter().find(|finding| finding.id == id);
        found.map(|finding| finding.sentence.clone()).unwrap_or_default()
    };
    assert_eq!(
        said("sessions-fit"),
        "Missed by suspension: “six” is not a whole number. Write it in figures, such as 116."
    );
    case.screening.suspended = "".into();
    assert_eq!(levels(&case, "sessions-fit"), [Level::Block]);
    assert!(Sessions::recorded(&case.screening).is_err());
}

fn sentences(case: &Case, id: &str) -> Vec<String> {
    let all = findings(case, &strict(), &reference(), today());
    all.into_iter().filter(|found| found.id == id).map(|found| found.sentence).collect()
}

#[test]
fn what_is_not_recorded_never_passes_where_a_yes_would_not() {
    let forgotten: &[Trip] = &[
        ("sen", |case| case.screening.sen = Sen::Unsaid),
        ("route", |case| case.route = Route::Unsaid),
        ("temporary-asked", |case| case.screening.temporary = YesNo::NotAsked),
        ("excluded-asked", |case| case.screening.excluded = YesNo::NotAsked),
        ("wants-other-asked", |case| case.screening.wants_other = YesNo::NotAsked),
        ("on-roll-asked", |case| case.screening.on_roll = YesNo::NotAsked),
        ("committed-asked", |case| case.screening.committed = YesNo::NotAsked),
        ("sessions", |case| case.screening.attended = "".into()),
        ("sessions-fit", |case| case.screening.attended = "most".into()),
        ("class-size", |case| {
            infant(case);
            case.screening.class_size = "about thirty".into();
        }),
        ("class-size", |case| {
            case.child.year = Year::Unsaid;
            case.child.born = When::Blank;
        }),
        ("notice-late", |case| {
            case.direction.notice_on = When::Blank;
            case.start = When::On(day(2026, 12, 2));
        }),
    ];
    for (id, forget) in forgotten {
        let mut case = whole();
        forget(&mut case);
        assert_eq!(levels(&case, id), [Level::Block], "{id}");
        // A rare crisis makes earlier help lighter, and nothing of this.
        case.screening.crisis = YesNo::Yes;
        case.screening.crisis_why = "A threat was made this week".into();
        assert_eq!(levels(&case, id), [Level::Block], "{id} in a crisis");
    }
}

#[test]
fn a_case_is_redirected_to_a_place_that_can_take_it() {
    use Redirection::{FairAccess, InYear, OffSite, PlanReview, Transfer};
    type Recorded = (&'static str, fn(&mut Case));
    let facts: &[Recorded] = &[
        ("nothing", |_| ()),
        ("an EHCP", with_plan),
        ("no roll", |case| case.screening.on_roll = YesNo::No),
        ("another school wanted", |case| case.screening.wants_other = YesNo::Yes),
        ("a temporary need", |case| case.screening.temporary = YesNo::Yes),
        ("excluded", |case| case.screening.excluded = YesNo::Yes),
        ("needs not recorded", |case| case.screening.sen = Sen::Unsaid),
    ];
    let (fits, other, wrong) = (None, Some("redirected-other"), Some("redirected-wrong"));
    let table = [
        ("nothing", [wrong, wrong, other, other, other]),
        ("an EHCP", [fits, wrong, wrong, wrong, other]),
        ("no roll", [wrong, wrong, fits, other, other]),
        ("another school wanted", [wrong, wrong, other, fits, other]),
        ("a temporary need", [wrong, wrong, other, other, fits]),
        ("excluded", [wrong, fits, other, other, other]),
        ("needs not recorded", [wrong, wrong, wrong, wrong, other]),
    ];
    for ((what, record), (named, row)) in facts.iter().zip(table) {
        assert_eq!(*what, named);
        for (to, wanted) in [PlanReview, Transfer, FairAccess, InYear, OffSite].into_iter().zip(row)
        {
            let mut case = redirected();
            case.screening.sen = Sen::Support;
            record(&mut case);
            case.screening.redirection = to;
            let found = found(&case).into_iter().find(|id| id.starts_with("redirected-"));
            assert_eq!(found, wanted, "{what}: {}", to.label());
        }
    }
}

#[test]
fn the_place_that_fits_is_offered_first() {
    use convenor::domain::slot::{Fact, Slot};
    let first = |record: fn(&mut Case)| {
        let mut case = whole();
        record(&mut case);
        let offered = case.offered(&Slot::Fact(Fact::Redirection), &strict()).unwrap_or_default();
        assert_eq!(offered.len(), Redirection::ALL.len());
        assert_eq!(offered[0], Redirection::None.label());
        offered[1].to_owned()
    };
    assert_eq!(first(with_plan), Redirection::PlanReview.label());
    assert_eq!(first(|case| case.screening.on_roll = YesNo::No), Redirection::FairAccess.label());
    assert_eq!(first(|case| case.screening.wants_other = YesNo::Yes), Redirection::InYear.label());
    assert_eq!(first(|case| case.screening.temporary = YesNo::Yes), Redirection::OffSite.label());
    assert_eq!(first(|case| case.screening.excluded = YesNo::Yes), Redirection::Transfer.label());
}

#[test]
fn a_redirection_too_is_only_made_of_a_meeting_that_was_held() {
    let mut case = redirected();
    case.meeting.on = When::On(day(2026, 12, 2));
    assert_eq!(levels(&case, "meeting-ahead"), [], "an invented case can be practised at any time");
    case.demo = false;
    assert_eq!(levels(&case, "meeting-ahead"), [Level::Block]);
}

#[test]
fn a_first_day_may_be_the_day_of_the_meeting_and_not_before_anyone_agreed() {
    for (start, agreed, found_it) in [
        ((2026, 12, 1), (2026, 12, 1), false),
        ((2026, 12, 7), (2026, 12, 1), false),
        ((2026, 11, 30), (2026, 11, 30), true),
    ] {
        let mut case = whole();
        for_good(&mut case);
        case.start = When::On(day(start.0, start.1, start.2));
        case.people[1].answered_on = When::On(day(agreed.0, agreed.1, agreed.2));
        assert_eq!(found(&case).contains(&"start-agreed"), found_it, "{start:?}");
    }
    // An off-site direction needs no agreement, so it is only worth a look.
    let mut case = whole();
    case.start = When::On(day(2026, 11, 30));
    assert_eq!(levels(&case, "start-early"), [Level::Warn]);
    assert!(!found(&case).contains(&"start-agreed"));
}

#[test]
fn the_days_of_a_direction_are_counted_with_the_term_dates_of_the_new_school() {
    let mut case = whole();
    for (days, found_it) in [("57", false), ("56", true), ("58", true), ("0", true), ("", false)] {
        case.direction.days = days.into();
        assert_eq!(found(&case).contains(&"direction-days"), found_it, "{days}");
    }
    // Without term dates there may be fewer days than weekdays, and never more.
    case.new_school = "A school that nobody knows".into();
    for (days, found_it) in [("56", false), ("200", true)] {
        case.direction.days = days.into();
        assert_eq!(found(&case).contains(&"direction-days"), found_it, "{days}");
    }
}

#[test]
fn times_that_are_none_are_kept_and_name_their_field() {
    let mut case = whole();
    case.meeting.at = "25:70".into();
    case.direction.morning = "quarter past nine".into();
    case.direction.afternoon = "none".into();
    assert_eq!(sentences(&case, "times"), ["Time: “25:70” is no time of day. Write it as 09:15."]);
    assert_eq!(
        sentences(&case, "direction-sessions"),
        ["Morning session: “quarter past nine” is no time of day. Write it as 09:15."]
    );
    assert_eq!(case.meeting.at, "25:70");
    for id in ["times", "direction-sessions"] {
        assert_eq!(levels(&case, id), [Level::Warn], "{id}");
    }
}

#[test]
fn a_child_taught_out_of_year_is_only_worth_a_look() {
    let mut case = whole();
    case.child.year = Year::Y8;
    assert_eq!(levels(&case, "born"), [Level::Warn]);
    case.child.born = When::On(day(2014, 5, 3));
    assert!(!found(&case).contains(&"born"));
    case.child.born = When::On(day(2027, 5, 3));
    assert!(sentences(&case, "born")[0].contains("not before the meeting"));
}

#[test]
fn a_move_in_year_11_is_late_from_the_month_of_the_protocol() {
    let mut case = whole();
    in_year_11(&mut case);
    for (month, start, late) in [
        (1, (2026, 12, 18), false),
        (1, (2027, 1, 4), true),
        (1, (2027, 6, 7), true),
        (3, (2027, 2, 26), false),
        (11, (2026, 12, 18), true),
    ] {
        case.start = When::On(day(start.0, start.1, start.2));
        let mut profile = strict();
        profile.thresholds.year_11_late_from = month;
        let all = findings(&case, &profile, &reference(), today());
        assert_eq!(all.iter().any(|found| found.id == "year-11-late"), late, "{start:?}");
    }
}

#[test]
fn the_old_word_is_found_only_in_what_everybody_may_read_since_the_guidance() {
    let mut case = whole();
    case.private_notes.insert("why.private".into(), "They call it a trial.".into());
    assert!(!found(&case).contains(&"old-words"));
    case.commitments[0].what = "Rings each Friday of the trial period".into();
    case.screening.best_interests = "On trial first".into();
    let said = sentences(&case, "old-words");
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said.iter().all(|words| words.contains("“off-site direction”")), "{said:#?}");
    case.meeting.on = When::On(day(2026, 7, 25));
    assert!(!found(&case).contains(&"old-words"), "the case is older than the guidance");
}
