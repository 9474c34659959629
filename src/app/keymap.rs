//! The keys: one table from which presses are resolved and every hint, list and manual is made.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::action::Action;

/// Where a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every screen.
    Everywhere,
    /// In the case list.
    Cases,
    /// On any screen or dialog whose rows are walked through.
    List,
    /// While text is typed.
    Text,
    /// While text of several lines is typed.
    Prose,
    /// While text of one line is typed.
    Line,
    /// In the meeting.
    Meeting,
    /// In a meeting that somebody else has open.
    Reading,
    /// In a field with a closed list of answers.
    Answer,
    /// On a line of the read-back, or on a button.
    Button,
    /// On a condition for a move.
    Condition,
    /// While the family looks at the screen.
    Room,
    /// While going through the open cases.
    Review,
    /// In the list of what falls due.
    Due,
    /// In the list of the states of a case.
    States,
    /// In any dialog.
    Dialog,
    /// In the list of what is missing before closing.
    Findings,
    /// While what is looked for is typed.
    Finding,
    /// While the note of a verdict is typed.
    Note,
    /// In a dialog that asks yes or no.
    Question,
    /// Before leaving with words that could not be stored.
    Leaving,
    /// In the dialog about a case that can be read no more.
    Conflict,
    /// In the list of what was changed here and elsewhere.
    Clashes,
    /// Before the passphrase is given.
    Locked,
}

impl Scope {
    /// Where it holds, in words, for the key table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Cases => "Case list",
            Self::List => "Lists",
            Self::Text => "Typing",
            Self::Prose => "Typing prose",
            Self::Line => "Typing a line",
            Self::Meeting => "Meeting",
            Self::Reading => "Open elsewhere",
            Self::Answer => "Answers",
            Self::Button => "Read-back and buttons",
            Self::Condition => "Conditions",
            Self::Room => "Room view",
            Self::Review => "Reviewing cases",
            Self::Due => "What falls due",
            Self::States => "Earlier states",
            Self::Dialog => "Dialogs",
            Self::Findings => "Before closing",
            Self::Finding => "Finding a case",
            Self::Note => "Note of a verdict",
            Self::Question => "Questions",
            Self::Leaving => "Leaving with unsaved words",
            Self::Conflict => "No longer readable",
            Self::Clashes => "Changed here and elsewhere",
            Self::Locked => "Locked",
        }
    }
}

/// One key with what is held down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// What is held down; never Shift alone on a character.
    pub held: KeyModifiers,
}

impl Chord {
    /// The chord of a key event, in the one form that the table uses.
    fn of(event: KeyEvent) -> Self {
        let held =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        match event.code {
            KeyCode::BackTab => Self { code: KeyCode::BackTab, held: held - KeyModifiers::SHIFT },
            KeyCode::Char(c) if held.contains(KeyModifiers::CONTROL) => Self {
                code: KeyCode::Char(c.to_ascii_lowercase()),
                held: held - KeyModifiers::SHIFT,
            },
            KeyCode::Char(_) => Self { code: event.code, held: held - KeyModifiers::SHIFT },
            code => Self { code, held },
        }
    }

    /// The event that a terminal sends for it.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.held)
    }

    /// Whether pressing it in a text would have to mean that character.
    pub fn is_plain_character(self) -> bool {
        matches!(self.code, KeyCode::Char(_))
            && !self.held.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [
            (KeyModifiers::CONTROL, "Ctrl+"),
            (KeyModifiers::ALT, "Alt+"),
            (KeyModifiers::SHIFT, "Shift+"),
        ] {
            if self.held.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.held.is_empty() => write!(f, "{c}"),
            KeyCode::Char(c) => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::BackTab => f.write_str("Shift+Tab"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Insert => f.write_str("Ins"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            code => write!(f, "{code:?}"),
        }
    }
}

/// A row of the table of keys.
#[derive(Debug)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The keys, the one to show first.
    pub chords: &'static [Chord],
    /// What they do.
    pub action: Action,
    /// The word in the help line; empty when it has no place there.
    pub hint: &'static str,
}

const fn key(code: KeyCode) -> Chord {
    Chord { code, held: KeyModifiers::NONE }
}

const fn plain(c: char) -> Chord {
    key(KeyCode::Char(c))
}

const fn ctrl(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), held: KeyModifiers::CONTROL }
}

const fn with(held: KeyModifiers, code: KeyCode) -> Chord {
    Chord { code, held }
}

const CTRL: KeyModifiers = KeyModifiers::CONTROL;
const ALT: KeyModifiers = KeyModifiers::ALT;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
const CTRL_SHIFT: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::SHIFT);

/// Writes the table: `Scope: chords => Action, "hint";`.
macro_rules! bindings {
    ($($scope:ident: $($chord:expr),+ => $action:ident, $hint:literal;)*) => {
        &[$(Binding {
            scope: Scope::$scope,
            chords: &[$($chord),+],
            action: Action::$action,
            hint: $hint,
        }),*]
    };
}

/// Every key of the program, the most wanted of each scope first.
pub const BINDINGS: &[Binding] = bindings! {
    Room:     key(KeyCode::F(5)), key(KeyCode::Esc)              => LeaveRoomView,   "Leave room view";
    Room:     key(KeyCode::PageDown), key(KeyCode::Right)        => NextItem,        "Next item";
    Room:     key(KeyCode::PageUp), key(KeyCode::Left)           => PreviousItem,    "Previous item";
    Room:     key(KeyCode::Down)                                 => Down,            "";
    Room:     key(KeyCode::Up)                                   => Up,              "";

    Locked:   key(KeyCode::Enter)                                => Confirm,         "Open";
    Locked:   key(KeyCode::Backspace)                            => DeleteBack,      "";
    Locked:   key(KeyCode::Esc)                                  => Quit,            "Leave";

    Question: plain('y')                                         => Yes,             "Yes";
    Question: plain('n'), key(KeyCode::Esc)                      => No,              "No";
    Leaving:  plain('s')                                         => SaveElsewhere,   "Save elsewhere";
    Leaving:  plain('n'), key(KeyCode::Esc)                      => No,              "Stay here";
    Leaving:  plain('y')                                         => Yes,             "Leave";
    Clashes:  plain('m')                                         => KeepMine,        "Mine";
    Clashes:  plain('t')                                         => TakeTheirs,      "Theirs";
    Clashes:  plain('b')                                         => KeepBoth,        "Both";
    Clashes:  key(KeyCode::Enter)                                => Confirm,         "Go there";
    Clashes:  key(KeyCode::Esc)                                  => Cancel,          "Decide later";
    Conflict: ctrl('t')                                          => LookAgain,       "Look again";
    Conflict: ctrl('n')                                          => OwnCase,         "New case of mine";
    Conflict: key(KeyCode::Esc)                                  => Cancel,          "Decide later";
    Findings: key(KeyCode::Enter)                                => Confirm,         "Go there";
    Findings: plain('s')                                         => SetAside,        "Set aside";
    Findings: key(KeyCode::Esc)                                  => Cancel,          "Not now";
    Finding:  key(KeyCode::Enter)                                => Confirm,         "Keep";
    Finding:  key(KeyCode::Esc)                                  => Cancel,          "Show all";
    Note:     key(KeyCode::Enter)                                => Confirm,         "Keep verdict";
    Note:     key(KeyCode::Esc)                                  => Cancel,          "Drop it";
    Dialog:   key(KeyCode::Enter)                                => Confirm,         "Go on";
    Dialog:   key(KeyCode::Esc)                                  => Cancel,          "Not now";

    Answer:   plain(' '), key(KeyCode::Right)                    => NextAnswer,      "Next answer";
    Answer:   key(KeyCode::Left)                                 => PreviousAnswer,  "";
    Answer:   key(KeyCode::Backspace), key(KeyCode::Delete)      => ClearAnswer,     "";
    Answer:   key(KeyCode::Enter), key(KeyCode::Down)            => NextField,       "";
    Answer:   key(KeyCode::Up)                                   => PreviousField,   "";
    Condition: key(KeyCode::Enter)                               => Confirm,         "Go there";
    Condition: plain('s')                                        => SetAside,        "Set aside";
    Condition: key(KeyCode::Down)                                => Down,            "";
    Condition: key(KeyCode::Up)                                  => Up,              "";
    Button:   key(KeyCode::Enter), plain(' ')                    => Confirm,         "Go on";
    Button:   key(KeyCode::Down)                                 => Down,            "";
    Button:   key(KeyCode::Up)                                   => Up,              "";
    Line:     key(KeyCode::Enter), key(KeyCode::Down)            => NextField,       "";
    Line:     key(KeyCode::Up)                                   => PreviousField,   "";

    Reading:  ctrl('o')                                          => TakeOver,        "Take over";
    Meeting:  key(KeyCode::F(2))                                 => Decide,          "Whose words?";
    Meeting:  with(SHIFT, KeyCode::F(2))                         => BringIn,         "Bring in";
    Meeting:  key(KeyCode::Tab)                                  => NextField,       "Field";
    Meeting:  key(KeyCode::PageDown), ctrl('n')                  => NextItem,        "Next item";
    Meeting:  key(KeyCode::PageUp), ctrl('b')                    => PreviousItem,    "Previous";
    Meeting:  key(KeyCode::F(6))                                 => NextPart,        "Next part";
    Meeting:  with(SHIFT, KeyCode::F(6))                         => PreviousPart,    "";
    Meeting:  key(KeyCode::F(4))                                 => OfferReviewDates, "Offer dates";
    Meeting:  with(SHIFT, KeyCode::F(7))                         => ReconveneMeeting, "Reconvene";
    Meeting:  key(KeyCode::F(8))                                 => CloseMeeting,    "Close";
    Meeting:  key(KeyCode::F(3))                                 => BeginReview,     "Review";
    Meeting:  with(SHIFT, KeyCode::F(3))                         => ChangeTarget,    "";
    Meeting:  ctrl('r'), key(KeyCode::Insert)                    => AddRow,          "Add row";
    Meeting:  ctrl('d')                                          => RemoveRow,       "Remove row";
    Meeting:  ctrl('t')                                          => MarkDone,        "Done";
    Meeting:  ctrl('z')                                          => Undo,            "Undo";
    Meeting:  ctrl('y')                                          => Redo,            "Redo";
    Meeting:  key(KeyCode::F(5))                                 => RoomView,        "Room view";
    Meeting:  key(KeyCode::Esc)                                  => BackToCases,     "Back";
    Meeting:  ctrl('e')                                          => Export, "Export";
    Meeting:  ctrl('g')                                          => GoToItem,        "Go to item";
    Meeting:  ctrl('s')                                          => SaveNow,         "Save now";
    Meeting:  key(KeyCode::BackTab)                              => PreviousField,   "";
    Meeting:  with(ALT, KeyCode::Up)                             => MoveRowUp,       "";
    Meeting:  with(ALT, KeyCode::Down)                           => MoveRowDown,     "";
    Meeting:  key(KeyCode::F(9))                                 => CorrectAgreement, "Correct agreement";
    Meeting:  key(KeyCode::F(7))                                 => AdjournMeeting,  "";

    Cases:    key(KeyCode::Enter)                                => OpenCase,        "Open";
    Cases:    plain('n')                                         => NewCase,         "New";
    Cases:    plain('r')                                         => ReviewCases,     "Review";
    Cases:    plain('d')                                         => ShowDue,         "Due";
    Cases:    plain('p')                                         => Practise,        "Practise";
    Cases:    plain('/')                                         => FindCase,        "Find";
    Cases:    plain('s')                                         => SortCases,       "Sort";
    Cases:    plain('a')                                         => ShowAllCases,    "All";
    Cases:    plain('e')                                         => Export, "Export";
    Cases:    plain('h')                                         => ShowStates,      "History";
    Cases:    plain('q')                                         => Quit,            "Quit";
    Cases:    plain('?')                                         => Palette,         "Help";
    Cases:    key(KeyCode::F(6))                                 => ReloadCases,     "";
    Cases:    key(KeyCode::Esc)                                  => Cancel,          "Show all";
    Cases:    plain('j')                                         => Down,            "";
    Cases:    plain('k')                                         => Up,              "";

    Review:   plain('1')                                         => OnTrack,         "On track";
    Review:   plain('2')                                         => Worry,           "Worry";
    Review:   plain('3')                                         => ArrangeMeeting,  "Arrange a meeting";
    Review:   plain('n'), plain(' '), key(KeyCode::PageDown)     => NextCase,        "Next";
    Review:   plain('p'), key(KeyCode::PageUp)                   => PreviousCase,    "Previous";
    Review:   plain('u'), ctrl('z')                              => TakeBackVerdict, "Take back";
    Review:   key(KeyCode::Enter)                                => OpenCase,        "Open";
    Review:   key(KeyCode::Esc)                                  => BackToCases,     "Back";
    Review:   plain('?')                                         => Palette,         "Help";
    Review:   plain('j'), key(KeyCode::Down)                     => Down,            "";
    Review:   plain('k'), key(KeyCode::Up)                       => Up,              "";

    Due:      key(KeyCode::Enter)                                => OpenCase,        "Open there";
    Due:      key(KeyCode::F(6))                                 => ReloadCases,     "Read again";
    Due:      key(KeyCode::Esc)                                  => BackToCases,     "Back";
    Due:      plain('?')                                         => Palette,         "Help";
    Due:      plain('j')                                         => Down,            "";
    Due:      plain('k')                                         => Up,              "";

    States:   key(KeyCode::Enter)                                => RestoreState,    "Put back";
    States:   plain(' ')                                         => CompareFrom,     "Compare with this";
    States:   key(KeyCode::PageDown)                             => PageDown,        "More";
    States:   key(KeyCode::PageUp)                               => PageUp,          "";
    States:   key(KeyCode::Esc)                                  => BackToCases,     "Back";
    States:   plain('?')                                         => Palette,         "Help";
    States:   plain('j'), key(KeyCode::Down)                     => Down,            "";
    States:   plain('k'), key(KeyCode::Up)                       => Up,              "";
    States:   key(KeyCode::Home)                                 => First,           "";
    States:   key(KeyCode::End)                                  => Last,            "";

    List:     key(KeyCode::Down)                                 => Down,            "";
    List:     key(KeyCode::Up)                                   => Up,              "";
    List:     key(KeyCode::PageDown)                             => PageDown,        "";
    List:     key(KeyCode::PageUp)                               => PageUp,          "";
    List:     key(KeyCode::Home)                                 => First,           "";
    List:     key(KeyCode::End)                                  => Last,            "";

    Prose:    key(KeyCode::Enter), ctrl('j')                     => NewLine,         "";
    Prose:    key(KeyCode::Up)                                   => Up,              "";
    Prose:    key(KeyCode::Down)                                 => Down,            "";
    Text:     key(KeyCode::Left)                                 => Left,            "";
    Text:     key(KeyCode::Right)                                => Right,           "";
    Text:     with(CTRL, KeyCode::Left), with(ALT, KeyCode::Char('b')) => WordLeft,  "";
    Text:     with(CTRL, KeyCode::Right), with(ALT, KeyCode::Char('f')) => WordRight, "";
    Text:     key(KeyCode::Home)                                 => RowStart,        "";
    Text:     key(KeyCode::End)                                  => RowEnd,          "";
    Text:     with(CTRL, KeyCode::Home)                          => TextStart,       "";
    Text:     with(CTRL, KeyCode::End)                           => TextEnd,         "";
    Text:     with(SHIFT, KeyCode::Left)                         => SelectLeft,      "";
    Text:     with(SHIFT, KeyCode::Right)                        => SelectRight,     "";
    Text:     with(CTRL_SHIFT, KeyCode::Left)                    => SelectWordLeft,  "";
    Text:     with(CTRL_SHIFT, KeyCode::Right)                   => SelectWordRight, "";
    Text:     with(SHIFT, KeyCode::Up)                           => SelectUp,        "";
    Text:     with(SHIFT, KeyCode::Down)                         => SelectDown,      "";
    Text:     with(SHIFT, KeyCode::Home)                         => SelectRowStart,  "";
    Text:     with(SHIFT, KeyCode::End)                          => SelectRowEnd,    "";
    Text:     ctrl('a')                                          => SelectAll,       "";
    Text:     key(KeyCode::Backspace), ctrl('h')                 => DeleteBack,      "";
    Text:     key(KeyCode::Delete)                               => DeleteForward,   "";
    Text:     ctrl('w'), with(CTRL, KeyCode::Backspace), with(ALT, KeyCode::Backspace) => DeleteWordBack, "";
    Text:     with(CTRL, KeyCode::Delete), with(ALT, KeyCode::Char('d')) => DeleteWordForward, "";
    Text:     ctrl('c')                                          => Copy,            "";
    Text:     ctrl('x')                                          => Cut,             "";
    Text:     ctrl('v')                                          => Paste,           "";

    Everywhere: key(KeyCode::F(1)), ctrl('p')                    => Palette,         "Help";
    Everywhere: ctrl('q')                                        => Quit,            "Quit";
    Everywhere: ctrl('l')                                        => Redraw,          "";
};

/// What a key press asks for in the scopes that are active, the innermost first.
pub fn resolve(scopes: &[Scope], event: KeyEvent) -> Option<Action> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let chord = Chord::of(event);
    scopes.iter().find_map(|scope| {
        let mut bound = BINDINGS.iter().filter(|binding| binding.scope == *scope);
        bound.find(|binding| binding.chords.contains(&chord)).map(|binding| binding.action)
    })
}

/// The bindings of the scopes that are active, without those hidden behind an inner one.
pub fn active(scopes: &[Scope]) -> Vec<&'static Binding> {
    let inner = |scope: Scope| scopes.iter().position(|other| *other == scope);
    let mut active: Vec<&'static Binding> = BINDINGS
        .iter()
        .filter(|binding| inner(binding.scope).is_some())
        .filter(|binding| {
            let first = binding.chords.first().map(|chord| chord.event());
            first.and_then(|event| resolve(scopes, event)) == Some(binding.action)
        })
        .collect();
    active.sort_by_key(|binding| inner(binding.scope));
    active
}

/// The key to show for an action in the scopes that are active.
pub fn chord_for(scopes: &[Scope], action: Action) -> Option<Chord> {
    active(scopes)
        .into_iter()
        .find(|binding| binding.action == action)
        .and_then(|binding| binding.chords.first().copied())
}

/// The table of keys for the manual, in Markdown.
pub fn markdown() -> String {
    let mut table = String::from("| Where | Keys | What |\n|---|---|---|\n");
    let mut shown: Vec<Scope> = Vec::new();
    for binding in BINDINGS {
        if shown.contains(&binding.scope) {
            continue;
        }
        shown.push(binding.scope);
        for row in BINDINGS.iter().filter(|row| row.scope == binding.scope) {
            let keys: Vec<String> = row.chords.iter().map(|chord| format!("`{chord}`")).collect();
            let line = format!(
                "| {} | {} | {} |\n",
                row.scope.words(),
                keys.join(" "),
                row.action.words()
            );
            table.push_str(&line);
        }
    }
    table
}
