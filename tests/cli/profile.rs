//! `convenor profile` and the user's own protocols and term dates, tried on the real program.

use std::fs;

use super::home::{Home, is_clean};

const SOUTHWARK: &str = include_str!("../../src/profiles/southwark.ron");

/// A home with these files among the settings.
fn with(files: &[(&str, &str)]) -> Home {
    let home = Home::new();
    for (name, text) in files {
        let path = home.path().join("config/convenor").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    home
}

/// The built-in text with something else in one place.
fn changed(from: &str, to: &str) -> String {
    assert!(SOUTHWARK.contains(from), "{from}");
    SOUTHWARK.replacen(from, to, 1)
}

/// What is told of a file with this text.
fn told_of(text: &str) -> String {
    let home = Home::new();
    let file = home.path().join("own.ron");
    fs::write(&file, text).unwrap();
    let told = home.run(&["profile", "check", file.to_str().unwrap()]);
    assert_eq!((told.code, told.out.as_str()), (4, ""), "{}", told.err);
    assert!(is_clean(&told.err), "{:?}", told.err);
    told.err
}

#[test]
fn the_list_has_what_is_built_in_and_what_is_the_users_own() {
    let own = changed("key: \"southwark\"", "key: \"own\"");
    let home = with(&[("profiles/own.ron", &own), ("profiles/notes.txt", "not a protocol")]);
    let told = home.run(&["profile", "list"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let firsts: Vec<&str> = told.out.lines().filter_map(|line| line.split(" | ").next()).collect();
    assert_eq!(firsts.get(..3), Some(&["southwark", "kirklees", "own"][..]));
    assert!(told.out.contains("config/convenor/profiles"), "{}", told.out);
    assert!(!told.out.contains("Left out"), "{}", told.out);
    let json = home.run(&["profile", "list", "--json"]).json();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["profiles"][2]["key"], "own");
    assert_eq!(json["profiles"][2]["built_in"], false);
    assert_eq!(json["default"], "southwark");
}

#[test]
fn a_faulty_file_is_left_out_and_stops_nothing() {
    let taken = SOUTHWARK.to_owned();
    let home = with(&[
        ("profiles/a.ron", "Profile(\n    kye: \"a\","),
        ("profiles/b.ron", &taken),
        ("profiles/c.ron", "\u{1b}[2J"),
        ("calendars/d.txt", "open tomorrow"),
    ]);
    fs::create_dir_all(home.path().join("config/convenor/profiles/folder.ron")).unwrap();
    let told = home.run(&["profile", "list"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert_eq!(told.out.matches("! Left out: ").count(), 4, "{}", told.out);
    assert!(
        told.out.contains("Line 2") && told.out.contains("Perhaps key is meant"),
        "{}",
        told.out
    );
    assert!(told.out.contains("belongs to a protocol that is built in"), "{}", told.out);
    assert!(is_clean(&told.out));
    assert_eq!(home.run(&["list"]).code, 0);
}

#[test]
fn a_case_is_checked_by_its_own_protocol() {
    let own = changed("key: \"southwark\"", "key: \"own\"");
    let own = own.replace(
        "checks: [(check: \"harmed\", level: Off)]",
        "checks: [(check: \"privacy-line\", level: Off)]",
    );
    let home = Home::with_cases();
    home.edit("DEMO-03", |text| text.replace("\"southwark\"", "\"own\""));
    let told = home.run(&["check", "DEMO-03", "--json"]).json();
    assert!(told["findings"].to_string().contains("is not known here"), "{told}");
    assert_eq!(told["blocked"], true);
    let folder = home.path().join("config/convenor/profiles");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("own.ron"), own).unwrap();
    let told = home.run(&["check", "DEMO-03", "--json"]).json();
    assert!(!told["findings"].to_string().contains("is not known here"), "{told}");
}

#[test]
fn show_tells_a_protocol_in_words_in_json_and_as_a_text_to_begin_from() {
    let home = Home::new();
    let told = home.run(&["profile", "show", "kirklees"]);
    assert_eq!(told.code, 0);
    for words in ["facilitator", "agreed freely", "not looked for: council", "the head writes"] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    let json = home.run(&["profile", "show", "southwark", "--json"]).json();
    assert_eq!(json["profile"]["review_plan"][1]["week"], 12);
    assert_eq!(home.run(&["profile", "show", "southwark", "--ron"]).out, SOUTHWARK);
    home.fails(&["profile", "show", "kirkless"], 3, "Perhaps kirklees is meant");
}

#[test]
fn check_finds_a_sound_file_sound() {
    let home = Home::new();
    let file = home.path().join("own.ron");
    fs::write(&file, SOUTHWARK).unwrap();
    let told = home.run(&["profile", "check", file.to_str().unwrap()]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.ends_with("Nothing needs mending.\n"), "{}", told.out);
    home.fails(&["profile", "check", "nowhere.ron"], 5, "it is not there");
}

#[test]
fn a_misspelt_name_is_told_with_its_place_and_what_was_meant() {
    for (from, to, says) in [
        (
            "most_targets: 5",
            "most_target: 5",
            "“most_target” is not known here. Perhaps most_targets",
        ),
        ("party: Council", "party: Councel", "Perhaps Council is meant"),
        ("fact: ChildBorn", "fact: ChildBrn", "Perhaps ChildBorn is meant"),
        ("infant: ToldAfterwards", "infant: ToldAfterward", "Perhaps ToldAfterwards is meant"),
        ("heading: Punctuality", "heading: Punctualty", "Perhaps Punctuality is meant"),
        ("dated: \"2023-01-16\"", "dated: \"2023-02-31\"", "This is no date"),
        ("most_targets: 5", "most_targets: \"5\"", "does not belong here"),
        ("    most_hopes: 3,\n", "", "most_hopes is missing"),
        ("    most_hopes: 3,\n", "    most_hopes: 3,\n    most_hopes: 3,\n", "stands here twice"),
    ] {
        let told = told_of(&changed(from, to));
        assert!(told.contains(says) && told.contains("Line "), "{to}: {told}");
    }
    let told = told_of(&changed("most_targets: 5", "most_target: 5"));
    let line = 1 + SOUTHWARK.split("most_targets: 5").next().unwrap().matches('\n').count();
    assert!(told.contains(&format!("Line {line}, column ")), "{told}");
    assert!(told_of("").contains("The file is empty"));
}

#[test]
fn a_figure_that_is_changed_once_is_changed_in_every_sentence() {
    let changed = SOUTHWARK
        .replace("shortest: 4, longest: 8", "shortest: 2, longest: 6")
        .replace("direction_notice: 2", "direction_notice: 7")
        .replace("week: 4, earliest: 3, latest: 5", "week: 6, earliest: 5, latest: 7");
    let profile = convenor::store::profiles::from_bytes(changed.as_bytes(), "mine").unwrap();
    let items = profile.agenda.iter().flat_map(|item| &item.prompts);
    let said: Vec<&str> = items.map(String::as_str).collect();
    for sentence in
        ["by 2 to 6 school weeks.", "at least 7 school days", "about week 6, and in week 12."]
    {
        assert!(said.iter().any(|prompt| prompt.contains(sentence)), "{sentence}");
    }
    assert_eq!(profile.review_plan[0].label, "Week 6 review");
}

/// What is changed in a sound profile, and what is then told, after the place.
const SENSELESS: &[(&str, &str, &str)] = &[
    ("key: \"southwark\"", "key: \"My own\"", "key: A key has small letters"),
    ("version: 1", "version: 0", "version: This cannot be 0"),
    ("title: \"Southwark\"", "title: \" \"", "title: There are no words here"),
    ("party: Council", "party: Unsaid", "lead, party: Say for whom"),
    ("required: [Parent, ", "required: [Unsaid, ", "required, entry 1: This names nobody"),
    ("required: [Parent, ", "required: [HomeHead, ", "required, entry 2: This party stands twice"),
    ("routes: [DirectionFirst, Permanent]", "routes: []", "routes: Name the kinds"),
    ("route: DirectionFirst,", "route: Unsaid,", "routes, entry 1: There are no words"),
    (
        "checks: [(check: \"harmed\", level: Off)]",
        "checks: [(check: \"comitments\", level: Off)]",
        "checks, entry 1, check: There is no check “comitments”. Perhaps commitments is meant",
    ),
    (
        "checks: [(check: \"harmed\", level: Off)]",
        "checks: [(check: \"agreement\", level: Off)]",
        "checks, entry 1, level: The check “agreement” always blocks",
    ),
    ("most_targets: 5", "most_targets: 0", "most_targets: This cannot be 0"),
    ("infant: ToldAfterwards", "infant: Usual", "child_stays, infant: Say how long"),
    (
        "(heading: Homework)",
        "(heading: Punctuality)",
        "usual_targets, entry 3, heading: This heading stands",
    ),
    (
        "(heading: Homework)",
        "(heading: Other)",
        "usual_targets, entry 3, heading: This names nothing",
    ),
    (
        "to {most_hopes}",
        "to {most_hops}",
        "prompts, entry 2: “most_hops” is no blank that can be filled in. Perhaps {most_hopes} is meant",
    ),
    (
        "{years_from_birth} years",
        "{year_from_birth} years",
        "retention, basis: “year_from_birth” is no blank",
    ),
    (
        "Week {week} review\", week: 4",
        "Week {weak} review\", week: 4",
        "review_plan, entry 1, label: “weak” is no blank that can be filled in. Perhaps {week}",
    ),
    (
        "extension: Some((shortest: 4, longest: 8))",
        "extension: None",
        "prompts, entry 2: This protocol has no figure for {shortest_extension}",
    ),
    (
        "agreement: \"Agreement on",
        "agreement: \" \", // \"",
        "route_words, entry 1, agreement: There are no words",
    ),
    ("length_weeks: Some(12)", "length_weeks: None", "review_plan: Planned reviews need"),
    (
        "length_weeks: Some(12)",
        "length_weeks: 8",
        "review_plan, entry 2, latest: The move ends with",
    ),
    ("shortest: 4", "shortest: 9", "extension, longest: The longest extension"),
    (
        "week: 4, earliest: 3",
        "week: 0, earliest: 3",
        "review_plan, entry 1, week: This cannot be 0",
    ),
    ("earliest: 3", "earliest: 5", "review_plan, entry 1, earliest: This is after week 4"),
    ("latest: 5", "latest: 3", "review_plan, entry 1, latest: This is before week 4"),
    (
        "week: 4, earliest: 3, latest: 5",
        "week: 12, earliest: 3, latest: 12",
        "entry 2, week: This is not after",
    ),
    (
        "persistent_absence: 10",
        "persistent_absence: 110",
        "thresholds, persistent_absence: This is more",
    ),
    (
        "severe_absence: 50",
        "severe_absence: 5",
        "thresholds, severe_absence: Severe absence is less",
    ),
    ("copies: 3", "copies: 300", "deadlines, copies: This is more than"),
    ("copies: 3", "copies: -3", "Write a whole number from 0 up"),
    (
        "ends: \"16:00\"",
        "ends: \"08:00\"",
        "school_day, ends: The school day ends before it begins",
    ),
    ("begins: \"08:30\"", "begins: \"25:70\"", "school_day, begins: This is no time of day"),
    ("year_11_late_from: 1", "year_11_late_from: 13", "year_11_late_from: This is no month"),
    ("years_from_birth: 25", "years_from_birth: 0", "retention, years_from_birth: This cannot"),
    (
        "(key: \"plan_reviews\"",
        "(key: \"plans\"",
        "evidence, entry 2, key: The key “plans” stands twice",
    ),
    (
        "{child} comes back",
        "{chidl} comes back",
        "route_words, entry 1, does_not: “chidl” is no blank",
    ),
    ("owner: Council", "owner: Unsaid", "follow_ups, entry 1, owner: Say whose task"),
    (
        "child_joins: Some(\"commitments\")",
        "child_joins: Some(\"comitments\")",
        "child_joins: There is no item",
    ),
    (
        "key: \"reasons\"",
        "key: \"details\"",
        "agenda, entry 2, key: The key “details” stands twice",
    ),
    ("key: \"reasons\"", "key: \"rea.sons\"", "agenda, entry 2, key: A key has small letters"),
    ("title: \"Case details\"", "title: \"\"", "agenda, entry 1, title: There are no words"),
    ("                Close,\n", "", "agenda: No item has Close"),
    (
        "Fact(fact: ChildBorn)",
        "Fact(fact: ChildName)",
        "agenda, entry 1, entries, entry 2: This is filled in",
    ),
];

#[test]
fn what_makes_no_sense_is_told_with_its_place_and_line() {
    for (from, to, says) in SENSELESS {
        let told = told_of(&changed(from, to));
        assert!(told.contains(says), "{to}: {told}");
        let line = told.split(", ").next().unwrap_or_default();
        assert!(told.contains("Line ") || line.contains("line "), "{to}: {told}");
    }
}

#[test]
fn the_term_dates_of_a_school_are_kept_once_and_only_replaced_when_asked() {
    let home = Home::new();
    let file = home.path().join("dates.txt");
    fs::write(&file, "open 2026-09-02 2026-10-23\n").unwrap();
    let add = ["calendar", "add", file.to_str().unwrap(), "--school", "St Łucja’s School"];
    let told = home.run(&add);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let kept = home.path().join("config/convenor/calendars/st-lucjas-school.txt");
    let text = "name St Łucja’s School\nopen 2026-09-02 2026-10-23\n";
    assert_eq!(fs::read_to_string(&kept).unwrap(), text);
    fs::write(&file, "open 2026-09-02 2026-10-22\n").unwrap();
    home.fails(&add, 5, "stand in");
    assert_eq!(home.run(&[&add[..], &["--replace"]].concat()).code, 0);
    assert!(fs::read_to_string(&kept).unwrap().contains("2026-10-22"));
    fs::write(&file, "open 2026-10-22 2026-09-02\n").unwrap();
    assert_eq!(home.run(&[&add[..], &["--replace"]].concat()).code, 4);
    assert!(fs::read_to_string(&kept).unwrap().contains("open 2026-09-02"));
}
