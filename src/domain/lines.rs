//! Notes compared line by line: two changes of one text brought together, and where a caret stands
//! in the outcome.

/// The most pairs of lines that are compared; notes that differ in more are taken as wholly other.
const MOST: usize = 4_000_000;

/// Brings two changes of a text together, where they lie on different lines. Lines that both sides
/// added at one place are all kept, ours first. `None` where both changed the same lines.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let [base, ours, theirs] =
        [base, ours, theirs].map(|text| text.split('\n').collect::<Vec<_>>());
    let (to_ours, to_theirs) = (matches(&base, &ours), matches(&base, &theirs));
    let mut merged: Vec<&str> = Vec::new();
    let mut from = (0, 0, 0);
    let in_both = to_ours.iter().filter_map(|(at, ours)| {
        let found = to_theirs.binary_search_by_key(at, |(base, _)| *base).ok()?;
        to_theirs.get(found).map(|(_, theirs)| (*at, *ours, *theirs))
    });
    let end = (base.len(), ours.len(), theirs.len());
    for to in in_both.chain([end]) {
        let base_part = base.get(from.0..to.0).unwrap_or_default();
        let ours_part = ours.get(from.1..to.1).unwrap_or_default();
        let theirs_part = theirs.get(from.2..to.2).unwrap_or_default();
        if ours_part == base_part {
            merged.extend(theirs_part);
        } else if theirs_part == base_part || ours_part == theirs_part {
            merged.extend(ours_part);
        } else if base_part.is_empty() {
            merged.extend(ours_part);
            merged.extend(theirs_part);
        } else {
            return None;
        }
        merged.extend(base.get(to.0));
        from = (to.0 + 1, to.1 + 1, to.2 + 1);
    }
    Some(merged.join("\n"))
}

/// Where a byte of a text stands after the text became another: on the same line, where that is still
/// there.
pub fn carried(before: &str, after: &str, byte: usize) -> usize {
    let old: Vec<&str> = before.split('\n').collect();
    let new: Vec<&str> = after.split('\n').collect();
    let head = before.get(..byte).unwrap_or(before);
    let line = head.matches('\n').count();
    let within = head.len() - head.rfind('\n').map_or(0, |at| at + 1);
    let start = |line: usize| new.iter().take(line).map(|line| line.len() + 1).sum::<usize>();
    let found = matches(&old, &new);
    match found.binary_search_by_key(&line, |(old, _)| *old) {
        Ok(at) => found.get(at).map_or(0, |(_, new)| start(*new)) + within,
        Err(at) => {
            // The line is another: as near as can be, after the last one before it that is the same.
            let before = at.checked_sub(1).and_then(|at| found.get(at));
            let line = before.map_or(line, |(old_line, new_line)| new_line + line - old_line);
            let length = new.get(line).map_or(0, |line| line.len());
            (start(line) + within.min(length)).min(after.len())
        }
    }
}

/// The lines that two texts have in common, in order: as many as can be, by their places.
fn matches(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = a.iter().zip(b).take_while(same).count();
    let (a_rest, b_rest) = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    let tail = a_rest.iter().rev().zip(b_rest.iter().rev()).take_while(same).count();
    let a_middle = a_rest.get(..a_rest.len() - tail).unwrap_or_default();
    let b_middle = b_rest.get(..b_rest.len() - tail).unwrap_or_default();
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    let longest = longest(a_middle, b_middle);
    pairs.extend(longest.into_iter().map(|(x, y)| (head + x, head + y)));
    pairs.extend((0..tail).map(|at| (a.len() - tail + at, b.len() - tail + at)));
    pairs
}

/// The longest sequence of lines that stand in both, by their places.
fn longest(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    if a.len().saturating_mul(b.len()) > MOST {
        return Vec::new();
    }
    // How many lines the rests have in common, from each pair of places on.
    let width = b.len() + 1;
    let mut counts = vec![0_u32; (a.len() + 1) * width];
    let count =
        |counts: &[u32], x: usize, y: usize| counts.get(x * width + y).copied().unwrap_or(0);
    for (x, one) in a.iter().enumerate().rev() {
        for (y, other) in b.iter().enumerate().rev() {
            let most = if one == other {
                count(&counts, x + 1, y + 1) + 1
            } else {
                count(&counts, x + 1, y).max(count(&counts, x, y + 1))
            };
            if let Some(place) = counts.get_mut(x * width + y) {
                *place = most;
            }
        }
    }
    let (mut pairs, mut x, mut y) = (Vec::new(), 0, 0);
    while let (Some(one), Some(other)) = (a.get(x), b.get(y)) {
        if one == other {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if count(&counts, x + 1, y) >= count(&counts, x, y + 1) {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changes_of_different_lines_are_both_there() {
        let merged = merge("one\ntwo\nthree", "one!\ntwo\nthree", "one\ntwo\nthree?\nfour");
        assert_eq!(merged.as_deref(), Some("one!\ntwo\nthree?\nfour"));
    }

    #[test]
    fn lines_that_both_added_are_kept_ours_first() {
        assert_eq!(merge("one", "one\nmine", "one\ntheirs").as_deref(), Some("one\nmine\ntheirs"));
    }

    #[test]
    fn one_line_changed_by_both_or_changed_and_taken_out_is_for_people_to_decide() {
        assert_eq!(merge("", "mine", "theirs"), None);
        assert_eq!(merge("a\nb\nc", "a\nbb\nc", "a\nc"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn who_changed_nothing_takes_what_the_other_wrote(base in "[abc\n]{0,12}", other in "[abc\n]{0,12}") {
            prop_assert_eq!(merge(&base, &base, &other), Some(other.clone()));
            prop_assert_eq!(merge(&base, &other, &base), Some(other.clone()));
            prop_assert_eq!(merge(&base, &other, &other), Some(other));
        }

        #[test]
        fn every_line_that_a_side_wrote_is_there(base in "[abc\n]{0,12}", ours in "[abcx\n]{0,12}", theirs in "[abcy\n]{0,12}") {
            if let Some(merged) = merge(&base, &ours, &theirs) {
                for line in ours.split('\n').chain(theirs.split('\n')) {
                    prop_assert!(base.split('\n').chain(merged.split('\n')).any(|kept| kept == line));
                }
            }
        }

        #[test]
        fn a_caret_stays_within_the_text(before in "[abé\n]{0,12}", after in "[abé\n]{0,12}", at in 0..20_usize) {
            let at = at.min(before.len());
            if before.is_char_boundary(at) {
                prop_assert!(carried(&before, &after, at) <= after.len());
                prop_assert_eq!(carried(&before, &before, at), at);
            }
        }
    }

    #[test]
    fn a_caret_stays_in_its_word_when_lines_come_before_it() {
        assert_eq!(carried("one\ntwo", "zero\none\ntwo", 6), 11);
    }
}
