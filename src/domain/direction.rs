//! An off-site direction: what its notice to the parents must say (Education Act 2002, section 29A;
//! SI 2010/1156, regulation 3).

use serde::{Deserialize, Serialize};

use super::date::When;
use super::text::Text;

/// What the notice says. The first day is the case’s first day at the new school.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Direction {
    /// The address to which the child goes.
    pub address: Text,
    /// The person to whom the child reports.
    pub report_to: Text,
    /// The last day.
    pub last_day: When,
    /// How many days: a whole number.
    pub days: Text,
    /// When the morning session begins and ends.
    pub morning: Text,
    /// When the afternoon session begins and ends.
    pub afternoon: Text,
    /// Why.
    pub reasons: Text,
    /// What it is to achieve.
    pub objectives: Text,
    /// When the notice was given to the parents.
    pub notice_on: When,
    /// When it was given to the council, for a child with an EHCP.
    pub council_notice_on: When,
}
