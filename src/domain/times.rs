//! Times of day, as people write them: `9.15`, `09:15`, `3:30pm`, `08:30 to 12:15`.
//!
//! What was typed is kept; here it is only read. School hours are meant: an hour from 1 to 6 without
//! a nought or “am” before or after it lies in the afternoon.

/// Why words are no times of day. Its `Display` is a sentence for the facilitator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// These words name none.
    #[error("“{0}” is no time of day. Write it as 09:15.")]
    NotATime(String),
    /// Only one time where a beginning and an end are wanted.
    #[error("This says only one time. Write when it begins and when it ends, as 09:15 to 12:00.")]
    NoEnd,
    /// The end lies before the beginning, both in minutes after midnight.
    #[error("This ends at {} and so not after it begins, at {}. Look at both again.", clock(*ends), clock(*begins))]
    Reversed {
        /// When it begins.
        begins: u32,
        /// When it ends.
        ends: u32,
    },
}

/// A time as it was read.
#[derive(Clone, Copy)]
struct Time {
    /// Minutes after midnight.
    minutes: u32,
    /// Whether it cannot be another number: it has minutes, or “am” or “pm” with it.
    sure: bool,
}

/// The first time of day in a text, in minutes after midnight. A number by itself is not taken for
/// one.
pub fn first(text: &str) -> Option<u32> {
    let times = read(text).ok()?;
    times.into_iter().find(|time| time.sure).map(|time| time.minutes)
}

/// When something begins, and when it ends if that is said too, in minutes after midnight.
///
/// # Errors
/// Says what is no time, or that the end is not after the beginning.
pub fn begin_and_end(text: &str) -> Result<(u32, Option<u32>), TimeError> {
    let times = read(text)?;
    let begins = times.first().ok_or_else(|| not_a_time(text))?.minutes;
    let ends = times.get(1..).and_then(<[Time]>::last).map(|time| time.minutes);
    match ends {
        Some(ends) if ends <= begins => Err(TimeError::Reversed { begins, ends }),
        ends => Ok((begins, ends)),
    }
}

/// When a session begins and ends, in minutes after midnight; `None` when it is said that there is
/// none.
///
/// # Errors
/// Says what is no time, that the end is missing, or that it is not after the beginning.
pub fn session(text: &str) -> Result<Option<(u32, u32)>, TimeError> {
    let said = text.trim().to_lowercase();
    let figures = said.contains(|c: char| c.is_ascii_digit());
    if !figures && (said.starts_with("no") || matches!(said.as_str(), "-" | "–" | "n/a")) {
        return Ok(None);
    }
    let (begins, ends) = begin_and_end(text)?;
    Ok(Some((begins, ends.ok_or(TimeError::NoEnd)?)))
}

/// `09:15`.
fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn not_a_time(text: &str) -> TimeError {
    TimeError::NotATime(text.trim().chars().take(40).collect())
}

/// Every number in a text, each read as a time.
fn read(text: &str) -> Result<Vec<Time>, TimeError> {
    let text = text.to_lowercase().replace("12 noon", "12:00").replace(" noon", " 12:00");
    let text = text.replace("midday", "12:00");
    let (mut rest, mut times) = (text.as_str(), Vec::new());
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(from);
        let joined = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
        let end = tail.find(|c| !joined(c)).unwrap_or(tail.len());
        let (word, after) = tail.split_at(end);
        let word = word.strip_suffix('.').unwrap_or(word);
        let loose = before.ends_with([':', '.']);
        let time = one(word, after.trim_start()).filter(|_| !loose);
        times.push(time.ok_or_else(|| not_a_time(word))?);
        rest = after;
    }
    Ok(times)
}

/// One time: `9`, `0915`, `9.15` or `09:15`, by what stands after it.
fn one(word: &str, after: &str) -> Option<Time> {
    let parted = word.split_once([':', '.']);
    let (hour, minute) = match parted {
        Some((hour, minute)) => (hour, minute),
        None if word.len() == 4 => word.split_at(2),
        None => (word, "00"),
    };
    let (short, minute) = (hour.len() <= 2, Some(minute).filter(|text| text.len() == 2)?);
    let (number, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let morning = after.starts_with("am") || after.starts_with("a.m");
    let evening = after.starts_with("pm") || after.starts_with("p.m");
    let usual = !morning && !hour.starts_with('0') && (1..=6).contains(&number);
    let number = match number {
        12 if morning => 0,
        1..=11 if evening || usual => number + 12,
        number => number,
    };
    let sure = parted.is_some() || word.len() == 4 || morning || evening;
    let exists = short && number < 24 && minute < 60;
    exists.then_some(Time { minutes: number * 60 + minute, sure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_found_as_people_write_it() {
        for (text, read) in [
            ("10:00", Some(600)),
            ("from 8.15", Some(495)),
            ("14:00 to 15:30", Some(840)),
            ("3:30pm", Some(930)),
            ("3.30", Some(930)),
            ("03:30", Some(210)),
            ("0915", Some(555)),
            ("9 am", Some(540)),
            ("Room 4, 10:00.", Some(600)),
            ("after lunch", None),
            ("25:00", None),
            ("09:60", None),
            ("::", None),
            ("10:", None),
            ("é:00", None),
            ("9", None),
            ("99999999999999999999:00", None),
        ] {
            assert_eq!(first(text), read, "{text:?}");
        }
    }

    #[test]
    fn a_session_has_a_beginning_and_an_end_after_it() {
        for (text, read) in [
            ("08:30 to 12:15", Ok(Some((510, 735)))),
            ("9.15–12", Ok(Some((555, 720)))),
            ("1.05 to 3.10", Ok(Some((785, 910)))),
            ("11.30am to 1.15pm", Ok(Some((690, 795)))),
            ("09:00 to 12 noon", Ok(Some((540, 720)))),
            ("none on Fridays", Ok(None)),
            ("09:15", Err(TimeError::NoEnd)),
            ("12:15 to 08:30", Err(TimeError::Reversed { begins: 735, ends: 510 })),
            ("25:70", Err(TimeError::NotATime("25:70".to_owned()))),
            ("quarter past nine", Err(TimeError::NotATime("quarter past nine".to_owned()))),
        ] {
            assert_eq!(session(text), read, "{text:?}");
        }
        let reversed = session("12:15 to 08:30").unwrap_err().to_string();
        assert!(reversed.contains("08:30") && reversed.contains("12:15"), "{reversed}");
    }
}
