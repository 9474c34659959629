//! The arguments of what keeps, tells and erases.

use std::path::PathBuf;

use clap::Subcommand;

/// What is asked about audit trails.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AuditCommand {
    /// Say whether trails are whole; exit code 1 if one is not, or if no line has the code.
    Verify {
        /// The reference, such as MM-2026-014; all cases if none is named.
        id: Option<String>,
        /// The record code on an agreement or a record: says up to when it reaches.
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
    },
}

/// What keeps, tells and erases.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KeepCommand {
    /// List what was done with a case, when, and under which account: never what was written.
    #[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
    Audit {
        #[command(subcommand)]
        command: Option<AuditCommand>,
        /// The reference, such as MM-2026-014.
        id: Option<String>,
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// List the cases that are to be erased now, and those that are held. Children are not named.
    Retention {
        /// For programs: JSON, with the number of its schema.
        #[arg(long)]
        json: bool,
    },
    /// Keep a case from being erased, with a reason; or let go of it.
    Hold {
        /// The reference, such as MM-2026-014.
        id: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required_unless_present = "release")]
        reason: Option<String>,
        /// It may be erased again.
        #[arg(long, conflicts_with = "reason")]
        release: bool,
    },
    /// Erase a case for good: record, history, documents, audit trail. Prints a certificate.
    ///
    /// Asks for the reference once more. A case that is held is not erased.
    Erase {
        /// The reference, such as MM-2026-014.
        id: String,
        /// For scripts: the reference once more.
        #[arg(long, value_name = "ID")]
        yes_erase: Option<String>,
        /// Also a case that cannot be read, so that nobody can see whether it is held.
        #[arg(long)]
        damaged: bool,
        /// The file for the certificate, which must not be there yet; else it is printed.
        #[arg(long, value_name = "PATH")]
        output: Option<PathBuf>,
    },
    /// Make the certificate of an erased case again.
    Certificate {
        /// Its number, such as E-0001.
        number: String,
        /// The file, which must not be there yet; else it is printed.
        #[arg(long, value_name = "PATH")]
        output: Option<PathBuf>,
    },
    /// Collect everything held about a case in a new folder, for somebody who asks to see it.
    ///
    /// Private notes are in it, and the names of others: read READ-ME-FIRST.txt there before anything
    /// is given out.
    AccessRequest {
        /// The reference, such as MM-2026-014.
        id: String,
        /// The folder, which must not be there yet.
        #[arg(long, value_name = "FOLDER")]
        output: PathBuf,
    },
}
