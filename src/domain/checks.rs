//! The checks: one row each for what stops a meeting from being closed and for what is worth a warning.
//!
//! A check never stops typing, and never stops a save.

mod dates;
mod people;
mod plan;

use super::case::Case;
use super::date::Date;
use super::people::{Party, Person};
use super::profile::Profile;
use super::reference::Reference;
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

/// A row of the table of checks.
#[derive(Debug)]
pub struct Check {
    /// A stable name.
    pub id: &'static str,
    /// The requirement it comes from.
    pub rule: &'static str,
    /// What it means for closing, unless the protocol says otherwise.
    pub level: Level,
    /// Looks at a case; one gap for each thing found.
    look: fn(&Subject<'_>) -> Vec<Gap>,
}

/// What a check looks at.
struct Subject<'a> {
    case: &'a Case,
    profile: &'a Profile,
    reference: &'a Reference,
    today: Date,
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
}

/// Beyond the last item of any agenda.
const NOWHERE: usize = usize::MAX;

/// What the checks find in a case: what blocks first, each in the order of the agenda, after
/// what lies outside the case. What a
/// protocol has no place for is not asked for under it.
pub fn findings(
    case: &Case,
    profile: &Profile,
    reference: &Reference,
    today: Date,
) -> Vec<Finding> {
    let subject = Subject { case, profile, reference, today };
    let levels = CHECKS.iter().filter_map(|check| Some((check, profile.level_of(check)?)));
    let mut findings: Vec<Finding> = levels
        .flat_map(|(check, level)| {
            (check.look)(&subject).into_iter().map(move |Gap(sentence, place)| Finding {
                id: check.id,
                rule: check.rule,
                level,
                sentence,
                item: item_of(profile, &place),
                place,
            })
        })
        .filter(|finding| finding.item != NOWHERE || finding.place == Place::Outside)
        .collect();
    findings.sort_by_key(|found| (found.level, found.place != Place::Outside, found.item));
    findings
}

fn item_of(profile: &Profile, place: &Place) -> usize {
    match place {
        Place::Slot(slot) => profile.place_of(slot),
        Place::Table(table) => profile.place_of_table(*table),
        Place::Outside => None,
    }
    .unwrap_or(NOWHERE)
}

/// The check that finds agreements to an earlier wording.
pub const STALE: &str = "agreement-stale";

/// The check that finds a case whose protocol is not known here.
pub const UNKNOWN_PROTOCOL: &str = "protocol";

/// Checks that no protocol can make lighter: without them the record would not be true.
pub const FIXED: [&str; 3] = [UNKNOWN_PROTOCOL, "agreement", STALE];

/// Every check. Rules without a letter are Southwark's; R23 and R25 are Kirklees's.
pub const CHECKS: &[Check] = &[
    block(UNKNOWN_PROTOCOL, "1L", plan::protocol),
    block("strengths", "R12, R59", plan::strengths),
    block("commitments", "R71", plan::one_commitment),
    block("commitment-gaps", "R71", plan::whole_commitments),
    block("reviews", "R66, R78", plan::review_dates),
    block("outcome-branches", "R80", plan::outcome_branches),
    block("parental-responsibility", "R48", people::responsible_parent),
    block("agreement", "R23, R67", people::everyone_agrees),
    block(STALE, "R67", people::nothing_changed_since),
    block("pushed", "R25", people::nobody_pushed),
    block("adjourned", "R53", dates::adjourned),
    warn("route", "R18", plan::route),
    warn("dates", "R66", plan::readable_dates),
    warn("date-order", "R65", plan::dates_in_order),
    warn("child-name", "R54", people::childs_name),
    warn("child-asked", "R73", people::child_asked),
    warn("responsibility", "R48", people::responsibility_said),
    warn("privacy-line", "R54", people::privacy_line),
    warn("heads", "R45", people::heads_present),
    warn("council", "R47", people::council_present),
    warn("companion", "R51", people::companion),
    warn("child-voice", "R38, R55", people::child_heard),
    warn("voice-helper", "R38", people::independent_helper),
    warn("parent-voice", "R56", people::parent_heard),
    warn("pushed-asked", "R25", people::pushed_asked),
    warn("tried", "R57", plan::something_tried),
    warn("hopes", "R58", plan::hopes),
    warn("different", "R11, R37", plan::something_different),
    warn("attendance-target", "R68", plan::attendance_target),
    warn("target-gaps", "R70", plan::measurable_targets),
    warn("targets-many", "R70", plan::few_targets),
    warn("vague", "R71", plan::nothing_vague),
    warn("new-school-support", "R72", plan::new_school_supports),
    warn("uniform", "R75", plan::uniform),
    warn("transport", "R74", plan::transport),
    warn("money", "R32", plan::money),
    warn("start", "R65", plan::start),
    warn("start-closed", "R65", dates::first_day),
    warn("first-week", "R77", dates::first_week),
    warn("review-weeks", "R78", dates::review_weeks),
    warn("review-closed", "R78", dates::review_closed),
    warn("extension", "R79", dates::extensions),
    note_only("term-dates", "R77", dates::term_dates),
    note_only("due-closed", "R71", dates::due_when_open),
    warn("adjourned-until", "R53", dates::adjourned_until),
    warn("child-again", "R73", dates::child_asked_again),
];

const fn block(id: &'static str, rule: &'static str, look: fn(&Subject<'_>) -> Vec<Gap>) -> Check {
    Check { id, rule, level: Level::Block, look }
}

const fn warn(id: &'static str, rule: &'static str, look: fn(&Subject<'_>) -> Vec<Gap>) -> Check {
    Check { id, rule, level: Level::Warn, look }
}

const fn note_only(
    id: &'static str,
    rule: &'static str,
    look: fn(&Subject<'_>) -> Vec<Gap>,
) -> Check {
    Check { id, rule, level: Level::Note, look }
}

impl Subject<'_> {
    fn note(&self, key: &str) -> &str {
        self.case.agreed_notes.get(key).map_or("", Text::as_str)
    }

    fn people(&self, party: Party) -> impl Iterator<Item = &Person> {
        self.case.people.iter().filter(move |person| person.party == party)
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
