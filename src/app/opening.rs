//! Opening a case: to write in it, or only to read it while somebody else has it open.

use super::effect::{Effect, Opened};
use super::meeting::Meeting;
use super::reviewing::Closes;
use super::save::Save;
use super::{Model, Screen};
use crate::domain::case::{Case, CaseId};
use crate::domain::checks::UNKNOWN_PROTOCOL;
use crate::domain::merge::Merged;
use crate::store::{Hold, Holder, StoreError, Version};

/// Why nothing can be typed into a case that somebody else has open.
pub(super) const READ_ONLY: &str = "This case is open elsewhere, so it can only be read here. Ctrl+O takes over when it is left there.";

/// How often it is looked whether somebody else has left a case, in milliseconds.
const LOOK: u64 = 2000;

/// Somebody else has the case open: it can be read here, and taken over when they have left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Who, where and since when.
    pub holder: Holder,
    /// Whether they have left it.
    pub is_free: bool,
    /// When to look again, in milliseconds since the start; `None` while we look.
    pub(super) look_at: Option<u64>,
}

/// Something that is being done while nothing can be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frozen {
    /// The agreement is being made.
    Closing(Closes),
    /// It was decided whose words stand, and that is being done.
    Deciding,
}

impl Frozen {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Closing(Closes::Meeting) => "The agreement is being made. One moment.",
            Self::Closing(Closes::Review(_)) => "The review is being closed. One moment.",
            Self::Deciding => "Your choice is being carried out. One moment.",
        }
    }
}

impl Reader {
    /// What the screen says all the time.
    pub fn in_words(&self) -> String {
        if self.is_free {
            "It is left there now: Ctrl+O takes over, to write here.".to_owned()
        } else {
            format!(
                "This case is open {}. It can be read, exported and copied here; when it is left there, Ctrl+O takes over.",
                self.holder
            )
        }
    }
}

impl Meeting {
    /// Why the case cannot be taken over now, if it cannot.
    pub(super) fn allows_taking_over(&self) -> Result<(), &'static str> {
        match &self.reader {
            None => Err("You can write in this case already."),
            Some(reader) if !reader.is_free => Err(READ_ONLY),
            Some(_) => Ok(()),
        }
    }

    /// Shows what somebody else stored meanwhile, in the same place.
    fn take_read(&mut self, case: Case, version: Version) {
        self.save = Save::new(version, &case);
        self.ended = case.is_ended();
        let (clashes, renumbered) = (Vec::new(), std::collections::BTreeMap::new());
        // Who stands at the end of a text stays there while it grows.
        let at_end =
            self.editor.as_ref().is_some_and(|editor| editor.caret() == editor.text().len());
        self.take_merged(Merged { case, clashes, renumbered });
        if let (true, Some(editor)) = (at_end, &mut self.editor) {
            let end = editor.text().len();
            editor.set_caret(end);
        }
    }

    /// Takes what opening found out: who has the case, and what lies beside it.
    fn take_opened(&mut self, hold: Hold, others: usize, now: u64) -> Option<String> {
        self.others = others;
        let beside = match others {
            0 => None,
            1 => Some("1 other version was found beside it: Shift+F2 brings it in.".to_owned()),
            more => {
                Some(format!("{more} other versions were found beside it: Shift+F2 brings one in."))
            }
        };
        match hold {
            Hold::Here { left } => {
                self.reader = None;
                let left = left.filter(|left| !left.is_here);
                let left = left.map(|left| format!("It was open {left}; not held any more."));
                let said: Vec<String> = left.into_iter().chain(beside).collect();
                (!said.is_empty()).then(|| said.join(" "))
            }
            Hold::Elsewhere(holder) => {
                let look_at = Some(now + LOOK);
                self.reader = Some(Reader { holder, is_free: false, look_at });
                beside
            }
        }
    }
}

impl Model {
    /// A case was read to be opened, or could not be.
    pub(super) fn opened(&mut self, id: &CaseId, result: Result<Opened, StoreError>) {
        let now = self.now.since_start;
        if let Screen::Meeting(meeting) = &mut self.screen {
            // Enter pressed twice: the meeting that is open already may have new words in it.
            if meeting.case.id != *id || meeting.reader.is_none() {
                return;
            }
            match result {
                Ok(Opened { case, version, hold, others, bookmark }) => {
                    meeting.take_read(*case, version);
                    let said = meeting.take_opened(hold, others, now);
                    let is_mine = meeting.reader.is_none();
                    if let Some(mut bookmark) = bookmark {
                        meeting.take_steps(&mut bookmark);
                    }
                    self.keep_focus();
                    self.refresh_findings();
                    match said {
                        _ if is_mine => self.tell("You can write here now."),
                        Some(said) => self.tell(said),
                        None => self.notice = None,
                    }
                }
                Err(error) => self.warn(error.to_string()),
            }
            return;
        }
        match result {
            Ok(Opened { case, version, hold, others, bookmark }) => {
                self.open(*case, version);
                let crashed = matches!(&hold, Hold::Here { left: Some(left) } if left.is_here);
                let back = self.go_back(bookmark, crashed);
                self.go_to_due(id);
                let Screen::Meeting(meeting) = &mut self.screen else { return };
                let beside = meeting.take_opened(hold, others, now);
                let said: Vec<String> = back.into_iter().chain(beside).collect();
                if !said.is_empty() && self.notice.is_none() {
                    self.tell(said.join(" "));
                }
            }
            Err(error) => self.warn(format!("{id} was not opened. {error}")),
        }
    }

    /// Shows a case that was read.
    pub(super) fn open(&mut self, case: Case, version: Version) {
        let meeting = Meeting::open(case, version, &self.reference, self.now.today());
        self.notice = self.news.take();
        self.going = None;
        let unknown = meeting.findings.iter().find(|found| found.id == UNKNOWN_PROTOCOL);
        let unknown = unknown.map(|found| found.sentence.clone());
        self.screen = Screen::Meeting(Box::new(meeting));
        if let Some(sentence) = unknown {
            self.warn(sentence);
        }
    }

    /// Opens the case on the screen again, to write in it.
    pub(super) fn take_over(&mut self) -> Vec<Effect> {
        self.meeting().map(|meeting| Effect::Open(meeting.case.id.clone())).into_iter().collect()
    }

    /// Looks again whether somebody else has left the case on the screen, when it is time.
    pub(super) fn look_if_due(&mut self) -> Option<Effect> {
        let now = self.now.since_start;
        let Screen::Meeting(meeting) = &mut self.screen else { return None };
        let reader = meeting.reader.as_mut()?;
        reader.look_at.filter(|at| *at <= now)?;
        reader.look_at = None;
        Some(Effect::Watch { id: meeting.case.id.clone(), known: meeting.save.version })
    }

    /// Whether somebody else still has the case, and what they stored meanwhile.
    pub(super) fn watched(
        &mut self,
        id: &CaseId,
        holder: Option<Holder>,
        news: Option<(Box<Case>, Version)>,
    ) {
        let now = self.now.since_start;
        let Some(meeting) = self.meeting_of(id) else { return };
        let Some(reader) = &mut meeting.reader else { return };
        reader.look_at = Some(now + LOOK);
        let left = holder.is_none() && !reader.is_free;
        reader.is_free = holder.is_none();
        if let Some(holder) = holder {
            reader.holder = holder;
        }
        if left {
            self.notice = None;
        }
        let Some(meeting) = self.meeting_of(id) else { return };
        if let Some((case, version)) = news {
            meeting.take_read(*case, version);
            self.keep_focus();
            self.refresh_findings();
        }
    }
}
