//! A bookmark in a case: where somebody was, and the steps that can be taken back or done again there.
//!
//! Steps that come from outside are gone through before they count: each must say exactly what
//! stands, so that taking one back never cuts words at a wrong place, nor gives two rows one number.

use std::sync::Arc;

use super::case::Case;
use super::change::{Change, changed};
use super::date::Date;
use super::slot::Slot;
use super::table::Table;
use serde::{Deserialize, Serialize};

/// A place in a form that can have the focus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stop {
    /// Something to fill in.
    Slot(Slot),
    /// The place after the last row of a table, where another is added.
    Add(Table),
    /// A line of the read-back.
    Read(usize),
    /// A condition for a move, by its place in the list.
    Condition(usize),
    /// The button that closes the meeting.
    Close,
}

/// What is undone at once: changes, in the order in which they were done. Shared, since a bookmark is
/// made at each save and has the same steps as the one before.
pub type Step = Arc<Vec<Change>>;

/// Where somebody was in a case, and the steps that were done and taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    /// The day on which somebody was there.
    pub on: Date,
    /// The item of the agenda, by its key.
    pub item: String,
    /// What had the focus.
    pub stop: Stop,
    /// The byte of its text at which the caret stood; 0 where there is no text.
    pub caret: usize,
    /// What was done, oldest first.
    pub done: Vec<Step>,
    /// What was taken back and can be done again, the next one last.
    pub undone: Vec<Step>,
}

impl Bookmark {
    /// A place with no caret and no steps.
    pub fn new(on: Date, item: String, stop: Stop) -> Self {
        Self { on, item, stop, caret: 0, done: Vec::new(), undone: Vec::new() }
    }

    /// The same place without any steps.
    #[must_use]
    pub fn without_steps(self) -> Self {
        Self { done: Vec::new(), undone: Vec::new(), ..self }
    }

    /// Lets go of the steps that do not lead to the case as it stands, or from it, and of all beyond
    /// them.
    pub fn fit(&mut self, case: &Case, today: Date) {
        let mut walked = case.clone();
        let mut back =
            |step: &Step| step.iter().rev().all(|change| walked.follow(&change.reversed(), today));
        let fit = self.done.iter().rev().take_while(|step| back(step)).count();
        self.done.drain(..self.done.len().saturating_sub(fit));
        let mut walked = case.clone();
        let mut forth = |step: &Step| step.iter().all(|change| walked.follow(change, today));
        let fit = self.undone.iter().rev().take_while(|step| forth(step)).count();
        self.undone.drain(..self.undone.len().saturating_sub(fit));
    }

    /// The case as it was at each moment from which the steps know words that went afterwards: what
    /// was deleted and what was taken back. The steps fit the case.
    pub fn with_words_gone(&self, case: &Case, today: Date) -> Vec<Case> {
        let mut found = Vec::new();
        let mut walked = case.clone();
        for step in self.done.iter().rev() {
            for change in step.iter().rev() {
                walked.apply(&change.reversed(), today);
            }
            if step.iter().any(takes_out) {
                found.push(walked.clone());
            }
        }
        let mut walked = case.clone();
        for (at, step) in self.undone.iter().enumerate().rev() {
            for change in step.iter() {
                walked.apply(change, today);
            }
            let next = at.checked_sub(1).and_then(|next| self.undone.get(next));
            if next.is_none_or(|next| next.iter().any(takes_out)) {
                found.push(walked.clone());
            }
        }
        found
    }
}

/// Whether a change takes words out.
fn takes_out(change: &Change) -> bool {
    match change {
        Change::Text { removed, .. } => !removed.is_empty(),
        Change::Take { .. } | Change::Replace { .. } => true,
        Change::Put { .. } | Change::Move { .. } => false,
    }
}

impl Case {
    /// Does a change if everything is as it says, and becomes so; whether it was and did.
    fn follow(&mut self, change: &Change, today: Date) -> bool {
        match change {
            Change::Text { slot, at, removed, inserted } => {
                let wanted = changed(&self.text(slot), *at, removed, inserted);
                let Some(wanted) = wanted else { return false };
                self.set_text(slot, &wanted, today);
                return self.text(slot) == wanted;
            }
            Change::Put { at, row } => {
                let mut ids = Table::ALL.iter().flat_map(|table| self.row_ids(*table));
                let last = self.row_ids(row.table()).len();
                if ids.any(|id| id == row.id()) || *at > last {
                    return false;
                }
            }
            Change::Take { row, .. } => {
                if self.row(row.table(), row.id()).as_ref() != Some(row) {
                    return false;
                }
            }
            Change::Replace { before, after } => {
                let same = (before.table(), before.id()) == (after.table(), after.id());
                let stands = self.row(before.table(), before.id());
                if !same || stands.as_ref() != Some(before) {
                    return false;
                }
            }
            Change::Move { table, id, from, to } => {
                let count = self.row_ids(*table).len();
                if self.row_index(*table, *id) != Some(*from) || *to >= count {
                    return false;
                }
            }
        }
        self.apply(change, today);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::RowId;
    use crate::domain::slot::Audience;
    use proptest::prelude::*;

    fn today() -> Date {
        Date::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn note() -> Slot {
        Slot::Note(Audience::Agreed, "child.words".to_owned())
    }

    fn text(at: usize, removed: &str, inserted: &str) -> Change {
        let (removed, inserted) = (removed.to_owned(), inserted.to_owned());
        Change::Text { slot: note(), at, removed, inserted }
    }

    fn bookmark(done: Vec<Change>, undone: Vec<Change>) -> Bookmark {
        let steps =
            |changes: Vec<Change>| changes.into_iter().map(|one| Arc::new(vec![one])).collect();
        let (done, undone) = (steps(done), steps(undone));
        Bookmark { on: today(), item: String::new(), stop: Stop::Close, caret: 0, done, undone }
    }

    fn case(words: &str) -> Case {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.set_text(&note(), words, today());
        case
    }

    #[test]
    fn steps_that_lead_to_the_words_stay_and_what_lies_beyond_a_wrong_one_goes() {
        let done = vec![text(0, "", "zzz"), text(0, "", "She "), text(4, "", "wants")];
        let mut marked = bookmark(done, vec![text(40, "", "!"), text(9, "", " it")]);
        marked.fit(&case("She wants"), today());
        assert_eq!((marked.done.len(), marked.undone.len()), (2, 1));
        marked.fit(&case("He wants"), today());
        assert_eq!(marked.done.len(), 0);
    }

    #[test]
    fn no_step_is_followed_that_would_cut_words_overflow_or_repeat_the_number_of_a_row() {
        let mut standing = case("Łucja");
        let id = standing.take_row_id();
        standing.put_row(0, Table::People.blank_row(id));
        let row = |table: Table, id| Box::new(table.blank_row(id));
        let wrong = [
            text(1, "", "x"),
            text(usize::MAX, "", "x"),
            text(usize::MAX, "Ł", "x"),
            text(0, "Łucja and more", ""),
            text(0, "", "\u{1b}[2J"),
            Change::Put { at: 0, row: row(Table::Targets, id) },
            Change::Put { at: 7, row: row(Table::Targets, RowId(99)) },
            Change::Take { at: 0, row: row(Table::Targets, id) },
            Change::Move { table: Table::People, id, from: 0, to: usize::MAX },
            Change::Replace {
                before: row(Table::People, id),
                after: row(Table::People, RowId(98)),
            },
        ];
        for change in wrong {
            let before = standing.clone();
            assert!(!standing.clone().follow(&change, today()), "{change:?}");
            let mut marked = bookmark(Vec::new(), vec![change.clone()]);
            marked.fit(&before, today());
            assert_eq!(marked.undone, Vec::<Step>::new(), "{change:?}");
            // What nobody looked through does not end the program either.
            standing.apply(&change, today());
            standing.apply(&change.reversed(), today());
            standing = before;
        }
    }

    #[test]
    fn words_that_went_are_found_again() {
        let done = vec![text(0, "", "She never"), text(4, "never", "wants")];
        let marked = bookmark(done, vec![text(9, "", " out")]);
        let gone = marked.with_words_gone(&case("She wants"), today());
        let words: Vec<String> = gone.iter().map(|case| case.text(&note()).into_owned()).collect();
        assert_eq!(words, ["She never", "She wants out"]);
    }

    proptest! {
        #[test]
        fn steps_as_they_were_typed_always_fit(texts in prop::collection::vec("[aéł👩‍👧\n ]{0,12}", 1..8)) {
            let mut standing = case("");
            let mut done = Vec::new();
            for words in &texts {
                let change = Change::between(&note(), &standing.text(&note()), words);
                done.extend(change.inspect(|change| standing.apply(change, today())));
            }
            let count = done.len();
            let mut marked = bookmark(done, Vec::new());
            marked.fit(&standing, today());
            prop_assert_eq!(marked.done.len(), count);
        }
    }
}
