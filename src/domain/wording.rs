//! The agreed things in words: as they are read aloud, shown to the room and summed up in a list.

use super::agreed::Agreed;
use super::case::{Case, Money};
use super::checks;
use super::date::{Date, When, long};
use super::people::{Answered, Person, Responsibility, RowId};
use super::plan::{Commitment, Measure, Target};
use super::profile::{Entry, Item, Profile};
use super::review::Review;
use super::slot::{Audience, Fact, Slot};
use super::table::{Row, Table};
use super::text::capital;

/// Some lines under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The heading.
    pub heading: String,
    /// The lines.
    pub lines: Vec<String>,
}

/// Joins what was written, leaving out what was not.
fn joined<'a>(parts: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let parts: Vec<&str> =
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

/// A person: name, role, organisation, and whether here.
pub fn person(row: &Person) -> String {
    let role =
        if row.role.is_blank() && !row.party.is_blank() { row.party.label() } else { &row.role };
    let responsibility =
        if row.responsibility == Responsibility::Yes { "parental responsibility" } else { "" };
    let here = if row.here.is_blank() { "" } else { row.here.label() };
    joined([&row.name, role, &*row.organisation, responsibility, here], ", ")
}

/// What was answered, how and when.
pub fn answer(row: Answered<'_>) -> String {
    let way = if row.way.is_blank() { "" } else { row.way.label() };
    joined([row.answer.label(), way, &row.on.to_string()], ", ")
}

/// A measure and its effect.
pub fn measure(row: &Measure) -> String {
    joined([&*row.what, &*row.effect], " – ")
}

/// A target: what, the number, where things stand, and how it is measured.
pub fn target(row: &Target) -> String {
    let number = joined([&*row.number, &*row.unit], " ");
    let now = if row.baseline.is_blank() { String::new() } else { format!("now {}", row.baseline) };
    let by = if row.by_whom.is_blank() { String::new() } else { format!("by {}", row.by_whom) };
    let measured = joined([&*row.measured, &*row.often, &by], ", ");
    let what = joined([&*row.what, &number], ": ");
    joined([&*what, &now, &measured], "; ")
}

/// A target after what it is about.
pub fn headed_target(row: &Target) -> String {
    joined([row.heading.label(), &target(row)], " – ")
}

/// When a commitment is due.
pub fn due(row: &Commitment) -> String {
    match row.due.day() {
        Some(day) => format!("{} {}", row.timing.label(), long(day)),
        None => row.due.to_string(),
    }
}

/// A commitment: who will do what by when.
pub fn commitment(row: &Commitment) -> String {
    let what = joined([&*row.who, &*row.what], ": ");
    joined([&*what, &due(row)], ", ")
}

/// A review: what, when and where.
pub fn review(row: &Review) -> String {
    let on = row.on.to_string();
    let at = if row.at.is_blank() { String::new() } else { format!("at {}", row.at) };
    let when = joined([&*on, &at, &*row.place], ", ");
    let when = if row.on.is_blank() { "no date yet".to_owned() } else { when };
    joined([&*row.label, &when], ": ")
}

/// A row in words, with what becomes of it where that is known; `None` for a row that is said by its
/// cells alone.
fn row(row: &Row) -> Option<String> {
    Some(match row {
        Row::Person(row) => person(row),
        Row::Measure(row) => measure(row),
        Row::Background(row) => row.line.to_string(),
        Row::Target(row) => headed_target(row),
        Row::Commitment(row) => {
            let kept = if row.kept.is_blank() { "" } else { row.kept.label() };
            joined([&*commitment(row), kept], " – ")
        }
        Row::Review(row) => {
            let held =
                if row.held.is_blank() { String::new() } else { format!("held {}", row.held) };
            joined([&*review(row), &held], " – ")
        }
        Row::FollowUp(row) => {
            let who = joined([&*row.who, &labelled("by", &row.due)], ", ");
            joined([&*row.what, &who, &labelled("done", &row.done), &row.note], " – ")
        }
        Row::Send(row) => {
            let to = joined([&*row.document, &row.to], " to ");
            let way = if row.sent.is_blank() { "" } else { row.sent.label() };
            let sent = joined([way, &row.on.to_string()], ", ");
            joined([&*joined([&*to, &labelled("by", &row.due)], ", "), &sent], " – ")
        }
        _ => return None,
    })
}

/// A day after a word; empty when there is none.
fn labelled(word: &str, day: &When) -> String {
    if day.is_blank() { String::new() } else { format!("{word} {day}") }
}

/// What is read aloud at the end: every target, commitment, term and date, a line each (R66).
pub fn read_back(case: &Agreed<'_>) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    lines.extend(case.targets().iter().map(|row| ("Target", headed_target(row))));
    let mut commitments: Vec<&Commitment> =
        case.agreed_commitments().filter(|row| !row.is_blank()).collect();
    commitments.sort_by_key(|row| (row.due.day().is_none(), row.due.day()));
    lines.extend(commitments.into_iter().map(|row| ("Commitment", commitment(row))));
    let terms = case.terms();
    let uniform = joined([&*terms.uniform_items.replace('\n', ", "), &*terms.uniform_cost], ", ");
    let needed = terms.uniform_needed.day().map(|day| format!("needed by {}", long(day)));
    lines.push(("Uniform", joined([&*uniform, needed.as_deref().unwrap_or_default()], ", ")));
    lines.push(("Transport", transport(case)));
    let money = if terms.money_now == Money::Unsaid { "" } else { terms.money_now.label() };
    lines.push(("Money", joined([money, &*terms.money_note.replace('\n', " ")], ". ")));
    if let Some(day) = case.start() {
        lines.push(("First day", long(day)));
    }
    let agreed = case.reviews().iter().filter(|row| !row.is_blank() && !row.added);
    lines.extend(agreed.map(|row| ("Review", review(row))));
    lines.push(("If it goes well", case.note("timeline.well").replace('\n', " ")));
    lines.push(("If it does not", case.note("timeline.not_well").replace('\n', " ")));
    for line in &mut lines {
        if line.1.trim().is_empty() {
            "nothing recorded yet".clone_into(&mut line.1);
        }
    }
    lines
}

/// A mark of what is read aloud: another wording has another mark. It tells changes, not forgeries.
pub fn mark(case: &Agreed<'_>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for (what, line) in read_back(case) {
        take(what);
        take(&line);
    }
    format!("{hash:016x}")
}

/// How the child travels and who pays until when (R74; Southwark).
pub fn transport(case: &Agreed<'_>) -> String {
    let terms = case.terms();
    let until = terms.transport_until.day().map(|day| format!("until {}", long(day)));
    let pays = joined([&*terms.transport_payer, until.as_deref().unwrap_or_default()], " ");
    let then = if terms.transport_then.is_blank() {
        String::new()
    } else {
        format!("then {}", terms.transport_then)
    };
    joined([&*terms.transport_how, &pays, &then], "; ")
}

impl Agreed<'_> {
    /// What the room may see of an item of the agenda.
    pub fn wording(&self, item: &Item, profile: &Profile) -> Vec<Wording> {
        let found = item.entries.iter().flat_map(|entry| self.entry_wording(item, entry, profile));
        found.filter(|wording| !wording.lines.is_empty()).collect()
    }

    fn entry_wording(&self, item: &Item, entry: &Entry, profile: &Profile) -> Vec<Wording> {
        let under =
            |heading: &str, lines: Vec<String>| Wording { heading: heading.to_owned(), lines };
        match entry {
            Entry::Note { key, label, audience: Audience::Agreed, .. } => {
                let text = self.note(&format!("{}.{key}", item.key));
                vec![under(label, text.lines().map(str::to_owned).collect())]
            }
            Entry::Fact { fact, .. } if fact.audience() == Audience::Agreed => {
                vec![under(fact.label(), self.fact_lines(*fact))]
            }
            Entry::Note { .. }
            | Entry::Fact { .. }
            | Entry::Each { .. }
            | Entry::Conditions
            | Entry::Close => Vec::new(),
            Entry::Review { columns } => {
                let review = item.review.into_iter();
                let cells = review.flat_map(|id| columns.iter().map(move |column| (id, *column)));
                cells
                    .map(|(id, column)| under(column.label(), self.review_lines(id, column)))
                    .collect()
            }
            Entry::Table { table, .. } => {
                vec![under(item.title_of(*table), self.table_lines(item, *table, profile))]
            }
            Entry::Answers => vec![under("What each person answered", self.answers(item, profile))],
            Entry::ReadBack => {
                let lines = read_back(self).into_iter();
                vec![under(
                    "What is agreed",
                    lines.map(|(what, line)| format!("{what}: {line}")).collect(),
                )]
            }
        }
    }

    /// What each who is asked answered: at the read-back, or afresh at the item’s review.
    fn answers(&self, item: &Item, profile: &Profile) -> Vec<String> {
        let said = |row: &Person, answered| format!("{}: {}", person_name(row), answer(answered));
        if let Some(review) = item.review {
            let asked = self.asked_afresh(review).into_iter();
            return asked.map(|(person, row)| said(person, row.answered())).collect();
        }
        let asked = self.at_meeting(profile).filter(|row| row.is_asked());
        asked.map(|row| said(row, row.answered())).collect()
    }

    /// A target as agreed, and below it what it has changed to since.
    fn target_lines(&self, row: &Target) -> Vec<String> {
        let change = self.target_change(row.id).map(|words| capital(&words));
        std::iter::once(target(row)).chain(change).collect()
    }

    fn table_lines(&self, item: &Item, table: Table, profile: &Profile) -> Vec<String> {
        match table {
            Table::People => self.at_meeting(profile).map(person).collect(),
            Table::Measures => self.measures().iter().map(measure).collect(),
            Table::Background => self.background().map(ToString::to_string).collect(),
            Table::Targets => {
                self.targets().iter().flat_map(|row| self.target_lines(row)).collect()
            }
            Table::Commitments if item.review.is_none() => {
                self.commitments().map(commitment).collect()
            }
            Table::Reviews if item.review.is_none() => self.reviews().iter().map(review).collect(),
            other => self.other_rows(item, other),
        }
    }
}

/// A person's name, or whom the person speaks for while there is none.
pub fn person_name(row: &Person) -> &str {
    if row.name.is_blank() { row.party.label() } else { &row.name }
}

impl Case {
    /// A row of a table in words.
    pub fn row_words(&self, table: Table, id: RowId) -> Option<String> {
        let mut copy = self.row(table, id)?;
        if let Row::Background(line) = &mut copy
            && line.circulate.is_blank()
            && !line.line.is_blank()
        {
            return Some(format!("{} (private)", line.line));
        }
        Some(row(&copy).unwrap_or_else(|| self.cells_in_words(table, id)))
    }

    /// What stands in the cells of a row, after what the row is about.
    fn cells_in_words(&self, table: Table, id: RowId) -> String {
        let about = self.about(table, id);
        let cells = table.columns().iter().filter_map(|column| {
            let slot = Slot::Cell(table, id, *column);
            let said = self.field(&slot).is_some_and(|field| !field.is_blank());
            said.then(|| self.text(&slot).replace('\n', ", "))
        });
        about.into_iter().chain(cells).collect::<Vec<_>>().join(" – ")
    }

    /// What a row that belongs to another row is about: a person, a target, a commitment.
    pub fn about(&self, table: Table, id: RowId) -> Option<String> {
        match self.row(table, id)? {
            Row::Attendance(row) => {
                let person = self.people.iter().find(|person| person.id == row.person)?;
                Some(person_name(person).to_owned())
            }
            Row::Reading(row) => self.target_in_words(row.target),
            Row::Amendment(row) => self.target_in_words(row.target),
            Row::Update(row) => {
                self.commitments.iter().find(|other| other.id == row.commitment).map(commitment)
            }
            Row::Override(row) => {
                let known = checks::check(&row.check).map(|check| check.looks_at);
                Some(capital(known.unwrap_or(&row.check)))
            }
            _ => None,
        }
    }

    /// What a target has changed to by a day, from when and why; `None` where it is as agreed.
    pub fn target_change(&self, id: RowId, day: Date) -> Option<String> {
        let (now, from) = self.changed_target(id, day)?;
        let last = self
            .amendments
            .iter()
            .rfind(|row| row.target == id && row.counts() && row.counts_from() == Some(from))?;
        let now = target(&now);
        let reason = last.reason.replace('\n', " ");
        Some(format!("changed from {} on: {now} – {}", long(from), reason.trim()))
    }

    fn target_in_words(&self, id: RowId) -> Option<String> {
        let target = self.targets.iter().find(|target| target.id == id)?;
        let name = if target.what.is_blank() { target.heading.label() } else { &target.what };
        Some(name.to_owned())
    }
}

impl Agreed<'_> {
    /// The lines of a fact that everybody may see; none when nothing was recorded.
    fn fact_lines(&self, fact: Fact) -> Vec<String> {
        let slot = Slot::Fact(fact);
        self.public_text(&slot).lines().map(str::to_owned).collect()
    }
}
