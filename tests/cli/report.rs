//! `convenor report`.

use std::fs;

use chrono::Days;
use convenor::domain::case::{Case, Outcome, YesNo};
use convenor::domain::date::When;
use convenor::domain::people::Here;
use convenor::domain::screening::{Redirection, Sen};
use convenor::store::{FolderStore, samples};

use crate::home::Home;

/// A home with the samples as they were written: in the school year 2026/27.
fn home() -> Home {
    let home = Home::new();
    samples::copy_into(&home.store(), written()).unwrap();
    home
}

fn written() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// A home with so many cases made from the first sample.
fn many(count: usize, change: impl Fn(usize, &mut Case)) -> Home {
    let home = Home::new();
    let sample = samples::cases(written()).unwrap().remove(0);
    let mut store = FolderStore::new(home.store());
    for n in 0..count {
        let mut case = sample.clone();
        case.id = format!("MM-2026-{:03}", n + 1).parse().unwrap();
        change(n, &mut case);
        store.add(&case).unwrap();
    }
    home
}

#[test]
fn the_rows_of_a_year_name_nobody() {
    let told = home().run(&["report", "--year", "2026/27", "--csv", "-"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let ids: Vec<&str> = told.out.lines().map(|row| row.split(',').next().unwrap()).collect();
    let others = [5, 11];
    let wanted = (1..=12).filter(|number| !others.contains(number));
    let wanted: Vec<String> = wanted.map(|number| format!("DEMO-{number:02}")).collect();
    assert_eq!(ids[0], "case");
    assert_eq!(ids[1..], wanted, "one has no meeting yet, one is of the year before");
    for case in samples::cases(written()).unwrap() {
        let people = case.people.iter().map(|person| &person.name);
        let named = [&case.child.name, &case.meeting.lead, &case.home_school, &case.new_school];
        for name in people.chain(named).filter(|name| !name.is_blank()) {
            assert!(!told.out.contains(name.as_str()), "{name}");
        }
    }
    let named = home().run(&["report", "--year", "2026/27", "--csv", "-", "--names"]);
    assert!(
        named.out.contains("Oluwaseun Fairweather") && named.out.contains("Marram Gate School")
    );
}

#[test]
fn a_case_belongs_to_the_year_of_its_meeting_its_start_or_its_end() {
    let ids = |year: &str| {
        let told = home().run(&["report", "--year", year, "--json"]).json();
        let cases = told["cases"].as_array().unwrap().clone();
        cases.iter().map(|case| case["case"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("2025/26"), ["DEMO-06", "DEMO-11"], "their meetings were in the summer term");
    assert!(ids("2026/27").contains(&"DEMO-06".to_owned()), "it ended in November");
    assert!(ids("2027-28").is_empty());
}

#[test]
fn a_redirected_case_counts_as_considered_and_not_made() {
    let home = many(1, |_, case| {
        case.screening.sen = Sen::Ehcp;
        case.screening.redirection = Redirection::PlanReview;
        case.outcome = Outcome::Redirected;
        case.outcome_on = When::On(written());
    });
    let told = home.run(&["report", "--year", "2026/27", "--json"]).json();
    let case = &told["cases"][0];
    assert_eq!(case["outcome"], "considered, not made: EHCP redirect");
    assert_eq!((&case["sen_stage"], &case["outcome_on"]), (&"E".into(), &"2026-11-22".into()));
}

#[test]
fn hostile_words_do_no_harm_in_a_spreadsheet() {
    let home = many(1, |_, case| {
        case.child.name = "=HYPERLINK(\"http://x\",\"a\")".into();
        case.meeting.lead = " +44, \"x\"".into();
        case.register.ethnicity = "=1+1".into();
        case.register.home_number = "Anna’s".into();
        case.screening.suspension_days = "@SUM(1)".into();
        case.profile = "=cmd".into();
    });
    let told = home.run(&["report", "--year", "2026/27", "--csv", "-", "--names"]);
    assert!(told.out.contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\""), "{}", told.out);
    assert!(told.out.contains("\"'+44, \"\"x\"\"\"") || told.out.contains("\"' +44, \"\"x\"\"\""));
    for harm in ["=1+1", "Anna’s", "@SUM", "=cmd"] {
        assert!(!told.out.contains(harm), "{harm}: {}", told.out);
    }
}

#[test]
fn no_more_reviews_are_held_than_were_due_and_no_child_was_at_a_meeting_to_come() {
    let sample = samples::cases(written()).unwrap().swap_remove(2);
    let home = Home::new();
    let mut store = FolderStore::new(home.store());
    let days = |n| Days::new(n);
    let mut case = sample.clone();
    case.reviews[0].on = When::On(written() + days(30));
    case.reviews[0].held = When::On(written() - days(3));
    case.reviews[1].on = When::Blank;
    case.reviews[1].held = When::On(written() - days(1));
    store.add(&case).unwrap();
    let id = |n| format!("MM-2026-{n:03}").parse().unwrap();
    let mut missed = Case { id: id(1), ..sample.clone() };
    missed.reviews[0].on = When::On(written() - days(1));
    store.add(&missed).unwrap();
    let mut over = Case { id: id(2), ..missed.clone() };
    over.outcome = Outcome::Withdrawn;
    over.outcome_on = When::On(written() - days(5));
    over.ending.early = YesNo::No;
    store.add(&over).unwrap();
    let mut planned = samples::cases(written()).unwrap().swap_remove(0);
    planned.id = id(3);
    assert!(planned.people[0].here == Here::Present && planned.meeting.on.day() > Some(written()));
    store.add(&planned).unwrap();
    let told = home.run(&["report", "--year", "2026/27", "--json"]).json();
    let cases = told["cases"].as_array().unwrap();
    let of = |name: &str, column: &str| {
        let case = cases.iter().find(|case| case["case"] == name).unwrap();
        case[column].as_str().unwrap().to_owned()
    };
    let counts = |name| (of(name, "reviews_held"), of(name, "reviews_due"));
    assert_eq!(counts("DEMO-03"), ("2".to_owned(), "2".to_owned()));
    assert_eq!(counts("MM-2026-001"), ("0".to_owned(), "1".to_owned()));
    assert_eq!(counts("MM-2026-002"), ("0".to_owned(), "0".to_owned()));
    assert_eq!(of("MM-2026-003", "child_present"), "");
    assert_eq!(of("DEMO-03", "child_present"), "yes");
}

#[test]
fn the_file_is_new_private_and_never_among_the_cases() {
    let home = home();
    let file = home.path().join("year.csv");
    let path = file.to_str().unwrap();
    let told = home.run(&["report", "--year", "2026/27", "--csv", path]);
    assert!(told.code == 0 && told.out.contains("Cases in all: 10"), "{}", told.err);
    let rows = fs::read_to_string(&file).unwrap();
    assert!(rows.starts_with("case,profile,") && rows.ends_with("\r\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    home.fails(&["report", "--year", "2026/27", "--csv", path], 6, "there already");
    let among = home.store().join("year.csv");
    let among = among.to_str().unwrap();
    home.fails(&["report", "--year", "2026/27", "--csv", among], 6, "among the cases");
}

#[test]
fn what_is_asked_wrongly_is_said() {
    let home = home();
    home.fails(&["report", "--year", "2026"], 2, "is written like 2026/27");
    home.fails(&["report", "--year", "2026/27", "--csv", "-", "--json"], 2, "not both");
}

#[test]
fn the_counts_show_no_number_under_five() {
    let told = many(4, |_, _| ()).run(&["report", "--year", "2026/27"]);
    assert!(told.out.contains("fewer than 5 cases: no figures"), "{}", told.out);
    let home = many(20, |n, case| {
        if n < 3 {
            case.outcome = Outcome::Returned;
        } else if n < 11 {
            case.outcome = Outcome::Confirmed;
        }
    });
    let told = home.run(&["report", "--year", "2026/27"]);
    assert!(told.out.contains("For: Education Inclusion Team"), "{}", told.out);
    for line in [
        "Cases in all: 20",
        "Returned to the home school: fewer than 5",
        "Move confirmed: not shown",
        "Pending: 9",
        "Year 9: 20",
    ] {
        assert!(told.out.contains(line), "{line}: {}", told.out);
    }
    assert!(!told.out.contains("MM-2026"), "{}", told.out);
    let forum = &home.run(&["report", "--year", "2026/27", "--json"]).json()["forum"];
    assert_eq!(forum["total"], 20);
    let lines = forum["tables"][0]["lines"].as_array().unwrap();
    assert!(lines.iter().any(|line| line["count"].is_null() && line["shown"] == "fewer than 5"));
}
