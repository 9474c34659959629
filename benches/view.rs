//! What a key costs inside the program: taking it in, drawing the screen, and finding what changed
//! on a terminal of 120 by 40.

#[path = "../tests/desk/mod.rs"]
mod desk;

use chrono::{Days, NaiveDate};
use convenor::app::action::Action;
use convenor::app::effect::{Now, Opened, Outcome};
use convenor::app::update::update;
use convenor::app::{Model, Msg};
use convenor::domain::case::{Case, CaseId};
use convenor::domain::date::When;
use convenor::domain::summary::{Summary, Viewpoint};
use convenor::store::{Entry, Hold, Store, profiles};
use convenor::ui::view;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use desk::{Desk, reference, sample, start_of_time, sure};
use divan::Bencher;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

const WIDE: Size = Size { width: 120, height: 40 };
const ENGLISH: &str = "She would like one adult whom she can go to when the corridor is loud. ";
const POLISH: &str = "Chciałaby mieć jedną dorosłą osobę, do której może pójść, gdy jest głośno. ";
const VIETNAMESE: &str = "Em muốn có một người lớn để tìm đến khi hành lang quá ồn ào mỗi sáng. ";

fn main() {
    divan::main();
}

/// A text about so many bytes long, with a line end after so many sentences.
fn text(sentence: &str, bytes: usize, paragraph: usize) -> String {
    let sentences = std::iter::repeat_n(sentence, bytes / sentence.len()).enumerate();
    sentences
        .flat_map(|(n, words)| [words, if n % paragraph == paragraph - 1 { "\n" } else { "" }])
        .collect()
}

/// The program as its loop runs it, on a terminal in memory.
struct Running {
    model: Model,
    terminal: Terminal<TestBackend>,
}

impl Running {
    fn new(model: Model) -> Self {
        let backend = TestBackend::new(WIDE.width, WIDE.height);
        let mut running = Self { model, terminal: sure(Terminal::new(backend)) };
        running.draw();
        running
    }

    /// A meeting whose field for the child's words has the focus, and holds this text.
    fn writing(text: &str) -> Self {
        let mut case = sample("DEMO-02");
        case.agreed_notes.insert("child.words".to_owned(), text.into());
        let mut desk = Desk::with(&[case], WIDE);
        desk.do_(Action::OpenCase).go("child");
        Self::new(desk.model)
    }

    fn send(&mut self, msg: Msg) {
        let now = self.model.now;
        drop(update(&mut self.model, now, msg));
        self.draw();
    }

    fn draw(&mut self) {
        let model = &self.model;
        sure(self.terminal.draw(|frame| view(model, frame)));
    }

    /// Measures one letter, typed and taken back in turn so that the text keeps its length.
    fn bench(mut self, bencher: Bencher<'_, '_>) {
        let mut keys = [KeyCode::Char('x'), KeyCode::Backspace].into_iter().cycle();
        bencher.bench_local(|| {
            let key = keys.next().unwrap_or(KeyCode::Null);
            self.send(Msg::Key(KeyEvent::new(key, KeyModifiers::NONE)));
        });
    }
}

#[divan::bench(args = [0, 10_000, 45_000])]
fn key_in_one_paragraph(bencher: Bencher<'_, '_>, bytes: usize) {
    Running::writing(&text(ENGLISH, bytes, usize::MAX)).bench(bencher);
}

#[divan::bench(args = [10_000, 45_000])]
fn key_in_many_paragraphs(bencher: Bencher<'_, '_>, bytes: usize) {
    Running::writing(&text(ENGLISH, bytes, 4)).bench(bencher);
}

#[divan::bench(args = [10_000, 45_000])]
fn key_in_polish(bencher: Bencher<'_, '_>, bytes: usize) {
    Running::writing(&text(POLISH, bytes, usize::MAX)).bench(bencher);
}

#[divan::bench(args = [10_000, 45_000])]
fn key_in_vietnamese(bencher: Bencher<'_, '_>, bytes: usize) {
    Running::writing(&text(VIETNAMESE, bytes, usize::MAX)).bench(bencher);
}

#[divan::bench]
fn open_the_meeting(bencher: Bencher<'_, '_>) {
    let case = sample("DEMO-02");
    let desk = Desk::with(std::slice::from_ref(&case), WIDE);
    let (case, version) = sure(desk.store.load(&case.id));
    let opened = || {
        Outcome::Opened(case.id.clone(), {
            let (case, hold) = (Box::new(case.clone()), Hold::Here { left: None });
            Ok(Opened { case, version, hold, others: 0, bookmark: None })
        })
    };
    bencher.with_inputs(|| (Running::new(desk.model.clone()), opened())).bench_local_values(
        |(mut running, opened)| {
            running.send(Msg::Done(opened));
            running
        },
    );
}

#[divan::bench(args = [1_000, 10_000])]
fn list_the_cases(bencher: Bencher<'_, '_>, count: usize) {
    bencher.with_inputs(|| (Running::new(empty()), entries(count))).bench_local_values(
        |(mut running, entries)| {
            running.send(Msg::Done(Outcome::Found(entries)));
            running.send(Msg::Done(Outcome::Listed(Ok(()))));
            running
        },
    );
}

#[divan::bench(args = [1_000, 10_000])]
fn step_down_the_list(bencher: Bencher<'_, '_>, count: usize) {
    let mut running = listed(count);
    bencher.bench_local(|| running.send(Msg::Do(Action::Down)));
}

#[divan::bench(args = [1_000, 10_000])]
fn find_key(bencher: Bencher<'_, '_>, count: usize) {
    let mut running = listed(count);
    running.send(Msg::Do(Action::FindCase));
    running.send(Msg::Insert("kowalsk".to_owned()));
    running.bench(bencher);
}

/// The program as it starts, its store not read yet.
fn empty() -> Model {
    let now = Now { since_start: 0, wall: start_of_time() };
    Model::start(reference(), false, WIDE, now).0
}

fn listed(count: usize) -> Running {
    let mut running = Running::new(empty());
    running.send(Msg::Done(Outcome::Found(entries(count))));
    running.send(Msg::Done(Outcome::Listed(Ok(()))));
    running
}

/// So many cases, of children with various names and dates.
fn entries(count: usize) -> Vec<Entry> {
    const FIRST: [&str; 5] = ["Zofia", "Łukasz", "Thandiwe", "Minh", "Şükran"];
    const LAST: [&str; 7] =
        ["Kowalska", "Wiśniewski", "Ashgrove", "Nguyễn", "O’Brien", "Yıldız", "Bell"];
    let template = sample("DEMO-02");
    let known = sure(profiles::built_in());
    let from = Viewpoint { today: NaiveDate::default(), reference: &known };
    let named = (0..count).zip(FIRST.into_iter().cycle()).zip(LAST.into_iter().cycle());
    named
        .map(|((n, first), last)| {
            let id: CaseId = sure(format!("MM-2026-{n:03}").parse());
            let name = format!("{first} {last} {n}").into();
            let mut case = Case { id, ..template.clone() };
            case.child.name = name;
            let days = Days::new(u64::try_from(n * 37 % 400).unwrap_or(0));
            case.meeting.on = When::On(start_of_time().date() + days);
            Entry::Case(Box::new(Summary::of(&case, from)))
        })
        .collect()
}
