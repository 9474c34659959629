//! What is copied stays inside the program, unless it was allowed to reach the terminal.
#![cfg(unix)]

mod window;

use convenor::domain::case::CaseId;
use convenor::store::Store;
use convenor::store::audit::Deed;
use window::{ENTER, Home, Window, sure};

const CHILD: &str = "Zofia Kowalska";
/// The same in base64, as a terminal is told to take it.
const FOR_THE_TERMINAL: &str = "\x1b]52;c;Wm9maWEgS293YWxza2E=";

/// A window with a new case, in which the name of the child was selected and copied.
fn copied(home: &Home, arguments: &[&str]) -> Window {
    let mut window = home.start(arguments);
    window.shows("There are no cases here yet").keys("n").shows("New case");
    window.keys(CHILD).keys(ENTER).shows("Which protocol?").keys(ENTER).shows("Case details – ");
    window.keys("\x01").keys("\x03").shows("Copied inside Convenor");
    window
}

fn raw(window: &Window) -> String {
    String::from_utf8_lossy(&window.raw).into_owned()
}

fn deeds(home: &Home) -> Vec<Deed> {
    let id: CaseId = sure(format!("MM-{}-001", year(home)).parse());
    let trail = sure(home.store().trail(&id));
    trail.lines().iter().map(|line| line.what.clone()).collect()
}

/// The year of the only reference.
fn year(home: &Home) -> String {
    let mut folders = sure(std::fs::read_dir(home.sessions()));
    let name = sure(window::found(folders.next())).file_name().to_string_lossy().into_owned();
    name.split('-').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn nothing_that_is_copied_reaches_the_terminal_unless_that_was_allowed() {
    let home = Home::new();
    let mut window = copied(&home, &[]);
    assert!(!raw(&window).contains("\x1b]52"));
    assert!(window.keys(window::CTRL_Q).ends().success());
    assert!(!raw(&window).contains("\x1b]52"));
    assert!(!deeds(&home).contains(&Deed::Copied));
}

#[test]
fn where_it_was_allowed_what_is_copied_is_sent_to_the_terminal_and_told_in_the_trail() {
    let home = Home::new();
    let mut window = copied(&home, &["--clipboard"]);
    window.shows("Copied inside Convenor, and sent to the terminal.");
    assert!(raw(&window).contains(FOR_THE_TERMINAL), "{:?}", raw(&window));
    assert!(window.keys(window::CTRL_Q).ends().success());
    assert!(deeds(&home).contains(&Deed::Copied));
}

#[test]
fn what_is_too_long_for_the_terminal_is_not_cut_off_there() {
    let home = Home::new();
    let mut window = copied(&home, &["--clipboard"]);
    window.go("voice").keys(&format!("\x1b[200~{}\x1b[201~", "a long story ".repeat(6_000)));
    window.keys("\x01").keys("\x03").shows("it is too long for the terminal");
    assert_eq!(raw(&window).matches("\x1b]52").count(), 1);
}
