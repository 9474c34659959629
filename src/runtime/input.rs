//! The input: a thread that reads the terminal, and one that waits for the system's signals.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use crossterm::event::{Event, read};
use ratatui::layout::Size;

use super::Incoming;
use crate::app::Msg;

/// What is typed, for one run of the loop after the other: a thread that reads the terminal cannot
/// be stopped, and a second one beside it would lose every other key.
#[derive(Debug, Default)]
pub struct Input {
    listener: Option<Listener>,
}

/// The loop that runs now.
type Listener = Arc<Mutex<Sender<Incoming>>>;

impl Input {
    /// From now on everything goes to this loop.
    pub(super) fn lead_to(&mut self, sender: Sender<Incoming>) -> io::Result<()> {
        if let Some(listener) = &self.listener {
            *listener.lock().unwrap_or_else(PoisonError::into_inner) = sender;
            return Ok(());
        }
        let listener = Arc::new(Mutex::new(sender));
        read_terminal(Arc::clone(&listener))?;
        watch_signals(Arc::clone(&listener))?;
        self.listener = Some(listener);
        Ok(())
    }
}

/// Tells the loop; between two loops nobody listens.
fn tell(listener: &Listener, incoming: Incoming) {
    let sender = listener.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = sender.send(incoming);
}

/// Tells the loop when its thread ends by a fault.
struct Farewell(Listener);

impl Drop for Farewell {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tell(&self.0, Incoming::Fault);
        }
    }
}

fn read_terminal(listener: Listener) -> io::Result<()> {
    Builder::new().name("input".to_owned()).spawn(move || {
        let _farewell = Farewell(Arc::clone(&listener));
        while let Ok(event) = read() {
            tell(&listener, Incoming::Terminal(event));
        }
        // The terminal is gone. Whoever still listens saves and leaves.
        tell(&listener, Incoming::Stop);
    })?;
    Ok(())
}

#[cfg(unix)]
fn watch_signals(listener: Listener) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let all = [SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGCONT];
    let mut signals = signal_hook::iterator::Signals::new(all)?;
    Builder::new().name("signals".to_owned()).spawn(move || {
        let _farewell = Farewell(Arc::clone(&listener));
        for signal in signals.forever() {
            let incoming = match signal {
                SIGTSTP => Incoming::Suspend,
                SIGCONT => Incoming::GoOn,
                _ => Incoming::Stop,
            };
            tell(&listener, incoming);
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn watch_signals(_: Listener) -> io::Result<()> {
    Ok(())
}

/// What a terminal event means; a paste is one piece of text.
pub(super) fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Insert(text)),
        Event::Resize(width, height) => Some(Msg::Resize(Size { width, height })),
        Event::Mouse(_) | Event::FocusGained | Event::FocusLost => None,
    }
}
