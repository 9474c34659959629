//! The agreement: what was agreed at a meeting, as a document for everyone who took part.
//!
//! It is made from [`Agreed`] alone, so no private note can ever stand in it. It decides order and
//! wording; it never decides how anything looks.

mod people;
mod plan;
mod sheet;

use self::sheet::{Sheet, listed, one_line};
use super::document::Document;
use crate::domain::agreed::Agreed;
use crate::domain::case::{ChildCommits, Route, VoiceHow, YesNo};
use crate::domain::date::{Date, When, long};
use crate::domain::profile::Profile;
use crate::domain::text::Text;
use crate::domain::text::capital;

/// The items of a profile whose notes have a place of their own below. The notes of any other item
/// follow in the order of the profile.
const PLACED: [&str; 12] = [
    "details",
    "people",
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
    why(&mut sheet);
    sheet.section("Strengths first, then needs");
    sheet.notes("strengths");
    sheet.or_say("Nothing was recorded about strengths and needs.");
    background(&mut sheet);
    plan::targets(&mut sheet);
    plan::commitments(&mut sheet);
    childs_commitment(&mut sheet);
    plan::terms(&mut sheet);
    for item in &profile.agenda {
        if !PLACED.contains(&item.key.as_str()) {
            sheet.section(&item.title);
            sheet.notes(&item.key);
            sheet.or_leave_out();
        }
    }
    plan::timeline(&mut sheet);
    other_notes(&mut sheet);
    people::answers(&mut sheet);
    rights(&mut sheet);
    people::copies(&mut sheet);
    front(case, number, on, sheet)
}

/// What stands above the first section and on every page.
fn front(case: &Agreed<'_>, number: u32, on: Date, sheet: Sheet<'_>) -> Document {
    let (home, new) = case.schools();
    let name = case.child().name.trim();
    let subtitle = match (home.trim(), new.trim()) {
        ("", "") => name.to_owned(),
        ("", new) => format!("{name}: to {new}"),
        (home, "") => format!("{name}: {home}"),
        (home, new) => format!("{name}: {home} to {new}"),
    };
    Document {
        name: format!("Managed move agreement {}", case.id()),
        title: "Managed move agreement".to_owned(),
        subtitle,
        dateline: format!("Agreement {number}, written on {}{}", long(on), replaces(case, number)),
        reference: case.id().to_string(),
        marking: "OFFICIAL – SENSITIVE: PERSONAL".to_owned(),
        demo: case.is_demo(),
        draft: false,
        blocks: sheet.blocks(),
    }
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
    let (child, meeting, part) = (case.child(), case.meeting(), case.childs_part());
    let (home, new) = case.schools();
    let when = [&meeting.on.to_string(), meeting.at.trim(), meeting.venue.trim()];
    let year = if case.year().is_blank() { "" } else { case.year().label() };
    let kind = if case.route().is_blank() { String::new() } else { capital(case.route().label()) };
    let stays = case.stays().map(|stays| capital(stays.label())).unwrap_or_default();
    sheet.section(&sheet.profile.meeting_title);
    sheet.facts(&[
        ("Child", child.name.trim()),
        ("Date of birth", &birthday(&child.born)),
        ("Year group", year),
        ("Home school", home.trim()),
        ("New school", new.trim()),
        ("Kind of move", &kind),
        ("Meeting", &listed(&when)),
        ("Led by", meeting.lead.trim()),
        ("Notes taken by", meeting.note_taker.trim()),
        ("Child at the meeting", &stays),
        ("Comes with the child", part.with.trim()),
        ("This was agreed with", part.agreed_by.trim()),
        ("Transfer co-ordinated by", case.coordinator().trim()),
        ("Languages, what helps", &one_line(&child.communication)),
    ]);
    sheet.paragraph(match case.route() {
        Route::Unsaid => "",
        Route::EarlierTrial => {
            "This move was begun before 26 July 2026, when a managed move could still be a trial. Whether it becomes permanent is decided afterwards, and only with everyone’s fresh agreement."
        }
        Route::Permanent => {
            "This is a managed move. It is permanent, and it happens only if everyone named here agrees to it."
        }
        Route::DirectionFirst => {
            "This is not yet a managed move. The home school directs the child to attend the new school for a fixed time. Whether a permanent move follows is decided afterwards, and only with everyone’s fresh agreement."
        }
    });
    sheet.notes("details");
}

fn childs_voice(sheet: &mut Sheet<'_>) {
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
    let gathered = if gathered.is_empty() { gathered } else { format!("Gathered: {gathered}.") };
    let intro = format!("{gathered} {help}");
    let before = sheet.written();
    sheet.notes("child");
    if sheet.written() == before {
        sheet.paragraph("The child’s own words were not recorded.");
    }
    sheet.paragraph(&intro);
}

fn parents_voice(sheet: &mut Sheet<'_>) {
    sheet.section("The parent’s voice");
    sheet.notes("parent");
    sheet.or_say("The parent’s own words were not recorded.");
    match sheet.case.next_steps_clear() {
        YesNo::NotAsked => {}
        YesNo::Yes => {
            sheet.paragraph("Asked whether the next steps are clear, the parent said yes.");
        }
        YesNo::No => sheet.paragraph("Asked whether the next steps are clear, the parent said no."),
    }
}

fn why(sheet: &mut Sheet<'_>) {
    sheet.section("Why a move, and what for");
    sheet.notes("why");
    let rows =
        sheet.case.measures().iter().map(|row| vec![row.what.to_string(), row.effect.to_string()]);
    let rows = rows.collect();
    sheet.subheading_table(
        "What the home school has tried",
        &[("What was tried", 5), ("With what effect", 5)],
        rows,
    );
    sheet.or_say("Nothing was recorded about why a move is recommended.");
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
    sheet.or_say("Nothing was recorded about the new school.");
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
    sheet.paragraph(said);
    if !part.revisit.is_blank() {
        sheet.paragraph(&format!("We come back to the child’s commitments on {}.", part.revisit));
    }
}

fn other_notes(sheet: &mut Sheet<'_>) {
    sheet.section("Also agreed");
    for text in sheet.case.other_notes(sheet.profile) {
        sheet.prose(text);
    }
    sheet.or_leave_out();
}

fn rights(sheet: &mut Sheet<'_>) {
    sheet.section("Your rights");
    for right in sheet.profile.rights.iter().chain(&sheet.profile.complaints) {
        sheet.paragraph(right);
    }
    sheet.or_leave_out();
}

/// A day without its weekday, of which nobody thinks at a birthday.
fn birthday(born: &When) -> String {
    let Some(day) = born.day() else { return born.to_string() };
    long(day).split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}
