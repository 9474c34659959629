//! Closing the meeting: what is missing, where to mend it, and the question.

use super::action::Action;
use super::dialog::Dialog;
use std::path::Path;

use super::effect::{DocumentError, Effect, Outcome};
use super::meeting::Frozen;
use super::reviewing::Closes;
use super::save::contests;
use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::case::{CaseId, IssuedKind};
use crate::domain::checks::{Finding, Level};
use crate::domain::date::long;
use crate::domain::text::capital;
use crate::store::error::shown;

/// The dialog that comes before closing.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// What is to be closed.
    pub closes: Closes,
    /// What the checks found, what blocks first.
    pub findings: Vec<Finding>,
    /// Which finding is chosen.
    pub chosen: usize,
    /// Characters that the agreement cannot print, as sentences; `None` until they are known.
    pub unprintable: Option<Vec<String>>,
}

impl Closing {
    /// Whether nothing blocks and the print is proofed, so that the question can be asked.
    pub fn may_close(&self) -> bool {
        self.unprintable.is_some() && self.blocking() == 0
    }

    /// Why what is chosen cannot be set aside, if it cannot.
    pub fn refuses_to_set_aside(&self) -> Option<&'static str> {
        let chosen = self.findings.get(self.chosen);
        chosen.map_or(Some("There is nothing to set aside."), super::set_aside::refusal)
    }

    /// How many findings block.
    pub fn blocking(&self) -> usize {
        self.findings.iter().filter(|finding| finding.level == Level::Block).count()
    }
}

impl Model {
    /// Shows what is missing, and asks.
    pub(super) fn ask_to_close(&mut self) -> Vec<Effect> {
        self.refresh_findings();
        let Screen::Meeting(meeting) = &self.screen else { return Vec::new() };
        let closes = meeting.closes();
        let findings = meeting.missing_for(closes, self.now.today());
        let closing = Closing { closes, findings, chosen: 0, unprintable: None };
        let case = Box::new(meeting.case.clone());
        self.dialog = Some(Dialog::Closing(closing));
        vec![Effect::Proof(case, closes)]
    }

    /// The characters that cannot be printed are known.
    pub(super) fn proofed(&mut self, id: &CaseId, sentences: Vec<String>) {
        let here = self.meeting().is_some_and(|meeting| meeting.case.id == *id);
        if let (true, Some(Dialog::Closing(closing))) = (here, &mut self.dialog) {
            closing.unprintable = Some(sentences);
        }
    }

    pub(super) fn act_in_closing(&mut self, mut closing: Closing, action: Action) -> Vec<Effect> {
        let last = closing.findings.len().saturating_sub(1);
        match action {
            Action::Yes if closing.may_close() => return self.close_now(closing.closes),
            Action::Cancel | Action::No => return Vec::new(),
            Action::Confirm => {
                if let Some(finding) = closing.findings.get(closing.chosen) {
                    self.focus(Stop::from(&finding.place));
                    self.tell(finding.sentence.clone());
                }
                return Vec::new();
            }
            Action::SetAside => match closing.findings.get(closing.chosen).cloned() {
                Some(finding) if closing.refuses_to_set_aside().is_none() => {
                    self.begin_to_set_aside(&finding, super::set_aside::Back::ToClosing);
                    return Vec::new();
                }
                _ => self.notice = closing.refuses_to_set_aside().map(super::Notice::said),
            },
            Action::Up => closing.chosen = closing.chosen.saturating_sub(1),
            Action::Down => closing.chosen = (closing.chosen + 1).min(last),
            Action::PageUp | Action::First => closing.chosen = 0,
            Action::PageDown | Action::Last => closing.chosen = last,
            _ => {}
        }
        self.dialog = Some(Dialog::Closing(closing));
        Vec::new()
    }

    /// Closes the meeting or a review, storing its document and the case together; what was typed last
    /// is stored first, and meanwhile nothing more can be typed.
    pub(super) fn close_now(&mut self, closes: Closes) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = Some(Frozen::Closing(closes));
        if !meeting.save.is_stored() {
            return self.save_now();
        }
        let (case, expected) = (Box::new(meeting.case.clone()), meeting.save.version);
        vec![Effect::Close { closes, case, expected, revision: meeting.save.edited }]
    }

    /// The meeting or a review was closed, or not.
    pub(super) fn closed(&mut self, outcome: Outcome) -> Vec<Effect> {
        let Outcome::Closed { closes, id, revision, result } = outcome else { return Vec::new() };
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        if meeting.case.id != id {
            return Vec::new();
        }
        match result {
            Ok((case, version, path)) => {
                meeting.save.succeed(revision, version, now);
                meeting.save.base.clone_from(&case);
                meeting.take_closed(*case);
                self.refresh_findings();
                self.tell_closed(closes, &path);
                self.go_if_stored()
            }
            Err(error) => {
                meeting.frozen = None;
                self.going = None;
                if let DocumentError::Store(error) = &error
                    && contests(error)
                {
                    return self.not_saved(error);
                }
                let open = match closes {
                    Closes::Meeting => "The meeting is still open.",
                    Closes::Review(_) => "The review is still open.",
                };
                if let DocumentError::Store(_) = error {
                    // The closed case may stand on the disk all the same: the open one is stored anew.
                    meeting.save.touch(now);
                }
                self.warn(format!("{open} {error}"));
                Vec::new()
            }
        }
    }

    /// Says what was made and where it lies.
    fn tell_closed(&mut self, closes: Closes, path: &Path) {
        let Some(meeting) = self.meeting() else { return };
        let kept = if self.demo {
            "It goes away with the practice cases.".to_owned()
        } else {
            format!("It is kept, as PDF and as plain text:\n\n{}", shown(path))
        };
        match closes {
            Closes::Meeting => {
                let Some(issued) = meeting.case.issued.last() else { return };
                let name = capital(issued.kind.label());
                let ended = match issued.kind {
                    IssuedKind::Agreement => String::new(),
                    IssuedKind::Redirection => {
                        let on = &meeting.case.outcome_on;
                        format!(" The case is recorded as ended on {on}: redirected.")
                    }
                };
                self.show("The meeting is closed", format!("{name} {} is made.{ended} {kept}\n\nCtrl+E writes a copy of it wherever you like.\n\nEnter  go on", issued.number));
            }
            Closes::Review(_) => {
                let next = meeting.case.next_gathering();
                let next = next.map_or_else(String::new, |next| {
                    format!("\n\nNext: {}, {}.", next.what, long(next.on))
                });
                self.show(
                    "The review is closed",
                    format!(
                        "What became of each promise is carried over. {kept}{next}\n\nEnter  go on"
                    ),
                );
            }
        }
    }
}
