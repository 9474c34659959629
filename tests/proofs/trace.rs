//! `strace`: what the program asks of the system, and a system that refuses or kills.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::window::Window;

/// The calls that change something, and those that open what will be changed.
pub const CHANGES: &str = "openat,write,pwrite64,?rename,renameat,renameat2,?link,linkat,?unlink,unlinkat,?mkdir,mkdirat,?rmdir,fsync,fdatasync,ftruncate";
/// The calls that ask how things are.
pub const QUESTIONS: &str = "read,getdents64,statx,flock";

/// The thread of the program that writes into the store: nothing else does.
pub fn worker(window: &Window) -> i32 {
    let tasks = PathBuf::from(format!("/proc/{}/task", window.pid().as_raw_nonzero()));
    for task in fs::read_dir(tasks).unwrap() {
        let task = task.unwrap();
        if fs::read_to_string(task.path().join("comm")).unwrap().trim() == "worker" {
            return task.file_name().to_str().unwrap().parse().unwrap();
        }
    }
    panic!("the program has no worker");
}

/// `strace` on one thread of a program that runs.
pub struct Strace(Child, PathBuf);

impl Strace {
    /// Begins, and returns when nothing that the thread does can be missed.
    pub fn attach(thread: i32, output: &Path, arguments: &[String]) -> Self {
        let mut child = Command::new("strace")
            .args(["-o".as_ref(), output.as_os_str()])
            .args(arguments)
            .args(["-p", &thread.to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let status = format!("/proc/{thread}/status");
        wait_for("strace", || {
            assert!(child.try_wait().unwrap().is_none(), "strace cannot watch the program");
            fs::read_to_string(&status).unwrap().contains(&format!("TracerPid:\t{}\n", child.id()))
        });
        Self(child, output.to_path_buf())
    }

    /// Lets go of the thread, if it is still there; returns what was written down.
    pub fn detach(mut self) -> String {
        let pid = Pid::from_raw(self.0.id().cast_signed()).unwrap();
        if self.0.try_wait().unwrap().is_none() {
            kill_process(pid, Signal::INT).unwrap();
        }
        self.0.wait().unwrap();
        fs::read_to_string(&self.1).unwrap()
    }

    /// What was written down until now.
    pub fn so_far(&self) -> String {
        fs::read_to_string(&self.1).unwrap()
    }
}

/// Waits until a fact holds that nobody tells of.
pub fn wait_for(fact: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{fact} did not come about");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A call that a recorded run made.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    /// Which one of its name it was in its thread, counted from 1.
    pub number: usize,
}

/// The calls in a record that have to do with a place.
pub fn calls_on(record: &str, place: &Path) -> Vec<Call> {
    let place = place.to_str().unwrap();
    let mut counts = std::collections::BTreeMap::new();
    let mut calls = Vec::new();
    for line in record.lines() {
        let Some((name, rest)) = line.split_once('(') else { continue };
        let number = counts.entry(name).and_modify(|count| *count += 1).or_insert(1_usize);
        if rest.contains(place) {
            calls.push(Call { name: name.to_owned(), number: *number });
        }
    }
    calls
}
