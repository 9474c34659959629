//! Autosave: where the stored words stand, and when to store again. Leaving waits for it
//! (`leaving`).
//!
//! Revisions only grow, so a late answer can never undo a newer one.

use std::path::{Path, PathBuf};

use chrono::NaiveTime;

use super::effect::{Beside, Effect, Now};
use super::elsewhere::Contest;
use super::meeting::{Frozen, Meeting};
use super::{Model, Screen};
use crate::domain::case::{Case, CaseId};
use crate::store::{StoreError, Version};

/// A pause after which words are stored, in milliseconds.
const PAUSE: u64 = 400;
/// The longest that a word waits to be stored, in milliseconds: leaves 300 ms for the writing
/// inside the promise of one second.
const LONGEST: u64 = 700;
/// How long to wait after a failure, in milliseconds.
const RETRY: u64 = 2000;

/// Where autosave stands for an open case.
#[derive(Clone, Debug, PartialEq)]
pub struct Save {
    /// What is stored, as far as we know.
    pub version: Version,
    pub(super) edited: u64,
    sent: u64,
    stored: u64,
    first_edit: u64,
    last_edit: u64,
    stored_at: Option<NaiveTime>,
    failed: Option<Failed>,
    target: Target,
    /// The case as it stood in that version.
    pub(super) base: Box<Case>,
    /// The case as it was given to be stored.
    given: Option<Box<Case>>,
    /// Whether what somebody else stored is being read.
    pub(super) reading: bool,
    /// What was changed here and elsewhere, until that is decided.
    pub contest: Option<Contest>,
    /// The name of the version that was brought in, until it is put away.
    pub(super) brought_in: Option<String>,
    /// Versions that go to the history with the next save, for good.
    pub(super) aside: Vec<Case>,
    /// How many of them went with the last one.
    aside_given: usize,
    /// Whether words are kept beside the case, which is to end when all are in it.
    sheltered: bool,
    /// Which revision was written whole to a file outside, because it could not be stored, and where.
    outside: Option<(u64, PathBuf)>,
}

/// Where words are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// In the case.
    Case,
    /// Beside it, while it is not decided whose words stand.
    Shelter,
}

/// Why the last attempt failed, and when to try again.
#[derive(Clone, Debug, PartialEq)]
struct Failed {
    reason: String,
    again_at: u64,
}

/// What the title says about the words on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was changed since the case was opened.
    Unchanged,
    /// Everything is stored since then.
    At(NaiveTime),
    /// Something is not stored yet.
    NotYet,
    /// Something could not be stored.
    Failed(String),
    /// Everything is kept beside the case, which was changed by somebody else.
    Aside(NaiveTime),
}

impl Save {
    /// A case just opened or stored in this version.
    pub fn new(version: Version, case: &Case) -> Self {
        Self {
            base: Box::new(case.clone()),
            given: None,
            reading: false,
            contest: None,
            brought_in: None,
            aside: Vec::new(),
            aside_given: 0,
            sheltered: false,
            outside: None,
            version,
            edited: 0,
            sent: 0,
            stored: 0,
            first_edit: 0,
            last_edit: 0,
            stored_at: None,
            failed: None,
            target: Target::Case,
        }
    }

    /// What to say about the words on the screen.
    pub fn state(&self) -> Saved {
        match (&self.failed, self.stored_at) {
            (Some(failed), _) => Saved::Failed(failed.reason.clone()),
            (None, Some(at)) if self.target == Target::Shelter && self.is_stored() => {
                Saved::Aside(at)
            }
            (None, _) if self.stored < self.edited => Saved::NotYet,
            (None, None) => Saved::Unchanged,
            (None, Some(at)) => Saved::At(at),
        }
    }

    /// Whether every word is stored.
    pub fn is_stored(&self) -> bool {
        self.stored == self.edited
    }

    /// Whether the last attempt failed.
    pub fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// The case was changed.
    pub fn touch(&mut self, now: Now) {
        if self.sent == self.edited {
            self.first_edit = now.since_start;
        }
        self.last_edit = now.since_start;
        self.edited += 1;
    }

    /// A revision was written whole to a file outside.
    pub(super) fn is_outside(&mut self, revision: u64, path: PathBuf) {
        self.outside = Some((revision, path));
    }

    /// Where every word lies outside, while it cannot be stored.
    pub fn outside(&self) -> Option<&Path> {
        let found = self.outside.as_ref().filter(|(revision, _)| *revision == self.edited);
        found.filter(|_| !self.is_stored()).map(|(_, path)| path.as_path())
    }

    fn in_flight(&self) -> bool {
        self.sent > self.stored
    }

    /// When to look again whether something is to be stored.
    pub fn wake_at(&self) -> Option<u64> {
        if self.in_flight() || self.is_stored() || self.reading {
            return None;
        }
        match &self.failed {
            Some(failed) => Some(failed.again_at),
            None => Some((self.last_edit + PAUSE).min(self.first_edit + LONGEST)),
        }
    }

    /// Takes the revision that is to be stored now, if any is and nothing is being stored.
    fn take(&mut self) -> Option<u64> {
        if self.in_flight() || self.is_stored() || self.reading {
            return None;
        }
        self.sent = self.edited;
        Some(self.sent)
    }

    /// How much was changed here and elsewhere, and is to be decided.
    pub fn to_decide(&self) -> usize {
        self.contest.as_ref().map_or(0, |contest| contest.clashes.len())
    }

    /// Whether what stands cannot be read, so that words are kept beside it.
    pub fn is_contested(&self) -> bool {
        self.target == Target::Shelter
    }

    /// From now on words are kept beside the case: all of them, from the beginning.
    fn shelter(&mut self) {
        self.target = Target::Shelter;
        (self.reading, self.given) = (false, None);
        self.sent = self.stored;
        self.failed = None;
        // What is on the screen is not in the shelter yet, even where nothing new was typed.
        if self.is_stored() {
            self.edited += 1;
        }
    }

    /// What somebody else stored is to be read before anything more is stored.
    pub(super) fn begin_reading(&mut self) {
        self.sent = self.stored;
        (self.reading, self.given) = (true, None);
    }

    /// What somebody else stored was read: this is what stands, and the words here go on from it.
    pub(super) fn meet(&mut self, theirs: Box<Case>, version: Version) {
        (self.base, self.version) = (theirs, version);
        (self.target, self.reading) = (Target::Case, false);
        self.failed = None;
    }

    pub(super) fn succeed(&mut self, revision: u64, version: Version, now: Now) {
        self.version = version;
        if let (Some(given), Target::Case) = (self.given.take(), self.target) {
            self.base = given;
        }
        self.aside.drain(..self.aside_given.min(self.aside.len()));
        self.aside_given = 0;
        self.stored = self.stored.max(revision);
        self.sent = self.sent.max(self.stored);
        self.stored_at = Some(now.wall.time());
        self.failed = None;
    }

    fn fail(&mut self, reason: String, again_at: u64) {
        (self.reading, self.given) = (false, None);
        self.sent = self.stored;
        self.failed = Some(Failed { reason, again_at });
    }
}

/// Whether a failure means that the case is not what it was, so that trying again is no use.
pub(super) fn contests(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Changed { .. }
            | StoreError::Damaged { .. }
            | StoreError::Newer { .. }
            | StoreError::Missing { .. }
            | StoreError::Locked { .. }
    )
}

impl Meeting {
    /// Keeps every word beside the case, because nothing more can be stored in it from here.
    pub(super) fn beside(&self) -> Effect {
        Effect::Shelter { case: Box::new(self.case.clone()), revision: self.save.edited }
    }
}

impl Model {
    /// Stores what is due.
    pub(super) fn save_if_due(&mut self) -> Vec<Effect> {
        let now = self.now.since_start;
        match &self.screen {
            Screen::Meeting(meeting) if meeting.save.wake_at().is_some_and(|at| at <= now) => {
                self.save_now()
            }
            _ => Vec::new(),
        }
    }

    /// Stores at once whatever is not stored: in the case, or beside it while it is contested.
    pub(super) fn save_now(&mut self) -> Vec<Effect> {
        let today = self.now.today();
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        let Some(revision) = meeting.save.take() else { return Vec::new() };
        let bookmark = Box::new(meeting.bookmark_for_save(today));
        let (here, save) = (&meeting.case, &mut meeting.save);
        vec![match save.target {
            Target::Case => {
                let open = save.contest.as_ref().and_then(|contest| contest.on_disk(here));
                let beside = match &open {
                    Some(_) => Beside::Keep(Box::new(here.clone())),
                    None if save.sheltered => Beside::End,
                    None => Beside::Nothing,
                };
                save.sheltered = open.is_some();
                let case = Box::new(open.unwrap_or_else(|| here.clone()));
                save.given = Some(case.clone());
                save.aside_given = save.aside.len();
                let aside = save.aside.clone();
                Effect::Save { case, expected: save.version, revision, beside, aside, bookmark }
            }
            Target::Shelter => {
                save.sheltered = true;
                Effect::Shelter { case: Box::new(here.clone()), revision }
            }
        }]
    }

    /// What keeps the words that are not stored when the program cannot go on: in the case, or beside it
    /// where it is not known how a save ended that is under way.
    pub fn last_words(&mut self) -> Option<Effect> {
        if let Some(save) = self.save_now().pop() {
            return Some(save);
        }
        let meeting = self.meeting().filter(|meeting| meeting.save.edited > meeting.save.sent)?;
        Some(meeting.beside())
    }

    /// Stands still once everything is stored that can be: also what was typed while a save is under way.
    pub(super) fn suspend_if_stored(&mut self) -> Vec<Effect> {
        if !self.suspending {
            return Vec::new();
        }
        let failed = self.meeting().is_some_and(|meeting| meeting.save.has_failed());
        let mut effects = if failed { Vec::new() } else { self.save_now() };
        if !self.meeting().is_some_and(|meeting| meeting.save.in_flight()) {
            self.suspending = false;
            effects.push(Effect::Suspend);
        }
        effects
    }

    /// A case was stored, or not.
    pub(super) fn saved(
        &mut self,
        id: &CaseId,
        revision: u64,
        result: Result<Version, StoreError>,
    ) -> Vec<Effect> {
        let now = self.now;
        let Some(meeting) = self.meeting_of(id) else { return Vec::new() };
        match result {
            Ok(version) => {
                let had_failed = meeting.save.has_failed();
                meeting.save.succeed(revision, version, now);
                let closing = match meeting.frozen {
                    Some(Frozen::Closing(closes)) => Some(closes),
                    _ => None,
                };
                let mut effects: Vec<Effect> = meeting.put_away().into_iter().collect();
                if had_failed {
                    self.notice = None;
                }
                effects.extend(match closing {
                    Some(closes) => self.close_now(closes),
                    None => self.go_if_stored(),
                });
                effects
            }
            Err(error) => self.not_saved(&error),
        }
    }

    /// Words could not be stored: they are tried again, or, where the case is not what it was, kept
    /// beside it until somebody decides.
    pub(super) fn not_saved(&mut self, error: &StoreError) -> Vec<Effect> {
        let again_at = self.now.since_start + RETRY;
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = None;
        if matches!(error, StoreError::Changed { .. }) {
            meeting.save.begin_reading();
            return vec![Effect::Meet(meeting.case.id.clone())];
        }
        if contests(error) && !meeting.save.is_contested() {
            meeting.save.shelter();
            self.warn(format!("{error} F2 decides."));
            return self.save_now();
        }
        meeting.save.fail(error.to_string(), again_at);
        self.going = None;
        if self.stopping {
            return vec![meeting.beside(), Effect::Quit];
        }
        self.warn(format!("{error} What you type is kept here, and saving is tried again."));
        Vec::new()
    }

    /// A case was kept beside what is stored, or not.
    pub(super) fn sheltered(
        &mut self,
        id: &CaseId,
        revision: u64,
        result: Result<PathBuf, StoreError>,
    ) -> Vec<Effect> {
        let now = self.now;
        let Some(meeting) = self.meeting_of(id) else { return Vec::new() };
        match result {
            Ok(_) => {
                let version = meeting.save.version;
                meeting.save.succeed(revision, version, now);
                self.go_if_stored()
            }
            Err(error) => self.not_saved(&error),
        }
    }

    pub(super) fn meeting_of(&mut self, id: &CaseId) -> Option<&mut Meeting> {
        match &mut self.screen {
            Screen::Meeting(meeting) if meeting.case.id == *id => Some(meeting),
            _ => None,
        }
    }
}
