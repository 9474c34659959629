//! The parts of the work on a case: going from one to the next, and where a case opens.

use super::{Model, Screen};
use crate::domain::case::Case;
use crate::domain::checks::Finding;
use crate::domain::profile::{Item, Part, Profile};
use crate::domain::progress::{Progress, progress};
use crate::domain::standing::Stage;

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

/// The item at which a case opens: where the work on it goes on.
pub(super) fn opening_item(case: &Case, profile: &Profile, findings: &[Finding]) -> usize {
    let begun_review = case.reviews.iter().find(|review| review.begun && !review.is_closed());
    let part = match case.stage() {
        Stage::Preparing => None,
        Stage::Set | Stage::UnderWay | Stage::Adjourned | Stage::Correcting => {
            Some((Part::Meeting, None))
        }
        Stage::Agreed | Stage::Reviewed => match begun_review {
            Some(review) => Some((Part::Review, Some(review.id))),
            None => Some((Part::Meeting, None)),
        },
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
