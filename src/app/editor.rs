//! The text field: what can be done to a text with a caret and a selection.
//!
//! The only file that knows tui-textarea, which holds the text, the caret and the selection. What
//! it does by code points is done here by whole characters, and wrapping is [`super::wrap`]'s.

use std::borrow::Cow;

use tui_textarea::{CursorMove, TextArea};
use unicode_segmentation::UnicodeSegmentation;

use super::wrap;
use crate::domain::text::{clean, clean_line};

/// How many lines a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Any number.
    Many,
    /// One: a newline becomes a space.
    One,
}

/// A movement of the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Step {
    Left,
    Right,
    WordLeft,
    WordRight,
    RowStart,
    RowEnd,
    TextStart,
    TextEnd,
    Up,
    Down,
}

/// Whether a movement takes text into the selection or drops the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Select {
    Extend,
    Drop,
}

/// A text being edited.
#[derive(Clone, Debug)]
pub struct Editor {
    area: TextArea<'static>,
    lines: Lines,
    /// The cell that Up and Down aim at, kept while only they are pressed.
    goal: Option<u16>,
}

impl PartialEq for Editor {
    fn eq(&self, other: &Self) -> bool {
        self.area.lines() == other.area.lines()
            && self.area.cursor() == other.area.cursor()
            && self.area.selection_range() == other.area.selection_range()
            && (self.lines, self.goal) == (other.lines, other.goal)
    }
}

impl Editor {
    /// An editor of a text, the caret at its end.
    pub fn new(text: &str, lines: Lines) -> Self {
        let text = match lines {
            Lines::Many => clean(text).into_owned(),
            Lines::One => clean_line(text),
        };
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_max_histories(0); // Undo belongs to the case, not to one field.
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, lines, goal: None }
    }

    /// The text.
    pub fn text(&self) -> Cow<'_, str> {
        match self.area.lines() {
            [line] => Cow::Borrowed(line),
            lines => Cow::Owned(lines.join("\n")),
        }
    }

    /// How many lines the field takes.
    pub fn lines(&self) -> Lines {
        self.lines
    }

    /// The byte at which the caret stands.
    pub fn caret(&self) -> usize {
        self.byte(self.area.cursor())
    }

    /// The bytes that are selected.
    pub fn selection(&self) -> Option<(usize, usize)> {
        let (start, end) = self.area.selection_range()?;
        let range = (self.byte(start), self.byte(end));
        (range.0 != range.1).then_some(range)
    }

    /// The text that is selected.
    pub fn selected(&self) -> String {
        let text = self.text();
        self.selection()
            .and_then(|(start, end)| text.get(start..end))
            .unwrap_or_default()
            .to_owned()
    }

    /// Puts the caret at a byte, or at the character that holds it.
    pub fn set_caret(&mut self, byte: usize) {
        self.goal = None;
        self.area.cancel_selection();
        self.go_to(byte);
    }

    /// Puts text in at the caret, in place of the selection.
    pub fn insert(&mut self, text: &str) {
        self.goal = None;
        let text = match self.lines {
            Lines::Many => clean(text),
            Lines::One => Cow::Owned(clean_line(text)),
        };
        if self.selection().is_none() {
            self.area.cancel_selection();
        }
        self.area.insert_str(&text);
        // A mark typed after its letter joins it: the caret must not stand between the two.
        self.go_to(self.caret());
    }

    /// Deletes the selection, or what lies between the caret and where a step would take it.
    pub fn delete(&mut self, step: Step, width: u16) {
        if self.selection().is_none() {
            self.area.cancel_selection();
            self.area.start_selection();
            self.go_to(self.target(step, width));
        }
        self.goal = None;
        if self.selection().is_some() {
            self.area.delete_char();
        }
        self.area.cancel_selection();
        self.go_to(self.caret());
    }

    /// Moves the caret. `width` is the width in cells at which the text is wrapped.
    pub fn step(&mut self, step: Step, select: Select, width: u16) {
        let target = match (self.selection(), select, step) {
            (Some((start, _)), Select::Drop, Step::Left) => start,
            (Some((_, end)), Select::Drop, Step::Right) => end,
            _ => self.target(step, width),
        };
        let goal = matches!(step, Step::Up | Step::Down).then(|| self.goal_cell(width));
        match select {
            Select::Drop => self.area.cancel_selection(),
            Select::Extend if self.area.selection_range().is_none() => self.area.start_selection(),
            Select::Extend => {}
        }
        self.go_to(target);
        self.goal = goal;
    }

    /// Selects the whole text.
    pub fn select_all(&mut self) {
        self.set_caret(0);
        self.area.start_selection();
        self.go_to(self.text().len());
    }

    /// Whether the caret is in the first or last row, so that Up or Down leads out of the field.
    pub fn is_at_edge(&self, step: Step, width: u16) -> bool {
        let text = self.text();
        let rows = wrap::rows(&text, width);
        let (row, _) = wrap::find(&text, &rows, self.caret());
        match step {
            Step::Up => row == 0,
            Step::Down => row + 1 >= rows.len(),
            _ => false,
        }
    }

    fn goal_cell(&self, width: u16) -> u16 {
        self.goal.unwrap_or_else(|| {
            let text = self.text();
            wrap::find(&text, &wrap::rows(&text, width), self.caret()).1
        })
    }

    /// Where a step leads from the caret.
    fn target(&self, step: Step, width: u16) -> usize {
        let text = self.text();
        let at = self.caret();
        match step {
            Step::Left => wrap::before(&text, at),
            Step::Right => wrap::after(&text, at),
            Step::WordLeft => word_start_before(&text, at),
            Step::WordRight => word_end_after(&text, at),
            Step::TextStart => 0,
            Step::TextEnd => text.len(),
            Step::RowStart | Step::RowEnd | Step::Up | Step::Down => {
                let rows = wrap::rows(&text, width);
                let (row, _) = wrap::find(&text, &rows, at);
                match step {
                    Step::RowStart => rows.get(row).map_or(0, |row| row.start),
                    Step::RowEnd => wrap::byte_at(&text, &rows, row, u16::MAX),
                    Step::Up if row == 0 => 0,
                    Step::Up => wrap::byte_at(&text, &rows, row - 1, self.goal_cell(width)),
                    _ if row + 1 >= rows.len() => text.len(),
                    _ => wrap::byte_at(&text, &rows, row + 1, self.goal_cell(width)),
                }
            }
        }
    }

    /// Moves the caret to a byte, keeping the selection's other end. A byte inside a character
    /// means the place after it, as after typing the character's last mark.
    fn go_to(&mut self, byte: usize) {
        let mut left = byte;
        let mut row = 0;
        let last = self.area.lines().len().saturating_sub(1);
        for line in self.area.lines() {
            if left <= line.len() || row == last {
                break;
            }
            left -= line.len() + 1;
            row += 1;
        }
        let line = self.area.lines().get(row).map_or("", String::as_str);
        let end = wrap::boundary(line, left);
        let column = line.get(..end).map_or(0, |head| head.chars().count());
        if self.area.cursor() != (row, column) {
            self.jump(row, column);
        }
    }

    /// tui-textarea counts jumps in 16 bits. What is further is set anew, which drops a selection;
    /// where there is one, the way is walked from the caret or from the end of the line.
    fn jump(&mut self, row: usize, column: usize) {
        if let (Ok(row), Ok(column)) = (u16::try_from(row), u16::try_from(column)) {
            self.area.move_cursor(CursorMove::Jump(row, column));
            return;
        }
        if self.area.selection_range().is_none() {
            self.area.set_lines(self.area.lines().to_vec(), (row, column));
            return;
        }
        while self.area.cursor().0 < row {
            self.area.move_cursor(CursorMove::Down);
        }
        while self.area.cursor().0 > row {
            self.area.move_cursor(CursorMove::Up);
        }
        let length = self.area.lines().get(row).map_or(0, |line| line.chars().count());
        if length.saturating_sub(column) < self.area.cursor().1.abs_diff(column) {
            self.area.move_cursor(CursorMove::End);
        }
        while self.area.cursor().1 < column {
            self.area.move_cursor(CursorMove::Forward);
        }
        while self.area.cursor().1 > column {
            self.area.move_cursor(CursorMove::Back);
        }
    }

    /// The byte of a place given as line and code point.
    fn byte(&self, (row, column): (usize, usize)) -> usize {
        let lines = self.area.lines();
        let before: usize = lines.iter().take(row).map(|line| line.len() + 1).sum();
        let line = lines.get(row).map_or("", String::as_str);
        let inside = if line.is_ascii() {
            column.min(line.len())
        } else {
            line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
        };
        before + inside
    }
}

/// Where the word before a byte begins.
fn word_start_before(text: &str, at: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    let mut words = head.split_word_bound_indices().rev();
    words.find(|(_, word)| !word.trim().is_empty()).map_or(0, |(start, _)| start)
}

/// Where the word after a byte ends.
fn word_end_after(text: &str, at: usize) -> usize {
    let tail = text.get(at..).unwrap_or_default();
    let mut words = tail.split_word_bound_indices();
    let found = words.find(|(_, word)| !word.trim().is_empty());
    found.map_or(text.len(), |(start, word)| at + start + word.len())
}
