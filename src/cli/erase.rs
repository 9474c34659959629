//! `convenor erase` and `convenor certificate`: everything about a case goes, and what is left names
//! nobody.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use super::World;
use super::failure::Failure;
use super::output::{complain, print};
use crate::domain::case::CaseId;
use crate::domain::reference::Reference;
use crate::domain::text::clean_line;
use crate::runtime::clock::{Clock, SystemClock};
use crate::store::erasing::{Erasing, certificate, number};
use crate::store::error::{in_words, shown};
use crate::store::whole::write_new;
use crate::store::{FolderStore, Store, StoreError};

/// What is wanted.
pub(super) struct Wish {
    /// Typed once more by a script.
    pub(super) sure: Option<String>,
    pub(super) damaged: bool,
    pub(super) output: Option<PathBuf>,
}

pub(super) fn erase(
    store: &mut FolderStore,
    id: &CaseId,
    wish: &Wish,
    reference: &Reference,
    world: &World,
) -> Result<(), Failure> {
    if let Err(error) = store.load(id)
        && (!wish.damaged || is_no_damage(&error))
    {
        return Err(match error {
            error if is_no_damage(&error) => error.into(),
            other => Failure::NotErased(id.clone(), other),
        });
    }
    if let Some(path) = &wish.output {
        may_write(store, path)?;
    }
    let sure = match &wish.sure {
        Some(typed) => typed.clone(),
        None => typed_again(id, world)?,
    };
    if !sure.trim().eq_ignore_ascii_case(id.as_str()) {
        return Err(Failure::NotSure(id.clone(), clean_line(sure.trim())));
    }
    let at = SystemClock::start().now().wall;
    let erasing = Erasing { at, by: &world.account, reference, even_unread: wish.damaged };
    let line = store.erase(id, &erasing)?;
    let text = certificate(&line, store.last_backup()).unwrap_or_default();
    let number = number(&line);
    match &wish.output {
        None => print(&text),
        Some(path) => match write(path, &text) {
            Ok(()) => print(&format!(
                "The case is erased. The certificate {number} is in {}.\n",
                shown(path)
            )),
            Err(error) => {
                complain(&format!(
                    "The case is erased, and its certificate was not written: `convenor certificate {number}` makes it again."
                ));
                Err(error)
            }
        },
    }
}

/// Whether a case cannot be read for want of a case or of a key: then no wish erases it.
fn is_no_damage(error: &StoreError) -> bool {
    matches!(error, StoreError::Missing { .. } | StoreError::Locked { .. })
}

/// Makes a certificate again.
pub(super) fn again(
    store: &FolderStore,
    wanted: &str,
    output: Option<&Path>,
) -> Result<(), Failure> {
    let chain = store.erased()?;
    let found = chain.lines().iter().find(|line| number(line).eq_ignore_ascii_case(wanted.trim()));
    let text = found.and_then(|line| certificate(line, store.last_backup()));
    let text = text.ok_or_else(|| Failure::NoCertificate(clean_line(wanted)))?;
    match output {
        None => print(&text),
        Some(path) => {
            may_write(store, path)?;
            write(path, &text)?;
            print(&format!("The certificate is in {}.\n", shown(path)))
        }
    }
}

fn may_write(store: &dyn Store, path: &Path) -> Result<(), Failure> {
    let refused = |reason: &str| Failure::NotWritten(shown(path), reason.to_owned());
    if store.holds(path) {
        return Err(refused("it would lie among the cases. Choose another folder"));
    }
    if path.symlink_metadata().is_ok() {
        return Err(refused("something of that name is there already. Choose another name"));
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    write_new(path, |file| io::Write::write_all(file, text.as_bytes()))
        .map_err(|error: io::Error| Failure::NotWritten(shown(path), in_words(&error)))
}

/// The reference as somebody types it once more at a terminal.
fn typed_again(id: &CaseId, world: &World) -> Result<String, Failure> {
    if !world.types {
        return Err(Failure::NotAsked(id.clone()));
    }
    complain(&format!(
        "This erases {id} for good: its record, its history, its documents and its audit trail. Type the reference once more:"
    ));
    let mut typed = String::new();
    io::stdin()
        .lock()
        .read_line(&mut typed)
        .map_err(|error| Failure::NotWritten(id.to_string(), in_words(&error)))?;
    Ok(typed)
}
