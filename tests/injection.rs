//! Words in a file that try to drive the terminal, in every text of a case: none of them reaches it,
//! on the screen, on standard output, or in a document.

mod fixture;
mod window;

use std::fs;
use std::process::Command;

use convenor::domain::text::clean;
use convenor::store::whole;
use fixture::full::full;
use window::{CTRL_Q, ENTER, Home, sure};

const ID: &str = "MM-2026-001";
const PAGE_DOWN: &str = "\x1b[6~";
const F5: &str = "\x1b[15~";

/// What terminals obey, each as it would stand in a file: colours, wiping, titles, the clipboard,
/// links, keys, questions that are answered as if typed, and characters that turn text round.
const CORPUS: [&str; 16] = [
    "\u{1b}[97;45m",
    "\u{1b}[2J",
    "\u{1b}]0;a title\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}]8;;http://example.org\u{1b}\\",
    "\u{1b}P$q\u{1b}\\",
    "\u{1b}[6n",
    "\u{1b}[?1049l",
    "\u{1b}c",
    "\u{9b}31m",
    "\u{9d}0;a title\u{9c}",
    "\u{90}q\u{9c}",
    "\u{202e}",
    "\u{2066}",
    "\u{8}\u{8}\u{8}\u{7f}",
    "\u{0}\u{e}\u{f}\r",
];

/// What must never be written: what the corpus would make of the terminal.
fn is_clean(bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    for begins in ["\u{1b}]", "\u{1b}P", "\u{1b}c", "\u{1b}[97;45m", "\u{1b}[6n"] {
        if text.contains(begins) {
            return Err(format!("{begins:?} is written"));
        }
    }
    let wrong = |c: char| {
        matches!(c, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\0'..='\u{7}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1a}' | '\u{7f}')
    };
    text.chars().find(|c| wrong(*c)).map_or(Ok(()), |c| Err(format!("{c:?} is written")))
}

/// A payload as it is written between quotation marks in a case file.
fn in_ron(payload: &str) -> String {
    payload.chars().map(|c| c.escape_unicode().to_string()).collect()
}

/// A home with a case in the file of which something of the corpus stands in every text that has
/// more than one word.
fn home() -> Home {
    let home = Home::new();
    sure(home.store().add(&full()));
    let path = home.sessions().join(ID).join("case.ron");
    let file = sure(fs::read_to_string(&path));
    let mut corpus = CORPUS.iter().cycle();
    let mut laced = 0;
    let lines = file.lines().filter(|line| !line.starts_with("//"));
    let lines: Vec<String> = lines
        .map(|line| match line.trim_end().strip_suffix("\",") {
            Some(begins)
                if begins.matches(' ').count() > begins.len() - begins.trim().len() + 1 =>
            {
                laced += 1;
                let payload = corpus.next().map(|payload| in_ron(payload)).unwrap_or_default();
                format!("{begins}{payload}laced\",")
            }
            _ => line.to_owned(),
        })
        .collect();
    assert!(laced > 3 * CORPUS.len(), "every one of the corpus stands in several texts: {laced}");
    sure(whole::write_whole(&path, lines.join("\n").as_bytes()));
    home
}

#[test]
fn nothing_that_a_terminal_obeys_is_left_of_the_corpus() {
    for payload in CORPUS {
        let cleaned = clean(payload).into_owned();
        assert_eq!(is_clean(cleaned.as_bytes()), Ok(()), "{payload:?}");
    }
    assert!(is_clean(CORPUS.concat().as_bytes()).is_err(), "and it would be noticed");
}

#[test]
fn no_text_of_a_file_reaches_the_terminal_as_anything_but_letters() {
    let home = home();
    let mut window = home.start(&[]);
    window.shows("Wiśniewski").keys(ENTER).shows("Case details");
    for _ in 0..40 {
        window.keys(PAGE_DOWN);
    }
    window.keys(F5).keys(F5).keys(CTRL_Q);
    assert!(window.ends().success());
    let raw = window.raw.clone();
    assert!(String::from_utf8_lossy(&raw).contains("laced"), "the texts were on the screen");
    assert_eq!(is_clean(&raw), Ok(()));
}

#[test]
fn no_text_of_a_file_reaches_standard_output_or_a_document_as_anything_but_letters() {
    let home = home();
    for words in [
        &["list", "--all"][..],
        &["show", ID],
        &["check", ID],
        &["due", "--names"],
        &["history", ID],
        &["export", ID, "--format", "text", "--output", "-"],
        &["export", ID, "--document", "meeting-sheet", "--format", "text", "--output", "-"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convenor"));
        command.args(words).env_clear().current_dir(home.path()).env("HOME", home.path());
        command.env("XDG_DATA_HOME", home.path().join("data"));
        command.env("XDG_CONFIG_HOME", home.path().join("config"));
        let output = sure(command.output());
        assert!(
            !output.stdout.is_empty(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(is_clean(&output.stdout), Ok(()), "{words:?}");
        assert_eq!(is_clean(&output.stderr), Ok(()), "{words:?}");
    }
}
