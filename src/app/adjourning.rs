//! Breaking a meeting off, to go on another day, and going on with it (R53; Southwark).

use super::action::Action;
use super::dialog::Dialog;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use super::meeting::Meeting;
use super::parts::opening_item;
use super::{Model, Screen};
use crate::domain::change::Change;
use crate::domain::date::{Toward, When, long, parse};
use crate::domain::review::Adjournment;
use crate::domain::slot::Slot;
use crate::domain::table::{Column, Row, Table};
use crate::domain::text::Text;

/// What is asked before a meeting is broken off, one thing after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjourning {
    /// What is being asked.
    pub asked: Asked,
    /// The answer being typed.
    pub answer: Editor,
    /// What was answered so far.
    row: Adjournment,
}

/// What is asked before a meeting is broken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Why.
    Reason,
    /// On which day it goes on.
    Again,
    /// At what time of day.
    At,
    /// Whether to do it.
    Sure,
}

impl Adjourning {
    /// The question.
    pub fn words(&self) -> String {
        match self.asked {
            Asked::Reason => {
                "Why is the meeting broken off, in a few words? What is noted so far is kept."
                    .to_owned()
            }
            Asked::Again => {
                "On which day does it go on? Leave it blank if that is not known yet.".to_owned()
            }
            Asked::At => format!("At what time on {}?", self.row.again),
            Asked::Sure => format!(
                "Adjourn the meeting{}?\n\nEverything noted so far is kept.\n\ny  adjourn it    n  go on with it",
                until(&self.row)
            ),
        }
    }
}

/// Until when, as far as that is known.
fn until(row: &Adjournment) -> String {
    let at = if row.at.is_blank() { String::new() } else { format!(", {}", row.at) };
    row.again.day().map_or(String::new(), |day| format!(" until {}{at}", long(day)))
}

impl Meeting {
    /// Why the meeting cannot be broken off, or gone on with.
    pub(super) fn allows_breaking(&self, action: Action) -> Result<(), &'static str> {
        let adjourned = self.case.adjourned().is_some();
        if !self.case.issued.is_empty() {
            return Err("The meeting was held: its agreement is made.");
        }
        match (action, adjourned) {
            (Action::AdjournMeeting, true) => Err("The meeting is adjourned already."),
            (Action::ReconveneMeeting, false) => Err("The meeting is not adjourned."),
            _ => Ok(()),
        }
    }
}

impl Model {
    pub(super) fn ask_to_adjourn(&mut self) {
        self.dialog = Some(Dialog::Adjourning(Box::new(Adjourning {
            asked: Asked::Reason,
            answer: Editor::new("", Lines::One),
            row: Adjournment::default(),
        })));
    }

    /// Takes one answer, and asks the next thing.
    pub(super) fn answer_adjourning(&mut self, mut asking: Box<Adjourning>) -> Vec<Effect> {
        let today = self.now.today();
        let answer = Text::from(asking.answer.text().trim());
        let wrong = match asking.asked {
            Asked::Reason if answer.is_blank() => {
                Some("Say in a few words why, then press Enter.".to_owned())
            }
            Asked::Again if !answer.is_blank() => match parse(&answer, today, Toward::Ahead) {
                Ok(day) if day < today => Some(format!("{} has passed already.", long(day))),
                Ok(_) => None,
                Err(error) => Some(error.to_string()),
            },
            Asked::Reason | Asked::Again | Asked::At | Asked::Sure => None,
        };
        if let Some(wrong) = wrong {
            self.dialog = Some(Dialog::Adjourning(asking));
            self.warn(wrong);
            return Vec::new();
        }
        let next = match asking.asked {
            Asked::Reason => {
                asking.row.reason = answer;
                Asked::Again
            }
            Asked::Again => {
                asking.row.again = When::read(&answer, today, Toward::Ahead);
                if asking.row.again.is_blank() { Asked::Sure } else { Asked::At }
            }
            Asked::At | Asked::Sure => {
                asking.row.at = answer;
                Asked::Sure
            }
        };
        asking.asked = next;
        asking.answer = Editor::new("", Lines::One);
        self.notice = None;
        self.dialog = Some(Dialog::Adjourning(asking));
        Vec::new()
    }

    /// Breaks the meeting off.
    pub(super) fn adjourn(&mut self, asked: Adjourning) {
        let (now, row) = (self.now, asked.row);
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let id = meeting.case.take_row_id();
        let until = until(&row);
        let row = Adjournment { id, on: When::On(now.today()), ..row };
        let at = meeting.case.adjournments.len();
        let change = Change::Put { at, row: Box::new(Row::Adjournment(row)) };
        meeting.case.apply(&change, now.today());
        meeting.history.record(vec![change]);
        meeting.save.touch(now);
        self.refresh_findings();
        self.tell(format!("The meeting is adjourned{until}. Everything noted is kept."));
    }

    /// Goes on with the meeting where it was broken off: at the first item that is not complete.
    pub(super) fn reconvene(&mut self) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some(row) = meeting.case.adjourned().map(|row| row.id) else { return };
        let slot = Slot::Cell(Table::Adjournments, row, Column::Resumed);
        let before = meeting.case.text(&slot).into_owned();
        if let Some(change) = Change::between(&slot, &before, &long(now.today())) {
            meeting.case.apply(&change, now.today());
            meeting.history.record(vec![change]);
            meeting.save.touch(now);
        }
        self.refresh_findings();
        let Screen::Meeting(meeting) = &self.screen else { return };
        let item = opening_item(&meeting.case, &meeting.profile, &meeting.findings);
        self.go_to_item(item);
        self.tell("The meeting goes on. This is the first item that is not complete.");
    }
}
