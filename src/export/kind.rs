//! The kinds of documents, by the names under which they are asked for.

use super::Format;
use crate::domain::case::{CaseId, IssuedKind};
use crate::domain::people::RowId;
use crate::domain::profile::Profile;
use crate::domain::slot::Slot;

/// Declares the kinds: key, title, short name, and for whom each is.
macro_rules! kinds {
    ($($(#[$meta:meta])* $kind:ident = $key:literal, $title:literal, $short:literal, $whom:literal;)*) => {
        /// A kind of document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$meta])* $kind,)*
        }

        impl Kind {
            /// Every kind, the most wanted first.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The short name, as the command line and the names of files have it.
            pub fn key(self) -> &'static str {
                match self { $(Self::$kind => $key,)* }
            }

            /// The name for people.
            pub fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)* }
            }

            /// The name at the foot of each page and in a title bar, which has little room.
            pub(super) fn short(self) -> &'static str {
                match self { $(Self::$kind => $short,)* }
            }

            /// For whom it is.
            pub fn for_whom(self) -> &'static str {
                match self { $(Self::$kind => $whom,)* }
            }
        }
    };
}

kinds! {
    /// What was agreed at the meeting (R67, R82).
    Agreement = "agreement", "Agreement", "Agreement", "for everyone who took part";
    /// What the meeting found when a managed move is not the way (R88).
    Redirection = "redirection", "Record of meeting and redirection", "Record of redirection", "in place of an agreement";
    /// What a review found and decided (R77, R78).
    Review = "review", "Record of a review", "Record of review", "for everyone who took part";
    /// What is to be known of a move by those who keep the rolls (R83).
    Admissions = "admissions", "Notice to the in-year admissions team", "Admissions notice", "for the council";
    /// What staff need to know, on one page (R81).
    Briefing = "briefing", "Staff briefing", "Staff briefing", "for staff of the new school";
    /// What the host of the meeting gets ready (R44).
    HostChecklist = "host-checklist", "Host checklist", "Host checklist", "for the school that hosts the meeting";
    /// The child’s own form (R38).
    Questionnaire = "questionnaire", "Child’s questionnaire", "Questionnaire", "for the child, on paper";
    /// What parents are told before they decide (R24, R28).
    Information = "information", "Parent information sheet", "Parent information", "for parents and carers";
    /// The notice that an off-site direction needs in law (SI 2010/1156, regulation 3).
    Direction = "direction", "Notice of off-site direction", "Direction notice", "for the parents";
    /// Why a move ends before its time, and what happens now.
    EarlyEnding = "early-ending", "Early-ending letter", "Early-ending letter", "for the parents";
    /// The agenda with room to write, where a screen is unwelcome.
    MeetingSheet = "meeting-sheet", "Blank meeting sheet", "Meeting sheet", "for notes on paper";
}

impl Kind {
    /// Whether it is of one review, which has to be named.
    pub fn needs_review(self) -> bool {
        self == Self::Review
    }

    /// The kind with this key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }
}

impl From<IssuedKind> for Kind {
    fn from(issued: IssuedKind) -> Self {
        match issued {
            IssuedKind::Agreement => Self::Agreement,
            IssuedKind::Redirection => Self::Redirection,
        }
    }
}

/// A document that somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which kind.
    pub kind: Kind,
    /// Of which review, if the kind needs one.
    pub review: Option<RowId>,
}

impl From<Kind> for Wanted {
    fn from(kind: Kind) -> Self {
        Self { kind, review: None }
    }
}

/// Why a document cannot be made yet: a sentence that says what is missing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotYet(String);

impl NotYet {
    /// With this sentence.
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// With this sentence, and where on the agenda to fill in what is missing.
    pub(super) fn fill_in(sentence: &str, profile: &Profile, slot: &Slot) -> Self {
        let item = profile.place_of(slot).and_then(|at| profile.agenda.get(at));
        match item {
            Some(item) => Self(format!("{sentence} Fill it in under “{}”.", item.title)),
            None => Self::new(sentence),
        }
    }
}

/// The name of a document’s file: the case reference, the kind and its numbers, never a name of a
/// person.
pub fn file_name(id: &CaseId, kind: Kind, numbers: &[u32], format: Format) -> String {
    let ending = match format {
        Format::Pdf => "pdf",
        Format::Text => "txt",
    };
    let mut name = format!("{id}-{}", kind.key());
    for number in numbers {
        name.push('-');
        name.push_str(&number.to_string());
    }
    format!("{name}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_case_kind_and_number_alone() {
        let id: CaseId = "MM-2026-001".parse().unwrap();
        let name = |kind, numbers: &[u32], format| file_name(&id, kind, numbers, format);
        assert_eq!(name(Kind::Agreement, &[1], Format::Pdf), "MM-2026-001-agreement-1.pdf");
        assert_eq!(name(Kind::Agreement, &[2], Format::Text), "MM-2026-001-agreement-2.txt");
        assert_eq!(name(Kind::Briefing, &[], Format::Pdf), "MM-2026-001-briefing.pdf");
    }

    #[test]
    fn every_kind_is_found_by_its_key() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_key(kind.key()), Some(*kind));
        }
        assert_eq!(Kind::of_key("letter"), None);
    }
}
