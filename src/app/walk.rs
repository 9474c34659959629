//! Walking through the lines of a list.

use super::action::Action;

/// Where an action leads from a line of a list with so many lines, of which a page shows some; `None`
/// when it does not walk.
pub(super) fn walked(action: Action, at: usize, count: usize, page: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    let page = page.max(1);
    Some(match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => (at + 1).min(last),
        Action::PageUp => at.saturating_sub(page),
        Action::PageDown => (at + page).min(last),
        Action::First => 0,
        Action::Last => last,
        _ => return None,
    })
}
