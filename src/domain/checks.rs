//! The checks: one row each for what stops a meeting from being closed and for what is worth a
//! warning.
//!
//! A check never stops typing, and never stops a save.

mod dates;
mod direction;
mod ending;
mod people;
mod plan;
mod preparation;
mod purpose;
mod review;
mod route;
mod screening;
mod table;
mod words;

pub use self::purpose::Purpose;
use self::table::AHEAD;
pub use self::table::{AFRESH, CHECKS, STALE, UNKNOWN_PROTOCOL};
use super::case::Case;
use super::date::Date;
use super::people::{Party, Person, RowId};
use super::profile::{Item, Profile};
use super::reference::Reference;
use super::review::Review;
use super::slot::{Audience, Fact, Slot};
use super::table::Table;
use super::text::Text;

/// What a finding means for closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The meeting cannot be closed.
    Block,
    /// Worth knowing; closing is possible.
    Warn,
    /// For information: it counts for nothing.
    Note,
}

impl Level {
    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Block => "must be done",
            Self::Warn => "worth a look",
            Self::Note => "for information",
        }
    }
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Whether something was prepared before the meeting. A case that was never screened is told so
    /// once, and not by each of these that warns. What blocks it is told, whenever it was begun: what is
    /// not recorded must not pass where a yes would not.
    Prepared,
    /// Whether something was written down at the meeting.
    Written,
    /// What was recorded, which itself is in the way.
    Recorded,
}

/// Where to go to mend a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A slot.
    Slot(Slot),
    /// A table to which a row is to be added.
    Table(Table),
    /// Outside the case: nothing that is typed mends it.
    Outside,
}

/// Where a check leads that always leads to the same place.
#[derive(Clone, Copy, Debug)]
pub enum At {
    /// A fact.
    Fact(Fact),
    /// Prose for everybody, by its key.
    Note(&'static str),
    /// A table.
    Table(Table),
}

impl From<At> for Place {
    fn from(at: At) -> Self {
        match at {
            At::Fact(fact) => Self::Slot(Slot::Fact(fact)),
            At::Note(key) => note(key),
            At::Table(table) => Self::Table(table),
        }
    }
}

/// A row of the table of checks.
#[derive(Debug)]
pub struct Check {
    /// A stable name.
    pub id: &'static str,
    /// The requirement it comes from.
    pub rule: &'static str,
    /// The protocol or the law in which that stands.
    pub source: &'static str,
    /// What it looks at, in a few words.
    pub looks_at: &'static str,
    /// Of what kind that is.
    pub basis: Basis,
    /// For which closings it is looked at.
    pub purposes: &'static [Purpose],
    /// What it means for closing, unless the protocol says otherwise.
    pub level: Level,
    /// Whether the lead can set it aside with a reason.
    pub may_be_set_aside: bool,
    look: Look,
}

/// How a check looks.
#[derive(Clone, Copy, Debug)]
enum Look {
    /// Whether something is wrong, with the sentence and the place.
    If(fn(&Subject<'_>) -> bool, &'static str, At),
    /// One gap for each thing found.
    Each(fn(&Subject<'_>) -> Vec<Gap>),
}

/// What a check looks at.
struct Subject<'a> {
    case: &'a Case,
    profile: &'a Profile,
    reference: &'a Reference,
    today: Date,
    purpose: Purpose,
    /// The review that is to be closed.
    review: Option<&'a Review>,
}

/// Something missing or doubtful: the sentence for the facilitator, and where to mend it.
struct Gap(String, Place);

/// Something that a check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check's name.
    pub id: &'static str,
    /// The requirement it comes from.
    pub rule: &'static str,
    /// What it means for closing.
    pub level: Level,
    /// The sentence for the facilitator.
    pub sentence: String,
    /// Where to mend it.
    pub place: Place,
    /// The agenda item where that is; beyond the last when it is nowhere.
    pub item: usize,
    /// Why it was set aside, if it was.
    pub set_aside: Option<String>,
}

impl Finding {
    /// The check that found it.
    pub fn check(&self) -> Option<&'static Check> {
        check(self.id)
    }

    /// Whether the lead can set it aside now.
    pub fn may_be_set_aside(&self) -> bool {
        let allowed = self.check().is_some_and(|check| check.may_be_set_aside);
        allowed && self.level != Level::Note
    }

    /// The sentence with what it means, and the reason where it was set aside.
    pub fn in_words(&self) -> String {
        match &self.set_aside {
            Some(reason) => format!("set aside: {reason} – {}", self.sentence),
            None => format!("{}: {}", self.level.label(), self.sentence),
        }
    }
}

/// How many findings there are of each kind that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many block.
    pub blocks: usize,
    /// How many warn.
    pub warnings: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> Self {
        let count = |level| findings.iter().filter(|finding| finding.level == level).count();
        Self { blocks: count(Level::Block), warnings: count(Level::Warn) }
    }

    /// The counts in words; blank when there is nothing.
    pub fn in_words(self) -> String {
        match (self.blocks, self.warnings) {
            (0, 0) => String::new(),
            (blocks, warnings) => format!("{blocks} must be done, {warnings} worth a look"),
        }
    }
}

/// Whether anything was recorded of what comes before the meeting.
pub fn is_screened(case: &Case) -> bool {
    !screening::is_untouched(case)
}

/// The check with this name.
pub fn check(id: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.id == id)
}

/// Beyond the last item of any agenda.
const NOWHERE: usize = usize::MAX;

/// Checks that no protocol can make lighter: without them the record would not be true.
const FIXED: [&str; 5] = [UNKNOWN_PROTOCOL, AHEAD, "agreement", STALE, AFRESH];

/// What the checks find in a case, for what is to be closed next in it: what blocks first, each in
/// the order of the agenda, after what lies outside the case. What a protocol has no place for is
/// not asked for under it.
pub fn findings(
    case: &Case,
    profile: &Profile,
    reference: &Reference,
    today: Date,
) -> Vec<Finding> {
    findings_for(case, profile, reference, today, Purpose::of(case))
}

/// What the checks for a purpose find in a case. The agenda is that of the case (see
/// [`Profile::for_case`]): what has no place on it is not asked for.
pub fn findings_for(
    case: &Case,
    profile: &Profile,
    reference: &Reference,
    today: Date,
    purpose: Purpose,
) -> Vec<Finding> {
    let review = case.review_under_way();
    match (purpose, review) {
        (Purpose::Review, None) => Vec::new(),
        _ => in_order(&Subject { case, profile, reference, today, purpose, review }),
    }
}

/// What the checks find in one review that has begun and is not closed.
pub fn review_findings(
    case: &Case,
    profile: &Profile,
    reference: &Reference,
    today: Date,
    id: RowId,
) -> Vec<Finding> {
    let review = case.review(id).filter(|row| row.begun && !row.is_closed());
    if review.is_none() {
        return Vec::new();
    }
    in_order(&Subject { case, profile, reference, today, purpose: Purpose::Review, review })
}

fn in_order(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = subject.every_finding();
    if !is_screened(subject.case) {
        let prepared =
            |found: &Finding| found.check().is_some_and(|check| check.basis == Basis::Prepared);
        // Of an agreement that is made nothing more is asked until it is corrected.
        let asked = !subject.case.is_closed();
        findings.retain(|found| asked && found.level == Level::Block || !prepared(found));
    }
    findings.sort_by_key(|found| (found.level, found.place != Place::Outside, found.item));
    findings
}

/// What the checks for the agreement find, in the order of the table, also where a case was never
/// screened.
pub(super) fn every_finding(
    case: &Case,
    profile: &Profile,
    reference: &Reference,
    today: Date,
) -> Vec<Finding> {
    let purpose = Purpose::SetUp;
    Subject { case, profile, reference, today, purpose, review: None }.every_finding()
}

impl Subject<'_> {
    fn every_finding(&self) -> Vec<Finding> {
        let mut checks: Vec<(&Check, Level)> = Vec::new();
        for check in CHECKS.iter().filter(|check| check.purposes.contains(&self.purpose)) {
            checks.extend(self.profile.level_of(check).map(|level| (check, level)));
        }
        let found = checks.into_iter().flat_map(|(check, level)| self.found(check, level));
        found.filter(|found| found.item != NOWHERE || found.place == Place::Outside).collect()
    }

    /// What one check finds, at its level.
    fn found(&self, check: &Check, level: Level) -> Vec<Finding> {
        let gaps = match check.look {
            Look::If(wrong, sentence, at) => when(wrong(self), sentence, at.into()),
            Look::Each(look) => look(self),
        };
        let set_aside = self.set_aside(check);
        let lighter = set_aside.is_some() || screening::is_lightened(self, check);
        let level = match level {
            _ if lighter => Level::Note,
            Level::Block if self.only_warns(check) => Level::Warn,
            level => level,
        };
        let finding = |Gap(sentence, place): Gap| Finding {
            id: check.id,
            rule: check.rule,
            level,
            sentence,
            item: self.item_of(&place),
            place,
            set_aside: set_aside.clone(),
        };
        gaps.into_iter().map(finding).collect()
    }

    /// Why the lead set a check aside. Without a reason nothing is set aside.
    fn set_aside(&self, check: &Check) -> Option<String> {
        if !check.may_be_set_aside {
            return None;
        }
        let mine = self.case.overrides.iter().rev().filter(|row| *row.check == *check.id);
        mine.map(|row| row.reason.trim()).find(|reason| !reason.is_empty()).map(str::to_owned)
    }

    /// Whether a check never blocks here. What the child could not promise today stops nothing (R73);
    /// and where nothing is agreed, what an agreement cannot do without is only worth a look.
    fn only_warns(&self, check: &Check) -> bool {
        let for_agreement = check.purposes.contains(&Purpose::SetUp);
        let redirecting = self.purpose == Purpose::Redirection;
        let untrue = [UNKNOWN_PROTOCOL, AHEAD].contains(&check.id);
        check.rules().any(|rule| rule == "R73") || (redirecting && for_agreement && !untrue)
    }

    /// The item where something is mended: at a review one of its own, if it is there.
    fn item_of(&self, place: &Place) -> usize {
        let has = |item: &Item| match place {
            Place::Slot(slot) => item.has(slot),
            Place::Table(table) => item.has_table(*table),
            Place::Outside => false,
        };
        let agenda = &self.profile.agenda;
        let review = self.review.filter(|_| self.purpose == Purpose::Review);
        let own = review.and_then(|review| {
            agenda.iter().position(|item| item.review == Some(review.id) && has(item))
        });
        own.or_else(|| agenda.iter().position(has)).unwrap_or(NOWHERE)
    }

    fn note(&self, key: &str) -> &str {
        self.case.agreed_notes.get(key).map_or("", Text::as_str)
    }

    fn people(&self, party: Party) -> impl Iterator<Item = &Person> {
        self.case.people.iter().filter(move |person| person.party == party)
    }
}

impl Check {
    /// Whether no protocol can make it lighter: without it the record would not be true, or the case
    /// not be over.
    pub fn is_fixed(&self) -> bool {
        FIXED.contains(&self.id) || self.purposes.contains(&Purpose::End)
    }

    /// The requirements it comes from, one by one.
    pub fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.rule.split(", ")
    }

    /// The sentence, where it is always the same; a check without one says one for each thing found.
    pub fn sentence(&self) -> Option<&'static str> {
        match self.look {
            Look::If(_, sentence, _) => Some(sentence),
            Look::Each(_) => None,
        }
    }
}

fn when(wrong: bool, sentence: &str, place: Place) -> Vec<Gap> {
    if wrong { vec![Gap(sentence.to_owned(), place)] } else { Vec::new() }
}

fn note(key: &str) -> Place {
    Place::Slot(Slot::Note(Audience::Agreed, key.to_owned()))
}

fn fact(fact: Fact) -> Place {
    Place::Slot(Slot::Fact(fact))
}

fn blank_note(on: &Subject<'_>, key: &str, sentence: &str) -> Vec<Gap> {
    when(on.note(key).trim().is_empty(), sentence, note(key))
}

/// The first words of a text, for naming it in a sentence.
fn brief(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(40) {
        Some((end, _)) => line.get(..end).unwrap_or(line),
        None => line,
    }
}

/// Words one after the other: “one, two and three”.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
