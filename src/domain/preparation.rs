//! Preparation: what is done between the first enquiry and the meeting (R21–R44).

use serde::{Deserialize, Serialize};

use super::case::{Case, Done, YesNo};
use super::choice::choices;
use super::date::When;
use super::people::RowId;
use super::profile::Profile;
use super::text::Text;

choices! {
    /// What part the council plays (R27; Kirklees. R92; Southwark).
    CouncilRole {
        Unsaid = "not recorded",
        Leads = "leads",
        Attends = "attends",
        Consulted = "was consulted",
        NotParty = "is not a party",
    }
}

choices! {
    /// Where a piece of evidence is (R33–R35).
    EvidenceState {
        Missing = "not asked for yet",
        Requested = "requested",
        Have = "have it",
        NotApplicable = "not applicable",
    }
}

/// What is done before the meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preparation {
    /// When the parents were first asked (R21; Southwark).
    pub parents_asked_on: When,
    /// When the council was first asked (R21; Southwark).
    pub council_asked_on: When,
    /// What part the council plays.
    pub council_role: CouncilRole,
    /// When the head wrote to the parents (R26; Kirklees).
    pub letter_on: When,
    /// When the information sheet was given to parents and child (R24, R28).
    pub sheet_on: When,
    /// Whether the parents were asked what time suits them (R42; Southwark).
    pub time_asked: YesNo,
    /// Why the meeting is somewhere else than usual (R43; Southwark).
    pub venue_why: Text,
    /// The host’s part (R44; Southwark): a suitable room, level seats and a table.
    pub room: Done,
    /// At least water.
    pub water: Done,
    /// Pens and paper for parent and child.
    pub pens: Done,
    /// The family pack, with policies and dates.
    pub pack: Done,
    /// A look round the school in action.
    pub look_round: Done,
    /// The plan for the child’s start at the new school (R35; Kirklees).
    pub integration: Text,
    /// Where the risk assessment is kept (R94; Kirklees). Never its content.
    pub risk_plan: Text,
    /// Whether the family agreed that the agreement names it.
    pub risk_plan_shown: YesNo,
    /// Who at the home school is asked about the move.
    pub home_contact: Text,
    /// Who at the new school is asked about the move.
    pub new_contact: Text,
    /// Who speaks for the child independently of school and council.
    pub independent: Text,
}

/// A piece of evidence that the home school brings (R33, R34).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// The row's number.
    pub id: RowId,
    /// The key under which the protocol lists it; blank for one that was added.
    pub key: Text,
    /// What it is.
    pub what: Text,
    /// Where it is.
    pub state: EvidenceState,
    /// Since when.
    pub on: When,
    /// What is to be said about it.
    pub note: Text,
}

/// Somebody outside the schools who helps (R36; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Agency {
    /// The row's number.
    pub id: RowId,
    /// The name of the agency or the person.
    pub name: Text,
    /// What they are.
    pub role: Text,
    /// Since when they help.
    pub since: Text,
    /// What they do.
    pub doing: Text,
}

impl Case {
    /// Lists the evidence that the protocol asks for and that is not listed yet (R33–R35).
    pub fn list_evidence(&mut self, profile: &Profile) {
        for listed in &profile.evidence {
            if self.evidence.iter().any(|row| *row.key == *listed.key) {
                continue;
            }
            let id = self.take_row_id();
            let (key, what) = (listed.key.as_str().into(), listed.label.as_str().into());
            self.evidence.push(Evidence { id, key, what, ..Evidence::default() });
        }
    }
}
