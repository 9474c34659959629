//! The states that a case has and had, and below them what differs between two.

use ratatui::layout::Rect;

use super::paint::Paint;
use super::review::scrolled;
use super::theme;
use crate::app::Model;
use crate::app::layout::states_panes;
use crate::app::states::{State, States};
use crate::domain::date::{Date, shortest};

pub(super) fn draw(model: &Model, states: &States, paint: &mut Paint<'_>) {
    let panes = states_panes(model.size, states.states.len());
    let count = states.states.len().saturating_sub(1);
    let earlier = match count {
        _ if states.reading => "reading the earlier states …".to_owned(),
        0 => "no earlier state".to_owned(),
        1 => "1 earlier state".to_owned(),
        more => format!("{more} earlier states"),
    };
    let child = states.states.iter().find_map(|state| state.case.as_ref().ok());
    let child = child.map_or_else(String::new, |case| format!(", {}", case.child.name));
    let head = format!(" {}{child}: {earlier}", states.case);
    paint.line(panes.head, &head, theme::quiet());
    list(model, states, panes.list, paint);
    if states.reading {
        return;
    }
    if let Some((early, late)) = states.two() {
        let title = format!(" From {} to {}:", early.name(), late.name());
        paint.line(panes.title, &title, theme::heading());
    }
    let said = states.said().into_iter();
    let lines: Vec<_> = said
        .map(|line| {
            let style = if line.starts_with(' ') || states.sections.is_empty() {
                theme::plain()
            } else {
                theme::strong()
            };
            (line, style)
        })
        .collect();
    let changes = panes.changes;
    let inside = Rect { x: changes.x + 1, width: changes.width.saturating_sub(1), ..changes };
    scrolled(&lines, states.scroll, inside, paint);
}

fn list(model: &Model, states: &States, area: Rect, paint: &mut Paint<'_>) {
    let top = (states.chosen + 1).saturating_sub(area.height.into());
    for (row, (at, state)) in area.rows().zip(states.states.iter().enumerate().skip(top)) {
        let here = at == states.chosen;
        let mark = if here { '›' } else { ' ' };
        let with = if at == states.with { '=' } else { ' ' };
        let words = format!("{mark}{with}{}", in_words(state, model.now.today(), area.width));
        paint.line(row, &words, theme::plain());
        if here {
            paint.chosen_row(row, model.dialog.is_none());
        }
    }
}

/// A state in words; where there is little room, without its size.
fn in_words(state: &State, today: Date, width: u16) -> String {
    let kind = state.kind.label();
    let Some(past) = state.past else { return format!(" now  what stands now      {kind}") };
    let when = format!("{} {}", shortest(past.at.date(), today), past.at.format("%H:%M:%S"));
    let bytes = if width < 60 { String::new() } else { format!("  {:>8}", state.size()) };
    let changed = match state.changed {
        None => "cannot be compared".to_owned(),
        Some(0) => "then nothing changed".to_owned(),
        Some(1) => "then 1 change".to_owned(),
        Some(more) => format!("then {more} changes"),
    };
    format!("{:>4}  {when:<20}  {kind:<7}{bytes}  {changed}", past.number)
}
