//! Soft wrapping: where the rows of a text begin and end at a given width. Pure; keeps nothing.

use ratatui::buffer::CellWidth;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// One row on the screen: a range of bytes. Spaces at the end of a row hang over its edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first byte.
    pub start: usize,
    /// The byte after the last; never a newline.
    pub end: usize,
}

/// The rows of a text at a width in cells; at least one, also for an empty text.
pub fn rows(text: &str, width: u16) -> Vec<Row> {
    let width = usize::from(width.max(1));
    let mut rows = Vec::with_capacity(1 + text.len() / width);
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, width, &mut rows);
        start += paragraph.len() + 1;
    }
    rows
}

fn wrap_paragraph(paragraph: &str, offset: usize, width: usize, rows: &mut Vec<Row>) {
    let mut row_start = 0;
    let mut row_width = 0;
    // Where the row could be broken: after the last space seen, and how wide the row is there.
    let mut break_at = 0;
    let mut width_at_break = 0;
    let mut after_space = false;
    let mut at = 0;
    while let Some((len, cells)) = next_cluster(paragraph, at) {
        let is_space = len == 1 && paragraph.as_bytes().get(at) == Some(&b' ');
        if after_space && !is_space {
            break_at = at;
            width_at_break = row_width;
        }
        // Twice at most: what is left after a break at a space can still be one cell too wide.
        while !is_space && row_width + cells > width && at > row_start {
            let (end, used) =
                if break_at > row_start { (break_at, width_at_break) } else { (at, row_width) };
            rows.push(Row { start: offset + row_start, end: offset + end });
            row_width -= used;
            row_start = end;
        }
        row_width += cells;
        after_space = is_space;
        at += len;
    }
    rows.push(Row { start: offset + row_start, end: offset + paragraph.len() });
}

/// The length in bytes and the width in cells of the character that a reader sees at a byte.
fn next_cluster(text: &str, at: usize) -> Option<(usize, usize)> {
    // Most text, told without decoding: an ASCII character before another one, or before the end.
    if let [b' '..=b'~'] | [b' '..=b'~', b' '..=b'~', ..] = text.as_bytes().get(at..)? {
        return Some((1, 1));
    }
    let rest = text.get(at..)?;
    let mut chars = rest.chars();
    let first = chars.next()?;
    if first.is_control() {
        return Some((first.len_utf8(), 0)); // A newline, which has no width of its own.
    }
    if stands_alone(first) && chars.next().is_none_or(stands_alone) {
        return Some((first.len_utf8(), 1));
    }
    let cluster = rest.graphemes(true).next()?;
    Some((cluster.len(), usize::from(cluster.cell_width())))
}

/// Letters and punctuation of Latin scripts that are one cell wide and join with nothing but the
/// marks and joiners that come after them: the quick way for nearly all text.
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}')
        && !matches!(c, '©' | '®')
}

/// The row in which a byte stands, and how many cells are before it there.
pub fn find(text: &str, rows: &[Row], at: usize) -> (usize, u16) {
    let row = rows.partition_point(|row| row.start <= at).saturating_sub(1);
    let start = rows.get(row).map_or(0, |row| row.start);
    (row, width(text.get(start..at).unwrap_or_default()))
}

/// The byte in a row that stands at a cell, or the last place of the row where a caret can be.
pub fn byte_at(text: &str, rows: &[Row], row: usize, cell: u16) -> usize {
    let Some(Row { start, end }) = rows.get(row).copied() else { return text.len() };
    let mut at = start;
    let mut cells = 0;
    while at < end
        && let Some((len, wide)) = next_cluster(text, at)
    {
        if cells + wide > usize::from(cell) {
            return at;
        }
        cells += wide;
        at += len;
    }
    // The end of a wrapped row is the start of the next one: stay on this one.
    let wrapped = rows.get(row + 1).is_some_and(|next| next.start == end);
    if wrapped { before(text, end).max(start) } else { end }
}

/// The width of a text in cells.
pub fn width(text: &str) -> u16 {
    let mut cells = 0;
    let mut at = 0;
    while let Some((len, wide)) = next_cluster(text, at) {
        cells += wide;
        at += len;
    }
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// The byte where the character before a byte begins.
pub fn before(text: &str, at: usize) -> usize {
    let head = text.get(..at).unwrap_or(text);
    head.graphemes(true).next_back().map_or(0, |cluster| head.len() - cluster.len())
}

/// The byte after the character that begins at a byte.
pub fn after(text: &str, at: usize) -> usize {
    next_cluster(text, at).map_or(text.len(), |(len, _)| at + len)
}

/// The byte itself where it stands between two characters; inside one, the byte after it.
pub fn boundary(text: &str, at: usize) -> usize {
    let at = (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
    }
}

/// The beginning of a text in at most so many cells, with `…` where something is left out.
pub fn cut(text: &str, cells: u16) -> std::borrow::Cow<'_, str> {
    if width(text) <= cells {
        return text.into();
    }
    let mut used = 1;
    let mut at = 0;
    while let Some((len, wide)) = next_cluster(text, at) {
        if used + wide > usize::from(cells) {
            break;
        }
        used += wide;
        at += len;
    }
    if cells == 0 { "".into() } else { format!("{}…", text.get(..at).unwrap_or_default()).into() }
}

/// The rows of a point at a width, each with how far it is set in: it goes on below its words, not
/// below its mark, and what is set in stays set in.
pub fn hung(text: &str, width: u16) -> Vec<(u16, &str)> {
    let hang = if text.starts_with(['·', '!', ' ']) { 2 } else { 0 };
    let rows = rows(text, width.saturating_sub(hang)).into_iter().enumerate();
    let indent = |n: usize| if n == 0 { 0 } else { hang };
    rows.map(|(n, row)| (indent(n), text.get(row.start..row.end).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, width: u16) -> Vec<&str> {
        rows(text, width).iter().map(|row| text.get(row.start..row.end).unwrap()).collect()
    }

    #[test]
    fn lines_break_after_spaces_which_hang_over_the_edge() {
        assert_eq!(shown("one two  three", 7), ["one two  ", "three"]);
        assert_eq!(shown("one\n\ntwo", 9), ["one", "", "two"]);
        assert_eq!(shown("abcdefghij kl", 4), ["abcd", "efgh", "ij ", "kl"]);
        assert_eq!(shown("", 9), [""]);
    }

    #[test]
    fn wide_characters_and_families_stay_whole() {
        assert_eq!(shown("王王王", 4), ["王王", "王"]);
        assert_eq!(shown("👩‍👧👩‍👧", 2), ["👩‍👧", "👩‍👧"]);
        assert_eq!(shown("e\u{301}e\u{301}", 1), ["e\u{301}", "e\u{301}"]);
    }

    #[test]
    fn a_long_text_is_cut_with_an_ellipsis() {
        assert_eq!(cut("Łukasz", 6), "Łukasz");
        assert_eq!(cut("Łukasz", 4), "Łuk…");
        assert_eq!(cut("王王", 3), "王…");
        assert_eq!(cut("王王", 0), "");
    }

    /// Texts of whole characters, each seen: what a keyboard gives.
    fn typed() -> impl Strategy<Value = String> {
        let cluster =
            proptest::sample::select(vec!["a", "bc", " ", "\n", "é", "e\u{301}", "👩‍👧", "王"]);
        proptest::collection::vec(cluster, 0..40).prop_map(|clusters| clusters.concat())
    }

    proptest! {
        #[test]
        fn the_rows_give_the_text_back_and_fit(text in prop_oneof![typed(), "\\PC{0,40}"], wide in 2u16..30) {
            let mut whole = String::new();
            let mut last_end = 0;
            for row in rows(&text, wide) {
                whole.push_str(text.get(last_end..row.start).unwrap());
                let line = text.get(row.start..row.end).unwrap();
                whole.push_str(line);
                last_end = row.end;
                let fits = width(line.trim_end_matches(' ')) <= wide;
                prop_assert!(fits || line.graphemes(true).count() == 1, "{line:?}");
            }
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn every_caret_place_is_found_again(text in typed(), wide in 2u16..30) {
            let rows = rows(&text, wide);
            for (at, _) in text.grapheme_indices(true) {
                let (row, cell) = find(&text, &rows, at);
                prop_assert_eq!(byte_at(&text, &rows, row, cell), at);
            }
        }
    }
}
