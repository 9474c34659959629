//! Choosing from a list by typing: every action, the items of the agenda, or a protocol.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::{Action, PALETTE};
use super::parts::part_name;

use super::dialog::Dialog;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use super::keymap::{Scope, chord_for};
use super::{Model, Screen};
use crate::domain::case::Case;
use crate::domain::profile::{Item, Part};
use crate::domain::text::folded;

/// A list narrowed by typing.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// What the list is of.
    pub title: &'static str,
    /// What was typed.
    pub filter: Editor,
    /// Every choice.
    choices: Vec<Choice>,
    /// The choices that match, best first.
    shown: Vec<usize>,
    /// Which of them is chosen.
    pub chosen: usize,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The words.
    pub words: String,
    /// The key that does the same, or the state of an item.
    pub aside: String,
    /// Why it cannot be done now.
    pub refusal: Option<&'static str>,
    target: Target,
}

#[derive(Clone, Debug, PartialEq)]
enum Target {
    Action(Action),
    Item(usize),
    /// A new case of a child, under the protocol with this key.
    Begin {
        child: String,
        protocol: String,
    },
}

impl Pick {
    fn new(title: &'static str, choices: Vec<Choice>) -> Self {
        let shown = (0..choices.len()).collect();
        Self { title, filter: Editor::new("", Lines::One), choices, shown, chosen: 0 }
    }

    /// The choices that match, best first.
    pub fn shown(&self) -> impl Iterator<Item = &Choice> {
        self.shown.iter().filter_map(|at| self.choices.get(*at))
    }

    fn narrow(&mut self) {
        let typed = folded(&self.filter.text());
        let pattern = Pattern::parse(&typed, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = self
            .choices
            .iter()
            .enumerate()
            .filter_map(|(at, choice)| {
                let words = folded(&format!("{} {}", choice.words, choice.aside));
                let score = pattern.score(Utf32Str::new(&words, &mut buffer), &mut matcher)?;
                Some((score, at))
            })
            .collect();
        scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.shown = scored.into_iter().map(|(_, at)| at).collect();
        self.chosen = 0;
    }
}

impl Model {
    /// Opens the list of every action, what can be done now first.
    pub(super) fn pick_action(&mut self) {
        let scopes = self.scopes();
        let mut choices: Vec<Choice> = PALETTE
            .into_iter()
            .map(|action| Choice {
                words: action.words().to_owned(),
                aside: chord_for(&scopes, action)
                    .map(|chord| chord.to_string())
                    .unwrap_or_default(),
                refusal: self.allows(action).err(),
                target: Target::Action(action),
            })
            .collect();
        choices.sort_by_key(|choice| choice.refusal.is_some());
        self.dialog = Some(Dialog::Pick(Pick::new("All actions", choices)));
    }

    /// Opens the list of the items of the agenda.
    pub(super) fn pick_item(&mut self) {
        let Screen::Meeting(meeting) = &self.screen else { return };
        let items = meeting.profile.agenda.iter().enumerate();
        let choices = items.map(|(at, item)| {
            let number = meeting.profile.number(at).map(|n| format!("{n} ")).unwrap_or_default();
            let progress = crate::domain::progress::progress(
                &meeting.case,
                &meeting.profile,
                item,
                &meeting.findings,
            );
            Choice {
                words: format!("{number}{}", titled(&meeting.case, item)),
                aside: progress.label().to_owned(),
                refusal: None,
                target: Target::Item(at),
            }
        });
        self.dialog = Some(Dialog::Pick(Pick::new("Go to item", choices.collect())));
    }

    /// Opens the list of protocols for a new case: the one chosen last comes first, at the start the
    /// default one.
    pub(super) fn pick_protocol(&mut self, child: &str) {
        let mut profiles: Vec<_> = self.reference.profiles.all().collect();
        profiles.sort_by_key(|profile| Some(&profile.key) != self.protocol.as_ref());
        let choices = profiles.into_iter().map(|profile| Choice {
            words: profile.title.clone(),
            aside: profile.authority.clone(),
            refusal: None,
            target: Target::Begin { child: child.to_owned(), protocol: profile.key.clone() },
        });
        self.dialog = Some(Dialog::Pick(Pick::new("Which protocol?", choices.collect())));
    }

    pub(super) fn refresh_pick(&mut self) {
        if let Some(Dialog::Pick(pick)) = &mut self.dialog {
            pick.narrow();
        }
    }

    pub(super) fn act_in_pick(&mut self, mut pick: Pick, action: Action) -> Vec<Effect> {
        let last = pick.shown.len().saturating_sub(1);
        match action {
            Action::Cancel => return Vec::new(),
            Action::Confirm => {
                let target = pick.shown().nth(pick.chosen).map(|choice| choice.target.clone());
                return match target {
                    Some(Target::Action(action)) => self.act(action),
                    Some(Target::Item(item)) => {
                        self.go_to_item(item);
                        Vec::new()
                    }
                    Some(Target::Begin { child, protocol }) => self.begin_case(&child, &protocol),
                    None => {
                        self.dialog = Some(Dialog::Pick(pick));
                        Vec::new()
                    }
                };
            }
            Action::Up => pick.chosen = pick.chosen.saturating_sub(1),
            Action::Down => pick.chosen = (pick.chosen + 1).min(last),
            Action::PageUp => pick.chosen = pick.chosen.saturating_sub(10),
            Action::PageDown => pick.chosen = (pick.chosen + 10).min(last),
            Action::First => pick.chosen = 0,
            Action::Last => pick.chosen = last,
            _ => {}
        }
        self.dialog = Some(Dialog::Pick(pick));
        Vec::new()
    }

    /// Whether the palette can be opened from the scopes that are active.
    pub(super) fn offers_palette(&self) -> bool {
        self.scopes().contains(&Scope::Everywhere)
    }
}

/// An item’s title, after the part to which it belongs where that is not the meeting.
fn titled(case: &Case, item: &Item) -> String {
    match item.part {
        Part::Details | Part::Meeting => item.title.clone(),
        _ => format!("{}: {}", part_name(case, item), item.title),
    }
}
