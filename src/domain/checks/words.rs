//! A check on words: a managed move is no trial any more, so no document is to call it one (section 0).

use super::{Gap, Place, Subject};
use crate::domain::case::Route;
use crate::domain::date::long;
use crate::domain::profile::{Entry, Item};
use crate::domain::slot::{Audience, Fact, Kind, Slot};
use crate::domain::table::Table;

/// The word, as it stands in a sentence about a placement.
const WORD: &str = "trial";

/// With one of these near it, the word means something else.
const NEAR: [&str; 29] = [
    "football",
    "rugby",
    "cricket",
    "netball",
    "hockey",
    "tennis",
    "badminton",
    "athletics",
    "swimming",
    "basketball",
    "volleyball",
    "gymnastics",
    "boxing",
    "cycling",
    "running",
    "rowing",
    "dance",
    "sport",
    "sports",
    "clinical",
    "drug",
    "drugs",
    "medication",
    "medicine",
    "tablets",
    "treatment",
    "court",
    "jury",
    "judge",
];

/// Directly before it, one of these does the same.
const BEFORE: [&str; 10] =
    ["time", "county", "club", "team", "squad", "choir", "medical", "criminal", "murder", "free"];

/// How many words away still is near.
const REACH: usize = 3;

/// Where everybody may read it, in what the meeting wrote.
pub(super) fn old(on: &Subject<'_>) -> Vec<Gap> {
    let facts = Fact::ALL.iter().filter(|fact| fact.audience() == Audience::Agreed);
    let facts = facts.map(|fact| Slot::Fact(*fact));
    let notes = on.case.agreed_notes.keys().filter(|key| !Item::is_of_review(key));
    let notes = notes.map(|key| Slot::Note(Audience::Agreed, key.clone()));
    // The reasons are a working list, but the agreement names them.
    let shown = |table: &&Table| table.audience() == Audience::Agreed || **table == Table::Reasons;
    let tables = Table::ALL.iter().filter(shown);
    let cells = tables.flat_map(|table| {
        let rows = on.case.row_ids(*table).into_iter();
        rows.flat_map(move |row| {
            table.every_column().iter().map(move |column| Slot::Cell(*table, row, *column))
        })
    });
    found(on, facts.chain(notes).chain(cells))
}

/// Where everybody may read it, in what the review wrote.
pub(super) fn old_at_review(on: &Subject<'_>) -> Vec<Gap> {
    let Some(review) = on.review else { return Vec::new() };
    let items = on.profile.agenda.iter().filter(|item| item.review == Some(review.id));
    let notes = items.flat_map(|item| {
        item.entries.iter().filter_map(|entry| match entry {
            Entry::Note { key, audience: Audience::Agreed, .. } => {
                Some(item.note(key, Audience::Agreed))
            }
            _ => None,
        })
    });
    let cells = Table::Reviews.every_column().iter();
    let cells = cells.map(|column| Slot::Cell(Table::Reviews, review.id, *column));
    found(on, notes.chain(cells))
}

fn found(on: &Subject<'_>, slots: impl Iterator<Item = Slot>) -> Vec<Gap> {
    let case = on.case;
    let in_force = on.profile.guidance.in_force;
    let dated = case.meeting.on.day().or(case.begun.day()).unwrap_or(on.today);
    if dated < in_force {
        return Vec::new();
    }
    let instead = match case.route {
        Route::DirectionFirst => "off-site direction",
        Route::Permanent => "permanent move",
        Route::Unsaid | Route::EarlierTrial => "managed move",
    };
    let prose = slots.filter(|slot| {
        let kind = case.field(slot).map(|field| field.kind());
        matches!(kind, Some(Kind::Prose | Kind::Line)) && !slot.is_private(case)
    });
    let old = prose.filter(|slot| calls_it_a_trial(&case.text(slot)));
    old.map(|slot| {
        let sentence = format!(
            "{}: since {} a move is no “{WORD}”, and no document may call it one. Write “{instead}”, or what is meant.",
            label(on, &slot),
            long(in_force)
        );
        Gap(sentence, Place::Slot(slot))
    })
    .collect()
}

/// The words beside a field, with the list in which it stands.
fn label(on: &Subject<'_>, slot: &Slot) -> String {
    match slot {
        Slot::Fact(place) => place.label().to_owned(),
        Slot::Cell(table, _, column) => format!("{}, {}", table.title(), column.label()),
        Slot::Note(audience, wanted) => {
            let items = on.profile.agenda.iter();
            let labels = items.flat_map(|item| item.entries.iter().map(move |entry| (item, entry)));
            let mut labels = labels.filter_map(|(item, entry)| match entry {
                Entry::Note { key, label, .. } => {
                    (item.note(key, *audience) == *slot).then_some(label)
                }
                _ => None,
            });
            labels.next().map_or_else(|| wanted.clone(), Clone::clone)
        }
    }
}

/// Whether a text has the word in the sense of a placement.
fn calls_it_a_trial(text: &str) -> bool {
    let text = text.to_lowercase();
    text.split(['.', ';', '!', '?', '\n']).any(|sentence| {
        let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        words.iter().enumerate().filter(|(_, word)| **word == WORD).any(|(at, _)| {
            let mut near = words.iter().skip(at.saturating_sub(REACH)).take(2 * REACH + 1);
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            let error = words.get(at + 1..at + 3) == Some(&["and", "error"]);
            !(near.any(|word| NEAR.contains(word))
                || before.is_some_and(|word| BEFORE.contains(word))
                || error)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_placement_on_trial_is_found() {
        for (text, wanted) in [
            ("A trial of twelve weeks.", true),
            ("She is on trial until Easter", true),
            ("the TRIAL period ends", true),
            ("a trial placement at Larkspur Hill", true),
            ("Table tennis trials on Tuesdays", false),
            ("Table tennis at county trials", false),
            ("He has a football trial in May", false),
            ("a trial for the county cricket side", false),
            ("part of a clinical trial", false),
            ("on trial in the youth court", false),
            ("a time trial", false),
            ("by trial and error", false),
            ("industrial, trialled, trials", false),
            ("He plays tennis. The trial ends in March.", true),
            ("", false),
        ] {
            assert_eq!(calls_it_a_trial(text), wanted, "{text}");
        }
    }
}
