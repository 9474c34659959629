//! The record of a review: who was there, what each target measures now, what became of each
//! commitment, and what was decided (R77–R80; Southwark).
//!
//! It follows the agenda of a review in the profile, and tells of no review that came later.

use super::agreement::{people, plan};
use super::document::{Block, Document, Fact};
use super::ending::BACK;
use super::kind::{Kind, NotYet};
use super::sheet::{Below, Sheet, and, listed, one_line};
use crate::domain::agreed::Agreed;
use crate::domain::case::{Outcome, YesNo};
use crate::domain::date::{Date, long};
use crate::domain::people::{Here, Person, RowId};
use crate::domain::plan::{Commitment, Kept, Target};
use crate::domain::profile::{Entry, Item, Profile};
use crate::domain::promises::with_note;
use crate::domain::review::{Amendment, Attendance, Decision, Review};
use crate::domain::table::{Column, Table};
use crate::domain::text::{Text, capital};
use crate::domain::wording;

/// The record of a review as it stands: the last one made while the review is closed, else a draft of
/// the next one.
///
/// # Errors
/// When no review is named, or it was not begun.
pub(super) fn latest(
    case: &Agreed<'_>,
    profile: &Profile,
    id: Option<RowId>,
    on: Date,
) -> Result<Document, NotYet> {
    let Some(review) = id.and_then(|id| case.review(id)) else {
        return Err(NotYet::new("Say of which review: the case has none of that number."));
    };
    let last = case.last_record_of(review.id);
    let (number, on) = match last.filter(|_| review.is_closed()) {
        Some(made) => made,
        None => (last.map_or(1, |(number, _)| number + 1), on),
    };
    let record = review_record(case, profile, review.id, number, on)?;
    Ok(Document { draft: !review.is_closed(), ..record })
}

/// The record of a review with this number among the records of that review.
///
/// # Errors
/// When the review is not in the case, or was not begun.
pub fn review_record(
    case: &Agreed<'_>,
    profile: &Profile,
    id: RowId,
    number: u32,
    on: Date,
) -> Result<Document, NotYet> {
    let Some(review) = case.review(id) else {
        return Err(NotYet::new("This review is not in the case any more."));
    };
    let name = review.name();
    if !review.begun && review.held.is_blank() {
        return Err(NotYet::new(format!("The {} was not begun yet.", within(name))));
    }
    let items: Vec<Item> =
        profile.review_agenda.iter().map(|item| item.for_review(review)).collect();
    let mut sheet = Sheet::new(case, profile);
    sheet.section("The review");
    facts(&mut sheet, review);
    for item in &items {
        sheet.section(&item.title);
        for entry in &item.entries {
            write(&mut sheet, item, entry, review);
        }
        sheet.or_leave_out();
    }
    what_follows(&mut sheet, review);
    people::contacts(&mut sheet);
    copies(&mut sheet, review.id);
    let below = Below::child_and_schools(case, on);
    let again = if number > 1 { format!(" {number}") } else { String::new() };
    let dateline = format!("Record{again} of the {}, written on {}", within(name), long(on));
    Ok(sheet.document(
        Kind::Review,
        &format!("Record of review: {name}"),
        Below { dateline, ..below },
    ))
}

/// A name within a sentence: “Week 4 review” is “week 4 review”.
fn within(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn facts(sheet: &mut Sheet<'_>, review: &Review) {
    let case = sheet.case;
    let (home, new) = case.schools();
    let held = if review.held.is_blank() { &review.on } else { &review.held };
    let planned = if review.held == review.on || review.held.is_blank() {
        String::new()
    } else {
        review.on.to_string()
    };
    let when = listed(&[&held.to_string(), &review.at, &review.place]);
    let decision = if review.decision.is_blank() { "" } else { review.decision.label() };
    sheet.facts(&[
        ("Child", case.child().name.trim()),
        ("Home school", home.trim()),
        ("New school", new.trim()),
        ("First day at the new school", &case.start_as_written().to_string()),
        ("Held on", &when),
        ("What was decided", &capital(decision)),
        ("It was planned for", &planned),
        ("Led by", case.meeting().lead.trim()),
    ]);
}

fn write<'a>(sheet: &mut Sheet<'a>, item: &'a Item, entry: &Entry, review: &Review) {
    match entry {
        Entry::Note { key, .. } => sheet.note_of(item, key),
        Entry::Review { columns } => cells(sheet, columns, review),
        Entry::Table { table: Table::Attendances, .. } => there(sheet, review.id),
        Entry::Table { table: Table::Readings, .. } => targets(sheet, review),
        Entry::Table { table: Table::Updates, .. } => commitments(sheet, review.id),
        Entry::Table { table: Table::Amendments, .. } => changes(sheet, review),
        Entry::Table { table: Table::Commitments, .. } => new_commitments(sheet, review.id),
        Entry::Answers => answers(sheet, review.id),
        _ => {}
    }
}

/// The answers about the review as a whole. The day stands above already.
fn cells(sheet: &mut Sheet<'_>, columns: &[Column], review: &Review) {
    let seen = if review.seen == YesNo::NotAsked { "Not recorded" } else { review.seen.label() };
    let decision =
        if review.decision.is_blank() { "Not recorded" } else { review.decision.label() };
    for column in columns {
        match column {
            Column::Seen => sheet.facts(&[(column.label(), &capital(seen))]),
            Column::NotSeenWhy if review.seen == YesNo::No => {
                sheet.facts(&[("Why not", review.not_seen_why.trim())]);
            }
            Column::Decision => sheet.facts(&[(column.label(), &capital(decision))]),
            _ => {}
        }
    }
}

fn there(sheet: &mut Sheet<'_>, review: RowId) {
    let mut people = sheet.case.people_at(review);
    if people.is_empty() {
        sheet.paragraph("Who was there was not recorded.");
    }
    people.sort_by_key(|(_, here)| !here.is_there());
    let row = |(person, here): &(&Person, Here)| {
        let here = if here.is_blank() { "not recorded" } else { here.label() };
        vec![
            person.name.to_string(),
            people::role(person),
            person.organisation.to_string(),
            capital(here),
        ]
    };
    let rows = people.iter().map(row).collect();
    sheet.table(&[("Name", 46), ("Role", 48), ("Organisation", 43), ("Here", 29)], rows);
}

/// What each answered who was asked afresh, there or not (R23).
fn answers(sheet: &mut Sheet<'_>, review: RowId) {
    let row = |(person, row): &(&Person, &Attendance)| {
        let said = capital(&wording::answer(row.answered()));
        vec![person.name.to_string(), people::role(person), said]
    };
    let asked = sheet.case.asked_afresh(review);
    let given = asked.iter().filter(|(_, row)| !row.answer.is_blank());
    sheet.subheading_table(
        "Who agrees that the move is confirmed",
        &[("Name", 46), ("Role", 48), ("Answer", 72)],
        given.map(row).collect(),
    );
}

/// Each target: where it began, where it is to get, and every reading so far.
fn targets(sheet: &mut Sheet<'_>, review: &Review) {
    let targets = sheet.case.targets();
    for target in targets {
        sheet.subheading(&plan::target_name(target));
        let facts = readings(sheet.case, review, target);
        sheet.push(Block::Facts(facts));
    }
    if targets.is_empty() {
        sheet.paragraph("No targets were set.");
    }
}

fn readings(case: &Agreed<'_>, of: &Review, target: &Target) -> Vec<Fact> {
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    let changed = changes_by(case, of).rfind(|row| row.target == target.id);
    let to_reach = if changed.is_some() { "To reach at first" } else { "To reach" };
    let mut facts = vec![
        fact("At the beginning", or_not_recorded(&target.baseline)),
        fact(to_reach, or_not_recorded(&plan::to_reach(target))),
    ];
    facts.extend(changed.map(|row| fact("To reach now", new_wording(row, target))));
    for review in case.reviews_until(of.id) {
        let reading = case.reading(review.id, target.id);
        let said = reading.map(|row| with_note(&row.value, &row.note)).unwrap_or_default();
        if !said.is_empty() || review.id == of.id {
            facts.push(fact(review.name(), or_not_recorded(&said)));
        }
    }
    facts
}

fn or_not_recorded(said: &str) -> String {
    if said.trim().is_empty() { "Not recorded".to_owned() } else { said.trim().to_owned() }
}

/// Each commitment that stood when the review was held, with what became of it: at the last review
/// that says something of it, and at this one.
fn commitments(sheet: &mut Sheet<'_>, review: RowId) {
    let case = sheet.case;
    let (before, _) = case.commitments_at(review);
    let last = |row: &Commitment| match case.update_before(review, row.id) {
        Some((_, update)) => became(update.kept, &update.note),
        None if case.is_looked_at(row.id) || row.kept.is_blank() => String::new(),
        None => capital(row.kept.label()),
    };
    let now = |row: &Commitment, last: &str| match case.update(review, row.id) {
        Some(update) if !became(update.kept, &update.note).is_empty() => {
            became(update.kept, &update.note)
        }
        Some(_) => "Not recorded".to_owned(),
        None if last.is_empty() => "Not known yet".to_owned(),
        None if row.is_settled() => "Settled".to_owned(),
        None => "Not asked this time".to_owned(),
    };
    let rows: Vec<[String; 4]> = plan::in_order(before.into_iter())
        .into_iter()
        .map(|row| {
            let last = last(row);
            let now = now(row, &last);
            [plan::who(row), promised(row), last, now]
        })
        .collect();
    let heading = "What was promised, and what became of it";
    if rows.iter().all(|[_, _, last, _]| last.is_empty()) {
        let rows = rows.into_iter().map(|[who, what, _, now]| vec![who, what, now]).collect();
        let columns = [("Who", 40), ("What and when", 68), ("What became of it", 58)];
        return sheet.subheading_table(heading, &columns, rows);
    }
    let columns = [("Who", 36), ("What and when", 54), ("Last time", 36), ("This time", 40)];
    sheet.subheading_table(heading, &columns, rows.into_iter().map(Vec::from).collect());
}

/// What became of a commitment in a sentence or two; empty when nothing was said.
fn became(kept: Kept, note: &Text) -> String {
    let kept = if kept.is_blank() { String::new() } else { capital(kept.label()) };
    match (kept.is_empty(), note.trim()) {
        (_, "") => kept,
        (true, note) => note.to_owned(),
        (false, note) => format!("{kept}. {note}"),
    }
}

fn promised(row: &Commitment) -> String {
    let due = if row.due.is_blank() { String::new() } else { within(&plan::by_when(row)) };
    listed(&[row.what.trim().trim_end_matches('.'), &due])
}

/// What was promised at this review.
fn new_commitments(sheet: &mut Sheet<'_>, review: RowId) {
    let (_, made) = sheet.case.commitments_at(review);
    let row = |row: &&Commitment| vec![plan::who(row), row.what.to_string(), plan::by_when(row)];
    let rows: Vec<_> = plan::in_order(made.into_iter()).iter().map(row).collect();
    sheet.subheading_table(
        "What is promised from now on",
        &[("Who", 46), ("What", 72), ("By when", 48)],
        rows,
    );
}

/// Changes of targets that held when the review was held, in the order of their days.
fn changes_by<'a>(
    case: &Agreed<'a>,
    review: &Review,
) -> impl DoubleEndedIterator<Item = &'a Amendment> + use<'a> {
    let day = review.day();
    let held = |row: &&Amendment| {
        row.review == Some(review.id) || day.is_none_or(|day| row.counts_from() <= Some(day))
    };
    let mut rows: Vec<&Amendment> = case.amendments().filter(held).collect();
    rows.sort_by_key(|row| row.counts_from());
    rows.into_iter()
}

/// A target in its new words and with its new number, as far as they changed.
fn new_wording(row: &Amendment, target: &Target) -> String {
    let number = [row.number.trim(), target.unit.trim()].join(" ");
    let number = if row.number.is_blank() { "" } else { number.trim() };
    listed(&[&one_line(&row.what), number])
}

/// Changes of targets to which both schools, the parents and the lead agreed.
fn changes(sheet: &mut Sheet<'_>, review: &Review) {
    let case = sheet.case;
    let row = |row: &Amendment| {
        let target = case.targets().iter().find(|target| target.id == row.target);
        let name = target.map(plan::target_name).unwrap_or_default();
        let new = target.map(|target| new_wording(row, target)).unwrap_or_default();
        vec![name, new, one_line(&row.reason), row.on.to_string()]
    };
    let rows = changes_by(case, review).map(row).collect();
    sheet.subheading_table(
        "Targets that were changed",
        &[("Target", 44), ("Now", 44), ("Why", 44), ("From", 34)],
        rows,
    );
}

/// Those who were there receive the record.
fn copies(sheet: &mut Sheet<'_>, review: RowId) {
    let people = sheet.case.receives_record(review).into_iter();
    let names: Vec<&str> =
        people.map(|person| person.name.trim()).filter(|name| !name.is_empty()).collect();
    let all = if names.is_empty() { String::new() } else { format!(": {}", and(&names)) };
    sheet.section("Who receives a copy");
    sheet.paragraph(&format!("Everyone who took part receives a copy{all}."));
}

/// The next review, more time, or the end.
fn what_follows(sheet: &mut Sheet<'_>, review: &Review) {
    let case = sheet.case;
    sheet.section("What follows");
    match review.decision {
        Decision::Confirmed => {
            sheet.paragraph(&sheet.filled("{child} stays at {new} for good."));
            let held = review.held.day().or(review.on.day()).and_then(|day| day.succ_opt());
            plan::roll_after(sheet, Outcome::Confirmed, case.roll_changes().or(held));
        }
        Decision::Returned => {
            sheet.paragraph(&sheet.filled(BACK));
            sheet.facts(&[("First day back", &case.ending().back_on.to_string())]);
        }
        Decision::Extended => {
            for row in case.extensions_at(review.id) {
                let weeks = format!("{} school weeks more", row.weeks.trim());
                let weeks = if row.weeks.is_blank() { "" } else { &weeks };
                sheet.facts(&[("More time", weeks), ("Why", &one_line(&row.reason))]);
            }
        }
        Decision::Unsaid | Decision::GoesOn | Decision::Withdrawn | Decision::Redirected => {}
    }
    let next = case.review_after(review.id).filter(|_| {
        matches!(review.decision, Decision::Unsaid | Decision::GoesOn | Decision::Extended)
    });
    if let Some(next) = next {
        sheet
            .facts(&[("Next review", &listed(&plan::review(next).each_ref().map(String::as_str)))]);
    }
    let (outcome, ended) = case.outcome();
    if next.is_none() && outcome != Outcome::Open {
        let money = case.terms().money_final;
        let money = if money.is_blank() { String::new() } else { capital(money.label()) };
        sheet.facts(&[
            ("How it ended", &listed(&[&capital(outcome.label()), &ended.to_string()])),
            ("Money between the schools", &money),
        ]);
    }
    sheet.or_say("Nothing was recorded about what follows.");
}
