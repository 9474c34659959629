//! Audit trails: whatever is read keeps every byte, can be gone on with, and is read again.
#![no_main]

use chrono::NaiveDateTime;
use convenor::store::audit::{Deed, Trail};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn check(bytes: &[u8]) {
    let Ok(mut trail) = Trail::read(bytes) else { return };
    assert_eq!(trail.as_bytes(), bytes, "something was dropped");
    for line in trail.lines() {
        assert!(!line.what.in_words().is_empty());
    }
    trail.add(NaiveDateTime::default(), &"Grace".into(), Deed::Opened).expect("a line is added");
    let again = Trail::read(trail.as_bytes()).expect("what was added to can be read");
    assert_eq!(again, trail);
    let code = trail.code().expect("a trail with a line has a code");
    assert_eq!(code.to_string().parse(), Ok(code.clone()));
    assert_eq!(trail.find(&code), trail.lines().last());
}

/// The same lines with the numbers and sums that make them a chain: by chance none would ever fit.
fn chained(text: &str) -> Option<String> {
    let mut chain = String::new();
    let mut last = String::new();
    for (line, number) in text.lines().zip(1..) {
        let Value::Object(mut fields) = serde_json::from_str(line).ok()? else { return None };
        let before: String =
            Sha256::digest(&last).iter().map(|byte| format!("{byte:02x}")).collect();
        fields.insert("number".to_owned(), Value::from(number));
        fields.insert("before".to_owned(), Value::from(before));
        last = Value::Object(fields).to_string();
        chain.extend([&last, "\n"]);
    }
    Some(chain)
}

fuzz_target!(|data: &[u8]| {
    check(data);
    if let Some(chain) = std::str::from_utf8(data).ok().and_then(chained) {
        check(chain.as_bytes());
    }
});
