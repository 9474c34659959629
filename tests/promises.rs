//! Each promise of the README names tests that are there.

#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use std::fs;
use std::path::Path;

/// The links with a title: where they lead, and the title, which is the name of a test.
fn links(text: &str) -> Vec<(&str, &str)> {
    let after = text.split("](").skip(1);
    let inside = after.filter_map(|rest| rest.split(')').next());
    let titled = inside.filter_map(|link| link.split_once(" \""));
    titled.map(|(path, title)| (path, title.trim_end_matches('"'))).collect()
}

#[test]
fn every_promise_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let section = readme.split("\n## ").find(|part| part.starts_with("What it promises")).unwrap();
    for number in 1..=6 {
        let promise = section.split(&format!("\n{number}. ")).nth(1).unwrap();
        let promise = promise.split(&format!("\n{}. ", number + 1)).next().unwrap();
        assert!(!links(promise).is_empty(), "promise {number} names no test");
        for (path, test) in links(promise) {
            let file = fs::read_to_string(root.join(path)).unwrap_or_default();
            let lines: Vec<&str> = file.lines().map(str::trim).collect();
            // A test of every kind of store is listed in its macro, and written without a mark.
            let written = lines.iter().any(|line| {
                line.strip_prefix("fn ")
                    .is_some_and(|rest| rest.split(['(', '<']).next() == Some(test))
            });
            assert!(written, "promise {number}: {path} has no test {test}");
        }
    }
}
