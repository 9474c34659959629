//! Pages drawn: text, lines, and what stands at the head and foot of every page.
//!
//! It decides no place of its own but for head and foot; a text that the engine refuses is an
//! error, never a gap.

use genpdf::error::{Error, ErrorKind};
use genpdf::render::{Area, Layer, Renderer};
use genpdf::style::LineStyle;
use genpdf::{Margins, Position, Size};
use printpdf::lopdf::content::Operation;
use printpdf::lopdf::{Dictionary, Object};

use super::face::{Faces, Ink, Setting};
use super::pages::Placed;
use super::strip::{Mark, WIDTH};
use super::tree::NodeId;
use crate::export::document::Document;

const PAPER: (f32, f32) = (210.0, 297.0);
const LEFT: f32 = 18.0;
const TOP: f32 = 22.0;
const HEAD_AT: f32 = 12.0;
const FOOT_AT: f32 = 281.0;

/// A file as the engine writes it, and which piece of which page belongs to which node.
pub(super) struct Drawn {
    pub(super) bytes: Vec<u8>,
    pub(super) pieces: Vec<Piece>,
    pub(super) pages: usize,
}

/// A piece of a page that belongs to a node.
pub(super) struct Piece {
    pub(super) node: NodeId,
    pub(super) page: usize,
    /// Its number on the page.
    pub(super) number: i64,
    /// How far down the page it begins, in millimetres.
    pub(super) top: f32,
}

/// Draws all pages.
pub(super) fn draw(
    document: &Document,
    pages: &[Vec<Placed<'_>>],
    faces: &mut Faces,
) -> Result<Drawn, Error> {
    let paper = Size::new(PAPER.0, PAPER.1);
    let mut renderer = Renderer::new(paper, "")?;
    faces.embed(&renderer)?;
    let mut pieces = Vec::new();
    for (number, strips) in pages.iter().enumerate() {
        if number > 0 {
            renderer.add_page(paper);
        }
        let layer = renderer.last_page().first_layer();
        let mut pen = Pen::new(&layer, faces, number, &mut pieces);
        pen.furniture(document, number + 1, pages.len())?;
        for placed in strips {
            pen.strip(placed)?;
        }
        pen.end_piece();
    }
    let mut bytes = Vec::new();
    renderer.write(&mut bytes)?;
    Ok(Drawn { bytes, pieces, pages: pages.len() })
}

/// What is being drawn: something to read, or something to be passed over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Node(NodeId),
    Artifact,
}

struct Pen<'a> {
    layer: &'a Layer<'a>,
    area: Area<'a>,
    faces: &'a Faces,
    page: usize,
    pieces: &'a mut Vec<Piece>,
    reading: Option<Reading>,
    next_number: i64,
}

/// The room between what every page says on the left and its stamp.
const STAMP_GAP: f32 = 4.0;

impl<'a> Pen<'a> {
    fn new(
        layer: &'a Layer<'a>,
        faces: &'a Faces,
        page: usize,
        pieces: &'a mut Vec<Piece>,
    ) -> Self {
        let mut area = layer.area();
        area.add_margins(Margins::trbl(0.0, 0.0, 0.0, LEFT));
        Self { layer, area, faces, page, pieces, reading: None, next_number: 0 }
    }

    fn furniture(&mut self, document: &Document, page: usize, pages: usize) -> Result<(), Error> {
        let stamp = document.stamp();
        let marked = Setting::SMALL_BOLD;
        let small = Setting::SMALL;
        let count = format!("Page {page} of {pages}");
        for (y, setting, left, right) in [
            (HEAD_AT, marked, document.marking.as_str(), document.reference.as_str()),
            (FOOT_AT, small, document.name.as_str(), count.as_str()),
        ] {
            self.furniture_text(0.0, y, setting, left)?;
            let after = self.faces.width(setting, left) + STAMP_GAP;
            self.furniture_text(after, y, marked, &stamp)?;
            let flush_right = WIDTH - self.faces.width(small, right);
            self.furniture_text(flush_right, y, small, right)?;
        }
        for y in [HEAD_AT + 5.6, FOOT_AT - 1.6] {
            self.line((0.0, y), (WIDTH, y), (0.25, Ink::Line));
        }
        Ok(())
    }

    fn furniture_text(&mut self, x: f32, y: f32, set: Setting, text: &str) -> Result<(), Error> {
        self.begin(Reading::Artifact, y);
        self.text((x, y), set, text)
    }

    fn strip(&mut self, placed: &Placed<'_>) -> Result<(), Error> {
        let top = TOP + placed.top;
        for mark in &placed.strip.marks {
            match mark {
                Mark::Text { x, y, setting, text, node } => {
                    let reading =
                        if placed.repeated { Reading::Artifact } else { Reading::Node(*node) };
                    self.begin(reading, top + y);
                    self.text((*x, top + y), *setting, text)?;
                }
                Mark::Line { from, to, thickness, ink } => {
                    self.line((from.0, top + from.1), (to.0, top + to.1), (*thickness, *ink));
                }
                Mark::Drawing { lines, node } => {
                    self.begin(Reading::Node(*node), top);
                    for (from, to) in lines {
                        let (from, to) = ((from.0, top + from.1), (to.0, top + to.1));
                        self.stroke(from, to, (0.25, Ink::Grey));
                    }
                }
            }
        }
        Ok(())
    }

    /// Prints a line of text in the middle of its leading.
    fn text(&mut self, (x, y): (f32, f32), setting: Setting, text: &str) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        let style = setting.style();
        let metrics = style.metrics(self.faces.cache());
        let height = printpdf::Mm::from(metrics.glyph_height).0;
        let x = x + self.faces.shift(setting, text);
        let place = Position::new(x, y + (setting.leading - height) / 2.0);
        if self.area.print_str(self.faces.cache(), place, style, text)? {
            Ok(())
        } else {
            Err(Error::new("a line of text fell off its page", ErrorKind::PageSizeExceeded))
        }
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), how: (f32, Ink)) {
        self.begin(Reading::Artifact, from.1);
        self.stroke(from, to, how);
    }

    fn stroke(&mut self, from: (f32, f32), to: (f32, f32), (thickness, ink): (f32, Ink)) {
        let style = LineStyle::new().with_thickness(thickness).with_color(ink.color());
        self.area.draw_line([Position::new(from.0, from.1), Position::new(to.0, to.1)], style);
    }

    /// Says what the following marks are, for screen readers.
    fn begin(&mut self, reading: Reading, top: f32) {
        if self.reading == Some(reading) {
            return;
        }
        self.end_piece();
        self.reading = Some(reading);
        let operation = match reading {
            Reading::Artifact => Operation::new("BMC", vec![Object::from("Artifact")]),
            Reading::Node(node) => {
                let number = self.next_number;
                self.next_number += 1;
                self.pieces.push(Piece { node, page: self.page, number, top });
                let mut tag = Dictionary::new();
                tag.set("MCID", number);
                Operation::new("BDC", vec![Object::from("P"), Object::Dictionary(tag)])
            }
        };
        self.layer.layer().add_operation(operation);
    }

    fn end_piece(&mut self) {
        if self.reading.take().is_some() {
            self.layer.layer().add_operation(Operation::new("EMC", Vec::new()));
        }
    }
}
