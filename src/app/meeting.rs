//! The meeting on the screen: which item, which field, what may be done.

use std::sync::Arc;

use super::action::Action;
use super::bookmark::Marked;
use super::editor::Editor;
use super::effect::Effect;
use super::elsewhere::News;
use super::keymap::Scope;
pub use super::opening::Frozen;
use super::opening::{READ_ONLY, Reader};
use super::parts::{frozen, opening_item};
use super::reviewing::{Closes, everything_missing, laid_out};
use super::room::is_for_the_room;
use super::save::Save;
use super::stops::{Stop, stops};
use super::undo::History;
use super::{Model, Screen};
use crate::domain::case::Case;
use crate::domain::checks::Finding;
use crate::domain::date::Date;
use crate::domain::people::RowId;
use crate::domain::profile::{Item, Profile};
use crate::domain::reference::Reference;
use crate::domain::slot::{Fact, Kind, Slot};
use crate::domain::term_dates::TermDates;
use crate::store::Version;

/// A meeting being held, prepared or looked at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The case.
    pub case: Case,
    /// Its protocol, or the one that stands in for it.
    protocol: Arc<Profile>,
    /// The protocol with the agenda of this case: with the items of its reviews.
    pub profile: Arc<Profile>,
    /// What is looked up.
    pub(super) reference: Arc<Reference>,
    /// The item of the agenda, by its place.
    pub item: usize,
    /// What has the focus.
    pub focus: Stop,
    /// The text that has the focus, if it is text.
    pub editor: Option<Editor>,
    /// What was typed to choose an answer.
    pub(super) typed_ahead: String,
    /// Where autosave stands.
    pub save: Save,
    /// What can be undone.
    pub history: History,
    /// What the bookmark has of where somebody is.
    pub(super) marked: Marked,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// Whether the first week at the new school is so short that it is asked whether it counts.
    pub(super) short_first_week: bool,
    /// Whether the screen is turned to the family, and how far it is scrolled.
    pub room: Option<u16>,
    /// Why nothing can be typed for the moment, while something that was asked for is being done.
    pub frozen: Option<Frozen>,
    /// Whether the case was over when that was last looked at.
    pub(super) ended: bool,
    /// What came from elsewhere.
    pub news: Option<News>,
    /// How many other versions of the case lie beside it.
    pub others: usize,
    /// Who has the case open, so that it can only be read here.
    pub reader: Option<Reader>,
}

impl Meeting {
    /// A case just opened: at the item where the work goes on.
    pub fn open(case: Case, version: Version, reference: &Arc<Reference>, today: Date) -> Self {
        let protocol = reference.profiles.of(&case);
        let laid_out = laid_out(protocol, &case);
        let findings = everything_missing(&case, &laid_out, reference, today);
        let item = opening_item(&case, &laid_out, &findings);
        let short_first_week = TermDates::of(&case, &laid_out, reference).stub().is_some();
        let ended = case.is_ended();
        let save = Save::new(version, &case);
        let mut meeting = Self {
            case,
            protocol: Arc::clone(protocol),
            reference: Arc::clone(reference),
            profile: laid_out,
            item,
            focus: Stop::Close,
            editor: None,
            typed_ahead: String::new(),
            save,
            history: History::default(),
            marked: Marked::default(),
            findings,
            short_first_week,
            room: None,
            frozen: None,
            ended,
            news: None,
            others: 0,
            reader: None,
        };
        meeting.focus_first(today);
        meeting.settle();
        meeting
    }

    /// The scopes that are active.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.room.is_some() {
            return vec![Scope::Room];
        }
        let mut scopes = self.scopes_here();
        if self.reader.is_some() {
            scopes.insert(0, Scope::Reading);
        }
        scopes
    }

    fn scopes_here(&self) -> Vec<Scope> {
        match self.kind() {
            Some(Kind::Prose) => vec![Scope::Meeting, Scope::Prose, Scope::Text],
            Some(Kind::Line | Kind::Date) => vec![Scope::Meeting, Scope::Line, Scope::Text],
            Some(Kind::Choice(_)) => vec![Scope::Answer, Scope::Meeting],
            None if matches!(self.focus, Stop::Condition(_)) => {
                vec![Scope::Condition, Scope::Meeting]
            }
            None => vec![Scope::Button, Scope::Meeting],
        }
    }

    /// How far the fields of a slot stand from the left edge of the form.
    pub fn indent(slot: &Slot) -> u16 {
        if matches!(slot, Slot::Cell(..)) { 4 } else { 2 }
    }

    /// The stops of the item on the screen.
    pub fn stops(&self, today: Date) -> Vec<Stop> {
        let item = self.profile.agenda.get(self.item);
        let mut stops =
            item.map(|item| stops(&self.case, item, &self.case.agreed(today))).unwrap_or_default();
        if !self.short_first_week {
            stops.retain(|stop| *stop != Stop::Slot(Slot::Fact(Fact::CountFirstWeek)));
        }
        stops
    }

    /// Why the field that has the focus cannot be changed, if it cannot.
    pub(super) fn refuses_edit(&self) -> Option<&'static str> {
        if let Some(frozen) = self.frozen {
            return Some(frozen.reason());
        }
        if self.reader.is_some() {
            return Some(READ_ONLY);
        }
        let item = self.item_here()?;
        match self.slot() {
            Some(slot) => frozen(&self.case, item, slot),
            None => None,
        }
    }

    /// The item on the screen.
    pub fn item_here(&self) -> Option<&Item> {
        self.profile.agenda.get(self.item)
    }

    /// What the way out of the item on the screen closes: the meeting, or the review that it belongs
    /// to.
    pub fn closes(&self) -> Closes {
        self.item_here().and_then(|item| item.review).map_or(Closes::Meeting, Closes::Review)
    }

    /// Takes the items of the reviews that have begun into the agenda; the item on the screen stays
    /// the same one while it is there.
    pub(super) fn lay_out(&mut self) {
        let key = self.item_here().map(|item| item.key.clone());
        self.profile = laid_out(&self.protocol, &self.case);
        let agenda = &self.profile.agenda;
        let same = agenda.iter().position(|item| Some(&item.key) == key.as_ref());
        self.item = same.unwrap_or(self.item).min(agenda.len().saturating_sub(1));
    }

    /// From now on this is looked up; where the protocol is another one, its agenda.
    pub(super) fn look_up_in(&mut self, reference: &Arc<Reference>) {
        self.reference = Arc::clone(reference);
        self.protocol = Arc::clone(reference.profiles.of(&self.case));
        self.lay_out();
    }

    /// Puts the focus where the items of a review begin.
    pub(super) fn go_to_review(&mut self, review: RowId, today: Date) {
        let first = |item: &Item| item.review == Some(review);
        if let Some(at) = self.profile.agenda.iter().position(first) {
            self.item = at;
            self.focus_first(today);
        }
    }

    /// Puts the focus on the first stop of the item.
    fn focus_first(&mut self, today: Date) {
        let first = self.stops(today).into_iter().next();
        self.set_focus(first.unwrap_or(Stop::Close));
    }

    /// Puts the focus on a stop of the item on the screen.
    pub(super) fn set_focus(&mut self, stop: Stop) {
        self.history.pause();
        self.typed_ahead.clear();
        self.focus = stop;
        self.editor = self.editor_for_focus();
    }

    /// Takes the case as it was closed.
    pub(super) fn take_closed(&mut self, case: Case) {
        self.case = case;
        self.lay_out();
        self.frozen = None;
        self.history = History::default();
        self.editor = self.editor_for_focus();
        self.settle();
    }

    /// Why an action cannot be done now.
    pub(super) fn allows(&self, action: Action) -> Result<(), &'static str> {
        let changes = matches!(
            action,
            Action::AddRow
                | Action::RemoveRow
                | Action::MoveRowUp
                | Action::MoveRowDown
                | Action::MarkDone
                | Action::SetAside
                | Action::Undo
                | Action::Redo
                | Action::CloseMeeting
                | Action::OfferReviewDates
                | Action::AdjournMeeting
                | Action::ReconveneMeeting
                | Action::BeginReview
                | Action::ChangeTarget
                | Action::BringIn
        );
        if let (Some(_), true) = (&self.reader, changes || action == Action::CorrectAgreement) {
            return Err(READ_ONLY);
        }
        if let Some(frozen) = self.frozen
            && (changes || action == Action::CorrectAgreement)
        {
            return Err(frozen.reason());
        }
        self.allows_elsewhere(action)?;
        let refuse = |wrong: bool, reason| if wrong { Err(reason) } else { Ok(()) };
        if self.room.is_some() && !is_for_the_room(action) {
            return Err("Leave room view first, with F5: the family sees this screen.");
        }
        match action {
            Action::AddRow | Action::RemoveRow | Action::MoveRowUp | Action::MoveRowDown => {
                self.allows_rows(action)
            }
            Action::CloseMeeting => self.allows_closing(),
            Action::BeginReview => {
                refuse(!self.case.is_closed(), "A review follows once the agreement is made.")
            }
            Action::ChangeTarget => self.allows_target_change(),
            Action::Undo => refuse(!self.history.can_undo(), "There is nothing to undo."),
            Action::Redo => refuse(!self.history.can_redo(), "There is nothing to do again."),
            Action::NextItem => {
                refuse(self.item + 1 >= self.profile.agenda.len(), "This is the last item.")
            }
            Action::PreviousItem => refuse(self.item == 0, "This is the first item."),
            Action::CorrectAgreement => self.allows_correction(),
            Action::AdjournMeeting | Action::ReconveneMeeting => self.allows_breaking(action),
            Action::NextAnswer | Action::PreviousAnswer | Action::ClearAnswer => {
                self.refuses_edit().map_or(Ok(()), Err)
            }
            _ => Ok(()),
        }
    }
}

impl Model {
    /// Puts the focus on a stop, on whichever item it is.
    pub(super) fn focus(&mut self, stop: Stop) {
        let today = self.now.today();
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let has = |item: usize, meeting: &Meeting| {
            meeting.profile.agenda.get(item).is_some_and(|item| {
                stops(&meeting.case, item, &meeting.case.agreed(today)).contains(&stop)
            })
        };
        let here = meeting.item;
        let places = std::iter::once(here).chain(0..meeting.profile.agenda.len());
        let stands = |item: &usize| match (&stop, meeting.profile.agenda.get(*item)) {
            (Stop::Slot(slot), Some(item)) => frozen(&meeting.case, item, slot).is_some(),
            _ => false,
        };
        let mut found = places.filter(|item| has(*item, meeting));
        let first = found.next();
        let found = first.filter(|item| !stands(item)).or_else(|| found.find(|item| !stands(item)));
        let found = found.or(first);
        match found {
            Some(item) => {
                meeting.item = item;
                meeting.set_focus(stop);
            }
            None => meeting.focus_first(today),
        }
    }

    /// Moves the focus among the stops of the item; `step` counts stops, and lines of the
    /// read-back are passed over unless they are walked through one by one.
    pub(super) fn move_focus(&mut self, step: isize, through_lines: bool) {
        let today = self.now.today();
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let stops = meeting.stops(today);
        let at = stops.iter().position(|stop| *stop == meeting.focus).unwrap_or(0);
        let wanted = |stop: &&Stop| through_lines || !matches!(stop, Stop::Read(_));
        let next = if step > 0 {
            stops.iter().skip(at + 1).find(wanted)
        } else {
            stops.iter().take(at).rev().find(wanted)
        };
        if let Some(stop) = next.cloned() {
            meeting.set_focus(stop);
        } else if !through_lines && step > 0 && at + 1 >= stops.len() {
            self.tell("This is the last field here. PgDn goes to the next item.");
        }
        self.follow_ending();
    }

    /// Goes to an item of the agenda.
    pub(super) fn go_to_item(&mut self, item: usize) {
        let today = self.now.today();
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        meeting.item = item.min(meeting.profile.agenda.len().saturating_sub(1));
        if let Some(scroll) = &mut meeting.room {
            *scroll = 0;
        }
        meeting.focus_first(today);
        self.notice = None;
        self.follow_ending();
    }

    /// Looks again at what is missing.
    pub(super) fn refresh_findings(&mut self) {
        let today = self.now.today();
        if let Screen::Meeting(meeting) = &mut self.screen {
            let (case, profile) = (&meeting.case, &meeting.profile);
            meeting.findings = everything_missing(case, profile, &self.reference, today);
            let dates = TermDates::of(case, profile, &self.reference);
            meeting.short_first_week = dates.stub().is_some();
        }
    }

    /// What an action does in the meeting.
    pub(super) fn act_in_meeting(&mut self, action: Action) -> Vec<Effect> {
        use super::rows::Direction;
        use super::undo::Way;
        let item = self.meeting().map_or(0, |meeting| meeting.item);
        match action {
            Action::NextItem => self.go_to_item(item + 1),
            Action::PreviousItem => self.go_to_item(item.saturating_sub(1)),
            Action::NextPart => self.go_to_part(true),
            Action::PreviousPart => self.go_to_part(false),
            Action::GoToItem => self.pick_item(),
            Action::NextField => self.move_focus(1, false),
            Action::PreviousField => self.move_focus(-1, false),
            Action::AddRow => self.add_row(),
            Action::RemoveRow => self.remove_row(),
            Action::MoveRowUp => self.move_row(Direction::Up),
            Action::MoveRowDown => self.move_row(Direction::Down),
            Action::MarkDone => self.mark_done(),
            Action::SetAside => self.ask_to_set_aside(),
            Action::NextAnswer | Action::PreviousAnswer | Action::ClearAnswer => {
                self.step_answer(action);
            }
            Action::Undo => self.undo(Way::Back),
            Action::Redo => self.undo(Way::Forth),
            Action::BringIn => return self.bring_in(),
            Action::TakeOver => return self.take_over(),
            Action::Decide => self.dialog = self.meeting().and_then(Meeting::asks),
            Action::SaveNow => return self.save_on_request(),
            Action::CloseMeeting => return self.ask_to_close(),
            Action::BeginReview => self.pick_review(),
            Action::ChangeTarget => self.change_target(),
            Action::CorrectAgreement => self.ask_to_correct(),
            Action::OfferReviewDates => self.fill_in_review_dates(),
            Action::AdjournMeeting => self.ask_to_adjourn(),
            Action::ReconveneMeeting => self.reconvene(),
            Action::Export => self.pick_document_here(),
            Action::RoomView => self.set_room(Some(0)),
            Action::LeaveRoomView => self.set_room(None),
            Action::BackToCases => return self.go(super::Going::Cases),
            Action::Confirm => return self.press_button(),
            Action::Up | Action::Down if self.in_room() => self.scroll_room(action),
            Action::Up if self.on_button() => self.move_focus(-1, true),
            Action::Down if self.on_button() => self.move_focus(1, true),
            _ => {}
        }
        Vec::new()
    }

    fn save_on_request(&mut self) -> Vec<Effect> {
        self.dialog = self.meeting().and_then(Meeting::asks);
        let effects = self.save_now();
        if effects.is_empty() && self.dialog.is_none() {
            self.tell("Everything is saved.");
        }
        effects
    }

    fn on_button(&self) -> bool {
        self.meeting().is_some_and(|meeting| meeting.kind().is_none())
    }

    /// Enter where there is no text: on a line of the read-back, after a list, on the button.
    fn press_button(&mut self) -> Vec<Effect> {
        match self.meeting().map(|meeting| meeting.focus.clone()) {
            Some(Stop::Add(_)) => match self.allows(Action::AddRow) {
                Ok(()) => self.add_row(),
                Err(reason) => self.warn(reason),
            },
            Some(Stop::Close) => match self.allows(Action::CloseMeeting) {
                Ok(()) => return self.ask_to_close(),
                Err(reason) => self.warn(reason),
            },
            Some(Stop::Read(_)) => self.move_focus(1, true),
            Some(Stop::Condition(_)) => self.go_to_condition(),
            _ => {}
        }
        Vec::new()
    }
}
