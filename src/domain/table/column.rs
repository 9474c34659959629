//! The cells of rows: their names, the words beside them, and when they are filled in.

use serde::{Deserialize, Serialize};

use super::Table;
use crate::domain::date::Toward;
use crate::domain::slot::Audience;

/// Declares the columns with the words beside their cells.
macro_rules! columns {
    ($($column:ident = $label:literal;)*) => {
        /// One cell of a row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Column {
            $(#[doc = concat!("“", $label, "”.")] $column,)*
        }

        impl Column {
            /// Every column.
            pub const ALL: &'static [Self] = &[$(Self::$column),*];

            /// The words beside the cell.
            pub fn label(self) -> &'static str {
                match self { $(Self::$column => $label,)* }
            }
        }
    };
}

columns! {
    Name = "Name";
    Party = "Speaks for";
    Role = "Role";
    Organisation = "Organisation";
    Here = "Here";
    Responsibility = "Parental responsibility";
    Contact = "Telephone or e-mail";
    InvitedOn = "Invited on";
    InvitedBy = "Invited by";
    Reply = "Reply";
    InformedOn = "Move explained on";
    InformedBy = "Explained by";
    Language = "Language";
    Interpreter = "Interpreter";
    Duties = "Own duties explained";
    Advice = "Independent advice offered";
    Answer = "Answer";
    Way = "Given";
    AnsweredOn = "On";
    AnsweredTo = "Wording";
    What = "What";
    Effect = "With what effect";
    Line = "Line";
    Circulate = "Who may read it";
    Heading = "Heading";
    Baseline = "Now";
    Number = "Target number";
    Unit = "Unit";
    Measured = "How measured";
    Often = "How often";
    ByWhom = "By whom";
    Side = "For";
    Who = "Who";
    Timing = "By or from";
    Due = "Date";
    Kept = "What became of it";
    Label = "Review";
    On = "On";
    At = "Time";
    Place = "Place";
    Held = "Held on";
    Seen = "Was the child seen?";
    NotSeenWhy = "If not, why";
    Decision = "What was decided";
    Reason = "Reason";
    Detail = "In a few words";
    Aspect = "What is different";
    How = "How";
    State = "State";
    Note = "Note";
    Since = "Since";
    Doing = "Doing what";
    Again = "Meets again on";
    Resumed = "Resumed on";
    Weeks = "School weeks";
    Value = "Reading";
    NewNumber = "New target number";
    HomeAgrees = "Home school agreed on";
    NewAgrees = "New school agreed on";
    ParentsAgree = "Parents agreed on";
    LeadAgrees = "Lead agreed on";
    Done = "Done on";
    FollowsOn = "Follows on";
    To = "To";
    Document = "Document";
    Sent = "How";
    SentOn = "Sent on";
}

impl Column {
    /// Whether the cell is filled in after the meeting, and so stays open when it is closed.
    pub fn follows_up(self) -> bool {
        matches!(self, Self::Kept | Self::Held)
    }

    /// On which side a day without a year is looked for.
    pub fn toward(self) -> Toward {
        match self {
            Self::AnsweredOn
            | Self::Held
            | Self::InvitedOn
            | Self::InformedOn
            | Self::HomeAgrees
            | Self::NewAgrees
            | Self::ParentsAgree
            | Self::LeadAgrees
            | Self::Resumed
            | Self::Done
            | Self::SentOn => Toward::Back,
            _ => Toward::Ahead,
        }
    }
}

impl Table {
    /// Who may read its rows.
    pub fn audience(self) -> Audience {
        match self {
            Self::Reasons
            | Self::Overrides
            | Self::Evidence
            | Self::Adjournments
            | Self::FollowUps
            | Self::Sends => Audience::Working,
            _ => Audience::Agreed,
        }
    }

    /// Whether its rows belong to other rows or to checks, so that none is added by hand.
    pub fn follows_others(self) -> bool {
        matches!(
            self,
            Self::Overrides | Self::Attendances | Self::Readings | Self::Updates | Self::Amendments
        )
    }

    /// Whether the rows of this table record what is done before or after the meeting, so that they
    /// stay open when it is closed.
    pub fn follows_up(self) -> bool {
        matches!(
            self,
            Self::Evidence
                | Self::Overrides
                | Self::Adjournments
                | Self::Extensions
                | Self::Attendances
                | Self::Readings
                | Self::Updates
                | Self::Amendments
                | Self::FollowUps
                | Self::Sends
        )
    }
}
