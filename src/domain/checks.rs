//! The checks: one row each for what stops a meeting from being closed and for what is worth a warning.
//!
//! A check never stops typing, and never stops a save.

use super::case::{Case, Money, Stays, YesNo};
use super::date::Date;
use super::people::{Answer, Party, Person, Responsibility};
use super::plan::{Heading, Side};
use super::profile::Profile;
use super::slot::{Audience, Fact, Slot};
use super::table::{Column, Table};
use super::text::Text;

/// What a finding means for closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The meeting cannot be closed.
    Block,
    /// Worth knowing; closing is possible.
    Warn,
}

impl Level {
    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Block => "must be done",
            Self::Warn => "worth a look",
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
}

/// A row of the table of checks.
#[derive(Debug)]
pub struct Check {
    /// A stable name.
    pub id: &'static str,
    /// The requirement it comes from.
    pub rule: &'static str,
    /// What it means for closing.
    pub level: Level,
    /// Looks at a case; one gap for each thing found.
    look: fn(&Subject<'_>) -> Vec<Gap>,
}

/// What a check looks at.
struct Subject<'a> {
    case: &'a Case,
    profile: &'a Profile,
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

/// What the checks find in a case: what blocks first, each in the order of the agenda.
pub fn findings(case: &Case, profile: &Profile, today: Date) -> Vec<Finding> {
    let subject = Subject { case, profile, today };
    let mut findings: Vec<Finding> = CHECKS
        .iter()
        .flat_map(|check| {
            (check.look)(&subject).into_iter().map(|Gap(sentence, place)| Finding {
                id: check.id,
                rule: check.rule,
                level: check.level,
                sentence,
                item: item_of(profile, &place),
                place,
            })
        })
        .collect();
    findings.sort_by_key(|finding| (finding.level, finding.item));
    findings
}

fn item_of(profile: &Profile, place: &Place) -> usize {
    match place {
        Place::Slot(slot) => profile.place_of(slot),
        Place::Table(table) => profile.place_of_table(*table),
    }
    .unwrap_or(usize::MAX)
}

/// Every check. Rules without a letter are Southwark's; R23 and R25 are Kirklees's.
pub const CHECKS: &[Check] = &[
    block("strengths", "R12, R59", strengths),
    block("commitments", "R71", one_commitment),
    block("commitment-gaps", "R71", whole_commitments),
    block("reviews", "R66, R78", review_dates),
    block("outcome-branches", "R80", outcome_branches),
    block("parental-responsibility", "R48", responsible_parent),
    block("agreement", "R23, R67", everyone_agrees),
    block("pushed", "R25", nobody_pushed),
    warn("dates", "R66", readable_dates),
    warn("privacy-line", "R54", privacy_line),
    warn("heads", "R45", heads_present),
    warn("council", "R47", council_present),
    warn("companion", "R51", companion),
    warn("child-voice", "R38, R55", child_heard),
    warn("voice-helper", "R38", independent_helper),
    warn("parent-voice", "R56", parent_heard),
    warn("pushed-asked", "R25", pushed_asked),
    warn("tried", "R57", something_tried),
    warn("hopes", "R58", hopes),
    warn("different", "R11, R37", something_different),
    warn("attendance-target", "R68", attendance_target),
    warn("target-gaps", "R70", measurable_targets),
    warn("targets-many", "R70", few_targets),
    warn("vague", "R71", nothing_vague),
    warn("new-school-support", "R72", new_school_supports),
    warn("uniform", "R75", uniform),
    warn("transport", "R74", transport),
    warn("money", "R32", money),
    warn("start", "R65", start),
];

const fn block(id: &'static str, rule: &'static str, look: fn(&Subject<'_>) -> Vec<Gap>) -> Check {
    Check { id, rule, level: Level::Block, look }
}

const fn warn(id: &'static str, rule: &'static str, look: fn(&Subject<'_>) -> Vec<Gap>) -> Check {
    Check { id, rule, level: Level::Warn, look }
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

fn strengths(on: &Subject<'_>) -> Vec<Gap> {
    blank_note(on, "strengths.strengths", "No strength of the child is written down yet.")
}

fn one_commitment(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.commitments.iter().all(super::plan::Commitment::is_blank),
        "There is no commitment yet: who will do what by when?",
        Place::Table(Table::Commitments),
    )
}

fn whole_commitments(on: &Subject<'_>) -> Vec<Gap> {
    let rows = on.case.commitments.iter().filter(|row| !row.is_blank() && !row.is_complete());
    rows.map(|row| {
        let (missing, column) = if row.who.is_blank() {
            ("who does it", Column::Who)
        } else if row.what.is_blank() {
            ("what is done", Column::What)
        } else {
            ("a date", Column::Due)
        };
        let name = if row.what.is_blank() { &row.who } else { &row.what };
        Gap(
            format!("The commitment “{}” still needs {missing}.", brief(name)),
            Place::Slot(Slot::Cell(Table::Commitments, row.id, column)),
        )
    })
    .collect()
}

fn review_dates(on: &Subject<'_>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = on
        .case
        .reviews
        .iter()
        .filter(|row| !row.is_blank() && row.on.day().is_none())
        .map(|row| {
            Gap(
                format!("“{}” has no date yet. Fix it before anyone leaves.", brief(&row.label)),
                Place::Slot(Slot::Cell(Table::Reviews, row.id, Column::On)),
            )
        })
        .collect();
    if on.case.reviews.iter().all(super::plan::Review::is_blank) {
        gaps.push(Gap("No review is planned yet.".to_owned(), Place::Table(Table::Reviews)));
    }
    gaps
}

fn outcome_branches(on: &Subject<'_>) -> Vec<Gap> {
    let mut gaps =
        blank_note(on, "timeline.well", "What follows if it goes well is not written down yet.");
    gaps.extend(blank_note(
        on,
        "timeline.not_well",
        "What follows if it does not go well is not written down yet.",
    ));
    gaps
}

/// In the room, from afar, or by an agreement given later.
fn responsible_parent(on: &Subject<'_>) -> Vec<Gap> {
    let took_part = on
        .case
        .people
        .iter()
        .filter(|person| person.responsibility == Responsibility::Yes)
        .any(|person| person.took_part() || person.has_agreed());
    when(
        !took_part,
        "Nobody with parental responsibility is recorded as taking part.",
        Place::Table(Table::People),
    )
}

fn everyone_agrees(on: &Subject<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for party in &on.profile.required {
        if on.people(*party).next().is_none() {
            gaps.push(Gap(
                format!("Nobody is recorded who can agree for: {}.", party.label()),
                Place::Table(Table::People),
            ));
        }
    }
    let required = on.case.people.iter().filter(|person| {
        let needed = on.profile.required.contains(&person.party);
        let has_no_say =
            person.party == Party::Parent && person.responsibility == Responsibility::No;
        // A second person of the council or of a school who was not asked takes nothing away.
        let spoken_for = person.party != Party::Parent
            && person.answer == Answer::NotAsked
            && on.people(person.party).any(|other| other.id != person.id && other.has_agreed());
        needed && !has_no_say && !spoken_for && !person.has_agreed()
    });
    gaps.extend(required.map(|person| {
        let name = if person.name.is_blank() { person.party.label() } else { brief(&person.name) };
        let (sentence, column) = match person.answer {
            Answer::NotAsked => {
                (format!("{name} has not been asked to agree yet."), Column::Answer)
            }
            Answer::DoesNot => (format!("{name} does not agree."), Column::Answer),
            Answer::CouldNot => (format!("{name} could not say today."), Column::Answer),
            Answer::Agrees if person.name.is_blank() => {
                (format!("{name} agrees, but has no name here."), Column::Name)
            }
            Answer::Agrees if person.way.is_blank() => {
                (format!("{name} agrees: in which way was that said?"), Column::Way)
            }
            Answer::Agrees => (format!("{name} agrees: on which day?"), Column::AnsweredOn),
        };
        Gap(sentence, Place::Slot(Slot::Cell(Table::People, person.id, column)))
    }));
    gaps
}

fn nobody_pushed(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.pushed == YesNo::Yes,
        "Somebody feels pushed. Explain the right to complain, and meet again before closing.",
        fact(Fact::Pushed),
    )
}

/// Dates that cannot be read, wherever they stand, except where another check asks for the date.
fn readable_dates(on: &Subject<'_>) -> Vec<Gap> {
    let facts = Fact::ALL.iter().map(|fact| (fact.label(), Slot::Fact(*fact)));
    let cells = [
        (Table::People, Column::AnsweredOn),
        (Table::Commitments, Column::Due),
        (Table::Reviews, Column::On),
        (Table::Reviews, Column::Held),
    ];
    let cells = cells.into_iter().flat_map(|(table, column)| {
        let rows = on.case.row_ids(table).into_iter();
        rows.map(move |id| (table.title(), Slot::Cell(table, id, column)))
    });
    facts
        .chain(cells)
        .filter(|(_, slot)| on.case.date_error(slot, on.today).is_some())
        .map(|(label, slot)| {
            let text = on.case.text(&slot);
            Gap(format!("{label}: “{}” cannot be read as a date.", brief(&text)), Place::Slot(slot))
        })
        .collect()
}

fn privacy_line(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.meeting.privacy_read.is_blank(),
        "The privacy line is not marked as read out.",
        fact(Fact::PrivacyRead),
    )
}

fn heads_present(on: &Subject<'_>) -> Vec<Gap> {
    [(Party::HomeHead, "home school"), (Party::NewHead, "new school")]
        .into_iter()
        .filter(|(party, _)| !on.people(*party).any(Person::took_part))
        .map(|(_, school)| {
            Gap(
                format!("The head of the {school}, or somebody nominated, is not marked as here."),
                Place::Table(Table::People),
            )
        })
        .collect()
}

fn council_present(on: &Subject<'_>) -> Vec<Gap> {
    when(
        !on.people(Party::Council).any(Person::took_part),
        "Nobody from the council is marked as here.",
        Place::Table(Table::People),
    )
}

fn companion(on: &Subject<'_>) -> Vec<Gap> {
    let attends = on.case.stays(on.today).is_some_and(|stays| stays != Stays::ToldAfterwards);
    when(
        attends && on.case.childs_part.with.is_blank(),
        "The child attends: who from the home school comes along?",
        fact(Fact::ChildWith),
    )
}

fn child_heard(on: &Subject<'_>) -> Vec<Gap> {
    let silent = ["words", "said", "hopes", "worries", "help"]
        .iter()
        .all(|key| on.note(&format!("child.{key}")).trim().is_empty());
    when(silent, "The child’s voice is not written down yet.", note("child.words"))
}

fn independent_helper(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.childs_part.helper_is_staff == YesNo::Yes,
        "The child was helped by somebody from the home school. Better: the parent, or somebody outside it.",
        fact(Fact::HelperIsStaff),
    )
}

fn parent_heard(on: &Subject<'_>) -> Vec<Gap> {
    let silent = ["words", "said", "hopes", "worries", "help"]
        .iter()
        .all(|key| on.note(&format!("parent.{key}")).trim().is_empty());
    let mut gaps =
        when(silent, "The parent’s voice is not written down yet.", note("parent.words"));
    gaps.extend(when(
        on.case.next_steps_clear != YesNo::Yes,
        "Are the parents clear about the next steps? It is not recorded.",
        fact(Fact::NextStepsClear),
    ));
    gaps
}

fn pushed_asked(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.pushed.is_blank(),
        "Nobody was asked in private whether they feel pushed.",
        fact(Fact::Pushed),
    )
}

fn something_tried(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.measures.iter().all(|row| row.what.is_blank()),
        "What the home school tried is not written down yet.",
        Place::Table(Table::Measures),
    )
}

fn hopes(on: &Subject<'_>) -> Vec<Gap> {
    let count = on.note("why.hopes").lines().filter(|line| !line.trim().is_empty()).count();
    match count {
        0 => when(true, "What the move should achieve is not written down yet.", note("why.hopes")),
        1..=3 => Vec::new(),
        _ => when(true, "There are more than three hopes. Which matter most?", note("why.hopes")),
    }
}

fn something_different(on: &Subject<'_>) -> Vec<Gap> {
    blank_note(
        on,
        "background.different",
        "What is different at the new school is not written down yet.",
    )
}

fn attendance_target(on: &Subject<'_>) -> Vec<Gap> {
    when(
        !on.case.targets.iter().any(|row| row.heading == Heading::Attendance),
        "There is no attendance target. It normally equals the new school’s own.",
        Place::Table(Table::Targets),
    )
}

fn measurable_targets(on: &Subject<'_>) -> Vec<Gap> {
    on.case
        .targets
        .iter()
        .filter_map(|row| {
            let (missing, column) = if row.number.is_blank() {
                ("number", Column::Number)
            } else if row.baseline.is_blank() {
                ("word on where things stand now", Column::Baseline)
            } else {
                return None;
            };
            let name = if row.what.is_blank() { row.heading.label() } else { brief(&row.what) };
            Some(Gap(
                format!("The target “{name}” has no {missing}."),
                Place::Slot(Slot::Cell(Table::Targets, row.id, column)),
            ))
        })
        .collect()
}

fn few_targets(on: &Subject<'_>) -> Vec<Gap> {
    let most = on.profile.most_targets;
    when(
        on.case.targets.len() > most,
        &format!("There are more than {most} targets. Can the child keep them all in mind?"),
        Place::Table(Table::Targets),
    )
}

/// Owners that name nobody; a date is a date here, so a vague one is an unread one.
fn nothing_vague(on: &Subject<'_>) -> Vec<Gap> {
    const VAGUE: [&str; 9] =
        ["school", "the school", "staff", "everyone", "all", "tbc", "tba", "someone", "council"];
    on.case
        .commitments
        .iter()
        .filter(|row| VAGUE.contains(&row.who.trim().to_lowercase().as_str()))
        .map(|row| {
            Gap(
                format!("“{}” names nobody. Who will do it?", brief(&row.who)),
                Place::Slot(Slot::Cell(Table::Commitments, row.id, Column::Who)),
            )
        })
        .collect()
}

fn new_school_supports(on: &Subject<'_>) -> Vec<Gap> {
    when(
        !on.case.commitments.iter().any(|row| row.side == Side::NewSchool && !row.what.is_blank()),
        "The new school has made no commitment of support yet.",
        Place::Table(Table::Commitments),
    )
}

fn uniform(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.terms.uniform_items.is_blank(),
        "Uniform is not settled. The home school pays for branded items.",
        fact(Fact::UniformItems),
    )
}

fn transport(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.terms.transport_payer.is_blank(),
        "Who pays for travel is not settled.",
        fact(Fact::TransportPayer),
    )
}

fn money(on: &Subject<'_>) -> Vec<Gap> {
    when(
        matches!(on.case.terms.money_now, Money::Unsaid | Money::ToConfirm | Money::NotAgreed),
        "Money between the schools is not confirmed.",
        fact(Fact::MoneyNow),
    )
}

fn start(on: &Subject<'_>) -> Vec<Gap> {
    when(
        on.case.start.day().is_none(),
        "The first day at the new school is not fixed.",
        fact(Fact::Start),
    )
}

/// The first words of a text, for naming it in a sentence.
fn brief(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(40) {
        Some((end, _)) => line.get(..end).unwrap_or(line),
        None => line,
    }
}
