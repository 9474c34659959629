//! Words that stand in every private place of a case, and are looked for wherever the program leaves
//! something: the terminal, what commands print, documents, names of files, and files.

mod fault;
mod fixture;
mod window;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use convenor::export::Kind;
use fixture::CANARIES;
use fixture::full::full;
use window::{CTRL_Q, ENTER, ESC, Home, sure};

/// What every word of the fixture begins with that no document may have: what is private, and what is
/// only for the work on the case, which `show` tells.
const PRIVATE: &str = "kanarek";
/// What names the child and the family.
const NAME: &str = "Wiśniewsk";
const ID: &str = "MM-2026-001";
const PAGE_DOWN: &str = "\x1b[6~";
const F5: &str = "\x1b[15~";

fn home() -> Home {
    let home = Home::new();
    sure(home.store().add(&full()));
    home
}

/// Does a command as a user of this home would.
fn convenor(home: &Home, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convenor"));
    command.args(arguments).env_clear().current_dir(home.path());
    command.env("HOME", home.path()).env("TMPDIR", home.path());
    command.env("XDG_DATA_HOME", home.path().join("data"));
    command.env("XDG_CONFIG_HOME", home.path().join("config"));
    sure(command.output())
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in sure(fs::read_dir(folder)) {
        let path = sure(entry).path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

/// Only the case, what it was before and its trail are in the store, and no name of a file, nor any
/// other file, has a private word; no name of a file has a name of a person.
fn nothing_private_lies_about(home: &Home) {
    let case = home.sessions().join(ID);
    let (record, history) = (case.join("case.ron"), case.join("history"));
    // What was deleted can be brought back until the meeting is closed.
    let bookmark = case.join("bookmark.json");
    for path in files(home.path()) {
        let name = path.to_string_lossy();
        assert!(!name.contains(PRIVATE) && !name.contains(NAME), "{name}");
        if path != record && path != bookmark && !path.starts_with(&history) {
            assert!(!holds(&sure(fs::read(&path)), PRIVATE), "{name}");
        }
    }
    assert!(holds(&sure(fs::read(record)), PRIVATE), "the words are there to be found");
}

#[test]
fn no_private_word_is_printed_by_any_command_or_stands_in_any_document() {
    let home = home();
    let mut asked: Vec<Vec<String>> = [
        "list --all",
        "list --all --json",
        "show MM-2026-001",
        "show MM-2026-001 --json",
        "check MM-2026-001",
        "check MM-2026-001 --json",
        "due --names",
        "due --names --json",
        "report --year 2026/27",
        "report --year 2026/27 --csv report.csv --names",
        "history MM-2026-001",
        "history MM-2026-001 --json",
        "audit MM-2026-001",
        "audit verify",
        "retention",
        "retention --json",
        "doctor",
        "doctor --json",
    ]
    .iter()
    .map(|line| line.split(' ').map(str::to_owned).collect())
    .collect();
    for kind in Kind::ALL {
        for format in ["pdf", "text"] {
            let file = format!("{}.{format}", kind.key());
            let words = ["export", ID, "--document", kind.key(), "--format", format, "--output"];
            asked.push(words.into_iter().map(str::to_owned).chain([file]).collect());
        }
    }
    for words in &asked {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Output { status, stdout, stderr } = convenor(&home, &words);
        for word in CANARIES {
            assert!(!holds(&stdout, word) && !holds(&stderr, word), "{words:?}: {word}");
        }
        assert!(matches!(status.code(), Some(0 | 1)), "{words:?}: {status}");
    }
    for words in [&["doctor"][..], &["doctor", "--json"]] {
        let said = convenor(&home, words).stdout;
        assert!(!said.is_empty() && !holds(&said, NAME) && !holds(&said, ID), "{words:?}");
    }
    assert!(files(home.path()).len() > Kind::ALL.len(), "documents were written");
    nothing_private_lies_about(&home);
}

#[test]
fn no_private_word_or_name_is_left_anywhere_after_a_fault_in_the_program() {
    for fault in [fault::IN_THE_LOOP, fault::IN_THE_WORKER] {
        let home = home();
        let mut window = fault::start(&home, fault);
        window.shows(NAME).keys(ENTER).shows("Case details");
        window.go("The child’s voice").keys("kanareksix ").shows("kanareksix");
        fault::happen(&home);
        window.keys(ESC).ends();
        window.is_restored(&[PRIVATE, NAME]);
        assert!(window.contents().contains("Convenor met a fault in itself"));
        assert!(!holds(&window.raw, "\x1b]"));
        nothing_private_lies_about(&home);
    }
}

#[test]
fn no_private_word_or_name_is_left_in_the_terminal_or_in_its_title() {
    let home = home();
    let mut window = home.start(&[]);
    window.shows(NAME).keys(ENTER).shows("Case details");
    for _ in 0..40 {
        window.keys(PAGE_DOWN);
    }
    window.keys(F5).keys(F5).go("The child’s voice").keys("kanareksix ").saved().keys(CTRL_Q);
    assert!(window.ends().success());
    let bookmark = home.sessions().join(ID).join("bookmark.json");
    assert!(holds(&sure(fs::read(bookmark)), "kanareksix"));
    window.is_restored(&[PRIVATE, NAME]);
    assert!(holds(&window.raw, PRIVATE), "the private words were on the screen");
    // The only way to a title, a clipboard or a link is an operating system command.
    assert!(!holds(&window.raw, "\x1b]"), "nothing is told to the terminal but what is drawn");
    nothing_private_lies_about(&home);
}
