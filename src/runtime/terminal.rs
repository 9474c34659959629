//! The terminal: taken over on entering, and given back as it was on every way out.

use std::cell::Cell;
use std::io::{self, IsTerminal, Stdout, Write, stdout};
use std::panic;
use std::sync::{Once, OnceLock};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

use super::RunError;
use super::quiet::Quiet;

/// Where in the program the first fault happened.
static PLACE: OnceLock<String> = OnceLock::new();

thread_local! {
    /// Whether this thread has the terminal: only who took it gives it back, and only once, or what
    /// stood there before would be wiped.
    static HAS_TERMINAL: Cell<bool> = const { Cell::new(false) };
}

/// The terminal while the program has it.
pub(super) struct Screen {
    terminal: Terminal<Quiet<io::BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter() -> io::Result<Self> {
        if !io::stdin().is_terminal() || !stdout().is_terminal() {
            return Err(io::Error::other("there is none"));
        }
        restore_on_panic();
        take_over()?;
        let buffered = io::BufWriter::with_capacity(1 << 16, stdout());
        let backend = Quiet::new(buffered, Size::default());
        Terminal::new(backend).map(|terminal| Self { terminal }).inspect_err(|_| restore())
    }

    /// The size of the terminal now. Later ones arrive as events.
    #[cfg(unix)]
    pub(super) fn size() -> io::Result<Size> {
        // Where crossterm cannot ask the terminal, it starts a program that does: that would hold every
        // lock of this one for a moment.
        let size = rustix::termios::tcgetwinsize(stdout())?;
        Ok(match (size.ws_col, size.ws_row) {
            // A line that does not know its size.
            (0, _) | (_, 0) => Size { width: 80, height: 24 },
            (width, height) => Size { width, height },
        })
    }

    #[cfg(not(unix))]
    pub(super) fn size() -> io::Result<Size> {
        crossterm::terminal::size().map(Size::from)
    }

    /// Draws on a terminal of this size: the one by which the model lays its screen out. Nothing is
    /// drawn on one that was given back.
    pub(super) fn draw(&mut self, size: Size, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if !HAS_TERMINAL.get() {
            return Ok(());
        }
        self.terminal.backend_mut().size = size;
        self.terminal.draw(view).map(|_| ())
    }

    /// Sends a text to the clipboard of the terminal, which says nothing about it.
    pub(super) fn copy(text: &str) -> io::Result<()> {
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Gives the terminal back and stands still until the system says to go on.
    pub(super) fn suspend() -> io::Result<()> {
        restore();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        Ok(())
    }

    /// Takes the terminal over again, in whatever state somebody left it. Said once after each time that
    /// the program stood still: what is typed just then is lost.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        // What crossterm believes of the terminal may be true no more.
        disable_raw_mode()?;
        take_over()?;
        self.terminal.clear()
    }
}

/// Takes the terminal over for this thread.
fn take_over() -> io::Result<()> {
    enable_raw_mode()?;
    HAS_TERMINAL.set(true);
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste).inspect_err(|_| restore())
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back, if this thread has it: wiped first, so that nothing of a case stays behind in it. Nothing can
/// be done about a failure here, and nothing may stop the rest.
fn restore() {
    if !HAS_TERMINAL.replace(false) {
        return;
    }
    let _ = execute!(
        stdout(),
        DisableBracketedPaste,
        Clear(ClearType::All),
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// After a fault the terminal comes back first, then a message that holds nothing of any case. A
/// fault in another thread is only remembered: it ends the loop, which gives the terminal back.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        panic::set_hook(Box::new(|fault| {
            if let Some(place) = fault.location() {
                let _ = PLACE.set(format!("{}:{}", place.file(), place.line()));
            }
            if HAS_TERMINAL.get() {
                restore();
                let _ = writeln!(io::stderr(), "{}", fault_met());
            }
        }));
    });
}

/// The fault that was met.
pub(super) fn fault_met() -> RunError {
    RunError::Fault(PLACE.get().cloned().unwrap_or_else(|| "at no known place".to_owned()))
}
