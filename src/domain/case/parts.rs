//! The parts of a case: the child, the meeting, the child’s part in it, the terms, what was issued.

use serde::{Deserialize, Serialize};

use crate::domain::choice::choices;
use crate::domain::date::{Date, When};
use crate::domain::text::Text;

use crate::domain::review::is_default;

choices! {
    /// The year group.
    Year {
        Unsaid = "not recorded",
        Reception = "Reception",
        Y1 = "Year 1", Y2 = "Year 2", Y3 = "Year 3", Y4 = "Year 4", Y5 = "Year 5", Y6 = "Year 6",
        Y7 = "Year 7", Y8 = "Year 8", Y9 = "Year 9", Y10 = "Year 10", Y11 = "Year 11",
        Y12 = "Year 12", Y13 = "Year 13",
    }
}

/// How old the child is, as far as the meeting is concerned (R49; Southwark).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reception to Year 2.
    Infant,
    /// Years 3 to 6.
    Primary,
    /// Year 7 and above.
    Secondary,
}

choices! {
    /// What kind of move this is. Since 26 July 2026 a managed move is permanent; an earlier trial is
    /// offered only for a case begun before that day.
    Route {
        Unsaid = "not recorded",
        DirectionFirst = "off-site direction first, then a decision",
        Permanent = "permanent move",
        EarlierTrial = "earlier trial",
    }
}

choices! {
    /// How long the child stays in the meeting (R49, R50; Southwark).
    Stays {
        Usual = "as usual for the age",
        Throughout = "throughout",
        JoinsLater = "joins after the main points",
        ToldAfterwards = "does not attend; is told afterwards",
        Part = "for part of it",
    }
}

choices! {
    /// Before which item of the agenda a child joins who does not stay throughout (R49; Southwark).
    Joins {
        Usual = "as usual in this protocol",
        Item2 = "before item 2", Item3 = "before item 3", Item4 = "before item 4",
        Item5 = "before item 5", Item6 = "before item 6", Item7 = "before item 7",
        Item8 = "before item 8", Item9 = "before item 9", Item10 = "before item 10",
        Item11 = "before item 11",
    }
}

choices! {
    /// Sex, as the school’s register has it.
    Sex { Unsaid = "not recorded", Female = "female", Male = "male" }
}

choices! {
    /// Whether something has been done.
    Done { NotYet = "not yet", Yes = "done" }
}

choices! {
    /// An answer to a plain question.
    YesNo { NotAsked = "not asked yet", Yes = "yes", No = "no" }
}

choices! {
    /// How the child's view was gathered (R38; Southwark).
    VoiceHow {
        Unsaid = "not recorded",
        Meeting = "spoken in the meeting",
        Talk = "in a talk beforehand",
        Statement = "written statement",
        Questionnaire = "questionnaire",
        Other = "another way",
    }
}

choices! {
    /// Whether the child could commit today. None of the answers ever stops a move (R73; Southwark).
    ChildCommits {
        NotAsked = "not asked yet",
        Gave = "gave commitments",
        CouldNot = "could not today",
        DidNotWant = "did not want to",
    }
}

choices! {
    /// Where the schools stand about money (R32, R76; Southwark).
    Money {
        Unsaid = "not recorded",
        Confirmed = "confirmed by both heads",
        ToConfirm = "still to be confirmed",
        NotAgreed = "not agreed",
        None = "none passes",
    }
}

choices! {
    /// How the case ended.
    Outcome {
        Open = "still open",
        Confirmed = "move confirmed",
        Returned = "returned to the home school",
        Withdrawn = "withdrawn",
        Redirected = "redirected",
    }
}

choices! {
    /// A verdict from going through the open cases.
    Verdict { Unsaid = "not reviewed", OnTrack = "on track", Worry = "worry", Arrange = "arrange a meeting" }
}

/// The child.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Child {
    /// The full name: the only thing needed to begin a case.
    pub name: Text,
    /// The date of birth.
    pub born: When,
    /// The year group.
    pub year: Year,
    /// Languages, interpreter, and what helps the family to take part.
    pub communication: Text,
}

/// What registers and the yearly figures ask for. Never in an agreement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Register {
    /// The unique pupil number.
    pub upn: Text,
    /// Sex.
    pub sex: Sex,
    /// The ethnicity code that the school holds.
    pub ethnicity: Text,
    /// The first language.
    pub first_language: Text,
    /// Whether the child has free school meals.
    pub free_meals: YesNo,
    /// The home address.
    pub address: Text,
    /// The home school’s number, seven digits.
    pub home_number: Text,
    /// The new school’s number, seven digits.
    pub new_number: Text,
}

/// When and where the set-up meeting is, and who leads it (R42, R43, R47; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Meeting {
    /// The day.
    pub on: When,
    /// The time of day, as people say it.
    pub at: Text,
    /// The place.
    pub venue: Text,
    /// Who leads.
    pub lead: Text,
    /// Who takes the notes.
    pub note_taker: Text,
    /// Whether the privacy line was read out (R54).
    pub privacy_read: Done,
}

/// The child's part in the meeting (R38, R49–R51; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChildsPart {
    /// How long the child stays.
    pub stays: Stays,
    /// Where the child joins, if not at the beginning.
    #[serde(skip_serializing_if = "is_default")]
    pub joins: Joins,
    /// Who comes with the child.
    pub with: Text,
    /// Who agreed this.
    pub agreed_by: Text,
    /// How the child's view was gathered.
    pub voice_how: VoiceHow,
    /// Who helped.
    pub voice_helper: Text,
    /// Whether the helper works for the home school.
    pub helper_is_staff: YesNo,
    /// When the view was gathered.
    pub voice_on: When,
    /// Whether the child could commit today.
    pub commits: ChildCommits,
    /// When to come back to it.
    pub revisit: When,
    /// When that was done; recorded after the meeting.
    #[serde(skip_serializing_if = "is_default")]
    pub revisited: When,
}

/// Uniform, transport and money (R32, R74–R76; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// The branded items that the home school pays for.
    pub uniform_items: Text,
    /// What they cost.
    pub uniform_cost: Text,
    /// Who orders them.
    pub uniform_ordered_by: Text,
    /// By when they are needed.
    pub uniform_needed: When,
    /// How the child gets to school.
    pub transport_how: Text,
    /// Who pays at first.
    pub transport_payer: Text,
    /// Until when.
    pub transport_until: When,
    /// Who pays after that.
    pub transport_then: Text,
    /// Where the schools stand about money now.
    pub money_now: Money,
    /// What was said about it.
    pub money_note: Text,
    /// Where they stand at the final meeting; recorded after this meeting.
    pub money_final: Money,
    /// Who has the child on roll, and how each school marks the register.
    pub roll: Text,
}

/// What was made of a meeting, an agreement or the record of a redirection: never changed, only
/// followed by another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Its number, from 1.
    pub number: u32,
    /// The day on which the meeting was closed.
    pub on: Date,
    /// The name of the file in the case's `documents` folder.
    pub file: Text,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: Text,
    /// Which of the two it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: IssuedKind,
    /// The kind of move whose words it has (R18).
    #[serde(default, skip_serializing_if = "is_default")]
    pub route: Route,
    /// The code of the audit trail that stands on it; blank where it has none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub code: Text,
}

/// What is made of a set-up meeting when it is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum IssuedKind {
    /// An agreement (R67, R82).
    #[default]
    Agreement,
    /// A record of meeting and redirection, instead of an agreement (R88; Kirklees).
    Redirection,
}

impl IssuedKind {
    /// What it is called in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Redirection => "record of meeting and redirection",
        }
    }
}

/// What the lead thought of a case when going through the open ones. Never leaves the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// The day.
    pub on: Date,
    /// The verdict.
    pub verdict: Verdict,
    /// One line of note.
    pub note: Text,
}

choices! {
    /// Whether the meeting is still being held or its agreement is made.
    State { Open = "open", Closed = "closed" }
}
