//! The only door to standard output and standard error.
//!
//! Must never let through what could drive a terminal, nor fail because nobody reads on.

use std::io::{self, Write};

use serde::Serialize;

use super::failure::Failure;
use crate::domain::text::clean;
use crate::store::error::in_words;

/// The number of the form in which `--json` speaks. It grows when a field changes its meaning.
pub(super) const SCHEMA: u32 = 1;

/// Prints text for people.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    print_bytes(clean(text).as_bytes())
}

/// Prints JSON for programs. What is recorded is clean already; names from a disk are cleaned by
/// the store.
pub(super) fn print_json(told: &impl Serialize) -> Result<(), Failure> {
    let mut json = serde_json::to_vec_pretty(told)
        .map_err(|error| Failure::NotWritten("Standard output".to_owned(), error.to_string()))?;
    json.push(b'\n');
    print_bytes(&json)
}

/// Prints bytes as they are. A reader that has gone away has seen enough.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::NotWritten("Standard output".to_owned(), in_words(&error)))
        }
        _ => Ok(()),
    }
}

/// Asks on standard error, and stays on that line.
pub(super) fn ask(words: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "{}", clean(words)).and_then(|()| err.flush());
}

/// Says on standard error what went wrong. If that cannot be said either, the exit code says it.
pub(super) fn complain(sentence: &str) {
    let sentence = clean(sentence);
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{}", sentence.trim_end());
}
