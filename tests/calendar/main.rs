//! School weeks as schools count them: the worked examples, and every trap on the way.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail loudly")]

mod calendars;
mod files;
mod generated;
mod traps;

use calendars::{ABOUT_FOUR, TWELVE, b, day, f, span, week, weeks};
use convenor::domain::calendar::Course;
use convenor::store::profiles;

/// The course that the Southwark protocol lays down.
fn southwark() -> Course {
    profiles::southwark().unwrap().course().unwrap()
}

#[test]
fn the_worked_example_is_counted_as_the_notes_do() {
    let calendar = b();
    let weeks = weeks(&calendar, "2026-09-14");
    assert_eq!(week(&weeks, 1), span("2026-09-14 2026-09-18"));
    assert_eq!(week(&weeks, 4), span("2026-10-05 2026-10-09"));
    assert_eq!(week(&weeks, 8), span("2026-11-09 2026-11-13"));
    assert_eq!(week(&weeks, 12), span("2026-12-07 2026-12-11"));
    let course = southwark();
    let extended = |by| weeks.extended(&course, by).map(|week| (week.number, week.span()));
    assert_eq!(extended(4), Ok((16, span("2027-01-18 2027-01-22"))));
    assert_eq!(extended(8), Ok((20, span("2027-02-22 2027-02-26"))));
    assert_eq!(weeks.pupil_day(20), Ok(day("2026-10-09")));
    assert_eq!(weeks.pupil_day(60), Ok(day("2026-12-14")));
}

#[test]
fn the_worked_example_says_why_28_days_on_would_be_wrong_and_is_content_with_84() {
    let calendar = b();
    let weeks = weeks(&calendar, "2026-09-14");
    let fourth = weeks.review(ABOUT_FOUR, None).unwrap();
    assert_eq!(
        fourth.why,
        ["Counting 28 days on would give Mon 12 October 2026, which is in week 5."]
    );
    assert_eq!(fourth.days.len(), 5);
    let twelfth = weeks.review(TWELVE, None).unwrap();
    assert_eq!(twelfth.days.first(), Some(&day("2026-12-07")));
    assert!(twelfth.why.is_empty(), "{:?}", twelfth.why);
}

#[test]
fn the_first_invented_case_has_its_reviews_where_the_agreement_says() {
    let calendar = f();
    let weeks = weeks(&calendar, "2026-12-07");
    for (number, review) in [(4, "2027-01-12"), (8, "2027-02-09"), (12, "2027-03-16")] {
        assert!(week(&weeks, number).contains(day(review)), "week {number}");
    }
    assert_eq!(week(&weeks, 16), span("2027-04-26 2027-04-30"));
    assert_eq!(week(&weeks, 20), span("2027-05-24 2027-05-28"));
    let twelfth = weeks.review(TWELVE, None).unwrap();
    assert!(twelfth.days.contains(&day("2027-03-16")));
    assert_eq!(
        twelfth.why,
        ["Counting 84 days on would give Mon 1 March 2027, which is only in week 10."]
    );
}
