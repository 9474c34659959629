//! Autosave: where the stored words stand, and when to store again.
//!
//! Revisions only grow, so a late answer can never undo a newer one.

use chrono::NaiveTime;

use super::effect::{DocumentError, Effect, Now, Outcome};
use super::meeting::Frozen;
use super::{Going, Model, Screen};
use crate::app::dialog::Dialog;
use crate::domain::case::CaseId;
use crate::store::error::shown;
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
    edited: u64,
    sent: u64,
    stored: u64,
    first_edit: u64,
    last_edit: u64,
    stored_at: Option<NaiveTime>,
    failed: Option<Failed>,
}

/// Why the last attempt failed, and when to try again.
#[derive(Clone, Debug, PartialEq)]
struct Failed {
    reason: String,
    again_at: Option<u64>,
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
        }
    }

    /// What to say about the words on the screen.
    pub fn state(&self) -> Saved {
        match (&self.failed, self.stored_at) {
            (Some(failed), _) => Saved::Failed(failed.reason.clone()),
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
        if self.is_stored() || self.sent == self.edited {
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
            Some(failed) => failed.again_at,
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

    fn succeed(&mut self, revision: u64, version: Version, now: Now) {
        self.version = version;
        self.stored = self.stored.max(revision);
        self.sent = self.sent.max(self.stored);
        self.stored_at = Some(now.wall.time());
        self.failed = None;
    }

    fn fail(&mut self, reason: String, again_at: Option<u64>) {
        self.sent = self.stored;
        self.failed = Some(Failed { reason, again_at });
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

    /// Stores at once whatever is not stored.
    pub(super) fn save_now(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        let Some(revision) = meeting.save.take() else { return Vec::new() };
        let case = Box::new(meeting.case.clone());
        vec![Effect::Save { case, expected: meeting.save.version, revision }]
    }

    /// A case was stored, or not.
    pub(super) fn saved(
        &mut self,
        id: &CaseId,
        revision: u64,
        result: Result<Version, StoreError>,
    ) -> Vec<Effect> {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else {
            return self.verdict_saved(id, result);
        };
        if meeting.case.id != *id {
            return Vec::new();
        }
        match result {
            Ok(version) => {
                meeting.save.succeed(revision, version, now);
                if meeting.frozen == Some(Frozen::Closing) {
                    return self.close_now();
                }
                self.go_if_stored()
            }
            Err(error) => {
                let changed = matches!(error, StoreError::Changed { .. });
                meeting.frozen = None;
                let again_at = (!changed).then_some(now.since_start + RETRY);
                meeting.save.fail(error.to_string(), again_at);
                self.going = None;
                if self.stopping {
                    return vec![Effect::Quit];
                }
                if changed {
                    self.dialog = Some(Dialog::Conflict);
                } else {
                    self.warn(format!(
                        "{error} What you type is kept here, and saving is tried again."
                    ));
                }
                Vec::new()
            }
        }
    }

    /// Goes to the list or out, as soon as every word is stored.
    pub(super) fn go(&mut self, going: Going) -> Vec<Effect> {
        if self.going == Some(going) || !self.must_wait() {
            self.going = Some(going);
            return self.go_if_stored();
        }
        let failed = self.meeting().is_some_and(|meeting| meeting.save.has_failed());
        if failed {
            self.dialog = Some(Dialog::LeaveUnsaved(going));
            return Vec::new();
        }
        self.going = Some(going);
        self.save_now()
    }

    /// Stores what is not stored and leaves, whatever is on the screen.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        self.dialog = None;
        self.stopping = true;
        self.going = Some(Going::Out);
        self.go_if_stored()
    }

    /// Whether something is still to be stored.
    fn must_wait(&self) -> bool {
        match &self.screen {
            Screen::Cases => false,
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
        self.dialog = None;
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        let revision = meeting.save.edited;
        meeting.save.sent = revision;
        meeting.save.failed = None;
        vec![Effect::KeepMine { case: Box::new(meeting.case.clone()), revision }]
    }

    /// The user chose to take the words of somebody else; those here are put aside.
    pub(super) fn take_theirs(&mut self) -> Vec<Effect> {
        self.dialog = None;
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = Some(Frozen::Replacing);
        vec![Effect::TakeTheirs(Box::new(meeting.case.clone()))]
    }

    /// The meeting was closed, or not.
    pub(super) fn closed(&mut self, outcome: Outcome) -> Vec<Effect> {
        let Outcome::Closed { id, revision, result } = outcome else { return Vec::new() };
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        if meeting.case.id != id {
            return Vec::new();
        }
        match result {
            Ok((case, version, path)) => {
                meeting.save.succeed(revision, version, now);
                let number = case.issued.last().map_or(0, |issued| issued.number);
                meeting.take_closed(*case);
                self.refresh_findings();
                let kept = if self.demo {
                    "It goes away with the practice cases.".to_owned()
                } else {
                    format!("It is kept, as PDF and as plain text:\n\n{}", shown(&path))
                };
                self.dialog = Some(Dialog::Told {
                    title: "The meeting is closed",
                    words: format!(
                        "Agreement {number} is made. {kept}\n\nCtrl+E writes a copy of it wherever you like.\n\nEnter  go on"
                    ),
                });
                self.go_if_stored()
            }
            Err(error) => {
                meeting.frozen = None;
                if matches!(error, DocumentError::Store(StoreError::Changed { .. })) {
                    self.dialog = Some(Dialog::Conflict);
                } else {
                    self.warn(format!("The meeting is still open. {error}"));
                }
                Vec::new()
            }
        }
    }

    /// Closes the meeting, storing the agreement and the case together; what was typed last is
    /// stored first, and meanwhile nothing more can be typed.
    pub(super) fn close_now(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = Some(Frozen::Closing);
        if !meeting.save.is_stored() {
            return self.save_now();
        }
        let (case, expected) = (Box::new(meeting.case.clone()), meeting.save.version);
        vec![Effect::Close { case, expected, revision: meeting.save.edited }]
    }
}
