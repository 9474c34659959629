//! Typing: every key in a text reaches the case at once, and can be taken back.

use super::action::Action;
use super::editor::{Editor, Lines, Select, Step};
use super::layout;
use super::meeting::Meeting;
use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::case::Case;
use crate::domain::change::Change;
use crate::domain::checks::{Place, STALE};
use crate::domain::date::{Date, long};
use crate::domain::people::{Here, RowId, Way};
use crate::domain::slot::{Kind, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::wording;

/// What a key does to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Step(Step, Select),
    Delete(Step),
    Insert(String),
    SelectAll,
}

impl Edit {
    /// The edit that an action stands for, if it is one.
    pub(super) fn of(action: Action) -> Option<Self> {
        use Select::{Drop, Extend};
        Some(match action {
            Action::Left => Self::Step(Step::Left, Drop),
            Action::Right => Self::Step(Step::Right, Drop),
            Action::WordLeft => Self::Step(Step::WordLeft, Drop),
            Action::WordRight => Self::Step(Step::WordRight, Drop),
            Action::RowStart => Self::Step(Step::RowStart, Drop),
            Action::RowEnd => Self::Step(Step::RowEnd, Drop),
            Action::TextStart => Self::Step(Step::TextStart, Drop),
            Action::TextEnd => Self::Step(Step::TextEnd, Drop),
            Action::Up => Self::Step(Step::Up, Drop),
            Action::Down => Self::Step(Step::Down, Drop),
            Action::SelectLeft => Self::Step(Step::Left, Extend),
            Action::SelectRight => Self::Step(Step::Right, Extend),
            Action::SelectWordLeft => Self::Step(Step::WordLeft, Extend),
            Action::SelectWordRight => Self::Step(Step::WordRight, Extend),
            Action::SelectUp => Self::Step(Step::Up, Extend),
            Action::SelectDown => Self::Step(Step::Down, Extend),
            Action::SelectRowStart => Self::Step(Step::RowStart, Extend),
            Action::SelectRowEnd => Self::Step(Step::RowEnd, Extend),
            Action::SelectAll => Self::SelectAll,
            Action::DeleteBack => Self::Delete(Step::Left),
            Action::DeleteForward => Self::Delete(Step::Right),
            Action::DeleteWordBack => Self::Delete(Step::WordLeft),
            Action::DeleteWordForward => Self::Delete(Step::WordRight),
            Action::NewLine => Self::Insert("\n".to_owned()),
            _ => return None,
        })
    }

    /// Whether it can change the text.
    fn changes(&self) -> bool {
        matches!(self, Self::Delete(_) | Self::Insert(_))
    }

    /// Does it.
    pub(super) fn apply(&self, editor: &mut Editor, width: u16) {
        match self {
            Self::Step(step, select) => editor.step(*step, *select, width),
            Self::Delete(step) => editor.delete(*step, width),
            Self::Insert(text) => editor.insert(text),
            Self::SelectAll => editor.select_all(),
        }
    }

    /// Whether it begins a step of its own for undo: a word after a space, a line, a paste.
    fn begins_step(&self, editor: &Editor) -> bool {
        let Self::Insert(text) = self else { return false };
        if text.chars().nth(1).is_some() || text == "\n" {
            return true;
        }
        let before = editor.text();
        let before = before.get(..editor.caret()).unwrap_or_default();
        let after_space = before.ends_with(char::is_whitespace) || before.is_empty();
        after_space && !text.starts_with(char::is_whitespace)
    }
}

impl Model {
    /// Text was typed or pasted.
    pub(super) fn insert(&mut self, text: &str) {
        if self.insert_into_lock(text) {
            return;
        }
        if self.dialog_editor().is_some() {
            self.edit_dialog(&Edit::Insert(text.to_owned()));
            return;
        }
        // What is not seen is not typed into.
        if self.dialog.is_some() || self.in_room() {
            if text.trim().chars().count() > 1 {
                self.tell("There is no text field here, so nothing was put in.");
            }
            return;
        }
        let kind = self.meeting().and_then(Meeting::kind);
        let asks_to_agree = |meeting: &Meeting| {
            let people = [Table::People, Table::Attendances];
            matches!(meeting.slot(), Some(Slot::Cell(table, _, Column::Answer)) if people.contains(table))
        };
        match kind {
            // Nobody agrees by a stray letter.
            Some(Kind::Choice(_)) if self.meeting().is_some_and(asks_to_agree) => {
                self.tell("Space goes to the next answer, Backspace clears it.");
            }
            Some(Kind::Choice(labels)) => self.type_ahead(&self.offered(labels), text),
            Some(_) => self.edit(&Edit::Insert(text.to_owned())),
            None => self.insert_elsewhere(text),
        }
    }

    /// Text where none is typed: only the review's note and the list's finder take it.
    fn insert_elsewhere(&mut self, text: &str) {
        match &mut self.screen {
            Screen::Cases => {
                self.edit_find(&Edit::Insert(text.to_owned()));
            }
            Screen::Review(round) => round.edit(&Edit::Insert(text.to_owned())),
            Screen::Due(_) | Screen::States(_) => {}
            Screen::Meeting(_) => {
                if text.trim().chars().count() > 1 {
                    self.tell("There is no text field here. Press Tab to go to one.");
                }
            }
        }
    }

    /// Does an edit in the field that has the focus.
    pub(super) fn edit(&mut self, edit: &Edit) {
        let (today, now, size) = (self.now.today(), self.now, self.size);
        let refusal = self.meeting().and_then(Meeting::refuses_edit);
        if let (Some(reason), true) = (refusal, edit.changes()) {
            self.warn(reason);
            return;
        }
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some(slot) = meeting.slot().cloned() else { return };
        let width = meeting.value_width(size);
        let is_date = meeting.kind() == Some(Kind::Date);
        let Some(editor) = &mut meeting.editor else { return };
        let begins = edit.begins_step(editor);
        edit.apply(editor, width);
        if !edit.changes() {
            meeting.history.pause();
            return;
        }
        let typed = editor.text().into_owned();
        let Some(change) = rewrite(&mut meeting.case, &slot, &typed, today) else { return };
        if is_date {
            meeting.history.record_in_field(change);
        } else {
            meeting.history.record_typing(change, begins);
        }
        meeting.save.touch(now);
        self.notice = None;
        self.refresh_findings();
    }

    /// Takes the first answer that begins as was typed, or else one of whose words does; the same
    /// letter again goes on to the next one. That nothing is recorded is meant only where no answer
    /// is: `n` says no, not “not asked yet”.
    fn type_ahead(&mut self, labels: &[&'static str], text: &str) {
        let text = text.trim().to_lowercase();
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some(slot) = &meeting.slot().cloned() else { return };
        if text.is_empty() {
            return;
        }
        let now = meeting.case.text(slot);
        let at = labels.iter().position(|label| *label == now).unwrap_or(0);
        let find = |typed: &str, skip: usize| {
            let blank = labels.first();
            let from_here = labels.iter().cycle().skip(at + skip).take(labels.len());
            let mut answers = from_here.filter(|label| Some(*label) != blank);
            let begins = |word: &str| word.to_lowercase().starts_with(typed);
            let whole = answers.clone().find(|label| begins(label));
            let within = || answers.find(|label| label.split(' ').any(begins));
            whole.or_else(within).or_else(|| blank.filter(|label| begins(label))).copied()
        };
        let typed = format!("{}{text}", meeting.typed_ahead);
        let found = find(&typed, 0).map(|label| (typed, label));
        let found = found.or_else(|| find(&text, 1).map(|label| (text, label)));
        if let Some((typed, label)) = found {
            meeting.typed_ahead = typed;
            self.answer(label);
        }
    }

    /// Steps through the answers of the field that has the focus.
    pub(super) fn step_answer(&mut self, action: Action) {
        let Some(meeting) = self.meeting() else { return };
        let (Some(Kind::Choice(labels)), Some(slot)) = (meeting.kind(), meeting.slot()) else {
            return;
        };
        let labels = self.offered(labels);
        let spaced = format!("{} ", meeting.typed_ahead);
        let goes_on = |label: &&str| label.to_lowercase().starts_with(&spaced);
        if action == Action::NextAnswer && spaced.len() > 1 && labels.iter().any(goes_on) {
            return self.type_ahead_on(spaced);
        }
        let now = meeting.case.text(slot);
        let at = labels.iter().position(|label| *label == now).unwrap_or(0);
        let next = match action {
            // Who agreed to an earlier wording is asked again, and mostly agrees again.
            Action::NextAnswer if meeting.is_stale(slot) => at,
            Action::PreviousAnswer => (at + labels.len() - 1) % labels.len(),
            Action::ClearAnswer => 0,
            _ => (at + 1) % labels.len(),
        };
        if let Some(label) = labels.get(next).copied() {
            self.type_ahead_on(String::new());
            self.answer(label);
        }
    }

    /// Remembers what was typed of an answer: a space within its words, or nothing any more.
    fn type_ahead_on(&mut self, typed: String) {
        if let Screen::Meeting(meeting) = &mut self.screen {
            meeting.typed_ahead = typed;
        }
    }

    /// The answers that are offered where the focus is.
    fn offered(&self, labels: &'static [&'static str]) -> Vec<&'static str> {
        let offered = self
            .meeting()
            .and_then(|meeting| meeting.case.offered(meeting.slot()?, &meeting.profile));
        offered.unwrap_or_else(|| labels.to_vec())
    }

    /// Writes an answer. Who agrees today, in the room or from afar, need not also be asked how
    /// and when: the way and the day follow, where they are still blank, and can be changed.
    fn answer(&mut self, label: &'static str) {
        let (today, now) = (self.now.today(), self.now);
        if let Some(reason) = self.meeting().and_then(Meeting::refuses_edit) {
            self.warn(reason);
            return;
        }
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some(slot) = meeting.slot().cloned() else { return };
        let mut changes = Vec::new();
        changes.extend(rewrite(&mut meeting.case, &slot, label, today));
        if let Slot::Cell(Table::People, row, Column::Answer) = slot
            && let Some(person) =
                meeting.case.people.iter().find(|person| person.id == row).cloned()
        {
            let mark = wording::mark(&meeting.case.agreed(today));
            let mut fill = |column: Column, text: &str| {
                let slot = Slot::Cell(Table::People, row, column);
                changes.extend(rewrite(&mut meeting.case, &slot, text, today));
            };
            let given = !person.answer.is_blank();
            if given && person.way.is_blank() {
                fill(Column::Way, usual_way(person.here));
            }
            if given && (person.answered_on.is_blank() || person.agreed_to_another(&mark)) {
                fill(Column::AnsweredOn, &long(today));
            }
            fill(Column::AnsweredTo, if given { &mark } else { "" });
        }
        if let Slot::Cell(Table::Attendances, row, Column::Answer) = slot {
            changes.extend(fill_in_afresh(&mut meeting.case, row, today));
        }
        if changes.is_empty() {
            return;
        }
        meeting.history.record(changes);
        meeting.save.touch(now);
        self.notice = None;
        self.refresh_findings();
    }

    /// Does an edit wherever the caret is.
    pub(super) fn edit_text(&mut self, edit: &Edit) {
        if self.dialog_editor().is_some() {
            self.edit_dialog(edit);
            return;
        }
        match &mut self.screen {
            Screen::Meeting(_) => self.edit(edit),
            Screen::Cases => self.edit_find(edit),
            Screen::Review(round) => round.edit(edit),
            Screen::Due(_) | Screen::States(_) => {}
        }
    }
}

/// Writes into a slot, and says what changed.
fn rewrite(case: &mut Case, slot: &Slot, text: &str, today: Date) -> Option<Change> {
    let before = case.text(slot).into_owned();
    case.set_text(slot, text, today);
    Change::between(slot, &before, &case.text(slot))
}

/// Fills in the way and the day of an answer given afresh at a review, where they are blank.
fn fill_in_afresh(case: &mut Case, row: RowId, today: Date) -> Vec<Change> {
    let found = case.attendances.iter().find(|attendance| attendance.id == row).cloned();
    let Some(row) = found.filter(|row| !row.answer.is_blank()) else { return Vec::new() };
    let blank = [
        (Column::Way, row.way.is_blank(), usual_way(row.here).to_owned()),
        (Column::AnsweredOn, row.answered_on.is_blank(), long(today)),
    ];
    let wanted = blank.into_iter().filter(|(_, blank, _)| *blank);
    let fill = |(column, _, text): (Column, bool, String)| {
        rewrite(case, &Slot::Cell(Table::Attendances, row.id, column), &text, today)
    };
    wanted.filter_map(fill).collect()
}

/// How somebody who is here this way answers, unless it is said otherwise.
fn usual_way(here: Here) -> &'static str {
    match here {
        Here::Present => Way::Meeting.label(),
        Here::Remote => Way::Telephone.label(),
        Here::Unsaid | Here::Apologies => Way::Unsaid.label(),
    }
}

impl Meeting {
    /// Whether a slot holds an agreement to an earlier wording, as the checks found.
    pub fn is_stale(&self, slot: &Slot) -> bool {
        let place = Place::Slot(slot.clone());
        self.findings.iter().any(|found| found.id == STALE && found.place == place)
    }

    /// The slot that has the focus.
    pub fn slot(&self) -> Option<&Slot> {
        match &self.focus {
            Stop::Slot(slot) => Some(slot),
            _ => None,
        }
    }

    /// What kind of thing has the focus.
    pub fn kind(&self) -> Option<Kind> {
        self.case.field(self.slot()?).map(|field| field.kind())
    }

    /// The width at which the text that has the focus is wrapped.
    pub fn value_width(&self, size: ratatui::layout::Size) -> u16 {
        let (Some(slot), Some(kind)) = (self.slot(), self.kind()) else { return 1 };
        let form = layout::panes(size).form;
        let label = match slot {
            Slot::Fact(fact) => self.shown_label(slot, fact.label()),
            Slot::Cell(_, _, column) => self.shown_label(slot, column.label()),
            Slot::Note(..) => String::new(),
        };
        layout::value_place(form.width, Self::indent(slot), &label, kind).width
    }

    /// The label of a slot as it is shown: what is private says so.
    pub fn shown_label(&self, slot: &Slot, label: &str) -> String {
        let says_so = matches!(slot, Slot::Cell(_, _, Column::Circulate));
        let private = slot.is_private(&self.case) && !says_so;
        if private { format!("{label} (private)") } else { label.to_owned() }
    }

    /// An editor for the field that has the focus, if it takes text.
    pub(super) fn editor_for_focus(&self) -> Option<Editor> {
        let slot = self.slot()?;
        let lines = match self.kind()? {
            Kind::Prose => Lines::Many,
            Kind::Line | Kind::Date => Lines::One,
            Kind::Choice(_) => return None,
        };
        Some(Editor::new(&self.case.text(slot), lines))
    }
}
