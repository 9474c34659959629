//! The letters: sizes, weights, inks, how wide a text is and where its lines break.
//!
//! It never measures a text that it would print differently.

use genpdf::fonts::{Font, FontCache, FontData, FontFamily};
use genpdf::style::{Color, Style};
use unicode_segmentation::UnicodeSegmentation;

/// Millimetres in a point.
pub(super) const PT: f32 = 25.4 / 72.0;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    pub(super) size: u8,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
    /// From one line to the next, in millimetres.
    pub(super) leading: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The colours. All of those for text stand out from white by 7 to 1 and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Black,
    Blue,
    Grey,
    Red,
    /// For hairlines.
    Line,
    /// For the ground of a head row.
    Tint,
}

impl Ink {
    pub(super) fn color(self) -> Color {
        match self {
            Self::Black => Color::Rgb(28, 33, 40),
            Self::Blue => Color::Rgb(20, 66, 94),
            Self::Grey => Color::Rgb(78, 86, 96),
            Self::Red => Color::Rgb(140, 20, 20),
            Self::Line => Color::Rgb(190, 197, 204),
            Self::Tint => Color::Rgb(230, 236, 241),
        }
    }
}

impl Setting {
    const fn new(size: u8, weight: Weight, ink: Ink, leading: f32) -> Self {
        Self { size, weight, ink, leading: leading * PT }
    }

    pub(super) const TITLE: Self = Self::new(20, Weight::Bold, Ink::Blue, 26.0);
    pub(super) const SUBTITLE: Self = Self::new(13, Weight::Regular, Ink::Black, 18.0);
    pub(super) const DATELINE: Self = Self::new(10, Weight::Regular, Ink::Grey, 15.0);
    pub(super) const HEADING: Self = Self::new(13, Weight::Bold, Ink::Blue, 18.0);
    pub(super) const SUBHEADING: Self = Self::new(11, Weight::Bold, Ink::Black, 14.5);
    pub(super) const BODY: Self = Self::new(11, Weight::Regular, Ink::Black, 14.5);
    pub(super) const CELL: Self = Self::new(11, Weight::Regular, Ink::Black, 14.0);
    pub(super) const CELL_HEAD: Self = Self::new(11, Weight::Bold, Ink::Black, 14.0);
    pub(super) const LABEL: Self = Self::new(11, Weight::Regular, Ink::Grey, 14.0);
    pub(super) const SMALL: Self = Self::new(9, Weight::Regular, Ink::Grey, 12.0);
    pub(super) const SMALL_BOLD: Self = Self::new(9, Weight::Bold, Ink::Red, 12.0);

    pub(super) fn style(self) -> Style {
        let style = Style::new().with_font_size(self.size).with_color(self.ink.color());
        match self.weight {
            Weight::Regular => style,
            Weight::Bold => style.bold(),
        }
    }
}

/// What a file says about a font, in thousandths of its size.
pub(super) struct Metrics {
    pub(super) name: &'static str,
    pub(super) ascent: i64,
    pub(super) descent: i64,
}

/// The fonts.
pub(super) struct Faces {
    cache: FontCache,
}

impl Faces {
    /// Nothing is set in italics, so the upright faces stand in for the other two and each font
    /// is read and embedded once.
    pub(super) fn new() -> Result<Self, genpdf::error::Error> {
        let regular = FontData::new(ttf_noto_sans::REGULAR.to_vec(), None)?;
        let bold = FontData::new(ttf_noto_sans::BOLD.to_vec(), None)?;
        let family =
            FontFamily { italic: regular.clone(), bold_italic: bold.clone(), regular, bold };
        Ok(Self { cache: FontCache::new(family) })
    }

    pub(super) fn cache(&self) -> &FontCache {
        &self.cache
    }

    pub(super) fn embed(
        &mut self,
        renderer: &genpdf::render::Renderer,
    ) -> Result<(), genpdf::error::Error> {
        self.cache.load_pdf_fonts(renderer)
    }

    /// Whether both weights can print a character.
    pub(super) fn has(&self, c: char) -> bool {
        let family = self.cache.default_font_family();
        let in_font = |font: Font| self.cache.get_rt_font(font).glyph(c).id().0 != 0;
        in_font(family.regular) && in_font(family.bold)
    }

    /// Ascent and descent of both fonts, in the order in which they are embedded.
    pub(super) fn metrics(&self) -> [Metrics; 2] {
        let family = self.cache.default_font_family();
        [(family.regular, "NotoSans-Regular"), (family.bold, "NotoSans-Bold")].map(
            |(font, name)| {
                let font = self.cache.get_rt_font(font);
                let units = f32::from(font.units_per_em()).max(1.0);
                let own = font.v_metrics_unscaled();
                #[expect(clippy::cast_possible_truncation, reason = "a font's height is small")]
                let thousandths = |height: f32| (height * 1000.0 / units).round() as i64;
                Metrics { name, ascent: thousandths(own.ascent), descent: thousandths(own.descent) }
            },
        )
    }

    /// How wide a text is. The font has no kerning, so letters stand side by side.
    pub(super) fn width(&self, setting: Setting, text: &str) -> f32 {
        let style = setting.style();
        text.chars().map(|c| mm(style.char_width(&self.cache, c))).sum()
    }

    /// By how much the engine would shift a line to the left: the space before its first letter.
    pub(super) fn shift(&self, setting: Setting, text: &str) -> f32 {
        let style = setting.style();
        text.chars().next().map_or(0.0, |c| mm(style.char_left_side_bearing(&self.cache, c)))
    }

    /// Breaks a text into lines. Words wider than a line are broken, at a hyphen if
    /// that is enough; each line that ends between
    /// two words keeps a space at its end, or the words would run together when copied.
    pub(super) fn lines(&self, setting: Setting, text: &str, room: f32) -> Vec<String> {
        let space = self.width(setting, " ");
        let mut lines = Lines { done: Vec::new(), line: String::new(), used: 0.0 };
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let width = self.width(setting, word);
            if !lines.line.is_empty() {
                lines.line.push(' ');
                lines.used += space;
                if lines.used + width > room {
                    lines.end();
                }
            }
            if width <= room {
                lines.put(word, width);
                continue;
            }
            for part in word.split_inclusive('-') {
                let width = self.width(setting, part);
                lines.end_unless(lines.used + width <= room);
                if width <= room {
                    lines.put(part, width);
                    continue;
                }
                for letter in part.graphemes(true) {
                    let width = self.width(setting, letter);
                    lines.end_unless(lines.used + width <= room);
                    lines.put(letter, width);
                }
            }
        }
        if !lines.line.is_empty() {
            lines.end();
        }
        lines.done
    }
}

struct Lines {
    done: Vec<String>,
    line: String,
    used: f32,
}

impl Lines {
    fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0.0;
    }

    /// Ends a line that has something on it, unless the next piece has room.
    fn end_unless(&mut self, fits: bool) {
        if !fits && !self.line.is_empty() {
            self.end();
        }
    }

    fn put(&mut self, piece: &str, width: f32) {
        self.line.push_str(piece);
        self.used += width;
    }
}

fn mm(length: genpdf::Mm) -> f32 {
    printpdf::Mm::from(length).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_wider_than_its_line_is_broken_and_kept() {
        let faces = Faces::new().unwrap();
        let word = "x".repeat(500);
        let lines = faces.lines(Setting::BODY, &format!("a {word} b"), 60.0);
        assert!(lines.iter().all(|line| faces.width(Setting::BODY, line.trim_end()) <= 60.0));
        assert_eq!(lines.concat(), format!("a {word} b"));
    }

    #[test]
    fn a_double_name_wider_than_its_column_is_broken_at_its_hyphen() {
        let faces = Faces::new().unwrap();
        let lines = faces.lines(Setting::BODY, "Yusuf Abdirahman-Kaczmarek", 32.0);
        assert_eq!(lines, ["Yusuf ", "Abdirahman-", "Kaczmarek"]);
    }
}
