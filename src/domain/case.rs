//! A case: everything recorded about one child's managed move.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::choice::choices;
use super::date::{Date, When};
use super::people::{Person, RowId};
use super::plan::{Background, Commitment, Kept, Measure, Review, Target};
use super::text::Text;

/// A case reference, such as `MM-2026-014`. The only part of a case that ever names a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseId(String);

/// Words that are no case reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "A case reference has capital letters, digits and hyphens, such as MM-2026-014, and at most 32 of them."
)]
pub struct NotACaseId;

impl CaseId {
    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CaseId {
    type Err = NotACaseId;

    fn from_str(text: &str) -> Result<Self, NotACaseId> {
        const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        let numbered_device = text.len() == 4
            && (text.starts_with("COM") || text.starts_with("LPT"))
            && text.ends_with(|c: char| c.is_ascii_digit());
        if (1..=32).contains(&text.len())
            && text.bytes().all(allowed)
            && !text.starts_with('-')
            && !DEVICES.contains(&text)
            && !numbered_device
        {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotACaseId)
        }
    }
}

impl TryFrom<String> for CaseId {
    type Error = NotACaseId;

    fn try_from(text: String) -> Result<Self, NotACaseId> {
        text.parse()
    }
}

impl From<CaseId> for String {
    fn from(id: CaseId) -> Self {
        id.0
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

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

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// No meeting is set yet.
    Preparing,
    /// The meeting has its day.
    Set,
    /// The meeting has begun.
    UnderWay,
    /// The agreement is made.
    Agreed,
    /// The agreement is being corrected.
    Correcting,
    /// The agreement runs, and a review was held.
    Reviewed,
    /// The case is over.
    Ended(Outcome),
}

impl Stage {
    /// The words for it.
    pub fn label(self) -> String {
        match self {
            Self::Preparing => "preparing".to_owned(),
            Self::Set => "meeting set".to_owned(),
            Self::UnderWay => "meeting under way".to_owned(),
            Self::Agreed => "agreement made".to_owned(),
            Self::Correcting => "being corrected".to_owned(),
            Self::Reviewed => "running, reviewed".to_owned(),
            Self::Ended(outcome) => format!("ended: {}", outcome.label()),
        }
    }

    /// One word for it, for the narrowest columns.
    pub fn word(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Set => "set",
            Self::UnderWay => "under way",
            Self::Agreed => "agreed",
            Self::Correcting => "correcting",
            Self::Reviewed => "reviewed",
            Self::Ended(_) => "ended",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.label())
    }
}

/// What happens next in a case, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct NextDate {
    /// What it is: "meeting", "Week 4 review".
    pub what: String,
    /// The day.
    pub on: Date,
    /// Whether the day has passed.
    pub overdue: bool,
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

    /// The year group: as recorded, or from the date of birth at the time of the meeting.
    pub fn year(&self, today: Date) -> Year {
        if !self.child.year.is_blank() {
            return self.child.year;
        }
        let day = self.meeting.on.day().unwrap_or(today);
        self.child.born.day().map_or(Year::Unsaid, |born| year_at(born, day))
    }

    /// Infant, primary or secondary, if the age is known.
    pub fn phase(&self, today: Date) -> Option<Phase> {
        match self.year(today) {
            Year::Unsaid => None,
            Year::Reception | Year::Y1 | Year::Y2 => Some(Phase::Infant),
            Year::Y3 | Year::Y4 | Year::Y5 | Year::Y6 => Some(Phase::Primary),
            _ => Some(Phase::Secondary),
        }
    }

    /// How long the child stays: as decided, or as usual for the age (R49; Southwark).
    pub fn stays(&self, today: Date) -> Option<Stays> {
        match (self.childs_part.stays, self.phase(today)) {
            (Stays::Usual, None) => None,
            (Stays::Usual, Some(Phase::Infant)) => Some(Stays::ToldAfterwards),
            (Stays::Usual, Some(Phase::Primary)) => Some(Stays::JoinsLater),
            (Stays::Usual, Some(Phase::Secondary)) => Some(Stays::Throughout),
            (decided, _) => Some(decided),
        }
    }

    /// Where the case stands.
    pub fn stage(&self) -> Stage {
        if self.is_ended() {
            return Stage::Ended(self.outcome);
        }
        match (self.state, self.issued.len()) {
            (State::Closed, _) if self.reviews.iter().any(|review| !review.held.is_blank()) => {
                Stage::Reviewed
            }
            (State::Closed, _) => Stage::Agreed,
            (State::Open, 1..) => Stage::Correcting,
            (State::Open, 0) if self.meeting_has_begun() => Stage::UnderWay,
            (State::Open, 0) if self.meeting.on.day().is_some() => Stage::Set,
            (State::Open, 0) => Stage::Preparing,
        }
    }

    /// The meeting has begun once the privacy line was read or somebody was asked to agree.
    fn meeting_has_begun(&self) -> bool {
        !self.meeting.privacy_read.is_blank()
            || self.people.iter().any(|person| !person.answer.is_blank())
    }

    /// What happens next: the meeting until it is closed, then the first review not yet held.
    pub fn next_date(&self, today: Date) -> Option<NextDate> {
        if self.is_ended() {
            return None;
        }
        let (what, on) = match self.state {
            State::Open if self.issued.is_empty() => ("meeting".to_owned(), self.meeting.on.day()?),
            _ => self
                .reviews
                .iter()
                .filter(|review| review.held.is_blank())
                .filter_map(|review| Some((review.label.to_string(), review.on.day()?)))
                .min_by_key(|(_, on)| *on)?,
        };
        Some(NextDate { what, on, overdue: on < today })
    }

    /// The commitments whose day is today or earlier and of which nothing is known yet, earliest
    /// first. A commitment that goes on from its day is not late.
    pub fn overdue_commitments(&self, today: Date) -> Vec<&Commitment> {
        self.commitments_due(|due| due < today)
    }

    /// The commitments that fall due between today and `until`, earliest first.
    pub fn commitments_falling_due(&self, today: Date, until: Date) -> Vec<&Commitment> {
        self.commitments_due(|due| (today..=until).contains(&due))
    }

    fn commitments_due(&self, wanted: impl Fn(Date) -> bool) -> Vec<&Commitment> {
        let mut due: Vec<(Date, &Commitment)> = self
            .commitments
            .iter()
            .filter(|row| row.kept == Kept::NotYet && row.timing == super::plan::Timing::By)
            .filter_map(|row| Some((row.due.day()?, row)))
            .filter(|(day, _)| wanted(*day))
            .collect();
        due.sort_by_key(|(day, _)| *day);
        due.into_iter().map(|(_, row)| row).collect()
    }
}

/// The year group in England of a child born on `born`, in the school year of `day`.
fn year_at(born: Date, day: Date) -> Year {
    let school_year = |date: Date| date.year() - i32::from(date.month() < 9);
    let years = school_year(day) - school_year(born) - 5;
    usize::try_from(years).ok().and_then(|n| Year::ALL.get(n + 1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Date {
        Date::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_reference_can_only_name_a_file_of_its_own() {
        for good in ["MM-2026-014", "A", "CONVENOR-1"] {
            assert!(good.parse::<CaseId>().is_ok(), "{good}");
        }
        for bad in
            ["", "../x", "mm-1", "A/B", "CON", "COM1", "LPT9", "-A", "Ä", "A.B", &"A".repeat(33)]
        {
            assert!(bad.parse::<CaseId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_year_group_follows_from_the_date_of_birth() {
        assert_eq!(year_at(on(2013, 2, 14), on(2026, 12, 1)), Year::Y9);
        assert_eq!(year_at(on(2010, 11, 20), on(2026, 12, 8)), Year::Y11);
        assert_eq!(year_at(on(2021, 9, 1), on(2027, 1, 1)), Year::Reception);
        assert_eq!(year_at(on(2025, 9, 1), on(2027, 1, 1)), Year::Unsaid);
    }

    #[test]
    fn the_child_stays_as_usual_for_the_age_until_somebody_decides() {
        let today = on(2026, 11, 22);
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        assert_eq!(case.stays(today), None);
        for (year, stays) in [
            (Year::Y1, Stays::ToldAfterwards),
            (Year::Y5, Stays::JoinsLater),
            (Year::Y9, Stays::Throughout),
        ] {
            case.child.year = year;
            assert_eq!(case.stays(today), Some(stays));
        }
        case.childs_part.stays = Stays::Part;
        assert_eq!(case.stays(today), Some(Stays::Part));
    }

    #[test]
    fn a_review_that_was_not_held_is_overdue_the_day_after() {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.state = State::Closed;
        case.reviews = vec![
            Review {
                label: "Week 12 review".into(),
                on: When::On(on(2027, 3, 16)),
                ..Review::default()
            },
            Review {
                label: "Week 4 review".into(),
                on: When::On(on(2027, 1, 12)),
                ..Review::default()
            },
        ];
        let next = case.next_date(on(2027, 1, 12)).unwrap();
        assert_eq!((next.what.as_str(), next.overdue), ("Week 4 review", false));
        assert!(case.next_date(on(2027, 1, 13)).unwrap().overdue);
        case.reviews[1].held = When::On(on(2027, 1, 13));
        assert_eq!(case.next_date(on(2027, 1, 13)).unwrap().what, "Week 12 review");
    }
}
