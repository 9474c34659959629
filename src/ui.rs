//! Drawing, and nothing but drawing: a screen is a function of the model.

mod cases;
mod dialog;
mod form;
mod meeting;
mod overview;
mod paint;
mod review;
mod room;
mod theme;

use chrono::Timelike;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::keymap::active;
use crate::app::layout::{frame as frame_of, too_small};
use crate::app::save::Saved;
use crate::app::{Model, Screen};
use paint::Paint;

/// Draws the whole screen.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut paint = Paint::new(frame.buffer_mut());
    if too_small(model.size) {
        let words = format!(
            "Too small ({}×{}). Typing and saving go on. Make the window larger.",
            model.size.width, model.size.height
        );
        paint.wrapped(area, &words, theme::plain());
        return;
    }
    let parts = frame_of(model.size);
    match &model.screen {
        Screen::Meeting(meeting) if meeting.room.is_some() => {
            room::draw(model, meeting, parts.body, &mut paint);
        }
        Screen::Meeting(meeting) => meeting::draw(model, meeting, &mut paint),
        Screen::Cases => cases::draw(model, &mut paint),
        Screen::Review(round) => review::draw(model, round, parts.body, &mut paint),
    }
    title(model, parts.title, &mut paint);
    notice(model, parts.notice, &mut paint);
    bar(model, parts.bar, &mut paint);
    if let Some(dialog) = &model.dialog {
        dialog::draw(model, dialog, parts.body, &mut paint);
    }
    if let Some(caret) = paint.caret {
        frame.set_cursor_position(caret);
    }
}

/// The title: what is on the screen on the left, the clock and the state of saving on the right.
fn title(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let demo = model.demo || model.meeting().is_some_and(|meeting| meeting.case.demo);
    let mut left = String::from(if demo { " DEMO · " } else { " " });
    let mut right = String::new();
    match &model.screen {
        Screen::Cases => left.push_str("Convenor · cases"),
        Screen::Review(_) => left.push_str("Convenor · reviewing open cases"),
        Screen::Meeting(meeting) if meeting.room.is_some() => {
            left.push_str(&model.profile.meeting_title);
        }
        Screen::Meeting(meeting) => {
            left.push_str(&meeting.case.child.name);
            left.push_str(" · ");
            left.push_str(&model.profile.meeting_title);
            if let Some(day) = meeting.case.meeting.on.day() {
                left.push_str(&format!(" · {}", crate::domain::date::long(day)));
            }
            right.push_str(&saved(&meeting.save.state()));
        }
    }
    let clock = format!("{:02}:{:02}", model.now.wall.hour(), model.now.wall.minute());
    let right = if right.is_empty() { format!("{clock} ") } else { format!("{right}  {clock} ") };
    paint.fill(area, theme::title());
    let width = crate::app::wrap::width(&right).min(area.width);
    let left_area = Rect { width: area.width - width, ..area };
    paint.line(left_area, &left, theme::title());
    paint.line(Rect { x: area.x + area.width - width, width, ..area }, &right, theme::title());
}

fn saved(state: &Saved) -> String {
    match state {
        Saved::Unchanged => "Saved".to_owned(),
        Saved::At(at) => format!("Saved {}", at.format("%H:%M:%S")),
        Saved::NotYet => "Not saved yet".to_owned(),
        Saved::Failed(_) => "! NOT SAVED".to_owned(),
    }
}

/// The last thing we told the user; while saving fails, always why.
fn notice(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let failed = model.meeting().map(|meeting| meeting.save.state());
    if let Some(notice) = &model.notice {
        let (mark, style) = if notice.wrong { ("! ", theme::wrong()) } else { ("", theme::quiet()) };
        paint.line(area, &format!(" {mark}{}", notice.text), style);
    } else if let Some(Saved::Failed(reason)) = failed {
        paint.line(area, &format!(" ! {reason}"), theme::wrong());
    }
}

/// The keys that work now, the most wanted first, as many as fit.
fn bar(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let scopes = model.scopes();
    let mut x = area.x + 1;
    for binding in active(&scopes) {
        let Some(chord) = binding.chords.first() else { continue };
        if binding.hint.is_empty() || model.hint_refusal(binding.action).is_some() {
            continue;
        }
        let key = chord.to_string();
        let width = crate::app::wrap::width(&key) + 1 + crate::app::wrap::width(binding.hint);
        if x + width > area.right() {
            continue;
        }
        x = paint.span(x, area.y, &key, theme::key());
        x = paint.span(x + 1, area.y, binding.hint, theme::quiet()) + 2;
    }
}
