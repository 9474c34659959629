//! The keys: none clashes, the help line tells the truth, everything can be found and run by name,
//! and nothing that cannot be taken back happens on one key.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod desk;

use std::fs;
use std::path::Path;

use convenor::app::action::{Action, PALETTE};
use convenor::app::dialog::Dialog;
use convenor::app::effect::Effect;
use convenor::app::keymap::{BINDINGS, Binding, Scope, active, markdown, resolve};
use convenor::app::parts::frozen;
use convenor::app::update::update;
use convenor::app::{Model, Msg, Screen};
use convenor::domain::case::Case;
use convenor::domain::people::RowId;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use desk::drawn;
use desk::places::{USUAL, WIDE, models};
use ratatui::layout::Size;

/// Keys that mean one thing inside and another further out, each on purpose.
const ON_PURPOSE: &[(Scope, Scope, &str, &str)] = &[
    (Scope::Question, Scope::Findings, "Esc", "both leave things as they are"),
    (Scope::List, Scope::Text, "Home", "the list is walked through while what narrows it is short"),
    (Scope::List, Scope::Text, "End", "the list is walked through while what narrows it is short"),
];

/// What a message does to a copy of a model.
fn sent(model: &Model, msg: Msg) -> (Model, Vec<Effect>) {
    let mut after = model.clone();
    let effects = update(&mut after, model.now, msg);
    (after, effects)
}

fn pressed(model: &Model, event: KeyEvent) -> (Model, Vec<Effect>) {
    sent(model, Msg::Key(event))
}

fn quiet(model: &Model) -> Model {
    Model { notice: None, ..model.clone() }
}

/// Fails with every complaint at once.
#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn no_two_keys_clash_wherever_both_can_be_pressed() {
    let mut complaints = Vec::new();
    for (place, model) in &models() {
        let scopes = model.scopes();
        let all = BINDINGS.iter().filter(|binding| scopes.contains(&binding.scope));
        let all: Vec<&Binding> = all.collect();
        for (n, one) in all.iter().enumerate() {
            for other in &all[n + 1..] {
                let shared = one.chords.iter().filter(|chord| other.chords.contains(chord));
                for chord in shared.map(ToString::to_string) {
                    let excused = ON_PURPOSE.iter().any(|(inner, outer, key, _)| {
                        let pair = [one.scope, other.scope];
                        pair.contains(inner) && pair.contains(outer) && *key == chord
                    });
                    if !excused {
                        let (a, b) = (one.action, other.action);
                        complaints.push(format!("{chord} is {a:?} and {b:?} at {place}"));
                    }
                }
            }
        }
    }
    none(&complaints);
}

/// The hints on the last line of a screen, each as its key and its words.
fn hints(screen: &str) -> Vec<(String, String)> {
    let line = screen.lines().last().unwrap_or_default();
    let parts = line.split("  ").map(str::trim).filter(|part| !part.is_empty());
    let split = |part: &str| {
        let (key, words) =
            part.split_once(' ').unwrap_or_else(|| panic!("a hint of one word: {line}"));
        (key.to_owned(), words.to_owned())
    };
    parts.map(split).collect()
}

/// Whether doing something only said something, as a refusal does. Saying that everything is saved
/// is what was asked for.
fn did_nothing(before: &Model, after: &Model, effects: &[Effect], action: Action) -> bool {
    let answered = action == Action::SaveNow && after.notice != before.notice;
    effects.is_empty() && quiet(before) == quiet(after) && !answered
}

#[test]
fn every_key_in_the_help_line_does_what_it_says() {
    let mut complaints = Vec::new();
    for size in [Size { width: 40, height: 10 }, USUAL, WIDE] {
        for (place, model) in &models() {
            let model = &sent(model, Msg::Resize(size)).0;
            let scopes = model.scopes();
            for (key, words) in hints(&drawn(model)) {
                let shown = |binding: &&&Binding| {
                    binding.chords[0].to_string() == key && binding.hint == words
                };
                let Some(binding) = active(&scopes).iter().find(shown).copied() else {
                    complaints.push(format!("{key} {words} is not bound at {place}"));
                    continue;
                };
                for chord in binding.chords {
                    if resolve(&scopes, chord.event()) != Some(binding.action) {
                        complaints.push(format!("{chord} is not {words} at {place}"));
                    }
                    let (after, effects) = pressed(model, chord.event());
                    if did_nothing(model, &after, &effects, binding.action) {
                        let notice = after.notice.map(|notice| notice.text).unwrap_or_default();
                        complaints.push(format!("{chord} {words} at {place}: nothing. {notice}"));
                    }
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn a_wide_help_line_shows_every_key_that_works_and_none_that_is_refused() {
    let mut complaints = Vec::new();
    for (place, model) in &models() {
        let model = &sent(model, Msg::Resize(Size { width: 300, height: 50 })).0;
        let shown = hints(&drawn(model));
        for binding in active(&model.scopes()).iter().filter(|row| !row.hint.is_empty()) {
            let refused = model.hint_refusal(binding.action);
            let hint = (binding.chords[0].to_string(), binding.hint.to_owned());
            let doubled = shown.iter().any(|(_, words)| *words == binding.hint);
            match (refused, shown.contains(&hint)) {
                (Some(reason), true) => {
                    complaints.push(format!("{hint:?} is shown at {place} but refused: {reason}"));
                }
                (None, false) if !doubled && binding.action != Action::Palette => {
                    complaints.push(format!("{hint:?} works at {place} but is not shown"));
                }
                _ => {}
            }
        }
    }
    none(&complaints);
}

#[test]
fn everything_that_can_be_done_has_a_key_or_a_name_in_the_palette() {
    let lost = Action::ALL.iter().filter(|action| {
        !action.is_in_palette() && !BINDINGS.iter().any(|binding| binding.action == **action)
    });
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<&Action>::new());
}

#[test]
fn the_palette_names_what_was_asked_for_in_so_many_words() {
    let names: Vec<&str> = PALETTE.iter().map(|action| action.words()).collect();
    for name in [
        "New case",
        "Open case",
        "Next item",
        "Previous item",
        "Add row",
        "Remove row",
        "Undo",
        "Redo",
        "Save now",
        "Close meeting",
        "Export agreement",
        "Room view",
        "Back to cases",
        "Quit",
    ] {
        assert_eq!(names.iter().filter(|other| other.starts_with(name)).count(), 1, "{name}");
    }
    for (n, name) in names.iter().enumerate() {
        assert!(!names[n + 1..].contains(name), "two are called {name}");
    }
}

#[test]
fn every_action_of_the_palette_is_found_by_a_part_of_its_name_and_run_with_enter() {
    let models = models();
    let mut complaints = Vec::new();
    for action in PALETTE {
        let open = models.iter().find(|(_, model)| {
            model.dialog.is_none()
                && model.scopes().contains(&Scope::Everywhere)
                && model.allows(action).is_ok()
        });
        let Some((place, open)) = open else {
            complaints.push(format!("{action:?} can be done nowhere"));
            continue;
        };
        let name = action.words().to_lowercase();
        let part: String = name.chars().take(name.chars().count().max(5) - 2).collect();
        let (mut model, _) = sent(open, Msg::Do(Action::Palette));
        for c in part.chars() {
            model = pressed(&model, KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)).0;
        }
        let Some(Dialog::Pick(pick)) = &model.dialog else {
            complaints.push(format!("the palette did not stay open for {part:?} at {place}"));
            continue;
        };
        let first = pick.shown().next().map(|choice| choice.words.clone()).unwrap_or_default();
        if first != action.words() {
            complaints.push(format!("{part:?} finds {first:?} first at {place}"));
            continue;
        }
        let (after, effects) = pressed(&model, KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
        let (wanted, wanted_effects) = sent(open, Msg::Do(action));
        if (&after, &effects) != (&wanted, &wanted_effects) {
            complaints.push(format!("{action:?} by the palette is not the same at {place}"));
        }
    }
    none(&complaints);
}

#[test]
fn a_refusal_is_a_sentence() {
    for (place, model) in &models() {
        for action in Action::ALL {
            if let Err(reason) = model.allows(*action) {
                let begins = reason.starts_with(char::is_uppercase);
                let ends = reason.ends_with(['.', '!', '?']) || reason.contains("convenor demo");
                assert!(begins && ends, "{action:?} at {place}: {reason}");
            }
        }
    }
}

#[test]
fn where_text_is_typed_no_character_is_a_key() {
    let mut complaints = Vec::new();
    for (place, model) in &models() {
        let scopes = model.scopes();
        if !scopes.contains(&Scope::Text) {
            continue;
        }
        for binding in BINDINGS.iter().filter(|binding| scopes.contains(&binding.scope)) {
            for chord in binding.chords.iter().filter(|chord| chord.is_plain_character()) {
                complaints.push(format!("{chord} is {:?} at {place}", binding.action));
            }
        }
    }
    none(&complaints);
}

/// Every single key that a keyboard has, and some that it has not.
fn keyboard() -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let plain = KeyModifiers::NONE;
    for c in (' '..='~').chain(['é', 'ł', 'ß', '€', '王', 'م', '\u{301}']) {
        let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { plain };
        keys.push(KeyEvent::new(KeyCode::Char(c), shift));
    }
    for c in ('a'..='z').chain('0'..='9').chain([' ', '/', '-', '[', ']', '\\', '?']) {
        keys.push(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL));
        keys.push(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT));
    }
    let mut codes: Vec<KeyCode> = (1..=24).map(KeyCode::F).collect();
    codes.extend([
        KeyCode::Enter,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Esc,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Insert,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Menu,
        KeyCode::Null,
    ]);
    let shift = KeyModifiers::SHIFT;
    let (ctrl, alt) = (KeyModifiers::CONTROL, KeyModifiers::ALT);
    for code in codes {
        for held in [plain, shift, ctrl, alt, ctrl | shift] {
            keys.push(KeyEvent::new(code, held));
        }
    }
    keys
}

/// Whether words would be lost if the program ended now.
fn has_unsaved_words(model: &Model) -> bool {
    match &model.screen {
        Screen::Due(_) | Screen::States(_) => false,
        Screen::Cases => {
            matches!(&model.dialog, Some(Dialog::NewCase(name)) if !name.text().is_empty())
        }
        Screen::Meeting(meeting) => !meeting.save.is_stored(),
        Screen::Review(round) => {
            round.is_storing()
                || round.note.as_ref().is_some_and(|(_, note)| !note.text().is_empty())
        }
    }
}

/// Whether an effect cannot be taken back by another key.
fn is_for_good(effect: &Effect, model: &Model) -> bool {
    match effect {
        Effect::Close { .. }
        | Effect::Create(_)
        | Effect::Erase(_)
        | Effect::Restore(..)
        | Effect::SaveOutside { .. }
        | Effect::Export { .. }
        | Effect::SendToTerminal(..) => true,
        Effect::Quit | Effect::Practise => has_unsaved_words(model),
        Effect::LookUp
        | Effect::Suspend
        | Effect::List
        | Effect::Lock
        | Effect::Unlock(_)
        | Effect::Due
        | Effect::Peek(_)
        | Effect::Open(_)
        | Effect::Leave(_)
        | Effect::Watch { .. }
        | Effect::Meet(_)
        | Effect::BringIn(_)
        | Effect::PutAway(..)
        | Effect::Visit(_)
        | Effect::States(_)
        | Effect::Save { .. }
        | Effect::Mark { .. }
        | Effect::Shelter { .. }
        | Effect::Verdict(..)
        | Effect::TakeBack(..)
        | Effect::Proof(..)
        | Effect::Copied(_)
        | Effect::Redraw => false,
    }
}

/// Whether a key is the answer that a question on the screen asks for by that very key.
fn answers(model: &Model, event: KeyEvent) -> bool {
    let action = resolve(&model.scopes(), event);
    matches!(
        (&model.dialog, action),
        (
            Some(
                Dialog::NewCase(_)
                    | Dialog::Export { .. }
                    | Dialog::AnotherPlace { .. }
                    | Dialog::Erasing(_)
            ),
            Some(Action::Confirm)
        ) | (
            Some(_),
            Some(
                Action::Yes
                    | Action::KeepMine
                    | Action::TakeTheirs
                    | Action::KeepBoth
                    | Action::OwnCase
            )
        )
    )
}

fn name(event: KeyEvent) -> String {
    format!("{:?}+{:?}", event.modifiers, event.code)
}

#[test]
fn no_single_key_does_anything_for_good() {
    let mut complaints = Vec::new();
    for (place, model) in &models() {
        for event in keyboard() {
            let (_, effects) = pressed(model, event);
            for effect in effects.iter().filter(|effect| is_for_good(effect, model)) {
                if !answers(model, event) {
                    let effect: String = format!("{effect:?}").chars().take(20).collect();
                    complaints.push(format!("{} at {place}: {effect}", name(event)));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn enter_is_the_safe_answer_to_every_question() {
    for (place, model) in &models() {
        let enter = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        let (after, effects) = pressed(model, enter);
        let asked_for = |effect: &Effect| match &model.dialog {
            Some(Dialog::Pick(_)) => matches!(effect, Effect::Create(_)),
            Some(Dialog::Export { .. }) => matches!(effect, Effect::Export { .. }),
            Some(Dialog::AnotherPlace { .. }) => matches!(effect, Effect::SaveOutside { .. }),
            _ => false,
        };
        let bad = effects.iter().find(|effect| is_for_good(effect, model) && !asked_for(effect));
        assert_eq!(bad, None, "Enter at {place}");
        // Which review begins was asked for by a key of its own, and Undo takes it back.
        let picks_review = *place == "the reviews to begin";
        if model.dialog.is_some() && !picks_review {
            let case = |model: &Model| model.meeting().map(|meeting| meeting.case.clone());
            assert_eq!(case(&after), case(model), "Enter at {place} changed the case");
        }
    }
}

/// A case without the counter of its rows, which never goes back.
fn words(model: &Model) -> Option<Case> {
    model.meeting().map(|meeting| Case { next_row: RowId(0), ..meeting.case.clone() })
}

#[test]
fn whatever_one_key_changes_in_a_case_is_taken_back_by_undo() {
    let mut complaints = Vec::new();
    for (place, model) in &models() {
        let correcting = matches!(model.dialog, Some(Dialog::Correct));
        for event in keyboard() {
            let (after, _) = pressed(model, event);
            if after.meeting().is_none() || words(&after) == words(model) || correcting {
                continue;
            }
            let action = resolve(&model.scopes(), event);
            let back = if action == Some(Action::Undo) { Action::Redo } else { Action::Undo };
            let after = Model { dialog: None, ..after };
            let (taken_back, _) = sent(&after, Msg::Do(back));
            let (done_again, _) = sent(&taken_back, Msg::Do(Action::Redo));
            // Typing joins the word before it, and is taken back with it.
            let with_its_word =
                words(&taken_back) != words(&after) && words(&done_again) == words(&after);
            if words(&taken_back) != words(model) && !with_its_word {
                complaints.push(format!("{} at {place} cannot be undone", name(event)));
            }
        }
    }
    none(&complaints);
}

#[test]
fn no_key_changes_a_case_that_is_not_on_the_screen_to_be_changed() {
    let mut complaints = Vec::new();
    for (place, model) in &models() {
        let closed = model.meeting().is_some_and(|meeting| {
            let stands = meeting.item_here().zip(meeting.slot());
            stands.is_some_and(|(item, slot)| frozen(&meeting.case, item, slot).is_some())
        });
        let room = model.meeting().is_some_and(|meeting| meeting.room.is_some());
        let dialog = model.dialog.as_ref();
        let asking = dialog.is_some_and(|dialog| !matches!(dialog, Dialog::Conflict));
        if !(closed || room || asking) {
            continue;
        }
        // A change of a target is recorded beside what was agreed.
        let beside = |event| resolve(&model.scopes(), event) == Some(Action::ChangeTarget);
        let picks_review = *place == "the reviews to begin";
        let keys = keyboard().into_iter().filter(|event| !picks_review && !beside(*event));
        for event in keys.filter(|event| !answers(model, *event)) {
            let (after, _) = pressed(model, event);
            if after.meeting().is_some() && words(&after) != words(model) {
                complaints.push(format!("{} at {place}", name(event)));
            }
        }
    }
    none(&complaints);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "asked on purpose to write the table anew")]
fn the_manual_has_the_table_of_keys_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- keys -->\n", "<!-- /keys -->");
    let (head, rest) = readme.split_once(begin).expect("README.md has no <!-- keys -->");
    let (old, tail) = rest.split_once(end).expect("README.md has no <!-- /keys -->");
    let new = format!("\n{}\n", markdown());
    if old != new && std::env::var("UPDATE_DOCS").is_ok_and(|value| value == "1") {
        fs::write(&path, [head, begin, &new, end, tail].concat()).unwrap();
        return;
    }
    assert_eq!(old, new, "run: UPDATE_DOCS=1 cargo test --test keys");
}
