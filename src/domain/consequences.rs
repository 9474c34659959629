//! What follows from how a case ends, or from its kind of move while it runs: who does what by when,
//! and on what that rests (R74; domain notes, sections 1M, 3.3, 3.6).
//!
//! Days are given where they are known. A number of school days is given as that: which day it is, is
//! for a calendar to say.

use super::calendar::Calendar;
use super::case::{Case, Outcome, Route};
use super::date::{Date, long};
use super::profile::{Blanks, Profile, fill};

/// Something that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// What, in a sentence.
    pub what: String,
    /// Who does it, or whom it concerns.
    pub who: String,
    /// By when.
    pub by: By,
    /// On what it rests.
    pub basis: String,
}

/// By when something follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// On a day.
    On(Date),
    /// From a day on.
    From(Date),
    /// Until a day, that day included.
    Until(Date),
    /// Within so many school days after a day.
    Within {
        /// How many school days.
        days: u32,
        /// After which day.
        after: Date,
    },
    /// The day is not recorded yet.
    Unknown,
}

impl By {
    /// In words; blank while the day is not known.
    pub fn words(self) -> String {
        match self {
            Self::On(day) => format!("on {}", long(day)),
            Self::From(day) => format!("from {}", long(day)),
            Self::Until(day) => format!("until {}", long(day)),
            Self::Within { days: 0, after } => format!("on {}", long(after)),
            Self::Within { days, after } => {
                format!("within {days} school days after {}", long(after))
            }
            Self::Unknown => String::new(),
        }
    }
}

impl Consequence {
    /// In one line: what, who, by when, and on what it rests.
    pub fn words(&self) -> String {
        let by = self.by.words();
        let by = if by.is_empty() { by } else { format!(", {by}") };
        let basis =
            if self.basis.is_empty() { String::new() } else { format!(" ({})", self.basis) };
        format!("{}: {}{by}{basis}", self.who, self.what)
    }
}

const CENSUS: &str = "school census";
const REGISTERS: &str = "SI 2024/208";
const TRANSFER: &str = "Common Transfer File rules";
const PROTECTION: &str = "Keeping children safe in education";
const NOTES: &str = "good practice";

/// What follows, in the order of the days where that is known. `calendar` is that of the new school.
pub fn consequences(
    case: &Case,
    profile: &Profile,
    calendar: Option<&Calendar>,
) -> Vec<Consequence> {
    let mut found = Found { case, profile, list: Vec::new() };
    match (case.outcome, case.route) {
        (Outcome::Open, route) => found.running(route, calendar),
        (Outcome::Confirmed, Route::Permanent) => found.on_sole_roll(case.start.day(), "9(1)(a)"),
        (Outcome::Confirmed, _) => {
            found.on_sole_roll(case.roll_changes(), "9(1)(c)");
        }
        (Outcome::Returned, _) => found.back_home(),
        (Outcome::Withdrawn, _) => found.withdrawn(),
        (Outcome::Redirected, _) => found.redirected(),
    }
    found.list
}

impl Case {
    /// The last day of the extension that was agreed, as the calendar of the new school counts it.
    pub fn extension_ends(&self, profile: &Profile, calendar: Option<&Calendar>) -> Option<Date> {
        let (_, weeks) = self.agreed_extension()?;
        let count = profile.partial_first_week.into();
        let counted = calendar?.weeks_from(self.start.day()?, count).ok()?;
        let week = counted.extended(&profile.course()?, weeks).ok()?;
        Some(week.span().last)
    }
}

struct Found<'a> {
    case: &'a Case,
    profile: &'a Profile,
    list: Vec<Consequence>,
}

impl Found<'_> {
    fn add(&mut self, who: &str, what: impl Into<String>, by: By, basis: &str) {
        let (who, what, basis) = (who.to_owned(), what.into(), basis.to_owned());
        self.list.push(Consequence { what, who, by, basis });
    }

    fn home(&self) -> String {
        named(&self.case.home_school, "the home school")
    }

    fn new_school(&self) -> String {
        named(&self.case.new_school, "the new school")
    }

    /// While the child is on two rolls, or from the first day of a permanent move.
    fn running(&mut self, route: Route, calendar: Option<&Calendar>) {
        let (home, new) = (self.home(), self.new_school());
        let start = self.case.start.day();
        match route {
            Route::Unsaid => {}
            Route::Permanent => self.on_sole_roll(start, "9(1)(a)"),
            Route::DirectionFirst | Route::EarlierTrial => {
                let from = start.map_or(By::Unknown, By::From);
                self.add(&home, "main school; marks code D", from, CENSUS);
                self.add(&new, "second school (subsidiary); marks who is there", from, CENSUS);
                let return_days = self.profile.deadlines.new_pupil_return;
                let what = "new-pupil return to the council";
                self.add(&new, what, within(return_days, start), REGISTERS);
                self.protection_file(start);
            }
        }
        if let Some((row, weeks)) = self.case.agreed_extension() {
            let ends = self.case.extension_ends(self.profile, calendar);
            let what = format!("{weeks} school weeks more: {}", row.reason.replace('\n', " "));
            self.add("Extension", what, ends.map_or(By::Unknown, By::Until), "agreed once");
        }
    }

    /// From a day on only the new school has the child on its roll.
    fn on_sole_roll(&mut self, day: Option<Date>, ground: &str) {
        let (home, new) = (self.home(), self.new_school());
        let from = day.map_or(By::Unknown, By::From);
        let on = day.map_or(By::Unknown, By::On);
        self.add(&new, "alone has the child on its roll", from, CENSUS);
        let ground = format!("{REGISTERS}, regulation {ground}");
        let what = "takes the child off its roll and sends the deletion return to the council";
        self.add(&home, what, on, &ground);
        let days = self.profile.deadlines.new_pupil_return;
        if self.case.route == Route::Permanent {
            self.add(&new, "new-pupil return to the council", within(days, day), REGISTERS);
            self.protection_file(day);
        }
        self.transport(day);
        let days = self.profile.deadlines.transfer_file;
        self.add(&home, "sends the Common Transfer File", within(days, day), TRANSFER);
    }

    /// Only that the file was handed over is recorded here, never anything in it.
    fn protection_file(&mut self, day: Option<Date>) {
        let days = self.profile.deadlines.protection_file;
        let what = "hand over the child protection file, if there is one; only that it was sent and received is recorded";
        self.add("Designated safeguarding leads", what, within(days, day), PROTECTION);
    }

    /// Who pays for travel from the day of the roll change, where the protocol says so.
    fn transport(&mut self, day: Option<Date>) {
        if self.profile.terms.transport.is_empty() {
            return;
        }
        let from = day.map_or(By::Unknown, By::From);
        self.add("Parents", "pay for travel", from, "protocol");
    }

    fn back_home(&mut self) {
        let (home, new) = (self.home(), self.new_school());
        let back = self.case.ending.back_on.day();
        let on = back.map_or(By::Unknown, By::On);
        self.add(&home, "the child’s first day back", on, "decision");
        self.add(&home, "reintegration meeting with the child and the parents", on, NOTES);
        self.add(&new, "takes the child off its roll as second school", on, CENSUS);
        let from = back.map_or(By::Unknown, By::From);
        self.add(&home, "alone has the child on its roll again", from, CENSUS);
    }

    fn withdrawn(&mut self) {
        let (home, new) = (self.home(), self.new_school());
        let on = self.case.outcome_on.day().map_or(By::Unknown, By::From);
        let started = self.case.start.day() <= self.case.outcome_on.day() && self.case.is_closed();
        match (self.case.route, started && self.case.start.day().is_some()) {
            (Route::Permanent, true) => {
                self.add(&new, "the child stays on its roll", on, REGISTERS);
            }
            (_, true) => self.back_home(),
            (_, false) => self.add(&home, "the child stays on its roll", on, REGISTERS),
        }
    }

    fn redirected(&mut self) {
        let home = self.home();
        let to = self.case.screening.redirection;
        let on = self.case.outcome_on.day().map_or(By::Unknown, By::From);
        let what = if to.is_blank() {
            "the case goes another way".to_owned()
        } else {
            format!("the case goes on as: {}", to.label())
        };
        self.add(&home, what, on, "protocol");
        self.add(&home, "the child stays on its roll meanwhile", on, REGISTERS);
    }
}

impl Case {
    /// What the protocol says about who pays for travel, with the days of this case; blank where it
    /// says nothing about this kind of move, and once the child does not stay at the new school.
    pub fn transport_words(&self, profile: &Profile) -> String {
        if !matches!(self.outcome, Outcome::Open | Outcome::Confirmed) {
            return String::new();
        }
        let Some(words) = profile.words_of(self.route) else { return String::new() };
        let last = self.reviews.iter().filter_map(|row| row.held.day().or(row.on.day())).max();
        let said = |day: Option<Date>, unknown: &str| day.map_or(unknown.to_owned(), long);
        let blanks = Blanks {
            home: &named(&self.home_school, "the home school"),
            new: &named(&self.new_school, "the new school"),
            child: &self.child.name,
            start: &said(self.start.day(), "the first day"),
            last: &said(last, "the last review"),
            day_after: &said(last.and_then(|day| day.succ_opt()), "the day after the last review"),
        };
        fill(&words.transport, &blanks)
    }
}

fn within(days: u32, after: Option<Date>) -> By {
    after.map_or(By::Unknown, |after| By::Within { days, after })
}

/// A school by its name, or by what it is.
fn named(school: &str, otherwise: &str) -> String {
    match school.trim() {
        "" => otherwise.to_owned(),
        school => school.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_pays_for_travel_is_not_told_of_a_child_who_has_come_back() {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.route = Route::DirectionFirst;
        assert!(!case.transport_words(&profile()).is_empty());
        for outcome in [Outcome::Returned, Outcome::Withdrawn, Outcome::Redirected] {
            case.outcome = outcome;
            assert_eq!(case.transport_words(&profile()), "");
        }
    }
    use crate::domain::date::When;

    fn profile() -> Profile {
        ron::from_str(include_str!("../profiles/southwark.ron")).expect("the profile reads")
    }

    fn on(year: i32, month: u32, day: u32) -> Date {
        Date::from_ymd_opt(year, month, day).unwrap()
    }

    fn case(route: Route, outcome: Outcome) -> Case {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Zoë");
        case.home_school = "Fennimore".into();
        case.new_school = "Larkspur".into();
        case.route = route;
        case.outcome = outcome;
        case.outcome_on = When::On(on(2027, 3, 16));
        case.start = When::On(on(2026, 12, 7));
        case
    }

    fn words(case: &Case) -> Vec<String> {
        consequences(case, &profile(), None).iter().map(Consequence::words).collect()
    }

    #[test]
    fn a_move_confirmed_after_a_direction_changes_the_roll_the_day_after_the_final_review() {
        let case = case(Route::DirectionFirst, Outcome::Confirmed);
        assert_eq!(
            words(&case),
            [
                "Larkspur: alone has the child on its roll, from Wed 17 March 2027 (school census)",
                "Fennimore: takes the child off its roll and sends the deletion return to the council, on Wed 17 March 2027 (SI 2024/208, regulation 9(1)(c))",
                "Parents: pay for travel, from Wed 17 March 2027 (protocol)",
                "Fennimore: sends the Common Transfer File, within 15 school days after Wed 17 March 2027 (Common Transfer File rules)",
            ]
        );
    }

    #[test]
    fn a_permanent_move_changes_the_roll_on_the_first_day() {
        let mut case = case(Route::Permanent, Outcome::Confirmed);
        let confirmed = words(&case);
        assert!(confirmed[0].contains("from Mon 7 December 2026"));
        assert!(confirmed[1].contains("9(1)(a)"));
        assert!(confirmed.iter().any(|line| line.contains("only that it was sent and received")));
        case.outcome = Outcome::Open;
        assert_eq!(words(&case), confirmed, "it does not wait for the end");
    }

    #[test]
    fn a_return_has_its_day_and_a_meeting() {
        let mut case = case(Route::DirectionFirst, Outcome::Returned);
        case.ending.back_on = When::On(on(2027, 3, 18));
        let lines = words(&case);
        assert!(lines[0].contains("first day back, on Thu 18 March 2027"));
        assert!(lines[1].contains("reintegration meeting"));
    }

    #[test]
    fn while_a_direction_runs_both_schools_know_how_they_mark() {
        let case = case(Route::DirectionFirst, Outcome::Open);
        let lines = words(&case);
        assert!(lines[0].starts_with("Fennimore: main school; marks code D"));
        assert!(lines[1].starts_with("Larkspur: second school"));
    }

    #[test]
    fn the_protocols_words_on_travel_carry_the_days_of_the_case() {
        let case = case(Route::Permanent, Outcome::Open);
        assert_eq!(
            case.transport_words(&profile()),
            "From Mon 7 December 2026 the parents pay for travel."
        );
    }
}
