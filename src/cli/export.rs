//! `convenor export`: a document of a case as a file or on standard output.
//!
//! Must never give out unmarked what was not agreed, nor write among the cases.

use std::path::{Path, PathBuf};

use super::World;
use super::args::Form;
use super::failure::Failure;
use super::output::{complain, print, print_bytes};
use crate::documents::{self, Kept, document_of};
use crate::domain::case::Case;
use crate::domain::reference::Reference;
use crate::domain::review::Review;
use crate::export::{ExportError, Format, Kind, Missing, Wanted, render};
use crate::store::error::{in_words, shown};
use crate::store::whole::write_whole;
use crate::store::{FolderStore, Store};

const IN_PLAIN: &str =
    "The copy is not encrypted, as the cases are: whoever can read that folder can read it.";

/// What is wanted, and where.
pub(super) struct Wish {
    pub(super) wanted: Wanted,
    pub(super) format: Form,
    pub(super) output: PathBuf,
    pub(super) mark_missing: bool,
}

/// What is meant: a record is of the review with this number, or of the last one that was begun.
pub(super) fn wanted(case: &Case, kind: Kind, review: Option<usize>) -> Wanted {
    let named = review.map(|number| number.checked_sub(1).and_then(|at| case.reviews.get(at)));
    let begun = |row: &&Review| row.begun || !row.held.is_blank();
    let found = named.unwrap_or_else(|| case.reviews.iter().rfind(begun).or(case.reviews.first()));
    Wanted { kind, review: found.map(|row| row.id).filter(|_| kind.needs_review()) }
}

pub(super) fn export(
    store: &FolderStore,
    case: &Case,
    wish: &Wish,
    reference: &Reference,
    world: &World,
) -> Result<(), Failure> {
    let encrypted = store.seal().is_on()?;
    let to_screen = wish.output.as_os_str() == "-";
    if to_screen && wish.format == Form::Pdf && world.looks {
        return Err(Failure::PdfToTerminal);
    }
    let kept = match wish.format {
        Form::Pdf => documents::kept(store, case, wish.wanted)?,
        Form::Text => Kept::Missing,
    };
    let bytes = match kept {
        Kept::Same(bytes) => bytes,
        Kept::Changed(name) => return Err(Failure::NotAsIssued(case.id.clone(), name)),
        Kept::Missing => made(case, wish, reference, world)?,
    };
    match (to_screen, wish.format) {
        (true, Form::Text) => print(&String::from_utf8_lossy(&bytes)),
        (true, Form::Pdf) => print_bytes(&bytes),
        (false, _) => {
            write(store, &wish.output, &bytes)?;
            if encrypted {
                complain(IN_PLAIN);
            }
            Ok(())
        }
    }
}

/// The document made anew; an agreement is a draft of the next one while the meeting is open.
fn made(
    case: &Case,
    wish: &Wish,
    reference: &Reference,
    world: &World,
) -> Result<Vec<u8>, Failure> {
    let profile = reference.profiles.own(case)?;
    let document = document_of(case, profile, wish.wanted, world.today)?;
    let missing = if wish.mark_missing { Missing::Mark } else { Missing::Refuse };
    let format = match wish.format {
        Form::Pdf => Format::Pdf,
        Form::Text => Format::Text,
    };
    render(format, &document, missing).map_err(|error| match error {
        ExportError::Unprintable(_) => Failure::Unprintable(error.to_string()),
        ExportError::Engine(_) => Failure::Document(error.to_string()),
    })
}

/// Writes the file whole, and never among the cases: a slip must not cost one.
fn write(store: &dyn Store, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let refused = |reason: String| Failure::NotWritten(shown(path), reason);
    if store.holds(path) {
        return Err(refused("it would lie among the cases. Choose another folder".to_owned()));
    }
    write_whole(path, bytes).map_err(|error| refused(in_words(&error)))
}
