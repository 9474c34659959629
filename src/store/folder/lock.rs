//! The lock by which one window at a time writes into a folder.

use std::fs::File;

/// Takes the lock of a folder; whether somebody else has it. Where a file system knows no locks,
/// the version is still compared right before writing.
#[cfg(unix)]
pub(in crate::store) fn is_held(folder: &File) -> bool {
    use rustix::fs::{FlockOperation, flock};
    flock(folder, FlockOperation::NonBlockingLockExclusive) == Err(rustix::io::Errno::WOULDBLOCK)
}

#[cfg(not(unix))]
pub(in crate::store) fn is_held(_: &File) -> bool {
    false
}
