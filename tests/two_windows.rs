//! One case in two windows of the real program.
#![cfg(unix)]

mod window;

use convenor::domain::case::{Case, CaseId};
use convenor::store::{FolderStore, Store};
use rustix::process::Signal;
use window::{CTRL_Q, ENTER, Home, Window, sure};

const CHILD: &str = "Zofia Kowalska";
/// Takes over a case that was left elsewhere.
const CTRL_O: &str = "\x0f";
/// Decides whose words stand.
const F2: &str = "\x1bOQ";

fn id() -> CaseId {
    sure("MM-2026-001".parse())
}

/// A user’s home with one case.
fn home() -> Home {
    let home = Home::new();
    sure(FolderStore::new(home.sessions()).add(&Case::new(id(), "southwark", CHILD)));
    home
}

fn opened(home: &Home) -> Window {
    let mut window = home.start(&[]);
    window.shows(CHILD).keys(ENTER).shows("Case details – ");
    window
}

fn note(home: &Home, key: &str) -> String {
    let case = sure(home.store().load(&id())).0;
    case.agreed_notes.get(key).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn the_second_window_reads_and_takes_over_when_the_first_is_killed() {
    let home = home();
    let mut first = opened(&home);
    first.go("The child’s voice").keys("She wants to begin again.").shows("begin again.").saved();
    let mut second = opened(&home);
    second.shows("Read only").shows("This case is open on").go("The child’s voice");
    second.shows("She wants to begin again.").keys("x").shows("can only be read here");
    first.keys(" Soon.");
    second.shows("again. Soon.");
    first.signal(Signal::KILL).ends_anyhow();
    second.shows("left there now").keys(CTRL_O).shows("You can write here now");
    second.keys(" In May.").shows("In May.").saved();
    assert_eq!(note(&home, "child.words"), "She wants to begin again. Soon. In May.");
    assert!(second.keys(CTRL_Q).ends().success());
}

#[test]
fn where_no_lock_can_be_had_two_windows_keep_the_words_of_both() {
    let home = home();
    let folder = home.sessions().join("MM-2026-001");
    sure(std::fs::create_dir(folder.join(".convenor-open")));
    let (mut first, mut second) = (opened(&home), opened(&home));
    first.go("The child’s voice").keys("Hers.").shows("Hers.").saved();
    second.go("The parent’s voice").keys("His.").shows("Both are kept").saved();
    assert_eq!(note(&home, "child.words"), "Hers.");
    assert_eq!(note(&home, "parent.words"), "His.");
    second.go("The child’s voice").shows("Hers.").keys(" And more.").shows("And more.").saved();
    first.keys(" No more.").shows("F2 decides").keys(F2).shows("Whose words?");
    first.shows("Hers. No more.").shows("Hers. And more.").keys("b").saved();
    first.until("the words of both", |_| note(&home, "child.words").contains("And more."));
    assert_eq!(note(&home, "child.words"), "Hers. No more.\nHers. And more.");
    assert!(first.keys(CTRL_Q).ends().success());
    assert!(second.keys(CTRL_Q).ends().success());
}
