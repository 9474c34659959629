//! The program `convenor`: reads the world outside once, and hands over to the command line.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use convenor::cli::{self, World};
use convenor::domain::text::{Text, clean_line};
use convenor::runtime::dumps;

fn main() -> ExitCode {
    dumps::refuse();
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks for the day; everything below is told it"
    )]
    let today = chrono::Local::now().date_naive();
    let world = World {
        today,
        data_folder: folder("XDG_DATA_HOME", directories::BaseDirs::data_dir),
        config_folder: folder("XDG_CONFIG_HOME", directories::BaseDirs::config_dir),
        types: std::io::stdin().is_terminal(),
        looks: std::io::stdout().is_terminal(),
        account: account(),
    };
    ExitCode::from(cli::run(std::env::args_os(), &world))
}

/// The name of the account under which the program runs, on one line; blank where the system tells
/// none.
fn account() -> Text {
    let name = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(std::env::var_os);
    Text::from(clean_line(&name.unwrap_or_default().to_string_lossy()))
}

/// A folder of the user: what the variable names on every system, if it says something that can be
/// meant; else what the system uses.
fn folder(variable: &str, usual: fn(&directories::BaseDirs) -> &Path) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| Some(usual(&directories::BaseDirs::new()?).to_path_buf()))
}
