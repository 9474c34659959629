//! The lock: nothing is shown and nothing is done before the passphrase was given.
//!
//! It lies over whatever is on the screen, which stays as it is below. Words that are not stored yet
//! are still stored while it is on.

use super::action::Action;
use super::effect::Effect;
use super::keymap::Scope;
use super::{Going, Model};
use crate::store::{Passphrase, StoreError};

/// The lock of a screen at which nobody types any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Idle {
    /// After how many milliseconds without a key the screen is locked; never if there is none.
    pub after: Option<u64>,
    /// When the last key was pressed, in milliseconds since the start.
    pub since: u64,
    /// Whether the passphrase is asked for then: where the cases are encrypted.
    pub asks: bool,
}

impl Idle {
    /// When the screen is to be locked, in milliseconds since the start.
    pub fn locks_at(&self) -> Option<u64> {
        self.after.map(|after| self.since.saturating_add(after))
    }
}

/// A lock over the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// What is typed; never shown.
    pub typed: Passphrase,
    /// Whether it is being tried.
    pub trying: bool,
    /// Why the last try failed.
    pub refused: Option<String>,
    /// Whether the cases are to be read when it opens: at the start they were not yet.
    pub lists: bool,
    /// Whether Enter opens it: nothing is encrypted, and the screen was only to be hidden.
    pub hides: bool,
}

impl Lock {
    /// The lock at the start: the cases are read when it opens.
    pub fn at_start() -> Self {
        Self { lists: true, ..Self::default() }
    }

    /// The scopes that are active.
    pub fn scopes() -> Vec<Scope> {
        vec![Scope::Locked]
    }

    /// Whether an action can be done, or why not.
    ///
    /// # Errors
    /// The reason, for the user.
    pub fn allows(&self, action: Action) -> Result<(), &'static str> {
        match action {
            Action::Quit | Action::Redraw => Ok(()),
            Action::Confirm if self.hides => Ok(()),
            _ if self.hides => Err("Press Enter to go on."),
            _ if self.trying => Err("The passphrase is being tried. Wait a moment."),
            Action::Confirm | Action::DeleteBack if self.typed.is_empty() => {
                Err("Type the passphrase first.")
            }
            Action::Confirm | Action::DeleteBack => Ok(()),
            _ => Err("Give the passphrase first."),
        }
    }
}

impl Model {
    /// Locks the screen until the passphrase is given; what is below stays as it is.
    pub fn lock(&mut self, lock: Lock) {
        self.notice = None;
        self.lock = Some(lock);
    }

    /// Locks the screen when nobody has pressed a key for so many minutes; 0 for never.
    pub fn lock_when_idle(&mut self, minutes: u32) {
        self.idle.after = (minutes > 0).then(|| u64::from(minutes) * 60_000);
    }

    /// Locks the screen if nobody has typed for long. The key is let go of only when every word is
    /// stored: to store the others, what stands must be read.
    pub(super) fn lock_if_idle(&mut self) -> Vec<Effect> {
        let due = self.idle.locks_at().is_some_and(|at| self.now.since_start >= at);
        if !due || self.lock.is_some() {
            return Vec::new();
        }
        self.lock(Lock { hides: !self.idle.asks, ..Lock::default() });
        let stored = self.meeting().is_none_or(|meeting| meeting.save.is_stored());
        if self.idle.asks && stored { vec![Effect::Lock] } else { Vec::new() }
    }

    /// Takes what was typed or pasted into the lock; whether there is one.
    pub(super) fn insert_into_lock(&mut self, text: &str) -> bool {
        let Some(lock) = &mut self.lock else { return false };
        if !lock.trying && !lock.hides {
            lock.typed.push(text);
            lock.refused = None;
        }
        true
    }

    pub(super) fn act_in_lock(&mut self, action: Action) -> Vec<Effect> {
        let Some(lock) = &mut self.lock else { return Vec::new() };
        match action {
            Action::Quit => return self.go(Going::Out),
            Action::Redraw => return vec![Effect::Redraw],
            _ => {}
        }
        if let Err(reason) = lock.allows(action) {
            lock.refused = Some(reason.to_owned());
            return Vec::new();
        }
        match action {
            Action::Confirm if lock.hides => self.lock = None,
            Action::DeleteBack => lock.typed.pop(),
            Action::Confirm => {
                lock.trying = true;
                lock.refused = None;
                return vec![Effect::Unlock(std::mem::take(&mut lock.typed))];
            }
            _ => {}
        }
        Vec::new()
    }

    /// The passphrase was tried.
    pub(super) fn unlocked(&mut self, result: Result<(), StoreError>) -> Vec<Effect> {
        let Some(lock) = &mut self.lock else { return Vec::new() };
        lock.trying = false;
        match result {
            Ok(()) => {
                let lists = lock.lists;
                self.lock = None;
                if lists { vec![Effect::List] } else { Vec::new() }
            }
            Err(error) => {
                lock.refused = Some(error.to_string());
                Vec::new()
            }
        }
    }
}
