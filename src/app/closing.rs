//! Closing the meeting: what is missing, where to mend it, and the question.

use super::action::Action;
use super::dialog::Dialog;
use super::effect::Effect;
use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::case::CaseId;
use crate::domain::checks::{Finding, Level};

/// The dialog that comes before closing.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
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
        let closing = Closing { findings: meeting.findings.clone(), chosen: 0, unprintable: None };
        let case = Box::new(meeting.case.clone());
        self.dialog = Some(Dialog::Closing(closing));
        vec![Effect::Proof(case)]
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
            Action::Yes if closing.may_close() => return self.close_now(),
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
}
