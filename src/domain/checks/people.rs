//! Checks on the people: who is there, who was heard, and who agrees.

use super::{Gap, Place, Subject, brief, fact, note, when};
use crate::domain::case::{ChildCommits, Stays, YesNo};
use crate::domain::people::{Answer, Answered, Party, Person, Responsibility, RowId};
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::wording;

/// In the room, from afar, or by an agreement given later.
pub(super) fn responsible_parent(on: &Subject<'_>) -> Vec<Gap> {
    let took_part = on
        .case
        .people
        .iter()
        .filter(|person| person.responsibility == Responsibility::Yes)
        .any(|person| person.took_part() || person.has_agreed());
    when(
        !took_part,
        "Nobody with parental responsibility is recorded as taking part.",
        Place::Table(Table::People),
    )
}

/// Somebody who can be asked to agree, with the answer and the row in which it stands.
pub(super) struct Asked<'a> {
    pub(super) person: &'a Person,
    pub(super) took_part: bool,
    pub(super) answered: Answered<'a>,
    pub(super) row: (Table, RowId),
}

impl Asked<'_> {
    fn has_agreed(&self) -> bool {
        !self.person.name.is_blank() && self.answered.is_agreement()
    }
}

pub(super) fn everyone_agrees(on: &Subject<'_>) -> Vec<Gap> {
    let asked = on.case.people.iter().map(|person| Asked {
        person,
        took_part: person.took_part(),
        answered: person.answered(),
        row: (Table::People, person.id),
    });
    not_agreed(on, &asked.collect::<Vec<_>>(), "has not been asked to agree yet")
}

/// Those whose agreement the protocol requires and who have not agreed.
pub(super) fn not_agreed(on: &Subject<'_>, asked: &[Asked<'_>], not_asked: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for party in &on.profile.required {
        if !asked.iter().any(|asked| asked.person.party == *party) {
            gaps.push(Gap(
                format!("Nobody is recorded who can agree for: {}.", party.label()),
                Place::Table(Table::People),
            ));
        }
    }
    let missing = asked.iter().filter(|one| {
        let (person, answer) = (one.person, one.answered.answer);
        let needed = on.profile.required.contains(&person.party);
        // A parent without parental responsibility has no say, and one of whom it is not known and
        // who did not come is asked about in a warning.
        let has_no_say = person.party == Party::Parent
            && match person.responsibility {
                Responsibility::Yes => false,
                Responsibility::No => true,
                Responsibility::Unsaid => !one.took_part && answer.is_blank(),
            };
        // A second person of the council or of a school who was not asked takes nothing away.
        let same_side =
            |other: &&Asked<'_>| other.person.party == person.party && other.person.id != person.id;
        let spoken_for = person.party != Party::Parent
            && answer == Answer::NotAsked
            && asked.iter().filter(same_side).any(Asked::has_agreed);
        needed && !has_no_say && !spoken_for && !one.has_agreed()
    });
    gaps.extend(missing.map(|one| lacking(one, not_asked)));
    gaps
}

/// What the agreement of somebody lacks.
fn lacking(one: &Asked<'_>, not_asked: &str) -> Gap {
    let person = one.person;
    let name = if person.name.is_blank() { person.party.label() } else { brief(&person.name) };
    let (table, row) = one.row;
    let (sentence, column) = match one.answered.answer {
        Answer::NotAsked => (format!("{name} {not_asked}."), Column::Answer),
        Answer::DoesNot => (format!("{name} does not agree."), Column::Answer),
        Answer::CouldNot => (format!("{name} could not say today."), Column::Answer),
        Answer::Agrees if person.name.is_blank() => {
            let place = Place::Slot(Slot::Cell(Table::People, person.id, Column::Name));
            return Gap(format!("{name} agrees, but has no name here."), place);
        }
        Answer::Agrees if one.answered.way.is_blank() => {
            (format!("{name} agrees: in which way was that said?"), Column::Way)
        }
        Answer::Agrees => (format!("{name} agrees: on which day?"), Column::AnsweredOn),
    };
    Gap(sentence, Place::Slot(Slot::Cell(table, row, column)))
}

/// Who agreed, agreed to what was read aloud then.
pub(super) fn nothing_changed_since(on: &Subject<'_>) -> Vec<Gap> {
    let mark = wording::mark(&on.case.agreed(on.today));
    let stale = on.case.people.iter().filter(|person| person.agreed_to_another(&mark));
    stale
        .map(|person| {
            let name = brief(wording::person_name(person)).to_owned();
            Gap(
                format!("{name} agreed before the wording was last changed. Ask again."),
                Place::Slot(Slot::Cell(Table::People, person.id, Column::Answer)),
            )
        })
        .collect()
}

pub(super) fn nobody_pushed(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.pushed == YesNo::Yes,
        "Somebody feels pushed. Explain the right to complain, and meet again before closing.",
        fact(Fact::Pushed),
    )
}

/// The child stands in the list of people too, where the name is typed once more.
pub(super) fn childs_name(on: &Subject<'_>) -> Vec<Gap> {
    on.people(Party::Child)
        .filter(|person| person.name.trim() != on.case.child.name.trim())
        .map(|person| {
            Gap(
                "The child’s name differs between Case details and People.".to_owned(),
                Place::Slot(Slot::Cell(Table::People, person.id, Column::Name)),
            )
        })
        .collect()
}

/// The child is asked like everyone else; no answer stops the move.
pub(super) fn child_asked(on: &Subject<'_>) -> Vec<Gap> {
    on.people(Party::Child)
        .filter(|person| person.answer.is_blank() && person.took_part())
        .map(|person| {
            Gap(
                "The child has not been asked yet. “Could not say today” is an answer too."
                    .to_owned(),
                Place::Slot(Slot::Cell(Table::People, person.id, Column::Answer)),
            )
        })
        .collect()
}

pub(super) fn responsibility_said(on: &Subject<'_>) -> Vec<Gap> {
    on.people(Party::Parent)
        .filter(|person| person.responsibility.is_blank())
        .map(|person| {
            let name = brief(wording::person_name(person)).to_owned();
            Gap(
                format!("Does {name} have parental responsibility? It is not recorded."),
                Place::Slot(Slot::Cell(Table::People, person.id, Column::Responsibility)),
            )
        })
        .collect()
}

pub(super) fn privacy_line(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.meeting.privacy_read.is_blank(),
        "The privacy line is not marked as read out.",
        fact(Fact::PrivacyRead),
    )
}

pub(super) fn heads_present(on: &Subject<'_>) -> Vec<Gap> {
    [(Party::HomeHead, "home school"), (Party::NewHead, "new school")]
        .into_iter()
        .filter(|(party, _)| !on.people(*party).any(Person::took_part))
        .map(|(_, school)| {
            Gap(
                format!("The head of the {school}, or somebody nominated, is not marked as here."),
                Place::Table(Table::People),
            )
        })
        .collect()
}

pub(super) fn council_present(on: &Subject<'_>) -> Vec<Gap> {
    when(
        !on.people(Party::Council).any(Person::took_part),
        "Nobody from the council is marked as here.",
        Place::Table(Table::People),
    )
}

pub(super) fn companion(on: &Subject<'_>) -> Vec<Gap> {
    let attends =
        on.case.stays(on.profile, on.today).is_some_and(|stays| stays != Stays::ToldAfterwards);
    when(
        attends && on.case.childs_part.with.is_blank(),
        "The child attends: who from the home school comes along?",
        fact(Fact::ChildWith),
    )
}

pub(super) fn child_heard(on: &Subject<'_>) -> Vec<Gap> {
    let silent = ["words", "said", "hopes", "worries", "help"]
        .iter()
        .all(|key| on.note(&format!("child.{key}")).trim().is_empty());
    when(silent, "The child’s voice is not written down yet.", note("child.words"))
}

pub(super) fn independent_helper(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.childs_part.helper_is_staff == YesNo::Yes,
        "The child was helped by somebody from the home school. Better: the parent, or somebody outside it.",
        fact(Fact::HelperIsStaff),
    )
}

pub(super) fn parent_heard(on: &Subject<'_>) -> Vec<Gap> {
    let silent = ["words", "said", "hopes", "worries", "help"]
        .iter()
        .all(|key| on.note(&format!("parent.{key}")).trim().is_empty());
    let mut gaps =
        when(silent, "The parent’s voice is not written down yet.", note("parent.words"));
    gaps.extend(when(
        on.case.next_steps_clear != YesNo::Yes,
        "Are the parents clear about the next steps? It is not recorded.",
        fact(Fact::NextStepsClear),
    ));
    gaps
}

pub(super) fn pushed_asked(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.pushed.is_blank(),
        "Nobody was asked in private whether they feel pushed.",
        fact(Fact::Pushed),
    )
}

pub(super) fn stays_not_agreed(on: &Subject<'_>) -> bool {
    on.case.stays(on.profile, on.today).is_some() && on.case.childs_part.agreed_by.is_blank()
}

/// A child who could not commit today: nothing is stopped by it, only a day to come back to it is
/// asked for (R73; Southwark).
pub(super) fn no_day_to_come_back(on: &Subject<'_>) -> bool {
    let part = &on.case.childs_part;
    matches!(part.commits, ChildCommits::CouldNot | ChildCommits::DidNotWant)
        && part.revisit.day().is_none()
}
