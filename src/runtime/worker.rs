//! The worker: a thread that does effects in the order in which they were asked for, so that saves
//! never overtake each other and a document shows what was just saved.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use super::clock::Clock;
use super::terminal::fault_met;
use super::{Incoming, RunError};
use crate::app::effect::{DocumentError, Effect, Outcome};
use crate::documents;
use crate::domain::case::{Case, Issued, State};
use crate::domain::date::Date;
use crate::domain::profile::Profile;
use crate::domain::text::Text;
use crate::export::{self, Format, Missing};
use crate::store::error::{in_words, shown};
use crate::store::{Store, StoreError, Version, fingerprint, whole};

/// The thread that does the deeds.
pub(super) struct Worker {
    effects: Sender<Effect>,
}

impl Worker {
    /// Starts the thread; it ends when the worker is dropped.
    pub(super) fn start(
        store: Box<dyn Store>,
        profile: Arc<Profile>,
        clock: impl Clock + Send + 'static,
        answers: Sender<Incoming>,
    ) -> io::Result<Self> {
        let (effects, asked) = channel();
        Builder::new().name("worker".to_owned()).spawn(move || {
            let farewell = Farewell(answers.clone());
            let mut hands = Hands { store, profile };
            hands.work(&asked, &clock, &answers);
            drop(farewell);
        })?;
        Ok(Self { effects })
    }

    pub(super) fn send(&self, effect: Effect) -> Result<(), RunError> {
        self.effects.send(effect).map_err(|_| fault_met())
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
    profile: Arc<Profile>,
}

impl Hands {
    /// Hands on a store.
    pub fn new(store: Box<dyn Store>, profile: Arc<Profile>) -> Self {
        Self { store, profile }
    }

    fn work(&mut self, asked: &Receiver<Effect>, clock: &impl Clock, answers: &Sender<Incoming>) {
        for effect in asked {
            let today = clock.now().today();
            self.perform(effect, today, &mut |outcome| {
                // Nobody listens any more when the program is being left.
                let _ = answers.send(Incoming::Done(outcome));
            });
        }
    }

    /// Does one effect and tells what came of it.
    pub fn perform(&mut self, effect: Effect, today: Date, tell: &mut dyn FnMut(Outcome)) {
        let outcome = match effect {
            Effect::List => {
                let result = self.store.list(today, &mut |found| tell(Outcome::Found(found)));
                Outcome::Listed(result)
            }
            Effect::Peek(id) => {
                let result = self.store.load(&id).map(|(case, _)| Box::new(case));
                Outcome::Peeked(id, result)
            }
            Effect::Open(id) => {
                let result = self.load(&id);
                Outcome::Opened(id, result)
            }
            Effect::Visit(id) => {
                let result = self.load(&id);
                Outcome::Visited(id, result)
            }
            Effect::Create(case) => Outcome::Created(
                self.store.create(*case, today).map(|(case, version)| (Box::new(case), version)),
            ),
            Effect::Save { case, expected, revision } => {
                let result = self.store.save(&case, &expected);
                Outcome::Saved { id: case.id, revision, result }
            }
            Effect::KeepMine { case, revision } => {
                let result = self.keep_mine(&case);
                Outcome::Saved { id: case.id, revision, result }
            }
            Effect::TakeTheirs(case) => {
                let result = self.store.set_aside(&case).and_then(|_| self.load(&case.id));
                Outcome::Opened(case.id, result)
            }
            Effect::Proof(case) => {
                let sentences = documents::proof(&case, &self.profile, today);
                Outcome::Proofed(case.id, sentences)
            }
            Effect::Close { case, expected, revision } => {
                let id = case.id.clone();
                let result = self.close(*case, &expected, today);
                Outcome::Closed { id, revision, result }
            }
            Effect::Export { case, path } => Outcome::Exported(self.export(&case, &path, today)),
            Effect::Redraw | Effect::Practise | Effect::Quit => return,
        };
        tell(outcome);
    }

    fn load(&self, id: &crate::domain::case::CaseId) -> Result<(Box<Case>, Version), StoreError> {
        self.store.load(id).map(|(case, version)| (Box::new(case), version))
    }

    /// Puts what is stored aside, then stores this version over it.
    fn keep_mine(&mut self, case: &Case) -> Result<Version, StoreError> {
        let (theirs, version) = self.store.load(&case.id)?;
        self.store.set_aside(&theirs)?;
        self.store.save(case, &version)
    }

    /// Makes the agreement, stores it as PDF and text, and only then the case as closed. A failure
    /// on the way leaves the case open, and the next try replaces what was half made.
    fn close(
        &mut self,
        mut case: Case,
        expected: &Version,
        today: Date,
    ) -> Result<(Box<Case>, Version, PathBuf), DocumentError> {
        let number = case.next_agreement();
        let document = export::agreement(&case.agreed(today), &self.profile, number, today);
        let pdf = export::render(Format::Pdf, &document, Missing::Mark)?;
        let text = export::render(Format::Text, &document, Missing::Mark)?;
        let name = export::file_name(&case.id, number, Format::Pdf);
        let text_name = export::file_name(&case.id, number, Format::Text);
        self.store.put_document(&case.id, &text_name, &text)?;
        let path = self.store.put_document(&case.id, &name, &pdf)?;
        case.state = State::Closed;
        case.issued.push(Issued {
            number,
            on: today,
            file: Text::from(name),
            sha256: Text::from(fingerprint(&pdf)),
        });
        let version = self.store.save(&case, expected)?;
        Ok((Box::new(case), version, path))
    }

    fn export(&self, case: &Case, path: &Path, today: Date) -> Result<PathBuf, DocumentError> {
        let format = match path.extension() {
            Some(ending) if ending.eq_ignore_ascii_case("txt") => Format::Text,
            _ => Format::Pdf,
        };
        let document = documents::agreement_of(case, &self.profile, today);
        let bytes = export::render(format, &document, Missing::Mark)?;
        let path = at_home(path);
        whole::write_whole(&path, &bytes).map_err(|error| DocumentError::Output {
            place: shown(&path),
            reason: in_words(&error),
        })?;
        Ok(path)
    }
}

/// A path that begins with `~` as a shell would read it.
fn at_home(path: &Path) -> PathBuf {
    let home = directories::BaseDirs::new();
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.home_dir().join(rest),
        _ => path.to_owned(),
    }
}
