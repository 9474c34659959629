//! What stands in the form of an agenda item, strip by strip.

use ratatui::style::Style;

use super::{Aside, FieldStrip, Strip, dates};
use crate::app::layout::value_place;
use crate::app::meeting::Meeting;
use crate::app::parts::frozen_list;
use crate::app::stops::Stop;
use crate::app::{Model, wrap};
use crate::domain::attendance::{NotCounted, Sessions};
use crate::domain::case::Case;
use crate::domain::conditions::conditions;
use crate::domain::date::{Date, long, parse};
use crate::domain::people::RowId;
use crate::domain::plan::Side;
use crate::domain::profile::{ANSWER_COLUMNS, Entry, Item, Whom};
use crate::domain::sending::Standing;
use crate::domain::slot::{Fact, Field, Kind, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::term_dates::TermDates;
use crate::domain::wording;
use crate::ui::theme;

/// The strips of an item at a width.
pub(in crate::ui) fn strips(
    model: &Model,
    meeting: &Meeting,
    item: &Item,
    width: u16,
) -> Vec<Strip> {
    let stops = meeting.stops(model.now.today());
    let dates = TermDates::of(&meeting.case, &meeting.profile, &model.reference);
    let form = Form { model, meeting, width, stops, dates };
    let mut strips = Vec::new();
    for entry in &item.entries {
        form.entry(item, entry, &mut strips);
    }
    strips
}

pub(super) struct Form<'a> {
    pub(super) model: &'a Model,
    pub(super) meeting: &'a Meeting,
    pub(super) width: u16,
    stops: Vec<Stop>,
    dates: TermDates<'a>,
}

impl Form<'_> {
    pub(super) fn case(&self) -> &Case {
        &self.meeting.case
    }

    fn entry(&self, item: &Item, entry: &Entry, strips: &mut Vec<Strip>) {
        match entry {
            Entry::Note { key, label, audience, .. } => {
                let slot = item.note(key, *audience);
                strips.extend(self.field(&slot, label));
            }
            Entry::Fact { fact: Fact::PrivacyRead, .. } => {
                let line = format!("“{}”", self.meeting.profile.privacy_line);
                strips.push(Strip::gap());
                strips.push(Strip::words(line, 2, self.width, theme::plain()));
                let slot = Slot::Fact(Fact::PrivacyRead);
                strips.extend(self.field(&slot, Fact::PrivacyRead.label()));
            }
            Entry::Fact { fact, .. } => {
                strips.extend(self.field(&Slot::Fact(*fact), fact.label()));
                if *fact == Fact::OutcomeOn {
                    self.follows(strips);
                }
            }
            Entry::Table { table, .. } => self.table(item, *table, strips),
            Entry::Each { heading, whom, columns } => self.each(heading, *whom, columns, strips),
            Entry::Review { columns } => {
                let cells = item.review.into_iter().flat_map(|id| {
                    columns
                        .iter()
                        .map(move |column| (Slot::Cell(Table::Reviews, id, *column), column))
                });
                strips.extend(cells.filter_map(|(slot, column)| self.field(&slot, column.label())));
            }
            Entry::Conditions => {
                let today = self.model.now.today();
                let conditions =
                    conditions(self.case(), &self.meeting.profile, &self.model.reference, today);
                strips.extend(conditions.iter().enumerate().flat_map(|(at, condition)| {
                    let focused = self.meeting.focus == Stop::Condition(at);
                    super::conditions::strips(condition, self.width, focused)
                }));
            }
            Entry::Answers => self.answers(item, strips),
            Entry::ReadBack => self.read_back(strips),
            Entry::Close => self.close(strips),
        }
    }

    /// A field, if it is one of the stops now.
    fn field(&self, slot: &Slot, label: &str) -> Option<Strip> {
        let stop = Stop::Slot(slot.clone());
        if !self.stops.contains(&stop) {
            return None;
        }
        let focused = self.meeting.focus == stop;
        let field = self.case().field(slot)?;
        let kind = field.kind();
        let indent = Meeting::indent(slot);
        let label = self.meeting.shown_label(slot, label);
        let place = value_place(self.width, indent, &label, kind);
        let editor = if focused { self.meeting.editor.clone() } else { None };
        let text = self.shown(slot, field, focused, editor.as_ref());
        let rows = wrap::rows(&text, place.width);
        let strip = FieldStrip {
            label,
            indent,
            place,
            blank: field.is_blank() && !focused,
            choice: matches!(kind, Kind::Choice(_)),
            aside: self.aside(slot, field, editor.as_ref()).map(|(text, wrong)| {
                Aside::new(text, wrong, self.width.saturating_sub(indent + 3))
            }),
            rows,
            text,
            editor,
        };
        Some(Strip::field(strip, focused))
    }

    /// The text of a field as it is shown.
    fn shown(
        &self,
        slot: &Slot,
        field: Field<'_>,
        focused: bool,
        editor: Option<&crate::app::editor::Editor>,
    ) -> String {
        match (editor, field) {
            (Some(editor), _) => editor.text().into_owned(),
            (None, Field::Choice(choice)) if focused => format!("‹ {} ›", choice.label()),
            (None, field) if field.is_blank() && !matches!(field, Field::Choice(_)) => {
                "–".to_owned()
            }
            (None, _) => self.case().text(slot).into_owned(),
        }
    }

    /// What is to be said beside a field: how a date is read, or why it is not.
    fn aside(
        &self,
        slot: &Slot,
        field: Field<'_>,
        editor: Option<&crate::app::editor::Editor>,
    ) -> Option<(String, bool)> {
        let today = self.model.now.today();
        if matches!(slot, Slot::Fact(Fact::Stays)) && field.is_blank() {
            let stays = self.case().stays(&self.meeting.profile, today)?;
            return Some((
                format!("= {}: {}", self.case().year(today).label(), stays.label()),
                false,
            ));
        }
        if matches!(slot, Slot::Fact(Fact::ChildYear)) && field.is_blank() {
            let year = self.case().year(today);
            return (!year.is_blank())
                .then(|| (format!("= {}, by date of birth", year.label()), false));
        }
        if matches!(slot, Slot::Fact(Fact::Suspended)) {
            return self.sessions();
        }
        if matches!(slot, Slot::Fact(Fact::Hold)) {
            return Some((self.case().kept_in_words(&self.meeting.profile), false));
        }
        if self.meeting.is_stale(slot) {
            let words = "! Agreed before the wording was last changed. Space: agrees to it now.";
            return Some((words.to_owned(), true));
        }
        if let Some(remark) = self.case().remark_on(slot, &self.meeting.profile) {
            return Some((format!("! {remark}"), true));
        }
        if let Some(error) = self.case().date_error(slot, today) {
            return Some((format!("! {error}"), true));
        }
        let said = dates::aside(&self.dates, slot);
        match (read_as(slot, field, editor, today), said) {
            (Some(read), Some((said, wrong))) => Some((format!("{read}. {said}"), wrong)),
            (Some(read), None) => Some((read, false)),
            (None, said) => said,
        }
    }

    /// What follows from the sessions that were counted, or why nothing does.
    fn sessions(&self) -> Option<(String, bool)> {
        match Sessions::recorded(&self.case().screening) {
            Ok(sessions) => {
                let words = sessions.in_words(&self.meeting.profile.thresholds);
                Some((format!("= {words}"), false))
            }
            Err(NotCounted::Blank(_)) => None,
            Err(wrong) => Some((format!("! {wrong}"), true)),
        }
    }

    fn table(&self, item: &Item, table: Table, strips: &mut Vec<Strip>) {
        if !strips.is_empty() {
            strips.push(Strip::gap());
        }
        let rows = item.rows(self.case(), table);
        strips.push(Strip::words(item.title_of(table).to_owned(), 2, self.width, theme::heading()));
        if table == Table::Commitments && item.review.is_none() && !rows.is_empty() {
            strips.push(Strip::words(self.counter(), 2, self.width, theme::quiet()));
        }
        for (n, row) in rows.iter().enumerate() {
            self.row(table, *row, n + 1, item.columns(table), strips);
        }
        let stop = Stop::Add(table);
        let open = frozen_list(self.case(), item, table).is_none();
        if open && !table.follows_others() {
            let words = format!("+ Add {} (Enter)", table.a_row());
            strips.push(Strip::button(words, 2, self.meeting.focus == stop));
        } else if rows.is_empty() {
            let focused = self.meeting.focus == stop;
            strips.push(
                Strip::words("none".to_owned(), 2, self.width, theme::quiet()).focused(focused),
            );
        }
        strips.push(Strip::gap());
    }

    /// How many commitments each party has made.
    fn counter(&self) -> String {
        let count = |side: &Side| {
            self.case()
                .commitments
                .iter()
                .filter(|row| row.side == *side && !row.is_blank())
                .count()
        };
        let sides = Side::ALL.iter().filter(|side| !side.is_blank() || count(side) > 0);
        let parts: Vec<String> =
            sides.map(|side| format!("{} {}", side.label(), count(side))).collect();
        parts.join(" · ")
    }

    /// A row: its cells while it has the focus, otherwise its words.
    fn row(&self, table: Table, id: RowId, n: usize, columns: &[Column], strips: &mut Vec<Strip>) {
        let open = self.meeting.focus.row() == Some((table, id));
        if !open {
            let words = self.words_of_row(table, id);
            let words = if words.is_empty() { "(nothing filled in yet)".to_owned() } else { words };
            let (words, style) = self.marked(table, id, words, theme::plain());
            strips.push(Strip::numbered(n, words, self.width, style));
            strips.extend(dates::below_row(&self.dates, table, id).map(|(words, wrong)| {
                let style = if wrong { theme::wrong() } else { theme::quiet() };
                Strip::words(words, 5, self.width, style)
            }));
            if table == Table::Targets {
                self.target_since(id, strips);
            }
            return;
        }
        let (head, style) = self.marked(table, id, self.head_of(table, id), theme::strong());
        strips.push(Strip::numbered(n, head, self.width, style));
        self.beside_row(table, id, strips);
        strips.extend(
            columns
                .iter()
                .filter_map(|column| self.field(&Slot::Cell(table, id, *column), column.label())),
        );
    }

    /// The words of a row after the word for how it stands, where it has one.
    fn marked(&self, table: Table, id: RowId, words: String, style: Style) -> (String, Style) {
        match self.case().standing(table, id, self.model.now.today()) {
            None | Some(Standing::Open) => (words, style),
            Some(Standing::Overdue) => {
                (format!("{}: {words}", Standing::Overdue.label()), theme::wrong())
            }
            Some(standing @ Standing::Soon) => (format!("{}: {words}", standing.label()), style),
            Some(standing @ Standing::Done) => {
                (format!("{}: {words}", standing.label()), theme::quiet())
            }
        }
    }

    /// Some cells of each person: the cells of the one that has the focus, the words of the others.
    fn each(&self, heading: &str, whom: Whom, columns: &[Column], strips: &mut Vec<Strip>) {
        strips.push(Strip::gap());
        strips.push(Strip::words(heading.to_owned(), 2, self.width, theme::heading()));
        let people: Vec<_> =
            self.case().people.iter().filter(|person| whom.includes(person)).collect();
        if people.is_empty() {
            let words = "Nobody is listed under People yet.".to_owned();
            strips.push(Strip::words(words, 2, self.width, theme::quiet()));
        }
        for (n, person) in people.into_iter().enumerate() {
            let open = self.meeting.focus.row() == Some((Table::People, person.id));
            let name = wording::person_name(person);
            if open {
                strips.push(Strip::numbered(n + 1, name.to_owned(), self.width, theme::strong()));
            } else {
                let said = columns.iter().filter_map(|column| {
                    let slot = Slot::Cell(Table::People, person.id, *column);
                    let said = self.case().field(&slot).is_some_and(|field| !field.is_blank());
                    said.then(|| self.case().text(&slot).into_owned())
                });
                let words: Vec<String> = std::iter::once(name.to_owned()).chain(said).collect();
                strips.push(Strip::numbered(n + 1, words.join(" – "), self.width, theme::plain()));
            }
            strips.extend(columns.iter().filter(|_| open).filter_map(|column| {
                self.field(&Slot::Cell(Table::People, person.id, *column), column.label())
            }));
        }
        strips.push(Strip::gap());
    }

    fn answers(&self, item: &Item, strips: &mut Vec<Strip>) {
        let rows = item.answer_rows(self.case());
        let (table, afresh) = (item.answers_table(), item.review.is_some());
        if rows.is_empty() && afresh {
            return;
        }
        strips.push(Strip::gap());
        let heading = if afresh { "Who agrees afresh" } else { "Who agrees" };
        strips.push(Strip::words(heading.to_owned(), 2, self.width, theme::heading()));
        if rows.is_empty() {
            let words = "Nobody who can agree is recorded. Add them under Welcome and people.";
            strips.push(Strip::words(words.to_owned(), 2, self.width, theme::wrong()));
        }
        for id in rows {
            self.answer(table, id, strips);
        }
        strips.push(Strip::gap());
    }

    /// The answer of one who is asked: its cells while it has the focus, otherwise its words.
    fn answer(&self, table: Table, id: RowId, strips: &mut Vec<Strip>) {
        let Some((person, answered)) = self.case().answer_in(table, id) else { return };
        let head = format!("{} ({})", wording::person_name(person), person.party.label());
        if self.meeting.focus.row() == Some((table, id)) {
            strips.push(Strip::words(head, 2, self.width, theme::strong()));
            strips.extend(
                ANSWER_COLUMNS.iter().filter_map(|column| {
                    self.field(&Slot::Cell(table, id, *column), column.label())
                }),
            );
            return;
        }
        let stale = self.meeting.is_stale(&Slot::Cell(table, id, Column::Answer));
        let late = if stale { " – ! to an earlier wording" } else { "" };
        let words = format!("{head}: {}{late}", wording::answer(answered));
        strips.push(Strip::point(words, self.width, theme::plain()));
    }

    fn read_back(&self, strips: &mut Vec<Strip>) {
        strips.push(Strip::words("Read aloud".to_owned(), 2, self.width, theme::heading()));
        let agreed = self.case().agreed(self.model.now.today());
        for (n, (what, line)) in wording::read_back(&agreed).into_iter().enumerate() {
            let focused = self.meeting.focus == Stop::Read(n);
            let style = if focused { theme::strong() } else { theme::plain() };
            let words = format!("{what}: {line}");
            strips.push(Strip::point(words, self.width, style).focused(focused));
        }
    }
}

/// The day as which typed words are read, where they are not the day in full.
fn read_as(
    slot: &Slot,
    field: Field<'_>,
    editor: Option<&crate::app::editor::Editor>,
    today: Date,
) -> Option<String> {
    let typed = editor?.text().trim().to_owned();
    if !matches!(field, Field::Date(_)) || typed.is_empty() {
        return None;
    }
    let day = parse(&typed, today, slot.toward()).ok()?;
    (long(day) != typed).then(|| format!("= {}", long(day)))
}
