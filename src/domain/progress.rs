//! How far each item of the agenda has come.

use super::case::Case;
use super::checks::{AFRESH, Basis, Finding, Level, is_screened};
use super::people::RowId;
use super::profile::{Entry, Item, Part, Profile};
use super::review::Review;
use super::slot::Slot;
use super::table::{Column, Table};

/// How far an item has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is filled in.
    Empty,
    /// Something is filled in, and something needed is not.
    Begun,
    /// Everything needed is filled in.
    Complete,
    /// Something that is filled in stands in the way of closing.
    Attention,
}

impl Progress {
    /// One character for it.
    pub fn symbol(self) -> char {
        match self {
            Self::Empty => '·',
            Self::Begun => '~',
            Self::Complete => '+',
            Self::Attention => '!',
        }
    }

    /// How far several items have come together.
    pub fn of_all(states: &[Self]) -> Self {
        let all = |wanted| states.iter().all(|state| *state == wanted);
        if states.contains(&Self::Attention) {
            Self::Attention
        } else if all(Self::Empty) {
            Self::Empty
        } else if all(Self::Complete) {
            Self::Complete
        } else {
            Self::Begun
        }
    }

    /// The words for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Begun => "begun",
            Self::Complete => "complete",
            Self::Attention => "needs attention",
        }
    }
}

/// Checks whose findings are not mere gaps although they only warn: what was typed cannot be right.
const MISTYPED: [&str; 6] =
    ["dates", "times", "direction-sessions", "numbers", "sessions-fit", "percentages"];

/// How far an item has come, given what the checks found in the case.
pub fn progress(case: &Case, profile: &Profile, item: &Item, findings: &[Finding]) -> Progress {
    let here = profile.agenda.iter().position(|other| other.key == item.key);
    let mine = |finding: &&Finding| Some(finding.item) == here;
    let disagrees = |finding: &Finding| {
        ["agreement", AFRESH].contains(&finding.id) && finding.sentence.ends_with("does not agree.")
    };
    let mut found = findings.iter().filter(mine).peekable();
    let in_the_way = |finding: &Finding| {
        let recorded = finding.check().is_some_and(|check| check.basis == Basis::Recorded);
        recorded && finding.level == Level::Block || MISTYPED.contains(&finding.id)
    };
    if found.clone().any(|finding| in_the_way(finding) || disagrees(finding)) {
        return Progress::Attention;
    }
    let blocked = found.any(|finding| finding.level == Level::Block);
    let mut any = false;
    let mut whole = true;
    for entry in &item.entries {
        let (filled, needed) = filled(case, item, entry);
        any |= filled;
        whole &= (filled || !needed) && !leaves_steps(case, entry);
        whole &= !matches!(entry, Entry::Conditions) || !leaves_conditions(profile, findings);
    }
    match (any, whole && !blocked) {
        (false, _) => Progress::Empty,
        (true, false) => Progress::Begun,
        (true, true) => Progress::Complete,
    }
}

/// Whether something found on the items of the screening still counts.
fn leaves_conditions(profile: &Profile, findings: &[Finding]) -> bool {
    findings.iter().any(|finding| {
        let item = profile.agenda.get(finding.item);
        finding.level != Level::Note && item.is_some_and(|item| item.part == Part::Screening)
    })
}

/// Whether steps or copies of a list are not done yet.
fn leaves_steps(case: &Case, entry: &Entry) -> bool {
    match entry {
        Entry::Table { table: Table::FollowUps, .. } => {
            case.follow_ups.iter().any(|row| !row.is_done())
        }
        Entry::Table { table: Table::Sends, .. } => case.sends.iter().any(|row| !row.is_sent()),
        _ => false,
    }
}

/// Whether an entry is filled in, and whether the item needs it.
fn filled(case: &Case, item: &Item, entry: &Entry) -> (bool, bool) {
    let said = |slot: &Slot| case.field(slot).is_some_and(|field| !field.is_blank());
    match entry {
        Entry::Note { key, audience, needed, .. } => (said(&item.note(key, *audience)), *needed),
        Entry::Fact { fact, needed } => (said(&Slot::Fact(*fact)), *needed),
        Entry::Table { table, needed } => (table_is_filled(case, item, *table), *needed),
        Entry::Answers => {
            let table = item.answers_table();
            let rows = item.answer_rows(case);
            let answer = |id: &RowId| said(&Slot::Cell(table, *id, Column::Answer));
            (rows.iter().any(answer), table == Table::People || !rows.is_empty())
        }
        Entry::Each { whom, columns, .. } => {
            let mut people = case.people.iter().filter(|person| whom.includes(person));
            let filled = people.any(|person| {
                columns.iter().any(|column| said(&Slot::Cell(Table::People, person.id, *column)))
            });
            (filled, false)
        }
        Entry::Review { columns } => {
            let said = |column: &Column| {
                item.review.is_some_and(|id| said(&Slot::Cell(Table::Reviews, id, *column)))
            };
            (columns.iter().any(said), true)
        }
        Entry::Conditions => (is_screened(case), false),
        Entry::ReadBack | Entry::Close => {
            let review = item.review.and_then(|id| case.review(id));
            (review.map_or(case.is_closed(), Review::is_closed), false)
        }
    }
}

/// Whether any row says something that the program did not fill in itself.
fn table_is_filled(case: &Case, item: &Item, table: Table) -> bool {
    item.rows(case, table).into_iter().any(|id| {
        let columns: &[Column] = match table {
            Table::Reviews => &[Column::On],
            Table::Evidence => &[Column::State, Column::On, Column::Note],
            Table::FollowUps => &[Column::Done, Column::Note],
            Table::Sends => &[Column::Sent, Column::SentOn],
            Table::Commitments => &[Column::Who, Column::What, Column::Due],
            Table::Targets => &[Column::What, Column::Number, Column::Baseline],
            _ => item.columns(table),
        };
        columns.iter().any(|column| {
            let field = case.field(&Slot::Cell(table, id, *column));
            field.is_some_and(|field| !field.is_blank())
        })
    })
}
