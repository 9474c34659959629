//! The form of an agenda item: its fields and rows as strips one below the other, scrolled so that
//! the caret is seen.

mod build;
mod conditions;
mod dates;
mod review;

use ratatui::layout::Rect;

use crate::app::editor::Editor;
use crate::app::layout::ValuePlace;
use crate::app::wrap::{self, Row};
use crate::ui::paint::Paint;
use crate::ui::theme;

pub(super) use build::strips;

/// One thing in a form, over the whole width.
pub(super) struct Strip {
    height: u16,
    focused: bool,
    kind: Kind,
}

/// What a strip shows.
enum Kind {
    /// Nothing.
    Gap,
    /// Wrapped words, after a few that stand on the left of the first row.
    Words { lead: String, text: String, rows: Vec<Row>, x: u16, style: ratatui::style::Style },
    /// A label and what was filled in.
    Field(Box<FieldStrip>),
    /// Something that Enter presses.
    Button { text: String, x: u16 },
}

/// A field: its label, its text in rows, and what is to be said about it.
struct FieldStrip {
    label: String,
    indent: u16,
    place: ValuePlace,
    text: String,
    rows: Vec<Row>,
    /// Whether nothing was recorded, so that the text only says so.
    blank: bool,
    choice: bool,
    /// What the words are read as, or why they cannot be.
    aside: Option<Aside>,
    editor: Option<Editor>,
}

/// Words below a field, over the width of the form.
struct Aside {
    text: String,
    rows: Vec<Row>,
    wrong: bool,
}

impl Aside {
    fn new(text: String, wrong: bool, width: u16) -> Self {
        let rows = wrap::rows(&text, width.max(1));
        Self { text, rows, wrong }
    }
}

impl Strip {
    fn gap() -> Self {
        Self { height: 1, focused: false, kind: Kind::Gap }
    }

    fn words(text: String, x: u16, width: u16, style: ratatui::style::Style) -> Self {
        let rows = wrap::rows(&text, width.saturating_sub(x).max(1));
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        Self {
            height,
            focused: false,
            kind: Kind::Words { lead: String::new(), text, rows, x, style },
        }
    }

    /// A point: what does not fit on its first row goes on below its words.
    fn point(text: String, width: u16, style: ratatui::style::Style) -> Self {
        Self::signed('·', text, width, style)
    }

    /// A point with a sign of its own.
    fn signed(sign: char, text: String, width: u16, style: ratatui::style::Style) -> Self {
        let mut strip = Self::words(text, 4, width, style);
        if let Kind::Words { lead, .. } = &mut strip.kind {
            lead.push(sign);
        }
        strip
    }

    /// A numbered row: its words stand in a column beside the number.
    fn numbered(n: usize, text: String, width: u16, style: ratatui::style::Style) -> Self {
        let mut strip = Self::words(text, 5, width, style);
        if let Kind::Words { lead, .. } = &mut strip.kind {
            *lead = format!("{n:>2}");
        }
        strip
    }

    fn button(text: String, x: u16, focused: bool) -> Self {
        Self { height: 1, focused, kind: Kind::Button { text, x } }
    }

    fn focused(self, focused: bool) -> Self {
        Self { focused, ..self }
    }

    fn field(field: FieldStrip, focused: bool) -> Self {
        let rows = u16::try_from(field.rows.len()).unwrap_or(u16::MAX);
        let aside = field.aside.as_ref().map_or(0, |aside| aside.rows.len());
        let aside = u16::try_from(aside).unwrap_or(u16::MAX);
        let height = rows.saturating_add(aside).saturating_add(u16::from(!field.place.beside));
        Self { height, focused, kind: Kind::Field(Box::new(field)) }
    }

    /// The row of the strip that must be seen: where the caret is.
    fn caret_row(&self) -> u16 {
        let Kind::Field(field) = &self.kind else { return 0 };
        let Some(editor) = &field.editor else { return 0 };
        let (row, _) = wrap::find(&field.text, &field.rows, editor.caret());
        u16::try_from(row).unwrap_or(u16::MAX).saturating_add(u16::from(!field.place.beside))
    }
}

/// Draws strips into an area.
pub(super) fn draw(strips: &[Strip], area: Rect, paint: &mut Paint<'_>) {
    let total: u32 = strips.iter().map(|strip| u32::from(strip.height)).sum();
    let top = scroll(strips, total, area.height);
    let mut y: i64 = -i64::from(top);
    for strip in strips {
        let bottom = y + i64::from(strip.height);
        if bottom > 0 && y < i64::from(area.height) {
            strip.draw(area, y, paint);
        }
        y = bottom;
    }
    if total > u32::from(area.height) && area.height > 0 {
        let more = if u32::from(area.height) + top < total { "↓" } else { " " };
        paint.span(area.right().saturating_sub(1), area.bottom() - 1, more, theme::quiet());
        if top > 0 {
            paint.span(area.right().saturating_sub(1), area.y, "↑", theme::quiet());
        }
    }
}

/// How many rows are above the area: so many that the caret is in its upper two thirds, and none
/// while everything fits.
fn scroll(strips: &[Strip], total: u32, height: u16) -> u32 {
    let mut above: u32 = 0;
    let mut caret: u32 = 0;
    for strip in strips {
        if strip.focused {
            caret = above + u32::from(strip.caret_row());
            break;
        }
        above += u32::from(strip.height);
    }
    let most = total.saturating_sub(u32::from(height));
    caret.saturating_sub(u32::from(height) * 2 / 3).min(most)
}

impl Strip {
    fn draw(&self, area: Rect, y: i64, paint: &mut Paint<'_>) {
        match &self.kind {
            Kind::Gap => {}
            Kind::Words { lead, text, rows, x, style } => {
                if let Some(line) = row_of(at(area, 2), y) {
                    paint.span(line.x, line.y, lead, *style);
                }
                draw_rows(text, rows, *style, at(area, *x), y, paint);
                if self.focused {
                    marker(area, y, paint);
                }
            }
            Kind::Button { text, x } => {
                if let Some(line) = row_of(at(area, *x), y) {
                    let style = if self.focused { theme::chosen() } else { theme::quiet() };
                    paint.line(line, text, style);
                }
                if self.focused {
                    marker(area, y, paint);
                }
            }
            Kind::Field(field) => field.draw(self.focused, area, y, paint),
        }
    }
}

impl FieldStrip {
    fn draw(&self, focused: bool, area: Rect, y: i64, paint: &mut Paint<'_>) {
        if let Some(line) = row_of(at(area, self.indent), y) {
            let style = if focused { theme::strong() } else { theme::quiet() };
            paint.line(line, &self.label, style);
        }
        if focused && let Some(line) = row_of(area, y) {
            paint.span(line.x, line.y, "›", theme::strong());
        }
        let first = y + i64::from(!self.place.beside);
        let value =
            Rect { width: self.place.width + 1, ..at(area, self.place.x) }.intersection(area);
        let style = match (self.blank, focused) {
            (true, false) => theme::quiet(),
            (_, true) if self.choice => theme::chosen(),
            _ => theme::plain(),
        };
        draw_rows(&self.text, &self.rows, style, value, first, paint);
        self.draw_selection(value, first, paint);
        if let Some(Aside { text, rows, wrong }) = &self.aside {
            let below = first + i64::try_from(self.rows.len()).unwrap_or(0);
            let style = if *wrong { theme::wrong() } else { theme::good() };
            draw_rows(text, rows, style, at(area, self.indent + 2), below, paint);
        }
        if focused {
            let caret = self.editor.as_ref().map_or(0, Editor::caret);
            let (row, cell) = wrap::find(&self.text, &self.rows, caret);
            let y = first + i64::try_from(row).unwrap_or(0);
            if let Some(line) = row_of(value, y) {
                paint.caret_at(value, line.x + cell, line.y);
            }
        }
    }

    fn draw_selection(&self, area: Rect, y: i64, paint: &mut Paint<'_>) {
        let Some((start, end)) = self.editor.as_ref().and_then(Editor::selection) else { return };
        for (n, row) in self.rows.iter().enumerate() {
            let (from, to) = (start.max(row.start), end.min(row.end));
            let line = row_of(area, y + i64::try_from(n).unwrap_or(0));
            if let (Some(line), true) = (line, from < to) {
                let x = wrap::width(self.text.get(row.start..from).unwrap_or_default());
                let wide = wrap::width(self.text.get(from..to).unwrap_or_default());
                let marked = Rect { x: line.x + x, width: wide, ..line };
                paint.fill(marked.intersection(line), theme::selection());
            }
        }
    }
}

/// The rows of a text that are inside an area, from a row that may be above it.
fn draw_rows(
    text: &str,
    rows: &[Row],
    style: ratatui::style::Style,
    area: Rect,
    y: i64,
    paint: &mut Paint<'_>,
) {
    let hidden = usize::try_from(-y).unwrap_or(0);
    let first = y + i64::try_from(hidden).unwrap_or(0);
    for (n, row) in rows.iter().skip(hidden).take(area.height.into()).enumerate() {
        let Some(line) = row_of(area, first + i64::try_from(n).unwrap_or(i64::MAX)) else { break };
        let shown = text.get(row.start..row.end).unwrap_or_default();
        let style = if shown.is_empty() { theme::plain() } else { style };
        paint.line(line, shown.trim_end_matches(' '), style);
    }
}

/// The part of an area from a column on.
fn at(area: Rect, x: u16) -> Rect {
    let x = x.min(area.width);
    Rect { x: area.x + x, width: area.width - x, ..area }
}

/// One row of an area, if it is inside.
fn row_of(area: Rect, y: i64) -> Option<Rect> {
    let y = u16::try_from(y).ok().filter(|y| *y < area.height)?;
    Some(Rect { y: area.y + y, height: 1, ..area })
}

/// The mark of what has the focus where there is no text; the cursor stands there too.
fn marker(area: Rect, y: i64, paint: &mut Paint<'_>) {
    if let Some(line) = row_of(area, y) {
        paint.span(line.x, line.y, "›", theme::strong());
        paint.caret_at(area, line.x, line.y);
    }
}
