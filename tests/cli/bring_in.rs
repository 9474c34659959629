//! What `convenor bring-in` promises: words that were saved in another place come back, and nothing
//! that is there is touched.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use convenor::domain::case::{Case, CaseId};
use convenor::store::{FolderStore, Store};

use crate::home::Home;

fn id() -> CaseId {
    "DEMO-02".parse().unwrap()
}

fn standing(home: &Home) -> Case {
    FolderStore::new(home.store()).load(&id()).unwrap().0
}

/// A file with a case that goes on from the one that stands.
fn saved_elsewhere(home: &Home, change: impl FnOnce(&mut Case)) -> PathBuf {
    let mut case = standing(home);
    change(&mut case);
    let path = home.path().join("DEMO-02-unsaved.ron");
    FolderStore::new(home.store()).copy_to(&case, &path).unwrap();
    path
}

#[test]
fn words_saved_elsewhere_are_put_beside_their_case_once_and_go_on_from_what_stands() {
    let home = Home::with_cases();
    let before = fs::read(home.store().join("DEMO-02/case.ron")).unwrap();
    let file = saved_elsewhere(&home, |case| {
        let said = case.agreed_notes["child.words"].to_string();
        case.agreed_notes.insert("child.words".to_owned(), format!("{said} CANARY").into());
    });
    let bytes = fs::read(&file).unwrap();
    let told = home.run(&["bring-in", file.to_str().unwrap()]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("lie beside DEMO-02 now") && told.out.contains("Shift+F2"));
    assert!(!told.out.contains("CANARY"), "{}", told.out);
    let again = home.run(&["bring-in", file.to_str().unwrap()]);
    assert!(again.out.contains("lie beside DEMO-02 already"), "{}", again.out);
    assert_eq!(fs::read(&file).unwrap(), bytes, "the file is left as it is");
    assert_eq!(fs::read(home.store().join("DEMO-02/case.ron")).unwrap(), before);
    let others = FolderStore::new(home.store()).others(&id());
    assert_eq!(others.len(), 1);
    assert!(others[0].case.agreed_notes["child.words"].ends_with(" CANARY"));
    assert_eq!(others[0].base.as_deref(), Some(&standing(&home)));
    assert!(home.run(&["audit", "DEMO-02"]).out.contains("brought back from a file outside"));
}

#[test]
fn words_that_would_take_others_out_do_not_go_on_from_what_stands() {
    let home = Home::with_cases();
    let file = saved_elsewhere(&home, |case| case.coordinator = "Somebody else".into());
    assert_eq!(home.run(&["bring-in", file.to_str().unwrap()]).code, 0);
    assert_eq!(FolderStore::new(home.store()).others(&id())[0].base, None);
}

#[test]
fn what_stands_in_the_case_already_is_said_and_a_case_that_is_gone_is_one_again() {
    let home = Home::with_cases();
    let file = saved_elsewhere(&home, |_| ());
    let told = home.run(&["bring-in", file.to_str().unwrap()]);
    assert!(told.code == 0 && told.out.contains("stands in DEMO-02 already"), "{}", told.out);
    let case = standing(&home);
    fs::remove_dir_all(home.store().join("DEMO-02")).unwrap();
    let told = home.run(&["bring-in", file.to_str().unwrap()]);
    assert!(told.code == 0 && told.out.contains("was not among the cases"), "{}", told.out);
    assert_eq!(standing(&home), case);
}

#[test]
fn what_is_no_case_is_refused_and_nothing_is_touched() {
    let home = Home::with_cases();
    let at = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("note.ron"), "(notes: 1)").unwrap();
    fs::write(at("newer.ron"), "(format: 99, case: ())").unwrap();
    fs::create_dir(at("folder.ron")).unwrap();
    fs::File::create(at("large.ron")).unwrap().set_len(1 << 30).unwrap();
    let kind = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, at("pipe.ron"), kind, rustix::fs::Mode::RUSR, 0).unwrap();
    let file = saved_elsewhere(&home, |_| ());
    symlink(&file, at("link.ron")).unwrap();
    for (name, code, says) in [
        ("note.ron", 4, "does not begin as a case file"),
        ("newer.ron", 4, "newer version"),
        ("folder.ron", 4, "not an ordinary file"),
        ("large.ron", 4, "larger than 8 MB"),
        ("link.ron", 4, "not an ordinary file"),
        ("none.ron", 5, "is not there"),
    ] {
        refused(&home, &at(name), code, says);
    }
    let told = home.run(&["bring-in", &at("pipe.ron")]);
    assert!(told.code == 4 && told.err.contains("not an ordinary file"), "{}", told.err);
}

/// A file of any size is not read only to see that it is as it was.
fn refused(home: &Home, file: &str, code: i32, says: &str) {
    let told = home.run(&["bring-in", file]);
    assert_eq!((told.code, told.out.as_str()), (code, ""), "{file}: {}", told.err);
    assert!(told.err.contains(says) && told.err.lines().count() == 1, "{file}: {}", told.err);
    assert!(FolderStore::new(home.store()).others(&id()).is_empty());
}

#[test]
fn nothing_is_made_where_the_folder_with_the_cases_is_away() {
    let home = Home::with_cases();
    let file = saved_elsewhere(&home, |_| ());
    fs::rename(home.store(), home.path().join("away")).unwrap();
    home.fails(&["bring-in", file.to_str().unwrap()], 5, "drive is still connected");
}
