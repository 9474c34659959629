//! `convenor keys`: who can read the cases.
//!
//! Must never print a secret, nor change who can read without saying so.

use std::io::BufRead;
use std::path::Path;

use serde_json::json;

use super::World;
use super::access;
use super::args::{Keys, KeysCommand};
use super::failure::Failure;
use super::output::{SCHEMA, ask, complain, print, print_json};
use crate::domain::date::{iso, long};
use crate::store::error::shown;
use crate::store::keys::{Changed, Key, Recipient, Recipients, WORK, Whose, change};
use crate::store::{KeyTrouble, Seal};

pub(super) fn perform(
    command: KeysCommand,
    root: &Path,
    keys: &Keys,
    world: &World,
) -> Result<(), Failure> {
    if let KeysCommand::New { path } = command {
        return new(&path, keys, world);
    }
    let mut seal = access::seal(root, keys, world)?;
    match command {
        KeysCommand::Init { recovery, no_recovery, label } => {
            let recovery = match (recovery, no_recovery) {
                (None, false) => return Err(Failure::NoRecovery),
                (recovery, _) => recovery,
            };
            init(seal, recovery, &label, keys, world)
        }
        KeysCommand::Show { accept, json } => show(&seal, accept, json),
        KeysCommand::Add { key, label, recovery } => {
            let whose = if recovery { Whose::Recovery } else { Whose::Person };
            let added = Recipient::new(&key, whose, world.today, &label)?;
            let mut all = listed(&seal)?;
            all.push(added);
            let list = Recipients::new(all)?;
            access::open(&mut seal, keys, world)?;
            let changed = change(&seal, Some(&list))?;
            print(&format!("The key was added. {}", told(&changed)))
        }
        KeysCommand::Remove { key } => remove(seal, &key, keys, world),
        KeysCommand::Off { yes } => {
            listed(&seal)?;
            if !yes && !agreed(world)? {
                return print("Nothing was changed.\n");
            }
            access::open(&mut seal, keys, world)?;
            let changed = change(&seal, None)?;
            print(&format!(
                "The cases are not encrypted any more: whoever has your account or the disk can read them. {}",
                told(&changed)
            ))
        }
        KeysCommand::New { .. } => Ok(()),
    }
}

/// Makes a key in a file, such as the recovery key of an authority.
fn new(path: &Path, keys: &Keys, world: &World) -> Result<(), Failure> {
    let passphrase = access::new_passphrase(keys, world)?;
    let key = Key::generate();
    key.keep(path, &passphrase, WORK)?;
    complain(&format!(
        "The key is in {}, under its passphrase. Keep both apart, where they outlive this machine. To encrypt for it, give what follows.",
        shown(path)
    ));
    print(&format!("{}\n", key.recipient()))
}

fn init(
    mut seal: Seal,
    recovery: Option<String>,
    label: &str,
    keys: &Keys,
    world: &World,
) -> Result<(), Failure> {
    if seal.is_on()? {
        return Err(KeyTrouble::On.into());
    }
    let recovery = recovery
        .map(|key| Recipient::new(&key, Whose::Recovery, world.today, "recovery"))
        .transpose()?;
    match seal.needs_passphrase() {
        // The key of another folder serves for this one too.
        Ok(_) => access::open(&mut seal, keys, world)?,
        Err(crate::store::StoreError::Key(KeyTrouble::NoKey)) => {
            let path = seal.usual_key()?;
            let passphrase = access::new_passphrase(keys, world)?;
            let key = Key::generate();
            key.keep(&path, &passphrase, WORK)?;
            seal.hold(key)?;
            complain(&format!("Your key is in {}, under the passphrase.", shown(&path)));
        }
        Err(other) => return Err(other.into()),
    }
    let own = seal.key().ok_or(KeyTrouble::Locked)?.recipient();
    let own = Recipient::new(&own, Whose::Person, world.today, label)?;
    let list = Recipients::new([own].into_iter().chain(recovery).collect())?;
    let changed = change(&seal, Some(&list))?;
    if !list.can_be_recovered() {
        complain(LOST);
    }
    print(&format!("The cases are encrypted. {}{OLD}", told(&changed)))
}

const LOST: &str = "There is no recovery key: whoever forgets the passphrase or loses the key loses every case. `convenor keys add KEY --recovery` sets one.";

const OLD: &str = "Backups and copies made before are not encrypted, and the disk may still hold what stood there: take them away, and keep the cases on an encrypted disk.\n";

/// The keys of a store that is encrypted.
fn listed(seal: &Seal) -> Result<Vec<Recipient>, Failure> {
    Ok(seal.list()?.ok_or(KeyTrouble::Off)?.all().to_vec())
}

fn remove(mut seal: Seal, wanted: &str, keys: &Keys, world: &World) -> Result<(), Failure> {
    let all = listed(&seal)?;
    let number = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let found = number
        .and_then(|at| all.get(at))
        .or_else(|| all.iter().find(|one| one.key == wanted))
        .cloned()
        .ok_or_else(|| KeyTrouble::Unknown(crate::domain::text::clean_line(wanted)))?;
    access::open(&mut seal, keys, world)?;
    if seal.key().is_some_and(|key| key.recipient() == found.key) {
        return Err(KeyTrouble::InUse.into());
    }
    let list = Recipients::new(all.into_iter().filter(|one| *one != found).collect())?;
    let changed = change(&seal, Some(&list))?;
    if !list.can_be_recovered() {
        complain(LOST);
    }
    print(&format!(
        "The key was removed. {}Backups and copies made before can still be read with it.\n",
        told(&changed)
    ))
}

fn told(changed: &Changed) -> String {
    let cases = match changed.cases {
        1 => "1 case".to_owned(),
        many => format!("{many} cases"),
    };
    let left = match changed.left.as_slice() {
        [] => String::new(),
        names => {
            format!("Left as they are, because no key here reads them: {}.\n", names.join(", "))
        }
    };
    format!("{} files of {cases} were written anew.\n{left}", changed.files)
}

/// Whether the cases are really to be decrypted: asked at the terminal.
fn agreed(world: &World) -> Result<bool, Failure> {
    if !world.types {
        return Err(Failure::NotAgreed);
    }
    ask("Decrypt every case, so that it lies on the disk in plain? Type yes: ");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    Ok(read.is_ok() && answer.trim() == "yes")
}

fn show(seal: &Seal, accept: bool, json: bool) -> Result<(), Failure> {
    let (list, known) = (seal.list()?, seal.known()?);
    if accept {
        seal.acknowledge()?;
    }
    let sure = seal.is_acknowledged()?;
    let all = list.as_ref().map_or(&[][..], Recipients::all);
    if json {
        let key = |one: &Recipient| json!({ "key": one.key, "whose": one.whose.word(), "since": iso(one.since), "label": one.label });
        let keys: Vec<_> = all.iter().map(key).collect();
        return print_json(
            &json!({ "schema": SCHEMA, "encrypted": list.is_some(), "acknowledged": sure, "keys": keys }),
        );
    }
    if list.is_none() && known.is_none() {
        return print("The cases are not encrypted: `convenor keys init` does that.\n");
    }
    let mut lines: Vec<String> =
        (1..).zip(all).map(|(number, one)| line(number, one, known.as_ref())).collect();
    for gone in known.iter().flat_map(Recipients::all) {
        if !all.iter().any(|one| one.key == gone.key) {
            lines.push(format!("gone since you last looked: {}", words(gone)));
        }
    }
    if !all.iter().any(|one| one.whose == Whose::Recovery) {
        lines.push("There is no recovery key.".to_owned());
    }
    if !sure {
        lines.push(KeyTrouble::Changed.to_string());
    }
    print(&(lines.join("\n") + "\n"))
}

fn line(number: usize, one: &Recipient, known: Option<&Recipients>) -> String {
    let new = match known {
        Some(known) if !known.all().contains(one) => " | ! not known here before",
        _ => "",
    };
    format!("{number} | {}{new}", words(one))
}

fn words(one: &Recipient) -> String {
    let label = if one.label.is_empty() { "–" } else { &one.label };
    format!("{} | {} | since {} | {label}", one.key, one.whose.word(), long(one.since))
}
