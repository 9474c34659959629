//! What differs between two states of a case, place by place, in words.
//!
//! For the screen of the person who leads: private words stand in it, so no document is made of it.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Notes};
use super::date::long;
use super::fact::Fact;
use super::people::RowId;
use super::profile::{Entry, Item, Profile};
use super::slot::{Audience, Slot};
use super::table::Table;
use super::text::capital;

/// What differs in one item of the agenda, or in something that has no place on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The title of the item.
    pub title: String,
    /// What differs there, one line each.
    pub lines: Vec<Line>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where: “Targets, row 2, How measured”.
    pub place: String,
    /// What became of it.
    pub what: What,
    /// Whether only the person who leads may read the words, in one of the two states at least.
    pub private: bool,
}

/// What became of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Its words are others; where nothing stood or stands, they are empty.
    Changed {
        /// The words in the earlier state.
        was: String,
        /// The words in the later state.
        now: String,
    },
    /// It was added, with these words.
    Added(String),
    /// It was removed, with these words.
    Removed(String),
    /// A row stands at another place, counted from 1.
    Moved {
        /// Where it stood.
        from: usize,
        /// Where it stands.
        to: usize,
    },
    /// Something differs that no field shows.
    Unseen,
}

impl Line {
    /// The line in words.
    pub fn in_words(&self) -> String {
        format!("{}: {}", self.place, self.what.in_words())
    }

    /// The line in words, without any that only the person who leads may read.
    pub fn without_private(&self) -> String {
        let what = if self.private { "changed (private)".to_owned() } else { self.what.in_words() };
        format!("{}: {what}", self.place)
    }
}

impl What {
    fn in_words(&self) -> String {
        let quoted = |words: &str| {
            if words.is_empty() { "empty".to_owned() } else { format!("“{words}”") }
        };
        let whole = |what: &str, words: &str| {
            if words.is_empty() { what.to_owned() } else { format!("{what} – {words}") }
        };
        match self {
            Self::Changed { was, now } => {
                let (was, now) = around(was, now);
                format!("was {} – now {}", quoted(&was), quoted(&now))
            }
            Self::Added(words) => whole("added", words),
            Self::Removed(words) => whole("removed", words),
            Self::Moved { from, to } => format!("moved from row {from} to row {to}"),
            Self::Unseen => "changed in what no field shows".to_owned(),
        }
    }
}

/// So many words are said before and after what differs in a long text.
const AROUND: usize = 3;
/// A text with more words than this is said in part.
const LONG: usize = 20;

/// Two texts, each on one line; of long ones only what differs, with a few words around it.
fn around(was: &str, now: &str) -> (String, String) {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let (was, now) = (words(was), words(now));
    let long = was.len().max(now.len()) > LONG;
    let same = |pairs: &mut dyn Iterator<Item = (&String, &String)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let head = same(&mut was.iter().zip(&now));
    let left = was.len().min(now.len()).saturating_sub(head);
    let tail = same(&mut was.iter().rev().zip(now.iter().rev())).min(left);
    // Where only spaces or line ends differ, all of it is said.
    let cut = |words: &[String]| {
        if !long || was == now {
            return words.join(" ");
        }
        let first = head.saturating_sub(AROUND);
        let last = words.len().saturating_sub(tail.saturating_sub(AROUND));
        let part = words.get(first..last).unwrap_or_default().join(" ");
        let before = if first > 0 { "… " } else { "" };
        let after = if last < words.len() { " …" } else { "" };
        format!("{before}{part}{after}")
    };
    (cut(&was), cut(&now))
}

/// What differs between two states of a case, in the order of the agenda; what stands in no item
/// comes last. `profile` is the protocol of the case.
pub fn compare(before: &Case, after: &Case, profile: &Profile) -> Vec<Section> {
    let both = Both { before, after };
    let agendas = [profile.for_case(after), profile.for_case(before)];
    let agenda: Vec<&Item> = agendas.iter().flat_map(|profile| &profile.agenda).collect();
    let mut places: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
    for (slot, mut line) in both.everywhere(&agenda) {
        let at = agenda.iter().position(|item| both.is_at(item, &slot));
        let noted = at.and_then(|at| agenda.get(at)).and_then(|item| label_of(item, &slot));
        if let Some(label) = noted {
            line.place = label;
        }
        places.entry(at.unwrap_or(agenda.len())).or_default().push(line);
    }
    let mut sections: Vec<Section> = Vec::new();
    for (at, lines) in places {
        let title = agenda.get(at).map_or(OTHER, |item| &item.title).to_owned();
        add(&mut sections, title, lines);
    }
    let other = sections.pop_if(|section| section.title == OTHER);
    add(&mut sections, "Agreement made".to_owned(), both.records());
    add(&mut sections, "Verdict of a review".to_owned(), both.verdicts());
    let mut rest: Vec<Line> = other.map(|other| other.lines).unwrap_or_default();
    rest.extend(both.other());
    if rest.is_empty() && sections.is_empty() && both.differ_unseen() {
        rest.push(seen("The case".to_owned(), What::Unseen));
    }
    add(&mut sections, OTHER.to_owned(), rest);
    sections
}

/// The title over what has no place on the agenda.
const OTHER: &str = "Other details";

fn add(sections: &mut Vec<Section>, title: String, lines: Vec<Line>) {
    match sections.iter_mut().find(|section| section.title == title) {
        Some(section) => section.lines.extend(lines),
        None if lines.is_empty() => {}
        None => sections.push(Section { title, lines }),
    }
}

fn seen(place: String, what: What) -> Line {
    Line { place, what, private: false }
}

/// The words beside a note of an item.
fn label_of(item: &Item, slot: &Slot) -> Option<String> {
    let Slot::Note(..) = slot else { return None };
    item.entries.iter().find_map(|entry| match entry {
        Entry::Note { key, audience, label, .. } => {
            (item.note(key, *audience) == *slot).then(|| label.clone())
        }
        _ => None,
    })
}

/// Two states of a case.
struct Both<'a> {
    before: &'a Case,
    after: &'a Case,
}

impl Both<'_> {
    /// Everything that differs in a slot, each with an address by which its item is found.
    fn everywhere(&self, agenda: &[&Item]) -> Vec<(Slot, Line)> {
        let facts = Fact::ALL.iter().map(|fact| (Slot::Fact(*fact), fact.label().to_owned()));
        let notes = self.notes(agenda).into_iter().map(|slot| {
            let key = match &slot {
                Slot::Note(_, key) => key.clone(),
                _ => String::new(),
            };
            (slot, key)
        });
        let mut all: Vec<(Slot, Line)> = facts
            .chain(notes)
            .filter_map(|(slot, place)| self.at(&slot, place).map(|line| (slot, line)))
            .collect();
        for table in Table::ALL {
            self.rows(*table, &mut all);
        }
        all
    }

    /// What differs in one slot.
    fn at(&self, slot: &Slot, place: String) -> Option<Line> {
        let (was, now) = (self.before.text(slot), self.after.text(slot));
        (was != now).then(|| {
            let what = What::Changed { was: was.into_owned(), now: now.into_owned() };
            Line { place, what, private: self.is_private(slot) }
        })
    }

    fn is_private(&self, slot: &Slot) -> bool {
        slot.is_private(self.before) || slot.is_private(self.after)
    }

    /// The notes of both states. Working and private notes lie in the same part of a case: a note
    /// that no item calls a working one is private.
    fn notes(&self, agenda: &[&Item]) -> Vec<Slot> {
        let keys = |notes: [&Notes; 2]| -> BTreeSet<String> {
            notes.into_iter().flat_map(|notes| notes.keys().cloned()).collect()
        };
        let agreed = keys([&self.before.agreed_notes, &self.after.agreed_notes]);
        let others = keys([&self.before.private_notes, &self.after.private_notes]);
        let audience = |key: String| {
            let working = Slot::Note(Audience::Working, key.clone());
            if agenda.iter().any(|item| item.has(&working)) {
                working
            } else {
                Slot::Note(Audience::Private, key)
            }
        };
        let agreed = agreed.into_iter().map(|key| Slot::Note(Audience::Agreed, key));
        agreed.chain(others.into_iter().map(audience)).collect()
    }

    /// What differs in the rows of a table.
    fn rows(&self, table: Table, all: &mut Vec<(Slot, Line)>) {
        let (old, new) = (self.before.row_ids(table), self.after.row_ids(table));
        let place = |rows: &[RowId], id: RowId| {
            let at = rows.iter().position(|other| *other == id).unwrap_or(0);
            (at + 1, format!("{}, row {}", table.title(), at + 1))
        };
        let kept: Vec<RowId> = new.iter().copied().filter(|id| old.contains(id)).collect();
        let moved = moved(&old, &kept);
        for id in old.iter().filter(|id| !new.contains(id)) {
            let what = What::Removed(Self::row_in_words(self.before, table, *id));
            all.extend(self.row_line(table, *id, place(&old, *id).1, what));
        }
        for id in new {
            let (at, here) = place(&self.after.row_ids(table), id);
            if !kept.contains(&id) {
                let what = What::Added(Self::row_in_words(self.after, table, id));
                all.extend(self.row_line(table, id, here, what));
                continue;
            }
            if moved.contains(&id) {
                let what = What::Moved { from: place(&old, id).0, to: at };
                all.extend(self.row_line(table, id, here.clone(), what));
            }
            let cells = table.every_column().iter().filter_map(|column| {
                let slot = Slot::Cell(table, id, *column);
                let line = self.at(&slot, format!("{here}, {}", column.label()))?;
                Some((slot, line))
            });
            let cells: Vec<(Slot, Line)> = cells.collect();
            if cells.is_empty() && self.before.row(table, id) != self.after.row(table, id) {
                all.extend(self.row_line(table, id, here, What::Unseen));
            }
            all.extend(cells);
        }
    }

    /// A line about a whole row, at its first cell.
    fn row_line(&self, table: Table, id: RowId, place: String, what: What) -> Option<(Slot, Line)> {
        let slot = Slot::Cell(table, id, *table.every_column().first()?);
        let private = self.is_private(&slot);
        Some((slot, Line { place, what, private }))
    }

    /// A row in words: its cells that are filled in.
    fn row_in_words(case: &Case, table: Table, id: RowId) -> String {
        let cells = table.every_column().iter().filter_map(|column| {
            let slot = Slot::Cell(table, id, *column);
            let is_blank = case.field(&slot)?.is_blank();
            (!is_blank).then(|| format!("{}: “{}”", column.label(), case.text(&slot)))
        });
        cells.collect::<Vec<_>>().join("; ")
    }

    /// Whether a slot is filled in at an item, for a row of a review only at its review.
    fn is_at(&self, item: &Item, slot: &Slot) -> bool {
        let of_review = |table: Table, row: &RowId| {
            item.review.is_none()
                || [self.before, self.after].iter().any(|case| item.rows(case, table).contains(row))
        };
        item.has(slot) && !matches!(slot, Slot::Cell(table, row, _) if !of_review(*table, row))
    }

    /// Agreements and records of reviews that stand in one state only.
    fn records(&self) -> Vec<Line> {
        let issued = |case: &Case| -> Vec<String> {
            let issued = case.issued.iter().map(|one| {
                format!("{} {} of {}", capital(one.kind.label()), one.number, long(one.on))
            });
            let recorded = case
                .recorded
                .iter()
                .map(|one| format!("Record {} of a review, of {}", one.number, long(one.on)));
            issued.chain(recorded).collect()
        };
        one_sided(&issued(self.before), &issued(self.after), false)
    }

    /// Verdicts that stand in one state only.
    fn verdicts(&self) -> Vec<Line> {
        let given = |case: &Case| -> Vec<String> {
            let verdicts = case.reviewed.iter().map(|one| {
                let note =
                    if one.note.is_blank() { String::new() } else { format!(": {}", one.note) };
                format!("{}, {}{note}", long(one.on), one.verdict.label())
            });
            verdicts.collect()
        };
        one_sided(&given(self.before), &given(self.after), true)
    }

    /// What has no slot.
    fn other(&self) -> Vec<Line> {
        let (before, after) = (self.before, self.after);
        let version = |case: &Case| format!("{}, version {}", case.profile, case.profile_version);
        [
            ("The meeting", before.state.label().to_owned(), after.state.label().to_owned()),
            ("Protocol", version(before), version(after)),
            ("Begun on", before.begun.to_string(), after.begun.to_string()),
        ]
        .into_iter()
        .filter(|(_, was, now)| was != now)
        .map(|(place, was, now)| seen(place.to_owned(), What::Changed { was, now }))
        .collect()
    }

    /// Whether they differ at all, but for the number of the next row.
    fn differ_unseen(&self) -> bool {
        let mut after = self.after.clone();
        after.next_row = self.before.next_row;
        after != *self.before
    }
}

/// What stands in one of two lists only.
fn one_sided(before: &[String], after: &[String], private: bool) -> Vec<Line> {
    let line = |place: &String, what: What| Line { place: place.clone(), what, private };
    let removed = before.iter().filter(|one| !after.contains(one));
    let removed = removed.map(|one| line(one, What::Removed(String::new())));
    let added = after.iter().filter(|one| !before.contains(one));
    removed.chain(added.map(|one| line(one, What::Added(String::new())))).collect()
}

/// The rows that must have been moved, as few as can be, for `old` to have the order of `kept`.
fn moved(old: &[RowId], kept: &[RowId]) -> Vec<RowId> {
    // The longest rising run of old places that ends at each row, with the row before it there.
    let places: Vec<Option<usize>> =
        kept.iter().map(|id| old.iter().position(|other| other == id)).collect();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let before = runs.iter().filter(|run| {
            run.last().and_then(|last| places.get(*last)).is_some_and(|last| last < place)
        });
        let mut run = before.max_by_key(|run| run.len()).cloned().unwrap_or_default();
        run.push(at);
        runs.push(run);
    }
    let stayed = runs.into_iter().max_by_key(Vec::len).unwrap_or_default();
    let stays = |at: &usize| stayed.contains(at);
    kept.iter().enumerate().filter(|(at, _)| !stays(at)).map(|(_, id)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_text_only_what_differs_is_said_with_a_few_words_around_it() {
        let long: Vec<String> = (1..=30).map(|n| n.to_string()).collect();
        let was = long.join(" ");
        let now = was.replace(" 15 ", " fifteen\nand more ");
        let what = What::Changed { was: was.clone(), now };
        assert_eq!(
            what.in_words(),
            "was “… 12 13 14 15 16 17 18 …” – now “… 12 13 14 fifteen and more 16 17 18 …”"
        );
        let what = What::Changed { was: was.clone(), now: format!("{was} 30") };
        assert_eq!(what.in_words(), "was “… 28 29 30” – now “… 28 29 30 30”");
        let what = What::Changed { was: String::new(), now: "a\nb".to_owned() };
        assert_eq!(what.in_words(), "was empty – now “a b”");
    }
}
