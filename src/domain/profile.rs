//! A protocol profile: everything in which one authority's way of holding the meeting differs from
//! another's. Data, not code (domain notes, section 1L).
//!
//! Whatever is a rule, a number or a wording of an authority stands here, and nowhere else.

mod agenda;
mod course;
mod figures;
mod problems;
mod rules;
mod words;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::agenda::{ANSWER_COLUMNS, Entry, Item, Part, Shape, Whom};
pub use self::course::{Extension, PartialFirstWeek, PlannedReview};
pub use self::problems::{ProfileProblem, Step, place_in_words};
pub use self::rules::{
    CheckSetting, Deadlines, Event, FollowUp, Only, Retention, SchoolDay, Setting, Thresholds,
    UsualStays, UsualTarget, Within,
};
pub use self::words::{
    Blanks, Guidance, Information, Lead, Listed, ParentNotice, RouteWords, Source, SuccessLabels,
    TermsWords, fill,
};
use super::case::{Case, Route};
use super::checks::{Check, Level};
use super::people::Party;
use super::reference::UnknownProtocol;
use super::review::Review;
use super::slot::{Audience, Slot};
use super::table::Table;

/// The key of the item that is the child’s questionnaire.
pub const QUESTIONNAIRE: &str = "questionnaire";

/// An authority's protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The short name that a case remembers.
    pub key: String,
    /// The version of the wording and rules, counted from 1. A case remembers it.
    pub version: u32,
    /// The name for people.
    pub title: String,
    /// The council, as documents name it.
    pub authority: String,
    /// From which protocol it was made.
    pub source: Source,
    /// The national guidance with which the protocol is read (R14).
    pub guidance: Guidance,
    /// What the meeting is called on the agreement.
    pub meeting_title: String,
    /// The line read out at the beginning: what is recorded and who gets it (R54).
    pub privacy_line: String,
    /// Who leads the meeting (R47).
    pub lead: Lead,
    /// Who finds the new school, in a sentence (R29).
    pub finds_school: String,
    /// Where the meeting is held unless there is a reason, in words (R43).
    pub venue_default: String,
    /// The school day in which a meeting is held where possible, if the protocol wants it (R42).
    #[serde(default)]
    pub school_day: Option<SchoolDay>,
    /// How parents are told of the proposal (R21, R26).
    pub parent_notice: ParentNotice,
    /// The talks that come before the meeting, one each (R32; Kirklees's stages).
    #[serde(default)]
    pub pre_meetings: Vec<String>,
    /// Who may be asked to come besides family, schools and lead (R41, R52).
    #[serde(default)]
    pub extra_attendees: Vec<String>,
    /// What part the council has, in a sentence (R27, R47).
    pub council_part: String,
    /// Whose agreement is needed before the meeting can be closed (R23, R67).
    pub required: Vec<Party>,
    /// The kinds of move that are offered (R18).
    pub routes: Vec<Route>,
    /// Checks that mean something else here than usual: see [`super::checks::CHECKS`].
    #[serde(default)]
    pub checks: Vec<CheckSetting>,
    /// The targets that are offered to begin with, in this order (R68, R69).
    #[serde(default)]
    pub usual_targets: Vec<UsualTarget>,
    /// Up to how many targets a child can be expected to keep in mind (R70).
    pub most_targets: usize,
    /// Up to how many hopes the move should achieve (R58).
    pub most_hopes: usize,
    /// How many school weeks a move is watched, if the protocol says so (R77).
    #[serde(default)]
    pub length_weeks: Option<u32>,
    /// By how many school weeks it may be extended, if at all (R79).
    #[serde(default)]
    pub extension: Option<Extension>,
    /// The reviews of a new case; none when they are agreed freely (R77, R78).
    #[serde(default)]
    pub review_plan: Vec<PlannedReview>,
    /// Whether a first week of one or two days counts (domain notes, section 4.1).
    pub partial_first_week: PartialFirstWeek,
    /// By when things are to be done, in school days.
    pub deadlines: Deadlines,
    /// From which figure on something matters.
    pub thresholds: Thresholds,
    /// How long a case is kept (domain notes, section 3.8).
    pub retention: Retention,
    /// What the home school gathers before the meeting (R33, R34).
    #[serde(default)]
    pub evidence: Vec<Listed>,
    /// What the school that hosts the meeting provides (R44).
    #[serde(default)]
    pub host_checklist: Vec<Listed>,
    /// Where to get independent advice at any time, also after a decision (R24; Kirklees).
    #[serde(default)]
    pub independent_advice: String,
    /// What stands on the agreement about rights, whatever the kind of move (R25, R93).
    pub rights: Vec<String>,
    /// What stands on the agreement about complaints, a paragraph each (R25).
    #[serde(default)]
    pub complaints: Vec<String>,
    /// What the protocol says about uniform, transport and money (R32, R74–R76).
    #[serde(default)]
    pub terms: TermsWords,
    /// What the agreement of a child in Year 11 says about examinations, with blanks as in
    /// [`RouteWords`]; blank when the protocol says nothing (R8, R90).
    #[serde(default)]
    pub examinations: String,
    /// What the documents say about each kind of move.
    #[serde(default)]
    pub route_words: Vec<RouteWords>,
    /// The names of the partnership in which schools share figures (R87).
    #[serde(default)]
    pub forum: Vec<String>,
    /// The name of the team that is told of a move (R83); blank when there is none.
    #[serde(default)]
    pub in_year_team: String,
    /// How long a child stays at the meeting unless something else is decided (R49).
    pub child_stays: UsualStays,
    /// The key of the agenda item before which a child of primary age joins (R49).
    #[serde(default)]
    pub child_joins: Option<String>,
    /// What the two ends of a move are called here.
    pub success_labels: SuccessLabels,
    /// What is done after the meeting, the reviews and the end (R81–R86).
    #[serde(default)]
    pub follow_ups: Vec<FollowUp>,
    /// The items, in order.
    pub agenda: Vec<Item>,
    /// The items of a review meeting, in order.
    #[serde(default)]
    pub review_agenda: Vec<Item>,
}

impl Profile {
    /// The protocol with the agenda of this case: the items of its reviews stand before those of what
    /// is done afterwards.
    pub fn for_case(&self, case: &Case) -> Cow<'_, Self> {
        let begun: Vec<&Review> = case.reviews.iter().filter(|review| review.begun).collect();
        if begun.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut profile = self.clone();
        let items = begun
            .into_iter()
            .flat_map(|review| self.review_agenda.iter().map(|item| item.for_review(review)));
        let at = profile.agenda.iter().position(|item| item.part == Part::Afterwards);
        let at = at.unwrap_or(profile.agenda.len());
        profile.agenda.splice(at..at, items);
        Cow::Owned(profile)
    }

    /// The item with this key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.agenda.iter().find(|item| item.key == key)
    }

    /// Where a slot is filled in.
    pub fn place_of(&self, slot: &Slot) -> Option<usize> {
        self.agenda.iter().position(|item| item.has(slot))
    }

    /// Where a table is filled in.
    pub fn place_of_table(&self, wanted: Table) -> Option<usize> {
        self.agenda.iter().position(|item| item.has_table(wanted))
    }

    /// The number that an item of the agenda carries; only those of the meeting have one.
    pub fn number(&self, index: usize) -> Option<usize> {
        let item = self.agenda.get(index)?;
        let numbered = |item: &&Item| item.part == Part::Meeting;
        let before = self.agenda.iter().take(index).filter(numbered).count();
        numbered(&item).then_some(before + 1)
    }

    /// How the sentences of the child’s questionnaire begin: the notes of its item that everybody may
    /// read (R38).
    pub fn starters(&self) -> Vec<&str> {
        let entries = self.item(QUESTIONNAIRE).into_iter().flat_map(|item| &item.entries);
        let agreed = entries.filter_map(|entry| match entry {
            Entry::Note { label, audience: Audience::Agreed, .. } => Some(label.as_str()),
            _ => None,
        });
        agreed.collect()
    }

    /// What parents may do when this kind of move is made: what is its own comes first.
    pub fn rights_of(&self, route: Route) -> impl Iterator<Item = &String> {
        let own = self.words_of(route).into_iter().flat_map(|words| &words.rights);
        own.chain(&self.rights)
    }

    /// What the documents say about a kind of move.
    pub fn words_of(&self, route: Route) -> Option<&RouteWords> {
        self.route_words.iter().find(|words| words.route == route)
    }

    /// What must be known of a case that was begun or closed under another version than this one.
    pub fn remark_on(&self, case: &Case) -> Option<String> {
        let (then, now) = (case.profile_version, self.version);
        if *case.profile != *self.key {
            return Some(UnknownProtocol::of(case).to_string());
        }
        (then != now && then != 0).then(|| {
            let title = &self.title;
            format!(
                "This case follows version {then} of the {title} protocol; here is version {now}."
            )
        })
    }

    /// What a check means here; `None` when it is not looked for.
    pub fn level_of(&self, check: &Check) -> Option<Level> {
        let own = self.checks.iter().find(|setting| setting.check == check.id);
        own.map_or(Some(check.level), |setting| setting.level.level())
    }
}
