//! Drawing, and nothing but drawing: a screen is a function of the model.

mod cases;
mod dialog;
mod due;
mod form;
mod lock;
mod meeting;
mod overview;
mod paint;
mod review;
mod room;
mod states;
mod theme;

use chrono::Timelike;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::action::Action;
use crate::app::keymap::active;
use crate::app::layout::{Frame as Places, frame as frame_of, too_small};
use crate::app::save::Saved;
use crate::app::wrap::width;
use crate::app::{Model, Screen};
use crate::domain::case::{Issued, IssuedKind};
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
    if let Some(asked) = &model.lock {
        lock::draw(asked, parts.body, &mut paint);
        paint.fill(parts.title, theme::title());
        paint.line(parts.title, " Convenor · locked", theme::title());
    } else {
        screen(model, &parts, &mut paint);
    }
    bar(model, parts.bar, &mut paint);
    if let Some(dialog) = model.dialog.as_ref().filter(|_| model.lock.is_none()) {
        dialog::draw(model, dialog, parts.body, &mut paint);
    }
    if let Some(caret) = paint.caret {
        frame.set_cursor_position(caret);
    }
}

/// Draws what is on the screen, with its title and the last thing that we told.
fn screen(model: &Model, parts: &Places, paint: &mut Paint<'_>) {
    match &model.screen {
        Screen::Meeting(meeting) if meeting.room.is_some() => {
            room::draw(model, meeting, parts.body, paint);
        }
        Screen::Meeting(meeting) => meeting::draw(model, meeting, paint),
        Screen::Cases => cases::draw(model, paint),
        Screen::Review(round) => review::draw(model, round, parts.body, paint),
        Screen::Due(list) => due::draw(model, list, parts.body, paint),
        Screen::States(states) => states::draw(model, states, paint),
    }
    title(model, parts.title, paint);
    notice(model, parts.notice, paint);
}

/// The title: what is on the screen on the left, the clock and the state of saving on the right.
fn title(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let demo = model.demo || model.meeting().is_some_and(|meeting| meeting.case.demo);
    let mut left = String::from(if demo { " DEMO · " } else { " " });
    let mut right = String::new();
    match &model.screen {
        Screen::Cases => left.push_str("Convenor · cases"),
        Screen::Review(_) => left.push_str("Convenor · reviewing open cases"),
        Screen::Due(_) => left.push_str("Convenor · what falls due"),
        Screen::States(_) => left.push_str("Convenor · earlier states"),
        Screen::Meeting(meeting) if meeting.room.is_some() => {
            left.push_str(&meeting.profile.meeting_title);
        }
        Screen::Meeting(meeting) => {
            left.push_str(&meeting.case.child.name);
            left.push_str(" · ");
            match meeting.case.issued.last() {
                Some(issued) if meeting.case.is_closed() => {
                    left.push_str(match issued.kind {
                        IssuedKind::Agreement => "closed, agreement ",
                        IssuedKind::Redirection => "closed, redirection ",
                    });
                    left.push_str(&issued.number.to_string());
                }
                Some(Issued { kind: IssuedKind::Agreement, .. }) => {
                    left.push_str("correcting the agreement");
                }
                Some(_) => left.push_str("correcting the record"),
                None if meeting.case.adjourned().is_some() => left.push_str("adjourned"),
                None => left.push_str(&meeting.profile.meeting_title),
            }
            if let Some(day) = meeting.case.meeting.on.day() {
                left.push_str(" · ");
                left.push_str(&crate::domain::date::short(day));
            }
            right.push_str(&saved(&meeting.save.state()));
        }
    }
    let clock = format!("{:02}:{:02}", model.now.wall.hour(), model.now.wall.minute());
    let right = if right.is_empty() { format!("{clock} ") } else { format!(" {right}  {clock} ") };
    paint.fill(area, theme::title());
    let taken = width(&right).min(area.width);
    paint.line(Rect { width: area.width - taken, ..area }, &left, theme::title());
    paint.line(Rect { x: area.right() - taken, width: taken, ..area }, &right, theme::title());
}

fn saved(state: &Saved) -> String {
    match state {
        Saved::Unchanged => "Saved".to_owned(),
        Saved::At(at) => format!("Saved {}", at.format("%H:%M:%S")),
        Saved::NotYet => "Not saved yet".to_owned(),
        Saved::Failed(_) => "! NOT SAVED".to_owned(),
        Saved::Aside(at) => format!("! Kept aside {}", at.format("%H:%M:%S")),
    }
}

/// The last thing we told the user; while words are not where they belong, always why. The room
/// does not see it.
fn notice(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let state = model.meeting().map(|meeting| meeting.save.state());
    if model.meeting().is_some_and(|meeting| meeting.room.is_some()) {
        if matches!(state, Some(Saved::Failed(_) | Saved::Aside(_))) {
            paint.line(
                area,
                " ! Leave the room view: there is something to decide.",
                theme::wrong(),
            );
        }
        return;
    }
    let (text, style) = match (&model.notice, state) {
        (Some(notice), _) if notice.wrong => (format!("! {}", notice.text), theme::wrong()),
        (Some(notice), _) => (notice.text.clone(), theme::quiet()),
        (None, Some(Saved::Failed(reason))) => (format!("! {reason}"), theme::wrong()),
        (None, Some(Saved::Aside(_))) => (ASIDE.to_owned(), theme::wrong()),
        (None, _) => return,
    };
    // A long sentence takes the rows above, so that its end can be read too.
    let width = area.width.saturating_sub(2);
    let rows = u16::try_from(crate::app::wrap::rows(&text, width).len()).unwrap_or(1).clamp(1, 4);
    let top = area.y.saturating_sub(rows - 1);
    let whole = Rect { y: top, height: rows, ..area };
    paint.blank(whole);
    paint.wrapped(Rect { x: area.x + 1, width, ..whole }, &text, style);
}

const ASIDE: &str = "! The case was changed or damaged elsewhere. What you type is kept beside it. F2 decides whose words stand.";

/// The keys that work now, the most wanted first, as many as fit; the list of all of them always.
fn bar(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let mut shown = Vec::new();
    let hints: Vec<(String, &'static str, bool)> = active(&model.scopes())
        .into_iter()
        .filter(|binding| !binding.hint.is_empty() && model.hint_refusal(binding.action).is_none())
        .filter_map(|binding| {
            let chord = binding.chords.first()?.to_string();
            // The same thing by another key, further out, needs no second hint.
            if shown.contains(&binding.action) {
                return None;
            }
            shown.push(binding.action);
            Some((chord, binding.hint, binding.action == Action::Palette))
        })
        .collect();
    let wide = |(key, hint, _): &(String, &'static str, bool)| width(key) + 1 + width(hint);
    let palette = hints.iter().find(|hint| hint.2);
    let kept = palette.map_or(0, |hint| wide(hint) + 2);
    let mut x = area.x + 1;
    let mut draw = |hint: &(String, &'static str, bool), limit: u16| {
        if x + wide(hint) <= limit {
            x = paint.span(x, area.y, &hint.0, theme::key());
            x = paint.span(x + 1, area.y, hint.1, theme::quiet()) + 2;
        }
    };
    for hint in hints.iter().filter(|hint| !hint.2) {
        draw(hint, area.right().saturating_sub(kept));
    }
    if let Some(hint) = palette {
        draw(hint, area.right());
    }
}
