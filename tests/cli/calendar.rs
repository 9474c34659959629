//! `convenor calendar`, tried on the real program.

use std::fs;

use super::home::{Home, Told, is_clean};
use convenor::store::{calendars, samples};

const TERMS: &str = "\
name Larkspur Hill School
open 2026-09-02 2026-10-23
open 2026-11-02 2026-12-18
open 2027-01-04 2027-02-12
open 2027-02-22 2027-03-25
open 2027-04-12 2027-05-28
open 2027-06-07 2027-07-21
closed 2027-05-03 May Day
";

const OTHER: &str = "Calendar(name: \"Fennimore\", open: [
    (first: \"2026-09-02\", last: \"2027-07-21\")], closed: [(day: \"2027-03-16\", reason: \"INSET\")])";

/// A home with these files in it.
fn with(files: &[(&str, &[u8])]) -> Home {
    let home = Home::new();
    for (name, bytes) in files {
        fs::write(home.path().join(name), bytes).unwrap();
    }
    home
}

fn path(home: &Home, name: &str) -> String {
    home.path().join(name).to_str().unwrap().to_owned()
}

fn weeks(home: &Home, file: &str, more: &[&str]) -> Told {
    let file = path(home, file);
    home.run(&[&["calendar", "weeks", &file][..], more].concat())
}

#[test]
fn check_says_what_it_found() {
    let home = with(&[("larkspur.txt", TERMS.as_bytes())]);
    let told = home.run(&["calendar", "check", &path(&home, "larkspur.txt")]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    for line in [
        "Larkspur Hill School (plain text)",
        "  Wed 2 September 2026 to Fri 23 October 2026",
        "  Mon 3 May 2027 (May Day)",
        "In all: school weeks 40, pupil days 194, Wed 2 September 2026 to Wed 21 July 2027.",
        "Nothing needs mending.",
    ] {
        assert!(told.out.lines().any(|said| said == line), "{line}: {}", told.out);
    }
}

#[test]
fn check_tells_what_looks_odd_and_succeeds() {
    let text = format!("{TERMS}closed 2026-11-28 INSET\n");
    let home = with(&[("terms", text.as_bytes())]);
    let told = home.run(&["calendar", "check", &path(&home, "terms")]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("\n  Line 9: The closed entry Sat 28 November 2026"), "{}", told.out);
}

#[test]
fn a_damaged_calendar_is_code_4_with_place_and_mend() {
    let cut = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";
    let home = with(&[
        ("swapped", TERMS.replace("2026-12-18", "2026-10-30").as_bytes()),
        ("misspelt", OTHER.replace("closed:", "closd:").as_bytes()),
        ("empty", b""),
        ("latin", b"open 2026-09-02 2026-10-23\n\xe9"),
        ("cut.ics", cut),
    ]);
    for (file, says) in [
        ("swapped", "Line 3: The span from Mon 2 November 2026 to Fri 30 October 2026 ends before"),
        ("misspelt", "Line 2, column 49: “closd” is not known here. Perhaps closed is meant."),
        ("empty", "The file is empty."),
        ("latin", "Line 2: The file is not text in UTF-8."),
        ("cut.ics", "The file ends before its last event is complete."),
    ] {
        let file = path(&home, file);
        home.fails(&["calendar", "check", &file], 4, says);
        home.fails(&["calendar", "weeks", &file, "--start", "2026-09-14"], 4, says);
        home.fails(&["calendar", "weeks", &file, "--start", "2026-09-14", "--json"], 4, says);
    }
}

#[test]
fn every_mistake_of_a_file_is_told_on_a_line_of_its_own() {
    let home = with(&[("terms", b"opne 2026-09-02 2026-10-23\nopen soon later\n")]);
    let told = home.run(&["calendar", "check", &path(&home, "terms")]);
    assert_eq!((told.code, told.out.as_str()), (4, ""));
    let lines: Vec<&str> = told.err.lines().collect();
    assert!(lines[0].ends_with("terms cannot be used: look at 2 things."), "{}", told.err);
    assert!(lines[1].starts_with("  Line 1: ") && lines[2].starts_with("  Line 2: "));
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_refused_without_waiting() {
    let home = with(&[("large", b"")]);
    let fifo = home.path().join("fifo");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &fifo,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    let told = home.run(&["calendar", "check", fifo.to_str().unwrap()]);
    assert!((told.code, told.out.as_str()) == (4, "") && told.err.contains("not an ordinary file"));
    fs::remove_file(fifo).unwrap();
    home.fails(&["calendar", "check", home.path().to_str().unwrap()], 4, "not an ordinary file");
    home.fails(&["calendar", "check", "/dev/zero"], 4, "not an ordinary file");
    home.fails(
        &["calendar", "check", &path(&home, "none")],
        5,
        "none cannot be read: it is not there",
    );
    let large = fs::File::options().write(true).open(home.path().join("large")).unwrap();
    large.set_len(8 * 1024 * 1024 + 1).unwrap();
    let told = home.run(&["calendar", "check", &path(&home, "large")]);
    assert!(told.code == 4 && told.err.contains("larger than 8 MB"), "{}", told.err);
}

#[test]
fn weeks_are_told_for_paper() {
    let home = with(&[("f", TERMS.as_bytes()), ("other", OTHER.as_bytes())]);
    let told = weeks(&home, "f", &["--start", "2026-12-07", "--other", &path(&home, "other")]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    for line in [
        "First day at Larkspur Hill School: Mon 7 December 2026",
        "Week 4: Mon 11 January 2027 to Fri 15 January 2027 | open days 5",
        "Week 10: Mon 1 March 2027 to Fri 5 March 2027 | open days 5",
        "Reviews, on days on which both schools are open:",
        "  Week 12, Mon 15 March 2027 to Fri 19 March 2027",
        "    Mon 15 Mar, Wed 17 Mar, Thu 18 Mar, Fri 19 Mar",
        "    Counting 84 days on would give Mon 1 March 2027, which is only in week 10.",
        "  by 4 weeks: until week 16, Mon 26 April 2027 to Fri 30 April 2027",
        "Footnote, since weeks are counted and not days: pupil day 20 is Fri 15 January 2027, pupil day 60 is Fri 19 March 2027.",
    ] {
        assert!(told.out.lines().any(|said| said == line), "{line}: {}", told.out);
    }
    let alone = weeks(&home, "f", &["--start", "2026-12-07"]);
    assert!(alone.out.contains("--other FILE adds the other one"), "{}", alone.out);
}

#[test]
fn weeks_for_programs_have_a_schema_and_dates_in_figures() {
    let home = with(&[("f", TERMS.as_bytes()), ("other", OTHER.as_bytes())]);
    let other = path(&home, "other");
    let told = weeks(&home, "f", &["--start", "2026-12-07", "--other", &other, "--json"]);
    assert_eq!(told.code, 0);
    let told = told.json();
    assert_eq!((&told["schema"], &told["start"]), (&1.into(), &"2026-12-07".into()));
    assert_eq!(
        told["weeks"][3],
        serde_json::json!({ "n": 4, "first": "2027-01-11", "last": "2027-01-15", "open_days": 5 })
    );
    assert_eq!(
        told["reviews"][1],
        serde_json::json!({
            "week": 12,
            "first": "2027-03-15",
            "last": "2027-03-19",
            "days": ["2027-03-15", "2027-03-17", "2027-03-18", "2027-03-19"],
            "why": "Counting 84 days on would give Mon 1 March 2027, which is only in week 10.",
        })
    );
    assert_eq!((&told["reviews"][0]["week"], &told["reviews"][0]["about"]), (&4.into(), &4.into()));
    assert_eq!(
        told["extensions"][0],
        serde_json::json!({ "weeks": 4, "week": 16, "first": "2027-04-26", "last": "2027-04-30" })
    );
    assert_eq!(told["extensions"].as_array().unwrap().len(), 5);
    assert_eq!(told["pupil_days"][1], serde_json::json!({ "n": 60, "day": "2027-03-19" }));
    assert_eq!((&told["missing"], &told["before_week_1"]), (&serde_json::json!([]), &().into()));
}

#[test]
fn a_stub_of_a_week_is_asked_about_and_answered() {
    let home = with(&[("f", TERMS.as_bytes())]);
    let file = path(&home, "f");
    let asked = ["calendar", "weeks", &file, "--start", "Thu 10 Dec 2026"];
    let says = "Does it count as week 1? Every later date depends on the answer. Answer with --count-stub yes or --count-stub no.";
    home.fails(&asked, 2, says);
    home.fails(&[&asked[..], &["--json"]].concat(), 2, says);
    let week_4 = |answer: &str| {
        let told = home.run(&[&asked[..], &["--json", "--count-stub", answer]].concat()).json();
        (told["weeks"][3]["first"].clone(), told["before_week_1"].clone())
    };
    assert_eq!(week_4("yes"), ("2027-01-11".into(), ().into()));
    let stub = serde_json::json!({ "first": "2026-12-10", "last": "2026-12-11" });
    assert_eq!(week_4("no"), ("2027-01-18".into(), stub));
    let told = home.run(&[&asked[..], &["--count-stub", "no"]].concat());
    assert!(told.out.contains("Before week 1: Thu 10 December 2026 to Fri 11 December 2026\n"));
    let told = home.run(&[&asked[..], &["--count-stub", "perhaps"]].concat());
    assert_eq!((told.code, told.out.as_str()), (2, ""));
}

#[test]
fn a_first_day_that_cannot_be_one_is_code_2() {
    let home = with(&[("f", TERMS.as_bytes())]);
    let file = path(&home, "f");
    for (start, says) in [
        ("2026-12-05", "is at a weekend, when no pupil comes. The next open day is Mon 7 December"),
        ("2027-05-03", "Mon 3 May 2027 (May Day) is not an open day at Larkspur Hill School."),
        (
            "2026-10-28",
            "is not an open day at Larkspur Hill School. The next open day is Mon 2 Nov",
        ),
        ("2025-09-08", "is not in the calendar of Larkspur Hill School, which goes from"),
        ("2026-02-31", "“2026-02-31” is no first day: There is no such day."),
        ("so\u{1b}[2Jon", "“so[2Jon” is no first day: This cannot be read as a date."),
        ("Mon 8 Dec 2026", "“Mon 8 Dec 2026” is no first day: That day is a Tuesday."),
    ] {
        home.fails(&["calendar", "weeks", &file, "--start", start], 2, says);
    }
    assert_eq!(weeks(&home, "f", &[]).code, 2, "the first day must be given");
}

#[test]
fn a_calendar_that_ends_before_a_review_is_code_1_and_tells_what_it_reaches() {
    let home = with(&[("f", TERMS.as_bytes())]);
    let missing = "Week 12 is missing: the calendar of Larkspur Hill School goes only from Wed 2 September 2026 until Wed 21 July 2027. Add the terms that it lacks.";
    let told = weeks(&home, "f", &["--start", "2027-05-10"]);
    assert_eq!((told.code, told.err.trim_end()), (1, missing));
    assert!(told.out.contains("\nWeek 10: ") && !told.out.contains("\nWeek 11: "), "{}", told.out);
    let told = weeks(&home, "f", &["--start", "2027-05-10", "--json"]);
    assert_eq!((told.code, told.err.trim_end()), (1, missing));
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["missing"][0], serde_json::json!({ "what": "Week 12", "why": missing }));
    assert_eq!(json["extensions"], serde_json::json!([]));
    // An extension that is not reached is said; it is the exception, and no failure.
    let told = weeks(&home, "f", &["--start", "2027-03-01"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("\n  by 4 weeks: ") && told.out.contains("\n  Week 19 is missing: "));
}

#[test]
fn the_other_school_is_named_where_its_calendar_ends() {
    let other = OTHER.replace("2027-07-21", "2027-02-12").replace("2027-03-16", "2026-11-27");
    let home = with(&[("f", TERMS.as_bytes()), ("other", other.as_bytes())]);
    let told = weeks(&home, "f", &["--start", "2026-12-07", "--other", &path(&home, "other")]);
    assert_eq!(told.code, 1);
    assert!(told.err.starts_with("Week 12 is missing: the calendar of Fennimore"), "{}", told.err);
    home.fails(
        &["calendar", "weeks", &path(&home, "f"), "--start", "2026-12-07", "--other", "none"],
        5,
        "none cannot be read",
    );
}

#[test]
fn nothing_in_a_calendar_drives_a_terminal_or_touches_the_disk() {
    let text = format!("{TERMS}closed 2026-11-28 \u{1b}]0;x\u{7}\u{202e}INSET\n")
        .replace("Larkspur", "Lark\u{9b}2J\u{202e}spur");
    let name = "odd\u{1b}[2J\u{202e}";
    let home = with(&[(name, text.as_bytes())]);
    let before = home.tree();
    let file = path(&home, name);
    for more in [
        &["check", &file][..],
        &["weeks", &file, "--start", "2026-12-07"],
        &["weeks", &file, "--start", "2026-12-07", "--json"],
    ] {
        let told = home.run(&[&["calendar"][..], more].concat());
        assert_eq!(told.code, 0, "{}", told.err);
        assert!(is_clean(&told.out) && told.out.contains("INSET"), "{}", told.out);
    }
    assert_eq!(home.tree(), before);
}

#[test]
fn calendars_need_no_folder_for_data() {
    let home = with(&[("f", TERMS.as_bytes())]);
    let file = path(&home, "f");
    let mut command = home.command(&["calendar", "check", &file]);
    let told = Told::from(command.env_remove("HOME").env_remove("XDG_DATA_HOME").output().unwrap());
    assert_eq!((told.code, told.err.as_str()), (0, ""));
}

#[test]
fn show_tells_the_school_week_of_a_review_where_term_dates_are_known() {
    let home = Home::with_cases();
    let told = home.run(&["show", "DEMO-01"]);
    assert!(!told.out.contains("School week"), "{}", told.out);
    let checked = home.run(&["check", "DEMO-01"]).out;
    assert!(checked.contains("The term dates are missing: Thistlewick Academy"), "{checked}");
    let folder = home.path().join("config/convenor/calendars");
    fs::create_dir_all(&folder).unwrap();
    for (n, calendar) in samples::calendars(day(2020, 1, 1)).unwrap().iter().enumerate() {
        fs::write(folder.join(format!("{n}.txt")), calendars::to_text(calendar)).unwrap();
    }
    let told = home.run(&["show", "DEMO-01"]);
    for week in ["School week: 4", "School week: 12"] {
        assert!(told.out.contains(week), "{week}: {}", told.out);
    }
    assert!(!home.run(&["check", "DEMO-01"]).out.contains("term dates"));
}

fn day(year: i32, month: u32, day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
