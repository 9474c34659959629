//! A terminal window with a program in it: keys go in, and the screen is read as a person sees it.
//!
//! Never sleeps and never asks what time it is: it waits for a fact, and gives up when nothing at
//! all has happened for a long while.

#![allow(dead_code, reason = "each test file uses its part of the window")]

use std::ffi::OsString;
use std::fmt::Debug;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::mpsc::{Receiver, channel};
use std::thread::Builder;
use std::time::Duration;

use convenor::store::FolderStore;
use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use vt100::Screen;

pub const TAB: &str = "\t";
pub const ENTER: &str = "\r";
pub const ESC: &str = "\x1b";
pub const CTRL_Q: &str = "\x11";
/// Draws the screen anew.
pub const CTRL_L: &str = "\x0c";
/// Opens the list of all actions.
pub const CTRL_P: &str = "\x10";
/// Jumps to an item of the agenda.
pub const CTRL_G: &str = "\x07";
/// Adds a row.
pub const CTRL_R: &str = "\x12";
/// Brings in another version.
pub const SHIFT_F2: &str = "\x1b[1;2Q";
/// Corrects an agreement.
pub const F9: &str = "\x1b[20~";
/// Closes the meeting.
pub const F8: &str = "\x1b[19~";

/// What a shell wrote before the program began.
pub const EARLIER: &str = "what the shell wrote earlier";

/// How long nothing at all may happen before a wait is given up.
const PATIENCE: Duration = Duration::from_secs(30);
const COLUMNS: u16 = 120;
const ROWS: u16 = 40;
/// Where the form of a meeting begins at this size.
const FORM: u16 = 30;

#[track_caller]
#[expect(clippy::expect_used, reason = "the one place where the window gives up")]
pub fn sure<T, E: Debug>(result: Result<T, E>) -> T {
    result.expect("the window needs this to work")
}

#[track_caller]
pub fn found<T>(option: Option<T>) -> T {
    sure(option.ok_or("not found"))
}

/// A user's home.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(sure(TempDir::new()))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn sessions(&self) -> PathBuf {
        self.path().join("data/convenor/sessions")
    }

    pub fn store(&self) -> FolderStore {
        FolderStore::new(self.sessions())
    }

    /// Starts the program in a window.
    pub fn start(&self, arguments: &[&str]) -> Window {
        self.start_program(env!("CARGO_BIN_EXE_convenor").into(), arguments, &[])
    }

    /// Starts any program in a window.
    pub fn start_program(
        &self,
        program: OsString,
        arguments: &[&str],
        settings: &[(&str, &str)],
    ) -> Window {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("HOME", self.path());
        command.env("TMPDIR", self.path());
        command.env("XDG_DATA_HOME", self.path().join("data"));
        command.env("XDG_CONFIG_HOME", self.path().join("config"));
        command.env("TERM", "xterm-256color");
        for (name, value) in settings {
            command.env(name, value);
        }
        Window::open(command)
    }
}

/// What can happen in a window.
#[derive(Debug)]
enum News {
    Output(Vec<u8>),
    Unheard,
    Ended(ExitStatus),
}

/// A terminal window.
pub struct Window {
    master: Option<Box<dyn MasterPty + Send>>,
    /// Held open so that the terminal outlives the program, as a shell would do.
    slave: Option<Box<dyn SlavePty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    news: Receiver<News>,
    screen: vt100::Parser,
    /// Every byte that the program wrote.
    pub raw: Vec<u8>,
    pid: Pid,
    ended: Option<ExitStatus>,
    /// Whether nobody reads what the program writes any more.
    deaf: Arc<AtomicBool>,
    unheard: bool,
    /// The settings of the terminal before the program began.
    before: String,
}

impl Window {
    fn open(command: CommandBuilder) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = sure(native_pty_system().openpty(size));
        let before = settings(&*pair.master);
        let mut child = sure(pair.slave.spawn_command(command));
        let pid = found(child.process_id().and_then(|pid| Pid::from_raw(pid.cast_signed())));
        let mut reader = sure(pair.master.try_clone_reader());
        let keys = sure(pair.master.take_writer());
        let (sender, news) = channel();
        let output = sender.clone();
        let deaf = Arc::new(AtomicBool::new(false));
        let stop_reading = Arc::clone(&deaf);
        sure(Builder::new().name("window".to_owned()).spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let chunk = bytes.get(..count).unwrap_or_default().to_vec();
                if output.send(News::Output(chunk)).is_err() || stop_reading.load(SeqCst) {
                    break;
                }
            }
            drop(reader);
            let _ = output.send(News::Unheard);
        }));
        sure(Builder::new().name("child".to_owned()).spawn(move || {
            if let Ok(status) = child.wait() {
                let _ = sender.send(News::Ended(status));
            }
        }));
        let mut screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        screen.process(format!("{EARLIER}\r\n").as_bytes());
        Self {
            master: Some(pair.master),
            slave: Some(pair.slave),
            keys: Some(keys),
            news,
            screen,
            raw: Vec::new(),
            pid,
            ended: None,
            deaf,
            unheard: false,
            before,
        }
    }

    /// Sends keys as a terminal sends them.
    #[track_caller]
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let writer = found(self.keys.as_mut());
        sure(writer.write_all(keys.as_bytes()));
        sure(writer.flush());
        self
    }

    /// Waits for something to happen, until a fact holds.
    #[track_caller]
    pub fn until(&mut self, fact: &str, holds: impl Fn(&Self) -> bool) -> &mut Self {
        while !holds(self) {
            let news = self.news.recv_timeout(PATIENCE);
            assert!(news.is_ok(), "{fact} did not come about ({news:?}):\n{}", self.contents());
            self.take(sure(news));
        }
        self
    }

    /// Takes in what has happened by now, without waiting; whether anything had.
    pub fn look(&mut self) -> bool {
        let mut some = false;
        while let Ok(news) = self.news.try_recv() {
            self.take(news);
            some = true;
        }
        some
    }

    /// Waits for the next thing to happen, for so long at most; whether it did.
    pub fn wait(&mut self, most: Duration) -> bool {
        self.news.recv_timeout(most).map(|news| self.take(news)).is_ok()
    }

    fn take(&mut self, news: News) {
        match news {
            News::Output(bytes) => {
                self.screen.process(&bytes);
                self.raw.extend(bytes);
            }
            News::Unheard => self.unheard = true,
            News::Ended(status) => self.ended = Some(status),
        }
    }

    /// Waits until words are on the screen.
    #[track_caller]
    pub fn shows(&mut self, words: &str) -> &mut Self {
        self.until(&format!("{words:?}"), |window| window.contents().contains(words))
    }

    /// Waits until everything typed is stored.
    #[track_caller]
    pub fn saved(&mut self) -> &mut Self {
        self.until("Saved", Self::says_saved)
    }

    /// Whether the title says that everything typed is stored.
    pub fn says_saved(&self) -> bool {
        let title = self.title();
        title.contains("  ") && title.contains("Saved ")
    }

    /// The first line of the screen.
    pub fn title(&self) -> String {
        self.screen().contents_between(0, 0, 0, COLUMNS)
    }

    /// What the form of a meeting shows, line by line.
    pub fn form(&self) -> Vec<String> {
        self.screen().rows(FORM, COLUMNS - FORM).collect()
    }

    /// Waits until the program has ended and everything it wrote has been read.
    #[track_caller]
    pub fn ends(&mut self) -> ExitStatus {
        self.until("the end of the program", Self::has_ended);
        // The settings are asked for while the terminal is still there.
        let after = self.master.as_deref().map(settings);
        self.slave = None;
        while let Ok(news) = self.news.recv_timeout(PATIENCE) {
            self.take(news);
        }
        if let Some(after) = after {
            assert_eq!(after, self.before, "the settings of the terminal are as before");
        }
        found(self.ended.clone())
    }

    /// Waits for the end of a program that could not give the terminal back.
    #[track_caller]
    pub fn ends_anyhow(&mut self) -> ExitStatus {
        self.until("the end of the program", Self::has_ended);
        found(self.ended.clone())
    }

    pub fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    pub fn screen(&self) -> &Screen {
        self.screen.screen()
    }

    pub fn contents(&self) -> String {
        self.screen().contents()
    }

    /// Whether the field with this label has the focus.
    fn is_in(&self, label: &str) -> bool {
        let screen = self.screen();
        let marked = |row: &u16| screen.cell(*row, FORM).is_some_and(|cell| cell.contents() == "›");
        (0..ROWS).filter(marked).any(|row| {
            let line = screen.contents_between(row, FORM + 1, row, COLUMNS);
            line.trim().starts_with(label)
        })
    }

    /// Goes to an item of the agenda.
    #[track_caller]
    pub fn go(&mut self, title: &str) -> &mut Self {
        self.keys(CTRL_G).keys(title).keys(ENTER).shows(&format!("{title} – "))
    }

    /// Goes on by so many fields, which leads to this one. Nothing is decided by what is seen on
    /// the way, so a screen that is half drawn misleads nobody.
    #[track_caller]
    pub fn tab(&mut self, fields: usize, label: &str) -> &mut Self {
        self.keys(&TAB.repeat(fields)).until(label, |window| window.is_in(label))
    }

    /// Adds a row, which begins with this field.
    #[track_caller]
    pub fn add_row(&mut self, label: &str) -> &mut Self {
        self.keys(CTRL_R).until("a new row", |window| window.is_in(label))
    }

    /// Sends the program a signal.
    #[track_caller]
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        sure(kill_process(self.pid, signal));
        self
    }

    /// Waits until the program stands still, stopped by a signal.
    #[cfg(target_os = "linux")]
    #[track_caller]
    pub fn stands_still(&mut self) -> &mut Self {
        let about = format!("/proc/{}/stat", self.pid.as_raw_nonzero());
        for _ in 0..3_000 {
            let about = sure(std::fs::read_to_string(&about));
            let state = found(about.rsplit_once(')')).1.trim_start().chars().next();
            if state == Some('T') {
                // What it wrote last is still on its way.
                while self.wait(Duration::from_millis(50)) {}
                return self;
            }
            self.wait(Duration::from_millis(10));
        }
        sure(Err("the program does not stand still"))
    }

    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Makes the window larger or smaller.
    #[track_caller]
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen.screen_mut().set_size(rows, columns);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        sure(found(self.master.as_ref()).resize(size));
    }

    /// Lets another program write on the screen.
    pub fn scribble(&mut self, words: &str) {
        self.screen.process(words.as_bytes());
    }

    /// Presses one more key, and closes the window under the program.
    #[track_caller]
    pub fn close(&mut self, key: &str) {
        self.deaf.store(true, SeqCst);
        self.keys(key).until("the end of the reading", |window| window.unheard);
        self.keys = None;
        self.slave = None;
        self.master = None;
    }

    /// Asserts that the terminal is as it was before the program began, and that nothing of a case
    /// is left in it: not even in one that has no second screen to leave.
    #[track_caller]
    pub fn is_restored(&self, secrets: &[&str]) {
        let screen = self.screen();
        let contents = screen.contents();
        assert!(!screen.alternate_screen(), "the second screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "bracketed paste is off");
        assert!(contents.contains(EARLIER), "what was there before is there:\n{contents}");
        let mut simple = vt100::Parser::new(ROWS, COLUMNS, 0);
        let raw = String::from_utf8_lossy(&self.raw);
        simple.process(raw.replace("\x1b[?1049h", "").replace("\x1b[?1049l", "").as_bytes());
        for secret in secrets {
            for left in [&contents, &simple.screen().contents()] {
                assert!(!left.contains(secret), "{secret:?} is left on the screen:\n{left}");
            }
        }
    }
}

/// The settings of a terminal, in words that can be compared.
fn settings(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", found(master.get_termios()))
}
