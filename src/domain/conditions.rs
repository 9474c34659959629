//! The conditions for a move (R1–R20, R88–R90): each with how it stands, what it rests on, and what
//! happens next.
//!
//! How a condition stands is what its checks found, so that there is one truth.

use super::attendance::Sessions;
use super::case::{Case, Route, Year};
use super::checks::{Basis, CHECKS, Finding, Level, Place, every_finding};
use super::date::Date;
use super::profile::Profile;
use super::reference::Reference;
use super::screening::{Care, Redirection, Sen};
use super::slot::{Audience, Fact, Slot};
use super::table::Table;

/// How a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything that it asks for is recorded.
    Met,
    /// Something is not recorded yet.
    Open,
    /// What is recorded speaks against it.
    NotMet,
    /// It is in the way no longer: set aside, or made lighter, with a reason that is kept.
    SetAside,
    /// It does not concern this child, or not under this protocol.
    NotApplicable,
}

impl State {
    /// The words for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Open => "open",
            Self::NotMet => "not met",
            Self::SetAside => "set aside",
            Self::NotApplicable => "does not apply",
        }
    }

    /// One character for it.
    pub fn symbol(self) -> char {
        match self {
            Self::Met => '+',
            Self::Open => '~',
            Self::NotMet => '!',
            Self::SetAside => '=',
            Self::NotApplicable => '·',
        }
    }
}

/// A condition as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The requirement.
    pub rule: &'static str,
    /// What it asks for, in a few words.
    pub title: &'static str,
    /// How it stands.
    pub state: State,
    /// What is recorded about it, in words; blank when nothing is.
    pub rests_on: String,
    /// What its checks found, what weighs most first.
    pub findings: Vec<Finding>,
    /// Where the case belongs when the condition is not met, if not here.
    pub leads_to: Redirection,
    /// Where it is filled in or mended.
    pub place: Place,
}

impl Condition {
    /// What happens next, in a sentence; blank when nothing has to.
    pub fn next(&self) -> String {
        let mut next: Vec<String> = Vec::new();
        if self.state == State::NotApplicable {
            return String::new();
        }
        for finding in &self.findings {
            next.push(match &finding.set_aside {
                Some(_) => finding.in_words(),
                None => finding.sentence.clone(),
            });
        }
        if self.state == State::NotMet && !self.leads_to.is_blank() {
            next.push(format!("Next: {}.", self.leads_to.label()));
        }
        next.join(" ")
    }

    /// The finding that the lead can set aside now, if there is one.
    pub fn to_set_aside(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.may_be_set_aside())
    }
}

/// What is looked at for a condition: its checks, what it rests on, and where it leads.
struct Plan {
    rule: &'static str,
    title: &'static str,
    checks: &'static [&'static str],
    facts: &'static [Fact],
    tables: &'static [Table],
    leads_to: Redirection,
    concerns: fn(&Case, Date) -> bool,
}

const fn plan(
    rule: &'static str,
    title: &'static str,
    checks: &'static [&'static str],
    facts: &'static [Fact],
) -> Plan {
    Plan {
        rule,
        title,
        checks,
        facts,
        tables: &[],
        leads_to: Redirection::None,
        concerns: |_, _| true,
    }
}

impl Plan {
    const fn leads_to(self, leads_to: Redirection) -> Self {
        Self { leads_to, ..self }
    }

    const fn with(self, tables: &'static [Table]) -> Self {
        Self { tables, ..self }
    }

    const fn if_it_is(self, concerns: fn(&Case, Date) -> bool) -> Self {
        Self { concerns, ..self }
    }
}

use Fact as F;

/// How many conditions there are.
pub const COUNT: usize = 24;

/// Every condition, in the order of the requirements.
const PLANS: [Plan; COUNT] = [
    plan(
        "R1",
        "Not the first thing to try",
        &["imminent-asked", "imminent-why", "tried-first", "suspensions"],
        &[F::Imminent, F::ImminentWhy, F::SuspensionDays, F::SeriousAct],
    )
    .with(&[Table::Measures]),
    plan(
        "R2",
        "Help for the family was looked for",
        &["services", "early-help"],
        &[F::FamilyMeetingOn, F::FamilyHelp],
    ),
    plan(
        "R3",
        "A support plan has run, with little progress",
        &["support-plan", "plan-reviews", "plan-result", "plan-works"],
        &[F::PlanBegan, F::PlanReviews, F::PlanProgress],
    ),
    plan(
        "R4",
        "Absence is not the long-standing problem",
        &["sessions", "sessions-fit", "persistent-absence", "severe-absence", "absence-why"],
        &[F::Possible, F::Attended, F::AbsenceWhy],
    ),
    plan(
        "R5",
        "It is not simply another school that is wanted",
        &["wants-other-asked", "wants-other"],
        &[F::WantsOther],
    )
    .leads_to(Redirection::InYear),
    plan("R6", "The child is on a school’s roll", &["on-roll-asked", "on-roll"], &[F::OnRoll])
        .leads_to(Redirection::FairAccess),
    plan(
        "R7",
        "A way back is open, or known to be closed",
        &["return-asked", "return", "no-return"],
        &[F::CouldReturn, F::NoReturnKnown],
    )
    .if_it_is(|case, _| case.route != Route::Unsaid),
    plan("R8", "The child is not in Year 11", &["year-11"], &[F::ChildYear])
        .if_it_is(|case, today| !case.year(today).is_blank()),
    plan(
        "R9",
        "The council knows the child as at risk",
        &["known-at-risk"],
        &[F::FromAssessment, F::CouncilKnowsSince],
    )
    .if_it_is(|case, _| !case.screening.from_assessment.is_blank()),
    plan(
        "R10",
        "Strategies are used up for now, say all three",
        &["used-up-asked", "used-up", "used-up-who"],
        &[F::UsedUpSchool, F::UsedUpFamily, F::UsedUpCouncil, F::UsedUpWho],
    ),
    plan("R11", "The new school offers something different", &["differences"], &[])
        .with(&[Table::Differences]),
    plan("R12", "Strengths are the core of the plan", &["strengths"], &[]),
    plan("R13", "The family is committed", &["committed-asked", "committed"], &[F::Committed]),
    plan("R14", "Policies and guidance were followed", &["policies"], &[F::Policies]),
    plan(
        "R15",
        "Needs are known, with a plan and outside help",
        &["sen", "individual-plan", "outside-agencies"],
        &[F::SenStage, F::IndividualPlan, F::OutsideAgencies],
    ),
    plan("R16", "A rare crisis has its reason", &["crisis-why"], &[F::Crisis, F::CrisisWhy])
        .if_it_is(|case, _| case.screening.crisis == super::case::YesNo::Yes),
    plan("R17", "There is a reason to think of a move", &["reasons"], &[]).with(&[Table::Reasons]),
    plan(
        "R18",
        "The kind of move is what it is called",
        &["route", "earlier-trial", "returnable", "temporary", "temporary-asked"],
        &[F::Route, F::Temporary],
    )
    .leads_to(Redirection::OffSite),
    plan(
        "R18",
        "The child was not excluded for good",
        &["excluded-asked", "excluded"],
        &[F::Excluded],
    )
    .leads_to(Redirection::Transfer),
    plan("R19", "It is in the child’s best interests", &["best-interests"], &[F::BestInterests]),
    plan("R20", "Early work can be shown", &["evidence"], &[]).with(&[Table::Evidence]),
    plan(
        "R88",
        "EHCP: the council decided in a review",
        &["sen", "ehcp", "ehcp-decision", "ehcp-refused", "ehc-assessment"],
        &[F::SenStage, F::PlanReviewOn, F::PlanDecision, F::Caseworker],
    )
    .leads_to(Redirection::PlanReview)
    .if_it_is(|case, _| matches!(case.screening.sen, Sen::Unsaid | Sen::Ehcp | Sen::Requested)),
    plan(
        "R89",
        "Looked after: those responsible were asked",
        &["care-asked", "pep", "corporate-parent", "virtual-school", "social-worker"],
        &[F::Care, F::PepOn, F::CorporateParent, F::VirtualSchool, F::SocialWorker],
    )
    .if_it_is(|case, _| matches!(case.screening.care, Care::Unsaid | Care::LookedAfter)),
    plan(
        "R90",
        "Year 11: examinations are arranged",
        &["year-11-late", "exam-centre", "exam-entries", "access-arrangements"],
        &[F::ExamCentre, F::ExamEntries, F::AccessArrangements],
    )
    .if_it_is(|case, today| case.year(today) == Year::Y11),
];

/// Every condition as it stands in a case.
pub fn conditions(
    case: &Case,
    profile: &Profile,
    reference: &Reference,
    today: Date,
) -> Vec<Condition> {
    let found = every_finding(case, profile, reference, today);
    PLANS.iter().map(|plan| plan.stand(case, profile, today, &found)).collect()
}

impl Plan {
    fn stand(&self, case: &Case, profile: &Profile, today: Date, found: &[Finding]) -> Condition {
        let mine = found.iter().filter(|finding| self.checks.contains(&finding.id));
        let mut findings: Vec<Finding> = mine.cloned().collect();
        findings.sort_by_key(|finding| finding.level);
        let looked_for = CHECKS
            .iter()
            .any(|check| self.checks.contains(&check.id) && profile.level_of(check).is_some());
        let state = if looked_for && (self.concerns)(case, today) {
            state_of(case, &findings)
        } else {
            State::NotApplicable
        };
        Condition {
            rule: self.rule,
            title: self.title,
            state,
            rests_on: self.rests_on(case, profile),
            leads_to: self.leads_to,
            place: self.place(&findings),
            findings,
        }
    }

    /// What is recorded, in the words beside the fields.
    fn rests_on(&self, case: &Case, profile: &Profile) -> String {
        let facts = self.facts.iter().filter_map(|fact| {
            let slot = Slot::Fact(*fact);
            let said = case.field(&slot).is_some_and(|field| !field.is_blank());
            let text = case.text(&slot);
            said.then(|| format!("{}: {}", fact.label().trim_end_matches('?'), one_line(&text)))
        });
        let rows = self.tables.iter().flat_map(|table| {
            let rows = case.row_ids(*table).into_iter();
            rows.filter_map(|id| case.row_words(*table, id)).filter(|words| !words.is_empty())
        });
        let mut said: Vec<String> = facts.chain(rows).collect();
        if self.rule == "R4" {
            said.extend(Sessions::recorded(&case.screening).ok().map(|sessions| {
                let words = sessions.in_words(&profile.thresholds);
                format!("= {words}")
            }));
        }
        said.join("; ")
    }

    fn place(&self, findings: &[Finding]) -> Place {
        let facts = self.facts.first().map(|fact| Place::Slot(Slot::Fact(*fact)));
        let found = findings.first().map(|finding| finding.place.clone());
        let table = self.tables.first().map(|table| Place::Table(*table));
        let strengths = || Slot::Note(Audience::Agreed, "strengths.strengths".to_owned());
        found.or(facts).or(table).unwrap_or_else(|| Place::Slot(strengths()))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a condition stands, by what was found.
fn state_of(case: &Case, findings: &[Finding]) -> State {
    let active = |finding: &&Finding| finding.level != Level::Note;
    if findings.iter().find(active).is_none() {
        let aside = findings.iter().any(|finding| finding.set_aside.is_some());
        return if aside { State::SetAside } else { State::Met };
    }
    let speaks_against = |finding: &Finding| match finding.check().map(|check| check.basis) {
        Some(Basis::Recorded) => true,
        _ => match &finding.place {
            Place::Slot(slot) => case.field(slot).is_some_and(|field| !field.is_blank()),
            Place::Table(_) | Place::Outside => false,
        },
    };
    if findings.iter().filter(active).any(speaks_against) { State::NotMet } else { State::Open }
}
