//! What is agreed: measures tried, targets, commitments and reviews, each a row of its own.

use serde::{Deserialize, Serialize};

use super::choice::choices;
use super::date::When;
use super::people::RowId;
use super::review::is_default;
use super::text::Text;

/// Something that the home school has tried, and what came of it (R57; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Measure {
    /// The row's number.
    pub id: RowId,
    /// What was tried.
    pub what: Text,
    /// With what effect.
    pub effect: Text,
}

choices! {
    /// Who may read a line of family background (R60): only the lead, until the family says
    /// otherwise.
    Circulate { Private = "private", Agreed = "in the agreement" }
}

/// One line about the family (R60; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Background {
    /// The row's number.
    pub id: RowId,
    /// What was said.
    pub line: Text,
    /// Whether the family agreed that it stands in the agreement.
    pub circulate: Circulate,
}

choices! {
    /// The headings under which targets are set (R69; Southwark).
    Heading {
        Other = "other",
        Attendance = "attendance",
        Punctuality = "punctuality",
        Homework = "homework",
        Attitude = "attitude to learning",
    }
}

/// A target for the child (R68–R70; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Target {
    /// The row's number.
    pub id: RowId,
    /// What it is about.
    pub heading: Heading,
    /// What the child will do, in words.
    pub what: Text,
    /// Where things stand now, with its unit.
    pub baseline: Text,
    /// The number to reach.
    pub number: Text,
    /// What the number counts: "% of sessions", "late marks in 4 weeks".
    pub unit: Text,
    /// How it is measured.
    pub measured: Text,
    /// How often it is measured.
    pub often: Text,
    /// Who measures it.
    pub by_whom: Text,
}

choices! {
    /// Who makes a commitment: the parties that the meeting counts (R63; Southwark).
    Side {
        Unsaid = "not recorded",
        Child = "child",
        Parent = "parent or carer",
        HomeSchool = "home school",
        NewSchool = "new school",
        Agency = "agency",
        Council = "council",
    }
}

choices! {
    /// Whether a commitment is done once by its date or goes on from it.
    Timing { By = "by", From = "from" }
}

choices! {
    /// What became of a commitment.
    Kept {
        NotYet = "not known yet",
        Kept = "kept",
        Partly = "partly kept",
        NotKept = "not kept",
        Changed = "changed",
    }
}

/// Who will do what by when (R71; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Commitment {
    /// The row's number.
    pub id: RowId,
    /// The party.
    pub side: Side,
    /// The person, by name.
    pub who: Text,
    /// What this person will do.
    pub what: Text,
    /// Once by the date, or from it on.
    pub timing: Timing,
    /// The date.
    pub due: When,
    /// What became of it; recorded after the meeting.
    pub kept: Kept,
    /// At which review it was made, if at one: it is then no part of the agreement’s wording.
    #[serde(skip_serializing_if = "is_default")]
    pub review: Option<RowId>,
}

impl Commitment {
    /// Whether owner, action and date are all there.
    pub fn is_complete(&self) -> bool {
        !self.who.is_blank() && !self.what.is_blank() && self.due.day().is_some()
    }

    /// Whether nothing was written yet.
    pub fn is_blank(&self) -> bool {
        self.who.is_blank() && self.what.is_blank() && self.due.is_blank()
    }
}
