//! Blocks measured into strips: pieces as wide as the page that are never cut in two.
//!
//! No strip is ever higher than a page, or there would be a text that stands nowhere.

use super::face::{Faces, Ink, Setting};
use super::rows;
use super::tree::{Kind, NodeId, ROOT, Tree};
use crate::export::document::{Block, Document};

/// The width of the text, and the height of the space for it on a page.
pub(super) const WIDTH: f32 = 174.0;
pub(super) const HEIGHT: f32 = 255.0;
const INDENT: f32 = 5.0;
/// The width of what stands to the left: labels of facts, and subheadings beside their text.
pub(super) const LABELS: f32 = 46.0;
/// How many lines a subheading has at most that stands beside its text.
const MOST_ASIDE: usize = 4;
/// The room between a subheading and the text beside it.
const ASIDE_GAP: f32 = 2.0;
/// The side of a box to tick, and where the words beside it begin.
const TICK: f32 = 3.8;
const TICK_INDENT: f32 = 8.0;
/// From one line to write on to the next: as far as handwriting needs.
pub(super) const WRITING: f32 = 8.5;

/// A piece of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    pub(super) height: f32,
    /// The space above it, unless it is the first of its page.
    pub(super) above: f32,
    /// Whether the next strip must stand on the same page.
    pub(super) with_next: bool,
    /// Drawn again above this strip when it is the first of its page.
    pub(super) head: Option<std::rc::Rc<Strip>>,
    pub(super) marks: Vec<Mark>,
}

/// Something drawn in a strip; measured from the left edge of the text and the top of the strip.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Text {
        x: f32,
        y: f32,
        setting: Setting,
        text: String,
        node: NodeId,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        thickness: f32,
        ink: Ink,
    },
    /// Lines that mean something: a box to tick, room to write.
    Drawing {
        lines: Vec<Stroke>,
        node: NodeId,
    },
}

/// A line from a point to another.
pub(super) type Stroke = ((f32, f32), (f32, f32));

/// The strips measured so far.
pub(super) struct Measure<'a> {
    pub(super) faces: &'a Faces,
    pub(super) strips: Vec<Strip>,
    pub(super) tree: Tree,
    /// Where running text begins: beside a subheading, the text has a column of its own.
    left: f32,
}

/// A subheading that stands to the left of its text.
struct Aside {
    lines: Vec<String>,
    node: NodeId,
}

/// Measures a whole document.
pub(super) fn measure(document: &Document, faces: &Faces) -> (Vec<Strip>, Tree) {
    let mut measure = Measure { faces, strips: Vec::new(), tree: Tree::new(), left: 0.0 };
    measure.title(document);
    let mut aside: Option<Aside> = None;
    for (n, block) in document.blocks.iter().enumerate() {
        let next = document.blocks.get(n + 1);
        if let (Block::Subheading(label), Some(next)) = (block, next)
            && is_running(next)
        {
            aside = measure.aside(label);
            if aside.is_some() {
                continue;
            }
        }
        if aside.is_some() {
            measure.left = LABELS;
        } else if !is_running(block) {
            measure.left = 0.0;
        }
        let first = measure.strips.len();
        let follows_heading = matches!(before(document, n), Some(Block::Heading(_)));
        measure.block(block, follows_heading);
        if let Some(label) = aside.take() {
            measure.put_aside(label, first);
        }
        if introduces(block, next) {
            measure.stay_with_next();
        }
    }
    (measure.strips, measure.tree)
}

impl Measure<'_> {
    fn title(&mut self, document: &Document) {
        let title = self.tree.add(Kind::Title, ROOT);
        self.text(&document.title, Setting::TITLE, 0.0, Place { x: 0.0, node: title });
        for (text, setting) in
            [(&document.subtitle, Setting::SUBTITLE), (&document.dateline, Setting::DATELINE)]
        {
            let node = self.tree.add(Kind::Paragraph, ROOT);
            self.text(text, setting, 1.0, Place { x: 0.0, node });
        }
        let rule =
            Mark::Line { from: (0.0, 2.2), to: (WIDTH, 2.2), thickness: 0.7, ink: Ink::Blue };
        self.strips.push(Strip { height: 3.0, marks: vec![rule], ..Strip::default() });
    }

    /// A subheading whose text follows beside it; none when it is so long that it stands better above.
    fn aside(&mut self, label: &str) -> Option<Aside> {
        let lines = self.faces.lines(Setting::SUBHEADING, label, LABELS - ASIDE_GAP);
        if lines.len() > MOST_ASIDE {
            return None;
        }
        let node = self.tree.add_heading(Kind::Subheading, label);
        Some(Aside { lines, node })
    }

    /// Puts a subheading beside the text that begins with the strip `first`, and keeps it on one page
    /// with as much of the text as it is high.
    fn put_aside(&mut self, Aside { lines, node }: Aside, first: usize) {
        let setting = Setting::SUBHEADING;
        let count = u8::try_from(lines.len()).unwrap_or(u8::MAX);
        let wanted = f32::from(count) * setting.leading;
        let strips = self.strips.get_mut(first..).unwrap_or_default();
        let mut high = 0.0;
        let last = strips.len().saturating_sub(1);
        for (n, strip) in strips.iter_mut().enumerate() {
            high += strip.height + if n == 0 { 0.0 } else { strip.above };
            if high >= wanted {
                break;
            }
            if n == last {
                strip.height += wanted - high;
            } else {
                strip.with_next = true;
            }
        }
        let Some(strip) = strips.first_mut() else { return };
        let marks = (0_u8..).zip(lines).map(|(n, text)| {
            let y = f32::from(n) * setting.leading;
            Mark::Text { x: 0.0, y, setting, text, node }
        });
        strip.marks.splice(0..0, marks);
    }

    fn block(&mut self, block: &Block, follows_heading: bool) {
        let above = if follows_heading { 0.6 } else { 1.5 };
        match block {
            Block::Heading(text) => {
                let node = self.tree.add_heading(Kind::Heading, text);
                self.text(text, Setting::HEADING, 4.0, Place { x: 0.0, node });
            }
            Block::Subheading(text) => {
                let node = self.tree.add_heading(Kind::Subheading, text);
                self.text(text, Setting::SUBHEADING, above + 0.4, Place { x: 0.0, node });
            }
            Block::Paragraph(text) => {
                let node = self.tree.add(Kind::Paragraph, ROOT);
                self.text(text, Setting::BODY, above, Place { x: self.left, node });
            }
            Block::Points(points) => self.points(points, above),
            Block::Quote(lines) => self.quote(lines, above),
            Block::Facts(facts) => rows::facts(self, facts),
            Block::Ticks(lines) => self.ticks(lines),
            Block::Lines(count) => self.lines_to_write_on(*count),
            Block::Table(table) => rows::table(self, table),
            Block::Signatures(signatures) => rows::signatures(self, signatures),
            Block::Remark(text) => {
                let node = self.tree.add(Kind::Paragraph, ROOT);
                self.text(text, Setting::SMALL, above, Place { x: 0.0, node });
            }
        }
    }

    fn points(&mut self, points: &[String], above: f32) {
        let list = self.tree.add(Kind::List, ROOT);
        let mut starts = Vec::new();
        for point in points.iter().filter(|point| !point.is_empty()) {
            let item = self.tree.add(Kind::Item, list);
            let label = self.tree.add(Kind::Label, item);
            let node = self.tree.add(Kind::Body, item);
            let first = self.strips.len();
            starts.push(first);
            let above = if starts.len() == 1 { above } else { 0.4 };
            self.text(point, Setting::BODY, above, Place { x: self.left + INDENT, node });
            if let Some(strip) = self.strips.get_mut(first) {
                let text = "•".to_owned();
                let bullet = Mark::Text {
                    x: self.left + 1.0,
                    y: 0.0,
                    setting: Setting::BODY,
                    text,
                    node: label,
                };
                strip.marks.insert(0, bullet);
            }
        }
        self.keep_ends_together(&starts);
    }

    fn ticks(&mut self, lines: &[String]) {
        let list = self.tree.add(Kind::List, ROOT);
        let mut starts = Vec::new();
        for line in lines.iter().filter(|line| !line.is_empty()) {
            let item = self.tree.add(Kind::Item, list);
            let label = self.tree.add_drawing(Kind::TickBox, item, "☐");
            let node = self.tree.add(Kind::Body, item);
            let first = self.strips.len();
            starts.push(first);
            self.text(line, Setting::BODY, 1.6, Place { x: TICK_INDENT, node });
            if let Some(strip) = self.strips.get_mut(first) {
                let lines = square((1.0, (strip.height - TICK) / 2.0), TICK);
                strip.marks.insert(0, Mark::Drawing { lines, node: label });
            }
        }
        self.keep_ends_together(&starts);
    }

    fn lines_to_write_on(&mut self, count: u8) {
        let words = if count == 1 {
            "Room to write: one line".to_owned()
        } else {
            format!("Room to write: {count} lines")
        };
        let node = self.tree.add_drawing(Kind::Room, ROOT, &words);
        for n in 0..count {
            let y = WRITING - 0.4;
            let lines = vec![((0.0, y), (WIDTH, y))];
            self.strips.push(Strip {
                height: WRITING,
                with_next: n + 1 < count,
                marks: vec![Mark::Drawing { lines, node }],
                ..Strip::default()
            });
        }
    }

    fn quote(&mut self, lines: &[String], above: f32) {
        let quote = self.tree.add(Kind::Quote, ROOT);
        let first = self.strips.len();
        for line in lines {
            let node = self.tree.add(Kind::Paragraph, quote);
            let above = if self.strips.len() == first { above } else { 0.8 };
            self.text(line, Setting::BODY, above, Place { x: self.left + INDENT, node });
        }
        for (n, strip) in self.strips.iter_mut().skip(first).enumerate() {
            let top = if n == 0 { 0.0 } else { -strip.above };
            let bar = Mark::Line {
                from: (self.left + 1.4, top),
                to: (self.left + 1.4, strip.height),
                thickness: 0.8,
                ink: Ink::Line,
            };
            strip.marks.push(bar);
        }
    }

    /// Sets a text line by line. Its first two lines stay together, and so do its last two.
    fn text(&mut self, text: &str, setting: Setting, above: f32, place: Place) {
        let lines = self.faces.lines(setting, text, WIDTH - place.x);
        let count = lines.len();
        for (n, text) in lines.into_iter().enumerate() {
            let Place { x, node } = place;
            self.strips.push(Strip {
                height: setting.leading,
                above: if n == 0 { above } else { 0.0 },
                with_next: n + 1 < count && (n == 0 || n + 2 == count),
                head: None,
                marks: vec![Mark::Text { x, y: 0.0, setting, text, node }],
            });
        }
    }

    /// Keeps the first of several pieces with the second, and the last with the one before it, so
    /// that none stands alone below its heading or on a new page.
    pub(super) fn keep_ends_together(&mut self, starts: &[usize]) {
        let [_, second, ..] = starts else { return };
        for start in [Some(second), starts.last()].into_iter().flatten() {
            if let Some(strip) = start.checked_sub(1).and_then(|n| self.strips.get_mut(n)) {
                strip.with_next = true;
            }
        }
    }

    /// Keeps the strip just measured on the page of the next one.
    fn stay_with_next(&mut self) {
        if let Some(strip) = self.strips.last_mut() {
            strip.with_next = true;
        }
    }
}

/// Whether a block is running text, which has room beside its subheading.
fn is_running(block: &Block) -> bool {
    matches!(block, Block::Paragraph(_) | Block::Points(_) | Block::Quote(_))
}

/// Whether a block means little without the next one on its page.
fn introduces(block: &Block, next: Option<&Block>) -> bool {
    match block {
        Block::Heading(_) | Block::Subheading(_) => true,
        Block::Paragraph(_) => matches!(
            next,
            Some(
                Block::Points(_)
                    | Block::Table(_)
                    | Block::Facts(_)
                    | Block::Signatures(_)
                    | Block::Ticks(_)
                    | Block::Lines(_)
            )
        ),
        Block::Points(_) => matches!(next, Some(Block::Table(_) | Block::Lines(_))),
        _ => false,
    }
}

/// The four sides of a square.
fn square((left, top): (f32, f32), side: f32) -> Vec<Stroke> {
    let (right, bottom) = (left + side, top + side);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    corners.iter().zip(corners.iter().skip(1)).map(|(from, to)| (*from, *to)).collect()
}

/// The block before another.
fn before(document: &Document, n: usize) -> Option<&Block> {
    document.blocks.get(n.checked_sub(1)?)
}

/// Where a text begins, and which node it belongs to.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    node: NodeId,
}
