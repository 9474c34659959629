//! What falls due in a case, each with its day and the place where it is filled in.

use std::fmt;

use chrono::{Datelike, Days};

use super::case::{Case, CaseId, ChildCommits, Route, State};
use super::checks::Place;
use super::date::{Date, When};
use super::people::{Party, Person, RowId};
use super::plan::{Kept, Side};
use super::preparation::EvidenceState;
use super::reference::Reference;
use super::school_days::{SchoolDays, Which};
use super::screening::Sen;
use super::slot::{Fact, Slot};
use super::table::{Column, Table};
use super::text::{Text, folded};

/// Something that falls due in a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// The reference of the case.
    pub case: CaseId,
    /// The child’s name, for the screen; never printed unless it is asked for.
    pub child: String,
    /// The day.
    pub on: Date,
    /// Of which kind it is.
    pub kind: DueKind,
    /// What it is, in words.
    pub what: String,
    /// Who does it; empty where nobody is named. A parent or carer is told by the role, not the name:
    /// this list may be seen over a shoulder.
    pub who: String,
    /// Where it is filled in.
    pub place: Place,
}

/// Of which kind something due is; on one day, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The set-up meeting.
    Meeting,
    /// The meeting that was broken off.
    Adjourned,
    /// A review not held.
    Review,
    /// Coming back to what the child could not promise (R73; Southwark).
    Revisit,
    /// The notice of an off-site direction (SI 2010/1156).
    Notice,
    /// A place held only until a day.
    Place,
    /// A commitment still owed (R71; Southwark).
    Commitment,
    /// A step to take (R81–R86).
    Step,
    /// A copy not sent (R82; Southwark).
    Copy,
    /// Evidence asked for (R33; Southwark).
    Evidence,
    /// The end of the time for which a case is kept (domain notes, section 3.8).
    Retention,
}

impl DueKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Meeting,
        Self::Adjourned,
        Self::Review,
        Self::Revisit,
        Self::Notice,
        Self::Place,
        Self::Commitment,
        Self::Step,
        Self::Copy,
        Self::Evidence,
        Self::Retention,
    ];

    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Adjourned => "adjourned meeting",
            Self::Review => "review",
            Self::Revisit => "child’s commitment",
            Self::Notice => "notice",
            Self::Place => "place",
            Self::Commitment => "commitment",
            Self::Step => "step",
            Self::Copy => "copy",
            Self::Evidence => "evidence",
            Self::Retention => "retention",
        }
    }
}

impl fmt::Display for DueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

impl Due {
    /// Whether its day has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.on < today
    }

    /// The same with the child’s name put out of its words.
    #[must_use]
    pub fn without_name(self) -> Self {
        let (what, who) = (nameless(&self.what, &self.child), nameless(&self.who, &self.child));
        Self { what, who, child: String::new(), ..self }
    }

    /// In which week it falls, seen from a day.
    pub fn week(&self, today: Date) -> Week {
        if self.on < today {
            return Week::Overdue;
        }
        match (monday(self.on) - monday(today)).num_days() / 7 {
            0 => Week::This,
            1 => Week::Next,
            _ => Week::Of(monday(self.on)),
        }
    }
}

/// A week in which something falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Week {
    /// The day has passed.
    Overdue,
    /// This week.
    This,
    /// Next week.
    Next,
    /// A later one, by its Monday.
    Of(Date),
}

fn monday(day: Date) -> Date {
    let since = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since)).unwrap_or(day)
}

/// A text in which each part of a child’s name reads “the child”. A part counts when it begins with
/// a capital, so that “will” stays in a text about Will.
pub fn nameless(text: &str, child: &str) -> String {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    let parts: Vec<String> = child
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| part.chars().count() > 1)
        .map(folded)
        .collect();
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.split(['-', '\'', '’']).any(|part| parts.contains(&folded(part)))
    };
    let mut said = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let core = word.strip_suffix("’s").or(word.strip_suffix("'s")).unwrap_or(word);
        match (is_name(core), said.ends_with("the child ")) {
            (true, true) => said.truncate(said.len() - 1),
            (true, false) => said.push_str("the child"),
            (false, _) => said.push_str(core),
        }
        said.push_str(word.strip_prefix(core).unwrap_or_default());
        let gap = after.find(is_letter).unwrap_or(after.len());
        let (between, next) = after.split_at(gap);
        said.push_str(between);
        rest = next;
    }
    said
}

/// A text in which a whole name reads as other words.
fn with_name_replaced(text: &str, name: &str, words: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(name) {
        let within = before.ends_with(char::is_alphanumeric)
            || (before.is_empty() && said.ends_with(char::is_alphanumeric))
            || after.starts_with(char::is_alphanumeric);
        said.push_str(before);
        said.push_str(if within { name } else { words });
        rest = after;
    }
    said + rest
}

impl Case {
    /// What falls due, the earliest first, as far as it needs no rule of a protocol.
    pub fn dates(&self) -> Vec<Due> {
        let mut due = self.steps_due();
        if !self.is_ended() {
            due.extend(self.meeting_due());
            due.extend(self.promises_due());
        }
        sorted(due)
    }

    /// Everything that falls due under a protocol, the earliest first; `today` tells whether the
    /// time for which the case is kept is over or soon will be.
    pub fn falls_due(&self, reference: &Reference, today: Date) -> Vec<Due> {
        let profile = reference.profiles.of(self);
        let mut due = self.dates();
        due.extend(self.undated_copies_due(reference));
        if !self.is_ended() {
            due.extend(self.notices_due(reference));
        }
        due.extend(self.retention_due(profile, today));
        sorted(due)
    }

    pub(super) fn due(&self, on: Date, kind: DueKind, what: &str, who: &str, place: Place) -> Due {
        let what = Text::from(what).split_whitespace().collect::<Vec<_>>().join(" ");
        let child = self.child.name.to_string();
        let (what, who) = (self.by_roles(&what), self.by_roles(who));
        Due { case: self.id.clone(), child, on, kind, what, who, place }
    }

    /// A text in which the full name of a parent or carer reads as the role.
    fn by_roles(&self, text: &str) -> String {
        let mut parents: Vec<&Person> = self.people.iter().collect();
        parents.retain(|person| person.party == Party::Parent && !person.name.is_blank());
        // A name that is a part of another one comes last.
        parents.sort_by_key(|person| std::cmp::Reverse(person.name.len()));
        parents.iter().fold(text.to_owned(), |text, person| {
            let role = person.role.trim();
            let role = if role.is_empty() { "a parent" } else { role };
            with_name_replaced(&text, person.name.trim(), role)
        })
    }

    fn at_fact(&self, on: &When, kind: DueKind, what: &str, fact: Fact) -> Option<Due> {
        let lead = &self.meeting.lead;
        Some(self.due(on.day()?, kind, what, lead, Place::Slot(Slot::Fact(fact))))
    }

    fn at_cell(
        &self,
        on: &When,
        kind: DueKind,
        (what, who): (&str, &str),
        (table, row, column): (Table, RowId, Column),
    ) -> Option<Due> {
        let place = Place::Slot(Slot::Cell(table, row, column));
        Some(self.due(on.day()?, kind, what, who, place))
    }

    /// The meeting until it is closed, or the day on which it goes on; what is asked for before it.
    fn meeting_due(&self) -> Vec<Due> {
        let mut due = Vec::new();
        let lead = self.meeting.lead.as_str();
        let again = self.adjourned().into_iter();
        due.extend(again.filter_map(|row| {
            let cell = (Table::Adjournments, row.id, Column::Resumed);
            let words = ("the meeting goes on", lead);
            self.at_cell(&row.again, DueKind::Adjourned, words, cell)
        }));
        if self.state == State::Closed || !self.issued.is_empty() {
            return due;
        }
        if due.is_empty() {
            due.extend(self.at_fact(
                &self.meeting.on,
                DueKind::Meeting,
                "meeting",
                Fact::MeetingOn,
            ));
        }
        let held = &self.screening.place_held;
        due.extend(self.at_fact(held, DueKind::Place, "place held until", Fact::PlaceHeld));
        let asked = self.evidence.iter().filter(|row| row.state == EvidenceState::Requested);
        due.extend(asked.filter_map(|row| {
            let what = format!("evidence asked for: {}", row.what);
            let cell = (Table::Evidence, row.id, Column::State);
            self.at_cell(&self.meeting.on, DueKind::Evidence, (&what, ""), cell)
        }));
        due
    }

    /// What was agreed: reviews not held, commitments still owed, the child’s own.
    fn promises_due(&self) -> Vec<Due> {
        if self.issued.is_empty() {
            return Vec::new();
        }
        let reviews = self.reviews.iter().filter(|row| row.held.is_blank() && !row.is_closed());
        let reviews = reviews.filter_map(|row| {
            let what = if row.label.is_blank() { "review" } else { &row.label };
            let cell = (Table::Reviews, row.id, Column::Held);
            self.at_cell(&row.on, DueKind::Review, (what, &self.meeting.lead), cell)
        });
        let commitments = self.commitments.iter().filter(|row| row.is_owed()).filter_map(|row| {
            let who = match (row.who.is_blank(), row.side) {
                (true, Side::Unsaid) => "",
                (true, side) => side.label(),
                (false, _) => &row.who,
            };
            let cell = (Table::Commitments, row.id, Column::Kept);
            let what = match row.kept {
                Kept::NotYet => row.what.to_string(),
                kept => format!("{} ({})", row.what, kept.label()),
            };
            self.at_cell(&row.due, DueKind::Commitment, (&what, who), cell)
        });
        reviews.chain(commitments).chain(self.revisit_due()).collect()
    }

    /// Coming back to what the child could not promise, until a review or a correction did.
    fn revisit_due(&self) -> Option<Due> {
        let part = &self.childs_part;
        let on = part.revisit.day()?;
        let reviewed = self.reviews.iter().any(|row| row.held.day().is_some_and(|held| held >= on));
        let corrected = self.issued.iter().any(|issued| issued.on >= on);
        let open = matches!(part.commits, ChildCommits::CouldNot | ChildCommits::DidNotWant);
        let words = "come back to what the child could not promise";
        (open && !reviewed && !corrected && part.revisited.is_blank())
            .then(|| self.at_fact(&part.revisit, DueKind::Revisit, words, Fact::ChildRevisit))?
    }

    /// Steps not done and copies not sent, also when the case is over.
    fn steps_due(&self) -> Vec<Due> {
        let steps = self.follow_ups.iter().filter(|row| !row.is_done()).filter_map(|row| {
            let cell = (Table::FollowUps, row.id, Column::Done);
            self.at_cell(&row.due, DueKind::Step, (&row.what, &row.who), cell)
        });
        let unsent = self.sends.iter().filter(|row| !row.is_sent());
        let copies = unsent.filter_map(|row| self.copy_due(row.id, &row.due));
        steps.chain(copies).collect()
    }

    fn copy_due(&self, id: RowId, on: &When) -> Option<Due> {
        let row = self.copy(id)?;
        let what = format!("send {} to {}", row.document, row.to);
        let cell = (Table::Sends, id, Column::Sent);
        self.at_cell(on, DueKind::Copy, (&what, &self.meeting.lead), cell)
    }

    /// Copies entered by hand without a day: due as those of the last agreement are.
    fn undated_copies_due(&self, reference: &Reference) -> Vec<Due> {
        let Some(issued) = self.issued.last() else { return Vec::new() };
        let due = When::On(self.copies_due(reference, issued.on));
        let undated = self.sends.iter().filter(|row| !row.is_sent() && row.due.is_blank());
        undated.filter_map(|row| self.copy_due(row.id, &due)).collect()
    }

    /// The notice of an off-site direction to the parents, and with an EHCP to the council.
    fn notices_due(&self, reference: &Reference) -> Vec<Due> {
        let Some(start) = self.start.day() else { return Vec::new() };
        if self.route != Route::DirectionFirst {
            return Vec::new();
        }
        let days = reference.profiles.of(self).deadlines.direction_notice;
        let on = SchoolDays::of(self, reference).before(Which::Home, start, days);
        let on = When::On(on);
        let direction = &self.direction;
        let parents = direction.notice_on.is_blank().then_some(("parents", Fact::NoticeOn));
        let told = !direction.council_notice_on.is_blank() || self.screening.sen != Sen::Ehcp;
        let council = (!told).then_some(("council", Fact::CouncilNoticeOn));
        let notices = parents.into_iter().chain(council);
        notices
            .filter_map(|(to, fact)| {
                let words = format!("notice of the off-site direction to the {to}");
                self.at_fact(&on, DueKind::Notice, &words, fact)
            })
            .collect()
    }
}

/// What falls due, the earliest first, and on one day by kind; otherwise in the order it came in.
pub fn sorted(mut due: Vec<Due>) -> Vec<Due> {
    due.sort_by(|one, other| {
        (one.on, one.kind, &one.case).cmp(&(other.on, other.kind, &other.case))
    });
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_is_told_by_the_role_and_only_where_the_whole_name_stands() {
        for (text, wanted) in [
            ("Maja Nowak", "Mother"),
            ("Ring Maja Nowak, then Maja Nowakowska", "Ring Mother, then Maja Nowakowska"),
            ("xMaja Nowak and Maja Nowak’s sister", "xMaja Nowak and Mother’s sister"),
            ("the school", "the school"),
        ] {
            assert_eq!(with_name_replaced(text, "Maja Nowak", "Mother"), wanted);
        }
    }

    #[test]
    fn a_childs_name_is_put_out_of_a_text_and_nothing_else_is() {
        for (text, child, wanted) in [
            ("Ask Will Łęcki what he will do", "Will Łęcki", "Ask the child what he will do"),
            (
                "Anna-Maria’s mother, Ms Nowak",
                "Anna Maria Nowak",
                "the child’s mother, Ms the child",
            ),
            ("WILL and annabel", "Will Ann", "the child and annabel"),
            ("Ring the school", "", "Ring the school"),
            ("", "Anna", ""),
        ] {
            assert_eq!(nameless(text, child), wanted);
        }
    }
}
