//! What was changed here and elsewhere: the list, and both texts of what is chosen.

use ratatui::layout::Rect;

use super::dialog::{height_of, middle};
use super::paint::Paint;
use super::theme;
use crate::app::Model;
use crate::app::meeting::Meeting;

const HEAD: &str =
    "These places were changed here and elsewhere. Both versions are kept in the history folder.";

/// The most rows of the list of places.
const MOST: u16 = 6;

pub(super) fn draw(model: &Model, chosen: usize, body: Rect, paint: &mut Paint<'_>) {
    let questions = model.meeting().map(Meeting::questions).unwrap_or_default();
    let Some(question) = questions.get(chosen) else { return };
    let width = 74.min(body.width);
    let inner = width.saturating_sub(4);
    let texts = [("m  Mine", &question.mine), ("t  Theirs", &question.theirs)];
    let listed = u16::try_from(questions.len()).unwrap_or(MOST).min(MOST);
    let head = height_of(HEAD, inner);
    let said: u16 = texts.iter().map(|(_, text)| height_of(text, inner).saturating_add(2)).sum();
    let rows = head.saturating_add(listed).saturating_add(said).saturating_add(1);
    let inside = paint.boxed(middle(body, width, rows), "Whose words?");
    let text = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let mut y = text.y;
    // On a screen that has no room for it, what is asked counts for more than why.
    if text.height > rows.min(12) {
        y +=
            paint.wrapped(Rect { height: head.min(text.height), ..text }, HEAD, theme::quiet()) + 1;
    }
    let top = (chosen + 1).saturating_sub(usize::from(listed));
    for (at, question) in questions.iter().enumerate().skip(top).take(listed.into()) {
        let row = Rect { y, height: 1, ..text };
        if y >= text.bottom() {
            return;
        }
        let mark = if at == chosen { '›' } else { ' ' };
        paint.line(row, &format!("{mark} {}", question.place), theme::plain());
        if at == chosen {
            paint.fill(row, theme::chosen());
            paint.caret_at(row, row.x, row.y);
        }
        y += 1;
    }
    let left = text.bottom().saturating_sub(y);
    if left < 6 {
        // Only the beginnings fit, one line each.
        for (label, words) in texts {
            let words = words.replace('\n', " ");
            paint.line(Rect { y, height: 1, ..text }, &format!("{label}: {words}"), theme::plain());
            y = (y + 1).min(text.bottom().saturating_sub(1));
        }
        return;
    }
    for (at, (label, words)) in (0_u16..).zip(texts) {
        if y + 1 >= text.bottom() {
            return;
        }
        paint.line(Rect { y: y + 1, height: 1, ..text }, label, theme::heading());
        // The first text leaves room for the second.
        let room = if at == 0 { left / 2 } else { text.bottom().saturating_sub(y) };
        let height = room.saturating_sub(2);
        y += 2 + paint.wrapped(Rect { y: y + 2, height, ..text }, words, theme::plain());
    }
}
