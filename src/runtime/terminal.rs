//! The terminal: taken over on entering, and given back as it was on every way out.

use std::io::{self, IsTerminal, Stdout, Write, stdout};
use std::panic;
use std::sync::Once;

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

use super::quiet::Quiet;

/// The terminal while the program has it.
pub(super) struct Screen {
    terminal: Terminal<Quiet<CrosstermBackend<io::BufWriter<Stdout>>>>,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter() -> io::Result<Self> {
        if !io::stdin().is_terminal() || !stdout().is_terminal() {
            return Err(io::Error::other("there is none"));
        }
        restore_on_panic();
        enable_raw_mode()?;
        let entered = execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste);
        if let Err(error) = entered {
            restore();
            return Err(error);
        }
        let buffered = io::BufWriter::with_capacity(1 << 16, stdout());
        let backend = Quiet::new(CrosstermBackend::new(buffered));
        Terminal::new(backend).map(|terminal| Self { terminal }).inspect_err(|_| restore())
    }

    pub(super) fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    pub(super) fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(view).map(|_| ())
    }

    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back: wiped first, so that nothing of a case stays behind in it. Nothing can
/// be done about a failure here, and nothing may stop the rest.
fn restore() {
    let _ = execute!(
        stdout(),
        DisableBracketedPaste,
        Clear(ClearType::All),
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// After a fault the terminal comes back first, then a message that holds nothing of any case.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        panic::set_hook(Box::new(|fault| {
            restore();
            let place = fault.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
            let _ = writeln!(
                io::stderr(),
                "Convenor met a fault in itself and had to stop{}. What was shown as saved is safe: start it again to go on.",
                place.unwrap_or_default()
            );
        }));
    });
}
