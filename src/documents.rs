//! Which document a case has now: the agreement that was made, or a draft of the next one.

use crate::domain::case::Case;
use crate::domain::date::Date;
use crate::domain::profile::Profile;
use crate::export::{Document, agreement, sentences, unprintable};

/// The agreement of a case: the last one made while the case is closed, otherwise a draft of the
/// next one, marked as such.
pub fn agreement_of(case: &Case, profile: &Profile, today: Date) -> Document {
    if let Some(issued) = case.issued.last().filter(|_| case.is_closed()) {
        return agreement(&case.agreed(issued.on), profile, issued.number, issued.on);
    }
    let document = agreement(&case.agreed(today), profile, case.next_agreement(), today);
    Document { draft: true, ..document }
}

/// A sentence for each text of the agreement in which something cannot be printed.
pub fn proof(case: &Case, profile: &Profile, today: Date) -> Vec<String> {
    let document = agreement_of(case, profile, today);
    sentences(&unprintable(&document))
}
