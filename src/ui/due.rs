//! What falls due in all cases, week by week.

use ratatui::layout::Rect;

use super::paint::Paint;
use super::theme;
use crate::app::Model;
use crate::app::due::DueList;
use crate::domain::date::{Date, long, shortest};
use crate::domain::due::{Due, Week};
use crate::domain::text::capital;

/// The rows below the list that say the chosen line in full.
const DETAIL: u16 = 5;

/// A row of the list.
enum Row<'a> {
    Week(Week, usize),
    Due(usize, &'a Due),
}

pub(super) fn draw(model: &Model, list: &DueList, area: Rect, paint: &mut Paint<'_>) {
    let today = model.now.today();
    head(list, today, Rect { height: 1, ..area }, paint);
    let mut body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if body.height >= DETAIL + 6 {
        body.height -= DETAIL;
        let below = Rect { y: body.bottom(), height: DETAIL, ..body };
        detail(list, today, below, paint);
    }
    let rows = rows(list, today);
    if rows.is_empty() {
        let words = if list.reading { " Reading the cases …" } else { " Nothing falls due." };
        paint.line(body, words, theme::plain());
    }
    let chosen = rows.iter().position(|row| matches!(row, Row::Due(at, _) if *at == list.chosen));
    // The heading of the first week is seen together with its first line.
    let chosen = chosen.filter(|at| *at > 1).unwrap_or(0);
    let top = (chosen + 1).saturating_sub(body.height.into());
    for (y, row) in body.rows().zip(rows.iter().skip(top)) {
        match row {
            Row::Week(week, count) => {
                let style = if *week == Week::Overdue { theme::wrong() } else { theme::heading() };
                paint.line(y, &format!(" {} ({count})", week_words(*week)), style);
            }
            Row::Due(at, due) => {
                let here = *at == list.chosen;
                line(due, here, today, y, paint);
                if here {
                    paint.chosen_row(y, model.dialog.is_none());
                }
            }
        }
    }
}

fn head(list: &DueList, today: Date, area: Rect, paint: &mut Paint<'_>) {
    if let Some(error) = &list.error {
        paint.line(area, &format!(" ! {error}"), theme::wrong());
        return;
    }
    let overdue = list.due.iter().filter(|due| due.is_overdue(today)).count();
    let reading = if list.reading { ", still reading" } else { "" };
    let unread = match list.unread {
        0 => String::new(),
        1 => " · ! one case cannot be read".to_owned(),
        more => format!(" · ! {more} cases cannot be read"),
    };
    let words = format!(" {} due, {overdue} overdue{reading}{unread}", list.due.len());
    paint.line(area, &words, theme::quiet());
}

fn rows(list: &DueList, today: Date) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut shown = None;
    for (at, due) in list.due.iter().enumerate() {
        let week = due.week(today);
        if shown != Some(week) {
            let count = list.due.iter().filter(|other| other.week(today) == week).count();
            rows.push(Row::Week(week, count));
            shown = Some(week);
        }
        rows.push(Row::Due(at, due));
    }
    rows
}

fn week_words(week: Week) -> String {
    match week {
        Week::Overdue => "! Overdue".to_owned(),
        Week::This => "This week".to_owned(),
        Week::Next => "Next week".to_owned(),
        Week::Of(monday) => format!("Week of {}", long(monday)),
    }
}

fn line(due: &Due, here: bool, today: Date, area: Rect, paint: &mut Paint<'_>) {
    let (mark, style) =
        if due.is_overdue(today) { ("! ", theme::wrong()) } else { ("", theme::plain()) };
    let fits = |least: u16, wanted: u16| if area.width >= least { wanted } else { 0 };
    let who = if due.who.is_empty() { String::new() } else { format!(" – {}", due.who) };
    let cells = [
        (1, if here { "›" } else { " " }, theme::strong()),
        (13, &*format!("{mark}{}", shortest(due.on, today)), style),
        (fits(100, 11), due.case.as_str(), theme::plain()),
        (fits(60, (area.width / 4).min(30)), &due.child, theme::plain()),
        (area.width, &format!("{}{who}", due.what), theme::plain()),
    ];
    paint.cells(area, &cells);
}

/// The chosen line in full.
fn detail(list: &DueList, today: Date, area: Rect, paint: &mut Paint<'_>) {
    let Some(due) = list.chosen() else { return };
    let late = if due.is_overdue(today) { " – ! overdue" } else { "" };
    let who = if due.who.is_empty() { "nobody named" } else { &due.who };
    let text = format!(
        "{}: {}{late}\n{}\n{who} · {}, {}",
        capital(due.kind.label()),
        long(due.on),
        due.what,
        due.child,
        due.case,
    );
    paint.under_a_rule(area, &text);
}
