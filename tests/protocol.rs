//! The table of requirements tells the truth: every place and every test that it names is there.
#![allow(clippy::expect_used, reason = "helpers of tests fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use convenor::domain::checks::CHECKS;
use convenor::store::profiles;

/// The number of the last requirement.
const LAST: u32 = 94;

/// A row of the table: the requirement, its places, and its tests.
struct Row {
    rule: String,
    places: Vec<String>,
    tests: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/protocol.md")).expect("the table is there");
    let lines = text.lines().filter(|line| line.starts_with("| R") && !line.contains("| Where"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [rule, words, places, tests] = cells.try_into().expect("four cells");
            assert!(!words.is_empty(), "{line}");
            Row { rule: rule.to_owned(), places: quoted(places), tests: quoted(tests) }
        })
        .collect()
}

/// The names of all tests in the source and beside it.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in ["src", "tests"] {
        collect(&root().join(folder), &mut names);
    }
    names
}

fn collect(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let mut marked = false;
            for line in text.lines().map(str::trim) {
                if line == "#[test]" {
                    marked = true;
                } else if let (true, Some(rest)) = (marked, line.strip_prefix("fn ")) {
                    names.extend(rest.split('(').next().map(str::to_owned));
                    marked = false;
                }
            }
        }
    }
}

#[test]
fn every_requirement_has_a_place_and_a_test() {
    let rows = rows();
    let listed: Vec<&str> = rows.iter().map(|row| row.rule.as_str()).collect();
    let wanted: Vec<String> = (1..=LAST).map(|n| format!("R{n}")).collect();
    assert_eq!(listed, wanted);
    for row in &rows {
        assert!(!row.places.is_empty() && !row.tests.is_empty(), "{} is open", row.rule);
    }
}

#[test]
fn every_test_that_the_table_names_is_there() {
    let known = tests();
    let missing: Vec<String> = rows()
        .into_iter()
        .flat_map(|row| row.tests.into_iter().map(move |test| format!("{}: {test}", row.rule)))
        .filter(|named| !known.contains(named.split(": ").nth(1).unwrap_or_default()))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_place_that_the_table_names_is_there() {
    let known = profiles::built_in().expect("the protocols");
    let is_item = |key: &str| {
        known.profiles.all().any(|profile| {
            let mut items = profile.agenda.iter().chain(&profile.review_agenda);
            items.any(|item| item.key == key)
        })
    };
    let is_command = |words: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_convenor"));
        program.args(words.split(' ')).arg("--help").output().expect("it runs").status.success()
    };
    let mut missing = Vec::new();
    for row in rows() {
        for place in row.places {
            let there = match place.split_once(':') {
                Some(("item", key)) => is_item(key),
                Some(("check", id)) => CHECKS.iter().any(|check| check.id == id),
                Some(("command", words)) => is_command(words),
                Some(("document", name)) => !name.is_empty(),
                _ => false,
            };
            if !there {
                missing.push(format!("{}: {place}", row.rule));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_check_stands_in_the_row_of_each_of_its_requirements() {
    let rows = rows();
    let mut missing = Vec::new();
    for check in CHECKS {
        for rule in check.rules().filter(|rule| rule.starts_with('R')) {
            let row = rows.iter().find(|row| row.rule == rule);
            let named = format!("check:{}", check.id);
            if !row.is_some_and(|row| row.places.contains(&named)) {
                missing.push(format!("{rule}: {}", check.id));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
