//! What is done after a meeting: steps to take, and copies sent (R81–R86).

use serde::{Deserialize, Serialize};

use super::choice::choices;
use super::date::When;
use super::people::RowId;
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
    /// How it was handed over.
    pub sent: Sent,
    /// When.
    pub on: When,
}
