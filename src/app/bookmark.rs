//! The bookmark of the open case: taken along with each save, renewed when somebody has moved on and
//! on leaving, and gone back to when the case is opened again.
//!
//! After a crash it always says where to go on. After an ordinary leaving it does so on the same day
//! only: on another day the case opens where the work on it goes on.

use super::effect::{Effect, Now};
use super::meeting::Meeting;
use super::stops::Stop;
use super::undo::History;
use super::{Model, Notice, Screen};
use crate::domain::bookmark::Bookmark;
use crate::domain::date::Date;

/// How long somebody must have stood at another place before that is kept, in milliseconds.
const REST: u64 = 1000;

/// Where somebody is: the item by its place, what has the focus, and the byte of the caret.
type Spot = (usize, Stop, usize);

/// The place that the bookmark has, or is to have.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marked {
    spot: Spot,
    /// Since when it is not kept yet, in milliseconds since the start; `None` where it is.
    since: Option<u64>,
}

impl Default for Marked {
    fn default() -> Self {
        Self { spot: (0, Stop::Close, 0), since: None }
    }
}

impl Meeting {
    /// Where somebody is now, with the steps that can be taken back.
    fn bookmark(&self, today: Date) -> Bookmark {
        let (_, stop, caret) = self.spot();
        let item = self.item_here().map(|item| item.key.clone()).unwrap_or_default();
        let (done, undone) = (self.history.done.clone(), self.history.undone.clone());
        let marked = Bookmark { caret, done, undone, ..Bookmark::new(today, item, stop) };
        // Until it is decided whose words stand, what is stored is not what the steps lead to.
        let is_as_stored = self.save.to_decide() == 0;
        if is_as_stored { marked } else { marked.without_steps() }
    }

    /// The bookmark that a save takes along.
    pub(super) fn bookmark_for_save(&mut self, today: Date) -> Bookmark {
        self.settle();
        self.bookmark(today)
    }

    fn spot(&self) -> Spot {
        let caret = self.editor.as_ref().map_or(0, super::editor::Editor::caret);
        (self.item, self.focus.clone(), caret)
    }

    /// The bookmark has the place where somebody is now, as far as it needs one.
    pub(super) fn settle(&mut self) {
        self.marked = Marked { spot: self.spot(), since: None };
    }

    /// Notes whether somebody has moved on.
    fn note_place(&mut self, now: Now) {
        let spot = self.spot();
        if self.marked.spot != spot {
            self.marked = Marked { spot, since: Some(now.since_start) };
        }
    }

    /// Whether a bookmark may be made of the case alone: every word is where it belongs, and here.
    fn may_mark(&self) -> bool {
        let stored = self.save.is_stored() && !self.save.is_contested();
        stored && self.reader.is_none() && self.frozen.is_none()
    }

    /// When the bookmark is to be renewed because somebody has moved on, in milliseconds since the
    /// start.
    pub(super) fn marks_at(&self) -> Option<u64> {
        self.marked.since.filter(|_| self.may_mark()).map(|since| since + REST)
    }

    fn mark(&mut self, today: Date) -> Effect {
        let (id, version) = (self.case.id.clone(), self.save.version);
        Effect::Mark { id, version, bookmark: Some(Box::new(self.bookmark_for_save(today))) }
    }

    /// Whether a meeting or a review is under way, so that the bookmark outlives leaving the case.
    /// What was taken back in one that is over is not kept.
    fn is_under_way(&self) -> bool {
        let open = !self.case.is_closed() || self.case.review_under_way().is_some();
        open && !self.case.is_ended()
    }

    /// What becomes of the bookmark when the case is left.
    pub(super) fn mark_on_leaving(&mut self, today: Date) -> Option<Effect> {
        if self.reader.is_some() {
            return None;
        }
        if !self.is_under_way() {
            let (id, version) = (self.case.id.clone(), self.save.version);
            return Some(Effect::Mark { id, version, bookmark: None });
        }
        let moved = self.marked.since.is_some() && self.may_mark();
        moved.then(|| self.mark(today))
    }

    /// Takes the steps of a bookmark.
    pub(super) fn take_steps(&mut self, bookmark: &mut Bookmark) {
        let (done, undone) = (&mut bookmark.done, &mut bookmark.undone);
        self.history = History::kept(std::mem::take(done), std::mem::take(undone));
    }

    /// Goes to the place of a bookmark; whether it is there.
    fn go_back(&mut self, bookmark: &Bookmark, today: Date) -> bool {
        let Some(item) = self.profile.agenda.iter().position(|item| item.key == bookmark.item)
        else {
            return false;
        };
        let before = std::mem::replace(&mut self.item, item);
        if !self.stops(today).contains(&bookmark.stop) {
            self.item = before;
            return false;
        }
        self.set_focus(bookmark.stop.clone());
        if self.editor.is_some() {
            self.set_caret(bookmark.caret);
        }
        true
    }
}

impl Model {
    /// Goes back to where somebody was in the case just opened; after a crash, `crashed`, says so.
    pub(super) fn go_back(
        &mut self,
        bookmark: Option<Box<Bookmark>>,
        crashed: bool,
    ) -> Option<String> {
        let today = self.now.today();
        let Screen::Meeting(meeting) = &mut self.screen else { return None };
        let mut there = false;
        if let Some(mut bookmark) = bookmark {
            meeting.take_steps(&mut bookmark);
            there = (crashed || bookmark.on == today) && meeting.go_back(&bookmark, today);
        }
        meeting.settle();
        let steps = meeting.history.can_undo() || meeting.history.can_redo();
        let said = match (there, steps) {
            (true, true) => "you are where you were, Ctrl+Z goes on",
            (true, false) => "you are where you were",
            (false, _) => "everything that was saved is here",
        };
        crashed.then(|| format!("Convenor ended while this was open: {said}."))
    }

    /// Notes where somebody is, and renews the bookmark when it is time.
    pub(super) fn mark_if_due(&mut self) -> Option<Effect> {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return None };
        meeting.note_place(now);
        let due = meeting.marks_at().is_some_and(|at| at <= now.since_start);
        due.then(|| meeting.mark(now.today()))
    }

    /// Leaves the case on the screen, if there is one: a program that ends without that has crashed.
    pub(super) fn leave_case(&mut self) -> Vec<Effect> {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.note_place(now);
        let mark = meeting.mark_on_leaving(now.today());
        mark.into_iter().chain([Effect::Leave(meeting.case.id.clone())]).collect()
    }

    /// Chooses the case that was open when the program ended without leaving it, and says so; only
    /// when the cases are read for the first time, and nobody has chosen another one meanwhile.
    pub(super) fn choose_left(&mut self) {
        let Some(id) = self.cases.left_open() else { return };
        if !matches!(self.screen, Screen::Cases) || !self.cases.choose_left(&id) {
            return;
        }
        let said = format!("Convenor ended while {id} was open. Enter goes on where you were.");
        self.notice = Some(match self.notice.take().filter(|notice| notice.wrong) {
            Some(Notice { text, wrong }) => Notice { text: format!("{text} {said}"), wrong },
            None => Notice::said(said),
        });
    }
}
