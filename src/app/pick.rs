//! Choosing from a list by typing: every action, the items of the agenda, the documents, or a protocol.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::{Action, PALETTE};
use super::dialog::Dialog;
use super::editor::{Editor, Lines};
use super::effect::Effect;
use super::keymap::{Scope, chord_for};
use super::parts::part_name;
use super::walk::walked;
use super::{Model, Screen};
use crate::domain::case::Case;
use crate::domain::people::RowId;
use crate::domain::profile::{Item, Part};
use crate::domain::text::folded;
use crate::export::{Wanted, offers};

/// How many lines a page of such a list has.
const PAGE: usize = 10;

/// A list narrowed by typing.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// What the list is of.
    pub title: &'static str,
    /// What was typed.
    pub filter: Editor,
    /// Every choice.
    choices: Vec<Choice>,
    /// The case of which a document is chosen.
    case: Option<Box<Case>>,
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
    pub refusal: Option<String>,
    target: Target,
}

#[derive(Clone, Debug, PartialEq)]
enum Target {
    Action(Action),
    Item(usize),
    /// A review to begin; a new one when none is named.
    Review(Option<RowId>),
    Document(Wanted),
    /// A new case of a child, under the protocol with this key.
    Begin {
        child: String,
        protocol: String,
    },
}

impl Pick {
    fn new(title: &'static str, choices: Vec<Choice>) -> Self {
        let shown = (0..choices.len()).collect();
        Self { title, filter: Editor::new("", Lines::One), choices, case: None, shown, chosen: 0 }
    }

    /// The choices that match, best first.
    pub fn shown(&self) -> impl Iterator<Item = &Choice> {
        self.shown.iter().filter_map(|at| self.choices.get(*at))
    }

    /// How many choices there are, whether they match or not.
    pub fn count(&self) -> usize {
        self.choices.len()
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
                refusal: self.allows(action).err().map(str::to_owned),
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

    /// Opens the list of the reviews that can be begun, the next one first. While one is under way, it
    /// is the only one: its list is completed, and its items are gone to.
    pub(super) fn pick_review(&mut self) {
        let Screen::Meeting(meeting) = &self.screen else { return };
        if let Some(review) = meeting.case.review_under_way() {
            let id = review.id;
            return self.hold_review(Some(id));
        }
        let named = meeting.case.reviews_to_begin().into_iter().map(|review| Choice {
            words: crate::domain::wording::review(review),
            aside: String::new(),
            refusal: None,
            target: Target::Review(Some(review.id)),
        });
        let other = Choice {
            words: "Another review, not planned".to_owned(),
            aside: String::new(),
            refusal: None,
            target: Target::Review(None),
        };
        let choices = named.chain([other]).collect();
        self.dialog = Some(Dialog::Pick(Pick::new("Begin which review?", choices)));
    }

    /// Opens the list of the documents of the case in the meeting.
    pub(super) fn pick_document_here(&mut self) {
        if let Screen::Meeting(meeting) = &self.screen {
            let case = Box::new(meeting.case.clone());
            self.pick_document(case);
        }
    }

    /// Opens the list of the documents of a case: those that can be made come first, the others say
    /// what is missing.
    pub(super) fn pick_document(&mut self, case: Box<Case>) {
        let today = self.now.today();
        let profile = self.reference.profiles.of(&case);
        let choices = offers(&case.agreed(today), profile, today).into_iter().map(|offer| Choice {
            words: offer.words,
            aside: offer.wanted.kind.for_whom().to_owned(),
            refusal: offer.not_yet.map(|not_yet| not_yet.to_string()),
            target: Target::Document(offer.wanted),
        });
        let pick = Pick::new("Which document?", choices.collect());
        self.dialog = Some(Dialog::Pick(Pick { case: Some(case), ..pick }));
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
        match action {
            Action::Cancel => return Vec::new(),
            Action::Confirm => return self.choose(pick),
            _ => {}
        }
        let at = walked(action, pick.chosen, pick.shown.len(), PAGE);
        pick.chosen = at.unwrap_or(pick.chosen);
        self.dialog = Some(Dialog::Pick(pick));
        Vec::new()
    }

    /// Does what the chosen line says; what cannot be done says why, and the list stays.
    fn choose(&mut self, pick: Pick) -> Vec<Effect> {
        let chosen = pick.shown().nth(pick.chosen).cloned();
        match chosen.map(|choice| (choice.target, choice.refusal)) {
            Some((Target::Action(action), _)) => self.act(action),
            Some((Target::Item(item), _)) => {
                self.go_to_item(item);
                Vec::new()
            }
            Some((Target::Review(review), _)) => {
                self.hold_review(review);
                Vec::new()
            }
            Some((Target::Begin { child, protocol }, _)) => self.begin_case(&child, &protocol),
            Some((Target::Document(wanted), None)) => {
                if let Some(case) = pick.case {
                    self.ask_export_path(case, wanted);
                }
                Vec::new()
            }
            Some((Target::Document(_), Some(why))) => {
                self.warn(why);
                self.dialog = Some(Dialog::Pick(pick));
                Vec::new()
            }
            None => {
                self.dialog = Some(Dialog::Pick(pick));
                Vec::new()
            }
        }
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
