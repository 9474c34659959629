//! The part of a case that may be seen: by the family in the room, and by all who receive the
//! agreement.
//!
//! [`Agreed`] has no way to private text: whatever draws or prints from it cannot show any.

mod shown;

use std::borrow::Cow;

pub use self::shown::{Examinations, PlanReview, Redirected};

use super::case::{Case, CaseId, Stays, Year, YesNo};
use super::date::{Date, When};
use super::people::{Party, Person, RowId};
use super::plan::{Circulate, Commitment, Measure, Target};
use super::profile::{Item, Profile, Shape};
use super::review::Review;
use super::slot::{Audience, Slot};
use super::table::{Column, Table};
use super::text::Text;
use super::{case, plan};

/// What everybody may see of a case.
pub struct Agreed<'a> {
    case: &'a Case,
    today: Date,
}

/// A piece of prose with the words that head it.
#[derive(Clone, Copy, Debug)]
pub struct AgreedNote<'a> {
    /// The second half of its key.
    pub key: &'a str,
    /// The heading.
    pub label: &'a str,
    /// The prose.
    pub text: &'a Text,
    /// How it reads.
    pub shape: Shape,
}

impl Case {
    /// The part of the case that may be seen. `today` gives the year group where only a date of
    /// birth is known.
    pub fn agreed(&self, today: Date) -> Agreed<'_> {
        Agreed { case: self, today }
    }
}

impl<'a> Agreed<'a> {
    /// The case reference.
    pub fn id(&self) -> &'a CaseId {
        &self.case.id
    }

    /// The agreements made so far.
    pub fn issued(&self) -> &'a [case::Issued] {
        &self.case.issued
    }

    /// Whether the case is invented.
    pub fn is_demo(&self) -> bool {
        self.case.demo
    }

    /// The child.
    pub fn child(&self) -> &'a case::Child {
        &self.case.child
    }

    /// The year group.
    pub fn year(&self) -> Year {
        self.case.year(self.today)
    }

    /// The kind of move.
    pub fn route(&self) -> case::Route {
        self.case.route
    }

    /// The home school and the new school.
    pub fn schools(&self) -> (&'a Text, &'a Text) {
        (&self.case.home_school, &self.case.new_school)
    }

    /// The meeting.
    pub fn meeting(&self) -> &'a case::Meeting {
        &self.case.meeting
    }

    /// Who is there.
    pub fn people(&self) -> &'a [Person] {
        &self.case.people
    }

    /// Who is at the meeting, or is asked to be: everybody but a child who does not attend and is told
    /// afterwards (R49).
    pub fn at_meeting(&self, profile: &Profile) -> impl Iterator<Item = &'a Person> + use<'a> {
        let away = self.stays(profile) == Some(Stays::ToldAfterwards);
        let absent = move |person: &Person| {
            away && person.party == Party::Child && !person.took_part() && person.answer.is_blank()
        };
        self.people().iter().filter(move |person| !absent(person))
    }

    /// Who co-ordinates the transfer.
    pub fn coordinator(&self) -> &'a Text {
        &self.case.coordinator
    }

    /// The child's part in the meeting.
    pub fn childs_part(&self) -> &'a case::ChildsPart {
        &self.case.childs_part
    }

    /// How long the child stays.
    pub fn stays(&self, profile: &Profile) -> Option<Stays> {
        self.case.stays(profile, self.today)
    }

    /// What the home school tried.
    pub fn measures(&self) -> &'a [Measure] {
        &self.case.measures
    }

    /// The lines of family background that the family agreed to circulate.
    pub fn background(&self) -> impl Iterator<Item = &'a Text> {
        self.case
            .background
            .iter()
            .filter(|row| row.circulate == Circulate::Agreed)
            .map(|row: &plan::Background| &row.line)
    }

    /// The new school's own attendance target.
    pub fn host_target(&self) -> &'a Text {
        &self.case.host_target
    }

    /// The targets.
    pub fn targets(&self) -> &'a [Target] {
        &self.case.targets
    }

    /// What a target has changed to since it was agreed.
    pub fn target_change(&self, target: RowId) -> Option<String> {
        self.case.target_change(target, self.today)
    }

    /// The commitments, also those that a review added.
    pub fn commitments(&self) -> impl Iterator<Item = &'a Commitment> + use<'a> {
        self.case.commitments.iter()
    }

    /// The commitments of the agreement. What a review adds is no part of its wording.
    pub fn agreed_commitments(&self) -> impl Iterator<Item = &'a Commitment> + use<'a> {
        self.commitments().filter(|row| row.review.is_none())
    }

    /// The terms.
    pub fn terms(&self) -> &'a case::Terms {
        &self.case.terms
    }

    /// The first day at the new school.
    pub fn start(&self) -> Option<Date> {
        self.case.start.day()
    }

    /// The first day at the new school as it was written, also when it names no day.
    pub fn start_as_written(&self) -> &'a When {
        &self.case.start
    }

    /// Whether the parents are clear about what happens next.
    pub fn next_steps_clear(&self) -> YesNo {
        self.case.next_steps_clear
    }

    /// The reviews.
    pub fn reviews(&self) -> &'a [Review] {
        &self.case.reviews
    }

    /// The rows of a list in words, if everybody may see the list.
    pub(super) fn other_rows(&self, item: &Item, table: Table) -> Vec<String> {
        if table.audience() != Audience::Agreed {
            return Vec::new();
        }
        let rows = item.rows(self.case, table).into_iter();
        rows.filter_map(|id| self.case.row_words(table, id)).collect()
    }

    /// A cell of a review in words; none when nothing was recorded.
    pub(super) fn review_lines(&self, review: RowId, column: Column) -> Vec<String> {
        let slot = Slot::Cell(Table::Reviews, review, column);
        let said = self.case.field(&slot).is_some_and(|field| !field.is_blank());
        if said { self.case.text(&slot).lines().map(str::to_owned).collect() } else { Vec::new() }
    }

    /// One piece of prose by its key; empty when it was not written.
    pub fn note(&self, key: &str) -> &'a str {
        self.case.agreed_notes.get(key).map_or("", Text::as_str)
    }

    /// A fact in words; empty when nothing was recorded or when it is private.
    pub(super) fn public_text(&self, slot: &Slot) -> Cow<'a, str> {
        let recorded = self.case.field(slot).is_some_and(|field| !field.is_blank());
        match slot {
            Slot::Fact(fact) if recorded && fact.audience() == Audience::Agreed => {
                self.case.text(slot)
            }
            _ => Cow::Borrowed(""),
        }
    }

    /// The prose of an agenda item that was written, in the order of the profile.
    pub fn notes<'p: 'a>(&self, item: &'p Item) -> Vec<AgreedNote<'a>> {
        use super::profile::Entry;
        item.entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Note { key, label, audience: Audience::Agreed, shape, .. } => {
                    let text = self.case.agreed_notes.get(&format!("{}.{key}", item.key))?;
                    (!text.is_blank()).then_some(AgreedNote { key, label, text, shape: *shape })
                }
                _ => None,
            })
            .collect()
    }

    /// The prose that no item of the profile names: it was agreed under another protocol, or under
    /// an earlier version of this one. A name counts whatever its audience, so that prose which the
    /// profile has since made private is not shown here. What a review wrote has its own record.
    pub fn other_notes(&self, profile: &Profile) -> Vec<&'a Text> {
        use super::profile::Entry;
        let named = |written: &str| {
            profile.agenda.iter().any(|item| {
                item.entries.iter().any(|entry| match entry {
                    Entry::Note { key, .. } => {
                        written.split_once('.') == Some((item.key.as_str(), key.as_str()))
                    }
                    _ => false,
                })
            })
        };
        let notes = self.case.agreed_notes.iter();
        let unnamed = notes.filter(|(key, _)| !named(key) && !Item::is_of_review(key));
        unnamed.map(|(_, text)| text).filter(|text| !text.is_blank()).collect()
    }

    /// The prose of an item of a profile, by the item's key.
    pub fn notes_of<'p: 'a>(&self, profile: &'p Profile, item: &str) -> Vec<AgreedNote<'a>> {
        profile.item(item).map(|item| self.notes(item)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreed_prose_without_an_item_is_still_found() {
        let profile: Profile =
            ron::from_str(include_str!("../profiles/southwark.ron")).expect("the profile reads");
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        for (key, text) in [("child.words", "named"), ("older.plan", "unnamed"), ("older.x", " ")] {
            case.agreed_notes.insert(key.to_owned(), Text::from(text));
        }
        let agreed = case.agreed(Date::MIN);
        let others: Vec<&str> = agreed.other_notes(&profile).iter().map(|t| t.as_str()).collect();
        assert_eq!(others, ["unnamed"]);
    }
}
