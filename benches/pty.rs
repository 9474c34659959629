//! What a person waits for: the real program in a real terminal of 120 by 40, from the key that is
//! pressed to the character that is seen. Prints medians and 99th percentiles.
//!
//! `cargo bench --bench pty` measures everything; words after `--` choose measurements by name.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot be taken has nothing to say")]
#![expect(clippy::print_stdout, reason = "the figures are for who asked for them")]
#![expect(clippy::disallowed_methods, reason = "here it is time that is measured")]

#[cfg(unix)]
#[path = "pty/line.rs"]
mod line;

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() {
    measure::all();
}

#[cfg(unix)]
mod measure {
    use std::time::{Duration, Instant};

    use convenor::domain::case::Case;
    use convenor::domain::people::{Person, RowId};
    use convenor::domain::plan::Commitment;
    use convenor::store::FolderStore;
    use tempfile::TempDir;

    use super::line::Line;

    const SENTENCE: &str =
        "She would like one adult whom she can go to when the corridor is loud. ";
    const POLISH: &str = "Chciałaby mieć jedną dorosłą osobę, do której pójdzie, gdy jest głośno. ";
    const SAVED: Duration = Duration::from_millis(1500);

    pub(super) fn all() {
        let chosen: Vec<String> =
            std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
        for (name, measure) in MEASURES {
            if chosen.is_empty() || chosen.iter().any(|word| name.contains(word.as_str())) {
                measure(name);
            }
        }
    }

    /// A measurement, which says what it measured.
    type Measure = fn(&str);

    const MEASURES: [(&str, Measure); 9] = [
        ("key: empty note", |name| key(name, &SENTENCE.repeat(0))),
        ("key: 10 kB, one paragraph", |name| key(name, &SENTENCE.repeat(141))),
        ("key: 45 kB, one paragraph", |name| key(name, &SENTENCE.repeat(634))),
        ("key: 45 kB, many paragraphs", |name| {
            key(name, &format!("{}\n", SENTENCE.repeat(4)).repeat(158));
        }),
        ("key: 10 kB of Polish", |name| key(name, &POLISH.repeat(130))),
        ("bytes per character", bytes),
        ("idle", idle),
        ("start with 1,000 cases", start),
        ("memory with 1,000 cases", memory),
    ];

    /// From pressing a letter to seeing it, with a space after every sixth.
    fn key(name: &str, text: &str) {
        let (_folder, mut line) = writing(text);
        let mut waits = Vec::new();
        for n in 0..600 {
            if n % 7 == 6 {
                line.press(" ");
            } else {
                let began = Instant::now();
                let seen = line.press("e").unwrap();
                waits.push(seen - began);
            }
            line.settle(Duration::from_millis(4));
        }
        say(name, "from key to character", &mut waits);
    }

    /// What the program writes for a character at the end of a line.
    fn bytes(name: &str) {
        let (_folder, mut line) = writing("");
        let mut each = Vec::new();
        let before = line.bytes;
        for n in 0..200 {
            let before = line.bytes;
            line.press(if n % 7 == 6 { " " } else { "e" });
            line.settle(Duration::from_millis(2));
            each.push(line.bytes - before);
        }
        line.settle(SAVED);
        each.sort_unstable();
        println!(
            "{name}: {:.1} on average over 200 typed without a pause, {} in the middle",
            mean(line.bytes - before, 200),
            each.get(each.len() / 2).unwrap(),
        );
        let before = line.bytes;
        for n in 0..40 {
            line.press(if n % 7 == 6 { " " } else { "e" });
            line.settle(Duration::from_millis(150));
        }
        line.settle(SAVED);
        println!(
            "{name}: {:.1} on average over 40 typed at 6 a second, saved on the way",
            mean(line.bytes - before, 40),
        );
        let before = line.bytes;
        for _ in 0..10 {
            line.press("e");
            line.settle(SAVED);
        }
        println!(
            "{name}: {:.1} on average over 10, each saved before the next",
            mean(line.bytes - before, 10),
        );
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand bytes")]
    fn mean(bytes: usize, count: usize) -> f64 {
        bytes as f64 / count as f64
    }

    /// What the program does while nothing happens, between two minutes.
    fn idle(name: &str) {
        let (_folder, mut line) = writing(SENTENCE);
        line.settle(SAVED);
        let (bytes, cpu, wakes) = (line.bytes, line.cpu_ticks(), line.wakes());
        line.settle(Duration::from_secs(8));
        println!(
            "{name}: {} bytes, {} ticks of CPU and {} wakes in 8 s (one frame when a minute begins)",
            line.bytes - bytes,
            line.cpu_ticks() - cpu,
            line.wakes() - wakes,
        );
    }

    fn start(name: &str) {
        let folder = stored(1_000, "");
        let (mut first, mut full) = (Vec::new(), Vec::new());
        for _ in 0..20 {
            let began = Instant::now();
            let mut line = Line::start(folder.path());
            first.push(line.until("Convenor") - began);
            full.push(line.until("1000 open cases, by next date ") - began);
        }
        say(name, "to the first frame", &mut first);
        say(name, "to the whole list", &mut full);
    }

    fn memory(name: &str) {
        let folder = stored(1_000, "");
        let mut line = Line::start(folder.path());
        line.until("1000 open cases, by next date ");
        line.settle(Duration::from_millis(300));
        println!("{name}: {} kB resident", line.status("VmRSS:"));
        println!("{name}: {} kB at most", line.status("VmHWM:"));
    }

    fn say(name: &str, what: &str, waits: &mut [Duration]) {
        waits.sort_unstable();
        let at = |n: usize| waits.get(waits.len() * n / 100).unwrap();
        println!("{name}: {:?} {what} in the middle, {:?} at 99 %", at(50), at(99));
    }

    /// The program with a field of a meeting open that holds this text.
    fn writing(text: &str) -> (TempDir, Line) {
        let folder = stored(1, text);
        let mut line = Line::start(folder.path());
        line.until("1 open cases, by next date ");
        line.send("\r");
        line.until("Case details – ");
        line.send("\x07voice\r");
        line.until("The child’s voice – ");
        line.settle(Duration::from_millis(200));
        (folder, line)
    }

    fn stored(count: usize, words: &str) -> TempDir {
        let folder = TempDir::new().unwrap();
        let mut store = FolderStore::new(folder.path());
        for number in 0..count {
            store.add(&typical(number, words)).unwrap();
        }
        folder
    }

    /// A case as long as most are: some ten kilobytes on disk.
    fn typical(number: usize, words: &str) -> Case {
        let id = format!("MM-2026-{number:03}").parse().unwrap();
        let mut case = Case::new(id, "southwark", "Łucja Nguyễn");
        for key in ["parent.words", "why.reasons", "strengths.strengths"] {
            case.agreed_notes.insert(key.to_owned(), SENTENCE.repeat(4).into());
        }
        case.agreed_notes.insert("child.words".to_owned(), words.into());
        let mut rows = (1..).map(RowId);
        let mut row = move || rows.next().unwrap_or_default();
        for _ in 0..6 {
            let name = "Dr Thandiwe Ashgrove".into();
            case.people.push(Person { id: row(), name, ..Person::default() });
        }
        for _ in 0..9 {
            let what = SENTENCE.into();
            case.commitments.push(Commitment { id: row(), what, ..Commitment::default() });
        }
        case
    }
}
