//! Reviewing: one open case at a time over the whole screen.

use ratatui::layout::Rect;

use super::overview;
use super::paint::Paint;
use super::theme;
use crate::app::round::Round;
use crate::app::{Model, wrap};
use crate::domain::text::capital;

pub(super) fn draw(model: &Model, round: &Round, area: Rect, paint: &mut Paint<'_>) {
    let inside = area.inner(ratatui::layout::Margin::new(2.min(area.width / 20), 0));
    let done = if round.is_done() { " · verdict given" } else { "" };
    let words =
        format!("Case {} of {} · {} left{done}", round.place(), round.count(), round.left());
    paint.line(Rect { height: 1, ..inside }, &words, theme::strong());
    let note_rows = if round.note.is_some() { 2 } else { 0 };
    let body =
        Rect { y: inside.y + 1, height: inside.height.saturating_sub(1 + note_rows), ..inside };
    match (&round.case, &round.error) {
        (Some((case, _)), _) => {
            let lines = overview::lines(case, &model.reference, model.now.today());
            scrolled(&lines, round.scroll, body, paint);
        }
        (None, Some(error)) => {
            paint.wrapped(body, &format!("! {error}"), theme::wrong());
        }
        (None, None) => {}
    }
    if let Some((verdict, note)) = &round.note {
        let y = inside.bottom().saturating_sub(2);
        let words = format!("{}. A line of note, then Enter:", capital(verdict.label()));
        paint.line(Rect { y, height: 1, ..inside }, &words, theme::strong());
        typed_line(Rect { y: y + 1, height: 1, ..inside }, note, paint);
    }
}

/// Draws lines wrapped and scrolled, with a mark where more is below.
pub(super) fn scrolled(
    lines: &[(String, ratatui::style::Style)],
    scroll: u16,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let rows: Vec<(u16, &str, ratatui::style::Style)> = lines
        .iter()
        .flat_map(|(text, style)| {
            let rows = wrap::hung(text, area.width.saturating_sub(1)).into_iter();
            rows.map(|(indent, words)| (indent, words, *style))
        })
        .collect();
    let most = rows.len().saturating_sub(area.height.into());
    let top = usize::from(scroll).min(most);
    for (line, (indent, text, style)) in area.rows().zip(rows.iter().skip(top)) {
        let line = Rect { x: line.x + indent, width: line.width.saturating_sub(*indent), ..line };
        paint.line(line, text, *style);
    }
    if top < most && area.height > 0 {
        paint.span(area.right().saturating_sub(1), area.bottom() - 1, "↓", theme::quiet());
    }
}

/// A line being typed, scrolled sideways so that the caret is seen.
pub(super) fn typed_line(area: Rect, editor: &crate::app::editor::Editor, paint: &mut Paint<'_>) {
    let text = editor.text();
    let room = area.width.saturating_sub(1);
    let mut from = editor.caret();
    let mut before = 0;
    while from > 0 {
        let start = wrap::before(&text, from);
        let wide = wrap::width(text.get(start..from).unwrap_or_default());
        if wide > room - before {
            break;
        }
        before += wide;
        from = start;
    }
    let shown = text.get(from..).unwrap_or_default();
    paint.span(area.x, area.y, &wrap::cut(shown, area.width), theme::plain());
    paint.caret_at(area, area.x + before, area.y);
}
