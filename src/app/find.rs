//! Finding: what is looked for in the list, and what it finds, without case and accents.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use unicode_normalization::UnicodeNormalization;

use super::editor::Editor;

/// What is being looked for in the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Find {
    /// Nothing.
    #[default]
    Off,
    /// This, being typed.
    Typing(Editor),
    /// This, while the keys work on the list again.
    Kept(Editor),
}

impl Find {
    /// What is looked for, and whether it is being typed.
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Off => None,
            Self::Typing(editor) | Self::Kept(editor) => Some(editor),
        }
    }

    /// Whether it is being typed.
    pub fn is_typing(&self) -> bool {
        matches!(self, Self::Typing(_))
    }
}

/// The things in whose fields every word looked for is found, the best first. Each field is matched
/// by itself: letters scattered over two of them find nothing.
pub(super) fn best_matches<'a>(
    wanted: &str,
    things: Vec<usize>,
    fields_of: impl Fn(usize) -> Vec<&'a str>,
) -> Vec<usize> {
    let pattern = |word: &str| {
        Pattern::new(word, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy)
    };
    let patterns: Vec<Pattern> = folded(wanted).split_whitespace().map(pattern).collect();
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, usize)> = things
        .into_iter()
        .filter_map(|at| {
            let fields: Vec<String> = fields_of(at).into_iter().map(folded).collect();
            let mut best = |pattern: &Pattern| {
                let mut score =
                    |field: &String| pattern.score(Utf32Str::new(field, &mut buffer), &mut matcher);
                fields.iter().filter_map(&mut score).max()
            };
            patterns.iter().map(&mut best).sum::<Option<u32>>().map(|score| (score, at))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    // Letters found far apart are beside the point once others are found together.
    let best = scored.first().map_or(0, |(score, _)| *score);
    scored.into_iter().filter(|(score, _)| score * 3 >= best * 2).map(|(_, at)| at).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

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
