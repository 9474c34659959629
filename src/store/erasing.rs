//! Erasing a case: what is asked for, what is kept of it, and the certificate.
//!
//! Must never keep a word of a case, its reference, or a day from which a birthday could be told.

use chrono::NaiveDateTime;

use super::audit::{Deed, Erasure, Line, Trail};
use super::history::size;
use crate::domain::case::{Case, CaseId};
use crate::domain::date::{Date, long};
use crate::domain::reference::Reference;
use crate::domain::retention::Kept;
use crate::domain::text::Text;

/// How a case is to be erased.
#[derive(Clone, Copy, Debug)]
pub struct Erasing<'a> {
    /// When.
    pub at: NaiveDateTime,
    /// The account under which the program runs.
    pub by: &'a Text,
    /// The protocols, for the time for which a case is kept.
    pub reference: &'a Reference,
    /// Whether also a case goes that cannot be read, so that nobody can see whether it is held.
    pub even_unread: bool,
}

impl Erasing<'_> {
    /// What is kept of a case: `case` and `trail` as far as they could be read, and how many files
    /// and bytes it had.
    pub(super) fn what_is_kept(
        &self,
        id: &CaseId,
        case: Option<&Case>,
        trail: Option<&Trail>,
        (files, bytes): (usize, u64),
    ) -> Erasure {
        let profile = case.and_then(|case| self.reference.profiles.own(case).ok());
        let kept = case.zip(profile).map(|(case, profile)| case.kept(profile));
        let over = match kept {
            Some(Kept::Until(_)) => kept.map(|kept| kept.is_over(self.at.date())),
            Some(Kept::BirthMissing) | None => None,
        };
        let lines = trail.map(Trail::lines).unwrap_or_default();
        let copies = |line: &Line| match line.what {
            Deed::Sent { copies } => copies,
            _ => 0,
        };
        let (year, _) = year_and_number(id.as_str()).unwrap_or_default();
        Erasure {
            files,
            bytes,
            code: trail.and_then(Trail::code),
            basis: profile.map(|own| Text::from(own.retention.basis.as_str())).unwrap_or_default(),
            over,
            exported: lines.iter().filter(|line| is_export(line)).count(),
            sent: lines.iter().map(copies).sum(),
            year,
            given: 0,
        }
    }
}

fn is_export(line: &Line) -> bool {
    matches!(line.what, Deed::Exported { .. } | Deed::Disclosed)
}

/// The year and the number of a reference that the program gave.
pub(super) fn year_and_number(id: &str) -> Option<(i32, u32)> {
    let (year, number) = id.strip_prefix("MM-")?.split_once('-')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}

/// The highest number of a year that a chain remembers as given.
pub(super) fn given(lines: &[Line], year: i32) -> u32 {
    let numbers = lines.iter().filter_map(|line| match &line.what {
        Deed::Erased(erasure) if erasure.year == year => Some(erasure.given),
        _ => None,
    });
    numbers.max().unwrap_or(0)
}

/// The number of the certificate of a line.
pub fn number(line: &Line) -> String {
    format!("E-{:04}", line.number)
}

/// The certificate of a line of the chain; `None` where the line tells of no erasure. It names no
/// person, no school and no case.
pub fn certificate(line: &Line, last_backup: Option<Date>) -> Option<String> {
    let Deed::Erased(erasure) = &line.what else { return None };
    let on = line.at.date();
    let basis = match erasure.basis.trim() {
        "" => "not known: the case could not be read, or its protocol is not there.".to_owned(),
        basis => basis.to_owned(),
    };
    let over = match erasure.over {
        Some(true) => "The time for which the case is kept was over.",
        Some(false) => "The time for which the case is kept was not over yet.",
        None => "Whether the time for which the case is kept was over could not be told.",
    };
    let code = match &erasure.code {
        Some(code) => code.to_string(),
        None => "none: there was no audit trail that could be read".to_owned(),
    };
    let (files, bytes) = (erasure.files, size(erasure.bytes));
    let (exported, sent) = (erasure.exported, erasure.sent);
    let backup = match last_backup {
        Some(day) if day > on => format!(
            "backups made before this day: the last backup, of {}, was made after it and does not hold the case; earlier ones may",
            long(day)
        ),
        Some(day) => format!(
            "backups: the last one that is remembered was made on {}, {}, and may hold the case",
            long(day),
            match (on - day).num_days() {
                0 => "the same day".to_owned(),
                1 => "the day before".to_owned(),
                days => format!("{days} days before"),
            }
        ),
        None => "backups: none is remembered; any that was made may hold the case".to_owned(),
    };
    Some(format!(
        "CERTIFICATE OF ERASURE {}\n\n\
         Erased on: {}\n\
         What: one case, with everything kept about it: its record, its history, its documents,\n  \
         copies put aside and its audit trail; {files} files, {bytes}.\n\
         Code of its audit trail at the end: {code}\n\
         Basis of retention: {basis}\n{over}\n\n\
         What this cannot reach. Whoever has such copies must destroy them:\n\
         - documents written to places outside the store: {exported} by the audit trail\n\
         - copies sent: {sent} by the audit trail; and any that were printed\n\
         - {backup}\n\
         - copies made by others: synchronising folders, backups and snapshots of the machine,\n  \
         and what a disk keeps of files that were removed\n",
        number(line),
        long(on),
    ))
}
