//! A backend that does not repeat itself: what the terminal knows already is not said again, which
//! for a character at the end of a line leaves the character.
//!
//! Must never rely on what a terminal may see differently: after anything but ASCII it says where
//! it goes on.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::style::{Attribute, ContentStyle, Print, SetAttribute, SetStyle};
use crossterm::terminal::Clear;
use ratatui::backend::{Backend, ClearType, IntoCrossterm, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Style};

/// Writes what is new, and remembers what the terminal knows.
pub(super) struct Quiet<W: Write> {
    out: W,
    /// The size of the terminal, as the model was told it.
    pub(super) size: Size,
    cursor_shown: Option<bool>,
    cursor_at: Option<Position>,
    style: Option<Style>,
}

impl<W: Write> Quiet<W> {
    pub(super) fn new(out: W, size: Size) -> Self {
        Self { out, size, cursor_shown: None, cursor_at: None, style: None }
    }

    fn wear(&mut self, style: Style) -> io::Result<()> {
        if self.style.replace(style) == Some(style) {
            return Ok(());
        }
        let set = |color: &Color| *color != Color::Reset;
        let style = Style { fg: style.fg.filter(set), bg: style.bg.filter(set), ..style };
        let style = Style { underline_color: style.underline_color.filter(set), ..style };
        let content: ContentStyle = style.into_crossterm();
        queue!(self.out, SetAttribute(Attribute::Reset), SetStyle(content))
    }
}

impl<W: Write> Backend for Quiet<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut drawn = false;
        for (x, y, cell) in content {
            self.set_cursor_position((x, y))?;
            self.wear(cell.style())?;
            queue!(self.out, Print(cell.symbol()))?;
            let next = Position { x: x + 1, y };
            let certain = cell.symbol().len() == 1 && next.x < self.size.width;
            self.cursor_at = certain.then_some(next);
            drawn = true;
        }
        // However the program ends, the terminal is not left in a style.
        if drawn { self.wear(Cell::EMPTY.style()) } else { Ok(()) }
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown.replace(false) == Some(false) {
            return Ok(());
        }
        queue!(self.out, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown.replace(true) == Some(true) {
            return Ok(());
        }
        queue!(self.out, Show)
    }

    /// Where the cursor was put last. The terminal is never asked: its answer would come as input,
    /// which the input thread is reading.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor_at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor_at.replace(position) == Some(position) {
            return Ok(());
        }
        queue!(self.out, MoveTo(position.x, position.y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        use crossterm::terminal::ClearType as Part;
        self.cursor_at = None;
        self.style = None;
        let part = match region {
            ClearType::All => Part::All,
            ClearType::AfterCursor => Part::FromCursorDown,
            ClearType::BeforeCursor => Part::FromCursorUp,
            ClearType::CurrentLine => Part::CurrentLine,
            ClearType::UntilNewLine => Part::UntilNewLine,
        };
        queue!(self.out, SetAttribute(Attribute::Reset), Clear(part))
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::style::Modifier;

    const SIZE: Size = Size { width: 8, height: 3 };

    /// Where a word stands, and in which style.
    type Word = (u16, u16, String, u8);

    /// Words drawn frame by frame; the cursor is put where the last one begins.
    fn frames() -> impl Strategy<Value = Vec<Vec<Word>>> {
        let word = (0..SIZE.width, 0..SIZE.height, "[a-cé│中👍 ]{0,8}", 0..5_u8);
        prop::collection::vec(prop::collection::vec(word, 0..6), 1..5)
    }

    fn worn(style: u8) -> Style {
        match style {
            0 => Style::reset(),
            1 => Style::reset().bold(),
            2 => Style::reset().reversed(),
            3 => Style::reset().red().bold(),
            _ => Style::reset().dim(),
        }
    }

    /// What is seen in a cell, and how; of a blank only that it is one.
    fn words(seen: &vt100::Cell) -> String {
        match seen.contents().trim() {
            "" => String::new(),
            words => {
                let red = seen.fgcolor() == vt100::Color::Idx(1);
                format!("{words} {red} {} {} {}", seen.bold(), seen.dim(), seen.inverse())
            }
        }
    }

    /// The same of a cell that was drawn.
    fn words_of(cell: &Cell) -> String {
        match cell.symbol().trim() {
            "" => String::new(),
            words => {
                let has = |modifier| cell.modifier.contains(modifier);
                let [bold, dim, reversed] =
                    [Modifier::BOLD, Modifier::DIM, Modifier::REVERSED].map(has);
                format!("{words} {} {bold} {dim} {reversed}", cell.fg == Color::Red)
            }
        }
    }

    proptest! {
        #[test]
        fn the_terminal_shows_what_was_drawn(frames in frames()) {
            let mut screen = vt100::Parser::new(SIZE.height, SIZE.width, 0);
            let mut terminal = Terminal::new(Quiet::new(Vec::new(), SIZE)).unwrap();
            for frame in frames {
                let place = frame.last().map(|(x, y, ..)| Position { x: *x, y: *y });
                let drawn = terminal.draw(|to| {
                    let mut rows = Vec::new();
                    for (x, y, word, style) in frame {
                        // Half of a wide character cannot be drawn over: one word a row.
                        if rows.contains(&y) {
                            continue;
                        }
                        rows.push(y);
                        let room = usize::from(SIZE.width - x);
                        to.buffer_mut().set_stringn(x, y, word, room, worn(style));
                    }
                    if let Some(place) = place {
                        to.set_cursor_position(place);
                    }
                });
                let wanted = drawn.unwrap().buffer.clone();
                screen.process(&std::mem::take(&mut terminal.backend_mut().out));
                let mut hidden = 0;
                for (at, cell) in wanted.content.iter().enumerate() {
                    let (x, y) = wanted.pos_of(at);
                    if hidden == 0 {
                        let seen = screen.screen().cell(y, x).unwrap();
                        prop_assert_eq!(words(seen), words_of(cell), "at {} {}", x, y);
                        hidden = usize::from(crate::app::wrap::width(cell.symbol()));
                    }
                    hidden -= 1;
                }
                prop_assert_eq!(screen.screen().hide_cursor(), place.is_none());
                if let Some(place) = place {
                    prop_assert_eq!(screen.screen().cursor_position(), (place.y, place.x));
                }
            }
        }
    }

    #[test]
    fn a_character_at_the_end_of_a_line_costs_one_byte() {
        let mut terminal = Terminal::new(Quiet::new(Vec::new(), SIZE)).unwrap();
        for (text, bytes) in [("ab", None), ("abc", Some(1)), ("abcd", Some(1)), ("abcd", Some(0))]
        {
            terminal.backend_mut().out.clear();
            let draw = terminal.draw(|to| {
                to.buffer_mut().set_string(0, 0, text, Style::new());
                to.set_cursor_position((u16::try_from(text.len()).unwrap(), 0));
            });
            draw.unwrap();
            let written = terminal.backend().out.len();
            assert!(bytes.is_none_or(|bytes| bytes == written), "{written} bytes for {text:?}");
        }
    }
}
