//! What is done after a meeting: steps to take, and copies sent (R81–R86).

use chrono::Days;
use serde::{Deserialize, Serialize};

use super::choice::choices;
use super::date::{Date, When};
use super::people::RowId;
use super::review::is_default;
use super::text::Text;

choices! {
    /// How a copy was handed over (R82; Southwark).
    Sent {
        NotYet = "not sent yet",
        ByHand = "by hand",
        Email = "by email",
        Post = "by post",
    }
}

/// A step to take after a meeting (R81–R86).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FollowUp {
    /// The row's number.
    pub id: RowId,
    /// The key under which the protocol lists it; blank for one that was added.
    pub key: Text,
    /// The day of that from which it follows; blank for one that was added.
    #[serde(skip_serializing_if = "is_default")]
    pub since: When,
    /// What is to be done.
    pub what: Text,
    /// Who does it.
    pub who: Text,
    /// By when.
    pub due: When,
    /// When it was done.
    pub done: When,
    /// What is to be said about it: a receipt, a reason.
    pub note: Text,
}

/// A copy of a document for one recipient (R82; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Send {
    /// The row's number.
    pub id: RowId,
    /// Who receives it.
    pub to: Text,
    /// Which document, with its number.
    pub document: Text,
    /// By when it is to be sent.
    #[serde(skip_serializing_if = "is_default")]
    pub due: When,
    /// How it was handed over.
    pub sent: Sent,
    /// When.
    pub on: When,
}

/// How a step or a copy stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is done.
    Done,
    /// It is not done, and its day has passed.
    Overdue,
    /// It is not done, and its day is near.
    Soon,
    /// It is not done, and there is time, or no day is fixed.
    Open,
}

/// How near a day counts as soon, in days.
const SOON: u64 = 7;

impl Standing {
    fn of(done: bool, due: &When, today: Date) -> Self {
        let near = today.checked_add_days(Days::new(SOON)).unwrap_or(today);
        match due.day() {
            _ if done => Self::Done,
            Some(due) if due < today => Self::Overdue,
            Some(due) if due <= near => Self::Soon,
            _ => Self::Open,
        }
    }

    /// The words for it; none for what has time.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Overdue => "! overdue",
            Self::Soon => "due soon",
            Self::Open => "",
        }
    }
}

impl FollowUp {
    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        !self.done.is_blank()
    }

    /// How it stands.
    pub fn standing(&self, today: Date) -> Standing {
        Standing::of(self.is_done(), &self.due, today)
    }
}

impl Send {
    /// Whether it was sent.
    pub fn is_sent(&self) -> bool {
        !self.sent.is_blank() || !self.on.is_blank()
    }

    /// How it stands.
    pub fn standing(&self, today: Date) -> Standing {
        Standing::of(self.is_sent(), &self.due, today)
    }
}

impl Sent {
    /// The next way of handing a copy over, the most usual first, round and round.
    pub fn next_way(self) -> Self {
        match self {
            Self::NotYet | Self::Post => Self::Email,
            Self::Email => Self::ByHand,
            Self::ByHand => Self::Post,
        }
    }
}
