//! The text field under the worst that can be typed: whole characters, and nothing lost.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

use convenor::app::editor::{Editor, Lines, Select, Step};
use convenor::app::wrap;
use convenor::domain::text::{clean, clean_line};
use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation;

/// Characters as a reader sees them, of every kind that breaks editors.
const CHARACTERS: &[&str] = &[
    "a",
    "b",
    "Z",
    "7",
    " ",
    " ",
    ".",
    "-",
    "’",
    "é",
    "ł",
    "ß",
    "ŵ", // Latin
    "e\u{301}",
    "o\u{302}\u{323}",
    "n\u{303}\u{303}\u{303}", // marks upon letters
    "م",
    "ح",
    "مّ",
    "لا",
    "ש",
    "שׁ", // right to left
    "क",
    "क्ष",
    "कि",
    "த",
    "นี้",
    "ပြ", // letters that join
    "王",
    "あ",
    "が",
    "한",
    "\u{1112}\u{1161}\u{11ab}",
    "\u{ac00}\u{11a8}", // wide, and jamo
    "🇬🇧",
    "🇵🇱",
    "👩‍👧",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "👍🏽",
    "☺️",
    "1️⃣",
    "❤", // emoji
    "ﬁ",
    "Ǆ",
    "\u{1d11e}",
    "\u{a0}",
    "\u{200c}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{301}", // oddities
];

/// What must not stay as it is.
const POISON: &[&str] = &[
    "\u{1b}[31m",
    "\u{7}",
    "\u{0}",
    "\r",
    "\r\n",
    "\t",
    "\u{85}",
    "\u{9b}",
    "\u{202e}",
    "\u{202a}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "\u{2028}",
    "\u{7f}",
    "\u{8}",
    "\u{c}",
];

const STEPS: &[Step] = &[
    Step::Left,
    Step::Right,
    Step::WordLeft,
    Step::WordRight,
    Step::RowStart,
    Step::RowEnd,
    Step::TextStart,
    Step::TextEnd,
    Step::Up,
    Step::Down,
];

/// One thing done to a text.
#[derive(Clone, Debug)]
enum Deed {
    Step(Step, Select),
    Delete(Step),
    Insert(String),
    SelectAll,
    Click(usize),
}

impl Deed {
    fn on(&self, editor: &mut Editor, width: u16) {
        match self {
            Self::Step(step, select) => editor.step(*step, *select, width),
            Self::Delete(step) => editor.delete(*step, width),
            Self::Insert(text) => editor.insert(text),
            Self::SelectAll => editor.select_all(),
            Self::Click(byte) => editor.set_caret(*byte),
        }
    }
}

fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => select(CHARACTERS), 1 => Just("\n")];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(CHARACTERS), 2 => select(POISON), 1 => Just("\n")];
    let pieces = prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => pieces, 1 => "\\PC{0,20}", 1 => any::<String>()]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (select(STEPS), select(&[Select::Drop, Select::Extend][..]))
            .prop_map(|(step, select)| Deed::Step(step, select)),
        2 => select(STEPS).prop_map(Deed::Delete),
        4 => select(CHARACTERS).prop_map(|text| Deed::Insert(text.to_owned())),
        1 => hostile().prop_map(Deed::Insert),
        1 => Just(Deed::SelectAll),
        1 => (0..200_usize).prop_map(Deed::Click),
    ]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec(deed(), 0..25)
}

fn lines() -> impl Strategy<Value = Lines> {
    select(&[Lines::Many, Lines::One][..])
}

/// Whether a byte is a place between two characters as a reader sees them.
fn is_between(text: &str, at: usize) -> bool {
    at == text.len() || text.grapheme_indices(true).any(|(start, _)| start == at)
}

/// Every place between two characters.
fn places(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect()
}

fn sound(editor: &Editor) -> Result<(), TestCaseError> {
    let text = editor.text();
    let caret = editor.caret();
    prop_assert!(is_between(&text, caret), "caret at {caret} of {text:?}");
    if let Some((start, end)) = editor.selection() {
        prop_assert!(start < end && end <= text.len());
        prop_assert!(is_between(&text, start), "selection from {start} of {text:?}");
        prop_assert!(is_between(&text, end), "selection to {end} of {text:?}");
        prop_assert!(caret == start || caret == end);
    }
    prop_assert_eq!(clean(&text), text.as_ref(), "something unclean stayed");
    prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    if editor.lines() == Lines::One {
        prop_assert!(!text.contains('\n'), "{text:?} is not one line");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_caret_stands_between_whole_characters_and_the_text_is_clean(
        first in hostile(), lines in lines(), deeds in deeds(), width in 1u16..40,
    ) {
        let mut editor = Editor::new(&first, lines);
        sound(&editor)?;
        for deed in deeds {
            deed.on(&mut editor, width);
            sound(&editor)?;
        }
    }

    #[test]
    fn backspace_takes_one_whole_character_and_delete_too(text in prose(), at in any::<prop::sample::Index>()) {
        let places = places(&text);
        let n = at.index(places.len());
        let at = places[n];
        let mut editor = Editor::new(&text, Lines::Many);
        editor.set_caret(at);
        let mut forward = editor.clone();
        editor.delete(Step::Left, 20);
        if n == 0 {
            prop_assert_eq!(editor.text(), text.as_str());
        } else {
            let before = places[n - 1];
            prop_assert_eq!(editor.text(), format!("{}{}", &text[..before], &text[at..]));
        }
        forward.delete(Step::Right, 20);
        match places.get(n + 1) {
            None => prop_assert_eq!(forward.text(), text.as_str()),
            Some(after) => {
                prop_assert_eq!(forward.text(), format!("{}{}", &text[..at], &text[*after..]));
            }
        }
    }

    #[test]
    fn what_is_put_in_can_be_taken_out_again(text in prose(), at in any::<prop::sample::Index>(), more in prose()) {
        // Between newlines, so that no mark or joiner of one part joins the other.
        let more = format!("\n{more}\n");
        let places = places(&text);
        let at = places[at.index(places.len())];
        let mut editor = Editor::new(&text, Lines::Many);
        editor.set_caret(at);
        editor.insert(&more);
        prop_assert_eq!(editor.text(), format!("{}{more}{}", &text[..at], &text[at..]));
        let end = editor.caret();
        editor.set_caret(at);
        while editor.selection().map_or(at, |(_, end)| end) < end {
            editor.step(Step::Right, Select::Extend, 20);
        }
        prop_assume!(editor.selection() == Some((at, end)));
        editor.delete(Step::Left, 20);
        prop_assert_eq!(editor.text(), text.as_str());
        prop_assert_eq!(editor.caret(), at);
    }

    #[test]
    fn typing_over_everything_leaves_only_what_was_typed(text in prose(), new in hostile(), lines in lines()) {
        let mut editor = Editor::new(&text, lines);
        editor.select_all();
        editor.insert(&new);
        let wanted = if lines == Lines::One { clean_line(&new) } else { clean(&new).into_owned() };
        prop_assert_eq!(editor.text(), wanted.as_str());
        prop_assert_eq!(editor.caret(), wanted.len());
        prop_assert_eq!(editor.selection(), None);
    }

    #[test]
    fn typing_key_by_key_gives_the_same_as_a_paste(text in prose()) {
        let mut typed = Editor::new("", Lines::Many);
        for c in text.chars() {
            typed.insert(c.encode_utf8(&mut [0; 4]));
        }
        let mut pasted = Editor::new("", Lines::Many);
        pasted.insert(&text);
        prop_assert_eq!(typed.text(), pasted.text());
        prop_assert_eq!(typed.caret(), pasted.caret());
    }

    #[test]
    fn up_and_then_down_comes_back_when_the_rows_are_long_enough(
        rows in prop::collection::vec("[a-z王éक]{12,20}", 2..6), row in any::<prop::sample::Index>(), cell in 0u16..11,
    ) {
        let text = rows.join("\n");
        let wide = 60;
        let wrapped = wrap::rows(&text, wide);
        let row = row.index(rows.len() - 1);
        let mut editor = Editor::new(&text, Lines::Many);
        editor.set_caret(wrap::byte_at(&text, &wrapped, row, cell));
        let from = editor.caret();
        editor.step(Step::Down, Select::Drop, wide);
        prop_assert_eq!(wrap::find(&text, &wrapped, editor.caret()).0, row + 1);
        editor.step(Step::Up, Select::Drop, wide);
        prop_assert_eq!(editor.caret(), from);
    }

    #[test]
    fn up_and_down_always_lead_to_the_next_row_and_come_to_an_end(text in prose(), width in 1u16..30) {
        let mut editor = Editor::new(&text, Lines::Many);
        editor.set_caret(0);
        let rows = wrap::rows(&text, width);
        for n in 0..rows.len() {
            let (row, _) = wrap::find(&text, &rows, editor.caret());
            prop_assert_eq!(row, n, "walking down {:?} at {}", text, width);
            prop_assert_eq!(editor.is_at_edge(Step::Down, width), n + 1 == rows.len());
            editor.step(Step::Down, Select::Drop, width);
        }
        prop_assert_eq!(editor.caret(), text.len());
    }

    #[test]
    fn home_and_end_keep_to_the_row_on_the_screen(text in prose(), width in 2u16..30, at in any::<prop::sample::Index>()) {
        let places = places(&text);
        let mut editor = Editor::new(&text, Lines::Many);
        editor.set_caret(places[at.index(places.len())]);
        let rows = wrap::rows(&text, width);
        let (row, _) = wrap::find(&text, &rows, editor.caret());
        editor.step(Step::RowEnd, Select::Drop, width);
        prop_assert_eq!(wrap::find(&text, &rows, editor.caret()).0, row);
        let end = editor.caret();
        editor.step(Step::RowEnd, Select::Drop, width);
        prop_assert_eq!(editor.caret(), end);
        editor.step(Step::RowStart, Select::Drop, width);
        prop_assert_eq!(editor.caret(), rows[row].start);
    }

    #[test]
    fn moving_by_words_gets_on_and_comes_to_an_end(text in prose()) {
        let mut editor = Editor::new(&text, Lines::Many);
        editor.set_caret(0);
        let mut last = 0;
        while last < text.len() {
            editor.step(Step::WordRight, Select::Drop, 20);
            prop_assert!(editor.caret() > last, "stuck at {last} of {text:?}");
            last = editor.caret();
        }
        while last > 0 {
            editor.step(Step::WordLeft, Select::Drop, 20);
            prop_assert!(editor.caret() < last, "stuck at {last} of {text:?}");
            last = editor.caret();
        }
    }

    #[test]
    fn every_character_is_walked_over_once_in_each_direction(text in prose()) {
        let mut editor = Editor::new(&text, Lines::Many);
        editor.set_caret(0);
        let mut seen = vec![0];
        while editor.caret() < text.len() {
            editor.step(Step::Right, Select::Drop, 20);
            prop_assert!(editor.caret() > seen[seen.len() - 1], "stuck in {text:?}");
            seen.push(editor.caret());
        }
        prop_assert_eq!(&seen, &places(&text));
        while editor.caret() > 0 {
            prop_assert_eq!(seen.pop(), Some(editor.caret()));
            editor.step(Step::Left, Select::Drop, 20);
        }
    }

    #[test]
    fn rows_of_any_text_join_to_the_text_and_fit(text in prose(), width in 2u16..30) {
        let rows = wrap::rows(&text, width);
        let mut end = 0;
        for row in &rows {
            let between = &text[end..row.start];
            prop_assert!(between.is_empty() || between == "\n");
            let line = &text[row.start..row.end];
            prop_assert!(is_between(&text, row.start), "{text:?} is cut inside a character");
            let wide = wrap::width(line.trim_end_matches(' '));
            prop_assert!(wide <= width || line.graphemes(true).count() == 1, "{line:?}");
            end = row.end;
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn a_width_is_that_of_the_whole_characters(text in prose()) {
        use ratatui::buffer::CellWidth;
        let line = clean_line(&text);
        let cells: u16 = line.graphemes(true).map(CellWidth::cell_width).sum();
        prop_assert_eq!(wrap::width(&line), cells);
    }

    #[test]
    fn what_is_cut_fits(text in prose(), cells in 0u16..20) {
        let line = clean_line(&text);
        let cut = wrap::cut(&line, cells);
        prop_assert!(wrap::width(&cut) <= cells, "{cut:?}");
        prop_assert!(cut == line || cut.ends_with('…') || cells == 0);
    }
}

#[test]
fn a_paste_of_a_hundred_thousand_characters_on_one_line_can_be_edited_at_its_end() {
    let long = "äb ".repeat(33_334);
    let mut editor = Editor::new("", Lines::Many);
    editor.insert(&long);
    assert_eq!(editor.text(), long);
    assert_eq!(editor.caret(), long.len());
    editor.insert("x");
    editor.delete(Step::Left, 60);
    editor.delete(Step::WordLeft, 60);
    assert_eq!(editor.text().len(), long.len() - "äb ".len());
    editor.step(Step::Up, Select::Drop, 60);
    editor.step(Step::Down, Select::Drop, 60);
    assert_eq!(editor.caret(), editor.text().len());
}

#[test]
fn a_paste_of_ten_thousand_lines_can_be_edited_everywhere() {
    let text: Vec<String> = (0..10_000).map(|n| format!("line {n} of notes")).collect();
    let text = text.join("\r\n");
    let mut editor = Editor::new("", Lines::Many);
    editor.insert(&text);
    let text = text.replace("\r\n", "\n");
    assert_eq!(editor.text(), text);
    let middle = text.find("line 5000").unwrap();
    editor.set_caret(middle);
    editor.insert("here ");
    assert!(editor.text().contains("\nhere line 5000 of"));
    editor.step(Step::TextEnd, Select::Drop, 60);
    editor.insert("!");
    assert!(editor.text().ends_with("line 9999 of notes!"));
    let mut one = Editor::new("", Lines::One);
    one.insert(&text);
    assert_eq!(one.text(), text.replace('\n', " "));
}

#[test]
fn the_caret_goes_beyond_column_and_line_65_535() {
    let wide = "é".repeat(70_000);
    let mut editor = Editor::new(&wide, Lines::One);
    assert_eq!(editor.caret(), wide.len());
    editor.set_caret(wide.len() - 2);
    assert_eq!(editor.caret(), wide.len() - 2);
    editor.insert("!");
    assert!(editor.text().ends_with("é!é"));
    editor.step(Step::Left, Select::Extend, u16::MAX);
    editor.delete(Step::Left, u16::MAX);
    assert_eq!(editor.text(), wide);

    let tall = "\n".repeat(70_000);
    let mut editor = Editor::new(&tall, Lines::Many);
    assert_eq!(editor.caret(), 70_000);
    editor.set_caret(69_990);
    editor.insert("here");
    assert_eq!(editor.text().find("here"), Some(69_990));
    editor.select_all();
    assert_eq!(editor.selection(), Some((0, 70_004)));
}

#[test]
fn in_a_field_of_one_line_home_end_and_the_ends_of_the_text_are_reached_beyond_column_65_535() {
    let wide = "a".repeat(70_000);
    let mut editor = Editor::new(&wide, Lines::One);
    editor.step(Step::RowStart, Select::Drop, u16::MAX);
    editor.step(Step::TextStart, Select::Drop, u16::MAX);
    assert_eq!(editor.caret(), 0);
    editor.step(Step::TextEnd, Select::Drop, u16::MAX);
    assert_eq!(editor.caret(), 70_000);
    editor.step(Step::RowEnd, Select::Drop, u16::MAX);
    assert_eq!(editor.caret(), 70_000);
}
