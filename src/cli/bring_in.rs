//! `convenor bring-in`: a case that was saved in another place comes back to its own.
//!
//! Must never take the place of a case that is there, nor touch the file.

use std::path::Path;

use super::World;
use super::audit::tell;
use super::failure::Failure;
use super::output::print;
use crate::store::audit::Deed;
use crate::store::error::shown;
use crate::store::folder::Brought;
use crate::store::{FolderStore, Store};

pub(super) fn bring_in(mut store: FolderStore, file: &Path, world: &World) -> Result<(), Failure> {
    let (id, brought) = store.bring_from(file)?;
    if matches!(brought, Brought::Beside | Brought::Anew) {
        tell(&mut store, world, &id, Deed::BroughtIn);
    }
    let (file, place) = (shown(file), store.place());
    let next = "Open the case and press Shift+F2: it brings them in, and nothing is overwritten.";
    let left = format!("{file} was left as it is: delete it when you have seen your words.");
    print(&match brought {
        Brought::Beside => format!("The words in {file} lie beside {id} now. {next} {left}\n"),
        Brought::There => format!("The words in {file} lie beside {id} already. {next} {left}\n"),
        Brought::Anew => format!(
            "{id} was not among the cases in {place}: now it is, as it stands in {file}. {left}\n"
        ),
        Brought::Same => format!(
            "Every word in {file} stands in {id} already. Nothing was changed; the file is not needed any more.\n"
        ),
    })
}
