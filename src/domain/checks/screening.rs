//! Checks on whether a managed move is right for this child now (R1–R20, R88–R90).

use chrono::Datelike;

use super::{Check, Gap, Place, Subject, fact, listed};
use crate::domain::attendance::{Absence, NotCounted, Sessions, percent};
use crate::domain::case::{Case, Phase, Year, YesNo};
use crate::domain::date::{Date, long};
use crate::domain::direction::Direction;
use crate::domain::figures::{tenths, whole};
use crate::domain::people::{Party, Person};
use crate::domain::preparation::{EvidenceState, Preparation};
use crate::domain::screening::{
    Care, FamilyHelp, PlanDecision, PlanProgress, Reason, Redirection, Screening, Sen,
};
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::upn;

/// Whether nothing at all was recorded of what comes before the meeting: a case from before there
/// was a place for it, or one whose screening has not begun.
pub(super) fn is_untouched(case: &Case) -> bool {
    let invited = |person: &Person| {
        !person.invited_on.is_blank() || !person.informed_on.is_blank() || !person.duties.is_blank()
    };
    case.screening == Screening::default()
        && case.preparation == Preparation::default()
        && case.direction == Direction::default()
        && case.reasons.iter().all(|row| row.reason.is_blank() && row.detail.is_blank())
        && case.differences.iter().all(|row| row.aspect.is_blank() && row.how.is_blank())
        && case.agencies.iter().all(|row| row.name.is_blank() && row.doing.is_blank())
        && case.evidence.iter().all(|row| row.state == EvidenceState::Missing)
        && !case.people.iter().any(invited)
}

/// Whether a recorded crisis makes a check lighter: a move may then come before other help (R16;
/// Southwark). Without its reason a crisis makes nothing lighter.
pub(super) fn is_lightened(on: &Subject<'_>, check: &Check) -> bool {
    let screening = &on.case.screening;
    let crisis = screening.crisis == YesNo::Yes && !screening.crisis_why.is_blank();
    let reasoned = check.id == "persistent-absence" && !screening.absence_why.is_blank();
    reasoned || crisis && check.rules().any(|rule| ["R1", "R2", "R3", "R15"].contains(&rule))
}

pub(super) fn untouched(on: &Subject<'_>) -> bool {
    is_untouched(on.case)
}

pub(super) fn imminent_not_asked(on: &Subject<'_>) -> bool {
    on.case.screening.imminent.is_blank()
}

pub(super) fn imminent_without_reason(on: &Subject<'_>) -> bool {
    on.case.screening.imminent == YesNo::Yes && on.case.screening.imminent_why.is_blank()
}

pub(super) fn tried_first(on: &Subject<'_>) -> bool {
    let nothing_tried = on.case.measures.iter().all(|row| row.what.is_blank());
    on.case.screening.imminent == YesNo::No && nothing_tried
}

/// Days of suspension that reach the figure of the protocol, or one very serious act (Southwark,
/// chapter 1).
pub(super) fn suspended_much(on: &Subject<'_>) -> Vec<Gap> {
    let screening = &on.case.screening;
    if screening.imminent == YesNo::Yes {
        return Vec::new();
    }
    let thresholds = &on.profile.thresholds;
    let figure = match on.case.phase(on.today) {
        Some(Phase::Infant | Phase::Primary) => thresholds.suspension_days_primary,
        _ => thresholds.suspension_days_secondary,
    };
    let days = whole(&screening.suspension_days).filter(|days| *days >= figure);
    let sentence = match (days, screening.serious_act) {
        (Some(days), _) => format!(
            "{days} days of suspension in {} terms: from {figure} on, permanent exclusion is thought near. Is it imminent?",
            thresholds.terms
        ),
        (None, YesNo::Yes) => {
            "One very serious act is recorded. Is a permanent exclusion imminent?".to_owned()
        }
        (None, _) => return Vec::new(),
    };
    vec![Gap(sentence, fact(Fact::Imminent))]
}

pub(super) fn no_services(on: &Subject<'_>) -> bool {
    on.case.screening.family_meeting_on.is_blank() && on.case.screening.family_help.is_blank()
}

pub(super) fn no_help_in_place(on: &Subject<'_>) -> bool {
    let settled = matches!(
        on.case.screening.family_help,
        FamilyHelp::InPlace | FamilyHelp::Made | FamilyHelp::NotMet | FamilyHelp::Declined
    );
    let agencies = on.case.agencies.iter().any(|row| !row.name.is_blank());
    !settled && !agencies && on.people(Party::Agency).next().is_none()
}

pub(super) fn no_plan(on: &Subject<'_>) -> bool {
    on.case.screening.plan_began.is_blank()
}

pub(super) fn plan_not_reviewed(on: &Subject<'_>) -> bool {
    let screening = &on.case.screening;
    let reviews = whole(&screening.plan_reviews).unwrap_or(0);
    !screening.plan_began.is_blank() && reviews == 0
}

pub(super) fn plan_without_result(on: &Subject<'_>) -> bool {
    !no_plan(on) && on.case.screening.plan_progress.is_blank()
}

pub(super) fn plan_works(on: &Subject<'_>) -> bool {
    on.case.screening.plan_progress == PlanProgress::Good
}

/// Where a recorded place cannot be where this case goes (R5, R6, R88).
pub(super) fn wrong_place(on: &Subject<'_>) -> Vec<Gap> {
    use Redirection::{FairAccess, InYear, PlanReview, Transfer};
    let screening = &on.case.screening;
    let to = screening.redirection;
    let (sentence, place) = match (to, screening.sen) {
        (InYear | FairAccess, Sen::Ehcp) => (
            format!(
                "With an EHCP the council decides about a school in the review of the plan; {} cannot. Choose the review of the EHCP.",
                to.label()
            ),
            Fact::Redirection,
        ),
        (InYear | FairAccess | PlanReview, Sen::Unsaid) => (
            format!(
                "Special educational needs are not recorded. Whether the case goes to {} depends on whether there is an EHCP.",
                to.label()
            ),
            Fact::SenStage,
        ),
        (PlanReview, Sen::None | Sen::Support | Sen::Requested) => (
            "A review of the EHCP is chosen, but no EHCP is recorded. Choose another place, or record the EHCP.".to_owned(),
            Fact::Redirection,
        ),
        (Transfer, _) if screening.excluded != YesNo::Yes => (
            "A managed transfer follows a permanent exclusion, and none is recorded. Choose another place, or record the exclusion.".to_owned(),
            Fact::Redirection,
        ),
        _ => return Vec::new(),
    };
    vec![Gap(sentence, fact(place))]
}

/// A place to which what is recorded does not lead (R5, R6, R18, R88).
pub(super) fn other_place(on: &Subject<'_>) -> Vec<Gap> {
    let screening = &on.case.screening;
    let (to, fitting) = (screening.redirection, screening.belongs());
    if to.is_blank() || fitting.contains(&to) || !wrong_place(on).is_empty() {
        return Vec::new();
    }
    let labels: Vec<&str> = fitting.iter().map(|to| to.label()).collect();
    let sentence = if labels.is_empty() {
        format!("Nothing in screening leads to “{}”. Record there what speaks for it.", to.label())
    } else {
        format!(
            "What is recorded leads to {}, not to “{}”. Look at both.",
            listed(&labels),
            to.label()
        )
    };
    vec![Gap(sentence, fact(Fact::Redirection))]
}

/// Sessions that are blank.
pub(super) fn sessions_missing(on: &Subject<'_>) -> Vec<Gap> {
    match Sessions::recorded(&on.case.screening) {
        Err(blank @ NotCounted::Blank(place)) => vec![Gap(blank.to_string(), fact(place))],
        _ => Vec::new(),
    }
}

/// Sessions that do not fit together.
pub(super) fn sessions_wrong(on: &Subject<'_>) -> Vec<Gap> {
    match Sessions::recorded(&on.case.screening) {
        Ok(_) | Err(NotCounted::Blank(_)) => Vec::new(),
        Err(wrong) => vec![Gap(wrong.to_string(), fact(wrong.fact()))],
    }
}

fn absence(on: &Subject<'_>, wanted: Absence, called: &str) -> Vec<Gap> {
    let thresholds = &on.profile.thresholds;
    let Ok(sessions) = Sessions::recorded(&on.case.screening) else { return Vec::new() };
    if sessions.absence(thresholds) != wanted {
        return Vec::new();
    }
    let missed = percent(sessions.missed_tenths());
    let why =
        if on.case.screening.absence_why.is_blank() { " Why a move all the same?" } else { "" };
    let sentence = format!(
        "{called}: {} of {} sessions missed, {missed}.{why}",
        sessions.missed(),
        sessions.possible()
    );
    vec![Gap(sentence, fact(Fact::Attended))]
}

pub(super) fn persistent_absence(on: &Subject<'_>) -> Vec<Gap> {
    absence(on, Absence::Persistent, "Persistent absence")
}

pub(super) fn severe_absence(on: &Subject<'_>) -> Vec<Gap> {
    absence(on, Absence::Severe, "Severe absence")
}

pub(super) fn severe_without_reason(on: &Subject<'_>) -> bool {
    on.case.screening.absence_why.is_blank() && !severe_absence(on).is_empty()
}

pub(super) fn knows_child_not_said(on: &Subject<'_>) -> bool {
    let screening = &on.case.screening;
    screening.from_assessment == YesNo::Yes && screening.council_knows_since.is_blank()
}

/// Who has not said yet, or says no, that reasonable strategies are used up for now.
fn used_up(on: &Subject<'_>, answer: YesNo) -> Option<(String, Fact)> {
    let screening = &on.case.screening;
    let said = [
        ("school", screening.used_up_school, Fact::UsedUpSchool),
        ("family", screening.used_up_family, Fact::UsedUpFamily),
        ("council", screening.used_up_council, Fact::UsedUpCouncil),
    ];
    let mine: Vec<_> = said.into_iter().filter(|(_, said, _)| *said == answer).collect();
    let place = mine.first().map(|(_, _, place)| *place)?;
    Some((listed(&mine.iter().map(|(who, _, _)| *who).collect::<Vec<_>>()), place))
}

pub(super) fn used_up_not_asked(on: &Subject<'_>) -> Vec<Gap> {
    let open = used_up(on, YesNo::NotAsked);
    open.map(|(who, place)| {
        Gap(
            format!("Are reasonable strategies used up for now? Not asked yet: {who}."),
            fact(place),
        )
    })
    .into_iter()
    .collect()
}

pub(super) fn not_used_up(on: &Subject<'_>) -> Vec<Gap> {
    let no = used_up(on, YesNo::No);
    no.map(|(who, place)| {
        Gap(format!("Something can still be tried before a move, says: {who}."), fact(place))
    })
    .into_iter()
    .collect()
}

pub(super) fn nothing_different(on: &Subject<'_>) -> bool {
    let rows = on.case.differences.iter();
    let none = rows.clone().all(|row| row.aspect.is_blank() && row.how.is_blank());
    none && on.note("background.different").trim().is_empty()
}

pub(super) fn no_reason(on: &Subject<'_>) -> bool {
    on.case.reasons.iter().all(|row| row.reason.is_blank() && row.detail.is_blank())
}

/// Whether others were harmed, or are said to be at risk.
pub(super) fn others_at_risk(on: &Subject<'_>) -> bool {
    on.case.reasons.iter().any(|row| row.reason == Reason::Welfare)
}

/// With an EHCP the council decides, in the review of the plan (R88).
pub(super) fn plan_not_reviewed_for_move(on: &Subject<'_>) -> Vec<Gap> {
    let screening = &on.case.screening;
    if screening.sen != Sen::Ehcp {
        return Vec::new();
    }
    let lacking = [
        (screening.plan_review_on.day().is_none(), "the day of the review", Fact::PlanReviewOn),
        (
            screening.plan_decision != PlanDecision::Agrees,
            "the council’s agreement",
            Fact::PlanDecision,
        ),
        (screening.caseworker.is_blank(), "the caseworker’s name", Fact::Caseworker),
    ];
    let lacking: Vec<_> = lacking.into_iter().filter(|(lacks, ..)| *lacks).collect();
    let Some((_, _, place)) = lacking.first() else { return Vec::new() };
    let words: Vec<&str> = lacking.iter().map(|(_, words, _)| *words).collect();
    let sentence = format!(
        "With an EHCP the council decides about a new school in the review of the plan. Not recorded: {}.",
        listed(&words)
    );
    vec![Gap(sentence, fact(*place))]
}

pub(super) fn no_plan_decision(on: &Subject<'_>) -> bool {
    let screening = &on.case.screening;
    let undecided = matches!(screening.plan_decision, PlanDecision::Unsaid | PlanDecision::Pending);
    screening.sen == Sen::Ehcp && undecided
}

pub(super) fn is_looked_after(on: &Subject<'_>) -> bool {
    on.case.screening.care == Care::LookedAfter
}

/// A move in Year 11 when the school year is well on (R90; Southwark).
pub(super) fn late_in_year_11(on: &Subject<'_>) -> Vec<Gap> {
    let dated = on.case.start.day().or(on.case.meeting.on.day());
    // The school year begins in September.
    let month_of_year = |month: u32| (month + 3) % 12;
    let from = month_of_year(on.profile.thresholds.year_11_late_from);
    let late = dated.filter(|day| is_year_11(on) && month_of_year(day.month()) >= from);
    let words = |day: Date| {
        format!(
            "Year 11, and {} is late in the school year. Can subjects, boards and access arrangements go on as they are?",
            long(day)
        )
    };
    late.map(|day| Gap(words(day), fact(Fact::ExamEntries))).into_iter().collect()
}

pub(super) fn is_year_11(on: &Subject<'_>) -> bool {
    on.case.year(on.today) == Year::Y11
}

/// What must be a whole number, in figures; a check of their own looks at the sessions.
const NUMBERS: [Fact; 5] = [
    Fact::SuspensionDays,
    Fact::Suspensions,
    Fact::PlanReviews,
    Fact::ClassSize,
    Fact::DirectionDays,
];

pub(super) fn not_a_number(on: &Subject<'_>) -> Vec<Gap> {
    let wrong = NUMBERS.into_iter().filter_map(|number| {
        let typed = on.case.text(&Slot::Fact(number));
        let bad = !typed.trim().is_empty() && whole(&typed).is_none();
        let sentence =
            NotCounted::NotANumber { fact: number, typed: super::brief(&typed).to_owned() };
        bad.then(|| Gap(sentence.to_string(), fact(number)))
    });
    wrong.collect()
}

/// Percentages over 100.
pub(super) fn over_a_hundred(on: &Subject<'_>) -> Vec<Gap> {
    let over = |text: &str| tenths(text).is_some_and(|tenths| tenths > 1000);
    let gap = |typed: &str, place| {
        let typed = super::brief(typed);
        Gap(format!("“{typed}” is more than 100 %. Look at the figure again."), place)
    };
    let mut gaps = Vec::new();
    if over(&on.case.host_target) {
        gaps.push(gap(&on.case.host_target, fact(Fact::HostTarget)));
    }
    let percents = on.case.targets.iter().filter(|row| row.unit.trim_start().starts_with('%'));
    gaps.extend(percents.filter(|row| over(&row.number)).map(|row| {
        gap(&row.number, Place::Slot(Slot::Cell(Table::Targets, row.id, Column::Number)))
    }));
    gaps
}

pub(super) fn wrong_upn(on: &Subject<'_>) -> Vec<Gap> {
    let upn = &on.case.register.upn;
    let wrong = if upn.is_blank() { None } else { upn::check(upn).err() };
    wrong.map(|wrong| Gap(wrong.to_string(), fact(Fact::Upn))).into_iter().collect()
}

pub(super) fn wrong_school_number(on: &Subject<'_>) -> Vec<Gap> {
    let register = &on.case.register;
    let numbers =
        [(&register.home_number, Fact::HomeNumber), (&register.new_number, Fact::NewNumber)];
    let wrong = |number: &str| {
        let number = number.trim();
        number.len() != 7 || !number.bytes().all(|byte| byte.is_ascii_digit())
    };
    numbers
        .into_iter()
        .filter(|(number, _)| !number.is_blank() && wrong(number))
        .map(|(_, place)| {
            let label = place.label();
            Gap(
                format!("{label}: a school’s number has seven figures. Copy it again."),
                fact(place),
            )
        })
        .collect()
}
