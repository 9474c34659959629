//! Checks on what an off-site direction says: its sessions and its days.

use super::{Gap, Subject, fact};
use crate::domain::calendar::Span;
use crate::domain::case::Route;
use crate::domain::date::long;
use crate::domain::figures::whole;
use crate::domain::school_days::{SchoolDays, Which};
use crate::domain::slot::Fact;
use crate::domain::times;

/// Session times that are none, that end before they begin, or that run into each other.
pub(super) fn sessions(on: &Subject<'_>) -> Vec<Gap> {
    let said = &on.case.direction;
    let mut gaps = Vec::new();
    let mut times = Vec::new();
    for (text, place) in
        [(&said.morning, Fact::DirectionMorning), (&said.afternoon, Fact::DirectionAfternoon)]
    {
        match times::session(text) {
            _ if text.is_blank() || on.case.route != Route::DirectionFirst => {}
            Ok(session) => times.extend(session),
            Err(wrong) => gaps.push(Gap(format!("{}: {wrong}", place.label()), fact(place))),
        }
    }
    if let [(_, morning_ends), (afternoon_begins, _)] = *times
        && afternoon_begins < morning_ends
    {
        let sentence = "The afternoon session begins before the morning session ends.";
        gaps.push(Gap(sentence.to_owned(), fact(Fact::DirectionAfternoon)));
    }
    gaps
}

/// A number of days that the dates do not hold, and a last day on which nobody comes.
pub(super) fn days(on: &Subject<'_>) -> Vec<Gap> {
    let said = &on.case.direction;
    let dates = on.case.start.day().zip(said.last_day.day()).filter(|(first, last)| first <= last);
    let Some((first, last)) = dates.filter(|_| on.case.route == Route::DirectionFirst) else {
        return Vec::new();
    };
    let school = SchoolDays::of(on.case, on.reference);
    let mut gaps = Vec::new();
    if let Some(why) = school.why_closed(Which::New, last) {
        let sentence = format!("On the last day of the direction, {}, {why}.", long(last));
        gaps.push(Gap(sentence, fact(Fact::DirectionLast)));
    }
    let open =
        school.between(Which::New, first, last) + u32::from(school.is_open(Which::New, first));
    // Where the term dates are not known for all of it, there may be fewer days, never more.
    let known = school.basis(Which::New, Span { first, last }).is_none();
    let Some(days) = whole(&said.days) else { return gaps };
    let (from, to) = (long(first), long(last));
    let sentence = if days == 0 {
        "A direction of no days is none. How many are there?".to_owned()
    } else if days > open {
        format!(
            "The direction is to have {days} days, but from {from} to {to} there are {open} school days."
        )
    } else if days < open && known {
        format!(
            "From {from} to {to} there are {open} school days, and the direction is to have {days}. If the child comes on some days only, say on which in the session times, and set this aside."
        )
    } else {
        return gaps;
    };
    gaps.push(Gap(sentence, fact(Fact::DirectionDays)));
    gaps
}
