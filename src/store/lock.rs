//! Locks of the system on folders: they go with the process that took them, whatever ends it.
//!
//! Where a file system knows no locks, everybody has them: what stands is still compared right
//! before it is replaced.

use std::fs::File;
use std::io;
use std::path::Path;

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
#[cfg(unix)]
pub(super) fn take_lock(folder: &Path, held: Held) -> io::Result<Option<File>> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    let file = File::open(folder)?;
    let operation = match held {
        Held::Together => FlockOperation::NonBlockingLockShared,
        Held::Alone => FlockOperation::LockExclusive,
        Held::AloneAtOnce => FlockOperation::NonBlockingLockExclusive,
    };
    loop {
        match flock(&file, operation) {
            Err(Errno::INTR) => {}
            Err(Errno::WOULDBLOCK) => return Ok(None),
            _ => return Ok(Some(file)),
        }
    }
}

#[cfg(not(unix))]
pub(super) fn take_lock(folder: &Path, _: Held) -> io::Result<Option<File>> {
    File::open(folder).map(Some)
}
