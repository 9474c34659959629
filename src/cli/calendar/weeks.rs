//! `convenor calendar weeks`: each school week, the reviews and the extensions, to plan on paper.
//!
//! Must never leave out in silence what the calendar does not reach.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::noticed;
use crate::cli::failure::Failure;
use crate::cli::output::{SCHEMA, print, print_json};
use crate::domain::calendar::{
    Calendar, CountStub, Course, NotReached, Review, SchoolWeeks, Span, Week,
};
use crate::domain::date::{Date, iso, long};
use crate::store::calendars::read;

/// The pupil days that a whole school week has.
const WHOLE_WEEK: u32 = 5;

/// What is told.
struct Plan<'a> {
    receiving: &'a Calendar,
    weeks: &'a SchoolWeeks<'a>,
    /// What the protocol lays down, if anything.
    course: Option<&'a Course>,
    with_other: bool,
    reviews: Vec<Review>,
    /// By how many weeks, and the last of them.
    extensions: Vec<(u32, Week)>,
    pupil_days: Vec<(u32, Date)>,
    /// Reviews that the calendars do not reach, which fails; and extensions, which does not.
    missing: Vec<NotReached>,
    missing_extensions: Vec<NotReached>,
    remarks: Vec<String>,
}

pub(super) fn weeks(
    file: &Path,
    other: Option<&Path>,
    start: Date,
    count: CountStub,
    course: Option<&Course>,
    as_json: bool,
) -> Result<(), Failure> {
    let receiving = read(file)?;
    let home = other.map(read).transpose()?;
    let weeks = receiving.calendar.weeks_from(start, count)?;
    let home_calendar = home.as_ref().map(|home| &home.calendar);
    let mut plan = plan(&receiving.calendar, &weeks, home_calendar, course);
    plan.remarks = noticed(file, &receiving.remarks);
    if let (Some(other), Some(home)) = (other, &home) {
        plan.remarks.extend(noticed(other, &home.remarks));
    }
    if as_json { print_json(&told(&plan)) } else { print(&page(&plan)) }?;
    if plan.missing.is_empty() {
        return Ok(());
    }
    let missing: Vec<String> = plan.missing.iter().map(ToString::to_string).collect();
    Err(Failure::NotReached(missing.join("\n")))
}

fn plan<'a>(
    receiving: &'a Calendar,
    weeks: &'a SchoolWeeks<'a>,
    home: Option<&Calendar>,
    course: Option<&'a Course>,
) -> Plan<'a> {
    let due = course.map(|course| course.reviews.as_slice()).unwrap_or_default();
    let (mut reviews, mut missing) = (Vec::new(), Vec::new());
    for due in due {
        match weeks.review(*due, home) {
            Ok(review) => reviews.push(review),
            Err(not_reached) => missing.push(not_reached),
        }
    }
    let (mut extensions, mut missing_extensions) = (Vec::new(), Vec::new());
    let range = course.and_then(|course| Some((course, course.extension.clone()?)));
    for (course, by) in range.into_iter().flat_map(|(course, by)| by.map(move |by| (course, by))) {
        match weeks.extended(course, by) {
            Ok(week) => extensions.push((by, *week)),
            Err(not_reached) => missing_extensions.push(not_reached),
        }
    }
    let counted = due.iter().map(|due| due.week.saturating_mul(WHOLE_WEEK));
    let pupil_days = counted.filter_map(|n| Some((n, weeks.pupil_day(n).ok()?))).collect();
    Plan {
        receiving,
        weeks,
        course,
        with_other: home.is_some(),
        reviews,
        extensions,
        pupil_days,
        missing,
        missing_extensions,
        remarks: Vec::new(),
    }
}

fn page(plan: &Plan) -> String {
    let school = plan.receiving.school();
    let mut lines = vec![format!("First day at {school}: {}", long(plan.weeks.start()))];
    lines.extend(plan.weeks.uncounted().map(|stub| format!("Before week 1: {}", stub.span)));
    lines.extend(plan.weeks.all().iter().map(|week| {
        format!("Week {}: {} | open days {}", week.number, week.span(), week.open_days)
    }));
    let planned = plan.course.is_some_and(|course| !course.reviews.is_empty());
    lines.push(match (planned, plan.with_other) {
        (false, _) => "The protocol plans no reviews: they are agreed freely.".to_owned(),
        (true, true) => "Reviews, on days on which both schools are open:".to_owned(),
        (true, false) => {
            "Reviews, on days on which this school is open (--other FILE adds the other one):"
                .to_owned()
        }
    });
    for review in &plan.reviews {
        lines.extend(review_lines(review));
    }
    lines.extend(plan.missing.iter().map(|missing| format!("  {missing}")));
    let extended = plan.course.filter(|course| course.extension.is_some());
    lines.extend(
        extended.map(|course| format!("Extensions, counted on from week {}:", course.length)),
    );
    lines.extend(
        plan.extensions.iter().map(|(by, week)| {
            format!("  by {by} weeks: until week {}, {}", week.number, week.span())
        }),
    );
    // Where the calendar ends, every later week is missing too.
    let missing = plan.missing_extensions.iter().take(1);
    lines.extend(missing.map(|missing| format!("  {missing}")));
    let footnote =
        plan.pupil_days.iter().map(|(n, day)| format!("pupil day {n} is {}", long(*day)));
    let footnote = footnote.collect::<Vec<_>>().join(", ");
    if !footnote.is_empty() {
        lines.push(format!("Footnote, since weeks are counted and not days: {footnote}."));
    }
    if !plan.remarks.is_empty() {
        lines.push("Look at:".to_owned());
        lines.extend(plan.remarks.iter().map(|remark| format!("  {remark}")));
    }
    lines.join("\n") + "\n"
}

fn review_lines(review: &Review) -> Vec<String> {
    let due = review.due;
    let about = if due.is_about() {
        format!(
            "About week {} (weeks {} to {} are accepted): week",
            due.week, due.earliest, due.latest
        )
    } else {
        "Week".to_owned()
    };
    let mut lines = vec![format!("  {about} {}, {}", review.week.number, review.week.span())];
    let days = |days: &mut dyn Iterator<Item = &Date>| -> String {
        days.map(|day| day.format("%a %-d %b").to_string()).collect::<Vec<_>>().join(", ")
    };
    let good = days(&mut review.days.iter().filter(|day| !review.late.contains(day)));
    let late = days(&mut review.late.iter());
    if !good.is_empty() {
        lines.push(format!("    {good}"));
    }
    if !late.is_empty() {
        lines.push(format!("    better not, just before a holiday: {late}"));
    }
    lines.extend(review.why.iter().map(|why| format!("    {why}")));
    lines
}

fn told(plan: &Plan) -> Value {
    let week = |week: &Week| {
        json!({
            "n": week.number,
            "first": iso(week.first),
            "last": iso(week.last),
            "open_days": week.open_days,
        })
    };
    let extension = |(by, week): &(u32, Week)| {
        json!({
            "weeks": by,
            "week": week.number,
            "first": iso(week.first),
            "last": iso(week.last),
        })
    };
    let pupil_day = |(n, day): &(u32, Date)| json!({ "n": n, "day": iso(*day) });
    let missing = |missing: &NotReached| json!({ "what": missing.missing.to_string(), "why": missing.to_string() });
    let missing_all = plan.missing.iter().chain(&plan.missing_extensions);
    let span = |Span { first, last }: Span| json!({ "first": iso(first), "last": iso(last) });
    json!({
        "schema": SCHEMA,
        "school": plan.receiving.name(),
        "start": iso(plan.weeks.start()),
        "before_week_1": plan.weeks.uncounted().map(|stub| span(stub.span)),
        "weeks": plan.weeks.all().iter().map(week).collect::<Vec<_>>(),
        "reviews": plan.reviews.iter().map(review).collect::<Vec<_>>(),
        "extensions": plan.extensions.iter().map(extension).collect::<Vec<_>>(),
        "pupil_days": plan.pupil_days.iter().map(pupil_day).collect::<Vec<_>>(),
        "missing": missing_all.map(missing).collect::<Vec<_>>(),
        "remarks": plan.remarks,
    })
}

/// A review for programs; what does not apply is left out.
fn review(review: &Review) -> Value {
    let days = |days: &[Date]| -> Value { days.iter().map(|day| iso(*day)).collect() };
    let mut told = Map::new();
    told.insert("week".to_owned(), review.week.number.into());
    if review.due.is_about() {
        told.insert("about".to_owned(), review.due.week.into());
    }
    told.insert("first".to_owned(), iso(review.week.first).into());
    told.insert("last".to_owned(), iso(review.week.last).into());
    told.insert("days".to_owned(), days(&review.days));
    if !review.late.is_empty() {
        told.insert("before_a_holiday".to_owned(), days(&review.late));
    }
    if !review.why.is_empty() {
        told.insert("why".to_owned(), review.why.join(" ").into());
    }
    Value::Object(told)
}
