//! Which document a case has now: the agreement that was made or a draft of the next one, or any
//! other kind.

use crate::domain::case::Case;
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
        Some(issued) if wanted.kind == Kind::Agreement && case.is_closed() => {
            Ok(agreement(&case.agreed(issued.on), profile, issued.number, issued.on))
        }
        _ => make(wanted, &case.agreed(today), profile, today),
    }
}

/// A sentence for each text of the next agreement in which something cannot be printed.
pub fn proof(case: &Case, profile: &Profile, today: Date) -> Vec<String> {
    let document = agreement(&case.agreed(today), profile, case.next_agreement(), today);
    sentences(&unprintable(&document))
}

/// A sentence for each text of the next record of a review in which something cannot be printed.
pub fn proof_of_review(case: &Case, profile: &Profile, review: RowId, today: Date) -> Vec<String> {
    let number = case.next_record(review);
    let record = review_record(&case.agreed(today), profile, review, number, today);
    record.map(|record| sentences(&unprintable(&record))).unwrap_or_default()
}
