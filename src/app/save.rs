//! Autosave: where the stored words stand, and when to store again.
//!
//! Revisions only grow, so a late answer can never undo a newer one.

use std::path::PathBuf;

use chrono::NaiveTime;

use super::effect::{Effect, Now};
use super::meeting::{Frozen, Meeting};
use super::{Going, Model, Screen};
use crate::app::dialog::Dialog;
use crate::domain::case::{Case, CaseId, State};
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
    pub fn new(version: Version) -> Self {
        Self {
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

    fn in_flight(&self) -> bool {
        self.sent > self.stored
    }

    /// When to look again whether something is to be stored.
    pub fn wake_at(&self) -> Option<u64> {
        if self.in_flight() || self.is_stored() {
            return None;
        }
        match &self.failed {
            Some(failed) => Some(failed.again_at),
            None => Some((self.last_edit + PAUSE).min(self.first_edit + LONGEST)),
        }
    }

    /// Takes the revision that is to be stored now, if any is and nothing is being stored.
    fn take(&mut self) -> Option<u64> {
        if self.in_flight() || self.is_stored() {
            return None;
        }
        self.sent = self.edited;
        Some(self.sent)
    }

    /// Whether it is to be decided whose words stand.
    pub fn is_contested(&self) -> bool {
        self.target == Target::Shelter
    }

    /// From now on words are kept beside the case: all of them, from the beginning.
    fn contest(&mut self) {
        self.target = Target::Shelter;
        self.sent = self.stored;
        self.failed = None;
        // What is on the screen is not in the shelter yet, even where nothing new was typed.
        if self.is_stored() {
            self.edited += 1;
        }
    }

    pub(super) fn succeed(&mut self, revision: u64, version: Version, now: Now) {
        self.version = version;
        self.stored = self.stored.max(revision);
        self.sent = self.sent.max(self.stored);
        self.stored_at = Some(now.wall.time());
        self.failed = None;
    }

    fn fail(&mut self, reason: String, again_at: u64) {
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
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        let Some(revision) = meeting.save.take() else { return Vec::new() };
        let case = Box::new(meeting.case.clone());
        vec![match meeting.save.target {
            Target::Case => Effect::Save { case, expected: meeting.save.version, revision },
            Target::Shelter => Effect::Shelter { case, revision },
        }]
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
                if had_failed {
                    self.notice = None;
                }
                match closing {
                    Some(closes) => self.close_now(closes),
                    None => self.go_if_stored(),
                }
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
        if contests(error) && !meeting.save.is_contested() {
            meeting.save.contest();
            self.warn(format!("{error} F2 decides."));
            return self.save_now();
        }
        meeting.save.fail(error.to_string(), again_at);
        self.going = None;
        if self.stopping {
            return vec![Effect::Quit];
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

    fn meeting_of(&mut self, id: &CaseId) -> Option<&mut Meeting> {
        match &mut self.screen {
            Screen::Meeting(meeting) if meeting.case.id == *id => Some(meeting),
            _ => None,
        }
    }

    /// Goes to the list or out, as soon as every word is stored where it belongs.
    pub(super) fn go(&mut self, going: Going) -> Vec<Effect> {
        self.follow_ending();
        if self.meeting().is_some_and(|meeting| meeting.save.is_contested()) {
            self.dialog = Some(Dialog::Conflict);
            return self.save_now();
        }
        let mut effects = self.give_open_verdict();
        if self.going == Some(going) || !self.must_wait() {
            self.going = Some(going);
            effects.extend(self.go_if_stored());
            return effects;
        }
        let failed = self.meeting().is_some_and(|meeting| meeting.save.has_failed());
        if failed {
            self.dialog = Some(Dialog::LeaveUnsaved(going));
            return effects;
        }
        self.going = Some(going);
        effects.extend(self.save_now());
        effects
    }

    /// Goes although words could not be stored in their place: they are put beside it if that can
    /// be done.
    pub(super) fn leave_unsaved(&mut self, going: Going) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &self.screen else { return Vec::new() };
        let case = Box::new(meeting.case.clone());
        let mut effects = vec![Effect::Shelter { case, revision: meeting.save.edited }];
        effects.extend(match going {
            Going::Out => vec![Effect::Quit],
            Going::Cases => self.show_cases(),
        });
        effects
    }

    /// Stores what is not stored and leaves, whatever is on the screen.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        self.dialog = None;
        self.stopping = true;
        let mut effects = self.give_open_verdict();
        self.going = Some(Going::Out);
        effects.extend(self.go_if_stored());
        effects
    }

    /// Whether something is still to be stored.
    fn must_wait(&self) -> bool {
        match &self.screen {
            Screen::Cases | Screen::Due(_) | Screen::States(_) => false,
            Screen::Meeting(meeting) => !meeting.save.is_stored(),
            Screen::Review(round) => round.is_storing(),
        }
    }

    pub(super) fn go_if_stored(&mut self) -> Vec<Effect> {
        if self.must_wait() {
            return self.save_now();
        }
        match self.going.take() {
            None => Vec::new(),
            Some(Going::Out) => vec![Effect::Quit],
            Some(Going::Cases) => self.show_cases(),
        }
    }

    /// The user chose to keep the words here; theirs are put aside.
    pub(super) fn keep_mine(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = Some(Frozen::Deciding);
        let case = Box::new(meeting.case.clone());
        vec![Effect::KeepMine { case, revision: meeting.save.edited }]
    }

    /// The words here were stored over theirs, or not.
    pub(super) fn kept(
        &mut self,
        id: &CaseId,
        revision: u64,
        result: Result<(Box<Case>, Version), StoreError>,
    ) -> Vec<Effect> {
        let now = self.now;
        let Some(meeting) = self.meeting_of(id) else { return Vec::new() };
        meeting.frozen = None;
        match result {
            Ok((case, version)) => {
                meeting.case.issued = case.issued;
                meeting.case.follow_ups = case.follow_ups;
                meeting.case.sends = case.sends;
                meeting.case.next_row = case.next_row;
                meeting.case.reviewed = case.reviewed;
                meeting.case.recorded = case.recorded;
                meeting.save.target = Target::Case;
                meeting.save.succeed(revision, version, now);
                self.refresh_findings();
                self.tell("Your words are saved. Theirs are in the case’s history folder.");
                self.go_if_stored()
            }
            Err(error) => {
                self.warn(format!("{error} Your words stay beside it. F2 offers another way."));
                Vec::new()
            }
        }
    }

    /// The user chose to take the words of somebody else; those here are put aside.
    pub(super) fn take_theirs(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = Some(Frozen::Deciding);
        vec![Effect::TakeTheirs(Box::new(meeting.case.clone()))]
    }

    /// The user chose to make a case of its own of the words here: the way out where the other file
    /// cannot be read, or is gone.
    pub(super) fn begin_own_case(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = Some(Frozen::Deciding);
        let mut case = Box::new(meeting.case.clone());
        case.issued.clear();
        case.recorded.clear();
        case.state = State::Open;
        vec![Effect::Create(case)]
    }
}
