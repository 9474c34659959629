//! The days of an event: dates, moments in local time, and moments in universal time.
//!
//! Must never leave an hour to change a day: midnight in an English summer is 23:00 the day before
//! in universal time, and means the day that begins.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::super::problem::{Fault, date, quoted};
use crate::domain::date::Date;

/// When an event begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// All day.
    Day(Date),
    /// At a time of the clock where it takes place.
    Time(NaiveDateTime),
}

impl Moment {
    /// The day on which it lies.
    pub(super) fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Time(time) => time.date(),
        }
    }
}

/// Reads `20260902`, `20260902T083000` or `20260902T073000Z`.
pub(super) fn moment(value: &str) -> Result<Moment, Fault> {
    let not_a_date = || Fault::NotADate(quoted(value));
    let (day, time) = match value.split_once(['T', 't']) {
        Some((day, time)) => (day, Some(time)),
        None => (value, None),
    };
    if day.len() != 8 || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a_date());
    }
    let (year, rest) = day.split_at_checked(4).ok_or_else(not_a_date)?;
    let (month, of_month) = rest.split_at_checked(2).ok_or_else(not_a_date)?;
    let day = date(&format!("{year}-{month}-{of_month}"))?;
    let Some(time) = time else { return Ok(Moment::Day(day)) };
    let universal = time.ends_with(['Z', 'z']);
    let time = NaiveTime::parse_from_str(time.trim_end_matches(['Z', 'z']), "%H%M%S")
        .map_err(|_| not_a_date())?;
    let moment = day.and_time(time);
    Ok(Moment::Time(if universal { in_england(moment) } else { moment }))
}

/// The last day of an event that ends just before a moment. Some programs end it where it begins.
pub(super) fn last_before(first: Moment, end: Moment) -> Date {
    let begins_a_day = match end {
        Moment::Day(_) => true,
        Moment::Time(time) => time.time() == NaiveTime::MIN,
    };
    let day = end.day();
    // One that ends before it begins is told with the days that the file has.
    if begins_a_day && day > first.day() {
        day.checked_sub_days(Days::new(1)).unwrap_or(day)
    } else {
        day
    }
}

/// The last day of an all-day event that takes `P5D` or `P2W`.
pub(super) fn last_after(first: Moment, length: &str) -> Option<Date> {
    let Moment::Day(day) = first else { return None };
    let count = length.trim_start_matches('+').strip_prefix('P')?;
    let days = match count.strip_suffix('W') {
        Some(weeks) => weeks.parse::<u64>().ok()?.checked_mul(7)?,
        None => count.strip_suffix('D')?.parse().ok()?,
    };
    day.checked_add_days(Days::new(days.checked_sub(1)?))
}

/// The time of the clock in England at a moment of universal time.
fn in_england(universal: NaiveDateTime) -> NaiveDateTime {
    let change = |month: u32| {
        let fifth = NaiveDate::from_weekday_of_month_opt(universal.year(), month, Weekday::Sun, 5);
        fifth
            .or_else(|| {
                NaiveDate::from_weekday_of_month_opt(universal.year(), month, Weekday::Sun, 4)
            })?
            .and_hms_opt(1, 0, 0)
    };
    match (change(3), change(10)) {
        (Some(spring), Some(autumn)) if spring <= universal && universal < autumn => {
            universal + TimeDelta::hours(1)
        }
        _ => universal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(value: &str) -> String {
        moment(value).unwrap().day().to_string()
    }

    #[test]
    fn a_moment_counts_as_its_day_in_england() {
        assert_eq!(day_of("20260902"), "2026-09-02");
        assert_eq!(day_of("20260902T083000"), "2026-09-02");
        assert_eq!(day_of("20260901T230000Z"), "2026-09-02");
        assert_eq!(day_of("20261101T230000Z"), "2026-11-01");
        assert_eq!(day_of("20270328T005959Z"), "2027-03-28");
        assert_eq!(day_of("20261024T230000Z"), "2026-10-25");
        assert_eq!(day_of("20261025T233000Z"), "2026-10-25");
    }

    #[test]
    fn the_end_of_an_event_is_not_part_of_it() {
        let last =
            |first, end| last_before(moment(first).unwrap(), moment(end).unwrap()).to_string();
        assert_eq!(last("20261026", "20261031"), "2026-10-30");
        assert_eq!(last("20261026", "20261026"), "2026-10-26");
        assert_eq!(last("20260901T230000Z", "20260902T230000Z"), "2026-09-02");
        assert_eq!(last("20260902T083000", "20261023T151500"), "2026-10-23");
    }

    #[test]
    fn a_length_counts_from_the_first_day() {
        let last = |length| last_after(moment("20261026").unwrap(), length);
        assert_eq!(last("P1W"), Some(moment("20261101").unwrap().day()));
        assert_eq!(last("P5D"), Some(moment("20261030").unwrap().day()));
        for length in ["", "P0D", "PT5H", "-P1D", "P99999999999999999999D", "P9999999999999999999W"]
        {
            assert_eq!(last(length), None, "{length}");
        }
    }

    #[test]
    fn what_is_no_date_is_said_to_be_none() {
        for value in ["", "2026-09-02", "2026090", "20260902T", "20260902T250000", "2026090é"] {
            assert_eq!(moment(value), Err(Fault::NotADate(quoted(value))), "{value}");
        }
        assert_eq!(moment("20260231"), Err(Fault::NoSuchDay("2026-02-31".into())));
    }
}
