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

const MONTHS: [&str; 15] = [
    "jan", "February", "mar", "april", "may", "jun", "July", "aug", "sep", "Sept", "oct", "nov",
    "Dec", "ju", "x",
];
const WEEKDAYS: [&str; 8] = ["", "mon", "Tuesday,", "wed", "thu", "fri", "Sat", "sunday"];

fn composed(u: &mut Unstructured<'_>) -> Result<String> {
    let weekday = *u.choose(&WEEKDAYS)?;
    let day = u.int_in_range(0..=32)?;
    let ordinal = *u.choose(&["", "", "st", "nd", "rd", "th"])?;
    let month = match u.arbitrary()? {
        true => (*u.choose(&MONTHS)?).to_owned(),
        false => u.int_in_range(0..=13)?.to_string(),
    };
    let year = match u.int_in_range(0..=3)? {
        0 => String::new(),
        1 => format!("{:02}", u.int_in_range(0..=99)?),
        _ => u.int_in_range(1890..=2210)?.to_string(),
    };
    let between = *u.choose(&[" ", "/", ".", "-"])?;
    Ok(match u.int_in_range(0..=3)? {
        0 => format!("{year}-{month:0>2}-{day:02}"),
        1 => format!("+{day}{}", u.choose(&["d", "w", " m"])?),
        _ => format!("{weekday} {day}{ordinal}{between}{month}{between}{year}"),
    })
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
