//! The parts of the work on a case: going from one to the next, and where a case opens.

use super::{Model, Screen};
use crate::domain::case::{Case, IssuedKind};
use crate::domain::checks::Finding;
use crate::domain::people::RowId;
use crate::domain::profile::{Item, Part, Profile};
use crate::domain::progress::{Progress, progress};
use crate::domain::review::Review;
use crate::domain::slot::Slot;
use crate::domain::standing::Stage;
use crate::domain::table::Table;

/// Whether two items belong to the same part: the items of one review are a part of their own.
pub fn same_part(one: &Item, other: &Item) -> bool {
    (one.part, one.review) == (other.part, other.review)
}

/// What the part of an item is called.
pub fn part_name(case: &Case, item: &Item) -> String {
    match item.part {
        Part::Details => item.title.clone(),
        Part::Screening => "Screening".to_owned(),
        Part::Preparation => "Preparation".to_owned(),
        Part::Meeting => "Meeting".to_owned(),
        Part::Afterwards => "Afterwards".to_owned(),
        Part::Review => {
            let mine = |id| case.reviews.iter().find(|review| Some(review.id) == id);
            match mine(item.review) {
                Some(review) if !review.label.is_blank() => review.label.to_string(),
                _ => "Review".to_owned(),
            }
        }
    }
}

/// Why nothing can be typed into what the meeting agreed, or into the record that it made instead.
pub fn closed(case: &Case) -> &'static str {
    match case.issued.last().map(|issued| issued.kind) {
        Some(IssuedKind::Redirection) => {
            "The meeting is closed and its record of redirection stands. F9 begins a correction."
        }
        _ => "The meeting is closed and its agreement stands. F9 begins a correction.",
    }
}

/// Why nothing can be typed into a review.
pub const RECORDED: &str = "This review is closed and its record stands. F9 begins a correction.";

/// Why what stands in a slot cannot be changed on an item, if it cannot: what was agreed stands, and so
/// does what a closed review recorded. What is recorded before and after the meeting never stands
/// still: the lead goes on with evidence, notices and steps.
pub fn frozen(case: &Case, item: &Item, slot: &Slot) -> Option<&'static str> {
    let review_of = |slot: &Slot| match slot {
        Slot::Cell(Table::Reviews, id, _) => case.review(*id),
        _ => None,
    };
    match item.part {
        Part::Screening | Part::Preparation | Part::Afterwards => None,
        Part::Review => recorded(case, item.review).or_else(|| {
            let agreed = review_of(slot).filter(|review| item.review != Some(review.id));
            agreed.filter(|review| !review.added).map(|_| closed(case))
        }),
        Part::Details | Part::Meeting => match review_of(slot) {
            Some(review) if review.is_closed() => Some(RECORDED),
            Some(review) if review.added => None,
            _ => (case.is_closed() && !slot.follows_up()).then(|| closed(case)),
        },
    }
}

/// Why a list cannot be changed on an item, if it cannot: no row comes or goes.
pub fn frozen_list(case: &Case, item: &Item, table: Table) -> Option<&'static str> {
    match item.part {
        Part::Screening | Part::Preparation | Part::Afterwards => None,
        Part::Review => recorded(case, item.review),
        // A review can be added at any time: it is then no part of what was agreed.
        Part::Details | Part::Meeting if table == Table::Reviews => None,
        Part::Details | Part::Meeting => {
            (case.is_closed() && !table.follows_up()).then(|| closed(case))
        }
    }
}

/// Why a row cannot be removed or moved on an item, if it cannot.
pub fn frozen_row(case: &Case, item: &Item, table: Table, id: RowId) -> Option<&'static str> {
    match (table, case.review(id)) {
        (Table::Reviews, Some(review)) if review.begun => Some("This review has begun: it stays."),
        (Table::Reviews, Some(review)) if review.added => None,
        (Table::Reviews, Some(_)) if case.is_closed() => Some(closed(case)),
        (Table::Amendments, _) => {
            let counts = case.amendments.iter().any(|row| row.id == id && row.counts());
            let stands = counts.then_some("This change counts already: it stays on record.");
            stands.or_else(|| frozen_list(case, item, table))
        }
        _ if table.follows_others() => {
            Some("These rows follow from others, so none is moved or removed by hand.")
        }
        _ => frozen_list(case, item, table),
    }
}

fn recorded(case: &Case, review: Option<RowId>) -> Option<&'static str> {
    let closed = review.and_then(|id| case.review(id)).is_some_and(Review::is_closed);
    closed.then_some(RECORDED)
}

/// The item at which a case opens: where the work on it goes on.
pub(super) fn opening_item(case: &Case, profile: &Profile, findings: &[Finding]) -> usize {
    let begun_review = case.review_under_way();
    let part = match case.stage() {
        Stage::Preparing => None,
        Stage::Set | Stage::UnderWay | Stage::Adjourned | Stage::Correcting => {
            Some((Part::Meeting, None))
        }
        Stage::Agreed | Stage::Extended | Stage::Reviewing | Stage::Reviewed => {
            match begun_review {
                Some(review) => Some((Part::Review, Some(review.id))),
                None => Some((Part::Meeting, None)),
            }
        }
        Stage::Ended(_) => Some((Part::Afterwards, None)),
    };
    let mine = |item: &Item| part.is_none_or(|part| (item.part, item.review) == part);
    let mut items = profile.agenda.iter().enumerate().filter(|(_, item)| mine(item));
    let last = items.clone().next_back().map_or(0, |(at, _)| at);
    if case.is_closed() && begun_review.is_none() {
        return last;
    }
    let whole = |item: &Item| progress(case, profile, item, findings) == Progress::Complete;
    items.find(|(_, item)| !whole(item)).map_or(last, |(at, _)| at)
}

impl Model {
    /// Goes to the first item of the next part, or of the one before; round and round.
    pub(super) fn go_to_part(&mut self, ahead: bool) {
        let Screen::Meeting(meeting) = &self.screen else { return };
        let agenda = &meeting.profile.agenda;
        let firsts: Vec<usize> = (0..agenda.len())
            .filter(|at| {
                let before = at.checked_sub(1).and_then(|before| agenda.get(before));
                let same = before.zip(agenda.get(*at)).is_some_and(|(a, b)| same_part(a, b));
                !same
            })
            .collect();
        let here = firsts.iter().rposition(|first| *first <= meeting.item).unwrap_or(0);
        let there = match (ahead, here) {
            (true, here) => firsts.get(here + 1).or(firsts.first()),
            (false, 0) => firsts.last(),
            (false, here) => firsts.get(here - 1),
        };
        if let Some(item) = there {
            self.go_to_item(*item);
        }
    }
}
