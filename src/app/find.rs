//! Finding: what is looked for in the list, and what it finds, without case and accents.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::editor::Editor;
use crate::domain::text::folded;

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

/// The things in whose fields, which are folded, every word looked for is found, the best first. Each
/// field is matched by itself: letters scattered over two of them find nothing.
pub(super) fn best_matches<'a>(
    wanted: &str,
    things: Vec<usize>,
    fields_of: impl Fn(usize) -> &'a [String],
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
            let mut best = |pattern: &Pattern| {
                let mut score =
                    |field: &String| pattern.score(Utf32Str::new(field, &mut buffer), &mut matcher);
                fields_of(at).iter().filter_map(&mut score).max()
            };
            patterns.iter().map(&mut best).sum::<Option<u32>>().map(|score| (score, at))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    // Letters found far apart are beside the point once others are found together.
    let best = scored.first().map_or(0, |(score, _)| *score);
    scored.into_iter().filter(|(score, _)| score * 3 >= best * 2).map(|(_, at)| at).collect()
}
