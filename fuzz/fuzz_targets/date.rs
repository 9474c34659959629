//! Days as people type them: whatever is read is shown so that it is read again as the same day.
#![no_main]

use chrono::NaiveDate;
use convenor::domain::date::{Date, Toward, When, iso, long, parse, read_iso, short};
use libfuzzer_sys::{Corpus, fuzz_target};

/// An ordinary day, a leap day, the ends of a year, and the ends of what can be spoken of.
const TODAYS: [(i32, u32, u32); 6] =
    [(2026, 11, 22), (2028, 2, 29), (2026, 12, 31), (2027, 1, 1), (1900, 1, 1), (2200, 12, 31)];

fn check(typed: &str, today: Date, toward: Toward) {
    let when = When::read(typed, today, toward);
    if let When::Unread(text) = &when {
        assert_eq!(When::read(text, today, toward), when, "what was kept is read otherwise");
    }
    let Ok(day) = parse(typed, today, toward) else { return };
    for shown in [long(day), short(day), iso(day)] {
        assert_eq!(parse(&shown, today, toward), Ok(day), "{shown}");
    }
    assert_eq!(read_iso(&iso(day)), Some(day));
}

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(typed) = std::str::from_utf8(data) else { return Corpus::Reject };
    for (year, month, day) in TODAYS {
        let today = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        check(typed, today, Toward::Ahead);
        check(typed, today, Toward::Back);
    }
    Corpus::Keep
});
