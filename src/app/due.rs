//! What falls due in all cases: a list to walk through, each line leading to its place.

use super::action::Action;
use super::effect::{DueFound, Effect};
use super::keymap::Scope;
use super::stops::Stop;
use super::walk::walked;
use super::{Going, Model, Screen};
use crate::domain::case::CaseId;
use crate::domain::due::Due;
use crate::store::StoreError;

/// What falls due in all cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueList {
    /// Everything, the earliest first.
    pub due: Vec<Due>,
    /// Which line is chosen.
    pub chosen: usize,
    /// How many cases could not be read.
    pub unread: usize,
    /// Whether the cases are being read.
    pub reading: bool,
    /// Why they could not be read.
    pub error: Option<String>,
}

impl DueList {
    /// The scopes that are active.
    pub fn scopes() -> Vec<Scope> {
        vec![Scope::Due, Scope::List]
    }

    /// The line that is chosen.
    pub fn chosen(&self) -> Option<&Due> {
        self.due.get(self.chosen)
    }

    /// Takes what was found; the line that was chosen stays chosen if it is still there, otherwise
    /// its place.
    fn take(&mut self, found: DueFound) {
        let chosen = self.chosen().map(|due| (due.case.clone(), due.place.clone()));
        self.due = found.due;
        self.unread = found.unread;
        let same = |due: &Due| chosen.as_ref() == Some(&(due.case.clone(), due.place.clone()));
        let again = self.due.iter().position(same).unwrap_or(self.chosen);
        self.chosen = again.min(self.due.len().saturating_sub(1));
    }

    pub(super) fn allows(&self, action: Action) -> Result<(), &'static str> {
        match action {
            Action::OpenCase if self.due.is_empty() => Err("Nothing falls due."),
            Action::ReloadCases if self.reading => Err("The cases are being read already."),
            Action::OpenCase
            | Action::ReloadCases
            | Action::BackToCases
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last => Ok(()),
            _ => Err("Go back to the case list first."),
        }
    }
}

impl Model {
    /// Shows what falls due, and reads the cases for it.
    pub(super) fn show_due(&mut self, list: DueList) -> Vec<Effect> {
        self.notice = None;
        self.screen = Screen::Due(Box::new(DueList { reading: true, ..list }));
        vec![Effect::LookUp, Effect::Due]
    }

    /// What an action does in the list of what falls due.
    pub(super) fn act_in_due(&mut self, action: Action) -> Vec<Effect> {
        let page = usize::from(super::layout::frame(self.size).body.height.saturating_sub(2));
        let Screen::Due(list) = &mut self.screen else { return Vec::new() };
        if let Some(at) = walked(action, list.chosen, list.due.len(), page) {
            list.chosen = at;
            return Vec::new();
        }
        match action {
            Action::ReloadCases => {
                list.reading = true;
                return vec![Effect::LookUp, Effect::Due];
            }
            Action::OpenCase => {
                let id = list.chosen().map(|due| due.case.clone());
                self.suspended = Some(self.screen.clone());
                return id.map_or_else(Vec::new, |id| vec![Effect::LookUp, Effect::Open(id)]);
            }
            Action::BackToCases => return self.go(Going::Cases),
            _ => {}
        }
        Vec::new()
    }

    /// The cases were read for what falls due, or could not be.
    pub(super) fn found_due(&mut self, result: Result<DueFound, StoreError>) {
        let Screen::Due(list) = &mut self.screen else { return };
        list.reading = false;
        list.error = result.as_ref().err().map(ToString::to_string);
        if let Ok(found) = result {
            list.take(found);
        }
    }

    /// Goes to the place of what was chosen among what falls due, in the case just opened from there.
    pub(super) fn go_to_due(&mut self, id: &CaseId) {
        let Some(Screen::Due(list)) = &self.suspended else { return };
        let Some(due) = list.chosen().filter(|due| due.case == *id) else { return };
        let (stop, what) = (Stop::from(&due.place), due.what.clone());
        self.focus(stop);
        self.tell(format!("Due: {what}. Esc goes back to what falls due."));
    }
}
