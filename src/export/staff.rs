//! What staff are given: a briefing of one page, and the checklist of the host.
//!
//! Neither ever holds background, a private line, or what the family said of itself.

use super::agreement::plan;
use super::document::Document;
use super::kind::{Kind, NotYet};
use super::sheet::{Below, Sheet, and, listed, listed_once};
use crate::domain::agreed::Agreed;
use crate::domain::date::{Date, long, short};
use crate::domain::people::Here;
use crate::domain::plan::{Commitment, Side, Target};
use crate::domain::profile::Profile;
use crate::domain::table::Table;
use crate::domain::text::capital;

/// What staff who teach or meet the child need to know (R81; Southwark).
///
/// # Errors
/// When there is nothing yet that staff could be told.
pub(super) fn briefing(case: &Agreed<'_>, profile: &Profile, on: Date) -> Result<Document, NotYet> {
    if case.redirected().is_some() {
        return Err(NotYet::new("The case belongs elsewhere, so no staff are briefed."));
    }
    let theirs: Vec<&Commitment> = plan::in_order(case.commitments())
        .into_iter()
        .filter(|row| row.side == Side::NewSchool)
        .collect();
    if case.targets().is_empty() && theirs.is_empty() {
        return Err(NotYet::new(format!(
            "There is nothing to tell staff yet: no targets, and no commitments of the new school. Fill them in under {}.",
            and(&places(profile).iter().map(String::as_str).collect::<Vec<_>>())
        )));
    }
    let mut sheet = Sheet::new(case, profile);
    let (_, new) = case.contacts();
    let starts = case.start_as_written().to_string();
    let year = if case.year().is_blank() { "" } else { case.year().label() };
    sheet.facts(&[
        ("Starts on", &starts),
        ("Year group", year),
        ("First days", &sheet.note_in_line("background", "first_day")),
        ("What helps", &sheet.note_in_line("child", "help")),
        ("Questions to", &listed_once(&[new, case.coordinator()])),
    ]);
    sheet.heading("Targets");
    sheet.table(
        &[("Target", 70), ("Now", 48), ("To reach", 48)],
        case.targets().iter().map(|row| target(case, row)).collect(),
    );
    sheet.or_say("No targets were set.");
    sheet.heading("What staff do");
    let rows = theirs
        .iter()
        .map(|row| vec![row.who.trim().to_owned(), row.what.trim().to_owned(), due(row)]);
    sheet.table(&[("Who", 42), ("What", 84), ("By when", 40)], rows.collect());
    sheet.or_say("No commitments of staff were recorded.");
    let below = Below::child_and_schools(case, on);
    let dateline =
        format!("{}. For staff who need to know; please do not pass it on.", below.dateline);
    let draft = !case.is_closed();
    Ok(sheet.document(Kind::Briefing, Kind::Briefing.title(), Below { dateline, draft, ..below }))
}

/// When a commitment is due, in few letters: the page is full, and the year is known.
fn due(row: &Commitment) -> String {
    row.due.day().map_or_else(
        || row.due.to_string(),
        |day| format!("{} {}", capital(row.timing.label()), short(day)),
    )
}

/// Where targets and commitments are filled in, by the titles of the agenda.
fn places(profile: &Profile) -> Vec<String> {
    let places = [Table::Targets, Table::Commitments].map(|table| profile.place_of_table(table));
    let items = places.into_iter().flatten().filter_map(|at| profile.agenda.get(at));
    items.map(|item| format!("“{}”", item.title)).collect()
}

/// A target as it stands now, with the day on which it was changed.
fn target(case: &Agreed<'_>, row: &Target) -> Vec<String> {
    let changed = case.changed_target(row);
    let now = changed.as_ref().map_or(row, |(now, _)| now);
    let on = changed.as_ref().map(|(_, on)| format!("changed on {}", long(*on)));
    let reach = listed(&[&plan::to_reach(now), on.as_deref().unwrap_or_default()]);
    vec![plan::target_name(now), row.baseline.to_string(), reach]
}

/// What the host of the meeting gets ready (R44; Southwark). It hangs in an office, so it names no
/// child.
pub(super) fn host_checklist(case: &Agreed<'_>, profile: &Profile, on: Date) -> Document {
    let mut sheet = Sheet::new(case, profile);
    let meeting = case.meeting();
    let expected = case.at_meeting(profile).filter(|person| person.here != Here::Apologies).count();
    let expected = if expected == 0 { String::new() } else { expected.to_string() };
    let when = [&meeting.on.to_string(), meeting.at.trim()];
    sheet.facts(&[
        ("Meeting", &listed(&when)),
        ("Place", meeting.venue.trim()),
        ("Led by", meeting.lead.trim()),
        ("People expected", &expected),
    ]);
    sheet.heading("Ready before the family arrives");
    sheet.ticks(profile.host_checklist.iter().map(|line| line.label.clone()));
    sheet.heading("On the day");
    sheet.fill_in(&["Who meets the family", "Who shows them round", "Seen to by", "Date"]);
    sheet.heading("Anything else");
    sheet.lines(5);
    let below = Below {
        subtitle: capital(&profile.meeting_title),
        dateline: format!("Written on {}", long(on)),
        draft: false,
    };
    sheet.document(Kind::HostChecklist, Kind::HostChecklist.title(), below)
}
