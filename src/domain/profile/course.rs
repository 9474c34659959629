//! How long a move is watched, and when it is reviewed.

use serde::{Deserialize, Serialize};

use super::Profile;
use crate::domain::calendar::{CountStub, Course, ReviewWeek};

/// A review that every new case has (R77, R78). Weeks are school weeks, counted from the first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedReview {
    /// What it is called: "Week 4 review".
    pub label: String,
    /// The week in which it is due.
    pub week: u32,
    /// The first week in which it may be held instead.
    pub earliest: u32,
    /// The last week in which it may be held instead.
    pub latest: u32,
}

/// By how many school weeks a move may be extended (R79).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The fewest.
    pub shortest: u32,
    /// The most.
    pub longest: u32,
}

/// Whether a first week of one or two days of attendance is week 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartialFirstWeek {
    /// It is asked.
    Ask,
    /// It is.
    Count,
    /// It is not.
    Skip,
}

impl From<PartialFirstWeek> for CountStub {
    fn from(rule: PartialFirstWeek) -> Self {
        match rule {
            PartialFirstWeek::Ask => Self::Ask,
            PartialFirstWeek::Count => Self::Yes,
            PartialFirstWeek::Skip => Self::No,
        }
    }
}

impl Profile {
    /// The weeks in which a move is reviewed and may be extended; `None` when the protocol fixes no
    /// length, and reviews are agreed freely.
    pub fn course(&self) -> Option<Course> {
        let length = self.length_weeks?;
        let week = |planned: &PlannedReview| ReviewWeek {
            week: planned.week,
            earliest: planned.earliest,
            latest: planned.latest,
        };
        Some(Course {
            reviews: self.review_plan.iter().map(week).collect(),
            length,
            extension: self.extension.map(|by| by.shortest..=by.longest),
        })
    }
}
