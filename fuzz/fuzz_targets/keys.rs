//! The whole program under any keys: every screen can be drawn at any size, fields show what the
//! case holds, what was typed is stored within a second, and everything can be taken back.
#![no_main]

use std::sync::{Arc, LazyLock};

use convenor::app::action::{Action, PALETTE};
use convenor::app::keymap::BINDINGS;
use convenor::app::{Msg, wrap};
use convenor::domain::case::Case;
use convenor::domain::people::RowId;
use convenor::domain::reference::Reference;
use convenor::domain::slot::Kind;
use convenor::store::{MemoryStore, samples};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use desk::{Desk, start_of_time, sure};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use ratatui::layout::Size;

#[path = "../../tests/desk/mod.rs"]
mod desk;

static REFERENCE: LazyLock<Arc<Reference>> = LazyLock::new(desk::reference);
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| sure(samples::cases(start_of_time().date())));
static KEYS: LazyLock<Vec<KeyEvent>> = LazyLock::new(|| {
    BINDINGS.iter().flat_map(|row| row.chords.iter().map(|chord| chord.event())).collect()
});

/// What is done within a meeting, without leaving or closing it.
const WORK: [Action; 34] = [
    Action::NextField,
    Action::PreviousField,
    Action::NextItem,
    Action::PreviousItem,
    Action::NextPart,
    Action::PreviousPart,
    Action::AddRow,
    Action::RemoveRow,
    Action::MoveRowUp,
    Action::MoveRowDown,
    Action::MarkDone,
    Action::Undo,
    Action::Redo,
    Action::NextAnswer,
    Action::PreviousAnswer,
    Action::ClearAnswer,
    Action::DeleteBack,
    Action::DeleteForward,
    Action::DeleteWordBack,
    Action::DeleteWordForward,
    Action::SelectAll,
    Action::SelectLeft,
    Action::SelectWordLeft,
    Action::Cut,
    Action::Copy,
    Action::Paste,
    Action::NewLine,
    Action::Left,
    Action::Right,
    Action::WordLeft,
    Action::Up,
    Action::Down,
    Action::TextStart,
    Action::TextEnd,
];

const WORDS: [&str; 12] = [
    "12 Jan",
    "+4w",
    "9.15",
    "Mrs O’Neill",
    "e\u{301}",
    "👩‍👧",
    "محمد",
    "王",
    "a\nb",
    "\u{1b}[2J",
    "y",
    "96.5",
];

fn typed(desk: &mut Desk, u: &mut Unstructured<'_>) -> Result<()> {
    match u.int_in_range(0..=2)? {
        0 => desk.type_(u.choose(&WORDS)?),
        1 => desk.paste(u.choose(&WORDS)?),
        _ => {
            let c = u.arbitrary::<char>()?;
            desk.send(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)))
        }
    };
    Ok(())
}

fn anything(desk: &mut Desk, u: &mut Unstructured<'_>) -> Result<()> {
    match u.int_in_range(0..=9)? {
        0..=4 => desk.send(Msg::Key(*u.choose(&KEYS)?)),
        5 => return typed(desk, u),
        6 => desk.do_(*u.choose(&PALETTE)?),
        7 => desk.resize(u.int_in_range(1..=130)?, u.int_in_range(1..=50)?),
        8 => desk.wait(u.int_in_range(0..=3000)?),
        _ => match u.int_in_range(0..=4)? {
            0 => desk.hold(),
            1 => desk.release(),
            2 => {
                desk.store.fail_writes(Some(desk::places::full()));
                desk
            }
            3 => {
                desk.store.fail_writes(None);
                desk
            }
            _ => elsewhere(desk),
        },
    };
    Ok(())
}

/// Another program writes into the case.
fn elsewhere(desk: &mut Desk) -> &mut Desk {
    if desk.model.meeting().is_some() {
        let mut theirs = desk.stored();
        theirs.agreed_notes.insert("child.words".to_owned(), "other words".into());
        sure(desk.store.put(&theirs));
    }
    desk
}

fn work(desk: &mut Desk, u: &mut Unstructured<'_>) -> Result<()> {
    match u.int_in_range(0..=4)? {
        0 | 1 => desk.do_(*u.choose(&WORK)?),
        2 | 3 => return typed(desk, u),
        _ => desk.wait(u.int_in_range(0..=1500)?),
    };
    Ok(())
}

fn check_screen(desk: &Desk) {
    let size = desk.model.size;
    let screen = desk.screen();
    assert!(screen.lines().all(|line| wrap::width(line) <= size.width), "{size:?}:\n{screen}");
    assert!(!screen.contains(|c: char| c.is_control() && c != '\n'), "{screen:?}");
}

fn check_caret(desk: &Desk) {
    let size = desk.model.size;
    let (x, y) = desk.caret();
    assert!(x < size.width && y < size.height, "the caret is at {x}, {y} of {size:?}");
}

fn check_field(desk: &Desk) {
    let Some(meeting) = desk.model.meeting() else { return };
    if let (Some(editor), Some(slot), Some(kind)) =
        (&meeting.editor, meeting.slot(), meeting.kind())
    {
        let held = meeting.case.text(slot);
        assert!(held == editor.text() || kind == Kind::Date, "{slot:?}: {held:?}");
    }
}

/// A case without the counter of its rows, which never goes back.
fn content(desk: &Desk) -> Option<Case> {
    let case = &desk.model.meeting()?.case;
    Some(Case { next_row: RowId(0), ..case.clone() })
}

/// Takes back, or does again, everything that can be.
fn all(desk: &mut Desk, action: Action) {
    while desk.model.allows(action).is_ok() {
        desk.send(Msg::Do(action));
    }
}

fn begin(u: &mut Unstructured<'_>) -> Result<Desk> {
    let case = u.choose(&CASES)?;
    let store = MemoryStore::new();
    sure(store.put(case));
    let mut desk = Desk::knowing(Arc::clone(&REFERENCE), store, Size { width: 80, height: 24 });
    desk.do_(Action::OpenCase);
    Ok(desk)
}

fn everything(u: &mut Unstructured<'_>) -> Result<()> {
    let mut desk = begin(u)?;
    while !u.is_empty() && !desk.left {
        let read = anything(&mut desk, u);
        check_screen(&desk);
        if read.is_err() || u.is_empty() {
            check_caret(&desk);
            return read;
        }
    }
    Ok(())
}

fn meeting(u: &mut Unstructured<'_>) -> Result<()> {
    let mut desk = begin(u)?;
    let Some(first) = content(&desk) else { return Ok(()) };
    let mut read = Ok(());
    while read.is_ok() && !u.is_empty() {
        read = work(&mut desk, u);
        check_field(&desk);
    }
    if desk.model.meeting().is_none() {
        return Ok(());
    }
    desk.wait(1000);
    assert!(&desk.stored() == desk.case(), "what is on the screen is not stored");
    all(&mut desk, Action::Redo);
    let last = content(&desk);
    all(&mut desk, Action::Undo);
    assert!(content(&desk) == Some(first), "taking everything back does not lead to the start");
    all(&mut desk, Action::Redo);
    assert!(content(&desk) == last, "doing everything again does not lead to the end");
    check_screen(&desk);
    Ok(())
}

fuzz_target!(|data: &[u8]| {
    let mut u = Unstructured::new(data);
    // What ends in the middle of a deed is as good as what does not.
    let _ = match u.int_in_range(0..=1) {
        Ok(0) => everything(&mut u),
        _ => meeting(&mut u),
    };
});
