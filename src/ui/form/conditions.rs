//! A condition for a move in the form: how it stands, what it rests on, and what happens next.

use super::Strip;
use crate::domain::conditions::{Condition, State};
use crate::ui::theme;

/// The strips of one condition. What it rests on and what is next stand below it, so that the state
/// of all of them is seen at the left edge.
pub(super) fn strips(condition: &Condition, width: u16, focused: bool) -> Vec<Strip> {
    let Condition { rule, title, state, rests_on, .. } = condition;
    let style = match (focused, state) {
        (true, _) => theme::strong(),
        (false, State::NotMet) => theme::wrong(),
        (false, State::Met) => theme::good(),
        (false, State::NotApplicable) => theme::quiet(),
        (false, State::Open | State::SetAside) => theme::plain(),
    };
    let head = format!("{title} ({rule}): {}", state.label());
    let mut strips = vec![Strip::signed(state.symbol(), head, width, style).focused(focused)];
    let below = |words: String, style| Strip::words(words, 6, width, style);
    let concerns = *state != State::NotApplicable;
    if !rests_on.is_empty() && concerns {
        strips.push(below(rests_on.clone(), theme::quiet()));
    }
    let next = condition.next();
    if !next.is_empty() {
        strips.push(below(next, theme::plain()));
    }
    strips
}
