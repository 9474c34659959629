//! What the commands promise about keys, tried on the real program.

use std::fs;
use std::path::PathBuf;

use convenor::store::keys::Key;
use convenor::store::{FolderStore, Passphrase, Seal, Store};

use crate::home::{Home, Told, is_clean};

const WORDS: &str = "five plain words for keys";

/// A home with a key of little work, and its passphrase in a file.
struct Keys {
    home: Home,
    file: PathBuf,
}

impl Keys {
    fn new() -> Self {
        let home = Home::with_cases();
        let file = home.path().join("passphrase");
        fs::write(&file, format!("{WORDS}\n")).unwrap();
        let key = home.path().join("config/convenor/keys/key.age");
        Key::generate().keep(&key, &Passphrase::new(WORDS), 2).unwrap();
        Self { home, file }
    }

    fn encrypted() -> Self {
        let keys = Self::new();
        let told = keys.run(&["keys", "init", "--no-recovery", "--label", "desk"]);
        assert_eq!(told.code, 0, "{}", told.err);
        keys
    }

    fn run(&self, arguments: &[&str]) -> Told {
        let file = self.file.to_string_lossy().into_owned();
        let all: Vec<&str> =
            arguments.iter().copied().chain(["--passphrase-file", &file]).collect();
        self.home.run(&all)
    }
}

#[test]
fn a_new_key_is_made_once_kept_for_the_owner_alone_and_encrypts_every_case() {
    let home = Home::with_cases();
    let file = home.path().join("passphrase");
    fs::write(&file, "short").unwrap();
    let path = file.to_string_lossy().into_owned();
    let init = ["keys", "init", "--passphrase-file", &path];
    home.fails(&init, 2, "Without a recovery key");
    let init = ["keys", "init", "--no-recovery", "--passphrase-file", &path];
    home.fails(&init, 2, "at least 12 characters");
    home.fails(&["keys", "init", "--no-recovery"], 10, "Type it at a terminal");
    fs::write(&file, WORDS).unwrap();
    let told = home.run(&init);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("files of 12 cases were written anew"), "{}", told.out);
    assert!(told.err.contains("There is no recovery key") && is_clean(&told.err), "{}", told.err);
    let key = home.path().join("config/convenor/keys/key.age");
    assert!(fs::read(&key).unwrap().starts_with(b"age-encryption.org/v1\n-> scrypt "));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(key.as_path()), 0o600);
        assert_eq!(mode(key.parent().unwrap()), 0o700);
    }
    home.fails(&init, 2, "encrypted already");
}

#[test]
fn commands_open_encrypted_cases_with_the_passphrase_and_say_what_is_missing() {
    let keys = Keys::encrypted();
    let list = keys.run(&["list"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    assert_eq!(list.out, Home::with_cases().run(&["list"]).out);
    keys.home.fails(&["list"], 10, "Type it at a terminal");
    let wrong = keys.home.path().join("wrong");
    fs::write(&wrong, "something else").unwrap();
    let wrong = wrong.to_string_lossy().into_owned();
    keys.home.fails(&["show", "DEMO-01", "--passphrase-file", &wrong], 10, "not the passphrase");
    fs::remove_file(keys.home.path().join("config/convenor/keys/key.age")).unwrap();
    keys.home.fails(&["list"], 10, "there is no key for them");
}

#[test]
fn a_recovery_key_opens_the_cases_when_the_key_is_lost() {
    let keys = Keys::new();
    let path = keys.home.path().join("recovery.age");
    let recovery = Key::generate();
    recovery.keep(&path, &Passphrase::new(WORDS), 2).unwrap();
    let told = keys.run(&["keys", "init", "--recovery", &recovery.recipient()]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    fs::remove_dir_all(keys.home.path().join("config")).unwrap();
    let path = path.to_string_lossy().into_owned();
    let told = keys.run(&["list", "--identity", &path]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("DEMO-04 | Kit O’Rourke-Łętowski"), "{}", told.out);
}

#[test]
fn keys_are_shown_added_and_removed_and_a_strange_list_is_acknowledged_by_name() {
    let keys = Keys::encrypted();
    let other = Key::generate().recipient();
    let told = keys.run(&["keys", "add", &other, "--label", "laptop", "--recovery"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let shown = keys.home.run(&["keys", "show"]).out;
    assert!(shown.contains(&format!("2 | {other} | recovery | since ")), "{shown}");
    assert_eq!(keys.home.run(&["keys", "show", "--json"]).json()["keys"][1]["label"], "laptop");
    keys.home.fails(&["keys", "add", "age1nonsense"], 2, "is no key to encrypt for");
    let told = keys.run(&["keys", "remove", "1"]);
    assert!(told.code == 2 && told.err.contains("without it you could not read"), "{}", told.err);
    let told = keys.run(&["keys", "remove", "2"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("made before can still be read with it"), "{}", told.out);
    let list = keys.home.store().join("recipients");
    let more = fs::read_to_string(&list).unwrap() + "# person 2026-11-22 x\n" + &other + "\n";
    fs::write(&list, more).unwrap();
    let shown = keys.home.run(&["keys", "show"]).out;
    assert!(shown.contains("! not known here before") && shown.contains("--accept"), "{shown}");
    let refused = keys.run(&["keys", "off", "--yes"]);
    assert_eq!(refused.code, 10, "{}", refused.err);
    assert_eq!(keys.home.run(&["keys", "show", "--accept"]).code, 0);
    assert!(!keys.home.run(&["keys", "show"]).out.contains('!'));
}

#[test]
fn the_way_back_is_asked_about_and_gives_the_cases_as_they_were() {
    let plain = Home::with_cases();
    let keys = Keys::encrypted();
    keys.home.fails(&["keys", "off"], 2, "Say --yes");
    let told = keys.run(&["keys", "off", "--yes"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("not encrypted any more"), "{}", told.out);
    assert_eq!(keys.home.run(&["list"]).out, plain.run(&["list"]).out);
    keys.home.fails(&["keys", "off", "--yes"], 2, "The cases are not encrypted");
}

#[test]
fn the_doctor_says_how_it_is_encrypted_without_asking_and_names_nobody() {
    let keys = Keys::new();
    let off = keys.home.run(&["doctor"]).out;
    assert!(off.contains("Encryption: off: only your account and the disk protect"), "{off}");
    let keys = Keys::encrypted();
    let told = keys.home.run(&["doctor"]).out;
    assert!(told.contains("Encryption: on, 1 key, a recovery key is not set."), "{told}");
    assert!(told.contains("12 encrypted and not opened") && !told.contains("DEMO"), "{told}");
    let json = keys.home.run(&["doctor", "--json"]).json();
    assert_eq!(json["encryption"]["keys"], 1);
    fs::write(keys.home.store().join("DEMO-01/copied"), "in plain").unwrap();
    let told = keys.home.run(&["doctor"]);
    assert!(told.out.contains("! 1 file is not encrypted"), "{}", told.out);
    assert_eq!(told.code, 1);
}

#[test]
fn an_export_is_in_plain_and_says_so_and_a_backup_is_not() {
    let keys = Keys::encrypted();
    let out = keys.home.path().join("a.txt").to_string_lossy().into_owned();
    let told = keys.run(&["export", "DEMO-03", "--format", "text", "--output", &out]);
    assert!(told.err.contains("The copy is not encrypted"), "{}", told.err);
    assert!(fs::read_to_string(&out).unwrap().contains("Şeyda"));
    let backup = keys.home.path().join("backup").to_string_lossy().into_owned();
    let told = keys.run(&["backup", &backup]);
    assert!(told.out.contains("It is encrypted for the keys"), "{} {}", told.out, told.err);
    let told = keys.run(&["restore", "--verify", &backup]);
    assert!(told.code == 0 && told.out.contains("is whole: 12 cases"), "{}", told.err);
    let elsewhere = keys.home.path().join("elsewhere").to_string_lossy().into_owned();
    let told = keys.run(&["restore", "--from", &backup, "--sessions", &elsewhere]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(FolderStore::new(&elsewhere).load(&"DEMO-01".parse().unwrap()).is_ok());
    let seal = Seal::new(&keys.home.store(), None, None);
    assert!(seal.is_on().unwrap());
}
