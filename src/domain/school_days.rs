//! Counting school days from a day, both ways.
//!
//! Monday to Friday: bank holidays and holidays are not known here.

use chrono::{Datelike, Days, Weekday};

use super::date::Date;

/// The day so many school days after another; with 0 that day, or the first school day after it.
pub fn after(day: Date, count: u32) -> Date {
    walk(day, count, |day| day.checked_add_days(Days::new(1)))
}

/// The day so many school days before another; with 0 that day, or the last school day before it.
pub fn before(day: Date, count: u32) -> Date {
    walk(day, count, |day| day.checked_sub_days(Days::new(1)))
}

fn walk(mut day: Date, count: u32, step: impl Fn(Date) -> Option<Date>) -> Date {
    let mut left = count;
    while left > 0 || !is_school_day(day) {
        let Some(next) = step(day) else { return day };
        day = next;
        left -= u32::from(left > 0 && is_school_day(day));
    }
    day
}

fn is_school_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn december(day: u32) -> Date {
        Date::from_ymd_opt(2026, 12, day).unwrap()
    }

    #[test]
    fn a_weekend_is_no_school_day() {
        assert_eq!(after(december(1), 3), december(4));
        assert_eq!(after(december(4), 1), december(7));
        assert_eq!(after(december(5), 0), december(7));
        assert_eq!(after(december(5), 1), december(7));
        assert_eq!(before(december(7), 2), december(3));
        assert_eq!(before(december(6), 0), december(4));
        assert_eq!(after(december(4), 0), december(4));
    }
}
