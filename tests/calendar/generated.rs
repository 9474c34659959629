//! What holds for every calendar that a school might have.

use super::calendars::{ABOUT_FOUR, TWELVE, day};
use chrono::Days;
use convenor::domain::calendar::{Calendar, Closed, CountStub, SchoolWeeks, Span, Week};
use convenor::domain::date::Date;
use convenor::store::calendars::{from_bytes, to_text};
use proptest::prelude::*;
use proptest::sample::Index;

/// Terms with holidays between them, from the autumn of 2026 on.
fn terms() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec((2..30_u64, 0..70_u64), 1..9).prop_map(|terms| {
        let mut after = day("2026-09-01");
        let term = |(gap, length): (u64, u64)| {
            let first = after + Days::new(gap);
            let last = first + Days::new(length);
            after = last;
            Span { first, last }
        };
        terms.into_iter().map(term).collect()
    })
}

/// Closed days and weeks within terms.
fn closures(terms: &[Span]) -> impl Strategy<Value = Vec<Closed>> + use<> {
    let (first, last) = (terms[0].first, terms[terms.len() - 1].last);
    let days = u64::try_from((last - first).num_days()).unwrap();
    let one =
        (0..=days, prop_oneof![3 => 0..1_u64, 1 => 1..10_u64], "([A-Za-zé’,#: ]|2026-12-01 ){0,8}");
    prop::collection::vec(one, 0..12).prop_map(move |closed| {
        let entry = |(at, more, reason): (u64, u64, String)| {
            let first = first + Days::new(at);
            Closed { span: Span { first, last: first + Days::new(more) }, reason: reason.into() }
        };
        closed.into_iter().map(entry).collect()
    })
}

/// A calendar, and one of its pupil days to begin on.
fn begun() -> impl Strategy<Value = (Calendar, Date)> {
    calendars().prop_flat_map(|calendar| {
        let start = any::<Index>();
        start.prop_map(move |index| (calendar.clone(), *index.get(calendar.pupil_days())))
    })
}

fn calendars() -> impl Strategy<Value = Calendar> {
    terms()
        .prop_flat_map(|open| {
            let closed = closures(&open);
            (Just(open), closed)
        })
        .prop_filter_map("no pupil day", |(open, closed)| Calendar::new("A", open, closed).ok())
}

fn counted(calendar: &Calendar, start: Date, count: CountStub) -> SchoolWeeks<'_> {
    calendar.weeks_from(start, count).unwrap()
}

fn stub() -> impl Strategy<Value = CountStub> {
    prop_oneof![Just(CountStub::Yes), Just(CountStub::No)]
}

proptest! {
    #[test]
    fn weeks_increase_and_each_has_an_open_day((calendar, start) in begun(), count in stub()) {
        let weeks = counted(&calendar, start, count);
        let mut days = weeks.uncounted().map_or(0, |stub| stub.open_days);
        for (number, week) in (1..).zip(weeks.all()) {
            prop_assert_eq!(week.number, number);
            prop_assert!(calendar.is_open(week.first) && calendar.is_open(week.last));
            prop_assert!(week.open_days >= 1 && week.first <= week.last);
            prop_assert!((week.last - week.monday()).num_days() < 5);
            days += week.open_days;
        }
        for pair in weeks.all().windows(2) {
            prop_assert!(pair[0].last < pair[1].monday());
        }
        let all = calendar.pupil_days().iter().filter(|day| **day >= start).count();
        prop_assert_eq!(days, all, "every pupil day from the start lies in one week");
    }

    #[test]
    fn an_inset_day_moves_no_week_unless_its_whole_block_closes(
        (calendar, start) in begun(),
        inset in any::<Index>(),
    ) {
        let inset = *inset.get(calendar.pupil_days());
        let before = counted(&calendar, start, CountStub::Yes);
        let shares = before.week_of(inset).is_none_or(|week| week.open_days > 1);
        prop_assume!(inset != start && shares);
        let mut closed = calendar.closed().to_vec();
        closed.push(Closed { span: Span::day(inset), reason: "INSET".into() });
        let with = Calendar::new("A", calendar.open().to_vec(), closed).unwrap();
        let after = counted(&with, start, CountStub::Yes);
        let mondays = |weeks: &SchoolWeeks| weeks.all().iter().map(Week::monday).collect::<Vec<_>>();
        prop_assert_eq!(mondays(&before), mondays(&after));
    }

    #[test]
    fn removing_a_holiday_makes_no_week_later(
        (calendar, start) in begun(),
        removed in any::<Index>(),
        count in stub(),
    ) {
        prop_assume!(!calendar.closed().is_empty());
        let mut closed = calendar.closed().to_vec();
        closed.remove(removed.index(closed.len()));
        let without = Calendar::new("A", calendar.open().to_vec(), closed).unwrap();
        let (before, after) = (counted(&calendar, start, count), counted(&without, start, count));
        for week in before.all() {
            prop_assert!(after.week(week.number).unwrap().first <= week.first);
        }
    }

    #[test]
    fn days_offered_for_a_review_are_open_at_both_schools(
        (receiving, start) in begun(),
        home in calendars(),
        count in stub(),
    ) {
        let weeks = counted(&receiving, start, count);
        for due in [ABOUT_FOUR, TWELVE] {
            let Ok(review) = weeks.review(due, Some(&home)) else { continue };
            prop_assert!((due.earliest..=due.latest).contains(&review.week.number));
            prop_assert!(!review.days.is_empty() || !review.why.is_empty());
            for day in &review.days {
                prop_assert!(receiving.is_open(*day) && home.is_open(*day));
                prop_assert!(review.week.span().contains(*day));
            }
            prop_assert!(review.days.ends_with(&review.late));
            let plain = start + Days::new(u64::from(due.week) * 7);
            prop_assert!(review.days.contains(&plain) || !review.why.is_empty());
        }
    }

    #[test]
    fn the_text_form_is_read_back_as_the_same_calendar(calendar in calendars()) {
        let text = to_text(&calendar);
        let read = from_bytes(text.as_bytes(), "file", "").unwrap();
        prop_assert_eq!(read.calendar, calendar);
    }

    #[test]
    fn no_bytes_are_too_strange_to_be_read_or_refused_in_clean_words(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "(Calendar\\(|BEGIN:VCALENDAR\n)?([ -~\\PC\n\r\t\u{1b}\u{202e}]|open |closed |2026-09-02 |\"|\\(|SUMMARY:|DTSTART:){0,60}"
                .prop_map(String::into_bytes),
        ],
    ) {
        if let Err(error) = from_bytes(&bytes, "file", "") {
            let words = error.to_string();
            prop_assert!(!words.chars().any(|c| c != '\n' && c.is_control() || c == '\u{202e}'), "{words:?}");
            prop_assert!(words.ends_with('.'), "{words:?}");
        }
    }

    #[test]
    fn a_pupil_day_has_as_many_before_it_as_its_number_says((calendar, start) in begun()) {
        let weeks = counted(&calendar, start, CountStub::Yes);
        for (number, day) in (1..).zip(calendar.pupil_days().iter().filter(|day| **day >= start)) {
            prop_assert_eq!(weeks.pupil_day(number), Ok(*day));
        }
    }
}
