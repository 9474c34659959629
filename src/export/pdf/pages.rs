//! Strips put on pages.
//!
//! Every strip is placed exactly once and each page takes at least one, so it always ends; heads
//! of tables are placed again at the top of each page that goes on with their table.

use super::strip::{HEIGHT, Strip};

/// A strip with its place on a page.
pub(super) struct Placed<'a> {
    pub(super) strip: &'a Strip,
    /// From the top of the text.
    pub(super) top: f32,
    /// Whether it has been read before: the repeated head of a table.
    pub(super) repeated: bool,
}

/// Fills pages from the top.
pub(super) fn fill(strips: &[Strip]) -> Vec<Vec<Placed<'_>>> {
    let mut filling = Filling { pages: vec![Vec::new()], used: 0.0 };
    let mut rest = strips;
    while !rest.is_empty() {
        let chained = rest.iter().take_while(|strip| strip.with_next).count() + 1;
        let (chain, after) = rest.split_at(chained.min(rest.len()));
        if !filling.has_room(chain) && filling.used > 0.0 && would_fit(chain) {
            filling.new_page();
        }
        for strip in chain {
            filling.place(strip);
        }
        rest = after;
    }
    filling.pages
}

/// Whether a chain fits on a page of its own.
fn would_fit(chain: &[Strip]) -> bool {
    let head = chain.first().and_then(|strip| strip.head.as_ref()).map_or(0.0, |head| head.height);
    head + height(chain) <= HEIGHT
}

fn height(chain: &[Strip]) -> f32 {
    chain.iter().map(|strip| strip.above + strip.height).sum()
}

struct Filling<'a> {
    pages: Vec<Vec<Placed<'a>>>,
    used: f32,
}

impl<'a> Filling<'a> {
    fn has_room(&self, chain: &[Strip]) -> bool {
        self.used + height(chain) <= HEIGHT
    }

    fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.used = 0.0;
    }

    fn place(&mut self, strip: &'a Strip) {
        if self.used > 0.0 && self.used + strip.above + strip.height > HEIGHT {
            self.new_page();
        }
        if self.used == 0.0 {
            if let Some(head) = strip.head.as_deref() {
                self.put(head, true);
            }
        } else {
            self.used += strip.above;
        }
        self.put(strip, false);
    }

    fn put(&mut self, strip: &'a Strip, repeated: bool) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { strip, top: self.used, repeated });
        }
        self.used += strip.height;
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    fn strip(height: f32) -> Strip {
        Strip { height, ..Strip::default() }
    }

    fn tops(strips: &[Strip]) -> Vec<usize> {
        fill(strips).iter().map(Vec::len).collect()
    }

    #[test]
    fn strips_that_belong_together_go_to_the_next_page_together() {
        let heading = Strip { with_next: true, ..strip(10.0) };
        assert_eq!(tops(&[strip(HEIGHT - 15.0), heading, strip(10.0)]), [1, 2]);
    }

    #[test]
    fn a_chain_longer_than_a_page_is_cut_and_nothing_is_lost() {
        let chain = vec![Strip { with_next: true, ..strip(50.0) }; 30];
        assert_eq!(tops(&chain).iter().sum::<usize>(), 30);
    }

    #[test]
    fn the_head_of_a_table_stands_on_each_of_its_pages() {
        let row = Strip { head: Some(Rc::new(strip(10.0))), ..strip(100.0) };
        let rows = vec![row; 5];
        let pages = fill(&rows);
        assert_eq!(pages.len(), 3);
        assert!(pages.iter().all(|page| page.first().is_some_and(|placed| placed.repeated)));
    }
}
