//! Which document a case has now: the agreement that was made or a draft of the next one, or any
//! other kind.

use crate::domain::case::{Case, IssuedKind};
use crate::domain::date::Date;
use crate::domain::people::RowId;
use crate::domain::profile::Profile;
use crate::export::{
    Document, Kind, NotYet, Wanted, agreement, make, review_record, sentences, unprintable,
};

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
            of_meeting(case, profile, (issued.kind, issued.number), issued.on)
        }
        _ => make(wanted, &case.agreed(today), profile, today),
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
