//! What is said of two states of a case: everything that differs, and each thing once.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod fixture;

use convenor::domain::case::Case;
use convenor::domain::compare::{Line, Section, What, compare};
use convenor::domain::date::Date;
use convenor::domain::fact::Fact;
use convenor::domain::people::RowId;
use convenor::domain::profile::Profile;
use convenor::domain::slot::{Audience, Kind, Slot};
use convenor::domain::table::Table;
use convenor::store::profiles;
use fixture::full::full;
use proptest::prelude::*;

fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 22).unwrap()
}

fn protocols() -> Vec<Profile> {
    let known = profiles::built_in().unwrap().profiles;
    known.all().map(|profile| Profile::clone(profile)).collect()
}

/// The full case as a store reads it: each row with a number of its own.
fn numbered() -> Case {
    let mut case = full();
    for table in Table::ALL.iter().copied() {
        let rows = case.row_ids(table);
        let has_twins = (1..rows.len()).any(|at| rows[at..].contains(&rows[at - 1]));
        for row in rows.into_iter().filter(|_| has_twins) {
            let (_, row) = case.take_row(table, row).unwrap();
            let id = case.take_row_id();
            case.put_row(usize::MAX, row.with_id(id));
        }
    }
    case
}

/// The same with two rows more in every table.
fn case() -> Case {
    let mut case = numbered();
    for table in Table::ALL {
        for _ in 0..2 {
            let id = case.take_row_id();
            case.put_row(usize::MAX, table.blank_row(id));
        }
    }
    case
}

/// Every slot of a case.
fn slots(case: &Case) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Fact::ALL.iter().map(|fact| Slot::Fact(*fact)).collect();
    for table in Table::ALL {
        for row in case.row_ids(*table) {
            let columns = table.every_column().iter();
            slots.extend(columns.map(|column| Slot::Cell(*table, row, *column)));
        }
    }
    for (audience, notes) in
        [(Audience::Agreed, &case.agreed_notes), (Audience::Private, &case.private_notes)]
    {
        slots.extend(notes.keys().map(|key| Slot::Note(audience, key.clone())));
    }
    slots.push(Slot::Note(Audience::Agreed, "an item that is.gone".to_owned()));
    slots
}

/// Another answer than the one that stands, of the kind that the slot takes.
fn other(case: &Case, slot: &Slot) -> String {
    let stands = case.text(slot);
    let choices = match case.field(slot).unwrap().kind() {
        Kind::Prose | Kind::Line => vec!["other words", "again other words"],
        Kind::Date => vec!["Tue 12 January 2027", "Wed 13 January 2027"],
        Kind::Choice(labels) => labels.to_vec(),
    };
    choices.into_iter().find(|words| **words != *stands).unwrap().to_owned()
}

fn lines(before: &Case, after: &Case, profile: &Profile) -> Vec<Line> {
    compare(before, after, profile).into_iter().flat_map(|section| section.lines).collect()
}

#[test]
fn a_change_of_any_slot_is_told_exactly_once_with_its_words() {
    let before = case();
    for profile in protocols() {
        for slot in slots(&before) {
            let words = other(&before, &slot);
            let mut after = before.clone();
            assert!(after.set_text(&slot, &words, today()), "{slot:?}");
            let told = lines(&before, &after, &profile);
            let [line] = told.as_slice() else { panic!("{slot:?}: {told:?}") };
            let was = before.text(&slot).into_owned();
            assert_eq!(line.what, What::Changed { was, now: words }, "{slot:?}");
        }
    }
}

#[test]
fn a_row_added_removed_or_moved_is_told_once() {
    let profile = &protocols()[0];
    for table in Table::ALL.iter().copied() {
        let before = case();
        let rows = before.row_ids(table);
        let mut added = before.clone();
        let id = added.take_row_id();
        added.put_row(1, table.blank_row(id));
        let told = lines(&before, &added, profile);
        assert_eq!((told.len(), &told[0].what), (1, &What::Added(String::new())), "{told:?}");
        assert_eq!(told[0].place, format!("{}, row 2", table.title()));
        let told = lines(&added, &before, profile);
        assert_eq!((told.len(), &told[0].what), (1, &What::Removed(String::new())), "{told:?}");
        let mut moved = before.clone();
        let (_, row) = moved.take_row(table, rows[0]).unwrap();
        moved.put_row(usize::MAX, row);
        if rows.len() > 2 {
            let told = lines(&before, &moved, profile);
            let what = What::Moved { from: 1, to: rows.len() };
            assert_eq!((told.len(), &told[0].what), (1, &what), "{told:?}");
        }
    }
}

#[test]
fn what_has_no_field_is_told_too() {
    let profile = &protocols()[0];
    let before = case();
    let told = |change: fn(&mut Case)| {
        let mut after = before.clone();
        change(&mut after);
        let told = compare(&before, &after, profile);
        let [Section { title, lines }] = told.as_slice() else { panic!("{told:?}") };
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        format!("{title} – {}", line.in_words())
    };
    let words = told(|case| case.profile_version = 9);
    assert!(words.starts_with("Other details – Protocol: was “") && words.ends_with("version 9”"));
    assert_eq!(
        told(|case| case.demo = !case.demo),
        "Other details – The case: changed in what no field shows"
    );
    let words = told(|case| case.updates[0].commitment = RowId(9999));
    assert!(words.ends_with("row 1: changed in what no field shows"), "{words}");
}

#[test]
fn two_equal_states_differ_in_nothing() {
    let before = case();
    let mut after = before.clone();
    after.take_row_id();
    assert_eq!(compare(&before, &after, &protocols()[0]), []);
}

#[test]
fn private_words_are_marked_and_can_be_left_out() {
    let profile = &protocols()[0];
    let before = case();
    let private = |slot: &Slot| slot.is_private(&before);
    let private: Vec<Slot> = slots(&before).into_iter().filter(private).collect();
    assert!(private.len() >= 3, "{private:?}");
    for slot in private {
        let mut after = before.clone();
        after.set_text(&slot, &other(&before, &slot), today());
        let told = lines(&before, &after, profile);
        let words = told[0].without_private();
        assert!(words.ends_with(": changed (private)"), "{slot:?}: {words}");
    }
}

#[test]
fn a_change_is_told_at_its_item_with_the_words_beside_its_field() {
    let profile = &protocols()[0];
    let before = numbered();
    let mut after = before.clone();
    let row = after.row_ids(Table::Targets)[0];
    let column = convenor::domain::table::Column::Measured;
    after.set_text(&Slot::Cell(Table::Targets, row, column), "the tutor’s sheet", today());
    let told = compare(&before, &after, profile);
    assert_eq!((told.len(), told[0].title.as_str()), (1, "Targets"));
    let words = told[0].lines[0].in_words();
    assert!(words.starts_with("Targets, row 1, How measured: was "), "{words}");
    assert!(words.ends_with(" – now “the tutor’s sheet”"), "{words}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn several_changes_are_each_told_once(picked in prop::collection::vec((any::<prop::sample::Index>(), "[a-zé ]{1,20}"), 1..12)) {
        let before = case();
        let slots = slots(&before);
        let mut after = before.clone();
        for (index, words) in &picked {
            after.set_text(index.get(&slots), words, today());
        }
        let changed = slots.iter().filter(|slot| before.text(slot) != after.text(slot)).count();
        prop_assert_eq!(lines(&before, &after, &protocols()[0]).len(), changed);
    }
}
