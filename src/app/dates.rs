//! Days offered for reviews: filling them in where none was chosen.

use super::{Model, Screen};
use crate::domain::change::Change;
use crate::domain::date::long;
use crate::domain::slot::Slot;
use crate::domain::table::{Column, Table};
use crate::domain::term_dates::{Offer, TermDates};

impl Model {
    /// What is offered for the reviews of the case on the screen that have no day.
    fn offers(&self) -> Vec<Offer> {
        let Some(meeting) = self.meeting() else { return Vec::new() };
        TermDates::of(&meeting.case, &meeting.profile, &self.reference).offers()
    }

    /// Why no review dates can be filled in.
    pub(super) fn allows_offer(&self) -> Result<(), &'static str> {
        let Some(meeting) = self.meeting() else { return Err("Open a case first.") };
        let case = &meeting.case;
        if case.reviews.iter().all(|review| !review.on.is_blank()) {
            return Err("No review waits for a date.");
        }
        if case.start.day().is_none() {
            return Err("Fill in the first day at the new school first.");
        }
        if self.offers().is_empty() {
            return Err("No day can be offered; the reviews under Timeline say why.");
        }
        Ok(())
    }

    /// Each day that is offered, with its school week and why a plainer day would be wrong.
    fn offers_told(&self, offers: &[Offer]) -> Vec<String> {
        let Some(meeting) = self.meeting() else { return Vec::new() };
        let dates = TermDates::of(&meeting.case, &meeting.profile, &self.reference);
        let told = offers.iter().map(|offer| {
            let review = meeting.case.reviews.iter().find(|row| row.id == offer.review);
            let label = review.map(|row| row.label.trim()).filter(|label| !label.is_empty());
            let label = label.unwrap_or("Review");
            let weeks = dates.weeks().ok();
            let week = weeks.and_then(|weeks| weeks.week(offer.week).ok());
            let span = week.map_or_else(String::new, |week| format!(" ({})", week.span()));
            let day = format!("{label}: {}, school week {}{span}.", long(offer.day), offer.week);
            let words: Vec<&str> =
                std::iter::once(&day).chain(&offer.why).map(String::as_str).collect();
            words.join(" ")
        });
        told.collect()
    }

    /// Fills in the days offered, never over one that was typed, and says why these.
    pub(super) fn fill_in_review_dates(&mut self) {
        let offers = self.offers();
        let told = self.offers_told(&offers);
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let changes: Vec<Change> = offers
            .iter()
            .filter_map(|offer| {
                let slot = Slot::Cell(Table::Reviews, offer.review, Column::On);
                Change::between(&slot, &meeting.case.text(&slot), &long(offer.day))
            })
            .collect();
        for change in &changes {
            meeting.case.apply(change, now.today());
        }
        let count = changes.len();
        meeting.history.record(changes);
        meeting.save.touch(now);
        let focus = meeting.focus.clone();
        self.focus(focus);
        self.refresh_findings();
        let dates = if count == 1 { "1 review date" } else { &format!("{count} review dates") };
        let words = format!(
            "Filled in {dates}. Ctrl+Z takes that back.\n\n{}\n\nEnter  go on",
            told.join("\n\n")
        );
        self.show("Review dates", words);
    }
}
