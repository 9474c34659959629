//! The program with a fault in it: this test binary runs itself in a window, with a clock or a
//! store that panics when it is told to.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use convenor::app::Settings;
use convenor::app::effect::Now;
use convenor::domain::bookmark::Bookmark;
use convenor::domain::case::{Case, CaseId};
use convenor::domain::date::Date;
use convenor::domain::summary::Viewpoint;
use convenor::domain::text::Text;
use convenor::runtime::clock::{Clock, SystemClock};
use convenor::runtime::{self, Input, Play};
use convenor::store::audit::{Deed, Line, Trail};
use convenor::store::erasing::Erasing;
use convenor::store::{
    Entry, FolderStore, Hold, Holder, Other, Passphrase, Past, Restored, Shortage, Store,
    StoreError, Version, profiles,
};

use crate::window::{Home, Window, sure};

pub const IN_THE_LOOP: &str = "loop";
pub const IN_THE_WORKER: &str = "worker";

/// The setting that makes a test into the program.
const FAULT: &str = "CONVENOR_TEST_FAULT";
const STORE: &str = "CONVENOR_TEST_STORE";

/// Starts the program with a fault that has not happened yet.
pub fn start(home: &Home, fault: &str) -> Window {
    let program = sure(std::env::current_exe()).into_os_string();
    let store = home.sessions().to_string_lossy().into_owned();
    let arguments = ["--exact", "fault::the_program_with_a_fault", "--nocapture"];
    home.start_program(program, &arguments, &[(FAULT, fault), (STORE, &store)])
}

/// Lets the fault happen at the next opportunity.
pub fn happen(home: &Home) {
    sure(File::create(sign(&home.sessions())));
}

/// A file that says that the fault is to happen.
fn sign(sessions: &Path) -> PathBuf {
    sessions.with_extension("fault")
}

/// No test by itself: what runs inside the window.
#[test]
fn the_program_with_a_fault() {
    let (Some(fault), Some(store)) = (std::env::var_os(FAULT), std::env::var_os(STORE)) else {
        return;
    };
    let sign = sign(Path::new(&store));
    let here = |place: &str| (fault == *place).then(|| sign.clone());
    let clock = FaultyClock { clock: SystemClock::start(), sign: here(IN_THE_LOOP) };
    let store = FaultyStore { store: FolderStore::new(store), sign: here(IN_THE_WORKER) };
    let look_up = Box::new(profiles::built_in);
    let (reference, account) = (sure(look_up()), Text::default());
    let play = Play {
        store: Box::new(store),
        reference,
        look_up,
        demo: false,
        account,
        lock_after: 0,
        settings: Settings::default(),
    };
    let ending = runtime::run(play, &clock, &mut Input::default());
    if let Err(error) = ending {
        sure(writeln!(std::io::stderr(), "{error}"));
    }
}

/// Panics if the sign is there.
fn panic_if(sign: Option<&PathBuf>) {
    assert!(!sign.is_some_and(|sign| sign.exists()), "this is the fault");
}

/// A clock that panics, but not in the worker.
#[derive(Clone)]
struct FaultyClock {
    clock: SystemClock,
    sign: Option<PathBuf>,
}

impl Clock for FaultyClock {
    fn now(&self) -> Now {
        if std::thread::current().name() != Some("worker") {
            panic_if(self.sign.as_ref());
        }
        self.clock.now()
    }
}

/// A store that panics on listing.
struct FaultyStore {
    store: FolderStore,
    sign: Option<PathBuf>,
}

impl Store for FaultyStore {
    fn list(
        &self,
        view: Viewpoint<'_>,
        found: &mut dyn FnMut(Vec<Entry>),
    ) -> Result<(), StoreError> {
        panic_if(self.sign.as_ref());
        self.store.list(view, found)
    }

    fn load(&self, id: &CaseId) -> Result<(Case, Version), StoreError> {
        self.store.load(id)
    }

    fn create(&mut self, case: Case, today: Date) -> Result<(Case, Version), StoreError> {
        self.store.create(case, today)
    }

    fn save(
        &mut self,
        case: &Case,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<Version, StoreError> {
        self.store.save(case, expected, at)
    }

    fn bookmark(&self, id: &CaseId, stands: &Version) -> Option<Bookmark> {
        self.store.bookmark(id, stands)
    }

    fn put_bookmark(&mut self, id: &CaseId, version: &Version, bookmark: Option<&Bookmark>) {
        self.store.put_bookmark(id, version, bookmark);
    }

    fn hold(&mut self, id: &CaseId, at: NaiveDateTime) -> Hold {
        self.store.hold(id, at)
    }

    fn leave(&mut self, id: &CaseId) {
        self.store.leave(id);
    }

    fn holder(&self, id: &CaseId) -> Option<Holder> {
        self.store.holder(id)
    }

    fn others(&self, id: &CaseId) -> Vec<Other> {
        self.store.others(id)
    }

    fn put_away(&mut self, id: &CaseId, name: &str) -> Result<(), StoreError> {
        self.store.put_away(id, name)
    }

    fn history(&self, id: &CaseId) -> Result<Vec<Past>, StoreError> {
        self.store.history(id)
    }

    fn state(&self, id: &CaseId, number: u32) -> Result<Case, StoreError> {
        self.store.state(id, number)
    }

    fn restore(
        &mut self,
        id: &CaseId,
        number: u32,
        at: NaiveDateTime,
    ) -> Result<Restored, StoreError> {
        self.store.restore(id, number, at)
    }

    fn set_aside(&mut self, case: &Case) -> Result<PathBuf, StoreError> {
        self.store.set_aside(case)
    }

    fn shelter(&mut self, case: &Case) -> Result<PathBuf, StoreError> {
        self.store.shelter(case)
    }

    fn end_shelter(&mut self, id: &CaseId) {
        self.store.end_shelter(id);
    }

    fn copy_to(&self, case: &Case, path: &Path) -> Result<(), StoreError> {
        self.store.copy_to(case, path)
    }

    fn keep_reserve(&mut self, at: NaiveDateTime) {
        self.store.keep_reserve(at);
    }

    fn shortage(&self) -> Option<Shortage> {
        self.store.shortage()
    }

    fn close(
        &mut self,
        case: &Case,
        expected: &Version,
        documents: &[(String, Vec<u8>)],
        at: NaiveDateTime,
    ) -> Result<(Version, PathBuf), StoreError> {
        self.store.close(case, expected, documents, at)
    }

    fn holds(&self, path: &Path) -> bool {
        self.store.holds(path)
    }

    fn document(&self, id: &CaseId, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.document(id, name)
    }

    fn record(
        &mut self,
        id: &CaseId,
        at: NaiveDateTime,
        by: &Text,
        deed: Deed,
    ) -> Result<(), StoreError> {
        self.store.record(id, at, by, deed)
    }

    fn trail(&self, id: &CaseId) -> Result<Trail, StoreError> {
        self.store.trail(id)
    }

    fn erase(&mut self, id: &CaseId, erasing: &Erasing<'_>) -> Result<Line, StoreError> {
        self.store.erase(id, erasing)
    }

    fn last_backup(&self) -> Option<Date> {
        self.store.last_backup()
    }

    fn erased(&self) -> Result<Trail, StoreError> {
        self.store.erased()
    }

    fn is_locked(&self) -> bool {
        self.store.is_locked()
    }

    fn unlock(&mut self, passphrase: &Passphrase) -> Result<(), StoreError> {
        self.store.unlock(passphrase)
    }

    fn lock(&mut self) {
        self.store.lock();
    }

    fn place(&self) -> String {
        self.store.place()
    }
}
