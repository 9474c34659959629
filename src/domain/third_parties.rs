//! The people whom a case names besides the child, where they are named, and marks in a text wherever
//! one of them is.
//!
//! Finds those who stand in a field for a name. A name that stands only in running text is not known
//! to be one.

use super::case::Case;
use super::disclosure::Section;
use super::fact::Fact;
use super::people::{Party, Person};
use super::slot::Slot;
use super::table::{Column, Table};
use super::text::folded;

/// The facts in which somebody is named.
const FACTS: [Fact; 15] = [
    Fact::Lead,
    Fact::NoteTaker,
    Fact::Coordinator,
    Fact::ChildWith,
    Fact::StaysAgreedBy,
    Fact::VoiceHelper,
    Fact::UniformOrderedBy,
    Fact::Caseworker,
    Fact::SocialWorker,
    Fact::VirtualSchool,
    Fact::UsedUpWho,
    Fact::HomeContact,
    Fact::NewContact,
    Fact::Independent,
    Fact::DirectionReportTo,
];

/// The cells in which somebody is named.
const CELLS: [(Table, Column); 9] = [
    (Table::Agencies, Column::Name),
    (Table::People, Column::InvitedBy),
    (Table::People, Column::InformedBy),
    (Table::People, Column::Interpreter),
    (Table::Commitments, Column::Who),
    (Table::Targets, Column::ByWhom),
    (Table::Overrides, Column::ByWhom),
    (Table::FollowUps, Column::Who),
    (Table::Sends, Column::To),
];

/// What stands before a name and is no part of it.
const TITLES: [&str; 8] = ["dr", "mr", "mrs", "ms", "miss", "mx", "sir", "prof"];

/// Somebody whom a case names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThirdParty {
    /// The name as it stands.
    pub name: String,
    /// What this person is: role and organisation, or the field in which the name stands.
    pub role: String,
    /// Where the name stands, each with how often.
    pub places: Vec<(String, usize)>,
    /// The words of the name, folded and without a title.
    words: Vec<String>,
    /// Whether one word of the name is enough to find this person.
    by_one_word: bool,
}

impl ThirdParty {
    /// How often the name stands in the record.
    pub fn count(&self) -> usize {
        self.places.iter().map(|(_, count)| count).sum()
    }
}

/// The people whom a case names besides the child, and where each stands in what is recorded.
pub fn third_parties(case: &Case, sections: &[Section]) -> Vec<ThirdParty> {
    let mut found: Vec<ThirdParty> = Vec::new();
    let child = folded(case.child.name.trim());
    let child_words = words_of(&case.child.name);
    let mut add = |name: &str, role: String, by_one_word: bool| {
        let words = words_of(name);
        let known = found.iter().any(|other| other.words == words);
        let named = name.split_whitespace().any(|word| word.starts_with(char::is_uppercase));
        if words.is_empty() || known || !named || folded(name.trim()) == child {
            return;
        }
        let name = name.trim().to_owned();
        found.push(ThirdParty { name, role, places: Vec::new(), words, by_one_word });
    };
    for person in case.people.iter().filter(|person| person.party != Party::Child) {
        add(&person.name, role_of(person), true);
    }
    for fact in FACTS {
        add(name_in(&case.text(&Slot::Fact(fact))), fact.label().to_owned(), false);
    }
    for (table, column) in CELLS {
        for id in case.row_ids(table) {
            let text = case.text(&Slot::Cell(table, id, column)).into_owned();
            add(name_in(&text), format!("{}, {}", table.title(), column.label()), false);
        }
    }
    // The longest name first: “Anna Nowak” before “Anna”.
    found.sort_by_key(|party| (std::cmp::Reverse(party.words.len()), party.name.clone()));
    for section in sections {
        for recorded in &section.texts {
            let place = format!("{} › {}", section.title, recorded.place);
            for at in
                occurrences(&recorded.text, &found, &child_words).into_iter().map(|(_, at)| at)
            {
                let Some(party) = found.get_mut(at) else { continue };
                match party.places.iter_mut().find(|(other, _)| *other == place) {
                    Some((_, count)) => *count += 1,
                    None => party.places.push((place.clone(), 1)),
                }
            }
        }
    }
    found
}

/// A text in which each name is followed by a mark that says whose it is.
pub fn marked(text: &str, parties: &[ThirdParty], child: &str) -> String {
    let mut said = String::new();
    let mut from = 0;
    for (end, party) in occurrences(text, parties, &words_of(child)) {
        let Some(party) = parties.get(party) else { continue };
        said.push_str(text.get(from..end).unwrap_or_default());
        said.extend([format!(" [third party: {}]", party.name)]);
        from = end;
    }
    said.push_str(text.get(from..).unwrap_or_default());
    said
}

fn role_of(person: &Person) -> String {
    let parts = [person.party.label(), person.role.trim(), person.organisation.trim()];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(", ")
}

/// The name at the beginning of what was written into a field: up to a comma, a number, a bracket or
/// the end of the line.
fn name_in(text: &str) -> &str {
    let ends = |c: char| matches!(c, ',' | ';' | '(' | '\n' | '–') || c.is_ascii_digit();
    text.split(ends).next().unwrap_or_default().trim()
}

/// A word of a text: where it ends, and its letters folded, without an apostrophe and an s.
struct Word {
    end: usize,
    folded: String,
    capital: bool,
}

fn split(text: &str) -> Vec<Word> {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_letter(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or_default();
                let core = word.strip_suffix("’s").or(word.strip_suffix("'s")).unwrap_or(word);
                let capital = core.starts_with(char::is_uppercase);
                words.push(Word { end: at, folded: folded(core), capital });
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn words_of(name: &str) -> Vec<String> {
    let words = split(name).into_iter().map(|word| word.folded);
    words.filter(|word| !TITLES.contains(&word.as_str())).collect()
}

/// Where names end in a text, each with the place of the person among the parties.
fn occurrences(text: &str, parties: &[ThirdParty], child: &[String]) -> Vec<(usize, usize)> {
    let words = split(text);
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let whole = |party: &ThirdParty| {
            rest.len() >= party.words.len()
                && party.words.iter().zip(rest).all(|(name, word)| *name == word.folded)
        };
        let part = |party: &ThirdParty| {
            party.by_one_word
                && first.capital
                && first.folded.chars().count() > 2
                && party.words.contains(&first.folded)
                && !child.contains(&first.folded)
        };
        if let Some(at) = parties.iter().position(whole) {
            let length = parties.get(at).map_or(1, |party| party.words.len()).max(1);
            let (taken, after) = rest.split_at(length.min(rest.len()));
            found.extend(taken.last().map(|word| (word.end, at)));
            rest = after;
        } else {
            found.extend(parties.iter().position(part).map(|at| (first.end, at)));
            rest = after;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::disclosure::everything;
    use crate::domain::profile::Profile;

    fn case() -> Case {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna Nowak");
        case.people = vec![
            Person { name: "Anna Nowak".into(), party: Party::Child, ..Person::default() },
            Person {
                id: crate::domain::people::RowId(2),
                name: "Ms Halina Nowak".into(),
                party: Party::Parent,
                role: "mother".into(),
                ..Person::default()
            },
        ];
        case.preparation.home_contact = "Björn Castellane, 020 7946 0202".into();
        case.commitments.push(crate::domain::plan::Commitment {
            who: "Halina Nowak".into(),
            what: "Halina’s sister rings Mr Castellane, and Anna Nowak knows.".into(),
            ..Default::default()
        });
        case
    }

    #[test]
    fn each_person_is_found_once_with_every_place_and_the_child_is_none() {
        let profile: Profile =
            ron::from_str(include_str!("../profiles/southwark.ron")).expect("the profile reads");
        let case = case();
        let found = third_parties(&case, &everything(&case, &profile));
        let names: Vec<(&str, usize)> =
            found.iter().map(|party| (party.name.as_str(), party.count())).collect();
        assert_eq!(names, [("Björn Castellane", 1), ("Ms Halina Nowak", 3)]);
        assert_eq!(found[1].role, "parent or carer, mother");
    }

    #[test]
    fn a_mark_follows_each_name_and_no_word_is_changed() {
        let parties = third_parties(&case(), &[]);
        let text = "Halina’s sister, Halina Nowak, Björn CASTELLANE; Anna Nowak and the hall.";
        let marked = marked(text, &parties, "Anna Nowak");
        assert_eq!(
            marked,
            "Halina’s [third party: Ms Halina Nowak] sister, Halina Nowak [third party: Ms Halina Nowak], Björn CASTELLANE [third party: Björn Castellane]; Anna Nowak and the hall."
        );
    }
}
