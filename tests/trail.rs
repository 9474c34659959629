//! What the audit trail promises when cases are worked on: each kind of deed leaves its line, before
//! what it tells is stored, and no line has a word of a case.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly, and play the other program, which writes as it likes"
)]

mod desk;
mod fixture;
mod reading;

use std::fs;
use std::sync::Arc;

use chrono::TimeDelta;
use convenor::app::action::Action;
use convenor::app::effect::{Beside, Effect, Outcome};
use convenor::app::reviewing::Closes;
use convenor::documents::document_of;
use convenor::domain::bookmark::{Bookmark, Stop};
use convenor::domain::case::{Case, CaseId, Reviewed, Verdict};
use convenor::domain::fact::Fact;
use convenor::domain::people::RowId;
use convenor::domain::sending::{Send, Sent};
use convenor::domain::slot::{Field, Slot};
use convenor::domain::table::Table;
use convenor::export::{Format, Kind, Missing, Wanted, render};
use convenor::runtime::Hands;
use convenor::store::audit::{Code, Deed};
use convenor::store::{FolderStore, MemoryStore, Store, StoreError, Version};
use desk::{Desk, sample, start_of_time};
use fixture::full::{WEEK_4, full};

/// A case, open in hands that do what the screen asks for.
struct Room {
    store: MemoryStore,
    hands: Hands,
    case: Case,
    version: Version,
    minute: i64,
}

impl Room {
    fn with(case: &Case) -> Self {
        let store = MemoryStore::new();
        let version = store.put(case).unwrap();
        let reference = Arc::new(desk::no_term_dates());
        let hands = Hands::new(Box::new(store.clone()), reference).under("Grace".into());
        let mut room = Self { store, hands, case: case.clone(), version, minute: 0 };
        room.open();
        room
    }

    fn do_(&mut self, effect: Effect) -> Vec<Outcome> {
        let mut told = Vec::new();
        self.minute += 1;
        let at = start_of_time() + TimeDelta::minutes(self.minute);
        self.hands.perform(effect, at, &mut |outcome| told.push(outcome));
        told
    }

    fn open(&mut self) {
        let told = self.do_(Effect::Open(self.case.id.clone()));
        let Outcome::Opened(_, Ok(opened)) = &told[0] else { unreachable!("{told:?}") };
        (self.case, self.version) = ((*opened.case).clone(), opened.version);
    }

    fn save(&mut self, change: impl FnOnce(&mut Case)) -> Vec<Outcome> {
        change(&mut self.case);
        let told = self.do_(save(&self.case, self.version, Vec::new()));
        let Outcome::Saved { result, .. } = &told[0] else { unreachable!("{told:?}") };
        self.version = *result.as_ref().unwrap();
        told
    }

    fn close(&mut self, closes: Closes) -> Case {
        let (case, expected) = (Box::new(self.case.clone()), self.version);
        let told = self.do_(Effect::Close { closes, case, expected, revision: 1 });
        let Outcome::Closed { result, .. } = &told[0] else { unreachable!("{told:?}") };
        let (case, version, _) = result.as_ref().unwrap();
        (self.case, self.version) = ((**case).clone(), *version);
        self.case.clone()
    }

    fn deeds(&self) -> Vec<Deed> {
        let trail = self.store.trail(&self.case.id).unwrap();
        trail.lines().iter().map(|line| line.what.clone()).collect()
    }
}

/// Storing a case, before which others are put aside.
fn save(case: &Case, expected: Version, aside: Vec<Case>) -> Effect {
    let case = Box::new(case.clone());
    let bookmark = Box::new(Bookmark::new(start_of_time().date(), String::new(), Stop::Close));
    Effect::Save { case, expected, revision: 1, beside: Beside::Nothing, aside, bookmark }
}

fn changed(parts: &[&str]) -> Deed {
    Deed::Changed { parts: parts.iter().map(|part| (*part).to_owned()).collect() }
}

#[test]
fn what_is_changed_is_told_once_for_each_part_and_opening() {
    let mut room = Room::with(&sample("DEMO-01"));
    assert_eq!(room.deeds(), [Deed::Opened]);
    room.save(|case| case.coordinator = "one".into());
    room.save(|case| case.coordinator = "two".into());
    assert_eq!(room.deeds(), [Deed::Opened, changed(&["Welcome and people"])]);
    room.save(|case| case.host_target = "97".into());
    assert_eq!(room.deeds().len(), 3);
    assert_ne!(room.deeds()[2], room.deeds()[1]);
    room.open();
    room.save(|case| case.coordinator = "three".into());
    assert_eq!(room.deeds()[3..], [Deed::Opened, changed(&["Welcome and people"])]);
}

#[test]
fn no_change_is_stored_before_it_is_told() {
    let mut room = Room::with(&sample("DEMO-01"));
    let trails = room.store.trail(&room.case.id).unwrap().lines().len();
    // The save fails: the line is there already.
    let stale = room.version;
    room.save(|case| case.coordinator = "one".into());
    room.version = stale;
    room.case.host_target = "97".into();
    let told = room.do_(save(&room.case, stale, Vec::new()));
    assert!(matches!(&told[0], Outcome::Saved { result: Err(_), .. }));
    assert_eq!(room.store.trail(&room.case.id).unwrap().lines().len(), trails + 2);
}

#[test]
fn copies_sent_holds_verdicts_and_decisions_are_told() {
    let mut case = sample("DEMO-03");
    let copy = |id, sent| Send { id: RowId(id), to: "Anna".into(), sent, ..Send::default() };
    case.sends = vec![copy(901, Sent::NotYet), copy(902, Sent::Email)];
    let mut room = Room::with(&case);
    room.save(|case| case.sends[0].sent = Sent::ByHand);
    assert_eq!(room.deeds().last(), Some(&Deed::Sent { copies: 1 }));
    room.save(|case| case.hold = "A complaint is open.".into());
    assert_eq!(room.deeds().last(), Some(&Deed::Held));
    room.save(|case| case.hold = "".into());
    assert_eq!(room.deeds().last(), Some(&Deed::Released));
    let (on, note) = (start_of_time().date(), "kanarek".into());
    let verdict = Reviewed { on, verdict: Verdict::Worry, note };
    room.do_(Effect::Verdict(case.id.clone(), verdict));
    assert_eq!(room.deeds().last(), Some(&changed(&["Verdict of a review"])));
    let (_, version) = room.store.load(&case.id).unwrap();
    let theirs = room.case.clone();
    room.case.coordinator = "mine".into();
    room.do_(save(&room.case, version, vec![theirs]));
    assert_eq!(room.deeds().last(), Some(&Deed::Merged));
    room.do_(Effect::Visit(case.id));
    assert_eq!(room.deeds().last(), Some(&Deed::Opened));
}

#[test]
fn a_new_case_and_an_export_are_told() {
    let mut room = Room::with(&sample("DEMO-01"));
    let told = room.do_(Effect::Create(Box::new(sample("DEMO-02"))));
    let Outcome::Created(Ok((case, _))) = &told[0] else { unreachable!("{told:?}") };
    let trail = room.store.trail(&case.id).unwrap();
    assert_eq!(trail.lines()[0].what, Deed::Created);
    let folder = tempfile::TempDir::new().unwrap();
    let (case, wanted) = (Box::new(room.case.clone()), Wanted::from(Kind::Briefing));
    let missing = Missing::Refuse;
    for (name, lines) in [("a.txt", 2), ("a.txt", 2), ("b.txt", 3)] {
        let path = folder.path().join(name);
        room.do_(Effect::Export { case: case.clone(), wanted, path, missing });
        assert_eq!(room.deeds().len(), lines, "only what was written is told");
    }
    let document = Kind::Briefing.title().to_owned();
    assert_eq!(room.deeds().last(), Some(&Deed::Exported { document }));
}

/// The code in a text, after the words that announce it.
fn code_in(text: &str) -> Code {
    let (_, after) = text.split_once("Record code ").unwrap();
    after.split('.').next().unwrap().parse().unwrap()
}

#[test]
fn a_closed_meeting_bears_the_code_of_all_that_was_done_until_then() {
    let mut room = Room::with(&sample("DEMO-01"));
    room.case.coordinator = "Grace".into();
    let case = room.close(Closes::Meeting);
    let issued = case.issued.last().unwrap().clone();
    let documents: Vec<String> =
        [".txt", ".pdf"].iter().map(|end| issued.file.replace(".pdf", end)).collect();
    let told = room.deeds();
    assert_eq!(
        told[1..],
        [changed(&["Welcome and people"]), Deed::Closed { documents: documents.clone() }]
    );
    room.save(Later::end_later);
    let trail = room.store.trail(&case.id).unwrap();
    let code: Code = issued.code.parse().unwrap();
    assert_eq!(trail.find(&code).unwrap().number, 3);
    let text = room.store.document(&case.id, &documents[0]).unwrap().unwrap();
    let text = String::from_utf8(text).unwrap();
    assert_eq!(code_in(&text), code);
    let pdf = room.store.document(&case.id, &documents[1]).unwrap().unwrap();
    assert!(
        reading::squeezed(&reading::pages(&pdf).concat()).contains(&format!("Recordcode{code}"))
    );
    // A text copy made later bears the same.
    let later = room.case.clone();
    let wanted = Wanted::from(Kind::Agreement);
    let today = start_of_time().date() + TimeDelta::days(9);
    let again = document_of(&later, &fixture::southwark(), wanted, today).unwrap();
    let again = String::from_utf8(render(Format::Text, &again, Missing::Refuse).unwrap()).unwrap();
    assert_eq!(code_in(&again), code);
    // A draft bears none.
    let draft = document_of(&sample("DEMO-02"), &fixture::southwark(), wanted, today).unwrap();
    assert!(!draft.texts().concat().contains("Record code"));
}

/// Something that is recorded after a meeting was closed.
trait Later {
    fn end_later(&mut self);
}

impl Later for Case {
    fn end_later(&mut self) {
        self.hold = "Later.".into();
    }
}

#[test]
fn the_record_of_a_review_bears_its_code() {
    let mut room = Room::with(&full());
    let case = room.close(Closes::Review(WEEK_4));
    let record = case.recorded.last().unwrap();
    let code: Code = record.code.parse().unwrap();
    assert!(room.store.trail(&case.id).unwrap().find(&code).is_some());
    let text = room.store.document(&case.id, &record.file.replace(".pdf", ".txt")).unwrap();
    assert_eq!(code_in(&String::from_utf8(text.unwrap()).unwrap()), code);
    let wanted = Wanted { kind: Kind::Review, review: Some(WEEK_4) };
    let today = start_of_time().date();
    let again = document_of(&case, &fixture::southwark(), wanted, today).unwrap();
    assert!(again.texts().concat().contains(&format!("Record code {code}")));
}

#[test]
fn a_closing_that_fails_is_told_as_one_that_did_not_come_about() {
    let mut room = Room::with(&sample("DEMO-01"));
    let stale = room.version;
    room.save(|case| case.coordinator = "x".into());
    let case = Box::new(room.case.clone());
    room.do_(Effect::Close { closes: Closes::Meeting, case, expected: stale, revision: 1 });
    let told = room.deeds();
    assert!(matches!(told[told.len() - 2], Deed::Closed { .. }), "{told:?}");
    assert_eq!(told[told.len() - 1], Deed::NotClosed);
}

#[test]
fn words_are_saved_while_the_trail_cannot_be_written_and_that_is_said_once() {
    let mut room = Room::with(&sample("DEMO-01"));
    let full = StoreError::Unwritten { place: "x".into(), reason: "the disk is full".into() };
    room.store.fail_trails(Some(full));
    let told = room.save(|case| case.coordinator = "one".into());
    assert!(matches!(told[..], [Outcome::Saved { .. }, Outcome::Untold(_)]), "{told:?}");
    let told = room.save(|case| case.coordinator = "two".into());
    assert_eq!(told.len(), 1, "it is said once");
    assert_eq!(room.store.load(&room.case.id).unwrap().0.coordinator, "two");
    let case = room.close(Closes::Meeting);
    assert!(case.issued[0].code.is_blank(), "no code stands for what is not told");
    room.store.fail_trails(None);
    room.save(|case| case.hold = "x".into());
    let told = room.deeds();
    assert_eq!(told[1], changed(&["Welcome and people"]));
    assert!(matches!(told[2], Deed::Closed { .. }) && told.last() == Some(&Deed::Held), "{told:?}");
}

#[test]
fn the_screen_says_that_the_trail_was_not_written() {
    let mut desk = Desk::ready();
    desk.go("people").field("Who co-ordinates");
    let full = StoreError::Unwritten { place: "x".into(), reason: "the disk is full".into() };
    desk.store.fail_trails(Some(full));
    desk.type_("one").wait(2000).shows("audit trail was not written");
    assert!(desk.stored().coordinator.contains("one"));
}

#[test]
fn a_broken_trail_is_put_aside_and_the_new_one_says_so() {
    let folder = tempfile::TempDir::new().unwrap();
    let case = sample("DEMO-01");
    let mut store = FolderStore::new(folder.path());
    store.add(&case).unwrap();
    let record = |store: &mut FolderStore, id: &CaseId| {
        store.record(id, start_of_time(), &"Grace".into(), Deed::Opened).unwrap();
    };
    record(&mut store, &case.id);
    record(&mut store, &case.id);
    let path = folder.path().join("DEMO-01/audit.jsonl");
    let tampered = fs::read_to_string(&path).unwrap().replacen("Grace", "Nobody", 1);
    fs::write(&path, &tampered).unwrap();
    assert!(matches!(store.trail(&case.id), Err(StoreError::Trail { .. })));
    record(&mut store, &case.id);
    let trail = store.trail(&case.id).unwrap();
    let told: Vec<&Deed> = trail.lines().iter().map(|line| &line.what).collect();
    assert_eq!(told, [&Deed::Broken, &Deed::Opened]);
    let aside = folder.path().join("DEMO-01/audit-broken-1.jsonl");
    assert_eq!(fs::read_to_string(aside).unwrap(), tampered);
    // One that was put aside when the program was killed is said too.
    fs::rename(&path, folder.path().join("DEMO-01/audit-broken-2.jsonl")).unwrap();
    record(&mut store, &case.id);
    assert_eq!(store.trail(&case.id).unwrap().lines()[0].what, Deed::Broken);
}

#[test]
fn no_line_has_a_word_of_a_case() {
    let mut room = Room::with(&full());
    let today = start_of_time().date();
    let slots = Fact::ALL.iter().map(|fact| Slot::Fact(*fact));
    let cells = Table::ALL.iter().flat_map(|table| {
        let ids = room.case.row_ids(*table).into_iter();
        ids.flat_map(move |id| {
            table.every_column().iter().map(move |column| Slot::Cell(*table, id, *column))
        })
    });
    let slots: Vec<Slot> = slots.chain(cells.collect::<Vec<_>>()).collect();
    for slot in slots {
        if matches!(room.case.field(&slot), Some(Field::Line(_) | Field::Prose(_))) {
            room.save(|case| {
                case.set_text(&slot, "kanarektyped", today);
            });
        }
    }
    room.save(|case| {
        case.private_notes.insert("child.private".into(), "kanarektyped".into());
        case.agreed_notes.insert("kanarekkey.kanarek".into(), "kanarektyped".into());
    });
    room.close(Closes::Review(WEEK_4));
    let trail = room.store.trail(&room.case.id).unwrap();
    assert!(trail.lines().len() > 10);
    let written = String::from_utf8_lossy(trail.as_bytes()).to_string();
    let named = full().people.into_iter().map(|person| person.name.to_string());
    for word in named.chain(["kanarek".to_owned(), "Fennimore".to_owned()]) {
        assert!(!written.contains(&word), "{word} in {written}");
    }
}

#[test]
fn a_case_is_erased_from_the_list_once_its_reference_is_typed() {
    let case = sample("DEMO-06");
    let size = ratatui::layout::Size { width: 100, height: 30 };
    let mut desk = Desk::with(&[case.clone(), sample("DEMO-01")], size);
    desk.do_(Action::ShowAllCases).do_(Action::FindCase).type_("DEMO-06").press("Enter");
    desk.do_(Action::EraseCase).shows("Type the reference to erase it").type_("DEMO-07");
    desk.press("Enter").shows("Nothing was erased");
    assert!(desk.store.load(&case.id).is_ok());
    desk.press("Ctrl+A").type_("demo-06").press("Enter").shows("The certificate is E-0001");
    assert!(desk.store.load(&case.id).is_err());
    desk.press("Enter");
    assert_eq!(desk.model.cases.count(), 1);
    // A held case stays.
    let mut held = case;
    held.hold = "A complaint is open.".into();
    let mut desk = Desk::with(&[held.clone()], size);
    desk.do_(Action::ShowAllCases).do_(Action::EraseCase).type_("DEMO-06").press("Enter");
    desk.shows("is held and was not erased");
    assert!(desk.store.load(&held.id).is_ok());
}
