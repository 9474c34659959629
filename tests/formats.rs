//! Every form in which a case was ever written can still be read.

use std::fs;
use std::path::Path;

use convenor::store::{MemoryStore, Store};

#[test]
fn a_case_of_every_earlier_format_is_read_with_every_word_and_written_in_the_newest() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("the samples are there") {
        let path = entry.expect("a sample").path();
        let bytes = fs::read(&path).expect("a sample can be read");
        let mut store = MemoryStore::new();
        store.put_bytes("DEMO-01", &bytes);
        let id = "DEMO-01".parse().expect("a reference");
        let (case, version) = store.load(&id).expect("an earlier format is read");
        assert_eq!(case.child.name, "Łucja Drzewiecka-Şahin");
        assert_eq!((case.targets.len(), case.issued.len()), (4, 0));
        store.save(&case, &version, chrono::NaiveDateTime::default()).expect("it can be stored");
        let stored = store.bytes("DEMO-01").expect("it is there");
        assert!(stored.starts_with(b"(\n    format: 3,"), "{}", path.display());
        assert_eq!(store.load(&id).expect("it is read again").0, case);
        read += 1;
    }
    assert_eq!(read, 2);
}
