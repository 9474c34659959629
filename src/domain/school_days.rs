//! School days between two days, and so many school days from a day, where no term dates are asked.
//!
//! Monday to Friday: bank holidays and holidays are not known here.

use chrono::{Datelike, Days, Weekday};

use super::date::Date;

/// How many days from Monday to Friday lie after `from`, up to and with `to`; 0 when `to` is not
/// later. Holidays count as school days here, because no term dates are known.
pub fn school_days_between(from: Date, to: Date) -> u32 {
    let days = (to - from).num_days();
    if days <= 0 {
        return 0;
    }
    let rest = days % 7;
    let begins = i64::from(from.weekday().num_days_from_monday());
    let stub = (1..=rest).filter(|day| (begins + day) % 7 < 5).count();
    u32::try_from(days / 7 * 5).unwrap_or(u32::MAX).saturating_add(u32::try_from(stub).unwrap_or(0))
}

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
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> Date {
        Date::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_weekend_is_passed_over() {
        let friday = day(2026, 12, 4);
        assert_eq!(school_days_between(friday, day(2026, 12, 7)), 1);
        assert_eq!(school_days_between(friday, day(2026, 12, 6)), 0);
        assert_eq!(school_days_between(day(2026, 12, 2), friday), 2);
        assert_eq!(school_days_between(friday, day(2026, 12, 2)), 0);
    }

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

    proptest! {
        #[test]
        fn counting_is_what_a_finger_on_the_calendar_counts(start in 0_u64..4000, length in 0_u64..400) {
            let from = day(2024, 1, 1) + Days::new(start);
            let to = from + Days::new(length);
            let counted = (1..=length)
                .map(|n| (from + Days::new(n)).weekday())
                .filter(|day| !matches!(day, Weekday::Sat | Weekday::Sun))
                .count();
            prop_assert_eq!(school_days_between(from, to), u32::try_from(counted).unwrap());
        }
    }
}
