//! Everything that changes while the program runs, and the one door through which it changes.
//!
//! Nothing here reads a clock, touches a file or draws.

pub mod action;
pub mod adjourning;
mod bookmark;
pub mod cases;
pub mod closing;
mod copying;
mod dates;
pub mod dialog;
pub mod due;
pub mod editor;
pub mod effect;
pub mod elsewhere;
pub mod erasing;
pub mod find;
pub mod keymap;
pub mod layout;
pub mod leaving;
pub mod lock;
pub mod meeting;
pub mod opening;
pub mod parts;
pub mod pick;
pub mod reviewing;
mod room;
pub mod round;
pub mod rows;
pub mod save;
pub mod set_aside;
pub mod states;
pub mod stops;
pub mod typing;
pub mod undo;
pub mod update;
mod walk;
pub mod wrap;

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::case::Case;
use crate::domain::profile::Profile;
use crate::domain::reference::Reference;
use crate::store::StoreError;
use action::Action;
use cases::Cases;
use crossterm::event::KeyEvent;
use dialog::Dialog;
use due::DueList;
use effect::{Effect, Now, Outcome};
use keymap::Scope;
use lock::{Idle, Lock};
use meeting::Meeting;
use ratatui::layout::Size;
use round::Round;
use states::States;

/// The whole state of the running program.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What is on the screen.
    pub screen: Screen,
    /// The case list, also while another screen is on.
    pub cases: Cases,
    /// Over everything, until the passphrase is given.
    pub lock: Option<Lock>,
    /// When the screen is locked by itself.
    pub idle: Idle,
    /// At most one, always on top of the screen.
    pub dialog: Option<Dialog>,
    /// The last thing we told the user.
    pub notice: Option<Notice>,
    /// What changed in protocols and term dates since the last key, to be told also in the case that
    /// is just being opened.
    pub news: Option<Notice>,
    /// The size of the terminal, in cells.
    pub size: Size,
    /// The round through the open cases, or the list of what falls due, from which a case was
    /// opened, to go back to.
    pub suspended: Option<Screen>,
    /// Where we go as soon as everything is stored.
    pub going: Option<Going>,
    /// Whether we go even if it cannot be stored, because there is nobody to ask.
    pub stopping: bool,
    /// The moment of the last message.
    pub now: Now,
    /// What is looked up: protocols and term dates.
    pub reference: Arc<Reference>,
    /// The key of the protocol that was last chosen for a new case.
    pub protocol: Option<String>,
    /// Whether every screen says DEMO.
    pub demo: bool,
    /// What was copied or cut, to be pasted inside the program.
    pub clip: String,
    /// What was asked for at the start.
    pub settings: Settings,
    /// Whether the program is to stand still as soon as everything is stored.
    pub suspending: bool,
}

/// What was asked for at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whether what is copied is also sent to the clipboard of the terminal.
    pub clipboard: bool,
    /// Where the cases live, for commands that are told; `None` where that is the usual place.
    pub place: Option<PathBuf>,
}

/// What is on the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// The case list.
    Cases,
    /// A meeting.
    Meeting(Box<Meeting>),
    /// Going through the open cases.
    Review(Box<Round>),
    /// What falls due in all cases.
    Due(Box<DueList>),
    /// The states that a case has and had.
    States(Box<States>),
}

/// Where we go as soon as everything is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// To the case list.
    Cases,
    /// Out of the program.
    Out,
}

/// Something we tell the user on the line above the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something is wrong; a wrong thing is marked with a word as well.
    pub wrong: bool,
}

impl Notice {
    /// A plain sentence: nothing is wrong.
    pub fn said(text: impl Into<String>) -> Self {
        Self { text: text.into(), wrong: false }
    }
}

/// Everything that can happen. Closed: no callbacks.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// Something bound, or chosen in the palette.
    Do(Action),
    /// Text was typed or pasted; one event is one step.
    Insert(String),
    /// The terminal has another size.
    Resize(Size),
    /// The system asks the program to stop, or the terminal is gone: there is nobody to ask.
    Stop,
    /// The system asks the program to stand still for a while.
    Suspend,
    /// The moment promised by [`Model::wake_at`] has come.
    Woke,
    /// The outside world answers.
    Done(Outcome),
}

impl Model {
    /// The model at the start, and what to do first.
    pub fn start(
        reference: Arc<Reference>,
        demo: bool,
        size: Size,
        now: Now,
    ) -> (Self, Vec<Effect>) {
        let mut model = Self {
            screen: Screen::Cases,
            cases: Cases::default(),
            lock: None,
            idle: Idle { since: now.since_start, ..Idle::default() },
            dialog: None,
            notice: None,
            news: None,
            size,
            suspended: None,
            going: None,
            stopping: false,
            now,
            reference,
            protocol: None,
            demo,
            clip: String::new(),
            settings: Settings::default(),
            suspending: false,
        };
        if let Some(told) = model.left_out() {
            model.warn(told);
        }
        (model, vec![Effect::List])
    }

    /// The model at the start where the cases are encrypted: nothing is read before they are open.
    pub fn start_locked(reference: Arc<Reference>, size: Size, now: Now) -> Self {
        let (mut model, _) = Self::start(reference, false, size, now);
        model.idle.asks = true;
        model.lock(Lock::at_start());
        model
    }

    /// Where keys are looked up: the lock, the dialog, then the screen, then everywhere. A dialog hides what
    /// is below it.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.lock.is_some() {
            return Lock::scopes();
        }
        if let Some(dialog) = &self.dialog {
            return dialog.scopes();
        }
        let mut scopes = match &self.screen {
            Screen::Cases => self.cases.scopes(),
            Screen::Meeting(meeting) => meeting.scopes(),
            Screen::Review(round) => round.scopes(),
            Screen::Due(_) => DueList::scopes(),
            Screen::States(_) => vec![Scope::States],
        };
        // While the room looks on, nothing leads out of the room view but leaving it.
        if scopes != [Scope::Room] {
            scopes.push(Scope::Everywhere);
        }
        scopes
    }

    /// When to send [`Msg::Woke`], in milliseconds since the start: for saving, for the lock, and
    /// once a minute for the clock.
    pub fn wake_at(&self) -> u64 {
        use chrono::Timelike;
        let into_minute = u64::from(self.now.wall.second()) * 1000
            + u64::from(self.now.wall.nanosecond()) / 1_000_000;
        let minute = self.now.since_start + 60_000_u64.saturating_sub(into_minute).max(1);
        let save = match &self.screen {
            Screen::Meeting(meeting) => {
                let look = meeting.reader.as_ref().and_then(|reader| reader.look_at);
                meeting.save.wake_at().into_iter().chain(look).chain(meeting.marks_at()).min()
            }
            _ => None,
        };
        let idle = self.idle.locks_at().filter(|_| self.lock.is_none());
        save.into_iter().chain(idle).fold(minute, u64::min)
    }

    /// The protocol of a case.
    pub fn profile_of(&self, case: &Case) -> &Arc<Profile> {
        self.reference.profiles.of(case)
    }

    /// What is told at the start of files that could not be used.
    fn left_out(&self) -> Option<String> {
        let left_out = &self.reference.left_out;
        let more = match left_out.len() {
            0 | 1 => String::new(),
            more => format!(
                " {} more files were left out: `convenor profile list` names them.",
                more - 1
            ),
        };
        left_out.first().map(|first| format!("{first}{more}"))
    }

    /// Protocols or term dates are other than they were: from now on these are looked up, and what
    /// changed is told. What is typed stays as it is.
    pub(crate) fn looked_up(&mut self, read: Result<Arc<Reference>, StoreError>) {
        let told = match read {
            Ok(reference) => {
                let news = reference.news(&self.reference);
                let wrong = reference.left_out.iter().any(|told| news.contains(told));
                self.reference = Arc::clone(&reference);
                if let Screen::Meeting(meeting) = &mut self.screen {
                    meeting.look_up_in(&reference);
                    self.refresh_findings();
                }
                Notice { text: news.join(" "), wrong }
            }
            Err(error) => Notice { text: error.to_string(), wrong: true },
        };
        if !told.text.is_empty() {
            self.notice = Some(told.clone());
            self.news = Some(told);
        }
    }

    /// The meeting, if it is on the screen.
    pub fn meeting(&self) -> Option<&Meeting> {
        match &self.screen {
            Screen::Meeting(meeting) => Some(meeting),
            _ => None,
        }
    }

    /// Tells the user something.
    pub(crate) fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::said(text));
    }

    /// Tells the user that something is wrong.
    pub(crate) fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), wrong: true });
    }
}
