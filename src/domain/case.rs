//! A case: everything recorded about one child's managed move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use super::case_id::{CaseId, NotACaseId};
use super::choice::choices;
use super::date::{Date, When};
use super::people::{Person, RowId};
use super::plan::{Background, Commitment, Measure, Review, Target};
pub use super::standing::{NextDate, Stage};
use super::text::Text;

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
    /// What kind of move this is. Since 26 July 2026 a managed move is permanent.
    Route {
        Unsaid = "not recorded",
        DirectionFirst = "off-site direction first, then a decision",
        Permanent = "permanent move",
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

/// An agreement that was made: never changed, only followed by another.
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
            reviews: Vec::new(),
            outcome: Outcome::default(),
            outcome_on: When::default(),
            issued: Vec::new(),
            reviewed: Vec::new(),
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

    /// Whether the case is over.
    pub fn is_ended(&self) -> bool {
        !self.outcome.is_blank()
    }

    /// Whether the agreement is made and its wording may not change.
    pub fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    /// The number that the next agreement of this case will have.
    pub fn next_agreement(&self) -> u32 {
        self.issued.iter().map(|issued| issued.number).max().unwrap_or(0).saturating_add(1)
    }
}
