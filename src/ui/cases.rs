//! The case list, the preview of the chosen case, and the first screen of an empty store.

use ratatui::layout::Rect;

use super::overview;
use super::paint::Paint;
use super::review::{scrolled, typed_line};
use super::theme;
use crate::app::cases::{Line, Reading};
use crate::app::layout::list_panes;
use crate::app::{Model, wrap};
use crate::domain::case::Year;
use crate::domain::date::{Date, long, shortest};
use crate::domain::summary::Summary;

/// The rows below the list that say in full what a narrow line cuts short.
const DETAIL: u16 = 5;

pub(super) fn draw(model: &Model, paint: &mut Paint<'_>) {
    let (mut area, preview) = list_panes(model.size);
    if model.cases.count() == 0 {
        first_screen(model, area, paint);
        return;
    }
    if let Some(preview) = preview {
        paint.right_rule(Rect { width: area.width, ..area });
        area.width = area.width.saturating_sub(2);
        if let Some(case) = &model.cases.peek {
            let lines = overview::lines(case, &model.reference, model.now.today());
            let inside = Rect { width: preview.width.saturating_sub(1), ..preview };
            scrolled(&lines, 0, inside, paint);
        }
    }
    head(model, Rect { height: 1, ..area }, paint);
    let mut body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if preview.is_none() && body.height >= DETAIL + 6 {
        body.height -= DETAIL;
        detail(model, Rect { y: body.bottom(), height: DETAIL, ..body }, paint);
    }
    list(model, body, paint);
}

/// What is shown and in which order, or what is being looked for.
fn head(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let cases = &model.cases;
    if let Some(find) = cases.find.editor() {
        let label = format!(" Find ({}): ", cases.shown().len());
        let x = paint.span(area.x, area.y, &label, theme::strong());
        let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        if cases.find.is_typing() {
            typed_line(rest, find, paint);
        } else {
            paint.line(rest, &find.text(), theme::plain());
        }
        return;
    }
    let which = if cases.all { "all cases" } else { "open cases" };
    let reading = if cases.reading == Reading::Done { "" } else { ", still reading" };
    let count = cases.shown().len();
    let which = if count == 1 { which.trim_end_matches('s') } else { which };
    let words = format!(" {count} {which}, by {}{reading}", cases.sort.label());
    paint.line(area, &words, theme::quiet());
    if let Some(error) = &cases.error {
        paint.line(area, &format!(" ! {error}"), theme::wrong());
    }
}

fn list(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let height = usize::from(area.height);
    let chosen = model.cases.chosen;
    let top = (chosen + 1).saturating_sub(height);
    let lines = model.cases.shown().enumerate().skip(top).take(height);
    for (y, (at, line)) in area.rows().zip(lines) {
        let here = at == chosen;
        match line {
            Line::Case(summary) => case_line(model, summary, here, y, paint),
            Line::Unread { how, name, reason, .. } => {
                let mark = if here { '›' } else { ' ' };
                paint.line(y, &format!("{mark}! {how}: {name}: {reason}"), theme::wrong());
            }
        }
        if here {
            paint.chosen_row(y, model.dialog.is_none() && !model.cases.find.is_typing());
        }
    }
    if model.cases.shown().len() == 0 {
        let words = if model.cases.find.editor().is_some() {
            " Nothing is found. Esc shows every case again."
        } else {
            " There is no open case. a shows all cases, n begins a new one."
        };
        paint.line(area, words, theme::plain());
    }
}

fn case_line(model: &Model, summary: &Summary, here: bool, area: Rect, paint: &mut Paint<'_>) {
    let columns = Columns::at(area.width);
    let schools = both_schools(&summary.home_school, &summary.new_school, columns.schools);
    let stage = summary.stage.label();
    let stage = if columns.stage < 17 { summary.stage.word() } else { &stage };
    let overdue = summary.is_overdue(model.now.today());
    let next_style = if overdue { theme::wrong() } else { theme::plain() };
    let lead = name_or_initials(&summary.lead, columns.lead);
    let cells = [
        (1, if here { "›" } else { " " }, theme::strong()),
        (columns.reference, summary.id.as_str(), theme::plain()),
        (columns.child, &summary.child, theme::strong()),
        (columns.year, &year(summary.year), theme::plain()),
        (columns.schools, &schools, theme::plain()),
        (columns.stage, stage, theme::plain()),
        (columns.next, &next(summary, overdue, model.now.today()), next_style),
        (columns.tally, &tally(summary), theme::plain()),
        (columns.lead, &lead, theme::quiet()),
    ];
    paint.cells(area, &cells);
}

/// How wide each column is; one that is 0 wide has no room.
struct Columns {
    reference: u16,
    child: u16,
    year: u16,
    schools: u16,
    stage: u16,
    next: u16,
    tally: u16,
    lead: u16,
}

impl Columns {
    fn at(width: u16) -> Self {
        let fits = |least: u16, wanted: u16| if width >= least { wanted } else { 0 };
        let reference = fits(56, 11);
        let stage = fits(76, 10).max(fits(120, 17));
        let lead = fits(76, 3).max(fits(120, 18));
        let next = if width >= 90 { 30 } else { 17.min(width / 3) };
        let tally = fits(130, 17);
        let gaps = 7 + u16::from(tally > 0);
        let rest = width.saturating_sub(1 + reference + 3 + next + stage + tally + lead + gaps);
        let schools = fits(64, (rest * 11 / 20).min(50));
        Self { reference, child: rest - schools, year: 3, schools, stage, next, tally, lead }
    }
}

/// Home school → proposed school in so many cells, each with half of them.
fn both_schools(home: &str, new: &str, cells: u16) -> String {
    let whole = overview::schools(home, new);
    if wrap::width(&whole) <= cells || home.is_empty() || new.is_empty() {
        return whole;
    }
    let half = cells.saturating_sub(1) / 2;
    format!("{}→{}", wrap::cut(home, half), wrap::cut(new, half))
}

/// A name, or its initials where there is no room for it.
fn name_or_initials(name: &str, cells: u16) -> String {
    if cells > 5 {
        return name.to_owned();
    }
    let words = name.split([' ', '-']).filter(|word| !word.is_empty());
    words.filter_map(|word| word.chars().next()).collect()
}

fn year(year: Year) -> String {
    match year {
        Year::Unsaid => "–".to_owned(),
        Year::Reception => "R".to_owned(),
        other => other.label().replace("Year ", "Y"),
    }
}

fn next(summary: &Summary, overdue: bool, today: Date) -> String {
    match &summary.next {
        Some((what, on)) if overdue => {
            let count = match summary.overdue(today) {
                0 | 1 => String::new(),
                more => format!("{more} "),
            };
            format!("! {count}overdue {} {what}", shortest(*on, today))
        }
        Some((what, on)) => format!("{} {what}", shortest(*on, today)),
        None if summary.ended => summary.stage.label(),
        None => "no date yet".to_owned(),
    }
}

/// What stands in the way of closing, short: `2 must, 11 worth`.
fn tally(summary: &Summary) -> String {
    match (summary.tally.blocks, summary.tally.warnings) {
        (0, 0) => String::new(),
        (blocks, warnings) => format!("{blocks} must, {warnings} worth"),
    }
}

/// The chosen line in full.
fn detail(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let today = model.now.today();
    let text = match model.cases.chosen_line() {
        Some(Line::Case(summary)) => {
            let next = match &summary.next {
                Some((what, on)) => {
                    let late = match summary.overdue(today) {
                        0 => String::new(),
                        1 => " – ! overdue".to_owned(),
                        more => format!(" – ! {more} overdue"),
                    };
                    format!("{what}: {}{late}", long(*on))
                }
                None => "no date yet".to_owned(),
            };
            let lead = if summary.lead.is_empty() { "nobody yet" } else { &summary.lead };
            let year =
                if summary.year.is_blank() { "year not recorded" } else { summary.year.label() };
            let tally = match summary.tally.in_words() {
                none if none.is_empty() => String::new(),
                some => format!(" · {some}"),
            };
            format!(
                "{}, {year}\n{}\n{} · {next}\nled by {lead}{tally}",
                summary.child,
                overview::schools(&summary.home_school, &summary.new_school),
                summary.stage,
            )
        }
        Some(Line::Unread { how, name, reason, .. }) => format!("{how}: {name}\n{reason}"),
        None => return,
    };
    paint.under_a_rule(area, &text);
}

fn first_screen(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let inside = area.inner(ratatui::layout::Margin::new(3.min(area.width / 10), 1));
    let mut lines: Vec<(String, ratatui::style::Style)> = Vec::new();
    let mut say = |text: &str, style| lines.push((text.to_owned(), style));
    if let Some(error) = &model.cases.error {
        say(&format!("! {error}"), theme::wrong());
    } else if model.cases.reading != Reading::Done {
        say("Reading the cases …", theme::quiet());
    } else {
        say("There are no cases here yet.", theme::heading());
        say("n   begin a new case: only the child’s name is needed", theme::strong());
        say("p   practise with invented cases, which change nothing here", theme::strong());
        say("?   every action and its key", theme::strong());
        say("q   leave", theme::strong());
        say("", theme::plain());
        say(
            "Convenor is for the person who leads a school managed move meeting: step through the agenda, type notes while people talk, agree targets, commitments and terms, and close with the typed agreement that everyone receives.",
            theme::plain(),
        );
    }
    scrolled(&lines, 0, inside, paint);
}
