//! What the commands promise that tell, hold, erase and collect.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use convenor::domain::bookmark::{Bookmark, Stop};
use convenor::domain::case::Case;
use convenor::domain::change::Change;
use convenor::domain::fact::Fact;
use convenor::domain::slot::{Audience, Field, Slot};
use convenor::domain::table::Table;
use convenor::store::{FolderStore, Store, Version};

use crate::home::{Home, is_clean};

#[path = "../fixture/mod.rs"]
mod fixture;

#[test]
fn what_commands_do_is_told_and_verified() {
    let home = Home::with_cases();
    assert!(home.run(&["audit", "DEMO-01"]).out.contains("Nothing is told"));
    home.run(&["show", "DEMO-01"]);
    home.run(&["check", "DEMO-01"]);
    let path = home.path().join("a.txt");
    let path = path.to_str().unwrap();
    home.run(&[
        "export",
        "DEMO-01",
        "--document",
        "briefing",
        "--format",
        "text",
        "--output",
        path,
    ]);
    let told = home.run(&["audit", "demo-01"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("   1 | ") && told.out.contains(" | opened\n"), "{}", told.out);
    assert!(told.out.contains("   3 | ") && told.out.contains("outside: Staff briefing"));
    let json = home.run(&["audit", "DEMO-01", "--json"]).json();
    assert_eq!((json["schema"].as_u64(), &json["lines"][2]["deed"]), (Some(1), &"exported".into()));
    let code = json["code"].as_str().unwrap().to_owned();
    let told = home.run(&["audit", "verify"]);
    assert_eq!((told.code, told.out.lines().count()), (0, 12));
    let told = home.run(&["audit", "verify", "--code", &code.to_lowercase()]);
    assert_eq!(told.code, 0);
    assert!(told.out.contains("DEMO-01: the code is that of line 3"), "{}", told.out);
    assert_eq!(home.run(&["audit", "verify", "DEMO-02", "--code", &code]).code, 1);
    home.fails(&["audit", "verify", "--code", "4F2A"], 2, "no record code");
    home.fails(&["audit", "verify", "DEMO-99"], 3, "DEMO-99");
    home.fails(&["audit", "DEMO-99"], 3, "DEMO-99");
}

#[test]
fn a_trail_that_was_tampered_with_is_found_with_the_place() {
    let home = Home::with_cases();
    (0..3).for_each(|_| drop(home.run(&["show", "DEMO-01"])));
    let file = home.store().join("DEMO-01/audit.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    let without: Vec<&str> =
        text.lines().enumerate().filter(|(n, _)| *n != 1).map(|(_, l)| l).collect();
    fs::write(&file, without.join("\n") + "\n").unwrap();
    let told = home.run(&["audit", "verify"]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("DEMO-01: ! broken: line 2 does not follow"), "{}", told.out);
    assert!(told.out.contains("DEMO-02: nothing is told yet"));
    home.fails(&["audit", "DEMO-01"], 4, "The audit trail of DEMO-01 is broken: line 2");
    let doctor = home.run(&["doctor"]);
    assert!(
        doctor.out.contains("Audit trails: 0 whole, 11 not begun yet, 1 broken"),
        "{}",
        doctor.out
    );
    assert_eq!(doctor.code, 1);
    // A trail written anew fits by itself, but not to the code of an agreement.
    let home = Home::with_cases();
    home.run(&["show", "DEMO-03"]);
    let mut store = FolderStore::new(home.store());
    let id = "DEMO-03".parse().unwrap();
    let (mut case, version) = store.load(&id).unwrap();
    case.issued[0].code = store.trail(&id).unwrap().code().unwrap().to_string().into();
    store.save(&case, &version, chrono::NaiveDateTime::default()).unwrap();
    assert_eq!(home.run(&["audit", "verify", "DEMO-03"]).code, 0);
    fs::remove_file(home.store().join("DEMO-03/audit.jsonl")).unwrap();
    let told = home.run(&["audit", "verify", "DEMO-03"]);
    assert!(told.code == 1 && told.out.contains("and no line has it"), "{}", told.out);
}

#[test]
fn what_is_due_for_erasing_and_what_is_held_is_listed_without_a_name() {
    let home = Home::with_cases();
    home.edit("DEMO-06", |text| text.replacen("born: \"", "born: \"1990-05-03\", // \"", 1));
    let told = home.run(&["retention"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("To be erased now (1):\n  DEMO-06 | "), "{}", told.out);
    assert!(told.out.contains("kept until Sun 3 May 2015"), "{}", told.out);
    let told = home.run(&["hold", "DEMO-06", "--reason", "A complaint is open"]);
    assert!(told.code == 0 && told.out.contains("is held"), "{}", told.err);
    let told = home.run(&["retention"]);
    assert!(told.out.contains("To be erased now: none"), "{}", told.out);
    assert!(
        told.out.contains("not to be erased (1):\n  DEMO-06") && told.out.contains("A complaint")
    );
    let json = home.run(&["retention", "--json"]).json();
    assert_eq!(json["held"][0]["id"], "DEMO-06");
    home.fails(&["erase", "DEMO-06", "--yes-erase", "DEMO-06"], 5, "DEMO-06 is held");
    assert!(home.run(&["audit", "DEMO-06"]).out.contains("kept from being erased"));
    assert!(home.run(&["hold", "DEMO-06", "--release"]).out.contains("no longer held"));
    assert_eq!(home.run(&["erase", "DEMO-06", "--yes-erase", "demo-06"]).code, 0);
    home.fails(&["hold", "DEMO-06", "--release"], 3, "There is no case DEMO-06");
}

#[test]
fn a_case_is_erased_only_by_its_reference_typed_once_more() {
    let home = Home::with_cases();
    home.fails(&["erase", "DEMO-01"], 2, "nobody is there to be asked");
    home.fails(&["erase", "DEMO-01", "--yes-erase", "DEMO-02"], 2, "“DEMO-02” is another");
    home.fails(&["erase", "DEMO-99", "--yes-erase", "DEMO-99"], 3, "DEMO-99");
    let within = home.store().join("c.txt");
    let within = within.to_str().unwrap();
    let arguments = ["erase", "DEMO-01", "--yes-erase", "DEMO-01", "--output", within];
    home.fails(&arguments, 6, "among the cases");
    fs::write(home.store().join("DEMO-02/case.ron"), "no case").unwrap();
    home.fails(&["erase", "DEMO-02", "--yes-erase", "DEMO-02"], 4, "--damaged");
    let path = home.path().join("certificate.txt");
    let output = path.to_str().unwrap();
    let told =
        home.run(&["erase", "DEMO-02", "--yes-erase", "DEMO-02", "--damaged", "--output", output]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("CERTIFICATE OF ERASURE E-0001"), "{text}");
    let again = home.run(&["certificate", "e-0001"]);
    assert_eq!((again.code, again.out), (0, text));
    home.fails(&["certificate", "E-0002"], 3, "There is no certificate");
    let told = home.run(&["audit", "verify"]);
    assert!(told.out.contains("Erased cases: whole, 1 lines"), "{}", told.out);
}

/// The case with everything in it, with words of its own in every text that was still blank, and a
/// row in every list.
fn filled() -> Case {
    let mut case = fixture::full::full();
    let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    for table in Table::ALL
        .iter()
        .copied()
        .filter(|table| case.row_ids(*table).is_empty())
        .collect::<Vec<_>>()
    {
        let id = case.take_row_id();
        case.put_row(0, table.blank_row(id));
    }
    for (n, slot) in slots(&case).into_iter().enumerate() {
        let blank = case.field(&slot).is_some_and(|field| field.is_blank());
        if blank && matches!(case.field(&slot), Some(Field::Line(_) | Field::Prose(_))) {
            case.set_text(&slot, &format!("ownword{n}x\nand more").replace('\n', " "), today);
        }
    }
    case.agreed_notes.insert("older.key".into(), "ownwordolder".into());
    case.private_notes.insert("older.private".into(), "ownwordprivate".into());
    case
}

fn slots(case: &Case) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Fact::ALL.iter().map(|fact| Slot::Fact(*fact)).collect();
    for table in Table::ALL {
        for id in case.row_ids(*table) {
            slots.extend(table.every_column().iter().map(|column| Slot::Cell(*table, id, *column)));
        }
    }
    slots.extend(case.agreed_notes.keys().map(|key| Slot::Note(Audience::Agreed, key.clone())));
    slots.extend(case.private_notes.keys().map(|key| Slot::Note(Audience::Private, key.clone())));
    slots
}

/// A text without the marks, and without what only indents it.
fn unmarked(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" [third party: ") {
        said.push_str(before);
        rest = after.split_once(']').unwrap().1;
    }
    said.push_str(rest);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Keeps what was deleted and what was taken back at the end of a private note.
fn mark(store: &mut FolderStore, case: &Case, version: &Version) {
    let slot = Slot::Note(Audience::Private, "child.words".to_owned());
    let at = case.text(&slot).len();
    let step = |removed: &str, inserted: &str| {
        let (removed, inserted) = (removed.to_owned(), inserted.to_owned());
        Arc::new(vec![Change::Text { slot: slot.clone(), at, removed, inserted }])
    };
    let day = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let there = Bookmark::new(day, String::new(), Stop::Close);
    let (done, undone) = (vec![step(" deletedword", "")], vec![step("", " takenbackword")]);
    store.put_bookmark(&case.id, version, Some(&Bookmark { done, undone, ..there }));
}

#[test]
fn an_access_request_holds_every_text_every_document_and_every_person() {
    let home = Home::new();
    let mut store = FolderStore::new(home.store());
    let mut version =
        store.add(&Case { coordinator: "Earlier Person".into(), ..filled() }).unwrap();
    let at = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap().and_hms_opt(10, 0, 0).unwrap();
    version = store.save(&filled(), &version, at).unwrap();
    let document = vec![("MM-2026-001-agreement-1.txt".to_owned(), b"the agreement".to_vec())];
    store.close(&filled(), &version, &document, at).unwrap();
    store.shelter(&Case { host_target: "shelteredword".into(), ..filled() }).unwrap();
    let id = "MM-2026-001".parse().unwrap();
    let (case, version) = store.load(&id).unwrap();
    mark(&mut store, &case, &version);
    let output = home.path().join("answer");
    let told = home.run(&["access-request", "MM-2026-001", "--output", output.to_str().unwrap()]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let record = unmarked(&read(&output, "record.txt"));
    for slot in slots(&case) {
        let text = case.text(&slot).split_whitespace().collect::<Vec<_>>().join(" ");
        let blank = case.field(&slot).unwrap().is_blank();
        assert!(blank || record.contains(&text), "{slot:?}: {text}");
    }
    for note in case.reviewed.iter().map(|verdict| verdict.note.to_string()) {
        assert!(record.contains(&note), "{note}");
    }
    for (mark, words) in [
        ("[check: private note about the family] ", "kanarekfour"),
        ("[check: private note of the person who leads] ", "kanarekone"),
        ("[check: said in confidence] ", "yes"),
    ] {
        assert!(record.contains(&format!("{mark}{words}")), "{mark}{words}");
    }
    let earlier = read(&output, "earlier-words.txt");
    assert!(earlier.contains("Earlier Person") && earlier.contains("shelteredword"), "{earlier}");
    assert!(!earlier.contains("kanarekone"), "what stands in the record is not told twice");
    assert!(earlier.contains(" deletedword") && earlier.contains(" takenbackword"), "{earlier}");
    assert_eq!(read(&output, "documents/01-MM-2026-001-agreement-1.txt"), "the agreement");
    assert!(home.run(&["audit", "MM-2026-001"]).out.contains("access request"));
    let parties = read(&output, "third-parties.csv");
    let child = &case.child.name;
    for person in case.people.iter().filter(|person| person.name != *child) {
        assert!(parties.contains(&*person.name), "{}", person.name);
    }
    assert!(!parties.lines().any(|line| line.starts_with(&**child)), "{parties}");
    let first = read(&output, "READ-ME-FIRST.txt");
    assert!(first.contains("one calendar month") && first.contains("Nothing was left out"));
    for name in ["record.txt", "earlier-words.txt", "READ-ME-FIRST.txt", "audit-trail.txt"] {
        assert!(is_clean(&read(&output, name)));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&output), mode(&output.join("documents"))), (0o700, 0o700));
        assert_eq!(mode(&output.join("record.txt")), 0o600);
    }
}

#[test]
fn an_access_request_leaves_nothing_where_it_cannot_be_made() {
    let home = Home::with_cases();
    let path = home.path().to_str().unwrap().to_owned();
    home.fails(&["access-request", "DEMO-01", "--output", &path], 6, "there already");
    let within = home.store().join("answer");
    let within = within.to_str().unwrap();
    home.fails(&["access-request", "DEMO-01", "--output", within], 6, "among the cases");
    home.fails(&["access-request", "DEMO-99", "--output", "/tmp/x"], 3, "DEMO-99");
    let nowhere = home.path().join("no/where");
    home.fails(
        &["access-request", "DEMO-01", "--output", nowhere.to_str().unwrap()],
        6,
        "not there",
    );
    let names: BTreeSet<String> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, BTreeSet::from(["data".to_owned()]));
}
