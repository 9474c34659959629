//! The readings of a target so far, in words and as a small chart of plain characters.
//!
//! A bar only shows what the words beside it say: nothing is told by the chart alone.

use super::case::Case;
use super::date::Date;
use super::people::RowId;
use super::plan::Target;

/// The most characters of the longest bar.
const LONGEST_BAR: usize = 30;
/// With fewer characters for the longest bar, there are no bars.
const SHORTEST_BAR: u16 = 4;

/// The readings of a target, from where things stood to where they should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// In order: where things stood, each review’s reading, the target.
    pub points: Vec<Point>,
    /// How the last reading stands to the target, in words; blank while that cannot be said.
    pub state: &'static str,
}

/// One number of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When or what: "at first", "Week 4 review", "target".
    pub label: String,
    /// As it was written.
    pub said: String,
    /// The digits in it; blank when there are none.
    pub digits: String,
    /// The number that they make, if there is one.
    pub number: Option<f64>,
}

impl Case {
    /// The readings of a target up to a review, or all of them; the target as it holds on a day.
    pub fn chart(&self, target: RowId, until: Option<RowId>, day: Date) -> Option<Chart> {
        let agreed = self.target_now(target, day)?;
        let mut points = vec![Point::new("at first", &agreed.baseline)];
        let end = until.and_then(|id| self.reviews.iter().position(|review| review.id == id));
        let mut reviews: Vec<_> = self.reviews.iter().collect();
        reviews.sort_by_key(|row| row.held.day().or(row.on.day()).unwrap_or(Date::MAX));
        let last = end.and_then(|at| self.reviews.get(at)).map(|review| review.id);
        for review in reviews {
            let mut mine = self.readings.iter().filter(|row| row.review == review.id);
            if let Some(reading) = mine.find(|row| row.target == target) {
                points.push(Point::new(&review.label, &reading.value));
            }
            if Some(review.id) == last {
                break;
            }
        }
        points.retain(|point| !point.said.is_empty());
        let state = state(&agreed, &points);
        points.push(Point::new("target", &agreed.number));
        points.retain(|point| !point.said.is_empty());
        Some(Chart { points, state })
    }
}

/// How the last reading stands to the target. Which way is better follows from where things stood.
fn state(target: &Target, points: &[Point]) -> &'static str {
    let numbers = (number_in(&target.baseline), number_in(&target.number));
    let (Some(first), Some(goal)) = numbers else { return "" };
    let reading = points.iter().skip(1).next_back().and_then(|point| point.number);
    let Some(now) = reading else { return "" };
    let ahead = |by: f64| if goal >= first { by } else { -by };
    if ahead(now - goal) >= 0.0 {
        "target reached"
    } else if ahead(now - first) > 0.0 {
        "nearer to the target"
    } else if ahead(now - first) < 0.0 {
        "further from the target"
    } else {
        "as at first"
    }
}

impl Point {
    fn new(label: &str, said: &str) -> Self {
        let said = said.trim().to_owned();
        let digits = digits_in(&said).unwrap_or_default().to_owned();
        Self { label: label.to_owned(), number: number_in(&said), digits, said }
    }
}

impl Chart {
    /// Every number in words: "at first 93.1, Week 4 review 94, target 96: nearer to the target".
    pub fn words(&self) -> String {
        let said: Vec<String> =
            self.points.iter().map(|point| format!("{} {}", point.label, point.said)).collect();
        let said = said.join(", ");
        if self.state.is_empty() { said } else { format!("{said}: {}", self.state) }
    }

    /// A line for each number, at most so many characters wide, with a bar; no lines unless there are two
    /// numbers to compare and room for bars. The shortest bar is not nothing, and the scale begins below
    /// the least number.
    pub fn lines(&self, width: u16) -> Vec<String> {
        let numbers: Vec<f64> = self.points.iter().filter_map(|point| point.number).collect();
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if numbers.len() < 2 || most <= least {
            return Vec::new();
        }
        let column = |text: fn(&Point) -> &str| {
            self.points.iter().map(|point| text(point).chars().count()).max().unwrap_or(0)
        };
        let (labels, values) = (column(|point| &point.label), column(|point| &point.digits));
        let left = usize::from(width).saturating_sub(labels + values + 4).min(LONGEST_BAR);
        let wide = u16::try_from(left).unwrap_or(0);
        if wide < SHORTEST_BAR {
            return Vec::new();
        }
        let from = least - (most - least) / 4.0;
        let line = |point: &Point| {
            let Point { label, digits, number, .. } = point;
            let bar = number.map_or(0, |number| cells((number - from) / (most - from), wide));
            format!("{label:<labels$}  {digits:>values$}  {}", "=".repeat(bar))
        };
        self.points.iter().map(|point| line(point).trim_end().to_owned()).collect()
    }
}

/// A part of so many cells, at least one.
fn cells(part: f64, wide: u16) -> usize {
    let wide = wide.max(1);
    (1..=wide).take_while(|cell| f64::from(*cell) <= part * f64::from(wide) + 0.5).count().max(1)
}

/// The first number in a text: "93.1 %" is 93.1.
fn number_in(text: &str) -> Option<f64> {
    digits_in(text)?.replace(',', ".").parse().ok()
}

/// The digits of the first number in a text, with its point.
fn digits_in(text: &str) -> Option<&str> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    Some(rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::{Reading, Review};

    fn case(values: [&str; 4]) -> Case {
        let [baseline, week4, week12, goal] = values;
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.targets.push(Target {
            id: RowId(1),
            baseline: baseline.into(),
            number: goal.into(),
            ..Target::default()
        });
        for (id, label, value) in [(2, "Week 4 review", week4), (3, "Week 12 review", week12)] {
            let review = RowId(id);
            case.reviews.push(Review { id: review, label: label.into(), ..Review::default() });
            let reading =
                Reading { review, target: RowId(1), value: value.into(), ..Reading::default() };
            case.readings.push(reading);
        }
        case
    }

    #[test]
    fn every_number_is_said_in_words_and_drawn_as_a_bar() {
        let chart = case(["93.1 %", "94", "", "96"]).chart(RowId(1), None, Date::MIN).unwrap();
        assert_eq!(
            chart.words(),
            "at first 93.1 %, Week 4 review 94, target 96: nearer to the target"
        );
        assert_eq!(
            chart.lines(31),
            [
                "at first       93.1  ==",
                "Week 4 review    94  ====",
                "target           96  ==========",
            ]
        );
    }

    #[test]
    fn fewer_is_better_where_the_target_is_below_the_start() {
        for (value, said) in [
            ("1", "target reached"),
            ("4", "nearer to the target"),
            ("7", "further from the target"),
            ("6", "as at first"),
        ] {
            let chart = case(["6 late marks", value, "", "2"]).chart(RowId(1), None, Date::MIN);
            assert_eq!(chart.unwrap().state, said, "{value}");
        }
    }

    #[test]
    fn a_review_shows_nothing_of_those_after_it() {
        let case = case(["90", "92", "95", "96"]);
        let chart = case.chart(RowId(1), Some(RowId(2)), Date::MIN).unwrap();
        assert_eq!(chart.words(), "at first 90, Week 4 review 92, target 96: nearer to the target");
    }

    #[test]
    fn words_without_numbers_make_no_bars() {
        let chart =
            case(["often late", "better", "", ""]).chart(RowId(1), None, Date::MIN).unwrap();
        assert_eq!(chart.lines(80), [""; 0]);
        assert_eq!(chart.words(), "at first often late, Week 4 review better");
    }
}
