//! The figures of a school year: one row a case, without a name unless it is asked for (R84;
//! Southwark. Domain notes, section 3.10).
//!
//! No free text of a case reaches a row: only codes, counts, days and answers from closed lists.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::case::{Case, Outcome, Phase, Route, Stays, YesNo};
use super::date::{Date, When, iso};
use super::people::{Here, Party};
use super::profile::Profile;
use super::review::Review;
use super::screening::{Care, Reason, Redirection, Sen};

/// A school year in England: 1 September to 31 August.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchoolYear(i32);

/// Words that are no school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A school year is written like 2026/27.")]
pub struct NotASchoolYear;

impl SchoolYear {
    /// The school year in which a day lies.
    pub fn of(day: Date) -> Self {
        Self(day.year() - i32::from(day.month() < 9))
    }

    /// Its first day.
    pub fn first(self) -> Date {
        NaiveDate::from_ymd_opt(self.0, 9, 1).unwrap_or(Date::MAX)
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        Self::of(day) == self
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

impl FromStr for SchoolYear {
    type Err = NotASchoolYear;

    /// Reads `2026/27`, `2026-27` and `2026/2027`.
    fn from_str(text: &str) -> Result<Self, NotASchoolYear> {
        let (first, second) = text.trim().split_once(['/', '-']).ok_or(NotASchoolYear)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if first.len() != 4 || !digits(first) || !digits(second) {
            return Err(NotASchoolYear);
        }
        let year: i32 = first.parse().map_err(|_| NotASchoolYear)?;
        let next = year + 1;
        let follows = second == format!("{:02}", next % 100) || second == next.to_string();
        if follows && (1900..=2200).contains(&year) { Ok(Self(year)) } else { Err(NotASchoolYear) }
    }
}

/// Whether names stand in the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// They do: child, lead and schools.
    Shown,
    /// They do not.
    Left,
}

impl Names {
    /// Whether they were asked for.
    pub fn asked(asked: bool) -> Self {
        if asked { Self::Shown } else { Self::Left }
    }
}

/// What stands in a column of the figures.
type Figure = fn(&On<'_>) -> String;

/// A case and what is needed to read its figures.
struct On<'a> {
    case: &'a Case,
    profile: &'a Profile,
    today: Date,
}

/// The columns with names in them, only when they are asked for.
const NAMED: &[(&str, Figure)] = &[
    ("child", |on| on.case.child.name.to_string()),
    ("lead", |on| on.case.meeting.lead.to_string()),
    ("home_school", |on| on.case.home_school.to_string()),
    ("new_school", |on| on.case.new_school.to_string()),
];

/// The columns of the figures, in order (domain notes, section 3.10).
const COLUMNS: &[(&str, Figure)] = &[
    ("case", |on| on.case.id.to_string()),
    ("profile", |on| key(&on.case.profile)),
    ("year_group", |on| said(on.case.year(on.today).is_blank(), on.case.year(on.today).label())),
    ("sex", |on| said(on.case.register.sex.is_blank(), on.case.register.sex.label())),
    ("ethnicity", |on| code(&on.case.register.ethnicity)),
    ("sen_stage", |on| sen_code(on.case.screening.sen).to_owned()),
    ("free_school_meals", |on| yes_no(on.case.register.free_meals)),
    ("looked_after", |on| looked_after(on.case.screening.care).to_owned()),
    ("home_number", |on| number(&on.case.register.home_number)),
    ("new_number", |on| number(&on.case.register.new_number)),
    ("legal_route", |on| route_code(on.case.route).to_owned()),
    ("reasons", |on| reasons(on.case)),
    ("exclusion_risk", exclusion_risk),
    ("suspensions_3_terms", |on| number(&on.case.screening.suspensions)),
    ("suspension_days_3_terms", |on| number(&on.case.screening.suspension_days)),
    ("attendance_before_percent", |on| attendance(on.case)),
    ("meeting_on", |on| day(&on.case.meeting.on)),
    ("start_on", |on| day(&on.case.start)),
    ("reviews_due", |on| reviews_due(on).to_string()),
    ("reviews_held", |on| reviews_held(on).to_string()),
    ("review_days_late", |on| review_days_late(on)),
    ("child_present", |on| child_present(on).to_owned()),
    ("child_voice", |on| {
        let how = on.case.childs_part.voice_how;
        said(how.is_blank(), how.label())
    }),
    ("extension_weeks", |on| extension_weeks(on.case)),
    ("outcome", |on| outcome(on.case)),
    ("outcome_on", |on| outcome_on(on.case).map(iso).unwrap_or_default()),
    ("sole_roll_on", |on| on.case.roll_changes().map(iso).unwrap_or_default()),
    ("destination_after_2_terms", |_| String::new()),
];

/// The names of the columns.
pub fn columns(names: Names) -> Vec<&'static str> {
    chosen(names).map(|(name, _)| *name).collect()
}

/// The figures of a case, a cell a column.
pub fn figures(case: &Case, profile: &Profile, today: Date, names: Names) -> Vec<String> {
    let on = On { case, profile, today };
    chosen(names).map(|(_, figure)| figure(&on)).collect()
}

fn chosen(names: Names) -> impl Iterator<Item = &'static (&'static str, Figure)> {
    let extra = if names == Names::Shown { NAMED } else { &[] };
    COLUMNS.iter().take(1).chain(extra).chain(COLUMNS.iter().skip(1))
}

impl Case {
    /// Whether the case belongs into the figures of a school year: its meeting, its first day or its
    /// end lies in it.
    pub fn is_of(&self, year: SchoolYear) -> bool {
        let days = [self.meeting.on.day(), self.start.day(), outcome_on(self)];
        days.into_iter().flatten().any(|day| year.contains(day))
    }
}

/// How a case ended, in the words of the figures; a case that belonged elsewhere counts as
/// considered and not made.
pub fn outcome(case: &Case) -> String {
    match (case.screening.redirection, case.outcome) {
        (Redirection::None, Outcome::Redirected) => "considered, not made".to_owned(),
        (Redirection::None, Outcome::Open) => "pending".to_owned(),
        (Redirection::None, ended) => ended.label().to_owned(),
        (elsewhere, Outcome::Open | Outcome::Redirected) => {
            format!("considered, not made: {}", redirection(elsewhere))
        }
        (_, ended) => ended.label().to_owned(),
    }
}

fn redirection(to: Redirection) -> &'static str {
    match to {
        Redirection::None => "",
        Redirection::InYear => "in-year admissions redirect",
        Redirection::FairAccess => "Fair Access redirect",
        Redirection::OffSite => "off-site direction redirect",
        Redirection::Transfer => "managed transfer redirect",
        Redirection::PlanReview => "EHCP redirect",
    }
}

fn outcome_on(case: &Case) -> Option<Date> {
    let told = Some(&case.screening.redirected_on);
    let told = told.filter(|_| case.screening.redirection != Redirection::None);
    case.outcome_on.day().or_else(|| told?.day())
}

/// The code of a kind of move.
pub fn route_code(route: Route) -> &'static str {
    match route {
        Route::Unsaid => "",
        Route::DirectionFirst => "direction first",
        Route::Permanent => "permanent",
        Route::EarlierTrial => "legacy",
    }
}

/// The code of a reason (R17; Kirklees).
pub fn reason_code(reason: Reason) -> &'static str {
    match reason {
        Reason::Unsaid => "",
        Reason::Refusal => "refusal",
        Reason::Exclusion => "exclusion",
        Reason::Welfare => "welfare",
        Reason::Needs => "needs",
        Reason::Other => "other",
    }
}

/// The word for the phase of a child’s schooling.
pub fn phase_word(phase: Option<Phase>) -> &'static str {
    match phase {
        None => "not recorded",
        Some(Phase::Infant) => "infant",
        Some(Phase::Primary) => "primary",
        Some(Phase::Secondary) => "secondary",
    }
}

/// The reasons of a case, each once, in the order of their list.
pub fn reasons_of(case: &Case) -> Vec<Reason> {
    let has = |reason: &Reason| case.reasons.iter().any(|row| row.reason == *reason);
    Reason::ALL.iter().copied().filter(|reason| !reason.is_blank() && has(reason)).collect()
}

fn reasons(case: &Case) -> String {
    let codes: Vec<&str> = reasons_of(case).into_iter().map(reason_code).collect();
    codes.join("; ")
}

fn said(blank: bool, label: &str) -> String {
    if blank { String::new() } else { label.to_owned() }
}

fn yes_no(answer: YesNo) -> String {
    said(answer.is_blank(), answer.label())
}

fn day(when: &When) -> String {
    when.day().map(iso).unwrap_or_default()
}

/// The most characters of a code.
const LONGEST_CODE: usize = 8;

/// A code as schools use them: a few letters and digits. Anything else may say who the child is.
fn code(text: &str) -> String {
    let text = text.trim();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric());
    if plain && text.len() <= LONGEST_CODE { text.to_uppercase() } else { String::new() }
}

/// The key of a protocol, if it has the form of one.
fn key(text: &str) -> String {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte));
    if plain { text.to_owned() } else { String::new() }
}

/// A number as it was typed, if it is one.
fn number(text: &str) -> String {
    let text = text.trim();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/'));
    if plain { text.chars().filter(|c| *c != '/').collect() } else { String::new() }
}

fn sen_code(sen: Sen) -> &'static str {
    match sen {
        Sen::Unsaid => "",
        Sen::None => "N",
        Sen::Support => "K",
        Sen::Requested => "K, EHC assessment asked for",
        Sen::Ehcp => "E",
    }
}

fn looked_after(care: Care) -> &'static str {
    match care {
        Care::Unsaid => "",
        Care::No => "no",
        Care::LookedAfter => "yes",
        Care::Before => "before",
    }
}

/// What puts the child at risk of permanent exclusion (R1, and the days of Southwark’s chapter 1).
fn exclusion_risk(on: &On<'_>) -> String {
    let screening = &on.case.screening;
    let days: Option<f64> = screening.suspension_days.trim().parse().ok();
    let thresholds = &on.profile.thresholds;
    let limit = match on.case.phase(on.today) {
        Some(Phase::Infant | Phase::Primary) => Some(thresholds.suspension_days_primary),
        Some(Phase::Secondary) => Some(thresholds.suspension_days_secondary),
        None => None,
    };
    let many = days.zip(limit).is_some_and(|(days, limit)| days >= f64::from(limit));
    let found = [
        (screening.imminent == YesNo::Yes, "imminent"),
        (screening.serious_act == YesNo::Yes, "serious act"),
        (many, "days suspended"),
    ];
    let words: Vec<&str> = found.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect();
    match (words.is_empty(), screening.imminent) {
        (true, YesNo::No) => "none".to_owned(),
        _ => words.join("; "),
    }
}

fn attendance(case: &Case) -> String {
    let count = |text: &str| text.trim().parse::<u32>().ok();
    let (possible, attended) = (&case.screening.possible, &case.screening.attended);
    match (count(possible), count(attended)) {
        (Some(possible), Some(attended)) if possible > 0 && attended <= possible => {
            format!("{:.1}", f64::from(attended) * 100.0 / f64::from(possible))
        }
        _ => String::new(),
    }
}

/// The reviews that were held, and those that were not although their day has come; after the end of
/// a case none is due any more.
fn reviews_due(on: &On<'_>) -> usize {
    let ended = outcome_on(on.case).filter(|_| on.case.is_ended());
    let until = ended.map_or(on.today, |ended| ended.min(on.today));
    let missed = |row: &Review| row.held.is_blank() && row.on.day().is_some_and(|day| day <= until);
    on.case.reviews.iter().filter(|row| was_held(row, on.today) || missed(row)).count()
}

fn reviews_held(on: &On<'_>) -> usize {
    on.case.reviews.iter().filter(|row| was_held(row, on.today)).count()
}

fn was_held(review: &Review, today: Date) -> bool {
    review.held.day().is_some_and(|held| held <= today)
}

/// How many days after its day each review was held, in order; one held early is not late.
fn review_days_late(on: &On<'_>) -> String {
    let held = on.case.reviews.iter().filter(|row| was_held(row, on.today));
    let late = held.filter_map(|row| {
        let late = (row.held.day()? - row.on.day()?).num_days().max(0);
        Some(late.to_string())
    });
    late.collect::<Vec<_>>().join("; ")
}

/// Whether the child was at the meeting; nothing while it is still to come.
fn child_present(on: &On<'_>) -> &'static str {
    let met = on.case.meeting.on.day().is_some_and(|day| day <= on.today);
    if !met && on.case.issued.is_empty() {
        return "";
    }
    let child = on.case.people.iter().find(|person| person.party == Party::Child);
    match child.map_or(Here::Unsaid, |child| child.here) {
        Here::Present => "yes",
        Here::Remote => "by telephone or video",
        Here::Apologies => "no",
        Here::Unsaid if on.case.childs_part.stays == Stays::ToldAfterwards => "no",
        Here::Unsaid => "",
    }
}

fn extension_weeks(case: &Case) -> String {
    let weeks = case.extensions.iter().filter_map(|row| row.weeks.trim().parse::<u32>().ok());
    let total: u32 = weeks.fold(0, u32::saturating_add);
    if total == 0 { String::new() } else { total.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_begins_on_the_first_of_september() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let year: SchoolYear = "2026/27".parse().unwrap();
        assert_eq!(year.first(), day(2026, 9, 1));
        assert!(year.contains(day(2026, 9, 1)) && year.contains(day(2027, 8, 31)));
        assert!(!year.contains(day(2026, 8, 31)) && !year.contains(day(2027, 9, 1)));
        assert_eq!(year.to_string(), "2026/27");
        assert_eq!("1999/00".parse::<SchoolYear>().unwrap().to_string(), "1999/00");
        assert_eq!("2026/2027".parse(), Ok(year));
        for wrong in ["2026", "2026/28", "26/27", "2026/", "/27", "2026/7", "+026/27", "9999/00"] {
            assert_eq!(wrong.parse::<SchoolYear>(), Err(NotASchoolYear), "{wrong}");
        }
    }

    #[test]
    fn a_code_or_a_number_carries_no_words() {
        assert_eq!(
            (code(" wbri "), code("Anna Nowak"), code("Łucja")),
            ("WBRI".into(), String::new(), String::new())
        );
        assert_eq!(
            (number("210/4321"), number("=1+1"), number("3.5")),
            ("2104321".into(), String::new(), "3.5".into())
        );
    }
}
