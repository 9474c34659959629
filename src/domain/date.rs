//! Days, as people write them and as documents show them.
//!
//! Dates only, never moments: nothing here reads a clock or knows a time zone.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::Text;

/// A day in the calendar.
pub type Date = NaiveDate;

/// A day that somebody wrote down: nothing yet, a day, or words that could not be read as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// Nothing was written.
    #[default]
    Blank,
    /// A day.
    On(Date),
    /// Words that are kept as they were typed, because they name no day.
    Unread(Text),
}

/// Where a day without a year is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// The next such day, or one a few weeks ago: for what is planned and written up.
    Ahead,
    /// The last such day, today included: for what has happened.
    Back,
}

/// Why words could not be read as a day. Its `Display` is a sentence for the facilitator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The words have no form that is known.
    #[error("This cannot be read as a date. Try 12 Jan, 12/1/27 or +4w.")]
    NotADate,
    /// The month has no such day, or the year is out of range.
    #[error("There is no such day. Look at the day and the month again.")]
    NoSuchDay,
    /// The weekday written does not belong to the date written.
    #[error("That day is a {0}. Correct the weekday or the date.")]
    WrongWeekday(&'static str),
}

impl When {
    /// Reads what was typed; words that name no day are kept.
    pub fn read(typed: &str, today: Date, toward: Toward) -> Self {
        let typed = Text::from(typed);
        if typed.is_blank() {
            return Self::Blank;
        }
        parse(&typed, today, toward).map_or_else(|_| Self::Unread(typed), Self::On)
    }

    /// The day, if there is one.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::On(day) => Some(*day),
            Self::Blank | Self::Unread(_) => None,
        }
    }

    /// Whether nothing was written.
    pub fn is_blank(&self) -> bool {
        *self == Self::Blank
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => Ok(()),
            Self::On(day) => f.pad(&long(*day)),
            Self::Unread(text) => text.fmt(f),
        }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Blank => serializer.serialize_str(""),
            Self::On(day) => serializer.serialize_str(&iso(*day)),
            Self::Unread(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Ok(match read_iso(&text) {
            _ if text.is_blank() => Self::Blank,
            Some(day) => Self::On(day),
            None => Self::Unread(text),
        })
    }
}

/// `Tue 12 January 2027`.
pub fn long(day: Date) -> String {
    format!("{} {} {} {}", short_weekday(day), day.day(), month(day), day.year())
}

/// `12 Jan 2027`: for columns where space is short.
pub fn short(day: Date) -> String {
    format!("{} {:.3} {}", day.day(), month(day), day.year())
}

/// `12 Jan`, and the year only where it could be mistaken: for the narrowest columns.
pub fn shortest(day: Date, today: Date) -> String {
    if (day - today).num_days().abs() < 180 {
        format!("{} {:.3}", day.day(), month(day))
    } else {
        short(day)
    }
}

/// `2027-01-12`: for files.
pub fn iso(day: Date) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// Reads `2027-01-12` and nothing else.
pub fn read_iso(text: &str) -> Option<Date> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (iso(day) == text && in_range(day)).then_some(day)
}

/// Reads a day as a person types it: `12 Jan`, `12 January 2027`, `Tue 12 Jan`, `12/1/27`,
/// `2027-01-12`, `+4w`, `+10d`, `+2m`, `Friday`, `today`, `tomorrow`.
///
/// # Errors
/// Says why the words name no day.
pub fn parse(typed: &str, today: Date, toward: Toward) -> Result<Date, DateError> {
    let words = typed.trim().to_lowercase().replace(',', " ");
    if let Some(day) = read_iso(&words) {
        return Ok(day);
    }
    let day = match words.as_str() {
        "today" => today,
        "tomorrow" => today.checked_add_days(Days::new(1)).ok_or(DateError::NoSuchDay)?,
        "yesterday" => today.checked_sub_days(Days::new(1)).ok_or(DateError::NoSuchDay)?,
        step if step.starts_with('+') => stepped(step, today)?,
        _ => written(&words, today, toward)?,
    };
    if in_range(day) { Ok(day) } else { Err(DateError::NoSuchDay) }
}

/// `+4w`, `+10d`, `+2m` from today.
fn stepped(step: &str, today: Date) -> Result<Date, DateError> {
    let step = step.trim_start_matches('+').trim();
    let unit = step.chars().last().ok_or(DateError::NotADate)?;
    let count = step.strip_suffix(unit).unwrap_or_default().trim();
    if !(1..=4).contains(&count.len()) || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::NotADate);
    }
    let count: u32 = count.parse().map_err(|_| DateError::NotADate)?;
    match unit {
        'd' => today.checked_add_days(Days::new(count.into())),
        'w' => today.checked_add_days(Days::new(u64::from(count) * 7)),
        'm' => today.checked_add_months(Months::new(count)),
        _ => return Err(DateError::NotADate),
    }
    .ok_or(DateError::NoSuchDay)
}

/// A day written with words and numbers, with or without weekday and year.
fn written(words: &str, today: Date, toward: Toward) -> Result<Date, DateError> {
    let mut weekday = None;
    let mut month = None;
    let mut numbers = Vec::new();
    let separated = words.replace(['/', '.', '-'], " ");
    for word in separated.split_whitespace() {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if let Ok(number) = word.parse::<u32>() {
            numbers.push((number, word.len()));
        } else if let (Ok(number), "st" | "nd" | "rd" | "th") =
            (digits.parse::<u32>(), word.strip_prefix(digits).unwrap_or_default())
        {
            numbers.push((number, digits.len()));
        } else if let Some(found) = named(word, &MONTHS) {
            let number = u32::try_from(found + 1).map_err(|_| DateError::NotADate)?;
            month.replace(number).map_or(Ok(()), |_| Err(DateError::NotADate))?;
        } else if let Some(found) = named(word, &WEEKDAYS) {
            weekday.replace(found).map_or(Ok(()), |_| Err(DateError::NotADate))?;
        } else {
            return Err(DateError::NotADate);
        }
    }
    let (day, month, year) = match (numbers.as_slice(), month) {
        (&[(day, _)], Some(month)) => (day, month, None),
        (&[(day, _), year], Some(month)) => (day, month, Some(year)),
        (&[(day, _), (month, _)], None) => (day, month, None),
        (&[(day, _), (month, _), year], None) => (day, month, Some(year)),
        ([], None) => return next_weekday(weekday.ok_or(DateError::NotADate)?, today, toward),
        _ => return Err(DateError::NotADate),
    };
    match year {
        Some(year) => {
            let year = full_year(year)?;
            let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NoSuchDay)?;
            on_weekday(date, weekday)
        }
        None => nearest((month, day), weekday, today, toward),
    }
}

/// The date, if the weekday written is its own or none was written.
fn on_weekday(date: Date, weekday: Option<usize>) -> Result<Date, DateError> {
    match weekday {
        Some(index) if index != weekday_index(date) => {
            Err(DateError::WrongWeekday(WEEKDAYS.get(weekday_index(date)).unwrap_or(&"day")))
        }
        _ => Ok(date),
    }
}

/// Two digits mean this century; anything but two or four digits is no year.
fn full_year((year, digits): (u32, usize)) -> Result<i32, DateError> {
    let year = i32::try_from(year).map_err(|_| DateError::NoSuchDay)?;
    match digits {
        2 => Ok(2000 + year),
        4 => Ok(year),
        _ => Err(DateError::NotADate),
    }
}

/// How far back a day without a year may lie when days ahead are looked for, in days: a meeting is
/// also written up in the weeks after it.
const LATELY: u64 = 60;

/// The nearest such day of the wanted side. A weekday chooses the year, if any year near has it.
fn nearest(
    (month, day): (u32, u32),
    weekday: Option<usize>,
    today: Date,
    toward: Toward,
) -> Result<Date, DateError> {
    let earliest = today.checked_sub_days(Days::new(LATELY)).unwrap_or(today);
    // A leap day may be four years away, or eight about a century.
    let found: Vec<Date> = (0..=8)
        .filter_map(|step| {
            let year = match toward {
                Toward::Ahead => earliest.year() + step,
                Toward::Back => today.year() - step,
            };
            NaiveDate::from_ymd_opt(year, month, day)
        })
        .filter(|found| match toward {
            Toward::Ahead => *found >= earliest,
            Toward::Back => *found <= today,
        })
        .collect();
    let first = *found.first().ok_or(DateError::NoSuchDay)?;
    let near = found.iter().take(2).find(|date| on_weekday(**date, weekday).is_ok());
    near.copied().map_or_else(|| on_weekday(first, weekday), Ok)
}

fn next_weekday(index: usize, today: Date, toward: Toward) -> Result<Date, DateError> {
    (1..=7)
        .filter_map(|step| match toward {
            Toward::Ahead => today.checked_add_days(Days::new(step)),
            Toward::Back => today.checked_sub_days(Days::new(step)),
        })
        .find(|day| weekday_index(*day) == index)
        .ok_or(DateError::NoSuchDay)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Which name a word of at least three letters begins.
fn named<const N: usize>(word: &str, names: &[&str; N]) -> Option<usize> {
    let word = if word == "sept" { "sep" } else { word };
    let long_enough = word.chars().count() >= 3;
    names.iter().position(|name| long_enough && name.to_lowercase().starts_with(word))
}

fn month(day: Date) -> &'static str {
    MONTHS.get(day.month0() as usize).copied().unwrap_or_default()
}

fn weekday_index(day: Date) -> usize {
    day.weekday().num_days_from_monday() as usize
}

fn short_weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    }
}

/// The years a case can speak of; anything else is a slip of the finger.
fn in_range(day: Date) -> bool {
    (1900..=2200).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Date {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn ahead(typed: &str) -> Result<Date, DateError> {
        parse(typed, on(2026, 11, 22), Toward::Ahead)
    }

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        for typed in [
            "12 Jan",
            "12 january 2027",
            "Tue 12 January 2027",
            "Tuesday, 12th Jan",
            "12/1/27",
            "12/1",
            "12.1.2027",
            "2027-01-12",
            "12-01-2027",
            "  12  jan  27 ",
        ] {
            assert_eq!(ahead(typed), Ok(on(2027, 1, 12)), "{typed}");
        }
    }

    #[test]
    fn steps_count_from_today() {
        assert_eq!(ahead("+4w"), Ok(on(2026, 12, 20)));
        assert_eq!(ahead("+10d"), Ok(on(2026, 12, 2)));
        assert_eq!(ahead("+ 3 m"), Ok(on(2027, 2, 22)));
        assert_eq!(ahead("fri"), Ok(on(2026, 11, 27)));
        assert_eq!(ahead("today"), Ok(on(2026, 11, 22)));
    }

    #[test]
    fn what_is_no_date_is_said_to_be_none() {
        for typed in ["", "12", "soon", "12 J", "+w", "+99999w", "12 Jan Feb", "1 2 3 4"] {
            assert!(ahead(typed).is_err(), "{typed}");
        }
        assert_eq!(ahead("31/2/27"), Err(DateError::NoSuchDay));
        assert_eq!(ahead("12 Jan 207"), Err(DateError::NotADate));
        assert_eq!(ahead("Mon 12 January 2027"), Err(DateError::WrongWeekday("Tuesday")));
    }

    #[test]
    fn a_day_without_a_year_is_looked_for_on_the_wanted_side() {
        let today = on(2026, 11, 22);
        assert_eq!(parse("10 Nov", today, Toward::Back), Ok(on(2026, 11, 10)));
        assert_eq!(parse("10 Sep", today, Toward::Ahead), Ok(on(2027, 9, 10)));
        assert_eq!(parse("29 Feb", today, Toward::Ahead), Ok(on(2028, 2, 29)));
    }

    #[test]
    fn a_meeting_can_be_written_up_in_the_weeks_after_it() {
        assert_eq!(ahead("21 Nov"), Ok(on(2026, 11, 21)));
        assert_eq!(ahead("Sat 21 Nov"), Ok(on(2026, 11, 21)));
        assert_eq!(ahead("1 Oct"), Ok(on(2026, 10, 1)));
    }

    #[test]
    fn a_weekday_chooses_the_year() {
        assert_eq!(ahead("Sun 21 Nov"), Ok(on(2027, 11, 21)));
        assert_eq!(ahead("Mon 21 Nov"), Err(DateError::WrongWeekday("Saturday")));
    }

    #[test]
    fn what_is_shown_is_read_back_as_the_same_day() {
        let day = on(2027, 1, 12);
        assert_eq!(long(day), "Tue 12 January 2027");
        assert_eq!(ahead(&long(day)), Ok(day));
        assert_eq!(ahead(&short(day)), Ok(day));
    }

    #[test]
    fn what_is_kept_reads_the_same_when_it_is_read_again() {
        for typed in ["\u{200b}", "2027\u{200b}-01-12", "\u{feff}12 Jan", "half term"] {
            let once = When::read(typed, on(2026, 11, 22), Toward::Ahead);
            let again = match &once {
                When::Unread(text) => When::read(text, on(2026, 11, 22), Toward::Ahead),
                other => other.clone(),
            };
            assert_eq!(once, again, "{typed:?}");
        }
        assert!(When::read("\u{200b}", on(2026, 11, 22), Toward::Ahead).is_blank());
    }

    #[test]
    fn words_that_name_no_day_are_kept() {
        let when = When::read("after half term", on(2026, 11, 22), Toward::Ahead);
        assert_eq!(when, When::Unread(Text::from("after half term")));
    }
}
