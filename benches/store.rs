//! What opening and listing cost, with up to 10,000 cases of about ten kilobytes each.

#![expect(clippy::unwrap_used, reason = "a bench that cannot prepare its cases has nothing to say")]

use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};
use convenor::app::effect::{Effect, Outcome};
use convenor::domain::bookmark::{Bookmark, Stop};
use convenor::domain::case::{Case, CaseId};
use convenor::domain::change::Change;
use convenor::domain::date::Date;
use convenor::domain::people::{Person, RowId};
use convenor::domain::plan::{Commitment, Target};
use convenor::domain::slot::{Audience, Slot};
use convenor::domain::summary::Viewpoint;
use convenor::runtime::Hands;
use convenor::store::keys::{Key, Recipient, Recipients, WORK, Whose, change};
use convenor::store::{FolderStore, Passphrase, Seal, Store, profiles};
use divan::{Bencher, black_box};
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// How cases lie on the disk.
#[derive(Clone, Copy, Debug)]
enum Lie {
    Plain,
    Encrypted,
}

impl Lie {
    /// A store with so many cases.
    fn cases(self, count: usize) -> (TempDir, FolderStore, Vec<CaseId>) {
        match self {
            Self::Plain => stored(count),
            Self::Encrypted => encrypted(count),
        }
    }
}

const BOTH: [Lie; 2] = [Lie::Plain, Lie::Encrypted];

#[divan::bench(args = BOTH)]
fn open_one(bencher: Bencher<'_, '_>, lie: Lie) {
    let (_folder, store, ids) = lie.cases(1);
    bencher.bench(|| store.load(black_box(ids.first().unwrap())).unwrap());
}

#[divan::bench]
fn save_one(bencher: Bencher<'_, '_>) {
    let (_folder, mut store, ids) = stored(1);
    let (case, mut version) = store.load(ids.first().unwrap()).unwrap();
    bencher.bench_local(|| version = store.save(&case, &version, NaiveDateTime::MIN).unwrap());
}

/// As somebody types: what stood goes to the history each time, and is thinned out.
#[divan::bench(args = BOTH)]
fn save_a_change(bencher: Bencher<'_, '_>, lie: Lie) {
    let (_folder, mut store, ids) = lie.cases(1);
    let (mut case, mut version) = store.load(ids.first().unwrap()).unwrap();
    let mut at = NaiveDateTime::default();
    bencher.bench_local(|| {
        at += TimeDelta::seconds(7);
        case.coordinator = at.to_string().into();
        version = store.save(&case, &version, at).unwrap();
    });
}

/// As the screen saves, through the worker: of a case that was
/// opened, whose changed part is told in its audit trail already; and of one that was not opened, of
/// which nothing is told.
#[divan::bench(args = [false, true])]
fn save_from_the_screen(bencher: Bencher<'_, '_>, opened: bool) {
    from_the_screen(bencher, opened, 0);
}

/// The same with so many words that can be taken back: they are kept with the bookmark.
#[divan::bench(args = [0, 100, 5_000])]
fn save_with_steps(bencher: Bencher<'_, '_>, words: usize) {
    from_the_screen(bencher, true, words);
}

/// Where somebody is after typing so many words.
fn bookmark(words: usize) -> Bookmark {
    let slot = Slot::Note(Audience::Agreed, "child.words".to_owned());
    let typed = |at| Change::Text {
        slot: slot.clone(),
        at,
        removed: String::new(),
        inserted: "corridor ".to_owned(),
    };
    let done = (0..words).map(|word| Arc::new(vec![typed(9 * word)])).collect();
    let item = "child".to_owned();
    Bookmark { done, ..Bookmark::new(Date::default(), item, Stop::Slot(slot.clone())) }
}

fn from_the_screen(bencher: Bencher<'_, '_>, opened: bool, words: usize) {
    let bookmark = Box::new(bookmark(words));
    let (_folder, store, ids) = stored(1);
    let id = ids.first().unwrap();
    let (mut case, mut version) = store.load(id).unwrap();
    let reference = Arc::new(profiles::built_in().unwrap());
    let mut hands = Hands::new(Box::new(store), reference);
    let mut at = NaiveDateTime::default();
    if opened {
        hands.perform(Effect::Open(id.clone()), at, &mut |_| {});
    }
    bencher.bench_local(|| {
        at += TimeDelta::seconds(7);
        case.coordinator = at.to_string().into();
        let effect = Effect::Save {
            case: Box::new(case.clone()),
            expected: version,
            revision: 1,
            beside: convenor::app::effect::Beside::Nothing,
            aside: Vec::new(),
            bookmark: bookmark.clone(),
        };
        hands.perform(effect, at, &mut |outcome| {
            if let Outcome::Saved { result, .. } = outcome {
                version = result.unwrap();
            }
        });
    });
}

#[divan::bench(args = [100, 1_000], sample_count = 20)]
fn list_encrypted(bencher: Bencher<'_, '_>, count: usize) {
    let (_folder, store, _) = encrypted(count);
    list_all(bencher, &store, count);
}

/// From the passphrase to the key, with as much work as a user’s key asks for.
#[divan::bench(sample_count = 5)]
fn unlock(bencher: Bencher<'_, '_>) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("key.age");
    let passphrase = Passphrase::new("five plain words for keys");
    Key::generate().keep(&file, &passphrase, WORK).unwrap();
    let mut seal = Seal::new(&folder.path().join("sessions"), None, Some(&file));
    bencher.bench_local(|| seal.unlock(&passphrase).unwrap());
}

/// An encrypted store with so many cases.
fn encrypted(count: usize) -> (TempDir, FolderStore, Vec<CaseId>) {
    let (folder, _, ids) = stored(count);
    let settings = folder.path().join(".settings");
    let mut seal = Seal::new(folder.path(), Some(&settings), None);
    let key = Key::generate();
    let own = Recipient::new(&key.recipient(), Whose::Person, Date::default(), "").unwrap();
    let recovery = Key::generate().recipient();
    let recovery = Recipient::new(&recovery, Whose::Recovery, Date::default(), "").unwrap();
    seal.hold(key).unwrap();
    change(&seal, Some(&Recipients::new(vec![own, recovery]).unwrap())).unwrap();
    (folder, FolderStore::sealed(seal), ids)
}

#[divan::bench(args = [100, 1_000, 10_000], sample_count = 20)]
fn list(bencher: Bencher<'_, '_>, count: usize) {
    let (_folder, store, _) = stored(count);
    list_all(bencher, &store, count);
}

fn list_all(bencher: Bencher<'_, '_>, store: &FolderStore, count: usize) {
    let known = profiles::built_in().unwrap();
    let view = Viewpoint { today: Date::default(), reference: &known };
    bencher.bench(|| {
        let mut entries = 0;
        store.list(view, &mut |found| entries += found.len()).unwrap();
        assert_eq!(entries, count);
    });
}

/// A store with so many cases.
fn stored(count: usize) -> (TempDir, FolderStore, Vec<CaseId>) {
    let folder = TempDir::new().unwrap();
    let mut store = FolderStore::new(folder.path());
    let mut ids = Vec::new();
    for number in 0..count {
        let case = typical(number);
        store.add(&case).unwrap();
        ids.push(case.id);
    }
    (folder, store, ids)
}

/// A case as long as most are: some ten kilobytes on disk.
fn typical(number: usize) -> Case {
    let sentence = "She would like one adult whom she can go to when the corridor is loud. ";
    let id = format!("MM-2026-{number:03}").parse().unwrap();
    let mut case = Case::new(id, "southwark", "Łucja Nguyễn");
    for key in ["child.words", "parent.words", "why.reasons", "strengths.strengths"] {
        case.agreed_notes.insert(key.to_owned(), sentence.repeat(4).into());
    }
    let mut rows = (1..).map(RowId);
    let mut row = move || rows.next().unwrap_or_default();
    for _ in 0..6 {
        let name = "Dr Thandiwe Ashgrove".into();
        case.people.push(Person { id: row(), name, ..Person::default() });
    }
    for _ in 0..4 {
        let what = sentence.into();
        case.targets.push(Target { id: row(), what, ..Target::default() });
    }
    for _ in 0..9 {
        let what = sentence.into();
        case.commitments.push(Commitment { id: row(), what, ..Commitment::default() });
    }
    case
}
