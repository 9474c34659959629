//! A document as plain text: for e-mail, for any computer, and to check the PDF against.
//!
//! It never leaves anything out: what cannot be set nicely is set plainly.

use unicode_segmentation::UnicodeSegmentation;

use super::document::{Block, Document, Fact, Signature, Table};

const WIDTH: usize = 78;
/// Labels longer than this get a line of their own.
const LABEL: usize = 26;

/// Writes a document whose strings are clean already.
pub(super) fn write(document: &Document) -> String {
    let mut out = Text::default();
    let stamp = document.stamp();
    if !stamp.is_empty() {
        out.line(&stamp);
    }
    out.line(&document.marking);
    out.line(&document.reference);
    out.gap();
    out.ruled(&document.title, '=');
    out.line(&document.subtitle);
    out.line(&document.dateline);
    let mut below_label = false;
    for block in &document.blocks {
        if !below_label {
            out.gap();
        }
        out.block(block);
        below_label = matches!(block, Block::Subheading(_));
    }
    if !stamp.is_empty() {
        out.gap();
        out.line(&stamp);
    }
    out.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.0.push('\n');
                self.ruled(text, '-');
            }
            Block::Subheading(text) => self.line(&format!("{text}:")),
            Block::Paragraph(text) => self.line(text),
            Block::Points(points) => points.iter().for_each(|point| self.hung("- ", point)),
            Block::Quote(lines) => lines.iter().for_each(|line| self.hung("    ", line)),
            Block::Facts(facts) => self.facts(facts),
            Block::Ticks(lines) => lines.iter().for_each(|line| self.hung("[ ] ", line)),
            Block::Lines(count) => self.lines_to_write_on(*count),
            Block::Table(table) => self.table(table),
            Block::Signatures(signatures) => self.signatures(signatures),
            Block::Remark(text) => self.line(text),
        }
    }

    /// A row is set as a record, so that no cell is cut into pieces and every line reads on.
    fn table(&mut self, table: &Table) {
        // Where one row is to be filled in, so are the empty cells of all, and their labels stand there.
        let by_hand = table.rows.iter().any(|row| row.iter().all(String::is_empty));
        for (n, row) in table.rows.iter().enumerate() {
            if n > 0 {
                self.gap();
            }
            let facts: Vec<Fact> = table
                .columns
                .iter()
                .zip(row)
                .filter(|(_, cell)| by_hand || !cell.is_empty())
                .map(|(column, cell)| Fact { label: column.head.clone(), value: cell.clone() })
                .collect();
            self.facts(&facts);
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        let longest = facts.iter().map(|fact| width(&fact.label) + 2).max().unwrap_or(0);
        let indent = longest.min(LABEL);
        for fact in facts {
            let label = format!("{}:", fact.label);
            let blank = "_".repeat(WIDTH.saturating_sub(indent));
            let value = if fact.value.is_empty() { &blank } else { &fact.value };
            if width(&label) < indent {
                let gap = indent - width(&label);
                self.hung(&format!("{label}{}", " ".repeat(gap)), value);
            } else {
                self.line(&label);
                self.hung(&" ".repeat(indent), value);
            }
        }
    }

    fn signatures(&mut self, signatures: &[Signature]) {
        for (n, Signature { name, role, answer }) in signatures.iter().enumerate() {
            if n > 0 {
                self.gap();
            }
            for text in [name, role, answer] {
                self.line(text);
            }
            self.0.push('\n');
            self.line(&format!("Signature {}  Date {}", "_".repeat(40), "_".repeat(18)));
        }
    }

    fn lines_to_write_on(&mut self, count: u8) {
        for _ in 0..count {
            self.gap();
            self.line(&"_".repeat(WIDTH));
        }
    }

    fn ruled(&mut self, text: &str, rule: char) {
        self.line(text);
        let length = width(text).min(WIDTH);
        self.0.extend(std::iter::repeat_n(rule, length));
        self.0.push('\n');
    }

    fn line(&mut self, text: &str) {
        self.hung("", text);
    }

    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    /// Sets a text after its first words, with the lines below it indented as far.
    fn hung(&mut self, first: &str, text: &str) {
        if text.is_empty() && first.trim().is_empty() {
            return;
        }
        let below = " ".repeat(width(first));
        let room = WIDTH.saturating_sub(width(first)).max(1);
        self.0.push_str(first);
        let mut used = 0;
        for word in text.split(' ') {
            let length = width(word);
            if used > 0 && used + 1 + length > room {
                self.0.push('\n');
                self.0.push_str(&below);
                used = 0;
            } else if used > 0 {
                self.0.push(' ');
                used += 1;
            }
            self.0.push_str(word);
            used += length;
        }
        let end = self.0.trim_end_matches(' ').len();
        self.0.truncate(end);
        self.0.push('\n');
    }
}

/// How many letters a reader sees.
fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).count() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::Column;

    fn lines(block: Block) -> String {
        write(&Document { blocks: vec![block], ..Document::default() })
    }

    #[test]
    fn lines_end_before_the_paper_does_and_no_word_is_lost() {
        let long = "word ".repeat(60);
        let text = lines(Block::Paragraph(long.trim().to_owned()));
        assert!(text.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(text.split_whitespace().count(), 60);
    }

    #[test]
    fn a_row_of_a_table_reads_as_a_record() {
        let column = |head: &str| Column { head: head.to_owned(), weight: 1 };
        let text = lines(Block::Table(Table {
            columns: vec![column("Who"), column("By when")],
            rows: vec![vec!["Halina".into(), "Fri 4 December 2026".into()]],
        }));
        assert!(text.contains("Who:     Halina\nBy when: Fri 4 December 2026\n"), "{text}");
    }
}
