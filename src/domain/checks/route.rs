//! Checks on the kind of move: what the law and the national guidance say about each.

use super::{Gap, Subject, fact, listed, note, when};
use crate::domain::case::{Phase, Route, YesNo};
use crate::domain::date::{Date, long};
use crate::domain::figures::whole;
use crate::domain::school_days::{SchoolDays, Which};
use crate::domain::screening::Sen;
use crate::domain::slot::Fact;

pub(super) fn permanent_but_temporary(on: &Subject<'_>) -> bool {
    on.case.route == Route::Permanent && on.case.screening.temporary == YesNo::Yes
}

/// The prose that says what the move is and how it may end.
const ENDS: [&str; 2] = ["timeline.well", "timeline.not_well"];

/// Words that promise a way back, or a time limit.
const RETURNABLE: [&str; 10] = [
    "trial",
    "temporary",
    "temporarily",
    "for the time being",
    "returns to",
    "return to",
    "comes back to",
    "come back to",
    "goes back to",
    "go back to",
];

/// A permanent move described as one with a way back (R18; national guidance).
pub(super) fn permanent_but_returnable(on: &Subject<'_>) -> Vec<Gap> {
    if on.case.route != Route::Permanent {
        return Vec::new();
    }
    let home = on.case.home_school.trim().to_lowercase();
    ENDS.into_iter()
        .filter_map(|key| {
            let said = returnable(on.note(key), &home)?;
            let sentence = format!(
                "A permanent move has no way back and no time limit, but its wording says “{said}”. Word it again, or choose another kind of move."
            );
            Some(Gap(sentence, note(key)))
        })
        .collect()
}

/// The first words in a text that promise a way back to the home school, or a time limit. A sentence
/// that says that there is none promises nothing.
fn returnable(text: &str, home: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let sentences = text.split(['.', ';', '\n', '!', '?']);
    sentences.filter(|sentence| !denies(sentence)).find_map(|sentence| {
        RETURNABLE.into_iter().find(|words| {
            let at = sentence.find(words);
            let back = words.ends_with(" to");
            let after = at.and_then(|at| sentence.get(at + words.len()..)).unwrap_or_default();
            let to_home = !home.is_empty() && after.contains(home) || after.contains("home school");
            at.is_some() && (!back || to_home)
        })
    })
}

fn denies(sentence: &str) -> bool {
    let mut words = sentence.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "no" | "not" | "never" | "nor" | "without" | "cannot"))
}

/// An earlier trial is only for cases begun before the guidance in force (section 0).
pub(super) fn trial_too_late(on: &Subject<'_>) -> Vec<Gap> {
    if on.case.route != Route::EarlierTrial {
        return Vec::new();
    }
    let in_force = on.profile.guidance.in_force;
    let begun = on.case.begun.day().or(on.case.meeting.on.day());
    if begun.is_some_and(|begun| begun < in_force) {
        return Vec::new();
    }
    let sentence = format!(
        "An earlier trial is only for cases begun before {}. Choose another kind of move.",
        long(in_force)
    );
    vec![Gap(sentence, fact(Fact::Route))]
}

fn directs(on: &Subject<'_>) -> bool {
    on.case.route == Route::DirectionFirst
}

/// What the notice of an off-site direction must say.
pub(super) fn notice_incomplete(on: &Subject<'_>) -> Vec<Gap> {
    let said = &on.case.direction;
    let lacking = [
        (said.address.is_blank(), "address", Fact::DirectionAddress),
        (said.report_to.is_blank(), "who to report to", Fact::DirectionReportTo),
        (said.last_day.day().is_none(), "last day", Fact::DirectionLast),
        (said.days.is_blank(), "number of days", Fact::DirectionDays),
        (said.morning.is_blank(), "morning session", Fact::DirectionMorning),
        (said.afternoon.is_blank(), "afternoon session", Fact::DirectionAfternoon),
        (said.reasons.is_blank(), "reasons", Fact::DirectionReasons),
        (said.objectives.is_blank(), "objectives", Fact::DirectionObjectives),
    ];
    let lacking: Vec<_> = lacking.into_iter().filter(|(lacks, ..)| *lacks).collect();
    let Some((_, _, place)) = lacking.first().filter(|_| directs(on)) else { return Vec::new() };
    let words: Vec<&str> = lacking.iter().map(|(_, words, _)| *words).collect();
    let sentence = format!("The notice of the direction still needs: {}.", listed(&words));
    vec![Gap(sentence, fact(*place))]
}

pub(super) fn notice_not_given(on: &Subject<'_>) -> Vec<Gap> {
    let given = on.case.direction.notice_on.day().is_some();
    if !directs(on) || given || too_near(on).is_some() {
        return Vec::new();
    }
    let days = on.profile.deadlines.direction_notice;
    let sentence = format!(
        "The parents’ notice is not recorded as given. They need it {days} school days before the first day."
    );
    vec![Gap(sentence, fact(Fact::NoticeOn))]
}

/// The first day, where it is too near for a notice that would be given today. Of an agreement that is
/// made it is not asked.
fn too_near(on: &Subject<'_>) -> Option<Date> {
    let start = on.case.start.day().filter(|_| !on.case.is_closed())?;
    (notice_days(on, on.today, start) < on.profile.deadlines.direction_notice).then_some(start)
}

/// How many days there are on which the schools are open, up to and with the first day.
fn notice_days(on: &Subject<'_>, given: Date, start: Date) -> u32 {
    SchoolDays::of(on.case, on.reference).between(Which::Both, given, start)
}

pub(super) fn notice_late(on: &Subject<'_>) -> Vec<Gap> {
    let Some(start) = on.case.start.day().filter(|_| directs(on)) else { return Vec::new() };
    let days = on.profile.deadlines.direction_notice;
    let first = long(start);
    let direction = &on.case.direction;
    let late = |given: &Date| notice_days(on, *given, start) < days;
    let mut gaps = Vec::new();
    if let Some(given) = direction.notice_on.day().filter(late) {
        let given = long(given);
        gaps.push(format!(
            "Notice given on {given} is less than {days} school days before {first}. Choose a later first day."
        ));
    }
    if direction.notice_on.day().is_none() && too_near(on).is_some() {
        gaps.push(format!(
            "Parents need the notice {days} school days before the first day, {first}, and none is recorded as given. That is too near: choose a later first day, or record the notice."
        ));
    }
    let plan = on.case.screening.sen == Sen::Ehcp;
    if let Some(given) = direction.council_notice_on.day().filter(late).filter(|_| plan) {
        let given = long(given);
        gaps.push(format!(
            "The council’s notice of {given} is less than {days} school days before {first}. Choose a later first day."
        ));
    }
    gaps.into_iter().map(|words| Gap(words, fact(Fact::Start))).collect()
}

pub(super) fn council_without_notice(on: &Subject<'_>) -> bool {
    let known = on.case.direction.council_notice_on.day().is_some();
    directs(on) && on.case.screening.sen == Sen::Ehcp && !known
}

pub(super) fn ends_before_it_begins(on: &Subject<'_>) -> bool {
    let days = on.case.start.day().zip(on.case.direction.last_day.day());
    directs(on) && days.is_some_and(|(start, last)| last < start)
}

/// A way back where the protocol’s kind of move has one (R7).
fn may_return(on: &Subject<'_>) -> bool {
    matches!(on.case.route, Route::DirectionFirst | Route::EarlierTrial)
}

pub(super) fn return_not_asked(on: &Subject<'_>) -> bool {
    may_return(on) && on.case.screening.could_return.is_blank()
}

pub(super) fn cannot_return(on: &Subject<'_>) -> bool {
    may_return(on) && on.case.screening.could_return == YesNo::No
}

pub(super) fn no_return_unknown(on: &Subject<'_>) -> bool {
    on.case.route == Route::Permanent && on.case.screening.no_return_known != YesNo::Yes
}

fn infant(on: &Subject<'_>) -> bool {
    on.case.phase(on.today) == Some(Phase::Infant)
}

/// Whether the ceiling of an infant class is reached cannot be known without the year group, and for
/// an infant without the size of the class.
pub(super) fn class_size_missing(on: &Subject<'_>) -> Vec<Gap> {
    let unknown = on.case.phase(on.today).is_none();
    let mut gaps = when(
        unknown,
        "The year group is not recorded. For an infant the law has a ceiling for the class.",
        fact(Fact::ChildYear),
    );
    gaps.extend(when(
        infant(on) && whole(&on.case.screening.class_size).is_none(),
        "How many would be in the infant class, with the child, is not recorded in figures.",
        fact(Fact::ClassSize),
    ));
    gaps
}

/// The ceiling of an infant class; its exceptions are a closed list in law (R31; SI 2012/10).
pub(super) fn infant_class_full(on: &Subject<'_>) -> Vec<Gap> {
    let most = on.profile.thresholds.infant_class;
    let size = whole(&on.case.screening.class_size).filter(|size| *size > most);
    let Some(size) = size.filter(|_| infant(on)) else { return Vec::new() };
    if !on.case.screening.class_exception.is_blank() {
        return Vec::new();
    }
    let sentence = format!(
        "An infant class of {size} is over the legal {most}, and a managed move is no exception to that. Record the exception in law that applies, or look for another school."
    );
    vec![Gap(sentence, fact(Fact::ClassException))]
}
