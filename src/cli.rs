//! The command line: what the program does without its screen, and how it starts it.
//!
//! Must never print what could drive a terminal or show a private note, nor change a case, but for
//! `restore`, which keeps what stood.

mod access;
mod args;
mod audit;
mod backup;
mod bring_in;
mod calendar;
mod disclosing;
mod doctor;
mod due;
mod erase;
mod export;
mod failure;
mod history;
mod keys;
mod list;
mod output;
mod profile;
mod report;
mod retention;
mod show;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;

use self::args::{Arguments, AuditCommand, Command, KeepCommand, Keys};
use self::failure::Failure;
use crate::app::Settings;
use crate::domain::case::{Case, CaseId};
use crate::domain::date::Date;
use crate::domain::reference::Reference;
use crate::domain::summary::Viewpoint;
use crate::domain::text::{Text, clean_line};
use crate::runtime::clock::SystemClock;
use crate::runtime::{self, Ending, Input, LookUp, Play};
use crate::store::audit::Deed;
use crate::store::error::in_words;
use crate::store::whole::throwaway_folder;
use crate::store::{FolderStore, Store, StoreError, reference, samples};

/// What the program is told about the world outside, once, by `main`.
#[derive(Clone, Debug)]
pub struct World {
    /// The day.
    pub today: Date,
    /// The folder in which programs keep a user's data, if there is one.
    pub data_folder: Option<PathBuf>,
    /// The folder in which programs keep a user's settings, if there is one.
    pub config_folder: Option<PathBuf>,
    /// Whether somebody is typing: standard input is a terminal.
    pub types: bool,
    /// Whether somebody is looking: standard output is a terminal.
    pub looks: bool,
    /// The name of the account under which the program runs; blank where the system tells none.
    pub account: Text,
}

/// Does what the arguments say, and returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &World) -> u8 {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => perform(arguments, world).unwrap_or_else(|failure| {
            output::complain(&failure.to_string());
            failure.code()
        }),
        // Help and version arrive here too, and are no mistake.
        Err(told) if !told.use_stderr() => match output::print(&told.to_string()) {
            Ok(()) => failure::FINE,
            Err(failure) => failure.code(),
        },
        Err(mistake) => {
            output::complain(&mistake.to_string());
            failure::USAGE
        }
    }
}

fn perform(arguments: Arguments, world: &World) -> Result<u8, Failure> {
    let Arguments { sessions, lock_after, clipboard, keys, command } = arguments;
    let Some(command) = command else {
        somebody_is_there(world)?;
        let named = sessions.as_ref().is_some_and(|sessions| !sessions.is_empty());
        let root = root(sessions, world)?;
        let store = access::for_screen(&root, &keys, world)?;
        let place = named.then(|| std::path::absolute(&root).unwrap_or(root));
        let mut input = Input::default();
        let style = Style { demo: false, lock_after, settings: Settings { clipboard, place } };
        return match full_screen(Box::new(store), looks_up(world), (world, style), &mut input)? {
            Ending::Left => Ok(failure::FINE),
            Ending::Practise => demo(world, &mut input),
        };
    };
    match command {
        Command::Demo => demo(world, &mut Input::default()),
        Command::Calendar { command } => calendar::perform(command, world),
        Command::Profile { command } => profile::perform(&command, world),
        Command::Keys { command } => {
            keys::perform(command, &root(sessions, world)?, &keys, world)?;
            Ok(failure::FINE)
        }
        Command::Doctor { json } => {
            let root = root(sessions, world)?;
            // Nobody is asked: what is encrypted is counted.
            let store = match keys.passphrase_file {
                Some(_) => access::opened(&root, &keys, world)?,
                None => access::closed(&root, &keys, world)?,
            };
            doctor::doctor(&store, &root, &look_up(world)?, json, world)
        }
        command => perform_on_cases(command, &root(sessions, world)?, &keys, world),
    }
}

/// Does what needs the cases, opened.
fn perform_on_cases(
    command: Command,
    root: &Path,
    keys: &Keys,
    world: &World,
) -> Result<u8, Failure> {
    let reference = look_up(world)?;
    let mut store = access::opened(root, keys, world)?;
    match command {
        Command::Demo
        | Command::Calendar { .. }
        | Command::Profile { .. }
        | Command::Keys { .. }
        | Command::Doctor { .. } => {}
        Command::List { all, json } => {
            let view = Viewpoint { today: world.today, reference: &reference };
            list::list(&store, all, json, view)?;
        }
        Command::Show { id, json } => {
            show::show(&open(&mut store, &id, world)?, &reference, json, world.today)?;
        }
        Command::Check { id, json } => {
            let case = open(&mut store, &id, world)?;
            return show::check(&case, &reference, json, world.today);
        }
        Command::Due { weeks, names, json } => {
            due::due(&store, &reference, weeks, due::Names::asked(names), json, world.today)?;
        }
        Command::Report { year, csv, names, json } => {
            let wish = report::Wish::read(&year, csv, names, json)?;
            report::report(&store, &reference, &wish, world.today)?;
        }
        Command::Export { id, document, review, format, output, mark_missing } => {
            let case = load(&store, &reference_of(&id)?)?;
            let wanted = export::wanted(&case, document, review);
            let wish = export::Wish { wanted, format, output, mark_missing };
            export::export(&store, &case, &wish, &reference, world)?;
            let deed = Deed::Exported { document: wanted.kind.title().to_owned() };
            audit::tell(&mut store, world, &case.id, deed);
        }
        Command::History { id, changes, json } => {
            history::history(&store, &reference_of(&id)?, changes, &reference, json)?;
        }
        Command::Restore { id, to, from, case, verify } => {
            let wish = backup::Wish { id, to, from, case, verify };
            let store = access::for_backup(store, wish.backup(), keys, world)?;
            backup::restore(store, wish, world)?;
        }
        Command::BringIn { file } => {
            let store = access::for_backup(store, Some(&file), keys, world)?;
            bring_in::bring_in(store, &file, world)?;
        }
        Command::Keep(command) => return keep(command, &mut store, &reference, world),
        Command::Backup { path } => backup::backup(&store, root, &path, world.today)?,
    }
    Ok(failure::FINE)
}

/// The practice cases live in a folder of their own, which goes away with them.
fn demo(world: &World, input: &mut Input) -> Result<u8, Failure> {
    somebody_is_there(world)?;
    let folder = throwaway_folder("convenor-demo-")
        .map_err(|error| Failure::NoPractice(in_words(&error)))?;
    samples::copy_into(folder.path(), world.today)?;
    let store = FolderStore::called(folder.path(), "the practice cases");
    let (own, today) = (looks_up(world), world.today);
    let look_up: LookUp = Box::new(move || {
        let mut reference = own()?;
        reference.calendars.extend(samples::calendars(today)?);
        Ok(reference)
    });
    let style = Style { demo: true, lock_after: 0, settings: Settings::default() };
    full_screen(Box::new(store), look_up, (world, style), input).map(|_| failure::FINE)
}

/// How the full screen is shown.
struct Style {
    /// Whether every screen says DEMO.
    demo: bool,
    /// After how many minutes without a key it is locked; 0 for never.
    lock_after: u32,
    /// What else was asked for.
    settings: Settings,
}

fn full_screen(
    store: Box<dyn Store>,
    look_up: LookUp,
    (world, style): (&World, Style),
    input: &mut Input,
) -> Result<Ending, Failure> {
    let (reference, account) = (look_up()?, world.account.clone());
    let Style { demo, lock_after, settings } = style;
    let play = Play { store, reference, look_up, demo, account, lock_after, settings };
    Ok(runtime::run(play, &SystemClock::start(), input)?)
}

/// What is looked up: built in, and in the user's folder for settings.
fn look_up(world: &World) -> Result<Reference, Failure> {
    Ok(looks_up(world)()?)
}

/// How that is read, now and again.
fn looks_up(world: &World) -> LookUp {
    let config = world.config_folder.clone();
    Box::new(move || reference::read(config.as_deref()))
}

fn somebody_is_there(world: &World) -> Result<(), Failure> {
    if world.types && world.looks { Ok(()) } else { Err(Failure::NoTerminal) }
}

/// Where cases live: as asked for, else in the user's data folder. What is empty was not asked.
fn root(asked: Option<OsString>, world: &World) -> Result<PathBuf, Failure> {
    asked
        .filter(|asked| !asked.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(world.data_folder.as_ref()?.join("convenor").join("sessions")))
        .ok_or(Failure::NoHome)
}

/// The reference that was typed.
fn reference_of(id: &str) -> Result<CaseId, Failure> {
    id.to_ascii_uppercase().parse().map_err(|_| Failure::NoReference(clean_line(id)))
}

/// Reads a case in full, and tells so.
fn open(store: &mut FolderStore, id: &str, world: &World) -> Result<Case, Failure> {
    let case = load(store, &reference_of(id)?)?;
    audit::tell(store, world, &case.id, Deed::Opened);
    Ok(case)
}

fn load(store: &FolderStore, id: &CaseId) -> Result<Case, Failure> {
    let (case, _) = store.load(id).map_err(|error| match error {
        StoreError::Missing { .. } => Failure::NoCase(id.clone(), store.place()),
        other => Failure::Store(other),
    })?;
    Ok(case)
}

/// What keeps, tells and erases.
fn keep(
    command: KeepCommand,
    store: &mut FolderStore,
    reference: &Reference,
    world: &World,
) -> Result<u8, Failure> {
    match command {
        KeepCommand::Audit { command: Some(AuditCommand::Verify { id, code }), .. } => {
            let only = id.map(|id| reference_of(&id)).transpose()?;
            return audit::verify(store, reference, only.as_ref(), code.as_deref(), world);
        }
        KeepCommand::Audit { command: None, id, json } => {
            audit::list(store, &reference_of(&id.unwrap_or_default())?, json)?;
        }
        KeepCommand::Retention { json } => {
            retention::retention(store, reference, json, world.today)?;
        }
        KeepCommand::Hold { id, reason, release: _ } => {
            retention::hold(store, &reference_of(&id)?, reason.as_deref(), world)?;
        }
        KeepCommand::Erase { id, yes_erase, damaged, output } => {
            let wish = erase::Wish { sure: yes_erase, damaged, output };
            erase::erase(store, &reference_of(&id)?, &wish, reference, world)?;
        }
        KeepCommand::Certificate { number, output } => {
            erase::again(store, &number, output.as_deref())?;
        }
        KeepCommand::AccessRequest { id, output } => {
            disclosing::collect(store, &reference_of(&id)?, &output, reference, world)?;
        }
    }
    Ok(failure::FINE)
}
