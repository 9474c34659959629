//! Attendance in sessions, two a day: counts first, percentages beside them (R4; national
//! definitions of persistent and severe absence).
//!
//! Whole-number arithmetic only. Total functions: no text makes them fail.

use std::fmt;

use super::figures::whole;
use super::profile::Thresholds;
use super::screening::Screening;
use super::slot::Fact;

/// Sessions counted, which fit together: attended and missed by suspension are part of possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    possible: u32,
    attended: u32,
    suspended: u32,
}

/// Why what was typed is no count of sessions. Its `Display` is a sentence for the facilitator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCounted {
    /// Possible or attended is blank.
    #[error("How many sessions were possible, and how many attended, is not recorded yet.")]
    Blank(Fact),
    /// Something is no whole number.
    #[error("{}: “{typed}” is not a whole number. Write it in figures, such as 116.", fact.label())]
    NotANumber {
        /// Where.
        fact: Fact,
        /// What was typed.
        typed: String,
    },
    /// No session was possible.
    #[error("No session was possible, so nothing can be worked out. Count them again.")]
    NonePossible,
    /// More attended than possible.
    #[error("More sessions attended ({attended}) than possible ({possible}). Count them again.")]
    MoreAttended {
        /// How many attended.
        attended: u32,
        /// How many possible.
        possible: u32,
    },
    /// More missed by suspension than missed at all.
    #[error("More missed by suspension ({suspended}) than missed at all ({missed}). Count again.")]
    MoreSuspended {
        /// How many missed by suspension.
        suspended: u32,
        /// How many missed at all.
        missed: u32,
    },
}

impl NotCounted {
    /// Where it is mended.
    pub fn fact(&self) -> Fact {
        match self {
            Self::Blank(fact) | Self::NotANumber { fact, .. } => *fact,
            Self::NonePossible => Fact::Possible,
            Self::MoreAttended { .. } => Fact::Attended,
            Self::MoreSuspended { .. } => Fact::Suspended,
        }
    }
}

/// How much was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// Less than counts as persistent.
    Usual,
    /// Persistent.
    Persistent,
    /// Severe, which is persistent too.
    Severe,
}

impl Sessions {
    /// Counts that fit together.
    ///
    /// # Errors
    /// Says which do not, and why.
    pub fn new(possible: u32, attended: u32, suspended: u32) -> Result<Self, NotCounted> {
        if possible == 0 {
            return Err(NotCounted::NonePossible);
        }
        let Some(missed) = possible.checked_sub(attended) else {
            return Err(NotCounted::MoreAttended { attended, possible });
        };
        if suspended > missed {
            return Err(NotCounted::MoreSuspended { suspended, missed });
        }
        Ok(Self { possible, attended, suspended })
    }

    /// The sessions that were recorded. A blank number of sessions missed by suspension is none.
    ///
    /// # Errors
    /// Says what is missing, is no number or does not fit.
    pub fn recorded(screening: &Screening) -> Result<Self, NotCounted> {
        let read = |text: &str, fact: Fact| {
            whole(text).ok_or_else(|| NotCounted::NotANumber { fact, typed: text.to_owned() })
        };
        let possible = &screening.possible;
        let attended = &screening.attended;
        if possible.is_blank() {
            return Err(NotCounted::Blank(Fact::Possible));
        }
        if attended.is_blank() {
            return Err(NotCounted::Blank(Fact::Attended));
        }
        let suspended = match &screening.suspended {
            blank if blank.is_blank() => 0,
            typed => read(typed, Fact::Suspended)?,
        };
        Self::new(read(possible, Fact::Possible)?, read(attended, Fact::Attended)?, suspended)
    }

    /// Sessions that the child could have attended; never 0.
    pub fn possible(self) -> u32 {
        self.possible
    }

    /// Sessions attended.
    pub fn attended(self) -> u32 {
        self.attended
    }

    /// Sessions missed, suspension included.
    pub fn missed(self) -> u32 {
        self.possible - self.attended
    }

    /// The same child’s sessions as if those under suspension had not been; `None` when none are
    /// left.
    pub fn without_suspension(self) -> Option<Self> {
        let possible = self.possible.checked_sub(self.suspended).filter(|left| *left > 0)?;
        Some(Self { possible, suspended: 0, ..self })
    }

    /// How many were attended, in tenths of a per cent, rounded to the nearest.
    pub fn attended_tenths(self) -> u32 {
        tenths_of(self.attended, self.possible)
    }

    /// How many were missed, in tenths of a per cent, rounded to the nearest.
    pub fn missed_tenths(self) -> u32 {
        1000 - self.attended_tenths()
    }

    /// Whether so much was missed that it counts: worked out from the counts, not from a rounded
    /// figure.
    pub fn absence(self, thresholds: &Thresholds) -> Absence {
        let reaches = |percent: u32| {
            u64::from(self.missed()) * 100 >= u64::from(percent) * u64::from(self.possible)
        };
        if reaches(thresholds.severe_absence) {
            Absence::Severe
        } else if reaches(thresholds.persistent_absence) {
            Absence::Persistent
        } else {
            Absence::Usual
        }
    }

    /// Everything that follows from the counts, in one sentence.
    pub fn in_words(self, thresholds: &Thresholds) -> String {
        let mut words = format!("{self}");
        words.push_str(match self.absence(thresholds) {
            Absence::Usual => "",
            Absence::Persistent => ": persistent absence",
            Absence::Severe => ": severe absence",
        });
        if self.suspended == 0 {
            return words;
        }
        match self.without_suspension() {
            Some(without) => format!("{words}; without suspension {without}"),
            None => format!("{words}; every session was under suspension"),
        }
    }
}

impl fmt::Display for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = percent(self.attended_tenths());
        write!(f, "{} of {} sessions, {percent}", self.attended, self.possible)
    }
}

/// Tenths of a per cent as people write them: `93.1 %`.
pub fn percent(tenths: u32) -> String {
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// A part of a whole that is not 0 and not smaller, in tenths of a per cent, rounded to the nearest.
fn tenths_of(part: u32, whole: u32) -> u32 {
    let (part, whole) = (u64::from(part), u64::from(whole.max(1)));
    u32::try_from((part * 2000 + whole) / (2 * whole)).unwrap_or(1000).min(1000)
}
