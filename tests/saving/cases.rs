//! Invented cases for tests: a small full one, and arbitrary ones with hostile words.

use std::sync::LazyLock;

use chrono::NaiveDateTime;
use convenor::domain::case::Case;
use convenor::domain::date::Date;
use convenor::domain::reference::Reference;
use convenor::domain::slot::{Audience, Fact, Field, Kind, Slot};
use convenor::domain::summary::Viewpoint;
use convenor::domain::table::Table;
use convenor::store::profiles;
use proptest::prelude::*;

/// The day on which everything here happens.
pub fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 22).unwrap_or_default()
}

/// The moment at which it happens, where one moment is as good as another.
pub fn now() -> NaiveDateTime {
    today().and_time(chrono::NaiveTime::MIN)
}

/// A case with something in every field.
pub fn full_case(id: &str) -> Case {
    let mut case = blank_case(id);
    let slots = every_slot(&mut case, 1);
    for (at, slot) in slots.iter().enumerate() {
        let words = match case.field(slot).map(|field: Field<'_>| field.kind()) {
            Some(Kind::Choice(labels)) => labels.last().copied().unwrap_or_default().to_owned(),
            Some(Kind::Date) => "2027-01-12".to_owned(),
            _ => format!("Łucja said “{at}”"),
        };
        case.set_text(slot, &words, today());
    }
    case
}

/// A case that knows only its child.
pub fn blank_case(id: &str) -> Case {
    let id = id.parse().unwrap_or_else(|_| panic!("{id} is no reference"));
    Case::new(id, "southwark", "Łucja Nguyễn")
}

/// A case with any words anywhere, written in the way in which the program writes them.
pub fn any_case(id: &'static str) -> impl Strategy<Value = Case> {
    let writes = prop::collection::vec((any::<prop::sample::Index>(), any_words()), 0..40);
    (0..4_usize, writes).prop_map(move |(rows, writes)| {
        let mut case = blank_case(id);
        let slots = every_slot(&mut case, rows);
        for (at, words) in writes {
            case.set_text(at.get(&slots), &words, today());
        }
        case
    })
}

/// Words that people type, and words that are meant to do harm.
fn any_words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[a-zA-ZŁłỄễŞş’ .,\n]{0,60}",
        prop::sample::select(vec![
            "\"",
            "\\",
            "\"#",
            "\"##",
            "r#\"",
            "\")",
            "(",
            "/*",
            "//",
            "\u{1b}[2J",
            "\u{202e}",
            "\r\n",
            "\t",
            "\0",
            "\u{2028}",
            "e\u{301}",
            "👩‍👧",
            "محمد",
            "12 Jan",
            "+4w",
            "2027-01-12",
            "'",
            "\\u{1b}",
            "\u{feff}",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// The address of everything that can be edited, with so many rows in each table.
fn every_slot(case: &mut Case, rows: usize) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Fact::ALL.iter().map(|fact| Slot::Fact(*fact)).collect();
    for audience in [Audience::Agreed, Audience::Private] {
        for key in ["child.words", "parent.words", "strengths.strengths", "timeline.well"] {
            slots.push(Slot::Note(audience, key.to_owned()));
        }
    }
    for table in Table::ALL.iter().copied() {
        for at in 0..rows {
            let id = case.take_row_id();
            case.put_row(at, table.blank_row(id));
            slots.extend(table.columns().iter().map(|column| Slot::Cell(table, id, *column)));
        }
    }
    slots
}

/// The day and the protocols under which cases are listed.
pub fn view() -> Viewpoint<'static> {
    static KNOWN: LazyLock<Reference> = LazyLock::new(|| profiles::built_in().unwrap());
    Viewpoint { today: today(), reference: &KNOWN }
}
