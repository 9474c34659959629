//! Documents of a case in whose places stand any words: each becomes a text and a PDF, which holds
//! every word that can be printed, in order.
#![no_main]

use std::sync::LazyLock;

use convenor::documents::document_of;
use convenor::domain::case::Case;
use convenor::domain::date::Date;
use convenor::domain::profile::Profile;
use convenor::domain::slot::{Fact, Slot};
use convenor::domain::table::Table;
use convenor::export::{Format, Kind, Missing, Wanted, render, unprintable};
use fixture::full::{WEEK_4, ended_early, full, redirected};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/fixture/mod.rs"]
mod fixture;
#[path = "../../tests/reading/mod.rs"]
mod reading;

/// How many parts of a document are printed at most: more is only slower.
const PARTS: usize = 8;

static PROFILE: LazyLock<Profile> = LazyLock::new(fixture::southwark);
static CASES: LazyLock<[Case; 3]> = LazyLock::new(|| [full(), redirected(), ended_early()]);
static PLACES: LazyLock<Vec<Slot>> = LazyLock::new(|| {
    let case = &CASES[0];
    let cells = Table::ALL.iter().copied().flat_map(|table| {
        let row =
            move |id| table.columns().iter().map(move |column| Slot::Cell(table, id, *column));
        case.row_ids(table).into_iter().flat_map(row)
    });
    Fact::ALL.iter().map(|fact| Slot::Fact(*fact)).chain(cells).collect()
});

fn today() -> Date {
    fixture::day(2027, 1, 14)
}

fn words(u: &mut Unstructured<'_>) -> Result<String> {
    let mut words = String::new();
    for _ in 0..u.int_in_range(0..=12)? {
        match u.int_in_range(0..=4)? {
            0 | 1 => words.push(char::from(u.int_in_range(b' '..=b'~')?)),
            2 => words.push(char::from_u32(u.int_in_range(0xa0..=0x2fff)?).unwrap_or('\n')),
            3 => words.push(u.arbitrary::<char>()?),
            _ => {
                let again = usize::from(u.int_in_range(1..=90_u8)?);
                words.push_str(
                    &u.choose(&["w", "word ", "\n", "ﬁ", "Ł", "e\u{301}"])?.repeat(again),
                );
            }
        }
    }
    Ok(words)
}

fn print(u: &mut Unstructured<'_>) -> Result<()> {
    let kind = *u.choose(Kind::ALL)?;
    let from = usize::from(u.arbitrary::<u8>()?);
    let case = match kind {
        Kind::Redirection => &CASES[1],
        Kind::EarlyEnding => &CASES[2],
        _ => &CASES[0],
    };
    let mut case = case.clone();
    while !u.is_empty() {
        let place = u.choose(&PLACES)?;
        case.set_text(place, &words(u)?, today());
    }
    let wanted = Wanted { kind, review: kind.needs_review().then_some(WEEK_4) };
    let Ok(mut document) = document_of(&case, &PROFILE, wanted, today()) else { return Ok(()) };
    let from = from.min(document.blocks.len().saturating_sub(PARTS));
    document.blocks.drain(..from);
    document.blocks.truncate(PARTS);
    render(Format::Text, &document, Missing::Mark).expect("a text is always made");
    let pdf = render(Format::Pdf, &document, Missing::Mark).expect("a PDF is made");
    assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"));
    if unprintable(&document).is_empty() {
        reading::assert_whole(&document);
    }
    Ok(())
}

fuzz_target!(|data: &[u8]| {
    // What ends too early for a document is no fault.
    let _ = print(&mut Unstructured::new(data));
});
