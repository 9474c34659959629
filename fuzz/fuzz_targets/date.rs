//! Days as people type them: whatever is read is shown so that it is read again as the same day.
//!
//! An input is what is typed, or, after a nought, put together of what dates are made of: by chance
//! few days would be met.
#![no_main]

use chrono::NaiveDate;
use convenor::domain::date::{Date, Toward, When, iso, long, parse, read_iso, short};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::{Corpus, fuzz_target};

/// An ordinary day, a leap day, the ends of a year, and the ends of what can be spoken of.
const TODAYS: [(i32, u32, u32); 6] =
    [(2026, 11, 22), (2028, 2, 29), (2026, 12, 31), (2027, 1, 1), (1900, 1, 1), (2200, 12, 31)];

const PIECES: [&str; 32] = [
    "jan",
    "February",
    "mar",
    "april",
    "may",
    "jun",
    "July",
    "aug",
    "sept",
    "oct",
    "nov",
    "Dec",
    "mon",
    "Tuesday",
    "wed",
    "thu",
    "fri",
    "Sat",
    "sunday",
    "st",
    "nd",
    "rd",
    "th",
    "+",
    "d",
    "w",
    "m",
    "today",
    "tomorrow",
    "yesterday",
    "-",
    ".",
];

fn composed(u: &mut Unstructured<'_>) -> Result<String> {
    let mut typed = String::new();
    while !u.is_empty() && typed.len() < 40 {
        match u.int_in_range(0..=5)? {
            0 => typed.push_str(&u.int_in_range(0..=31)?.to_string()),
            1 => typed.push_str(&u.int_in_range(1890..=2210)?.to_string()),
            2 => typed.push_str(&u.int_in_range(0..=99)?.to_string()),
            3 | 4 => typed.push_str(u.choose(&PIECES)?),
            _ => typed.push('/'),
        }
        typed.push_str(u.choose(&[" ", "", "/"])?);
    }
    Ok(typed)
}

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
    let typed = match data.split_first() {
        Some((0, rest)) => composed(&mut Unstructured::new(rest)).ok(),
        _ => std::str::from_utf8(data).ok().map(str::to_owned),
    };
    let Some(typed) = typed else { return Corpus::Reject };
    for (year, month, day) in TODAYS {
        let today = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        check(&typed, today, Toward::Ahead);
        check(&typed, today, Toward::Back);
    }
    Corpus::Keep
});
