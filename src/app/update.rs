//! The one door: the only function that changes a [`Model`].
//!
//! Reads no clock, no file, no environment and no random source, and cannot fail.

use super::action::Action;
use super::dialog::Dialog;
use super::effect::{Effect, Now, Outcome};
use super::keymap::resolve;
use super::typing::Edit;
use super::{Going, Model, Msg, Screen};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// Takes one message into the model, and says what is to be done outside.
pub fn update(model: &mut Model, now: Now, msg: Msg) -> Vec<Effect> {
    model.now = now;
    if matches!(msg, Msg::Key(_) | Msg::Do(_) | Msg::Insert(_)) {
        model.news = None;
        model.idle.since = now.since_start;
    }
    let mut effects = match msg {
        Msg::Key(event) => model.press(event),
        Msg::Do(action) => model.act(action),
        Msg::Insert(text) => {
            model.insert(&text);
            Vec::new()
        }
        Msg::Resize(size) => {
            model.size = size;
            if matches!(model.screen, Screen::Cases) { model.peek() } else { Vec::new() }
        }
        Msg::Woke => Vec::new(),
        Msg::Stop => model.stop(),
        Msg::Suspend => {
            model.suspending = true;
            Vec::new()
        }
        Msg::Done(outcome) => model.take(outcome),
    };
    effects.extend(model.save_if_due());
    effects.extend(model.suspend_if_stored());
    effects.extend(model.mark_if_due());
    effects.extend(model.look_if_due());
    effects.extend(model.lock_if_idle());
    effects
}

/// Why what belongs to the case list cannot be done elsewhere.
const FIRST_GO_BACK: &str = "Go back to the case list first.";

impl Model {
    /// Whether an action can be done now, or why not: asked before doing it, and by every hint.
    ///
    /// # Errors
    /// The reason, for the user.
    pub fn allows(&self, action: Action) -> Result<(), &'static str> {
        if let Some(lock) = &self.lock {
            return lock.allows(action);
        }
        if matches!(action, Action::Quit | Action::Palette | Action::Redraw) {
            return Ok(());
        }
        match &self.screen {
            Screen::Review(round) => match action {
                _ if action.is_for_reviewing() => round.allows(action),
                Action::OpenCase
                | Action::BackToCases
                | Action::Up
                | Action::Down
                | Action::Confirm
                | Action::Cancel => round.allows(action),
                _ if Edit::of(action).is_some() => Ok(()),
                _ => Err(FIRST_GO_BACK),
            },
            _ if action.is_for_reviewing() => Err("This is done while reviewing cases."),
            Screen::States(states) => states.allows(action, self.size),
            _ if action.is_for_states() => Err("This is done among the earlier states of a case."),
            Screen::Due(list) => list.allows(action),
            Screen::Cases => self.allows_in_cases(action),
            Screen::Meeting(_) if action.is_for_the_list() => Err(FIRST_GO_BACK),
            Screen::Meeting(meeting) => {
                meeting.allows(action)?;
                let today = self.now.today();
                match action {
                    Action::OfferReviewDates => self.allows_offer(),
                    Action::SetAside => meeting.finding_to_set_aside(today).map(drop),
                    Action::MarkDone => meeting.allows_marking(today),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Why a key in the help line would do nothing but say so.
    pub fn hint_refusal(&self, action: Action) -> Option<&'static str> {
        if let Some(lock) = &self.lock {
            return lock.allows(action).err();
        }
        if let Some(dialog) = &self.dialog {
            return dialog.refuses(action);
        }
        let nowhere = match (action, &self.screen) {
            (Action::OpenCase, Screen::Cases) if self.cases.chosen_folder().is_none() => {
                Some("This is not a case that can be read.")
            }
            (_, Screen::Meeting(meeting)) => meeting.leads_nowhere(action, self.now.today()),
            _ => None,
        };
        self.allows(action).err().or(nowhere)
    }

    fn allows_in_cases(&self, action: Action) -> Result<(), &'static str> {
        use Action as A;
        let refuse = |wrong: bool, reason| if wrong { Err(reason) } else { Ok(()) };
        match action {
            A::OpenCase => refuse(self.cases.chosen_line().is_none(), "There is no case to open."),
            A::ShowStates => {
                refuse(self.cases.chosen_folder().is_none(), "There is no case with a history.")
            }
            A::Export => refuse(self.cases.chosen_id().is_none(), "There is no case to export."),
            A::EraseCase => refuse(
                self.cases.chosen_id().is_none(),
                "There is no case to erase that can be read.",
            ),
            A::ReviewCases => {
                refuse(self.cases.open_ids().is_empty(), "There is no open case to review.")
            }
            A::FindCase | A::SortCases | A::ShowAllCases | A::ShowDue => {
                refuse(self.cases.count() == 0, "There are no cases yet.")
            }
            A::Cancel => refuse(self.cases.find.editor().is_none(), "Every case is shown already."),
            A::Practise => refuse(
                self.demo || self.cases.count() > 0,
                "Practice cases are offered while there is no case here. Or start: convenor demo",
            ),
            A::NewCase
            | A::ReloadCases
            | A::Up
            | A::Down
            | A::PageUp
            | A::PageDown
            | A::First
            | A::Last
            | A::Confirm => Ok(()),
            _ if Edit::of(action).is_some() => Ok(()),
            _ => Err("Open a case first."),
        }
    }

    /// A key was pressed: what it is bound to, or the character it stands for.
    fn press(&mut self, event: KeyEvent) -> Vec<Effect> {
        if event.kind == KeyEventKind::Release {
            return Vec::new();
        }
        if let Some(action) = resolve(&self.scopes(), event) {
            return self.act(action);
        }
        if let KeyCode::Char(c) = event.code
            && !event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
        {
            self.insert(c.encode_utf8(&mut [0; 4]));
            if matches!(self.screen, Screen::Cases) {
                return self.peek();
            }
        }
        Vec::new()
    }

    /// Does an action, if it can be done.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if self.lock.is_some() {
            return self.act_in_lock(action);
        }
        if let Some(dialog) = &self.dialog {
            let global = matches!(action, Action::Redraw);
            let edits = Edit::of(action).is_some() && !moves_in_list(dialog, action);
            if !global && !edits {
                return self.act_in_dialog(action);
            }
        }
        if let Err(reason) = self.allows(action) {
            self.tell(reason);
            return Vec::new();
        }
        match action {
            Action::Quit => return self.go(Going::Out),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Palette if self.offers_palette() => {
                self.pick_action();
                return Vec::new();
            }
            Action::Copy => return self.copy(false),
            Action::Cut => return self.copy(true),
            Action::Paste => self.insert(&self.clip.clone()),
            _ => {}
        }
        if let Some(edit) = Edit::of(action)
            && self.edits_with(action)
        {
            self.edit_text(&edit);
            return Vec::new();
        }
        match &self.screen {
            Screen::Cases => self.act_in_cases(action),
            Screen::Meeting(_) => self.act_in_meeting(action),
            Screen::Review(_) => self.act_in_review(action),
            Screen::Due(_) => self.act_in_due(action),
            Screen::States(_) => self.act_in_states(action),
        }
    }

    /// Whether an editing action is for a text: Up and Down also walk through lists.
    fn edits_with(&self, action: Action) -> bool {
        if self.dialog_editor().is_some() {
            return true;
        }
        let walks = matches!(action, Action::Up | Action::Down);
        match &self.screen {
            Screen::Cases => self.cases.find.is_typing() && !walks,
            Screen::Meeting(meeting) => meeting.room.is_none() && meeting.editor.is_some(),
            Screen::Review(round) => round.note.is_some() && !walks,
            Screen::Due(_) | Screen::States(_) => false,
        }
    }

    /// The outside world answers.
    fn take(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Unlocked(result) => return self.unlocked(result),
            Outcome::LookedUp(read) => self.looked_up(read),
            Outcome::Found(entries) => {
                self.cases.take(entries);
                return self.peek_if_listed();
            }
            Outcome::Listed(result) => {
                self.choose_left();
                self.cases.finish(result.err().map(|error| error.to_string()));
                return self.peek_if_listed();
            }
            Outcome::Peeked(id, result) => {
                self.peeked(&id, result);
            }
            Outcome::Due(result) => self.found_due(result),
            Outcome::States(id, result) => self.found_states(&id, result),
            Outcome::Restored(id, result) => return self.restored(&id, result),
            Outcome::Opened(id, result) => self.opened(&id, result),
            Outcome::BroughtIn(id, others) => return self.brought_in(&id, others),
            Outcome::PutAway(id, result) => self.was_put_away(&id, result),
            Outcome::Watched { id, holder, news } => self.watched(&id, holder, news),
            Outcome::Met(id, result) => return self.met(&id, result),
            Outcome::Visited(id, result) => return self.visited(&id, result),
            Outcome::Created(Ok((case, version))) => {
                let id = case.id.clone();
                let left = self.meeting().map(|meeting| Effect::Leave(meeting.case.id.clone()));
                self.open(*case, version);
                self.tell(format!("{id} begins. Fill in what is known; PgDn goes to the agenda."));
                return left.into_iter().collect();
            }
            Outcome::Created(Err(error)) => {
                if let Screen::Meeting(meeting) = &mut self.screen {
                    meeting.frozen = None;
                }
                self.warn(format!("No case was begun. {error}"));
            }
            Outcome::Saved { id, revision, result } => return self.saved(&id, revision, result),
            Outcome::Sheltered { id, revision, result } => {
                return self.sheltered(&id, revision, result);
            }
            Outcome::SavedOutside { id, revision, asked, going, result } => {
                self.saved_outside((&id, revision), (&asked, going), result);
            }
            Outcome::Shortage(shortage) => self.short(shortage),
            Outcome::Judged { id, reviewed, result } => {
                return self.judged(&id, &reviewed, result);
            }
            Outcome::Proofed(id, sentences) => self.proofed(&id, sentences),
            closed @ Outcome::Closed { .. } => return self.closed(closed),
            Outcome::Erased(id, result) => return self.erased(&id, result),
            Outcome::Untold(error) => self.untold(&error),
            Outcome::Exported { case, wanted, asked, result } => {
                self.exported((case, wanted), asked, result);
            }
        }
        Vec::new()
    }

    fn peek_if_listed(&mut self) -> Vec<Effect> {
        if matches!(self.screen, Screen::Cases) { self.peek() } else { Vec::new() }
    }
}

/// Up and Down move in a dialog's list, not in the text that narrows it.
fn moves_in_list(dialog: &Dialog, action: Action) -> bool {
    let has_list = matches!(dialog, Dialog::Pick(_) | Dialog::Closing(_) | Dialog::Clashes(_));
    has_list && matches!(action, Action::Up | Action::Down)
}
