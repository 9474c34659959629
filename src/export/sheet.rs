//! A document being written, section by section.
//!
//! It never drops a text: an empty section is left out or says so, as its writer decides.

use super::document::{Block, Column, Document, Fact, Signature, Table};
use super::kind::Kind;
use crate::domain::agreed::{Agreed, AgreedNote};
use crate::domain::case::Route;
use crate::domain::date::{Date, When, long, short};
use crate::domain::profile::{Blanks, Item, Profile, RouteWords, Shape, fill};
use crate::domain::text::{Text, capital};

/// What every page says about who may read it.
const MARKING: &str = "OFFICIAL – SENSITIVE: PERSONAL";

/// The blocks written so far, and what they are written from.
pub(super) struct Sheet<'a> {
    pub(super) case: &'a Agreed<'a>,
    pub(super) profile: &'a Profile,
    blocks: Vec<Block>,
    sections: usize,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(case: &'a Agreed<'a>, profile: &'a Profile) -> Self {
        Self { case, profile, blocks: Vec::new(), sections: 0 }
    }

    /// The document with what was written. It is called by its kind and reference, never by a name.
    pub(super) fn document(self, kind: Kind, title: &str, below: Below) -> Document {
        Document {
            name: format!("{} {}", kind.short(), self.case.id()),
            title: title.to_owned(),
            subtitle: below.subtitle,
            dateline: below.dateline,
            reference: self.case.id().to_string(),
            marking: MARKING.to_owned(),
            demo: self.case.is_demo(),
            draft: below.draft,
            blocks: self.blocks,
        }
    }

    /// The kind of move as it may be named on paper.
    pub(super) fn route(&self) -> Route {
        self.case.route_in(self.profile)
    }

    /// What the protocol says about this kind of move.
    pub(super) fn route_words(&self) -> Option<&'a RouteWords> {
        self.profile.words_of(self.route())
    }

    /// What parents may do when this kind of move is made, whom they can complain to, and who advises
    /// them (R24, R25; Kirklees).
    pub(super) fn rights(&self) -> Vec<String> {
        let profile = self.profile;
        let rights = profile.rights_of(self.route()).chain(&profile.complaints);
        rights.chain([&profile.independent_advice]).map(|right| self.filled(right)).collect()
    }

    /// A sentence of the protocol with its blanks filled in; what is not known yet is said in words.
    pub(super) fn filled(&self, sentence: &str) -> String {
        let or = |text: &Text, words: &str| {
            if text.is_blank() { words.to_owned() } else { text.trim().to_owned() }
        };
        let (home, new) = self.case.schools();
        let start = match self.case.start_as_written() {
            When::Blank => "a day still to be fixed".to_owned(),
            When::On(day) => long(*day),
            When::Unread(words) => words.trim().to_owned(),
        };
        let last = self.case.last_review_on();
        let day_after = last.and_then(|day| day.succ_opt());
        capital(&fill(
            sentence,
            &Blanks {
                home: &or(home, "the home school"),
                new: &or(new, "the new school"),
                child: &or(&self.case.child().name, "the child"),
                start: &start,
                last: &last.map_or_else(|| "a day still to be fixed".to_owned(), long),
                day_after: &day_after.map_or_else(|| "the day after it".to_owned(), long),
            },
        ))
    }

    /// The child’s name, or a word for it.
    pub(super) fn child(&self) -> &'a str {
        let name = self.case.child().name.trim();
        if name.is_empty() { "the child" } else { name }
    }

    /// Begins a part without a number.
    pub(super) fn heading(&mut self, title: &str) {
        self.blocks.push(Block::Heading(title.to_owned()));
    }

    pub(super) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Room to write.
    pub(super) fn lines(&mut self, count: u8) {
        self.blocks.push(Block::Lines(count));
    }

    /// Things to tick.
    pub(super) fn ticks(&mut self, lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().collect();
        if !lines.is_empty() {
            self.blocks.push(Block::Ticks(lines));
        }
    }

    /// Facts to be filled in by hand.
    pub(super) fn fill_in(&mut self, labels: &[&str]) {
        let facts =
            labels.iter().map(|label| Fact { label: (*label).to_owned(), value: String::new() });
        self.blocks.push(Block::Facts(facts.collect()));
    }

    /// How much has been written.
    pub(super) fn written(&self) -> usize {
        self.blocks.len()
    }

    /// Begins a section. Sections are numbered, so that people can speak of them.
    pub(super) fn section(&mut self, title: &str) {
        self.sections += 1;
        self.blocks.push(Block::Heading(format!("{}. {title}", self.sections)));
    }

    /// Says this if the section is still empty.
    pub(super) fn or_say(&mut self, words: &str) {
        if matches!(self.blocks.last(), Some(Block::Heading(_))) {
            self.paragraph(words);
        }
    }

    /// Takes the heading back if the section is still empty.
    pub(super) fn or_leave_out(&mut self) {
        if matches!(self.blocks.last(), Some(Block::Heading(_))) {
            self.blocks.pop();
            self.sections -= 1;
        }
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blocks.push(Block::Paragraph(text.to_owned()));
        }
    }

    /// A paragraph for each line.
    pub(super) fn prose(&mut self, text: &Text) {
        text.said().for_each(|line| self.paragraph(line));
    }

    pub(super) fn points<T: AsRef<str>>(&mut self, lines: &[T]) {
        let said: Vec<String> = lines
            .iter()
            .map(|line| line.as_ref().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        if !said.is_empty() {
            self.blocks.push(Block::Points(said));
        }
    }

    /// Prose under its own words, unless there is none.
    pub(super) fn prose_under(&mut self, label: &str, text: &Text) {
        if !text.is_blank() {
            self.subheading(label);
            self.prose(text);
        }
    }

    /// The facts that were recorded.
    pub(super) fn facts(&mut self, facts: &[(&str, &str)]) {
        let recorded: Vec<_> = facts.iter().filter_map(fact).collect();
        if !recorded.is_empty() {
            self.blocks.push(Block::Facts(recorded));
        }
    }

    /// Points under their own words, unless there are none.
    pub(super) fn subheading_points<T: AsRef<str>>(&mut self, label: &str, lines: &[T]) {
        if lines.iter().any(|line| !line.as_ref().is_empty()) {
            self.subheading(label);
            self.points(lines);
        }
    }

    pub(super) fn subheading(&mut self, label: &str) {
        self.blocks.push(Block::Subheading(label.to_owned()));
    }

    /// A table, unless it has no rows.
    pub(super) fn table(&mut self, columns: &[(&str, u16)], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        let columns = columns
            .iter()
            .map(|(head, weight)| Column { head: (*head).to_owned(), weight: *weight })
            .collect();
        self.blocks.push(Block::Table(Table { columns, rows }));
    }

    pub(super) fn subheading_table(
        &mut self,
        label: &str,
        columns: &[(&str, u16)],
        rows: Vec<Vec<String>>,
    ) {
        if !rows.is_empty() {
            self.subheading(label);
            self.table(columns, rows);
        }
    }

    pub(super) fn signatures(&mut self, signatures: Vec<Signature>) {
        if !signatures.is_empty() {
            self.blocks.push(Block::Signatures(signatures));
        }
    }

    /// What was written under an item of the profile, each note below its own words.
    pub(super) fn notes(&mut self, item: &str) {
        for note in self.case.notes_of(self.profile, item) {
            self.note_under(&note, note.label);
        }
    }

    /// One note of an item of the profile, under other words than those of the agenda.
    pub(super) fn note_as(&mut self, item: &str, key: &str, label: &str) {
        let notes = self.case.notes_of(self.profile, item);
        if let Some(note) = notes.iter().find(|note| note.key == key) {
            self.note_under(note, label);
        }
    }

    /// One note of an item that is not part of the profile itself, such as that of a review.
    pub(super) fn note_of(&mut self, item: &'a Item, key: &str) {
        if let Some(note) = self.case.notes(item).iter().find(|note| note.key == key) {
            self.note_under(note, note.label);
        }
    }

    /// One note of an item of the profile in one line; empty when nothing was written.
    pub(super) fn note_in_line(&self, item: &str, key: &str) -> String {
        let notes = self.case.notes_of(self.profile, item);
        notes
            .iter()
            .find(|note| note.key == key)
            .map(|note| one_line(note.text))
            .unwrap_or_default()
    }

    /// Whether a note of an item of the profile was written.
    pub(super) fn has_note(&self, item: &str, key: &str) -> bool {
        self.case.notes_of(self.profile, item).iter().any(|note| note.key == key)
    }

    fn note_under(&mut self, AgreedNote { text, shape, .. }: &AgreedNote<'_>, label: &str) {
        self.subheading(label);
        match shape {
            Shape::Prose => self.prose(text),
            Shape::Points => self.points(&text.said().collect::<Vec<_>>()),
            Shape::Quote => self.quote(text),
        }
    }

    /// Somebody’s own words.
    pub(super) fn quote(&mut self, text: &Text) {
        if !text.is_blank() {
            self.blocks.push(Block::Quote(quoted(text)));
        }
    }
}

/// What stands below the title on the first page.
#[derive(Default)]
pub(super) struct Below {
    pub(super) subtitle: String,
    pub(super) dateline: String,
    pub(super) draft: bool,
}

impl Below {
    /// The child and the home school, where no move is made, and the day on which it was written.
    pub(super) fn child_at_home_school(case: &Agreed<'_>, on: Date) -> Self {
        let (home, _) = case.schools();
        let parts = [case.child().name.trim(), home.trim()];
        let subtitle = listed(&parts);
        Self { subtitle, dateline: format!("Written on {}", long(on)), draft: false }
    }

    /// The child and the schools, and the day on which it was written.
    pub(super) fn child_and_schools(case: &Agreed<'_>, on: Date) -> Self {
        let (home, new) = case.schools();
        let name = case.child().name.trim();
        let subtitle = match (home.trim(), new.trim()) {
            ("", "") => name.to_owned(),
            ("", new) => format!("{name}: to {new}"),
            (home, "") => format!("{name}: {home}"),
            (home, new) => format!("{name}: {home} to {new}"),
        };
        Self { subtitle, dateline: format!("Written on {}", long(on)), draft: false }
    }
}

/// A fact, if it was recorded.
fn fact((label, value): &(&str, &str)) -> Option<Fact> {
    let (label, value) = ((*label).to_owned(), (*value).to_owned());
    (!value.trim().is_empty()).then_some(Fact { label, value })
}

/// A text in quotation marks, unless somebody has put it in quotation marks already. Each
/// paragraph opens them, the last one closes them, as is usual in print.
fn quoted(text: &Text) -> Vec<String> {
    let lines: Vec<&str> = text.said().collect();
    let has_marks = text.trim_start().starts_with(['“', '‘', '"', '\'']);
    let last = lines.len().saturating_sub(1);
    let marked = lines.iter().enumerate().map(|(n, line)| match (has_marks, n == last) {
        (true, _) => (*line).to_owned(),
        (false, true) => format!("“{line}”"),
        (false, false) => format!("“{line}"),
    });
    marked.collect()
}

/// What was said, with commas between and without what was left empty.
pub(super) fn listed(parts: &[&str]) -> String {
    let said: Vec<&str> =
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    said.join(", ")
}

/// The same, but for what the first part says already.
pub(super) fn listed_once(parts: &[&str]) -> String {
    let Some((first, rest)) = parts.split_first() else { return String::new() };
    let new = rest.iter().filter(|part| !first.contains(part.trim()));
    listed(&std::iter::once(first).chain(new).copied().collect::<Vec<_>>())
}

/// Lines one after the other, told apart by a semicolon where no line end does it.
pub(super) fn one_line(text: &Text) -> String {
    let mut line = String::new();
    for said in text.said() {
        if !line.is_empty() {
            line.push_str(if line.ends_with(['.', ';', ':', ',', '!', '?']) { " " } else { "; " });
        }
        line.push_str(said);
    }
    line
}

/// Names one after the other, the last after “and”.
pub(super) fn and(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The words with another before them, unless they are empty.
pub(super) fn after(before: &str, words: &str) -> String {
    if words.trim().is_empty() { String::new() } else { format!("{before} {}", words.trim()) }
}

/// What was said, one after the other, with a full stop where a part does not end by itself.
pub(super) fn sentences(parts: &[&str]) -> String {
    let said = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    said.fold(String::new(), |before, part| match before.as_str() {
        "" => part.to_owned(),
        before if before.ends_with(['.', '!', '?']) => format!("{before} {part}"),
        before => format!("{before}. {part}"),
    })
}

/// A day with its weekday and a short month, for a narrow column.
pub(super) fn weekday_and_short(day: Date) -> String {
    let long = long(day);
    let weekday = long.split_once(' ').map_or("", |(weekday, _)| weekday);
    format!("{weekday} {}", short(day))
}

/// A day without its weekday, of which nobody thinks at a birthday.
pub(super) fn birthday(born: &When) -> String {
    let Some(day) = born.day() else { return born.to_string() };
    long(day).split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}
