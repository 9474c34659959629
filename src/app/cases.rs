//! The case list: which cases are shown, in what order, and which one is chosen.

use super::action::Action;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use super::find::{Find, best_matches};
use super::keymap::Scope;
use super::typing::Edit;
use super::walk::walked;
use super::{Model, Screen};
use crate::domain::case::{Case, CaseId};
use crate::domain::summary::Summary;
use crate::domain::text::folded;
use crate::store::{Entry, StoreError};

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What happens next first; what is overdue is earliest.
    #[default]
    NextDate,
    /// By the child's name.
    Name,
    /// By reference.
    Reference,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A case that can be opened.
    Case(Box<Summary>),
    /// A file that cannot be read.
    Unread {
        /// Damaged, or locked: the word for it.
        how: &'static str,
        /// The folder's name.
        name: String,
        /// Why, in a sentence.
        reason: String,
        /// What it is found by.
        found_by: Vec<String>,
    },
}

/// The case list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cases {
    /// Every line, in the order in which they were read.
    lines: Vec<Line>,
    /// The lines that are shown, in order.
    shown: Vec<usize>,
    /// Which of the shown lines is chosen.
    pub chosen: usize,
    /// What is being looked for.
    pub find: Find,
    /// The order.
    pub sort: Sort,
    /// Whether ended cases are shown too.
    pub all: bool,
    /// How far the reading of the store has come.
    pub reading: Reading,
    /// Why the store could not be read.
    pub error: Option<String>,
    /// The case that is being read to be exported.
    pub(super) exporting: Option<CaseId>,
    /// The case to choose as soon as it is in the list.
    wanted: Option<CaseId>,
    /// Whether every case has been read once.
    listed: bool,
    /// The case of the chosen line, for the preview.
    pub peek: Option<Box<Case>>,
}

/// How far the reading of the store has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Lines arrive.
    #[default]
    Begun,
    /// It was begun again: the lines shown are older, and go when the first new ones arrive.
    BegunAgain,
    /// Every case has been read.
    Done,
}

impl Sort {
    /// The words for the order.
    pub fn label(self) -> &'static str {
        match self {
            Self::NextDate => "next date",
            Self::Name => "name",
            Self::Reference => "reference",
        }
    }

    fn next(self) -> Self {
        match self {
            Self::NextDate => Self::Name,
            Self::Name => Self::Reference,
            Self::Reference => Self::NextDate,
        }
    }
}

impl Line {
    fn unread(how: &'static str, name: String, reason: String) -> Self {
        let found_by = vec![folded(&name)];
        Self::Unread { how, name, reason, found_by }
    }

    fn reference(&self) -> &str {
        match self {
            Self::Case(summary) => summary.id.as_str(),
            Self::Unread { name, .. } => name,
        }
    }
}

impl Cases {
    /// The scopes that are active.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.find.is_typing() {
            vec![Scope::Finding, Scope::List, Scope::Text]
        } else {
            vec![Scope::Cases, Scope::List]
        }
    }

    /// The lines that are shown, in order.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &Line> {
        self.shown.iter().filter_map(|at| self.lines.get(*at)).collect::<Vec<_>>().into_iter()
    }

    /// How many lines there are, shown or not.
    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// The line that is chosen.
    pub fn chosen_line(&self) -> Option<&Line> {
        self.shown.get(self.chosen).and_then(|at| self.lines.get(*at))
    }

    /// The case that is chosen.
    pub fn chosen_id(&self) -> Option<&CaseId> {
        match self.chosen_line()? {
            Line::Case(summary) => Some(&summary.id),
            Line::Unread { .. } => None,
        }
    }

    /// The reference of the chosen line, also where its case cannot be read.
    pub fn chosen_folder(&self) -> Option<CaseId> {
        match self.chosen_line()? {
            Line::Case(summary) => Some(summary.id.clone()),
            Line::Unread { name, .. } => name.parse().ok(),
        }
    }

    /// The open cases, in the order of the list.
    pub fn open_ids(&self) -> Vec<CaseId> {
        let mut open: Vec<&Summary> = self
            .lines
            .iter()
            .filter_map(|line| match line {
                Line::Case(summary) if !summary.ended => Some(&**summary),
                _ => None,
            })
            .collect();
        open.sort_by_cached_key(|summary| next_date_key(summary));
        open.into_iter().map(|summary| summary.id.clone()).collect()
    }

    /// Takes lines that were read.
    pub(super) fn take(&mut self, entries: Vec<Entry>) {
        self.forget_older();
        self.lines.extend(entries.into_iter().map(|entry| match entry {
            Entry::Case(summary) => Line::Case(summary),
            Entry::Damaged { name, reason } => Line::unread("damaged", name, reason),
            Entry::Locked { name, reason } => Line::unread("locked", name, reason),
        }));
        self.arrange();
    }

    fn forget_older(&mut self) {
        if self.reading == Reading::BegunAgain {
            self.reading = Reading::Begun;
            self.lines.clear();
        }
    }

    /// Every line has been read, or the store could not be.
    pub(super) fn finish(&mut self, error: Option<String>) {
        self.forget_older();
        self.reading = Reading::Done;
        self.error = error;
        self.arrange();
        self.wanted = None;
    }

    /// The list is being read again: what is shown stays until the new lines arrive.
    pub(super) fn expect_list(&mut self) {
        self.reading = Reading::BegunAgain;
    }

    /// Chooses a case by its reference.
    pub(super) fn choose(&mut self, id: &CaseId) {
        self.wanted = Some(id.clone());
        self.choose_wanted();
    }

    /// The case that was open last when the program ended without leaving it: only when the cases are
    /// read for the first time.
    pub(super) fn left_open(&mut self) -> Option<CaseId> {
        if std::mem::replace(&mut self.listed, true) {
            return None;
        }
        let left = self.lines.iter().filter_map(|line| match line {
            Line::Case(summary) => Some((summary.left?, &summary.id)),
            Line::Unread { .. } => None,
        });
        left.max().map(|(_, id)| id.clone())
    }

    /// Chooses such a case, unless another was chosen by hand; whether it is chosen.
    pub(super) fn choose_left(&mut self, id: &CaseId) -> bool {
        if self.chosen == 0 && self.find.editor().is_none() {
            self.choose(id);
        }
        self.chosen_id() == Some(id)
    }

    fn type_find(&mut self) {
        self.find = match std::mem::take(&mut self.find) {
            Find::Off => Find::Typing(Editor::new("", Lines::One)),
            Find::Typing(mut find) | Find::Kept(mut find) => {
                find.select_all();
                Find::Typing(find)
            }
        };
    }

    fn keep_find(&mut self) {
        self.find = match std::mem::take(&mut self.find) {
            Find::Typing(find) | Find::Kept(find) if !find.text().trim().is_empty() => {
                Find::Kept(find)
            }
            _ => Find::Off,
        };
    }

    fn choose_wanted(&mut self) {
        let Some(id) = &self.wanted else { return };
        let found = self.shown().position(|line| line.reference() == id.as_str());
        self.chosen = found.unwrap_or(self.chosen);
    }

    /// Sorts and filters again; the chosen line stays chosen if it is still shown.
    fn arrange(&mut self) {
        let chosen = self.chosen_line().map(|line| line.reference().to_owned());
        let wanted =
            self.find.editor().map(|find| find.text().trim().to_owned()).unwrap_or_default();
        let mut shown: Vec<usize> = (0..self.lines.len())
            .filter(|at| {
                self.all
                    || !matches!(self.lines.get(*at), Some(Line::Case(summary)) if summary.ended)
            })
            .collect();
        let sort = self.sort;
        shown.sort_by_cached_key(|at| self.lines.get(*at).map(|line| sort_key(line, sort)));
        if !wanted.is_empty() {
            shown = best_matches(&wanted, shown, |at| {
                self.lines.get(at).map(words_of).unwrap_or_default()
            });
        }
        self.shown = shown;
        let again =
            chosen.and_then(|chosen| self.shown().position(|line| line.reference() == chosen));
        self.chosen = again.unwrap_or(self.chosen).min(self.shown.len().saturating_sub(1));
        self.choose_wanted();
    }
}

/// What a line is found by.
fn words_of(line: &Line) -> &[String] {
    match line {
        Line::Case(summary) => &summary.found_by,
        Line::Unread { found_by, .. } => found_by,
    }
}

fn next_date_key(summary: &Summary) -> (bool, Option<crate::domain::date::Date>, String) {
    let on = summary.next.as_ref().map(|(_, on)| *on);
    (on.is_none(), on, summary.id.to_string())
}

/// Damaged files come first: somebody must see them.
fn sort_key(line: &Line, sort: Sort) -> (bool, bool, Option<crate::domain::date::Date>, String) {
    match line {
        Line::Unread { name, .. } => (false, false, None, name.clone()),
        Line::Case(summary) => match sort {
            Sort::NextDate => {
                let (none, on, id) = next_date_key(summary);
                (true, none, on, id)
            }
            Sort::Name => (true, false, None, folded(&summary.child)),
            Sort::Reference => (true, false, None, summary.id.to_string()),
        },
    }
}

impl Model {
    /// What an action does in the case list.
    pub(super) fn act_in_cases(&mut self, action: Action) -> Vec<Effect> {
        let page = usize::from(super::layout::list_panes(self.size).0.height.saturating_sub(2));
        if let Some(at) = walked(action, self.cases.chosen, self.cases.shown.len(), page) {
            self.cases.chosen = at;
            return self.peek();
        }
        match action {
            Action::FindCase => self.cases.type_find(),
            Action::Confirm => self.cases.keep_find(),
            Action::Cancel => self.stop_finding(),
            Action::SortCases => {
                self.cases.sort = self.cases.sort.next();
                self.cases.arrange();
                self.tell(format!("Sorted by {}.", self.cases.sort.label()));
            }
            Action::ShowAllCases => {
                self.cases.all = !self.cases.all;
                self.cases.arrange();
                self.tell(if self.cases.all { "All cases." } else { "Open cases only." });
            }
            Action::ReloadCases => return self.list_again(),
            Action::EraseCase => self.ask_to_erase(),
            Action::Practise => return vec![Effect::Practise],
            Action::NewCase => self.ask_new_case(),
            Action::OpenCase => return self.open_chosen(),
            Action::ReviewCases => return self.begin_review(),
            Action::ShowDue => return self.show_due(super::due::DueList::default()),
            Action::Export => return self.export_chosen(),
            Action::ShowStates => return self.show_chosen_states(),
            _ => return Vec::new(),
        }
        self.peek()
    }

    fn stop_finding(&mut self) {
        self.cases.find = Find::Off;
        self.cases.arrange();
    }

    pub(super) fn edit_find(&mut self, edit: &Edit) {
        let Find::Typing(find) = &mut self.cases.find else { return };
        edit.apply(find, u16::MAX);
        self.cases.chosen = 0;
        self.cases.arrange();
        self.cases.chosen = 0;
    }

    /// Reads the cases again, to see what changed outside.
    pub(super) fn list_again(&mut self) -> Vec<Effect> {
        if self.cases.reading != Reading::Done {
            return Vec::new();
        }
        self.cases.expect_list();
        vec![Effect::LookUp, Effect::List]
    }

    /// Shows the case list.
    pub(super) fn show_cases(&mut self) -> Vec<Effect> {
        let id = match &self.screen {
            Screen::Meeting(meeting) => Some(meeting.case.id.clone()),
            Screen::States(states) => Some(states.case.clone()),
            _ => None,
        };
        let mut effects = self.leave_case();
        match (&id, self.suspended.take()) {
            (Some(_), Some(Screen::Review(round))) => {
                effects.extend(self.resume_review(round));
                return effects;
            }
            (Some(_), Some(Screen::Due(list))) => {
                effects.extend(self.show_due(*list));
                return effects;
            }
            _ => {}
        }
        self.screen = Screen::Cases;
        self.notice = None;
        self.cases.peek = None;
        effects.extend(self.list_again());
        if let Some(id) = id {
            self.cases.choose(&id);
        }
        effects
    }

    /// Reads the chosen case for the preview, where there is room for one.
    pub(super) fn peek(&mut self) -> Vec<Effect> {
        let has_room = super::layout::list_panes(self.size).1.is_some();
        let id = self.cases.chosen_id().cloned();
        if id.is_none() {
            self.cases.peek = None;
        }
        let peeked = self.cases.peek.as_ref().map(|case| &case.id);
        if !has_room || peeked == id.as_ref() {
            return Vec::new();
        }
        id.map(Effect::Peek).into_iter().collect()
    }

    /// A case was read for the preview, or to be exported.
    pub(super) fn peeked(&mut self, id: &CaseId, result: Result<Box<Case>, StoreError>) {
        let wanted = self.cases.exporting.as_ref() == Some(id);
        match result {
            Ok(case) if wanted => self.pick_document(case),
            Ok(case) if self.cases.chosen_id() == Some(id) => self.cases.peek = Some(case),
            Err(error) if wanted => self.warn(error.to_string()),
            _ => {}
        }
        if wanted {
            self.cases.exporting = None;
        }
    }

    fn open_chosen(&mut self) -> Vec<Effect> {
        self.suspended = None;
        match self.cases.chosen_line() {
            Some(Line::Case(summary)) => vec![Effect::LookUp, Effect::Open(summary.id.clone())],
            Some(Line::Unread { reason, .. }) => {
                let reason = reason.clone();
                let effects = self.show_chosen_states();
                self.warn(reason);
                effects
            }
            None => Vec::new(),
        }
    }
}
