//! What happens after the agreement: reviews with their readings, changes, extensions, the end.

use serde::{Deserialize, Serialize};

use super::case::{State, YesNo};
use super::choice::choices;
use super::date::{Date, When};
use super::people::{Answer, Answered, Here, RowId, Way};
use super::plan::Kept;
use super::table::Column;
use super::text::Text;

choices! {
    /// What a review decided (R77–R80; Southwark).
    Decision {
        Unsaid = "not recorded",
        GoesOn = "goes on as agreed",
        Extended = "is extended",
        Confirmed = "move confirmed",
        Returned = "returns to the home school",
        Withdrawn = "withdrawn",
        Redirected = "redirected",
    }
}

/// A meeting at which the agreement is looked at again (R77, R78; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// The row's number.
    pub id: RowId,
    /// What it is called: "Week 4 review".
    pub label: Text,
    /// The day fixed for it.
    pub on: When,
    /// The time of day, as people say it.
    pub at: Text,
    /// Where it will be.
    pub place: Text,
    /// The day on which it was held; recorded after the meeting.
    pub held: When,
    /// Whether it was added after the agreement was made, and so is no part of its wording.
    #[serde(skip_serializing_if = "is_default")]
    pub added: bool,
    /// Whether it was begun: it then has items of its own on the agenda.
    #[serde(skip_serializing_if = "is_default")]
    pub begun: bool,
    /// Whether its record is made, so that its wording may not change.
    #[serde(skip_serializing_if = "is_default")]
    pub state: State,
    /// Whether the child was seen.
    #[serde(skip_serializing_if = "is_default")]
    pub seen: YesNo,
    /// If not, why.
    #[serde(skip_serializing_if = "is_default")]
    pub not_seen_why: Text,
    /// What was decided.
    #[serde(skip_serializing_if = "is_default")]
    pub decision: Decision,
}

impl Review {
    /// Whether nothing was written yet.
    pub fn is_blank(&self) -> bool {
        self.label.is_blank() && self.on.is_blank() && self.at.is_blank() && self.place.is_blank()
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        if self.label.is_blank() { "Review" } else { self.label.trim() }
    }

    /// The day on which it was held, or is to be held.
    pub fn day(&self) -> Option<Date> {
        self.held.day().or(self.on.day())
    }

    /// Whether its record is made.
    pub fn is_closed(&self) -> bool {
        self.state == State::Closed
    }
}

/// Who was at a review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Attendance {
    /// The row's number.
    pub id: RowId,
    /// Which review.
    pub review: RowId,
    /// Which of the people of the case.
    pub person: RowId,
    /// Whether this person took part.
    pub here: Here,
    /// What this person answered when asked afresh, where the review confirms the move (R23).
    #[serde(skip_serializing_if = "is_default")]
    pub answer: Answer,
    /// How the answer was given: also by somebody who was not there.
    #[serde(skip_serializing_if = "is_default")]
    pub way: Way,
    /// On which day.
    #[serde(skip_serializing_if = "is_default")]
    pub answered_on: When,
}

impl Attendance {
    /// Whether this person took part in the room or from afar.
    pub fn took_part(&self) -> bool {
        self.here.is_there()
    }

    /// The answer with how and when it was given.
    pub fn answered(&self) -> Answered<'_> {
        Answered { answer: self.answer, way: self.way, on: &self.answered_on }
    }
}

/// What a target measured at a review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// The row's number.
    pub id: RowId,
    /// Which review.
    pub review: RowId,
    /// Which target.
    pub target: RowId,
    /// The number read, in the target’s unit.
    pub value: Text,
    /// One line about it.
    pub note: Text,
}

/// What became of a commitment by a review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Update {
    /// The row's number.
    pub id: RowId,
    /// Which review.
    pub review: RowId,
    /// Which commitment.
    pub commitment: RowId,
    /// What became of it.
    pub kept: Kept,
    /// One line about it.
    pub note: Text,
}

/// A target changed after it was agreed: it counts once both schools, the parents and the lead
/// agreed (practice of Southwark’s neighbouring chapters).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Amendment {
    /// The row's number.
    pub id: RowId,
    /// Which target.
    pub target: RowId,
    /// At which review it was agreed, if at one.
    #[serde(skip_serializing_if = "is_default")]
    pub review: Option<RowId>,
    /// From which day on.
    pub on: When,
    /// The target in its new words.
    pub what: Text,
    /// Its new number.
    pub number: Text,
    /// Why it is changed.
    pub reason: Text,
    /// When the home school agreed.
    pub home_agrees: When,
    /// When the new school agreed.
    pub new_agrees: When,
    /// When the parents agreed.
    pub parents_agree: When,
    /// When the lead agreed.
    pub lead_agrees: When,
}

impl Amendment {
    /// Whether it says what changes and why, and all four agreed.
    pub fn counts(&self) -> bool {
        self.lacks().is_none()
    }

    /// The first thing that it needs before it counts, in words, and its cell.
    pub fn lacks(&self) -> Option<(&'static str, Column)> {
        if self.what.is_blank() && self.number.is_blank() {
            return Some(("the new words or the new number", Column::What));
        }
        if self.reason.is_blank() {
            return Some(("a reason", Column::Reason));
        }
        let agreed = [
            (&self.home_agrees, "the home school’s agreement", Column::HomeAgrees),
            (&self.new_agrees, "the new school’s agreement", Column::NewAgrees),
            (&self.parents_agree, "the parents’ agreement", Column::ParentsAgree),
            (&self.lead_agrees, "the lead’s agreement", Column::LeadAgrees),
        ];
        let missing = agreed.into_iter().find(|(on, ..)| on.day().is_none());
        missing.map(|(_, what, column)| (what, column))
    }
}

/// More time than first agreed (R79; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Extension {
    /// The row's number.
    pub id: RowId,
    /// At which review it was agreed, if at one.
    #[serde(skip_serializing_if = "is_default")]
    pub review: Option<RowId>,
    /// When it was agreed.
    pub on: When,
    /// How many school weeks more: a whole number.
    pub weeks: Text,
    /// Why.
    pub reason: Text,
}

/// A meeting broken off, to go on another day (R53; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Adjournment {
    /// The row's number.
    pub id: RowId,
    /// When it was broken off.
    pub on: When,
    /// Why.
    pub reason: Text,
    /// When it goes on.
    pub again: When,
    /// At what time of day.
    pub at: Text,
    /// When it did go on.
    pub resumed: When,
}

/// How a case ends before its time, or at its final review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ending {
    /// Whether it ends before the time agreed.
    pub early: YesNo,
    /// Why, in plain words.
    pub reasons: Text,
    /// What the child says about it.
    pub childs_account: Text,
    /// Whether it was looked into that the child was provoked or harassed.
    pub provocation_checked: YesNo,
    /// Whether the support that was promised was given.
    pub support_given: YesNo,
    /// The first day back at the home school.
    pub back_on: When,
}

/// A record made of a review: never changed, only followed by another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Which review.
    pub review: RowId,
    /// Its number, from 1, among the records of this review.
    pub number: u32,
    /// The day on which it was made.
    pub on: Date,
    /// The name of the file in the case's `documents` folder.
    pub file: Text,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: Text,
    /// The code of the audit trail that stands on it; blank where it has none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub code: Text,
}

/// Whether something says nothing yet, and so need not be stored.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
