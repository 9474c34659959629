//! How long a case is kept, and what keeps it from being erased (domain notes, section 3.8).

use chrono::{Days, Months};

use super::case::Case;
use super::checks::Place;
use super::date::{Date, long};
use super::due::{Due, DueKind};
use super::profile::Profile;
use super::slot::{Fact, Slot};

/// So many days before its time is over, it is told that a case will soon be erased.
const NEAR: u64 = 28;

/// Until when a case is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Until this day.
    Until(Date),
    /// The date of birth is not recorded, from which it would be counted.
    BirthMissing,
}

impl Kept {
    /// Whether the time is over.
    pub fn is_over(self, today: Date) -> bool {
        matches!(self, Self::Until(day) if day <= today)
    }
}

impl Case {
    /// Until when the case is kept under its protocol.
    pub fn kept(&self, profile: &Profile) -> Kept {
        let until = || {
            let months = profile.retention.years_from_birth.checked_mul(12)?;
            self.child.born.day()?.checked_add_months(Months::new(months))
        };
        until().map_or(Kept::BirthMissing, Kept::Until)
    }

    /// Whether it must not be erased for now.
    pub fn is_held(&self) -> bool {
        !self.hold.is_blank()
    }

    /// Until when the case is kept and on what that rests, in words for the form.
    pub fn kept_in_words(&self, profile: &Profile) -> String {
        let years = profile.retention.years_from_birth;
        let until = match self.kept(profile) {
            Kept::Until(day) => format!("Kept until {}: {years} years from birth.", long(day)),
            Kept::BirthMissing => {
                format!(
                    "Kept for {years} years from birth; until when is not known, because the date of birth is missing."
                )
            }
        };
        format!("{until} {}", profile.retention.basis.trim())
    }

    /// The end of the time for which the case is kept, once it is near or over.
    pub(super) fn retention_due(&self, profile: &Profile, today: Date) -> Option<Due> {
        let Kept::Until(on) = self.kept(profile) else { return None };
        let near = today.checked_add_days(Days::new(NEAR)).unwrap_or(today);
        let words = match (self.is_held(), on <= today) {
            (true, _) => {
                "The time for which this case is kept is over or ends soon, and it is held: see whether it still must be"
            }
            (false, true) => {
                "The time for which this case is kept is over: erase it, or hold it and say why"
            }
            (false, false) => {
                "The time for which this case is kept ends soon: see whether anything speaks against erasing it"
            }
        };
        let place = Place::Slot(Slot::Fact(Fact::Hold));
        (on <= near).then(|| self.due(on, DueKind::Retention, words, "", place))
    }
}
