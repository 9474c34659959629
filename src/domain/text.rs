//! Text that is safe to keep, to show and to print.
//!
//! Everything typed, pasted or read from a file becomes a [`Text`] before it is kept, so nothing in
//! a case can ever drive a terminal or make one name read as another.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A cleaned piece of text: no control characters but the newline, and nothing invisible that
/// changes how its neighbours read.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing but white space has been written.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The lines that say something, trimmed.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        self.0.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

impl From<&str> for Text {
    fn from(raw: &str) -> Self {
        Self(clean(raw).into_owned())
    }
}

impl From<String> for Text {
    fn from(raw: String) -> Self {
        match clean(&raw) {
            Cow::Borrowed(_) => Self(raw),
            Cow::Owned(cleaned) => Self(cleaned),
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Cleans text from outside: line ends become newlines, tabs become spaces, and control characters
/// and invisible direction or hiding characters go. Text that is clean already is not copied.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(raw);
    }
    if !raw.chars().any(must_change) {
        return Cow::Borrowed(raw);
    }
    let mut kept = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    kept.push('\n');
                }
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            '\t' => kept.push(' '),
            _ if must_change(c) => {}
            _ => kept.push(c),
        }
    }
    Cow::Owned(kept)
}

/// The same on one line: for names, references and anything else that must not break a line.
pub fn clean_line(raw: &str) -> String {
    clean(raw).replace('\n', " ")
}

/// A text without case and accents, so that "lukasz" finds Łukasz and "nguyen" finds Nguyễn.
pub fn folded(text: &str) -> String {
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ł' => 'l',
            'đ' | 'ð' => 'd',
            'ø' => 'o',
            'ı' => 'i',
            '’' | '‘' => '\'',
            other => other,
        })
        .collect()
}

/// The longest word, in bytes, for which the nearest known one is looked for: a whole file without
/// a space is no slip of the pen.
const LONGEST_WORD: usize = 64;

/// The word that was probably meant: the nearest of those that are known, if one is near.
pub fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    if found.len() > LONGEST_WORD {
        return None;
    }
    let lower = found.to_lowercase();
    let likeness =
        |word: &str| strsim::normalized_damerau_levenshtein(&lower, &word.to_lowercase());
    let words = known.iter().map(|word| (likeness(word), *word));
    let best = words.max_by(|one, other| one.0.total_cmp(&other.0));
    best.filter(|(likeness, _)| *likeness >= 0.5).map(|(_, word)| word)
}

/// Words with a capital at the beginning, as a sentence or a heading has them.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a character may not stay as it is: control characters, direction marks and overrides,
/// and characters that only exist to be unseen.
fn must_change(c: char) -> bool {
    match c {
        '\n' => false,
        '\u{2028}' | '\u{2029}' => true,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_every_kind_become_newlines() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d\u{85}e"), "a\nb\nc\nd\ne");
    }

    #[test]
    fn escape_sequences_and_direction_overrides_lose_their_power() {
        assert_eq!(clean("\u{1b}[31mAnna\u{202e}nnA\u{7}\u{9b}2J"), "[31mAnnannA2J");
    }

    #[test]
    fn letters_with_marks_and_joined_emoji_are_kept() {
        for name in ["Łukasz Wiśniewski", "Nguyễn Thị", "Şükran’s", "👩‍👧", "e\u{301}", "محمد"]
        {
            assert_eq!(clean(name), name);
        }
    }

    #[test]
    fn a_line_never_breaks() {
        assert_eq!(clean_line("Anna\r\nNowak "), "Anna Nowak ");
    }

    #[test]
    fn accents_and_case_do_not_matter_when_finding() {
        for (typed, name) in [
            ("lukasz", "Łukasz"),
            ("nguyen", "Nguyễn"),
            ("sukran", "Şükran"),
            ("o'brien", "O’Brien"),
        ] {
            assert_eq!(folded(typed), folded(name));
        }
    }
}
