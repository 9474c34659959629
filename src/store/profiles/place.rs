//! Where in the text of a RON file something stands: so that a problem of meaning, which is only
//! seen after reading, can still be told with its line.
//!
//! Must never fail on a text that was read: what it cannot find has no line.

use crate::domain::profile::Step;

/// A piece of RON, with its line.
struct Token<'a> {
    line: usize,
    kind: Kind<'a>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind<'a> {
    Open,
    Close,
    Comma,
    Colon,
    Word(&'a str),
    /// A text in quotation marks, or anything else.
    Other,
}

/// The line of a place, from 1; of the nearest thing around it when it is not there itself.
pub(super) fn line_of(text: &str, place: &[Step]) -> Option<usize> {
    let tokens = tokens(text);
    let mut at = 0;
    let mut line = None;
    for step in place {
        let Some((next, found)) = enter(&tokens, at, step) else { break };
        (at, line) = (next, Some(found));
    }
    line
}

/// Goes into the value that begins at a token; returns where the value of the step begins.
fn enter(tokens: &[Token<'_>], mut at: usize, step: &Step) -> Option<(usize, usize)> {
    // The name of a struct, or the `Some` around a value.
    while matches!(tokens.get(at)?.kind, Kind::Word(_)) {
        at += 1;
    }
    if tokens.get(at)?.kind != Kind::Open {
        return None;
    }
    at += 1;
    if let (Step::Field(_), Kind::Open) = (step, tokens.get(at)?.kind) {
        return enter(tokens, at, step);
    }
    let (mut depth, mut count) = (0_usize, 0_usize);
    let mut fresh = true;
    while let Some(token) = tokens.get(at) {
        if depth == 0 && fresh {
            match step {
                Step::Field(name) if token.kind == Kind::Word(name) => {
                    return Some((at + 2, token.line));
                }
                Step::At(wanted) if count == *wanted && token.kind != Kind::Close => {
                    return Some((at, token.line));
                }
                _ => {}
            }
        }
        fresh = false;
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.checked_sub(1)?,
            Kind::Comma if depth == 0 => (count, fresh) = (count + 1, true),
            _ => {}
        }
        at += 1;
    }
    None
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let (length, kind) = match first {
            '(' | '[' | '{' => (1, Some(Kind::Open)),
            ')' | ']' | '}' => (1, Some(Kind::Close)),
            ',' => (1, Some(Kind::Comma)),
            ':' => (1, Some(Kind::Colon)),
            '"' => (quoted(rest), Some(Kind::Other)),
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => (remark(rest), None),
            'r' if raw(rest).is_some() => (raw(rest).unwrap_or(1), Some(Kind::Other)),
            c if c.is_alphabetic() || c == '_' => {
                let is_word = |c: char| c.is_alphanumeric() || c == '_';
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                (end, rest.get(..end).map(Kind::Word))
            }
            c if c.is_whitespace() => (c.len_utf8(), None),
            c => (c.len_utf8(), Some(Kind::Other)),
        };
        let (here, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.extend(kind.map(|kind| Token { line, kind }));
        line += here.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The length of a text in quotation marks.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a text such as `r#"…"#`, if it is one.
fn raw(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let marks = after.len() - after.trim_start_matches('#').len();
    let inside = after.get(marks..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    let length = inside.find(&end)?;
    Some(1 + marks + 1 + length + end.len())
}

/// The length of a remark between `/*` and `*/`, which may hold others.
fn remark(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, _) in text.char_indices() {
        let here = text.get(at..).unwrap_or_default();
        if here.starts_with("/*") {
            depth += 1;
        } else if here.starts_with("*/") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 2;
            }
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r##"// key: a remark, (
Profile(
    key: "a \" (", /* two
    lines, /* inside */ */
    raw: r#"one " [
    two"#,
    extension: Some((
        shortest: 4,
        longest: 8,
    )),
    plan: [
        (week: 4, label: "x"),
        Note(
            week: 12,
            key: "k",
        ),
    ],
    empty: [],
)
"##;

    fn line(place: &[Step]) -> Option<usize> {
        line_of(TEXT, place)
    }

    #[test]
    fn a_place_is_found_past_texts_remarks_and_brackets() {
        let field = Step::Field;
        assert_eq!(line(&[field("key")]), Some(3));
        assert_eq!(line(&[field("raw")]), Some(5));
        assert_eq!(line(&[field("extension"), field("longest")]), Some(9));
        assert_eq!(line(&[field("plan"), Step::At(0), field("label")]), Some(12));
        assert_eq!(line(&[field("plan"), Step::At(1)]), Some(13));
        assert_eq!(line(&[field("plan"), Step::At(1), field("key")]), Some(15));
    }

    #[test]
    fn what_is_not_there_has_the_line_of_what_is_around_it_or_none() {
        let field = Step::Field;
        assert_eq!(line(&[field("plan"), Step::At(2), field("key")]), Some(11));
        assert_eq!(line(&[field("empty"), Step::At(0)]), Some(18));
        assert_eq!(line(&[field("week")]), None);
        assert_eq!(line(&[]), None);
        for cut in 0..TEXT.len() {
            let part = TEXT.get(..cut).unwrap_or_default();
            assert!(
                line_of(part, &[field("plan"), Step::At(1), field("key")])
                    .is_none_or(|line| line < 20)
            );
        }
    }
}
