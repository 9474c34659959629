//! The states that a case has and had: what differs between two of them, and putting one back.

use ratatui::layout::Size;

use super::action::Action;
use super::dialog::Dialog;
use super::effect::{Effect, StatesFound};
use super::layout::states_panes;
use super::walk::walked;
use super::{Going, Model, Screen, wrap};
use crate::domain::case::{Case, CaseId};
use crate::domain::compare::{Section, compare};
use crate::domain::reference::Reference;
use crate::store::history::size;
use crate::store::{Kind, Past, Restored, StoreError};

/// The states of one case, the latest first.
#[derive(Clone, Debug, PartialEq)]
pub struct States {
    /// The case.
    pub case: CaseId,
    /// What stands, and then what stood before, the latest first.
    pub states: Vec<State>,
    /// Which one is chosen.
    pub chosen: usize,
    /// With which one the chosen one is compared.
    pub with: usize,
    /// What differs between the two.
    pub sections: Vec<Section>,
    /// How far that is scrolled, in rows.
    pub scroll: u16,
    /// Whether the states are being read.
    pub reading: bool,
}

/// One state of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What is known of it; nothing of what stands now.
    pub past: Option<Past>,
    /// What kind of state it is.
    pub kind: Kind,
    /// The case as it was, or why it cannot be read.
    pub case: Result<Box<Case>, String>,
    /// How many things were changed before the next state stood, where both can be read.
    pub changed: Option<usize>,
}

impl State {
    fn of(past: Option<Past>, case: Result<Box<Case>, StoreError>) -> Self {
        let kind = match (&past, &case) {
            (Some(past), _) => past.kind,
            (None, Ok(case)) => Kind::of(case),
            (None, Err(_)) => Kind::Damaged,
        };
        Self { past, kind, case: case.map_err(|error| error.to_string()), changed: None }
    }

    /// How long its file is, in words; empty for what stands.
    pub fn size(&self) -> String {
        self.past.map_or_else(String::new, |past| size(past.size))
    }

    /// What it is called in a sentence.
    pub fn name(&self) -> String {
        self.past.map_or_else(|| "what stands now".to_owned(), |past| past.to_string())
    }
}

impl States {
    /// Nothing is read yet.
    fn expected(case: CaseId) -> Self {
        Self {
            case,
            states: Vec::new(),
            chosen: 0,
            with: 0,
            sections: Vec::new(),
            scroll: 0,
            reading: true,
        }
    }

    /// The state that is chosen.
    pub fn chosen_state(&self) -> Option<&State> {
        self.states.get(self.chosen)
    }

    /// The two that are compared, the earlier first; `None` while one is compared with itself.
    pub fn two(&self) -> Option<(&State, &State)> {
        let (early, late) = (self.chosen.max(self.with), self.chosen.min(self.with));
        (early != late).then_some(())?;
        Some((self.states.get(early)?, self.states.get(late)?))
    }

    /// What is said of the two, line by line; what is no heading begins with a space.
    pub fn said(&self) -> Vec<String> {
        let Some((early, late)) = self.two() else {
            return vec!["Choose another state to see what was changed.".to_owned()];
        };
        let unread = [early, late].into_iter().find_map(|state| {
            state.case.as_ref().err().map(|why| format!("{why} So the two cannot be compared."))
        });
        if let Some(unread) = unread {
            return vec![unread];
        }
        if self.sections.is_empty() {
            return vec!["Nothing differs.".to_owned()];
        }
        let mut said = Vec::new();
        for Section { title, lines } in &self.sections {
            said.push(title.clone());
            said.extend(lines.iter().map(|line| format!(" {}", line.in_words())));
        }
        said
    }

    /// How far it can be scrolled at a size.
    fn most(&self, size: Size) -> u16 {
        let room = states_panes(size, self.states.len()).changes;
        let width = room.width.saturating_sub(2);
        let rows: usize = self.said().iter().map(|line| wrap::hung(line, width).len()).sum();
        u16::try_from(rows).unwrap_or(u16::MAX).saturating_sub(room.height)
    }

    pub(super) fn allows(&self, action: Action, size: Size) -> Result<(), &'static str> {
        let chosen = self.chosen_state();
        let refuse = |wrong: bool, reason| if wrong { Err(reason) } else { Ok(()) };
        match action {
            Action::BackToCases => Ok(()),
            Action::RestoreState => match chosen {
                None => Err("The states are not read yet."),
                Some(State { past: None, .. }) => Err("This stands already."),
                Some(state) => refuse(
                    state.case.is_err(),
                    "This state cannot be read, so it stays where it is.",
                ),
            },
            Action::CompareFrom => {
                refuse(chosen.is_none() || self.chosen == self.with, "This is compared already.")
            }
            Action::PageDown => refuse(self.scroll >= self.most(size), "This is the end."),
            Action::PageUp => refuse(self.scroll == 0, "This is the beginning."),
            Action::Up | Action::Down | Action::First | Action::Last => {
                refuse(chosen.is_none(), "There is no earlier state.")
            }
            _ => Err("Go back to the case list first."),
        }
    }

    /// Compares the two anew.
    fn compare(&mut self, reference: &Reference) {
        self.scroll = 0;
        self.sections = match self.two() {
            Some((State { case: Ok(early), .. }, State { case: Ok(late), .. })) => {
                compare(early, late, reference.profiles.of(late))
            }
            _ => Vec::new(),
        };
    }

    /// Takes what was read: the latest earlier state that can be read is chosen, and compared with
    /// what stands.
    fn take(&mut self, found: StatesFound, reference: &Reference) {
        let pasts = found.pasts.into_iter().rev();
        let pasts = pasts.map(|(past, case)| State::of(Some(past), case));
        let mut states: Vec<State> =
            [State::of(None, found.standing)].into_iter().chain(pasts).collect();
        let changed: Vec<Option<usize>> = states
            .windows(2)
            .map(|pair| match pair {
                [State { case: Ok(late), .. }, State { case: Ok(early), .. }] => {
                    let sections = compare(early, late, reference.profiles.of(late));
                    Some(sections.iter().map(|section| section.lines.len()).sum())
                }
                _ => None,
            })
            .collect();
        for (state, changed) in states.iter_mut().skip(1).zip(changed) {
            state.changed = changed;
        }
        let good = states.iter().skip(1).position(|state| state.case.is_ok());
        self.chosen = good.map_or(0, |at| at + 1);
        self.with = 0;
        self.states = states;
        self.reading = false;
        self.compare(reference);
    }
}

impl Model {
    /// Shows the states of the case that is chosen in the list.
    pub(super) fn show_chosen_states(&mut self) -> Vec<Effect> {
        let Some(id) = self.cases.chosen_folder() else { return Vec::new() };
        self.notice = None;
        self.suspended = None;
        self.screen = Screen::States(Box::new(States::expected(id.clone())));
        vec![Effect::States(id)]
    }

    /// What an action does among the states of a case.
    pub(super) fn act_in_states(&mut self, action: Action) -> Vec<Effect> {
        let size = self.size;
        let Screen::States(states) = &mut self.screen else { return Vec::new() };
        let room = states_panes(size, states.states.len()).changes.height;
        let page = room.saturating_sub(1).max(1);
        match action {
            Action::PageDown => {
                states.scroll = states.scroll.saturating_add(page).min(states.most(size));
                return Vec::new();
            }
            Action::PageUp => {
                states.scroll = states.scroll.saturating_sub(page);
                return Vec::new();
            }
            Action::CompareFrom => states.with = states.chosen,
            Action::RestoreState => {
                self.ask_to_restore();
                return Vec::new();
            }
            Action::BackToCases => return self.go(Going::Cases),
            _ => {
                let at = walked(action, states.chosen, states.states.len(), 1);
                states.chosen = at.unwrap_or(states.chosen);
            }
        }
        states.compare(&self.reference);
        Vec::new()
    }

    fn ask_to_restore(&mut self) {
        let Screen::States(states) = &self.screen else { return };
        let whole = states.states.first().is_some_and(|standing| standing.case.is_ok());
        if let Some(past) = states.chosen_state().and_then(|state| state.past) {
            let id = states.case.clone();
            let asked = if whole {
                format!("Put {id} back to {past}?")
            } else {
                format!("{id} is damaged, but {past} is whole. Put that back?")
            };
            self.dialog = Some(Dialog::Restore { id, number: past.number, asked });
        }
    }

    /// The states of a case were read, or could not be. Where what stands is damaged, the last state
    /// that is whole is offered.
    pub(super) fn found_states(&mut self, id: &CaseId, result: Result<StatesFound, StoreError>) {
        let Screen::States(states) = &mut self.screen else { return };
        if states.case != *id {
            return;
        }
        match result {
            Ok(found) => {
                let damaged = matches!(found.standing, Err(StoreError::Damaged { .. }));
                states.take(found, &self.reference);
                if damaged && states.chosen > 0 {
                    self.ask_to_restore();
                } else if damaged {
                    let told = states.states.first().and_then(|state| state.case.as_ref().err());
                    let told = told.cloned().unwrap_or_default();
                    self.warn(format!("{told} No earlier state of it can be read."));
                }
            }
            Err(error) => {
                states.reading = false;
                self.warn(error.to_string());
            }
        }
    }

    /// An earlier state was put back, or not: then the states are read again.
    pub(super) fn restored(
        &mut self,
        id: &CaseId,
        result: Result<Restored, StoreError>,
    ) -> Vec<Effect> {
        match result {
            Ok(Restored { past, stood, .. }) => {
                let kept = stood.map_or_else(String::new, |number| {
                    format!(" What stood until now is kept as state {number}.")
                });
                self.tell(format!("{id} is again the {past}.{kept}"));
                vec![Effect::States(id.clone())]
            }
            Err(error) => {
                self.warn(format!("Nothing was put back. {error}"));
                Vec::new()
            }
        }
    }
}
