//! The file of a case: whatever is read as a case is stored, read again as the same case, listed and
//! looked through by every check.
#![no_main]

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime};
use convenor::domain::case::CaseId;
use convenor::domain::checks::findings;
use convenor::domain::date::Date;
use convenor::domain::reference::Reference;
use convenor::domain::summary::Viewpoint;
use convenor::store::{Entry, MemoryStore, Store, profiles};
use libfuzzer_sys::fuzz_target;

const NAME: &str = "DEMO-01";

static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| profiles::built_in().expect("the protocols read"));

fn today() -> Date {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default()
}

fuzz_target!(|data: &[u8]| {
    let id: CaseId = NAME.parse().expect("a reference");
    let mut store = MemoryStore::new();
    store.put_bytes(NAME, data);
    let view = Viewpoint { today: today(), reference: &REFERENCE };
    let mut listed = Vec::new();
    store.list(view, &mut |entries| listed.extend(entries)).expect("memory can be listed");
    let (case, version) = match store.load(&id) {
        Ok(loaded) => loaded,
        Err(error) => {
            assert!(matches!(*listed, [Entry::Damaged { .. }]), "not told in the list: {error}");
            assert!(!error.to_string().contains(char::is_control), "{error}");
            return;
        }
    };
    assert!(matches!(*listed, [Entry::Case(_)]), "not listed");
    store.save(&case, &version, NaiveDateTime::default()).expect("what was read can be stored");
    let (again, _) = store.load(&id).expect("what was stored can be read");
    assert!(again == case, "what was stored is read as another case");
    for profile in REFERENCE.profiles.all() {
        findings(&case, &profile.for_case(&case), &REFERENCE, today());
    }
});
