//! Why a command failed: one sentence for a person, one number for a script.
//!
//! The numbers are a promise, listed in `--help`; they never change their meaning.

use crate::domain::calendar::NotCounted;
use crate::domain::case::CaseId;
use crate::domain::date::DateError;
use crate::domain::reference::UnknownProtocol;
use crate::domain::report::NotASchoolYear;
use crate::export::NotYet;
use crate::runtime::RunError;
use crate::store::archive::ArchiveError;
use crate::store::calendars::CalendarError;
use crate::store::profiles::ProfileError;
use crate::store::reference::NotKept;
use crate::store::{KeyTrouble, StoreError};

/// Everything went well.
pub(super) const FINE: u8 = 0;
/// Something stops the meeting from being closed.
pub(super) const BLOCKED: u8 = 1;
/// The command line was not understood.
pub(super) const USAGE: u8 = 2;
const NO_CASE: u8 = 3;
const DAMAGED: u8 = 4;
const STORE: u8 = 5;
const OUTPUT: u8 = 6;
const NO_TERMINAL: u8 = 7;
const UNPRINTABLE: u8 = 8;
const FAULT: u8 = 9;
const LOCKED: u8 = 10;

#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("There is no case {0} in {1}: `convenor list --all` shows what is there.")]
    NoCase(CaseId, String),
    #[error(
        "There is no case “{0}”: a reference looks like MM-2026-014, and `convenor list --all` shows them."
    )]
    NoReference(String),
    #[error(
        "The file {1} of {0} is not what was made when it was closed. It was left as it is: compare it with a copy that was given out."
    )]
    NotAsIssued(CaseId, String),
    #[error("{0}")]
    Key(#[from] KeyTrouble),
    #[error(
        "The key has a passphrase. Type it at a terminal, or name a file with it by --passphrase-file PATH."
    )]
    NoPassphrase,
    #[error("{0} gave no passphrase: {1}.")]
    NoPassphraseFile(String, String),
    #[error(
        "The passphrase is too short: take at least 12 characters, such as five words. Nothing was changed."
    )]
    ShortPassphrase,
    #[error("The two passphrases are not the same. Nothing was changed.")]
    OtherPassphrase,
    #[error(
        "Without a recovery key a forgotten passphrase loses every case. Give the one of your authority with --recovery age1…, or make one with `convenor keys new PATH`, or say --no-recovery."
    )]
    NoRecovery,
    #[error("Nobody could be asked. Say --yes to decrypt every case.")]
    NotAgreed,
    #[error("There is no folder for your data. Name one with --sessions DIR.")]
    NoHome,
    #[error("The practice cases could not be made: {0}.")]
    NoPractice(String),
    #[error("{0} was not written: {1}.")]
    NotWritten(String, String),
    #[error("A PDF is not for the terminal. Name a file with --output PATH, or use --format text.")]
    PdfToTerminal,
    #[error("The full screen needs a terminal. For a script, use list, show, check or export.")]
    NoTerminal,
    #[error("{0}")]
    Screen(#[from] RunError),
    #[error("{0}")]
    NotYet(#[from] NotYet),
    #[error("{0}")]
    Unprintable(String),
    #[error("{0}")]
    Document(String),
    #[error("There is no folder for your settings. Set XDG_CONFIG_HOME to one.")]
    NoSettings,
    #[error("--school needs the name of the school, as cases have it.")]
    NoSchool,
    #[error("{0}")]
    NotKept(#[from] NotKept),
    #[error("There is no protocol “{0}”. {1}")]
    NoProfile(String, String),
    #[error("The protocol {0} is your own: it stands in {1}.")]
    NotBuiltIn(String, String),
    #[error("{0}")]
    Profile(#[from] ProfileError),
    #[error("{0}")]
    Protocol(#[from] UnknownProtocol),
    #[error("{0}")]
    Calendar(#[from] CalendarError),
    #[error("{0}")]
    Archive(#[from] ArchiveError),
    #[error("“{0}” is no first day: {1}")]
    NoStart(String, DateError),
    #[error("“{0}” is no school year. {1}")]
    NoYear(String, NotASchoolYear),
    #[error(
        "Standard output can have the rows or the JSON, not both. Leave out --json, or name a file with --csv PATH."
    )]
    TwoOutputs,
    #[error("{0}{how}", how = how_to_answer(.0))]
    NotCounted(#[from] NotCounted),
    #[error("{0}")]
    NotReached(String),
    #[error("That is no record code: {0}.")]
    NoCode(String),
    #[error(
        "{0} was not erased, because nobody is there to be asked. For a script: --yes-erase {0}."
    )]
    NotAsked(CaseId),
    #[error("{0} was not erased: “{1}” is another reference.")]
    NotSure(CaseId, String),
    #[error(
        "{0} was not erased, because it cannot be read: whether it is held is not known. --damaged erases it all the same. {1}"
    )]
    NotErased(CaseId, StoreError),
    #[error("There is no certificate “{0}” here: a number looks like E-0001.")]
    NoCertificate(String),
}

/// How a script or a person answers what is asked.
fn how_to_answer(refused: &NotCounted) -> &'static str {
    match refused {
        NotCounted::Stub(_) => " Answer with --count-stub yes or --count-stub no.",
        NotCounted::Weekend { .. } | NotCounted::Closed { .. } | NotCounted::Outside { .. } => "",
    }
}

/// The number for what went wrong with keys.
fn of_key(trouble: &KeyTrouble) -> u8 {
    use KeyTrouble as T;
    match trouble {
        T::WrongPassphrase
        | T::NoKey
        | T::OtherKey
        | T::BadKey(_)
        | T::Changed
        | T::BadList
        | T::Locked => LOCKED,
        T::NoRecipient(_)
        | T::Twice(_)
        | T::Count(_)
        | T::Unknown(_)
        | T::InUse
        | T::On
        | T::Off => USAGE,
        T::Half(_) | T::Underway | T::NoSettings => STORE,
    }
}

impl Failure {
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::NoCase(..)
            | Self::NoReference(_)
            | Self::NoCertificate(_)
            | Self::NoProfile(..) => NO_CASE,
            Self::NotAsIssued(..)
            | Self::NotErased(..)
            | Self::Calendar(CalendarError::Damaged { .. })
            | Self::Profile(ProfileError::Damaged { .. })
            | Self::Protocol(_) => DAMAGED,
            Self::NoStart(..)
            | Self::NotBuiltIn(..)
            | Self::NoSchool
            | Self::NotCounted(_)
            | Self::NoYear(..)
            | Self::NoCode(_)
            | Self::NotAsked(_)
            | Self::NotSure(..)
            | Self::TwoOutputs
            | Self::NoRecovery
            | Self::NotAgreed
            | Self::ShortPassphrase
            | Self::OtherPassphrase => USAGE,
            Self::NotReached(_) | Self::NotYet(_) => BLOCKED,
            Self::Key(trouble)
            | Self::Store(StoreError::Key(trouble))
            | Self::Archive(ArchiveError::Store(StoreError::Key(trouble))) => of_key(trouble),
            Self::NoPassphrase
            | Self::NoPassphraseFile(..)
            | Self::Store(StoreError::Locked { .. })
            | Self::Archive(ArchiveError::Locked(_)) => LOCKED,
            Self::Store(StoreError::Missing { .. } | StoreError::NoState { .. })
            | Self::Archive(ArchiveError::NoCase(_) | ArchiveError::Empty(_)) => NO_CASE,
            Self::Store(
                StoreError::Damaged { .. } | StoreError::Newer { .. } | StoreError::Trail { .. },
            )
            | Self::Archive(ArchiveError::Refused { .. })
            | Self::Calendar(CalendarError::Unread(StoreError::Damaged { .. }))
            | Self::Profile(ProfileError::Unread(StoreError::Damaged { .. })) => DAMAGED,
            Self::Store(_)
            | Self::Archive(ArchiveError::Store(_) | ArchiveError::There { .. })
            | Self::Calendar(CalendarError::Unread(_))
            | Self::Profile(ProfileError::Unread(_))
            | Self::NoHome
            | Self::NoSettings
            | Self::NotKept(_)
            | Self::NoPractice(_) => STORE,
            Self::NotWritten(..) | Self::PdfToTerminal | Self::Document(_) => OUTPUT,
            Self::NoTerminal | Self::Screen(RunError::Terminal(_)) => NO_TERMINAL,
            Self::Screen(RunError::Unsaved(_) | RunError::Outside(_)) => STORE,
            Self::Screen(RunError::Fault(_)) => FAULT,
            Self::Unprintable(_) => UNPRINTABLE,
        }
    }
}
