//! The agreement: what was agreed at a meeting, as a document for everyone who took part.
//!
//! It is made from [`Agreed`] alone, so no private note can ever stand in it. It decides order and
//! wording; it never decides how anything looks.

pub(super) mod people;
pub(super) mod plan;
pub(super) mod why;

use super::document::Document;
use super::kind::{Kind, NotYet};
use super::sheet::{Below, Sheet, after, birthday, listed, one_line};
use crate::domain::agreed::Agreed;
use crate::domain::case::{ChildCommits, VoiceHow, Year, YesNo};
use crate::domain::date::{Date, long};
use crate::domain::preparation::CouncilRole;
use crate::domain::profile::{Part, Profile};
use crate::domain::text::Text;
use crate::domain::text::capital;

/// The items of a profile whose notes have a place of their own below. The notes of any other item
/// follow in the order of the profile.
const PLACED: [&str; 13] = [
    "details",
    "people",
    "questionnaire",
    "child",
    "parent",
    "why",
    "strengths",
    "background",
    "targets",
    "commitments",
    "terms",
    "timeline",
    "readback",
];

/// The agreement with this number, made on this day.
pub fn agreement(case: &Agreed<'_>, profile: &Profile, number: u32, on: Date) -> Document {
    let mut sheet = Sheet::new(case, profile);
    meeting(&mut sheet);
    people::took_part(&mut sheet);
    childs_voice(&mut sheet);
    parents_voice(&mut sheet);
    why::why(&mut sheet);
    strengths(&mut sheet);
    why::agencies(&mut sheet);
    background(&mut sheet);
    plan::targets(&mut sheet);
    plan::commitments(&mut sheet);
    childs_commitment(&mut sheet);
    plan::terms(&mut sheet);
    examinations(&mut sheet);
    other_items(&mut sheet);
    plan::timeline(&mut sheet);
    other_notes(&mut sheet);
    people::answers(&mut sheet);
    rights(&mut sheet);
    people::copies(&mut sheet);
    let mut below = Below::child_and_schools(case, on);
    below.dateline =
        format!("Agreement {number}, written on {}{}", long(on), replaces(case, number));
    // Where the council is not a party, nobody may think that it is (R92).
    let title = sheet.route_words().map_or(Kind::Agreement.title(), |words| &words.agreement);
    let title = match case.council_role() {
        CouncilRole::NotParty => format!("{title} between the schools and the family"),
        _ => title.to_owned(),
    };
    sheet.document(Kind::Agreement, &title, below)
}

/// The draft of the next agreement.
pub(super) fn draft(case: &Agreed<'_>, profile: &Profile, on: Date) -> Result<Document, NotYet> {
    if case.redirected().is_some() {
        return Err(NotYet::new(
            "The case belongs elsewhere, so there is no agreement: make the record of meeting and redirection.",
        ));
    }
    let document = agreement(case, profile, case.next_agreement(), on);
    Ok(Document { draft: true, ..document })
}

/// Which agreement this one replaces.
fn replaces(case: &Agreed<'_>, number: u32) -> String {
    let before = case.issued().iter().rev().find(|issued| issued.number < number);
    before.map_or_else(String::new, |issued| {
        format!(". It replaces agreement {} of {}", issued.number, long(issued.on))
    })
}

/// The meeting, the child and the schools.
fn meeting(sheet: &mut Sheet<'_>) {
    let case = sheet.case;
    let kind = if sheet.route().is_blank() { "" } else { sheet.route().label() };
    sheet.section("The meeting");
    meeting_facts(sheet, &capital(kind));
    if case.council_role() == CouncilRole::NotParty {
        sheet.paragraph(&format!("{} is not a party to this agreement.", sheet.profile.authority));
    }
    if let Some(words) = sheet.route_words() {
        sheet.paragraph(&sheet.filled(&words.what_it_is));
    }
    sheet.notes("details");
}

/// Who, where and when.
pub(super) fn meeting_facts(sheet: &mut Sheet<'_>, kind: &str) {
    let case = sheet.case;
    let (child, meeting, part) = (case.child(), case.meeting(), case.childs_part());
    let (home, new) = case.schools();
    let when = [&meeting.on.to_string(), meeting.at.trim(), meeting.venue.trim()];
    let year = if case.year().is_blank() { "" } else { case.year().label() };
    let stays = case.stays(sheet.profile).map(|stays| capital(stays.label())).unwrap_or_default();
    let stays =
        listed(&[&stays, &after("comes with", &part.with), &after("agreed with", &part.agreed_by)]);
    let (lead, notes) = (meeting.lead.trim(), meeting.note_taker.trim());
    let (lead_label, notes) =
        if lead == notes { ("Led and noted by", "") } else { ("Led by", notes) };
    sheet.facts(&[
        ("Child", &listed(&[&child.name, year])),
        ("Date of birth", &birthday(&child.born)),
        ("Home school", home.trim()),
        ("New school", new.trim()),
        ("Kind of move", kind),
        ("Meeting", &listed(&when)),
        (lead_label, lead),
        ("Notes taken by", notes),
        ("Child at the meeting", &capital(&stays)),
        ("Independent supporter", case.independent().trim()),
        ("Transfer co-ordinator", case.coordinator().trim()),
        ("Languages, what helps", &one_line(&child.communication)),
    ]);
}

/// What the child said, in the talk, the questionnaire or the meeting.
pub(super) fn childs_voice(sheet: &mut Sheet<'_>) {
    let part = sheet.case.childs_part();
    sheet.section("The child’s voice");
    let helper = part.voice_helper.trim();
    let help = match (helper, part.helper_is_staff) {
        ("", YesNo::NotAsked) => String::new(),
        ("", YesNo::Yes) => "Somebody who works for the home school helped.".to_owned(),
        ("", YesNo::No) => "The person who helped does not work for the home school.".to_owned(),
        (name, YesNo::NotAsked) => format!("{name} helped."),
        (name, YesNo::Yes) => format!("{name}, who works for the home school, helped."),
        (name, YesNo::No) => format!("{name}, who does not work for the home school, helped."),
    };
    let how = if part.voice_how == VoiceHow::Unsaid { "" } else { part.voice_how.label() };
    let gathered = listed(&[how, &part.voice_on.to_string()]);
    let gathered = if gathered.is_empty() { gathered } else { format!("{}.", capital(&gathered)) };
    let how = format!("{gathered} {help}");
    let before = sheet.written();
    sheet.notes("child");
    sheet.notes("questionnaire");
    if sheet.written() == before {
        sheet.paragraph("The child’s own words were not recorded.");
    }
    sheet.facts(&[("How it was gathered", how.trim())]);
}

/// What the parents said.
pub(super) fn parents_voice(sheet: &mut Sheet<'_>) {
    sheet.section("The parent’s voice");
    sheet.notes("parent");
    sheet.or_say("The parent’s own words were not recorded.");
    let clear = match sheet.case.next_steps_clear() {
        YesNo::NotAsked => "",
        YesNo::Yes => "Asked whether the next steps are clear, the parent said yes.",
        YesNo::No => "Asked whether the next steps are clear, the parent said no.",
    };
    sheet.facts(&[("What happens next", clear)]);
}

/// Strengths, needs, and what affects attendance.
pub(super) fn strengths(sheet: &mut Sheet<'_>) {
    sheet.section("Strengths first, then needs");
    sheet.notes("strengths");
    sheet.or_say("Nothing was recorded about strengths and needs.");
}

fn background(sheet: &mut Sheet<'_>) {
    sheet.section("Family background");
    let lines: Vec<&str> = sheet.case.background().flat_map(Text::said).collect();
    if !lines.is_empty() {
        sheet.paragraph(
            "The family agreed that this may be shared with everyone who receives this agreement.",
        );
        sheet.points(&lines);
    }
    sheet.or_leave_out();
    sheet.section("The new school");
    sheet.notes("background");
    why::differences(sheet);
    sheet.prose_under("Plan for the start", sheet.case.integration());
    if let Some(place) = sheet.case.risk_plan() {
        sheet.facts(&[("Risk assessment kept", place.trim())]);
    }
    sheet.or_say("Nothing was recorded about the new school.");
}

/// Who answers for examinations in Year 11, and where they are sat; a younger child has none (R8, R90;
/// Southwark).
pub(super) fn examinations(sheet: &mut Sheet<'_>) {
    let has_some = matches!(sheet.case.year(), Year::Unsaid | Year::Y10 | Year::Y11);
    if !has_some {
        return;
    }
    let asked = sheet.case.examinations();
    sheet.section("Examinations");
    if sheet.case.year() == Year::Y11 {
        sheet.paragraph(&sheet.filled(&sheet.profile.examinations));
    }
    sheet.facts(&[
        ("Examination centre", asked.centre.trim()),
        ("Entries and boards", &one_line(asked.entries)),
        ("Access arrangements", &one_line(asked.access)),
    ]);
    sheet.or_leave_out();
}

/// The items of the agenda that only this protocol has.
fn other_items(sheet: &mut Sheet<'_>) {
    let reviewed = |part| matches!(part, Part::Review | Part::Afterwards);
    for item in &sheet.profile.agenda {
        if !PLACED.contains(&item.key.as_str()) && !reviewed(item.part) {
            sheet.section(&item.title);
            sheet.notes(&item.key);
            sheet.or_leave_out();
        }
    }
}

/// That a child cannot commit today is normal, and the page says so.
fn childs_commitment(sheet: &mut Sheet<'_>) {
    let part = sheet.case.childs_part();
    let said = match part.commits {
        ChildCommits::NotAsked => "",
        ChildCommits::Gave => "The child gave commitments at the meeting.",
        ChildCommits::CouldNot => {
            "The child could not make commitments today. That is normal when so much is changing, and it does not stop the move."
        }
        ChildCommits::DidNotWant => {
            "The child did not want to make commitments today. That is normal when so much is changing, and it does not stop the move."
        }
    };
    let revisit = if part.revisit.is_blank() {
        String::new()
    } else {
        format!("We come back to the child’s commitments on {}.", part.revisit)
    };
    sheet.paragraph(format!("{said} {revisit}").trim());
}

fn other_notes(sheet: &mut Sheet<'_>) {
    sheet.section("Also agreed");
    for text in sheet.case.other_notes(sheet.profile) {
        sheet.prose(text);
    }
    sheet.or_leave_out();
}

/// What parents and children may do.
fn rights(sheet: &mut Sheet<'_>) {
    sheet.section("Your rights");
    sheet.points(&sheet.rights());
    sheet.or_leave_out();
}
