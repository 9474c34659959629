//! A protocol: whatever is read as one can be worked with, and what is wrong is said in clean words.
#![no_main]

use std::sync::LazyLock;

use chrono::NaiveDate;
use convenor::documents::document_of;
use convenor::domain::case::Case;
use convenor::domain::checks::findings;
use convenor::domain::reference::Reference;
use convenor::export::{Format, Missing, offers, render};
use convenor::store::profiles::{self, from_bytes};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/fixture/mod.rs"]
mod fixture;

static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| profiles::built_in().expect("the protocols read"));
static CASE: LazyLock<Case> = LazyLock::new(fixture::full::full);

fuzz_target!(|data: &[u8]| {
    let profile = match from_bytes(data, "protocol.ron") {
        Ok(profile) => profile,
        Err(error) => {
            let said = error.to_string();
            let unclean = |c: char| c.is_control() && c != '\n';
            return assert!(!said.contains(unclean), "{said:?}");
        }
    };
    let today = NaiveDate::from_ymd_opt(2027, 1, 14).unwrap_or_default();
    let profile = profile.for_case(&CASE);
    findings(&CASE, &profile, &REFERENCE, today);
    for offer in offers(&CASE.agreed(today), &profile, today) {
        if let Ok(document) = document_of(&CASE, &profile, offer.wanted, today) {
            render(Format::Text, &document, Missing::Mark).expect("a text is always made");
        }
    }
});
