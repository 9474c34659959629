//! What the name of an event says about pupils: they come, they stay away, or one cannot tell.
//!
//! Must never take a hint for a statement: an event in doubt is reported, and its dates are not used.

/// What an event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Pupils come on these days.
    Open,
    /// They stay away.
    Closed,
    /// The name does not say for certain.
    Unclear,
}

/// Words that say that pupils stay away.
const CLOSED: [&str; 25] = [
    "inset",
    "staff training",
    "teacher training",
    "training day",
    "staff day",
    "pd day",
    "professional development",
    "non pupil",
    "occasional day",
    "bank holiday",
    "may day",
    "good friday",
    "easter monday",
    "christmas day",
    "boxing day",
    "new year s day",
    "new years day",
    "half term",
    "halfterm",
    "holiday",
    "holidays",
    "break",
    "vacation",
    "closed",
    "closure",
];

/// Words beside which the others no longer say it: “Half term ends”, “Holiday club”.
const DOUBTFUL: [&str; 35] = [
    "after",
    "assembly",
    "before",
    "begin",
    "begins",
    "break up",
    "breaks",
    "camp",
    "cancelled",
    "club",
    "clubs",
    "concert",
    "deadline",
    "closed early",
    "closes early",
    "early closure",
    "end",
    "ends",
    "evening",
    "fair",
    "finish",
    "finishes",
    "first day",
    "homework",
    "last day",
    "lunch",
    "meeting",
    "no",
    "not",
    "party",
    "reopens",
    "return",
    "revision",
    "start",
    "starts",
];

/// Words of which one must stand in the name of an open span.
const TERM: [&str; 6] = ["term", "terms", "autumn", "spring", "summer", "open"];

/// Words that may stand beside them; so may figures.
const BESIDE_TERM: [&str; 22] = [
    "1st", "2nd", "3rd", "a", "academic", "and", "b", "first", "for", "half", "of", "one", "part",
    "pupils", "school", "second", "students", "the", "time", "to", "two", "year",
];

/// What the name of an event says.
pub(super) fn meaning(summary: &str) -> Meaning {
    let lower = summary.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // Spaces around every word let a phrase be found as whole words.
    let name = format!(" {} ", words.join(" "));
    let says =
        |phrases: &[&str]| phrases.iter().any(|phrase| name.contains(&format!(" {phrase} ")));
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    // “Half term 2” is the second half of a term to some, and a holiday to others.
    let numbered_half = name.split_once(" half term ").is_some_and(|(_, after)| {
        after.starts_with(['1', '2', '3', '4', '5', '6']) && after.find(' ') == Some(1)
    });
    if says(&DOUBTFUL) || numbered_half {
        Meaning::Unclear
    } else if says(&CLOSED) {
        Meaning::Closed
    } else if says(&TERM)
        && words
            .iter()
            .all(|word| is_number(word) || TERM.contains(word) || BESIDE_TERM.contains(word))
    {
        Meaning::Open
    } else {
        Meaning::Unclear
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_open_and_closures_closed() {
        for name in [
            "Term",
            "Autumn term",
            "Spring Term 1",
            "Summer",
            "AUTUMN TERM 2026/27",
            "Term 3",
            "School open",
            "Open for pupils",
            "Autumn term (first half)",
        ] {
            assert_eq!(meaning(name), Meaning::Open, "{name}");
        }
        for name in [
            "INSET",
            "Inset day 2",
            "Staff training",
            "Training day",
            "Half-term",
            "Autumn half term",
            "Early May bank holiday",
            "Christmas holidays",
            "Easter break",
            "School closed",
            "New Year’s Day",
            "Non-pupil day",
            "October Half Term 2026",
        ] {
            assert_eq!(meaning(name), Meaning::Closed, "{name}");
        }
    }

    #[test]
    fn what_may_mean_either_is_unclear() {
        for name in [
            "",
            "Sports day",
            "Open evening",
            "Open day",
            "Spring concert",
            "Autumn term begins",
            "End of term",
            "Last day before half term",
            "Half term 2",
            "Holiday club",
            "School closes early",
            "Summer fair",
            "Insetting",
            "Year 9 options",
            "Term dates assembly",
            "No INSET",
            "School closed early",
            "Break up for Christmas",
        ] {
            assert_eq!(meaning(name), Meaning::Unclear, "{name}");
        }
    }
}
