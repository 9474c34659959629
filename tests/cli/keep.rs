//! What the commands promise that keep cases: history, restore, backup and doctor.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use convenor::domain::case::CaseId;
use convenor::store::whole::{make_folders, write_whole};
use convenor::store::{FolderStore, Store, StoreError};
use tar::{Builder, EntryType, Header};

use crate::home::{Home, is_clean};

/// Changes a case as the program does, at a minute of a day long past.
fn say(home: &Home, id: &str, word: &str, minute: u32) {
    let mut store = FolderStore::new(home.store());
    let id: CaseId = id.parse().unwrap();
    let (mut case, version) = store.load(&id).unwrap();
    case.coordinator = word.into();
    let day = NaiveDate::from_ymd_opt(2020, 1, 6).unwrap();
    let at = day.and_hms_opt(10, minute, 5).unwrap();
    // A process that another test is just starting holds what is open here until it has begun.
    let mut saved = store.save(&case, &version, at);
    for _ in 0..1_000_000 {
        match saved {
            Err(StoreError::Busy { .. }) => std::thread::yield_now(),
            _ => break,
        }
        saved = store.save(&case, &version, at);
    }
    saved.unwrap();
}

fn coordinator(home: &Home, id: &str) -> String {
    let (case, _) = FolderStore::new(home.store()).load(&id.parse().unwrap()).unwrap();
    case.coordinator.to_string()
}

#[test]
fn the_history_says_when_and_where_something_was_changed_but_not_what() {
    let home = Home::with_cases();
    assert!(home.run(&["history", "DEMO-01"]).out.contains("has no earlier states yet"));
    say(&home, "DEMO-01", "CANARY", 10);
    say(&home, "DEMO-01", "Somebody else", 50);
    let told = home.run(&["history", "demo-01"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let lines: Vec<&str> = told.out.lines().collect();
    assert_eq!(lines[0], "DEMO-01 · now open. Earlier states, the latest first:");
    assert!(
        lines[1].starts_with("   2 | Mon 6 January 2020 at 10:50:05 | open | "),
        "{}",
        told.out
    );
    assert!(lines[1].ends_with(" kB | then changed: Welcome and people"), "{}", told.out);
    assert!(!told.out.contains("CANARY") && !told.out.contains("Łucja"), "{}", told.out);
    let told = home.run(&["history", "DEMO-01", "--json"]).json();
    assert_eq!((&told["schema"], &told["now"]), (&1.into(), &"open".into()));
    assert_eq!(told["states"][0]["number"], 1);
    assert_eq!(told["states"][0]["at"], "2020-01-06T10:10:05");
    assert_eq!(told["states"][0]["then_changed"], serde_json::json!(["Welcome and people"]));
    home.fails(&["history", "MM-2026-999"], 3, "There is no case MM-2026-999");
    home.fails(&["history", "../x"], 3, "There is no case “");
}

#[test]
fn the_words_that_were_changed_are_printed_when_they_are_asked_for_but_no_private_one() {
    let home = Home::with_cases();
    say(&home, "DEMO-01", "first", 10);
    say(&home, "DEMO-01", "second", 50);
    let told = home.run(&["history", "DEMO-01", "--changes", "2"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let title = "DEMO-01 · from state 2 of Mon 6 January 2020 at 10:50:05 to what stands now:\n";
    let line = "Welcome and people\n  Who co-ordinates the transfer: was “first” – now “second”\n";
    assert!(told.out.starts_with(title) && told.out.ends_with(line), "{}", told.out);
    let told = home.run(&["history", "DEMO-01", "--changes", "2..1", "--json"]).json();
    assert_eq!((&told["from"], &told["to"]), (&2.into(), &1.into()));
    let changes = &told["sections"][0]["changes"];
    assert!(changes[0].as_str().unwrap().contains("was “first” – now “"), "{changes}");
    let told = home.run(&["history", "DEMO-01", "--changes", "2..2"]);
    assert!(told.out.ends_with(": nothing was changed.\n"), "{}", told.out);
    home.fails(&["history", "DEMO-01", "--changes", "9"], 3, "DEMO-01 has no state 9");
    for wrong in ["0", "x", "1..", "..2", "-1"] {
        assert_eq!(home.run(&["history", "DEMO-01", &format!("--changes={wrong}")]).code, 2);
    }
    let mut store = FolderStore::new(home.store());
    let id: CaseId = "DEMO-01".parse().unwrap();
    let (mut case, version) = store.load(&id).unwrap();
    case.private_notes.insert("parent.pushed".to_owned(), "CANARY".into());
    let day = NaiveDate::from_ymd_opt(2020, 1, 7).unwrap();
    store.save(&case, &version, day.and_hms_opt(9, 0, 0).unwrap()).unwrap();
    let told = home.run(&["history", "DEMO-01", "--changes", "3"]);
    assert!(
        told.out.contains(": changed (private)") && !told.out.contains("CANARY"),
        "{}",
        told.out
    );
}

#[test]
fn an_earlier_state_is_put_back_and_what_stood_is_kept() {
    let home = Home::with_cases();
    say(&home, "DEMO-01", "first", 10);
    say(&home, "DEMO-01", "second", 50);
    let told = home.run(&["restore", "DEMO-01", "--to", "2"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let says = "DEMO-01 is again the state 2 of Mon 6 January 2020 at 10:50:05. What stood until now is kept as state 3.";
    assert!(told.out.starts_with(says), "{}", told.out);
    assert_eq!(coordinator(&home, "DEMO-01"), "first");
    assert_eq!(home.run(&["restore", "DEMO-01", "--to", "3"]).code, 0);
    assert_eq!(coordinator(&home, "DEMO-01"), "second");
    home.fails(&["restore", "DEMO-01", "--to", "9"], 3, "DEMO-01 has no state 9");
    home.fails(&["restore", "MM-2026-999", "--to", "1"], 3, "There is no case MM-2026-999");
}

#[test]
fn damage_is_told_with_the_command_that_mends_it() {
    let home = Home::with_cases();
    say(&home, "DEMO-01", "first", 10);
    say(&home, "DEMO-01", "second", 50);
    let file = home.store().join("DEMO-01/case.ron");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("second", "sec0nd")).unwrap();
    let command = "`convenor restore DEMO-01 --to 2` brings it back.";
    home.fails(&["show", "DEMO-01"], 4, command);
    assert!(home.run(&["list"]).out.contains(command));
    assert!(home.run(&["history", "DEMO-01"]).out.contains("DEMO-01 · now damaged."));
    assert_eq!(home.run(&["restore", "DEMO-01", "--to", "2"]).code, 0);
    assert_eq!(coordinator(&home, "DEMO-01"), "first");
    assert_eq!(home.run(&["show", "DEMO-01"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_case_that_another_window_holds_is_not_restored() {
    let home = Home::with_cases();
    say(&home, "DEMO-01", "first", 10);
    let held = fs::File::open(home.store().join("DEMO-01")).unwrap();
    rustix::fs::flock(&held, rustix::fs::FlockOperation::LockExclusive).unwrap();
    home.fails(&["restore", "DEMO-01", "--to", "1"], 5, "another window");
}

/// A backup of the samples, one of them with a history and a document.
fn backed_up(name: &str) -> (Home, PathBuf) {
    let home = Home::with_cases();
    say(&home, "DEMO-01", "first", 10);
    let documents = home.store().join("DEMO-03/documents");
    make_folders(&documents).unwrap();
    write_whole(&documents.join("DEMO-03-agreement-1.pdf"), b"%PDF").unwrap();
    let path = home.path().join(name);
    let told = home.run(&["backup", path.to_str().unwrap()]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.starts_with("12 cases with 14 files, "), "{}", told.out);
    (home, path)
}

/// The files of the cases in a folder.
fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "last-backup.txt" {
                files.push((
                    path.strip_prefix(root).unwrap().to_path_buf(),
                    fs::read(&path).unwrap(),
                ));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn a_backup_brings_back_every_byte_and_is_the_same_each_time() {
    let (home, path) = backed_up("one.backup");
    let again = home.path().join("two.backup");
    assert_eq!(home.run(&["backup", again.to_str().unwrap()]).code, 0);
    assert_eq!(fs::read(&path).unwrap(), fs::read(&again).unwrap());
    let told = home.run(&["restore", "--verify", path.to_str().unwrap()]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("is whole: 12 cases with 14 files") && told.out.contains("DEMO-06"));
    let other = home.path().join("other");
    let from = ["restore", "--from", path.to_str().unwrap(), "--sessions", other.to_str().unwrap()];
    let told = home.run(&from);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert_eq!(files(&other), files(&home.store()));
    home.fails(&from, 5, "There is a case DEMO-01 in");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&path), mode(&other.join("DEMO-01/case.ron"))), (0o600, 0o600));
        assert_eq!((mode(&other), mode(&other.join("DEMO-01/history"))), (0o700, 0o700));
    }
}

#[test]
fn one_case_is_brought_back_into_a_folder_with_others() {
    let (home, path) = backed_up("a.backup");
    let path = path.to_str().unwrap();
    home.fails(&["restore", "--from", path, "--case", "DEMO-02"], 5, "There is a case DEMO-02 in");
    home.fails(&["restore", "--from", path, "--case", "MM-2026-001"], 3, "no case MM-2026-001");
    fs::remove_dir_all(home.store().join("DEMO-02")).unwrap();
    let told = home.run(&["restore", "--from", path, "--case", "demo-02"]);
    assert_eq!((told.code, told.out.lines().count()), (0, 2), "{}", told.out);
    assert_eq!(home.run(&["show", "DEMO-02"]).code, 0);
}

#[test]
fn a_backup_is_never_written_over_anything_nor_among_the_cases() {
    let (home, path) = backed_up("a.backup");
    home.fails(&["backup", path.to_str().unwrap()], 6, "something of that name is there already");
    let among = home.store().join("a.backup");
    home.fails(&["backup", among.to_str().unwrap()], 6, "among the cases");
    home.fails(&["backup", "/nowhere/a.backup"], 6, "was not written: it is not there");
    Home::new().fails(&["backup", "a.backup"], 3, "There are no cases in");
}

#[test]
fn damage_anywhere_in_a_backup_is_noticed_and_nothing_is_taken_from_it() {
    let (home, path) = backed_up("a.backup");
    let whole = fs::read(&path).unwrap();
    let other = home.path().join("other");
    let from = ["restore", "--from", path.to_str().unwrap(), "--sessions", other.to_str().unwrap()];
    let end = whole.iter().rposition(|byte| *byte != 0).unwrap();
    for cut in [0, 100, 512, 1500, whole.len() / 2, end - 600, end - 10] {
        fs::write(&path, &whole[..cut]).unwrap();
        home.fails(&from, 4, "cannot be used as a backup");
    }
    let body = whole.windows(14).position(|found| found == b"// Checksum of").unwrap();
    for at in [0, 520, 1030, body, body + 60, end - 5] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&path, changed).unwrap();
        home.fails(&from, 4, "cannot be used as a backup");
        home.fails(&["restore", "--verify", path.to_str().unwrap()], 4, "cannot be used");
    }
    fs::write(&path, b"%PDF-1.7 something else").unwrap();
    home.fails(&from, 4, "not made by `convenor backup`");
    let folder = home.path().to_str().unwrap();
    home.fails(&["restore", "--verify", folder], 4, "not an ordinary file");
    home.fails(&["restore", "--verify", "none.backup"], 5, "cannot be read: it is not there");
}

/// An archive with these files, each with the checksum that it should have.
fn forged(path: &Path, good: &Path, files: &[(&str, EntryType, u64)]) {
    let mut tar = Builder::new(fs::File::create(path).unwrap());
    let mut sums = String::new();
    let first = fs::read(good).unwrap();
    tar.get_mut().set_len(0).unwrap();
    let size = tar::Archive::new(&first[..]).entries().unwrap().next().unwrap().unwrap().size();
    let about = first.get(512..512 + usize::try_from(size).unwrap()).unwrap();
    let mut add = |name: &str, kind: EntryType, size: u64, bytes: &[u8]| {
        let mut header = Header::new_ustar();
        // As no careful library would write it.
        header.as_mut_bytes().get_mut(..name.len()).unwrap().copy_from_slice(name.as_bytes());
        header.set_entry_type(kind);
        header.set_size(size);
        header.set_mode(0o777);
        if kind != EntryType::Regular {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
    };
    add("convenor-backup.txt", EntryType::Regular, size, about);
    for (name, kind, size) in files {
        add(name, *kind, *size, b"words");
        sums.extend([&convenor::store::fingerprint(b"words"), "  ", name, "\n"]);
    }
    add("checksums.txt", EntryType::Regular, sums.len() as u64, sums.as_bytes());
    tar.finish().unwrap();
}

#[test]
fn a_hostile_backup_is_refused_and_touches_nothing() {
    use EntryType::{Char, Directory, GNULongName, Link, Regular, Symlink, XHeader};
    let (home, good) = backed_up("good.backup");
    let path = home.path().join("hostile.backup");
    let other = home.path().join("other");
    let from = ["restore", "--from", path.to_str().unwrap(), "--sessions", other.to_str().unwrap()];
    for name in [
        "../x",
        "/etc/x",
        "A/../B/case.ron",
        "A/documents/../x",
        "A/documents/..",
        "a/case.ron",
        "CON/case.ron",
        "A/case.ron/x",
        "A/other/x",
        "A/documents/x/y",
        "A\\x/case.ron",
        "A",
        "",
        "A/documents/.hidden",
        "A/documents/C:x",
        "A/documents/\u{1b}[2J",
        "./A/case.ron",
        "A//case.ron",
        "convenor-backup.txt",
        "A/documents/",
    ] {
        forged(&path, &good, &[(name, Regular, 5)]);
        home.fails(&from, 4, "It holds a file that is no part of a case.");
    }
    for kind in [Link, Symlink, Char, Directory, GNULongName, XHeader, EntryType::GNUSparse] {
        forged(&path, &good, &[("A/case.ron", kind, 5)]);
        home.fails(&from, 4, "It holds a link, a folder or a device.");
    }
    for names in [["A/case.ron", "A/case.ron"], ["A/documents/x", "A/documents/X"]] {
        forged(&path, &good, &names.map(|name| (name, Regular, 5)));
        home.fails(&from, 4, "It holds the same file twice.");
    }
    for huge in [9 << 20, 1 << 32, u64::MAX >> 1] {
        forged(&path, &good, &[("A/case.ron", Regular, huge)]);
        home.fails(&from, 4, "cannot be used as a backup");
    }
    // The same forger can make a good one: what is refused above is not the forgery itself.
    forged(&path, &good, &[("A/case.ron", Regular, 5), ("A/documents/x", Regular, 5)]);
    let told = home.run(&["restore", "--verify", path.to_str().unwrap()]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("A/case.ron could not be read when the backup was made."));
}

#[test]
fn a_restore_that_was_killed_leaves_nothing_that_stays() {
    let (home, path) = backed_up("a.backup");
    let other = home.path().join("other");
    fs::create_dir_all(other.join(".convenor-1.part/DEMO-01")).unwrap();
    fs::write(other.join(".convenor-1.part/DEMO-01/case.ron"), "(form").unwrap();
    let sessions = ["--sessions", other.to_str().unwrap()];
    assert!(home.run(&[&["list"][..], &sessions].concat()).out.contains("There are no cases in"));
    let from = ["restore", "--from", path.to_str().unwrap()];
    assert_eq!(home.run(&[&from[..], &sessions].concat()).code, 0);
    assert_eq!(files(&other), files(&home.store()));
}

#[test]
fn words_that_do_not_say_what_to_restore_are_code_2() {
    let home = Home::with_cases();
    for arguments in [
        &["restore"][..],
        &["restore", "DEMO-01"],
        &["restore", "--to", "1"],
        &["restore", "--case", "DEMO-01"],
        &["restore", "DEMO-01", "--from", "x"],
        &["restore", "--verify", "x", "--from", "x"],
    ] {
        let told = home.run(arguments);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}");
    }
}

#[test]
fn the_doctor_tells_how_the_cases_are_and_names_nobody() {
    let (home, _) = backed_up("a.backup");
    let told = home.run(&["doctor"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    for words in [
        "Cases: 12 read, none damaged.",
        "Leftovers of a crash: none.",
        "Rights: nobody but you can read the cases.",
        "Encryption: off: only your account and the disk protect the files",
        ", today.",
        "Protocols and term dates: all could be read.",
    ] {
        assert!(told.out.contains(words), "{words} in {}", told.out);
    }
    fs::create_dir_all(home.path().join("config/convenor/calendars")).unwrap();
    fs::write(home.path().join("config/convenor/calendars/CANARY.txt"), "nonsense").unwrap();
    let told = home.run(&["doctor"]);
    assert_eq!(told.code, 1, "term dates that were left out are to be mended: {}", told.out);
    assert!(told.out.contains("12 read, none damaged"), "{}", told.out);
    assert_eq!(home.run(&["doctor", "--json"]).json()["to_be_mended"], true);
    fs::write(home.store().join("DEMO-02/case.ron"), "(format").unwrap();
    fs::write(home.store().join("DEMO-03/.convenor-x.part"), "(format").unwrap();
    let told = home.run(&["doctor"]);
    assert_eq!(told.code, 1);
    for words in ["11 read, 1 damaged", "1 unfinished", "1 left out: `convenor profile list`"] {
        assert!(told.out.contains(words), "{words} in {}", told.out);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(home.store().join("DEMO-03"), open).unwrap();
        assert!(home.run(&["doctor"]).out.contains("are open to others: `chmod -R go=`"));
    }
    let json = home.run(&["doctor", "--json"]);
    let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
    for told in [home.run(&["doctor"]).out, json.out.clone()] {
        let path = home.path().to_str().unwrap();
        for secret in ["DEMO-", "Łucja", "CANARY", path, "/home", &user] {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
        assert!(is_clean(&told));
    }
    assert_eq!(json.json()["cases"], serde_json::json!({ "read": 11, "damaged": 1, "locked": 0 }));
}

#[test]
fn the_doctor_shows_the_usual_folder_below_the_home_as_a_person_types_it() {
    let home = Home::new();
    let mut command = home.command(&["doctor"]);
    let told = crate::home::Told::from(command.env_remove("XDG_DATA_HOME").output().unwrap());
    assert_eq!(told.code, 0);
    if cfg!(target_os = "linux") {
        assert!(told.out.contains("Folder: ~/.local/share/convenor/sessions\n"), "{}", told.out);
    }
    let elsewhere = home.run(&["doctor", "--sessions", "/tmp/Łucja"]).out;
    assert!(elsewhere.contains("Folder: a folder that you named\n"), "{elsewhere}");
    assert!(elsewhere.contains("Last backup: none is known"), "{elsewhere}");
}
