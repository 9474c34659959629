//! The numbers of a protocol: which check blocks, by when, from which figure on, how long kept.

use serde::{Deserialize, Serialize};

use crate::domain::case::{Phase, Stays};
use crate::domain::checks::Level;
use crate::domain::plan::{Heading, Side};
use crate::domain::times;

/// What a check means under this protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckSetting {
    /// The name of the check, as `convenor check --json` gives it.
    pub check: String,
    /// What it means here.
    pub level: Setting,
}

/// How much a check weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// The meeting cannot be closed.
    Block,
    /// Worth a look; closing is possible.
    Warn,
    /// For information only: it counts for nothing.
    Note,
    /// It is not looked for.
    Off,
}

impl Setting {
    /// The level of what is found, unless it is not looked for.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Block => Some(Level::Block),
            Self::Warn => Some(Level::Warn),
            Self::Note => Some(Level::Note),
            Self::Off => None,
        }
    }
}

/// By when things are to be done, in school days. The seeds give hardly any of these figures; where
/// they give none, the figure is a proposal of ours or a national rule (domain notes, 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// How long before the meeting invitations go out (R40). Ours: the protocols say “ample”.
    pub invitation_notice: u32,
    /// Within how many days after it everybody has the typed copy (R82). Ours.
    pub copies: u32,
    /// How long before its start parents have the notice of an off-site direction
    /// (SI 2010/1156 reg. 3).
    pub direction_notice: u32,
    /// Within how many days of leaving the old roll the Common Transfer File goes (national).
    pub transfer_file: u32,
    /// Within how many days of the move the child protection file goes, from one designated
    /// safeguarding lead to the other (national).
    pub protection_file: u32,
    /// Within how many days of adding a pupil the council has the new-pupil return (SI 2024/208).
    pub new_pupil_return: u32,
}

/// From which figure on something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Absence that counts as persistent, in per cent of possible sessions (R4; national).
    pub persistent_absence: u32,
    /// Absence that counts as severe, in per cent of possible sessions (national).
    pub severe_absence: u32,
    /// Days of suspension that put a child of secondary age at risk of permanent exclusion
    /// (Southwark, chapter 1).
    pub suspension_days_secondary: u32,
    /// The same for a child of primary age.
    pub suspension_days_primary: u32,
    /// Over how many school terms these days are counted.
    pub terms: u32,
    /// The most pupils with one teacher in an infant class (SI 2012/10).
    pub infant_class: u32,
    /// The most branded items of uniform (Children’s Wellbeing and Schools Act 2026, section 35).
    pub branded_items: u32,
    /// The same at a secondary school where one of them is a tie.
    pub branded_items_with_tie: u32,
    /// From which month on a move in Year 11 is late in the school year (R90): 1 is January. Ours: the
    /// protocols say “late”.
    #[serde(default = "january")]
    pub year_11_late_from: u32,
}

/// What a protocol that does not say counts as late in Year 11.
fn january() -> u32 {
    1
}

/// When a school day begins and ends: `08:30`, `16:00` (R42; ours).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolDay {
    /// When it begins.
    pub begins: String,
    /// When it ends.
    pub ends: String,
}

impl SchoolDay {
    /// The fields that are no times of day or do not fit, each with what to do.
    pub(super) fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let (begins, ends) = (times::first(&self.begins), times::first(&self.ends));
        let none = "This is no time of day. Write it as 08:30.";
        let reversed = begins.zip(ends).is_some_and(|(begins, ends)| ends <= begins);
        let looked_at = [
            (begins.is_none(), "begins", none),
            (ends.is_none(), "ends", none),
            (reversed, "ends", "The school day ends before it begins. Look at both."),
        ];
        let wrong = looked_at.into_iter().filter(|(wrong, ..)| *wrong);
        wrong.map(|(_, field, sentence)| (field, sentence)).collect()
    }
}

/// How long a child stays at the meeting unless something else is decided (R49).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualStays {
    /// Of infant age.
    pub infant: Stays,
    /// Of primary age.
    pub primary: Stays,
    /// Of secondary age.
    pub secondary: Stays,
}

impl UsualStays {
    /// How long a child of this age stays.
    pub fn at(&self, phase: Phase) -> Stays {
        match phase {
            Phase::Infant => self.infant,
            Phase::Primary => self.primary,
            Phase::Secondary => self.secondary,
        }
    }
}

/// A target that is offered to begin with (R68, R69).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualTarget {
    /// What it is about.
    pub heading: Heading,
    /// Whether its number is the new school’s own attendance target.
    #[serde(default)]
    pub of_new_school: bool,
    /// What the number counts.
    #[serde(default)]
    pub unit: String,
    /// How it is measured.
    #[serde(default)]
    pub measured: String,
    /// How often.
    #[serde(default)]
    pub often: String,
}

/// How long a case is kept (domain notes, section 3.8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Until how many years after the child’s birth.
    pub years_from_birth: u32,
    /// On what that rests, in words.
    pub basis: String,
}

/// Something that is done after something else (R81–R86).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// The stable key.
    pub key: String,
    /// What is done, in words.
    pub label: String,
    /// Whose task it is.
    pub owner: Side,
    /// After what.
    pub after: Event,
    /// Within how many school days.
    pub within: Within,
    /// In which cases.
    #[serde(default)]
    pub only: Only,
}

/// In which cases a follow-up is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Only {
    /// In all.
    #[default]
    Always,
    /// Where the child was not at the meeting (R86; Southwark).
    ChildAway,
}

/// After what a follow-up falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Event {
    /// The set-up meeting was closed.
    MeetingClosed,
    /// A review was closed.
    ReviewClosed,
    /// The child’s first day at the new school.
    FirstDay,
    /// The day on which the child comes on the sole roll of the new school.
    RollChange,
    /// The case ended.
    CaseEnded,
}

/// Within how many school days: one of the deadlines, or a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Within {
    /// As the typed copies.
    Copies,
    /// As the Common Transfer File.
    TransferFile,
    /// As the child protection file.
    ProtectionFile,
    /// As the new-pupil return.
    NewPupilReturn,
    /// So many.
    Days(u32),
}

impl FollowUp {
    /// Within how many school days it is due.
    pub fn days(&self, deadlines: &Deadlines) -> u32 {
        match self.within {
            Within::Copies => deadlines.copies,
            Within::TransferFile => deadlines.transfer_file,
            Within::ProtectionFile => deadlines.protection_file,
            Within::NewPupilReturn => deadlines.new_pupil_return,
            Within::Days(days) => days,
        }
    }
}
