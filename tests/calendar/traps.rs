//! The traps on the way from a first day to a review (domain notes, section 4.4), one a test.

use super::calendars::{ABOUT_FOUR, TWELVE, a, b, c, calendar, closed, day, f, span, week, weeks};
use convenor::domain::calendar::{
    Calendar, CountStub, Fault, Missing, NotCounted, NotReached, Problem, Span, problems,
};

fn not_counted(calendar: &Calendar, start: &str) -> NotCounted {
    calendar.weeks_from(day(start), CountStub::Ask).unwrap_err()
}

#[test]
fn two_schools_with_different_half_terms_meet_when_both_are_open() {
    let (receiving, home) = (b(), c());
    let weeks = weeks(&receiving, "2026-09-28");
    let fourth = weeks.review(ABOUT_FOUR, Some(&home)).unwrap();
    // Week 4 is 19–23 October, when C is away: the week after is accepted too, and has a common day.
    assert_eq!(week(&weeks, 4), span("2026-10-19 2026-10-23"));
    assert_eq!(fourth.week.number, 5);
    assert_eq!(fourth.days, ["2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"].map(day));
    assert_eq!(
        fourth.why,
        [
            "In week 4 there is no day on which both schools are open, so week 5 is offered.",
            "Counting 28 days on would give Mon 26 October 2026, which is a day on which School B is closed.",
        ]
    );
}

#[test]
fn schools_without_a_common_day_are_told_so_and_offered_none() {
    let receiving = f();
    let home = calendar("Far", &["2026-09-02 2026-09-04", "2027-05-10 2027-07-21"], &[]);
    let weeks = weeks(&receiving, "2026-12-07");
    let review = weeks.review(TWELVE, Some(&home)).unwrap();
    assert!(review.days.is_empty());
    assert_eq!(
        review.why.first().map(String::as_str),
        Some("There is no day in week 12 on which both schools are open: agree another.")
    );
}

#[test]
fn an_inset_day_is_not_offered_and_breaks_no_week() {
    let receiving = b();
    let weeks = weeks(&receiving, "2026-11-02");
    let fourth = weeks.review(ABOUT_FOUR, None).unwrap();
    assert_eq!(fourth.week.span(), span("2026-11-23 2026-11-26"));
    assert_eq!(fourth.week.open_days, 4);
    assert!(!fourth.days.contains(&day("2026-11-27")));
    assert_eq!(week(&weeks, 5), span("2026-11-30 2026-12-04"));
}

#[test]
fn inset_on_the_day_that_plain_counting_gives_is_said_with_its_reason() {
    let open = ["2026-09-01 2027-07-20"];
    let steady = calendar("Steady", &open, &[("2027-02-08", "INSET")]);
    let counted = weeks(&steady, "2026-11-16");
    let why = counted.review(TWELVE, None).unwrap().why;
    assert_eq!(
        why,
        [
            "Counting 84 days on would give Mon 8 February 2027, which is a day on which Steady is closed (INSET)."
        ]
    );
}

#[test]
fn inset_at_the_other_school_takes_the_day_from_the_offer() {
    let receiving = f();
    let home = calendar("Fennimore", &["2026-09-01 2027-07-20"], &[("2027-03-16", "INSET")]);
    let review = weeks(&receiving, "2026-12-07").review(TWELVE, Some(&home)).unwrap();
    assert_eq!(review.days, ["2027-03-15", "2027-03-17", "2027-03-18", "2027-03-19"].map(day));
}

#[test]
fn a_term_that_ends_on_a_thursday_ends_its_week_there() {
    let calendar = a();
    let weeks = weeks(&calendar, "2027-01-04");
    assert_eq!(week(&weeks, 6), span("2027-02-08 2027-02-11"));
    assert_eq!(week(&weeks, 7), span("2027-02-22 2027-02-26"));
    assert!(calendar.is_late_in_term(day("2027-02-10")));
    assert!(calendar.is_late_in_term(day("2027-02-11")));
    assert!(!calendar.is_late_in_term(day("2027-02-09")));
    assert!(!calendar.is_late_in_term(day("2027-02-12")), "a closed day is no day of a term");
}

#[test]
fn easter_apart_from_the_spring_break_costs_days_and_no_weeks() {
    let open = ["2027-02-22 2027-04-01", "2027-04-19 2027-05-28"];
    let easter = [("2027-03-26", "Good Friday"), ("2027-03-29", "Easter Monday")];
    let calendar = calendar("Split", &open, &easter);
    let weeks = weeks(&calendar, "2027-03-15");
    assert_eq!(week(&weeks, 2), span("2027-03-22 2027-03-25"));
    assert_eq!(week(&weeks, 3), span("2027-03-30 2027-04-01"));
    assert_eq!(week(&weeks, 4), span("2027-04-19 2027-04-23"));
}

#[test]
fn a_return_on_a_thursday_after_easter_is_a_week_of_two_days() {
    let calendar = b();
    let weeks = weeks(&calendar, "2027-03-01");
    assert_eq!(week(&weeks, 4), span("2027-03-22 2027-03-25"));
    assert_eq!(week(&weeks, 5), span("2027-04-08 2027-04-09"));
    assert_eq!(weeks.week(5).unwrap().open_days, 2);
}

#[test]
fn weeks_go_on_across_the_new_year() {
    let calendar = b();
    let weeks = weeks(&calendar, "2026-12-07");
    assert_eq!(week(&weeks, 2), span("2026-12-14 2026-12-18"));
    // The school comes back on a Tuesday.
    assert_eq!(week(&weeks, 3), span("2027-01-05 2027-01-08"));
}

#[test]
fn the_last_two_days_of_a_term_are_offered_last() {
    let calendar = b();
    let weeks = weeks(&calendar, "2026-11-23");
    let fourth = weeks.review(ABOUT_FOUR, None).unwrap();
    let offered = ["2026-12-14", "2026-12-15", "2026-12-16", "2026-12-17", "2026-12-18"];
    assert_eq!(fourth.days, offered.map(day));
    assert_eq!(fourth.late, ["2026-12-17", "2026-12-18"].map(day));
    // The other school breaks up a day earlier, so that its last days are others.
    let home = f_until_wednesday();
    let fourth = weeks.review(ABOUT_FOUR, Some(&home)).unwrap();
    assert_eq!(fourth.days, ["2026-12-14", "2026-12-15", "2026-12-16"].map(day));
    assert_eq!(fourth.late, ["2026-12-15", "2026-12-16"].map(day));
}

fn f_until_wednesday() -> Calendar {
    calendar("Early", &["2026-11-02 2026-12-16", "2027-01-04 2027-02-12"], &[])
}

#[test]
fn plain_counting_into_the_last_two_days_of_a_term_is_said_to_be_wrong() {
    // Without a holiday between, 28 days on is a week later; an INSET week makes it week 4 again.
    let open = ["2026-11-02 2026-12-18", "2027-01-04 2027-02-12"];
    let inset = [("2026-11-30 2026-12-04", "building work")];
    let calendar = calendar("Late", &open, &inset);
    let weeks = calendar.weeks_from(day("2026-11-19"), CountStub::Yes).unwrap();
    let why = weeks.review(ABOUT_FOUR, None).unwrap().why;
    assert_eq!(
        why,
        [
            "Counting 28 days on would give Thu 17 December 2026, which is one of the last two days before a holiday."
        ]
    );
}

#[test]
fn a_start_on_a_bank_holiday_monday_names_the_tuesday() {
    let refused = not_counted(&f(), "2027-05-03");
    assert_eq!(
        refused.to_string(),
        "Mon 3 May 2027 (May Day) is not an open day at Larkspur Hill School. The next open day is Tue 4 May 2027."
    );
    let calendar = f();
    let weeks = weeks(&calendar, "2027-05-04");
    assert_eq!(weeks.week(1).unwrap().open_days, 4, "four days are no stub");
    assert_eq!(week(&weeks, 2), span("2027-05-10 2027-05-14"));
}

#[test]
fn a_week_with_one_pupil_day_counts() {
    let open = ["2026-09-02 2026-10-26", "2026-11-09 2026-12-18"];
    let calendar = calendar("One day", &open, &[]);
    let weeks = weeks(&calendar, "2026-10-12");
    assert_eq!(week(&weeks, 3), Span::day(day("2026-10-26")));
    assert_eq!(weeks.week(3).unwrap().open_days, 1);
    assert_eq!(week(&weeks, 4), span("2026-11-09 2026-11-13"));
}

#[test]
fn a_closed_week_within_a_term_does_not_count() {
    let shut = [("2026-11-23 2026-11-27", "flood")];
    let calendar = calendar("Flood", &["2026-11-02 2026-12-18"], &shut);
    let weeks = weeks(&calendar, "2026-11-16");
    assert_eq!(week(&weeks, 2), span("2026-11-30 2026-12-04"));
}

#[test]
fn a_leap_day_is_a_day_like_any_other() {
    let calendar = calendar("Leap", &["2028-02-21 2028-03-31"], &[]);
    let weeks = calendar.weeks_from(day("2028-02-29"), CountStub::Ask).unwrap();
    assert_eq!(weeks.week(1).unwrap().span(), span("2028-02-29 2028-03-03"));
    assert_eq!(weeks.pupil_day(2), Ok(day("2028-03-01")));
}

#[test]
fn the_change_of_the_clocks_moves_no_week() {
    // Clocks go back on Sun 25 October 2026 and forward on Sun 28 March 2027.
    let calendar = calendar("Clocks", &["2026-09-01 2027-07-20"], &[]);
    let weeks = weeks(&calendar, "2026-10-12");
    for week in weeks.all() {
        assert_eq!((week.monday() - day("2026-10-12")).num_days(), i64::from(week.number - 1) * 7);
    }
    assert_eq!(weeks.week_of(day("2027-03-29")).unwrap().number, 25);
}

#[test]
fn a_two_day_stub_is_asked_about_and_changes_every_later_date() {
    let calendar = b();
    let start = day("2026-09-17");
    let NotCounted::Stub(stub) = not_counted(&calendar, "2026-09-17") else {
        panic!("a Thursday leaves two days")
    };
    assert_eq!((stub.span, stub.open_days), (span("2026-09-17 2026-09-18"), 2));
    let counted = calendar.weeks_from(start, CountStub::Yes).unwrap();
    let not = calendar.weeks_from(start, CountStub::No).unwrap();
    assert_eq!((counted.uncounted(), not.uncounted()), (None, Some(stub)));
    assert_eq!(week(&counted, 1), stub.span);
    assert_eq!(week(&not, 1), span("2026-09-21 2026-09-25"));
    for number in 1..=20 {
        let (with, without) = (week(&counted, number), week(&not, number));
        assert!(with.last < without.first, "week {number}");
        assert_eq!(week(&counted, number + 1), without);
    }
    // Pupil days are counted from the first one, whatever is a week.
    assert_eq!(counted.pupil_day(60), not.pupil_day(60));
}

#[test]
fn three_days_are_no_stub_and_one_day_is() {
    let calendar = b();
    assert!(calendar.weeks_from(day("2026-09-16"), CountStub::Ask).is_ok());
    let asked = not_counted(&calendar, "2026-09-18").to_string();
    assert_eq!(
        asked,
        "The first week has only 1 day of attendance, Fri 18 September 2026. Does it count as week 1? Every later date depends on the answer."
    );
}

#[test]
fn a_calendar_that_ends_too_early_says_until_when_it_goes_and_guesses_nothing() {
    let calendar = b();
    let weeks = weeks(&calendar, "2027-05-17");
    let missing = NotReached {
        missing: Missing::Week(12),
        school: "School B".into(),
        reach: span("2026-09-03 2027-07-16"),
    };
    assert_eq!(weeks.week(12).unwrap_err(), missing);
    assert_eq!(weeks.review(TWELVE, None), Err(missing.clone()));
    assert_eq!(
        missing.to_string(),
        "Week 12 is missing: the calendar of School B goes only from Thu 3 September 2026 until Fri 16 July 2027. Add the terms that it lacks."
    );
    assert!(weeks.review(ABOUT_FOUR, None).is_ok(), "what it reaches is known");
    assert!(weeks.pupil_day(60).is_err());
}

#[test]
fn the_other_school_is_never_taken_to_be_closed_where_its_calendar_says_nothing() {
    let receiving = b();
    let weeks = weeks(&receiving, "2026-12-07");
    for reach in ["2026-09-01 2026-12-18", "2027-04-12 2027-07-16"] {
        let home = calendar("Home", &[reach], &[]);
        let missing = weeks.review(TWELVE, Some(&home)).unwrap_err();
        assert_eq!((missing.school.as_str(), missing.missing), ("Home", Missing::Week(12)));
    }
}

#[test]
fn a_week_that_one_calendar_reaches_in_part_is_not_said_to_have_no_day() {
    let receiving = b();
    let weeks = weeks(&receiving, "2026-11-02");
    // Week 4 is 23–27 November; the other calendar ends on its Tuesday, or just before it.
    let review = |last: &str| {
        let home = calendar("Home", &[&format!("2026-09-01 {last}")], &[]);
        weeks.review(ABOUT_FOUR, Some(&home)).map(|review| (review.week.number, review.days))
    };
    assert_eq!(review("2026-11-24"), Ok((4, vec![day("2026-11-23"), day("2026-11-24")])));
    assert_eq!(review("2026-11-20").unwrap_err().missing, Missing::Week(4));
    // Of week 5, two days are known and shared.
    let shut = [("2026-11-16 2026-11-27", "flood")];
    let home = calendar("Home", &["2026-11-02 2026-12-01"], &shut);
    let fourth = weeks.review(ABOUT_FOUR, Some(&home)).unwrap();
    assert_eq!((fourth.week.number, fourth.days), (5, vec![day("2026-11-30"), day("2026-12-01")]));
    // Friday 27 November is INSET at the receiving school: nothing in weeks 3 and 4, week 5 unknown.
    let home = calendar("Home", &["2026-11-02 2026-11-27"], &[("2026-11-16 2026-11-26", "flood")]);
    assert_eq!(weeks.review(ABOUT_FOUR, Some(&home)).unwrap_err().missing, Missing::Week(5));
}

#[test]
fn a_start_at_a_weekend_in_a_holiday_or_outside_is_a_sentence() {
    let calendar = f();
    for (start, says) in [
        (
            "2026-12-05",
            "Sat 5 December 2026 is at a weekend, when no pupil comes. The next open day is Mon 7 December 2026.",
        ),
        (
            "2026-10-28",
            "Wed 28 October 2026 is not an open day at Larkspur Hill School. The next open day is Mon 2 November 2026.",
        ),
        (
            "2027-09-06",
            "Mon 6 September 2027 is not in the calendar of Larkspur Hill School, which goes from Wed 2 September 2026 to Wed 21 July 2027. Use the calendar of that school year.",
        ),
    ] {
        assert_eq!(not_counted(&calendar, start).to_string(), says);
    }
}

fn said(open: &[&str], shut: &[(&str, &str)]) -> Vec<(bool, String)> {
    let open: Vec<_> = open.iter().map(|days| span(days)).collect();
    let shut: Vec<_> = shut.iter().map(|(days, reason)| closed(days, reason)).collect();
    let found = problems(&open, &shut);
    assert_eq!(Calendar::new("", open, shut).is_err(), found.iter().any(Problem::is_wrong));
    found.iter().map(|problem| (problem.is_wrong(), problem.to_string())).collect()
}

#[test]
fn reversed_overlapping_and_endless_spans_are_refused() {
    let wrong = |open: &[&str], shut: &[(&str, &str)], says: &str| {
        assert_eq!(said(open, shut), [(true, says.to_owned())]);
    };
    let term = "2026-11-02 2026-12-18";
    wrong(
        &[],
        &[],
        "The calendar has no open span. Write one for each half term, from its first to its last day.",
    );
    wrong(
        &["2026-10-23 2026-09-02", term],
        &[],
        "The span from Fri 23 October 2026 to Wed 2 September 2026 ends before it begins. Swap the two days, or correct one.",
    );
    wrong(
        &["2026-09-02 2028-10-23"],
        &[],
        "The span from Wed 2 September 2026 to Mon 23 October 2028 is longer than a year. Look at its years.",
    );
    wrong(
        &[term, "2026-09-02 2026-11-02"],
        &[],
        "The open spans from Wed 2 September 2026 to Mon 2 November 2026 and from Mon 2 November 2026 to Fri 18 December 2026 overlap. Let each day stand in one of them.",
    );
    wrong(
        &[term],
        &[("2026-11-27 2026-11-26", "INSET")],
        "The span from Fri 27 November 2026 to Thu 26 November 2026 ends before it begins. Swap the two days, or correct one.",
    );
}

#[test]
fn a_calendar_without_one_pupil_day_is_refused() {
    let open = vec![span("2026-11-02 2026-11-06")];
    let shut = vec![closed("2026-11-01 2026-11-08", "flood")];
    let refused = Calendar::new("", open, shut).unwrap_err();
    assert_eq!(refused, [Problem { entry: None, fault: Fault::NoPupilDay }]);
}

#[test]
fn what_looks_odd_is_said_and_refused_by_nobody() {
    let odd = |open: &[&str], shut: &[(&str, &str)], says: &str| {
        assert_eq!(said(open, shut), [(false, says.to_owned())]);
    };
    let term = "2026-11-02 2026-12-18";
    odd(
        &[term],
        &[("2026-10-30", "INSET")],
        "The closed entry Fri 30 October 2026 (INSET) lies outside every open span, so it changes nothing. Check its date.",
    );
    odd(
        &[term],
        &[("2026-11-28", "INSET")],
        "The closed entry Sat 28 November 2026 (INSET) lies at a weekend, when no pupil comes anyway. Check its date.",
    );
    odd(
        &[term],
        &[("2026-11-27", "INSET"), ("2026-11-27", "staff training")],
        "The closed entry Fri 27 November 2026 (staff training) stands there twice. Take one away, or correct its date.",
    );
    odd(
        &["2026-11-01 2026-12-18"],
        &[],
        "The open span from Sun 1 November 2026 to Fri 18 December 2026 has Sun 1 November 2026 at its edge, when no pupil comes. Check the date.",
    );
    odd(
        &["2026-09-02 2026-12-18", "2027-04-12 2027-07-21"],
        &[],
        "Nothing is open between Fri 18 December 2026 and Mon 12 April 2027. If a term is missing there, add it.",
    );
}
