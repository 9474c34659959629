//! `convenor report`: the figures of a school year.
//!
//! Must never print a count that identifies a child, nor name anybody unless asked to.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::failure::Failure;
use super::output::{SCHEMA, complain, print, print_json};
use crate::domain::case::Case;
use crate::domain::date::Date;
use crate::domain::forum::{self, Counts, Figures, Line, Shown};
use crate::domain::reference::{Profiles, Reference};
use crate::domain::report::{Names, SchoolYear, columns, figures};
use crate::domain::summary::Viewpoint;
use crate::domain::text::{capital, clean_line};
use crate::export::csv;
use crate::store::error::{in_words, shown};
use crate::store::whole::write_whole;
use crate::store::{Store, read_all};

/// What is wanted.
pub(super) struct Wish {
    year: SchoolYear,
    csv: Option<PathBuf>,
    names: Names,
    json: bool,
}

impl Wish {
    pub(super) fn read(
        year: &str,
        csv: Option<PathBuf>,
        names: bool,
        json: bool,
    ) -> Result<Self, Failure> {
        let read = year.parse().map_err(|error| Failure::NoYear(clean_line(year), error))?;
        let wish = Self { year: read, csv, names: Names::asked(names), json };
        if json && wish.rows_to_screen() { Err(Failure::TwoOutputs) } else { Ok(wish) }
    }

    fn rows_to_screen(&self) -> bool {
        self.csv.as_ref().is_some_and(|path| path.as_os_str() == "-")
    }
}

pub(super) fn report(
    store: &dyn Store,
    reference: &Reference,
    wish: &Wish,
    today: Date,
) -> Result<(), Failure> {
    let profiles = &reference.profiles;
    let view = Viewpoint { today, reference };
    let mut cases = Vec::new();
    let damaged = read_all(store, view, &mut |case| {
        if case.is_of(wish.year) {
            cases.push(case);
        }
    })?;
    if !wish.json {
        for (name, reason) in &damaged {
            complain(&format!("{name} is left out: {reason}"));
        }
    }
    let rows = rows(&cases, profiles, wish.names, today);
    if wish.rows_to_screen() {
        return print_rows(&rows);
    }
    if let Some(path) = &wish.csv {
        write(store, path, &csv(&rows))?;
    }
    let counts = forum::figures(&cases, today);
    if wish.json {
        return print_json(&told(wish, &rows, &counts, &damaged));
    }
    print(&page(wish.year, &forums(&cases, profiles), &counts))
}

/// The names of the columns, and then a row a case.
fn rows(cases: &[Case], profiles: &Profiles, names: Names, today: Date) -> Vec<Vec<String>> {
    let head = columns(names).into_iter().map(str::to_owned).collect();
    let rows = cases.iter().map(|case| figures(case, profiles.of(case), today, names));
    std::iter::once(head).chain(rows).collect()
}

fn print_rows(rows: &[Vec<String>]) -> Result<(), Failure> {
    super::output::print_bytes(csv(rows).as_bytes())
}

/// Writes the rows to a new file that only its owner can read, and never among the cases.
fn write(store: &dyn Store, path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |reason: &str| Failure::NotWritten(shown(path), reason.to_owned());
    if store.holds(path) {
        return Err(refused("it would lie among the cases. Choose another folder"));
    }
    if path.symlink_metadata().is_ok() {
        return Err(refused("something of that name is there already. Choose another name"));
    }
    write_whole(path, text.as_bytes()).map_err(|error| refused(&in_words(&error)))
}

/// The partnerships of the protocols under which the cases are, each once.
fn forums<'a>(cases: &[Case], profiles: &'a Profiles) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for name in cases.iter().flat_map(|case| &profiles.of(case).forum) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

fn page(year: SchoolYear, forums: &[&str], counts: &Figures) -> String {
    let mut lines = vec![format!("Managed moves in the school year {year}")];
    if !forums.is_empty() {
        lines.push(format!("For: {}", forums.join(", ")));
    }
    match counts.total {
        Shown::Count(0) => lines.push("There is no case in this year.".to_owned()),
        Shown::Few | Shown::Withheld => {
            lines.push("There are fewer than 5 cases: no figures are shown.".to_owned());
        }
        Shown::Count(total) => {
            lines.push(format!("Cases in all: {total}"));
            counts.tables.iter().for_each(|table| table_lines(table, &mut lines));
            lines.push(String::new());
            lines.push(RULE.to_owned());
        }
    }
    lines.join("\n") + "\n"
}

const RULE: &str = "Numbers from 1 to 4 are not given, so that nobody is recognised. “Not shown” is a larger number\nthat would give one of them away.";

fn table_lines(table: &Counts, lines: &mut Vec<String>) {
    let several = if table.several { " (a case can have several)" } else { "" };
    lines.push(format!("\n{}{several}", table.title));
    match &table.lines {
        None => lines.push("  not shown: the numbers are too small".to_owned()),
        Some(found) if found.is_empty() => lines.push("  none recorded".to_owned()),
        Some(found) => found.iter().for_each(|line| line_lines(line, 1, lines)),
    }
}

fn line_lines(line: &Line, depth: usize, lines: &mut Vec<String>) {
    lines.push(format!("{}{}: {}", "  ".repeat(depth), capital(&line.label), words(line.shown)));
    line.parts.iter().for_each(|part| line_lines(part, depth + 1, lines));
}

fn words(count: Shown) -> String {
    match count {
        Shown::Count(count) => count.to_string(),
        Shown::Few => "fewer than 5".to_owned(),
        Shown::Withheld => "not shown".to_owned(),
    }
}

fn told(
    wish: &Wish,
    rows: &[Vec<String>],
    counts: &Figures,
    damaged: &[(String, String)],
) -> serde_json::Value {
    let mut rows = rows.iter();
    let head = rows.next().cloned().unwrap_or_default();
    let row = |row: &Vec<String>| {
        let cells = head.iter().cloned().zip(row.iter().map(|cell| cell.as_str().into()));
        cells.collect::<serde_json::Map<_, _>>()
    };
    let table = |table: &Counts| {
        let lines =
            table.lines.as_ref().map(|lines| lines.iter().map(told_line).collect::<Vec<_>>());
        json!({ "by": table.title, "several": table.several, "lines": lines })
    };
    json!({
        "schema": SCHEMA,
        "year": wish.year.to_string(),
        "cases": rows.map(row).collect::<Vec<_>>(),
        "forum": {
            "total": count(counts.total),
            "total_shown": words(counts.total),
            "tables": counts.tables.iter().map(table).collect::<Vec<_>>(),
        },
        "damaged": damaged.iter()
            .map(|(name, reason)| json!({ "name": name, "reason": reason }))
            .collect::<Vec<_>>(),
    })
}

/// The number, where it is given.
fn count(count: Shown) -> Option<u32> {
    match count {
        Shown::Count(count) => Some(count),
        Shown::Few | Shown::Withheld => None,
    }
}

fn told_line(line: &Line) -> serde_json::Value {
    json!({
        "label": line.label,
        "count": count(line.shown),
        "shown": words(line.shown),
        "parts": line.parts.iter().map(told_line).collect::<Vec<_>>(),
    })
}
