//! The wording of a protocol: plain sentences that documents and lists use.

use serde::{Deserialize, Serialize};

use crate::domain::case::Route;
use crate::domain::date::Date;
use crate::domain::people::Party;

/// From which protocol a profile was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What the protocol is called.
    pub title: String,
    /// When it was last changed.
    #[serde(with = "iso_day")]
    pub dated: Date,
}

/// The national guidance with which a protocol is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// What it is called.
    pub title: String,
    /// The day on which it came into force.
    #[serde(with = "iso_day")]
    pub in_force: Date,
}

/// Who leads the meeting (R47; Kirklees’s facilitator).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// For whom the lead speaks.
    pub party: Party,
    /// What the lead is called: “facilitator”.
    pub title: String,
    /// How it is arranged, in a sentence.
    pub words: String,
}

/// How parents are told that a move is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParentNotice {
    /// The head speaks with them (R21; Southwark).
    Contact,
    /// The head writes to them (R26; Kirklees).
    Letter,
}

/// A line of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The stable key.
    pub key: String,
    /// The words.
    pub label: String,
}

/// What parents are told before they decide: what speaks for a move, and what against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Information {
    /// What the sheet is called.
    pub title: String,
    /// What may speak for it (R28).
    pub benefits: Vec<String>,
    /// What may speak against it.
    pub risks: Vec<String>,
    /// What to know and to ask before deciding (R24).
    pub advice: Vec<String>,
}

/// What the protocol says about the terms; a blank one says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TermsWords {
    /// Uniform (R75).
    pub uniform: String,
    /// Transport (R74).
    pub transport: String,
    /// Money between the schools (R32, R76).
    pub finance: String,
}

/// What the documents say about one kind of move. Blanks are filled in: see [`fill`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteWords {
    /// Which kind.
    pub route: Route,
    /// What the agreement on it is called.
    pub agreement: String,
    /// What it is.
    pub what_it_is: String,
    /// What follows when it goes well (R80).
    pub goes_well: String,
    /// What follows when it does not (R80).
    pub does_not: String,
    /// Who has the child on roll, and how the registers are marked, a sentence each.
    pub roll: Vec<String>,
    /// Who pays for travel from when on (R74).
    pub transport: String,
    /// What parents are told before they decide (R24, R28).
    pub information: Information,
    /// What parents may do, besides what holds for every kind of move (R25).
    pub rights: Vec<String>,
}

impl RouteWords {
    /// Every sentence with blanks, with the name of its place.
    pub fn sentences(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let roll = self.roll.iter().map(|line| ("roll", line.as_str()));
        [
            ("what_it_is", self.what_it_is.as_str()),
            ("goes_well", self.goes_well.as_str()),
            ("does_not", self.does_not.as_str()),
            ("transport", self.transport.as_str()),
        ]
        .into_iter()
        .chain(roll)
    }
}

/// What the two ends of a move are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessLabels {
    /// When it went well.
    pub well: String,
    /// When it did not.
    pub not_well: String,
}

/// What stands in the blanks of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blanks<'a> {
    /// `{home}`: the home school.
    pub home: &'a str,
    /// `{new}`: the new school.
    pub new: &'a str,
    /// `{child}`: the child.
    pub child: &'a str,
    /// `{start}`: the first day at the new school.
    pub start: &'a str,
    /// `{last}`: the day of the last review.
    pub last: &'a str,
    /// `{day_after}`: the day after it.
    pub day_after: &'a str,
}

/// The names of the blanks.
pub(super) const BLANK_NAMES: [&str; 6] = ["home", "new", "child", "start", "last", "day_after"];

impl<'a> Blanks<'a> {
    fn of(&self, name: &str) -> Option<&'a str> {
        let values = [self.home, self.new, self.child, self.start, self.last, self.day_after];
        BLANK_NAMES.iter().zip(values).find(|(known, _)| **known == name).map(|(_, value)| value)
    }
}

/// Fills in the blanks of a sentence with what is known of a case. What is no such blank stays as it
/// is; a profile with one is refused: see [`Profile::problems`](super::Profile::problems).
pub fn fill(sentence: &str, blanks: &Blanks<'_>) -> String {
    fill_with(sentence, |name| blanks.of(name).map(str::to_owned))
}

/// Fills in those blanks of a sentence for which there is something.
pub(super) fn fill_with(sentence: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(sentence.len());
    for part in parts(sentence) {
        match part {
            Part::Words(words) => filled.push_str(words),
            Part::Blank(name) => match value(name) {
                Some(value) => filled.push_str(&value),
                None => filled.extend(["{", name, "}"]),
            },
        }
    }
    filled
}

/// The blanks in a sentence that have none of these names.
pub(super) fn unknown_blanks<'s>(sentence: &'s str, known: &[&str]) -> Vec<&'s str> {
    let unknown = |part| match part {
        Part::Words(words) => Some(words).filter(|words: &&str| words.contains(['{', '}'])),
        Part::Blank(name) => Some(name).filter(|name| !known.contains(name)),
    };
    parts(sentence).filter_map(unknown).collect()
}

/// The names of the blanks in a sentence, in order.
pub(super) fn blanks_in(sentence: &str) -> impl Iterator<Item = &str> {
    parts(sentence).filter_map(|part| match part {
        Part::Words(_) => None,
        Part::Blank(name) => Some(name),
    })
}

enum Part<'a> {
    Words(&'a str),
    Blank(&'a str),
}

/// A sentence in its words and its blanks, in order.
fn parts(sentence: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) =
            rest.strip_prefix('{').and_then(|inside| inside.split_once('}'))
        {
            rest = after;
            return Some(Part::Blank(name));
        }
        // The first character is passed over: a brace that nothing closes stays as it is.
        let next = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map(|(at, _)| at);
        let (words, after) = rest.split_at(next.unwrap_or(rest.len()));
        rest = after;
        Some(Part::Words(words))
    })
}

/// A day as `2026-07-26`, and a plain sentence where it is none.
mod iso_day {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::date::{Date, iso, read_iso};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
    pub(super) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&iso(*day))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let words = String::deserialize(from)?;
        let none = || D::Error::custom("This is no date. Write a date as 2026-07-26.");
        read_iso(&words).ok_or_else(none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLANKS: Blanks<'_> = Blanks {
        home: "Fennimore {new}",
        new: "Larkspur",
        child: "Zoë",
        start: "Mon 7 December 2026",
        last: "Tue 16 March 2027",
        day_after: "Wed 17 March 2027",
    };

    #[test]
    fn blanks_are_filled_in_and_what_fills_them_is_not_read_again() {
        assert_eq!(fill("{child} leaves {home}.", &BLANKS), "Zoë leaves Fennimore {new}.");
        assert_eq!(
            fill("{last}, {day_after}{start}", &BLANKS),
            "Tue 16 March 2027, Wed 17 March 2027Mon 7 December 2026"
        );
        assert_eq!(fill("", &BLANKS), "");
    }

    #[test]
    fn what_is_no_blank_is_named_and_stays_as_it_is() {
        for (sentence, unknown) in [
            ("{chidl} stays", vec!["chidl"]),
            ("{} stays", vec![""]),
            ("at {home", vec!["{home"]),
            ("home} and {new}", vec!["home} and "]),
            ("no blank, and {child}", vec![]),
        ] {
            assert_eq!(unknown_blanks(sentence, &BLANK_NAMES), unknown);
            if !unknown.is_empty() {
                assert_eq!(fill(sentence, &BLANKS), sentence.replace("{new}", "Larkspur"));
            }
        }
    }
}
