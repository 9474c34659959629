//! Leaving: it waits until every word is stored where it belongs; where that cannot be, another place
//! is offered.
//!
//! Must never let go of words without saying where they are, or that they are nowhere.

use std::path::{Path, PathBuf};

use super::dialog::Dialog;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use super::meeting::Meeting;
use super::opening::Frozen;
use super::{Going, Model, Screen};
use crate::domain::case::{CaseId, State};
use crate::store::error::{in_shell, shown};
use crate::store::{Shortage, StoreError};

impl Going {
    /// What it is called in a question.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cases => "go back",
            Self::Out => "leave",
        }
    }
}

impl Model {
    /// Goes to the list or out, as soon as every word is stored where it belongs.
    pub(super) fn go(&mut self, going: Going) -> Vec<Effect> {
        self.follow_ending();
        let failed = self.meeting().is_some_and(|meeting| meeting.save.has_failed());
        let asked = self.meeting().filter(|_| !failed).and_then(Meeting::asks);
        if let Some(asked) = asked {
            self.dialog = Some(asked);
            return self.save_now();
        }
        let mut effects = self.give_open_verdict();
        if self.going == Some(going) || !self.must_wait() {
            self.going = Some(going);
            effects.extend(self.go_if_stored());
            return effects;
        }
        if failed {
            self.dialog = Some(Dialog::LeaveUnsaved(going));
            return effects;
        }
        self.going = Some(going);
        effects.extend(self.save_now());
        effects
    }

    /// Goes although words could not be stored in their place: they are put beside it if that can
    /// be done.
    pub(super) fn leave_unsaved(&mut self, going: Going) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &self.screen else { return Vec::new() };
        let mut effects = Vec::new();
        if !meeting.save.is_stored() {
            effects.push(meeting.beside());
        }
        effects.extend(self.leave(going));
        effects
    }

    fn leave(&mut self, going: Going) -> Vec<Effect> {
        match going {
            Going::Out => self.leave_case().into_iter().chain([Effect::Quit]).collect(),
            Going::Cases => self.show_cases(),
        }
    }

    /// Asks where else the whole case is to be written; the name offered holds no name of a person.
    pub(super) fn ask_for_another_place(&mut self, going: Going) {
        let Some(meeting) = self.meeting() else { return };
        let path = Editor::new(&format!("~/{}-unsaved.ron", meeting.case.id), Lines::One);
        self.dialog = Some(Dialog::AnotherPlace { going, path });
    }

    /// Writes the whole case there, unless it is stored in its place by now.
    pub(super) fn save_in_another_place(&mut self, going: Going, path: Editor) -> Vec<Effect> {
        let typed = path.text().trim().to_owned();
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        if meeting.save.is_stored() {
            self.tell("Your words are saved in their place by now. No copy was written.");
            return self.leave(going);
        }
        if typed.is_empty() {
            self.dialog = Some(Dialog::AnotherPlace { going, path });
            self.warn("Type where to save the case, then press Enter.");
            return Vec::new();
        }
        meeting.frozen = Some(Frozen::Deciding);
        let (case, revision) = (Box::new(meeting.case.clone()), meeting.save.edited);
        vec![Effect::SaveOutside { case, revision, path: typed.into(), going }]
    }

    /// The whole case was written to another place, or not.
    pub(super) fn saved_outside(
        &mut self,
        (id, revision): (&CaseId, u64),
        (asked, going): (&Path, Going),
        result: Result<PathBuf, StoreError>,
    ) {
        let place = self.settings.place.clone();
        let Some(meeting) = self.meeting_of(id) else { return };
        meeting.frozen = None;
        match result {
            Ok(path) => {
                let words = format!(
                    "Everything in the case of {} is saved in\n\n{}\n\nIt is not among your cases yet. When their folder can be written again, type in a terminal:\n\n{}\n\nThen open the case: Shift+F2 brings these words in.\n\ny  {}    n  stay here",
                    meeting.case.child.name,
                    shown(&path),
                    command(&path, place.as_deref()),
                    going.word()
                );
                meeting.save.is_outside(revision, path);
                self.notice = None;
                self.dialog = Some(Dialog::SavedOutside { going, words });
            }
            Err(error) => {
                let path = Editor::new(&asked.to_string_lossy(), Lines::One);
                self.dialog = Some(Dialog::AnotherPlace { going, path });
                self.warn(error.to_string());
            }
        }
    }

    /// Goes after the case was written to another place, unless words were typed since.
    pub(super) fn leave_saved_outside(&mut self, going: Going) -> Vec<Effect> {
        let Some(meeting) = self.meeting() else { return Vec::new() };
        match meeting.save.outside().map(Path::to_path_buf) {
            Some(path) => {
                let id = meeting.case.id.clone();
                let effects = self.leave(going);
                self.warn(outside_in_words(&id, &path, self.settings.place.as_deref()));
                effects
            }
            None => self.go(going),
        }
    }

    /// Stores what is not stored and leaves, whatever is on the screen.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        self.dialog = None;
        self.stopping = true;
        let mut effects = self.give_open_verdict();
        self.going = Some(Going::Out);
        effects.extend(self.go_if_stored());
        effects
    }

    /// Whether something is still to be stored.
    fn must_wait(&self) -> bool {
        match &self.screen {
            Screen::Cases | Screen::Due(_) | Screen::States(_) => false,
            Screen::Meeting(meeting) => !meeting.save.is_stored(),
            Screen::Review(round) => round.is_storing(),
        }
    }

    pub(super) fn go_if_stored(&mut self) -> Vec<Effect> {
        if self.must_wait() {
            return self.save_now();
        }
        match self.going.take() {
            None => Vec::new(),
            Some(going) => self.leave(going),
        }
    }

    /// The user chose to make a case of its own of the words here: the way out where the other file
    /// cannot be read, or is gone.
    pub(super) fn begin_own_case(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.frozen = Some(Frozen::Deciding);
        let mut case = Box::new(meeting.case.clone());
        case.issued.clear();
        case.recorded.clear();
        case.state = State::Open;
        vec![Effect::Create(case)]
    }

    /// Words are stored in the room that was kept for them, or there is room again.
    pub(super) fn short(&mut self, shortage: Option<Shortage>) {
        let Some(Shortage { left }) = shortage else {
            return self.tell("There is room on the disk again.");
        };
        let left = left.map_or_else(String::new, |left| {
            format!(", which has room for about {} kB more", left / 1000)
        });
        self.warn(format!(
            "The disk is full. Your words are saved in a reserve{left}. Free some space soon."
        ));
    }
}

/// What brings a case back that lies in a file outside.
fn command(path: &Path, place: Option<&Path>) -> String {
    let place = place.map(|place| format!(" --sessions {}", in_shell(place)));
    format!("convenor bring-in {}{}", in_shell(path), place.unwrap_or_default())
}

/// Where the words of a case lie that could not be stored, and how they come back; `place` is where the
/// cases live, unless that is the usual place.
pub fn outside_in_words(id: &CaseId, path: &Path, place: Option<&Path>) -> String {
    format!(
        "The last words typed in {id} are not among your cases: they are in {}. `{}` brings them back.",
        shown(path),
        command(path, place)
    )
}
