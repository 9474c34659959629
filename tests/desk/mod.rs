//! The driver: a facilitator at a desk, with a clock that is moved by hand and a store in memory.

#![allow(dead_code, reason = "each test file uses its part of the driver")]

pub mod places;

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use convenor::app::action::Action;
use convenor::app::effect::{Effect, Now, Outcome};
use convenor::app::keymap::chord_for;
use convenor::app::meeting::Meeting;
use convenor::app::save::Saved;
use convenor::app::update::update;
use convenor::app::{Model, Msg, Screen};
use convenor::domain::case::Case;
use convenor::domain::profile::Profile;
use convenor::domain::reference::Reference;
use convenor::runtime::Hands;
use convenor::store::{FolderStore, MemoryStore, profiles, samples};
use convenor::ui::view;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;

/// Sunday 22 November 2026, one minute past two.
pub fn start_of_time() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 22)
        .and_then(|day| day.and_hms_opt(14, 1, 0))
        .unwrap_or_default()
}

#[track_caller]
#[expect(clippy::expect_used, reason = "the one place where the driver gives up")]
pub fn sure<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.expect("the driver needs this to work")
}

#[track_caller]
pub fn found<T>(option: Option<T>) -> T {
    sure(option.ok_or("not found"))
}

pub fn southwark() -> Profile {
    sure(profiles::southwark())
}

/// What the program looks up when it is tried with the invented cases: also their term dates.
pub fn reference() -> Arc<Reference> {
    let calendars = sure(samples::calendars(start_of_time().date()));
    Arc::new(Reference { calendars, ..no_term_dates() })
}

/// What the program looks up without any file of the user.
pub fn no_term_dates() -> Reference {
    sure(profiles::built_in())
}

/// The invented cases, as they are on the first day of the driver's time.
pub fn sample(id: &str) -> Case {
    let cases = sure(samples::cases(start_of_time().date()));
    found(cases.into_iter().find(|case| case.id.as_str() == id))
}

pub struct Desk {
    pub model: Model,
    pub store: MemoryStore,
    hands: Hands,
    now: Now,
    size: Size,
    /// Effects asked for and not done, while the worker is held.
    pub waiting: VecDeque<Effect>,
    held: bool,
    pub left: bool,
    /// Every message that the model took, with its moment.
    pub log: Vec<(Now, Msg)>,
}

impl Desk {
    pub fn new() -> Self {
        Self::with(&[], Size { width: 80, height: 24 })
    }

    /// A desk with these cases in the store.
    pub fn with(cases: &[Case], size: Size) -> Self {
        let store = MemoryStore::new();
        for case in cases {
            sure(store.put(case));
        }
        Self::on(store, size)
    }

    /// A desk on a store.
    pub fn on(store: MemoryStore, size: Size) -> Self {
        Self::knowing(reference(), store, size)
    }

    /// A desk on a folder: its own store is empty.
    pub fn in_folder(root: &std::path::Path) -> Self {
        let hands = Hands::new(Box::new(FolderStore::new(root)), reference());
        Self::by(hands, reference(), MemoryStore::new(), Size { width: 80, height: 24 })
    }

    /// A desk on a store, with what is looked up.
    pub fn knowing(reference: Arc<Reference>, store: MemoryStore, size: Size) -> Self {
        let hands = Hands::new(Box::new(store.clone()), Arc::clone(&reference));
        Self::by(hands, reference, store, size)
    }

    fn by(hands: Hands, reference: Arc<Reference>, store: MemoryStore, size: Size) -> Self {
        let now = Now { since_start: 0, wall: start_of_time() };
        let (model, effects) = if convenor::store::Store::is_locked(&store) {
            (Model::start_locked(reference, size, now), Vec::new())
        } else {
            Model::start(reference, false, size, now)
        };
        let mut desk = Self {
            model,
            store,
            hands,
            now,
            size,
            waiting: VecDeque::new(),
            held: false,
            left: false,
            log: Vec::new(),
        };
        desk.take(effects);
        desk
    }

    /// From now on this is read whenever protocols and term dates are read again.
    pub fn finds(&mut self, found: Reference) -> &mut Self {
        let store = Box::new(self.store.clone());
        let hands = Hands::new(store, Arc::clone(&self.model.reference));
        self.hands = hands.looking_up(Box::new(move || Ok(found.clone())));
        self
    }

    /// A desk with the sample that is ready to be closed, opened.
    pub fn ready() -> Self {
        let mut desk = Self::with(&[sample("DEMO-01")], Size { width: 80, height: 24 });
        desk.do_(Action::OpenCase);
        desk
    }

    /// A desk with a new case of one child, opened.
    pub fn new_case(child: &str) -> Self {
        let mut desk = Self::new();
        desk.do_(Action::NewCase).type_(child).press("Enter").press("Enter");
        desk
    }

    fn take(&mut self, effects: Vec<Effect>) {
        self.waiting.extend(effects);
        if !self.held {
            self.work();
        }
    }

    /// Hands a message to the model, and remembers it.
    fn hand(&mut self, msg: Msg) -> Vec<Effect> {
        self.log.push((self.now, msg.clone()));
        update(&mut self.model, self.now, msg)
    }

    /// Does what is waiting, and what follows from it.
    fn work(&mut self) {
        while !self.waiting.is_empty() {
            self.work_one();
        }
    }

    /// Does the first thing that is waiting.
    pub fn work_one(&mut self) -> &mut Self {
        let Some(effect) = self.waiting.pop_front() else { return self };
        if effect == Effect::Quit {
            self.left = true;
            return self;
        }
        // Nothing is written outside the folder for what passes.
        if let Effect::SaveOutside { case, revision, path, going } = &effect
            && !path.starts_with(std::env::temp_dir())
        {
            let (id, asked) = (case.id.clone(), path.clone());
            let (revision, going, result) = (*revision, *going, Ok(asked.clone()));
            let outcome = Outcome::SavedOutside { id, revision, asked, going, result };
            let more = self.hand(Msg::Done(outcome));
            self.waiting.extend(more);
            return self;
        }
        if let Effect::Export { case, wanted, path, .. } = &effect
            && !path.starts_with(std::env::temp_dir())
        {
            let (case, asked) = (case.clone(), path.clone());
            let outcome =
                Outcome::Exported { case, wanted: *wanted, result: Ok(asked.clone()), asked };
            let more = self.hand(Msg::Done(outcome));
            self.waiting.extend(more);
            return self;
        }
        let mut outcomes = Vec::new();
        self.hands.perform(effect, self.now.wall, &mut |outcome| outcomes.push(outcome));
        for outcome in outcomes {
            let more = self.hand(Msg::Done(outcome));
            self.waiting.extend(more);
        }
        self
    }

    /// From now on the worker does nothing until it is released: a slow disk.
    pub fn hold(&mut self) -> &mut Self {
        self.held = true;
        self
    }

    pub fn release(&mut self) -> &mut Self {
        self.held = false;
        self.work();
        self
    }

    pub fn send(&mut self, msg: Msg) -> &mut Self {
        let effects = self.hand(msg);
        self.take(effects);
        let effects = self.hand(Msg::Woke);
        self.take(effects);
        self
    }

    /// Presses the key that is bound to an action here; where none is, sends the action itself, as
    /// the palette does.
    pub fn do_(&mut self, action: Action) -> &mut Self {
        match chord_for(&self.model.scopes(), action) {
            Some(chord) => self.send(Msg::Key(chord.event())),
            None => self.send(Msg::Do(action)),
        }
    }

    pub fn times(&mut self, n: usize, action: Action) -> &mut Self {
        for _ in 0..n {
            self.do_(action);
        }
        self
    }

    /// Presses a key by its name: `Enter`, `Tab`, `Ctrl+Z`, `Shift+Left`, `x`.
    pub fn press(&mut self, name: &str) -> &mut Self {
        self.send(Msg::Key(key(name)))
    }

    /// Types text, key by key.
    pub fn type_(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            self.send(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(Msg::Insert(text.to_owned()))
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = Size { width, height };
        self.send(Msg::Resize(self.size))
    }

    /// Lets time pass, waking the program whenever it asked for it.
    pub fn wait(&mut self, milliseconds: u64) -> &mut Self {
        let end = self.now.since_start + milliseconds;
        loop {
            let at = self.model.wake_at().max(self.now.since_start + 1).min(end);
            self.pass(at - self.now.since_start);
            let effects = self.hand(Msg::Woke);
            self.take(effects);
            if at >= end {
                return self;
            }
        }
    }

    fn pass(&mut self, milliseconds: u64) {
        self.now.since_start += milliseconds;
        self.now.wall += TimeDelta::milliseconds(i64::try_from(milliseconds).unwrap_or(0));
    }

    /// Another day begins.
    pub fn days_later(&mut self, days: u64) -> &mut Self {
        self.now.wall = self.now.wall.checked_add_days(Days::new(days)).unwrap_or(self.now.wall);
        self.send(Msg::Woke)
    }

    /// Goes to an item of the agenda by a part of its title.
    #[track_caller]
    pub fn go(&mut self, title: &str) -> &mut Self {
        self.do_(Action::GoToItem).type_(title).press("Enter")
    }

    /// Goes to the field with this label on the item, by Tab as a person would.
    #[track_caller]
    pub fn field(&mut self, label: &str) -> &mut Self {
        for _ in 0..200 {
            if self.focused_line().contains(label) {
                return self;
            }
            let before = self.meeting().focus.clone();
            self.do_(Action::NextField);
            if self.meeting().focus == before {
                break;
            }
        }
        sure(Err(format!("no field {label:?} on:\n{}", self.screen())))
    }

    /// Records of everybody at the review on the screen that they are there.
    #[track_caller]
    pub fn all_here(&mut self) -> &mut Self {
        let review = found(self.case().review_under_way()).id;
        let count = self.case().attendances.iter().filter(|row| row.review == review).count();
        for _ in 0..count {
            self.field("Here").press(" ").do_(Action::NextField);
        }
        self
    }

    fn focused_line(&self) -> String {
        let screen = self.screen();
        let line = screen
            .lines()
            .find(|line| line.split('│').next_back().is_some_and(|part| part.starts_with('›')));
        line.unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn meeting(&self) -> &Meeting {
        found(self.model.meeting())
    }

    #[track_caller]
    pub fn case(&self) -> &Case {
        &self.meeting().case
    }

    /// What the closing dialog lists.
    pub fn findings(&self) -> impl Iterator<Item = &convenor::domain::checks::Finding> {
        match &self.model.dialog {
            Some(convenor::app::dialog::Dialog::Closing(closing)) => closing.findings.iter(),
            _ => [].iter(),
        }
    }

    /// The case as it is stored.
    #[track_caller]
    pub fn stored(&self) -> Case {
        use convenor::store::Store;
        sure(self.store.load(&self.case().id)).0
    }

    /// A document of the case, as it is stored.
    #[track_caller]
    pub fn document(&self, name: &str) -> Option<Vec<u8>> {
        use convenor::store::Store;
        sure(self.store.document(&self.case().id, name))
    }

    #[track_caller]
    pub fn is_saved(&self) -> bool {
        matches!(self.meeting().save.state(), Saved::At(_) | Saved::Unchanged)
    }

    pub fn on_cases(&self) -> bool {
        matches!(self.model.screen, Screen::Cases)
    }

    /// What is on the screen, as text.
    pub fn screen(&self) -> String {
        drawn(&self.model)
    }

    /// What is on the screen and where the caret is.
    pub fn caret(&self) -> (u16, u16) {
        caret(&self.model)
    }

    #[track_caller]
    pub fn shows(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(words), "{words:?} is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub fn hides(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(words), "{words:?} is on the screen:\n{screen}");
        self
    }
}

fn terminal(model: &Model) -> Terminal<TestBackend> {
    let mut terminal = sure(Terminal::new(TestBackend::new(model.size.width, model.size.height)));
    sure(terminal.draw(|frame| view(model, frame)));
    terminal
}

/// Where the caret of a model on a screen is.
pub fn caret(model: &Model) -> (u16, u16) {
    let place = sure(terminal(model).get_cursor_position());
    (place.x, place.y)
}

/// A model on a screen, cell by cell.
pub fn buffer(model: &Model) -> Buffer {
    terminal(model).backend().buffer().clone()
}

/// A model on a screen, as text.
pub fn drawn(model: &Model) -> String {
    let terminal = terminal(model);
    let rows = terminal.backend().buffer().content.chunks(usize::from(model.size.width).max(1));
    rows.map(line).collect::<Vec<_>>().join("\n")
}

/// The text of a row of cells. Cells behind a wide character show nothing of their own.
fn line(row: &[Cell]) -> String {
    let mut hidden = 0;
    let mut line = String::new();
    for cell in row {
        if hidden == 0 {
            line.push_str(cell.symbol());
            hidden = usize::from(convenor::app::wrap::width(cell.symbol())).saturating_sub(1);
        } else {
            hidden -= 1;
        }
    }
    line.trim_end().to_owned()
}

/// The key of a name, such as `Ctrl+Z` or `PageDown`.
pub fn key(name: &str) -> KeyEvent {
    let mut held = KeyModifiers::NONE;
    let mut rest = name;
    for (prefix, modifier) in [
        ("Ctrl+", KeyModifiers::CONTROL),
        ("Alt+", KeyModifiers::ALT),
        ("Shift+", KeyModifiers::SHIFT),
    ] {
        if let Some(short) = rest.strip_prefix(prefix) {
            held |= modifier;
            rest = short;
        }
    }
    let code = match rest {
        "Enter" => KeyCode::Enter,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Esc" => KeyCode::Esc,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "Insert" => KeyCode::Insert,
        other => match (other.strip_prefix('F').and_then(|n| n.parse().ok()), other.chars().next())
        {
            (Some(n), _) => KeyCode::F(n),
            (None, Some(c)) => KeyCode::Char(c.to_ascii_lowercase()),
            (None, None) => KeyCode::Null,
        },
    };
    KeyEvent::new(code, held)
}
