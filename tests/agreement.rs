//! What the agreement promises to the people who receive it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod fixture;
mod reading;

use convenor::domain::case::{Case, ChildCommits, Route};
use convenor::domain::date::When;
use convenor::domain::plan::Timing;
use convenor::domain::profile::{Entry, Item, Part, Shape};
use convenor::domain::slot::Audience;
use convenor::export::{
    Block, Document, ExportError, Format, Missing, agreement, render, unprintable,
};
use fixture::{CANARIES, case, day, southwark};
use reading::{assert_whole, pages, pdf, squeezed, text};

fn document(case: &Case) -> Document {
    let today = day(2026, 12, 1);
    agreement(&case.agreed(today), &southwark(), 1, today)
}

#[test]
fn the_pdf_and_the_text_hold_every_string_in_order() {
    assert_whole(&document(&case()));
}

#[test]
fn nothing_private_reaches_a_document() {
    let document = document(&case());
    let bytes = pdf(&document);
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let mut seen = text(&document);
    seen.push_str(&pages(&bytes).concat());
    seen.push_str(&String::from_utf8_lossy(&bytes));
    for object in file.objects.values() {
        if let Ok(stream) = object.as_stream()
            && let Ok(plain) = stream.decompressed_content()
        {
            seen.push_str(&String::from_utf8_lossy(&plain));
        }
    }
    let seen = seen.to_lowercase();
    for canary in CANARIES {
        assert!(!seen.contains(canary), "{canary}");
        let in_utf16: Vec<u8> = canary.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(!bytes.windows(in_utf16.len()).any(|window| window == in_utf16), "{canary}");
    }
    assert!(!seen.contains("pushed"));
}

#[test]
fn private_changes_change_no_byte() {
    let mut other = case();
    other.private_notes.clear();
    other.reviewed.clear();
    other.pushed = convenor::domain::case::YesNo::No;
    other.background.retain(|row| !row.circulate.is_blank());
    assert_eq!(pdf(&document(&other)), pdf(&document(&case())));
}

#[test]
fn what_was_agreed_stands_there_word_for_word() {
    let case = case();
    let document = document(&case);
    let text = squeezed(&text(&document));
    let said = case.agreed_notes.values().flat_map(|note| note.said().map(str::to_owned));
    let promised = case.commitments.iter().map(|row| row.what.to_string());
    let tried = case.measures.iter().map(|row| row.effect.to_string());
    let terms = [&case.terms.roll, &case.terms.money_note, &case.terms.transport_payer];
    for words in said.chain(promised).chain(tried).chain(terms.map(ToString::to_string)) {
        assert!(text.contains(&squeezed(&words)), "{words}");
    }
}

#[test]
fn people_sign_on_one_sheet() {
    let pages = pages(&pdf(&document(&case())));
    let places: Vec<usize> =
        pages.iter().map(|page| page.matches("Signature").count()).filter(|n| *n > 0).collect();
    assert_eq!(places, [6]);
}

#[test]
fn a_full_agreement_is_small_enough_to_send() {
    let bytes = pdf(&document(&case()));
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    assert_eq!(pdf(&document(&case())), pdf(&document(&case())));
}

#[test]
fn the_file_tells_no_name_and_claims_nothing_false() {
    let file = lopdf::Document::load_mem(&pdf(&document(&case()))).unwrap();
    let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = format!("{:?}", file.get_dictionary(info).unwrap());
    assert!(!info.contains("Date") && !info.contains("PDFX"), "{info}");
    let catalog = file.catalog().unwrap();
    assert!(catalog.get(b"OCProperties").is_err() && catalog.get(b"OutputIntents").is_err());
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    let metadata = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let metadata = file.get_object(metadata).unwrap().as_stream().unwrap();
    let metadata = String::from_utf8_lossy(&metadata.content).into_owned();
    assert!(metadata.contains("Agreement MM-2026-001"), "{metadata}");
    assert!(!metadata.contains("Wiśniewski") && !metadata.contains("Date"), "{metadata}");
    assert!(!document(&case()).name.contains("Wiśniewski"));
}

#[test]
fn every_page_of_an_invented_case_says_so_twice() {
    let mut case = case();
    case.demo = true;
    let document = document(&case);
    let pages = pages(&pdf(&document));
    assert!(pages.len() > 3);
    for page in pages {
        assert_eq!(page.matches("DEMO – invented case").count(), 2, "{page}");
    }
    assert!(text(&document).starts_with("DEMO – invented case"));
}

#[test]
fn every_page_carries_marking_reference_and_number() {
    let pages = pages(&pdf(&document(&case())));
    for (n, page) in pages.iter().enumerate() {
        for words in [
            "OFFICIAL – SENSITIVE: PERSONAL",
            "MM-2026-001",
            &format!("Page {} of {}", n + 1, pages.len()),
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
}

#[test]
fn commitments_stand_in_the_order_of_their_dates_and_undated_ones_last() {
    let document = document(&case());
    let rows = document.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.columns.len() == 4 && table.columns[0].head == "No." => {
            Some(&table.rows)
        }
        _ => None,
    });
    let dates: Vec<&str> = rows.unwrap().iter().map(|row| row[3].as_str()).collect();
    assert_eq!(dates[0], "By Wed 2 Dec 2026");
    assert_eq!(dates[5], "From Mon 7 Dec 2026");
    assert_eq!(dates[10..], ["By Fri 15 Jan 2027", "after the new rota", "No date was set"]);
}

#[test]
fn a_child_who_could_not_commit_reads_that_this_is_normal() {
    for (answer, normal) in [
        (ChildCommits::CouldNot, true),
        (ChildCommits::DidNotWant, true),
        (ChildCommits::Gave, false),
    ] {
        let mut case = case();
        case.childs_part.commits = answer;
        assert_eq!(text(&document(&case)).contains("That is normal"), normal);
    }
}

#[test]
fn the_word_that_the_law_took_back_is_never_used() {
    for route in [Route::Unsaid, Route::DirectionFirst, Route::Permanent] {
        let mut case = case();
        case.route = route;
        assert!(!text(&document(&case)).to_lowercase().contains("trial"));
    }
}

#[test]
fn an_item_that_only_this_authority_has_is_printed_and_so_is_a_note_without_an_item() {
    let mut profile = southwark();
    let note = |key: &str, audience| Entry::Note {
        key: key.into(),
        label: "What we plan".into(),
        audience,
        shape: Shape::Prose,
        needed: false,
    };
    profile.agenda.insert(
        9,
        Item {
            review: None,
            key: "integration".into(),
            title: "Integration plan".into(),
            part: Part::Meeting,
            prompts: Vec::new(),
            entries: vec![note("plan", Audience::Agreed), note("aside", Audience::Private)],
        },
    );
    let mut case = case();
    case.agreed_notes.insert("integration.plan".into(), "A quiet start each day".into());
    case.agreed_notes.insert("older.note".into(), "Agreed under an older protocol".into());
    case.private_notes.insert("integration.aside".into(), CANARIES[0].into());
    let today = day(2026, 12, 1);
    let text = text(&agreement(&case.agreed(today), &profile, 2, today));
    for words in ["Integration plan", "A quiet start each day", "Agreed under an older protocol"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(!text.contains(CANARIES[0]));
}

#[test]
fn dates_that_name_no_day_are_printed_as_they_were_written() {
    let mut case = case();
    case.start = When::Unread("the Monday after half term".into());
    case.commitments[0].due = When::Unread("when he is ready".into());
    case.commitments[1].timing = Timing::By;
    let text = text(&document(&case));
    assert!(text.contains("the Monday after half term"));
    assert!(text.contains("when he is ready"));
    assert!(text.contains("By Mon 7 Dec 2026"));
}

#[test]
fn a_name_that_cannot_be_printed_is_reported_and_never_dropped_in_silence() {
    let mut case = case();
    case.people[1].name = "王 Fang".into();
    let document = document(&case);
    assert!(
        unprintable(&document)
            .iter()
            .any(|found| { found.character == '王' && found.context == "王 Fang" })
    );
    let refused = render(Format::Pdf, &document, Missing::Refuse).unwrap_err();
    assert!(matches!(&refused, ExportError::Unprintable(_)));
    assert!(refused.to_string().contains("王 in “王 Fang”"), "{refused}");
    let marked = pages(&pdf(&document)).concat();
    assert!(marked.contains("[?] Fang") && marked.contains("text copy"), "{marked}");
    assert!(text(&document).contains("王 Fang"));
}

#[test]
fn an_empty_case_still_makes_a_readable_agreement() {
    let empty = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
    let document = document(&empty);
    let text = text(&document);
    for words in ["Nobody was recorded.", "No targets were set.", "No commitments were recorded."] {
        assert!(text.contains(words), "{text}");
    }
    assert!(!text.contains("Family background"));
    assert!(!pages(&pdf(&document)).is_empty());
}

#[test]
fn a_screen_reader_finds_headings_lists_and_tables() {
    let bytes = pdf(&document(&case()));
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let count = |kind: &[u8]| {
        let is_kind = |object: &&lopdf::Object| {
            object.as_dict().is_ok_and(|element| {
                element.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|name| name == kind)
            })
        };
        file.objects.values().filter(is_kind).count()
    };
    assert_eq!(count(b"H1"), 1);
    assert_eq!(count(b"H2"), 15);
    assert!(count(b"TH") > 20 && count(b"TD") > 60 && count(b"LI") > 20);
}

#[test]
fn an_infant_who_is_told_afterwards_is_not_said_to_have_taken_part() {
    let mut case = case();
    case.child.year = convenor::domain::case::Year::Y1;
    case.people[0].here = convenor::domain::people::Here::Unsaid;
    case.people[0].answer = convenor::domain::people::Answer::NotAsked;
    let told = text(&document(&case));
    let people = told.split("Who took part").nth(1).unwrap();
    let people = people.split("Halina").next().unwrap();
    assert!(!people.contains(case.child.name.trim()), "{people}");
    assert!(told.contains("does not attend, and is told afterwards"), "{told}");
    // One who came all the same did take part.
    case.people[0].here = convenor::domain::people::Here::Present;
    let told = text(&document(&case));
    assert!(!told.contains("does not attend, and is told afterwards"), "{told}");
}
