//! What a folder promises about words outside it, and about the room that it keeps for them.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use convenor::store::health::look;
use convenor::store::{FolderStore, Seal, Store, archive};
use tempfile::TempDir;

use super::cases::{blank_case, full_case, now, today};
use super::{Folder, ID, Place, id, listed, stored};

const RESERVE: &str = ".convenor-reserve";

#[test]
fn a_copy_outside_is_as_the_store_writes_it_for_its_owner_only_and_never_over_a_file() {
    let (place, outside) = (Folder::new(), TempDir::new().unwrap());
    let path = outside.path().join("copy.ron");
    place.store().copy_to(&full_case(ID), &path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), stored(&full_case(ID)));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    assert!(place.store().copy_to(&blank_case(ID), &path).is_err());
    assert_eq!(fs::read(&path).unwrap(), stored(&full_case(ID)));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1, "no litter");
}

#[test]
fn the_reserve_takes_real_room_belongs_to_its_owner_and_is_no_case_leftover_or_part_of_a_backup() {
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    let root = place.0.path();
    let before = look(root);
    let mut store = FolderStore::new(root);
    store.keep_reserve(now());
    let about = fs::metadata(root.join(RESERVE)).unwrap();
    assert!(about.blocks() * 512 >= 256 * 1024, "{} blocks", about.blocks());
    assert_eq!(about.permissions().mode() & 0o7777, 0o600);
    assert_eq!(listed(&store).len(), 1);
    assert_eq!(look(root).unfinished, before.unfinished);
    assert_eq!(look(root).open_to_others, before.open_to_others);
    let outside = TempDir::new().unwrap();
    let seal = Seal::new(root, None, None);
    let contents = archive::write(&seal, &outside.path().join("backup")).unwrap();
    assert_eq!((contents.files, contents.left_out.len()), (1, 0));
    let bytes = fs::read(root.join(RESERVE)).unwrap();
    FolderStore::new(root).keep_reserve(now());
    assert_eq!(fs::read(root.join(RESERVE)).unwrap(), bytes, "it is everybody’s");
}

#[test]
fn the_reserve_is_made_in_no_folder_that_is_empty_or_not_there_and_is_never_read() {
    let outer = TempDir::new().unwrap();
    for root in [outer.path().join("none"), outer.path().to_path_buf()] {
        FolderStore::new(root).keep_reserve(now());
    }
    assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 0);
    let place = Folder::new();
    place.put(ID, &stored(&blank_case(ID)));
    fs::create_dir(place.0.path().join(RESERVE)).unwrap();
    let mut store = place.store();
    store.keep_reserve(now());
    let (case, version) = store.load(&id(ID)).unwrap();
    store.save(&case, &version, now()).unwrap();
    store.create(blank_case("NEW"), today()).unwrap();
    assert!(place.0.path().join(RESERVE).is_dir() && store.shortage().is_none());
}
