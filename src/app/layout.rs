//! Where things stand on the screen: a pure function of its size, so that moving the caret and
//! drawing agree.

use ratatui::layout::{Constraint, Layout, Rect, Size};

use super::wrap;
use crate::domain::slot::Kind;

/// The smallest size at which a meeting can be worked with.
pub const SMALLEST: Size = Size { width: 40, height: 10 };

/// The column in which the values of short fields begin.
const VALUE_COLUMN: u16 = 29;

/// The frame that every screen shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// One row: what is on the screen, and whether it is saved.
    pub title: Rect,
    /// The screen.
    pub body: Rect,
    /// One row: the last thing we told the user.
    pub notice: Rect,
    /// One row: the keys that work now.
    pub bar: Rect,
}

/// The panes of the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panes {
    /// The agenda, if there is room.
    pub stepper: Option<Rect>,
    /// The prompts beside the fields, if there is room; otherwise they stand above them.
    pub prompts: Option<Rect>,
    /// The fields.
    pub form: Rect,
}

/// Whether the screen is too small to show anything but a sentence.
pub fn too_small(size: Size) -> bool {
    size.width < SMALLEST.width || size.height < SMALLEST.height
}

/// The frame at a size.
pub fn frame(size: Size) -> Frame {
    let area = Rect::new(0, 0, size.width, size.height);
    let [title, body, notice, bar] = area.layout(&Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ]));
    Frame { title, body, notice, bar }
}

/// The panes of the meeting at a size.
pub fn panes(size: Size) -> Panes {
    let body = frame(size).body;
    let (stepper, prompts) = match size.width {
        0..=59 => (0, 0),
        60..=109 => (30, 0),
        _ => (30, 34),
    };
    let [left, form, right] = body.layout(&Layout::horizontal([
        Constraint::Length(stepper),
        Constraint::Fill(1),
        Constraint::Length(prompts),
    ]));
    let some = |rect: Rect| (rect.width > 0).then_some(rect);
    Panes { stepper: some(left), prompts: some(right), form }
}

/// Where the value of a field stands, measured from the left edge of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValuePlace {
    /// Whether it begins on the row of its label.
    pub beside: bool,
    /// Its left edge.
    pub x: u16,
    /// The width at which it is wrapped; one more column is free for the caret.
    pub width: u16,
}

/// Where the value of a field with this label stands in a form of this width.
pub fn value_place(form_width: u16, indent: u16, label: &str, kind: Kind) -> ValuePlace {
    let beside = kind != Kind::Prose
        && indent + wrap::width(label) + 1 < VALUE_COLUMN
        && form_width >= VALUE_COLUMN + 20;
    let x = if beside { VALUE_COLUMN } else { indent + 2 };
    ValuePlace { beside, x, width: form_width.saturating_sub(x + 1).max(1) }
}

/// How many rows of the case list are shown, and how wide the list is beside the preview.
pub fn list_panes(size: Size) -> (Rect, Option<Rect>) {
    let body = frame(size).body;
    if size.width < 110 {
        return (body, None);
    }
    let preview = (size.width / 3).clamp(40, 64);
    let [list, preview] =
        body.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Length(preview)]));
    (list, Some(preview))
}

/// The panes of the states of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatesPanes {
    /// One row: which case.
    pub head: Rect,
    /// The states.
    pub list: Rect,
    /// One row: which two are compared.
    pub title: Rect,
    /// What differs between them.
    pub changes: Rect,
}

/// The panes of so many states at a size: no more than a third of the rows is for the list.
pub fn states_panes(size: Size, count: usize) -> StatesPanes {
    let body = frame(size).body;
    let most = (body.height / 3).max(3);
    let wanted = u16::try_from(count.max(1)).unwrap_or(u16::MAX);
    let [head, list, title, changes] = body.layout(&Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(wanted.min(most)),
        Constraint::Length(1),
        Constraint::Fill(1),
    ]));
    StatesPanes { head, list, title, changes }
}
