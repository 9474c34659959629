//! The cases with which proofs begin.

use std::fs;
use std::path::PathBuf;

use chrono::{Local, NaiveDateTime, TimeDelta};
use convenor::domain::case::{Case, CaseId};
use convenor::domain::date::When;
use convenor::domain::people::{Answer, Way};
use convenor::store::{FolderStore, Passphrase, Seal, Store, StoreError, Version, samples};

use crate::window::{CTRL_G, ENTER, Home, Window};

pub fn id() -> CaseId {
    "DEMO-01".parse().unwrap()
}

/// What lies between the cases of a home and the disk; opened, where there is a key.
pub fn seal(home: &Home) -> Seal {
    let key = key_file(home);
    let settings = home.path().join("config/convenor/keys");
    let mut seal = Seal::new(&home.sessions(), Some(&settings), key.as_deref());
    if key.is_some() {
        seal.unlock(&Passphrase::default()).unwrap();
    }
    seal
}

/// The cases of a home; opened, where there is a key.
pub fn store(home: &Home) -> FolderStore {
    FolderStore::sealed(seal(home))
}

/// The file of a key that needs no passphrase, if there is one.
pub fn key_file(home: &Home) -> Option<PathBuf> {
    Some(home.path().join("key.txt")).filter(|path| path.exists())
}

/// Gives a home such a key.
pub fn give_key(home: &Home) {
    fs::write(home.path().join("key.txt"), KEY).unwrap();
}

const KEY: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n";

pub fn now() -> NaiveDateTime {
    Local::now().naive_local()
}

/// A sample that is ready to be closed: everybody agrees.
pub fn ready_case() -> Case {
    let cases = samples::cases(now().date()).unwrap();
    let mut case = cases.into_iter().find(|case| case.id == id()).unwrap();
    for person in case.people.iter_mut().filter(|person| person.is_asked()) {
        person.answer = Answer::Agrees;
        person.way = Way::Meeting;
        person.answered_on = When::On(now().date());
    }
    case
}

/// A store with the case that is ready to be closed, and a history of which the next save lets a
/// state go.
pub fn ready(home: &Home) {
    let mut store = home.store();
    let mut case = ready_case();
    let mut version = store.add(&case).unwrap();
    for (seconds, word) in [(20, "one"), (15, "two"), (10, "three")] {
        case.coordinator = word.into();
        let at = now() - TimeDelta::seconds(seconds);
        version = save(&mut store, &case, &version, at);
    }
}

/// A store with a case in the oldest form in which one was ever written.
pub fn oldest(home: &Home) {
    let folder = home.sessions().join("DEMO-01");
    fs::create_dir_all(&folder).unwrap();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/1.ron");
    fs::copy(sample, folder.join("case.ron")).unwrap();
}

/// Saves as soon as nobody holds the case: a window that another thread of this proof starts holds
/// every lock of the proof for a moment.
pub fn save(store: &mut FolderStore, case: &Case, version: &Version, at: NaiveDateTime) -> Version {
    loop {
        match store.save(case, version, at) {
            Err(StoreError::Busy { .. }) => std::thread::yield_now(),
            saved => return saved.unwrap(),
        }
    }
}

pub fn stored(store: &FolderStore) -> Case {
    store.load(&id()).unwrap().0
}

/// A window on the store, with the case opened.
pub fn open(home: &Home) -> Window {
    let mut window = start(home, &[]);
    window.shows("1 open case,").keys(ENTER).shows("The child’s voice");
    window
}

/// The program that is tried, in a window.
pub fn start(home: &Home, arguments: &[&str]) -> Window {
    home.start_program(crate::program().into(), arguments, &[])
}

/// Goes to what the child said.
pub fn to_the_note(window: &mut Window) {
    window.keys(CTRL_G).keys("voice").keys(ENTER).shows("The child’s voice – ");
}

pub fn note(case: &Case) -> String {
    case.agreed_notes.get("child.words").map(ToString::to_string).unwrap_or_default()
}
