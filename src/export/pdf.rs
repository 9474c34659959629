//! A document as a PDF for paper and for screen readers.
//!
//! It goes through four hands: blocks are measured into strips, strips are put on pages, pages are
//! drawn, and the file is put in order. No hand but the first knows a block, and a text is never
//! dropped: what the font cannot print is reported first.

mod draw;
mod face;
mod finish;
mod pages;
mod rows;
mod strip;
mod tree;

use self::face::Faces;
use super::document::{Block, Document};
use super::{ExportError, Missing, Unprintable};

/// What stands in the place of characters that cannot be printed.
const MARK: &str = "[?]";
const EXPLANATION: &str = "[?] stands for characters that this PDF cannot print. The text copy of this document has them in full.";

/// Writes a document whose strings are clean already.
pub(super) fn write(mut document: Document, missing: Missing) -> Result<Vec<u8>, ExportError> {
    let mut faces = Faces::new().map_err(engine)?;
    let lacking = lacking(&document, &faces);
    if !lacking.is_empty() {
        match missing {
            Missing::Refuse => return Err(ExportError::Unprintable(lacking)),
            Missing::Mark => mark(&mut document, &faces),
        }
    }
    let (strips, tree) = strip::measure(&document, &faces);
    let pages = pages::fill(&strips);
    let drawn = draw::draw(&document, &pages, &mut faces).map_err(engine)?;
    finish::finish(&document, &drawn, &tree, &faces).map_err(engine)
}

/// The characters that the font lacks, each once for every text in which it stands.
pub(super) fn unprintable(document: &Document) -> Vec<Unprintable> {
    Faces::new().map(|faces| lacking(document, &faces)).unwrap_or_default()
}

fn lacking(document: &Document, faces: &Faces) -> Vec<Unprintable> {
    let mut found = Vec::new();
    for text in document.texts() {
        let mut seen = Vec::new();
        for (at, character) in text.char_indices() {
            if !faces.has(character) && !seen.contains(&character) {
                seen.push(character);
                found.push(Unprintable { character, context: around(&text, at) });
            }
        }
    }
    found
}

/// The words round a place in a text.
fn around(text: &str, at: usize) -> String {
    const BEFORE: usize = 24;
    const AFTER: usize = 24;
    let (before, after) = text.split_at(at);
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let mut context = String::from(if skipped > 0 { "…" } else { "" });
    context.extend(before.chars().skip(skipped));
    context.extend(after.chars().take(AFTER));
    if after.chars().nth(AFTER).is_some() {
        context.push('…');
    }
    context
}

/// Puts a mark in the place of each run of characters that the font lacks, and says so at the end.
fn mark(document: &mut Document, faces: &Faces) {
    document.texts_mut(&mut |text| {
        if text.chars().all(|c| faces.has(c)) {
            return;
        }
        let mut marked = String::with_capacity(text.len());
        let mut in_run = false;
        for c in text.chars() {
            let lacks = !faces.has(c);
            if !lacks {
                marked.push(c);
            } else if !in_run {
                marked.push_str(MARK);
            }
            in_run = lacks;
        }
        *text = marked;
    });
    document.blocks.push(Block::Paragraph(EXPLANATION.to_owned()));
}

fn engine(error: impl std::fmt::Display) -> ExportError {
    ExportError::Engine(error.to_string())
}
