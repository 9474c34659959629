//! Who took part, how each of them agreed, and who receives a copy.
//!
//! It never says that somebody agreed who did not.

use crate::domain::people::{Answer, Here, Party, Person, Responsibility};
use crate::domain::text::capital;
use crate::export::document::Signature;
use crate::export::sheet::{Sheet, and, listed};

pub(in crate::export) fn took_part(sheet: &mut Sheet<'_>) {
    sheet.section("Who took part");
    let people: Vec<&Person> = sheet.case.at_meeting(sheet.profile).collect();
    if people.is_empty() {
        sheet.paragraph("Nobody was recorded.");
    }
    let told = sheet.case.people().len() > people.len();
    let (came, others): (Vec<_>, Vec<_>) =
        people.into_iter().partition(|person| person.took_part());
    sheet.table(
        &[("Name", 46), ("Role", 56), ("Organisation", 42), ("Here", 30)],
        came.into_iter().chain(others).map(row).collect(),
    );
    if told {
        let words = sheet.filled("{child} does not attend, and is told afterwards.");
        sheet.paragraph(&words);
    }
    sheet.notes("people");
}

fn row(person: &Person) -> Vec<String> {
    let here = match person.here {
        Here::Unsaid => "Not recorded".to_owned(),
        here => capital(here.label()),
    };
    vec![person.name.to_string(), role(person), person.organisation.to_string(), here]
}

/// What somebody is, as it was written; else whom they speak for. Parents add whether they have
/// parental responsibility.
pub(in crate::export) fn role(person: &Person) -> String {
    let what = match (person.role.is_blank(), person.party) {
        (false, _) => person.role.trim().to_owned(),
        (true, Party::Unsaid) => String::new(),
        (true, party) => capital(party.label()),
    };
    let responsibility = match (person.responsibility, person.party) {
        (Responsibility::Yes, _) => "has parental responsibility",
        (Responsibility::No, Party::Parent) => "no parental responsibility",
        (Responsibility::No | Responsibility::Unsaid, _) => "",
    };
    listed(&[&what, responsibility])
}

pub(in crate::export) fn answers(sheet: &mut Sheet<'_>) {
    sheet.section("How each person agreed");
    let asked = |person: &&Person| person.is_asked() || !person.answer.is_blank();
    let signatures: Vec<Signature> =
        sheet.case.at_meeting(sheet.profile).filter(asked).map(signature).collect();
    if signatures.is_empty() {
        sheet.paragraph("Nobody was asked yet.");
    } else {
        sheet.paragraph("An answer given in the meeting, by telephone, by email or by letter counts as much as a signature. The lines are for those who wish to sign.");
    }
    sheet.signatures(signatures);
}

fn signature(person: &Person) -> Signature {
    let way = if person.way.is_blank() { "" } else { person.way.label() };
    let answer = match person.answer {
        Answer::NotAsked => "Was not asked".to_owned(),
        given => listed(&[&capital(given.label()), way, &person.answered_on.to_string()]),
    };
    let place = listed(&[&role(person), &person.organisation]);
    let name = if person.name.is_blank() { "Name not recorded" } else { person.name.trim() };
    Signature { name: name.to_owned(), role: place, answer }
}

pub(in crate::export) fn copies(sheet: &mut Sheet<'_>) {
    sheet.section("Who receives a copy");
    if !sheet.case.meeting().privacy_read.is_blank() && !sheet.profile.privacy_line.is_empty() {
        let line = format!(
            "At the start of the meeting this was read out: “{}”",
            sheet.profile.privacy_line
        );
        sheet.paragraph(&line);
    }
    let names: Vec<&str> = sheet
        .case
        .people()
        .iter()
        .filter(|person| person.took_part() && !person.name.is_blank())
        .map(|person| person.name.trim())
        .collect();
    if names.is_empty() {
        sheet.paragraph("Everyone who took part receives a copy.");
    } else {
        sheet.paragraph(&format!("Everyone who took part receives a copy: {}.", and(&names)));
    }
    sheet.notes("readback");
}

/// Who at each school is asked about the move.
pub(in crate::export) fn contacts(sheet: &mut Sheet<'_>) {
    sheet.section(CONTACTS);
    contact_facts(sheet);
    sheet.or_leave_out();
}

/// The same in a letter or on a sheet, whose parts have no numbers.
pub(in crate::export) fn contacts_unnumbered(sheet: &mut Sheet<'_>) {
    let (home, new) = sheet.case.contacts();
    if !home.is_blank() || !new.is_blank() {
        sheet.heading(CONTACTS);
        contact_facts(sheet);
    }
}

const CONTACTS: &str = "Whom to ask";

fn contact_facts(sheet: &mut Sheet<'_>) {
    let (home, new) = sheet.case.contacts();
    sheet.facts(&[("At the home school", home.trim()), ("At the new school", new.trim())]);
}
