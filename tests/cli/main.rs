//! What the commands promise, tried on the real program.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests fail loudly, and play the other program, which writes as it likes"
)]

mod bring_in;
mod calendar;
mod due;
mod erase;
mod home;
mod keep;
mod keys;
mod profile;
mod report;

use std::fs;
use std::path::Path;
use std::process::Command;

use chrono::NaiveDate;
use convenor::store::{FolderStore, Store, fingerprint, samples};
use home::{Home, Told, is_clean};
use serde_json::json;

#[test]
fn the_list_shows_open_cases_with_what_comes_next_first() {
    let told = Home::with_cases().run(&["list"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let first = told.out.lines().next().unwrap();
    assert!(first.starts_with("DEMO-07 | Maëlys Okonjo-Hartley | Year 9 | "), "{first}");
    assert!(first.contains("! OVERDUE: Order and pay for the uniform (partly kept)"), "{first}");
    let second = told.out.lines().nth(1).unwrap();
    assert!(second.starts_with("DEMO-04 | Kit O’Rourke-Łętowski | Year 10 | "), "{second}");
    assert!(second.contains("! OVERDUE: Send the eyesight report"), "{second}");
    assert!(!told.out.contains("DEMO-06 |"));
    assert!(told.out.ends_with("3 ended: `convenor list --all` shows them.\n"), "{}", told.out);
    assert!(Home::with_cases().run(&["list", "--all"]).out.contains("DEMO-06 |"));
}

#[test]
fn the_list_for_programs_has_a_schema_and_true_text() {
    let told = Home::with_cases().run(&["list", "--all", "--json"]).json();
    assert_eq!(told["schema"], 1);
    assert_eq!(told["cases"].as_array().unwrap().len(), 12);
    assert_eq!(told["cases"][0]["child"], "Maëlys Okonjo-Hartley");
    assert_eq!(told["cases"][0]["next"]["overdue"], true);
    assert_eq!(told["damaged"], serde_json::json!([]));
}

#[test]
fn an_empty_store_says_how_to_begin_and_stays_empty() {
    let home = Home::new();
    let told = home.run(&["list"]);
    assert_eq!(told.code, 0);
    assert!(told.out.contains("There are no cases in"), "{}", told.out);
    assert!(home.tree().is_empty());
}

#[test]
fn a_damaged_case_is_listed_and_hides_no_other() {
    let home = Home::with_cases();
    let file = home.store().join("DEMO-02/case.ron");
    fs::write(&file, "(format: 1, \u{1b}[2J").unwrap();
    let told = home.run(&["list"]);
    assert_eq!(told.code, 0);
    assert!(told.out.contains("DEMO-02 | damaged | "), "{}", told.out);
    assert!(told.out.contains("DEMO-01 | ") && is_clean(&told.out));
    let told = home.run(&["list", "--json"]).json();
    assert_eq!(told["damaged"][0]["name"], "DEMO-02");
    home.fails(&["show", "DEMO-02"], 4, "DEMO-02 cannot be opened");
}

#[test]
fn show_tells_everything_but_what_is_private() {
    let home = Home::with_cases();
    home.edit("DEMO-02", |text| {
        let text = text.replace("not pressed, but afraid", "CANARY-NOTE");
        let text = text.replace("His mother died two years ago", "CANARY-LINE");
        let text = text.replace("pushed: No,", "pushed: Yes,");
        assert!(text.contains("CANARY-NOTE") && text.contains("CANARY-LINE"));
        text
    });
    for arguments in [&["show", "DEMO-02"][..], &["show", "DEMO-02", "--json"]] {
        let told = home.run(arguments);
        assert_eq!(told.code, 0);
        assert!(told.out.contains("Ngô Minh Tiễn") && told.out.contains("Reduced timetable"));
        assert!(told.out.contains("does not read English"));
        assert!(!told.out.contains("CANARY") && !told.out.contains("feel pushed"), "{}", told.out);
    }
    let told = home.run(&["show", "DEMO-02", "--json"]).json();
    assert_eq!((&told["schema"], &told["id"]), (&1.into(), &"DEMO-02".into()));
}

#[test]
fn check_fails_only_when_something_blocks() {
    let home = Home::with_cases();
    let told = home.run(&["check", "DEMO-01"]);
    assert_eq!(told.code, 1);
    // Its first day is long past, and no notice of the direction was given.
    assert!(told.out.starts_with("Must be done (5):\n  Timeline › "), "{}", told.out);
    assert!(told.out.contains("\n  Read-back, agreement › "), "{}", told.out);
    let told = home.run(&["check", "DEMO-01", "--json"]);
    assert_eq!(told.code, 1);
    assert_eq!(told.json()["blocked"], true);
    let first = told.json()["findings"][1].clone();
    assert_eq!((&first["check"], &first["level"]), (&"agreement".into(), &"block".into()));
    assert_eq!((&first["rule"], &first["set_aside"]), (&"R23, R67".into(), &json!(null)));
    assert_eq!(first["place"], json!({ "item": "readback", "field": "People.2.Answer" }));
    let told = home.run(&["check", "DEMO-03", "--json"]);
    assert_eq!((told.code, &told.json()["blocked"]), (0, &false.into()));
}

#[test]
fn an_agreement_is_exported_as_text_to_standard_output_and_to_a_private_file() {
    let home = Home::with_cases();
    let told = home.run(&["export", "DEMO-03", "--format", "text", "--output", "-"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("Şeyda Karahan-Whitlock"), "{}", told.out);
    let path = home.path().join("agreement.txt");
    let told_too =
        home.run(&["export", "DEMO-03", "--format", "text", "--output", path.to_str().unwrap()]);
    assert_eq!((told_too.code, told_too.out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&path).unwrap(), told.out);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    }
}

#[test]
fn any_kind_of_document_is_exported_or_its_lack_is_named() {
    let home = Home::with_cases();
    let told = home.run(&[
        "export",
        "DEMO-01",
        "--document",
        "briefing",
        "--format",
        "text",
        "--output",
        "-",
    ]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("Staff briefing"), "{}", told.out);
    let export = ["export", "DEMO-01", "--output", "-", "--format", "text", "--document"];
    home.fails(&[&export[..], &["redirection"]].concat(), 1, "not recorded that the case belongs");
    home.fails(&[&export[..], &["review", "--review", "2"]].concat(), 1, "was not begun yet");
    home.fails(&[&export[..], &["review", "--review", "9"]].concat(), 1, "Say of which review");
    let told = home.run(&[&export[..], &["letter"]].concat());
    assert!(told.code == 2 && told.err.contains("host-checklist"), "{}", told.err);
    let help = home.run(&["export", "--help"]).out;
    assert!(help.contains("meeting-sheet") && help.contains("Blank meeting sheet"), "{help}");
    let path = home.path().join("sheet.pdf");
    let sheet = ["export", "DEMO-01", "--document", "meeting-sheet", "--output"];
    assert_eq!(home.run(&[&sheet[..], &[path.to_str().unwrap()]].concat()).code, 0);
    assert!(fs::read(&path).unwrap().starts_with(b"%PDF"));
}

#[test]
fn the_document_that_was_given_out_is_exported_byte_for_byte() {
    let home = Home::with_cases();
    let mut store = FolderStore::new(home.store());
    let (mut case, version) = store.load(&"DEMO-03".parse().unwrap()).unwrap();
    case.issued[0].sha256 = fingerprint(b"%PDF as given out").into();
    let given_out = ("DEMO-03-agreement-1.pdf".to_owned(), b"%PDF as given out".to_vec());
    store.close(&case, &version, &[given_out], chrono::NaiveDateTime::default()).unwrap();
    let export = ["export", "DEMO-03", "--format", "pdf", "--output"];
    let path = home.path().join("copy.pdf");
    let told = home.run(&[&export[..], &[path.to_str().unwrap()]].concat());
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(fs::read(&path).unwrap(), b"%PDF as given out");
    let kept = home.store().join("DEMO-03/documents/DEMO-03-agreement-1.pdf");
    fs::write(kept, b"%PDF tampered with").unwrap();
    home.fails(&[&export[..], &["-"]].concat(), 4, "is not what was made");
}

#[test]
fn a_meeting_that_is_not_closed_gives_a_draft_and_every_page_says_so() {
    let home = Home::with_cases();
    let told = home.run(&["export", "DEMO-01", "--format", "text", "--output", "-"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("DRAFT – not agreed yet"), "{}", told.out);
    let told = home.run(&["export", "DEMO-03", "--format", "text", "--output", "-"]);
    assert!(!told.out.contains("DRAFT"), "{}", told.out);
}

#[test]
fn an_unknown_reference_is_one_sentence_and_code_3() {
    let home = Home::with_cases();
    home.fails(&["show", "MM-2026-999"], 3, "There is no case MM-2026-999");
    for id in ["../x", "/etc/passwd", "", "CON", "\u{1b}[2J", "x\u{202e}y", "a\nb"] {
        home.fails(&["show", id], 3, "There is no case “");
        home.fails(&["check", id], 3, "There is no case “");
        home.fails(&["export", id, "--format", "pdf", "--output", "x"], 3, "There is no case “");
    }
}

#[test]
fn a_newer_case_is_code_4_and_stays_as_it_is() {
    let home = Home::with_cases();
    fs::write(home.store().join("DEMO-01/case.ron"), "(format: 7, new: \"\u{1b}\")").unwrap();
    home.fails(&["show", "DEMO-01"], 4, "newer version of Convenor");
    home.fails(&["check", "DEMO-01"], 4, "newer version of Convenor");
}

#[test]
fn a_store_that_is_a_file_is_code_5() {
    let home = Home::new();
    let file = home.path().join("file\u{1b}[2J");
    fs::write(&file, "a file").unwrap();
    let file = file.to_str().unwrap();
    home.fails(&["--sessions", file, "list"], 5, "cannot be read: a file stands where");
    home.fails(&["--sessions", file, "show", "MM-2026-001"], 5, "cannot be read");
}

#[test]
fn an_output_that_cannot_be_written_is_code_6() {
    let home = Home::with_cases();
    fs::create_dir(home.path().join("folder")).unwrap();
    let within = home.store().join("DEMO-03/case.ron");
    let (missing, folder) = (home.path().join("no/file.txt"), home.path().join("folder"));
    for (path, says) in [
        (missing.as_path(), "was not written: it is not there"),
        (folder.as_path(), "was not written: a folder stands"),
        (within.as_path(), "among the cases"),
        (Path::new("/dev/null"), "not an ordinary file"),
    ] {
        let path = path.to_str().unwrap();
        home.fails(&["export", "DEMO-03", "--format", "text", "--output", path], 6, says);
    }
}

#[test]
fn a_character_that_the_font_lacks_is_code_8_and_text_has_it() {
    let home = Home::with_cases();
    home.edit("DEMO-03", |text| text.replace("Şeyda", "محمد"));
    let path = home.path().join("agreement.pdf");
    let path = path.to_str().unwrap();
    let export = ["export", "DEMO-03", "--output", path, "--format"];
    home.fails(&[&export[..], &["pdf"]].concat(), 8, "cannot print");
    assert_eq!(home.run(&[&export[..], &["text"]].concat()).code, 0);
    assert!(fs::read_to_string(path).unwrap().contains("محمد"));
}

#[test]
fn without_a_terminal_the_full_screen_is_code_7_and_touches_nothing() {
    let home = Home::new();
    home.fails(&[], 7, "needs a terminal");
    home.fails(&["demo"], 7, "needs a terminal");
}

#[test]
fn a_pdf_never_goes_to_a_terminal() {
    let home = Home::with_cases();
    let world = convenor::cli::World {
        today: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        data_folder: Some(home.path().join("data")),
        config_folder: None,
        types: true,
        looks: true,
        account: convenor::domain::text::Text::default(),
    };
    let arguments = ["convenor", "export", "DEMO-03", "--format", "pdf", "--output", "-"];
    assert_eq!(convenor::cli::run(arguments.map(Into::into), &world), 6);
}

#[test]
fn words_that_are_no_command_are_code_2_and_harmless() {
    let home = Home::new();
    for arguments in [&["lst"][..], &["show"], &["\u{1b}[2J"], &["list", "--\u{202e}x"]] {
        let told = home.run(arguments);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}");
        assert!(is_clean(&told.err), "{:?}", told.err);
    }
    assert!(home.tree().is_empty());
}

#[test]
fn hostile_names_reach_no_terminal() {
    let home = Home::with_cases();
    let file = home.store().join("DEMO-01/case.ron");
    home.edit("DEMO-01", |text| text.replace("Łucja", "Ł\u{1b}]0;x\u{7}\u{202e}\u{9b}2J\ncja"));
    let odd = home.store().join("odd\u{1b}[2J\u{202e}");
    fs::create_dir(&odd).unwrap();
    fs::copy(&file, odd.join("case.ron")).unwrap();
    for arguments in
        [&["list"][..], &["list", "--json"], &["show", "DEMO-01"], &["check", "DEMO-01"]]
    {
        let told = home.run(arguments);
        assert!(is_clean(&told.out) && is_clean(&told.err), "{arguments:?}: {}", told.out);
    }
    assert!(home.run(&["list"]).out.contains("odd[2J | damaged | "));
}

#[test]
fn the_store_is_named_by_flag_then_variable_then_data_folder() {
    let home = Home::new();
    let copy = |name: &str| {
        let folder = home.path().join(name);
        samples::copy_into(&folder, NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()).unwrap();
        for entry in fs::read_dir(&folder).unwrap().skip(1) {
            fs::remove_dir_all(entry.unwrap().path()).unwrap();
        }
        folder
    };
    let (flag, variable) = (copy("flag"), copy("variable"));
    let _ = copy("data/convenor/sessions");
    let count = |command: &mut Command| {
        let told = Told::from(command.output().unwrap()).json();
        told["cases"].as_array().unwrap().len()
    };
    let list = ["list", "--all", "--json"];
    let none = home.path().join("none");
    let with_flag = [&list[..], &["--sessions", flag.to_str().unwrap()]].concat();
    assert_eq!(count(home.command(&with_flag).env("CONVENOR_SESSIONS", &none)), 1);
    assert_eq!(
        count(home.command(&list).env("CONVENOR_SESSIONS", &variable).env("XDG_DATA_HOME", &none)),
        1
    );
    assert_eq!(count(home.command(&list).env("CONVENOR_SESSIONS", &none)), 0);
    assert_eq!(count(home.command(&list).env("CONVENOR_SESSIONS", "")), 1);
    // A relative folder would depend on where the program was started.
    assert_eq!(count(home.command(&list).env("XDG_DATA_HOME", "data").current_dir(home.path())), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_goes_away_is_no_mistake_and_a_full_disk_is_one() {
    let home = Home::with_cases();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = home.command(&["show", "DEMO-01"]).stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = home.command(&["show", "DEMO-01"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(6));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the disk is full"));
}

#[test]
fn help_and_version_are_the_manual() {
    let home = Home::new();
    let told = home.run(&["--help"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    for words in ["CONVENOR_SESSIONS", "Exit codes:", "demo", "export", "XDG_DATA_HOME"] {
        assert!(told.out.contains(words), "{words}");
    }
    for code in 0..=8 {
        assert!(told.out.contains(&format!("\n  {code}  ")), "exit code {code}");
    }
    let told = home.run(&["--version"]);
    assert!(told.out.starts_with("convenor 0.1.0") && told.out.contains("Noto Sans, Apache-2.0"));
}
