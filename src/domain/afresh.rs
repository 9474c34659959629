//! Asking everyone afresh: a move that can still end otherwise becomes permanent only when everyone
//! whose agreement the protocol requires agrees once more (R23; domain notes, section 0).

use super::case::{Case, Outcome, Route};
use super::people::{Answered, Person, RowId};
use super::review::{Attendance, Decision, Review};
use super::table::Table;

impl Case {
    /// Whether everyone is asked afresh at a review: it confirms a move that was not permanent from
    /// its first day.
    pub fn asks_afresh(&self, review: RowId) -> bool {
        self.review(review).is_some_and(|review| self.confirms(review))
    }

    /// Those who are asked afresh at a review, there or not, each with the row of the answer; nobody
    /// where it does not ask.
    pub fn asked_afresh(&self, review: RowId) -> Vec<(&Person, &Attendance)> {
        if !self.asks_afresh(review) {
            return Vec::new();
        }
        let row = |person: &Person| {
            self.attendances.iter().find(|row| row.review == review && row.person == person.id)
        };
        let asked = self.people.iter().filter(|person| person.is_asked());
        asked.filter_map(|person| Some((person, row(person)?))).collect()
    }

    /// Who receives the record of a review: who took part, and who answered afresh from elsewhere.
    pub fn receives_record(&self, review: RowId) -> Vec<&Person> {
        let afresh = self.asks_afresh(review);
        let mine = self.attendances.iter().filter(|row| row.review == review);
        let wanted = mine.filter(|row| row.took_part() || afresh && !row.answer.is_blank());
        let ids: Vec<RowId> = wanted.map(|row| row.person).collect();
        self.people.iter().filter(|person| ids.contains(&person.id)).collect()
    }

    /// Who answered in a row of the people, or of who was at a review, and what.
    pub fn answer_in(&self, table: Table, id: RowId) -> Option<(&Person, Answered<'_>)> {
        let person = |id| self.people.iter().find(|person| person.id == id);
        match table {
            Table::People => person(id).map(|person| (person, person.answered())),
            Table::Attendances => {
                let row = self.attendances.iter().find(|row| row.id == id)?;
                Some((person(row.person)?, row.answered()))
            }
            _ => None,
        }
    }

    /// Whether the case is recorded to end with a move that no review has confirmed, so that nobody
    /// was asked afresh.
    pub fn lacks_confirmation(&self) -> bool {
        let recorded = |review: &Review| {
            review.is_closed() || self.recorded.iter().any(|record| record.review == review.id)
        };
        self.outcome == Outcome::Confirmed
            && self.route != Route::Permanent
            && !self.issued.is_empty()
            && !self.reviews.iter().any(|review| self.confirms(review) && recorded(review))
    }

    fn confirms(&self, review: &Review) -> bool {
        self.route != Route::Permanent && review.decision == Decision::Confirmed
    }
}
