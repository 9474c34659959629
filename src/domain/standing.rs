//! Where a case stands: its stage, what happens next, what is late, and how old the child is.
//!
//! All of it follows from what is recorded; nothing here is stored.

use std::fmt;

use chrono::Datelike;

use super::case::{Case, Outcome, Phase, State, Stays, Year};
use super::date::Date;
use super::due::{Due, DueKind};
use super::people::RowId;
use super::plan::{Commitment, Target};
use super::profile::Profile;
use super::review::{Adjournment, Amendment, Decision};

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// No meeting is set yet.
    Preparing,
    /// The meeting has its day.
    Set,
    /// The meeting has begun.
    UnderWay,
    /// The meeting was broken off, to go on another day.
    Adjourned,
    /// The agreement is made.
    Agreed,
    /// The agreement is being corrected.
    Correcting,
    /// The agreement runs, and a review has begun.
    Reviewing,
    /// The agreement runs, and a review was held.
    Reviewed,
    /// The agreement runs for longer than first agreed.
    Extended,
    /// The case is over.
    Ended(Outcome),
}

impl Stage {
    /// The words for it.
    pub fn label(self) -> String {
        match self {
            Self::Preparing => "preparing".to_owned(),
            Self::Set => "meeting set".to_owned(),
            Self::UnderWay => "meeting under way".to_owned(),
            Self::Adjourned => "adjourned".to_owned(),
            Self::Agreed => "agreement made".to_owned(),
            Self::Correcting => "being corrected".to_owned(),
            Self::Reviewing => "running, review begun".to_owned(),
            Self::Reviewed => "running, reviewed".to_owned(),
            Self::Extended => "running, extended".to_owned(),
            Self::Ended(outcome) => format!("ended: {}", outcome.label()),
        }
    }

    /// One word for it, for the narrowest columns.
    pub fn word(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Set => "set",
            Self::UnderWay => "under way",
            Self::Adjourned => "adjourned",
            Self::Agreed => "agreed",
            Self::Correcting => "correcting",
            Self::Reviewing => "in review",
            Self::Reviewed => "reviewed",
            Self::Extended => "extended",
            Self::Ended(_) => "ended",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.label())
    }
}

/// What happens next in a case, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct NextDate {
    /// What it is: "meeting", "Week 4 review".
    pub what: String,
    /// The day.
    pub on: Date,
    /// Whether the day has passed.
    pub overdue: bool,
}

impl Case {
    /// The year group: as recorded, or from the date of birth at the time of the meeting.
    pub fn year(&self, today: Date) -> Year {
        if !self.child.year.is_blank() {
            return self.child.year;
        }
        let day = self.meeting.on.day().unwrap_or(today);
        self.child.born.day().map_or(Year::Unsaid, |born| year_at(born, day))
    }

    /// Infant, primary or secondary, if the age is known.
    pub fn phase(&self, today: Date) -> Option<Phase> {
        match self.year(today) {
            Year::Unsaid => None,
            Year::Reception | Year::Y1 | Year::Y2 => Some(Phase::Infant),
            Year::Y3 | Year::Y4 | Year::Y5 | Year::Y6 => Some(Phase::Primary),
            _ => Some(Phase::Secondary),
        }
    }

    /// How long the child stays: as decided, or as usual for the age (R49).
    pub fn stays(&self, profile: &Profile, today: Date) -> Option<Stays> {
        match self.childs_part.stays {
            Stays::Usual => self.phase(today).map(|phase| profile.child_stays.at(phase)),
            decided => Some(decided),
        }
    }

    /// A target as it stands on a day, with the day from which it does, if it was changed by then.
    pub fn changed_target(&self, id: RowId, day: Date) -> Option<(Target, Date)> {
        let changes = self.amendments.iter().filter(|row| row.target == id && row.counts());
        let last = changes.filter_map(Amendment::counts_from).filter(|from| *from <= day).max()?;
        Some((self.target_now(id, day)?, last))
    }

    /// Where the case stands.
    pub fn stage(&self) -> Stage {
        if self.is_ended() {
            return Stage::Ended(self.outcome);
        }
        match (self.state, self.issued.len()) {
            (State::Closed, _) if self.review_under_way().is_some() => Stage::Reviewing,
            (State::Closed, _) if self.was_extended() => Stage::Extended,
            (State::Closed, _) if self.reviews.iter().any(|review| !review.held.is_blank()) => {
                Stage::Reviewed
            }
            (State::Closed, _) => Stage::Agreed,
            (State::Open, 1..) => Stage::Correcting,
            (State::Open, 0) if self.adjourned().is_some() => Stage::Adjourned,
            (State::Open, 0) if self.meeting_has_begun() => Stage::UnderWay,
            (State::Open, 0) if self.meeting.on.day().is_some() => Stage::Set,
            (State::Open, 0) => Stage::Preparing,
        }
    }

    /// Whether a review gave more time.
    fn was_extended(&self) -> bool {
        let mut closed = self.reviews.iter().filter(|review| review.is_closed());
        closed.any(|review| review.decision == Decision::Extended)
    }

    /// The meeting has begun once the privacy line was read or somebody was asked to agree.
    fn meeting_has_begun(&self) -> bool {
        !self.meeting.privacy_read.is_blank()
            || self.people.iter().any(|person| !person.answer.is_blank())
    }

    /// What happens next, or should have happened: the earliest of everything that falls due.
    pub fn next_date(&self, today: Date) -> Option<NextDate> {
        let due = self.dates().into_iter().next()?;
        Some(NextDate { overdue: due.is_overdue(today), what: due.what, on: due.on })
    }

    /// The next meeting or review, if it has a day.
    pub fn next_gathering(&self) -> Option<Due> {
        let gathers = [DueKind::Meeting, DueKind::Adjourned, DueKind::Review];
        self.dates().into_iter().find(|due| gathers.contains(&due.kind))
    }

    /// The meeting as it was broken off, while it has not gone on (R53).
    pub fn adjourned(&self) -> Option<&Adjournment> {
        self.adjournments.iter().rev().find(|row| row.resumed.is_blank())
    }

    /// The commitments whose day is earlier and that are still owed, earliest first.
    pub fn overdue_commitments(&self, today: Date) -> Vec<&Commitment> {
        self.commitments_due(|due| due < today)
    }

    /// The commitments that fall due between today and `until`, earliest first.
    pub fn commitments_falling_due(&self, today: Date, until: Date) -> Vec<&Commitment> {
        self.commitments_due(|due| (today..=until).contains(&due))
    }

    fn commitments_due(&self, wanted: impl Fn(Date) -> bool) -> Vec<&Commitment> {
        let mut due: Vec<(Date, &Commitment)> = self
            .commitments
            .iter()
            .filter(|row| row.is_owed())
            .filter_map(|row| Some((row.due.day()?, row)))
            .filter(|(day, _)| wanted(*day))
            .collect();
        due.sort_by_key(|(day, _)| *day);
        due.into_iter().map(|(_, row)| row).collect()
    }
}

/// The year group in England of a child born on `born`, in the school year of `day`.
pub(super) fn year_at(born: Date, day: Date) -> Year {
    let school_year = |date: Date| date.year() - i32::from(date.month() < 9);
    let years = school_year(day) - school_year(born) - 5;
    usize::try_from(years).ok().and_then(|n| Year::ALL.get(n + 1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Issued, IssuedKind};
    use crate::domain::date::When;
    use crate::domain::review::Review;

    fn on(year: i32, month: u32, day: u32) -> Date {
        Date::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_year_group_follows_from_the_date_of_birth() {
        assert_eq!(year_at(on(2013, 2, 14), on(2026, 12, 1)), Year::Y9);
        assert_eq!(year_at(on(2010, 11, 20), on(2026, 12, 8)), Year::Y11);
        assert_eq!(year_at(on(2021, 9, 1), on(2027, 1, 1)), Year::Reception);
        assert_eq!(year_at(on(2025, 9, 1), on(2027, 1, 1)), Year::Unsaid);
    }

    #[test]
    fn a_review_that_was_not_held_is_overdue_the_day_after() {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.state = State::Closed;
        case.issued = vec![Issued {
            number: 1,
            on: on(2026, 12, 1),
            file: "agreement-1.pdf".into(),
            sha256: "".into(),
            kind: IssuedKind::Agreement,
            route: case.route,
            code: "".into(),
        }];
        case.reviews = vec![
            Review {
                label: "Week 12 review".into(),
                on: When::On(on(2027, 3, 16)),
                ..Review::default()
            },
            Review {
                label: "Week 4 review".into(),
                on: When::On(on(2027, 1, 12)),
                ..Review::default()
            },
        ];
        let next = case.next_date(on(2027, 1, 12)).unwrap();
        assert_eq!((next.what.as_str(), next.overdue), ("Week 4 review", false));
        assert!(case.next_date(on(2027, 1, 13)).unwrap().overdue);
        case.reviews[1].held = When::On(on(2027, 1, 13));
        assert_eq!(case.next_date(on(2027, 1, 13)).unwrap().what, "Week 12 review");
    }
}
