//! The layers, read from the source: who may use whom, and how long a file may be.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may never name. A layer that is not here (the runtime, the command line, the
/// thin `main`) sees everything.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "crate::app",
            "crate::ui",
            "crate::store",
            "crate::export",
            "crate::documents",
            "crate::runtime",
            "crate::cli",
            "ratatui",
            "crossterm",
            "tui_textarea",
            "ron::",
            "std::fs",
            "std::thread",
            "SystemTime",
            "Instant::now",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "app",
        &[
            "crate::ui",
            "crate::runtime",
            "crate::cli",
            "crate::documents",
            "std::fs",
            "std::thread",
            "SystemTime",
            "Instant",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "ui",
        &[
            "crate::store",
            "crate::export",
            "crate::documents",
            "crate::runtime",
            "crate::cli",
            "crossterm",
            "std::fs",
            "std::thread",
            "SystemTime",
            "Instant",
            "Local::now",
            "Utc::now",
            "&mut Model",
        ],
    ),
    (
        "export",
        &[
            "crate::store",
            "crate::app",
            "crate::ui",
            "crate::documents",
            "crate::runtime",
            "crate::cli",
            "ratatui",
            "crossterm",
            "std::fs",
            "Local::now",
            "Utc::now",
        ],
    ),
    (
        "store",
        &[
            "crate::app",
            "crate::ui",
            "crate::export",
            "crate::documents",
            "crate::runtime",
            "crate::cli",
            "ratatui",
            "crossterm",
            "Local::now",
            "Utc::now",
        ],
    ),
    ("documents", &["crate::app", "crate::ui", "crate::runtime", "crate::cli", "std::fs"]),
];

/// What only one file names, and everything else goes through.
const ONLY_IN: &[(&str, &str)] = &[
    ("tui_textarea", "app/editor.rs"),
    ("genpdf", "export/pdf"),
    ("printpdf", "export/pdf"),
    ("ron::", "store/"),
    ("frame.set_cursor_position", "ui.rs"),
];

/// The longest a file may be, in lines.
const LONGEST: usize = 450;

/// Files that are longer, each with the reason.
const LONGER: &[(&str, &str)] = &[];

struct File {
    name: String,
    text: String,
}

impl File {
    /// The lines that are code and not tests, each with its number.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(n, line)| (n + 1, line.trim()));
        lines
            .take_while(|(_, line)| *line != "#[cfg(test)]")
            .filter(|(_, line)| !line.starts_with("//"))
    }

    fn layer(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap_or_default()
    }
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    assert!(found.len() > 50, "the source was not found");
    let file = |path: PathBuf| File {
        name: path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    };
    found.into_iter().map(file).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Fails with every complaint at once.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn no_layer_uses_one_above_it() {
    let mut complaints = Vec::new();
    for file in sources() {
        let rule = LAYERS.iter().find(|(layer, _)| *layer == file.layer());
        let forbidden = rule.map_or(&[][..], |(_, forbidden)| *forbidden);
        for (n, line) in file.code() {
            for word in forbidden.iter().filter(|word| line.contains(**word)) {
                complaints.push(format!("src/{}:{n} names {word}: {line}", file.name));
            }
        }
    }
    none(&complaints);
}

#[test]
fn the_screens_never_ask_for_more_of_a_store_than_its_words() {
    let mut complaints = Vec::new();
    for file in sources().iter().filter(|file| file.layer() == "app") {
        for (n, line) in file.code() {
            for name in ["FolderStore", "MemoryStore", "dyn Store", "impl Store", "write_whole"] {
                if line.contains(name) {
                    complaints.push(format!("src/{}:{n} names {name}: {line}", file.name));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn what_belongs_to_one_place_is_named_only_there() {
    let mut complaints = Vec::new();
    for file in sources() {
        for (word, place) in ONLY_IN.iter().filter(|(_, place)| !file.name.starts_with(place)) {
            for (n, line) in file.code().filter(|(_, line)| line.contains(word)) {
                complaints.push(format!("src/{}:{n} names {word} of {place}: {line}", file.name));
            }
        }
    }
    none(&complaints);
}

#[test]
fn no_file_is_longer_than_can_be_read_at_once() {
    let mut complaints = Vec::new();
    for file in sources() {
        let lines = file.text.lines().count();
        let excused = LONGER.iter().any(|(name, _)| *name == file.name);
        if lines > LONGEST && !excused {
            complaints
                .push(format!("src/{} has {lines} lines: is there a second subject?", file.name));
        }
        if lines <= LONGEST && excused {
            complaints.push(format!("src/{} is short enough again: drop its excuse", file.name));
        }
    }
    none(&complaints);
}

#[test]
fn every_file_says_first_what_it_is() {
    let silent = sources().into_iter().filter(|file| !file.text.starts_with("//! "));
    none(
        &silent.map(|file| format!("src/{} does not open with //!", file.name)).collect::<Vec<_>>(),
    );
}

#[test]
fn every_excuse_from_a_lint_has_a_reason() {
    let mut complaints = Vec::new();
    for file in sources() {
        let text = &file.text;
        for (at, _) in text.match_indices("[allow(").chain(text.match_indices("[expect(")) {
            let excuse =
                text.get(at..).and_then(|rest| rest.split(")]").next()).unwrap_or_default();
            if !excuse.contains("reason = \"") {
                complaints.push(format!("src/{}: {excuse})]", file.name));
            }
        }
    }
    none(&complaints);
}
