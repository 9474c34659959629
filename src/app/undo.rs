//! Undo and redo: steps of changes to the case, words by words and rows by rows.

use std::sync::Arc;

use super::meeting::Meeting;
use super::reviewing::is_beginning;
use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::bookmark::Step;
use crate::domain::change::Change;
use crate::domain::slot::{Kind, Slot};
use crate::domain::table::{Row, Table};

/// How many steps can be taken back.
const MOST: usize = 5000;

/// The steps done and the steps undone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    pub(super) done: Vec<Step>,
    pub(super) undone: Vec<Step>,
    /// Whether more typing may still join the last step done.
    open: bool,
}

impl History {
    /// The steps that a bookmark kept.
    pub(super) fn kept(done: Vec<Step>, undone: Vec<Step>) -> Self {
        Self { done, undone, open: false }
    }

    /// Remembers changes as one step of their own.
    pub fn record(&mut self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        self.push(changes, false);
    }

    /// Remembers typing; it joins the step before while a word is being typed.
    pub fn record_typing(&mut self, change: Change, begins_word: bool) {
        self.undone.clear();
        if self.open
            && !begins_word
            && let Some(step) = self.done.last_mut()
            && join(Arc::make_mut(step), &change)
        {
            return;
        }
        self.push(vec![change], true);
    }

    /// Remembers typing in a field that is undone as a whole, such as a date.
    pub fn record_in_field(&mut self, change: Change) {
        self.undone.clear();
        match self.done.last_mut() {
            Some(step) if self.open => Arc::make_mut(step).push(change),
            _ => self.push(vec![change], true),
        }
    }

    /// Ends the step of the word being typed.
    pub fn pause(&mut self) {
        self.open = false;
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Whether a step wrote in one of these fields, or added, removed or moved a row of these lists.
    pub(super) fn touches(&self, slots: &[Slot], tables: &[Table]) -> bool {
        let mut changes = self.done.iter().chain(&self.undone).flat_map(|step| step.iter());
        let in_row = |row: &Row| {
            let mine = |slot: &Slot| matches!(slot, Slot::Cell(_, id, _) if *id == row.id());
            tables.contains(&row.table()) || slots.iter().any(mine)
        };
        changes.any(|change| match change {
            Change::Text { slot, .. } => slots.contains(slot),
            Change::Put { row, .. } | Change::Take { row, .. } => in_row(row),
            Change::Replace { after, .. } => in_row(after),
            Change::Move { table, .. } => tables.contains(table),
        })
    }

    fn push(&mut self, changes: Vec<Change>, open: bool) {
        self.undone.clear();
        self.open = open;
        self.done.push(Arc::new(changes));
        if self.done.len() > MOST {
            self.done.remove(0);
        }
    }
}

/// Joins typing or deleting that goes on where a step ended, in the same direction.
fn join(step: &mut Vec<Change>, change: &Change) -> bool {
    let Some(Change::Text { slot, at, removed, inserted }) = step.last_mut() else {
        return false;
    };
    let Change::Text { slot: slot2, at: at2, removed: removed2, inserted: inserted2 } = change
    else {
        return false;
    };
    if slot != slot2 {
        return false;
    }
    if removed.is_empty() && removed2.is_empty() && *at2 == *at + inserted.len() {
        inserted.push_str(inserted2);
        return true;
    }
    if inserted.is_empty() && inserted2.is_empty() && at2 + removed2.len() == *at {
        removed.insert_str(0, removed2);
        *at = *at2;
        return true;
    }
    let same_direction = removed.is_empty() == removed2.is_empty();
    if same_direction {
        step.push(change.clone());
    }
    same_direction
}

/// Which way to go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    Forth,
}

impl Model {
    /// Takes back the last step, or does it again.
    pub(super) fn undo(&mut self, way: Way) {
        let today = self.now.today();
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let (from, verb) = match way {
            Way::Back => (&mut meeting.history.done, "Undone"),
            Way::Forth => (&mut meeting.history.undone, "Done again"),
        };
        let Some(step) = from.pop() else { return };
        let changes: Vec<Change> = match way {
            Way::Back => step.iter().rev().map(Change::reversed).collect(),
            Way::Forth => step.to_vec(),
        };
        meeting.history.open = false;
        for change in &changes {
            meeting.case.apply(change, today);
        }
        meeting.lay_out();
        let said = step.iter().find(|change| is_beginning(change));
        let said = said.or(step.first());
        let words = said.map(|change| meeting.words_of(change)).unwrap_or_default();
        meeting.save.touch(now);
        match way {
            Way::Back => meeting.history.undone.push(step),
            Way::Forth => meeting.history.done.push(step),
        }
        let shown = changes.iter().find(|change| is_beginning(change)).or(changes.last());
        if let Some(change) = shown {
            self.show_change(change);
        }
        self.refresh_findings();
        self.tell(format!("{verb}: {words}."));
    }

    /// Puts the focus where a change was made.
    fn show_change(&mut self, change: &Change) {
        let (stop, caret) = match change {
            Change::Replace { after, .. } => return self.show_replaced(after),
            Change::Text { slot, at, inserted, .. } => {
                (Some(Stop::Slot(slot.clone())), Some(at.saturating_add(inserted.len())))
            }
            Change::Put { row, .. } => {
                let column = row.table().columns().first();
                let slot = column.map(|column| Slot::Cell(row.table(), row.id(), *column));
                (slot.map(Stop::Slot), None)
            }
            Change::Take { row, .. } => (Some(Stop::Add(row.table())), None),
            Change::Move { table, id, .. } => {
                let column = table.columns().first();
                (column.map(|column| Stop::Slot(Slot::Cell(*table, *id, *column))), None)
            }
        };
        if let Some(stop) = stop {
            self.focus(stop);
        }
        if let (Some(caret), Screen::Meeting(meeting)) = (caret, &mut self.screen) {
            meeting.set_caret(caret);
        }
    }
}

impl Meeting {
    /// What a change was, in a few words.
    fn words_of(&self, change: &Change) -> String {
        match change {
            Change::Text { slot, .. }
                if matches!(
                    self.case.field(slot).map(|field| field.kind()),
                    Some(Kind::Choice(_))
                ) =>
            {
                "an answer".to_owned()
            }
            other => other.words(),
        }
    }

    /// Puts the caret at a byte of the text being edited.
    pub(super) fn set_caret(&mut self, byte: usize) {
        if let Some(editor) = &mut self.editor {
            editor.set_caret(byte);
        }
    }
}
