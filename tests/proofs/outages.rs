//! The place with the cases fails in the middle of a meeting: typing goes on, the screen says plainly
//! what is wrong, and saving resumes by itself.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;

use crate::seeds::{self, note, stored};
use crate::trace::{Strace, worker};
use crate::window::{CTRL_Q, ENTER, F8, F9, Home, SHIFT_F2, Window};

/// A small disk of its own, taken away in the end.
struct Disk(PathBuf);

impl Disk {
    fn at(place: &Path, size: &str) -> Self {
        fs::create_dir_all(place).unwrap();
        mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "convenor-proof"], place);
        Self(place.to_path_buf())
    }

    fn remount(&self, how: &str) {
        mount(&["-o", &format!("remount,{how}")], &self.0);
    }

    /// Writes until there is no more room.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("filler");
        let mut file = File::create(&path).unwrap();
        for size in [4096, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn mount(arguments: &[&str], place: &Path) {
    let mounted = Command::new("mount").args(arguments).arg(place).status().unwrap();
    assert!(
        mounted.success(),
        "this proof needs the right to mount: run it as root, or within `unshare -rm`"
    );
}

/// A meeting with the note open, in which something was typed and stored.
fn begun(home: &Home) -> Window {
    seeds::ready(home);
    let mut window = seeds::open(home);
    seeds::to_the_note(&mut window);
    window.keys("before ").saved();
    window
}

/// The same on a disk of its own.
fn meeting(size: &str) -> (Home, Disk, Window) {
    let home = Home::new();
    let disk = Disk::at(&home.sessions(), size);
    let window = begun(&home);
    (home, disk, window)
}

/// Words typed while the disk fails are shown, and it is said what is wrong.
fn goes_on(window: &mut Window, words: &str, said: &str) {
    window.keys(words).shows(words).shows(said);
    assert!(!window.says_saved(), "{}", window.title());
    window.keys(" and on").shows(&format!("{words} and on"));
}

/// Without a key pressed, everything typed is stored.
fn resumes(home: &Home, window: &mut Window, words: &str) {
    window.saved();
    assert!(note(&stored(&home.store())).contains(&format!("before {words} and on")));
    window.keys(CTRL_Q);
    assert!(window.ends().success());
}

#[test]
#[ignore = "needs the right to mount: .ci/run runs it"]
fn a_full_disk_is_said_and_saving_resumes_when_there_is_room() {
    let (home, disk, mut window) = meeting("256k");
    let filler = disk.fill();
    goes_on(&mut window, "full", "the disk is full");
    assert!(note(&stored(&home.store())).contains("before "), "what was saved stands");
    fs::remove_file(filler).unwrap();
    resumes(&home, &mut window, "full");
}

#[test]
#[ignore = "needs the right to mount: .ci/run runs it"]
fn words_typed_on_a_full_disk_are_saved_from_the_reserve_which_is_back_when_there_is_room() {
    let (home, disk, mut window) = meeting("4m");
    let reserve = home.sessions().join(crate::RESERVE);
    assert_eq!(fs::metadata(&reserve).unwrap().len(), 512 * 1024);
    // What the trail tells of this place is told by now: the words themselves need the room.
    window.keys("and ").shows("before and ").saved();
    let filler = disk.fill();
    window.keys("full").until("words in the reserve, at once", |window| {
        assert!(!window.title().contains("NOT SAVED"), "{}", window.contents());
        window.contents().contains("The disk is full") && window.says_saved()
    });
    assert!(!reserve.exists());
    assert!(note(&stored(&home.store())).contains("before and full"));
    // A meeting can still be closed.
    window.keys(F8).shows("Close the meeting").keys("y").shows("Agreement").keys(ENTER);
    window.until("the agreement", |_| stored(&home.store()).is_closed());
    fs::remove_file(filler).unwrap();
    window.keys(F9).shows("Correct").keys("y");
    seeds::to_the_note(&mut window);
    window.keys(" and on").shows("There is room on the disk again").saved();
    assert_eq!(fs::metadata(&reserve).unwrap().len(), 512 * 1024);
    assert!(note(&stored(&home.store())).contains("before and full"));
    assert!(crate::litter(&home.sessions()).is_empty());
    window.keys(CTRL_Q);
    assert!(window.ends().success());
}

#[test]
#[ignore = "needs the right to mount: .ci/run runs it"]
fn two_windows_share_one_reserve_and_each_says_when_nothing_more_can_be_saved() {
    let (home, disk, mut window) = meeting("4m");
    let reserve = home.sessions().join(crate::RESERVE);
    let mut other = seeds::start(&home, &[]);
    other.shows("1 open case,");
    let filler = disk.fill();
    window.keys("full").shows("in a reserve").saved();
    assert!(!reserve.exists());
    fs::write(disk.0.join("more"), vec![b'x'; 600 * 1024]).unwrap_err();
    goes_on(&mut window, "er", "the disk is full");
    other.keys(CTRL_Q);
    assert!(other.ends().success());
    fs::remove_file(filler).unwrap();
    fs::remove_file(disk.0.join("more")).unwrap();
    resumes(&home, &mut window, "fuller");
}

/// Asks to leave with words that cannot be saved, and saves them in another place.
fn leaves_with_a_copy(window: &mut Window, place: &Path) {
    window.keys(CTRL_Q).shows("save it in another place").keys("s").shows("Where to write");
    // All of what is offered is replaced.
    window.keys("\x01").keys(place.to_str().unwrap()).keys(ENTER).shows("convenor bring-in");
    window.keys("y");
    assert_eq!(window.ends().exit_code(), 5);
    assert!(window.contents().contains("convenor bring-in"), "{}", window.contents());
}

/// Brings the copy back by the command and the key that were named, until everything is stored.
fn comes_back(home: &Home, place: &Path, words: &str) {
    let mut told = seeds::start(home, &["bring-in", place.to_str().unwrap()]);
    assert!(told.ends().success(), "{}", told.contents());
    let mut window = seeds::open(home);
    window.shows("brings it in").keys(SHIFT_F2).shows("Both are kept").saved();
    window.shows("in the history now");
    assert!(note(&stored(&home.store())).contains(words));
    window.keys(CTRL_Q);
    assert!(window.ends().success());
}

#[test]
#[ignore = "needs the right to mount: .ci/run runs it"]
fn words_that_a_read_only_disk_refused_are_saved_in_another_place_and_come_back() {
    let (home, disk, mut window) = meeting("1m");
    disk.remount("ro");
    goes_on(&mut window, "fixed", "read-only");
    let place = home.path().join("DEMO-01-unsaved.ron");
    leaves_with_a_copy(&mut window, &place);
    disk.remount("rw");
    assert!(!note(&stored(&home.store())).contains("fixed"));
    comes_back(&home, &place, "before fixed and on");
}

#[test]
#[ignore = "needs minutes: .ci/run runs it"]
fn words_whose_folder_is_gone_are_saved_in_another_place_and_come_back() {
    let home = Home::new();
    let mut window = begun(&home);
    let elsewhere = home.path().join("elsewhere");
    fs::rename(home.sessions(), &elsewhere).unwrap();
    goes_on(&mut window, "gone", "not there");
    let place = home.path().join("DEMO-01-unsaved.ron");
    leaves_with_a_copy(&mut window, &place);
    fs::rename(&elsewhere, home.sessions()).unwrap();
    comes_back(&home, &place, "before gone and on");
}

#[test]
#[ignore = "needs the right to mount: .ci/run runs it"]
fn a_disk_that_becomes_read_only_is_said_and_saving_resumes_when_it_is_not() {
    let (home, disk, mut window) = meeting("1m");
    disk.remount("ro");
    goes_on(&mut window, "fixed", "read-only");
    disk.remount("rw");
    resumes(&home, &mut window, "fixed");
}

#[test]
#[ignore = "needs strace: .ci/run runs it"]
fn a_disk_that_fails_is_said_and_saving_resumes_when_it_works() {
    for call in ["fsync", "write", "openat"] {
        let home = Home::new();
        let mut window = begun(&home);
        let always = [format!("--trace={call}"), format!("--inject={call}:error=EIO")];
        let strace = Strace::attach(worker(&window), &home.path().join("record"), &always);
        goes_on(&mut window, "broken", "the system says");
        strace.detach();
        resumes(&home, &mut window, "broken");
    }
}

#[test]
#[ignore = "needs minutes: .ci/run runs it"]
fn a_folder_that_is_gone_is_said_and_saving_resumes_when_it_is_back() {
    let home = Home::new();
    let mut window = begun(&home);
    let elsewhere = home.path().join("elsewhere");
    fs::rename(home.sessions(), &elsewhere).unwrap();
    goes_on(&mut window, "gone", "not there");
    assert!(!home.sessions().exists(), "nothing is made where a drive belongs");
    fs::rename(&elsewhere, home.sessions()).unwrap();
    resumes(&home, &mut window, "gone");
}

#[test]
#[ignore = "needs the right to mount: .ci/run runs it"]
fn a_disk_that_is_unmounted_is_said_and_saving_resumes_when_it_is_mounted_again() {
    let (home, disk, mut window) = meeting("1m");
    let kept = also_mounted(&home, &disk);
    drop(disk);
    goes_on(&mut window, "unplugged", "not there");
    assert_eq!(fs::read_dir(home.sessions()).unwrap().count(), 0, "nothing is made in its place");
    mount(&["--bind", kept.0.to_str().unwrap()], &home.sessions());
    let _disk = Disk(home.sessions());
    resumes(&home, &mut window, "unplugged");
}

/// What is mounted elsewhere too is not lost when it is unmounted here.
fn also_mounted(home: &Home, disk: &Disk) -> Disk {
    let kept = home.path().join("kept");
    fs::create_dir(&kept).unwrap();
    mount(&["--bind", disk.0.to_str().unwrap()], &kept);
    Disk(kept)
}

#[test]
#[ignore = "needs the right to mount: .ci/run runs it"]
fn words_outlive_a_disk_that_is_unmounted_and_a_program_that_is_stopped_then() {
    let (home, disk, mut window) = meeting("1m");
    let kept = also_mounted(&home, &disk);
    drop(disk);
    goes_on(&mut window, "unplugged", "not there");
    window.signal(Signal::TERM);
    window.until("the end", Window::has_ended);
    let shelter = fs::read_dir(home.sessions().join("DEMO-01/history")).unwrap().next().unwrap();
    let words = fs::read_to_string(shelter.unwrap().path()).unwrap();
    assert!(words.contains("before unplugged and on"));
    let there = convenor::store::FolderStore::new(&kept.0);
    assert!(note(&stored(&there)).contains("before "));
}
