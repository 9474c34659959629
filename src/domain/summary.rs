//! A case in one line: what the case list keeps of each.

use super::case::{Case, CaseId, Stage, Year};
use super::checks::{Tally, findings};
use super::date::Date;
use super::people::Person;
use super::reference::Reference;
use super::text::folded;

/// From where cases are summed up: the day, and what is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Viewpoint<'a> {
    /// The day.
    pub today: Date,
    /// The protocols and the term dates.
    pub reference: &'a Reference,
}

/// What the case list knows of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The reference.
    pub id: CaseId,
    /// The child's name.
    pub child: String,
    /// The year group.
    pub year: Year,
    /// The home school.
    pub home_school: String,
    /// The proposed school.
    pub new_school: String,
    /// Where the case stands.
    pub stage: Stage,
    /// What happens next, and when.
    pub next: Option<(String, Date)>,
    /// The days of everything that falls due, the earliest first.
    pub dates: Vec<Date>,
    /// What stands in the way of closing the meeting; nothing once it is closed.
    pub tally: Tally,
    /// Who leads.
    pub lead: String,
    /// Whether the case is over.
    pub ended: bool,
    /// How many other versions of the case lie beside it, as far as the store says.
    pub others: usize,
    /// Since when it is open here, as far as the store says, although the program that opened it has
    /// ended without leaving it.
    pub left: Option<chrono::NaiveDateTime>,
    /// What the case is found by: reference, names and schools, each without case and accents.
    pub found_by: Vec<String>,
}

impl Summary {
    /// What the list keeps of a case. The day gives the year group where only a date of birth is
    /// known.
    pub fn of(case: &Case, view: Viewpoint<'_>) -> Self {
        let today = view.today;
        let tally = if case.is_closed() || case.is_ended() {
            Tally::default()
        } else {
            Tally::of(&findings(case, view.reference.profiles.of(case), view.reference, today))
        };
        let dates = case.dates();
        let meeting = &case.meeting;
        let named = [&case.child.name, &case.home_school, &case.new_school, &meeting.lead];
        let people = case.people.iter().map(|Person { name, .. }| name);
        let said = named.into_iter().chain(people).filter(|name| !name.is_blank());
        let mut found_by = vec![folded(case.id.as_str())];
        found_by.extend(said.map(|name| folded(name)));
        Self {
            id: case.id.clone(),
            child: case.child.name.to_string(),
            year: case.year(today),
            home_school: case.home_school.to_string(),
            new_school: case.new_school.to_string(),
            stage: case.stage(),
            dates: dates.iter().map(|due| due.on).collect(),
            next: dates.into_iter().next().map(|due| (due.what, due.on)),
            tally,
            lead: case.meeting.lead.to_string(),
            ended: case.is_ended(),
            others: 0,
            left: None,
            found_by,
        }
    }

    /// Whether the next date has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.overdue(today) > 0
    }

    /// How much of what falls due is overdue.
    pub fn overdue(&self, today: Date) -> usize {
        self.dates.iter().filter(|on| **on < today).count()
    }
}
