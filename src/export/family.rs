//! What the family is given: the child’s own form, and what parents should know before they decide.

use super::agreement::people;
use super::document::Document;
use super::kind::{Kind, NotYet};
use super::sheet::{Below, Sheet};
use crate::domain::agreed::Agreed;
use crate::domain::date::{Date, long};
use crate::domain::profile::Profile;
use crate::domain::slot::{Fact, Slot};

/// A form on which a child goes on with sentences that are begun (R38; Southwark). It is always blank:
/// what the child has written elsewhere is not put into somebody’s mouth.
///
/// # Errors
/// When the protocol has no such sentences.
pub(super) fn questionnaire(case: &Agreed<'_>, profile: &Profile) -> Result<Document, NotYet> {
    let starters = profile.starters();
    if starters.is_empty() {
        return Err(NotYet::new(format!("The {} protocol has no questionnaire.", profile.title)));
    }
    let mut sheet = Sheet::new(case, profile);
    sheet.paragraph("There are no right or wrong answers. You can write, draw, or ask somebody to write for you. Leave out what you do not want to say.");
    for starter in starters {
        sheet.subheading(starter);
        sheet.lines(3);
    }
    sheet.subheading("Who helped me with this");
    sheet.ticks(
        [
            "Nobody",
            "My parent or carer",
            "Somebody from outside my school",
            "Somebody from my school",
        ]
        .map(str::to_owned),
    );
    sheet.fill_in(&["Name of who helped", "My name, and the date"]);
    let below = Below {
        subtitle: "What I think about school".to_owned(),
        dateline: "What you write is read out at the meeting only if you want that.".to_owned(),
        draft: false,
    };
    Ok(sheet.document(Kind::Questionnaire, Kind::Questionnaire.title(), below))
}

/// What speaks for this kind of move and what against it, said with the same weight, on one page
/// (R24, R28; Kirklees).
///
/// # Errors
/// When the kind of move is not known, or the protocol says nothing about it.
pub(super) fn information(
    case: &Agreed<'_>,
    profile: &Profile,
    on: Date,
) -> Result<Document, NotYet> {
    let mut sheet = Sheet::new(case, profile);
    let Some(words) = sheet.route_words() else {
        let what = "What parents are told depends on the kind of move, which is not recorded or not offered by this protocol.";
        return Err(NotYet::fill_in(what, profile, &Slot::Fact(Fact::Route)));
    };
    let said = &words.information;
    if said.benefits.is_empty() || said.risks.is_empty() {
        return Err(NotYet::new(format!(
            "The {} protocol does not say both what speaks for this kind of move and what against it.",
            profile.title
        )));
    }
    sheet.heading("What is proposed");
    sheet.paragraph(&sheet.filled(&words.what_it_is));
    sheet.points(&[sheet.filled(&words.goes_well), sheet.filled(&words.does_not)]);
    sheet.heading("What may speak for it");
    sheet.points(&said.benefits);
    sheet.heading("What may speak against it");
    sheet.points(&said.risks);
    sheet.heading("Before you decide");
    let advice = said.advice.iter().chain([&profile.independent_advice]);
    sheet.points(&advice.map(|line| sheet.filled(line)).collect::<Vec<_>>());
    people::contacts_unnumbered(&mut sheet);
    sheet.heading("Your rights");
    // What holds for the agreement stands on the agreement.
    sheet.points(&words.rights.iter().chain(&profile.complaints).collect::<Vec<_>>());
    let below = Below::child_and_schools(case, on);
    let dateline = format!("{}, for parents, carers and the child", long(on));
    Ok(sheet.document(Kind::Information, &said.title, Below { dateline, ..below }))
}
