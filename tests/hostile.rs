//! Documents made of the worst that can be typed: they end, and nothing is lost in silence.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod reading;

use convenor::export::{
    Block, Column, Document, ExportError, Fact, Format, Missing, Signature, Table, render,
    unprintable,
};
use proptest::prelude::*;
use reading::{assert_in_order, pages, pdf, squeezed, text, words};

/// A document of one block.
fn of(block: Block) -> Document {
    Document {
        name: "Test".into(),
        title: "Test".into(),
        blocks: vec![block],
        ..Document::default()
    }
}

fn table(cells: Vec<Vec<String>>) -> Block {
    let columns =
        vec![Column { head: "Who".into(), weight: 1 }, Column { head: "What".into(), weight: 3 }];
    Block::Table(Table { columns, rows: cells })
}

#[test]
fn hostile_lengths_end_and_keep_every_word() {
    let long = "Sphinx of black quartz judge my vow. ".repeat(2_800);
    let pages_long = "Sphinx of black quartz judge my vow. ".repeat(300);
    let word = "x".repeat(500);
    let points: Vec<String> = (0..10_000).map(|n| format!("Point {n}")).collect();
    let many = (0..400).map(|n| vec![format!("Name {n}"), "What is done".into()]).collect();
    for block in [
        Block::Paragraph(long.clone()),
        Block::Paragraph(word.clone()),
        Block::Quote(vec![pages_long.clone(), word.clone()]),
        Block::Ticks(vec![pages_long.clone(), word.clone()]),
        Block::Lines(u8::MAX),
        Block::Points(points),
        table(vec![vec!["short".into(), long], vec![word.clone(), "after".into()]]),
        table(many),
        Block::Facts(vec![Fact { label: word.clone(), value: pages_long.clone() }]),
        Block::Heading(pages_long.clone()),
        Block::Signatures(vec![Signature { name: word.clone(), role: pages_long, answer: word }]),
    ] {
        let document = of(block);
        let read: String = pages(&pdf(&document)).iter().map(|page| squeezed(page)).collect();
        let wanted: usize = words(&document).iter().map(|text| squeezed(text).len()).sum();
        assert!(read.len() >= wanted, "{} < {wanted}", read.len());
        assert_in_order(&words(&document), &text(&document));
    }
}

#[test]
fn a_head_that_leaves_no_room_for_rows_ends_too() {
    let columns = vec![Column { head: "word ".repeat(5_000), weight: 1 }];
    let rows = vec![vec!["row".to_owned()]; 5];
    let document = of(Block::Table(Table { columns, rows }));
    assert_eq!(pages(&pdf(&document)).concat().matches("row").count(), 5);
}

#[test]
fn tabs_line_ends_empty_strings_and_loose_marks_are_set_as_words() {
    let document = of(Block::Points(vec![
        String::new(),
        "one\ttwo\nthree\r\nfour\u{7}".into(),
        "Tra\u{302}\u{300}n".into(),
        " ".into(),
    ]));
    let read = pages(&pdf(&document)).concat();
    assert!(squeezed(&read).contains("onetwothreefour"), "{read}");
    assert!(read.contains("Trần"), "{read}");
}

/// Characters of every kind, with more of those that names and notes are made of.
fn any_text() -> impl Strategy<Value = String> {
    proptest::string::string_regex(
        "([ -~]|[À-ž]|[а-я]|[\u{300}-\u{30f}]|\\PC|\\s|\\PC|[ء-ي]|.){0,60}",
    )
    .unwrap()
}

/// The blocks in which a text can stand.
fn around(text: &str) -> Vec<Block> {
    let text = text.to_owned();
    vec![
        Block::Heading(text.clone()),
        Block::Points(vec![text.clone(), text.clone()]),
        Block::Ticks(vec![text.clone(), text.clone()]),
        Block::Lines(2),
        Block::Quote(vec![text.clone()]),
        Block::Facts(vec![Fact { label: text.clone(), value: text.clone() }]),
        table(vec![vec![text.clone(), text.clone()]]),
        Block::Signatures(vec![Signature {
            name: text.clone(),
            role: text.clone(),
            answer: text.clone(),
        }]),
        Block::Paragraph(text),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_printed_or_reported(words in any_text()) {
        let document = Document { blocks: around(&words), ..of(Block::Paragraph(words.clone())) };
        let missing = unprintable(&document);
        match render(Format::Pdf, &document, Missing::Refuse) {
            Ok(_) => prop_assert!(missing.is_empty()),
            Err(ExportError::Unprintable(found)) => prop_assert_eq!(found, missing.clone()),
            Err(other) => prop_assert!(false, "{other}"),
        }
        let read: String = pages(&pdf(&document)).concat();
        let read = folded(&read);
        for text in document.plain().texts() {
            let marked: String = text
                .chars()
                .map(|c| if missing.iter().any(|found| found.character == c) { '\u{fffd}' } else { c })
                .collect();
            for printed in marked.split('\u{fffd}').map(folded) {
                prop_assert!(read.contains(&printed), "{printed:?} is lost from {read:?}");
            }
        }
    }

    #[test]
    fn any_text_is_kept_whole_in_the_text_copy(words in any_text()) {
        let document = Document { blocks: around(&words), ..Document::default() };
        let written = text(&document);
        let strings: Vec<String> =
            document.plain().texts().into_iter().filter(|text| text != "Who" && text != "What").collect();
        assert_in_order(&strings, &written);
    }
}

/// A text without white space and with letters that share their shape in the font made the same,
/// such as the Greek omega and the sign for ohm: the file knows shapes only.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    squeezed(text).nfkc().filter(|c| !c.is_whitespace()).collect()
}
