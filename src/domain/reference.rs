//! What the program looks up: the protocols that it knows, and the term dates of schools.

use std::sync::Arc;

use super::calendar::Calendar;
use super::case::Case;
use super::profile::Profile;
use super::text::folded;

/// The most characters of a key that a sentence quotes.
const MOST_QUOTED: usize = 40;

/// What the program looks up. It is read again with the cases, for a file may be added meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The protocols.
    pub profiles: Profiles,
    /// The term dates, one calendar a school.
    pub calendars: Vec<Calendar>,
    /// What could not be read, a sentence each; it was left out.
    pub left_out: Vec<String>,
}

impl Reference {
    /// Knows protocols, and no term dates.
    pub fn of(profiles: Profiles) -> Self {
        Self { profiles, calendars: Vec::new(), left_out: Vec::new() }
    }

    /// The term dates of a school, by its name; capitals, accents and spaces make no difference.
    pub fn calendar_of(&self, school: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| same_school(calendar.name(), school))
    }
}

impl Reference {
    /// What is other than it was before, a sentence each, with what is newly left out; nothing when
    /// all is the same.
    pub fn news(&self, before: &Self) -> Vec<String> {
        let profiles = |all: &Self| -> Vec<(String, Arc<Profile>)> {
            let named = |profile: &Arc<Profile>| {
                (format!("The protocol {}", profile.title), Arc::clone(profile))
            };
            all.profiles.all().map(named).collect()
        };
        let calendars = |all: &Self| -> Vec<(String, Calendar)> {
            let named = |calendar: &Calendar| {
                (format!("The calendar of {}", calendar.school()), calendar.clone())
            };
            all.calendars.iter().map(named).collect()
        };
        let mut news = differing(&profiles(before), &profiles(self));
        news.extend(differing(&calendars(before), &calendars(self)));
        let left_out = self.left_out.iter().filter(|told| !before.left_out.contains(told));
        news.extend(left_out.cloned());
        news
    }
}

/// Which named things were added, changed or taken away.
fn differing<T: PartialEq>(before: &[(String, T)], now: &[(String, T)]) -> Vec<String> {
    let named = |all: &[(String, T)], name: &str| all.iter().position(|(other, _)| other == name);
    let mut news = Vec::new();
    for (name, thing) in now {
        match named(before, name).and_then(|at| before.get(at)) {
            None => news.push(format!("{name} was added.")),
            Some((_, old)) if old != thing => news.push(format!("{name} was changed.")),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|(name, _)| named(now, name).is_none());
    news.extend(gone.map(|(name, _)| format!("{name} was taken away.")));
    news
}

/// Whether two names are those of one school; one without a name is no other’s.
pub fn same_school(one: &str, other: &str) -> bool {
    let one = plain(one);
    !one.is_empty() && one == plain(other)
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    folded(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The protocols that are known; there is always one.
#[derive(Clone, Debug, PartialEq)]
pub struct Profiles {
    default: Arc<Profile>,
    others: Vec<Arc<Profile>>,
}

impl Profiles {
    /// The protocol of a new case, and the others. Of two with one key the first counts.
    pub fn new(default: Profile, others: Vec<Profile>) -> Self {
        let mut known = Self { default: Arc::new(default), others: Vec::new() };
        for other in others {
            if known.get(&other.key).is_none() {
                known.others.push(Arc::new(other));
            }
        }
        known
    }

    /// The protocol of a new case, unless another is chosen.
    pub fn default(&self) -> &Arc<Profile> {
        &self.default
    }

    /// Every protocol, the default first.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Arc<Profile>> {
        let count = 1 + self.others.len();
        (0..count).map(|at| match at.checked_sub(1).and_then(|at| self.others.get(at)) {
            Some(other) => other,
            None => &self.default,
        })
    }

    /// The protocol with this key.
    pub fn get(&self, key: &str) -> Option<&Arc<Profile>> {
        self.all().find(|profile| profile.key == key)
    }

    /// The protocol of a case, where nothing may stand in for it: for documents.
    ///
    /// # Errors
    /// When it is not known.
    pub fn own(&self, case: &Case) -> Result<&Arc<Profile>, UnknownProtocol> {
        self.get(&case.profile).ok_or_else(|| UnknownProtocol::of(case))
    }

    /// The protocol of a case. When it is not known, the default one stands in, under its own key:
    /// the checks find that, and nothing can be closed.
    pub fn of(&self, case: &Case) -> &Arc<Profile> {
        self.get(&case.profile).unwrap_or(&self.default)
    }
}

/// The protocol of a case is not known here. Its `Display` is a sentence for the facilitator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The protocol “{key}” of this case is not known here. Put its file into the profiles folder, which `convenor profile list` names."
)]
pub struct UnknownProtocol {
    key: String,
}

impl UnknownProtocol {
    /// That of a case.
    pub fn of(case: &Case) -> Self {
        Self { key: case.profile.chars().take(MOST_QUOTED).collect() }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::calendar::Span;
    use crate::domain::date::Date;

    fn calendar(name: &str) -> Calendar {
        let day = |day| Date::from_ymd_opt(2026, 9, day).unwrap();
        Calendar::new(name, vec![Span { first: day(1), last: day(30) }], Vec::new()).unwrap()
    }

    pub(in crate::domain) fn profiles() -> Profiles {
        Profiles::new(profile("southwark"), Vec::new())
    }

    fn profile(key: &str) -> Profile {
        let southwark: Profile =
            ron::from_str(include_str!("../profiles/southwark.ron")).expect("the profile reads");
        Profile { key: key.to_owned(), ..southwark }
    }

    #[test]
    fn a_school_is_found_however_its_name_is_typed() {
        let reference = Reference {
            calendars: vec![calendar("St Łucja’s School"), calendar("")],
            ..Reference::of(Profiles::new(profile("one"), Vec::new()))
        };
        for typed in ["St Łucja’s School", " st  lucja's school ", "ST ŁUCJA’S SCHOOL"] {
            let found = reference.calendar_of(typed).map(|found| found.name().to_string());
            assert_eq!(found.as_deref(), Some("St Łucja’s School"), "{typed}");
        }
        for typed in ["", "  ", "St Lucja"] {
            assert_eq!(reference.calendar_of(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_case_has_its_own_protocol_and_else_the_default_one_under_its_own_name() {
        let profiles = Profiles::new(profile("one"), vec![profile("two"), profile("one")]);
        let case = |key| Case::new("A".parse().unwrap(), key, "Zoë");
        assert_eq!(profiles.of(&case("two")).key, "two");
        assert_eq!(profiles.of(&case("three")).key, "one");
        let keys: Vec<&str> = profiles.all().map(|profile| profile.key.as_str()).collect();
        assert_eq!(keys, ["one", "two"]);
    }
}
