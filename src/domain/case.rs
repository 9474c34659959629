//! A case: everything recorded about one child's managed move.

mod parts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::parts::*;
pub use super::case_id::{CaseId, NotACaseId};
use super::date::When;
use super::direction::Direction;
use super::people::{Person, RowId};
use super::plan::{Background, Commitment, Measure, Target};
use super::preparation::{Agency, Evidence, Preparation};
use super::review::{
    Adjournment, Amendment, Attendance, Ending, Extension, Reading, Recorded, Review, Update,
    is_default,
};
use super::screening::{Difference, Override, ReasonForMove, Screening};
use super::sending::{FollowUp, Send};
pub use super::standing::{NextDate, Stage};
use super::text::Text;

/// Prose by the key `item.field`, as the protocol profile names them.
pub type Notes = BTreeMap<String, Text>;

/// Everything recorded about one child's managed move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The reference.
    pub id: CaseId,
    /// The key of the protocol profile.
    pub profile: Text,
    /// The version of that profile when the case was begun, or last closed; 0 when it is not known.
    #[serde(default)]
    pub profile_version: u32,
    /// Whether this case is invented, so that every screen and page says DEMO.
    #[serde(default)]
    pub demo: bool,
    /// Open or closed.
    #[serde(default)]
    pub state: State,
    /// What kind of move it is.
    #[serde(default)]
    pub route: Route,
    /// The child.
    pub child: Child,
    /// The school where the child is now.
    #[serde(default)]
    pub home_school: Text,
    /// The school where the child may go.
    #[serde(default)]
    pub new_school: Text,
    /// The meeting.
    #[serde(default)]
    pub meeting: Meeting,
    /// Who is there.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Who co-ordinates the transfer at the new school (R46; Southwark).
    #[serde(default)]
    pub coordinator: Text,
    /// The child's part in the meeting.
    #[serde(default)]
    pub childs_part: ChildsPart,
    /// Whether the parents are clear about what happens next (R56; Southwark).
    #[serde(default)]
    pub next_steps_clear: YesNo,
    /// Whether anyone feels pushed (R25; Kirklees). Private.
    #[serde(default)]
    pub pushed: YesNo,
    /// Prose that everybody may read.
    #[serde(default)]
    pub agreed_notes: Notes,
    /// Prose that only the lead may read. Nothing that makes a document can reach it.
    #[serde(default)]
    pub private_notes: Notes,
    /// What the home school tried.
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// Family background, line by line.
    #[serde(default)]
    pub background: Vec<Background>,
    /// The new school's own attendance target, in per cent of sessions (R68; Southwark).
    #[serde(default)]
    pub host_target: Text,
    /// The targets.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// The commitments.
    #[serde(default)]
    pub commitments: Vec<Commitment>,
    /// The terms.
    #[serde(default)]
    pub terms: Terms,
    /// The first day at the new school.
    #[serde(default)]
    pub start: When,
    /// Whether a first week of one or two days counts as week 1 (domain notes, section 4.1).
    #[serde(default, skip_serializing_if = "is_default")]
    pub count_first_week: YesNo,
    /// The reviews.
    #[serde(default)]
    pub reviews: Vec<Review>,
    /// How the case ended; recorded after the meeting.
    #[serde(default)]
    pub outcome: Outcome,
    /// On which day.
    #[serde(default)]
    pub outcome_on: When,
    /// The agreements made so far.
    #[serde(default)]
    pub issued: Vec<Issued>,
    /// Verdicts from going through the open cases, oldest first.
    #[serde(default)]
    pub reviewed: Vec<Reviewed>,
    /// The day on which the case was begun here; blank in a case from before that was kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub begun: When,
    /// What registers and the yearly figures ask for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub register: Register,
    /// What the conditions for a move rest on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub screening: Screening,
    /// Why a move is thought of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reasons: Vec<ReasonForMove>,
    /// What the new school offers that is different.
    #[serde(default, skip_serializing_if = "is_default")]
    pub differences: Vec<Difference>,
    /// Checks that the lead set aside.
    #[serde(default, skip_serializing_if = "is_default")]
    pub overrides: Vec<Override>,
    /// What is done before the meeting.
    #[serde(default, skip_serializing_if = "is_default")]
    pub preparation: Preparation,
    /// What the home school brings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Vec<Evidence>,
    /// Who else helps.
    #[serde(default, skip_serializing_if = "is_default")]
    pub agencies: Vec<Agency>,
    /// What the notice of an off-site direction says.
    #[serde(default, skip_serializing_if = "is_default")]
    pub direction: Direction,
    /// Meetings broken off.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adjournments: Vec<Adjournment>,
    /// Who was at the reviews.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attendances: Vec<Attendance>,
    /// What the targets measured.
    #[serde(default, skip_serializing_if = "is_default")]
    pub readings: Vec<Reading>,
    /// What became of the commitments, review by review.
    #[serde(default, skip_serializing_if = "is_default")]
    pub updates: Vec<Update>,
    /// Changes of targets.
    #[serde(default, skip_serializing_if = "is_default")]
    pub amendments: Vec<Amendment>,
    /// More time than first agreed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub extensions: Vec<Extension>,
    /// How the case ends.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ending: Ending,
    /// Steps to take after a meeting.
    #[serde(default, skip_serializing_if = "is_default")]
    pub follow_ups: Vec<FollowUp>,
    /// Copies sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sends: Vec<Send>,
    /// The records of reviews made so far.
    #[serde(default, skip_serializing_if = "is_default")]
    pub recorded: Vec<Recorded>,
    /// Why it must not be erased for now, whatever its age; blank when it may be.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hold: Text,
    /// The number of the next row.
    #[serde(default)]
    pub next_row: RowId,
}

impl Case {
    /// A case that knows only its child.
    pub fn new(id: CaseId, profile: &str, child: &str) -> Self {
        Self {
            id,
            profile: Text::from(profile),
            profile_version: 0,
            demo: false,
            state: State::Open,
            route: Route::default(),
            child: Child { name: Text::from(child), ..Child::default() },
            home_school: Text::default(),
            new_school: Text::default(),
            meeting: Meeting::default(),
            people: Vec::new(),
            coordinator: Text::default(),
            childs_part: ChildsPart::default(),
            next_steps_clear: YesNo::default(),
            pushed: YesNo::default(),
            agreed_notes: Notes::new(),
            private_notes: Notes::new(),
            measures: Vec::new(),
            background: Vec::new(),
            host_target: Text::default(),
            targets: Vec::new(),
            commitments: Vec::new(),
            terms: Terms::default(),
            start: When::default(),
            count_first_week: YesNo::default(),
            reviews: Vec::new(),
            outcome: Outcome::default(),
            outcome_on: When::default(),
            issued: Vec::new(),
            reviewed: Vec::new(),
            begun: When::default(),
            register: Register::default(),
            screening: Screening::default(),
            reasons: Vec::new(),
            differences: Vec::new(),
            overrides: Vec::new(),
            preparation: Preparation::default(),
            evidence: Vec::new(),
            agencies: Vec::new(),
            direction: Direction::default(),
            adjournments: Vec::new(),
            attendances: Vec::new(),
            readings: Vec::new(),
            updates: Vec::new(),
            amendments: Vec::new(),
            extensions: Vec::new(),
            ending: Ending::default(),
            follow_ups: Vec::new(),
            sends: Vec::new(),
            recorded: Vec::new(),
            hold: Text::default(),
            next_row: RowId(1),
        }
    }

    /// Takes a number that no row of this case has had: also when a damaged file says otherwise.
    pub fn take_row_id(&mut self) -> RowId {
        let taken: Vec<u32> = super::table::Table::ALL
            .iter()
            .flat_map(|table| self.row_ids(*table))
            .map(|id| id.0)
            .collect();
        let highest = taken.iter().max().map_or(1, |id| id.saturating_add(1));
        let next = self.next_row.0.max(highest);
        let free = |id: &u32| !taken.contains(id);
        let id = Some(next).filter(free).or_else(|| (1..=u32::MAX).find(free)).unwrap_or(next);
        self.next_row = RowId(id.saturating_add(1));
        RowId(id)
    }

    /// Whether the agreement is made and its wording may not change.
    pub fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    /// The number that the next agreement of this case will have.
    pub fn next_agreement(&self) -> u32 {
        self.issued.iter().map(|issued| issued.number).max().unwrap_or(0).saturating_add(1)
    }

    /// What is made of the meeting when it is closed now: once it is recorded where the case belongs,
    /// no agreement (R88).
    pub fn issues(&self) -> IssuedKind {
        if self.screening.redirection.is_blank() {
            IssuedKind::Agreement
        } else {
            IssuedKind::Redirection
        }
    }

    /// Closes the meeting with what was made of it. A redirection is how the case ends, on the day on
    /// which the family was told; an agreement that corrects it opens the end again.
    pub fn close_meeting(&mut self, issued: Issued) {
        self.state = State::Closed;
        let before = self.issued.last().map(|before| before.kind);
        match (issued.kind, before) {
            (IssuedKind::Redirection, _) => {
                let told = self.screening.redirected_on.day().unwrap_or(issued.on);
                self.outcome = Outcome::Redirected;
                self.outcome_on = When::On(told);
            }
            (IssuedKind::Agreement, Some(IssuedKind::Redirection))
                if self.outcome == Outcome::Redirected =>
            {
                self.outcome = Outcome::Open;
                self.outcome_on = When::Blank;
            }
            (IssuedKind::Agreement, _) => {}
        }
        self.issued.push(issued);
    }
}
