//! A change of keys cut off at any system call that changes something: this test binary runs itself
//! under strace, which kills it there.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use convenor::store::keys::conversion::{finish, sweep_unpromised};
use convenor::store::keys::{Key, Recipients, Whose, change};
use convenor::store::seal::State;
use convenor::store::{FolderStore, Seal, Store};

use crate::house::{House, ID, files, id, person};

const FOLDER: &str = "CONVENOR_TEST_CHANGE";
const OFF: &str = "CONVENOR_TEST_CHANGE_OFF";

/// Held while programs are started.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// What changes something on the disk, or makes it last.
const CALLS: &str = "rename,renameat,renameat2,fsync,unlink,unlinkat,rmdir,mkdir,linkat";

/// The key of the program under strace: one process makes it, the others read it.
fn key(folder: &Path) -> Key {
    let mut seal = Seal::new(&folder.join("none"), None, Some(&folder.join("key.txt")));
    seal.unlock(&convenor::store::Passphrase::default()).unwrap();
    seal.key().unwrap().clone()
}

/// No test by itself: changes the keys of a store.
#[test]
fn the_program_that_changes_keys() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    change_keys(Path::new(&folder), std::env::var_os(OFF).is_some());
}

/// Encrypts a store, or decrypts it.
fn change_keys(folder: &Path, off: bool) {
    let mut seal = Seal::new(&folder.join("sessions"), Some(&folder.join("settings")), None);
    let key = key(folder);
    let own = person(&key.recipient(), Whose::Person);
    seal.hold(key).unwrap();
    let wanted = Recipients::new(vec![own]).unwrap();
    change(&seal, (!off).then_some(&wanted)).unwrap();
}

/// Whether the program was killed, at the call with this number.
fn killed_at(folder: &Path, off: bool, number: usize) -> bool {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={CALLS}")])
        .args(["-e", &format!("inject={CALLS}:signal=KILL:when={number}")])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "cut_off::the_program_that_changes_keys", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if off {
        command.env(OFF, "1");
    }
    !command.status().unwrap().success()
}

fn has_strace() -> bool {
    Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok()
}

/// A house whose key lies in a file that needs no passphrase.
fn house() -> House {
    let house = House::with_case();
    let mut store = house.store();
    let (mut case, version) = store.load(&id(ID)).unwrap();
    case.coordinator = "CANARY".into();
    store.save(&case, &version, crate::house::now()).unwrap();
    fs::write(house.folder().join("key.txt"), SECRET).unwrap();
    house
}

const SECRET: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n";

/// What must hold wherever the change was cut off: each case is there and whole with the key, and
/// after the next start nothing is left half.
fn holds_after(house: &House, was_plain: bool) -> bool {
    let mut seal = house.seal();
    seal.hold(key(house.folder())).unwrap();
    // At once, before anything is put in order.
    let store = FolderStore::sealed(seal.clone());
    assert_eq!(store.load(&id(ID)).unwrap().0.coordinator, "CANARY");
    finish(&seal).unwrap();
    sweep_unpromised(&seal);
    let in_plain = files(house.root())
        .iter()
        .any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("CANARY"));
    match seal.state() {
        State::Off => assert!(in_plain),
        State::On { acknowledged, in_plain: count, .. } => {
            assert!(acknowledged && count == 0 && !in_plain);
        }
        State::Unclear => panic!("the list is gone"),
    }
    let mut store = FolderStore::sealed(seal.clone());
    let (mut case, version) = store.load(&id(ID)).unwrap();
    assert_eq!(store.history(&id(ID)).unwrap().len(), 1);
    assert!(store.state(&id(ID), 1).is_ok());
    case.coordinator = "goes on".into();
    store.save(&case, &version, crate::house::now()).unwrap();
    let names: Vec<_> =
        fs::read_dir(house.root()).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{names:?}");
    // Whether the change happened.
    (seal.state() == State::Off) != was_plain
}

fn every_cut(off: bool) {
    if !has_strace() {
        return;
    }
    // A program that is being started has the locks of this one for a moment.
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut undone, mut done) = (0, 0);
    for number in 1.. {
        let house = house();
        if off {
            change_keys(house.folder(), false);
        }
        if !killed_at(house.folder(), off, number) {
            break;
        }
        if holds_after(&house, !off) {
            done += 1;
        } else {
            undone += 1;
        }
    }
    assert!(undone > 5 && done > 3, "{undone} left as before, {done} finished");
}

#[test]
fn encrypting_cut_off_anywhere_leaves_every_case_whole_and_is_finished_or_undone() {
    every_cut(false);
}

#[test]
fn decrypting_cut_off_anywhere_leaves_every_case_whole_and_is_finished_or_undone() {
    every_cut(true);
}
