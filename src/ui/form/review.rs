//! What a review shows beside its cells: of what a row is, the readings so far, what is overdue, what
//! follows from the end, and the way out.

use super::Strip;
use super::build::Form;
use crate::app::reviewing::Closes;
use crate::app::stops::Stop;
use crate::domain::case::IssuedKind;
use crate::domain::chart::Chart;
use crate::domain::consequences::{Consequence, consequences};
use crate::domain::date::long;
use crate::domain::people::RowId;
use crate::domain::promises::About;
use crate::domain::review::Review;
use crate::domain::table::{Row, Table};
use crate::domain::text::capital;
use crate::ui::theme;

impl Form<'_> {
    /// What stands above the cells of a row: what it is about, else what such a row is called.
    pub(super) fn head_of(&self, table: Table, id: RowId) -> String {
        let about = self.case().about(table, id).filter(|_| table != Table::Overrides);
        let about = about.map(|about| match table {
            Table::Amendments => format!("Change of: {about}"),
            _ => about,
        });
        about.unwrap_or_else(|| capital(table.row_name()))
    }

    /// A row that is not open, in words: a reading with those before it, a promise with whether it is
    /// overdue, a change with whether it counts.
    pub(super) fn words_of_row(&self, table: Table, id: RowId) -> String {
        let case = self.case();
        let words = case.row_words(table, id).unwrap_or_default();
        match case.row(table, id) {
            Some(Row::Reading(row)) => {
                let about = case.about(table, id).unwrap_or_default();
                let readings = self.chart(&row).map(|chart| chart.words()).unwrap_or_default();
                let note = row.note.trim();
                let parts = [about.as_str(), &readings, note];
                let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                said.join(" – ")
            }
            Some(Row::Update(row)) => {
                let late = self.is_overdue(row.commitment) && row.kept.is_blank();
                let late = if late { "! overdue: " } else { "" };
                let before = self.last_time(row.review, About::Commitment(row.commitment));
                let before = before.map(|words| format!(" – {words}")).unwrap_or_default();
                format!("{late}{words}{before}")
            }
            Some(Row::Amendment(row)) => format!("{words} – {}", counting(&row)),
            _ => words,
        }
    }

    /// What stands between the heading of an open row and its cells.
    pub(super) fn beside_row(&self, table: Table, id: RowId, strips: &mut Vec<Strip>) {
        match self.case().row(table, id) {
            Some(Row::Reading(row)) => {
                if let Some(chart) = self.chart(&row) {
                    self.draw_chart(&chart, strips);
                }
                let before = self.last_time(row.review, About::Target(row.target));
                strips.extend(
                    before.map(|words| Strip::words(words, 5, self.width, theme::strong())),
                );
            }
            Some(Row::Update(row)) => {
                if self.is_overdue(row.commitment) {
                    let words = "! overdue".to_owned();
                    strips.push(Strip::words(words, 5, self.width, theme::wrong()));
                }
                let before = self.last_time(row.review, About::Commitment(row.commitment));
                strips.extend(
                    before.map(|words| Strip::words(words, 5, self.width, theme::strong())),
                );
            }
            Some(Row::Amendment(row)) => {
                strips.push(Strip::words(counting(&row), 5, self.width, theme::quiet()));
            }
            Some(Row::Target(row)) => self.target_since(row.id, strips),
            _ => {}
        }
    }

    /// A target that was changed since: what holds now, below what was agreed first.
    pub(super) fn target_since(&self, id: RowId, strips: &mut Vec<Strip>) {
        let change = self.case().target_change(id, self.model.now.today());
        strips.extend(change.map(|words| Strip::words(words, 5, self.width, theme::strong())));
    }

    fn last_time(&self, review: RowId, about: About) -> Option<String> {
        self.case().last_time(review, about)
    }

    fn is_overdue(&self, commitment: RowId) -> bool {
        let mut rows = self.case().commitments.iter();
        rows.any(|row| row.id == commitment && row.is_overdue(self.model.now.today()))
    }

    fn chart(&self, row: &crate::domain::review::Reading) -> Option<Chart> {
        self.case().chart(row.target, Some(row.review), self.model.now.today())
    }

    /// The numbers in words, and bars where there is room for them.
    fn draw_chart(&self, chart: &Chart, strips: &mut Vec<Strip>) {
        let words = capital(&chart.words());
        strips.push(Strip::words(words, 5, self.width, theme::quiet()));
        for line in chart.lines(self.width.saturating_sub(6)) {
            strips.push(Strip::words(line, 5, self.width, theme::plain()));
        }
    }

    /// What follows from how the case ends, or from its kind of move while it runs.
    pub(super) fn follows(&self, strips: &mut Vec<Strip>) {
        let (case, profile) = (self.case(), &self.meeting.profile);
        let calendar = self.model.reference.calendar_of(&case.new_school);
        let found = consequences(case, profile, calendar);
        if found.is_empty() {
            return;
        }
        let heading = if case.outcome.is_blank() {
            "What holds while it runs".to_owned()
        } else {
            format!("What follows: {}", case.outcome.label())
        };
        strips.push(Strip::gap());
        strips.push(Strip::words(heading, 2, self.width, theme::heading()));
        let lines = found.iter().map(Consequence::words);
        strips.extend(lines.map(|line| Strip::point(line, self.width, theme::plain())));
        let travel = case.transport_words(profile);
        if !travel.is_empty() {
            strips.push(Strip::point(travel, self.width, theme::plain()));
        }
        strips.push(Strip::gap());
    }

    /// The way out of the item: what was made, and the button.
    pub(super) fn close(&self, strips: &mut Vec<Strip>) {
        strips.push(Strip::gap());
        let closes = self.meeting.closes();
        let made: Vec<String> = match closes {
            Closes::Meeting => {
                let issued = self.case().issued.iter();
                issued
                    .map(|row| {
                        let kind = capital(row.kind.label());
                        format!("{kind} {} of {}: {}", row.number, long(row.on), row.file)
                    })
                    .collect()
            }
            Closes::Review(id) => {
                let mine = self.case().recorded.iter().filter(|row| row.review == id);
                mine.map(|row| {
                    let on = long(row.on);
                    format!("Record {} of {on}: {}", row.number, row.file)
                })
                .collect()
            }
        };
        for words in made {
            strips.push(Strip::words(words, 2, self.width, theme::quiet()));
        }
        let is_made = match closes {
            Closes::Meeting => self.case().is_closed(),
            Closes::Review(id) => self.case().review(id).is_some_and(Review::is_closed),
        };
        let words = match (closes, is_made) {
            (Closes::Meeting, true) => "The meeting is closed.",
            (Closes::Meeting, false) => match self.case().issues() {
                IssuedKind::Agreement => "[ Close the meeting and make the agreement ]",
                IssuedKind::Redirection => {
                    "[ Close the meeting and make the record of redirection ]"
                }
            },
            (Closes::Review(_), true) => "The review is closed.",
            (Closes::Review(_), false) => "[ Close the review and make its record ]",
        };
        strips.push(Strip::button(words.to_owned(), 2, self.meeting.focus == Stop::Close));
    }
}

/// Whether a change of a target counts, and what it lacks.
fn counting(row: &crate::domain::review::Amendment) -> String {
    match (row.lacks(), row.counts_from()) {
        (Some((what, _)), _) => format!("does not count yet: it needs {what}"),
        (None, Some(day)) => format!("counts from {}", long(day)),
        (None, None) => "counts".to_owned(),
    }
}
