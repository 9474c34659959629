//! How a command comes to the cases when they are encrypted: the key and its passphrase.
//!
//! Must never take a passphrase from the arguments or the environment, nor show one.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use zeroize::Zeroizing;

use super::World;
use super::args::Keys;
use super::failure::Failure;
use super::output::{ask, complain};
use crate::store::archive::is_sealed;
use crate::store::error::{in_words, shown};
use crate::store::keys::conversion::{finish, sweep_unpromised};
use crate::store::{FolderStore, KeyTrouble, Passphrase, Seal, StoreError};

/// How often a passphrase may be typed wrongly.
const TRIES: usize = 3;

/// The most bytes of a file with a passphrase.
const MOST: u64 = 4096;

/// The folder with keys among the settings.
pub(super) fn settings(world: &World) -> Option<PathBuf> {
    Some(world.config_folder.as_ref()?.join("convenor").join("keys"))
}

/// The seal of the cases in a folder, still closed; what a change of keys left is put in order.
pub(super) fn seal(root: &Path, keys: &Keys, world: &World) -> Result<Seal, Failure> {
    let seal = Seal::new(root, settings(world).as_deref(), keys.identity.as_deref());
    finish(&seal)?;
    sweep_unpromised(&seal);
    Ok(seal)
}

/// The cases in a folder, opened: asks for the passphrase where one is needed.
pub(super) fn opened(root: &Path, keys: &Keys, world: &World) -> Result<FolderStore, Failure> {
    let mut seal = seal(root, keys, world)?;
    if seal.is_locked()? {
        open(&mut seal, keys, world)?;
    }
    Ok(store(seal))
}

/// The cases in a folder, of which nothing that is encrypted is opened.
pub(super) fn closed(root: &Path, keys: &Keys, world: &World) -> Result<FolderStore, Failure> {
    Ok(store(seal(root, keys, world)?))
}

/// The store of a seal; an erasing that was interrupted is ended.
fn store(seal: Seal) -> FolderStore {
    let store = FolderStore::sealed(seal);
    // What stays behind is out of sight, and the next start tries again.
    let _ = store.finish_erasing();
    store
}

/// The cases in a folder, opened only where nobody need be asked: the screen asks by itself.
pub(super) fn for_screen(root: &Path, keys: &Keys, world: &World) -> Result<FolderStore, Failure> {
    let mut seal = seal(root, keys, world)?;
    if seal.is_locked()? && (!seal.needs_passphrase()? || keys.passphrase_file.is_some()) {
        open(&mut seal, keys, world)?;
    }
    Ok(store(seal))
}

/// A store that can also read a backup: where that is encrypted and no key is open yet, the key is
/// asked for.
pub(super) fn for_backup(
    store: FolderStore,
    backup: Option<&Path>,
    keys: &Keys,
    world: &World,
) -> Result<FolderStore, Failure> {
    let mut seal = store.seal().clone();
    if seal.key().is_none() && backup.is_some_and(is_sealed) {
        open(&mut seal, keys, world)?;
        return Ok(FolderStore::sealed(seal));
    }
    Ok(store)
}

/// Opens a seal with the key, asking for the passphrase where one is needed.
pub(super) fn open(seal: &mut Seal, keys: &Keys, world: &World) -> Result<(), Failure> {
    if !seal.needs_passphrase()? {
        return Ok(seal.unlock(&Passphrase::default())?);
    }
    for left in (0..TRIES).rev() {
        let passphrase = passphrase(keys, world, "Passphrase: ")?;
        match seal.unlock(&passphrase) {
            Err(StoreError::Key(wrong @ KeyTrouble::WrongPassphrase))
                if left > 0 && keys.passphrase_file.is_none() =>
            {
                complain(&wrong.to_string());
            }
            other => return Ok(other?),
        }
    }
    Ok(())
}

/// A passphrase: from the file that was named, else typed at the terminal.
pub(super) fn passphrase(keys: &Keys, world: &World, words: &str) -> Result<Passphrase, Failure> {
    match &keys.passphrase_file {
        Some(path) => from_file(path),
        None if world.types => typed(words),
        None => Err(Failure::NoPassphrase),
    }
}

/// A new passphrase, typed twice.
pub(super) fn new_passphrase(keys: &Keys, world: &World) -> Result<Passphrase, Failure> {
    let first = passphrase(keys, world, "A passphrase for your key, such as five words: ")?;
    if first.count() < crate::store::keys::SHORTEST {
        return Err(Failure::ShortPassphrase);
    }
    if keys.passphrase_file.is_none() && passphrase(keys, world, "The same again: ")? != first {
        return Err(Failure::OtherPassphrase);
    }
    Ok(first)
}

/// The first line of a file, of a descriptor such as /dev/fd/3, or of standard input.
fn from_file(path: &Path) -> Result<Passphrase, Failure> {
    let failed = |error: io::Error| Failure::NoPassphraseFile(shown(path), in_words(&error));
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(MOST).unwrap_or_default()));
    if path.as_os_str() == "-" {
        io::stdin().lock().take(MOST).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        File::open(path)
            .and_then(|file| file.take(MOST).read_to_end(&mut bytes))
            .map_err(failed)?;
    }
    let text = std::str::from_utf8(&bytes);
    let text = text.map_err(|_| failed(io::ErrorKind::InvalidData.into()))?;
    Ok(Passphrase::new(text.lines().next().unwrap_or_default()))
}

/// A passphrase typed at the terminal, where nothing of it is shown.
fn typed(words: &str) -> Result<Passphrase, Failure> {
    ask(words);
    let typed = Raw::begin().and_then(|_raw| read_line());
    ask("\n");
    typed
        .map_err(|error| Failure::NoPassphraseFile("The terminal".to_owned(), in_words(&error)))?
        .ok_or(Failure::NoPassphrase)
}

/// A terminal that shows nothing of what is typed, until this is dropped.
struct Raw;

impl Raw {
    fn begin() -> io::Result<Self> {
        enable_raw_mode().map(|()| Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing more can be done for a terminal that is gone.
        let _ = disable_raw_mode();
    }
}

/// What is typed until Enter; `None` when it is given up.
fn read_line() -> io::Result<Option<Passphrase>> {
    let mut typed = Passphrase::default();
    loop {
        let Event::Key(KeyEvent { code, modifiers, kind, .. }) = read()? else { continue };
        if kind == KeyEventKind::Release {
            continue;
        }
        let held = modifiers.contains(KeyModifiers::CONTROL);
        match code {
            KeyCode::Enter => return Ok(Some(typed)),
            KeyCode::Char('j' | 'm') if held => return Ok(Some(typed)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if held => return Ok(None),
            KeyCode::Char('u') if held => typed.clear(),
            KeyCode::Char('h') if held => typed.pop(),
            KeyCode::Backspace => typed.pop(),
            KeyCode::Char(c) if !held => typed.push(c.encode_utf8(&mut [0; 4])),
            _ => {}
        }
    }
}
