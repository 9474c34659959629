//! Figures that people type: whole numbers, decimals and the first number in a few words.
//!
//! Total functions: no text makes them fail, and what is no number is `None`.

/// The largest number that is read, so that no sum of a few can run over.
const LARGEST: u64 = 1_000_000;

/// A whole number, written in figures and nothing else.
pub fn whole(text: &str) -> Option<u32> {
    let text = text.trim();
    let figures = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = figures.then(|| text.parse::<u64>().ok()).flatten()?;
    u32::try_from(number).ok().filter(|number| u64::from(*number) <= LARGEST)
}

/// The first number in a text, in tenths: 965 for “≥ 96.5 %”. What follows the first decimal is
/// left out.
pub fn tenths(text: &str) -> Option<u64> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(from..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let units: u64 = rest.get(..end)?.parse().ok()?;
    let after = rest.get(end..)?.strip_prefix(['.', ',']).unwrap_or_default();
    let tenth = after.chars().next().and_then(|c| c.to_digit(10)).unwrap_or(0);
    (units <= LARGEST).then_some(units * 10 + u64::from(tenth))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_figures_and_nothing_else() {
        for (text, read) in [
            ("116", Some(116)),
            (" 0 ", Some(0)),
            ("", None),
            ("116.5", None),
            ("-3", None),
            ("about 9", None),
            ("٣", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(whole(text), read, "{text:?}");
        }
    }

    #[test]
    fn the_first_number_is_found_among_words() {
        for (text, read) in [
            ("≥ 96.5 %", Some(965)),
            ("96", Some(960)),
            ("93,4 % this year", Some(934)),
            ("7 of 17", Some(70)),
            ("3.", Some(30)),
            ("none", None),
            ("88888888888888888888888", None),
        ] {
            assert_eq!(tenths(text), read, "{text:?}");
        }
    }
}
