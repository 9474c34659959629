//! Rows: tables, facts and places to sign.
//!
//! A row is never cut while it fits on a page, and its text is never lost when it does not.

use std::rc::Rc;

use super::face::{Ink, Setting};
use super::strip::{HEIGHT, LABELS, Mark, Measure, Strip, WIDTH, WRITING};
use super::tree::{Kind, NodeId, ROOT};
use crate::export::document::{Fact, Signature, Table};

const PAD_X: f32 = 2.0;
const PAD_Y: f32 = 0.5;
const FACT_PAD_Y: f32 = 0.4;
/// Above the label of a fact that is filled in by hand: it stands on its line.
const HAND_PAD_Y: f32 = 2.0;
/// How high a row of a table is at least that is filled in by hand.
const HAND_ROW: f32 = 9.0;
/// Where the lines to sign on begin, and the room that they take from the top of a row.
const SIGN_AT: f32 = 96.0;
const SIGN_HEIGHT: f32 = 16.5;

/// A cell whose text is broken into lines.
struct Cell {
    x: f32,
    lines: Vec<(Setting, String, NodeId)>,
}

/// How high a row is at least, the height that is taken at the head of each page, and the space
/// above and below its text.
#[derive(Clone, Copy)]
struct Limits {
    least: f32,
    head: f32,
    pad: f32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { least: 0.0, head: 0.0, pad: PAD_Y }
    }
}

pub(super) fn table(measure: &mut Measure<'_>, table: &Table) {
    let node = measure.tree.add(Kind::Table, ROOT);
    let columns = widths(table);
    let first = measure.strips.len();
    let tr = measure.tree.add(Kind::Row, node);
    let mut cells = Vec::new();
    for (column, (x, width)) in table.columns.iter().zip(&columns) {
        let th = measure.tree.add(Kind::ColumnHead, tr);
        cells.push(measure.cell(*x, *width, &[(Setting::CELL_HEAD, &column.head, th)]));
    }
    add_row(measure, &cells, Limits::default());
    let head = measure.tint(first);
    let head_height = head.as_ref().map_or(0.0, |head| head.height);
    let limits = Limits { head: head_height, ..Limits::default() };
    let below_head = measure.strips.len();
    // Where one row is filled in by hand, so are the empty cells of all.
    let by_hand = table.rows.iter().any(|row| row.iter().all(String::is_empty));
    let mut starts = Vec::new();
    for row in &table.rows {
        starts.push(measure.strips.len());
        let tr = measure.tree.add(Kind::Row, node);
        let mut cells = Vec::new();
        for (cell, (x, width)) in row.iter().zip(&columns) {
            let td = measure.tree.add(Kind::Cell, tr);
            cells.push(measure.cell(*x, *width, &[(Setting::CELL, cell, td)]));
        }
        if by_hand && row.iter().any(String::is_empty) {
            add_row(measure, &cells, Limits { least: HAND_ROW, ..limits });
            part_columns(measure, &columns);
        } else {
            add_row(measure, &cells, limits);
        }
    }
    for strip in measure.strips.iter_mut().skip(below_head) {
        strip.head.clone_from(&head);
    }
    measure.keep_ends_together(&starts);
    // Nobody turns the page in the middle of a table that is filled in by hand.
    measure.keep_together_below(if by_hand { HEIGHT / 2.0 } else { HEIGHT / 6.0 }, first);
    if let Some(strip) = measure.strips.get_mut(first) {
        strip.above = 1.8;
    }
}

pub(super) fn facts(measure: &mut Measure<'_>, facts: &[Fact]) {
    let node = measure.tree.add(Kind::Table, ROOT);
    let first = measure.strips.len();
    let mut starts = Vec::new();
    for fact in facts {
        starts.push(measure.strips.len());
        let tr = measure.tree.add(Kind::Row, node);
        let th = measure.tree.add(Kind::RowHead, tr);
        let td = measure.tree.add(Kind::Cell, tr);
        let label = measure.cell(0.0, LABELS, &[(Setting::LABEL, &fact.label, th)]);
        let value = measure.cell(LABELS, WIDTH - LABELS, &[(Setting::CELL, &fact.value, td)]);
        let by_hand = fact.value.is_empty();
        let (least, pad) = if by_hand { (WRITING, HAND_PAD_Y) } else { (0.0, FACT_PAD_Y) };
        add_row(measure, &[label, value], Limits { least, pad, ..Limits::default() });
        if let Some(strip) = measure.strips.last_mut().filter(|_| by_hand) {
            let y = strip.height;
            strip.marks.pop();
            let lines = vec![((LABELS, y), (WIDTH, y))];
            strip.marks.push(Mark::Drawing { lines, node: td });
        }
    }
    measure.keep_ends_together(&starts);
    if let Some(strip) = measure.strips.get_mut(first) {
        strip.above = 1.0;
    }
}

pub(super) fn signatures(measure: &mut Measure<'_>, signatures: &[Signature]) {
    let mut starts = Vec::new();
    for (n, Signature { name, role, answer }) in signatures.iter().enumerate() {
        let node = measure.tree.add(Kind::Paragraph, ROOT);
        let texts = [
            (Setting::CELL_HEAD, name, node),
            (Setting::LABEL, role, node),
            (Setting::CELL, answer, node),
        ];
        let cell = measure.cell(0.0, SIGN_AT - 4.0, &texts);
        let first = measure.strips.len();
        starts.push(first);
        add_row(measure, &[cell], Limits { least: SIGN_HEIGHT, ..Limits::default() });
        if let Some(strip) = measure.strips.get_mut(first) {
            strip.above = if n == 0 { 1.8 } else { 0.0 };
            let date_at = SIGN_AT + 55.0;
            strip.marks.extend(place_to_write("Signature", SIGN_AT, date_at - 4.0, node));
            strip.marks.extend(place_to_write("Date", date_at, WIDTH, node));
        }
    }
    // People sign on one sheet where they can, and nobody alone.
    measure.keep_ends_together(&starts);
    measure.keep_together_below(HEIGHT * 0.8, starts.first().copied().unwrap_or_default());
}

/// A line to write on, with a word below it.
fn place_to_write(word: &str, from: f32, to: f32, node: NodeId) -> [Mark; 2] {
    let y = 11.0;
    let line = Mark::Line { from: (from, y), to: (to, y), thickness: 0.25, ink: Ink::Grey };
    let text = word.to_owned();
    [line, Mark::Text { x: from, y: y + 0.6, setting: Setting::SMALL, text, node }]
}

/// Draws lines between the cells of the row measured last, which is filled in by hand.
fn part_columns(measure: &mut Measure<'_>, columns: &[(f32, f32)]) {
    let Some(strip) = measure.strips.last_mut() else { return };
    for (x, _) in columns.iter().skip(1) {
        let (from, to) = ((*x, 0.0), (*x, strip.height));
        strip.marks.push(Mark::Line { from, to, thickness: 0.25, ink: Ink::Line });
    }
}

/// Left edge and width of each column.
fn widths(table: &Table) -> Vec<(f32, f32)> {
    let total: f32 = table.columns.iter().map(|column| f32::from(column.weight.max(1))).sum();
    let mut left = 0.0;
    let mut columns = Vec::new();
    for column in &table.columns {
        let width = WIDTH * f32::from(column.weight.max(1)) / total;
        columns.push((left, width));
        left += width;
    }
    columns
}

/// Adds a row as one strip, or as several when it is higher than a page.
fn add_row(measure: &mut Measure<'_>, cells: &[Cell], limits: Limits) {
    let leading = Setting::CELL.leading;
    let most = most_lines(HEIGHT - limits.head - 2.0 * limits.pad, leading);
    let longest = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
    let mut begun = 0;
    while begun < longest {
        let count = most.min(longest - begun);
        let is_last = begun + count == longest;
        let mut strip =
            Strip { height: lines_high(count, leading) + 2.0 * limits.pad, ..Strip::default() };
        strip.height = strip.height.max(limits.least);
        for cell in cells {
            for (n, (setting, text, node)) in cell.lines.iter().skip(begun).take(count).enumerate()
            {
                strip.marks.push(Mark::Text {
                    x: cell.x,
                    y: limits.pad + lines_high(n, leading),
                    setting: *setting,
                    text: text.clone(),
                    node: *node,
                });
            }
        }
        if is_last {
            let y = strip.height;
            let ink = Ink::Line;
            strip.marks.push(Mark::Line { from: (0.0, y), to: (WIDTH, y), thickness: 0.25, ink });
        }
        measure.strips.push(strip);
        begun += count;
    }
}

/// How many lines fit into a height; at least one, so that every page makes progress.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page holds less than a hundred lines"
)]
fn most_lines(height: f32, leading: f32) -> usize {
    ((height / leading).floor() as usize).max(1)
}

#[expect(clippy::cast_precision_loss, reason = "a page holds less than a hundred lines")]
fn lines_high(lines: usize, leading: f32) -> f32 {
    lines as f32 * leading
}

impl Measure<'_> {
    /// Breaks the texts of a cell into lines.
    fn cell(&self, x: f32, width: f32, texts: &[(Setting, &String, NodeId)]) -> Cell {
        let mut lines = Vec::new();
        for (setting, text, node) in texts {
            let broken = self.faces.lines(*setting, text, width - 2.0 * PAD_X);
            lines.extend(broken.into_iter().map(|line| (*setting, line, *node)));
        }
        Cell { x: x + PAD_X, lines }
    }

    /// Keeps all strips from `first` on the same page, unless they are higher than this.
    fn keep_together_below(&mut self, most: f32, first: usize) {
        let strips = self.strips.get_mut(first..).unwrap_or_default();
        let height: f32 = strips.iter().map(|strip| strip.height).sum();
        if height > most {
            return;
        }
        if let [all_but_last @ .., _] = strips {
            for strip in all_but_last {
                strip.with_next = true;
            }
        }
    }

    /// Tints the row measured last and makes it a head that is repeated on each page. A head that
    /// leaves little room for rows is neither: each page must make progress.
    fn tint(&mut self, row: usize) -> Option<Rc<Strip>> {
        let is_single = row + 1 == self.strips.len();
        let strip = self.strips.get_mut(row)?;
        strip.with_next = true;
        if !is_single || strip.height > HEIGHT / 3.0 {
            return None;
        }
        let (middle, thickness) = (strip.height / 2.0, strip.height);
        let from = (0.0, middle);
        let to = (WIDTH, middle);
        strip.marks.insert(0, Mark::Line { from, to, thickness, ink: Ink::Tint });
        if let Some(Mark::Line { ink, thickness, .. }) = strip.marks.last_mut() {
            (*ink, *thickness) = (Ink::Blue, 0.35);
        }
        Some(Rc::new(strip.clone()))
    }
}
