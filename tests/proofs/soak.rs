//! A day of eight meetings in one program, as fast as it takes keys: memory and open files stay as
//! they were after the second.

use std::fs;
use std::time::Duration;

use convenor::domain::case::{CaseId, State};
use convenor::store::Store;

use crate::seeds;
use crate::window::{ENTER, ESC, F8, Home, Window};

const CHILDREN: [&str; 8] =
    ["Ottilie", "Bartek", "Chidi", "Dorota", "Emeka", "Fergus", "Gwenllian", "Hyacinth"];
/// How much more memory the eighth meeting may leave than the second, in kilobytes.
const MORE: u64 = 2_048;

/// The memory in kilobytes and the open files of a program that does nothing: of ten looks the one
/// with the fewest files, because the list is still being read while it already shows.
fn held(window: &mut Window) -> (u64, usize) {
    let place = format!("/proc/{}", window.pid().as_raw_nonzero());
    let look = |_| {
        window.wait(Duration::from_millis(50));
        fs::read_dir(format!("{place}/fd")).unwrap().count()
    };
    let files = (0..10).map(look).min().unwrap();
    let status = fs::read_to_string(format!("{place}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    (line.split_whitespace().nth(1).unwrap().parse().unwrap(), files)
}

/// Opens the case of a child, puts two thousand words into it, takes some back, closes its meeting
/// and leaves it.
fn hold(window: &mut Window, child: &str) {
    window.shows("8 open cases,").keys("/").shows("Find").keys(child).shows("Find (1)");
    window.keys(ENTER).keys(ENTER).shows("The child’s voice");
    seeds::to_the_note(window);
    for page in 0..10 {
        let sentence = format!("On page {page} she says that mornings are best. ");
        window.keys(&format!("\x1b[200~{}\x1b[201~", sentence.repeat(20)));
        window.keys(&format!("page{page}typed ")).shows(&format!("page{page}typed")).saved();
    }
    // Some of it is taken back and typed again.
    window
        .keys(&"\x1a".repeat(9))
        .keys(&"\x19".repeat(9))
        .keys("the last word")
        .shows("the last word");
    window.saved().keys(F8).shows("y  close").keys("y").shows("is made").keys(ENTER);
    window.shows("closed, agreement 1").keys(ESC).shows("Find (1)").keys(ESC);
}

#[test]
#[ignore = "takes a minute: .ci/run runs it"]
fn memory_and_open_files_stay_flat_over_a_day_of_eight_meetings() {
    let home = Home::new();
    let mut store = home.store();
    let ids: Vec<CaseId> =
        (1..=8).map(|number| format!("MM-2026-{number:03}").parse().unwrap()).collect();
    for (id, child) in ids.iter().zip(CHILDREN) {
        let mut case = seeds::ready_case();
        (case.id, case.child.name) = (id.clone(), child.into());
        store.add(&case).unwrap();
    }
    let mut window = seeds::start(&home, &[]);
    let mut after = Vec::new();
    for child in CHILDREN {
        hold(&mut window, child);
        after.push(held(&mut window));
    }
    window.keys("q");
    assert!(window.ends().success());
    println!("after each meeting, kB and open files: {after:?}");
    for id in &ids {
        assert_eq!(store.load(id).unwrap().0.state, State::Closed);
    }
    let (second, last) = (after[1], after[7]);
    assert_eq!(last.1, second.1, "{after:?}");
    assert!(last.0 <= second.0 + MORE, "{after:?}");
}
