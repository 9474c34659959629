//! What the term dates of its schools say about the dates of a case: the school week of a day, days
//! offered for reviews, and what speaks against a day that was chosen (R77–R79; domain notes,
//! section 4.1).
//!
//! Must never offer a day on which a school is closed, or not known to be open.

use chrono::Datelike;

use super::calendar::{CountStub, Course, NotCounted, ReviewWeek, SchoolWeeks, Stub, Week};
use super::case::{Case, YesNo};
use super::date::{Date, long};
use super::people::RowId;
use super::plan::Commitment;
use super::profile::{PartialFirstWeek, Profile};
use super::reference::Reference;
use super::review::{Extension, Review};
use super::school_days::{SchoolDays, Which};
use super::text::folded;

/// The dates of a case, seen with the term dates of its schools.
#[derive(Debug)]
pub struct TermDates<'a> {
    case: &'a Case,
    profile: &'a Profile,
    /// The days on which its schools are open.
    pub days: SchoolDays<'a>,
    course: Option<Course>,
    weeks: Result<SchoolWeeks<'a>, Uncounted>,
}

/// Why the school weeks of a case cannot be counted. Its `Display` is a sentence for the facilitator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uncounted {
    /// There is no first day yet.
    #[error("School weeks are counted once the first day at the new school is filled in.")]
    NoStart,
    /// The term dates of the new school are not known.
    #[error("{0}")]
    NoCalendar(String),
    /// The first day cannot be the first, or it must be said whether a stub of a week counts.
    #[error("{0}")]
    Start(#[from] NotCounted),
}

/// A day offered for a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The review.
    pub review: RowId,
    /// The day.
    pub day: Date,
    /// The school week in which it lies.
    pub week: u32,
    /// What else is to be known: that it is late in a term, why plain counting would be wrong.
    pub why: Vec<String>,
}

/// What speaks against a day, in the order of its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// It is not after the first day.
    BeforeStart,
    /// A school is closed.
    Closed,
    /// It lies outside the weeks of the protocol.
    OutsideWeeks,
    /// The term dates do not reach it.
    NotReached,
    /// It is one of the last two days before a holiday.
    LateInTerm,
}

/// A remark about a day: what it is about, and the sentence.
pub type Remark = (Against, String);

impl<'a> TermDates<'a> {
    /// The dates of a case under its protocol.
    pub fn of(case: &'a Case, profile: &'a Profile, reference: &'a Reference) -> Self {
        let days = SchoolDays::of(case, reference);
        let weeks = count(case, profile, &days);
        Self { case, profile, days, course: profile.course(), weeks }
    }

    /// The case.
    pub fn case(&self) -> &'a Case {
        self.case
    }

    /// The school weeks.
    ///
    /// # Errors
    /// Says why they cannot be counted.
    pub fn weeks(&self) -> Result<&SchoolWeeks<'a>, &Uncounted> {
        self.weeks.as_ref()
    }

    /// The short first week of which it must be said whether it counts; also when it was said.
    pub fn stub(&self) -> Option<Stub> {
        let (start, calendar) = (self.case.start.day()?, self.days.new_school()?);
        match calendar.weeks_from(start, CountStub::Ask) {
            Err(NotCounted::Stub(stub)) => Some(stub),
            _ => None,
        }
    }

    /// The short first week of which nobody said yet whether it counts, though that is asked.
    pub fn undecided_stub(&self) -> Option<Stub> {
        match self.weeks {
            Err(Uncounted::Start(NotCounted::Stub(stub))) => Some(stub),
            _ => None,
        }
    }

    /// The school week in which a day lies.
    pub fn week_of(&self, day: Date) -> Option<&Week> {
        self.weeks.as_ref().ok()?.week_of(day)
    }

    /// When a review is due: as the protocol plans one of its name, or in the week that its name says.
    pub fn due(&self, review: &Review) -> Option<ReviewWeek> {
        let name = folded(&review.label);
        let planned =
            self.profile.review_plan.iter().find(|planned| folded(&planned.label) == name);
        if let Some(planned) = planned {
            let (week, earliest, latest) = (planned.week, planned.earliest, planned.latest);
            return Some(ReviewWeek { week, earliest, latest });
        }
        let mut words = name.split_whitespace().skip_while(|word| *word != "week").skip(1);
        let week: u32 = words.next()?.parse().ok().filter(|week| *week > 0)?;
        Some(ReviewWeek { week, earliest: week, latest: week })
    }

    /// The day offered for a review, or why none is; `None` when there is nothing to say: no first
    /// day, or no week in which it is due.
    pub fn offer(&self, review: &Review) -> Option<Result<Offer, String>> {
        let due = self.due(review)?;
        match &self.weeks {
            Err(Uncounted::NoStart) => None,
            Err(why) => Some(Err(format!("Nothing is offered. {why}"))),
            Ok(weeks) => Some(self.offered(review, due, weeks)),
        }
    }

    fn offered(
        &self,
        review: &Review,
        due: ReviewWeek,
        weeks: &SchoolWeeks<'_>,
    ) -> Result<Offer, String> {
        let nothing = |why: &dyn std::fmt::Display| format!("Nothing is offered. {why}");
        let Some(home) = self.days.home() else {
            let week = weeks.week(due.week).map_err(|why| nothing(&why))?;
            return Err(format!(
                "School week {} is {}. No day is offered. {}",
                week.number,
                week.span(),
                self.missing().unwrap_or_default()
            ));
        };
        let found = weeks.review(due, Some(home)).map_err(|why| nothing(&why))?;
        let mut why = found.why.clone();
        let good = found.days.iter().filter(|day| !found.late.contains(day));
        let good: Vec<Date> = good.copied().collect();
        let days = if good.is_empty() { &found.days } else { &good };
        // The weekday of the meeting suited everybody.
        let usual = self.case.meeting.on.day().map(|day| day.weekday());
        let day = days.iter().find(|day| Some(day.weekday()) == usual).or(days.first());
        let Some(day) = day.copied() else { return Err(why.join(" ")) };
        if found.late.contains(&day) {
            why.insert(0, "It is one of the last two days before a holiday.".to_owned());
        }
        Ok(Offer { review: review.id, day, week: found.week.number, why })
    }

    /// The days offered for the reviews that have none, in order.
    pub fn offers(&self) -> Vec<Offer> {
        let open = self.case.reviews.iter().filter(|review| review.on.is_blank());
        open.filter_map(|review| self.offer(review)?.ok()).collect()
    }

    /// What speaks against the day of a review; nothing when it has none.
    pub fn against(&self, review: &Review) -> Vec<Remark> {
        let Some(day) = review.on.day() else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(start) = self.case.start.day().filter(|start| day <= *start) {
            let words = format!("It is not after the first day, {}.", long(start));
            found.push((Against::BeforeStart, words));
        }
        if let Some(why) = self.days.why_closed(Which::Both, day) {
            found.push((Against::Closed, format!("Choose another day: {why}.")));
        }
        found.extend(self.outside(review, day));
        let mut calendars = [self.days.new_school(), self.days.home()].into_iter().flatten();
        if let Some(calendar) = calendars.clone().find(|calendar| !calendar.reach().contains(day)) {
            let words = format!(
                "The term dates of {} go only from {}.",
                calendar.school(),
                calendar.reach()
            );
            found.push((Against::NotReached, words));
        } else if let Some(calendar) = calendars.find(|calendar| calendar.is_late_in_term(day)) {
            let words = format!(
                "It is one of the last two days before a holiday at {}.",
                calendar.school()
            );
            found.push((Against::LateInTerm, words));
        }
        found.sort_by_key(|(against, _)| *against);
        found
    }

    /// That a day lies outside the weeks in which a review may be held.
    fn outside(&self, review: &Review, day: Date) -> Option<Remark> {
        let due = self.due(review)?;
        let week = self.week_of(day)?.number;
        let accepted = due.earliest..=due.latest;
        let plan = if due.is_about() {
            format!("in weeks {} to {}", due.earliest, due.latest)
        } else {
            format!("in week {}", due.week)
        };
        let words = format!("It is in school week {week}; by its plan the review is {plan}.");
        (!accepted.contains(&week)).then_some((Against::OutsideWeeks, words))
    }

    /// The last week of an extension, counted on from the length of the course; or what is wrong with
    /// it. `None` when there is nothing to say: no number of weeks, or no length.
    pub fn extended(&self, row: &Extension) -> Option<Result<Week, String>> {
        if row.weeks.is_blank() {
            return None;
        }
        let course = self.course.as_ref()?;
        let Ok(weeks) = row.weeks.trim().parse::<u32>() else {
            return Some(Err("Give the school weeks as a whole number.".to_owned()));
        };
        match &course.extension {
            None => return Some(Err("This protocol has no extension.".to_owned())),
            Some(range) if !range.contains(&weeks) => {
                let (fewest, most) = (range.start(), range.end());
                return Some(Err(format!("An extension is by {fewest} to {most} school weeks.")));
            }
            Some(_) => {}
        }
        if self.case.extensions.iter().find(|other| !other.weeks.is_blank())?.id != row.id {
            return Some(Err("A move is extended only once.".to_owned()));
        }
        self.extended_weeks(row)
    }

    /// The last week of an extension, or where the term dates end before it; `None` when there is no
    /// whole number of weeks to count.
    pub fn extended_weeks(&self, row: &Extension) -> Option<Result<Week, String>> {
        let course = self.course.as_ref()?;
        let weeks = row.weeks.trim().parse::<u32>().ok()?;
        let weeks_of = self.weeks.as_ref().ok()?;
        Some(weeks_of.extended(course, weeks).copied().map_err(|why| why.to_string()))
    }

    /// Why the schools of a commitment are closed on its day, as the end of a sentence.
    pub fn due_closed(&self, row: &Commitment) -> Option<String> {
        self.days.why_closed(Which::of(row.side), row.due.day()?)
    }

    /// Which term dates are missing, and how to add them; `None` when none are.
    pub fn missing(&self) -> Option<String> {
        if self.case.new_school.is_blank() || self.case.home_school.is_blank() {
            return Some("Fill in both schools under Case details first.".to_owned());
        }
        let unknown = self.days.unknown();
        let school = *unknown.first()?;
        Some(format!(
            "The term dates are missing: {}. Add them with: convenor calendar add FILE --school \"{school}\"",
            unknown.join(", ")
        ))
    }

    /// Where the term dates end before the last week of the course, if they do.
    pub fn too_short(&self) -> Option<String> {
        let (weeks, course) = (self.weeks.as_ref().ok()?, self.course.as_ref()?);
        weeks.week(course.length).err().map(|why| why.to_string())
    }
}

fn count<'a>(
    case: &Case,
    profile: &Profile,
    days: &SchoolDays<'a>,
) -> Result<SchoolWeeks<'a>, Uncounted> {
    let start = case.start.day().ok_or(Uncounted::NoStart)?;
    let Some(calendar) = days.new_school() else {
        let school = case.new_school.trim();
        return Err(Uncounted::NoCalendar(if school.is_empty() {
            "Fill in the new school under Case details first.".to_owned()
        } else {
            format!(
                "The term dates are missing: {school}. Add them with: convenor calendar add FILE --school \"{school}\""
            )
        }));
    };
    let stub = match case.count_first_week {
        YesNo::Yes => PartialFirstWeek::Count,
        YesNo::No => PartialFirstWeek::Skip,
        YesNo::NotAsked => profile.partial_first_week,
    };
    Ok(calendar.weeks_from(start, stub.into())?)
}
