//! Erasing a case from the list: its reference is typed once more before it goes.

use super::Model;
use super::cases::Line;
use super::dialog::Dialog;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use crate::domain::case::CaseId;
use crate::store::StoreError;

/// The question before a case is erased.
#[derive(Clone, Debug, PartialEq)]
pub struct Erasing {
    /// Which case.
    pub id: CaseId,
    /// The child’s name, to be sure that it is the right one.
    pub child: String,
    /// Whether the case is over.
    pub ended: bool,
    /// What was typed.
    pub typed: Editor,
}

impl Erasing {
    /// The words of the question.
    pub fn words(&self) -> String {
        let Self { id, child, .. } = self;
        let open = if self.ended { "" } else { " This case has not ended." };
        format!(
            "Erase {id}, the case of {child}, for good: its record, its history, its documents and its audit trail?{open} Nothing brings it back but a backup. Copies that were given out stay where they are.\n\nType the reference to erase it; Esc leaves it."
        )
    }
}

impl Model {
    /// Asks for the reference of the chosen case.
    pub(super) fn ask_to_erase(&mut self) {
        let Some(Line::Case(summary)) = self.cases.chosen_line() else { return };
        self.dialog = Some(Dialog::Erasing(Erasing {
            id: summary.id.clone(),
            child: summary.child.clone(),
            ended: summary.ended,
            typed: Editor::new("", Lines::One),
        }));
    }

    /// Erases the case, if what was typed is its reference.
    pub(super) fn erase(&mut self, erasing: Erasing) -> Vec<Effect> {
        if erasing.typed.text().trim().eq_ignore_ascii_case(erasing.id.as_str()) {
            return vec![Effect::Erase(erasing.id)];
        }
        self.warn(format!("That is not {}. Nothing was erased.", erasing.id));
        self.dialog = Some(Dialog::Erasing(erasing));
        Vec::new()
    }

    /// A case was erased, or not.
    pub(super) fn erased(
        &mut self,
        id: &CaseId,
        result: Result<String, StoreError>,
    ) -> Vec<Effect> {
        match result {
            Ok(certificate) => {
                if self.cases.peek.as_ref().is_some_and(|case| case.id == *id) {
                    self.cases.peek = None;
                }
                let number = certificate.lines().next().unwrap_or_default();
                let number = number.rsplit(' ').next().unwrap_or_default();
                self.show(
                    "Erased",
                    format!("The case is erased. The certificate is {number}; it names nobody:\n\nconvenor certificate {number} --output FILE\n\nwrites it. Copies that were exported, sent or printed, and backups, are not reached.\n\nEnter  go on"),
                );
            }
            Err(error) => self.warn(error.to_string()),
        }
        self.list_again()
    }

    /// Something that was done could not be told in the audit trail yet: the words are not touched by
    /// that.
    pub(super) fn untold(&mut self, error: &StoreError) {
        self.warn(format!(
            "The audit trail was not written. {error} What you type is saved all the same, and the trail is tried again with the next save."
        ));
    }
}
