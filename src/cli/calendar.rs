//! `convenor calendar`: what is in a file of term dates, and the school weeks in it.
//!
//! Must never touch a case, nor count in a calendar that is damaged.

mod weeks;

use std::path::Path;

use super::World;
use super::args::{CalendarCommand, YesNo};
use super::failure::{FINE, Failure};
use super::output::print;
use super::profile::find;
use crate::domain::calendar::{Calendar, CountStub};
use crate::domain::date::{Toward, parse};
use crate::domain::text::clean_line;
use crate::store::calendars::{CalendarError, Problem, TermDates, read};
use crate::store::error::shown;
use crate::store::profiles::Shelf;
use crate::store::reference::keep;

pub(super) fn perform(command: CalendarCommand, world: &World) -> Result<u8, Failure> {
    match command {
        CalendarCommand::Check { file } => check(&file)?,
        CalendarCommand::Add { file, school, replace } => add(&file, &school, replace, world)?,
        CalendarCommand::Weeks { file, start, other, profile, count_stub, json } => {
            let shelf = Shelf::of(world.config_folder.as_deref())?;
            let profile = match &profile {
                Some(key) => find(&shelf, key)?.0,
                None => &shelf.default,
            };
            let start = parse(&start, world.today, Toward::Ahead)
                .map_err(|error| Failure::NoStart(clean_line(&start), error))?;
            let count = match count_stub {
                None => profile.partial_first_week.into(),
                Some(YesNo::Yes) => CountStub::Yes,
                Some(YesNo::No) => CountStub::No,
            };
            let course = profile.course();
            weeks::weeks(&file, other.as_deref(), start, count, course.as_ref(), json)?;
        }
    }
    Ok(FINE)
}

/// Keeps the term dates of a school among the settings.
fn add(file: &Path, school: &str, replace: bool, world: &World) -> Result<(), Failure> {
    let school = clean_line(school).trim().to_owned();
    if school.is_empty() {
        return Err(Failure::NoSchool);
    }
    let config = world.config_folder.as_deref().ok_or(Failure::NoSettings)?;
    let TermDates { calendar, remarks, .. } = read(file)?;
    let (open, closed) = (calendar.open().to_vec(), calendar.closed().to_vec());
    let named = Calendar::new(&school, open, closed);
    let calendar = named.map_err(|found| {
        let problems = found.into_iter().map(|found| found.fault.into()).collect();
        CalendarError::Damaged { name: shown(file), problems }
    })?;
    let kept = keep(config, &calendar, replace)?;
    let mut lines = vec![format!("The term dates of {school} are kept in {}.", shown(&kept))];
    if !remarks.is_empty() {
        lines.push("Look at:".to_owned());
        lines.extend(remarks.iter().map(|remark| format!("  {remark}")));
    }
    print(&(lines.join("\n") + "\n"))
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
    let file = shown(file);
    remarks.iter().map(|remark| format!("{file}: {remark}")).collect()
}
