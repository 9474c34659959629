//! A passphrase while it is typed and used: wiped from memory afterwards, and never shown.
//!
//! Must never be printed, logged or written.

use std::fmt;

use age::secrecy::SecretString;
use zeroize::Zeroizing;

/// So many characters fit without the text being moved, which would leave a copy behind.
const ROOM: usize = 1024;

/// The fewest characters of a new passphrase.
pub const SHORTEST: usize = 12;

/// A passphrase. What is dropped is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The passphrase with these characters.
    pub fn new(text: &str) -> Self {
        let mut new = Self::default();
        new.push(text);
        new
    }

    /// Adds what was typed or pasted, without line ends and other control characters; no more
    /// than a thousand bytes are taken.
    pub fn push(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_control()) {
            if self.0.len() + c.len_utf8() <= ROOM {
                self.0.push(c);
            }
        }
    }

    /// Takes the last character away.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Wipes it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many characters it has.
    pub fn count(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As age wants it.
    pub(super) fn secret(&self) -> SecretString {
        SecretString::from(self.0.as_str())
    }
}

impl Default for Passphrase {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(ROOM)))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_never_shown_and_takes_no_line_end() {
        let mut passphrase = Passphrase::new("six words\r\n");
        passphrase.push(&"x".repeat(5000));
        assert_eq!(format!("{passphrase:?}"), "Passphrase(…)");
        assert_eq!(passphrase.count(), ROOM);
        passphrase.clear();
        assert!(passphrase.is_empty());
    }
}
