//! What the program does to a store, and what must hold of it wherever that was cut off.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use convenor::domain::case::{Case, State};
use convenor::store::keys::{Recipient, Recipients, Whose, change};
use convenor::store::{Kind, Store, archive, fingerprint, seal};

use crate::seeds::{self, id, note, stored};
use crate::window::{F8, Home, Window};
use crate::{litter, tree};

const WORDS: &str = "xyzzysaidso";

/// Something that the program does to a store. Whatever else is to be proved is one more row below.
pub struct Deed {
    pub name: &'static str,
    pub seed: fn(&Home),
    pub how: How,
    /// Asserts that a store is as before or as after the deed, and says whether it is done.
    pub is_done: fn(&Home, &Case) -> bool,
    /// Asserts that the work goes on after it.
    pub goes_on: fn(&Home),
}

/// How it is asked for.
pub enum How {
    /// On the screen: what is done before, and the deed itself.
    Screen(fn(&mut Window), fn(&mut Window), Done),
    /// On the command line.
    Command(fn(&Home) -> Vec<String>),
}

/// What is on the screen, or not, when the program says that it is done.
pub type Done = fn(&Window) -> bool;

/// What is done to a case.
pub const TO_A_CASE: [Deed; 6] = [
    Deed {
        name: "saving while typing",
        seed: seeds::ready,
        how: How::Screen(seeds::to_the_note, type_words, words_are_saved),
        is_done: words_are_typed,
        goes_on: next_save,
    },
    Deed {
        name: "opening an older format and saving",
        seed: seeds::oldest,
        how: How::Screen(seeds::to_the_note, type_words, words_are_saved),
        is_done: words_are_typed,
        goes_on: next_save,
    },
    Deed {
        name: "putting an earlier state back",
        seed: seeds::ready,
        how: How::Command(|_| words(&["restore", "DEMO-01", "--to", "1"])),
        is_done: first_state_stands,
        goes_on: next_save,
    },
    Deed {
        name: "making a backup",
        seed: seeds::ready,
        how: How::Command(|home| vec!["backup".into(), text(&target(home))]),
        is_done: backup_is_whole,
        goes_on: next_save,
    },
    Deed {
        name: "exporting an agreement",
        seed: seeds::ready,
        how: How::Command(|home| words(&["export", "DEMO-01", "--output", &text(&copy(home))])),
        is_done: copy_is_whole,
        goes_on: next_save,
    },
    Deed {
        name: "closing a meeting",
        seed: seeds::ready,
        how: How::Screen(about_to_close, say_yes, is_closed),
        is_done: meeting_is_closed,
        goes_on: next_save,
    },
];

/// What is done to a store, or takes a case out of it.
pub const TO_A_STORE: [Deed; 3] = [
    Deed {
        name: "turning encryption on",
        seed: plain_with_a_key,
        how: How::Command(|_| words(&["keys", "init", "--no-recovery"])),
        is_done: is_encrypted,
        goes_on: next_save,
    },
    Deed {
        name: "turning encryption off",
        seed: encrypted,
        how: How::Command(|_| words(&["keys", "off", "--yes"])),
        is_done: |home, before| !is_encrypted(home, before),
        goes_on: next_save,
    },
    Deed {
        name: "erasing a case",
        seed: closed,
        how: How::Command(|_| words(&ERASE)),
        is_done: is_erased,
        goes_on: is_erased_the_second_time,
    },
];

const ERASE: [&str; 4] = ["erase", "DEMO-01", "--yes-erase", "DEMO-01"];

fn words(words: &[&str]) -> Vec<String> {
    words.iter().copied().map(Into::into).collect()
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn type_words(window: &mut Window) {
    window.keys(WORDS);
}

fn words_are_saved(window: &Window) -> bool {
    window.says_saved() && window.form().iter().any(|line| line.contains(WORDS))
}

pub fn about_to_close(window: &mut Window) {
    window.keys(F8).shows("y  close");
}

pub fn say_yes(window: &mut Window) {
    window.keys("y");
}

fn is_closed(window: &Window) -> bool {
    window.contents().contains("Agreement 1 is made")
}

fn target(home: &Home) -> PathBuf {
    home.path().join("backups/all.tar")
}

fn copy(home: &Home) -> PathBuf {
    home.path().join("backups/agreement.pdf")
}

fn words_are_typed(home: &Home, before: &Case) -> bool {
    let case = stored(&seeds::store(home));
    let mut like = before.clone();
    let key = "child.words".to_owned();
    like.agreed_notes.insert(key.clone(), case.agreed_notes.get(&key).cloned().unwrap_or_default());
    assert_eq!(case, like, "only the note differs");
    let done = note(&case).contains(WORDS);
    assert!(done || case == *before, "half of the words: {:?}", note(&case));
    done
}

fn meeting_is_closed(home: &Home, before: &Case) -> bool {
    let store = seeds::store(home);
    let case = stored(&store);
    if case == *before {
        return false;
    }
    assert_eq!((case.state, case.issued.len()), (State::Closed, 1));
    let issued = &case.issued[0];
    let pdf = store.document(&id(), &issued.file).unwrap().expect("a closed case has its document");
    assert_eq!(fingerprint(&pdf), issued.sha256.as_str());
    let text = store.document(&id(), &issued.file.replace(".pdf", ".txt")).unwrap();
    assert!(text.is_some_and(|text| !text.is_empty()));
    true
}

fn first_state_stands(home: &Home, before: &Case) -> bool {
    let case = stored(&seeds::store(home));
    assert!(case == *before || case == seeds::ready_case(), "neither of the two");
    case != *before
}

fn backup_is_whole(home: &Home, before: &Case) -> bool {
    assert_eq!(stored(&seeds::store(home)), *before);
    let done = target(home).exists();
    if done {
        let contents = archive::verify(&target(home), &seeds::seal(home)).unwrap();
        assert_eq!((contents.cases.len(), contents.damaged.len()), (1, 0));
    }
    done
}

fn copy_is_whole(home: &Home, before: &Case) -> bool {
    assert_eq!(stored(&seeds::store(home)), *before);
    let Ok(pdf) = fs::read(copy(home)) else { return false };
    assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"), "half a copy");
    true
}

/// A case that is ready to be closed, and a key with which it can be encrypted.
fn plain_with_a_key(home: &Home) {
    seeds::ready(home);
    seeds::give_key(home);
}

/// The same, encrypted.
fn encrypted(home: &Home) {
    plain_with_a_key(home);
    let seal = seeds::seal(home);
    let key = seal.key().unwrap().recipient();
    let own = Recipient::new(&key, Whose::Person, seeds::now().date(), "").unwrap();
    change(&seal, Some(&Recipients::new(vec![own]).unwrap())).unwrap();
}

/// A case with a history, documents and an audit trail.
fn closed(home: &Home) {
    seeds::ready(home);
    let mut window = seeds::open(home);
    about_to_close(&mut window);
    say_yes(&mut window);
    window.until("the agreement", is_closed).signal(rustix::process::Signal::TERM);
    window.until("the end", Window::has_ended);
}

/// Does something on the command line, as the next start does.
pub fn command(home: &Home, words: &[String]) -> Command {
    let mut command = Command::new(crate::program());
    command.args(words);
    at_home(&mut command, home);
    command
}

/// Lets a program work on the cases of a home.
pub fn at_home(command: &mut Command, home: &Home) {
    command.arg("--sessions").arg(home.sessions());
    command.args(seeds::key_file(home).map(|key| format!("--identity={}", text(&key))));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("XDG_CONFIG_HOME", home.path().join("config"));
}

fn next_start(home: &Home) {
    assert!(command(home, &words(&["list"])).status().unwrap().success(), "the next start");
}

/// Whether a word of the case can be read in the store without a key.
fn in_plain(home: &Home, word: &str) -> bool {
    let files = tree(&home.sessions()).into_values().flatten();
    files.into_iter().any(|bytes| String::from_utf8_lossy(&bytes).contains(word))
}

fn is_encrypted(home: &Home, before: &Case) -> bool {
    // At once, before anything is put in order.
    assert_eq!(stored(&seeds::store(home)), *before);
    next_start(home);
    assert_eq!(stored(&seeds::store(home)), *before);
    let in_plain = in_plain(home, &before.child.name);
    match seeds::seal(home).state() {
        seal::State::Off => assert!(in_plain),
        seal::State::On { acknowledged, in_plain: files, .. } => {
            assert!(acknowledged && files == 0 && !in_plain, "{acknowledged} {files}");
            return true;
        }
        seal::State::Unclear => panic!("the list of keys is gone"),
    }
    false
}

fn is_erased(home: &Home, before: &Case) -> bool {
    let stands = || home.sessions().join("DEMO-01").exists();
    assert!(!stands() || stored(&home.store()) == *before, "half of the case");
    next_start(home);
    if stands() {
        assert_eq!(stored(&home.store()), *before);
        return false;
    }
    assert_eq!(tree(&home.sessions()).into_keys().collect::<Vec<_>>(), [Path::new("erased.jsonl")]);
    assert_eq!(home.store().erased().unwrap().lines().len(), 1);
    assert!(!in_plain(home, &before.child.name));
    true
}

fn is_erased_the_second_time(home: &Home) {
    if home.sessions().join("DEMO-01").exists() {
        let before = stored(&home.store());
        assert!(command(home, &words(&ERASE)).status().unwrap().success());
        assert!(is_erased(home, &before));
    }
}

/// The case can be saved and backed up, every state of it can be read, and nothing lies about.
fn next_save(home: &Home) {
    let mut store = seeds::store(home);
    let (mut case, version) = store.load(&id()).unwrap();
    for past in store.history(&id()).unwrap() {
        assert!(past.kind != Kind::Damaged && store.state(&id(), past.number).is_ok(), "{past}");
    }
    case.coordinator = "the next save".into();
    seeds::save(&mut store, &case, &version, seeds::now());
    archive::write(&seeds::seal(home), &home.path().join("backups/next.tar")).unwrap();
    archive::remember(&home.sessions(), seeds::now().date()).unwrap();
    assert_eq!(litter(home.path()), Vec::<PathBuf>::new(), "the next save clears up");
    let documents = home.sessions().join("DEMO-01/documents");
    if case.issued.is_empty() && documents.exists() {
        let left: Vec<PathBuf> = tree(&documents).into_keys().collect();
        assert_eq!(left, Vec::<PathBuf>::new(), "documents of a meeting that was not closed");
    }
    assert_eq!(stored(&seeds::store(home)), case);
}
