//! Killed at, and refused by, each call that a deed asks of the system: the case is the old one or
//! the new one, whole; what was shown as saved is there; and nothing is left lying about.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use convenor::domain::case::{Case, State};
use convenor::store::{FolderStore, Kind, Store, archive, fingerprint};

use crate::seeds::{self, id, note, seal, stored};
use crate::trace::{CHANGES, Call, QUESTIONS, Strace, calls_on, worker};
use crate::window::{F8, Home, Window};
use crate::{at_once, litter, tree};

const WORDS: &str = "xyzzysaidso";

/// Something that the program does to a store. What is to be proved of erasing, or of turning
/// encryption on, is one more row in [`DEEDS`].
struct Deed {
    name: &'static str,
    seed: fn(&Home),
    how: How,
    /// Asserts that a store is as before or as after the deed, and says whether it is done.
    is_done: fn(&Home, &Case) -> bool,
}

/// How it is asked for.
enum How {
    /// On the screen: what is done before, and the deed itself.
    Screen(fn(&mut Window), fn(&mut Window), Done),
    /// On the command line.
    Command(fn(&Home) -> Vec<String>),
}

/// What is on the screen, or not, when the program says that it is done.
type Done = fn(&Window) -> bool;

const DEEDS: [Deed; 4] = [
    Deed {
        name: "saving while typing",
        seed: seeds::ready,
        how: How::Screen(seeds::to_the_note, type_words, words_are_saved),
        is_done: words_are_typed,
    },
    Deed {
        name: "opening an older format and saving",
        seed: seeds::oldest,
        how: How::Screen(seeds::to_the_note, type_words, words_are_saved),
        is_done: words_are_typed,
    },
    Deed {
        name: "putting an earlier state back",
        seed: seeds::ready,
        how: How::Command(|_| ["restore", "DEMO-01", "--to", "1"].map(Into::into).to_vec()),
        is_done: first_state_stands,
    },
    Deed {
        name: "making a backup",
        seed: seeds::ready,
        how: How::Command(|home| vec!["backup".into(), text(&target(home))]),
        is_done: backup_is_whole,
    },
];

/// Proved apart from the others.
const CLOSING: Deed = Deed {
    name: "closing a meeting",
    seed: seeds::ready,
    how: How::Screen(about_to_close, say_yes, is_closed),
    is_done: meeting_is_closed,
};

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn type_words(window: &mut Window) {
    window.keys(WORDS);
}

fn words_are_saved(window: &Window) -> bool {
    window.says_saved() && window.form().iter().any(|line| line.contains(WORDS))
}

fn about_to_close(window: &mut Window) {
    window.keys(F8).shows("y  close");
}

fn say_yes(window: &mut Window) {
    window.keys("y");
}

fn is_closed(window: &Window) -> bool {
    window.contents().contains("Agreement 1 is made")
}

fn target(home: &Home) -> PathBuf {
    home.path().join("backups/all.tar")
}

fn words_are_typed(home: &Home, before: &Case) -> bool {
    let case = stored(&home.store());
    let mut like = before.clone();
    let key = "child.words".to_owned();
    like.agreed_notes.insert(key.clone(), case.agreed_notes.get(&key).cloned().unwrap_or_default());
    assert_eq!(case, like, "only the note differs");
    let done = note(&case).contains(WORDS);
    assert!(done || case == *before, "half of the words: {:?}", note(&case));
    done
}

fn meeting_is_closed(home: &Home, before: &Case) -> bool {
    let store = home.store();
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
    let case = stored(&home.store());
    assert!(case == *before || case == seeds::ready_case(), "neither of the two");
    case != *before
}

fn backup_is_whole(home: &Home, before: &Case) -> bool {
    assert_eq!(stored(&home.store()), *before);
    let done = target(home).exists();
    if done {
        let contents = archive::verify(&target(home), &seal(&home.sessions())).unwrap();
        assert_eq!((contents.cases.len(), contents.damaged.len()), (1, 0));
    }
    done
}

/// What is done to one call.
#[derive(Clone, Copy, Debug)]
enum Blow {
    Kill,
    Error(&'static str),
}

impl Blow {
    fn at(self, call: &Call) -> Vec<String> {
        let what = match self {
            Self::Kill => "signal=KILL".to_owned(),
            Self::Error(error) => format!("error={error}"),
        };
        let Call { name, number } = call;
        vec![format!("--trace={name}"), format!("--inject={name}:{what}:when={number}")]
    }
}

/// A run with a blow, or without one to see which calls there are.
struct Run {
    home: Home,
    before: Case,
    record: String,
    /// Whether the program said that it was done, before the blow or in spite of it.
    said_done: bool,
}

fn run(deed: &Deed, arguments: &[String], killed: bool) -> Run {
    let home = Home::new();
    std::fs::create_dir(home.path().join("backups")).unwrap();
    (deed.seed)(&home);
    let before = stored(&home.store());
    let output = home.path().join("record");
    let (record, said_done) = match &deed.how {
        How::Command(command) => {
            let mut strace = Command::new("strace");
            strace.arg("-o").arg(&output).args(arguments).arg(crate::program());
            strace.args(command(&home)).arg("--sessions").arg(home.sessions());
            strace.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let status = strace.env("XDG_CONFIG_HOME", home.path()).status().unwrap();
            (std::fs::read_to_string(&output).unwrap(), status.success())
        }
        How::Screen(prepare, act, done) => {
            let mut window = seeds::open(&home);
            prepare(&mut window);
            let strace = Strace::attach(worker(&window), &output, arguments);
            act(&mut window);
            let said_done = follow(&mut window, &strace, *done, killed);
            let record = strace.detach();
            leave(&mut window, deed, said_done);
            (record, said_done)
        }
    };
    Run { home, before, record, said_done }
}

/// Waits until the program is dead, or says how it went.
fn follow(window: &mut Window, strace: &Strace, done: Done, killed: bool) -> bool {
    let mut said_done = false;
    for _ in 0..600 {
        window.wait(Duration::from_millis(50));
        said_done |= done(window);
        if window.has_ended() {
            while window.wait(Duration::from_millis(20)) {
                said_done |= done(window);
            }
            return said_done;
        }
        let was_hit = || strace.so_far().contains("(INJECTED)");
        let said_no = || window.contents().contains("The meeting is still open.") && was_hit();
        if !killed && (said_done || said_no()) {
            return said_done;
        }
        if killed && said_done && !window.wait(Duration::from_millis(300)) {
            return true;
        }
    }
    panic!("nothing came of it:\n{}\n{}", window.contents(), strace.so_far());
}

/// The program goes on: whatever was refused, it succeeds in the end, and is left.
fn leave(window: &mut Window, deed: &Deed, said_done: bool) {
    if window.has_ended() {
        return;
    }
    let How::Screen(_, _, done) = &deed.how else { return };
    if !said_done {
        about_to_close(window);
        say_yes(window);
        window.until("it is done the second time", done);
    }
    window.signal(rustix::process::Signal::TERM).until("the end", Window::has_ended);
}

/// What must hold after each run, and after the next save.
fn check(deed: &Deed, run: &Run, killed: bool) {
    let Run { home, before, said_done, .. } = run;
    let done = (deed.is_done)(home, before);
    assert!(done || !said_done, "it was said to be done");
    if matches!(deed.how, How::Screen(..)) && !killed {
        assert!(done, "it succeeds in the end");
    }
    let mut store = home.store();
    let (mut case, version) = store.load(&id()).unwrap();
    for past in store.history(&id()).unwrap() {
        assert!(past.kind != Kind::Damaged && store.state(&id(), past.number).is_ok(), "{past}");
    }
    case.coordinator = "the next save".into();
    seeds::save(&mut store, &case, &version, seeds::now());
    archive::write(&seal(&home.sessions()), &home.path().join("backups/next.tar")).unwrap();
    archive::remember(&home.sessions(), seeds::now().date()).unwrap();
    assert_eq!(litter(home.path()), Vec::<PathBuf>::new(), "the next save clears up");
    let documents = home.sessions().join("DEMO-01/documents");
    if case.issued.is_empty() && documents.exists() {
        let left: Vec<PathBuf> = tree(&documents).into_keys().collect();
        assert_eq!(left, Vec::<PathBuf>::new(), "documents of a meeting that was not closed");
    }
    assert_eq!(stored(&FolderStore::new(home.sessions())), case);
}

fn prove(deed: &Deed, errors: &[&'static str]) -> (usize, usize) {
    let traced = format!("--trace={CHANGES},{QUESTIONS}");
    let whole = run(deed, &[traced, "-y".into()], false);
    assert!(whole.said_done, "it works when nothing is in the way:\n{}", whole.record);
    let calls = calls_on(&whole.record, whole.home.path());
    check(deed, &whole, false);
    let changes =
        |call: &&Call| CHANGES.split(',').any(|name| name.trim_start_matches('?') == call.name);
    let mut blows: Vec<(&Call, Blow)> =
        calls.iter().filter(changes).map(|call| (call, Blow::Kill)).collect();
    for error in errors {
        let hit = calls.iter().filter(|call| *error == "EIO" || changes(call));
        blows.extend(hit.map(|call| (call, Blow::Error(error))));
    }
    assert!(blows.len() > 20, "{}: {:?}", deed.name, calls);
    let hit = at_once(24, &blows, |(call, blow)| {
        let killed = matches!(blow, Blow::Kill);
        let result = std::panic::catch_unwind(|| {
            let run = run(deed, &blow.at(call), killed);
            check(deed, &run, killed);
            run.record.contains("(INJECTED)") || run.record.contains("+++ killed by SIGKILL +++")
        });
        result.map_err(|_| format!("{}: {blow:?} at {} {}", deed.name, call.name, call.number))
    });
    let broken: Vec<&String> = hit.iter().filter_map(|hit| hit.as_ref().err()).collect();
    assert!(broken.is_empty(), "{} did not hold:\n{broken:#?}\n{}", broken.len(), whole.record);
    let hits = hit.iter().flatten().filter(|hit| **hit).count();
    println!("{}: {} calls, {} blows of {}", deed.name, calls.len(), hits, blows.len());
    (hits, blows.len())
}

#[test]
#[ignore = "needs strace and minutes: .ci/run runs it"]
fn whatever_call_fails_or_kills_the_case_is_the_old_one_or_the_new_one() {
    let mut all = (0, 0);
    for deed in &DEEDS {
        let (hits, blows) = prove(deed, &["EIO", "ENOSPC", "EROFS"]);
        all = (all.0 + hits, all.1 + blows);
    }
    println!("{} blows of {} met their call", all.0, all.1);
    // A run may differ by a call from the one that was recorded, where a clock ticks over.
    assert!(all.0 * 100 >= all.1 * 97, "{all:?}");
}

#[test]
#[ignore = "open: after some errors the second closing is not seen to come about (docs/durability.md)"]
fn whatever_call_fails_or_kills_while_closing_the_case_is_the_old_one_or_the_new_one() {
    let (hits, blows) = prove(&CLOSING, &["EIO", "ENOSPC", "EROFS"]);
    assert!(hits * 100 >= blows * 97, "{hits} of {blows}");
}
