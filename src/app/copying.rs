//! Copying and cutting: inside the program, and to the clipboard of the terminal where that was allowed.

use super::editor::{Editor, Step};
use super::effect::Effect;
use super::typing::Edit;
use super::{Model, Screen};

/// The most bytes that are sent to the terminal: many take no more than 100,000 characters of base64,
/// and drop what is longer without a word.
const MOST_SENT: usize = 74_000;

impl Model {
    /// Copies or cuts what is selected, to be pasted inside the program; where that was allowed at the
    /// start, it is also sent to the clipboard of the terminal.
    pub(super) fn copy(&mut self, cut: bool) -> Vec<Effect> {
        let selected = match (self.dialog_editor(), &self.screen) {
            (Some(editor), _) => editor.selected(),
            (None, Screen::Meeting(meeting)) => {
                meeting.editor.as_ref().map(Editor::selected).unwrap_or_default()
            }
            (None, _) => String::new(),
        };
        if selected.is_empty() {
            self.tell("Nothing is selected. Hold Shift and move to select.");
            return Vec::new();
        }
        self.clip.clone_from(&selected);
        if cut {
            self.edit_text(&Edit::Delete(Step::Left));
        }
        match (self.settings.clipboard, cut) {
            (false, true) => {}
            (false, false) => self.tell("Copied inside Convenor."),
            (true, _) if selected.len() > MOST_SENT => {
                self.tell("Copied inside Convenor only: it is too long for the terminal.");
            }
            // Whether the terminal takes it, nobody can know.
            (true, _) => {
                self.tell("Copied inside Convenor, and sent to the terminal.");
                let id = self.meeting().map(|meeting| meeting.case.id.clone());
                return vec![Effect::SendToTerminal(id, selected)];
            }
        }
        Vec::new()
    }
}
