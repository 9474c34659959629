//! Where somebody was in a case, and the steps that can be taken back, as a store keeps them.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use convenor::domain::bookmark::{Bookmark, Stop};
use convenor::domain::change::Change;
use convenor::domain::fact::Fact;
use convenor::domain::people::RowId;
use convenor::domain::slot::{Audience, Slot};
use convenor::domain::table::Table;
use convenor::store::{FolderStore, Store, Version, archive};

use super::cases::{full_case, now, today};
use super::{Folder, ID, Place, id, stored};

fn note() -> Slot {
    Slot::Note(Audience::Private, "child.words".to_owned())
}

fn text(slot: &Slot, inserted: &str) -> Change {
    let (removed, inserted) = ("\"\n\u{e9}".to_owned(), inserted.to_owned());
    Change::Text { slot: slot.clone(), at: 7, removed, inserted }
}

/// A bookmark with a change of every kind, and rows of every table.
fn full() -> Bookmark {
    let case = full_case(ID);
    let mut done = vec![vec![
        text(&note(), "Łucja"),
        text(&Slot::Fact(Fact::ChildName), "x"),
        text(&Slot::Cell(Table::People, RowId(3), convenor::domain::table::Column::Name), ""),
        Change::Move { table: Table::Targets, id: RowId(9), from: 0, to: 2 },
    ]];
    for table in Table::ALL.iter().copied() {
        let rows = case.row_ids(table).into_iter().filter_map(|id| case.row(table, id));
        for row in rows.chain([table.blank_row(RowId(7))]).map(Box::new) {
            done.push(vec![Change::Put { at: 1, row: row.clone() }]);
            let (before, after) = (row.clone(), row.clone());
            done.push(vec![Change::Take { at: 2, row }, Change::Replace { before, after }]);
        }
    }
    let done: Vec<_> = done.into_iter().map(Arc::new).collect();
    let undone = done.iter().take(3).cloned().collect();
    let stop = Stop::Slot(note());
    Bookmark { caret: 12, done, undone, ..Bookmark::new(today(), "child".to_owned(), stop) }
}

on_every_store! {
    what_is_kept_of_a_place_comes_back_and_its_steps_only_with_their_version,
}

fn store() -> (Folder, FolderStore, Version) {
    let place = Folder::new();
    place.put(ID, &stored(&full_case(ID)));
    let store = FolderStore::new(place.0.path());
    let version = store.load(&id(ID)).unwrap().1;
    (place, store, version)
}

fn file(place: &Folder) -> PathBuf {
    place.0.path().join(ID).join("bookmark.json")
}

fn what_is_kept_of_a_place_comes_back_and_its_steps_only_with_their_version<P: Place>() {
    let place = P::new();
    place.put(ID, &stored(&full_case(ID)));
    let mut store = place.store();
    let (mut case, version) = store.load(&id(ID)).unwrap();
    assert_eq!(store.bookmark(&id(ID), &version), None);
    store.put_bookmark(&id(ID), &version, Some(&full()));
    assert_eq!(place.store().bookmark(&id(ID), &version), Some(full()));
    case.coordinator = "Somebody else".into();
    let later = store.save(&case, &version, now()).unwrap();
    assert_eq!(store.bookmark(&id(ID), &later), Some(full().without_steps()));
    for stop in [Stop::Add(Table::People), Stop::Read(3), Stop::Condition(4), Stop::Close] {
        let there = Bookmark::new(today(), String::new(), stop);
        store.put_bookmark(&id(ID), &later, Some(&there));
        assert_eq!(store.bookmark(&id(ID), &later), Some(there));
    }
    store.put_bookmark(&id(ID), &later, None);
    store.put_bookmark(&id(ID), &later, None);
    assert_eq!(store.bookmark(&id(ID), &later), None);
    store.put_bookmark(&id("MM-2026-009"), &later, None);
}

#[test]
fn of_very_many_steps_the_newest_are_kept_and_a_step_that_is_too_large_is_not() {
    let (place, mut store, version) = store();
    let typed = |words: &str| Arc::new(vec![text(&note(), words)]);
    let mut many = full();
    many.done = (0..100_000).map(|number| typed(&number.to_string())).collect();
    store.put_bookmark(&id(ID), &version, Some(&many));
    let kept = store.bookmark(&id(ID), &version).unwrap();
    assert!(kept.done.len() > 2_000 && kept.done.len() < 10_000, "{}", kept.done.len());
    assert_eq!(kept.done[..], many.done[100_000 - kept.done.len()..]);
    assert_eq!(kept.undone, many.undone);
    assert!(fs::metadata(file(&place)).unwrap().len() < 256 * 1024);
    many.done.push(typed(&"long ".repeat(100_000)));
    store.put_bookmark(&id(ID), &version, Some(&many));
    assert_eq!(store.bookmark(&id(ID), &version).unwrap().done, []);
    // What one row holds is not known before it is written.
    let mut row = full_case(ID).people[0].clone();
    row.role = "\u{1}\"role\" ".repeat(60_000).into();
    let row = Box::new(convenor::domain::table::Row::Person(row));
    many.done = vec![typed("before"), Arc::new(vec![Change::Put { at: 0, row }])];
    store.put_bookmark(&id(ID), &version, Some(&many));
    let kept = store.bookmark(&id(ID), &version).unwrap();
    assert_eq!((kept.done.len(), kept.caret), (0, 12));
}

#[test]
fn what_stands_in_place_of_a_bookmark_is_as_none_and_stays_what_it_is() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (place, mut store, version) = store();
    let path = file(&place);
    let other = place.0.path().join("secret");
    fs::write(&other, "not yours").unwrap();
    symlink(&other, &path).unwrap();
    store.put_bookmark(&id(ID), &version, Some(&full()));
    assert_eq!(store.bookmark(&id(ID), &version), None);
    assert_eq!(fs::read(&other).unwrap(), b"not yours");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    store.put_bookmark(&id(ID), &version, Some(&full()));
    store.put_bookmark(&id(ID), &version, None);
    assert_eq!(store.bookmark(&id(ID), &version), None);
    fs::remove_dir(&path).unwrap();
    store.put_bookmark(&id(ID), &version, Some(&full()));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    // A folder that is gone is not made again for it.
    fs::remove_dir_all(place.0.path().join(ID)).unwrap();
    store.put_bookmark(&id(ID), &version, Some(&full()));
    assert!(!place.0.path().join(ID).exists());
}

#[test]
fn a_bookmark_is_no_other_version_of_the_case_and_goes_into_no_backup() {
    let (place, mut store, version) = store();
    store.put_bookmark(&id(ID), &version, Some(&full()));
    fs::copy(file(&place), place.0.path().join(ID).join("bookmark-LAPTOP-7.json")).unwrap();
    assert_eq!(store.others(&id(ID)), []);
    fs::remove_file(place.0.path().join(ID).join("bookmark-LAPTOP-7.json")).unwrap();
    let backup = tempfile::TempDir::new().unwrap();
    let contents = archive::write(store.seal(), &backup.path().join("backup")).unwrap();
    assert_eq!((contents.files, contents.left_out), (1, Vec::new()));
    let bytes = fs::read(backup.path().join("backup")).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("bookmark"));
}
