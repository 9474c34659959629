//! The letter that tells parents why a move ends before its time: in plain words, with what the child
//! says, and with what was looked into (Gloucestershire’s practice).

use super::agreement::people;
use super::document::Document;
use super::kind::{Kind, NotYet};
use super::notices::{head, parents_of};
use super::sheet::{Below, Sheet};
use crate::domain::agreed::Agreed;
use crate::domain::case::{Outcome, Route, YesNo};
use crate::domain::date::{Date, long};
use crate::domain::people::Party;
use crate::domain::profile::Profile;

/// The letter.
///
/// # Errors
/// When nothing ends early, or when the reasons or the child’s account are missing.
pub(super) fn letter(case: &Agreed<'_>, profile: &Profile, on: Date) -> Result<Document, NotYet> {
    let ending = case.ending();
    if ending.early != YesNo::Yes {
        return Err(NotYet::new("It is not recorded that the move ends before its time."));
    }
    if ending.reasons.is_blank() {
        return Err(NotYet::new("The reasons in plain words are not recorded yet."));
    }
    if ending.childs_account.is_blank() {
        return Err(NotYet::new("What the child says about it is not recorded yet: ask first."));
    }
    let mut sheet = Sheet::new(case, profile);
    let what = match sheet.route() {
        Route::DirectionFirst => {
            "The off-site direction of {child} to {new} ends earlier than planned."
        }
        _ => "The move of {child} to {new} ends earlier than planned.",
    };
    sheet.paragraph(&format!("Dear {},", parents_of(case)));
    sheet.paragraph(&sheet.filled(what));
    sheet.heading("Why");
    sheet.prose(&ending.reasons);
    sheet.heading(&format!("What {} says", sheet.child()));
    sheet.quote(&ending.childs_account);
    sheet.heading("What was looked into");
    sheet.points(&[
        sheet.filled(looked_into(ending.provocation_checked)),
        given(ending.support_given).to_owned(),
    ]);
    now(&mut sheet);
    people::contacts_unnumbered(&mut sheet);
    sheet.heading("Your rights");
    for right in profile.complaints.iter().chain([&profile.independent_advice]) {
        sheet.paragraph(right);
    }
    let (home, new) = case.schools();
    sheet.heading("For the schools");
    sheet.signatures(vec![
        head(case, Party::NewHead, new.trim()),
        head(case, Party::HomeHead, home.trim()),
    ]);
    let below =
        Below { subtitle: format!("To {}", parents_of(case)), dateline: long(on), draft: false };
    Ok(sheet.document(Kind::EarlyEnding, Kind::EarlyEnding.title(), below))
}

fn looked_into(answer: YesNo) -> &'static str {
    match answer {
        YesNo::Yes => "The schools looked into whether {child} was provoked or harassed.",
        YesNo::No => "The schools did not look into whether {child} was provoked or harassed.",
        YesNo::NotAsked => "Whether {child} was provoked or harassed has not been looked into yet.",
    }
}

fn given(answer: YesNo) -> &'static str {
    match answer {
        YesNo::Yes => "The support that was promised was given.",
        YesNo::No => "Not all of the support that was promised was given.",
        YesNo::NotAsked => {
            "Whether the support that was promised was given has not been looked into yet."
        }
    }
}

/// What happens to a child who comes back.
pub(super) const BACK: &str =
    "{child} comes back to {home}, and a meeting there prepares the return.";

/// What happens now: by how it ended, else by what the protocol says of this kind of move.
fn now(sheet: &mut Sheet<'_>) {
    sheet.heading("What happens now");
    let (outcome, _) = sheet.case.outcome();
    let words = sheet.route_words().map(|words| words.does_not.as_str()).unwrap_or_default();
    let sentence = match outcome {
        Outcome::Returned => BACK,
        Outcome::Confirmed => "{child} stays at {new}.",
        Outcome::Withdrawn => {
            "The agreement no longer holds, and the schools tell you what follows."
        }
        Outcome::Redirected => "The matter is taken on elsewhere, and you are told by whom.",
        Outcome::Open => words,
    };
    sheet.paragraph(&sheet.filled(sentence));
    sheet.facts(&[("First day back", &sheet.case.ending().back_on.to_string())]);
    sheet.or_say("The schools tell you what follows.");
}
