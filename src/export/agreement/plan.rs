//! Targets, commitments, terms and dates.
//!
//! A date that could not be read as a day is printed as it was written, never left out.

use crate::domain::case::{Outcome, Route};
use crate::domain::date::{Date, When, long};
use crate::domain::plan::{Commitment, Heading, Target, Timing};
use crate::domain::review::Review;
use crate::domain::text::capital;
use crate::export::sheet::{Sheet, after, listed, one_line, sentences, weekday_and_short};

pub(in crate::export) fn targets(sheet: &mut Sheet<'_>) {
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
    sheet.table(&[("Target", 60), ("Now", 36), ("To reach", 34), ("How it is measured", 44)], rows);
    changed(sheet);
    sheet.notes("targets");
}

/// The targets that were changed since, as they stand now.
fn changed(sheet: &mut Sheet<'_>) {
    let case = sheet.case;
    let changed = case.targets().iter().filter_map(|row| case.changed_target(row));
    let lines: Vec<String> = changed
        .map(|(now, on)| {
            format!("{}, changed on {}", listed(&[&target_name(&now), &to_reach(&now)]), long(on))
        })
        .collect();
    sheet.subheading_points("As they stand now", &lines);
}

fn target(row: &Target) -> Vec<String> {
    let how = listed(&[&row.measured, &row.often, &row.by_whom]);
    vec![target_name(row), row.baseline.to_string(), to_reach(row), how]
}

/// What a target is about.
pub(in crate::export) fn target_name(row: &Target) -> String {
    match (row.heading, row.what.trim()) {
        (Heading::Other, what) => what.to_owned(),
        (heading, "") => capital(heading.label()),
        (heading, what) => format!("{}: {what}", capital(heading.label())),
    }
}

/// The number to reach, with what it counts.
pub(in crate::export) fn to_reach(row: &Target) -> String {
    if row.number.is_blank() {
        return String::new();
    }
    [row.number.trim(), row.unit.trim()].join(" ").trim().to_owned()
}

pub(in crate::export) fn commitments(sheet: &mut Sheet<'_>) {
    sheet.section("Commitments: who does what, by when");
    let rows = in_order(sheet.case.agreed_commitments());
    let rows = rows.iter().enumerate().map(|(n, row)| commitment(n + 1, row)).collect();
    sheet.table(&[("No.", 12), ("Who", 46), ("What", 72), ("By when", 44)], rows);
    sheet.or_say("No commitments were recorded.");
    sheet.notes("commitments");
}

/// Commitments in the order of their days; those without a day keep their order, at the end.
pub(in crate::export) fn in_order<'a>(
    rows: impl Iterator<Item = &'a Commitment>,
) -> Vec<&'a Commitment> {
    let mut rows: Vec<&Commitment> = rows.filter(|row| !row.is_blank()).collect();
    rows.sort_by_key(|row| row.due.day().unwrap_or(Date::MAX));
    rows
}

fn commitment(number: usize, row: &Commitment) -> Vec<String> {
    vec![number.to_string(), who(row), row.what.to_string(), by_when(row)]
}

/// Who makes a commitment, and for whom.
pub(in crate::export) fn who(row: &Commitment) -> String {
    let side = if row.side.is_blank() { String::new() } else { capital(row.side.label()) };
    match (row.who.trim(), side.is_empty()) {
        ("", _) => side,
        (who, true) => who.to_owned(),
        (who, false) => format!("{who} ({})", row.side.label()),
    }
}

/// When a commitment is due.
pub(in crate::export) fn by_when(row: &Commitment) -> String {
    let word = match row.timing {
        Timing::By => "By",
        Timing::From => "From",
    };
    match &row.due {
        When::Blank => "No date was set".to_owned(),
        When::On(day) => format!("{word} {}", weekday_and_short(*day)),
        When::Unread(words) => words.trim().to_owned(),
    }
}

pub(in crate::export) fn terms(sheet: &mut Sheet<'_>) {
    let terms = sheet.case.terms();
    let settled =
        if terms.money_now.is_blank() { String::new() } else { capital(terms.money_now.label()) };
    let money = sentences(&[&settled, &one_line(&terms.money_note)]);
    let order = listed(&[
        &terms.uniform_cost,
        &after("ordered by", &terms.uniform_ordered_by),
        &after("needed by", &terms.uniform_needed.to_string()),
    ]);
    let until = after("until", &terms.transport_until.to_string());
    let pays = listed(&[&terms.transport_payer, &until]);
    let pays = sentences(&[&pays, &after("After that:", &terms.transport_then)]);
    sheet.section("Uniform, transport, money and roll");
    sheet.facts(&[
        ("Branded uniform the home school pays for", &one_line(&terms.uniform_items)),
        ("Cost and order", &order),
        ("How the child travels", terms.transport_how.trim()),
        ("Who pays for travel", &pays),
        ("Money", &money),
        ("Roll and registers", &one_line(&terms.roll)),
    ]);
    sheet.notes("terms");
    what_holds(sheet);
    sheet.or_say("Nothing was recorded about uniform, transport, money and roll.");
}

/// Somebody at a school.
fn at(who: &str, school: &str) -> String {
    if who.trim().is_empty() { String::new() } else { format!("{} ({school})", who.trim()) }
}

/// What the protocol says about terms and about this kind of move, and who has the child on roll as
/// what (R74–R76; Southwark).
fn what_holds(sheet: &mut Sheet<'_>) {
    let said = &sheet.profile.terms;
    let words = sheet.route_words();
    let travel = words.map(|words| words.transport.as_str()).filter(|words| !words.is_empty());
    let mut lines: Vec<String> = [&said.uniform, travel.unwrap_or(&said.transport), &said.finance]
        .map(|line| sheet.filled(line))
        .into();
    lines.retain(|line| !line.is_empty());
    sheet.subheading_points("What the protocol says", &lines);
    roll(sheet);
}

/// Who has the child on roll as what, and how the registers are marked.
pub(in crate::export) fn roll(sheet: &mut Sheet<'_>) {
    let lines: Vec<String> = sheet
        .route_words()
        .map(|words| words.roll.iter().map(|line| sheet.filled(line)).collect())
        .unwrap_or_default();
    on_roll(sheet, &lines);
}

fn on_roll(sheet: &mut Sheet<'_>, lines: &[String]) {
    sheet.subheading_points("Which school has the child on its roll", lines);
}

/// The same once it has ended like this: plainly, and no longer for both cases. `changes` is the day
/// from which the new school alone has the child on its roll.
pub(in crate::export) fn roll_after(
    sheet: &mut Sheet<'_>,
    outcome: Outcome,
    changes: Option<Date>,
) {
    let permanent = sheet.route() == Route::Permanent;
    let lines = match (outcome, changes) {
        (Outcome::Confirmed, Some(day)) if !permanent => vec![
            sheet.filled(&format!("{{new}} alone has {{child}} on its roll from {}.", long(day))),
            sheet.filled("{home} takes {child} off its roll on that day."),
        ],
        (Outcome::Returned, _) => vec![sheet.filled("{home} alone has {child} on its roll again.")],
        _ => return roll(sheet),
    };
    on_roll(sheet, &lines);
}

pub(in crate::export) fn timeline(sheet: &mut Sheet<'_>) {
    sheet.section("Dates, and what happens next");
    let start = match sheet.case.start_as_written() {
        When::Blank => "Not fixed yet".to_owned(),
        written => written.to_string(),
    };
    let (home, new) = sheet.case.contacts();
    sheet.facts(&[
        ("First day", &start),
        ("Whom to ask", &listed(&[&at(home, "home school"), &at(new, "new school")])),
    ]);
    let rows: Vec<_> = sheet
        .case
        .reviews()
        .iter()
        .filter(|row| !row.is_blank() && !row.added)
        .map(|row| review(row).into())
        .collect();
    if rows.is_empty() {
        sheet.paragraph("No review dates were fixed.");
    }
    sheet.table(&[("Review", 36), ("Date and time", 60), ("Place", 70)], rows);
    sheet.notes("timeline");
    // What was agreed for this child comes first; the protocol speaks where nothing was written.
    if let Some(words) = sheet.route_words() {
        let said = [("well", &words.goes_well), ("not_well", &words.does_not)];
        let unwritten = said.into_iter().filter(|(key, _)| !sheet.has_note("timeline", key));
        let lines: Vec<String> = unwritten
            .map(|(_, sentence)| sheet.filled(sentence))
            .filter(|sentence| !sentence.is_empty())
            .collect();
        sheet.subheading_points("What follows", &lines);
    }
}

/// A review with its day and place.
pub(in crate::export) fn review(row: &Review) -> [String; 3] {
    let day = if row.on.is_blank() { "Date not fixed yet".to_owned() } else { row.on.to_string() };
    [row.label.to_string(), listed(&[&day, &row.at]), row.place.to_string()]
}
