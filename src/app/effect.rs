//! Effects: what the program asks the outside world to do, and what the world answers.

use std::path::PathBuf;
use std::sync::Arc;

use super::Going;
use super::reviewing::Closes;
use crate::domain::bookmark::Bookmark;
use crate::domain::case::{Case, CaseId, Reviewed};
use crate::domain::date::Date;
use crate::domain::due::Due;
use crate::domain::reference::{Reference, UnknownProtocol};
use crate::export::{ExportError, Missing, NotYet, Wanted};
use crate::store::{
    Entry, Hold, Holder, Other, Passphrase, Past, Restored, Shortage, StoreError, Version,
};

/// Something to be done outside, in the order in which it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open the cases with the key of the user.
    Unlock(Passphrase),
    /// Let go of the key, so that the passphrase is needed again.
    Lock,
    /// Read protocols and term dates again.
    LookUp,
    /// Read every case.
    List,
    /// Read every case for what falls due.
    Due,
    /// Read a case for the preview.
    Peek(CaseId),
    /// Read a case and open it for the meeting.
    Open(CaseId),
    /// Give the terminal back and stand still, once everything is stored, until told to go on.
    Suspend,
    /// Send words to the clipboard of the terminal; of which case, if one is open.
    SendToTerminal(Option<CaseId>, String),
    /// Words of a case were sent there.
    Copied(CaseId),
    /// The case is no longer on the screen.
    Leave(CaseId),
    /// Look whether somebody else still has a case open, and what they stored since this version.
    Watch {
        /// The case.
        id: CaseId,
        /// The version that is shown.
        known: Version,
    },
    /// Read a case and show it in the review.
    Visit(CaseId),
    /// Read every state that a case has and had.
    States(CaseId),
    /// Put the state with this number in place of what stands.
    Restore(CaseId, u32),
    /// Store a new case.
    Create(Box<Case>),
    /// Store a case whose stored version is `expected`.
    Save {
        /// The case as it is now.
        case: Box<Case>,
        /// What is stored, as far as we know.
        expected: Version,
        /// The revision of the case, to know which words are stored.
        revision: u64,
        /// What becomes of the words beside it.
        beside: Beside,
        /// Versions to keep in the history for good, before anything is replaced.
        aside: Vec<Case>,
        /// Where somebody is in it, to be kept once it is stored.
        bookmark: Box<Bookmark>,
    },
    /// Keep where somebody is in a case, or let go of that. Nobody is told if it cannot be done.
    Mark {
        /// The case.
        id: CaseId,
        /// What is stored.
        version: Version,
        /// Where somebody is, if that is to be kept.
        bookmark: Option<Box<Bookmark>>,
    },
    /// Read what somebody else stored, to bring it together with the words here.
    Meet(CaseId),
    /// Read the other versions that lie beside a case, to bring one in.
    BringIn(CaseId),
    /// Move a version that was brought in to the history of its case, by its name.
    PutAway(CaseId, String),
    /// Keep a case beside what is stored, because it cannot be stored in its place for now.
    Shelter {
        /// The case as it is here.
        case: Box<Case>,
        /// The revision of the case.
        revision: u64,
    },
    /// Write a case whole to a new file outside, because it can be stored nowhere.
    SaveOutside {
        /// The case as it is here.
        case: Box<Case>,
        /// The revision of the case.
        revision: u64,
        /// Where to; relative to the folder in which the program was started.
        path: PathBuf,
        /// Where we go afterwards.
        going: Going,
    },
    /// Add a verdict to a case, whatever else changed in it.
    Verdict(CaseId, Reviewed),
    /// Take a verdict out of a case.
    TakeBack(CaseId, Reviewed),
    /// Say which characters the document that closing makes could not print.
    Proof(Box<Case>, Closes),
    /// Make the document of the meeting or of a review, store it, and store the case with that closed:
    /// all or nothing.
    Close {
        /// What is closed.
        closes: Closes,
        /// The case, still open.
        case: Box<Case>,
        /// What is stored, as far as we know.
        expected: Version,
        /// The revision of the case.
        revision: u64,
    },
    /// Write a copy of a document to a path.
    Export {
        /// The case.
        case: Box<Case>,
        /// Which document.
        wanted: Wanted,
        /// Where to; relative to the folder in which the program was started.
        path: PathBuf,
        /// What to do about characters that the PDF cannot print.
        missing: Missing,
    },
    /// Erase a case for good.
    Erase(CaseId),
    /// Draw the whole screen again.
    Redraw,
    /// Leave for the invented cases.
    Practise,
    /// Leave.
    Quit,
}

/// A case that was read to be opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The case.
    pub case: Box<Case>,
    /// What is stored.
    pub version: Version,
    /// Whether it is held here.
    pub hold: Hold,
    /// How many other versions lie beside it.
    pub others: usize,
    /// Where somebody was in it, if it is held here and that was kept.
    pub bookmark: Option<Box<Bookmark>>,
}

/// What becomes of the words that are kept beside a case when it is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Beside {
    /// There are none.
    Nothing,
    /// These: some of them are not in the case yet, because theirs stand there until it is decided.
    Keep(Box<Case>),
    /// All are in the case now.
    End,
}

/// Why a meeting was not closed or a document not written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DocumentError {
    /// The document could not be made.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Something is missing before it can be made.
    #[error(transparent)]
    NotYet(#[from] NotYet),
    /// The protocol is not known, whose words the document would need.
    #[error(transparent)]
    Protocol(#[from] UnknownProtocol),
    /// Something could not be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept is no longer what was made.
    #[error(
        "The file {0} is not what was made when it was closed, so no copy was written. It was left as it is: compare it with a copy that was given out."
    )]
    NotAsMade(String),
    /// The copy could not be written where it was asked for.
    #[error("The document was not written to {place}: {reason}.")]
    Output {
        /// The place.
        place: String,
        /// Why, and what to do.
        reason: String,
    },
}

/// What falls due in all cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueFound {
    /// Everything, the earliest first.
    pub due: Vec<Due>,
    /// How many cases could not be read.
    pub unread: usize,
}

/// Every state that a case has and had.
#[derive(Clone, Debug)]
pub struct StatesFound {
    /// What stands, or why it cannot be read.
    pub standing: Result<Box<Case>, StoreError>,
    /// What stood before, in that order; each with its words, or why they cannot be read.
    pub pasts: Vec<(Past, Result<Box<Case>, StoreError>)>,
}

/// What the outside world answers.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The cases were opened with the key of the user, or not.
    Unlocked(Result<(), StoreError>),
    /// Protocols or term dates are other than they were, or could not be read at all.
    LookedUp(Result<Arc<Reference>, StoreError>),
    /// Some cases were read.
    Found(Vec<Entry>),
    /// All cases were read.
    Listed(Result<(), StoreError>),
    /// All cases were read for what falls due.
    Due(Result<DueFound, StoreError>),
    /// A case was read for the preview.
    Peeked(CaseId, Result<Box<Case>, StoreError>),
    /// A case was read for the meeting.
    Opened(CaseId, Result<Opened, StoreError>),
    /// Whether somebody else still has a case open, and what they stored meanwhile.
    Watched {
        /// Which case.
        id: CaseId,
        /// Who has it; `None` when it is left.
        holder: Option<Holder>,
        /// The case as it is now, where it is another one.
        news: Option<(Box<Case>, Version)>,
    },
    /// The other versions that lie beside a case.
    BroughtIn(CaseId, Vec<Other>),
    /// A version that was brought in is in the history now, or not.
    PutAway(CaseId, Result<(), StoreError>),
    /// What somebody else stored was read, or could not be.
    Met(CaseId, Result<(Box<Case>, Version), StoreError>),
    /// A case was read for the review.
    Visited(CaseId, Result<(Box<Case>, Version), StoreError>),
    /// The states of a case were read.
    States(CaseId, Result<StatesFound, StoreError>),
    /// An earlier state was put back, or not.
    Restored(CaseId, Result<Restored, StoreError>),
    /// A new case was stored.
    Created(Result<(Box<Case>, Version), StoreError>),
    /// A case was stored, or not.
    Saved {
        /// Which case.
        id: CaseId,
        /// Which revision.
        revision: u64,
        /// The version stored.
        result: Result<Version, StoreError>,
    },
    /// A case was kept beside what is stored, or not.
    Sheltered {
        /// Which case.
        id: CaseId,
        /// Which revision.
        revision: u64,
        /// Where it lies.
        result: Result<PathBuf, StoreError>,
    },
    /// A case was written whole to a new file outside, or not.
    SavedOutside {
        /// Which case.
        id: CaseId,
        /// Which revision.
        revision: u64,
        /// The path that was asked for.
        asked: PathBuf,
        /// Where we go afterwards.
        going: Going,
        /// Where it lies.
        result: Result<PathBuf, StoreError>,
    },
    /// The disk is full and words are stored in the reserve; `None` when there is room again.
    Shortage(Option<Shortage>),
    /// A verdict was added or taken out, or not.
    Judged {
        /// Which case.
        id: CaseId,
        /// The verdict.
        reviewed: Reviewed,
        /// Whether it is stored.
        result: Result<(), StoreError>,
    },
    /// The characters that could not be printed, as sentences.
    Proofed(CaseId, Vec<String>),
    /// The meeting or a review was closed, or not.
    Closed {
        /// What.
        closes: Closes,
        /// Which case.
        id: CaseId,
        /// Which revision.
        revision: u64,
        /// The case as closed, its version, and where the agreement lies.
        result: Result<(Box<Case>, Version, PathBuf), DocumentError>,
    },
    /// A copy of a document was written, or not.
    Exported {
        /// Which case.
        case: Box<Case>,
        /// Which document.
        wanted: Wanted,
        /// The path that was asked for.
        asked: PathBuf,
        /// Where it lies.
        result: Result<PathBuf, DocumentError>,
    },
    /// A case was erased, of which this is the certificate, or not.
    Erased(CaseId, Result<String, StoreError>),
    /// Something that was done could not be told in the audit trail yet.
    Untold(StoreError),
}

/// The moment of a message: read once, outside, and handed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Milliseconds since the program started; never goes back.
    pub since_start: u64,
    /// The wall clock, for showing and for dates.
    pub wall: chrono::NaiveDateTime,
}

impl Now {
    /// The day.
    pub fn today(&self) -> Date {
        self.wall.date()
    }
}
