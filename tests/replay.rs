//! Whatever is pressed, in whatever order and at whatever size: nothing panics, nothing typed is
//! lost, everything can be taken back, and the same messages give the same model.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod desk;

use convenor::app::action::{Action, PALETTE};
use convenor::app::dialog::Dialog;
use convenor::app::keymap::BINDINGS;
use convenor::app::update::update;
use convenor::app::{Model, Msg, Screen, wrap};
use convenor::domain::case::Case;
use convenor::domain::people::RowId;
use convenor::domain::slot::Kind;
use convenor::domain::text::{clean, clean_line};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use desk::places::{USUAL, full, models_at, opened, samples};
use desk::{Desk, caret, drawn, reference};
use proptest::prelude::*;
use proptest::sample::select;
use ratatui::layout::Size;

/// One thing that happens at the desk.
#[derive(Clone, Debug)]
enum Deed {
    Key(KeyEvent),
    Type(String),
    Paste(String),
    Do(Action),
    Resize(u16, u16),
    Wait(u64),
    /// The disk is full, or has room again.
    Fail(bool),
    /// The disk is slow, or has caught up.
    Hold(bool),
    /// Another program writes into the case.
    Elsewhere(String),
}

impl Deed {
    fn at(&self, desk: &mut Desk) {
        match self {
            Self::Key(event) => desk.send(Msg::Key(*event)),
            Self::Type(text) => desk.type_(text),
            Self::Paste(text) => desk.paste(text),
            Self::Do(action) => desk.do_(*action),
            Self::Resize(width, height) => desk.resize(*width, *height),
            Self::Wait(milliseconds) => desk.wait(*milliseconds),
            Self::Fail(fails) => {
                desk.store.fail_writes(fails.then(full));
                desk
            }
            Self::Hold(true) => desk.hold(),
            Self::Hold(false) => desk.release(),
            Self::Elsewhere(words) => {
                if desk.model.meeting().is_some() {
                    let mut theirs = desk.stored();
                    theirs.agreed_notes.insert("child.words".to_owned(), words.as_str().into());
                    desk.store.put(&theirs).unwrap();
                }
                desk
            }
        };
    }
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z ]{1,12}",
        1 => "[0-9]{1,2}[/ ]([0-9]{1,2}|Jan|may)?",
        1 => "\\PC{1,6}",
        1 => select(&["e\u{301}", "👩‍👧", "🇬🇧", "محمد", "王", "Łucja’s", "a\nb"][..])
            .prop_map(ToOwned::to_owned),
    ]
}

/// Every key that is bound, and some that are not.
fn any_key() -> impl Strategy<Value = KeyEvent> {
    let bound: Vec<KeyEvent> =
        BINDINGS.iter().flat_map(|row| row.chords.iter().map(|chord| chord.event())).collect();
    let plain = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
    prop_oneof![6 => select(bound), 1 => any::<char>().prop_map(plain)]
}

/// Anything that can happen.
fn anything() -> impl Strategy<Value = Deed> {
    prop_oneof![
        12 => any_key().prop_map(Deed::Key),
        4 => words().prop_map(Deed::Type),
        2 => any::<String>().prop_map(Deed::Paste),
        3 => select(&PALETTE[..]).prop_map(Deed::Do),
        2 => (1u16..=200, 1u16..=60).prop_map(|(width, height)| Deed::Resize(width, height)),
        2 => (0u64..3000).prop_map(Deed::Wait),
        1 => any::<bool>().prop_map(Deed::Fail),
        1 => any::<bool>().prop_map(Deed::Hold),
        1 => "[a-z]{1,5}".prop_map(Deed::Elsewhere),
    ]
}

/// What is done in a meeting without leaving or closing it.
fn work() -> impl Strategy<Value = Deed> {
    use Action as A;
    let actions = [
        A::NextField,
        A::NextField,
        A::NextField,
        A::PreviousField,
        A::NextItem,
        A::NextItem,
        A::PreviousItem,
        A::AddRow,
        A::AddRow,
        A::RemoveRow,
        A::MoveRowUp,
        A::MoveRowDown,
        A::Undo,
        A::Redo,
        A::NextAnswer,
        A::PreviousAnswer,
        A::ClearAnswer,
        A::DeleteBack,
        A::DeleteForward,
        A::DeleteWordBack,
        A::DeleteWordForward,
        A::SelectAll,
        A::SelectLeft,
        A::SelectWordLeft,
        A::Cut,
        A::Copy,
        A::Paste,
        A::NewLine,
        A::Left,
        A::WordLeft,
        A::Up,
        A::TextStart,
    ];
    prop_oneof![
        8 => select(actions.to_vec()).prop_map(Deed::Do),
        4 => words().prop_map(Deed::Type),
        1 => words().prop_map(Deed::Paste),
        1 => (0u64..1500).prop_map(Deed::Wait),
    ]
}

/// A case without the counter of its rows, which never goes back.
fn content(desk: &Desk) -> Case {
    Case { next_row: RowId(0), ..desk.case().clone() }
}

/// Takes back, or does again, everything that can be.
fn all(desk: &mut Desk, action: Action) {
    for _ in 0..6000 {
        if desk.model.allows(action).is_err() {
            return;
        }
        desk.send(Msg::Do(action));
    }
    panic!("{action:?} has no end");
}

fn fits(desk: &Desk) -> Result<(), TestCaseError> {
    let size = desk.model.size;
    let screen = desk.screen();
    prop_assert!(screen.lines().all(|line| wrap::width(line) <= size.width), "{}", screen);
    let (x, y) = desk.caret();
    prop_assert!(x < size.width && y < size.height, "the caret is at {x}, {y} of {size:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_program_goes_on_and_its_messages_give_the_same_model_again(
        deeds in prop::collection::vec(anything(), 1..40),
    ) {
        let mut desk = samples(&["DEMO-01", "DEMO-02", "DEMO-03"], USUAL);
        desk.do_(Action::OpenCase);
        for deed in &deeds {
            deed.at(&mut desk);
            fits(&desk)?;
        }
        let (first, _) = desk.log[0].clone();
        let (mut again, _) = Model::start(reference(), false, USUAL, first);
        for (now, msg) in &desk.log {
            update(&mut again, *now, msg.clone());
        }
        prop_assert!(again == desk.model, "another model came of the same messages");
    }

    #[test]
    fn what_was_typed_is_in_the_case_at_once_and_stored_within_a_second(
        item in 0usize..12, fields in 0usize..12, typed in "[a-zéł ]{0,20}[a-zéł]", pasted in words(),
    ) {
        let mut desk = opened("DEMO-02", USUAL);
        desk.times(12, Action::PreviousItem).times(item, Action::NextItem).times(fields, Action::NextField);
        let (Some(slot), Some(Kind::Prose | Kind::Line)) =
            (desk.meeting().slot().cloned(), desk.meeting().kind())
        else {
            return Ok(());
        };
        let before = desk.case().text(&slot).into_owned();
        desk.type_(&typed);
        prop_assert_eq!(desk.case().text(&slot), format!("{before}{typed}"));
        desk.paste(&format!(" {pasted}"));
        let pasted = if desk.meeting().kind() == Some(Kind::Prose) {
            clean(&pasted).into_owned()
        } else {
            clean_line(&pasted)
        };
        prop_assert_eq!(desk.case().text(&slot), format!("{before}{typed} {pasted}"));
        desk.wait(1000);
        prop_assert_eq!(&desk.stored(), desk.case());
        prop_assert!(desk.is_saved());
    }

    #[test]
    fn whatever_is_done_in_a_meeting_is_stored_within_a_second(
        deeds in prop::collection::vec(work(), 1..40),
    ) {
        let mut desk = opened("DEMO-02", USUAL);
        for deed in &deeds {
            deed.at(&mut desk);
        }
        desk.wait(1000);
        prop_assert_eq!(&desk.stored(), desk.case());
    }

    #[test]
    fn everything_can_be_taken_back_to_the_first_word_and_done_again_to_the_last(
        deeds in prop::collection::vec(work(), 1..50),
    ) {
        let mut desk = opened("DEMO-02", USUAL);
        let first = content(&desk);
        for deed in &deeds {
            deed.at(&mut desk);
        }
        all(&mut desk, Action::Redo);
        let last = content(&desk);
        all(&mut desk, Action::Undo);
        prop_assert_eq!(content(&desk), first);
        all(&mut desk, Action::Redo);
        prop_assert_eq!(content(&desk), last);
    }

    #[test]
    fn a_field_shows_what_the_case_holds(deeds in prop::collection::vec(work(), 1..40)) {
        let mut desk = opened("DEMO-02", USUAL);
        for deed in &deeds {
            deed.at(&mut desk);
            let meeting = desk.meeting();
            if let (Some(editor), Some(slot), Some(kind)) = (&meeting.editor, meeting.slot(), meeting.kind()) {
                let held = meeting.case.text(slot);
                prop_assert!(held == editor.text() || kind == Kind::Date, "{slot:?}: {held:?}");
            }
        }
    }

    #[test]
    fn leaving_at_any_moment_loses_no_word(deeds in prop::collection::vec(work(), 1..20), slow in any::<bool>()) {
        let mut desk = opened("DEMO-02", USUAL);
        for deed in &deeds {
            deed.at(&mut desk);
        }
        if slow {
            desk.hold();
        }
        let last = desk.case().clone();
        desk.send(Msg::Stop).release();
        prop_assert!(desk.left);
        prop_assert_eq!(desk.stored(), last);
    }
}

#[test]
fn every_size_from_one_cell_up_can_be_drawn_on_every_kind_of_screen() {
    for width in [1, 39, 40, 60, 110, 200] {
        for height in [1, 10, 14, 60] {
            for (place, model) in models_at(Size { width, height }) {
                let (x, y) = caret(&model);
                assert!(x < width && y < height, "{place} at {width}×{height}");
                let screen = drawn(&model);
                let fits = screen.lines().all(|line| wrap::width(line) <= width);
                assert!(fits, "{place} at {width}×{height}:\n{screen}");
            }
        }
    }
}

#[test]
fn a_paste_of_ten_thousand_lines_is_text_everywhere_and_never_a_command() {
    let lines: Vec<String> = (0..10_000).map(|n| format!("q y n {n}\u{1b}[31m")).collect();
    let pasted = lines.join("\r\n");
    for (place, mut desk) in desk::places::places(USUAL) {
        let before = desk.model.clone();
        desk.paste(&pasted);
        assert!(!desk.left, "{place}");
        let same_dialog = match (&before.dialog, &desk.model.dialog) {
            (Some(Dialog::Closing(_)), Some(Dialog::Closing(_))) | (None, None) => true,
            (Some(one), Some(other)) => {
                std::mem::discriminant(one) == std::mem::discriminant(other)
            }
            _ => false,
        };
        assert!(same_dialog, "{place}");
        let same_screen = std::mem::discriminant::<Screen>(&before.screen)
            == std::mem::discriminant(&desk.model.screen);
        assert!(same_screen, "{place}");
        assert!(!desk.screen().contains('\u{1b}'), "{place}");
        let Some(meeting) = before.meeting().filter(|_| before.dialog.is_none()) else { continue };
        if matches!(meeting.kind(), Some(Kind::Prose | Kind::Line)) && desk.case() != &meeting.case
        {
            desk.do_(Action::Undo);
            assert_eq!(desk.case(), &meeting.case, "{place}: a paste is one step");
        }
    }
}
