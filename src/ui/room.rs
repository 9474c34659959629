//! Room view: what the family may see of the item, drawn from the agreed part of the case alone.

use ratatui::layout::Rect;

use super::paint::Paint;
use super::review::scrolled;
use super::theme;
use crate::app::Model;
use crate::app::meeting::Meeting;

pub(super) fn draw(model: &Model, meeting: &Meeting, area: Rect, paint: &mut Paint<'_>) {
    let Some(item) = meeting.profile.agenda.get(meeting.item) else { return };
    let inside = area.inner(ratatui::layout::Margin::new(4.min(area.width / 10), 1));
    let agreed = meeting.case.agreed(model.now.today());
    let mut lines = vec![(item.title.clone(), theme::heading())];
    let found = agreed.wording(item, &meeting.profile);
    if found.is_empty() {
        lines.push((String::new(), theme::plain()));
        lines.push(("Nothing is written down here yet.".to_owned(), theme::plain()));
    }
    for wording in found {
        lines.push((String::new(), theme::plain()));
        lines.push((wording.heading, theme::strong()));
        lines.extend(wording.lines.into_iter().map(|line| (format!("  {line}"), theme::plain())));
    }
    scrolled(&lines, meeting.room.unwrap_or_default(), inside, paint);
}
