//! What can be wrong, or look odd, in the dates of a calendar: each as one plain sentence.
//!
//! Must never mend a date by itself: a slip in a calendar moves every review after it.

use std::collections::BTreeSet;
use std::fmt;

use super::{Closed, Span, is_weekend};
use crate::domain::date::{Date, long};

/// The longest that a span can be meant to be, in days.
const LONGEST: i64 = 366;

/// The longest that a holiday can be meant to be, in days. The summer takes some forty-five.
const LONGEST_HOLIDAY: i64 = 63;

/// One entry of a calendar, counted from 0 in the order in which they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// An open span.
    Open(usize),
    /// A closed day or span.
    Closed(usize),
}

/// Something wrong or odd in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The entry, where it is one.
    pub entry: Option<Entry>,
    /// What is the matter with it.
    pub fault: Fault,
}

/// What is the matter with an entry. The `Display` names it by its dates and says how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not one open span.
    #[error(
        "The calendar has no open span. Write one for each half term, from its first to its last day."
    )]
    NoTerm,
    /// Open spans, but no day left on which pupils come.
    #[error(
        "The calendar has no day on which pupils come: every day is closed or at a weekend. Look at its dates."
    )]
    NoPupilDay,
    /// The last day is before the first.
    #[error("The span from {} to {} ends before it begins. Swap the two days, or correct one.",
        long(.0.first), long(.0.last))]
    Reversed(Span),
    /// Longer than a year.
    #[error("The span from {0} is longer than a year. Look at its years.")]
    TooLong(Span),
    /// Two open spans share a day.
    #[error("The open spans from {0} and from {1} overlap. Let each day stand in one of them.")]
    Overlap(Span, Span),
    /// An open span begins or ends at a weekend. It still counts; the date may be a slip.
    #[error("The open span from {0} has {day} at its edge, when no pupil comes. Check the date.",
        day = long(*.1))]
    WeekendEdge(Span, Date),
    /// So long between two open spans that a term may be missing.
    #[error("Nothing is open between {} and {}. If a term is missing there, add it.",
        long(*.0), long(*.1))]
    LongGap(Date, Date),
    /// Closed days that no open span has.
    #[error(
        "The closed entry {0} lies outside every open span, so it changes nothing. Check its date."
    )]
    ClosedOutside(Closed),
    /// Closed days at a weekend.
    #[error("The closed entry {0} lies at a weekend, when no pupil comes anyway. Check its date.")]
    ClosedAtWeekend(Closed),
    /// The same days are closed twice.
    #[error("The closed entry {0} stands there twice. Take one away, or correct its date.")]
    ClosedTwice(Closed),
}

impl Problem {
    /// Whether no calendar can be made before this is mended; otherwise it only looks odd.
    pub fn is_wrong(&self) -> bool {
        self.fault.is_wrong()
    }
}

impl Fault {
    /// Whether no calendar can be made before this is mended; otherwise it only looks odd.
    pub fn is_wrong(&self) -> bool {
        match self {
            Self::NoTerm
            | Self::NoPupilDay
            | Self::Reversed(_)
            | Self::TooLong(_)
            | Self::Overlap(..) => true,
            Self::WeekendEdge(..)
            | Self::LongGap(..)
            | Self::ClosedOutside(_)
            | Self::ClosedAtWeekend(_)
            | Self::ClosedTwice(_) => false,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

/// Everything that is wrong in what was written down for a calendar; if nothing is, what looks odd.
pub fn problems(open: &[Span], closed: &[Closed]) -> Vec<Problem> {
    let mut found = Vec::new();
    if open.is_empty() {
        found.push(Problem { entry: None, fault: Fault::NoTerm });
    }
    for (at, span) in open.iter().enumerate() {
        let edges = [span.first, span.last];
        let fault = wrong_span(*span).or_else(|| {
            let edge = edges.into_iter().find(|day| is_weekend(*day))?;
            Some(Fault::WeekendEdge(*span, edge))
        });
        found.extend(fault.map(|fault| Problem { entry: Some(Entry::Open(at)), fault }));
    }
    between_open(open, &mut found);
    let terms = in_order(open);
    let mut seen = BTreeSet::new();
    for (at, closed) in closed.iter().enumerate() {
        let fault = wrong_span(closed.span)
            .or_else(|| (!seen.insert(closed.span)).then(|| Fault::ClosedTwice(closed.clone())))
            .or_else(|| idle(closed, &terms));
        found.extend(fault.map(|fault| Problem { entry: Some(Entry::Closed(at)), fault }));
    }
    // Beside a wrong date others look odd that are not.
    if found.iter().any(Problem::is_wrong) {
        found.retain(Problem::is_wrong);
    }
    found
}

fn wrong_span(span: Span) -> Option<Fault> {
    match (span.last - span.first).num_days() {
        ..0 => Some(Fault::Reversed(span)),
        LONGEST.. => Some(Fault::TooLong(span)),
        _ => None,
    }
}

/// The open spans that can be meant, with their places, by their first day.
fn in_order(open: &[Span]) -> Vec<(usize, Span)> {
    let mut spans: Vec<(usize, Span)> =
        open.iter().copied().enumerate().filter(|(_, span)| wrong_span(*span).is_none()).collect();
    spans.sort_by_key(|(at, span)| (*span, *at));
    spans
}

/// What is the matter between one open span and the next.
fn between_open(open: &[Span], found: &mut Vec<Problem>) {
    let mut before: Option<Span> = None;
    for (at, span) in in_order(open) {
        let fault = before.and_then(|before| {
            if span.first <= before.last {
                Some(Fault::Overlap(before, span))
            } else if (span.first - before.last).num_days() > LONGEST_HOLIDAY {
                Some(Fault::LongGap(before.last, span.first))
            } else {
                None
            }
        });
        found.extend(fault.map(|fault| Problem { entry: Some(Entry::Open(at)), fault }));
        // What overlaps is compared with the span that reaches furthest.
        if before.is_none_or(|before| span.last > before.last) {
            before = Some(span);
        }
    }
}

/// Why closed days change nothing, if they do not.
fn idle(closed: &Closed, terms: &[(usize, Span)]) -> Option<Fault> {
    if closed.span.school_days().next().is_none() {
        return Some(Fault::ClosedAtWeekend(closed.clone()));
    }
    let within = |term: &Span| {
        let both = Span {
            first: term.first.max(closed.span.first),
            last: term.last.min(closed.span.last),
        };
        both.school_days().next().is_some()
    };
    let begun = terms.partition_point(|(_, term)| term.first <= closed.span.last);
    let near = terms.get(..begun).unwrap_or_default().iter().rev();
    let mut near = near.take_while(|(_, term)| term.last >= closed.span.first);
    // A holiday that is written out, between two terms, only says again what the terms say.
    let is_holiday = closed.span.first < closed.span.last && (1..terms.len()).contains(&begun);
    if near.any(|(_, term)| within(term)) || is_holiday {
        None
    } else {
        Some(Fault::ClosedOutside(closed.clone()))
    }
}
