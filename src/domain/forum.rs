//! Figures that a partnership may discuss without knowing whose they are (R87; Kirklees): counts by
//! outcome, kind of move, year group, phase and reason.
//!
//! The rule. A count from 1 to 4 reads “fewer than 5”. So that it cannot be worked out from the total
//! and from the other counts, further counts of the same table read “not shown” until every count
//! that is not shown could be at least two numbers: also for somebody who knows that what reads “not
//! shown” is 5 or more. Year groups and phases are one table with two levels, because a phase is the
//! sum of its years. Where even that is not enough, the table is left out; with fewer than 5 cases in
//! all, every table is.

use super::case::{Case, Phase, Year};
use super::date::Date;
use super::report::{outcome, phase_word, reasons_of};
use super::screening::Reason;

/// From which count on a number is shown.
const SMALLEST: u32 = 5;
/// More than any count.
const MANY: u32 = 1_000_000;

/// A count, as far as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The number.
    Count(u32),
    /// From 1 to 4.
    Few,
    /// 5 or more; shown, it would give away one that is small.
    Withheld,
}

/// A count with its words, and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub label: String,
    /// How many.
    pub shown: Shown,
    /// The counts of which it is the sum; empty when it is not divided.
    pub parts: Vec<Line>,
}

/// A table of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// What it is by.
    pub title: &'static str,
    /// The lines; `None` when the numbers are too small for any to be shown.
    pub lines: Option<Vec<Line>>,
    /// Whether one case can stand in several lines.
    pub several: bool,
}

/// The anonymous figures of a school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// How many cases in all.
    pub total: Shown,
    /// The tables.
    pub tables: Vec<Counts>,
}

/// The anonymous figures of these cases.
pub fn figures(cases: &[Case], today: Date) -> Figures {
    let total = counted(cases, |_| true);
    let by = |words: &dyn Fn(&Case) -> String| {
        let mut labels: Vec<String> = cases.iter().map(words).collect();
        labels.sort();
        labels.dedup();
        let leaf = |label: String| Node::leaf(&label, counted(cases, |case| words(case) == label));
        labels.into_iter().map(leaf).collect::<Vec<_>>()
    };
    let reasons = Reason::ALL.iter().filter(|reason| !reason.is_blank()).map(|reason| {
        Node::leaf(reason.label(), counted(cases, |case| reasons_of(case).contains(reason)))
    });
    let table = |title, nodes| Counts { title, lines: shown(nodes, total), several: false };
    let reasons = table("Reason", reasons.filter(|node| node.count > 0).collect());
    Figures {
        total: Node::leaf("", total).shown,
        tables: vec![
            table("Outcome", by(&outcome)),
            table("Kind of move", by(&|case| case.route.label().to_owned())),
            table("Phase and year group", ages(cases, today)),
            Counts { several: true, ..reasons },
        ],
    }
}

fn counted(cases: &[Case], holds: impl Fn(&Case) -> bool) -> u32 {
    u32::try_from(cases.iter().filter(|case| holds(case)).count()).unwrap_or(MANY)
}

/// The phases with their year groups.
fn ages(cases: &[Case], today: Date) -> Vec<Node> {
    let phases = [Some(Phase::Infant), Some(Phase::Primary), Some(Phase::Secondary), None];
    let years = |phase: Option<Phase>| -> Vec<Node> {
        let year = |year: &Year| {
            let of = |case: &Case| case.year(today) == *year && case.phase(today) == phase;
            Node::leaf(year.label(), counted(cases, of))
        };
        Year::ALL.iter().map(year).filter(|node| node.count > 0 && phase.is_some()).collect()
    };
    let node = |phase: Option<Phase>| {
        let count = counted(cases, |case| case.phase(today) == phase);
        Node { parts: years(phase), ..Node::leaf(phase_word(phase), count) }
    };
    phases.into_iter().map(node).filter(|node| node.count > 0).collect()
}

/// A count while it is decided what is shown.
#[derive(Clone, Debug)]
struct Node {
    label: String,
    count: u32,
    shown: Shown,
    parts: Vec<Node>,
    /// What somebody who reads the table can say that it is at least and at most.
    range: (u32, u32),
}

impl Node {
    fn leaf(label: &str, count: u32) -> Self {
        let few = (1..SMALLEST).contains(&count);
        let shown = if few { Shown::Few } else { Shown::Count(count) };
        Self { label: label.to_owned(), count, shown, parts: Vec::new(), range: (0, 0) }
    }

    fn without_parts(&self) -> Self {
        Self { parts: Vec::new(), ..self.clone() }
    }

    fn into_line(self) -> Line {
        let parts = self.parts.into_iter().map(Self::into_line).collect();
        Line { label: self.label, shown: self.shown, parts }
    }

    /// From below: what the count can be by what it reads and by what its parts read.
    fn read_up(&mut self) {
        self.range = match self.shown {
            Shown::Count(count) => (count, count),
            Shown::Few => (1, SMALLEST - 1),
            Shown::Withheld => (SMALLEST, MANY),
        };
        if self.parts.is_empty() {
            return;
        }
        self.parts.iter_mut().for_each(Self::read_up);
        let (least, most) = sum(&self.parts);
        self.range = (self.range.0.max(least), self.range.1.min(most));
    }

    /// From above: what the parts can be by what the whole is.
    fn read_down(&mut self) {
        let (least, most) = sum(&self.parts);
        for part in &mut self.parts {
            let others = (least.saturating_sub(part.range.0), most.saturating_sub(part.range.1));
            let from_above =
                (self.range.0.saturating_sub(others.1), self.range.1.saturating_sub(others.0));
            part.range = (part.range.0.max(from_above.0), part.range.1.min(from_above.1));
        }
        self.parts.iter_mut().for_each(Self::read_down);
    }

    /// Whether somebody can work out this count although it is not shown.
    fn is_given_away(&self) -> bool {
        !matches!(self.shown, Shown::Count(_)) && self.range.0 == self.range.1
    }

    /// Withholds one more count: the smallest beside one that is given away, else the smallest of all.
    fn withhold_one(&mut self) -> Option<()> {
        let beside = self.parts.iter().any(Self::is_given_away);
        if !beside && self.parts.iter_mut().any(|part| part.withhold_one().is_some()) {
            return Some(());
        }
        let open = self.parts.iter_mut().filter(|part| matches!(part.shown, Shown::Count(1..)));
        if let Some(part) = open.min_by_key(|part| part.count) {
            part.shown = Shown::Withheld;
            return Some(());
        }
        self.parts.iter_mut().find_map(Self::withhold_one)
    }

    fn gives_away(&self) -> bool {
        self.is_given_away() || self.parts.iter().any(Self::gives_away)
    }

    /// Withholds until nothing is given away; `None` when that cannot be.
    fn made_safe(mut self) -> Option<Self> {
        loop {
            self.read_up();
            self.read_down();
            if !self.gives_away() {
                return Some(self);
            }
            self.withhold_one()?;
        }
    }
}

fn sum(nodes: &[Node]) -> (u32, u32) {
    let least = nodes.iter().fold(0, |sum: u32, node| sum.saturating_add(node.range.0));
    let most = nodes.iter().fold(0, |sum: u32, node| sum.saturating_add(node.range.1));
    (least, most)
}

/// The lines of a table as they may be shown, with their parts if these can be kept. The sum of the
/// lines counts as known, whether or not it is printed.
fn shown(nodes: Vec<Node>, total: u32) -> Option<Vec<Line>> {
    if total < SMALLEST {
        return None;
    }
    let sum = nodes.iter().map(|node| node.count).sum();
    let whole: Vec<Node> = nodes.iter().map(Node::without_parts).collect();
    let root = |parts| Node {
        label: String::new(),
        count: sum,
        shown: Shown::Count(sum),
        parts,
        range: (sum, sum),
    };
    let safe = root(nodes).made_safe().or_else(|| root(whole).made_safe())?;
    Some(safe.parts.into_iter().map(Node::into_line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every number that a line could be, for somebody who reads a table.
    fn readings(shown: Shown, most: u32) -> Vec<u32> {
        match shown {
            Shown::Count(count) => vec![count].into_iter().filter(|count| *count <= most).collect(),
            Shown::Few => (1..=4).filter(|count| *count <= most).collect(),
            Shown::Withheld => (5..=most).collect(),
        }
    }

    /// Every set of numbers, line by line and part by part, that fits a table and its sum: tried out
    /// one by one, without the reasoning of the program.
    fn fitting(lines: &[Line], sum: u32) -> Vec<Vec<u32>> {
        let Some((first, rest)) = lines.split_first() else {
            return if sum == 0 { vec![Vec::new()] } else { Vec::new() };
        };
        let mut found = Vec::new();
        for count in readings(first.shown, sum) {
            let parts = if first.parts.is_empty() {
                vec![Vec::new()]
            } else {
                fitting(&first.parts, count)
            };
            for parts in parts {
                for rest in fitting(rest, sum - count) {
                    found.push([vec![count], parts.clone(), rest].concat());
                }
            }
        }
        found
    }

    fn flat(lines: &[Line]) -> Vec<Shown> {
        lines.iter().flat_map(|line| [vec![line.shown], flat(&line.parts)].concat()).collect()
    }

    fn safe(lines: &[Line], sum: u32) -> bool {
        let fits = fitting(lines, sum);
        flat(lines).iter().enumerate().all(|(at, shown)| {
            let first = fits.first().map(|fit| fit[at]);
            matches!(shown, Shown::Count(_)) || fits.iter().any(|fit| Some(fit[at]) != first)
        })
    }

    fn nodes(counts: &[u32]) -> Vec<Node> {
        counts.iter().map(|count| Node::leaf("x", *count)).collect()
    }

    proptest! {
        #[test]
        fn no_count_that_is_not_shown_can_be_worked_out(counts in prop::collection::vec(1_u32..14, 1..5)) {
            let total = counts.iter().sum();
            if let Some(lines) = shown(nodes(&counts), total) {
                prop_assert!(safe(&lines, total), "{counts:?}: {lines:?}");
                for (line, count) in lines.iter().zip(&counts) {
                    prop_assert!(*count >= 5 || line.shown == Shown::Few, "{lines:?}");
                }
            }
        }

        #[test]
        fn nor_from_the_sums_of_its_parts(groups in prop::collection::vec(prop::collection::vec(1_u32..9, 1..4), 1..3)) {
            let whole = |counts: &Vec<u32>| Node { parts: nodes(counts), ..Node::leaf("p", counts.iter().sum()) };
            let total = groups.iter().flatten().sum();
            if let Some(lines) = shown(groups.iter().map(whole).collect(), total) {
                prop_assert!(safe(&lines, total), "{groups:?}: {lines:?}");
                prop_assert!(flat(&lines).iter().all(|shown| !matches!(shown, Shown::Count(1..5))));
            }
        }
    }

    #[test]
    fn large_counts_are_all_shown_and_a_small_one_takes_another_with_it() {
        let shown_of =
            |counts: &[u32]| shown(nodes(counts), counts.iter().sum()).map(|lines| flat(&lines));
        assert_eq!(shown_of(&[5, 9]), Some(vec![Shown::Count(5), Shown::Count(9)]));
        let kept = vec![Shown::Few, Shown::Withheld, Shown::Count(20)];
        assert_eq!(shown_of(&[3, 8, 20]), Some(kept));
        assert_eq!(shown_of(&[1, 5]), None, "one and five are the only way to six");
        assert_eq!(shown_of(&[1, 2]), None, "fewer than five cases in all");
    }
}
