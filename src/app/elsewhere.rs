//! What was changed elsewhere: brought together with the words here, and decided where both sides
//! wrote in the same place.
//!
//! Must never let a word go that is not in the case, in the history, or beside it.

mod deciding;

pub use self::deciding::Question;
use super::action::Action;
use super::dialog::Dialog;
use super::effect::Effect;
use super::meeting::Meeting;
use super::save::contests;
use super::stops::Stop;
use super::{Model, Screen};
use crate::domain::case::{Case, CaseId};
use crate::domain::compare::compare;
use crate::domain::lines::carried;
use crate::domain::merge::{
    Clash, Merged, common, differing, leaving_theirs, merge, takes_words_out,
};
use crate::domain::slot::Slot;
use crate::domain::table::Table;
use crate::store::{Other, StoreError, Version};

/// How long it is said what came from elsewhere, in milliseconds.
const NEWS: u64 = 30_000;

/// What came from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The sentence.
    pub words: String,
    /// Until when it is said, in milliseconds since the start.
    pub until: u64,
}

/// What was changed here and elsewhere in the same places.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    /// Where the other version is.
    pub origin: Origin,
    /// The other version.
    pub theirs: Box<Case>,
    /// What is to be decided.
    pub clashes: Vec<Clash>,
}

/// Where another version of a case was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the place of the case: another window or program stored it there.
    Stored,
    /// Beside the case, under this name.
    Beside(String),
}

impl Contest {
    /// The case as it stands on the disk until it is decided, where that is not as it is here.
    pub(super) fn on_disk(&self, here: &Case) -> Option<Case> {
        let open = self.origin == Origin::Stored && !self.clashes.is_empty();
        open.then(|| leaving_theirs(here, &self.theirs, &self.clashes))
    }
}

impl Meeting {
    /// What asks for a decision between two versions, if anything does.
    pub(super) fn asks(&self) -> Option<Dialog> {
        match self.save.to_decide() {
            _ if self.save.is_contested() => Some(Dialog::Conflict),
            0 => None,
            _ => Some(Dialog::Clashes(0)),
        }
    }

    /// Why what has to do with other versions cannot be done now, if it cannot.
    pub(super) fn allows_elsewhere(&self, action: Action) -> Result<(), &'static str> {
        match (action, self.asks()) {
            (Action::TakeOver, _) => self.allows_taking_over(),
            (Action::BringIn, _) if self.others == 0 => {
                Err("No other version lies beside this case.")
            }
            (Action::BringIn, Some(_)) => Err("Decide first what is asked, with F2."),
            (Action::CloseMeeting, Some(Dialog::Clashes(_))) => {
                Err("Decide first whose words stand, with F2.")
            }
            (Action::Decide, None) => Err("There is nothing to decide between two versions."),
            _ => Ok(()),
        }
    }

    /// Takes the two versions brought together; the caret stays in its words. Says whether the steps
    /// that can be undone had to begin anew.
    pub(super) fn take_merged(&mut self, merged: Merged) -> bool {
        let before = std::mem::replace(&mut self.case, merged.case);
        let slots = differing(&before, &self.case);
        let tables = Table::ALL.iter().copied();
        let tables: Vec<Table> =
            tables.filter(|table| before.row_ids(*table) != self.case.row_ids(*table)).collect();
        let anew = !merged.renumbered.is_empty() || self.history.touches(&slots, &tables);
        let anew = anew && (self.history.can_undo() || self.history.can_redo());
        if anew {
            self.history = super::undo::History::default();
        }
        self.lay_out();
        if let Stop::Slot(Slot::Cell(_, id, _)) = &mut self.focus
            && let Some(new) = merged.renumbered.get(id)
        {
            *id = *new;
        }
        let shown = self.slot().map(|slot| self.case.text(slot).into_owned());
        if let (Some(shown), Some(editor)) = (shown, &self.editor)
            && editor.text() != shown
        {
            let caret = carried(&editor.text(), &shown, editor.caret());
            self.editor = self.editor_for_focus();
            if let Some(editor) = &mut self.editor {
                editor.set_caret(caret);
            }
        }
        anew
    }

    /// Moves the version that was brought in to the history, once everything of it is stored.
    pub(super) fn put_away(&mut self) -> Option<Effect> {
        if !self.save.is_stored() || self.save.to_decide() > 0 {
            return None;
        }
        let name = self.save.brought_in.take()?;
        Some(Effect::PutAway(self.case.id.clone(), name))
    }
}

impl Model {
    /// What somebody else stored was read: it is brought together with the words here, and stored.
    pub(super) fn met(
        &mut self,
        id: &CaseId,
        result: Result<(Box<Case>, Version), StoreError>,
    ) -> Vec<Effect> {
        let Some(meeting) = self.meeting_of(id) else { return Vec::new() };
        let (theirs, version) = match result {
            Ok(found) => found,
            Err(error) if meeting.save.is_contested() => {
                meeting.save.reading = false;
                self.warn(format!("{error} What you type is kept beside it."));
                return Vec::new();
            }
            Err(error) if contests(&error) || !meeting.save.is_stored() => {
                return self.not_saved(&error);
            }
            Err(error) => {
                meeting.save.reading = false;
                self.warn(error.to_string());
                return Vec::new();
            }
        };
        let base = std::mem::replace(&mut meeting.save.base, theirs.clone());
        meeting.save.meet(theirs.clone(), version);
        self.bring_together(&base, theirs, Origin::Stored);
        self.save_now()
    }

    /// Brings another version together with the words here, and says what came of it.
    fn bring_together(&mut self, base: &Case, theirs: Box<Case>, origin: Origin) {
        let now = self.now;
        let sections = compare(base, &theirs, self.profile_of(&theirs));
        let titles: Vec<&str> = sections.iter().map(|section| &*section.title).collect();
        let titles = if titles.is_empty() { "no words".to_owned() } else { titles.join(", ") };
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let mut merged = merge(base, &meeting.case, &theirs);
        let earlier = meeting.save.contest.take();
        if let Some(earlier) = earlier.filter(|earlier| earlier.origin == origin) {
            let open = still_open(earlier.clashes, &merged, &theirs);
            merged.clashes.extend(open);
        }
        let clashes = std::mem::take(&mut merged.clashes);
        if !clashes.is_empty() {
            meeting.save.aside.extend([meeting.case.clone(), (*theirs).clone()]);
        } else if takes_words_out(&meeting.case, &merged.case) {
            // Where a synchronising folder put an older version back, they stand nowhere else.
            meeting.save.aside.push(meeting.case.clone());
        }
        meeting.ended |= theirs.is_ended();
        let anew = meeting.take_merged(merged);
        meeting.save.touch(now);
        let count = clashes.len();
        let what = match &origin {
            Origin::Stored => format!("Changed elsewhere at {}", now.wall.format("%H:%M")),
            Origin::Beside(_) => "Brought in".to_owned(),
        };
        meeting.save.contest = (count > 0).then_some(Contest { origin, theirs, clashes });
        let end = match count {
            0 => "Both are kept.".to_owned(),
            1 => "One place was changed here too: F2 decides.".to_owned(),
            more => format!("{more} places were changed here too: F2 decides."),
        };
        let anew = if anew { " Undo begins anew." } else { "" };
        let said = format!("{what}: {titles}. {end}{anew}");
        meeting.news = Some(News { words: said, until: now.since_start + NEWS });
        if matches!(self.dialog, Some(Dialog::Closing(_) | Dialog::Clashes(_) | Dialog::Conflict)) {
            self.dialog = None;
        }
        self.keep_focus();
        self.refresh_findings();
        self.notice = None;
    }

    /// Leaves the focus where it is, unless that is gone.
    pub(super) fn keep_focus(&mut self) {
        let today = self.now.today();
        let Some(meeting) = self.meeting() else { return };
        if !meeting.stops(today).contains(&meeting.focus) {
            let focus = meeting.focus.clone();
            self.focus(focus);
        }
    }

    /// Tries again to read what stands, which could not be read.
    pub(super) fn look_again(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &mut self.screen else { return Vec::new() };
        meeting.save.begin_reading();
        vec![Effect::Meet(meeting.case.id.clone())]
    }

    /// What an action does in the list of what is to be decided.
    pub(super) fn act_in_clashes(&mut self, chosen: usize, action: Action) -> Vec<Effect> {
        let Some(contest) = self.meeting().and_then(|meeting| meeting.save.contest.as_ref()) else {
            return Vec::new();
        };
        let last = contest.clashes.len().saturating_sub(1);
        let to = match action {
            Action::Up => chosen.saturating_sub(1),
            Action::Down => (chosen + 1).min(last),
            Action::First | Action::PageUp => 0,
            Action::Last | Action::PageDown => last,
            Action::Confirm => {
                let stop = contest.clashes.get(chosen).and_then(stop_of);
                if let Some(stop) = stop {
                    self.focus(stop);
                }
                return Vec::new();
            }
            Action::KeepMine | Action::TakeTheirs | Action::KeepBoth => {
                self.decide(chosen, action);
                return Vec::new();
            }
            Action::Cancel => return Vec::new(),
            _ => chosen,
        };
        self.dialog = Some(Dialog::Clashes(to));
        Vec::new()
    }

    /// Decides one of the places that were changed on both sides.
    fn decide(&mut self, chosen: usize, choice: Action) {
        let now = self.now;
        let Screen::Meeting(meeting) = &mut self.screen else { return };
        let Some(mut contest) = meeting.save.contest.take() else { return };
        let Some(clash) = contest.clashes.get(chosen).cloned() else {
            meeting.save.contest = Some(contest);
            return;
        };
        let changes = match meeting.decided(&clash, &contest.theirs, choice) {
            Ok(changes) => changes,
            Err(reason) => {
                meeting.save.contest = Some(contest);
                self.dialog = Some(Dialog::Clashes(chosen));
                self.warn(reason);
                return;
            }
        };
        if !changes.is_empty() {
            meeting.save.aside.push(meeting.case.clone());
        }
        for change in &changes {
            meeting.case.apply(change, now.today());
        }
        meeting.history.record(changes);
        contest.clashes.remove(chosen);
        let left = contest.clashes.len();
        meeting.save.contest = (left > 0).then_some(contest);
        meeting.save.touch(now);
        meeting.news = None;
        let focus = meeting.focus.clone();
        meeting.set_focus(focus);
        meeting.lay_out();
        self.keep_focus();
        self.refresh_findings();
        if left > 0 {
            self.dialog = Some(Dialog::Clashes(chosen.min(left - 1)));
        } else {
            self.tell("Everything is decided. Both versions are in the case’s history folder.");
        }
    }
}

/// What was to be decided before and still is, because the two sides still differ there.
fn still_open(earlier: Vec<Clash>, merged: &Merged, theirs: &Case) -> Vec<Clash> {
    let open = |clash: &Clash| match clash {
        Clash::Field(slot) => {
            theirs.field(slot).is_some() && merged.case.text(slot) != theirs.text(slot)
        }
        Clash::Gone { table, id, .. } => merged.case.row_index(*table, *id).is_some(),
    };
    earlier.into_iter().filter(|clash| open(clash) && !merged.clashes.contains(clash)).collect()
}

/// Where something to be decided is.
fn stop_of(clash: &Clash) -> Option<Stop> {
    Some(Stop::Slot(match clash {
        Clash::Field(slot) => slot.clone(),
        Clash::Gone { table, id, .. } => Slot::Cell(*table, *id, *table.columns().first()?),
    }))
}

impl Model {
    /// Reads the other versions that lie beside the case.
    pub(super) fn bring_in(&mut self) -> Vec<Effect> {
        let Screen::Meeting(meeting) = &self.screen else { return Vec::new() };
        vec![Effect::BringIn(meeting.case.id.clone())]
    }

    /// The other versions that lie beside the case were read: the first is brought in.
    pub(super) fn brought_in(&mut self, id: &CaseId, others: Vec<Other>) -> Vec<Effect> {
        let Some(meeting) = self.meeting_of(id) else { return Vec::new() };
        meeting.others = others.len();
        let Some(Other { name, case, base }) = others.into_iter().next() else {
            self.tell("No other version lies beside this case any more.");
            return Vec::new();
        };
        if meeting.save.to_decide() > 0 {
            return Vec::new();
        }
        let base = base.unwrap_or_else(|| Box::new(common(&meeting.case, &case)));
        meeting.save.aside.push(meeting.case.clone());
        meeting.save.brought_in = Some(name.clone());
        self.bring_together(&base, case, Origin::Beside(name));
        self.save_now()
    }

    /// The version that was brought in lies in the history now, or not.
    pub(super) fn was_put_away(&mut self, id: &CaseId, result: Result<(), StoreError>) {
        let Some(meeting) = self.meeting_of(id) else { return };
        match result {
            Ok(()) => {
                meeting.others = meeting.others.saturating_sub(1);
                let more = match meeting.others {
                    0 => String::new(),
                    more => format!(" {more} more to bring in, with Shift+F2."),
                };
                self.tell(format!(
                    "The other version is brought in, and in the history now.{more}"
                ));
            }
            Err(error) => self.warn(format!("The other version stays beside the case. {error}")),
        }
    }
}
