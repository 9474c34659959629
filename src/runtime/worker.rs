//! The worker: a thread that does effects in the order in which they were asked for, so that saves
//! never overtake each other and a document shows what was just saved.

mod closing;
mod opening;
mod outside;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use chrono::NaiveDateTime;

use super::clock::Clock;
use super::terminal::fault_met;
use super::witness::Witness;
use super::{Incoming, RunError};
use crate::app::effect::{DocumentError, DueFound, Effect, Outcome, StatesFound};
use crate::app::reviewing::Closes;
use crate::documents::{self, Kept};
use crate::domain::case::{Case, CaseId, Reviewed};
use crate::domain::date::Date;
use crate::domain::due::sorted;
use crate::domain::reference::Reference;
use crate::domain::summary::Viewpoint;
use crate::domain::text::Text;
use crate::export::{self, Format, Missing, Wanted};
use crate::store::audit::Deed;
use crate::store::erasing::{Erasing, certificate};
use crate::store::error::{in_words, shown};
use crate::store::{Store, StoreError, Version, read_all, whole};

/// What is told of a verdict: it stands in no part of the agenda.
const VERDICT: &str = "Verdict of a review";

/// How long the program waits for what was asked before it stands still: longer than any save takes
/// on a disk that works.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the thread is asked for.
enum Asked {
    /// To do this.
    Do(Effect),
    /// To say that everything before is done.
    Tell(Sender<()>),
}

/// The thread that does the deeds.
pub(super) struct Worker {
    asked: Option<Sender<Asked>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Worker {
    /// Waits until everything that was asked for is done: the last words may be among it.
    fn drop(&mut self) {
        self.asked = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Worker {
    /// Starts the thread; it ends when the worker is dropped.
    pub(super) fn start(
        hands: Hands,
        clock: impl Clock + Send + 'static,
        answers: Sender<Incoming>,
    ) -> io::Result<Self> {
        let (asked, jobs) = channel();
        let thread = Builder::new().name("worker".to_owned()).spawn(move || {
            let farewell = Farewell(answers.clone());
            let mut hands = hands;
            hands.work(&jobs, &clock, &answers);
            drop(farewell);
        })?;
        Ok(Self { asked: Some(asked), thread: Some(thread) })
    }

    pub(super) fn send(&self, effect: Effect) -> Result<(), RunError> {
        let asked = self.asked.as_ref().ok_or_else(fault_met)?;
        asked.send(Asked::Do(effect)).map_err(|_| fault_met())
    }

    /// Waits until everything that was asked for is done, but not for a disk that does not answer.
    pub(super) fn rest(&self) {
        let (tell, told) = channel();
        if let Some(asked) = &self.asked
            && asked.send(Asked::Tell(tell)).is_ok()
        {
            let _ = told.recv_timeout(PATIENCE);
        }
    }
}

/// Tells the loop when the thread ends by a fault.
struct Farewell(Sender<Incoming>);

impl Drop for Farewell {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(Incoming::Fault);
        }
    }
}

/// Reads what is looked up: protocols and term dates.
pub type LookUp = Box<dyn Fn() -> Result<Reference, StoreError> + Send>;

/// Does effects on a store: shared by the thread and by tests, which need no thread.
pub struct Hands {
    store: Box<dyn Store>,
    reference: Arc<Reference>,
    witness: Witness,
    look_up: Option<LookUp>,
    /// The cases that were opened and not left.
    held: BTreeSet<CaseId>,
    /// Whether it was told last that the disk is full.
    short: bool,
}

impl Hands {
    /// Hands on a store.
    pub fn new(store: Box<dyn Store>, reference: Arc<Reference>) -> Self {
        Self {
            store,
            reference,
            witness: Witness::default(),
            look_up: None,
            short: false,
            held: BTreeSet::new(),
        }
    }

    /// The same, telling what is done under the name of an account.
    #[must_use]
    pub fn under(self, account: Text) -> Self {
        Self { witness: Witness::of(account), ..self }
    }

    /// The same, which can also read again what is looked up.
    #[must_use]
    pub fn looking_up(self, look_up: LookUp) -> Self {
        Self { look_up: Some(look_up), ..self }
    }

    /// Reads again what is looked up; says something only when that is other than it was.
    fn look_up_again(&mut self) -> Option<Outcome> {
        let read = self.look_up.as_ref()?();
        if read.as_ref().is_ok_and(|read| *read == *self.reference) {
            return None;
        }
        Some(Outcome::LookedUp(read.map(|read| {
            self.reference = Arc::new(read);
            Arc::clone(&self.reference)
        })))
    }

    fn work(&mut self, jobs: &Receiver<Asked>, clock: &impl Clock, answers: &Sender<Incoming>) {
        self.store.keep_reserve(clock.now().wall);
        for asked in jobs {
            let effect = match asked {
                Asked::Do(effect) => effect,
                Asked::Tell(tell) => {
                    let _ = tell.send(());
                    continue;
                }
            };
            self.perform(effect, clock.now().wall, &mut |outcome| {
                // Nobody listens any more when the program is being left.
                let _ = answers.send(Incoming::Done(outcome));
            });
        }
        self.witness.try_again(&mut *self.store);
        self.store.keep_reserve(clock.now().wall);
    }

    /// Does one effect and tells what came of it.
    pub fn perform(&mut self, effect: Effect, at: NaiveDateTime, tell: &mut dyn FnMut(Outcome)) {
        let today = at.date();
        let outcome = match effect {
            Effect::Lock => return self.store.lock(),
            Effect::Unlock(passphrase) => Outcome::Unlocked(self.store.unlock(&passphrase)),
            Effect::List => {
                let view = Viewpoint { today, reference: &self.reference };
                let result = self.store.list(view, &mut |found| tell(Outcome::Found(found)));
                Outcome::Listed(result)
            }
            Effect::Due => Outcome::Due(self.due(today)),
            Effect::Peek(id) => {
                let result = self.store.load(&id).map(|(case, _)| Box::new(case));
                Outcome::Peeked(id, result)
            }
            Effect::Open(id) => Outcome::Opened(id.clone(), self.open(&id, at)),
            Effect::Visit(id) => Outcome::Visited(id.clone(), self.visit(&id, at)),
            Effect::Create(case) => Outcome::Created(self.create(*case, at)),
            save @ Effect::Save { .. } => return self.save_and_mark(save, at, tell),
            Effect::Mark { .. }
            | Effect::Leave(_)
            | Effect::Watch { .. }
            | Effect::Meet(_)
            | Effect::BringIn(_)
            | Effect::PutAway(..) => {
                let Some(outcome) = self.look_elsewhere(effect) else { return };
                outcome
            }
            Effect::Shelter { .. } | Effect::SaveOutside { .. } => {
                let Some(outcome) = self.keep_elsewhere(effect, at) else { return };
                outcome
            }
            Effect::Verdict(id, reviewed) => {
                let result = self.change(&id, at, |case| case.reviewed.push(reviewed.clone()));
                Outcome::Judged { id, reviewed, result }
            }
            Effect::TakeBack(id, reviewed) => {
                let result = self.change(&id, at, |case| take_back(case, &reviewed));
                Outcome::Judged { id, reviewed, result }
            }
            Effect::States(_)
            | Effect::Restore(..)
            | Effect::LookUp
            | Effect::Copied(_)
            | Effect::Proof(..)
            | Effect::Close { .. }
            | Effect::Export { .. } => {
                let Some(outcome) = self.make_or_look_back(effect, at) else { return };
                outcome
            }
            Effect::Erase(id) => Outcome::Erased(id.clone(), self.erase(&id, at)),
            Effect::Quit => return self.leave_all(),
            Effect::Suspend | Effect::SendToTerminal(..) | Effect::Redraw | Effect::Practise => {
                return;
            }
        };
        self.told(outcome).into_iter().for_each(tell);
    }

    /// An outcome, and what could not be told in the audit trail, in the order in which to say them.
    fn told(&mut self, outcome: Outcome) -> Vec<Outcome> {
        let untold = self.witness.failure().map(Outcome::Untold);
        let stored = matches!(
            &outcome,
            Outcome::Saved { result: Ok(_), .. }
                | Outcome::Sheltered { result: Ok(_), .. }
                | Outcome::Closed { result: Ok(_), .. }
        );
        let shortage = if stored { self.shortage() } else { None };
        // That the words themselves are not stored counts for more, and is said last.
        let (first, last) = match outcome {
            Outcome::Saved { result: Err(_), .. }
            | Outcome::Closed { result: Err(_), .. }
            | Outcome::SavedOutside { .. } => (untold, Some(outcome)),
            outcome => (Some(outcome), untold),
        };
        first.into_iter().chain(last).chain(shortage).collect()
    }

    /// That words are stored in the reserve, each time; that there is room again, once.
    fn shortage(&mut self) -> Option<Outcome> {
        let found = self.store.shortage();
        let was = std::mem::replace(&mut self.short, found.is_some());
        (was || found.is_some()).then_some(Outcome::Shortage(found))
    }

    fn visit(
        &mut self,
        id: &CaseId,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version), StoreError> {
        let read = self.load(id)?;
        self.witness.tell(&mut *self.store, id, at, Deed::Opened);
        Ok(read)
    }

    /// Erases a case; returns the certificate.
    fn erase(&mut self, id: &CaseId, at: NaiveDateTime) -> Result<String, StoreError> {
        let by = self.witness.account().clone();
        let reference = &*self.reference;
        let erasing = Erasing { at, by: &by, reference, even_unread: false };
        let line = self.store.erase(id, &erasing)?;
        Ok(certificate(&line, self.store.last_backup()).unwrap_or_default())
    }

    /// Does an effect that makes a document, reads what is looked up, or looks back.
    fn make_or_look_back(&mut self, effect: Effect, at: NaiveDateTime) -> Option<Outcome> {
        let today = at.date();
        Some(match effect {
            Effect::LookUp => return self.look_up_again(),
            Effect::Copied(id) => {
                self.witness.tell(&mut *self.store, &id, at, Deed::Copied);
                return None;
            }
            Effect::States(id) => {
                let result = self.states(&id);
                Outcome::States(id, result)
            }
            Effect::Restore(id, number) => {
                let result = self.store.restore(&id, number, at);
                if result.is_ok() {
                    let deed = Deed::Restored { state: number };
                    self.witness.tell(&mut *self.store, &id, at, deed);
                }
                Outcome::Restored(id, result)
            }
            Effect::Proof(case, closes) => {
                let profile = self.reference.profiles.of(&case);
                let sentences = match closes {
                    Closes::Meeting => documents::proof(&case, profile, today),
                    Closes::Review(id) => documents::proof_of_review(&case, profile, id, today),
                };
                Outcome::Proofed(case.id, sentences)
            }
            Effect::Close { closes, case, expected, revision } => {
                let id = case.id.clone();
                let result = match closes {
                    Closes::Meeting => self.close(*case, &expected, at),
                    Closes::Review(review) => self.close_review(*case, review, &expected, at),
                };
                Outcome::Closed { closes, id, revision, result }
            }
            Effect::Export { case, wanted, path, missing } => {
                let result = self.export(&case, wanted, (&path, missing), today);
                if result.is_ok() {
                    let deed = Deed::Exported { document: wanted.kind.title().to_owned() };
                    self.witness.tell(&mut *self.store, &case.id, at, deed);
                }
                Outcome::Exported { case, wanted, asked: path, result }
            }
            _ => return None,
        })
    }

    /// What falls due in all cases.
    fn due(&self, today: Date) -> Result<DueFound, StoreError> {
        let mut due = Vec::new();
        let view = Viewpoint { today, reference: &self.reference };
        let unread = read_all(&*self.store, view, &mut |case| {
            due.extend(case.falls_due(&self.reference, today));
        })?;
        Ok(DueFound { due: sorted(due), unread: unread.len() })
    }

    /// Every state that a case has and had.
    fn states(&self, id: &CaseId) -> Result<StatesFound, StoreError> {
        let pasts = self.store.history(id)?.into_iter();
        let pasts = pasts.map(|past| (past, self.store.state(id, past.number).map(Box::new)));
        let pasts = pasts.collect();
        Ok(StatesFound { standing: self.load(id).map(|(case, _)| case), pasts })
    }

    /// Changes the stored version of a case; when somebody else did meanwhile, once more.
    fn change(
        &mut self,
        id: &CaseId,
        at: NaiveDateTime,
        change: impl Fn(&mut Case),
    ) -> Result<(), StoreError> {
        let parts = vec![VERDICT.to_owned()];
        self.witness.tell(&mut *self.store, id, at, Deed::Changed { parts });
        let mut once = || {
            let (mut case, version) = self.store.load(id)?;
            change(&mut case);
            self.store.save(&case, &version, at).map(|_| ())
        };
        match once() {
            Err(StoreError::Changed { .. }) => once(),
            done => done,
        }
    }

    /// Writes a copy, never over a file that is there and never among the cases.
    fn export(
        &self,
        case: &Case,
        wanted: Wanted,
        (path, missing): (&Path, Missing),
        today: Date,
    ) -> Result<PathBuf, DocumentError> {
        let not_here = |(path, reason): (PathBuf, &str)| DocumentError::Output {
            place: shown(&path),
            reason: reason.to_owned(),
        };
        let path = self.free_place(path).map_err(not_here)?;
        let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        let format = match ending.as_deref().and_then(|ending| ending.to_str()) {
            Some("pdf") => Format::Pdf,
            Some("txt") => Format::Text,
            _ => return Err(not_here((path, "its name must end in .pdf or .txt"))),
        };
        let kept = match format {
            Format::Pdf => documents::kept(&*self.store, case, wanted)?,
            Format::Text => Kept::Missing,
        };
        let bytes = match kept {
            Kept::Same(bytes) => bytes,
            Kept::Changed(name) => return Err(DocumentError::NotAsMade(name)),
            Kept::Missing => {
                let profile = self.reference.profiles.own(case)?;
                let document = documents::document_of(case, profile, wanted, today)?;
                export::render(format, &document, missing)?
            }
        };
        whole::write_whole(&path, &bytes).map_err(|error| DocumentError::Output {
            place: shown(&path),
            reason: in_words(&error),
        })?;
        Ok(path.canonicalize().unwrap_or(path))
    }
}

/// Takes the last verdict like this one out of a case.
fn take_back(case: &mut Case, reviewed: &Reviewed) {
    let at = case.reviewed.iter().rposition(|other| other == reviewed);
    at.map(|at| case.reviewed.remove(at));
}
