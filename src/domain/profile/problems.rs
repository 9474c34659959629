//! What is wrong in a profile although it can be read: what would stop a meeting, or say something
//! that nobody meant.
//!
//! Must never let a profile through with which a meeting could not be held and closed.

mod sentences;

use std::collections::BTreeSet;

use super::figures::WEEK;
use super::{Entry, Item, Part, Profile, SchoolDay, Setting};
use crate::domain::case::{Route, Stays};
use crate::domain::checks::{CHECKS, Check, check};
use crate::domain::people::Party;
use crate::domain::plan::{Heading, Side};
use crate::domain::table::Table;
use crate::domain::text::nearest;

/// The most school weeks that a number of weeks can mean: some two and a half school years.
const MOST_WEEKS: u32 = 100;

/// The most school days that a deadline can mean: one school year.
const MOST_DAYS: u32 = 195;

/// The most years for which something is kept.
const MOST_YEARS: u32 = 100;

/// The longest key, in characters.
const LONGEST_KEY: usize = 40;

/// One step on the way to a place within a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The field with this name.
    Field(&'static str),
    /// The entry of a list, from 0.
    At(usize),
}

/// A place within a profile, in words: `review_plan, entry 2, week`.
pub fn place_in_words(place: &[Step]) -> String {
    let words = place.iter().map(|step| match step {
        Step::Field(name) => (*name).to_owned(),
        Step::At(at) => format!("entry {}", at + 1),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Something wrong in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileProblem {
    /// Where, from the outside in.
    pub place: Vec<Step>,
    /// What is the matter, and what to do.
    pub sentence: String,
}

impl Profile {
    /// Everything that is wrong; nothing when a meeting can be held and closed with it.
    pub fn problems(&self) -> Vec<ProfileProblem> {
        let mut look = Look { profile: self, here: Vec::new(), found: Vec::new() };
        look.names();
        look.consent();
        look.checks();
        look.weeks();
        look.numbers();
        look.usual();
        look.school_day();
        look.lists();
        look.routes();
        look.follow_ups();
        look.agenda();
        look.found
    }
}

struct Look<'a> {
    profile: &'a Profile,
    /// The place being looked at.
    here: Vec<Step>,
    found: Vec<ProfileProblem>,
}

impl<'a> Look<'a> {
    /// Looks at a part that lies deeper.
    fn within(&mut self, steps: &[Step], look: impl FnOnce(&mut Self)) {
        let depth = self.here.len();
        self.here.extend(steps);
        look(self);
        self.here.truncate(depth);
    }

    fn when(&mut self, wrong: bool, field: &'static str, sentence: impl Into<String>) {
        if wrong {
            let place = self.here.iter().copied().chain([Step::Field(field)]).collect();
            self.found.push(ProfileProblem { place, sentence: sentence.into() });
        }
    }

    fn when_here(&mut self, wrong: bool, sentence: impl Into<String>) {
        if wrong {
            self.found.push(ProfileProblem { place: self.here.clone(), sentence: sentence.into() });
        }
    }

    fn each<T>(
        &mut self,
        field: &'static str,
        entries: &'a [T],
        mut look: impl FnMut(&mut Self, &'a T),
    ) {
        for (at, entry) in entries.iter().enumerate() {
            self.within(&[Step::Field(field), Step::At(at)], |here| look(here, entry));
        }
    }

    fn blank(&mut self, field: &'static str, words: &str) {
        self.when(words.trim().is_empty(), field, "There are no words here. Write some.");
    }

    /// A key: what cases and files remember something by.
    fn key(&mut self, key: &str) {
        let odd = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-');
        let wrong = key.is_empty() || key.contains(odd) || key.chars().count() > LONGEST_KEY;
        self.when(
            wrong,
            "key",
            "A key has small letters from a to z, figures, _ and -, and at most 40 of them.",
        );
    }

    /// A key that stands only once in its list.
    fn own_key(&mut self, key: &'a str, seen: &mut BTreeSet<&'a str>) {
        self.key(key);
        self.when(!seen.insert(key), "key", format!("The key “{key}” stands twice. Change one."));
    }

    fn at_least_one(&mut self, field: &'static str, number: u32) {
        self.when(number == 0, field, "This cannot be 0.");
    }

    fn up_to(&mut self, field: &'static str, number: u32, most: u32, what: &str) {
        self.when(number > most, field, format!("This is more than {most} {what}."));
    }

    fn names(&mut self) {
        let profile = self.profile;
        self.key(&profile.key);
        self.at_least_one("version", profile.version);
        self.blank("title", &profile.title);
        self.blank("authority", &profile.authority);
        self.within(&[Step::Field("source")], |look| look.blank("title", &profile.source.title));
        self.within(&[Step::Field("guidance")], |look| {
            look.blank("title", &profile.guidance.title);
        });
        self.blank("meeting_title", &profile.meeting_title);
        self.blank("privacy_line", &profile.privacy_line);
        self.within(&[Step::Field("lead")], |look| {
            let unsaid = profile.lead.party == Party::Unsaid;
            look.when(unsaid, "party", "Say for whom the lead speaks.");
            look.blank("title", &profile.lead.title);
            look.blank("words", &profile.lead.words);
        });
        self.within(&[Step::Field("success_labels")], |look| {
            look.blank("well", &profile.success_labels.well);
            look.blank("not_well", &profile.success_labels.not_well);
        });
    }

    fn consent(&mut self) {
        let profile = self.profile;
        let nobody = profile.required.is_empty();
        self.when(nobody, "required", "A move is agreed: name at least the parent.");
        let mut seen = BTreeSet::new();
        self.each("required", &profile.required, |look, party| {
            let unsaid = *party == Party::Unsaid;
            look.when_here(unsaid, "This names nobody. Name a party, such as Parent.");
            look.when_here(!seen.insert(*party), "This party stands twice. Take one away.");
        });
    }

    fn checks(&mut self) {
        let known: Vec<&str> = CHECKS.iter().map(|check| check.id).collect();
        let mut seen = BTreeSet::new();
        self.each("checks", &self.profile.checks, |look, setting| {
            let id = setting.check.as_str();
            if !known.contains(&id) {
                let mend = match nearest(id, &known) {
                    Some(near) => format!("Perhaps {near} is meant."),
                    None => format!("There are: {}.", known.join(", ")),
                };
                look.when(true, "check", format!("There is no check “{id}”. {mend}"));
            }
            look.when(!seen.insert(id), "check", format!("The check “{id}” stands twice."));
            let fixed = check(id).is_some_and(Check::is_fixed);
            let lighter = fixed && setting.level != Setting::Block;
            look.when(lighter, "level", format!("The check “{id}” always blocks. Take this away."));
        });
    }

    fn weeks(&mut self) {
        let profile = self.profile;
        if let Some(length) = profile.length_weeks {
            self.at_least_one("length_weeks", length);
            self.up_to("length_weeks", length, MOST_WEEKS, "school weeks");
        }
        let unmeasured = profile.length_weeks.is_none();
        if let Some(by) = profile.extension {
            self.when(unmeasured, "extension", "Nothing can be extended without length_weeks.");
            self.within(&[Step::Field("extension")], |look| {
                look.at_least_one("shortest", by.shortest);
                let reversed = by.shortest > by.longest;
                look.when(
                    reversed,
                    "longest",
                    "The longest extension is shorter than the shortest.",
                );
                look.up_to("longest", by.longest, MOST_WEEKS, "school weeks");
            });
        }
        let planned = !profile.review_plan.is_empty();
        self.when(unmeasured && planned, "review_plan", "Planned reviews need length_weeks.");
        let length = profile.length_weeks.unwrap_or(MOST_WEEKS);
        let mut before = 0;
        self.each("review_plan", &profile.review_plan, |look, review| {
            look.blank("label", &review.label);
            look.blanks("label", &review.label, &[WEEK]);
            look.at_least_one("week", review.week);
            look.at_least_one("earliest", review.earliest);
            let (week, wrong) = (review.week, review.earliest > review.week);
            look.when(wrong, "earliest", format!("This is after week {week}, in which it is due."));
            let wrong = review.latest < review.week;
            look.when(wrong, "latest", format!("This is before week {week}, in which it is due."));
            let last = review.latest.max(review.week);
            look.when(last > length, "latest", format!("The move ends with week {length}."));
            look.when(
                week != 0 && week <= before,
                "week",
                "This is not after the review before it.",
            );
            before = week;
        });
    }

    fn numbers(&mut self) {
        let Profile { deadlines: days, thresholds: from, retention, .. } = self.profile;
        self.when(self.profile.most_targets == 0, "most_targets", "This cannot be 0.");
        self.when(self.profile.most_hopes == 0, "most_hopes", "This cannot be 0.");
        self.within(&[Step::Field("deadlines")], |look| {
            for (field, number) in [
                ("invitation_notice", days.invitation_notice),
                ("copies", days.copies),
                ("direction_notice", days.direction_notice),
                ("transfer_file", days.transfer_file),
                ("protection_file", days.protection_file),
                ("new_pupil_return", days.new_pupil_return),
            ] {
                look.up_to(field, number, MOST_DAYS, "school days");
            }
        });
        self.within(&[Step::Field("thresholds")], |look| {
            for (field, per_cent) in [
                ("persistent_absence", from.persistent_absence),
                ("severe_absence", from.severe_absence),
            ] {
                look.at_least_one(field, per_cent);
                look.up_to(field, per_cent, 100, "per cent");
            }
            let reversed = from.severe_absence < from.persistent_absence;
            look.when(
                reversed,
                "severe_absence",
                "Severe absence is less than persistent absence.",
            );
            for (field, number) in [
                ("suspension_days_secondary", from.suspension_days_secondary),
                ("suspension_days_primary", from.suspension_days_primary),
                ("terms", from.terms),
                ("infant_class", from.infant_class),
            ] {
                look.at_least_one(field, number);
            }
            let wrong = !(1..=12).contains(&from.year_11_late_from);
            look.when(wrong, "year_11_late_from", "This is no month. Write 1 for January to 12.");
            let fewer = from.branded_items_with_tie < from.branded_items;
            look.when(fewer, "branded_items_with_tie", "This is fewer than without a tie.");
        });
        self.within(&[Step::Field("retention")], |look| {
            look.at_least_one("years_from_birth", retention.years_from_birth);
            look.up_to("years_from_birth", retention.years_from_birth, MOST_YEARS, "years");
            look.blank("basis", &retention.basis);
            look.figures("basis", &retention.basis);
        });
    }

    fn school_day(&mut self) {
        let wrong = self.profile.school_day.iter().flat_map(SchoolDay::problems);
        for (field, sentence) in wrong {
            self.within(&[Step::Field("school_day")], |look| look.when(true, field, sentence));
        }
    }

    /// What is usual unless somebody decides otherwise.
    fn usual(&mut self) {
        let stays = self.profile.child_stays;
        self.within(&[Step::Field("child_stays")], |look| {
            for (field, usual) in [
                ("infant", stays.infant),
                ("primary", stays.primary),
                ("secondary", stays.secondary),
            ] {
                let unsaid = usual == Stays::Usual;
                look.when(
                    unsaid,
                    field,
                    "Say how long: Throughout, JoinsLater, Part or ToldAfterwards.",
                );
            }
        });
        let mut seen = BTreeSet::new();
        self.each("usual_targets", &self.profile.usual_targets, |look, target| {
            let unsaid = target.heading == Heading::Other;
            look.when(unsaid, "heading", "This names nothing. Name a heading, such as Attendance.");
            look.when(!seen.insert(target.heading), "heading", "This heading stands twice.");
        });
    }

    fn follow_ups(&mut self) {
        let mut seen = BTreeSet::new();
        self.each("follow_ups", &self.profile.follow_ups, |look, step| {
            look.own_key(&step.key, &mut seen);
            look.blank("label", &step.label);
            look.when(step.owner == Side::Unsaid, "owner", "Say whose task it is.");
            let days = step.days(&look.profile.deadlines);
            look.up_to("within", days, MOST_DAYS, "school days");
        });
    }

    fn agenda(&mut self) {
        let profile = self.profile;
        self.items("agenda", &profile.agenda);
        self.items("review_agenda", &profile.review_agenda);
        let has = |wanted: &Entry| profile.agenda.iter().any(|item| item.entries.contains(wanted));
        let meets = profile.agenda.iter().any(|item| item.part == Part::Meeting);
        self.when(!meets, "agenda", "No item belongs to the meeting itself.");
        self.when(
            !has(&Entry::Close),
            "agenda",
            "No item has Close: the meeting could never be closed.",
        );
        self.when(!has(&Entry::Answers), "agenda", "No item has Answers: nobody could agree.");
        let asks = profile.review_agenda.iter().any(|item| item.entries.contains(&Entry::Answers));
        let confirms = profile.routes.contains(&Route::DirectionFirst);
        self.when(
            confirms && !asks && !profile.review_agenda.is_empty(),
            "review_agenda",
            "No item has Answers: nobody could agree afresh when a review confirms the move.",
        );
        let people = profile.place_of_table(Table::People).is_some();
        self.when(!people, "agenda", "No item has the table of People: nobody could be recorded.");
        if let Some(key) = &profile.child_joins {
            let keys: Vec<&str> = profile.agenda.iter().map(|item| item.key.as_str()).collect();
            let near = nearest(key, &keys);
            let mend = near.map_or(String::new(), |near| format!(" Perhaps {near} is meant."));
            let unknown = profile.item(key).is_none();
            self.when(
                unknown,
                "child_joins",
                format!("There is no item “{key}” on the agenda.{mend}"),
            );
        }
    }

    fn items(&mut self, field: &'static str, items: &'a [Item]) {
        let mut keys = BTreeSet::new();
        let mut once: Vec<&Entry> = Vec::new();
        self.each(field, items, |look, item| {
            look.own_key(&item.key, &mut keys);
            look.blank("title", &item.title);
            look.sentences("prompts", &item.prompts);
            let mut notes = BTreeSet::new();
            look.each("entries", &item.entries, |look, entry| {
                if let Entry::Note { key, label, .. } = entry {
                    look.own_key(key, &mut notes);
                    look.blank("label", label);
                } else {
                    let twice = once.iter().any(|other| same(other, entry));
                    look.when_here(twice, "This is filled in elsewhere already. Take one away.");
                    once.push(entry);
                }
            });
        });
    }
}

/// Whether two entries are filled in with the same thing.
fn same(one: &Entry, other: &Entry) -> bool {
    match (one, other) {
        (Entry::Fact { fact: one, .. }, Entry::Fact { fact: other, .. }) => one == other,
        (Entry::Table { table: one, .. }, Entry::Table { table: other, .. }) => one == other,
        _ => one == other,
    }
}
