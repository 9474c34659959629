//! A document being written, section by section.
//!
//! It never drops a text: an empty section is left out or says so, as its writer decides.

use crate::domain::agreed::{Agreed, AgreedNote};
use crate::domain::profile::{Profile, Shape};
use crate::domain::text::Text;
use crate::export::document::{Block, Column, Fact, Signature, Table};

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

    pub(super) fn blocks(self) -> Vec<Block> {
        self.blocks
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

    pub(super) fn points(&mut self, lines: &[&str]) {
        if !lines.is_empty() {
            self.blocks.push(Block::Points(lines.iter().map(|line| (*line).to_owned()).collect()));
        }
    }

    /// The facts that were recorded.
    pub(super) fn facts(&mut self, facts: &[(&str, &str)]) {
        let recorded: Vec<_> = facts.iter().filter_map(fact).collect();
        if !recorded.is_empty() {
            self.blocks.push(Block::Facts(recorded));
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
        for AgreedNote { label, text, shape } in self.case.notes_of(self.profile, item) {
            self.subheading(label);
            match shape {
                Shape::Prose => self.prose(text),
                Shape::Points => self.points(&text.said().collect::<Vec<_>>()),
                Shape::Quote => self.blocks.push(Block::Quote(quoted(text))),
            }
        }
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
