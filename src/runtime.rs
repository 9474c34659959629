//! The outside world: the loop that turns terminal events into messages and effects into deeds.
//!
//! Three threads: this loop, the input and the worker (and one that only waits for signals). The
//! loop sleeps until something happens; there is no tick.

pub mod clock;
pub mod dumps;
mod input;
mod quiet;
mod terminal;
mod witness;
mod worker;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crossterm::event::Event;

use crate::app::effect::{Effect, Outcome};
use crate::app::leaving::outside_in_words;
use crate::app::update::update;
use crate::app::{Model, Msg, Settings};
use crate::domain::reference::Reference;
use crate::domain::text::Text;
use crate::store::Store;
use crate::ui::view;
use clock::Clock;
use terminal::{Screen, fault_met};
use worker::Worker;

pub use input::Input;
pub use worker::{Hands, LookUp};

/// Everything that can wake the loop.
enum Incoming {
    /// The terminal says something.
    Terminal(Event),
    /// The worker answers.
    Done(Outcome),
    /// The system asks the program to stop, or the terminal is gone.
    Stop,
    /// The system asks the program to stand still until it is told to go on.
    Suspend,
    /// It is told to go on: something else may have had the terminal.
    GoOn,
    /// A thread failed in a way that nobody foresaw.
    Fault,
}

/// How the program was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By the user, or because the system asked.
    Left,
    /// To practise with invented cases.
    Practise,
}

/// Why the program could not begin or go on. Its `Display` is a sentence for the facilitator.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The terminal could not be used.
    #[error("The terminal could not be used ({0}). Start Convenor in an ordinary terminal window.")]
    Terminal(#[from] io::Error),
    /// A part of the program failed.
    #[error(
        "Convenor met a fault in itself and had to stop ({0}). What was shown as saved is safe: start it again to go on."
    )]
    Fault(String),
    /// The system asked the program to stop while words could not be stored.
    #[error("Convenor was asked to stop while the last words typed could not be saved: {0}")]
    Unsaved(String),
    /// Words could not be stored, and lie in a file outside: where, and how they come back.
    #[error("{0}")]
    Outside(String),
}

/// What the program works on.
pub struct Play {
    /// Where the cases live.
    pub store: Box<dyn Store>,
    /// What it looks up.
    pub reference: Reference,
    /// How that is read again.
    pub look_up: LookUp,
    /// Whether every screen says DEMO.
    pub demo: bool,
    /// The account under which it runs, for the audit trail.
    pub account: Text,
    /// After how many minutes without a key the screen is locked; 0 for never.
    pub lock_after: u32,
    /// What else was asked for.
    pub settings: Settings,
}

/// Runs the full-screen program until it is left.
///
/// # Errors
/// Says why the terminal could not be used, or what failed.
pub fn run(
    Play { store, reference, look_up, demo, account, lock_after, settings }: Play,
    clock: &(impl Clock + Clone + Send + 'static),
    input: &mut Input,
) -> Result<Ending, RunError> {
    let reference = Arc::new(reference);
    let (sender, incoming) = channel();
    let mut screen = Screen::enter()?;
    let locked = store.is_locked();
    let hands = Hands::new(store, Arc::clone(&reference)).looking_up(look_up).under(account);
    let worker = Worker::start(hands, clock.clone(), sender.clone())?;
    input.lead_to(sender)?;
    let (size, now) = (Screen::size()?, clock.now());
    let (mut model, effects) = if locked {
        (Model::start_locked(reference, size, now), Vec::new())
    } else {
        Model::start(reference, demo, size, now)
    };
    model.lock_when_idle(lock_after);
    model.settings = settings;
    let looped = catch_unwind(AssertUnwindSafe(|| {
        run_loop(&mut model, effects, &mut screen, &worker, &incoming, clock)
    }));
    if matches!(looped, Err(_) | Ok(Err(RunError::Fault(_)))) {
        // The words typed last are still here, and the worker ends only when they are stored.
        model.last_words().into_iter().for_each(|effect| drop(worker.send(effect)));
    }
    looped.unwrap_or_else(|fault| resume_unwind(fault))
}

fn run_loop(
    model: &mut Model,
    mut effects: Vec<Effect>,
    screen: &mut Screen,
    worker: &Worker,
    incoming: &Receiver<Incoming>,
    clock: &impl Clock,
) -> Result<Ending, RunError> {
    // What the terminal said when it could not be drawn on any more.
    let mut gone = None;
    loop {
        for effect in effects.drain(..) {
            match effect {
                Effect::Suspend => {
                    worker.rest();
                    drop(Screen::suspend());
                }
                Effect::Quit => {
                    worker.send(Effect::Quit)?;
                    return gone.map_or_else(|| ending(model), Err);
                }
                Effect::Practise => {
                    worker.send(Effect::Quit)?;
                    return Ok(Ending::Practise);
                }
                // A terminal that is gone is noticed on drawing.
                Effect::Redraw => drop(screen.clear()),
                Effect::SendToTerminal(id, text) => {
                    // A terminal that is gone is noticed on drawing.
                    if Screen::copy(&text).is_ok()
                        && let Some(id) = id
                    {
                        worker.send(Effect::Copied(id))?;
                    }
                }
                other => worker.send(other)?,
            }
        }
        if gone.is_none()
            && let Err(error) = screen.draw(model.size, |frame| view(model, frame))
        {
            // Nobody looks any more, but the last words are still to be stored.
            gone = Some(RunError::Terminal(error));
            effects = update(model, clock.now(), Msg::Stop);
            continue;
        }
        let now = clock.now();
        let wait = Duration::from_millis(model.wake_at().saturating_sub(now.since_start));
        let first = match incoming.recv_timeout(wait) {
            Ok(first) => Some(first),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return Err(fault_met()),
        };
        for next in first.into_iter().chain(incoming.try_iter()) {
            let msg = match next {
                Incoming::Terminal(event) => input::message(event),
                Incoming::Done(outcome) => Some(Msg::Done(outcome)),
                Incoming::Stop => Some(Msg::Stop),
                Incoming::Suspend => Some(Msg::Suspend),
                Incoming::GoOn => {
                    // Told to go on before it stood still.
                    model.suspending = false;
                    effects.retain(|effect| *effect != Effect::Suspend);
                    drop(screen.resume());
                    // Its size may be another; and it is hidden before it is drawn, if time is up.
                    Some(Screen::size().map_or(Msg::Woke, Msg::Resize))
                }
                Incoming::Fault => return Err(fault_met()),
            };
            effects.extend(msg.map(|msg| update(model, clock.now(), msg)).into_iter().flatten());
        }
        effects.extend(update(model, clock.now(), Msg::Woke));
    }
}

/// Left as asked; a case whose words could not be stored says so.
fn ending(model: &Model) -> Result<Ending, RunError> {
    let Some(meeting) = model.meeting() else { return Ok(Ending::Left) };
    if let Some(path) = meeting.save.outside() {
        return Err(RunError::Outside(outside_in_words(
            &meeting.case.id,
            path,
            model.settings.place.as_deref(),
        )));
    }
    match meeting.save.state() {
        crate::app::save::Saved::Failed(reason) => Err(RunError::Unsaved(reason)),
        _ => Ok(Ending::Left),
    }
}
