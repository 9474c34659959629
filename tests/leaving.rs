//! Leaving while words cannot be stored: another place is offered, what is there is said, and nothing
//! is let go of on the way.

mod desk;

use std::path::{Path, PathBuf};

use convenor::app::action::Action;
use convenor::app::leaving::outside_in_words;
use convenor::domain::case::Case;
use convenor::store::audit::Deed;
use convenor::store::folder::Brought;
use convenor::store::{FolderStore, Shortage, Store};
use desk::places::full;
use desk::{Desk, found, sure};
use tempfile::TempDir;

/// A meeting whose words cannot be stored.
fn failing() -> Desk {
    let mut desk = Desk::new_case("Anna");
    desk.store.fail_writes(Some(full()));
    desk.go("child").type_("words").wait(1000).shows("NOT SAVED");
    desk
}

/// Asks for the whole case to be saved in this place.
fn save_in(desk: &mut Desk, place: &Path) {
    desk.press("s").shows("Where to write the whole case");
    desk.press("Ctrl+A").paste(&place.to_string_lossy()).press("Enter");
}

/// The case in a file, read by a store that does not have it.
fn read(file: &Path) -> Case {
    let folder = sure(TempDir::new());
    let mut store = FolderStore::new(folder.path());
    let (id, brought) = sure(store.bring_from(file));
    assert_eq!(brought, Brought::Anew);
    sure(store.load(&id)).0
}

fn somewhere() -> (TempDir, PathBuf) {
    let folder = sure(TempDir::new());
    let file = folder.path().join("case.ron");
    (folder, file)
}

#[test]
fn leaving_offers_another_place_says_how_the_words_come_back_and_then_leaves() {
    let (_folder, file) = somewhere();
    let mut desk = failing();
    desk.do_(Action::Quit).shows("save it in another place");
    save_in(&mut desk, &file);
    desk.shows("Saved in another place").shows("convenor bring-in").shows("Shift+F2");
    assert_eq!(read(&file), *desk.case());
    assert_eq!(found(desk.meeting().save.outside()), sure(file.canonicalize()));
    desk.shows("NOT SAVED").press("Enter");
    assert!(!desk.left, "leaving is asked for with a key of its own");
    desk.press("y");
    assert!(desk.left);
}

#[test]
fn going_back_to_the_list_says_there_where_the_words_are() {
    let (_folder, file) = somewhere();
    let mut desk = failing();
    desk.resize(200, 40).do_(Action::BackToCases);
    save_in(&mut desk, &file);
    desk.press("y");
    assert!(desk.on_cases());
    desk.shows("are not among your cases").shows("convenor bring-in");
}

#[test]
fn the_place_that_is_offered_is_named_by_the_reference_alone() {
    let mut desk = failing();
    desk.do_(Action::Quit).press("s").shows("~/MM-2026-001-unsaved.ron");
    desk.press("Esc").shows("stay here").press("Esc").hides("stay here");
    assert!(!desk.left);
}

#[test]
fn a_place_that_fails_too_is_said_and_another_can_be_typed() {
    let (folder, file) = somewhere();
    let mut desk = failing();
    desk.do_(Action::Quit);
    save_in(&mut desk, &folder.path().join("none/case.ron"));
    desk.shows("it is not there").shows("Where to write the whole case");
    desk.press("Ctrl+A").press("Delete").press("Enter").shows("Type where to save");
    desk.paste(&file.to_string_lossy()).press("Enter").shows("convenor bring-in");
    assert_eq!(read(&file).agreed_notes["child.words"], "words");
}

#[test]
fn nothing_that_is_there_is_written_over_and_no_link_is_followed() {
    let (folder, file) = somewhere();
    sure(convenor::store::whole::write_whole(&file, b"mine"));
    let link = folder.path().join("link.ron");
    #[cfg(unix)]
    sure(std::os::unix::fs::symlink(folder.path().join("new.ron"), &link));
    let mut desk = failing();
    for place in [&file, &link] {
        desk.do_(Action::Quit);
        save_in(&mut desk, place);
        desk.shows("Choose another name").press("Esc").press("Esc");
    }
    assert_eq!(sure(std::fs::read(&file)), b"mine");
    assert_eq!(sure(std::fs::read_dir(folder.path())).count(), 2);
}

#[test]
fn words_typed_after_the_copy_are_asked_about_again() {
    let (_folder, file) = somewhere();
    let mut desk = failing();
    desk.do_(Action::Quit);
    save_in(&mut desk, &file);
    desk.press("n").type_(" and more").do_(Action::Quit).shows("save it in another place");
    assert!(desk.meeting().save.outside().is_none());
    assert!(!desk.left);
}

#[test]
fn what_can_be_stored_in_its_place_meanwhile_needs_no_other() {
    let (_folder, file) = somewhere();
    let mut desk = failing();
    desk.do_(Action::Quit);
    desk.store.fail_writes(None);
    desk.wait(2500).shows("are saved by now");
    save_in(&mut desk, &file);
    assert!(desk.left && !file.exists());
    assert_eq!(desk.stored().agreed_notes["child.words"], "words");
}

#[test]
fn nothing_can_be_typed_while_the_copy_is_being_written() {
    let (_folder, file) = somewhere();
    let mut desk = failing();
    desk.do_(Action::Quit).hold();
    save_in(&mut desk, &file);
    desk.type_("lost?").release();
    assert_eq!(desk.case().agreed_notes["child.words"], "words");
    assert_eq!(read(&file), *desk.case());
}

#[test]
fn a_case_that_cannot_even_be_kept_aside_offers_another_place_too() {
    let mut desk = failing();
    desk.store.put_bytes("MM-2026-001", b"(format: 99, case: (");
    desk.store.fail_writes(None);
    desk.wait(2500).shows("Kept aside");
    desk.store.fail_writes(Some(full()));
    desk.type_(" more").wait(2500).shows("NOT SAVED");
    desk.do_(Action::Quit).shows("save it in another place");
}

#[test]
fn the_copy_is_told_in_the_trail_as_soon_as_that_can_be_written() {
    let (_folder, file) = somewhere();
    let mut desk = failing();
    desk.do_(Action::Quit);
    save_in(&mut desk, &file);
    desk.press("n");
    desk.store.fail_writes(None);
    desk.wait(5000);
    let trail = sure(desk.store.trail(&desk.case().id));
    let mut deeds = trail.lines().iter().map(|line| &line.what);
    assert!(deeds.any(
        |deed| matches!(deed, Deed::Exported { document } if document.contains("the whole case"))
    ));
}

#[test]
fn a_full_disk_is_said_while_words_are_saved_from_the_reserve_until_there_is_room() {
    let mut desk = Desk::new_case("Anna");
    desk.store.run_short(Some(Shortage { left: Some(190_500) }));
    desk.go("child").type_("words").wait(1000).shows("The disk is full");
    desk.shows("saved in a reserve").shows("190 kB").shows("Saved 14:01");
    assert!(desk.is_saved());
    desk.store.run_short(None);
    desk.type_("!").wait(1000).shows("There is room on the disk again");
    desk.type_("?").wait(1000).do_(Action::SaveNow).hides("disk is full");
}

#[test]
fn a_command_that_is_to_be_typed_is_quoted_where_a_shell_needs_it() {
    let id = sure("MM-2026-003".parse());
    let said = |path: &str| outside_in_words(&id, Path::new(path), None);
    assert!(said("/home/a/x-1.ron").contains("`convenor bring-in /home/a/x-1.ron`"));
    assert!(
        said("/mnt/Anna’s stick/it's.ron").contains(r"bring-in '/mnt/Anna’s stick/it'\''s.ron'`")
    );
    let elsewhere = outside_in_words(&id, Path::new("/a.ron"), Some(Path::new("/mnt/my cases")));
    assert!(elsewhere.contains("`convenor bring-in /a.ron --sessions '/mnt/my cases'`"));
}
