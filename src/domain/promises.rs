//! What was promised, from review to review: what is still owed, what was answered last time, and
//! what a review adds (R71, R78; Southwark).

use super::case::Case;
use super::date::Date;
use super::people::RowId;
use super::plan::{Commitment, Kept, Timing};
use super::review::{Decision, Extension, Reading, Review, Update};
use super::text::Text;

impl Commitment {
    /// Whether it is still owed: nothing is known of it by its day, or it was not kept, or only partly.
    /// What goes on from its day is owed only once somebody said that it was not kept.
    pub fn is_owed(&self) -> bool {
        match self.kept {
            Kept::NotYet => self.timing == Timing::By,
            Kept::Partly | Kept::NotKept => true,
            Kept::Kept | Kept::Changed => false,
        }
    }

    /// Whether a review need not come back to it: done by its day, or changed. What goes on from its
    /// day is looked at every time.
    pub fn is_settled(&self) -> bool {
        self.timing == Timing::By && matches!(self.kept, Kept::Kept | Kept::Changed)
    }

    /// Whether its day has passed and it is still owed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.is_owed() && self.due.day().is_some_and(|due| due < today)
    }
}

impl Case {
    /// The reviews up to this one and with it, in the order of their days; those without a day come
    /// where they stand in the list.
    pub fn reviews_until(&self, id: RowId) -> Vec<&Review> {
        let mut reviews: Vec<&Review> = self.reviews.iter().collect();
        reviews.sort_by_key(|review| review.day().unwrap_or(Date::MAX));
        let until = reviews.iter().position(|review| review.id == id).map_or(0, |at| at + 1);
        reviews.truncate(until);
        reviews
    }

    /// The reviews that are still to come after this one.
    pub fn reviews_after(&self, id: RowId) -> Vec<&Review> {
        let open = |row: &&Review| row.id != id && !row.begun && row.held.is_blank();
        self.reviews.iter().filter(open).collect()
    }

    /// The commitments that were made at a review.
    pub fn commitments_made_at(&self, review: RowId) -> Vec<&Commitment> {
        self.commitments.iter().filter(|row| row.review == Some(review)).collect()
    }

    /// The commitments that stood when a review was held: those of the agreement and of the reviews
    /// before it.
    pub fn commitments_before(&self, review: RowId) -> Vec<&Commitment> {
        let mut before: Vec<RowId> = self.reviews_until(review).iter().map(|row| row.id).collect();
        before.pop();
        let stood = |row: &&Commitment| row.review.is_none_or(|made| before.contains(&made));
        self.commitments.iter().filter(stood).collect()
    }

    /// More time that was agreed at a review; at one that decides more time, where it has none of its
    /// own, also what names no review.
    pub fn extensions_at(&self, review: RowId) -> Vec<&Extension> {
        let mine = |row: &&Extension| row.review == Some(review);
        let own: Vec<&Extension> = self.extensions.iter().filter(mine).collect();
        let decides = |row: &Review| row.decision == Decision::Extended;
        let elsewhere = self.reviews.iter().any(|row| row.id != review && decides(row));
        if !own.is_empty() || elsewhere || !self.review(review).is_some_and(decides) {
            return own;
        }
        self.extensions.iter().filter(|row| row.review.is_none()).collect()
    }

    /// What became of a commitment by the last review before this one at which something was said of
    /// it.
    pub fn update_before(&self, review: RowId, commitment: RowId) -> Option<(&Review, &Update)> {
        let said = |row: &Update| !row.kept.is_blank() || !row.note.is_blank();
        self.last_before(review, |before| {
            let mut rows = self.updates.iter();
            rows.find(|row| row.review == before && row.commitment == commitment && said(row))
        })
    }

    /// What a target measured at the last review before this one at which it was read.
    pub fn reading_before(&self, review: RowId, target: RowId) -> Option<(&Review, &Reading)> {
        let said = |row: &Reading| !row.value.is_blank() || !row.note.is_blank();
        self.last_before(review, |before| {
            let mut rows = self.readings.iter();
            rows.find(|row| row.review == before && row.target == target && said(row))
        })
    }

    fn last_before<'a, T>(
        &'a self,
        review: RowId,
        said: impl Fn(RowId) -> Option<&'a T>,
    ) -> Option<(&'a Review, &'a T)> {
        let mut before = self.reviews_until(review);
        before.pop();
        before.into_iter().rev().find_map(|row| Some((row, said(row.id)?)))
    }

    /// What a row of a review says was so last time, in words; `None` where nothing was said.
    pub fn last_time(&self, review: RowId, about: About) -> Option<String> {
        let (when, said, note) = match about {
            About::Commitment(id) => {
                let (when, row) = self.update_before(review, id)?;
                (when, if row.kept.is_blank() { "" } else { row.kept.label() }, &row.note)
            }
            About::Target(id) => {
                let (when, row) = self.reading_before(review, id)?;
                (when, row.value.trim(), &row.note)
            }
        };
        Some(format!("Last time ({}): {}", when.name(), with_note(said, note)))
    }
}

/// What a row of a review is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A commitment.
    Commitment(RowId),
    /// A target.
    Target(RowId),
}

/// What was said, and the line about it.
pub fn with_note(said: &str, note: &Text) -> String {
    match (said.trim(), note.trim()) {
        (said, "") => said.to_owned(),
        ("", note) => note.to_owned(),
        (said, note) => format!("{said} – {note}"),
    }
}
