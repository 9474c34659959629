//! Named styles: the sixteen colours of the terminal on its own background, and never a meaning by
//! colour alone.

use ratatui::style::{Color, Style};

pub(super) fn plain() -> Style {
    Style::new()
}

pub(super) fn quiet() -> Style {
    Style::new().dim()
}

pub(super) fn strong() -> Style {
    Style::new().bold()
}

pub(super) fn title() -> Style {
    Style::new().reversed()
}

pub(super) fn heading() -> Style {
    Style::new().fg(Color::Cyan).bold()
}

pub(super) fn key() -> Style {
    Style::new().bold()
}

pub(super) fn chosen() -> Style {
    Style::new().reversed()
}

pub(super) fn wrong() -> Style {
    Style::new().fg(Color::Red).bold()
}

pub(super) fn good() -> Style {
    Style::new().fg(Color::Green)
}

pub(super) fn selection() -> Style {
    Style::new().reversed()
}
