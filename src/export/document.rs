//! A document as its reader meets it: title, headings, paragraphs, lists, tables, places to sign.
//!
//! It never knows where its words come from: nothing here names a case, a profile or a format.

use unicode_normalization::UnicodeNormalization;

use crate::domain::text::clean;

/// A document, ready to be written in any format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What the file calls itself in a title bar. Never holds the name of a child.
    pub name: String,
    /// The title on the first page.
    pub title: String,
    /// The line below the title.
    pub subtitle: String,
    /// The small line below that.
    pub dateline: String,
    /// The case reference, at the head of every page.
    pub reference: String,
    /// The protective marking, at the head of every page.
    pub marking: String,
    /// Whether every page says that the case is invented.
    pub demo: bool,
    /// Whether every page says that nobody has agreed to it yet.
    pub draft: bool,
    /// What stands in it, in reading order.
    pub blocks: Vec<Block>,
}

/// What every page of an invented case says.
pub const DEMO: &str = "DEMO – invented case";

/// What every page of a document says that rests on what nobody has agreed to yet.
pub const DRAFT: &str = "DRAFT – not agreed yet";

impl Document {
    /// What every page says beside its marking; empty when there is nothing to say.
    pub fn stamp(&self) -> String {
        let stamps = [(self.demo, DEMO), (self.draft, DRAFT)];
        let said: Vec<&str> =
            stamps.iter().filter(|(on, _)| *on).map(|(_, words)| *words).collect();
        said.join(" · ")
    }
}

/// One thing in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The heading of a section.
    Heading(String),
    /// A heading inside a section.
    Subheading(String),
    /// Running text.
    Paragraph(String),
    /// A list of points.
    Points(Vec<String>),
    /// Somebody's own words, with their quotation marks, a paragraph each.
    Quote(Vec<String>),
    /// Short answers with the words that they answer. One without an answer is filled in by hand.
    Facts(Vec<Fact>),
    /// Things to tick on paper, each with its box.
    Ticks(Vec<String>),
    /// So many lines to write on.
    Lines(u8),
    /// A table.
    Table(Table),
    /// Places to sign.
    Signatures(Vec<Signature>),
    /// Something small, for whoever keeps the document.
    Remark(String),
}

/// A short answer and the words that it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The words beside it.
    pub label: String,
    /// The answer; empty to leave room for it.
    pub value: String,
}

/// A table with a head row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows; each has one cell for each column. A row without words is filled in by hand.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The words at its head.
    pub head: String,
    /// Its share of the width.
    pub weight: u16,
}

/// A place for one person to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The person.
    pub name: String,
    /// What this person is, and whom they speak for.
    pub role: String,
    /// What this person has answered so far.
    pub answer: String,
}

impl Document {
    /// The document with the code of the audit trail at its end, and what the code is for; without
    /// one where there is none.
    #[must_use]
    pub fn with_code(mut self, code: &str) -> Self {
        if !code.trim().is_empty() {
            self.blocks.push(Block::Remark(format!("Record code {code}. It stands for all that was done with the case until this was made: with it, whoever keeps the case can show later that nothing of that was changed unseen.")));
        }
        self
    }

    /// The document with every string cleaned and composed, so that all formats write the same.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.texts_mut(&mut |text| *text = plain(text));
        self
    }

    /// Every string in the order in which it is read.
    pub fn texts(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.clone().texts_mut(&mut |text| found.push(std::mem::take(text)));
        found
    }

    /// Visits every string in the order in which it is read.
    pub(super) fn texts_mut(&mut self, visit: &mut impl FnMut(&mut String)) {
        visit(&mut self.marking);
        visit(&mut self.reference);
        visit(&mut self.title);
        visit(&mut self.subtitle);
        visit(&mut self.dateline);
        for block in &mut self.blocks {
            block.texts_mut(visit);
        }
    }
}

impl Block {
    fn texts_mut(&mut self, visit: &mut impl FnMut(&mut String)) {
        match self {
            Self::Heading(text)
            | Self::Subheading(text)
            | Self::Paragraph(text)
            | Self::Remark(text) => visit(text),
            Self::Points(lines) | Self::Quote(lines) | Self::Ticks(lines) => {
                lines.iter_mut().for_each(visit);
            }
            Self::Lines(_) => {}
            Self::Facts(facts) => {
                for fact in facts {
                    visit(&mut fact.label);
                    visit(&mut fact.value);
                }
            }
            Self::Table(table) => {
                table.columns.iter_mut().for_each(|column| visit(&mut column.head));
                table.rows.iter_mut().flatten().for_each(visit);
            }
            Self::Signatures(signatures) => {
                for signature in signatures {
                    visit(&mut signature.name);
                    visit(&mut signature.role);
                    visit(&mut signature.answer);
                }
            }
        }
    }
}

/// Cleans a string again on its way out and puts letters and their marks together. Line ends are
/// spaces here: whoever builds a document makes a paragraph of each line.
fn plain(text: &str) -> String {
    let composed: String = clean(text).nfc().collect();
    let mut words = String::with_capacity(composed.len());
    for word in composed.split([' ', '\n']).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}
