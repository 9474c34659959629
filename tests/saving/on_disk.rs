//! What a folder promises besides: rights, odd files, leftovers, two windows.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use convenor::store::whole::{throwaway_folder, write_whole};
use convenor::store::{Entry, FolderStore, Store, StoreError};
use tempfile::TempDir;

use super::cases::{blank_case, full_case, now, today, view};
use super::{Folder, ID, Place, damaged, id, is_one_clean_sentence, listed, put, stored};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn only_the_owner_can_read_anything_whatever_the_umask() {
    let before = rustix::process::umask(rustix::fs::Mode::empty());
    let outer = TempDir::new().unwrap();
    let root = outer.path().join("a/sessions");
    let mut store = FolderStore::new(&root);
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    case.coordinator = "somebody".into();
    store.save(&case, &version, now()).unwrap();
    let document = put(&mut store, &case.id, "a.pdf", b"bytes").unwrap();
    let aside = store.set_aside(&case).unwrap();
    let throwaway = throwaway_folder("convenor-test-").unwrap();
    rustix::process::umask(before);
    assert_eq!(mode(throwaway.path()), 0o700);
    let folder = root.join(case.id.as_str());
    for folder in [
        &outer.path().join("a"),
        &root,
        &folder,
        &folder.join("documents"),
        &folder.join("history"),
    ] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    let past = folder.join("history/0001-2026-11-22T00-00-00-open.ron");
    for file in [&folder.join("case.ron"), &document, &aside, &past] {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
}

#[test]
fn looking_never_makes_a_folder() {
    let outer = TempDir::new().unwrap();
    let store = FolderStore::new(outer.path().join("none/here"));
    assert!(listed(&store).is_empty());
    assert!(store.load(&id(ID)).is_err());
    assert!(names(outer.path()).is_empty());
}

#[test]
fn what_is_not_an_ordinary_file_is_damaged_at_once() {
    let place = Folder::new();
    let root = place.0.path();
    place.put("GOOD-1", &stored(&blank_case("GOOD-1")));
    for name in ["LINK-1", "PIPE-1", "DIR-1", "BIG-1", "NONE-1"] {
        fs::create_dir(root.join(name)).unwrap();
    }
    symlink(place.file("GOOD-1"), place.file("LINK-1")).unwrap();
    let pipe = place.file("PIPE-1");
    let kind = rustix::fs::FileType::Fifo;
    let rights = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, rights, 0).unwrap();
    fs::create_dir(place.file("DIR-1")).unwrap();
    fs::File::create(place.file("BIG-1")).unwrap().set_len(1 << 30).unwrap();
    fs::create_dir(root.join("NONE-1/history")).unwrap();
    symlink(root.join("GOOD-1"), root.join("LINK-2")).unwrap();
    fs::write(root.join("FILE-1"), b"not a folder").unwrap();
    fs::create_dir(root.join("GOOD-1 (copy)\u{1b}")).unwrap();
    fs::copy(place.file("GOOD-1"), root.join("GOOD-1 (copy)\u{1b}/case.ron")).unwrap();
    let store = place.store();
    let found = damaged(&*store);
    let found_names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        found_names,
        ["BIG-1", "DIR-1", "FILE-1", "GOOD-1 (copy)", "LINK-1", "LINK-2", "NONE-1", "PIPE-1"]
    );
    assert!(found.iter().all(|(_, reason)| is_one_clean_sentence(reason)), "{found:?}");
    assert_eq!(listed(&*store).len(), 9);
    for name in ["BIG-1", "DIR-1", "FILE-1", "LINK-1", "LINK-2", "NONE-1", "PIPE-1"] {
        let error = store.load(&id(name)).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{name}: {error}");
    }
}

#[test]
fn a_link_is_never_saved_through() {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let mut store = place.store();
    let (case, version) = store.load(&id(ID)).unwrap();
    let elsewhere = place.0.path().join("elsewhere");
    fs::rename(place.file(ID), &elsewhere).unwrap();
    symlink(&elsewhere, place.file(ID)).unwrap();
    let before = fs::read(&elsewhere).unwrap();
    assert!(store.save(&full_case(ID), &version, now()).is_err());
    assert_eq!(fs::read(&elsewhere).unwrap(), before);
    assert!(case.id == id(ID) && place.file(ID).is_symlink());
}

#[test]
fn a_document_never_leaves_the_case_through_a_link() {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let elsewhere = TempDir::new().unwrap();
    symlink(elsewhere.path(), place.0.path().join(ID).join("documents")).unwrap();
    let error = put(&mut *place.store(), &id(ID), "a.pdf", b"bytes").unwrap_err();
    assert!(is_one_clean_sentence(&error.to_string()), "{error}");
    assert!(names(elsewhere.path()).is_empty());
}

#[test]
fn a_file_in_place_of_the_store_is_said_so() {
    let outer = TempDir::new().unwrap();
    let root = outer.path().join("sessions");
    fs::write(&root, b"a file").unwrap();
    let mut store = FolderStore::new(&root);
    let list = store.list(view(), &mut |_| {}).unwrap_err();
    let load = store.load(&id(ID)).unwrap_err();
    let create = store.create(blank_case("NEW"), today()).unwrap_err();
    for error in [list, load, create] {
        assert!(is_one_clean_sentence(&error.to_string()), "{error}");
        assert!(error.to_string().contains("file"), "{error}");
    }
    assert_eq!(fs::read(&root).unwrap(), b"a file");
}

#[test]
fn a_save_that_fails_leaves_the_old_version_and_no_litter() {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let mut store = place.store();
    store.load(&id(ID)).unwrap();
    // A file in the way of a folder stops everybody, the administrator too.
    fs::write(place.0.path().join(ID).join("documents"), b"in the way").unwrap();
    fs::write(place.0.path().join(ID).join("history"), b"in the way").unwrap();
    assert!(put(&mut *store, &id(ID), "a.pdf", b"bytes").is_err());
    assert!(store.set_aside(&full_case(ID)).is_err());
    assert_eq!(names(&place.0.path().join(ID)), ["case.ron", "documents", "history"]);
    assert_eq!(place.bytes(ID), stored(&blank_case(ID)));
}

#[test]
fn a_write_to_a_folder_or_a_device_is_refused() {
    let outer = TempDir::new().unwrap();
    let folder = outer.path().join("folder");
    fs::create_dir(&folder).unwrap();
    let link = outer.path().join("link");
    symlink("/dev/null", &link).unwrap();
    for path in [&folder, &link, Path::new("/dev/null"), &outer.path().join("none/file")] {
        assert!(write_whole(path, b"bytes").is_err());
    }
    assert_eq!(names(outer.path()), ["folder", "link"]);
}

#[test]
fn what_a_crash_left_is_ignored_and_swept_by_the_next_save() {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let folder = place.0.path().join(ID);
    fs::write(folder.join(".convenor-x1.part"), b"(format: 1, ca").unwrap();
    fs::create_dir(place.0.path().join("MM-2026-002")).unwrap();
    fs::write(place.0.path().join("MM-2026-002/.convenor-x2.part"), b"").unwrap();
    let mut store = place.store();
    assert!(damaged(&*store).is_empty());
    assert_eq!(listed(&*store).len(), 1);
    let (case, version) = store.load(&id(ID)).unwrap();
    store.save(&case, &version, now()).unwrap();
    assert_eq!(names(&folder), ["case.ron"]);
}

#[test]
fn a_case_being_saved_elsewhere_is_left_alone() {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let mut store = place.store();
    let (case, version) = store.load(&id(ID)).unwrap();
    let other = fs::File::open(place.0.path().join(ID)).unwrap();
    rustix::fs::flock(&other, rustix::fs::FlockOperation::LockExclusive).unwrap();
    assert_eq!(store.save(&case, &version, now()), Err(StoreError::Busy { id: id(ID) }));
    drop(other);
    store.save(&case, &version, now()).unwrap();
}

#[test]
fn words_are_set_aside_even_when_the_case_is_gone() {
    let place = Folder::new();
    let mut store = place.store();
    let aside = store.set_aside(&full_case(ID)).unwrap();
    assert_eq!(fs::read(&aside).unwrap(), stored(&full_case(ID)));
    assert_eq!(damaged(&*store).len(), 1);
    assert!(aside.starts_with(place.0.path().join(ID).join("history")));
}

#[test]
fn two_windows_creating_at_once_get_two_references() {
    let place = Folder::new();
    let mut ids: Vec<String> = std::thread::scope(|scope| {
        let windows: Vec<_> = (0..8)
            .map(|_| {
                let mut store = place.store();
                scope.spawn(move || {
                    store.create(blank_case("NEW"), today()).unwrap().0.id.to_string()
                })
            })
            .collect();
        windows.into_iter().map(|window| window.join().unwrap()).collect()
    });
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 8);
}

#[test]
fn many_cases_are_all_listed() {
    let place = Folder::new();
    for n in 1..=300 {
        let name = format!("MM-2026-{n:03}");
        place.put(&name, &stored(&blank_case(&name)));
    }
    let mut batches = 0;
    let mut ids = Vec::new();
    let store = place.store();
    store
        .list(view(), &mut |found| {
            batches += 1;
            ids.extend(found.into_iter().map(|entry| match entry {
                Entry::Case(case) => case.id.to_string(),
                Entry::Damaged { name, .. } | Entry::Locked { name, .. } => panic!("{name}"),
            }));
        })
        .unwrap();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), batches), (300, 5));
}

#[test]
fn a_shelter_holds_the_last_words_also_where_the_case_is_gone_and_ends() {
    let place = Folder::new();
    let mut store = place.store();
    let (mut case, _) = store.create(blank_case("NEW"), today()).unwrap();
    let folder = place.0.path().join(case.id.as_str());
    fs::remove_dir_all(&folder).unwrap();
    for word in ["one", "two"] {
        case.coordinator = word.into();
        let path = store.shelter(&case).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert!(fs::read_to_string(path).unwrap().contains(&format!("coordinator: \"{word}\"")));
    }
    assert_eq!(names(&folder.join("history")).len(), 1);
    store.end_shelter(&case.id);
    assert!(names(&folder.join("history")).is_empty());
}

#[test]
fn the_store_knows_which_paths_lie_among_its_cases() {
    let place = Folder::new();
    let mut store = place.store();
    let (case, _) = store.create(blank_case("NEW"), today()).unwrap();
    let among = place.0.path().join(case.id.as_str()).join("copy.pdf");
    let winding = place.0.path().join(case.id.as_str()).join("../copy.pdf");
    assert!(store.holds(&among) && store.holds(&winding));
    let outer = TempDir::new().unwrap();
    assert!(!store.holds(&outer.path().join("copy.pdf")));
}
