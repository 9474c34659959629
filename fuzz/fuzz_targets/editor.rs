//! The text field beside the plainest account of what a text field does: a text, and the bytes that
//! a deed takes out of it and puts in.
#![no_main]

use convenor::app::editor::{Editor, Lines, Select, Step};
use convenor::app::wrap;
use convenor::domain::text::{clean, clean_line};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use unicode_segmentation::UnicodeSegmentation;

const STEPS: [Step; 10] = [
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

/// What chance would hardly put together: marks, joiners, flags, wide and joined letters, and what
/// must not stay.
const PIECES: [&str; 24] = [
    "\u{301}",
    "\u{200d}",
    "\u{fe0f}",
    "🇬",
    "🇧",
    "👩",
    "👧",
    "🏽",
    "王",
    "ᄒ",
    "ᅡ",
    "ᆫ",
    "क",
    "्",
    "ष",
    "م",
    "\n",
    "\r\n",
    "\t",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{2028}",
    "  ",
    "word ",
];

struct Desk {
    editor: Editor,
    /// The text as it should be.
    text: String,
    width: u16,
}

impl Desk {
    fn cleaned(&self, typed: &str) -> String {
        match self.editor.lines() {
            Lines::One => clean_line(typed),
            Lines::Many => clean(typed).into_owned(),
        }
    }

    fn replace(&mut self, (start, end): (usize, usize), with: &str) {
        self.text.replace_range(start..end, with);
    }

    fn do_one(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        let caret = self.editor.caret();
        match u.int_in_range(0..=6)? {
            0 | 1 => {
                let step = *u.choose(&STEPS)?;
                let select = *u.choose(&[Select::Drop, Select::Extend])?;
                self.editor.step(step, select, self.width);
            }
            2 => {
                let step = *u.choose(&STEPS)?;
                let range = self.editor.selection().unwrap_or_else(|| {
                    let mut ahead = self.editor.clone();
                    ahead.step(step, Select::Drop, self.width);
                    (caret.min(ahead.caret()), caret.max(ahead.caret()))
                });
                self.replace(range, "");
                self.editor.delete(step, self.width);
            }
            3 | 4 => {
                let typed = match u.int_in_range(0..=3)? {
                    0 => char::from(u.int_in_range(b' '..=b'~')?).to_string(),
                    1 => u.arbitrary::<char>()?.to_string(),
                    _ => (*u.choose(&PIECES)?).to_owned(),
                };
                let range = self.editor.selection().unwrap_or((caret, caret));
                let cleaned = self.cleaned(&typed);
                self.replace(range, &cleaned);
                self.editor.insert(&typed);
            }
            5 => self.editor.select_all(),
            _ => match u.int_in_range(0..=1)? {
                0 => self.editor.set_caret(u.arbitrary::<u8>()?.into()),
                _ => self.width = u.int_in_range(1..=30)?,
            },
        }
        Ok(())
    }

    fn check(&self) {
        let Self { editor, text, width } = self;
        assert_eq!(editor.text(), text.as_str());
        assert_eq!(clean(text), text.as_str(), "something unclean stayed");
        let between =
            |at| at == text.len() || text.grapheme_indices(true).any(|(start, _)| start == at);
        assert!(between(editor.caret()), "caret at {} of {text:?}", editor.caret());
        if let Some((start, end)) = editor.selection() {
            assert!(start < end && between(start) && between(end), "{start} to {end} of {text:?}");
            assert!([start, end].contains(&editor.caret()));
            assert_eq!(editor.selected(), text[start..end]);
        }
        let mut end = 0;
        for row in wrap::rows(text, *width) {
            assert!(["", "\n"].contains(&&text[end..row.start]), "{text:?} at {width}");
            let line = text[row.start..row.end].trim_end_matches(' ');
            let fits = wrap::width(line) <= *width || line.graphemes(true).count() == 1;
            assert!(fits, "{line:?} is wider than {width}");
            end = row.end;
        }
        assert_eq!(end, text.len(), "rows of {text:?} at {width}");
    }
}

fn work(u: &mut Unstructured<'_>) -> Result<()> {
    let lines = *u.choose(&[Lines::Many, Lines::One])?;
    let width = u.int_in_range(1..=30)?;
    let mut desk = Desk { editor: Editor::new("", lines), text: String::new(), width };
    while !u.is_empty() {
        desk.do_one(u)?;
        desk.check();
    }
    Ok(())
}

fuzz_target!(|data: &[u8]| {
    // What ends in the middle of a deed is as good as what does not.
    let _ = work(&mut Unstructured::new(data));
});
