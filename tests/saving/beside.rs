//! Who has a case open, and other versions of it that lie beside it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use chrono::NaiveDateTime;
use convenor::domain::case::Case;
use convenor::store::{Entry, FolderStore, Hold, Other, Store, StoreError};

use super::cases::{blank_case, now, view};
use super::{Folder, ID, Place, id, listed, stored};

fn place() -> (Folder, FolderStore) {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let store = FolderStore::new(place.0.path());
    (place, store)
}

fn changed(words: &str) -> Case {
    Case { coordinator: words.into(), ..blank_case(ID) }
}

fn is_here(hold: &Hold) -> bool {
    matches!(hold, Hold::Here { .. })
}

#[test]
fn a_case_is_held_by_one_and_free_when_it_is_left_or_its_window_is_gone() {
    let (place, mut one) = place();
    let mut other = FolderStore::new(place.0.path());
    assert_eq!(one.hold(&id(ID), now()), Hold::Here { left: None });
    assert!(is_here(&one.hold(&id(ID), now())), "twice by the same window");
    let Hold::Elsewhere(holder) = other.hold(&id(ID), now()) else { unreachable!() };
    assert_eq!(holder.since, Some(now()));
    assert!(!holder.place.is_empty());
    assert_eq!(other.holder(&id(ID)), Some(holder));
    assert_eq!(one.holder(&id(ID)), None, "it is ours");
    one.leave(&id(ID));
    assert_eq!(other.holder(&id(ID)), None);
    assert_eq!(other.hold(&id(ID), now()), Hold::Here { left: None });
    other.leave(&id(ID));
    drop(other);
    assert_eq!(one.hold(&id(ID), now()), Hold::Here { left: None });
}

/// Since when each case of a place is open although nobody has it any more, as the list tells.
fn left(place: &Folder) -> Vec<Option<NaiveDateTime>> {
    let mut left = Vec::new();
    let tell = &mut |entries: Vec<Entry>| {
        left.extend(entries.into_iter().map(|entry| match entry {
            Entry::Case(summary) => summary.left,
            _ => None,
        }));
    };
    place.store().list(view(), tell).unwrap();
    left
}

#[test]
fn a_window_that_ends_without_leaving_is_told_of_in_the_list_and_when_the_case_is_opened() {
    let (place, mut crashed) = place();
    assert_eq!(left(&place), [None]);
    crashed.hold(&id(ID), now());
    assert_eq!(left(&place), [None], "it is open");
    drop(crashed);
    assert_eq!(left(&place), [Some(now())]);
    let mut next = FolderStore::new(place.0.path());
    let Hold::Here { left: Some(holder) } = next.hold(&id(ID), now()) else { unreachable!() };
    assert!(holder.is_here);
    next.leave(&id(ID));
    assert_eq!(left(&place), [None]);
    // Left behind on another machine, it may be open there for all that is known here.
    let sign = place.0.path().join(ID).join(".convenor-open");
    fs::write(&sign, "anna\nLAPTOP-7\n2026-11-20T10:36:00\n").unwrap();
    assert_eq!(left(&place), [None]);
}

#[test]
fn a_file_that_nobody_holds_any_more_is_told_of_and_hinders_nobody() {
    let (place, mut store) = place();
    let sign = place.0.path().join(ID).join(".convenor-open");
    fs::write(&sign, "anna\u{1b}[2J\nLAPTOP-7\n2026-11-20T10:36:00\n").unwrap();
    let Hold::Here { left: Some(left) } = store.hold(&id(ID), now()) else { unreachable!() };
    assert_eq!(left.to_string(), "on LAPTOP-7, by anna[2J, since 10:36 on Fri 20 November 2026");
    let mode = fs::metadata(&sign).unwrap().permissions().mode() & 0o777;
    assert!(mode == 0o644 || mode == 0o600, "{mode:o}");
    store.leave(&id(ID));
    assert_eq!(fs::read(&sign).unwrap(), b"");
}

#[test]
fn where_no_lock_can_be_had_a_case_opens_all_the_same() {
    let (place, mut store) = place();
    let folder = place.0.path().join(ID);
    fs::create_dir(folder.join(".convenor-open")).unwrap();
    assert!(is_here(&store.hold(&id(ID), now())));
    fs::remove_dir(folder.join(".convenor-open")).unwrap();
    symlink("/etc/passwd", folder.join(".convenor-open")).unwrap();
    assert!(is_here(&store.hold(&id(ID), now())));
    assert_eq!(store.holder(&id(ID)), None);
    assert!(is_here(&store.hold(&id("NONE-1"), now())), "also where there is no case");
}

#[test]
fn a_case_that_is_open_elsewhere_is_not_restored() {
    let (place, mut store) = place();
    let (_, version) = store.load(&id(ID)).unwrap();
    store.save(&changed("later"), &version, now()).unwrap();
    let mut other = FolderStore::new(place.0.path());
    other.hold(&id(ID), now());
    let refused = store.restore(&id(ID), 1, now()).unwrap_err();
    assert!(matches!(refused, StoreError::Open { .. }), "{refused}");
    assert_eq!(store.load(&id(ID)).unwrap().0.coordinator, "later");
    other.leave(&id(ID));
    store.restore(&id(ID), 1, now()).unwrap();
}

fn others(store: &FolderStore) -> Vec<String> {
    store.others(&id(ID)).into_iter().map(|Other { name, .. }| name).collect()
}

fn marked(store: &FolderStore) -> usize {
    let mut marked = 0;
    store
        .list(view(), &mut |entries| {
            for entry in entries {
                match entry {
                    Entry::Case(case) => marked += case.others,
                    Entry::Damaged { name, reason } => unreachable!("{name}: {reason}"),
                    Entry::Locked { name, .. } => unreachable!("{name} is locked"),
                }
            }
        })
        .unwrap();
    marked
}

fn copy_to(place: &Folder, name: &str, case: &Case) {
    let path = place.0.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, stored(case)).unwrap();
}

#[test]
fn conflict_copies_and_copied_folders_are_known_by_what_is_in_them() {
    let (place, store) = place();
    let names = [
        "MM-2026-001/case-LAPTOP-7.ron",
        "MM-2026-001/case (Anna's conflicted copy 2026-11-22).ron",
        "MM-2026-001/case.sync-conflict-20261122-103600-ABCDEFG.ron",
        "MM-2026-001/history/unsaved-12.ron",
        "MM-2026-001 (copy)/case.ron",
        "Copy of MM-2026-001/case.ron",
        "MM-2026-001-LAPTOP/case.ron",
    ];
    for (at, name) in names.iter().enumerate() {
        copy_to(&place, name, &changed(&format!("copy {at}")));
    }
    // What only looks like one.
    fs::write(place.0.path().join(ID).join("case-notes.ron"), b"(notes: 1)").unwrap();
    copy_to(&place, "MM-2026-001/case-other.ron", &blank_case("MM-2026-009"));
    copy_to(&place, "MM-2026-0011/case.ron", &blank_case("MM-2026-0011"));
    assert_eq!(others(&store).len(), names.len(), "{:?}", others(&store));
    assert_eq!(marked(&store), names.len() - 1, "words left by a window are told of on opening");
    assert_eq!(listed(&store).len(), 2, "a copy is no case of its own");
}

#[test]
fn a_copy_that_is_the_only_one_left_of_its_case_is_told_of_as_damaged() {
    let place = Folder::new();
    copy_to(&place, "MM-2026-001 (copy)/case.ron", &blank_case(ID));
    assert_eq!(super::damaged(&*place.store()).len(), 1);
}

/// Every case file in a folder, whole.
fn kept(folder: &Path) -> Vec<Vec<u8>> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            kept.extend(self::kept(&path));
        } else {
            kept.push(fs::read(path).unwrap());
        }
    }
    kept
}

#[test]
fn what_was_brought_in_is_moved_to_the_history_and_never_deleted() {
    let (place, mut store) = place();
    let names =
        ["MM-2026-001/case-LAPTOP-7.ron", "MM-2026-001/case-PC.ron", "MM-2026-001 (1)/case.ron"];
    for name in names {
        copy_to(&place, name, &changed("typed there"));
    }
    fs::create_dir(place.0.path().join("MM-2026-001 (1)/documents")).unwrap();
    fs::write(place.0.path().join("MM-2026-001 (1)/documents/a.pdf"), b"a document").unwrap();
    for name in others(&store) {
        store.put_away(&id(ID), &name).unwrap();
    }
    assert_eq!(others(&store), [""; 0]);
    assert_eq!(marked(&store), 0);
    let kept = kept(&place.0.path().join(ID).join("history"));
    let copies = kept.iter().filter(|bytes| **bytes == stored(&changed("typed there"))).count();
    assert_eq!(copies, 3);
    assert!(kept.contains(&b"a document".to_vec()));
    assert!(store.history(&id(ID)).unwrap().is_empty(), "it is no state of this case");
}

#[test]
fn a_copy_goes_on_from_the_state_that_it_is_most_like() {
    let (place, mut store) = place();
    let mut version = store.load(&id(ID)).unwrap().1;
    for word in ["one", "two", "three"] {
        version = store.save(&changed(word), &version, now()).unwrap();
    }
    let copy = Case { home_school: "typed there".into(), ..changed("two") };
    copy_to(&place, "MM-2026-001/case-LAPTOP.ron", &copy);
    let other = store.others(&id(ID)).remove(0);
    let base = other.base.unwrap();
    assert!(["one", "two"].contains(&&*base.coordinator), "{}", base.coordinator);
    assert_eq!(base.home_school, "");
}
