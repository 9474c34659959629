//! The power fails: what the program wrote, renamed and flushed is recorded, and every state that a
//! disk may then hold is opened.
//!
//! The model is harsher than ext4 or XFS: whatever was not flushed may be there or not, each thing by
//! itself and in any order. A name is there for certain once its folder was flushed, the bytes of a
//! file once it was; bytes that were not may be missing, cut, or zeroes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use convenor::domain::case::State;
use convenor::domain::people::RowId;
use convenor::domain::review::Recorded;
use convenor::store::{FolderStore, Kind, Seal, Store, StoreError, archive, fingerprint};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::kills::random;
use crate::seeds::{self, id, note, stored};
use crate::trace::{CHANGES, Strace, worker};
use crate::window::{ENTER, F8, Home, Window};

/// All choices are tried where there are no more than so many; else so many by lot.
const ALL: u64 = 1 << 12;
const BY_LOT: u64 = 512;

type Node = usize;
type Name = (Node, String);

/// What the program did to the disk.
#[derive(Clone, Debug)]
enum Op {
    /// A name was given to a file or a folder.
    Name(Name, Node),
    /// A name was given to what had another.
    Rename(Name, Name, Node),
    /// A name was taken away.
    Unname(Name),
    Write(Node, Vec<u8>),
    /// A file or a folder was flushed.
    Flush(Node),
}

/// What a disk holds: names in folders, and bytes in files.
#[derive(Clone, Default)]
struct Disk {
    names: BTreeMap<Name, Node>,
    bytes: BTreeMap<Node, Vec<u8>>,
    folders: BTreeSet<Node>,
    next: Node,
}

impl Disk {
    /// What is below a folder now; the folder itself is node 0.
    fn read(root: &Path) -> Self {
        let mut disk = Self { next: 1, folders: BTreeSet::from([0]), ..Self::default() };
        for (path, bytes) in crate::tree(root) {
            let node = disk.new_node(bytes.is_none());
            let name = disk.name(&path).unwrap();
            disk.names.insert(name, node);
            disk.bytes.extend(bytes.map(|bytes| (node, bytes)));
        }
        disk
    }

    fn new_node(&mut self, folder: bool) -> Node {
        self.next += 1;
        if folder {
            self.folders.insert(self.next - 1);
        }
        self.next - 1
    }

    fn node(&self, path: &Path) -> Option<Node> {
        let parts = path.iter().map(|part| part.to_str().unwrap().to_owned());
        parts.into_iter().try_fold(0, |folder, part| self.names.get(&(folder, part)).copied())
    }

    fn name(&self, path: &Path) -> Option<Name> {
        Some((self.node(path.parent()?)?, path.file_name()?.to_str()?.to_owned()))
    }

    fn apply(&mut self, op: &Op) {
        match op {
            Op::Name(name, node) => drop(self.names.insert(name.clone(), *node)),
            Op::Rename(from, to, node) => {
                if self.names.get(from) == Some(node) {
                    self.names.remove(from);
                }
                self.names.insert(to.clone(), *node);
            }
            Op::Unname(name) => drop(self.names.remove(name)),
            Op::Write(node, bytes) => self.bytes.entry(*node).or_default().extend(bytes),
            Op::Flush(_) => {}
        }
    }

    /// Puts it all below a folder, as far as it can be reached.
    fn write(&self, root: &Path) {
        let mut folders = vec![(0, root.to_path_buf())];
        while let Some((folder, place)) = folders.pop() {
            fs::create_dir_all(&place).unwrap();
            for ((_, name), node) in self.within(folder) {
                if self.folders.contains(node) {
                    folders.push((*node, place.join(name)));
                } else {
                    fs::write(place.join(name), self.bytes.get(node).map_or(&[][..], |b| b))
                        .unwrap();
                }
            }
        }
    }

    fn within(&self, folder: Node) -> impl Iterator<Item = (&Name, &Node)> {
        self.names.range((folder, String::new())..(folder + 1, String::new()))
    }

    /// The same for two disks on which the same can be reached.
    fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let mut folders = vec![0];
        while let Some(folder) = folders.pop() {
            for (name, node) in self.within(folder) {
                (name, node, self.bytes.get(node)).hash(&mut hasher);
                folders.extend(self.folders.get(node));
            }
        }
        hasher.finish()
    }
}

/// The strings and files that a line of a record names, in their order, and what was answered.
struct Line {
    at: f64,
    call: String,
    paths: Vec<PathBuf>,
    bytes: Vec<u8>,
    created: bool,
    failed: bool,
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.split("\\x").filter(|pair| !pair.is_empty());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8(bytes).unwrap().into()
}

fn read_line(line: &str) -> Option<Line> {
    let (at, rest) = line.split_once(' ')?;
    let (call, rest) = rest.split_once('(')?;
    let (arguments, answer) = rest.rsplit_once(" = ")?;
    let mut line = Line {
        at: at.parse().ok()?,
        call: call.to_owned(),
        paths: Vec::new(),
        bytes: Vec::new(),
        created: arguments.contains("O_CREAT"),
        failed: answer.starts_with('-') || answer.starts_with('?'),
    };
    assert!(!arguments.contains("O_TRUNC") || line.failed, "nothing is ever cut in place: {call}");
    let mut base = PathBuf::from("/");
    for part in arguments.split(", ") {
        if let Some((_, inner)) = part.split_once('<') {
            base = path_of(unhex(inner.trim_end_matches([')', '>'])));
            if !call.ends_with("at") && !call.ends_with("at2") {
                line.paths.push(base.clone());
            }
        } else if let Some(inner) = part.strip_prefix('"') {
            let bytes = unhex(inner.trim_end_matches([')', '"']));
            if call == "write" {
                line.bytes = bytes;
            } else {
                line.paths.push(base.join(path_of(bytes)));
            }
        }
    }
    Some(line)
}

/// What a record says was done below a folder that held this, each with its moment; which nodes are
/// folders is noted.
fn ops(record: &str, root: &Path, before: &mut Disk) -> Vec<(f64, Op)> {
    let mut live = before.clone();
    let mut ops = Vec::new();
    for line in record.lines().filter_map(read_line).filter(|line| !line.failed) {
        let within = |path: &PathBuf| path.strip_prefix(root).map(Path::to_path_buf).ok();
        let paths: Vec<PathBuf> = line.paths.iter().filter_map(within).collect();
        let Some(path) = paths.first() else { continue };
        // It only says who has a case open: nothing is lost with it.
        if path.ends_with(".convenor-open") {
            continue;
        }
        let name = || live.name(path).unwrap();
        let op = match line.call.as_str() {
            "openat" if line.created && live.node(path).is_none() => {
                let name = name();
                Op::Name(name, live.new_node(false))
            }
            "openat" => continue,
            "mkdir" | "mkdirat" => {
                let name = name();
                Op::Name(name, live.new_node(true))
            }
            "link" | "linkat" => Op::Name(live.name(&paths[1]).unwrap(), live.node(path).unwrap()),
            "rename" | "renameat" | "renameat2" => {
                Op::Rename(name(), live.name(&paths[1]).unwrap(), live.node(path).unwrap())
            }
            "unlink" | "unlinkat" | "rmdir" => Op::Unname(name()),
            "write" => Op::Write(live.node(path).unwrap(), line.bytes),
            "fsync" | "fdatasync" => Op::Flush(live.node(path).unwrap()),
            other => panic!("the model does not know {other}"),
        };
        live.apply(&op);
        ops.push((line.at, op));
    }
    let told = TempDir::new().unwrap();
    live.write(told.path());
    let sizes = |place: &Path| -> Vec<(PathBuf, Option<usize>)> {
        crate::tree(place).into_iter().map(|(path, bytes)| (path, bytes.map(|b| b.len()))).collect()
    };
    assert_eq!(sizes(told.path()), sizes(root), "the model has what the disk has");
    assert!(crate::tree(told.path()) == crate::tree(root), "byte for byte");
    before.folders = live.folders;
    ops
}

/// The states that a disk may hold when the power fails after these.
fn each_state(before: &Disk, ops: &[Op], seed: u64, each: &mut dyn FnMut(&Disk)) {
    let flushed = |at: usize, node: Node| {
        ops[at..].iter().any(|op| matches!(op, Op::Flush(flushed) if *flushed == node))
    };
    // What is certain, and what may be: each name by itself, and the bytes of each file.
    let mut open: Vec<(usize, u64)> = Vec::new();
    let mut loose: BTreeMap<Node, Vec<usize>> = BTreeMap::new();
    for (at, op) in ops.iter().enumerate() {
        match op {
            Op::Name((folder, _), _) | Op::Rename(_, (folder, _), _) | Op::Unname((folder, _)) => {
                if !flushed(at, *folder) {
                    open.push((at, 2));
                }
            }
            Op::Write(node, _) if !flushed(at, *node) => loose.entry(*node).or_default().push(at),
            Op::Write(..) | Op::Flush(_) => {}
        }
    }
    let firsts: BTreeMap<usize, Node> = loose.iter().map(|(node, ats)| (ats[0], *node)).collect();
    open.extend(firsts.keys().map(|at| (*at, 4)));
    let all = open.iter().fold(1_u64, |all, (_, ways)| all.saturating_mul(*ways));
    for number in 0..all.min(if all > ALL { BY_LOT } else { ALL }) {
        let mut lot = if all > ALL { random(seed * BY_LOT + number) } else { number };
        let chosen: BTreeMap<usize, u64> = open
            .iter()
            .map(|(at, ways)| {
                let choice = lot % ways;
                lot = if all > ALL { random(lot) } else { lot / ways };
                (*at, choice)
            })
            .collect();
        let mut disk = before.clone();
        for (at, op) in ops.iter().enumerate() {
            if let Op::Write(node, bytes) = op
                && let Some(ats) = loose.get(node).filter(|ats| ats.contains(&at))
            {
                let left = match chosen[&ats[0]] {
                    0 => Vec::new(),
                    1 => bytes[..bytes.len() / 2].to_vec(),
                    2 => vec![0; bytes.len()],
                    _ => bytes.clone(),
                };
                disk.apply(&Op::Write(*node, left));
            } else if chosen.get(&at) != Some(&0) {
                disk.apply(op);
            }
        }
        each(&disk);
    }
}

/// What was said to be done, and when.
type Promise = (f64, fn(&Path));

fn this_moment() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs_f64()
}

/// A recorded deed.
struct Deed {
    name: &'static str,
    home: Home,
    before: Disk,
    record: String,
    promises: Vec<Promise>,
}

/// Opens every state; says how many there were.
fn prove(deed: &Deed) -> usize {
    let mut before = deed.before.clone();
    let timed = ops(&deed.record, deed.home.path(), &mut before);
    let all: Vec<Op> = timed.iter().map(|(_, op)| op.clone()).collect();
    assert!(all.len() > 4, "{}: {all:?}", deed.name);
    let place = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap();
    let mut seen = HashSet::new();
    for crash in 0..=all.len() {
        let due =
            |(at, _): &&Promise| timed[..].iter().filter(|(done, _)| done <= at).count() <= crash;
        let promises: Vec<&Promise> = deed.promises.iter().filter(due).collect();
        each_state(&before, &all[..crash], crash as u64, &mut |disk| {
            if !seen.insert((disk.mark(), promises.len())) {
                return;
            }
            let root = place.path().join(seen.len().to_string());
            disk.write(&root);
            let result = std::panic::catch_unwind(|| {
                is_whole(&root);
                for (_, holds) in &promises {
                    holds(&root);
                }
            });
            if result.is_err() {
                let names: Vec<PathBuf> = crate::tree(&root).into_keys().collect();
                panic!(
                    "{}: power lost after {:#?}\nleaves {names:#?}",
                    deed.name,
                    brief(&all[..crash])
                );
            }
            fs::remove_dir_all(&root).unwrap();
        });
    }
    println!("{}: {} deeds on the disk, {} states", deed.name, all.len(), seen.len());
    seen.len()
}

/// The last of what was done, without the bytes.
fn brief(ops: &[Op]) -> Vec<String> {
    let last = ops.iter().rev().take(12).rev();
    last.map(|op| match op {
        Op::Write(node, bytes) => format!("Write({node}, {} bytes)", bytes.len()),
        other => format!("{other:?}"),
    })
    .collect()
}

fn sessions(root: &Path) -> PathBuf {
    root.join("data/convenor/sessions")
}

/// What holds in every state: each case can be opened, or was never there; so can its history; and
/// what is closed has its documents.
fn is_whole(root: &Path) {
    for place in ["data/convenor/sessions", "other"] {
        let store = FolderStore::new(root.join(place));
        for entry in fs::read_dir(root.join(place)).into_iter().flatten() {
            let Ok(id) = entry.unwrap().file_name().to_str().unwrap().parse() else { continue };
            let case = match store.load(&id) {
                Ok((case, _)) => case,
                Err(StoreError::Missing { .. }) => continue,
                Err(error) => panic!("{error}"),
            };
            for past in store.history(&id).unwrap() {
                assert!(past.kind != Kind::Damaged);
                store.state(&id, past.number).unwrap();
            }
            for issued in &case.issued {
                let pdf = store.document(&id, &issued.file).unwrap().expect("it is issued");
                assert_eq!(fingerprint(&pdf), issued.sha256.as_str());
                let text = issued.file.replace(".pdf", ".txt");
                assert!(store.document(&id, &text).unwrap().is_some_and(|text| !text.is_empty()));
            }
        }
    }
    let backup = root.join("all.tar");
    if backup.exists() {
        archive::verify(&backup, &plain(root)).unwrap();
    }
}

fn case_there(root: &Path) -> convenor::domain::case::Case {
    let store = FolderStore::new(sessions(root));
    let folder = fs::read_dir(sessions(root)).unwrap().next().unwrap().unwrap();
    store.load(&folder.file_name().to_str().unwrap().parse().unwrap()).unwrap().0
}

/// A new case, two pieces of words, each shown as saved.
fn typing() -> Deed {
    let home = Home::new();
    let mut window = seeds::start(&home, &[]);
    window.shows("There are no cases here yet");
    let before = Disk::read(home.path());
    let strace = recorded(&home, worker(&window));
    window.keys("n").shows("New case").keys("Zofia").keys(ENTER).shows("Which protocol?");
    window.keys(ENTER).shows("Case details – ");
    let created: Promise = (this_moment(), |root| assert_eq!(case_there(root).child.name, "Zofia"));
    seeds::to_the_note(&mut window);
    window.keys("xyzzy").shows("xyzzy").saved();
    let first: Promise = (this_moment(), |root| assert!(note(&case_there(root)).contains("xyzzy")));
    window.keys("second").shows("xyzzysecond").saved();
    let second: Promise =
        (this_moment(), |root| assert!(note(&case_there(root)).contains("xyzzysecond")));
    finish("typing into a new case", home, before, (window, strace), vec![created, first, second])
}

/// A meeting that is closed.
fn closing() -> Deed {
    let home = Home::new();
    seeds::ready(&home);
    let mut window = seeds::open(&home);
    window.keys(F8).shows("y  close");
    let before = Disk::read(home.path());
    let strace = recorded(&home, worker(&window));
    window.keys("y").shows("Agreement 1 is made");
    let closed: Promise = (this_moment(), |root| {
        let case = case_there(root);
        assert_eq!((case.state, case.issued.len()), (State::Closed, 1));
    });
    finish("closing a meeting", home, before, (window, strace), vec![closed])
}

fn recorded(home: &Home, thread: i32) -> Strace {
    Strace::attach(thread, &outside(home), &how_to_record())
}

/// Where a record is written: beside the home, which is what is recorded.
fn outside(home: &Home) -> PathBuf {
    home.path().with_extension("record")
}

fn how_to_record() -> Vec<String> {
    ["-ttt", "-y", "-xx", "-s", "1000000000", &format!("--trace={CHANGES}")]
        .map(Into::into)
        .to_vec()
}

fn finish(
    name: &'static str,
    home: Home,
    before: Disk,
    (mut window, strace): (Window, Strace),
    promises: Vec<Promise>,
) -> Deed {
    // At once: a window that goes away presses one more key.
    window.signal(Signal::KILL).until("the end", Window::has_ended);
    let record = strace.detach();
    fs::remove_file(outside(&home)).unwrap();
    Deed { name, home, before, record, promises }
}

/// Something asked for on the command line; it is promised when the program says that it is done.
fn commanded(name: &'static str, arguments: &[&str], prepare: fn(&Home), done: fn(&Path)) -> Deed {
    let home = Home::new();
    seeds::ready(&home);
    prepare(&home);
    let before = Disk::read(home.path());
    let mut strace = Command::new("strace");
    strace.arg("-o").arg(outside(&home)).args(how_to_record()).arg(crate::program());
    // Whole paths, so that the record has them too.
    let here = |argument: &&str| argument.replace('@', home.path().to_str().unwrap());
    strace.args(arguments.iter().map(here)).env("XDG_CONFIG_HOME", home.path());
    strace.env("CONVENOR_SESSIONS", sessions(home.path()));
    let status = strace.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{name}");
    let record = fs::read_to_string(outside(&home)).unwrap();
    fs::remove_file(outside(&home)).unwrap();
    Deed { name, home, before, record, promises: vec![(f64::MAX, done)] }
}

fn restoring() -> Deed {
    commanded(
        "putting an earlier state back",
        &["restore", "DEMO-01", "--to", "1"],
        close_it,
        |root| {
            let store = FolderStore::new(sessions(root));
            assert_eq!(stored(&store).state, State::Open);
            let kinds: Vec<Kind> =
                store.history(&id()).unwrap().iter().map(|past| past.kind).collect();
            assert!(kinds.contains(&Kind::Closed(1)), "{kinds:?}");
        },
    )
}

/// Closes the meeting in the store, without a document.
fn close_it(home: &Home) {
    let mut store = home.store();
    let (mut case, version) = store.load(&id()).unwrap();
    case.state = State::Closed;
    let (review, number, on) = (RowId(1), 1, seeds::now().date());
    case.recorded.push(Recorded {
        review,
        number,
        on,
        file: "a.pdf".into(),
        code: "".into(),
        sha256: "0".into(),
    });
    seeds::save(&mut store, &case, &version, seeds::now());
}

fn backing_up() -> Deed {
    commanded(
        "making a backup",
        &["backup", "@/all.tar"],
        |_| {},
        |root| {
            assert_eq!(archive::verify(&root.join("all.tar"), &plain(root)).unwrap().cases, [id()]);
        },
    )
}

fn bringing_back() -> Deed {
    let prepare = |home: &Home| {
        archive::write(&plain(&home.sessions()), &home.path().join("all.tar")).unwrap();
    };
    let arguments = ["restore", "--from", "@/all.tar", "--sessions", "@/other/place"];
    commanded("bringing cases back from a backup", &arguments, prepare, |root| {
        let store = FolderStore::new(root.join("other/place"));
        assert_eq!(stored(&store), stored(&FolderStore::new(sessions(root))));
    })
}

#[test]
#[ignore = "needs strace: .ci/run runs it"]
fn a_power_cut_at_any_moment_leaves_every_case_whole_and_what_was_shown_as_saved() {
    let states: usize =
        [typing(), closing(), restoring(), backing_up(), bringing_back()].iter().map(prove).sum();
    println!("{states} states");
}

/// What lies between cases and the disk, where nothing is encrypted.
fn plain(root: &Path) -> Seal {
    Seal::new(root, None, None)
}
