//! Targets, commitments, terms and dates.
//!
//! A date that could not be read as a day is printed as it was written, never left out.

use super::sheet::{Sheet, listed, one_line};
use crate::domain::date::{Date, When, long};
use crate::domain::plan::{Commitment, Heading, Target, Timing};
use crate::domain::review::Review;
use crate::domain::text::capital;

pub(super) fn targets(sheet: &mut Sheet<'_>) {
    sheet.section("Targets");
    let host_target = sheet.case.host_target().trim();
    if !host_target.is_empty() {
        sheet.paragraph(&format!(
            "The new school’s own attendance target, in % of sessions: {host_target}"
        ));
    }
    let rows: Vec<_> = sheet.case.targets().iter().map(target).collect();
    if rows.is_empty() {
        sheet.paragraph("No targets were set.");
    }
    sheet.table(&[("Target", 46), ("Now", 38), ("To reach", 38), ("How it is measured", 44)], rows);
    sheet.notes("targets");
}

fn target(row: &Target) -> Vec<String> {
    let what = match (row.heading, row.what.trim()) {
        (Heading::Other, what) => what.to_owned(),
        (heading, "") => capital(heading.label()),
        (heading, what) => format!("{}: {what}", capital(heading.label())),
    };
    let reach = [row.number.trim(), row.unit.trim()].join(" ").trim().to_owned();
    let how = listed(&[&row.measured, &row.often, &row.by_whom]);
    vec![what, row.baseline.to_string(), reach, how]
}

pub(super) fn commitments(sheet: &mut Sheet<'_>) {
    sheet.section("Commitments: who does what, by when");
    let mut rows: Vec<&Commitment> =
        sheet.case.commitments().iter().filter(|row| !row.is_blank()).collect();
    // The sort is stable: what has no day keeps its order, at the end.
    rows.sort_by_key(|row| row.due.day().unwrap_or(Date::MAX));
    let rows = rows.iter().enumerate().map(|(n, row)| commitment(n + 1, row)).collect();
    sheet.table(&[("No.", 11), ("Who", 40), ("What", 60), ("By when", 55)], rows);
    sheet.or_say("No commitments were recorded.");
    sheet.notes("commitments");
}

fn commitment(number: usize, row: &Commitment) -> Vec<String> {
    let side = if row.side.is_blank() { String::new() } else { capital(row.side.label()) };
    let who = match (row.who.trim(), side.is_empty()) {
        ("", _) => side,
        (who, true) => who.to_owned(),
        (who, false) => format!("{who} ({})", row.side.label()),
    };
    let word = match row.timing {
        Timing::By => "By",
        Timing::From => "From",
    };
    let due = match &row.due {
        When::Blank => "No date was set".to_owned(),
        When::On(day) => format!("{word} {}", long(*day)),
        When::Unread(words) => words.trim().to_owned(),
    };
    vec![number.to_string(), who, row.what.to_string(), due]
}

pub(super) fn terms(sheet: &mut Sheet<'_>) {
    let terms = sheet.case.terms();
    let money =
        if terms.money_now.is_blank() { String::new() } else { capital(terms.money_now.label()) };
    let order = listed(&[
        &terms.uniform_cost,
        &after("ordered by", &terms.uniform_ordered_by),
        &after("needed by", &terms.uniform_needed.to_string()),
    ]);
    let until = after("until", &terms.transport_until.to_string());
    sheet.section("Uniform, transport, money and roll");
    sheet.facts(&[
        ("Branded uniform the home school pays for", &one_line(&terms.uniform_items)),
        ("Cost and order", &order),
        ("How the child travels", terms.transport_how.trim()),
        ("Who pays for travel at first", &listed(&[&terms.transport_payer, &until])),
        ("Who pays after that", terms.transport_then.trim()),
        ("Money between the schools", &money),
        ("About the money", &one_line(&terms.money_note)),
        ("Roll and registers", &one_line(&terms.roll)),
    ]);
    sheet.notes("terms");
    sheet.or_say("Nothing was recorded about uniform, transport, money and roll.");
}

/// The words with another before them, unless they are empty.
fn after(before: &str, words: &str) -> String {
    if words.trim().is_empty() { String::new() } else { format!("{before} {}", words.trim()) }
}

pub(super) fn timeline(sheet: &mut Sheet<'_>) {
    sheet.section("Dates, and what happens next");
    let start = match sheet.case.start_as_written() {
        When::Blank => "Not fixed yet".to_owned(),
        written => written.to_string(),
    };
    sheet.facts(&[("First day at the new school", &start)]);
    let rows: Vec<_> = sheet
        .case
        .reviews()
        .iter()
        .filter(|row| !row.is_blank() && !row.added)
        .map(review)
        .collect();
    if rows.is_empty() {
        sheet.paragraph("No review dates were fixed.");
    }
    sheet.table(&[("Review", 36), ("Date and time", 60), ("Place", 70)], rows);
    sheet.notes("timeline");
}

fn review(row: &Review) -> Vec<String> {
    let day = if row.on.is_blank() { "Date not fixed yet".to_owned() } else { row.on.to_string() };
    vec![row.label.to_string(), listed(&[&day, &row.at]), row.place.to_string()]
}
