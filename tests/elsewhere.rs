//! One case in several windows, on several machines and in synchronising folders: nobody’s words are
//! overwritten.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail loudly")]

mod desk;

use std::path::{Path, PathBuf};

use convenor::app::Msg;
use convenor::app::action::Action;
use convenor::app::dialog::Dialog;
use convenor::app::save::Saved;
use convenor::domain::case::{Case, State};
use convenor::domain::merge::common;
use convenor::domain::slot::{Audience, Fact, Slot};
use convenor::domain::table::{Column, Table};
use convenor::store::{FolderStore, MemoryStore, Other, Store, StoreError};
use desk::{Desk, sample, start_of_time};
use proptest::prelude::*;
use ratatui::layout::Size;

const WIDE: Size = Size { width: 120, height: 40 };
const VOICE: &str = "child.words";

/// A meeting with an empty note, stored.
fn begun() -> Desk {
    let mut desk = Desk::new_case("Anna");
    desk.wait(1000).go("child");
    desk
}

/// Somebody else stores a change of the case.
fn elsewhere(desk: &Desk, change: impl Fn(&mut Case)) {
    let mut theirs = desk.stored();
    change(&mut theirs);
    desk.store.put(&theirs).unwrap();
}

fn note(case: &mut Case, text: &str) {
    case.agreed_notes.insert(VOICE.to_owned(), text.into());
}

/// “mine” typed where somebody else stored “theirs”.
fn clashing() -> Desk {
    let mut desk = begun();
    elsewhere(&desk, |case| note(case, "theirs"));
    desk.type_("mine").wait(2000).shows("F2 decides").shows("! 1 to decide");
    desk
}

#[test]
fn what_was_changed_in_other_places_is_kept_on_both_sides_and_said() {
    let mut desk = begun();
    elsewhere(&desk, |case| case.terms.roll = "on both rolls".into());
    desk.type_("mine").wait(2000);
    desk.shows("Changed elsewhere at 14:01: Terms. Both are kept.");
    assert_eq!(desk.stored().agreed_notes[VOICE], "mine");
    assert_eq!(desk.stored().terms.roll, "on both rolls");
    assert_eq!(desk.case(), &desk.stored());
    desk.type_("!").press("Ctrl+Z").press("Ctrl+Z").wait(2000);
    assert!(!desk.stored().agreed_notes.contains_key(VOICE));
    assert_eq!(
        desk.stored().terms.roll,
        "on both rolls",
        "undo takes back only what was typed here"
    );
}

#[test]
fn lines_of_one_note_are_kept_on_both_sides_and_the_caret_stays_in_its_word() {
    let mut desk = begun();
    desk.type_("one\ntwo\nthree").wait(1000);
    elsewhere(&desk, |case| note(case, "zero\none\ntwo\nthree"));
    desk.do_(Action::Up).type_("!").wait(2000).type_("?").wait(1000);
    assert_eq!(desk.stored().agreed_notes[VOICE], "zero\none\ntwo!?\nthree");
    desk.shows("Undo begins");
}

#[test]
fn one_place_changed_on_both_sides_is_asked_about_and_neither_is_overwritten_meanwhile() {
    let mut desk = clashing();
    assert_eq!(desk.stored().agreed_notes[VOICE], "theirs");
    assert_eq!(desk.case().agreed_notes[VOICE], "mine");
    desk.type_(" and more").wait(2000);
    assert_eq!(desk.stored().agreed_notes[VOICE], "theirs", "typing never answers");
    assert_eq!(desk.store.sheltered().unwrap().agreed_notes[VOICE], "mine and more");
    let aside = desk.store.aside();
    let kept: Vec<&str> = aside.iter().map(|case| &*case.agreed_notes[VOICE]).collect();
    assert_eq!(kept, ["mine", "theirs"]);
}

#[test]
fn mine_theirs_or_both_are_one_key_each_and_undo_takes_them_back() {
    for (key, stands) in [("m", "mine"), ("t", "theirs"), ("b", "mine\ntheirs")] {
        let mut desk = clashing();
        desk.do_(Action::Decide).shows("Whose words?").shows("mine").shows("theirs").press(key);
        assert!(desk.model.dialog.is_none());
        desk.wait(2000);
        assert_eq!(desk.stored().agreed_notes[VOICE], stands, "{key}");
        assert_eq!(desk.store.sheltered(), None, "nothing is kept twice");
        assert!(matches!(desk.meeting().save.state(), Saved::At(_)));
        assert_eq!(desk.meeting().save.to_decide(), 0);
        if key != "m" {
            desk.press("Ctrl+Z").wait(2000);
            assert_eq!(desk.stored().agreed_notes[VOICE], "mine", "{key} taken back");
        }
    }
}

#[test]
fn one_answer_cannot_be_both() {
    let mut desk = begun();
    elsewhere(&desk, |case| {
        case.set_text(&Slot::Fact(Fact::VoiceOn), "1 Nov 2026", start_of_time().date());
    });
    desk.field("Gathered on").type_("2 Nov 2026").wait(2000).do_(Action::Decide).press("b");
    desk.shows("Only one of the two can stand here").press("t").wait(2000);
    assert_eq!(desk.stored().childs_part.voice_on.to_string(), "Sun 1 November 2026");
}

#[test]
fn a_row_removed_elsewhere_and_changed_here_is_asked_about() {
    let mut desk = Desk::ready();
    desk.wait(1000).go("targets").field("What").press("Ctrl+End").type_(" mine");
    elsewhere(&desk, |case| case.targets.clear());
    desk.wait(2000).do_(Action::Decide).shows("(removed)");
    desk.press("t").wait(2000);
    assert!(desk.stored().targets.is_empty());
    desk.press("Ctrl+Z").wait(2000);
    assert!(desk.stored().targets[0].what.ends_with(" mine"));
}

#[test]
fn rows_added_on_both_sides_under_one_number_are_both_there_and_typing_goes_on_in_mine() {
    let mut desk = Desk::ready();
    desk.wait(1000).go("commitments").do_(Action::AddRow).press("Tab").type_("Anna");
    elsewhere(&desk, |case| {
        let id = case.take_row_id();
        let row =
            convenor::domain::plan::Commitment { id, who: "Rosalind".into(), ..Default::default() };
        case.commitments.push(row);
    });
    desk.wait(2000).type_(" Nowak").wait(1000);
    let names: Vec<String> =
        desk.stored().commitments.iter().map(|row| row.who.to_string()).collect();
    assert!(names.contains(&"Anna Nowak".to_owned()), "{names:?}");
    assert!(names.contains(&"Rosalind".to_owned()), "{names:?}");
}

#[test]
fn what_cannot_be_read_is_left_alone_until_it_can_and_is_then_brought_together() {
    let mut desk = begun();
    let whole = desk.store.bytes("MM-2026-001").unwrap();
    desk.store.put_bytes("MM-2026-001", b"(format: 99, case: (");
    desk.type_("mine").wait(2000).shows("Kept aside").do_(Action::Decide).shows("Look again");
    desk.do_(Action::LookAgain).wait(1000).shows("Kept aside");
    assert_eq!(desk.store.bytes("MM-2026-001").unwrap(), b"(format: 99, case: (");
    desk.store.put_bytes("MM-2026-001", &whole);
    desk.do_(Action::Decide).do_(Action::LookAgain).wait(2000);
    assert_eq!(desk.stored().agreed_notes[VOICE], "mine");
    assert_eq!(desk.store.sheltered(), None);
}

#[test]
fn a_save_that_fails_while_both_are_brought_together_is_tried_again() {
    let mut desk = begun();
    elsewhere(&desk, |case| note(case, "theirs"));
    desk.hold().type_("mine").wait(1000).work_one();
    let full = StoreError::Unwritten { place: "here".into(), reason: "the disk is full".into() };
    desk.store.fail_writes(Some(full));
    desk.release().wait(3000).shows("NOT SAVED");
    assert_eq!(desk.stored().agreed_notes[VOICE], "theirs");
    desk.store.fail_writes(None);
    desk.wait(5000).shows("! 1 to decide");
    assert_eq!(desk.store.sheltered().unwrap().agreed_notes[VOICE], "mine");
    assert_eq!(desk.store.aside().len(), 2);
}

#[test]
fn leaving_asks_what_is_to_be_decided_and_the_system_asking_to_stop_loses_nothing() {
    let mut desk = clashing();
    desk.do_(Action::BackToCases).shows("Whose words?").press("Esc");
    desk.type_("!").send(Msg::Stop);
    assert!(desk.left);
    assert_eq!(desk.stored().agreed_notes[VOICE], "theirs");
    assert_eq!(desk.store.sheltered().unwrap().agreed_notes[VOICE], "mine!");
}

#[test]
fn an_agreement_made_elsewhere_stays_and_my_other_words_make_it_a_correction() {
    let mut desk = Desk::ready();
    desk.store.forget_locks();
    for _ in 0..4 {
        desk.do_(Action::CloseMeeting).press("Enter").press(" ");
    }
    desk.wait(1000);
    let mut other = Desk::on(desk.store.clone(), WIDE);
    other.do_(Action::OpenCase).do_(Action::CloseMeeting).press("y");
    let given_out = other.document("DEMO-01-agreement-1.pdf").unwrap();
    desk.go("strengths").press("Ctrl+End").type_(" indeed").wait(2000).shows("Agreement made");
    assert_eq!((desk.stored().issued.len(), desk.stored().state), (1, State::Open));
    for _ in 0..8 {
        desk.do_(Action::CloseMeeting).press("Enter").press(" ");
    }
    desk.do_(Action::CloseMeeting).press("y");
    let numbers: Vec<u32> = desk.stored().issued.iter().map(|issued| issued.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(desk.document("DEMO-01-agreement-1.pdf").unwrap(), given_out);
}

#[test]
fn a_second_window_reads_who_has_the_case_and_since_when_sees_it_grow_and_takes_over() {
    let mut first = Desk::ready();
    let mut second = Desk::on(first.store.clone(), WIDE);
    second.do_(Action::OpenCase).shows("Read only").shows("another desk").shows("since 14:01");
    second.go("child").type_("not here").do_(Action::AddRow).do_(Action::CloseMeeting);
    second.shows("open elsewhere");
    assert_eq!(second.case(), &second.stored());
    first.go("child").press("Ctrl+End").type_("they said more").wait(1000);
    second.wait(3000).shows("they said more").hides("left there now");
    second.do_(Action::Export).shows("Which document").press("Esc");
    first.do_(Action::BackToCases);
    second.press("Ctrl+O").shows("open elsewhere");
    second.wait(3000).shows("left there now").press("Ctrl+O").shows("You can write here now");
    second.press("Ctrl+End").type_(" and here too").wait(1000);
    let words = second.stored().agreed_notes.values().cloned().collect::<Vec<_>>();
    assert!(words.iter().any(|text| text.ends_with("they said more and here too")), "{words:?}");
    first.do_(Action::OpenCase).shows("Read only");
}

#[test]
fn a_window_that_was_killed_holds_nothing_and_is_told_of() {
    let store = MemoryStore::new();
    store.put(&sample("DEMO-01")).unwrap();
    let mut killed = Desk::on(store.clone(), WIDE);
    killed.do_(Action::OpenCase);
    drop(killed);
    let mut next = Desk::on(store, WIDE);
    next.do_(Action::OpenCase).shows("Convenor ended while this was").hides("Read only");
}

/// Another version of the sample beside it, changed so.
fn copied(desk: &Desk, change: impl Fn(&mut Case)) -> Other {
    let case = desk.stored();
    let mut copy = case.clone();
    change(&mut copy);
    let base = Box::new(common(&case, &copy));
    Other { name: "case-LAPTOP.ron".to_owned(), case: Box::new(copy), base: Some(base) }
}

#[test]
fn a_version_found_beside_a_case_is_marked_and_brought_in_by_one_key() {
    let mut desk = Desk::ready();
    let copy = copied(&desk, |case| case.coordinator = "typed on the laptop".into());
    desk.store.put_beside(copy.clone());
    desk.do_(Action::BackToCases).shows("! Łucja").shows("1 other version beside it");
    desk.do_(Action::OpenCase).shows("1 other version was found beside it");
    desk.do_(Action::BringIn).wait(2000);
    if desk.meeting().save.to_decide() > 0 {
        desk.do_(Action::Decide).press("t").wait(2000);
    }
    desk.shows("in the history now");
    assert_eq!(desk.stored().coordinator, "typed on the laptop");
    assert!(desk.store.aside().contains(&copy.case));
    desk.do_(Action::BackToCases).hides("other version");
}

#[test]
fn where_a_version_from_beside_clashes_mine_stands_until_that_is_decided() {
    let mut desk = Desk::ready();
    let before = desk.stored();
    let copy = copied(&desk, |case| case.home_school = "Another School".into());
    desk.store.put_beside(copy);
    desk.do_(Action::BackToCases).do_(Action::OpenCase).do_(Action::BringIn).wait(2000);
    desk.shows("! 1 to decide");
    assert_eq!(desk.stored().home_school, before.home_school);
    assert_eq!(desk.meeting().others, 1);
    desk.do_(Action::Decide).shows("Another School").press("m").wait(2000);
    desk.shows("in the history now");
    assert_eq!(desk.stored().home_school, before.home_school);
}

/// What happens to a case that several windows have open where there are no locks.
#[derive(Clone, Debug)]
enum Event {
    /// A window writes a sentence into one of the places.
    Write(usize, usize),
    /// Time passes for a window.
    Wait(usize, u64),
    /// The disk of a window is slow for a while, or no longer.
    Hold(usize),
    Release(usize),
    /// A window decides what is asked.
    Decide(usize, usize),
    /// Another program changes a place in what stands.
    Outside(usize),
    /// A synchronising folder puts an older version back, with a sentence of its own.
    Older(usize),
    /// A synchronising folder leaves a version beside the case, and a window brings it in.
    Beside(usize),
    BringIn(usize),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let window = 0..5_usize;
    let event = prop_oneof![
        6 => (window.clone(), 0..PLACES).prop_map(|(window, place)| Event::Write(window, place)),
        4 => (window.clone(), 100..3000_u64).prop_map(|(window, time)| Event::Wait(window, time)),
        1 => window.clone().prop_map(Event::Hold),
        1 => window.clone().prop_map(Event::Release),
        2 => (window.clone(), 0..3_usize).prop_map(|(window, key)| Event::Decide(window, key)),
        2 => (0..PLACES).prop_map(Event::Outside),
        1 => (0..PLACES).prop_map(Event::Older),
        1 => (0..PLACES).prop_map(Event::Beside),
        1 => window.prop_map(Event::BringIn),
    ];
    prop::collection::vec(event, 1..40)
}

const PLACES: usize = 5;

/// Goes to a place and writes a sentence there as a person would.
fn write(desk: &mut Desk, place: usize, sentence: &str) {
    desk.model.dialog = None;
    match place {
        0 => drop(desk.go("child").paste(sentence)),
        1 => drop(desk.go("child").press("Tab").press("Ctrl+End").paste(&format!("\n{sentence}"))),
        2 => drop(desk.go("parent").paste(sentence)),
        3 => drop(desk.go("case details").press("Tab").paste(sentence)),
        _ => drop(desk.go("commitments").do_(Action::AddRow).press("Tab").paste(sentence)),
    }
}

/// Writes a sentence into a case as another program would.
fn change(case: &mut Case, place: usize, sentence: &str) {
    let today = start_of_time().date();
    let slot = match place {
        0 => Slot::Note(Audience::Agreed, VOICE.to_owned()),
        1 | 2 => Slot::Note(Audience::Agreed, "child.said".to_owned()),
        3 => Slot::Fact(Fact::Coordinator),
        _ => {
            let id = case.take_row_id();
            case.put_row(0, Table::Commitments.blank_row(id));
            Slot::Cell(Table::Commitments, id, Column::Who)
        }
    };
    let text = format!("{}{sentence}", case.text(&slot));
    case.set_text(&slot, &text, today);
}

/// Everything that stands in any file of a folder.
fn all_words(folder: &Path, words: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_words(&path, words);
        } else {
            words.push_str(&String::from_utf8_lossy(&std::fs::read(&path).unwrap()));
        }
    }
}

/// Lets another program or a synchronising folder do something; says whether it did. `older` is a
/// version that stood earlier, and goes with whether a window knows what stands now: what nobody has
/// open is beyond our reach.
fn from_outside(
    event: &Event,
    outside: &mut FolderStore,
    (older, known): (&mut Case, bool),
    sentence: &str,
) -> bool {
    let id = older.id.clone();
    let (stands, version) = outside.load(&id).unwrap();
    let folder = PathBuf::from(outside.place()).join(id.as_str());
    let put = |name: &str, place: usize, older: &Case| {
        let mut theirs = older.clone();
        change(&mut theirs, place, sentence);
        let elsewhere = tempfile::TempDir::new().unwrap();
        FolderStore::new(elsewhere.path()).add(&theirs).unwrap();
        let file = elsewhere.path().join(id.as_str()).join("case.ron");
        std::fs::copy(file, folder.join(name)).unwrap();
    };
    match event {
        Event::Outside(place) => {
            let mut theirs = stands;
            change(&mut theirs, *place, sentence);
            outside.save(&theirs, &version, start_of_time()).unwrap();
        }
        Event::Older(place) if known => put("case.ron", *place, older),
        Event::Beside(place) => {
            let mark = sentence.replace(' ', "-");
            put(&format!("case-LAPTOP-{mark}.ron"), *place, older);
            *older = stands;
        }
        _ => return false,
    }
    true
}

/// Lets this happen in so many windows, and returns the sentences that were written and everything
/// that then stands in the folder.
fn happened(windows: usize, events: &[Event]) -> (Vec<String>, String) {
    let place = tempfile::TempDir::new().unwrap();
    let case = Case::new("MM-2026-001".parse().unwrap(), "southwark", "Anna");
    let mut outside = FolderStore::new(place.path());
    outside.add(&case).unwrap();
    let folder = place.path().join("MM-2026-001");
    // No lock can be had: everybody may write.
    std::fs::create_dir(folder.join(".convenor-open")).unwrap();
    let mut desks: Vec<Desk> = (0..windows).map(|_| Desk::in_folder(place.path())).collect();
    for desk in &mut desks {
        desk.do_(Action::OpenCase);
    }
    let mut sentences = Vec::new();
    let mut older = case.clone();
    for (number, event) in events.iter().enumerate() {
        let sentence = format!("sentence {number} ends here. ");
        let (stands, _) = outside.load(&case.id).unwrap();
        match event {
            Event::Write(at, place) => {
                write(&mut desks[at % windows], *place, &sentence);
                sentences.push(sentence);
            }
            Event::Wait(at, time) => drop(desks[at % windows].wait(*time)),
            Event::Hold(at) => drop(desks[at % windows].hold()),
            Event::Release(at) => drop(desks[at % windows].release()),
            Event::Decide(at, key) => {
                let desk = &mut desks[at % windows];
                desk.do_(Action::Decide);
                if matches!(desk.model.dialog, Some(Dialog::Clashes(_))) {
                    desk.press(["m", "t", "b"][*key]);
                }
                desk.model.dialog = None;
            }
            Event::BringIn(at) => drop(desks[at % windows].send(Msg::Do(Action::BringIn))),
            other => {
                let known = desks.iter().any(|desk| desk.case() == &stands && desk.is_saved());
                if from_outside(other, &mut outside, (&mut older, known), &sentence) {
                    sentences.push(sentence);
                }
            }
        }
    }
    for desk in &mut desks {
        write(desk, 2, "the last word. ");
        desk.release().wait(5000).send(Msg::Stop);
        assert!(desk.left);
    }
    let mut words = String::new();
    all_words(&folder, &mut words);
    (sentences, words)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn with_two_three_and_five_windows_and_changes_from_outside_every_sentence_is_found(events in events()) {
        for windows in [2, 3, 5] {
            let (sentences, words) = happened(windows, &events);
            for sentence in &sentences {
                let (said, _) = sentence.split_at(sentence.len() - 1);
                prop_assert!(words.contains(said), "{said:?} is gone with {windows} windows");
            }
        }
    }
}
