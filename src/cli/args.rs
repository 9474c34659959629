//! The arguments, and the words that explain them.
//!
//! Must never read a setting in a second place: the environment is read here, by clap.

mod keep;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use self::keep::{AuditCommand, KeepCommand};
use super::history::Two;
use crate::export::Kind;

const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\nLicence: MIT or Apache-2.0\nEmbedded font in documents: Noto Sans, Apache-2.0"
);

const MORE: &str = "\
Where cases live:
  the folder named by --sessions, else by CONVENOR_SESSIONS, else convenor/sessions in the
  folder for your data ($XDG_DATA_HOME, or what the system uses when it is not set). Each case
  is one folder in it: case.ron, its documents, its history. Nobody but you can read them.

Where your own settings live:
  convenor in $XDG_CONFIG_HOME, or in what the system uses when it is not set: protocols in its
  folder profiles (*.ron), term dates in its folder calendars (*.txt, *.ron, *.ics).

Exit codes:
  0  done
  1  check: something still stops the meeting from being closed; export: something is missing
     before the document can be made; calendar weeks: the calendar ends before a review;
     audit verify: a trail is broken, or no line has the code
     doctor: a case is damaged, a protocol or a calendar was left out, or others can read the
     cases
  2  the command line was not understood, or leaves a question open
  3  there is no such case, no such state of it, no such protocol, or no such certificate
  4  the case, the calendar, the protocol or the backup cannot be read: damaged, not there, or
     written by a newer version
  5  the folder with the cases, or a file named, cannot be read or written, or the last words
     were not saved
  6  the output cannot be written
  7  the full screen needs a terminal
  8  the PDF font lacks a character; the text format has them all
  9  the program met a fault in itself and stopped
  10 the cases are encrypted and could not be opened, or the list of their keys was changed";

/// For the person who leads a school managed move meeting in England.
///
/// Without a command, opens the list of cases on the full screen: prepare a meeting, step through
/// its agenda while typing notes, agree targets, commitments and terms, and close it with the
/// agreement as a PDF. Press ? there for help.
#[derive(Debug, Parser)]
#[command(name = "convenor", version = VERSION, after_help = MORE, max_term_width = 100)]
pub(super) struct Arguments {
    /// The folder with the cases.
    // Read as it is and not as a path: clap would refuse an empty variable, which means unset.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "CONVENOR_SESSIONS",
        hide_env_values = true
    )]
    pub(super) sessions: Option<OsString>,

    /// After how many minutes without a key the full screen is hidden, and asks for the passphrase if
    /// the cases are encrypted; 0 for never.
    #[arg(
        long,
        value_name = "MINUTES",
        env = "CONVENOR_LOCK_AFTER",
        default_value_t = 15,
        value_parser = clap::value_parser!(u32).range(..=1440)
    )]
    pub(super) lock_after: u32,

    /// Send what is copied or cut on the full screen to the clipboard of the terminal as well (OSC 52).
    /// Other programs, and a clipboard history, may keep it.
    #[arg(long, env = "CONVENOR_CLIPBOARD")]
    pub(super) clipboard: bool,

    #[command(flatten)]
    pub(super) keys: Keys,

    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// With what encrypted cases are opened.
#[derive(Debug, Args)]
pub(super) struct Keys {
    /// The file of the key that opens encrypted cases, such as a recovery key; yours if none is
    /// named.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) identity: Option<PathBuf>,
    /// A file whose first line is the passphrase of the key: also /dev/fd/3, or - for standard
    /// input. Without it you are asked at the terminal.
    #[arg(long, global = true, value_name = "PATH")]
    pub(super) passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open invented practice cases, which are thrown away afterwards. No real case is touched.
    Demo,
    /// List the open cases, those that come next first.
    List {
        /// List ended cases too.
        #[arg(long)]
        all: bool,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Show what is recorded in a case. Private notes are left out.
    Show {
        /// The reference, such as MM-2026-014.
        id: String,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Say what is still missing in a case; exit code 1 if it stops the meeting from being closed.
    Check {
        /// The reference, such as MM-2026-014.
        id: String,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Write a document of a case to a file that only you can read.
    ///
    /// While the meeting is open, an agreement is a draft, and every page says so.
    Export {
        /// The reference, such as MM-2026-014.
        id: String,
        /// Which document.
        #[arg(long, value_name = "KIND", default_value = "agreement", value_parser = kinds())]
        document: Kind,
        /// Of which review the record is, counted from 1; the last one begun if none is named.
        #[arg(long, value_name = "N")]
        review: Option<usize>,
        /// Which kind of file.
        #[arg(long, value_enum, default_value = "pdf")]
        format: Form,
        /// The file, which is replaced if it is there; - is standard output.
        #[arg(long, value_name = "PATH")]
        output: PathBuf,
        /// Print [?] for a character that the PDF font lacks, and say so at the end.
        #[arg(long)]
        mark_missing: bool,
    },
    /// List the states that a case had before: each closed meeting, and up to twenty others.
    ///
    /// The list says where something was changed, not the words; --changes prints the words that
    /// were changed, except private ones.
    History {
        /// The reference, such as MM-2026-014.
        id: String,
        /// What was changed since state N, or from state N to state M.
        #[arg(long, value_name = "N[..M]", value_parser = Two::read)]
        changes: Option<Two>,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// List what falls due in all cases, what is overdue first. Children and parents are not named.
    Due {
        /// How many weeks to look ahead.
        #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..=520))]
        weeks: u32,
        /// Name the children.
        #[arg(long)]
        names: bool,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Put an earlier state of a case back, or bring cases back from a backup.
    ///
    /// What stood until then is kept in the history. From a backup, no case that is there is ever
    /// replaced.
    #[command(override_usage = "convenor restore ID --to N\n       \
        convenor restore --from PATH [--case ID]\n       convenor restore --verify PATH")]
    Restore {
        /// The reference, such as MM-2026-014.
        #[arg(requires = "to", required_unless_present_any = ["from", "verify"])]
        id: Option<String>,
        /// The number of the state, as `convenor history` lists it.
        #[arg(long, value_name = "N", requires = "id", conflicts_with_all = ["from", "verify"])]
        to: Option<u32>,
        /// Bring the cases of a backup back, into a folder in which they are not.
        #[arg(long, value_name = "PATH", conflicts_with = "id")]
        from: Option<PathBuf>,
        /// Only this case of the backup.
        #[arg(long, value_name = "ID", requires = "from")]
        case: Option<String>,
        /// Only read a backup from end to end, and check every file in it.
        #[arg(long, value_name = "PATH", conflicts_with_all = ["id", "from"])]
        verify: Option<PathBuf>,
    },
    /// Bring back a case that was saved in another place, because its folder could not be written.
    ///
    /// Its words are put beside the case; opened on the full screen, Shift+F2 brings them in. The file
    /// is left as it is.
    BringIn {
        /// The file that Convenor wrote there.
        file: PathBuf,
    },
    #[command(flatten)]
    Keep(KeepCommand),
    /// Write all cases, with documents and history, to one new file that only you can read.
    Backup {
        /// The file, which must not be there yet.
        path: PathBuf,
    },
    /// Say how the folder with the cases is doing. Safe to paste: it names nobody and no case.
    ///
    /// Exit code 1 if something is to be mended: a case is damaged, a protocol or a calendar was left
    /// out, or others can read the cases.
    Doctor {
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Count the cases of a school year without naming anybody; --csv writes a row for each case.
    ///
    /// What is printed can be shown to a partnership: numbers under 5 are not given, nor what would
    /// give them away. The CSV has a row for each case whose meeting, first day or end lies in the
    /// year; without --names nobody is named in it, but a case can still be recognised: it is for the
    /// council only.
    Report {
        /// The school year, such as 2026/27: from 1 September to 31 August.
        #[arg(long, value_name = "YEAR")]
        year: String,
        /// The file for the rows, which must not be there yet; - is standard output, and then nothing
        /// else is printed.
        #[arg(long, value_name = "PATH")]
        csv: Option<PathBuf>,
        /// With the names of children, leads and schools in the rows.
        #[arg(long)]
        names: bool,
        /// For programs: JSON with the rows and the counts, and the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Encrypt the cases, and say who can read them.
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Look at the protocols of councils: who leads, who must agree, what is asked, and when.
    Profile {
        #[command(subcommand)]
        command: ProfileCommand,
    },
    /// Look at term dates, and count school weeks in them.
    Calendar {
        #[command(subcommand)]
        command: CalendarCommand,
    },
}

/// What is asked about keys.
#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Make your key, and encrypt every case with its history and documents: all or nothing.
    Init {
        /// The recovery key of your authority: it opens the cases when yours is lost.
        #[arg(long, value_name = "KEY", conflicts_with = "no_recovery")]
        recovery: Option<String>,
        /// Do without one: a forgotten passphrase then loses every case.
        #[arg(long)]
        no_recovery: bool,
        /// What your key is called in the list, which is not encrypted: no name of a child.
        #[arg(long, value_name = "TEXT", default_value = "")]
        label: String,
    },
    /// Show the keys that can read the cases, and what changed since you last looked.
    Show {
        /// Acknowledge the list as it is: from now on cases are written for these keys.
        #[arg(long)]
        accept: bool,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Let another key read the cases: everything is written anew for all keys.
    Add {
        /// The key, which begins with age1.
        key: String,
        /// What it is called in the list, which is not encrypted: no name of a child.
        #[arg(long, value_name = "TEXT", default_value = "")]
        label: String,
        /// It is kept by the authority for the day on which the others are lost.
        #[arg(long)]
        recovery: bool,
    },
    /// Write everything anew without a key. What was copied before can still be read with it.
    Remove {
        /// The key, or its number in `convenor keys show`.
        key: String,
    },
    /// Decrypt every case, so that it lies on the disk in plain.
    Off {
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Make a key in a new file under a passphrase, such as the recovery key of an authority.
    New {
        /// The file, which must not be there yet.
        path: PathBuf,
    },
}

/// What is asked about protocols.
#[derive(Debug, Subcommand)]
pub(super) enum ProfileCommand {
    /// List the protocols that are known, and the files that were left out.
    List {
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Show what a protocol lays down.
    Show {
        /// The key, such as southwark.
        key: String,
        /// For programs: JSON, with the number of its schema.
        #[arg(long, conflicts_with = "ron")]
        json: bool,
        /// Print the file of a built-in protocol, to begin your own from.
        #[arg(long)]
        ron: bool,
    },
    /// Say what must be mended in a file before it is a protocol; exit code 4 if anything must.
    Check {
        /// The file, in RON.
        file: PathBuf,
    },
}

/// What is asked about calendars.
#[derive(Debug, Subcommand)]
pub(super) enum CalendarCommand {
    /// Say what is in a file of term dates, and what must be mended; exit code 4 if it is damaged.
    Check {
        /// The file: RON, plain text (`open 2026-09-02 2026-10-23`), or iCalendar.
        file: PathBuf,
    },
    /// Keep the term dates of a school in the folder for your settings; review days are then offered
    /// by them.
    Add {
        /// The file: RON, plain text, or iCalendar.
        file: PathBuf,
        /// The name of the school, as cases have it.
        #[arg(long, value_name = "NAME")]
        school: String,
        /// Replace the dates that are kept for this school.
        #[arg(long)]
        replace: bool,
    },
    /// Count the school weeks from a first day: when to review, and what an extension means.
    Weeks {
        /// The file with the term dates of the new school.
        file: PathBuf,
        /// The first day of attendance, such as 2026-09-14 or 14 Sep.
        #[arg(long, value_name = "DATE")]
        start: String,
        /// The file with the term dates of the home school: reviews are then offered on days on
        /// which both are open.
        #[arg(long, value_name = "FILE")]
        other: Option<PathBuf>,
        /// The protocol whose reviews and extensions are counted; `convenor profile list` names them.
        #[arg(long, value_name = "KEY")]
        profile: Option<String>,
        /// Whether a first week of one or two days counts as week 1.
        #[arg(long, value_enum, value_name = "yes|no", hide_possible_values = true)]
        count_stub: Option<YesNo>,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum YesNo {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// The form of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For paper and for reading.
    Pdf,
    /// Plain text, for any computer.
    Text,
}

/// The kinds of documents by their keys, each with its name for the help.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    let known = Kind::ALL.iter().map(|kind| PossibleValue::new(kind.key()).help(kind.title()));
    PossibleValuesParser::new(known).try_map(|key| {
        // The parser before has let through nothing else.
        Kind::of_key(&key).ok_or_else(|| format!("there is no document “{key}”"))
    })
}
