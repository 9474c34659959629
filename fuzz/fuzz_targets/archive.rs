//! Backups from anywhere: what is restored is what was checked, and lies where it should.
//!
//! An input is a tar archive as it stands, or, after a nought, lines `path\tcontents` of which an
//! archive is made whose checksums fit: by chance none ever would.
#![no_main]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use convenor::store::Seal;
use convenor::store::archive::{restore, verify};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};

/// The first file of every backup, as the program writes it.
static FIRST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let root = scratch("first");
    let case = root.join("DEMO-02");
    fs::create_dir_all(&case).expect("a folder");
    fs::write(case.join("case.ron"), "damaged").expect("a file");
    let path = root.join("backup.tar");
    convenor::store::archive::write(&Seal::new(&root, None, None), &path).expect("a backup");
    let bytes = fs::read(&path).expect("a backup");
    let mut archive = tar::Archive::new(&*bytes);
    let mut entries = archive.entries().expect("entries");
    let mut first = entries.next().expect("a first file").expect("it can be read");
    let mut about = Vec::new();
    std::io::Read::read_to_end(&mut first, &mut about).expect("it can be read");
    about
});

/// A folder of this process. Whoever runs this gives it a place by TMPDIR, and empties that.
fn scratch(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("convenor-fuzz-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for what passes");
    folder
}

fn packed(described: &[u8]) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    let mut put = |name: &[u8], bytes: &[u8]| {
        let mut header = Header::new_ustar();
        let room = &mut header.as_old_mut().name;
        let length = name.len().min(room.len());
        room[..length].copy_from_slice(&name[..length]);
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tar.append(&header, bytes).expect("memory takes everything");
    };
    put(b"convenor-backup.txt", &FIRST);
    let mut sums = Vec::new();
    for line in described.split(|byte| *byte == b'\n') {
        let tab = line.iter().position(|byte| *byte == b'\t').unwrap_or(line.len());
        let (name, bytes) = (&line[..tab], line.get(tab + 1..).unwrap_or_default());
        put(name, bytes);
        let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        sums.extend([sum.as_bytes(), b"  ", name, b"\n"].concat());
    }
    put(b"checksums.txt", &sums);
    tar.into_inner().expect("memory takes everything")
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path, below: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().expect("a kind");
        assert!(!kind.is_symlink(), "a link was restored: {name}");
        if kind.is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name);
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let around = scratch("around");
    let path = around.join("backup.tar");
    let bytes = match data.split_first() {
        Some((0, described)) => packed(described),
        _ => data.to_vec(),
    };
    fs::write(&path, bytes).expect("a file");
    let root = around.join("cases");
    fs::create_dir(&root).expect("a folder");
    let seal = Seal::new(&root, None, None);
    let checked = verify(&path, &seal);
    let restored = restore(&path, &seal, None);
    let mut found = BTreeSet::new();
    files(&around, "", &mut found);
    found.remove("backup.tar");
    found.retain(|name| name.rsplit('/').next().is_some_and(|last| !last.starts_with('.')));
    match (checked, restored) {
        (Ok(checked), Ok(restored)) => {
            assert_eq!(checked, restored);
            assert_eq!(found.len(), checked.files, "{found:?}");
            let in_a_case = |name: &String| {
                let mut cases = checked.cases.iter();
                cases.any(|id| name.starts_with(&format!("cases/{id}/")))
            };
            assert!(found.iter().all(in_a_case), "{found:?}");
        }
        (Ok(_), Err(error)) => panic!("what was found good was not restored: {error}"),
        (Err(_), Ok(_)) => panic!("what was found bad was restored: {found:?}"),
        (Err(_), Err(_)) => assert!(found.is_empty(), "something was left: {found:?}"),
    }
    fs::remove_dir_all(&around).expect("it can be taken away");
});
