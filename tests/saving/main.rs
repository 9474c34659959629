//! What a store promises, run against every store; and what a folder promises besides.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly, and play the other program, which writes as it likes"
)]

#[cfg(unix)]
mod beside;
mod cases;
#[cfg(unix)]
mod on_disk;
#[cfg(unix)]
mod outside;
#[cfg(unix)]
mod past_on_disk;

use std::fs;
use std::path::PathBuf;

use cases::{any_case, blank_case, full_case, now, today, view};
use convenor::domain::case::{Case, CaseId, Issued, IssuedKind, Route};
use convenor::store::keys::{Key, Recipient, Recipients, Whose, change};
use convenor::store::{
    Entry, FolderStore, MemoryStore, Passphrase, Seal, Store, StoreError, fingerprint,
};
use proptest::prelude::*;
use tempfile::TempDir;

const ID: &str = "MM-2026-001";

fn id(text: &str) -> CaseId {
    text.parse().unwrap()
}

/// A place for cases, seen from outside the program.
trait Place {
    fn new() -> Self;
    fn store(&self) -> Box<dyn Store>;
    /// Puts bytes where a case is, as another program would.
    fn put(&self, name: &str, bytes: &[u8]);
    fn bytes(&self, name: &str) -> Vec<u8>;
}

struct Folder(TempDir);

impl Folder {
    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name).join("case.ron")
    }
}

impl Place for Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }
    fn store(&self) -> Box<dyn Store> {
        Box::new(FolderStore::new(self.0.path()))
    }
    fn put(&self, name: &str, bytes: &[u8]) {
        fs::create_dir_all(self.0.path().join(name)).unwrap();
        fs::write(self.file(name), bytes).unwrap();
    }
    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.file(name)).unwrap()
    }
}

/// A folder whose cases are encrypted, with the key at hand; the other program has it too.
struct Sealed {
    folder: Folder,
    _settings: TempDir,
    seal: Seal,
    key: age::x25519::Identity,
}

impl Place for Sealed {
    fn new() -> Self {
        let (folder, settings) = (Folder::new(), TempDir::new().unwrap());
        let key = Key::generate();
        let file = settings.path().join("key.age");
        key.keep(&file, &Passphrase::new("low"), 2).unwrap();
        let mut lock = age::scrypt::Identity::new("low".to_owned().into());
        lock.set_max_work_factor(2);
        let text = age::decrypt(&lock, &fs::read(file).unwrap()).unwrap();
        let mut seal = Seal::new(folder.0.path(), Some(settings.path()), None);
        let own = Recipient::new(&key.recipient(), Whose::Person, today(), "desk").unwrap();
        seal.hold(key).unwrap();
        change(&seal, Some(&Recipients::new(vec![own]).unwrap())).unwrap();
        let key = String::from_utf8(text).unwrap().trim().parse().unwrap();
        Self { folder, _settings: settings, seal, key }
    }
    fn store(&self) -> Box<dyn Store> {
        Box::new(FolderStore::sealed(self.seal.clone()))
    }
    fn put(&self, name: &str, bytes: &[u8]) {
        self.folder.put(name, &age::encrypt(&self.key.to_public(), bytes).unwrap());
    }
    fn bytes(&self, name: &str) -> Vec<u8> {
        age::decrypt(&self.key, &self.folder.bytes(name)).unwrap()
    }
}

struct Memory(MemoryStore);

impl Place for Memory {
    fn new() -> Self {
        Self(MemoryStore::new())
    }
    fn store(&self) -> Box<dyn Store> {
        Box::new(self.0.clone())
    }
    fn put(&self, name: &str, bytes: &[u8]) {
        self.0.put_bytes(name, bytes);
    }
    fn bytes(&self, name: &str) -> Vec<u8> {
        self.0.bytes(name).unwrap()
    }
}

/// Runs each promise against every store.
macro_rules! on_every_store {
    ($($promise:ident),* $(,)?) => {
        mod sealed { $(#[test] fn $promise() { super::$promise::<crate::Sealed>(); })* }
        mod folder { $(#[test] fn $promise() { super::$promise::<crate::Folder>(); })* }
        mod memory { $(#[test] fn $promise() { super::$promise::<crate::Memory>(); })* }
    };
}

#[cfg(unix)]
mod bookmarks;
mod history;

on_every_store! {
    an_empty_store_has_no_cases,
    any_case_comes_back_as_it_was_saved,
    a_version_that_is_not_the_expected_one_is_never_overwritten,
    each_save_gives_the_version_for_the_next,
    two_creates_never_get_the_same_reference,
    a_case_that_is_not_there_is_missing,
    a_cut_file_is_damaged_and_stays_as_it_is,
    a_file_of_a_newer_program_is_refused_and_stays_as_it_is,
    hostile_files_are_damaged_and_harm_nothing_else,
    every_change_of_bytes_is_noticed_and_none_stops_the_program,
    every_flipped_byte_is_noticed,
    names_are_cleaned_and_rows_numbered_when_a_case_is_read,
    an_issued_document_is_never_replaced_by_a_different_one,
    closing_stores_the_documents_and_the_case_or_nothing,
    a_document_name_never_leaves_its_folder,
    a_case_too_long_to_be_read_again_is_not_written,
}

fn listed(store: &dyn Store) -> Vec<Entry> {
    let mut entries = Vec::new();
    store.list(view(), &mut |found| entries.extend(found)).unwrap();
    entries
}

fn damaged(store: &dyn Store) -> Vec<(String, String)> {
    let mut damaged: Vec<_> = listed(store)
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Damaged { name, reason } => Some((name, reason)),
            Entry::Case(_) | Entry::Locked { .. } => None,
        })
        .collect();
    damaged.sort();
    damaged
}

/// Stores a case as the program does, and gives its bytes.
fn stored(case: &Case) -> Vec<u8> {
    let store = MemoryStore::new();
    store.put(case).unwrap();
    store.bytes(case.id.as_str()).unwrap()
}

/// The same as older programs wrote it: without a checksum, so that each line can be changed.
fn unchecked(case: &Case) -> String {
    let text = String::from_utf8(stored(case)).unwrap();
    let (above, _) = text.trim_end().rsplit_once('\n').unwrap();
    format!("{above}\n")
}

fn is_one_clean_sentence(words: &str) -> bool {
    words.ends_with('.') && !words.chars().any(|c| c.is_control() || c == '\u{202e}')
}

/// Puts a document beside a case that stays as it is.
fn put(
    store: &mut dyn Store,
    id: &CaseId,
    name: &str,
    bytes: &[u8],
) -> Result<PathBuf, StoreError> {
    let (case, version) = store.load(id)?;
    store.close(&case, &version, &[(name.to_owned(), bytes.to_vec())], now()).map(|(_, path)| path)
}

fn an_empty_store_has_no_cases<P: Place>() {
    assert!(listed(&*P::new().store()).is_empty());
}

fn any_case_comes_back_as_it_was_saved<P: Place>() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) };
    proptest!(config, |(first in any_case(ID), second in any_case(ID))| {
        let place = P::new();
        place.put(ID, &stored(&first));
        let mut store = place.store();
        let (loaded, version) = store.load(&id(ID)).unwrap();
        prop_assert_eq!(&loaded, &first);
        store.save(&second, &version, now()).unwrap();
        prop_assert_eq!(place.store().load(&id(ID)).unwrap().0, second);
    });
}

fn a_version_that_is_not_the_expected_one_is_never_overwritten<P: Place>() {
    let place = P::new();
    place.put(ID, &stored(&blank_case(ID)));
    let mut store = place.store();
    let (mut case, version) = store.load(&id(ID)).unwrap();
    let theirs = stored(&full_case(ID));
    place.put(ID, &theirs);
    case.child.name = "ours".into();
    let error = store.save(&case, &version, now()).unwrap_err();
    assert_eq!(error, StoreError::Changed { id: id(ID) });
    assert!(is_one_clean_sentence(&error.to_string()));
    assert_eq!(place.bytes(ID), theirs);
    store.set_aside(&case).unwrap();
    assert_eq!(place.bytes(ID), theirs);
}

fn each_save_gives_the_version_for_the_next<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (mut case, mut version) = store.create(blank_case("NEW"), today()).unwrap();
    for name in ["A", "B", "C"] {
        case.child.name = name.into();
        version = store.save(&case, &version, now()).unwrap();
        assert_eq!(store.load(&case.id).unwrap(), (case.clone(), version));
    }
}

fn two_creates_never_get_the_same_reference<P: Place>() {
    let place = P::new();
    place.put("MM-2026-007", b"damaged, but its number is taken");
    place.put("MM-2025-900", b"another year");
    let ids: Vec<String> = (0..5)
        .map(|_| place.store().create(blank_case("NEW"), today()).unwrap().0.id.to_string())
        .collect();
    let wanted = ["MM-2026-008", "MM-2026-009", "MM-2026-010", "MM-2026-011", "MM-2026-012"];
    assert_eq!(ids, wanted);
}

fn a_case_that_is_not_there_is_missing<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    assert!(matches!(store.load(&id(ID)), Err(StoreError::Missing { .. })));
    let (case, version) = store.create(blank_case("NEW"), today()).unwrap();
    let gone = Case { id: id("GONE-1"), ..case };
    assert!(matches!(store.save(&gone, &version, now()), Err(StoreError::Missing { .. })));
}

fn a_cut_file_is_damaged_and_stays_as_it_is<P: Place>() {
    let place = P::new();
    let whole = stored(&full_case(ID));
    let unchecked = unchecked(&full_case(ID));
    let store = place.store();
    for cut in 0..whole.trim_ascii_end().len() {
        let part = whole.get(..cut).unwrap();
        place.put(ID, part);
        if part.trim_ascii_end() == unchecked.trim_end().as_bytes() {
            // Nothing but the checksum is gone: so were the files of an older program.
            assert_eq!(store.load(&id(ID)).unwrap().0, full_case(ID));
            continue;
        }
        let error = store.load(&id(ID)).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "cut at {cut}: {error}");
        assert!(is_one_clean_sentence(&error.to_string()), "{error}");
        assert_eq!(place.bytes(ID), part);
    }
}

fn a_file_of_a_newer_program_is_refused_and_stays_as_it_is<P: Place>() {
    let place = P::new();
    let newer = "(\n  format: 99,\n  child: \"Ş\", anything: Else)";
    place.put(ID, newer.as_bytes());
    let mut store = place.store();
    assert!(matches!(store.load(&id(ID)), Err(StoreError::Newer { format: 99, .. })));
    let [(name, reason)] = &damaged(&*store)[..] else { panic!("not listed") };
    assert!(name == ID && reason.contains("newer version"), "{reason}");
    let (_, version) = store.create(blank_case("NEW"), today()).unwrap();
    assert!(store.save(&blank_case(ID), &version, now()).is_err());
    assert_eq!(place.bytes(ID), newer.as_bytes());
}

/// Files that a case file could be replaced by.
fn hostile_files() -> Vec<(&'static str, Vec<u8>)> {
    let good = unchecked(&full_case("H"));
    let deep = format!("(format: 1, case: {}", "(".repeat(100_000));
    let wide = format!("(format: 1, case: {}", "[".repeat(1_000_000));
    vec![
        ("empty", Vec::new()),
        ("blank", b"  \n\n".to_vec()),
        ("zeroes", vec![0; 10_000]),
        ("zeroes at the end", [good.as_bytes(), &[0; 512]].concat()),
        ("not UTF-8", [good.as_bytes(), &[0xff, 0xfe]].concat()),
        ("a byte order mark", [&[0xef, 0xbb, 0xbf], good.as_bytes()].concat()),
        ("foreign", b"%PDF-1.7 \x1b[2J".to_vec()),
        ("another RON", b"(name: \"\x1b]0;x\x07\")".to_vec()),
        ("no format", good.replacen("format: 3,", "", 1).into_bytes()),
        ("format 0", good.replacen("format: 3", "format: 0", 1).into_bytes()),
        ("an unknown field", good.replacen("profile:", "\u{202e}new: 1, profile:", 1).into_bytes()),
        ("a field twice", good.replacen("case: (", "case: (demo: true,", 1).into_bytes()),
        ("two cases", [good.as_bytes(), good.as_bytes()].concat()),
        ("the id of another", good.replacen("id: \"H\"", "id: \"MM-1\"", 1).into_bytes()),
        ("an id that leaves", good.replacen("id: \"H\"", "id: \"../x\"", 1).into_bytes()),
        ("deep", deep.into_bytes()),
        ("deep in brackets", nested("(", ")").into_bytes()),
        ("deep in lists", nested("[", "]").into_bytes()),
        ("deep in maps", nested("{\"a\":", "}").into_bytes()),
        ("deep in remarks", nested("/*", "*/").into_bytes()),
        ("deep in options", nested("Some(", ")").into_bytes()),
        ("wide", wide.into_bytes()),
        ("9 MB", [good.as_bytes(), &vec![b' '; 9 << 20]].concat()),
        ("an unknown answer", good.replacen("state: Open", "state: Shut", 1).into_bytes()),
    ]
}

/// A case that goes ten thousand levels deep, and closes each of them.
fn nested(open: &str, close: &str) -> String {
    let levels = 10_000;
    format!("(format: 2, case: {}{})", open.repeat(levels), close.repeat(levels))
}

fn hostile_files_are_damaged_and_harm_nothing_else<P: Place>() {
    let place = P::new();
    place.put(ID, &stored(&full_case(ID)));
    let store = place.store();
    for (what, bytes) in hostile_files() {
        place.put("H", &bytes);
        let [(name, reason)] = &damaged(&*store)[..] else { panic!("{what} is not damaged") };
        assert_eq!(name, "H");
        assert!(is_one_clean_sentence(reason), "{what}: {reason:?}");
        assert_eq!(listed(&*store).len(), 2, "{what} hid a case");
        assert!(matches!(store.load(&id("H")), Err(StoreError::Damaged { .. })), "{what}");
        assert_eq!(place.bytes("H"), bytes, "{what} was changed");
    }
}

fn every_change_of_bytes_is_noticed_and_none_stops_the_program<P: Place>() {
    let good = stored(&full_case(ID));
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) };
    proptest!(config, |(changes in changes)| {
        let mut bytes = good.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let place = P::new();
        place.put(ID, &bytes);
        let store = place.store();
        prop_assert_eq!(listed(&*store).len(), 1);
        match store.load(&id(ID)) {
            Ok(_) => prop_assert_eq!(&bytes, &good, "a change was not noticed"),
            Err(error) => prop_assert!(is_one_clean_sentence(&error.to_string()), "{error:?}"),
        }
        prop_assert_eq!(place.bytes(ID), bytes);
    });
}

fn every_flipped_byte_is_noticed<P: Place>() {
    let good = stored(&blank_case(ID));
    let place = P::new();
    let store = place.store();
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        place.put(ID, &bytes);
        match store.load(&id(ID)) {
            // White space after the checksum says nothing.
            Ok((case, _)) => assert!(case == blank_case(ID) && at + 1 == good.len(), "{at}"),
            Err(error) => assert!(is_one_clean_sentence(&error.to_string()), "{error:?}"),
        }
        assert_eq!(place.bytes(ID), bytes, "{at}");
    }
}

fn names_are_cleaned_and_rows_numbered_when_a_case_is_read<P: Place>() {
    let place = P::new();
    let mut case = blank_case(ID);
    case.people = vec![convenor::domain::people::Person::default(); 3];
    let text = unchecked(&case);
    let hostile = text.replace("Łucja Nguyễn", "Ł\u{1b}[2J\u{202e}u\ncja\u{0}");
    place.put(ID, hostile.as_bytes());
    let (case, _) = place.store().load(&id(ID)).unwrap();
    assert_eq!(case.child.name, "Ł[2Ju cja");
    let mut numbers: Vec<_> = case.people.iter().map(|person| person.id).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 3, "{numbers:?}");
}

fn an_issued_document_is_never_replaced_by_a_different_one<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    put(&mut *store, &case.id, "agreement-1.pdf", b"draft").unwrap();
    put(&mut *store, &case.id, "agreement-1.pdf", b"first").unwrap();
    let first = Issued {
        number: 1,
        on: today(),
        file: "agreement-1.pdf".into(),
        sha256: fingerprint(b"first").into(),
        kind: IssuedKind::Agreement,
        route: Route::Unsaid,
        code: "".into(),
    };
    case.issued.push(first);
    store.save(&case, &version, now()).unwrap();
    let refused = put(&mut *store, &case.id, "agreement-1.pdf", b"other");
    assert!(matches!(refused, Err(StoreError::Issued { .. })));
    put(&mut *store, &case.id, "agreement-1.pdf", b"first").unwrap();
    put(&mut *store, &case.id, "agreement-2.pdf", b"second").unwrap();
}

fn closing_stores_the_documents_and_the_case_or_nothing<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    let documents = [("a.txt".to_owned(), b"text".to_vec()), ("a.pdf".to_owned(), b"pdf".to_vec())];
    case.state = convenor::domain::case::State::Closed;
    let mut other = case.clone();
    other.coordinator = "somebody else".into();
    let theirs = store.save(&other, &version, now()).unwrap();
    let refused = store.close(&case, &version, &documents, now());
    assert!(matches!(refused, Err(StoreError::Changed { .. })), "{refused:?}");
    assert_eq!(store.load(&case.id).unwrap().0, other);
    for (name, _) in &documents {
        assert_eq!(store.document(&case.id, name).unwrap(), None);
    }
    store.close(&case, &theirs, &documents, now()).unwrap();
    assert_eq!(store.load(&case.id).unwrap().0, case);
    for (name, bytes) in &documents {
        assert_eq!(store.document(&case.id, name).unwrap().as_ref(), Some(bytes));
    }
}

fn a_document_name_never_leaves_its_folder<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (case, _) = store.create(blank_case("NEW"), today()).unwrap();
    for name in ["", ".", "..", "../x.pdf", "/x.pdf", "a/b", "a\\b", "C:x", "x\u{1b}", ".hidden"] {
        let error = put(&mut *store, &case.id, name, b"bytes").unwrap_err();
        assert!(is_one_clean_sentence(&error.to_string()), "{error}");
    }
}

fn a_case_too_long_to_be_read_again_is_not_written<P: Place>() {
    let place = P::new();
    let mut store = place.store();
    let (mut case, version) = store.create(blank_case("NEW"), today()).unwrap();
    let before = place.bytes(case.id.as_str());
    case.host_target = "x".repeat(9_000_000).into();
    assert!(matches!(store.save(&case, &version, now()), Err(StoreError::Unwritten { .. })));
    assert_eq!(place.bytes(case.id.as_str()), before);
}

#[test]
fn a_failing_memory_store_keeps_what_it_had() {
    let memory = MemoryStore::new();
    let mut store = memory.clone();
    let (case, version) = store.create(blank_case("NEW"), today()).unwrap();
    memory.fail_writes(Some(StoreError::Busy { id: case.id.clone() }));
    assert!(store.save(&full_case(case.id.as_str()), &version, now()).is_err());
    memory.fail_writes(None);
    assert_eq!(store.load(&case.id).unwrap(), (case, version));
}
