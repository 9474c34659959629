//! Killed at a random moment while somebody types: how many characters are lost, and how old is the
//! oldest of them.

use std::time::{Duration, Instant};

use convenor::store::Store;
use rustix::process::Signal;

use crate::at_once;
use crate::seeds::{self, id, note};
use crate::window::{Home, Window};

/// Eight keys a second.
const KEY: Duration = Duration::from_millis(125);
/// Rounds, and how many of them at once.
const ROUNDS: u64 = 200;
const AT_ONCE: usize = 40;
/// When the kill comes, counted from the first key, in milliseconds.
const EARLIEST: u64 = 1_500;
const LATEST: u64 = 8_000;

/// The oldest word that may be lost: 700 ms until it is stored at the latest, 300 ms for storing it,
/// and what forty programs on two cores wait for their turn.
const OLDEST: Duration = Duration::from_millis(1_500);
const MIDDLE: Duration = Duration::from_secs(1);

/// What is typed: its beginning stands nowhere else on the screen.
fn words() -> String {
    let letter = |n: u32| char::from(b'a' + u8::try_from(n * n % 23 + n % 3).unwrap_or_default());
    std::iter::once('#').chain((0..63).map(letter)).collect()
}

/// Numbers that look random and are the same each time (`SplitMix64`).
pub fn random(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What came of one round.
struct Lost {
    characters: usize,
    age: Duration,
}

/// How much of the words the screen shows.
fn shown(window: &Window, words: &str) -> usize {
    let form = window.form();
    let whole = |count: &usize| form.iter().any(|line| line.contains(&words[..*count]));
    (0..=words.len()).rev().find(whole).unwrap_or_default()
}

/// Notes how many characters were shown while the title said that all was saved.
fn watch(window: &mut Window, words: &str, promised: &mut usize, until: Instant) {
    loop {
        if window.says_saved() {
            *promised = shown(window, words).max(*promised);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || !window.wait(left) {
            return;
        }
    }
}

fn round(number: u64) -> Lost {
    let home = Home::new();
    let mut case = seeds::ready_case();
    case.agreed_notes.remove("child.words");
    home.store().add(&case).unwrap();
    let mut window = seeds::open(&home);
    seeds::to_the_note(&mut window);
    let words = words();
    let begun = Instant::now();
    let span = EARLIEST + random(number) % (LATEST - EARLIEST);
    let end = begun + Duration::from_millis(span);
    let (mut typed, mut promised) = (Vec::new(), 0);
    while Instant::now() < end && typed.len() < words.len() {
        window.keys(&words[typed.len()..=typed.len()]);
        typed.push(Instant::now());
        let next = begun + KEY * u32::try_from(typed.len()).unwrap();
        watch(&mut window, &words, &mut promised, next.min(end));
    }
    let killed = Instant::now();
    window.signal(Signal::KILL);
    let soon = killed + Duration::from_millis(300);
    while !window.has_ended() || Instant::now() < soon {
        watch(&mut window, &words, &mut promised, Instant::now() + Duration::from_millis(20));
    }
    let stored = note(&home.store().load(&id()).unwrap().0);
    assert!(words.starts_with(&stored), "{stored:?} is not the beginning of {words:?}");
    assert!(stored.len() >= promised, "{promised} were shown as saved, {} are there", stored.len());
    let characters = typed.len() - stored.len();
    let age = typed.get(stored.len()).map_or(Duration::ZERO, |oldest| killed - *oldest);
    Lost { characters, age }
}

#[test]
#[ignore = "takes a minute and a half: .ci/run runs it"]
fn a_kill_while_typing_loses_no_word_older_than_a_second_and_none_shown_as_saved() {
    let numbers: Vec<u64> = (0..ROUNDS).collect();
    let lost = at_once(AT_ONCE, &numbers, |number| round(*number));
    let mut characters: Vec<usize> = lost.iter().map(|lost| lost.characters).collect();
    let mut ages: Vec<Duration> = lost.iter().map(|lost| lost.age).collect();
    characters.sort_unstable();
    ages.sort_unstable();
    let of = |percent: usize| (lost.len() * percent / 100).min(lost.len() - 1);
    println!("{ROUNDS} rounds at 8 keys a second | median | 95 % | worst");
    println!(
        "characters lost | {} | {} | {}",
        characters[of(50)],
        characters[of(95)],
        characters[of(100)]
    );
    let seconds = |at: usize| ages[at].as_secs_f64();
    println!(
        "age of the oldest | {:.2} s | {:.2} s | {:.2} s",
        seconds(of(50)),
        seconds(of(95)),
        seconds(of(100))
    );
    assert!(ages[of(95)] <= MIDDLE && ages[of(100)] <= OLDEST, "{:?}", ages[of(95)..].to_vec());
}
