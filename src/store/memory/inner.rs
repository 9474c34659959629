//! What is in memory: the files of cases, and what a folder would do with them.

use chrono::NaiveDateTime;

use super::Inner;
use crate::domain::case::{Case, CaseId};
use crate::store::erasing::{given, year_and_number};
use crate::store::history::{outlived, with_way_out};
use crate::store::{Kind, Past, StoreError, schema};

impl Inner {
    pub(super) fn may_write(&self) -> Result<(), StoreError> {
        self.failure.clone().map_or(Ok(()), Err)
    }

    pub(super) fn pasts(&self, name: &str) -> Vec<Past> {
        self.histories.get(name).into_iter().flatten().map(|(past, _)| *past).collect()
    }

    pub(super) fn past(&self, name: &str, past: &Past) -> Option<Vec<u8>> {
        let mut kept = self.histories.get(name).into_iter().flatten();
        kept.find(|(other, _)| other == past).map(|(_, bytes)| bytes.clone())
    }

    /// Reads what stands under a name; where it is damaged, says what can take its place.
    pub(super) fn read(&self, name: &str, bytes: &[u8]) -> Result<Case, StoreError> {
        schema::read(bytes, name).map_err(|error| {
            with_way_out(error, name, &self.pasts(name), |past| self.past(name, past))
        })
    }

    /// How many files a case would have, and how many bytes.
    pub(super) fn size(&self, id: &CaseId) -> (usize, u64) {
        let documents = self.documents.iter().filter(|((of, _), _)| of == id);
        let documents = documents.map(|(_, bytes)| bytes.len());
        let pasts = self.histories.get(id.as_str()).into_iter().flatten();
        let pasts = pasts.map(|(_, bytes)| bytes.len());
        let others = [self.files.get(id.as_str()), self.trails.get(id), self.bookmarks.get(id)];
        let others = others.into_iter().flatten().map(Vec::len);
        let sizes: Vec<usize> = documents.chain(pasts).chain(others).collect();
        (sizes.len(), sizes.iter().map(|size| *size as u64).sum())
    }

    /// The highest number that a year gave.
    pub(super) fn given(&self, year: i32) -> u32 {
        let here = self.files.keys().filter_map(|name| year_and_number(name));
        let here = here.filter(|(of, _)| *of == year).map(|(_, number)| number).max();
        here.unwrap_or(0).max(given(self.erased.lines(), year))
    }

    /// Takes everything about a case away.
    pub(super) fn forget(&mut self, id: &CaseId) {
        self.files.remove(id.as_str());
        self.histories.remove(id.as_str());
        self.trails.remove(id);
        self.bookmarks.remove(id);
        self.documents.retain(|(of, _), _| of != id);
        self.aside.retain(|case| case.id != *id);
        self.sheltered = self.sheltered.take().filter(|case| case.id != *id);
    }

    /// Keeps a state, unless the newest one kept is the same; returns its number.
    pub(super) fn keep(&mut self, name: &str, bytes: &[u8], kind: Kind, at: NaiveDateTime) -> u32 {
        let history = self.histories.entry(name.to_owned()).or_default();
        let newest = history.last();
        let same =
            newest.filter(|(past, kept)| kind != Kind::Open && past.kind == kind && kept == bytes);
        if let Some((past, _)) = same {
            return past.number;
        }
        let number = newest.map_or(1, |(past, _)| past.number.saturating_add(1));
        let past = Past { number, at, kind, size: bytes.len() as u64 };
        history.push((past, bytes.to_vec()));
        number
    }

    /// Puts bytes in place of what stands; returns the number which that has in the history.
    pub(super) fn put_in_place(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        at: NaiveDateTime,
    ) -> Option<u32> {
        let standing = self.files.get(name).filter(|standing| **standing != bytes).cloned();
        let kept = standing.map(|standing| {
            let kind = schema::read(&standing, name).map_or(Kind::Damaged, |case| Kind::of(&case));
            self.keep(name, &standing, kind, at)
        });
        self.files.insert(name.to_owned(), bytes);
        let gone = outlived(&self.pasts(name), at);
        if let Some(history) = self.histories.get_mut(name) {
            history.retain(|(past, _)| !gone.contains(past));
        }
        kept
    }

    /// Since when a case is open in a window that is gone.
    pub(super) fn left(&self, id: &CaseId) -> Option<NaiveDateTime> {
        let (window, holder) = self.open.get(id)?;
        holder.since.filter(|_| window.upgrade().is_none())
    }
}
