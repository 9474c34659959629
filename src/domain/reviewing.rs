//! Holding a review: what is set out when it begins, how a target is changed, what closing it settles
//! (R77–R79; Southwark, with the practice of its neighbouring chapters).

use super::case::{Case, Outcome, State};
use super::change::Change;
use super::date::{Date, When};
use super::people::RowId;
use super::plan::{Commitment, Target};
use super::review::{
    Amendment, Attendance, Decision, Extension, Reading, Recorded, Review, Update,
};
use super::table::Row;
use super::text::Text;

/// What an added review is called until somebody says otherwise.
const ADDED_LABEL: &str = "Further review";
/// What the review at the end of an extension is called.
const EXTENSION_LABEL: &str = "Review at the end of the extension";

impl Case {
    /// A review by its row.
    pub fn review(&self, id: RowId) -> Option<&Review> {
        self.reviews.iter().find(|review| review.id == id)
    }

    /// The reviews that can still be begun: those of the agreement and those added later, the next
    /// one first.
    pub fn reviews_to_begin(&self) -> Vec<&Review> {
        let mut left: Vec<&Review> = self
            .reviews
            .iter()
            .filter(|review| !review.begun && review.held.is_blank() && !review.is_closed())
            .collect();
        left.sort_by_key(|review| (review.on.day().is_none(), review.on.day()));
        left
    }

    /// The review that has begun and whose record is not made yet.
    pub fn review_under_way(&self) -> Option<&Review> {
        self.reviews.iter().find(|review| review.begun && !review.is_closed())
    }

    /// Whether a review is the last of those that have a day.
    pub fn is_final_review(&self, id: RowId) -> bool {
        let last = |review: &&Review| review.on.day().or(review.held.day());
        let final_one = self.reviews.iter().filter(|row| last(row).is_some()).max_by_key(last);
        final_one.is_some_and(|review| review.id == id)
    }

    /// Begins a review: it has items of its own from now on, and a row for each person, each target,
    /// and each commitment that is not settled, those that are overdue first. Returns what was
    /// changed, to be undone as one step. A review that has begun already only gains the rows that
    /// are missing.
    pub fn begin_review(&mut self, id: RowId, today: Date) -> Vec<Change> {
        let mut changes = Vec::new();
        let Some(review) = self.review(id).cloned() else { return changes };
        if !review.begun {
            let begun = Review { begun: true, ..review.clone() };
            self.do_change(replace(Row::Review(review), Row::Review(begun)), today, &mut changes);
        }
        for row in self.rows_of_review(id, today) {
            let row = self.numbered(row);
            let at = self.row_ids(row.table()).len();
            self.do_change(Change::Put { at, row: Box::new(row) }, today, &mut changes);
        }
        changes
    }

    /// The rows that a review still lacks.
    fn rows_of_review(&self, review: RowId, today: Date) -> Vec<Row> {
        let here = |person: RowId| {
            self.attendances.iter().any(|row| row.review == review && row.person == person)
        };
        let people = self.people.iter().filter(|person| !here(person.id)).map(|person| {
            Row::Attendance(Attendance { review, person: person.id, ..Attendance::default() })
        });
        let read = |target: RowId| {
            self.readings.iter().any(|row| row.review == review && row.target == target)
        };
        let targets = self.targets.iter().filter(|target| !read(target.id)).map(|target| {
            Row::Reading(Reading { review, target: target.id, ..Reading::default() })
        });
        let updated = |commitment: RowId| {
            self.updates.iter().any(|row| row.review == review && row.commitment == commitment)
        };
        let open = self.unsettled_commitments(today).into_iter();
        let commitments = open.filter(|row| !updated(row.id)).map(|commitment| {
            Row::Update(Update { review, commitment: commitment.id, ..Update::default() })
        });
        people.chain(targets).chain(commitments).collect()
    }

    /// The commitments that a review comes back to: all but those kept or changed for good. Those
    /// that are overdue come first, then by their day.
    fn unsettled_commitments(&self, today: Date) -> Vec<&Commitment> {
        let mut open: Vec<&Commitment> =
            self.commitments.iter().filter(|row| !row.is_blank() && !row.is_settled()).collect();
        open.sort_by_key(|row| (!row.is_overdue(today), row.due.day().is_none(), row.due.day()));
        open
    }

    /// Adds a review that was not planned. Returns what was changed.
    pub fn add_review(&mut self, today: Date) -> (RowId, Vec<Change>) {
        self.put_review(ADDED_LABEL, today)
    }

    /// Adds an extension, and the review that is held at its end; `review` is the one at which it is
    /// agreed, if at one. Returns the extension's row and what was changed.
    pub fn add_extension(&mut self, review: Option<RowId>, today: Date) -> (RowId, Vec<Change>) {
        let mut changes = Vec::new();
        let on = if review.is_some() { When::On(today) } else { When::Blank };
        let row = self.numbered(Row::Extension(Extension { review, on, ..Extension::default() }));
        let id = row.id();
        let at = self.extensions.len();
        self.do_change(Change::Put { at, row: Box::new(row) }, today, &mut changes);
        changes.extend(self.put_review(EXTENSION_LABEL, today).1);
        (id, changes)
    }

    fn put_review(&mut self, label: &str, today: Date) -> (RowId, Vec<Change>) {
        let mut changes = Vec::new();
        let review = Review { label: Text::from(label), added: true, ..Review::default() };
        let row = self.numbered(Row::Review(review));
        let id = row.id();
        let at = self.reviews.len();
        self.do_change(Change::Put { at, row: Box::new(row) }, today, &mut changes);
        (id, changes)
    }

    /// Begins to change a target: a row that counts once it says what changes and why, and all four
    /// agreed. Without a review it is agreed between reviews, which needs no meeting. Returns the
    /// row and what was changed.
    pub fn change_target(
        &mut self,
        target: RowId,
        review: Option<RowId>,
        today: Date,
    ) -> (RowId, Vec<Change>) {
        let mut changes = Vec::new();
        let on = When::On(today);
        let amendment = Amendment { target, review, on, ..Amendment::default() };
        let row = self.numbered(Row::Amendment(amendment));
        let id = row.id();
        let at = self.amendments.len();
        self.do_change(Change::Put { at, row: Box::new(row) }, today, &mut changes);
        (id, changes)
    }

    /// A target as it holds on a day: in the words and with the number of the last change that counts
    /// by then. What was agreed first stays on record in [`Case::targets`].
    pub fn target_now(&self, id: RowId, day: Date) -> Option<Target> {
        let agreed = self.targets.iter().find(|target| target.id == id)?;
        let mut changes: Vec<(Date, &Amendment)> = self
            .amendments
            .iter()
            .filter(|row| row.target == id && row.counts())
            .filter_map(|row| Some((row.counts_from()?, row)))
            .filter(|(from, _)| *from <= day)
            .collect();
        changes.sort_by_key(|(from, _)| *from);
        let now = changes.into_iter().fold(agreed.clone(), |mut target, (_, change)| {
            if !change.what.is_blank() {
                target.what = change.what.clone();
            }
            if !change.number.is_blank() {
                target.number = change.number.clone();
            }
            target
        });
        Some(now)
    }

    /// Closes a review: it was held, its wording may not change any more, what became of each
    /// commitment is carried over, a decision that ends the case is carried to how it ends where
    /// nothing else was recorded, and the record that was made of it is remembered.
    pub fn close_review(&mut self, recorded: Recorded) {
        let id = recorded.review;
        for update in self.last_updates_of(id) {
            let mut commitments = self.commitments.iter_mut();
            if let Some(row) = commitments.find(|row| row.id == update.commitment) {
                row.kept = update.kept;
            }
        }
        let Some(review) = self.reviews.iter_mut().find(|review| review.id == id) else { return };
        review.state = State::Closed;
        if review.held.day().is_none() {
            review.held = When::On(recorded.on);
        }
        if let Some(outcome) = outcome_of(review.decision)
            && self.outcome.is_blank()
        {
            self.outcome = outcome;
            self.outcome_on = review.held.clone();
        }
        self.recorded.push(recorded);
    }

    /// What a review says became of commitments of which no later review says anything.
    fn last_updates_of(&self, review: RowId) -> Vec<Update> {
        let until: Vec<RowId> = self.reviews_until(review).iter().map(|row| row.id).collect();
        let said = |row: &&Update| !row.kept.is_blank();
        let later = |row: &Update| {
            let mut others = self.updates.iter().filter(said);
            others.any(|other| other.commitment == row.commitment && !until.contains(&other.review))
        };
        let mine = self.updates.iter().filter(said).filter(|row| row.review == review);
        mine.filter(|row| !later(row)).cloned().collect()
    }

    /// The number that the next record of a review will have.
    pub fn next_record(&self, review: RowId) -> u32 {
        let mine = self.recorded.iter().filter(|record| record.review == review);
        mine.map(|record| record.number).max().unwrap_or(0).saturating_add(1)
    }

    /// The row with a number that no row has had.
    fn numbered(&mut self, row: Row) -> Row {
        row.with_id(self.take_row_id())
    }

    /// Does a change and remembers it.
    fn do_change(&mut self, change: Change, today: Date, changes: &mut Vec<Change>) {
        self.apply(&change, today);
        changes.push(change);
    }
}

fn replace(before: Row, after: Row) -> Change {
    Change::Replace { before: Box::new(before), after: Box::new(after) }
}

/// How a case ends by a decision, if it does.
pub fn outcome_of(decision: Decision) -> Option<Outcome> {
    match decision {
        Decision::Unsaid | Decision::GoesOn | Decision::Extended => None,
        Decision::Confirmed => Some(Outcome::Confirmed),
        Decision::Returned => Some(Outcome::Returned),
        Decision::Withdrawn => Some(Outcome::Withdrawn),
        Decision::Redirected => Some(Outcome::Redirected),
    }
}

impl Amendment {
    /// The day from which it holds, if it has one: as recorded, else the day on which the last of the
    /// four agreed.
    pub fn counts_from(&self) -> Option<Date> {
        let agreed = [&self.home_agrees, &self.new_agrees, &self.parents_agree, &self.lead_agrees];
        self.on.day().or_else(|| agreed.into_iter().filter_map(When::day).max())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Person;
    use crate::domain::plan::{Kept, Timing};

    fn on(year: i32, month: u32, day: u32) -> Date {
        Date::from_ymd_opt(year, month, day).unwrap()
    }

    fn case() -> Case {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.people.push(Person { id: RowId(1), ..Person::default() });
        case.targets.push(Target {
            id: RowId(2),
            what: "be in class".into(),
            number: "96".into(),
            ..Target::default()
        });
        let promise = |id: u32, due: Date, kept: Kept, timing: Timing| Commitment {
            id: RowId(id),
            what: "act".into(),
            due: When::On(due),
            kept,
            timing,
            ..Commitment::default()
        };
        case.commitments = vec![
            promise(3, on(2027, 2, 1), Kept::NotYet, Timing::By),
            promise(4, on(2026, 12, 4), Kept::Kept, Timing::By),
            promise(5, on(2026, 12, 11), Kept::NotYet, Timing::By),
            promise(6, on(2026, 12, 7), Kept::Kept, Timing::From),
        ];
        case.reviews.push(Review {
            id: RowId(7),
            on: When::On(on(2027, 1, 12)),
            ..Review::default()
        });
        case.next_row = RowId(8);
        case
    }

    #[test]
    fn a_review_sets_out_people_targets_and_open_commitments_overdue_first() {
        let mut case = case();
        let before = case.clone();
        let changes = case.begin_review(RowId(7), on(2027, 1, 12));
        assert!(case.reviews[0].begun);
        assert_eq!(case.attendances.len(), 1);
        assert_eq!(case.readings.len(), 1);
        let commitments: Vec<u32> = case.updates.iter().map(|row| row.commitment.0).collect();
        assert_eq!(commitments, [5, 6, 3], "overdue first, the kept one not at all");
        assert!(
            case.begin_review(RowId(7), on(2027, 1, 12)).is_empty(),
            "nothing is set out twice"
        );
        for change in changes.iter().rev() {
            case.apply(&change.reversed(), on(2027, 1, 12));
        }
        assert_eq!(Case { next_row: before.next_row, ..case }, before);
    }

    #[test]
    fn a_changed_target_counts_from_its_day_and_only_when_all_four_agreed() {
        let mut case = case();
        let day = on(2027, 1, 12);
        let (id, _) = case.change_target(RowId(2), None, day);
        let amendment = case.amendments.iter_mut().find(|row| row.id == id).unwrap();
        amendment.number = "94".into();
        amendment.reason = "illness".into();
        let agreed = When::On(day);
        amendment.home_agrees = agreed.clone();
        amendment.new_agrees = agreed.clone();
        amendment.parents_agree = agreed.clone();
        assert_eq!(case.target_now(RowId(2), day).unwrap().number, "96");
        case.amendments[0].lead_agrees = agreed;
        assert_eq!(case.target_now(RowId(2), day).unwrap().number, "94");
        assert_eq!(case.target_now(RowId(2), on(2027, 1, 11)).unwrap().number, "96");
        assert_eq!(case.targets[0].number, "96", "what was agreed first stays on record");
    }

    #[test]
    fn closing_a_review_carries_over_what_became_of_each_commitment() {
        let mut case = case();
        case.begin_review(RowId(7), on(2027, 1, 12));
        case.updates[0].kept = Kept::NotKept;
        case.reviews[0].decision = Decision::Confirmed;
        let recorded = Recorded {
            review: RowId(7),
            number: case.next_record(RowId(7)),
            on: on(2027, 1, 13),
            file: Text::default(),
            sha256: Text::default(),
            code: Text::default(),
        };
        case.close_review(recorded);
        assert_eq!(case.commitments[2].kept, Kept::NotKept);
        assert_eq!(case.commitments[3].kept, Kept::Kept, "what was not answered stays as it was");
        assert!(case.reviews[0].is_closed());
        assert_eq!(case.reviews[0].held.day(), Some(on(2027, 1, 13)));
        assert_eq!(
            (case.outcome, case.outcome_on.day()),
            (Outcome::Confirmed, Some(on(2027, 1, 13)))
        );
        assert_eq!(case.next_record(RowId(7)), 2);
    }
}
