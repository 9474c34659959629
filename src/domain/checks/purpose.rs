//! For which closing the checks are looked at.

use crate::domain::case::{Case, IssuedKind};

/// For which closing something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Closing the set-up meeting with an agreement.
    SetUp,
    /// Closing the set-up meeting with the record of a redirection (R88).
    Redirection,
    /// Closing a review.
    Review,
    /// Ending the case.
    End,
}

impl Purpose {
    /// What is to be closed next in a case: its end while an outcome is recorded, unless what was
    /// made of the meeting is being corrected.
    pub fn of(case: &Case) -> Self {
        let is_corrected = !case.is_closed() && !case.issued.is_empty();
        match () {
            () if !case.outcome.is_blank() && !is_corrected => Self::End,
            () if case.review_under_way().is_some() => Self::Review,
            () => Self::of_meeting(case),
        }
    }

    /// With what the set-up meeting is closed: with the record of a redirection once it is recorded
    /// where the case belongs.
    pub fn of_meeting(case: &Case) -> Self {
        match case.issues() {
            IssuedKind::Agreement => Self::SetUp,
            IssuedKind::Redirection => Self::Redirection,
        }
    }

    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::SetUp => "set-up",
            Self::Redirection => "redirection",
            Self::Review => "review",
            Self::End => "end",
        }
    }
}
