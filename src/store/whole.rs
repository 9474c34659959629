//! The one way in which the program writes a file: whole, durable, and for its owner only.
//!
//! Must never leave half a file, harm the file that was there, or leave litter behind.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::closing;
use super::lock::{Held, take};
use super::reading::open;

/// How the name of an unfinished file begins.
const BEGINS: &str = ".convenor-";
/// How it ends.
const ENDS: &str = ".part";

/// Writes a file whole: under a name of its own in the same folder, flushed to the disk, and only
/// then put in place of what was there. Nobody but the owner can read it, from the first byte on.
///
/// # Errors
/// What the system said. Whatever stood there before is still whole.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    only_ordinary(path)?;
    let mut part = begin(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    part.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Writes a new file as [`write_whole`] does, piece by piece; never over one that is there.
///
/// # Errors
/// What `fill` said, or the system; also when something of that name is there already. Nothing is
/// left behind then.
pub fn write_new<T, E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&mut fs::File) -> Result<T, E>,
) -> Result<T, E> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.symlink_metadata().is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
    }
    let mut part = begin(folder)?;
    let filled = fill(part.as_file_mut())?;
    part.as_file().sync_all()?;
    part.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder)?;
    Ok(filled)
}

/// Begins a file that only its owner can read and that goes away when it is dropped. It is held, so
/// that nobody takes it for one that a crash left; those are taken away first.
fn begin(folder: &Path) -> io::Result<NamedTempFile> {
    sweep(folder);
    // A temporary file of this crate has mode 0600 from creation.
    let part = tempfile::Builder::new().prefix(BEGINS).suffix(ENDS).tempfile_in(folder)?;
    take(part.as_file(), Held::AloneAtOnce);
    Ok(part)
}

/// Makes a folder that only its owner can enter, and those above it that are missing. Each is
/// there to stay when this returns, so that what is saved within outlives a power cut.
///
/// # Errors
/// What the system said.
pub fn make_folders(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    path.parent().map_or(Ok(()), make_folders)?;
    make_new_folder(path).or_else(|error| match error.kind() {
        // Somebody else made it meanwhile, which is as good.
        io::ErrorKind::AlreadyExists if path.is_dir() => Ok(()),
        io::ErrorKind::AlreadyExists => Err(io::ErrorKind::NotADirectory.into()),
        _ => Err(error),
    })
}

/// Makes a folder that only its owner can enter and that goes away when it is dropped.
///
/// # Errors
/// What the system said.
pub fn throwaway_folder(prefix: &str) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o700)).tempdir()
    }
    #[cfg(not(unix))]
    builder.tempdir()
}

/// Makes one new folder that only its owner can enter.
///
/// # Errors
/// What the system said; also when something of that name is there already.
pub(super) fn make_new_folder(path: &Path) -> io::Result<()> {
    private().create(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes a new folder with what `fill` writes into it, whole or not at all; only its owner can enter.
///
/// # Errors
/// What the system said, or `fill`; also when something of that name is there already.
pub fn make_whole_folder<E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let parent = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.symlink_metadata().is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
    }
    let mut part = tempfile::Builder::new();
    part.prefix(BEGINS).suffix(ENDS);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        part.permissions(fs::Permissions::from_mode(0o700));
    }
    // Goes away when it is dropped: until the rename, nothing of it is there to stay.
    let part = part.tempdir_in(parent)?;
    fill(part.path())?;
    sync_folder(part.path())?;
    fs::rename(part.path(), path)?;
    sync_folder(parent)?;
    Ok(())
}

/// Removes the unfinished files that a crash left in a folder: those that nobody holds any more.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let unfinished: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() != closing::LIST)
        .filter(|entry| is_unfinished(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect();
    for path in unfinished {
        // One that stays does no harm: it is never read, and the next write here tries again.
        let _ = open(&path).is_ok_and(|file| take(&file, Held::AloneAtOnce))
            && fs::remove_file(path).is_ok();
    }
}

/// Removes the unfinished folders that a crash left in a folder. Only for who holds it alone.
pub(super) fn sweep_folders(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().filter_map(Result::ok) {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_unfinished(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The name of a folder of this process that is unfinished.
pub(super) fn unfinished_name() -> String {
    format!("{BEGINS}{}{ENDS}", std::process::id())
}

/// Whether this is the name of something unfinished.
pub(super) fn is_unfinished(name: &str) -> bool {
    name.starts_with(BEGINS) && name.ends_with(ENDS)
}

/// Whether a folder is there that is no link; one that cannot be looked at is not missing.
pub(in crate::store) fn is_folder(path: &Path) -> io::Result<bool> {
    Ok(about(path)?.is_some_and(|found| found.is_dir()))
}

/// Whether anything of that name is there.
pub(in crate::store) fn is_there(path: &Path) -> io::Result<bool> {
    Ok(about(path)?.is_some())
}

/// What is there, if anything is.
pub(in crate::store) fn about(path: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// A device, a pipe or a link must not be replaced by a file.
fn only_ordinary(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "what stands there is not an ordinary file. Choose another name",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes sure that a new name in a folder outlives a power cut.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match fs::File::open(folder)?.sync_all() {
        // Some file systems cannot flush a folder; there, the rename is all that can be had.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn private() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private() -> DirBuilder {
    DirBuilder::new()
}
