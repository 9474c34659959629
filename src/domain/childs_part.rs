//! When the child is in the room during the meeting (R49, R50; Southwark).

use super::case::{Case, Joins, Stays};
use super::date::Date;
use super::profile::{Part, Profile};

/// When the child is in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InRoom {
    /// From the beginning to the end.
    Throughout,
    /// From an item of the agenda on, by its place.
    From(usize),
    /// Some of the time; it is not said when.
    Partly,
    /// Not at all: the child is told afterwards.
    Never,
}

impl Case {
    /// When the child is in the room; `None` while neither the age nor a decision is known.
    pub fn child_in_room(&self, profile: &Profile, today: Date) -> Option<InRoom> {
        let stays = self.stays(profile, today);
        let said = self.childs_part.joins;
        let decided = !self.childs_part.stays.is_blank();
        match stays {
            Some(Stays::Throughout) if decided || said.is_blank() => Some(InRoom::Throughout),
            Some(Stays::ToldAfterwards) if decided || said.is_blank() => Some(InRoom::Never),
            Some(Stays::Part) if said.is_blank() => Some(InRoom::Partly),
            None if said.is_blank() => None,
            _ => Some(joining_item(profile, said).map_or(InRoom::Partly, InRoom::From)),
        }
    }
}

impl InRoom {
    /// Whether the child is there at an item of the meeting.
    pub fn is_there(self, item: usize) -> bool {
        match self {
            Self::Throughout => true,
            Self::From(first) => first <= item,
            Self::Partly | Self::Never => false,
        }
    }
}

/// The item before which a child joins: as said, or as usual in the protocol.
fn joining_item(profile: &Profile, joins: Joins) -> Option<usize> {
    let mut meeting =
        profile.agenda.iter().enumerate().filter(|(_, item)| item.part == Part::Meeting);
    let found = if let Some(number) = joins.number() {
        meeting.nth(number.checked_sub(1)?)
    } else {
        let key = profile.child_joins.as_deref()?;
        meeting.find(|(_, item)| item.key == key)
    };
    found.map(|(at, _)| at)
}

impl Joins {
    /// The number of the item, if one was said.
    fn number(self) -> Option<usize> {
        Some(match self {
            Self::Usual => return None,
            Self::Item2 => 2,
            Self::Item3 => 3,
            Self::Item4 => 4,
            Self::Item5 => 5,
            Self::Item6 => 6,
            Self::Item7 => 7,
            Self::Item8 => 8,
            Self::Item9 => 9,
            Self::Item10 => 10,
            Self::Item11 => 11,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Year;

    fn profile() -> Profile {
        ron::from_str(include_str!("../profiles/southwark.ron")).expect("the profile reads")
    }

    fn item(key: &str) -> InRoom {
        let profile = profile();
        InRoom::From(profile.agenda.iter().position(|item| item.key == key).unwrap())
    }

    #[test]
    fn the_age_says_when_the_child_is_there_until_somebody_decides() {
        let today = Date::from_ymd_opt(2026, 11, 22).unwrap();
        for (year, stays, joins, wanted) in [
            (Year::Unsaid, Stays::Usual, Joins::Usual, None),
            (Year::Y1, Stays::Usual, Joins::Usual, Some(InRoom::Never)),
            (Year::Y5, Stays::Usual, Joins::Usual, Some(item("commitments"))),
            (Year::Y9, Stays::Usual, Joins::Usual, Some(InRoom::Throughout)),
            (Year::Y5, Stays::Usual, Joins::Item2, Some(item("child"))),
            (Year::Y9, Stays::Usual, Joins::Item11, Some(item("readback"))),
            (Year::Y9, Stays::JoinsLater, Joins::Usual, Some(item("commitments"))),
            (Year::Y5, Stays::Throughout, Joins::Item2, Some(InRoom::Throughout)),
            (Year::Y9, Stays::Part, Joins::Usual, Some(InRoom::Partly)),
            (Year::Y9, Stays::Part, Joins::Item3, Some(item("parent"))),
            (Year::Y5, Stays::ToldAfterwards, Joins::Item3, Some(InRoom::Never)),
        ] {
            let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
            case.child.year = year;
            case.childs_part.stays = stays;
            case.childs_part.joins = joins;
            assert_eq!(case.child_in_room(&profile(), today), wanted, "{year:?} {stays:?}");
        }
    }
}
