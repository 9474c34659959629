//! What lies between a case and the disk: everything of a store is read and written here, and
//! encrypted when its list of keys asks for that.
//!
//! Must never write what a list that nobody here acknowledged asks for, nor in plain where there
//! should be a list.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use age::{Decryptor, Encryptor};

use super::StoreError;
use super::keys::conversion;
use super::keys::identity::{Key, KeyFile, MAGIC};
use super::keys::recipients::{Pins, Recipients, read_list};
use super::keys::{KEY_FILE, KeyTrouble, Passphrase};
use super::reading::{self, Found};
use super::schema::{LARGEST, TOO_LARGE};
use super::whole::write_whole;

/// What is said of an encrypted file that was changed or cut.
const CHANGED: &str = "The encrypted file was changed or cut off.";

/// What came of reading a file of a store.
pub(super) enum Opened {
    /// What it says.
    Bytes(Vec<u8>),
    /// There is none.
    Nothing,
    /// It is not to be read: one sentence.
    Refused(&'static str),
    /// It is encrypted, and no key that is open reads it.
    Locked,
}

/// How the encryption of a store is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is encrypted.
    Off,
    /// It is encrypted, and its list of keys is damaged or gone.
    Unclear,
    /// It is encrypted.
    On {
        /// For how many keys.
        keys: usize,
        /// Whether a recovery key is among them.
        recovery: bool,
        /// Whether the list is the one that was acknowledged here.
        acknowledged: bool,
        /// How many files of cases are not encrypted all the same.
        in_plain: usize,
    },
}

/// How a store is sealed: its list of keys is looked up at each writing, its key is held while the
/// cases are open.
#[derive(Clone, Debug)]
pub struct Seal {
    root: PathBuf,
    /// The folder of the keys among the settings.
    settings: Option<PathBuf>,
    /// The file of the key, where it is not the usual one.
    identity: Option<PathBuf>,
    key: Option<Key>,
}

impl Seal {
    /// The seal of a store in a folder. `settings` is the folder in which the user’s key and what
    /// was acknowledged is kept; `identity` is another file with a key.
    pub fn new(root: &Path, settings: Option<&Path>, identity: Option<&Path>) -> Self {
        Self {
            root: root.to_path_buf(),
            settings: settings.map(Path::to_path_buf),
            identity: identity.map(Path::to_path_buf),
            key: None,
        }
    }

    /// Whether the store is encrypted and its key is not at hand.
    ///
    /// # Errors
    /// Says why that cannot be told.
    pub fn is_locked(&self) -> Result<bool, StoreError> {
        Ok(self.key.is_none() && self.is_on()?)
    }

    /// Whether the store is encrypted, or was when its keys were last looked at.
    ///
    /// # Errors
    /// Says why that cannot be told.
    pub fn is_on(&self) -> Result<bool, StoreError> {
        let known = || self.pins().map_or(Ok(None), |pins| pins.known());
        Ok(read_list(&self.root)?.is_some() || known()?.is_some())
    }

    /// The list of keys as it stands, acknowledged or not; `None` where the store is not encrypted.
    ///
    /// # Errors
    /// Says why it cannot be read.
    pub fn list(&self) -> Result<Option<Recipients>, StoreError> {
        let list = read_list(&self.root)?;
        Ok(list.map(|list| Recipients::parse(&list)).transpose()?)
    }

    /// Whether the list of keys is one that was acknowledged here.
    ///
    /// # Errors
    /// Says why that cannot be told.
    pub fn is_acknowledged(&self) -> Result<bool, StoreError> {
        let list = read_list(&self.root)?;
        self.pins().map_or(Ok(list.is_none()), |pins| pins.know(list.as_deref()))
    }

    /// How the encryption is doing.
    pub fn state(&self) -> State {
        match self.list() {
            Ok(Some(list)) => State::On {
                keys: list.all().len(),
                recovery: list.can_be_recovered(),
                acknowledged: self.is_acknowledged().unwrap_or(false),
                in_plain: conversion::cases_in_plain(&self.root),
            },
            Ok(None) if !self.is_on().unwrap_or(true) => State::Off,
            _ => State::Unclear,
        }
    }

    /// The list of keys that was acknowledged last, if there is one.
    ///
    /// # Errors
    /// Says why it cannot be read.
    pub fn known(&self) -> Result<Option<Recipients>, StoreError> {
        let known = self.pins().map_or(Ok(None), |pins| pins.known())?;
        Ok(known.map(|list| Recipients::parse(&list)).transpose()?)
    }

    /// Acknowledges the list of keys as it stands.
    ///
    /// # Errors
    /// Says why that could not be noted.
    pub fn acknowledge(&self) -> Result<(), StoreError> {
        let pins = self.pins().ok_or(KeyTrouble::NoSettings)?;
        let list = read_list(&self.root)?;
        list.as_deref().map(Recipients::parse).transpose()?;
        pins.settle(list.as_deref())
    }

    /// The list for which is written; `None` where nothing is encrypted.
    pub(super) fn recipients(&self) -> Result<Option<Recipients>, StoreError> {
        if !self.is_acknowledged()? {
            return Err(KeyTrouble::Changed.into());
        }
        self.list()
    }

    /// Whether the key needs a passphrase before the store can be read.
    ///
    /// # Errors
    /// [`KeyTrouble::NoKey`] when there is no key, or why it cannot be read.
    pub fn needs_passphrase(&self) -> Result<bool, StoreError> {
        let (_, file) = self.key_file()?;
        Ok(matches!(file, KeyFile::Locked(_)))
    }

    /// Opens the store with a passphrase, which a key without one does not need. Takes about a
    /// second.
    ///
    /// # Errors
    /// Says whether there is no key, the passphrase is another, or the key is not on the list.
    pub fn unlock(&mut self, passphrase: &Passphrase) -> Result<(), StoreError> {
        let (path, file) = self.key_file()?;
        self.hold(file.open(&path, passphrase)?)
    }

    /// Opens the store with a key.
    ///
    /// # Errors
    /// [`KeyTrouble::OtherKey`] when the key is not on the list.
    pub fn hold(&mut self, key: Key) -> Result<(), StoreError> {
        let fits = |list: &Recipients| list.include(&key.recipient());
        if self.list()?.is_some_and(|list| !fits(&list)) {
            return Err(KeyTrouble::OtherKey.into());
        }
        self.key = Some(key);
        Ok(())
    }

    /// Forgets the key: its memory is wiped, and nothing can be read until the next unlocking.
    pub fn lock(&mut self) {
        self.key = None;
    }

    /// The key with which the store is open.
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// The usual file of the key.
    ///
    /// # Errors
    /// [`KeyTrouble::NoSettings`] when there is no folder for it.
    pub fn usual_key(&self) -> Result<PathBuf, StoreError> {
        let settings = self.settings.as_ref().ok_or(KeyTrouble::NoSettings)?;
        Ok(settings.join(KEY_FILE))
    }

    fn key_file(&self) -> Result<(PathBuf, KeyFile), StoreError> {
        let path = match &self.identity {
            Some(path) => path.clone(),
            None => self.usual_key().map_err(|_| KeyTrouble::NoKey)?,
        };
        let file = KeyFile::read(&path)?.ok_or(KeyTrouble::NoKey)?;
        Ok((path, file))
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn pins(&self) -> Option<Pins> {
        self.settings.as_ref().map(|settings| Pins::of(settings, &self.root))
    }

    /// Reads a file of the store, encrypted or not.
    pub(super) fn read(&self, path: &Path) -> io::Result<Opened> {
        Ok(match reading::read_file(path)? {
            Found::Bytes(bytes) => self.open(bytes),
            Found::Nothing => Opened::Nothing,
            Found::Refused(reason) => Opened::Refused(reason),
        })
    }

    /// What the bytes of a file say.
    fn open(&self, bytes: Vec<u8>) -> Opened {
        if !bytes.starts_with(MAGIC) {
            return Opened::Bytes(bytes);
        }
        let Some(key) = &self.key else { return Opened::Locked };
        let mut plain = Vec::with_capacity(bytes.len());
        let Ok(decryptor) = Decryptor::new_buffered(&*bytes) else {
            return Opened::Refused(CHANGED);
        };
        match decryptor.decrypt([key.identity()].into_iter()) {
            Err(age::DecryptError::NoMatchingKeys) => Opened::Locked,
            Err(_) => Opened::Refused(CHANGED),
            Ok(mut reader) => match reader.read_to_end(&mut plain) {
                Ok(size) if size as u64 > LARGEST => Opened::Refused(TOO_LARGE),
                Ok(_) => Opened::Bytes(plain),
                Err(_) => Opened::Refused(CHANGED),
            },
        }
    }

    /// Writes a file of the store whole.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let sealed = self.close(bytes)?;
        write_whole(path, &sealed).map_err(|error| StoreError::not_written(path, &error))
    }

    /// The bytes as they are to lie on the disk.
    pub(super) fn close<'a>(&self, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, StoreError> {
        sealed(bytes, self.recipients()?.as_ref())
    }

    /// The bytes as they are to lie outside the store, when that may be out of reach: encrypted for
    /// the list that was acknowledged last where the store has none that can be told, and never in
    /// plain while a key is open.
    pub(super) fn close_elsewhere(&self, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        let list = match (self.recipients(), &self.key) {
            (Ok(None), None) => None,
            (Ok(Some(list)), _) => Some(list),
            (found, key) => match (self.known()?, key) {
                (Some(list), _) => Some(list),
                (None, Some(key)) => Some(Recipients::of(key)),
                (None, None) => found?,
            },
        };
        Ok(sealed(bytes, list.as_ref())?.into_owned())
    }

    /// Whether a file lies on the disk as it should: encrypted if the store is.
    pub(super) fn is_as_it_should(&self, path: &Path) -> Result<bool, StoreError> {
        Ok(self.recipients()?.is_some() == is_sealed(path))
    }

    /// Encrypts what else lies in plain in a case that was copied into an encrypted store. What
    /// cannot be done now is told by the doctor.
    pub(super) fn seal_rest(&self, folder: &Path) {
        for path in conversion::in_plain(folder) {
            if let Ok(Opened::Bytes(bytes)) = self.read(&path) {
                let _ = self.write(&path, &bytes);
            }
        }
    }

    /// Holds the store against a change of its keys while something is written, until the file is
    /// dropped; finishes one that was cut off. `None` where there is no store yet.
    pub(super) fn gate(&self) -> Result<Option<File>, StoreError> {
        conversion::finish(self)?;
        conversion::hold(&self.root)
    }
}

/// The bytes encrypted for a list of keys, or as they are where there is none.
pub(super) fn sealed<'a>(
    bytes: &'a [u8],
    list: Option<&Recipients>,
) -> Result<Cow<'a, [u8]>, StoreError> {
    let Some(list) = list else { return Ok(Cow::Borrowed(bytes)) };
    let mut sealed = Vec::with_capacity(bytes.len() + 1024);
    let done = seal_into(&mut sealed, list, |out| out.write_all(bytes));
    done.map_err(|error| StoreError::unwritten("A case", super::error::in_words(&error)))?;
    Ok(Cow::Owned(sealed))
}

/// Encrypts what is written for a list of keys.
pub(super) fn seal_into<W: Write, T, E: From<io::Error>>(
    out: W,
    list: &Recipients,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let keys = list.for_age();
    let encryptor = Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient))
        .map_err(|error| io::Error::other(error.to_string()))?;
    let mut out = encryptor.wrap_output(out)?;
    let filled = fill(&mut out)?;
    out.finish()?.flush()?;
    Ok(filled)
}

/// Whether a file is encrypted.
pub fn is_sealed(path: &Path) -> bool {
    let mut head = Vec::new();
    let read =
        reading::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut head));
    read.is_ok() && head == MAGIC
}
