//! What erasing and holding promise: all of a case goes or none of it, and what is left names nobody.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly, and play the other program, which writes as it likes"
)]

mod fixture;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use convenor::domain::bookmark::{Bookmark, Stop};
use convenor::domain::case::{Case, CaseId};
use convenor::domain::change::Change;
use convenor::domain::disclosure::everything;
use convenor::domain::reference::Reference;
use convenor::domain::slot::{Audience, Slot};
use convenor::domain::text::Text;
use convenor::store::audit::{Deed, Line};
use convenor::store::erasing::{Erasing, certificate};
use convenor::store::{FolderStore, MemoryStore, Store, StoreError, profiles};
use tempfile::TempDir;

fn at() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2038, 2, 15).unwrap().and_hms_opt(9, 0, 0).unwrap()
}

fn reference() -> Reference {
    profiles::built_in().unwrap()
}

fn id() -> CaseId {
    "MM-2026-001".parse().unwrap()
}

/// Where somebody was, with a step that holds words.
fn bookmark() -> Bookmark {
    let slot = Slot::Note(Audience::Private, "child.words".to_owned());
    let (removed, inserted) = ("kanarekgone".to_owned(), String::new());
    let step = vec![Change::Text { slot, at: 0, removed, inserted }];
    let there = Bookmark::new(at().date(), "child".to_owned(), Stop::Close);
    Bookmark { done: vec![Arc::new(step)], ..there }
}

/// The case with everything in it, with a history, a bookmark, a document, a shelter, a copy put aside and a
/// trail, beside another one.
fn stored(folder: &Path) -> FolderStore {
    let mut store = FolderStore::new(folder);
    let mut case = Case { hold: Text::default(), ..fixture::full::full() };
    let mut version = store.add(&case).unwrap();
    store.record(&id(), at(), &"Grace".into(), Deed::Opened).unwrap();
    case.coordinator = "Somebody before".into();
    let later = at() + TimeDelta::hours(1);
    version = store.save(&case, &version, later).unwrap();
    case.coordinator = "Björn Castellane".into();
    let document = vec![("MM-2026-001-agreement-1.pdf".to_owned(), b"Halina".to_vec())];
    store.close(&case, &version, &document, later + TimeDelta::hours(1)).unwrap();
    let version = store.load(&id()).unwrap().1;
    store.put_bookmark(&id(), &version, Some(&bookmark()));
    store.shelter(&case).unwrap();
    store.set_aside(&case).unwrap();
    store.record(&id(), later, &"Grace".into(), Deed::Sent { copies: 2 }).unwrap();
    let other = Case { id: "MM-2026-002".parse().unwrap(), ..Case::new(id(), "southwark", "Ida") };
    store.add(&other).unwrap();
    store
}

fn erase(store: &mut dyn Store, even_unread: bool) -> Result<Line, StoreError> {
    let (reference, by) = (reference(), Text::from("Grace"));
    store.erase(&id(), &Erasing { at: at(), by: &by, reference: &reference, even_unread })
}

/// Every file below a folder, with its bytes.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
    files
}

/// Every word of more than three letters that stands in a case, and its reference.
fn words(case: &Case) -> BTreeSet<String> {
    let profile = fixture::southwark();
    let mut words = BTreeSet::from([case.id.to_string(), "Somebody before".to_owned()]);
    for section in everything(case, &profile) {
        for recorded in section.texts.iter().filter(|recorded| recorded.text.len() > 3) {
            let split = recorded.text.split(|c: char| !c.is_alphanumeric());
            let long = split.filter(|word| word.chars().count() > 3);
            words.extend(long.map(str::to_owned));
        }
    }
    words
}

/// The names that stand in a case: of people, schools, and its reference.
fn names(case: &Case) -> Vec<String> {
    let people = case.people.iter().flat_map(|person| [&person.name, &person.organisation]);
    let others = [&case.child.name, &case.home_school, &case.new_school, &case.meeting.lead];
    let said = people.chain(others).filter(|name| !name.is_blank()).map(ToString::to_string);
    let parts: Vec<String> =
        said.flat_map(|name| name.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    let mut names: Vec<String> = parts.into_iter().filter(|part| part.len() > 3).collect();
    // Words of the certificate itself.
    names.retain(|name| !["School", "Council", "Early", "Help", "Family"].contains(&name.as_str()));
    names.extend([case.id.to_string(), "2013".to_owned(), "14 February".to_owned()]);
    names
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

/// The words of the chain itself, which a case may use too.
const OWN: [&str; 16] = [
    "number", "Grace", "deed", "erased", "files", "bytes", "code", "basis", "over", "true",
    "exported", "sent", "year", "given", "before", "2026",
];

#[test]
fn nothing_of_an_erased_case_is_left_and_another_is_untouched() {
    let folder = TempDir::new().unwrap();
    let mut store = stored(folder.path());
    let case = store.load(&id()).unwrap().0;
    let other = fs::read(folder.path().join("MM-2026-002/case.ron")).unwrap();
    let before = tree(&folder.path().join("MM-2026-001"));
    assert!(before.len() >= 6, "{before:?}");
    assert!(before.iter().any(|(_, bytes)| holds(bytes, "kanarekgone")));
    let words = words(&case);
    assert!(words.len() > 200 && before.iter().any(|(_, bytes)| holds(bytes, "kanarekone")));

    let line = erase(&mut store, false).unwrap();
    let left = tree(folder.path());
    let paths: Vec<&Path> =
        left.iter().map(|(path, _)| path.strip_prefix(folder.path()).unwrap()).collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    assert!(!left.iter().any(|(_, bytes)| holds(bytes, "kanarekgone")));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    assert_eq!(fs::read(folder.path().join("MM-2026-002/case.ron")).unwrap(), other);
    let chain = fs::read(folder.path().join("erased.jsonl")).unwrap();
    // What the certificate rests on is a sentence of the protocol, and may use the same words.
    let Deed::Erased(erasure) = &line.what else { unreachable!() };
    let chain = String::from_utf8(chain).unwrap().replace(&*erasure.basis, "");
    for word in &words {
        let own = OWN.contains(&word.as_str());
        assert!(own || !chain.contains(word.as_str()), "{word} in {chain}");
    }
    assert!(matches!(store.load(&id()), Err(StoreError::Missing { .. })));
    assert_eq!(erasure.files, before.len());
    assert_eq!((erasure.sent, erasure.over), (2, Some(true)));
    assert!(erasure.code.is_some());
}

#[test]
fn a_certificate_names_nobody_no_school_and_no_case() {
    let folder = TempDir::new().unwrap();
    let mut store = stored(folder.path());
    let case = store.load(&id()).unwrap().0;
    let line = erase(&mut store, false).unwrap();
    let backup = NaiveDate::from_ymd_opt(2038, 2, 1);
    for text in [certificate(&line, None).unwrap(), certificate(&line, backup).unwrap()] {
        for name in names(&case) {
            assert!(!text.contains(&name), "{name} in {text}");
        }
        assert!(text.starts_with("CERTIFICATE OF ERASURE E-0001\n"), "{text}");
        assert!(text.contains("25 years from birth"), "{text}");
    }
    assert!(certificate(&line, backup).unwrap().contains("14 days before"));
}

#[test]
fn a_case_that_is_held_is_not_erased_and_not_touched() {
    let folder = TempDir::new().unwrap();
    let mut store = stored(folder.path());
    let (mut case, version) = store.load(&id()).unwrap();
    case.hold = "A complaint is open.".into();
    store.save(&case, &version, at()).unwrap();
    let before = tree(folder.path());
    for even_unread in [false, true] {
        assert_eq!(erase(&mut store, even_unread), Err(StoreError::Held { id: id() }));
    }
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_case_that_cannot_be_read_is_erased_only_when_that_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let mut store = stored(folder.path());
    fs::write(folder.path().join("MM-2026-001/case.ron"), "no case").unwrap();
    assert!(matches!(erase(&mut store, false), Err(StoreError::Damaged { .. })));
    let line = erase(&mut store, true).unwrap();
    let Deed::Erased(erasure) = line.what else { unreachable!() };
    assert_eq!((erasure.over, erasure.basis.as_str()), (None, ""));
    assert!(!folder.path().join("MM-2026-001").exists());
}

#[cfg(unix)]
#[test]
fn a_case_that_another_window_holds_is_not_erased() {
    let folder = TempDir::new().unwrap();
    let mut store = stored(folder.path());
    let before = tree(folder.path());
    for place in [folder.path().join("MM-2026-001"), folder.path().to_path_buf()] {
        let held = fs::File::open(place).unwrap();
        rustix::fs::flock(&held, rustix::fs::FlockOperation::LockExclusive).unwrap();
        assert!(matches!(erase(&mut store, false), Err(StoreError::Busy { .. })));
    }
    assert_eq!(tree(folder.path()), before);
}

/// A store in which erasing was interrupted: the case is out of sight, and `gone` files of it are
/// removed, in the order of their names.
fn interrupted(folder: &Path, gone: usize) -> usize {
    // What erasing leaves before it removes anything is got by keeping it from removing.
    let mut store = stored(folder);
    let copy = TempDir::new().unwrap();
    copy_tree(&folder.join("MM-2026-001"), copy.path());
    let line = erase(&mut store, false).unwrap();
    let Deed::Erased(erasure) = &line.what else { unreachable!() };
    let mark = serde_json::json!({ "at": line.at, "by": line.by, "erasure": erasure });
    fs::remove_file(folder.join("erased.jsonl")).unwrap();
    let away = folder.join(format!(".convenor-erased-2026-{}", erasure.given));
    copy_tree(copy.path(), &away);
    fs::write(away.join(".convenor-erased.part"), mark.to_string()).unwrap();
    let files: Vec<PathBuf> = tree(&away).into_iter().map(|(path, _)| path).collect();
    let removable = files.iter().filter(|path| !path.ends_with(".convenor-erased.part"));
    removable.clone().take(gone).for_each(|path| fs::remove_file(path).unwrap());
    removable.count()
}

fn copy_tree(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let to = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}

#[test]
fn an_erasing_that_was_interrupted_is_out_of_sight_and_ended_by_the_next_start() {
    let steps = interrupted(TempDir::new().unwrap().path(), 0);
    for gone in 0..=steps {
        let folder = TempDir::new().unwrap();
        interrupted(folder.path(), gone);
        let store = FolderStore::new(folder.path());
        assert!(matches!(store.load(&id()), Err(StoreError::Missing { .. })));
        store.finish_erasing().unwrap();
        let left: BTreeSet<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        assert_eq!(left, BTreeSet::from(["MM-2026-002".to_owned(), "erased.jsonl".to_owned()]));
        assert_eq!(store.erased().unwrap().lines().len(), 1);
        store.finish_erasing().unwrap();
        assert_eq!(store.erased().unwrap().lines().len(), 1);
    }
}

#[test]
fn an_erasing_interrupted_after_it_was_told_is_not_told_twice() {
    let folder = TempDir::new().unwrap();
    interrupted(folder.path(), 0);
    let away = folder.path().join(".convenor-erased-2026-2");
    let mark = fs::read(away.join(".convenor-erased.part")).unwrap();
    let store = FolderStore::new(folder.path());
    store.finish_erasing().unwrap();
    fs::create_dir(&away).unwrap();
    fs::write(away.join(".convenor-erased.part"), mark).unwrap();
    store.finish_erasing().unwrap();
    assert_eq!(store.erased().unwrap().lines().len(), 1);
    assert!(!away.exists());
}

#[test]
fn an_erasing_interrupted_before_the_case_went_was_not_begun() {
    let folder = TempDir::new().unwrap();
    let mut store = stored(folder.path());
    fs::write(folder.path().join("MM-2026-001/.convenor-erased.part"), "{}").unwrap();
    store.finish_erasing().unwrap();
    let (case, version) = store.load(&id()).unwrap();
    store.save(&Case { coordinator: "x".into(), ..case }, &version, at()).unwrap();
    assert!(!folder.path().join("MM-2026-001/.convenor-erased.part").exists());
}

fn the_reference_of_an_erased_case_is_given_to_nobody_else(store: &mut dyn Store) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let blank = || Case::new("NEW".parse().unwrap(), "southwark", "Anna");
    let (first, _) = store.create(blank(), today).unwrap();
    assert_eq!(first.id, id());
    let reference = reference();
    let by = Text::default();
    let erasing = Erasing { at: at(), by: &by, reference: &reference, even_unread: false };
    let line = store.erase(&first.id, &erasing).unwrap();
    let (second, _) = store.create(blank(), today).unwrap();
    assert_eq!(second.id.as_str(), "MM-2026-002");
    store.erase(&second.id, &erasing).unwrap();
    assert_eq!(store.create(blank(), today).unwrap().0.id.as_str(), "MM-2026-003");
    assert_eq!(store.erased().unwrap().lines().len(), 2);
    assert_eq!(line.number, 1);
}

#[test]
fn no_reference_is_given_twice_in_a_folder_or_in_memory() {
    let folder = TempDir::new().unwrap();
    the_reference_of_an_erased_case_is_given_to_nobody_else(&mut FolderStore::new(folder.path()));
    the_reference_of_an_erased_case_is_given_to_nobody_else(&mut MemoryStore::new());
}

#[test]
fn no_reference_is_given_twice_while_erasing_is_interrupted_or_its_chain_is_broken() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let blank = || Case::new("NEW".parse().unwrap(), "southwark", "Anna");
    let folder = TempDir::new().unwrap();
    interrupted(folder.path(), 3);
    let mut store = FolderStore::new(folder.path());
    assert_eq!(store.create(blank(), today).unwrap().0.id.as_str(), "MM-2026-003");
    let third: CaseId = "MM-2026-003".parse().unwrap();
    let (reference, by) = (reference(), Text::default());
    let erasing = Erasing { at: at(), by: &by, reference: &reference, even_unread: false };
    store.erase(&third, &erasing).unwrap();
    let chain = folder.path().join("erased.jsonl");
    let broken = fs::read_to_string(&chain).unwrap().replacen("\"number\":1", "\"number\":7", 1);
    fs::write(&chain, broken).unwrap();
    assert!(matches!(store.erased(), Err(StoreError::Trail { .. })));
    assert_eq!(store.create(blank(), today).unwrap().0.id.as_str(), "MM-2026-004");
    // A broken chain is put aside and not written over.
    store.erase(&"MM-2026-004".parse().unwrap(), &erasing).unwrap();
    assert!(folder.path().join("audit-broken-1.jsonl").exists());
    assert_eq!(store.create(blank(), today).unwrap().0.id.as_str(), "MM-2026-005");
}
