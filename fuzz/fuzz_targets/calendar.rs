//! Term dates in all three forms, which are told apart by what they contain: whatever is read is
//! written in the text form, read again as the same calendar, and counted.
#![no_main]

use convenor::domain::calendar::CountStub;
use convenor::store::calendars::{Form, TermDates, from_bytes, to_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let TermDates { calendar, .. } = match from_bytes(data, "term dates", "Larkspur Hill School") {
        Ok(read) => read,
        Err(error) => {
            let said = error.to_string();
            let unclean = |c: char| c.is_control() && c != '\n';
            return assert!(!said.contains(unclean), "{said:?}");
        }
    };
    let written = to_text(&calendar);
    let again = from_bytes(written.as_bytes(), "written", "").expect("what was written is read");
    assert_eq!((&again.calendar, again.form), (&calendar, Form::Text), "{written}");
    let days = calendar.pupil_days();
    for start in [days.first(), days.get(days.len() / 2), days.last()].into_iter().flatten() {
        for count in [CountStub::Yes, CountStub::No] {
            let Ok(weeks) = calendar.weeks_from(*start, count) else { continue };
            let counted: usize = weeks.all().iter().map(|week| week.open_days).sum();
            let stub = weeks.uncounted().map_or(0, |stub| stub.open_days);
            let all = days.iter().filter(|day| *day >= start).count();
            assert_eq!(counted + stub, all, "a day is in no week, or in two: {written}");
        }
    }
});
