//! Proofs of durability, on the real program in a real terminal, with a real system that fails.
//!
//! They take minutes and need `strace` and the right to mount, so that `cargo test` leaves them
//! out; `.ci/run` runs them all, against the release build. `docs/durability.md` tells what each one
//! does.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "proofs fail loudly, say their figures, and need real time and files of other programs"
)]

mod calls;
mod deeds;
mod kills;
mod outages;
mod power;
mod seeds;
mod soak;
mod trace;
#[path = "../window/mod.rs"]
mod window;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The file in the root of a store that keeps room for words.
const RESERVE: &str = ".convenor-reserve";

/// The program that is tried: another than the one just built when this names one.
fn program() -> PathBuf {
    let named = std::env::var_os("CONVENOR_PROOF_PROGRAM").filter(|named| !named.is_empty());
    named.map_or_else(|| env!("CARGO_BIN_EXE_convenor").into(), PathBuf::from)
}

/// Does pieces of work on so many threads, and returns what came of them in their order.
fn at_once<T: Sync, R: Send>(threads: usize, work: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(piece) = work.get(at) else { return done };
                        done.push((at, each(piece)));
                    }
                })
            })
            .collect();
        hands.into_iter().flat_map(|hand| hand.join().unwrap()).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Everything below a folder: what is where, and what is in it; a folder has nothing in it. Without
/// the file that says who has a case open, which is a courtesy, and the room that is kept for words:
/// nothing is lost with them.
fn tree(root: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut tree = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with(".convenor-open") || path.ends_with(RESERVE) {
                continue;
            }
            let bytes = (!path.is_dir()).then(|| std::fs::read(&path).unwrap());
            if bytes.is_none() {
                folders.push(path.clone());
            }
            tree.insert(path.strip_prefix(root).unwrap().to_path_buf(), bytes);
        }
    }
    tree
}

/// What a crash left below a folder.
fn litter(root: &Path) -> Vec<PathBuf> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let all = tree(root).into_keys();
    all.filter(|path| name(path).starts_with(".convenor-")).collect()
}
