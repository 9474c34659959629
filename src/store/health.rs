//! How the folder with the cases is doing, as far as that can be told without opening a case.
//!
//! Must never name a case, a person or a place: what is found here may be pasted anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use super::whole::is_unfinished;

/// How a folder with cases is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// How many unfinished files a crash left.
    pub unfinished: usize,
    /// How many files and folders can be read or written by others; `None` where the system keeps
    /// no such rights.
    pub open_to_others: Option<usize>,
    /// How many bytes are free for us; `None` where that cannot be told.
    pub free: Option<u64>,
    /// Whether the disk below is encrypted.
    pub disk: Disk,
}

/// Whether a disk is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    /// It lies in an encrypted volume.
    Encrypted,
    /// It is an ordinary disk, and nothing says that it is encrypted.
    NoSign,
    /// That cannot be told from here.
    Unknown,
}

/// Looks at the folder with the cases; nothing is changed, and what cannot be read is passed over.
pub fn look(root: &Path) -> Health {
    let mut health = Health {
        unfinished: 0,
        open_to_others: cfg!(unix).then_some(0),
        free: free(&there(root)),
        disk: disk(&there(root)),
    };
    let mut folders = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        note(&folder, &mut health);
        for entry in fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let Ok(kind) = entry.file_type() else { continue };
            if is_unfinished(&entry.file_name().to_string_lossy()) {
                health.unfinished += 1;
            } else if kind.is_dir() && depth < 2 {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() {
                note(&entry.path(), &mut health);
            }
        }
    }
    health
}

/// Notes whether others can reach a file or folder.
#[cfg(unix)]
fn note(path: &Path, health: &mut Health) {
    use std::os::unix::fs::PermissionsExt;
    let open =
        fs::symlink_metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
    if let Some(count) = &mut health.open_to_others {
        *count += usize::from(open);
    }
}

#[cfg(not(unix))]
fn note(_: &Path, _: &mut Health) {}

/// The folder, or the one above it that is there already.
fn there(root: &Path) -> PathBuf {
    let found = root.ancestors().find(|folder| folder.is_dir());
    found.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

/// How many bytes are free for us in a folder; `None` where that cannot be told.
#[cfg(unix)]
pub(super) fn free(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(unix))]
pub(super) fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(target_os = "linux")]
fn disk(folder: &Path) -> Disk {
    use std::os::linux::fs::MetadataExt;
    let Ok(about) = fs::metadata(folder) else { return Disk::Unknown };
    let device = about.st_dev();
    let name = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    disk_at(&Path::new("/sys/dev/block").join(name), 0)
}

#[cfg(not(target_os = "linux"))]
fn disk(_: &Path) -> Disk {
    Disk::Unknown
}

/// Whether a block device, as Linux describes it in a folder, is encrypted, or any that it lies on.
#[cfg(any(target_os = "linux", test))]
fn disk_at(device: &Path, depth: usize) -> Disk {
    /// A volume in a volume in a volume: nobody has more.
    const DEEPEST: usize = 8;
    if !device.is_dir() {
        return Disk::Unknown;
    }
    let mapped = fs::read_to_string(device.join("dm/uuid")).unwrap_or_default();
    if mapped.starts_with("CRYPT-") {
        return Disk::Encrypted;
    }
    let below = fs::read_dir(device.join("slaves")).into_iter().flatten().filter_map(Result::ok);
    let below = below.map(|entry| entry.path()).filter(|_| depth < DEEPEST);
    let found: Vec<Disk> = below.map(|path| disk_at(&path, depth + 1)).collect();
    let all = |wanted: Disk| found.iter().all(|disk| *disk == wanted);
    match found.is_empty() {
        false if all(Disk::Encrypted) => Disk::Encrypted,
        false if !all(Disk::NoSign) => Disk::Unknown,
        _ => Disk::NoSign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device as Linux describes it: what it is, and what it lies on.
    fn device(folder: &Path, name: &str, mapped: &str, below: &[&str]) -> PathBuf {
        let path = folder.join(name);
        fs::create_dir_all(path.join("dm")).unwrap();
        if !mapped.is_empty() {
            crate::store::whole::write_whole(&path.join("dm/uuid"), mapped.as_bytes()).unwrap();
        }
        fs::create_dir_all(path.join("slaves")).unwrap();
        for name in below {
            fs::rename(folder.join(name), path.join("slaves").join(name)).unwrap();
        }
        path
    }

    #[test]
    fn an_encrypted_volume_is_found_also_below_another_and_a_plain_disk_is_not_called_one() {
        let folder = tempfile::tempdir().unwrap();
        let at = |device: PathBuf| disk_at(&device, 0);
        device(folder.path(), "sda", "", &[]);
        device(folder.path(), "luks", "CRYPT-LUKS2-0123-home\n", &["sda"]);
        assert_eq!(at(device(folder.path(), "lvm", "LVM-xyz\n", &["luks"])), Disk::Encrypted);
        assert_eq!(at(device(folder.path(), "sdb", "", &[])), Disk::NoSign);
        device(folder.path(), "luks2", "CRYPT-LUKS2-0123-more\n", &[]);
        assert_eq!(at(device(folder.path(), "raid", "", &["sdb", "luks2"])), Disk::Unknown);
        assert_eq!(at(folder.path().join("none")), Disk::Unknown);
    }
}
