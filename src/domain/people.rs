//! The people round the table, and how each of them answered.

use serde::{Deserialize, Serialize};

use super::case::YesNo;
use super::choice::choices;
use super::date::When;
use super::review::is_default;
use super::text::Text;

/// The number of a row: unique within its case and never used again, so that a row keeps its
/// identity when it moves.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct RowId(pub u32);

choices! {
    /// Whom somebody speaks for.
    Party {
        Unsaid = "not recorded",
        Child = "child",
        Parent = "parent or carer",
        HomeHead = "home school: head or nominated",
        NewHead = "new school: head or nominated",
        Council = "council",
        HomeStaff = "home school: staff",
        NewStaff = "new school: staff",
        Agency = "agency",
        Supporter = "interpreter or supporter",
        Other = "other",
        Harmed = "member of staff who was harmed",
    }
}

choices! {
    /// Whether somebody took part (R45, R48; Southwark).
    Here {
        Unsaid = "not recorded",
        Present = "present",
        Remote = "by telephone or video",
        Apologies = "apologies",
    }
}

impl Here {
    /// In the room or from afar.
    pub fn is_there(self) -> bool {
        matches!(self, Self::Present | Self::Remote)
    }
}

choices! {
    /// Whether somebody has parental responsibility (R48; Southwark).
    Responsibility { Unsaid = "not recorded", Yes = "yes", No = "no" }
}

choices! {
    /// What somebody answered when asked to agree. Never filled in by the program (R67).
    Answer {
        NotAsked = "not asked yet",
        Agrees = "agrees",
        DoesNot = "does not agree",
        CouldNot = "could not say today",
    }
}

choices! {
    /// How an answer was given: wet signatures are what people chase for weeks.
    Way {
        Unsaid = "not recorded",
        Meeting = "in the meeting",
        Telephone = "by telephone",
        Email = "by email",
        Letter = "by letter",
        Signature = "signed",
    }
}

/// An answer to being asked to agree, with how and when it was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answered<'a> {
    /// What was answered.
    pub answer: Answer,
    /// How.
    pub way: Way,
    /// On which day.
    pub on: &'a When,
}

impl Answered<'_> {
    /// Whether it is an agreement with a way and a day.
    pub fn is_agreement(self) -> bool {
        self.answer == Answer::Agrees && !self.way.is_blank() && self.on.day().is_some()
    }
}

choices! {
    /// What somebody answered to the invitation (R40; Southwark).
    Reply {
        Unsaid = "no reply yet",
        Coming = "is coming",
        Remote = "by telephone or video",
        Apologies = "cannot come",
    }
}

/// Somebody who was invited, came, or answers for a party.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// The row's number.
    pub id: RowId,
    /// The full name.
    pub name: Text,
    /// Whom this person speaks for.
    pub party: Party,
    /// What this person is: "mother", "head of year".
    pub role: Text,
    /// Where this person comes from.
    pub organisation: Text,
    /// Whether this person took part.
    pub here: Here,
    /// Whether this person has parental responsibility.
    pub responsibility: Responsibility,
    /// Telephone or e-mail.
    #[serde(skip_serializing_if = "is_default")]
    pub contact: Text,
    /// When this person was invited (R40; Southwark).
    #[serde(skip_serializing_if = "is_default")]
    pub invited_on: When,
    /// By whom (R41; Southwark).
    #[serde(skip_serializing_if = "is_default")]
    pub invited_by: Text,
    /// The answer to the invitation.
    #[serde(skip_serializing_if = "is_default")]
    pub reply: Reply,
    /// When the move was explained to this person (R22, R24).
    #[serde(skip_serializing_if = "is_default")]
    pub informed_on: When,
    /// By whom.
    #[serde(skip_serializing_if = "is_default")]
    pub informed_by: Text,
    /// In which language.
    #[serde(skip_serializing_if = "is_default")]
    pub language: Text,
    /// With which interpreter; blank for none.
    #[serde(skip_serializing_if = "is_default")]
    pub interpreter: Text,
    /// Whether this person’s own duties were explained (R22; Southwark).
    #[serde(skip_serializing_if = "is_default")]
    pub duties: YesNo,
    /// Whether independent advice was offered (R24; Kirklees).
    #[serde(skip_serializing_if = "is_default")]
    pub advice: YesNo,
    /// What this person answered at the read-back.
    pub answer: Answer,
    /// How the answer was given.
    pub way: Way,
    /// On which day.
    pub answered_on: When,
    /// The mark of the wording that was answered to; blank in a case from before there were marks.
    pub answered_to: Text,
}

impl Person {
    /// Whether this person took part in the room or from afar.
    pub fn took_part(&self) -> bool {
        self.here.is_there()
    }

    /// The answer with how and when it was given.
    pub fn answered(&self) -> Answered<'_> {
        Answered { answer: self.answer, way: self.way, on: &self.answered_on }
    }

    /// Whether this person is asked to agree at the read-back: the child, parents, the heads of
    /// both schools and the council (R67).
    pub fn is_asked(&self) -> bool {
        matches!(
            self.party,
            Party::Child | Party::Parent | Party::HomeHead | Party::NewHead | Party::Council
        )
    }

    /// Whether the agreement was given to another wording than the one with this mark: somebody
    /// who agreed must be asked again when what was agreed changes (R67).
    pub fn agreed_to_another(&self, mark: &str) -> bool {
        self.answer == Answer::Agrees && !self.answered_to.is_blank() && *self.answered_to != *mark
    }

    /// Whether the agreement of this person is recorded with a name, a way and a date.
    pub fn has_agreed(&self) -> bool {
        !self.name.is_blank() && self.answered().is_agreement()
    }
}
