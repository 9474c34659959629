//! Which documents can be made of a case, and making one of them.

use super::document::Document;
use super::kind::{Kind, NotYet, Wanted};
use super::{agreement, blank, ending, family, notices, redirection, review, staff};
use crate::domain::agreed::Agreed;
use crate::domain::date::Date;
use crate::domain::profile::Profile;

/// A document as it would be made on this day; an agreement is a draft of the next one.
///
/// # Errors
/// Says what is missing before it can be made.
pub fn make(
    wanted: Wanted,
    case: &Agreed<'_>,
    profile: &Profile,
    on: Date,
) -> Result<Document, NotYet> {
    match wanted.kind {
        Kind::Agreement => agreement::draft(case, profile, on),
        Kind::Redirection => redirection::record(case, profile, on),
        Kind::Review => review::latest(case, profile, wanted.review, on),
        Kind::Admissions => notices::admissions(case, profile, on),
        Kind::Briefing => staff::briefing(case, profile, on),
        Kind::HostChecklist => Ok(staff::host_checklist(case, profile, on)),
        Kind::Questionnaire => family::questionnaire(case, profile),
        Kind::Information => family::information(case, profile, on),
        Kind::Direction => notices::direction(case, profile, on),
        Kind::EarlyEnding => ending::letter(case, profile, on),
        Kind::MeetingSheet => Ok(blank::meeting_sheet(case, profile)),
    }
}

/// A document that can be asked for, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub wanted: Wanted,
    /// What it is called: a record with the name of its review.
    pub words: String,
    /// Why it cannot be made yet, if so.
    pub not_yet: Option<NotYet>,
}

/// Every document of a case: those that can be made come first, each part in the order of
/// [`Kind::ALL`].
pub fn offers(case: &Agreed<'_>, profile: &Profile, on: Date) -> Vec<Offer> {
    let mut offers = Vec::new();
    for kind in Kind::ALL.iter().copied() {
        let reviews = case.reviews().iter().filter(|_| kind.needs_review());
        let mut named: Vec<_> = reviews
            .map(|row| (Some(row.id), format!("{}: {}", kind.title(), row.name())))
            .collect();
        if named.is_empty() {
            named.push((None, kind.title().to_owned()));
        }
        for (review, words) in named {
            let wanted = Wanted { kind, review };
            // What was made of the meeting can always be given out again.
            let is_made = case.is_closed()
                && case.issued().last().is_some_and(|issued| kind == issued.kind.into());
            let not_yet = make(wanted, case, profile, on).err().filter(|_| !is_made);
            offers.push(Offer { wanted, words, not_yet });
        }
    }
    offers.sort_by_key(|offer| offer.not_yet.is_some());
    offers
}

/// The numbers that a document’s file carries after its kind: that of the agreement, or of the
/// review among those of the case.
pub fn numbers(wanted: Wanted, case: &Agreed<'_>) -> Vec<u32> {
    match (wanted.kind, wanted.review) {
        (Kind::Agreement | Kind::Redirection, _) => {
            let last = case.issued().last().filter(|_| case.is_closed());
            vec![last.map_or_else(|| case.next_agreement(), |issued| issued.number)]
        }
        (Kind::Review, Some(review)) => case.review_number(review).into_iter().collect(),
        _ => Vec::new(),
    }
}
