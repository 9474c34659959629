//! Notices: to those who keep the rolls, and to parents before an off-site direction.
//!
//! They hold no note: only what their readers must know.

use super::agreement::{people, plan};
use super::document::{Document, Signature};
use super::kind::{Kind, NotYet};
use super::sheet::{Below, Sheet, and, birthday, listed, listed_once, one_line};
use crate::domain::agreed::Agreed;
use crate::domain::case::Route;
use crate::domain::date::{Date, long};
use crate::domain::people::{Party, Person, Responsibility};
use crate::domain::profile::Profile;
use crate::domain::review::Review;
use crate::domain::text::capital;

/// What the team is told that keeps track of moves within the school year: no more than it needs
/// (R83; Southwark).
///
/// # Errors
/// When the protocol names no such team, or no move is made.
pub(super) fn admissions(
    case: &Agreed<'_>,
    profile: &Profile,
    on: Date,
) -> Result<Document, NotYet> {
    if profile.in_year_team.is_empty() {
        return Err(NotYet::new(format!(
            "The {} protocol names no team that is told of a move.",
            profile.title
        )));
    }
    if case.redirected().is_some() {
        return Err(NotYet::new("The case belongs elsewhere, so there is no move to tell of."));
    }
    let mut sheet = Sheet::new(case, profile);
    let (child, meeting) = (case.child(), case.meeting());
    let (home, new) = case.schools();
    let year = if case.year().is_blank() { "" } else { case.year().label() };
    let kind = if sheet.route().is_blank() { "" } else { sheet.route().label() };
    let (outcome, ended) = case.outcome();
    let last = case.last_review_fixed().filter(|_| outcome.is_blank());
    let last = last.map(long).unwrap_or_default();
    let how = outcome;
    let outcome = if outcome.is_blank() { "" } else { outcome.label() };
    let agreed = case.issued().last().map(|issued| long(issued.on)).unwrap_or_default();
    sheet.facts(&[
        ("Child", child.name.trim()),
        ("Date of birth", &birthday(&child.born)),
        ("Year group", year),
        ("Home school", home.trim()),
        ("New school", new.trim()),
        ("Kind of move", &capital(kind)),
        ("Agreed on", &agreed),
        ("First day at the new school", &case.start_as_written().to_string()),
        ("Last review", &last),
        ("How it ended", &listed(&[&capital(outcome), &ended.to_string()])),
        ("Sent by", meeting.lead.trim()),
    ]);
    plan::roll_after(&mut sheet, how, case.roll_changes());
    let below = Below {
        subtitle: format!("To the {}, {}", profile.in_year_team, profile.authority),
        dateline: format!("Written on {}", long(on)),
        draft: !case.is_closed(),
    };
    Ok(sheet.document(Kind::Admissions, &format!("Notice to the {}", profile.in_year_team), below))
}

/// The notice that parents must have in writing before an off-site direction begins (Education Act
/// 2002, section 29A; SI 2010/1156, regulation 3; SI 2012/2532).
///
/// # Errors
/// When this is no off-site direction, or something is missing that the notice must state.
pub(super) fn direction(
    case: &Agreed<'_>,
    profile: &Profile,
    on: Date,
) -> Result<Document, NotYet> {
    if case.route() != Route::DirectionFirst {
        return Err(NotYet::new("The kind of move is not an off-site direction."));
    }
    let missing = missing(case);
    if !missing.is_empty() {
        return Err(NotYet::new(format!(
            "The notice must state what is not recorded yet: {}.",
            and(&missing)
        )));
    }
    let mut sheet = Sheet::new(case, profile);
    let (home, new) = case.schools();
    let said = case.direction();
    sheet.paragraph(&sheet.filled(
        "{home} directs {child} to be educated at {new} for a limited time, so that behaviour can improve (Education Act 2002, section 29A). This is not a punishment. {child} stays on the roll of {home}.",
    ));
    sheet.heading("Where and when");
    let sessions = listed(&[&said.morning, &said.afternoon]);
    let address = listed_once(&[&one_line(&said.address), new]);
    sheet.facts(&[
        ("Child", case.child().name.trim()),
        ("Date of birth", &birthday(&case.child().born)),
        ("From", home.trim()),
        ("Go to", &address),
        ("Report to", said.report_to.trim()),
        ("First day", &case.start_as_written().to_string()),
        ("Last day", &said.last_day.to_string()),
        ("Number of school days", said.days.trim()),
        ("Session times", &sessions),
    ]);
    sheet.prose_under("Reasons", &said.reasons);
    sheet.prose_under("What it is to achieve", &said.objectives);
    reviews(&mut sheet);
    people::contacts_unnumbered(&mut sheet);
    sheet.heading("Given by");
    sheet.signatures(vec![head(case, Party::HomeHead, home.trim())]);
    let notice = case.direction().notice_on.day().unwrap_or(on);
    let below = Below {
        subtitle: format!("To {}", parents_of(case)),
        dateline: format!("Given on {}", long(notice)),
        draft: false,
    };
    Ok(sheet.document(Kind::Direction, Kind::Direction.title(), below))
}

/// What the notice must state and does not.
fn missing(case: &Agreed<'_>) -> Vec<&'static str> {
    let said = case.direction();
    let (_, new) = case.schools();
    let stated = [
        ("the new school", new.is_blank()),
        ("the address", said.address.is_blank()),
        ("who to report to", said.report_to.is_blank()),
        ("the first day", case.start().is_none()),
        ("a last day that is not before the first", {
            said.last_day.day().is_some_and(|last| case.start().is_some_and(|first| last < first))
        }),
        ("the number of days", !said.days.trim().parse().is_ok_and(|n: u16| n > 0)),
        ("the session times", said.morning.is_blank() && said.afternoon.is_blank()),
        ("the reasons", said.reasons.is_blank()),
        ("the objectives", said.objectives.is_blank()),
    ];
    stated.into_iter().filter(|(_, missing)| *missing).map(|(what, _)| what).collect()
}

/// The reviews, the right to ask for one, and by when the notice must be here.
fn reviews(sheet: &mut Sheet<'_>) {
    sheet.heading("Reviews, and your rights");
    // A review that was added and held is past; one still to come belongs here.
    let held = |row: &&Review| row.added && row.held.day().is_some();
    let reviews = sheet.case.reviews().iter().filter(|row| !row.is_blank() && !held(row));
    let mut reviews: Vec<&Review> = reviews.collect();
    reviews.sort_by_key(|row| (row.on.day().is_none(), row.on.day()));
    let rows = reviews.into_iter().map(|row| plan::review(row).into()).collect();
    sheet.table(&[("Review", 36), ("Date and time", 60), ("Place", 70)], rows);
    let own = sheet.route_words().map(|words| words.rights.clone()).unwrap_or_default();
    sheet.points(&own);
    sheet.points(&[
        "With an EHCP, the council has this notice too.",
        "Tell the school what you think of it, also what your child thinks. You may ask for advice first.",
    ]);
    sheet.points(&sheet.profile.complaints);
}

/// Those to whom a notice or a letter goes, by name, or a word for them: whoever has parental
/// responsibility, and the parents of whom it is not recorded (R48; Southwark). A stepfather or a
/// foster carer without it is told by them.
pub(super) fn parents_of(case: &Agreed<'_>) -> String {
    let addressed = |person: &&Person| match person.responsibility {
        Responsibility::Yes => true,
        Responsibility::Unsaid => person.party == Party::Parent,
        Responsibility::No => false,
    };
    let parents = case.people().iter().filter(addressed);
    let names: Vec<&str> =
        parents.map(|person| person.name.trim()).filter(|name| !name.is_empty()).collect();
    let child = case.child().name.trim();
    match (names.is_empty(), child.is_empty()) {
        (false, _) => and(&names),
        (true, false) => format!("the parents and carers of {child}"),
        (true, true) => "the parents and carers".to_owned(),
    }
}

/// The place where the head of a school signs.
pub(super) fn head(case: &Agreed<'_>, party: Party, school: &str) -> Signature {
    let head = case.people().iter().find(|person| person.party == party);
    let name = head.map(|head| head.name.trim()).filter(|name| !name.is_empty());
    let role = head.map(|head| head.role.trim()).filter(|role| !role.is_empty());
    Signature {
        name: name.unwrap_or("Name").to_owned(),
        role: listed(&[&capital(role.unwrap_or("head")), school]),
        answer: String::new(),
    }
}
