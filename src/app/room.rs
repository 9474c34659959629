//! The screen turned to the family: what may be done meanwhile, and walking through what they see.

use super::action::Action;
use super::{Model, Screen};

/// Whether an action shows the family nothing that is not theirs to see.
pub(super) fn is_for_the_room(action: Action) -> bool {
    matches!(
        action,
        Action::NextItem
            | Action::PreviousItem
            | Action::GoToItem
            | Action::LeaveRoomView
            | Action::SaveNow
            | Action::Up
            | Action::Down
    )
}

impl Model {
    pub(super) fn in_room(&self) -> bool {
        self.meeting().is_some_and(|meeting| meeting.room.is_some())
    }

    /// Turns the screen to the family, scrolled so far, or back.
    pub(super) fn set_room(&mut self, room: Option<u16>) {
        if let Screen::Meeting(meeting) = &mut self.screen {
            meeting.room = room;
        }
        self.notice = None;
    }

    pub(super) fn scroll_room(&mut self, action: Action) {
        if let Screen::Meeting(meeting) = &mut self.screen
            && let Some(scroll) = &mut meeting.room
        {
            *scroll = match action {
                Action::Up => scroll.saturating_sub(1),
                _ => scroll.saturating_add(1).min(500),
            };
        }
    }
}
