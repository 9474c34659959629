//! The disk on which a folder is, so that an empty mount point is not taken for a folder whose cases
//! were deleted.

use std::path::Path;
use std::sync::OnceLock;

/// The disk on which a folder was when a case was first read in it; never known where the system
/// does not tell disks apart.
#[derive(Debug, Default)]
pub(super) struct Disk(OnceLock<u64>);

impl Disk {
    /// Notes the disk of a folder, once.
    pub(super) fn note(&self, folder: &Path) {
        if let (None, Some(number)) = (self.0.get(), number(folder)) {
            let _ = self.0.set(number);
        }
    }

    /// Whether the folder is on another disk now: its own was unmounted.
    pub(super) fn is_away(&self, folder: &Path) -> bool {
        self.0.get().is_some_and(|noted| number(folder) != Some(*noted))
    }
}

#[cfg(unix)]
fn number(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(folder).ok().map(|about| about.dev())
}

#[cfg(not(unix))]
fn number(_: &Path) -> Option<u64> {
    None
}
