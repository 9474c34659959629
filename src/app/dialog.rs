//! Dialogs: at most one, always on top, and the safe answer is the one that comes first.

use std::path::PathBuf;

use super::action::Action;
use super::adjourning::{Adjourning, Asked};
use super::closing::Closing;
use super::editor::{Editor, Lines};
use super::effect::{DocumentError, Effect};
use super::erasing::Erasing;
use super::keymap::Scope;
use super::pick::Pick;
use super::set_aside::SettingAside;
use super::typing::Edit;
use super::{Going, Model};
use crate::domain::case::{Case, CaseId};
use crate::domain::date::When;
use crate::export::{ExportError, Format, Missing, Wanted, file_name, numbers};
use crate::store::error::shown;

/// A question or a list on top of the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// The name of the child of a new case.
    NewCase(Editor),
    /// A list to choose from by typing: actions, or items of the agenda.
    Pick(Pick),
    /// What is missing before the meeting can be closed, and the question.
    Closing(Closing),
    /// Why a check is set aside.
    SetAside(SettingAside),
    /// Whether to correct the agreement of a closed meeting.
    Correct,
    /// Where to write a copy of a document.
    Export {
        /// The case, as it is.
        case: Box<Case>,
        /// Which document.
        wanted: Wanted,
        /// The path being typed.
        path: Editor,
    },
    /// Why the meeting is broken off, and when it goes on.
    Adjourning(Box<Adjourning>),
    /// Something that must be read, such as where a document lies.
    Told {
        /// What it is about.
        title: &'static str,
        /// The words.
        words: String,
    },
    /// Whether to write a document in which some characters are marked as missing.
    ExportMarked {
        /// The case, as it is.
        case: Box<Case>,
        /// Which document.
        wanted: Wanted,
        /// Where to.
        path: PathBuf,
        /// The characters, as sentences.
        sentences: Vec<String>,
    },
    /// The reference typed once more, before a case is erased.
    Erasing(Erasing),
    /// What stands of the case can be read no more: where do the words go?
    Conflict,
    /// What was changed here and elsewhere, with the one that is chosen: whose words stand?
    Clashes(usize),
    /// Whether an earlier state of a case is put back.
    Restore {
        /// The case.
        id: CaseId,
        /// The number of the state.
        number: u32,
        /// What is asked.
        asked: String,
    },
    /// Whether to go although the words could not be stored, or to write them to another place.
    LeaveUnsaved(Going),
    /// Where else the whole case is written, because it cannot be stored.
    AnotherPlace {
        /// Where we go afterwards.
        going: Going,
        /// The path being typed.
        path: Editor,
    },
    /// Whether to go now that the whole case is written to another place.
    SavedOutside {
        /// Where to.
        going: Going,
        /// Where it lies, how it comes back, and the question.
        words: String,
    },
}

impl Dialog {
    /// The scopes that are active.
    pub fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::Adjourning(asking) if asking.asked == Asked::Sure => vec![Scope::Question],
            Self::NewCase(_)
            | Self::Export { .. }
            | Self::AnotherPlace { .. }
            | Self::SetAside(_)
            | Self::Erasing(_)
            | Self::Adjourning(_) => vec![Scope::Dialog, Scope::Text],
            Self::Pick(_) => vec![Scope::Dialog, Scope::List, Scope::Text],
            Self::Closing(closing) if closing.may_close() => {
                vec![Scope::Question, Scope::Findings, Scope::List]
            }
            Self::Closing(_) => vec![Scope::Findings, Scope::List],
            Self::Told { .. } => vec![Scope::Dialog],
            Self::LeaveUnsaved(_) => vec![Scope::Leaving],
            Self::Correct
            | Self::SavedOutside { .. }
            | Self::ExportMarked { .. }
            | Self::Restore { .. } => vec![Scope::Question],
            Self::Conflict => vec![Scope::Conflict],
            Self::Clashes(_) => vec![Scope::Clashes, Scope::List],
        }
    }

    /// Why an action that is bound here would do nothing yet, if it would not.
    pub(super) fn refuses(&self, action: Action) -> Option<&'static str> {
        if let (Self::Closing(closing), Action::SetAside) = (self, action) {
            return closing.refuses_to_set_aside();
        }
        let waits = match self {
            Self::NewCase(editor)
            | Self::Export { path: editor, .. }
            | Self::AnotherPlace { path: editor, .. }
            | Self::Erasing(Erasing { typed: editor, .. })
            | Self::SetAside(SettingAside { reason: editor, .. }) => {
                editor.text().trim().is_empty()
            }
            Self::Adjourning(asking) => {
                asking.asked == Asked::Reason && asking.answer.text().trim().is_empty()
            }
            Self::Pick(pick) => pick.shown().next().is_none(),
            _ => false,
        };
        (waits && action == Action::Confirm).then_some("There is nothing to go on with yet.")
    }

    fn editor_mut(&mut self) -> Option<&mut Editor> {
        match self {
            Self::Adjourning(asking) if asking.asked != Asked::Sure => Some(&mut asking.answer),
            Self::NewCase(editor)
            | Self::Export { path: editor, .. }
            | Self::AnotherPlace { path: editor, .. }
            | Self::Erasing(Erasing { typed: editor, .. })
            | Self::SetAside(SettingAside { reason: editor, .. }) => Some(editor),
            Self::Pick(pick) => Some(&mut pick.filter),
            _ => None,
        }
    }
}

impl Model {
    /// The text being typed in a dialog.
    pub(super) fn dialog_editor(&self) -> Option<&Editor> {
        match self.dialog.as_ref()? {
            Dialog::Adjourning(asking) if asking.asked != Asked::Sure => Some(&asking.answer),
            Dialog::NewCase(editor)
            | Dialog::Export { path: editor, .. }
            | Dialog::AnotherPlace { path: editor, .. }
            | Dialog::Erasing(Erasing { typed: editor, .. })
            | Dialog::SetAside(SettingAside { reason: editor, .. }) => Some(editor),
            Dialog::Pick(pick) => Some(&pick.filter),
            _ => None,
        }
    }

    pub(super) fn edit_dialog(&mut self, edit: &Edit) {
        if let Some(editor) = self.dialog.as_mut().and_then(Dialog::editor_mut) {
            edit.apply(editor, u16::MAX);
        }
        self.refresh_pick();
    }

    /// Shows something that must be read, unless the family is looking: then it waits on the line
    /// that they do not see.
    pub(super) fn show(&mut self, title: &'static str, words: String) {
        if self.in_room() {
            self.tell(words.replace('\n', " "));
        } else {
            self.dialog = Some(Dialog::Told { title, words });
        }
    }

    pub(super) fn ask_new_case(&mut self) {
        self.dialog = Some(Dialog::NewCase(Editor::new("", Lines::One)));
    }

    pub(super) fn ask_to_correct(&mut self) {
        self.dialog = Some(Dialog::Correct);
    }

    /// Asks where to write a document of a case; the name offered holds no name of a person.
    pub(super) fn ask_export_path(&mut self, case: Box<Case>, wanted: Wanted) {
        let numbers = numbers(wanted, &case.agreed(self.now.today()));
        let name = format!("~/{}", file_name(&case.id, wanted.kind, &numbers, Format::Pdf));
        self.dialog = Some(Dialog::Export { case, wanted, path: Editor::new(&name, Lines::One) });
    }

    /// What an action does in the dialog on top.
    pub(super) fn act_in_dialog(&mut self, action: Action) -> Vec<Effect> {
        match (self.dialog.take(), action) {
            (Some(Dialog::Pick(pick)), _) => self.act_in_pick(pick, action),
            (Some(Dialog::Closing(closing)), _) => self.act_in_closing(closing, action),
            (Some(Dialog::SetAside(setting)), _) => self.act_in_setting_aside(setting, action),
            (Some(Dialog::NewCase(name)), Action::Confirm) => self.create_case(name),
            (Some(Dialog::Erasing(erasing)), Action::Confirm) => self.erase(erasing),
            (Some(Dialog::Export { case, wanted, path }), Action::Confirm) => {
                self.export_to(case, wanted, path)
            }
            (Some(Dialog::Adjourning(asked)), Action::Yes) => {
                self.adjourn(*asked);
                Vec::new()
            }
            (Some(Dialog::Adjourning(asking)), Action::Confirm) => self.answer_adjourning(asking),
            (Some(Dialog::Correct), Action::Yes) => {
                self.correct();
                Vec::new()
            }
            (Some(Dialog::LeaveUnsaved(going)), Action::Yes) => self.leave_unsaved(going),
            (Some(Dialog::LeaveUnsaved(going)), Action::SaveElsewhere) => {
                self.ask_for_another_place(going);
                Vec::new()
            }
            (Some(Dialog::AnotherPlace { going, path }), Action::Confirm) => {
                self.save_in_another_place(going, path)
            }
            (Some(Dialog::AnotherPlace { going, .. }), Action::Cancel) => {
                self.dialog = Some(Dialog::LeaveUnsaved(going));
                Vec::new()
            }
            (Some(Dialog::SavedOutside { going, .. }), Action::Yes) => {
                self.leave_saved_outside(going)
            }
            (Some(Dialog::ExportMarked { case, wanted, path, .. }), Action::Yes) => {
                vec![Effect::Export { case, wanted, path, missing: Missing::Mark }]
            }
            (Some(Dialog::Conflict), Action::LookAgain) => self.look_again(),
            (Some(Dialog::Clashes(chosen)), _) => self.act_in_clashes(chosen, action),
            (Some(Dialog::Restore { id, number, .. }), Action::Yes) => {
                vec![Effect::Restore(id, number)]
            }
            (Some(Dialog::Conflict), Action::OwnCase) => self.begin_own_case(),
            (Some(Dialog::Told { .. }), Action::Confirm) | (_, Action::Cancel | Action::No) => {
                Vec::new()
            }
            (kept, _) => {
                self.dialog = kept;
                Vec::new()
            }
        }
    }

    fn create_case(&mut self, name: Editor) -> Vec<Effect> {
        let child = name.text().trim().to_owned();
        if child.is_empty() {
            self.dialog = Some(Dialog::NewCase(name));
            self.warn("Type the child’s name, then press Enter.");
            return Vec::new();
        }
        if self.reference.profiles.all().len() > 1 {
            self.pick_protocol(&child);
            return Vec::new();
        }
        let protocol = self.reference.profiles.default().key.clone();
        self.begin_case(&child, &protocol)
    }

    /// Begins a case under a protocol, which is offered first for the next one.
    pub(super) fn begin_case(&mut self, child: &str, protocol: &str) -> Vec<Effect> {
        // The store gives the reference; until then the case carries one that no case has.
        let Ok(id) = "NEW".parse::<CaseId>() else { return Vec::new() };
        let Some(profile) = self.reference.profiles.get(protocol) else { return Vec::new() };
        let mut case = Case::new(id, &profile.key, child);
        case.demo = self.demo;
        case.begun = When::On(self.now.today());
        super::rows::begin(&mut case, profile);
        self.protocol = Some(protocol.to_owned());
        vec![Effect::Create(Box::new(case))]
    }

    fn export_to(&mut self, case: Box<Case>, wanted: Wanted, path: Editor) -> Vec<Effect> {
        let typed = path.text().trim().to_owned();
        if typed.is_empty() {
            self.dialog = Some(Dialog::Export { case, wanted, path });
            self.warn("Type where to write the document, then press Enter.");
            return Vec::new();
        }
        vec![Effect::Export { case, wanted, path: typed.into(), missing: Missing::Refuse }]
    }

    /// Exports a document of the chosen case from the list, once it is read.
    pub(super) fn export_chosen(&mut self) -> Vec<Effect> {
        let id = self.cases.chosen_id().cloned();
        let peeked = self.cases.peek.as_ref().filter(|case| Some(&case.id) == id.as_ref());
        if let Some(case) = peeked.cloned() {
            self.pick_document(case);
            return Vec::new();
        }
        self.cases.exporting.clone_from(&id);
        id.map(Effect::Peek).into_iter().collect()
    }

    /// A copy of a document was written, or not.
    pub(super) fn exported(
        &mut self,
        (case, wanted): (Box<Case>, Wanted),
        asked: PathBuf,
        result: Result<PathBuf, DocumentError>,
    ) {
        match result {
            Ok(path) => {
                let words =
                    format!("The document is written to\n\n{}\n\nEnter  go on", shown(&path));
                self.show("Exported", words);
            }
            Err(DocumentError::Export(ExportError::Unprintable(places))) => {
                let sentences = crate::export::sentences(&places);
                self.dialog = Some(Dialog::ExportMarked { case, wanted, path: asked, sentences });
            }
            Err(error) => {
                let path = Editor::new(&asked.to_string_lossy(), Lines::One);
                self.dialog = Some(Dialog::Export { case, wanted, path });
                self.warn(error.to_string());
            }
        }
    }
}
