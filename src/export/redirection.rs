//! The record of a meeting that found that a managed move is not the way (R5, R6, R18, R88).
//!
//! It is no agreement: nobody is asked to agree to it, and no target is a condition for the child.

use super::agreement::{childs_voice, examinations, meeting_facts, parents_voice, people, plan};
use super::agreement::{strengths, why};
use super::document::Document;
use super::kind::{Kind, NotYet};
use super::sheet::{Below, Sheet};
use crate::domain::agreed::{Agreed, Redirected};
use crate::domain::date::Date;
use crate::domain::profile::Profile;
use crate::domain::screening::Redirection;
use crate::domain::text::capital;

/// The record.
///
/// # Errors
/// When it was not recorded where the case belongs.
pub(super) fn record(case: &Agreed<'_>, profile: &Profile, on: Date) -> Result<Document, NotYet> {
    let Some(redirected) = case.redirected() else {
        return Err(NotYet::new(
            "It is not recorded that the case belongs elsewhere: see “Where the case belongs” among the conditions.",
        ));
    };
    let mut sheet = Sheet::new(case, profile);
    sheet.section("The meeting");
    meeting_facts(&mut sheet, "");
    sheet.paragraph(&format!(
        "This is a record and not an agreement. A managed move to {} was talked about and is not made.",
        new_school(case)
    ));
    people::took_part(&mut sheet);
    childs_voice(&mut sheet);
    parents_voice(&mut sheet);
    strengths(&mut sheet);
    why_elsewhere(&mut sheet, redirected);
    next(&mut sheet);
    examinations(&mut sheet);
    people::contacts(&mut sheet);
    // No kind of move is made, so only what holds for every family is said.
    sheet.section("Your rights");
    let rights = profile.rights.iter().chain(&profile.complaints);
    sheet.points(&rights.chain([&profile.independent_advice]).collect::<Vec<_>>());
    people::copies(&mut sheet);
    let below = Below { draft: redirected.on.is_blank(), ..Below::child_at_home_school(case, on) };
    Ok(sheet.document(Kind::Redirection, Kind::Redirection.title(), below))
}

fn new_school<'a>(case: &Agreed<'a>) -> &'a str {
    let (_, new) = case.schools();
    if new.is_blank() { "another school" } else { new.trim() }
}

/// Where the case belongs, and why.
fn why_elsewhere(sheet: &mut Sheet<'_>, redirected: Redirected<'_>) {
    sheet.section("Where this belongs, and why");
    let plan = sheet.case.plan_review();
    let decision = if plan.decision.is_blank() { "" } else { plan.decision.label() };
    let missing = redirected.to == Redirection::PlanReview;
    let or_not_yet = |said: String| match (said.is_empty(), missing) {
        (true, true) => "Not known yet".to_owned(),
        _ => said,
    };
    sheet.facts(&[
        ("Where it belongs", &capital(redirected.to.label())),
        ("The family was told on", &redirected.on.to_string()),
        ("EHCP reviewed on", &or_not_yet(plan.on.to_string())),
        ("The council’s decision", &or_not_yet(capital(decision))),
        ("EHCP caseworker", &or_not_yet(plan.caseworker.trim().to_owned())),
    ]);
    let not_met = sheet.case.not_met(sheet.profile, redirected.to);
    let not_met: Vec<String> = not_met
        .into_iter()
        .map(|(condition, found)| format!("{condition}: not met. {found}").trim().to_owned())
        .collect();
    sheet.subheading_points("Why a managed move is not the way", &[reason(redirected.to)]);
    sheet.subheading_points("Conditions that are not met", &not_met);
    sheet.prose_under("What was explained, and who takes it on", redirected.how);
    // The words of the agenda speak of a move that is not made.
    for (key, label) in [("reasons", "Why a move was thought of"), ("hopes", "What was hoped for")]
    {
        sheet.note_as("why", key, label);
    }
    why::reasons(sheet, "What led to the meeting");
    why::measures(sheet);
}

/// Why such a case belongs there, in plain words.
fn reason(to: Redirection) -> &'static str {
    match to {
        Redirection::None => "",
        Redirection::InYear => {
            "The family would like another school. Parents can apply for one at any time of the year; nobody else has to agree to that."
        }
        Redirection::FairAccess => {
            "The child is on no school’s roll. A managed move goes from one school to another, so admissions find a place."
        }
        Redirection::OffSite => {
            "Only a time away is needed. A managed move is for good; an off-site direction is for a limited time."
        }
        Redirection::Transfer => {
            "The child was permanently excluded. Other rules and other rights follow from that."
        }
        Redirection::PlanReview => {
            "The child has an EHCP. Only the council can name a new school, in a review of the plan."
        }
    }
}

/// What happens next and who does it; nothing of it is a condition for the child.
fn next(sheet: &mut Sheet<'_>) {
    plan::commitments(sheet);
    sheet.paragraph(&format!(
        "No targets are set for {}: nothing here is a condition for keeping a place, or for getting help.",
        sheet.child()
    ));
}
