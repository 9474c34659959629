//! The brush: writes text into the buffer, clipped, and remembers where the caret goes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear, Widget};

use super::theme;
use crate::app::wrap;

/// A buffer to draw on, and the place of the caret.
pub(super) struct Paint<'a> {
    buffer: &'a mut Buffer,
    /// Where the terminal's own cursor is to stand.
    pub caret: Option<Position>,
}

impl<'a> Paint<'a> {
    pub(super) fn new(buffer: &'a mut Buffer) -> Self {
        Self { buffer, caret: None }
    }

    /// Gives every cell of an area a style.
    pub(super) fn fill(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Writes one line, cut with an ellipsis where it does not fit. Spaces at its end may hang over.
    pub(super) fn line(&mut self, area: Rect, text: &str, style: Style) {
        if area.height > 0 {
            let text = wrap::cut(text.trim_end_matches(' '), area.width);
            self.buffer.set_stringn(area.x, area.y, text, area.width.into(), style);
        }
    }

    /// Writes text at a place, and says where it ends.
    pub(super) fn span(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let room = self.buffer.area.right().saturating_sub(x);
        self.buffer.set_stringn(x, y, text, room.into(), style).0
    }

    /// Marks the line of a list that is chosen, with the caret in it where that is here.
    pub(super) fn chosen_row(&mut self, row: Rect, has_caret: bool) {
        self.fill(row, theme::chosen());
        if has_caret {
            self.caret_at(row, row.x, row.y);
        }
    }

    /// Writes cells side by side, each with its width; one that is 0 wide has no room.
    pub(super) fn cells(&mut self, area: Rect, cells: &[(u16, &str, Style)]) {
        let mut x = area.x;
        for (width, text, style) in cells.iter().filter(|(width, ..)| *width > 0) {
            let width = (*width).min(area.right().saturating_sub(x));
            self.line(Rect { x, width, ..area }, text, *style);
            x = x.saturating_add(width + 1);
        }
    }

    /// A rule, and below it a text: the whole of what is chosen in a list.
    pub(super) fn under_a_rule(&mut self, area: Rect, text: &str) {
        let rule = "─".repeat(area.width.into());
        self.line(Rect { height: 1, ..area }, &rule, theme::quiet());
        let inside = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(1),
        };
        self.wrapped(inside, text, theme::plain());
    }

    /// Writes wrapped text from the top of an area; returns the rows it took.
    pub(super) fn wrapped(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let mut used = 0;
        for row in wrap::rows(text, area.width) {
            if used >= area.height {
                break;
            }
            let line = text.get(row.start..row.end).unwrap_or_default();
            self.buffer.set_stringn(area.x, area.y + used, line, area.width.into(), style);
            used += 1;
        }
        used
    }

    /// Empties an area.
    pub(super) fn blank(&mut self, area: Rect) {
        Clear.render(area, self.buffer);
    }

    /// Draws an empty box over whatever is there, and returns what is inside it.
    pub(super) fn boxed(&mut self, area: Rect, title: &str) -> Rect {
        Clear.render(area, self.buffer);
        let block = Block::bordered().title(format!(" {title} "));
        let inner = block.inner(area);
        block.render(area, self.buffer);
        inner
    }

    /// Draws a vertical rule along the right edge of an area.
    pub(super) fn right_rule(&mut self, area: Rect) {
        let x = area.right().saturating_sub(1);
        for y in area.top()..area.bottom() {
            self.buffer.set_string(x, y, "│", super::theme::quiet());
        }
    }

    /// Puts the caret at a place, if it is inside an area.
    pub(super) fn caret_at(&mut self, area: Rect, x: u16, y: u16) {
        let place = Position { x: x.min(area.right().saturating_sub(1)), y };
        if area.contains(place) {
            self.caret = Some(place);
        }
    }
}
