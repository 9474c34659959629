//! The worker: a thread that does effects in the order in which they were asked for, so that saves
//! never overtake each other and a document shows what was just saved.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use chrono::NaiveDateTime;

use super::clock::Clock;
use super::terminal::fault_met;
use super::witness::Witness;
use super::{Incoming, RunError};
use crate::app::effect::{DocumentError, DueFound, Effect, Outcome};
use crate::app::reviewing::Closes;
use crate::documents::{self, Kept};
use crate::domain::case::{Case, CaseId, Issued};
use crate::domain::date::Date;
use crate::domain::due::sorted;
use crate::domain::people::RowId;
use crate::domain::reference::Reference;
use crate::domain::review::Recorded;
use crate::domain::steps;
use crate::domain::summary::Viewpoint;
use crate::domain::text::{Text, capital};
use crate::export::{self, Document, ExportError, Format, Kind, Missing, Wanted};
use crate::store::audit::Deed;
use crate::store::erasing::{Erasing, certificate};
use crate::store::error::{in_words, shown};
use crate::store::history::keep_on_record;
use crate::store::{Store, StoreError, Version, fingerprint, read_all, whole};

/// What is told of a verdict: it stands in no part of the agenda.
const VERDICT: &str = "Verdict of a review";

/// The thread that does the deeds.
pub(super) struct Worker {
    effects: Option<Sender<Effect>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Worker {
    /// Waits until everything that was asked for is done: the last words may be among it.
    fn drop(&mut self) {
        self.effects = None;
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
        let (effects, asked) = channel();
        let thread = Builder::new().name("worker".to_owned()).spawn(move || {
            let farewell = Farewell(answers.clone());
            let mut hands = hands;
            hands.work(&asked, &clock, &answers);
            drop(farewell);
        })?;
        Ok(Self { effects: Some(effects), thread: Some(thread) })
    }

    pub(super) fn send(&self, effect: Effect) -> Result<(), RunError> {
        let effects = self.effects.as_ref().ok_or_else(fault_met)?;
        effects.send(effect).map_err(|_| fault_met())
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

/// Does effects on a store: shared by the thread and by tests, which need no thread.
pub struct Hands {
    store: Box<dyn Store>,
    reference: Arc<Reference>,
    witness: Witness,
}

impl Hands {
    /// Hands on a store.
    pub fn new(store: Box<dyn Store>, reference: Arc<Reference>) -> Self {
        Self { store, reference, witness: Witness::default() }
    }

    /// The same, telling what is done under the name of an account.
    #[must_use]
    pub fn under(self, account: Text) -> Self {
        Self { witness: Witness::of(account), ..self }
    }

    fn work(&mut self, asked: &Receiver<Effect>, clock: &impl Clock, answers: &Sender<Incoming>) {
        for effect in asked {
            self.perform(effect, clock.now().wall, &mut |outcome| {
                // Nobody listens any more when the program is being left.
                let _ = answers.send(Incoming::Done(outcome));
            });
        }
        self.witness.try_again(&mut *self.store);
    }

    /// Does one effect and tells what came of it.
    pub fn perform(&mut self, effect: Effect, at: NaiveDateTime, tell: &mut dyn FnMut(Outcome)) {
        let today = at.date();
        let outcome = match effect {
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
            Effect::Open(id) => {
                let result = self.open(&id, at);
                Outcome::Opened(id, result)
            }
            Effect::Visit(id) => {
                let result = self.load(&id);
                if result.is_ok() {
                    self.witness.tell(&mut *self.store, &id, at, Deed::Opened);
                }
                Outcome::Visited(id, result)
            }
            Effect::Create(case) => Outcome::Created(self.create(*case, at)),
            Effect::Save { case, expected, revision } => {
                self.witness.stores(&mut *self.store, &case, &self.reference, at);
                let result = self.store.save(&case, &expected, at);
                Outcome::Saved { id: case.id, revision, result }
            }
            Effect::Shelter { case, revision } => {
                let result = self.store.shelter(&case);
                Outcome::Sheltered { id: case.id, revision, result }
            }
            Effect::Verdict(id, reviewed) => {
                let result = self.change(&id, at, |case| case.reviewed.push(reviewed.clone()));
                Outcome::Judged { id, reviewed, result }
            }
            Effect::TakeBack(id, reviewed) => {
                let result = self.change(&id, at, |case| {
                    let at = case.reviewed.iter().rposition(|other| *other == reviewed);
                    at.map(|at| case.reviewed.remove(at));
                });
                Outcome::Judged { id, reviewed, result }
            }
            Effect::KeepMine { case, revision } => {
                let id = case.id.clone();
                let result = self.keep_mine(*case, at);
                Outcome::Kept { id, revision, result }
            }
            Effect::TakeTheirs(case) => {
                let result = self.take_theirs(&case, at);
                Outcome::Replaced(case.id, result)
            }
            Effect::Proof(..) | Effect::Close { .. } | Effect::Export { .. } => {
                let Some(outcome) = self.make(effect, at) else { return };
                outcome
            }
            Effect::Erase(id) => {
                let result = self.erase(&id, at);
                Outcome::Erased(id, result)
            }
            Effect::Redraw | Effect::Practise | Effect::Quit => return,
        };
        tell(outcome);
        if let Some(error) = self.witness.failure() {
            tell(Outcome::Untold(error));
        }
    }

    fn open(&mut self, id: &CaseId, at: NaiveDateTime) -> Result<(Box<Case>, Version), StoreError> {
        let (case, version) = self.load(id)?;
        self.witness.opened(&mut *self.store, &case, at, Deed::Opened);
        Ok((case, version))
    }

    fn create(
        &mut self,
        case: Case,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version), StoreError> {
        let (case, version) = self.store.create(case, at.date())?;
        self.witness.opened(&mut *self.store, &case, at, Deed::Created);
        Ok((Box::new(case), version))
    }

    /// Erases a case; returns the certificate.
    fn erase(&mut self, id: &CaseId, at: NaiveDateTime) -> Result<String, StoreError> {
        let by = self.witness.account().clone();
        let reference = &*self.reference;
        let erasing = Erasing { at, by: &by, reference, even_unread: false };
        let line = self.store.erase(id, &erasing)?;
        Ok(certificate(&line, self.store.last_backup()).unwrap_or_default())
    }

    /// Does an effect that makes a document.
    fn make(&mut self, effect: Effect, at: NaiveDateTime) -> Option<Outcome> {
        let today = at.date();
        Some(match effect {
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

    fn load(&self, id: &CaseId) -> Result<(Box<Case>, Version), StoreError> {
        self.store.load(id).map(|(case, version)| (Box::new(case), version))
    }

    /// Puts this version aside, and reads what is stored.
    fn take_theirs(
        &mut self,
        case: &Case,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version), StoreError> {
        self.store.set_aside(case)?;
        let theirs = self.load(&case.id)?;
        self.store.end_shelter(&case.id);
        self.witness.opened(&mut *self.store, &theirs.0, at, Deed::TookTheirs);
        Ok(theirs)
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

    /// Puts what is stored aside, then stores this version over it. Agreements made meanwhile stay
    /// on record with what they left to do, and so do verdicts: they were given, whoever gave them.
    fn keep_mine(
        &mut self,
        mut case: Case,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version), StoreError> {
        let (theirs, version) = self.store.load(&case.id)?;
        self.store.set_aside(&theirs)?;
        keep_on_record(&mut case, &theirs);
        self.witness.stores(&mut *self.store, &case, &self.reference, at);
        self.witness.tell(&mut *self.store, &case.id, at, Deed::KeptMine);
        let version = self.store.save(&case, &version, at)?;
        self.store.end_shelter(&case.id);
        Ok((Box::new(case), version))
    }

    /// Makes the agreement, or the record of a redirection, as PDF and text, and stores both with the
    /// case as closed.
    fn close(
        &mut self,
        mut case: Case,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version, PathBuf), DocumentError> {
        let today = at.date();
        let number = case.next_agreement();
        let profile = Arc::clone(self.reference.profiles.own(&case)?);
        let document = documents::next_of_meeting(&case, &profile, today)?;
        let kind = case.issues();
        let name = export::file_name(&case.id, kind.into(), &[number], Format::Pdf);
        let text_name = export::file_name(&case.id, kind.into(), &[number], Format::Text);
        let code = self.code_of_closing(&case, [&text_name, &name], at);
        let document = document.with_code(&code);
        let made = make_both(&document);
        case.profile_version = profile.version;
        let stored = made.map_err(DocumentError::from).and_then(|(pdf, text)| {
            let (file, sha256) = (Text::from(name.as_str()), Text::from(fingerprint(&pdf)));
            let route = case.agreed(today).route_in(&profile);
            case.close_meeting(Issued { number, on: today, file, sha256, kind, route, code });
            let title = format!("{} {number}", capital(kind.label()));
            steps::follow_meeting(&mut case, &self.reference, &title, today);
            let documents = [(text_name, text), (name, pdf)];
            Ok(self.store.close(&case, expected, &documents, at)?)
        });
        self.after_closing(case, stored, at)
    }

    /// Tells that a case is being closed with documents of these names, and what was changed until
    /// then; returns the code that stands on them, which is blank where that cannot be told.
    fn code_of_closing(&mut self, case: &Case, names: [&str; 2], at: NaiveDateTime) -> Text {
        self.witness.stores(&mut *self.store, case, &self.reference, at);
        let documents = names.iter().map(ToString::to_string).collect();
        self.witness.tell(&mut *self.store, &case.id, at, Deed::Closed { documents });
        let code = self.witness.code(&*self.store, &case.id);
        code.map(|code| Text::from(code.to_string())).unwrap_or_default()
    }

    /// Takes the case as it was closed, or tells that it was not.
    fn after_closing(
        &mut self,
        case: Case,
        stored: Result<(Version, PathBuf), DocumentError>,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version, PathBuf), DocumentError> {
        match stored {
            Ok((version, path)) => {
                self.witness.stored(&case);
                Ok((Box::new(case), version, path))
            }
            Err(error) => {
                self.witness.tell(&mut *self.store, &case.id, at, Deed::NotClosed);
                Err(error)
            }
        }
    }

    /// Makes the record of a review, and stores it with the case in which that review is closed.
    fn close_review(
        &mut self,
        mut case: Case,
        review: RowId,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version, PathBuf), DocumentError> {
        let today = at.date();
        let profile = Arc::clone(self.reference.profiles.own(&case)?);
        let number = case.next_record(review);
        let blank = Text::default;
        let (file, sha256, code) = (blank(), blank(), blank());
        let mut closed = case.clone();
        closed.close_review(Recorded { review, number, on: today, file, sha256, code });
        let agreed = closed.agreed(today);
        let record = export::review_record(&agreed, &profile, review, number, today)?;
        let mut numbers: Vec<u32> = agreed.review_number(review).into_iter().collect();
        numbers.push(number);
        let name = export::file_name(&case.id, Kind::Review, &numbers, Format::Pdf);
        let text_name = export::file_name(&case.id, Kind::Review, &numbers, Format::Text);
        let code = self.code_of_closing(&case, [&text_name, &name], at);
        let made = make_both(&record.with_code(&code));
        let stored = made.map_err(DocumentError::from).and_then(|(pdf, text)| {
            let (file, sha256) = (Text::from(name.as_str()), Text::from(fingerprint(&pdf)));
            case.close_review(Recorded { review, number, on: today, file, sha256, code });
            steps::follow_review(&mut case, &self.reference, (review, number), today);
            let documents = [(text_name, text), (name, pdf)];
            Ok(self.store.close(&case, expected, &documents, at)?)
        });
        self.after_closing(case, stored, at)
    }

    /// Writes a copy, never over a file that is there and never among the cases.
    fn export(
        &self,
        case: &Case,
        wanted: Wanted,
        (path, missing): (&Path, Missing),
        today: Date,
    ) -> Result<PathBuf, DocumentError> {
        let path = at_home(path);
        let refused =
            |reason: &str| DocumentError::Output { place: shown(&path), reason: reason.to_owned() };
        let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        let format = match ending.as_deref().and_then(|ending| ending.to_str()) {
            Some("pdf") => Format::Pdf,
            Some("txt") => Format::Text,
            _ => return Err(refused("its name must end in .pdf or .txt")),
        };
        if self.store.holds(&path) {
            return Err(refused("it would lie among the cases. Choose another folder"));
        }
        if path.symlink_metadata().is_ok() {
            return Err(refused("something of that name is there already. Choose another name"));
        }
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

/// A document as PDF and as text.
fn make_both(document: &Document) -> Result<(Vec<u8>, Vec<u8>), ExportError> {
    let pdf = export::render(Format::Pdf, document, Missing::Mark)?;
    Ok((pdf, export::render(Format::Text, document, Missing::Mark)?))
}

/// A path that begins with `~` as a shell would read it.
fn at_home(path: &Path) -> PathBuf {
    let home = directories::BaseDirs::new();
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.home_dir().join(rest),
        _ => path.to_owned(),
    }
}
