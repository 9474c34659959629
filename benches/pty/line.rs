//! A line to the program: keys go one way, and what comes back is stamped with the moment at which
//! it could be read.

use std::fs::read_to_string;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtyPair, PtySize, native_pty_system};

const LONG: Duration = Duration::from_secs(20);

pub(crate) struct Line {
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    /// How many bytes the program has written.
    pub(crate) bytes: usize,
    child: Box<dyn Child + Send + Sync>,
    _pair: PtyPair,
}

impl Line {
    pub(crate) fn start(sessions: &Path) -> Self {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_convenor"));
        command.arg("--sessions");
        command.arg(sessions);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let stamped = (Instant::now(), bytes.get(..count).unwrap_or_default().to_vec());
                if sender.send(stamped).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(40, 120, 0);
        Self { keys, output, screen, bytes: 0, child, _pair: pair }
    }

    pub(crate) fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn take(&mut self, patience: Duration) -> Option<Instant> {
        let (at, bytes) = self.output.recv_timeout(patience).ok()?;
        self.bytes += bytes.len();
        self.screen.process(&bytes);
        Some(at)
    }

    /// Presses a key; says when the caret was seen to have moved, unless it did not.
    pub(crate) fn press(&mut self, key: &str) -> Option<Instant> {
        let caret = self.screen.screen().cursor_position();
        let patience = if key == " " { Duration::from_millis(50) } else { LONG };
        self.send(key);
        loop {
            let at = self.take(patience)?;
            if self.screen.screen().cursor_position() != caret {
                return Some(at);
            }
        }
    }

    /// Waits until words are on the screen, and says when they came.
    pub(crate) fn until(&mut self, words: &str) -> Instant {
        loop {
            let at = self.take(LONG);
            if self.screen.screen().contents().contains(words) {
                return at.unwrap();
            }
            assert!(at.is_some(), "{words:?} is not on:\n{}", self.screen.screen().contents());
        }
    }

    /// Takes what is written until nothing was for so long.
    pub(crate) fn settle(&mut self, quiet: Duration) {
        while self.take(quiet).is_some() {}
    }

    fn file(&self, name: &str) -> String {
        let pid = self.child.process_id().unwrap();
        read_to_string(format!("/proc/{pid}/{name}")).unwrap()
    }

    /// A number from what the system says about the program.
    pub(crate) fn status(&self, name: &str) -> u64 {
        number(&self.file("status"), name)
    }

    /// How long the program has run, in hundredths of a second.
    pub(crate) fn cpu_ticks(&self) -> u64 {
        let stat = self.file("stat");
        let fields = stat.rsplit(')').next().unwrap().split_whitespace();
        fields.skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    /// How often any thread of the program woke up.
    pub(crate) fn wakes(&self) -> u64 {
        let pid = self.child.process_id().unwrap();
        let threads = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
        threads
            .map(|thread| read_to_string(thread.unwrap().path().join("status")).unwrap())
            .map(|status| number(&status, "voluntary_ctxt_switches:"))
            .sum()
    }
}

fn number(status: &str, name: &str) -> u64 {
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

impl Drop for Line {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
