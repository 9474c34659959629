//! Calendars in files: three forms, and what is said of each mistake in them.

use super::calendars::{b, closed, day, f, span};
use convenor::domain::calendar::Calendar;
use convenor::store::calendars::{CalendarError, Form, TermDates, from_bytes, to_text};

const TEXT: &str = "\
# Term dates 2026/27

name School B
open 2026-09-03 2026-10-23   # autumn
OPEN 2026-11-02 2026-12-18
closed 2026-11-27 INSET
open 2027-01-05 2027-02-12
\topen\t2027-02-22   2027-03-25
open 2027-04-08 2027-05-28
open 2027-06-07 2027-07-16
";

const RON: &str = r#"// Term dates 2026/27
Calendar(
    name: "School B",
    open: [
        (first: "2026-09-03", last: "2026-10-23"),
        (first: "2026-11-02", last: "2026-12-18"),
        (first: "2027-01-05", last: "2027-02-12"),
        (first: "2027-02-22", last: "2027-03-25"),
        (first: "2027-04-08", last: "2027-05-28"),
        (first: "2027-06-07", last: "2027-07-16"),
    ],
    closed: [
        (day: "2026-11-27", reason: "INSET"),
    ],
)
"#;

fn read(text: &str) -> Result<TermDates, CalendarError> {
    from_bytes(text.as_bytes(), "terms", "terms")
}

/// The sentence about a file that cannot be used.
fn refused(text: &str) -> String {
    let words = read(text).unwrap_err().to_string();
    words.strip_prefix("terms cannot be used").unwrap().trim_start_matches(['.', ' ']).to_owned()
}

fn remarks(text: &str) -> Vec<String> {
    read(text).unwrap().remarks.iter().map(ToString::to_string).collect()
}

/// An iCalendar file of these events: name, start, end.
fn events(events: &[(&str, &str, &str)]) -> String {
    let event = |(summary, start, end): &(&str, &str, &str)| {
        let end = if end.is_empty() { String::new() } else { format!("DTEND{end}\r\n") };
        format!("BEGIN:VEVENT\r\nSUMMARY:{summary}\r\nDTSTART{start}\r\n{end}END:VEVENT\r\n")
    };
    let events: String = events.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

const TERM: (&str, &str, &str) = ("Autumn term", ";VALUE=DATE:20260902", ";VALUE=DATE:20261219");

#[test]
fn the_text_form_and_ron_say_the_same_calendar() {
    for (text, form) in [(TEXT, Form::Text), (RON, Form::Ron)] {
        let read = read(text).unwrap();
        assert_eq!((&read.calendar, read.form), (&b(), form));
        assert!(read.remarks.is_empty(), "{:?}", read.remarks);
    }
    let bare = RON.replace("Calendar(", "(").replace("// Term dates 2026/27\n", "");
    assert_eq!(read(&bare).unwrap().calendar, b());
}

#[test]
fn line_ends_of_every_kind_and_a_byte_order_mark_change_nothing() {
    for text in [TEXT, RON] {
        for changed in [format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
            assert_eq!(read(&changed).unwrap().calendar, b());
        }
    }
}

#[test]
fn a_calendar_without_a_name_has_that_of_its_file() {
    let read = from_bytes(b"open 2026-09-02 2026-10-23", "dir/larkspur.txt", "larkspur").unwrap();
    assert_eq!(read.calendar.school(), "larkspur");
}

#[test]
fn a_closed_span_has_two_dates_and_the_rest_is_its_reason() {
    let text =
        "open 2026-11-02 2027-02-12\nclosed 2026-12-21 2027-01-01 Christmas # and New Year\n";
    let reason = "Christmas # and New Year";
    assert_eq!(read(text).unwrap().calendar.closed(), [closed("2026-12-21 2027-01-01", reason)]);
}

#[test]
fn every_mistake_in_the_text_form_is_told_with_its_line_at_once() {
    let words = refused(
        "opne 2026-09-02 2026-10-23\nopen 2026-09-02\nopen 2026-02-31 2026-10-23\n\
         open 02/09/2026 2026-10-23\nopen 2026-11-02 2026-12-18 autumn two\nclosed\nclosed soon\n\
         closed 2026-11-27 2026-11-32 INSET\nname A\nname B\nINSET 2026-11-27\n\
         open 2026-09-02 2026-10-23\nopen 2026-10-20 2026-12-18\nclosed 2026-11-06 2026-11-05\n",
    );
    let lines: Vec<&str> = words.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            ": look at 12 things.",
            "Line 1: “opne” is not known here. Perhaps open is meant.",
            "Line 2: This line needs its dates, such as `open 2026-09-02 2026-10-23`.",
            "Line 3: There is no day 2026-02-31. Look at its month and its day again.",
            "Line 4: “02/09/2026” is no date. Write a date as 2026-09-02.",
            "Line 5: “autumn two” stands after the two days. Put # before a remark.",
            "Line 6: This line needs its dates, such as `closed 2026-11-27 INSET`.",
            "Line 7: “soon” is no date. Write a date as 2026-09-02.",
            "Line 8: There is no day 2026-11-32. Look at its month and its day again.",
            "Line 10: The name stands here twice. Take one away.",
            "Line 11: “INSET” is not known here. What may stand here: open, closed, name.",
            "Line 13: The open spans from Wed 2 September 2026 to Fri 23 October 2026 and from Tue 20 October 2026 to Fri 18 December 2026 overlap. Let each day stand in one of them.",
            "Line 14: The span from Fri 6 November 2026 to Thu 5 November 2026 ends before it begins. Swap the two days, or correct one.",
        ]
    );
}

#[test]
fn a_leap_day_exists_in_its_year_only() {
    assert!(read("open 2028-02-21 2028-02-29").is_ok());
    assert_eq!(
        refused("open 2027-02-22 2027-02-29"),
        "Line 1: There is no day 2027-02-29. Look at its month and its day again."
    );
}

#[test]
fn a_misspelt_key_in_ron_is_told_with_line_column_and_the_nearest_name() {
    let spoilt = |from: &str, to: &str| refused(&RON.replacen(from, to, 1));
    for (from, to, says) in [
        (
            "closed:",
            "closd:",
            "Line 12, column 5: “closd” is not known here. Perhaps closed is meant.",
        ),
        (
            "Calendar(",
            "Calender(",
            "Line 2, column 1: “Calender” is not known here. Perhaps Calendar is meant.",
        ),
        (
            "(first: \"2026-11-02\"",
            "(frist: \"2026-11-02\"",
            "Line 6, column 10: “frist” is not known here. Perhaps first is meant.",
        ),
        (
            "reason:",
            "because:",
            "Line 13, column 29: “because” is not known here. What may stand here: day, first, last, reason.",
        ),
    ] {
        assert_eq!(spoilt(from, to), says);
    }
}

#[test]
fn every_other_mistake_in_ron_is_told_with_its_line() {
    let spoilt = |from: &str, to: &str| refused(&RON.replacen(from, to, 1));
    for (from, to, says) in [
        ("\"2026-11-02\"", "\"2026-11-31\"", "Line 6, column 18: There is no day 2026-11-31."),
        ("\"2026-11-02\"", "\"2 Nov 2026\"", "Line 6, column 18: “2 Nov 2026” is no date."),
        (
            "2026-12-18",
            "2026-11-01",
            "Line 6: The span from Mon 2 November 2026 to Sun 1 November 2026 ends before it begins.",
        ),
        ("2026-11-02", "2026-10-23", "Line 6: The open spans from"),
        (", last: \"2026-12-18\"", "", "Line 6, column 29: last is missing here."),
        (
            "day: \"2026-11-27\"",
            "first: \"2026-11-27\"",
            "Line 13: A closed entry has either a day, or a first and a last.",
        ),
        (
            "\"2026-12-18\"),",
            "\"2026-12-18\")",
            "Line 7, column 9: This is not RON (Expected comma).",
        ),
        ("    closed:", "    name: \"x\", closed:", "Line 12, column 5: name stands here twice."),
    ] {
        let words = spoilt(from, to);
        assert!(words.starts_with(says), "{words}");
    }
    assert!(refused(&"(open: [".repeat(5_000)).contains("This is not RON"));
}

#[test]
fn what_is_no_text_or_no_calendar_is_said() {
    assert!(refused("").starts_with("The file is empty."));
    assert!(refused("\u{feff} \r\n").starts_with("The file is empty."));
    assert!(refused("name School B\n").starts_with("The calendar has no open span."));
    let latin = from_bytes(b"open 2026-09-02 2026-10-23\nclosed 2026-09-03 No\xebl", "terms", "");
    let words = latin.unwrap_err().to_string();
    assert!(words.contains("Line 2: The file is not text in UTF-8."), "{words}");
}

#[test]
fn a_name_that_begins_with_a_bracket_is_still_a_name() {
    for name in ["(Larkspur) Hill", "()", "( x"] {
        let text = format!("name {name}\nopen 2026-09-02 2026-10-23\n");
        let TermDates { calendar, form, .. } = read(&text).unwrap();
        assert_eq!((calendar.school(), form), (name, Form::Text));
        assert_eq!(read(&to_text(&calendar)).unwrap().calendar, calendar);
    }
    let spaced = RON.replace("Calendar(", "Calendar (");
    assert_eq!(read(&spaced).unwrap().form, Form::Ron);
}

#[test]
fn term_dates_of_a_calendar_program_are_read_by_their_names() {
    let text = "\
BEGIN:VCALENDAR\r
X-WR-CALNAME:Larkspur\\, Hill\r
BEGIN:VTIMEZONE\r
TZID:Europe/London\r
BEGIN:STANDARD\r
DTSTART:19701025T020000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260902\r
DTEND;VALUE=DATE:20261219\r
SUMMARY:Autumn\r
  term\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Half-term\r
DTSTART;VALUE=DATE:20261026\r
DURATION:P5D\r
BEGIN:VALARM\r
SUMMARY:Autumn term\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:INSET\\; staff training\r
DTSTART;TZID=\"Europe/London\":20261127T083000\r
DTEND;TZID=\"Europe/London\":20261127T160000\r
END:VEVENT\r
END:VCALENDAR\r
";
    let read = read(text).unwrap();
    let expected = Calendar::new(
        "Larkspur, Hill",
        vec![span("2026-09-02 2026-12-18")],
        vec![
            closed("2026-10-26 2026-10-30", "Half-term"),
            closed("2026-11-27", "INSET; staff training"),
        ],
    );
    assert_eq!((read.form, Ok(read.calendar)), (Form::ICalendar, expected));
    assert!(read.remarks.is_empty(), "{:?}", read.remarks);
}

#[test]
fn universal_time_counts_as_its_day_in_england() {
    let inset = ("INSET", ":20260913T230000Z", ":20260914T230000Z");
    let read = read(&events(&[TERM, inset])).unwrap().calendar;
    assert!(!read.is_open(day("2026-09-14")) && read.is_open(day("2026-09-15")));
}

#[test]
fn an_event_in_doubt_is_reported_and_not_guessed() {
    let sports = ("Sports day", ";VALUE=DATE:20260910", "");
    let begins = ("Autumn term begins", ";VALUE=DATE:20260902", "");
    let long = ("Autumn half term", ";VALUE=DATE:20260902", ";VALUE=DATE:20261024");
    let text = events(&[TERM, sports, begins, long]);
    let said = remarks(&text);
    assert_eq!(said.len(), 3);
    assert_eq!(
        said[0],
        "Line 8: The event “Sports day”, Thu 10 September 2026, was left out: its name does not say for certain whether pupils come. If it matters, name it “term” or “closed”, from its first to its last day."
    );
    assert!(said[1].starts_with("Line 12: The event “Autumn term begins”"), "{}", said[1]);
    assert!(said[2].starts_with("Line 16: The event “Autumn half term”"), "{}", said[2]);
    assert!(read(&text).unwrap().calendar.is_open(day("2026-09-10")));
    // What was left out is told beside what is wrong.
    let words = refused(&events(&[begins]));
    assert!(words.contains("has no open span") && words.contains("term begins"), "{words}");
}

#[test]
fn a_cancelled_event_is_left_out_and_said() {
    let text = events(&[TERM, ("INSET", ";VALUE=DATE:20260910", "\r\nSTATUS:CANCELLED")])
        .replace("DTEND\r\n", "");
    assert_eq!(remarks(&text).len(), 1);
    assert!(read(&text).unwrap().calendar.is_open(day("2026-09-10")));
}

#[test]
fn what_is_wrong_with_an_event_is_told_with_its_line() {
    for (event, says) in [
        (("INSET", ";VALUE=DATE:20260231", ""), "Line 10: There is no day 2026-02-31."),
        (("INSET", ":soon", ""), "Line 10: “soon” is no date."),
        (("INSET", ";VALUE=DATE:20260910", ":"), "Line 11: “” is no date."),
        (
            ("INSET", ";VALUE=DATE:20260910", ";VALUE=DATE:20260901"),
            "Line 8: The span from Thu 10 September 2026 to Tue 1 September 2026 ends before it begins.",
        ),
        (
            ("INSET", ":20260910\r\nRRULE:FREQ=YEARLY", ""),
            "Line 8: The event “INSET” repeats itself.",
        ),
        (
            ("INSET", ":20260910\r\nDURATION:soon", ""),
            "Line 11: The event “INSET” gives a length that cannot be read.",
        ),
        (("INSET\r\nX", ":20260910", ""), "Line 10: “X” is no line of an iCalendar file."),
    ] {
        let words = refused(&events(&[TERM, event]));
        assert!(words.starts_with(says), "{words}");
    }
    let no_start = events(&[TERM]).replace("DTSTART;VALUE=DATE:20260902\r\n", "");
    assert!(refused(&no_start).contains("Line 3: The event “Autumn term” has no DTSTART."));
}

#[test]
fn a_part_of_an_icalendar_file_is_not_taken_for_the_whole() {
    let whole = events(&[TERM, ("INSET", ";VALUE=DATE:20260910", "")]);
    for (at, _) in whole.match_indices("\r\n").skip(1).filter(|(at, _)| at + 2 < whole.len()) {
        let words = refused(whole.get(..at).unwrap());
        assert!(words.contains("ends before its last event is complete"), "{words}");
    }
}

#[test]
fn hostile_words_are_quoted_short_and_clean() {
    let words =
        refused(&format!("\u{1b}[2J\u{202e}{}\nopen 2026-09-02 2026-10-23", "x".repeat(500)));
    assert!(words.len() < 200 && !words.contains(['\u{1b}', '\u{202e}']), "{words}");
    let many = refused(&"x\n".repeat(100));
    assert_eq!(many.lines().count(), 22);
    assert!(many.ends_with("There are 80 more like these."), "{many}");
}

#[test]
fn a_holiday_that_is_written_out_is_no_remark_and_a_stray_day_is_one() {
    let text = convenor::store::calendars::to_text(&f());
    let said = remarks(&format!("{text}closed 2026-12-21 2027-01-01 Christmas\n"));
    assert!(said.is_empty(), "{said:?}");
    let said = remarks(&format!("{text}closed 2026-10-30 INSET\n"));
    assert!(
        said[0].starts_with("Line 9: The closed entry Fri 30 October 2026 (INSET) lies outside")
    );
}
