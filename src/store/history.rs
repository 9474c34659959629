//! The states that a case had before: how they are named, and which of them are kept.
//!
//! Must never let go of a closed meeting, nor of the newest state.

use std::fmt;

use chrono::{NaiveDateTime, TimeDelta};

use super::error::StoreError;
use super::schema;
use crate::domain::case::Case;
use crate::domain::date::long;
use crate::domain::steps;

/// The most states of an open meeting that are kept of one case.
pub const MOST: usize = 20;

/// How far apart kept states are, in seconds: of an age below the first number, by the second.
const GAPS: [(i64, i64); 6] = [
    (2 * MINUTE, 30),
    (10 * MINUTE, 2 * MINUTE),
    (HOUR, 10 * MINUTE),
    (8 * HOUR, HOUR),
    (2 * DAY, 6 * HOUR),
    (14 * DAY, DAY),
];
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// How far apart states are that are older than all of these.
const WIDEST: i64 = 7 * DAY;

/// How a moment stands in the name of a file, on every system.
const MOMENT: &str = "%Y-%m-%dT%H-%M-%S";
/// How long that is.
const MOMENT_LENGTH: usize = 19;

/// A state that a case had before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its number: the first is 1, and none is given twice.
    pub number: u32,
    /// A moment at which the case stood so: when another state took its place, or when its meeting
    /// was closed.
    pub at: NaiveDateTime,
    /// What kind of state it is.
    pub kind: Kind,
    /// The bytes of its file.
    pub size: u64,
}

/// What kind of state it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The meeting is not closed, or being corrected.
    Open,
    /// So many meetings were closed: the first one, its corrections, and reviews.
    Closed(u32),
    /// The file cannot be read; it was put here when an earlier state took its place.
    Damaged,
}

impl Kind {
    /// The kind of a case.
    pub fn of(case: &Case) -> Self {
        let closed = case.issued.len() + case.recorded.len();
        match u32::try_from(closed) {
            Ok(closed) if case.is_closed() => Self::Closed(closed),
            _ => Self::Open,
        }
    }

    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed(_) => "closed",
            Self::Damaged => "damaged",
        }
    }
}

impl Past {
    /// The name of its file: a number, a moment and a kind, never a person.
    pub(super) fn file_name(&self) -> String {
        let kind = match self.kind {
            Kind::Closed(count) => format!("closed-{count}"),
            other => other.label().to_owned(),
        };
        format!("{:04}-{}-{kind}.ron", self.number, self.at.format(MOMENT))
    }

    /// Reads such a name.
    pub(super) fn from_name(name: &str, size: u64) -> Option<Self> {
        let (number, rest) = name.strip_suffix(".ron")?.split_once('-')?;
        let (moment, kind) = rest.split_at_checked(MOMENT_LENGTH)?;
        let kind = match kind.strip_prefix('-')? {
            "open" => Kind::Open,
            "damaged" => Kind::Damaged,
            closed => Kind::Closed(closed.strip_prefix("closed-")?.parse().ok()?),
        };
        let at = NaiveDateTime::parse_from_str(moment, MOMENT).ok()?;
        let past = Self { number: number.parse().ok()?, at, kind, size };
        // Another spelling of the same would be another file.
        (past.file_name() == name).then_some(past)
    }
}

impl fmt::Display for Past {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "state {} of {}", self.number, in_words(self.at))
    }
}

/// A moment in words.
pub fn in_words(at: NaiveDateTime) -> String {
    format!("{} at {}", long(at.date()), at.format("%H:%M:%S"))
}

/// So many bytes, in words.
pub fn size(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match STEPS.iter().find(|(step, _)| bytes >= *step) {
        Some((step, name)) => format!("{} {name}", bytes / step),
        None => format!("{bytes} bytes"),
    }
}

/// How far apart states of an age are kept; both in seconds.
pub fn gap(age: i64) -> i64 {
    GAPS.iter().find(|(below, _)| age < *below).map_or(WIDEST, |(_, gap)| *gap)
}

/// Which states are let go, oldest first; `pasts` are in the order in which they stood.
///
/// Kept for good are the first and the last state of each closed meeting (as it was closed, and
/// with what was recorded of it afterwards), and what was damaged. Of the others the newest
/// always stays, the rest by their gaps, and no more than [`MOST`]. A clock that was put back
/// drops nothing more.
pub fn outlived(pasts: &[Past], now: NaiveDateTime) -> Vec<Past> {
    let mut gone = Vec::new();
    let mut thinned = Vec::new();
    let mut before: Option<NaiveDateTime> = None;
    for (at, past) in pasts.iter().enumerate() {
        let is_newest = at + 1 == pasts.len();
        let needed = TimeDelta::seconds(gap((now - past.at).num_seconds()));
        let for_good = stays_for_good(pasts, at);
        if for_good || is_newest || before.is_none_or(|before| (past.at - before).abs() >= needed) {
            before = Some(past.at);
            if !for_good {
                thinned.push(*past);
            }
        } else {
            gone.push(*past);
        }
    }
    gone.extend(thinned.iter().take(thinned.len().saturating_sub(MOST)));
    gone.sort_by_key(|past| past.number);
    gone
}

fn stays_for_good(pasts: &[Past], at: usize) -> bool {
    let kind = |at: usize| pasts.get(at).map(|past| past.kind);
    match kind(at) {
        Some(Kind::Damaged) => true,
        Some(Kind::Closed(_)) => {
            let first = at.checked_sub(1).and_then(kind) != kind(at);
            let last = at + 1 < pasts.len() && kind(at + 1) != kind(at);
            first || last
        }
        Some(Kind::Open) | None => false,
    }
}

/// Leaves on record what was given out or said meanwhile, whichever words stand: agreements and
/// records of reviews with what they left to do, and verdicts.
pub fn keep_on_record(case: &mut Case, theirs: &Case) {
    fn add<T: PartialEq + Clone>(mine: &mut Vec<T>, theirs: &[T]) {
        for one in theirs {
            if !mine.contains(one) {
                mine.push(one.clone());
            }
        }
    }
    add(&mut case.issued, &theirs.issued);
    add(&mut case.recorded, &theirs.recorded);
    add(&mut case.reviewed, &theirs.reviewed);
    steps::keep_both(case, theirs.follow_ups.clone(), theirs.sends.clone());
}

/// An earlier state as it may stand again: with everything on record that is known from what stands
/// now or, where that cannot be read, from the newest state that can.
pub(super) fn again(
    mut past: Case,
    standing: Option<&[u8]>,
    pasts: &[Past],
    read: impl Fn(&Past) -> Option<Vec<u8>>,
) -> Result<Case, StoreError> {
    let name = past.id.to_string();
    let latest = match standing.map(|standing| schema::read(standing, &name)) {
        Some(Ok(standing)) => Some(standing),
        Some(Err(newer @ StoreError::Newer { .. })) => return Err(newer),
        Some(Err(_)) | None => newest_good(&name, pasts, read).map(|(_, newest)| newest),
    };
    if let Some(latest) = latest {
        keep_on_record(&mut past, &latest);
    }
    Ok(past)
}

/// Adds to an error of a damaged case which state can take its place, if any can: the newest of
/// `pasts` that `read` can read.
pub(super) fn with_way_out(
    error: StoreError,
    name: &str,
    pasts: &[Past],
    read: impl Fn(&Past) -> Option<Vec<u8>>,
) -> StoreError {
    let StoreError::Damaged { name: called, reason } = error else { return error };
    let good = newest_good(name, pasts, read).map(|(past, _)| {
        let number = past.number;
        format!(" The {past} is whole: `convenor restore {name} --to {number}` brings it back.")
    });
    StoreError::Damaged { name: called, reason: reason + &good.unwrap_or_default() }
}

/// The newest state that can be read.
fn newest_good(
    name: &str,
    pasts: &[Past],
    read: impl Fn(&Past) -> Option<Vec<u8>>,
) -> Option<(Past, Case)> {
    let good = |past: &Past| Some((*past, schema::read(&read(past)?, name).ok()?));
    pasts.iter().rev().filter(|past| past.kind != Kind::Damaged).find_map(good)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    fn moment(seconds: i64) -> NaiveDateTime {
        let start = NaiveDate::from_ymd_opt(2026, 11, 22).and_then(|day| day.and_hms_opt(9, 0, 0));
        start.expect("a moment") + TimeDelta::seconds(seconds)
    }

    fn past(number: u32, seconds: i64, kind: Kind) -> Past {
        Past { number, at: moment(seconds), kind, size: 0 }
    }

    /// Saves after pauses, thinned after each as the store does: everything that ever stood, what
    /// is left of it, and the moment of the last save.
    fn lived(saves: &[(i64, Kind)]) -> (Vec<Past>, Vec<Past>, NaiveDateTime) {
        let (mut all, mut left, mut clock) = (Vec::new(), Vec::new(), 0);
        for (number, (pause, kind)) in (1..).zip(saves) {
            clock += pause;
            all.push(past(number, clock, *kind));
            left.push(past(number, clock, *kind));
            let gone = outlived(&left, moment(clock));
            left.retain(|past| !gone.contains(past));
        }
        (all, left, moment(clock))
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        prop_oneof![
            8 => Just(Kind::Open),
            1 => Just(Kind::Damaged),
            3 => (1..4_u32).prop_map(Kind::Closed),
        ]
    }

    /// Each closing is one more.
    fn counted(saves: Vec<(i64, Kind)>) -> Vec<(i64, Kind)> {
        let (mut count, mut before) = (0, Kind::Open);
        let count_on = |(pause, kind): (i64, Kind)| {
            let is_closed = matches!(kind, Kind::Closed(_));
            count += u32::from(is_closed && !matches!(before, Kind::Closed(_)));
            before = if is_closed { Kind::Closed(count) } else { kind };
            (pause, before)
        };
        saves.into_iter().map(count_on).collect()
    }

    /// Pauses of a meeting, of days, and of a clock that is put back.
    fn saves() -> impl Strategy<Value = Vec<(i64, Kind)>> {
        let pauses =
            prop_oneof![6 => 1..5_i64, 2 => 1..4000_i64, 1 => 1..1_000_000_i64, 1 => -4000..0_i64];
        prop::collection::vec((pauses, kinds()), 1..150).prop_map(counted)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_newest_stays_and_of_what_is_thinned_no_more_than_twenty(saves in saves()) {
            let (all, left, _) = lived(&saves);
            prop_assert_eq!(left.last(), all.last());
            let thinned = (0..left.len()).filter(|at| !stays_for_good(&left, *at)).count();
            prop_assert!(thinned <= MOST, "{thinned}");
            let inventions = left.iter().filter(|past| !all.contains(past)).count();
            prop_assert_eq!(inventions, 0);
        }

        #[test]
        fn each_closed_meeting_stays_as_it_was_closed_and_as_it_was_left(saves in saves()) {
            let (all, left, _) = lived(&saves);
            for at in 0..all.len() {
                if stays_for_good(&all, at) {
                    prop_assert!(left.contains(&all[at]), "{:?} of {all:?} left {left:?}", all[at]);
                }
            }
        }

        #[test]
        fn what_is_thinned_is_as_far_apart_as_its_age_asks(pauses in prop::collection::vec(1..4000_i64, 2..150)) {
            let saves: Vec<(i64, Kind)> = pauses.into_iter().map(|pause| (pause, Kind::Open)).collect();
            let (_, left, now) = lived(&saves);
            for pair in left[..left.len() - 1].windows(2) {
                let apart = (pair[1].at - pair[0].at).num_seconds();
                prop_assert!(apart >= gap((now - pair[1].at).num_seconds()), "{pair:?}");
            }
        }

        #[test]
        fn gaps_grow_with_age(younger in 0..100_000_000_i64, more in 0..100_000_000_i64) {
            prop_assert!(gap(younger) <= gap(younger + more));
        }

        #[test]
        fn thinning_again_lets_nothing_more_go(saves in saves()) {
            let (_, left, now) = lived(&saves);
            prop_assert_eq!(outlived(&left, now), []);
        }

        #[test]
        fn a_name_says_all_of_it(number in 1..100_000_u32, seconds in 0..100_000_000_i64, kind in kinds()) {
            let past = past(number, seconds, kind);
            prop_assert_eq!(Past::from_name(&past.file_name(), 0), Some(past));
        }

        #[test]
        fn no_other_name_is_taken_for_one(name in "\\PC{0,40}") {
            if let Some(past) = Past::from_name(&name, 0) {
                prop_assert_eq!(past.file_name(), name);
            }
        }
    }

    #[test]
    fn a_meeting_saved_every_second_can_go_back_by_seconds_minutes_and_to_its_beginning() {
        let (_, left, now) = lived(&vec![(1, Kind::Open); 5400]);
        let ages: Vec<i64> = left.iter().map(|past| (now - past.at).num_seconds()).collect();
        assert_eq!(left[0].number, 1);
        assert!((10..=MOST).contains(&ages.len()), "{ages:?}");
        let youngest = &ages[ages.len() - 4..];
        assert!(youngest[3] == 0 && youngest[2] <= 30 && youngest[0] <= 90, "{ages:?}");
    }

    #[test]
    fn names_that_other_programs_make_are_not_ours() {
        for name in [
            "0001-2026-11-22T09-00-00-open (1).ron",
            "1-2026-11-22T09-00-00-open.ron",
            "unsaved-12.ron",
            "0001-2026-11-22T09-00-00-closed.ron",
            "",
        ] {
            assert_eq!(Past::from_name(name, 0), None, "{name}");
        }
    }
}
