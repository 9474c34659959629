//! The input: a thread that reads the terminal, and one that waits for the system's signals.

use std::io;
use std::sync::mpsc::Sender;
use std::thread::Builder;

use crossterm::event::{Event, read};
use ratatui::layout::Size;

use super::{Farewell, Incoming};
use crate::app::Msg;

/// Starts reading.
pub(super) fn start(sender: &Sender<Incoming>) -> io::Result<()> {
    let keys = sender.clone();
    Builder::new().name("input".to_owned()).spawn(move || {
        let _farewell = Farewell(keys.clone());
        while let Ok(event) = read() {
            if keys.send(Incoming::Terminal(event)).is_err() {
                return;
            }
        }
        // The terminal is gone. Whoever still listens saves and leaves.
        let _ = keys.send(Incoming::Stop);
    })?;
    watch_signals(sender.clone())
}

#[cfg(unix)]
fn watch_signals(sender: Sender<Incoming>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    Builder::new().name("signals".to_owned()).spawn(move || {
        let _farewell = Farewell(sender.clone());
        for _ in signals.forever() {
            if sender.send(Incoming::Stop).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn watch_signals(_: Sender<Incoming>) -> io::Result<()> {
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
