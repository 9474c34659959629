//! The meeting: the agenda on the left, the item's fields in the middle, its prompts above or
//! beside them.

use ratatui::layout::Rect;

use super::form;
use super::paint::Paint;
use super::theme;
use crate::app::layout::panes;
use crate::app::meeting::Meeting;
use crate::app::parts::{part_name, same_part};
use crate::app::{Model, wrap};
use crate::domain::childs_part::InRoom;
use crate::domain::date::Date;
use crate::domain::profile::{Item, Part};
use crate::domain::progress::{Progress, progress};

pub(super) fn draw(model: &Model, meeting: &Meeting, paint: &mut Paint<'_>) {
    let panes = panes(model.size);
    if let Some(area) = panes.stepper {
        stepper(meeting, model.now.today(), area, paint);
    }
    let Some(item) = meeting.profile.agenda.get(meeting.item) else { return };
    if let Some(area) = panes.prompts {
        prompts_beside(item, area, paint);
    }
    let mut area = panes.form;
    let used = head(model, meeting, item, area, panes.prompts.is_some(), paint);
    area.y += used;
    area.height = area.height.saturating_sub(used);
    let strips = form::strips(model, meeting, item, area.width);
    form::draw(&strips, area, paint);
}

/// The agenda with the state of every item, told by a symbol.
fn stepper(meeting: &Meeting, today: Date, area: Rect, paint: &mut Paint<'_>) {
    paint.right_rule(area);
    let width = area.width.saturating_sub(2);
    let mut y = area.y;
    let here = meeting.profile.agenda.get(meeting.item);
    let child = meeting.case.child_in_room(&meeting.profile, today);
    let mut shown: Option<&Item> = None;
    for (at, item) in meeting.profile.agenda.iter().enumerate() {
        if y >= area.bottom() {
            return;
        }
        let first = shown.is_none_or(|shown| !same_part(shown, item));
        shown = Some(item);
        if first && item.part != Part::Details {
            let line = Rect { y, width, height: 1, ..area };
            part_line(meeting, item, here, line, paint);
            y += 1;
        }
        if item.part != Part::Details && !here.is_some_and(|here| same_part(here, item)) {
            continue;
        }
        if child == Some(InRoom::From(at)) {
            paint.line(Rect { y, width, height: 1, ..area }, JOINS, theme::heading());
            y += 1;
        }
        let state = progress(&meeting.case, &meeting.profile, item, &meeting.findings);
        let number =
            meeting.profile.number(at).map_or_else(|| " ".to_owned(), |n| format!("{n:>3} "));
        let here = at == meeting.item;
        let mark = if here { '›' } else { ' ' };
        let words = format!("{mark}{}{number}{}", state.symbol(), item.title);
        let style = match (here, state) {
            (true, _) => theme::strong(),
            (false, Progress::Attention) => theme::wrong(),
            (false, Progress::Complete) => theme::good(),
            (false, _) => theme::plain(),
        };
        paint.line(Rect { y, width, height: 1, ..area }, &words, style);
        y += 1;
    }
    legend(child, Rect { y, width, height: area.bottom().saturating_sub(y), ..area }, paint);
}

/// Where the child comes in, in the agenda.
const JOINS: &str = " » child joins here";

/// What the symbols mean, at the foot of the agenda, as far as there is room.
fn legend(child: Option<InRoom>, area: Rect, paint: &mut Paint<'_>) {
    let legend = [Progress::Empty, Progress::Begun, Progress::Complete, Progress::Attention];
    let rows = u16::try_from(legend.len()).unwrap_or(0);
    if area.height < rows {
        return;
    }
    for (n, state) in (0_u16..).zip(legend) {
        let line = Rect { y: area.bottom() - rows + n, height: 1, ..area };
        paint.line(line, &format!(" {} {}", state.symbol(), state.label()), theme::quiet());
    }
    let child = match child {
        Some(InRoom::Throughout) => " » child throughout",
        Some(InRoom::Never) => " » child is told afterwards",
        Some(InRoom::Partly) => " » child for part of it",
        Some(InRoom::From(_)) | None => return,
    };
    if area.height > rows {
        let line = Rect { y: area.bottom() - rows - 1, height: 1, ..area };
        paint.line(line, child, theme::quiet());
    }
}

/// The line of a part: its name, and how far its items have come while they are not listed.
fn part_line(
    meeting: &Meeting,
    first: &Item,
    here: Option<&Item>,
    line: Rect,
    paint: &mut Paint<'_>,
) {
    let name = part_name(&meeting.case, first);
    if here.is_some_and(|here| same_part(here, first)) {
        return paint.line(line, &format!("   {name}"), theme::heading());
    }
    let items = meeting.profile.agenda.iter().filter(|item| same_part(item, first));
    let states: Vec<Progress> = items
        .map(|item| progress(&meeting.case, &meeting.profile, item, &meeting.findings))
        .collect();
    let whole = states.iter().filter(|state| **state == Progress::Complete).count();
    let state = Progress::of_all(&states);
    let words = format!(" {} {name}, {whole} of {}", state.symbol(), states.len());
    let style = match state {
        Progress::Attention => theme::wrong(),
        Progress::Complete => theme::good(),
        _ => theme::quiet(),
    };
    paint.line(line, &words, style);
}

/// The item's title and state, and where there is room above the fields its prompts; returns the
/// rows used.
fn head(
    model: &Model,
    meeting: &Meeting,
    item: &Item,
    area: Rect,
    beside: bool,
    paint: &mut Paint<'_>,
) -> u16 {
    let state = progress(&meeting.case, &meeting.profile, item, &meeting.findings);
    let number =
        meeting.profile.number(meeting.item).map_or_else(String::new, |n| format!("{n}  "));
    let child = child_here(meeting, item, model.now.today());
    let mut words = format!(" {number}{} – {}{child}", item.title, state.label());
    if wrap::width(&words) > area.width && !child.is_empty() {
        // The agenda tells the state too.
        words = format!(" {number}{}{child}", item.title);
    }
    paint.line(Rect { height: 1, ..area }, &words, theme::heading());
    let mut inside =
        Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), height: 2 };
    let mut used = 1;
    if let Some(remark) = meeting.profile.remark_on(&meeting.case) {
        used += paint.wrapped(inside, &format!("! {remark}"), theme::wrong());
        inside.y = area.y + used;
    }
    if beside || area.height < 14 {
        return used;
    }
    inside.height = (area.height / 5).min(4);
    let prompts = item.prompts.join(" ");
    used + paint.wrapped(inside, &prompts, theme::quiet()) + 1
}

/// A word on whether the child is listening, after the title of an item of the meeting.
fn child_here(meeting: &Meeting, item: &Item, today: Date) -> &'static str {
    let child = meeting.case.child_in_room(&meeting.profile, today);
    let held = item.part == Part::Meeting && meeting.case.issued.is_empty();
    match child.filter(|_| held) {
        Some(InRoom::From(first)) if first == meeting.item => " · child joins now",
        Some(child) if child.is_there(meeting.item) => " · child here",
        _ => "",
    }
}

fn prompts_beside(item: &Item, area: Rect, paint: &mut Paint<'_>) {
    let mut inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    paint.line(Rect { height: 1, ..inside }, "Prompts", theme::heading());
    inside.y += 1;
    inside.height = inside.height.saturating_sub(1);
    for prompt in &item.prompts {
        let used = paint.wrapped(inside, prompt, theme::quiet()) + 1;
        inside.y += used.min(inside.height);
        inside.height = inside.height.saturating_sub(used);
    }
}
