//! The program `convenor`: reads the world outside once, and hands over to the command line.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use convenor::cli::{self, World};

fn main() -> ExitCode {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks for the day; everything below is told it"
    )]
    let today = chrono::Local::now().date_naive();
    let world = World {
        today,
        data_folder: data_folder(),
        types: std::io::stdin().is_terminal(),
        looks: std::io::stdout().is_terminal(),
    };
    ExitCode::from(cli::run(std::env::args_os(), &world))
}

/// Where a user's data lives: `XDG_DATA_HOME` on every system, if it says something that can be
/// meant; else what the system uses.
fn data_folder() -> Option<PathBuf> {
    std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| Some(directories::BaseDirs::new()?.data_dir().to_path_buf()))
}
