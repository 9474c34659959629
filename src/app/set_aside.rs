//! Setting a check aside: the reason is asked for, kept in the case, and can be undone.

use super::action::Action;
use super::dialog::Dialog;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use super::meeting::Meeting;
use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::change::Change;
use crate::domain::checks::{Finding, Level};
use crate::domain::conditions::conditions;
use crate::domain::date::{Date, When};
use crate::domain::screening::Override;
use crate::domain::table::{Row, Table};
use crate::domain::text::{Text, clean_line};

/// A check that is about to be set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingAside {
    /// The name of the check.
    pub check: &'static str,
    /// What it found.
    pub sentence: String,
    /// The reason being typed.
    pub reason: Editor,
    /// Where it goes on afterwards.
    pub back: Back,
}

/// Where it goes on when a check was set aside, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// To the form.
    ToForm,
    /// To what is missing before closing.
    ToClosing,
}

/// Why a finding cannot be set aside, if it cannot.
pub(super) fn refusal(finding: &Finding) -> Option<&'static str> {
    if finding.set_aside.is_some() {
        return Some("This is set aside already. Ctrl+D on its row takes that back.");
    }
    if finding.level == Level::Note {
        return Some("This stands in nobody’s way, so there is nothing to set aside.");
    }
    (!finding.may_be_set_aside())
        .then_some("This cannot be set aside: the law, or somebody’s agreement, stands behind it.")
}

impl Meeting {
    /// The condition that has the focus, with what was found about it.
    fn condition(&self, today: Date) -> Option<crate::domain::conditions::Condition> {
        let Stop::Condition(at) = self.focus else { return None };
        conditions(&self.case, &self.profile, &self.reference, today).into_iter().nth(at)
    }

    /// What would be set aside at the condition that has the focus.
    ///
    /// # Errors
    /// Why there is nothing that can be.
    pub(super) fn finding_to_set_aside(&self, today: Date) -> Result<Finding, &'static str> {
        let condition = self.condition(today).ok_or("Go to a condition first, with Tab.")?;
        let finding = condition.to_set_aside().or(condition.findings.first());
        let finding = finding.ok_or("Nothing stands in the way here.")?;
        refusal(finding).map_or(Ok(finding.clone()), Err)
    }
}

impl Model {
    /// Goes to where a condition is filled in or mended.
    pub(super) fn go_to_condition(&mut self) {
        let today = self.now.today();
        let Some(meeting) = self.meeting() else { return };
        if let Some(condition) = meeting.condition(today) {
            self.focus(Stop::from(&condition.place));
            self.tell(condition.findings.first().map_or_else(
                || format!("{}: {}.", condition.title, condition.state.label()),
                |finding| finding.sentence.clone(),
            ));
        }
    }

    /// Asks why the condition that has the focus is set aside.
    pub(super) fn ask_to_set_aside(&mut self) {
        let today = self.now.today();
        let finding = self.meeting().map(|meeting| meeting.finding_to_set_aside(today));
        match finding {
            Some(Ok(finding)) => self.begin_to_set_aside(&finding, Back::ToForm),
            Some(Err(reason)) => self.tell(reason),
            None => {}
        }
    }

    pub(super) fn begin_to_set_aside(&mut self, finding: &Finding, back: Back) {
        self.dialog = Some(Dialog::SetAside(SettingAside {
            check: finding.id,
            sentence: finding.sentence.clone(),
            reason: Editor::new("", Lines::One),
            back,
        }));
    }

    pub(super) fn act_in_setting_aside(
        &mut self,
        setting: SettingAside,
        action: Action,
    ) -> Vec<Effect> {
        match action {
            Action::Confirm if setting.reason.text().trim().is_empty() => {
                self.dialog = Some(Dialog::SetAside(setting));
                self.warn("Type the reason, then press Enter. It is kept in the case.");
            }
            Action::Confirm => {
                self.set_aside(&setting);
                return self.back_from_setting_aside(setting.back);
            }
            Action::Cancel => return self.back_from_setting_aside(setting.back),
            _ => self.dialog = Some(Dialog::SetAside(setting)),
        }
        Vec::new()
    }

    fn back_from_setting_aside(&mut self, back: Back) -> Vec<Effect> {
        match back {
            Back::ToForm => Vec::new(),
            Back::ToClosing => self.ask_to_close(),
        }
    }

    /// Keeps the reason in the case; from then on the check counts for nothing.
    fn set_aside(&mut self, setting: &SettingAside) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let id = meeting.case.take_row_id();
        let row = Override {
            id,
            check: Text::from(setting.check),
            reason: Text::from(clean_line(setting.reason.text().trim())),
            by_whom: meeting.case.meeting.lead.clone(),
            on: When::On(now.today()),
        };
        let at = meeting.case.row_ids(Table::Overrides).len();
        let change = Change::Put { at, row: Box::new(Row::Override(row)) };
        meeting.case.apply(&change, now.today());
        meeting.history.record(vec![change]);
        meeting.save.touch(now);
        self.refresh_findings();
        self.tell("Set aside. The reason is kept with the case; Ctrl+Z takes it back.");
    }
}
