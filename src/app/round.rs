//! Going through the open cases, one after the other, with a verdict for each.

use super::action::Action;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use super::keymap::Scope;
use super::typing::Edit;
use super::{Going, Model, Screen};
use crate::domain::case::{Case, CaseId, Reviewed, Verdict};
use crate::domain::text::Text;
use crate::store::{StoreError, Version};

/// One round through the open cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// The cases, in order.
    queue: Vec<CaseId>,
    /// Which one is on the screen.
    at: usize,
    /// The case on the screen, once it is read.
    pub case: Option<(Box<Case>, Version)>,
    /// Why the case on the screen could not be read.
    pub error: Option<String>,
    /// The verdict chosen, and the note being typed.
    pub note: Option<(Verdict, Editor)>,
    /// The verdicts given, the last one last.
    done: Vec<(CaseId, Reviewed)>,
    /// How many verdicts are on their way to the store.
    storing: usize,
    /// How far the case on the screen is scrolled.
    pub scroll: u16,
}

impl Round {
    /// The scopes that are active.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.note.is_some() { vec![Scope::Note, Scope::Text] } else { vec![Scope::Review] }
    }

    /// How many cases have no verdict from this round yet.
    pub fn left(&self) -> usize {
        self.queue.iter().filter(|id| !self.has_verdict(id)).count()
    }

    /// How many cases the round has.
    pub fn count(&self) -> usize {
        self.queue.len()
    }

    /// The place of the case on the screen, from 1.
    pub fn place(&self) -> usize {
        self.at + 1
    }

    /// Whether the case on the screen has its verdict.
    pub fn is_done(&self) -> bool {
        self.queue.get(self.at).is_some_and(|id| self.has_verdict(id))
    }

    fn has_verdict(&self, id: &CaseId) -> bool {
        self.done.iter().any(|(done, _)| done == id)
    }

    /// Whether a verdict is still on its way to the store.
    pub fn is_storing(&self) -> bool {
        self.storing > 0
    }

    pub(super) fn edit(&mut self, edit: &Edit) {
        if let Some((_, note)) = &mut self.note {
            edit.apply(note, u16::MAX);
        }
    }

    fn visit(&mut self, at: usize) -> Vec<Effect> {
        self.at = at;
        self.case = None;
        self.error = None;
        self.scroll = 0;
        self.queue.get(at).cloned().map(Effect::Visit).into_iter().collect()
    }

    /// The next case without a verdict, after the one on the screen and round again.
    fn next_undone(&self) -> Option<usize> {
        let after = (self.at + 1..self.queue.len()).chain(0..self.at);
        after.into_iter().find(|at| self.queue.get(*at).is_some_and(|id| !self.has_verdict(id)))
    }

    pub(super) fn allows(&self, action: Action) -> Result<(), &'static str> {
        let refuse = |wrong: bool, reason| if wrong { Err(reason) } else { Ok(()) };
        let finishes = matches!(
            action,
            Action::Confirm | Action::Cancel | Action::Up | Action::Down | Action::BackToCases
        );
        if self.note.is_some() && !finishes {
            return Err("Finish the note first: Enter keeps it, Esc drops it.");
        }
        match action {
            Action::OnTrack | Action::Worry | Action::ArrangeMeeting | Action::OpenCase => {
                refuse(self.case.is_none(), "The case is not read yet.")
            }
            Action::NextCase => refuse(self.count() < 2, "There is no other open case."),
            Action::PreviousCase => refuse(self.at == 0, "This is the first case."),
            Action::TakeBackVerdict => {
                refuse(self.done.is_empty(), "No verdict was given in this round.")
            }
            _ => Ok(()),
        }
    }
}

impl Model {
    /// Begins a round with the case that is chosen in the list.
    pub(super) fn begin_review(&mut self) -> Vec<Effect> {
        let queue = self.cases.open_ids();
        let chosen = self.cases.chosen_id();
        let at = queue.iter().position(|id| Some(id) == chosen).unwrap_or(0);
        let mut round = Round {
            queue,
            at,
            case: None,
            error: None,
            note: None,
            done: Vec::new(),
            storing: 0,
            scroll: 0,
        };
        let effects = round.visit(at);
        self.notice = None;
        self.screen = Screen::Review(Box::new(round));
        effects
    }

    /// A case of the round was read.
    pub(super) fn visited(
        &mut self,
        id: &CaseId,
        result: Result<(Box<Case>, Version), StoreError>,
    ) -> Vec<Effect> {
        let Screen::Review(round) = &mut self.screen else { return Vec::new() };
        if round.queue.get(round.at) != Some(id) {
            return Vec::new();
        }
        match result {
            Ok(found) => round.case = Some(found),
            Err(error) => round.error = Some(error.to_string()),
        }
        Vec::new()
    }

    /// What an action does while reviewing.
    pub(super) fn act_in_review(&mut self, action: Action) -> Vec<Effect> {
        let Screen::Review(round) = &mut self.screen else { return Vec::new() };
        match action {
            Action::OnTrack => round.note = Some((Verdict::OnTrack, Editor::new("", Lines::One))),
            Action::Worry => round.note = Some((Verdict::Worry, Editor::new("", Lines::One))),
            Action::ArrangeMeeting => {
                round.note = Some((Verdict::Arrange, Editor::new("", Lines::One)));
            }
            Action::Cancel => round.note = None,
            Action::Confirm => return self.give_verdict(),
            Action::NextCase => {
                let next = (round.at + 1) % round.count().max(1);
                return round.visit(next);
            }
            Action::PreviousCase => {
                let previous = round.at.saturating_sub(1);
                return round.visit(previous);
            }
            Action::TakeBackVerdict => return self.take_back_verdict(),
            Action::Up => round.scroll = round.scroll.saturating_sub(1),
            Action::Down => round.scroll = round.scroll.saturating_add(1).min(500),
            Action::OpenCase => {
                let id = round.queue.get(round.at).cloned();
                self.suspended = Some(Screen::Review(round.clone()));
                return id.map_or_else(Vec::new, |id| vec![Effect::LookUp, Effect::Open(id)]);
            }
            Action::BackToCases => return self.go(Going::Cases),
            _ => {}
        }
        Vec::new()
    }

    /// Goes on with a round from which a case was opened.
    pub(super) fn resume_review(&mut self, mut round: Box<Round>) -> Vec<Effect> {
        let at = round.at;
        let effects = round.visit(at);
        self.screen = Screen::Review(round);
        effects
    }

    /// Stores a verdict whose note is still being typed, before the review is left.
    pub(super) fn give_open_verdict(&mut self) -> Vec<Effect> {
        match &self.screen {
            Screen::Review(round) if round.note.is_some() => self.give_verdict(),
            _ => Vec::new(),
        }
    }

    /// Stores the verdict and its note, and goes on to the next case without one.
    fn give_verdict(&mut self) -> Vec<Effect> {
        let today = self.now.today();
        let Screen::Review(round) = &mut self.screen else { return Vec::new() };
        let (Some((verdict, note)), Some(id)) = (round.note.take(), round.queue.get(round.at))
        else {
            return Vec::new();
        };
        let id = id.clone();
        let reviewed = Reviewed { on: today, verdict, note: Text::from(note.text().trim()) };
        round.done.push((id.clone(), reviewed.clone()));
        round.storing += 1;
        let mut effects = vec![Effect::Verdict(id, reviewed)];
        let next = round.next_undone();
        effects.extend(round.visit(next.unwrap_or(round.at)));
        if next.is_none() {
            self.tell("Every open case has its verdict. Esc goes back to the list.");
        }
        effects
    }

    /// Takes the last verdict back, and shows its case again.
    fn take_back_verdict(&mut self) -> Vec<Effect> {
        let Screen::Review(round) = &mut self.screen else { return Vec::new() };
        let Some((id, reviewed)) = round.done.pop() else { return Vec::new() };
        let at = round.queue.iter().position(|other| *other == id).unwrap_or(round.at);
        round.storing += 1;
        let mut effects = vec![Effect::TakeBack(id, reviewed)];
        effects.extend(round.visit(at));
        self.tell("The verdict is taken back.");
        effects
    }

    /// A verdict was stored or taken back, or not; then its words are shown, so that they can be
    /// given again.
    pub(super) fn judged(
        &mut self,
        id: &CaseId,
        reviewed: &Reviewed,
        result: Result<(), StoreError>,
    ) -> Vec<Effect> {
        let round = match &mut self.screen {
            Screen::Review(round) => Some(round),
            _ => match &mut self.suspended {
                Some(Screen::Review(round)) => Some(round),
                _ => None,
            },
        };
        let Some(round) = round else { return Vec::new() };
        round.storing = round.storing.saturating_sub(1);
        if let Err(error) = result {
            round.done.retain(|(done, given)| done != id || given != reviewed);
            let stopping = std::mem::take(&mut self.going).is_some() && self.stopping;
            let verdict = reviewed.verdict.label();
            self.warn(format!("Not saved: {id}, {verdict}: “{}”. {error}", reviewed.note));
            return if stopping { vec![Effect::Quit] } else { Vec::new() };
        }
        self.go_if_stored()
    }
}
