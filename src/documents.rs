//! Which document a case has now: the agreement that was made or a draft of the next one, or any
//! other kind.

use crate::domain::case::{Case, IssuedKind};
use crate::domain::date::Date;
use crate::domain::people::RowId;
use crate::domain::profile::Profile;
use crate::domain::review::{Recorded, Review};
use crate::domain::text::clean_line;
use crate::export::{
    Document, Kind, NotYet, Wanted, agreement, make, review_record, sentences, unprintable,
};
use crate::store::{Store, StoreError, fingerprint};

/// A document of a case: the agreement that was made while the case is closed, and otherwise what
/// would be made today.
///
/// # Errors
/// Says what is missing before the document can be made.
pub fn document_of(
    case: &Case,
    profile: &Profile,
    wanted: Wanted,
    today: Date,
) -> Result<Document, NotYet> {
    match case.issued.last() {
        Some(issued) if wanted.kind == issued.kind.into() && case.is_closed() => {
            let document = of_meeting(case, profile, (issued.kind, issued.number), issued.on)?;
            Ok(document.with_code(&issued.code))
        }
        _ => {
            let made = make(wanted, &case.agreed(today), profile, today)?;
            let made = match record_made(case, wanted) {
                Some(record) => made.with_code(&record.code),
                None => made,
            };
            // Until the meeting is closed with it, a redirection is only thought of.
            let draft = made.draft || wanted.kind == Kind::Redirection && !case.is_closed();
            Ok(Document { draft, ..made })
        }
    }
}

/// What closing the meeting makes on this day: the agreement, or the record of a redirection.
///
/// # Errors
/// Says what is missing before the document can be made.
pub fn next_of_meeting(case: &Case, profile: &Profile, today: Date) -> Result<Document, NotYet> {
    of_meeting(case, profile, (case.issues(), case.next_agreement()), today)
}

fn of_meeting(
    case: &Case,
    profile: &Profile,
    (kind, number): (IssuedKind, u32),
    on: Date,
) -> Result<Document, NotYet> {
    let agreed = case.agreed(on);
    match kind {
        IssuedKind::Agreement => Ok(agreement(&agreed, profile, number, on)),
        IssuedKind::Redirection => make(Kind::Redirection.into(), &agreed, profile, on),
    }
}

/// A sentence for each text of what closing the meeting makes in which something cannot be printed.
pub fn proof(case: &Case, profile: &Profile, today: Date) -> Vec<String> {
    let document = next_of_meeting(case, profile, today);
    document.map(|document| sentences(&unprintable(&document))).unwrap_or_default()
}

/// A sentence for each text of the next record of a review in which something cannot be printed.
pub fn proof_of_review(case: &Case, profile: &Profile, review: RowId, today: Date) -> Vec<String> {
    let number = case.next_record(review);
    let record = review_record(&case.agreed(today), profile, review, number, today);
    record.map(|record| sentences(&unprintable(&record))).unwrap_or_default()
}

/// A document as it was given out and is kept in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The very same, as PDF.
    Same(Vec<u8>),
    /// The file of this name is no longer what was made.
    Changed(String),
    /// None was made, or it is not there any more.
    Missing,
}

/// The record of a review that was made last, while that review is closed.
fn record_made(case: &Case, wanted: Wanted) -> Option<&Recorded> {
    case.recorded.iter().rfind(|recorded| {
        let closed = case.review(recorded.review).is_some_and(Review::is_closed);
        closed && wanted.kind == Kind::Review && wanted.review == Some(recorded.review)
    })
}

/// What is kept of the record of a meeting or a review that is closed. It must be the very same: only
/// the PDF has a fingerprint.
///
/// # Errors
/// Says why it cannot be read.
pub fn kept(store: &dyn Store, case: &Case, wanted: Wanted) -> Result<Kept, StoreError> {
    let issued = case.issued.last().filter(|issued| {
        case.is_closed() && wanted.review.is_none() && wanted.kind == issued.kind.into()
    });
    let recorded = record_made(case, wanted);
    let issued = issued.map(|issued| (&issued.file, &issued.sha256));
    let recorded = recorded.map(|recorded| (&recorded.file, &recorded.sha256));
    let Some((file, sha256)) = issued.or(recorded) else { return Ok(Kept::Missing) };
    Ok(match store.document(&case.id, file)? {
        Some(bytes) if sha256.is_blank() || *sha256 == fingerprint(&bytes).as_str() => {
            Kept::Same(bytes)
        }
        Some(_) => Kept::Changed(clean_line(file)),
        None => Kept::Missing,
    })
}
