//! What the screens look like, as text, at three sizes; and what is true of all of them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod desk;

use convenor::app::action::Action;
use convenor::app::dialog::Dialog;
use convenor::app::wrap;
use convenor::domain::case::Case;
use desk::places::{
    agreed, begun, decided, locked, models_at, opened, samples, undated, with_damage, with_past,
};
use desk::{Desk, buffer, drawn, sample};
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};

const SIZES: [Size; 3] = [
    Size { width: 80, height: 24 },
    Size { width: 120, height: 40 },
    Size { width: 40, height: 10 },
];

const ALL: [&str; 6] = ["DEMO-01", "DEMO-02", "DEMO-03", "DEMO-04", "DEMO-05", "DEMO-06"];

/// Compares the screen at every size with the one that was looked at and found good.
fn looks(name: &str, make: impl Fn(Size) -> Desk) {
    for size in SIZES {
        let desk = make(size);
        let name = format!("{name}_{}x{}", size.width, size.height);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, desk.screen());
        });
    }
}

#[test]
fn an_empty_store() {
    looks("empty_store", |size| Desk::with(&[], size));
}

#[test]
fn the_passphrase_is_asked_for_and_never_shown() {
    looks("locked", |size| {
        let mut desk = locked(size);
        desk.type_("wrong").press("Enter").type_("four plain");
        desk
    });
    looks("locked_refused", |size| {
        let mut desk = locked(size);
        desk.type_("wrong").press("Enter");
        desk
    });
}

#[test]
fn the_case_list() {
    looks("case_list", |size| samples(&ALL, size));
}

#[test]
fn finding_a_case() {
    looks("finding", |size| {
        let mut desk = samples(&ALL, size);
        desk.do_(Action::FindCase).type_("school");
        desk
    });
}

#[test]
fn what_falls_due() {
    looks("due", |size| {
        let mut desk = samples(&ALL, size);
        desk.do_(Action::ShowDue).do_(Action::Down);
        desk
    });
}

#[test]
fn the_states_of_a_case() {
    looks("states", |size| {
        let mut desk = with_past(size);
        desk.do_(Action::ShowStates);
        desk
    });
}

#[test]
fn a_whole_state_of_a_damaged_case() {
    looks("states_damaged", |size| {
        let mut desk = with_damage(size);
        desk.press("Enter");
        desk
    });
}

#[test]
fn the_reviews_to_begin() {
    looks("review_pick", |size| {
        let mut desk = opened("DEMO-03", size);
        desk.do_(Action::BeginReview);
        desk
    });
}

#[test]
fn the_steps_after_a_meeting() {
    looks("steps", |size| {
        let mut desk = agreed(size);
        desk.do_(Action::CloseMeeting).press("y").press("Enter").days_later(2);
        desk.go("steps and copies").do_(Action::MarkDone);
        desk
    });
}

#[test]
fn a_review_with_a_reading() {
    looks("review_reading", |size| {
        let mut desk = begun(size);
        desk.go("targets, commitments").type_("88");
        desk
    });
}

#[test]
fn a_promise_at_a_review() {
    looks("review_promise", |size| {
        let mut desk = begun(size);
        desk.go("targets, commitments").field("What became of it");
        desk
    });
}

#[test]
fn a_review_that_can_be_closed() {
    looks("review_closing", |size| {
        let mut desk = decided(size);
        desk.do_(Action::CloseMeeting);
        desk
    });
}

#[test]
fn how_a_case_ends() {
    looks("ending", |size| {
        let mut desk = samples(&["DEMO-06"], size);
        desk.do_(Action::ShowAllCases).do_(Action::OpenCase).go("how it ends");
        desk
    });
}

#[test]
fn a_meeting_with_prose() {
    looks("prose", |size| {
        let mut desk = opened("DEMO-02", size);
        desk.go("child’s voice").press("Ctrl+End").type_(" And then we talked about football.");
        desk
    });
}

#[test]
fn the_details_of_a_case() {
    looks("details", |size| {
        let mut desk = opened("DEMO-01", size);
        desk.go("details").field("Meeting on");
        desk
    });
}

#[test]
fn targets_with_a_row_open() {
    looks("targets", |size| {
        let mut desk = opened("DEMO-01", size);
        desk.go("targets").field("Heading");
        desk
    });
}

#[test]
fn commitments() {
    looks("commitments", |size| {
        let mut desk = opened("DEMO-01", size);
        desk.go("commitments");
        desk
    });
}

#[test]
fn days_offered_for_reviews() {
    looks("offered", |size| {
        let mut desk = undated(size);
        desk.do_(Action::PreviousField).do_(Action::PreviousField).do_(Action::PreviousField);
        desk
    });
}

#[test]
fn where_a_child_of_primary_age_joins() {
    looks("child_joins", |size| {
        let mut desk = opened("DEMO-05", size);
        desk.go("commitments");
        desk
    });
}

#[test]
fn adjourning() {
    looks("adjourning", |size| {
        let mut desk = opened("DEMO-02", size);
        desk.do_(Action::AdjournMeeting).type_("Fire alarm").press("Enter").type_("8 Dec");
        desk
    });
}

#[test]
fn the_read_back() {
    looks("read_back", |size| {
        let mut desk = opened("DEMO-01", size);
        desk.go("read-back");
        desk
    });
}

#[test]
fn what_stops_closing() {
    looks("closing_blocked", |size| {
        let mut desk = opened("DEMO-02", size);
        desk.do_(Action::CloseMeeting);
        desk
    });
}

#[test]
fn the_question_before_closing() {
    looks("closing_question", |size| {
        let mut desk = agreed(size);
        desk.do_(Action::CloseMeeting);
        desk
    });
}

#[test]
fn the_palette() {
    looks("palette", |size| {
        let mut desk = opened("DEMO-01", size);
        desk.do_(Action::Palette);
        desk
    });
}

#[test]
fn a_list_to_choose_from_is_as_high_as_what_it_lists() {
    let mut desk = opened("DEMO-03", Size { width: 80, height: 24 });
    desk.do_(Action::BeginReview);
    let height = |desk: &Desk| {
        let screen = desk.screen();
        let rows: Vec<&str> = screen.lines().collect();
        let at = |corner: char| rows.iter().position(|row| row.contains(corner)).unwrap();
        at('└') - at('┌')
    };
    let Some(Dialog::Pick(pick)) = &desk.model.dialog else { panic!("no list") };
    let (choices, before) = (pick.count(), height(&desk));
    assert_eq!(before, choices + 2, "{}", desk.screen());
    desk.type_("no such review");
    assert_eq!(height(&desk), before, "the box stays while something is looked for");
}

#[test]
fn the_room_view() {
    looks("room", |size| {
        let mut desk = opened("DEMO-01", size);
        desk.go("targets").do_(Action::RoomView);
        desk
    });
}

#[test]
fn reviewing() {
    looks("review", |size| {
        let mut desk = samples(&ALL, size);
        desk.do_(Action::ReviewCases);
        desk
    });
}

#[test]
fn a_review_note() {
    looks("review_note", |size| {
        let mut desk = samples(&ALL, size);
        desk.do_(Action::ReviewCases).do_(Action::Worry).type_("ring the school");
        desk
    });
}

#[test]
fn a_case_changed_elsewhere() {
    looks("conflict", |size| {
        let mut desk = opened("DEMO-02", size);
        let theirs = Case { home_school: "Another".into(), ..desk.stored() };
        desk.store.put(&theirs).unwrap();
        desk.go("child’s voice").type_("mine").wait(1000).do_(Action::Decide);
        desk
    });
}

#[test]
fn a_screen_too_small_for_anything() {
    let mut desk = opened("DEMO-02", Size { width: 39, height: 9 });
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("too_small_39x9", desk.resize(39, 9).screen());
    });
}

#[test]
fn every_line_fits_and_no_control_character_is_drawn() {
    for size in SIZES {
        for (place, model) in models_at(size) {
            let screen = drawn(&model);
            assert_eq!(screen.lines().count(), usize::from(size.height), "{place}");
            for line in screen.lines() {
                assert!(wrap::width(line) <= size.width, "{place}: {line:?}");
                assert!(!line.contains(char::is_control), "{place}: {line:?}");
            }
        }
    }
}

/// Every cell that stands out by a colour.
fn coloured(buffer: &Buffer) -> Vec<(u16, u16)> {
    let area = buffer.area;
    let cells = (0..area.height).flat_map(|y| (0..area.width).map(move |x| (x, y)));
    let stands_out = |(x, y): &(u16, u16)| {
        let cell = buffer.cell((*x, *y)).unwrap();
        cell.fg != Color::Reset || cell.bg != Color::Reset
    };
    cells.filter(stands_out).collect()
}

fn text_from(buffer: &Buffer, x: u16, y: u16) -> String {
    (x..buffer.area.width).map(|x| buffer.cell((x, y)).unwrap().symbol()).collect()
}

#[test]
fn what_is_red_is_marked_with_a_sign_or_a_word_too() {
    for size in SIZES {
        for (place, model) in models_at(size) {
            // A dialog may cover the sign of what is below it.
            let covered =
                matches!(&model.dialog, Some(dialog) if !matches!(dialog, Dialog::Closing(_)));
            if covered {
                continue;
            }
            let buffer = buffer(&model);
            let mut last = None;
            for (x, y) in coloured(&buffer) {
                if buffer.cell((x, y)).unwrap().fg != Color::Red {
                    continue;
                }
                let goes_on = last == Some((x.saturating_sub(1), y));
                last = Some((x, y));
                // A red line may go on from the one above, whose sign stands for both.
                let above = y > 0 && buffer.cell((x, y - 1)).unwrap().fg == Color::Red;
                if goes_on || above {
                    continue;
                }
                let words = text_from(&buffer, x, y);
                let told = words.trim_start().trim_start_matches('›').contains('!')
                    || words.contains("Nobody");
                assert!(told, "{place}: red and nothing more: {words}\n{}", drawn(&model));
            }
        }
    }
}

#[test]
fn only_the_sixteen_colours_on_the_terminals_own_ground_are_used() {
    for (place, model) in models_at(SIZES[1]) {
        for cell in &buffer(&model).content {
            assert_eq!(cell.bg, Color::Reset, "{place}");
            assert!(!matches!(cell.fg, Color::Rgb(..) | Color::Indexed(_)), "{place}");
            assert!(!cell.modifier.intersects(Modifier::SLOW_BLINK | Modifier::RAPID_BLINK));
        }
    }
}

#[test]
fn what_is_chosen_has_a_mark_and_not_only_a_style() {
    for size in SIZES {
        for (place, model) in models_at(size) {
            let buffer = buffer(&model);
            let mut above = false;
            for y in 1..size.height {
                let turned = |x: u16| {
                    let cell = buffer.cell((x, y)).unwrap();
                    cell.modifier.contains(Modifier::REVERSED)
                };
                let whole = (0..size.width).filter(|x| turned(*x)).count() > 30;
                // What goes on from the row above has its mark there.
                let goes_on = std::mem::replace(&mut above, whole) && whole;
                let line = text_from(&buffer, 0, y);
                let selected = place == "prose with a selection";
                assert!(!whole || goes_on || selected || line.contains('›'), "{place}: {line}");
            }
        }
    }
}

/// Words of a case by which it could be known: names, schools, the beginnings of notes.
fn own_words(case: &Case) -> Vec<String> {
    let mut words = vec![case.id.to_string(), case.child.name.to_string()];
    words.extend([&case.home_school, &case.new_school].map(ToString::to_string));
    words.extend(case.people.iter().map(|person| person.name.to_string()));
    let notes = case.agreed_notes.values().chain(case.private_notes.values());
    words.extend(notes.filter_map(|note| note.get(..25).map(ToOwned::to_owned)));
    words.retain(|word| word.chars().count() > 5 && !word.contains('\n'));
    words
}

#[test]
fn no_screen_of_one_case_shows_anything_of_another() {
    let others: Vec<String> = ["DEMO-01", "DEMO-03", "DEMO-04", "DEMO-05", "DEMO-06"]
        .into_iter()
        .flat_map(|id| own_words(&sample(id)))
        .collect();
    let own = format!("{:?}", sample("DEMO-02"));
    let foreign: Vec<&String> = others.iter().filter(|word| !own.contains(*word)).collect();
    assert!(foreign.len() > 30);
    let mut desk = samples(&ALL, Size { width: 200, height: 60 });
    desk.do_(Action::FindCase).type_("DEMO-02").press("Enter").do_(Action::OpenCase);
    desk.do_(Action::GoToItem).press("PageUp").press("Enter");
    for _ in 0..13 {
        for view in [Action::RoomView, Action::Palette, Action::CloseMeeting, Action::Export] {
            desk.do_(view);
            let screen = desk.screen();
            for word in &foreign {
                assert!(!screen.contains(word.as_str()), "{word:?} with {view:?}:\n{screen}");
            }
            if desk.model.dialog.is_some() {
                desk.press("Esc");
            } else {
                desk.do_(Action::LeaveRoomView);
            }
        }
        for word in &foreign {
            assert!(!desk.screen().contains(word.as_str()), "{word:?}:\n{}", desk.screen());
        }
        desk.do_(Action::NextItem);
    }
}
