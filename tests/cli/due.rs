//! `convenor due`.

use std::fs;

use crate::home::{Home, is_clean};

const CHILDREN: [&str; 4] = ["Łucja", "Tiễn", "Şeyda", "O’Rourke"];

#[test]
fn what_falls_due_is_listed_without_a_childs_name() {
    let home = Home::with_cases();
    let told = home.run(&["due", "--weeks", "0"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.starts_with("! OVERDUE: ") && told.out.contains("DEMO-04"), "{}", told.out);
    assert!(CHILDREN.iter().all(|name| !told.out.contains(name)), "{}", told.out);
    let named = home.run(&["due", "--names"]);
    assert!(CHILDREN.iter().any(|name| named.out.contains(name)), "{}", named.out);
}

#[test]
fn no_parent_is_named_but_told_by_the_role() {
    let home = Home::with_cases();
    let cases = convenor::store::samples::cases(chrono::NaiveDate::default()).unwrap();
    let people = cases.iter().flat_map(|case| &case.people);
    let is_parent = |person: &&convenor::domain::people::Person| {
        person.party == convenor::domain::people::Party::Parent && !person.name.is_blank()
    };
    let names: Vec<String> =
        people.filter(is_parent).map(|person| person.name.to_string()).collect();
    assert!(names.len() > 5, "{names:?}");
    for arguments in [&["due", "--weeks", "520"][..], &["due", "--weeks", "520", "--json"]] {
        let told = home.run(arguments);
        let seen: Vec<&String> = names.iter().filter(|name| told.out.contains(*name)).collect();
        assert!(seen.is_empty(), "{seen:?} in {}", told.out);
    }
}

#[test]
fn the_days_come_in_order_and_more_weeks_show_more() {
    let home = Home::with_cases();
    let days = |weeks: &str| {
        let told = home.run(&["due", "--weeks", weeks, "--json"]).json();
        let due = told["due"].as_array().unwrap().clone();
        due.iter().map(|due| due["on"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(days("520").is_sorted() && days("520").len() >= days("0").len());
}

#[test]
fn programs_are_told_with_a_schema() {
    let home = Home::with_cases();
    let told = home.run(&["due", "--json"]).json();
    assert_eq!(told["schema"], 1);
    assert_eq!(told["damaged"], serde_json::json!([]));
    let first = told["due"][0].as_object().unwrap();
    let keys: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(keys, ["case", "kind", "on", "overdue", "what", "who"]);
    assert_eq!(first["overdue"], true);
    let told = home.run(&["due", "--json", "--names"]).json();
    assert!(told["due"][0]["child"].is_string());
}

#[test]
fn a_name_within_the_words_goes_too() {
    let home = Home::with_cases();
    home.edit("DEMO-04", |text| {
        text.replace("Collect the second pair of glasses", "Drive Kit to KIT’s aunt")
    });
    let told = home.run(&["due", "--weeks", "0"]);
    assert!(told.out.contains("Drive the child to the child’s aunt"), "{}", told.out);
}

#[test]
fn a_damaged_case_is_said_and_hides_no_other() {
    let home = Home::with_cases();
    fs::write(home.store().join("DEMO-02/case.ron"), "(format: 1, \u{1b}[2J").unwrap();
    let told = home.run(&["due"]);
    assert_eq!(told.code, 0);
    assert!(told.err.contains("DEMO-02 is left out: ") && is_clean(&told.err), "{}", told.err);
    assert!(told.out.contains("DEMO-04"));
    assert_eq!(home.run(&["due", "--json"]).json()["damaged"][0]["name"], "DEMO-02");
}

#[test]
fn an_empty_store_has_nothing_due() {
    let told = Home::new().run(&["due"]);
    assert!(told.code == 0 && told.out.starts_with("Nothing falls due up to "), "{}", told.out);
}
