//! Every kind of place at which a facilitator can be, reached by keys as a facilitator would.

use std::sync::{Mutex, OnceLock};

use convenor::app::action::Action;
use convenor::app::update::update;
use convenor::app::{Model, Msg};
use convenor::store::{MemoryStore, Other, StoreError};
use ratatui::layout::Size;

use super::{Desk, sample, start_of_time, sure};

/// The size of most terminals.
pub const USUAL: Size = Size { width: 80, height: 24 };
/// A size with room for every pane and a long help line.
pub const WIDE: Size = Size { width: 200, height: 50 };

/// A place, by name.
pub type Place = (&'static str, Desk);

/// Every kind of place.
pub fn places(size: Size) -> Vec<Place> {
    let mut places = lists(size);
    places.extend(fields(size));
    places.extend(closed(size));
    places.extend(reviews(size));
    places.extend(held(size));
    places.extend(list_dialogs(size));
    places.extend(meeting_dialogs(size));
    places.extend(dates(size));
    places.extend(unsaved(size));
    places.extend(shared(size));
    places.extend(asked_for_a_passphrase(size));
    places
}

/// Every place as the model that is there, reached once and copied for each test.
pub fn models() -> Vec<(&'static str, Model)> {
    static MODELS: OnceLock<Mutex<Vec<(&str, Model)>>> = OnceLock::new();
    let models = MODELS.get_or_init(|| {
        Mutex::new(places(USUAL).into_iter().map(|(place, desk)| (place, desk.model)).collect())
    });
    sure(models.lock()).clone()
}

/// Every place as the model that is there, on a terminal of this size.
pub fn models_at(size: Size) -> Vec<(&'static str, Model)> {
    let mut models = models();
    for (_, model) in &mut models {
        update(model, model.now, Msg::Resize(size));
    }
    models
}

/// What a store says when the disk is full.
pub fn full() -> StoreError {
    StoreError::Unwritten { place: "The case".to_owned(), reason: "the disk is full".to_owned() }
}

/// A desk with these samples in the store.
pub fn samples(ids: &[&str], size: Size) -> Desk {
    let cases: Vec<_> = ids.iter().map(|id| sample(id)).collect();
    Desk::with(&cases, size)
}

/// The passphrase of every locked desk.
pub const PASSPHRASE: &str = "four plain words";

/// A desk before the passphrase is given.
pub fn locked(size: Size) -> Desk {
    let store = MemoryStore::new();
    sure(store.put(&sample("DEMO-01")));
    store.lock_with(PASSPHRASE);
    Desk::on(store, size)
}

/// A desk with a sample opened.
pub fn opened(id: &str, size: Size) -> Desk {
    let mut desk = samples(&[id], size);
    desk.do_(Action::OpenCase);
    desk
}

/// A desk with the meeting of the prepared case, and everybody's agreement given.
pub fn agreed(size: Size) -> Desk {
    let mut case = sample("DEMO-01");
    let today = start_of_time().date();
    for person in case.people.iter_mut().filter(|person| person.is_asked()) {
        person.answer = convenor::domain::people::Answer::Agrees;
        person.way = convenor::domain::people::Way::Meeting;
        person.answered_on = convenor::domain::date::When::On(today);
    }
    let mut desk = Desk::with(&[case], size);
    desk.do_(Action::OpenCase);
    desk
}

/// A desk with the prepared case, whose reviews have no dates yet, at the timeline.
pub fn undated(size: Size) -> Desk {
    let mut case = sample("DEMO-01");
    for review in &mut case.reviews {
        review.on = convenor::domain::date::When::Blank;
    }
    let mut desk = Desk::with(&[case], size);
    desk.do_(Action::OpenCase).go("timeline").field("+ Add a review");
    desk
}

/// A place reached from a desk.
fn at(name: &'static str, mut desk: Desk, go: impl FnOnce(&mut Desk)) -> Place {
    go(&mut desk);
    (name, desk)
}

const THREE: [&str; 3] = ["DEMO-01", "DEMO-02", "DEMO-04"];

/// A desk at the case list, with a case that had two states before: one word was typed, then another.
pub fn with_past(size: Size) -> Desk {
    let mut desk = opened("DEMO-02", size);
    for words in ["first", "second"] {
        desk.go("strengths").type_(words).wait(100_000);
    }
    desk.press("Esc");
    desk
}

/// The same with what stands damaged.
pub fn with_damage(size: Size) -> Desk {
    let mut desk = with_past(size);
    let bytes = super::found(desk.store.bytes("DEMO-02"));
    desk.store.put_bytes("DEMO-02", bytes.get(..bytes.len() / 2).unwrap_or_default());
    desk.do_(Action::ReloadCases);
    desk
}

fn lists(size: Size) -> Vec<Place> {
    let list = || samples(&THREE, size);
    let past = || {
        let mut desk = with_past(size);
        desk.do_(Action::ShowStates);
        desk
    };
    let damaged = MemoryStore::new();
    damaged.put_bytes("MM-2026-009", b"(format: 1, case: (id");
    sure(damaged.put(&sample("DEMO-02")));
    vec![
        at("an empty store", Desk::with(&[], size), |_| ()),
        at("the case list", list(), |_| ()),
        at("the states of a case", past(), |_| ()),
        at("a state compared with itself", past(), |desk| {
            desk.do_(Action::CompareFrom);
        }),
        at("the question before a state is put back", past(), |desk| {
            desk.press("Enter");
        }),
        at("a case without earlier states", list(), |desk| {
            desk.do_(Action::ShowStates);
        }),
        at("a damaged case with a past", with_damage(size), |_| ()),
        at("the state that is offered for a damaged case", with_damage(size), |desk| {
            desk.press("Enter");
        }),
        at("the end of the case list", list(), |desk| {
            desk.do_(Action::Last);
        }),
        at("finding", list(), |desk| {
            desk.do_(Action::FindCase).type_("demo");
        }),
        at("something found", list(), |desk| {
            desk.do_(Action::FindCase).type_("tien").press("Enter");
        }),
        at("a damaged case", Desk::on(damaged, size), |_| ()),
        at("what falls due", list(), |desk| {
            desk.do_(Action::ShowDue);
        }),
        at("the end of what falls due", list(), |desk| {
            desk.do_(Action::ShowDue).do_(Action::Last);
        }),
        at("nothing due", samples(&["DEMO-05"], size), |desk| {
            desk.do_(Action::ShowDue);
        }),
        at("a place at which something is due", samples(&["DEMO-04"], size), |desk| {
            desk.do_(Action::ShowDue).do_(Action::OpenCase);
        }),
        at("what falls due, being read", list(), |desk| {
            desk.hold().do_(Action::ShowDue);
        }),
    ]
}

fn fields(size: Size) -> Vec<Place> {
    let meeting = || opened("DEMO-02", size);
    vec![
        at("prose", meeting(), |desk| {
            desk.go("child’s voice").type_("one two");
        }),
        at("prose with a selection", meeting(), |desk| {
            desk.go("child’s voice").type_("one two").press("Ctrl+A");
        }),
        at("something undone", meeting(), |desk| {
            desk.go("child’s voice").type_("one two").do_(Action::Undo);
        }),
        at("a line", meeting(), |desk| {
            desk.go("details").field("Home school");
        }),
        at("a date", meeting(), |desk| {
            desk.go("details").field("Meeting on");
        }),
        at("an answer", meeting(), |desk| {
            desk.go("welcome").field("Privacy line");
        }),
        at("a cell of a row", meeting(), |desk| {
            desk.go("commitments").field("Who");
        }),
        at("the place to add a row", meeting(), |desk| {
            desk.go("targets").field("+ Add a");
        }),
        at("a condition", opened("DEMO-05", size), |desk| {
            desk.go("Screening: conditions").press("Tab");
        }),
        at("the read-back", meeting(), |desk| {
            desk.go("read-back").field("[ Close").press("Up");
        }),
        at("the close button", meeting(), |desk| {
            desk.go("read-back").field("[ Close");
        }),
        at("a person’s answer", meeting(), |desk| {
            desk.go("read-back").field("Answer");
        }),
        at("the room view", meeting(), |desk| {
            desk.go("child’s voice").do_(Action::RoomView);
        }),
        at("the room view of answers", meeting(), |desk| {
            desk.go("welcome").field("Privacy line").do_(Action::RoomView);
        }),
    ]
}

fn closed(size: Size) -> Vec<Place> {
    vec![
        at("a closed meeting", opened("DEMO-03", size), |desk| {
            desk.go("child’s voice");
        }),
        at("a list of a closed meeting", opened("DEMO-03", size), |desk| {
            desk.go("targets");
        }),
        at("the button of a closed meeting", opened("DEMO-03", size), |desk| {
            desk.go("read-back").field("The meeting is closed");
        }),
        at("what followed a closed meeting", opened("DEMO-03", size), |desk| {
            desk.go("how it ends").field("How the case ended");
        }),
        at("correcting", opened("DEMO-03", size), |desk| {
            desk.do_(Action::CorrectAgreement).press("y").go("strengths");
        }),
        at("being told where the agreement lies", agreed(size), |desk| {
            desk.do_(Action::CloseMeeting).press("y");
        }),
        at("a step to take", agreed(size), |desk| {
            desk.do_(Action::CloseMeeting).press("y").press("Enter").go("steps and copies");
        }),
        at("a copy sent today", agreed(size), |desk| {
            desk.do_(Action::CloseMeeting).press("y").press("Enter").go("steps and copies");
            desk.field("Document").do_(Action::MarkDone);
        }),
        at("the question before correcting", opened("DEMO-03", size), |desk| {
            desk.do_(Action::CorrectAgreement);
        }),
        at("the agreement being made", agreed(size), |desk| {
            desk.do_(Action::CloseMeeting).hold().press("y");
        }),
    ]
}

/// A desk with the running case, and its next review begun.
pub fn begun(size: Size) -> Desk {
    let mut desk = opened("DEMO-03", size);
    desk.days_later(10).do_(Action::BeginReview).press("Enter");
    desk
}

/// A desk with the running case, at the end of a review in which nothing is missing.
pub fn decided(size: Size) -> Desk {
    let mut desk = begun(size);
    desk.field("›   Was the child").press(" ").all_here();
    desk.go("what is decided").field("What was decided").press(" ");
    desk
}

fn held(size: Size) -> Vec<Place> {
    vec![
        at("the reviews to begin", opened("DEMO-03", size), |desk| {
            desk.do_(Action::BeginReview);
        }),
        at("a review begun", begun(size), |_| ()),
        at("a reading", begun(size), |desk| {
            desk.go("targets, commitments").type_("88");
        }),
        at("a promise looked at", begun(size), |desk| {
            desk.go("targets, commitments").field("What became of it");
        }),
        at("a change of a target", begun(size), |desk| {
            desk.go("targets, commitments").do_(Action::ChangeTarget);
        }),
        at("a decision", decided(size), |_| ()),
        at("the button of a review", decided(size), |desk| {
            desk.field("[ Close");
        }),
        at("what stops closing a review", begun(size), |desk| {
            desk.do_(Action::CloseMeeting);
        }),
        at("the question before closing a review", decided(size), |desk| {
            desk.do_(Action::CloseMeeting);
        }),
        at("a closed review", decided(size), |desk| {
            desk.do_(Action::CloseMeeting).press("y").press("Enter").go("targets, commitments");
        }),
        at("the question before correcting a review", decided(size), |desk| {
            desk.do_(Action::CloseMeeting).press("y").press("Enter").do_(Action::CorrectAgreement);
        }),
        at("more time", opened("DEMO-03", size), |desk| {
            desk.go("changes, more time").do_(Action::AddRow).field("School weeks");
        }),
    ]
}

fn reviews(size: Size) -> Vec<Place> {
    let review = || {
        let mut desk = samples(&THREE, size);
        desk.do_(Action::ReviewCases);
        desk
    };
    vec![
        at("reviewing", review(), |_| ()),
        at("a verdict given", review(), |desk| {
            desk.do_(Action::OnTrack).press("Enter");
        }),
        at("a review note", review(), |desk| {
            desk.do_(Action::Worry).type_("ring the school");
        }),
        at("the palette over a review note", review(), |desk| {
            desk.do_(Action::Worry).type_("ring the school").do_(Action::Palette);
        }),
    ]
}

fn list_dialogs(size: Size) -> Vec<Place> {
    vec![
        at("a new case", Desk::with(&[], size), |desk| {
            desk.do_(Action::NewCase);
        }),
        at("a new case with a name", Desk::with(&[], size), |desk| {
            desk.do_(Action::NewCase).type_("Anna");
        }),
        at("the palette of the list", samples(&THREE, size), |desk| {
            desk.do_(Action::Palette);
        }),
    ]
}

fn meeting_dialogs(size: Size) -> Vec<Place> {
    let meeting = || opened("DEMO-02", size);
    vec![
        at("the palette of the meeting", meeting(), |desk| {
            desk.do_(Action::Palette);
        }),
        at("a palette in which nothing is found", meeting(), |desk| {
            desk.do_(Action::Palette).type_("zzzz");
        }),
        at("the palette of the room view", meeting(), |desk| {
            desk.do_(Action::RoomView).do_(Action::Palette);
        }),
        at("the items to go to", meeting(), |desk| {
            desk.do_(Action::GoToItem);
        }),
        at("which document to export", meeting(), |desk| {
            desk.do_(Action::Export);
        }),
        at("where to export", meeting(), |desk| {
            desk.do_(Action::Export).press("Enter");
        }),
        at("what stops closing", meeting(), |desk| {
            desk.do_(Action::CloseMeeting);
        }),
        at("the question before closing", agreed(size), |desk| {
            desk.do_(Action::CloseMeeting);
        }),
        at("the question before the agreement is read", agreed(size), |desk| {
            desk.hold().do_(Action::CloseMeeting);
        }),
    ]
}

fn dates(size: Size) -> Vec<Place> {
    let meeting = || opened("DEMO-02", size);
    vec![
        at("reviews without dates", undated(size), |_| ()),
        at("why a meeting is adjourned", meeting(), |desk| {
            desk.do_(Action::AdjournMeeting);
        }),
        at("when a meeting goes on", meeting(), |desk| {
            desk.do_(Action::AdjournMeeting).type_("Fire alarm").press("Enter");
        }),
        at("an adjourned meeting", meeting(), |desk| {
            desk.do_(Action::AdjournMeeting).type_("Fire alarm").press("Enter").press("Enter");
            desk.press("y");
        }),
        at("the question before adjourning", meeting(), |desk| {
            desk.do_(Action::AdjournMeeting).type_("Fire alarm").press("Enter").press("Enter");
        }),
    ]
}

fn unsaved(size: Size) -> Vec<Place> {
    let failing = || {
        let mut desk = opened("DEMO-02", size);
        desk.store.fail_writes(Some(full()));
        desk.go("child’s voice").type_("words").wait(1000);
        desk
    };
    vec![
        at("words that cannot be saved", failing(), |_| ()),
        at("leaving with words not saved", failing(), |desk| {
            desk.do_(Action::Quit);
        }),
        at("going back with words not saved", failing(), |desk| {
            desk.do_(Action::BackToCases);
        }),
        at("where else to save", failing(), |desk| {
            desk.do_(Action::Quit).do_(Action::SaveElsewhere);
        }),
        at("words saved in another place", failing(), |desk| {
            desk.do_(Action::Quit).do_(Action::SaveElsewhere).press("Enter");
        }),
        at("a case changed elsewhere", opened("DEMO-02", size), |desk| {
            let mut theirs = desk.stored();
            theirs.agreed_notes.insert("child.words".to_owned(), "theirs".into());
            sure(desk.store.put(&theirs));
            desk.go("child’s voice").type_("mine").wait(1000);
        }),
        at("the question whose words stand", opened("DEMO-02", size), |desk| {
            let mut theirs = desk.stored();
            theirs.agreed_notes.insert("child.words".to_owned(), "theirs".into());
            sure(desk.store.put(&theirs));
            desk.go("child’s voice").type_("mine").wait(1000).do_(Action::Decide);
        }),
    ]
}

fn asked_for_a_passphrase(size: Size) -> Vec<Place> {
    let mut typed = locked(size);
    typed.type_("four plain");
    let mut refused = locked(size);
    refused.type_("wrong").press("Enter");
    vec![
        ("the lock at the start", locked(size)),
        ("the lock with a passphrase typed", typed),
        ("the lock after a wrong passphrase", refused),
    ]
}

/// A case in several windows, and with other versions beside it.
fn shared(size: Size) -> Vec<Place> {
    let read = |left: bool| {
        let mut first = opened("DEMO-02", size);
        let mut second = Desk::on(first.store.clone(), size);
        second.do_(Action::OpenCase);
        if left {
            first.do_(Action::BackToCases);
        }
        second.wait(3000);
        second
    };
    let mut beside = opened("DEMO-02", size);
    let (name, case) = ("case-LAPTOP.ron".to_owned(), Box::new(beside.stored()));
    beside.store.put_beside(Other { name, case, base: None });
    beside.do_(Action::BackToCases).do_(Action::OpenCase);
    let crashed = || {
        let mut desk = opened("DEMO-02", size);
        desk.go("child’s voice").type_("words").wait(2000);
        Desk::on(desk.store.clone(), size)
    };
    vec![
        at("the list after a crash", crashed(), |_| ()),
        at("the case that a crash left", crashed(), |desk| {
            desk.press("Enter");
        }),
        at("a case open elsewhere", read(false), |_| ()),
        at("a case left elsewhere", read(true), |_| ()),
        at("a case with another version beside it", beside, |_| ()),
        at("a case that can no longer be read", opened("DEMO-02", size), |desk| {
            desk.store.put_bytes("DEMO-02", b"(format: 99");
            desk.go("child’s voice").type_("mine").wait(2000).do_(Action::Decide);
        }),
    ]
}
