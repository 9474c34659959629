//! `convenor calendar`: what is in a file of term dates, and the school weeks in it.
//!
//! Must never touch a case, nor count in a calendar that is damaged.

mod weeks;

use std::path::Path;

use super::args::{CalendarCommand, YesNo};
use super::failure::{FINE, Failure};
use super::output::print;
use crate::domain::calendar::CountStub;
use crate::domain::date::{Date, Toward, parse};
use crate::domain::text::clean_line;
use crate::store::calendars::{Problem, TermDates, read};
use crate::store::profiles;

pub(super) fn perform(command: CalendarCommand, today: Date) -> Result<u8, Failure> {
    match command {
        CalendarCommand::Check { file } => check(&file)?,
        CalendarCommand::Weeks { file, start, other, count_stub, json } => {
            let start = parse(&start, today, Toward::Ahead)
                .map_err(|error| Failure::NoStart(clean_line(&start), error))?;
            let count = match count_stub {
                None => CountStub::Ask,
                Some(YesNo::Yes) => CountStub::Yes,
                Some(YesNo::No) => CountStub::No,
            };
            let course = profiles::southwark()?.course();
            weeks::weeks(&file, other.as_deref(), start, count, course.as_ref(), json)?;
        }
    }
    Ok(FINE)
}

fn check(file: &Path) -> Result<(), Failure> {
    let TermDates { calendar, form, remarks } = read(file)?;
    let mut lines = vec![format!("{} ({form})", calendar.school()), "Open for pupils:".to_owned()];
    lines.extend(calendar.open().iter().map(|span| format!("  {span}")));
    if !calendar.closed().is_empty() {
        lines.push("Closed:".to_owned());
        lines.extend(calendar.closed().iter().map(|closed| format!("  {closed}")));
    }
    let (weeks, days) = (calendar.count_weeks(), calendar.pupil_days().len());
    lines.push(format!("In all: school weeks {weeks}, pupil days {days}, {}.", calendar.reach()));
    if remarks.is_empty() {
        lines.push("Nothing needs mending.".to_owned());
    } else {
        lines.push("It can be used. Look at:".to_owned());
        lines.extend(remarks.iter().map(|remark| format!("  {remark}")));
    }
    print(&(lines.join("\n") + "\n"))
}

/// What was noticed in a file, with the name of the file.
fn noticed(file: &Path, remarks: &[Problem]) -> Vec<String> {
    let file = crate::store::error::shown(file);
    remarks.iter().map(|remark| format!("{file}: {remark}")).collect()
}
