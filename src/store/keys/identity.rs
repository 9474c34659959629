//! The key that reads: made once, kept under a passphrase among the settings, held while needed.
//!
//! Must never be written without a passphrase, nor be shown.

use std::fmt;
use std::io::Read;
use std::iter;
use std::path::Path;
use std::str::FromStr;

use age::armor::ArmoredReader;
use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use age::{Decryptor, Encryptor, scrypt};
use zeroize::Zeroizing;

use super::{KeyTrouble, Passphrase};
use crate::store::StoreError;
use crate::store::error::shown;
use crate::store::reading::{Found, read_file};
use crate::store::whole::{make_folders, write_new};

/// How much work a guess at a passphrase takes: 2 to this power, about a second and 256 MB.
pub const WORK: u8 = 18;

/// The most work that a file may ask for: more would take all memory.
const MOST_WORK: u8 = 20;

/// How an age file begins, whoever it is for.
pub(in crate::store) const MAGIC: &[u8] = b"age-encryption.org/v1\n";

const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const SECRET: &str = "AGE-SECRET-KEY-1";

/// A key that reads what is encrypted for it. Its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct Key(Identity);

impl Key {
    /// A new key.
    pub fn generate() -> Self {
        Self(Identity::generate())
    }

    /// What others need to encrypt for it: `age1…`, no secret.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    pub(in crate::store) fn identity(&self) -> &dyn age::Identity {
        &self.0
    }

    /// Writes it to a new file that only its owner can read, under a passphrase; `work` is
    /// [`WORK`] but in tests.
    ///
    /// # Errors
    /// Says why it was not written; also when there is such a file.
    pub fn keep(&self, path: &Path, passphrase: &Passphrase, work: u8) -> Result<(), StoreError> {
        let failed = |error| StoreError::not_written(path, &error);
        let mut lock = scrypt::Recipient::new(passphrase.secret());
        lock.set_work_factor(work.clamp(1, MOST_WORK));
        let encryptor = Encryptor::with_recipients(iter::once(&lock as _));
        let encryptor =
            encryptor.map_err(|error| failed(std::io::Error::other(error.to_string())))?;
        path.parent().map_or(Ok(()), make_folders).map_err(failed)?;
        let secret = self.0.to_string();
        write_new(path, |file| {
            use std::io::Write;
            let mut out = encryptor.wrap_output(file)?;
            writeln!(out, "{}", secret.expose_secret())?;
            out.finish().map(drop)
        })
        .map_err(failed)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What stands in the file of a key.
pub(in crate::store) enum KeyFile {
    /// The key itself.
    Open(Key),
    /// The key under a passphrase.
    Locked(Vec<u8>),
}

impl KeyFile {
    /// Reads the file of a key: one of ours, or one that `age-keygen` or `age -p` made. `None` when
    /// there is no such file.
    pub(in crate::store) fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let bad = || StoreError::Key(KeyTrouble::BadKey(shown(path)));
        let bytes = match read_file(path).map_err(|error| StoreError::unread(path, &error))? {
            Found::Bytes(bytes) => Zeroizing::new(bytes),
            Found::Nothing => return Ok(None),
            Found::Refused(_) => return Err(bad()),
        };
        if bytes.starts_with(MAGIC) || bytes.starts_with(ARMOR) {
            return Ok(Some(Self::Locked(bytes.to_vec())));
        }
        key_in(&bytes).map(|key| Some(Self::Open(key))).ok_or_else(bad)
    }

    /// The key, opened with a passphrase; takes about a second.
    pub(in crate::store) fn open(
        self,
        path: &Path,
        passphrase: &Passphrase,
    ) -> Result<Key, StoreError> {
        let bytes = match self {
            Self::Open(key) => return Ok(key),
            Self::Locked(bytes) => bytes,
        };
        let bad = || StoreError::Key(KeyTrouble::BadKey(shown(path)));
        let decryptor = Decryptor::new_buffered(ArmoredReader::new(&*bytes)).map_err(|_| bad())?;
        if !decryptor.is_scrypt() {
            return Err(bad());
        }
        let mut lock = scrypt::Identity::new(passphrase.secret());
        lock.set_max_work_factor(MOST_WORK);
        let mut plain = match decryptor.decrypt(iter::once(&lock as _)) {
            Ok(plain) => plain.take(MOST),
            Err(
                age::DecryptError::DecryptionFailed
                | age::DecryptError::KeyDecryptionFailed
                | age::DecryptError::NoMatchingKeys,
            ) => {
                return Err(StoreError::Key(KeyTrouble::WrongPassphrase));
            }
            Err(_) => return Err(bad()),
        };
        let mut found = Zeroizing::new(Vec::with_capacity(4096));
        plain.read_to_end(&mut found).map_err(|_| bad())?;
        key_in(&found).ok_or_else(bad)
    }
}

/// The most bytes of a key in its file.
const MOST: u64 = 4096;

/// The first key in a text, as `age-keygen` writes it.
fn key_in(bytes: &[u8]) -> Option<Key> {
    let text = std::str::from_utf8(bytes).ok()?;
    let line = text.lines().map(str::trim).find(|line| line.starts_with(SECRET))?;
    Identity::from_str(line).ok().map(Key)
}
