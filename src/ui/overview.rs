//! A case at a glance, for the preview beside the list and for reviewing.

use ratatui::style::Style;

use super::theme;
use crate::domain::case::Case;
use crate::domain::checks::{Level, findings};
use crate::domain::date::{Date, long};
use crate::domain::due::{Due, DueKind};
use crate::domain::plan::Kept;
use crate::domain::reference::Reference;
use crate::domain::term_dates::TermDates;
use crate::domain::wording;

/// How far ahead a commitment counts as falling due, in days.
const SOON: u64 = 14;

/// The lines of an overview.
pub(super) fn lines(case: &Case, reference: &Reference, today: Date) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    head(case, today, &mut lines);
    timeline(case, reference, today, &mut lines);
    to_do(case, reference, today, &mut lines);
    listed("Changed targets", changed_targets(case, today), &mut lines);
    promised(case, today, &mut lines);
    listed("Targets", other_targets(case, today), &mut lines);
    missing(case, reference, today, &mut lines);
    verdicts(case, &mut lines);
    lines
}

fn heading(words: &str, lines: &mut Vec<(String, Style)>) {
    lines.push((String::new(), theme::plain()));
    lines.push((words.to_owned(), theme::heading()));
}

fn head(case: &Case, today: Date, lines: &mut Vec<(String, Style)>) {
    let year = case.year(today);
    let year = if year.is_blank() { String::new() } else { format!(", {}", year.label()) };
    lines.push((format!("{}{year}", case.child.name), theme::strong()));
    lines.push((schools(&case.home_school, &case.new_school), theme::plain()));
    lines.push((format!("{} · {}", case.id, case.stage()), theme::plain()));
    let overdue = case.dates().iter().filter(|due| due.is_overdue(today)).count();
    if overdue > 0 {
        lines.push((format!("! {overdue} overdue"), theme::wrong()));
    }
    if !case.meeting.lead.is_blank() {
        lines.push((format!("led by {}", case.meeting.lead), theme::quiet()));
    }
}

/// Home school → proposed school, as far as they are known.
pub(super) fn schools(home: &str, new: &str) -> String {
    let said = |school: &str| match school.trim() {
        "" => "not recorded".to_owned(),
        school => school.to_owned(),
    };
    if home.trim().is_empty() && new.trim().is_empty() {
        return "schools not recorded".to_owned();
    }
    format!("{} → {}", said(home), said(new))
}

fn timeline(case: &Case, reference: &Reference, today: Date, lines: &mut Vec<(String, Style)>) {
    let dates = TermDates::of(case, reference.profiles.of(case), reference);
    heading("Timeline", lines);
    let before = lines.len();
    if let Some(day) = case.meeting.on.day() {
        lines.push((format!("meeting: {}", long(day)), theme::plain()));
    }
    if let Some(day) = case.start.day() {
        lines.push((format!("first day: {}", long(day)), theme::plain()));
    }
    if let Some(row) = case.adjourned() {
        let again = row.again.day().map_or("no day yet".to_owned(), long);
        lines.push((format!("adjourned {}, goes on: {again}", row.on), theme::plain()));
    }
    for review in case.reviews.iter().filter(|review| !review.is_blank()) {
        let late = case.is_closed()
            && !case.is_ended()
            && review.held.is_blank()
            && review.on.day().is_some_and(|on| on < today);
        let (mark, style) =
            if late { ("! overdue: ", theme::wrong()) } else { ("", theme::plain()) };
        let held =
            if review.held.is_blank() { String::new() } else { format!(", held {}", review.held) };
        let week = review.on.day().and_then(|day| dates.week_of(day));
        let week = week.map_or(String::new(), |week| format!(", school week {}", week.number));
        lines.push((format!("{mark}{}{week}{held}", wording::review(review)), style));
    }
    if case.is_ended() {
        lines.push((format!("{}, {}", case.outcome.label(), case.outcome_on), theme::plain()));
    }
    if lines.len() == before {
        lines.push(("nothing fixed yet".to_owned(), theme::quiet()));
    }
}

/// The targets that were changed since they were agreed, with what they are now and why.
fn changed_targets(case: &Case, today: Date) -> Vec<String> {
    case.targets.iter().filter_map(|row| case.target_change(row.id, today)).collect()
}

/// The targets that stand as they were agreed.
fn other_targets(case: &Case, today: Date) -> Vec<String> {
    let same = case.targets.iter().filter(|row| case.changed_target(row.id, today).is_none());
    same.map(wording::headed_target).filter(|words| !words.is_empty()).collect()
}

fn listed(title: &str, said: Vec<String>, lines: &mut Vec<(String, Style)>) {
    if !said.is_empty() {
        heading(title, lines);
        lines.extend(said.into_iter().map(|words| (format!("· {words}"), theme::plain())));
    }
}

fn promised(case: &Case, today: Date, lines: &mut Vec<(String, Style)>) {
    if case.commitments.iter().all(crate::domain::plan::Commitment::is_blank) {
        return;
    }
    heading("Promised", lines);
    let late = case.overdue_commitments(today);
    for row in &late {
        let kept = match row.kept {
            Kept::NotYet => String::new(),
            kept => format!(" – {}", kept.label()),
        };
        lines.push((format!("! overdue: {}{kept}", wording::commitment(row)), theme::wrong()));
    }
    let until = today.checked_add_days(chrono::Days::new(SOON)).unwrap_or(today);
    let soon = case.commitments_falling_due(today, until);
    for row in &soon {
        lines.push((format!("· soon: {}", wording::commitment(row)), theme::plain()));
    }
    let rest = case
        .commitments
        .iter()
        .filter(|row| !row.is_blank() && !late.contains(row) && !soon.contains(row));
    for row in rest {
        let kept = if row.kept == Kept::NotYet {
            String::new()
        } else {
            format!(" – {}", row.kept.label())
        };
        lines.push((format!("· {}{kept}", wording::commitment(row)), theme::quiet()));
    }
}

/// What else falls due soon: steps, copies, notices and the like.
fn to_do(case: &Case, reference: &Reference, today: Date, lines: &mut Vec<(String, Style)>) {
    let until = today.checked_add_days(chrono::Days::new(SOON)).unwrap_or(today);
    let elsewhere = [DueKind::Meeting, DueKind::Review, DueKind::Commitment];
    let due: Vec<Due> = case
        .falls_due(reference, today)
        .into_iter()
        .filter(|due| due.on <= until && !elsewhere.contains(&due.kind))
        .collect();
    if due.is_empty() {
        return;
    }
    heading("To do", lines);
    lines.extend(due.into_iter().map(|due| {
        let who = if due.who.is_empty() { String::new() } else { format!(" – {}", due.who) };
        let words = format!("{}, by {}{who}", due.what, long(due.on));
        if due.is_overdue(today) {
            (format!("! overdue: {words}"), theme::wrong())
        } else {
            (format!("· {words}"), theme::plain())
        }
    }));
}

fn missing(case: &Case, reference: &Reference, today: Date, lines: &mut Vec<(String, Style)>) {
    if case.is_closed() || case.is_ended() {
        return;
    }
    let found = findings(case, reference.profiles.of(case), reference, today);
    let blocking = found.iter().filter(|finding| finding.level == Level::Block).count();
    heading("Still missing", lines);
    let worth = found.iter().filter(|finding| finding.level == Level::Warn).count();
    let words = format!("{blocking} must be done, {worth} worth a look");
    lines.push((words, theme::plain()));
    for finding in found.iter().filter(|finding| finding.level == Level::Block) {
        lines.push((format!("! {}", finding.sentence), theme::plain()));
    }
}

fn verdicts(case: &Case, lines: &mut Vec<(String, Style)>) {
    if case.reviewed.is_empty() {
        return;
    }
    heading("Reviewed (private)", lines);
    for reviewed in case.reviewed.iter().rev().take(3) {
        let note =
            if reviewed.note.is_blank() { String::new() } else { format!(": {}", reviewed.note) };
        lines.push((
            format!("{} {}{note}", long(reviewed.on), reviewed.verdict.label()),
            theme::plain(),
        ));
    }
}
