//! A reserve: a file in the root of a store that is given back when the disk is full, so that what is
//! typed in an open meeting can still be stored.
//!
//! Must never be read, stand in the way of a save, or cost one more than a comparison.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use chrono::{NaiveDateTime, TimeDelta};
use sha2::{Digest, Sha256};

use super::health::free;
use super::whole::write_new;

/// The name of the file.
const FILE: &str = ".convenor-reserve";

/// How large it is, in bytes: a long case twice, its trail, and an agreement with its text.
const SIZE: u64 = 512 * 1024;

/// How much must be free before it is made: it must not be what fills the disk.
const ENOUGH: u64 = 2 * SIZE;

/// How long it is not tried again after it could not be made.
const PAUSE: TimeDelta = TimeDelta::minutes(1);

/// The disk is full, and words are stored in what the reserve gave back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// How many bytes can still be stored; `None` where that cannot be told.
    pub left: Option<u64>,
}

/// What this window knows of the reserve, which is everybody’s.
#[derive(Debug, Default)]
pub(super) struct Reserve {
    state: State,
    /// When it could not be made.
    failed_at: Option<NaiveDateTime>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// It is there, or nobody asked for it here.
    #[default]
    Fine,
    /// There is none, as far as is known here.
    Wanted,
    /// It is being given back for a save that is not done yet.
    GivenBack,
    /// Words are stored in what it gave back.
    Spent,
}

impl Reserve {
    /// Makes it where it is missing and there is room. An empty folder may be one in which a drive
    /// belongs: nothing is made there.
    pub(super) fn keep(&mut self, root: &Path, at: NaiveDateTime) {
        let path = root.join(FILE);
        let is_there = || path.symlink_metadata().is_ok();
        let is_used = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some());
        if is_used && (is_there() || (has_room(root) && make(&path, at).is_ok() || is_there())) {
            (self.state, self.failed_at) = (State::Fine, None);
            return;
        }
        self.failed_at = Some(at);
        if self.state == State::Fine {
            self.state = State::Wanted;
        }
    }

    /// Gives its room back, because the disk is full; whether there was any to give.
    pub(super) fn give_back(&mut self, root: &Path) -> bool {
        let path = root.join(FILE);
        let is_ours = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        let given = is_ours && fs::remove_file(&path).is_ok();
        self.failed_at = None;
        match (given, self.state) {
            (true, _) => self.state = State::GivenBack,
            (false, State::Fine) => self.state = State::Wanted,
            (false, _) => {}
        }
        given
    }

    /// Words were stored: it is made again where it is missing and there is room by now, though not
    /// by the save that needed it.
    pub(super) fn after_saving(&mut self, root: &Path, at: NaiveDateTime) {
        let waits = || self.failed_at.is_some_and(|failed| (at - failed).abs() < PAUSE);
        match self.state {
            State::Fine => {}
            State::GivenBack => self.state = State::Spent,
            State::Wanted if waits() => {}
            State::Spent if waits() || !has_room(root) => {}
            State::Wanted | State::Spent => self.keep(root, at),
        }
    }

    /// Whether words are stored in what it gave back.
    pub(super) fn shortage(&self, root: &Path) -> Option<Shortage> {
        match self.state {
            State::Fine | State::Wanted => None,
            // Where a disk has room and a share of it has none, its room means nothing.
            State::GivenBack | State::Spent => {
                Some(Shortage { left: free(root).filter(|free| *free < ENOUGH) })
            }
        }
    }
}

/// Whether there is room for it, as far as that can be told.
fn has_room(root: &Path) -> bool {
    free(root).is_none_or(|free| free >= ENOUGH)
}

/// Writes it, with bytes that no file system can store in less room, nor share with another store.
fn make(path: &Path, at: NaiveDateTime) -> io::Result<()> {
    let seed = format!("{} {} {at}", path.display(), std::process::id());
    let hash = |number: u64| {
        Sha256::new().chain_update(&seed).chain_update(number.to_le_bytes()).finalize()
    };
    let bytes: Vec<u8> = (0..SIZE / 32).flat_map(hash).collect();
    write_new(path, |file| file.write_all(&bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

    use super::*;

    fn at(minute: u32) -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(10, minute, 0).unwrap()
    }

    /// A store with something in it, and a reserve.
    fn kept() -> (tempfile::TempDir, Reserve) {
        let root = tempfile::TempDir::new().unwrap();
        fs::create_dir(root.path().join("MM-2026-001")).unwrap();
        let mut reserve = Reserve::default();
        reserve.keep(root.path(), at(0));
        (root, reserve)
    }

    #[test]
    fn it_is_given_back_once_and_made_again_by_a_later_save() {
        let (root, mut reserve) = kept();
        let path = root.path().join(FILE);
        assert!(path.is_file() && reserve.shortage(root.path()).is_none());
        assert!(reserve.give_back(root.path()) && !path.exists());
        assert!(!reserve.give_back(root.path()), "there is nothing more to give");
        reserve.after_saving(root.path(), at(0));
        assert!(!path.exists() && reserve.shortage(root.path()).is_some());
        reserve.after_saving(root.path(), at(0));
        assert!(path.is_file() && reserve.shortage(root.path()).is_none());
    }

    #[test]
    fn it_is_not_tried_more_than_once_a_minute_where_it_cannot_be_made() {
        let (root, mut reserve) = kept();
        let (path, away) = (root.path().join(FILE), root.path().with_extension("away"));
        assert!(reserve.give_back(root.path()));
        reserve.after_saving(root.path(), at(0));
        fs::rename(root.path(), &away).unwrap();
        reserve.keep(root.path(), at(1));
        fs::rename(&away, root.path()).unwrap();
        reserve.after_saving(root.path(), at(1));
        assert!(!path.exists());
        reserve.after_saving(root.path(), at(2));
        assert!(path.is_file());
    }

    #[test]
    fn what_stands_in_its_place_is_no_reserve_and_stays() {
        let (root, mut reserve) = kept();
        let path = root.path().join(FILE);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(!reserve.give_back(root.path()) && path.is_dir());
    }

    #[test]
    fn its_bytes_cannot_be_stored_in_less_room() {
        let (root, _) = kept();
        let bytes = fs::read(root.path().join(FILE)).unwrap();
        assert_eq!(bytes.len() as u64, SIZE);
        let blocks: std::collections::BTreeSet<&[u8]> = bytes.chunks(32).collect();
        assert_eq!(blocks.len() as u64, SIZE / 32, "no two parts are the same");
    }
}
