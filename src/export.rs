//! Making documents: what was agreed, as a PDF or as plain text.
//!
//! Nothing here reads a clock, touches a file or can reach a private note: every document is made
//! from [`Agreed`](crate::domain::agreed::Agreed), and a format sees only a [`Document`].

mod agreement;
mod blank;
mod csv;
mod document;
mod ending;
mod family;
mod kind;
mod notices;
mod offers;
mod pdf;
mod redirection;
mod review;
mod sheet;
mod staff;
mod text;

use std::fmt;

pub use agreement::agreement;
pub use csv::csv;
pub use document::{Block, Column, DEMO, DRAFT, Document, Fact, Signature, Table};
pub use kind::{Kind, NotYet, Wanted, file_name};
pub use offers::{Offer, make, numbers, offers};
pub use review::review_record;

/// A form in which a document leaves the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For paper and for reading.
    Pdf,
    /// For e-mail, for any computer, and for letters that the PDF cannot print.
    Text,
}

/// What to do about characters that the PDF cannot print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Make no document, and name the characters.
    Refuse,
    /// Print `[?]` in their place and say so at the end.
    Mark,
}

/// A character that the PDF cannot print, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprintable {
    /// The character.
    pub character: char,
    /// The name or the part of the sentence in which it stands.
    pub context: String,
}

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in “{}”", self.character, self.context)
    }
}

/// Why a document could not be made. Its `Display` is a sentence for the facilitator.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ExportError {
    /// The PDF font lacks characters that the document holds.
    #[error(
        "The PDF cannot print {}. Make the PDF with [?] in their place, or give out the text copy, which has them all.",
        places(.0)
    )]
    Unprintable(Vec<Unprintable>),
    /// The engine that writes PDF files failed.
    #[error(
        "The PDF could not be made ({0}). What was recorded is unchanged; the text copy can be made instead."
    )]
    Engine(String),
}

/// Writes a document.
///
/// # Errors
/// Only a PDF can fail: because of characters that it cannot print, or inside its engine.
pub fn render(
    format: Format,
    document: &Document,
    missing: Missing,
) -> Result<Vec<u8>, ExportError> {
    let document = document.clone().plain();
    match format {
        Format::Text => Ok(text::write(&document).into_bytes()),
        Format::Pdf => pdf::write(document, missing),
    }
}

/// The characters that a PDF of this document cannot print, each once for every text in which it
/// stands.
pub fn unprintable(document: &Document) -> Vec<Unprintable> {
    pdf::unprintable(&document.clone().plain())
}

/// A sentence for each text in which the PDF cannot print something.
pub fn sentences(places: &[Unprintable]) -> Vec<String> {
    let mut texts: Vec<(&str, String)> = Vec::new();
    for Unprintable { character, context } in places {
        match texts.iter_mut().find(|(text, _)| text == context) {
            Some((_, characters)) if !characters.contains(*character) => {
                characters.push(*character);
            }
            Some(_) => {}
            None => texts.push((context, character.to_string())),
        }
    }
    let said = texts.into_iter().map(|(text, characters)| {
        format!("The PDF cannot print {characters} in “{text}”: it prints [?]. The text copy has it in full.")
    });
    said.collect()
}

/// The first few places, and how many more there are.
fn places(missing: &[Unprintable]) -> String {
    const NAMED: usize = 3;
    let mut named: Vec<String> = missing.iter().take(NAMED).map(ToString::to_string).collect();
    match missing.len().saturating_sub(NAMED) {
        0 => {}
        1 => named.push("one more character".to_owned()),
        more => named.push(format!("{more} more characters")),
    }
    match named.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "some characters".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unprintable_character_is_named_with_its_place_and_a_way_out() {
        let place = |character, context: &str| Unprintable { character, context: context.into() };
        let error = ExportError::Unprintable(vec![place('王', "王 Fang"), place('م', "م")]);
        assert_eq!(
            error.to_string(),
            "The PDF cannot print 王 in “王 Fang” and م in “م”. Make the PDF with [?] in their place, or give out the text copy, which has them all."
        );
    }
}
