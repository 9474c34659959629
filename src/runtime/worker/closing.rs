//! Closing a meeting or a review: its document is made, told in the audit trail, and stored with the
//! case, all or nothing.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::Hands;
use crate::app::effect::DocumentError;
use crate::documents;
use crate::domain::case::{Case, Issued};
use crate::domain::people::RowId;
use crate::domain::review::Recorded;
use crate::domain::steps;
use crate::domain::text::{Text, capital};
use crate::export::{self, Document, ExportError, Format, Kind, Missing};
use crate::store::audit::Deed;
use crate::store::{Version, fingerprint};

impl Hands {
    /// Makes the agreement, or the record of a redirection, as PDF and text, and stores both with the
    /// case as closed.
    pub(super) fn close(
        &mut self,
        mut case: Case,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version, PathBuf), DocumentError> {
        let today = at.date();
        let number = case.next_agreement();
        let profile = Arc::clone(self.reference.profiles.own(&case)?);
        let document = documents::next_of_meeting(&case, &profile, today)?;
        let kind = case.issues();
        let name = export::file_name(&case.id, kind.into(), &[number], Format::Pdf);
        let text_name = export::file_name(&case.id, kind.into(), &[number], Format::Text);
        let code = self.code_of_closing(&case, [&text_name, &name], at);
        let document = document.with_code(&code);
        let made = make_both(&document);
        case.profile_version = profile.version;
        let stored = made.map_err(DocumentError::from).and_then(|(pdf, text)| {
            let (file, sha256) = (Text::from(name.as_str()), Text::from(fingerprint(&pdf)));
            let route = case.agreed(today).route_in(&profile);
            case.close_meeting(Issued { number, on: today, file, sha256, kind, route, code });
            let title = format!("{} {number}", capital(kind.label()));
            steps::follow_meeting(&mut case, &self.reference, &title, today);
            let documents = [(text_name, text), (name, pdf)];
            Ok(self.store.close(&case, expected, &documents, at)?)
        });
        self.after_closing(case, stored, at)
    }

    /// Tells that a case is being closed with documents of these names, and what was changed until
    /// then; returns the code that stands on them, which is blank where that cannot be told.
    fn code_of_closing(&mut self, case: &Case, names: [&str; 2], at: NaiveDateTime) -> Text {
        self.witness.stores(&mut *self.store, case, &self.reference, at);
        let documents = names.iter().map(ToString::to_string).collect();
        self.witness.tell(&mut *self.store, &case.id, at, Deed::Closed { documents });
        let code = self.witness.code(&*self.store, &case.id);
        code.map(|code| Text::from(code.to_string())).unwrap_or_default()
    }

    /// Takes the case as it was closed, or tells that it was not.
    fn after_closing(
        &mut self,
        case: Case,
        stored: Result<(Version, PathBuf), DocumentError>,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version, PathBuf), DocumentError> {
        match stored {
            Ok((version, path)) => {
                self.witness.stored(&case);
                // What was taken back in the meeting is not kept beyond it.
                self.store.put_bookmark(&case.id, &version, None);
                Ok((Box::new(case), version, path))
            }
            Err(error) => {
                self.witness.tell(&mut *self.store, &case.id, at, Deed::NotClosed);
                Err(error)
            }
        }
    }

    /// Makes the record of a review, and stores it with the case in which that review is closed.
    pub(super) fn close_review(
        &mut self,
        mut case: Case,
        review: RowId,
        expected: &Version,
        at: NaiveDateTime,
    ) -> Result<(Box<Case>, Version, PathBuf), DocumentError> {
        let today = at.date();
        let profile = Arc::clone(self.reference.profiles.own(&case)?);
        let number = case.next_record(review);
        let blank = Text::default;
        let (file, sha256, code) = (blank(), blank(), blank());
        let mut closed = case.clone();
        closed.close_review(Recorded { review, number, on: today, file, sha256, code });
        let agreed = closed.agreed(today);
        let record = export::review_record(&agreed, &profile, review, number, today)?;
        let mut numbers: Vec<u32> = agreed.review_number(review).into_iter().collect();
        numbers.push(number);
        let name = export::file_name(&case.id, Kind::Review, &numbers, Format::Pdf);
        let text_name = export::file_name(&case.id, Kind::Review, &numbers, Format::Text);
        let code = self.code_of_closing(&case, [&text_name, &name], at);
        let made = make_both(&record.with_code(&code));
        let stored = made.map_err(DocumentError::from).and_then(|(pdf, text)| {
            let (file, sha256) = (Text::from(name.as_str()), Text::from(fingerprint(&pdf)));
            case.close_review(Recorded { review, number, on: today, file, sha256, code });
            steps::follow_review(&mut case, &self.reference, (review, number), today);
            let documents = [(text_name, text), (name, pdf)];
            Ok(self.store.close(&case, expected, &documents, at)?)
        });
        self.after_closing(case, stored, at)
    }
}

/// A document as PDF and as text.
fn make_both(document: &Document) -> Result<(Vec<u8>, Vec<u8>), ExportError> {
    let pdf = export::render(Format::Pdf, document, Missing::Mark)?;
    Ok((pdf, export::render(Format::Text, document, Missing::Mark)?))
}
