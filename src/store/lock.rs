//! Locks of the system on folders and files: they go with the process that took them, whatever ends it.
//!
//! Where a file system knows no locks, everybody has them: what stands is still compared right
//! before it is replaced.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

/// How often a lock is tried that is held for as long as a save takes.
const TRIES: u32 = 20;
/// How long is waited in between.
const PAUSE: Duration = Duration::from_millis(10);

/// How a folder is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// With others who hold it so; not while somebody holds it alone.
    Together,
    /// Alone, as soon as the others are done.
    Alone,
    /// Alone, if nobody else holds it now.
    AloneAtOnce,
}

/// Holds a folder until the file is dropped; `None` when others hold it.
pub(super) fn take_lock(folder: &Path, held: Held) -> io::Result<Option<File>> {
    let file = File::open(folder)?;
    Ok(take(&file, held).then_some(file))
}

/// Holds a folder alone until the file is dropped; `None` when others hold it for longer than a save
/// takes.
pub(super) fn take_lock_soon(folder: &Path) -> io::Result<Option<File>> {
    let file = File::open(folder)?;
    let soon = (0..TRIES).any(|number| {
        if number > 0 {
            std::thread::sleep(PAUSE);
        }
        take(&file, Held::AloneAtOnce)
    });
    Ok(soon.then_some(file))
}

/// Holds an open file until it is dropped, unless others hold it; whether it is held.
#[cfg(unix)]
pub(super) fn take(file: &File, held: Held) -> bool {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    let operation = match held {
        Held::Together => FlockOperation::NonBlockingLockShared,
        Held::Alone => FlockOperation::LockExclusive,
        Held::AloneAtOnce => FlockOperation::NonBlockingLockExclusive,
    };
    loop {
        match flock(file, operation) {
            Err(Errno::INTR) => {}
            Err(Errno::WOULDBLOCK) => return false,
            _ => return true,
        }
    }
}

#[cfg(not(unix))]
pub(super) fn take(_: &File, _: Held) -> bool {
    true
}
