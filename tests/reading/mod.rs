//! Reading documents back, as the people and programs do that receive them.
#![allow(dead_code, reason = "each of its users needs a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "only for tests")]

use convenor::export::{Block, Document, Format, Missing, render};

/// The document as a PDF.
pub fn pdf(document: &Document) -> Vec<u8> {
    render(Format::Pdf, document, Missing::Mark).unwrap()
}

/// The document as plain text.
pub fn text(document: &Document) -> String {
    String::from_utf8(render(Format::Text, document, Missing::Mark).unwrap()).unwrap()
}

/// The text of each page, as another program reads it.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let file = lopdf::Document::load_mem(pdf).unwrap();
    file.get_pages().keys().map(|page| file.extract_text(&[*page]).unwrap()).collect()
}

/// Without white space and without what only one of the formats draws.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether every string stands in a text, in order.
#[track_caller]
pub fn assert_in_order(strings: &[String], text: &str) {
    let text = squeezed(text);
    let mut rest = text.as_str();
    for string in strings.iter().map(|string| squeezed(string)) {
        let at = rest.find(&string);
        let at = at.unwrap_or_else(|| panic!("“{string:.80}” is missing after: {rest:.300}"));
        rest = &rest[at + string.len()..];
    }
}

/// The strings of a document without those of its table heads, which each format sets its own way.
pub fn words(document: &Document) -> Vec<String> {
    let mut document = document.clone();
    for block in &mut document.blocks {
        if let Block::Table(table) = block {
            table.columns.iter_mut().for_each(|column| column.head.clear());
        }
    }
    document.plain().texts()
}

/// Whether the PDF and the text hold every string of a document, in order. Heads and feet stand
/// between the strings of two pages, so each page is read without them, and so are table heads, which
/// are repeated.
#[track_caller]
pub fn assert_whole(document: &Document) {
    let strings = words(document);
    assert_in_order(&strings, &text(document));
    let pages = pages(&pdf(document));
    let count = pages.len();
    let stamp = document.stamp();
    let Document { marking, reference, name, .. } = document;
    let furniture = squeezed(&format!("{marking}{stamp}{reference}{name}{stamp}"));
    let body: String = pages
        .iter()
        .enumerate()
        .map(|(n, page)| {
            let head = format!("{furniture}Page{}of{count}", n + 1);
            let page = squeezed(page);
            assert!(page.starts_with(&head), "page {} begins with {page:.200}", n + 1);
            page[head.len()..].to_owned()
        })
        .collect();
    let heads = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => {
            Some(table.columns.iter().map(|column| squeezed(&column.head)).collect::<String>())
        }
        _ => None,
    });
    let without_repeated = heads.fold(body, |body, head| body.replace(&head, ""));
    assert_in_order(&strings[2..], &without_repeated);
}
