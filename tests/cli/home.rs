//! A home of its own for each test, and what the program says in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chrono::NaiveDate;
use convenor::store::samples;
use tempfile::TempDir;

/// A user's home, and the program in it.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// A home without any case.
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A home with the samples in place of real cases. All are long past: what is late is late.
    pub fn with_cases() -> Self {
        let home = Self::new();
        samples::copy_into(&home.store(), NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()).unwrap();
        home
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn store(&self) -> PathBuf {
        self.path().join("data/convenor/sessions")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convenor"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.path())
            .env("TMPDIR", self.path())
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Told {
        Told::from(self.command(arguments).output().unwrap())
    }

    /// Changes the file of a case by hand: the checksum in the last line is taken away, as the
    /// program says.
    pub fn edit(&self, id: &str, change: impl FnOnce(String) -> String) {
        let file = self.store().join(id).join("case.ron");
        let text = fs::read_to_string(&file).unwrap();
        let (above, _) = text.trim_end().rsplit_once('\n').unwrap();
        fs::write(&file, change(above.to_owned())).unwrap();
    }

    /// Everything on the disk: what is where, and what is in it.
    pub fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut tree = BTreeMap::new();
        let mut folders = vec![self.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path.clone());
                }
                tree.insert(path.clone(), fs::read(&path).unwrap_or_default());
            }
        }
        tree
    }

    /// Runs a command that must fail: one clean sentence, the right code, and nothing touched.
    pub fn fails(&self, arguments: &[&str], code: i32, says: &str) {
        let before = self.tree();
        let told = self.run(arguments);
        assert_eq!(told.code, code, "{arguments:?}: {}", told.err);
        assert_eq!(told.out, "", "{arguments:?}");
        assert!(told.err.contains(says), "{arguments:?}: {}", told.err);
        assert!(told.err.ends_with(".\n") && told.err.lines().count() == 1, "{}", told.err);
        assert!(is_clean(&told.err), "{:?}", told.err);
        assert_eq!(self.tree(), before, "{arguments:?} changed something");
    }
}

/// What a command said.
pub struct Told {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl From<Output> for Told {
    fn from(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap(),
        }
    }
}

impl Told {
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.err, "");
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Whether nothing in a text could drive a terminal.
pub fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c))
}
