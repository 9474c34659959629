//! A folder with cases, settings with a key, and what lies in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use convenor::domain::case::{Case, CaseId};
use convenor::domain::date::Date;
use convenor::store::keys::{Key, Recipient, Recipients, Whose, change};
use convenor::store::{FolderStore, Seal, samples};
use tempfile::TempDir;

pub const ID: &str = "MM-2026-001";

pub fn id(text: &str) -> CaseId {
    text.parse().unwrap()
}

pub fn today() -> Date {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

pub fn now() -> NaiveDateTime {
    today().and_hms_opt(10, 0, 0).unwrap()
}

/// A key on a list.
pub fn person(key: &str, whose: Whose) -> Recipient {
    Recipient::new(key, whose, today(), "somebody").unwrap()
}

/// Every file below a folder.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// A user with cases and a key.
pub struct House {
    folder: TempDir,
    root: PathBuf,
    key: Key,
}

impl House {
    pub fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("sessions");
        Self { folder, root, key: Key::generate() }
    }

    pub fn with_case() -> Self {
        let house = Self::empty();
        house.store().add(&Case::new(id(ID), "southwark", "Łucja Nguyễn")).unwrap();
        house
    }

    pub fn with_samples() -> Self {
        let house = Self::empty();
        samples::copy_into(&house.root, today()).unwrap();
        house
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn settings(&self) -> PathBuf {
        self.folder().join("settings")
    }

    pub fn key(&self) -> Key {
        self.key.clone()
    }

    pub fn seal(&self) -> Seal {
        Seal::new(&self.root, Some(&self.settings()), None)
    }

    /// The cases as a window has them that has no key.
    pub fn store(&self) -> FolderStore {
        FolderStore::sealed(self.seal())
    }

    /// The cases as a window has them that has the key.
    pub fn opened(&self) -> FolderStore {
        let mut seal = self.seal();
        seal.hold(self.key()).unwrap();
        FolderStore::sealed(seal)
    }

    /// Encrypts the cases for the key alone.
    pub fn encrypt(&self) -> Seal {
        let mut seal = self.seal();
        seal.hold(self.key()).unwrap();
        let own = person(&self.key.recipient(), Whose::Person);
        change(&seal, Some(&Recipients::new(vec![own]).unwrap())).unwrap();
        seal
    }
}
