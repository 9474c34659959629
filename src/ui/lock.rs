//! The lock: what is asked, and nothing of what lies below.

use ratatui::layout::Rect;

use super::paint::Paint;
use super::theme;
use crate::app::lock::Lock;

const ASKED: &str =
    "The cases are encrypted. Type or paste the passphrase of your key, then press Enter.";

const HIDDEN: &str = "The screen is hidden, because no key was pressed for a while. Nothing is lost. Press Enter to go on.";

/// What stands for what is typed: as much for each passphrase that is longer.
const MOST_DOTS: usize = 24;

pub(super) fn draw(lock: &Lock, body: Rect, paint: &mut Paint<'_>) {
    let inside = body.inner(ratatui::layout::Margin::new(2.min(body.width / 10), 1));
    if lock.hides {
        paint.wrapped(inside, HIDDEN, theme::plain());
        return;
    }
    let used = paint.wrapped(inside, ASKED, theme::plain());
    let y = inside.y + used + 1;
    let row = Rect { y, height: 1, ..inside }.intersection(inside);
    let dots = "•".repeat(lock.typed.count().min(MOST_DOTS));
    let words = if lock.trying { "Opening…".to_owned() } else { format!("Passphrase: {dots}") };
    paint.line(row, &words, theme::strong());
    if !lock.trying {
        paint.caret_at(row, row.x + crate::app::wrap::width(&words), row.y);
    }
    if let Some(refused) = &lock.refused {
        let below = Rect { y: y + 2, height: inside.height.saturating_sub(used + 3), ..inside };
        paint.wrapped(below.intersection(inside), &format!("! {refused}"), theme::wrong());
    }
}
