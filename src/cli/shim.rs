//! Stand-ins for the full screen and for documents, until those parts are in the crate.
//!
//! To be deleted whole: `cli.rs` and `cli/export.rs` then use `crate::runtime` and `crate::export`.

pub(super) mod runtime {
    use crate::domain::profile::Profile;
    use crate::store::Store;

    #[derive(Debug, thiserror::Error)]
    #[error("The full screen is not part of this build yet.")]
    pub(in crate::cli) struct RunError;

    pub(in crate::cli) fn run(_: Box<dyn Store>, _: Profile, _: bool) -> Result<(), RunError> {
        Err(RunError)
    }
}

pub(super) mod export {
    use crate::domain::agreed::Agreed;
    use crate::domain::date::{Date, long};
    use crate::domain::profile::Profile;

    #[derive(Clone, Copy)]
    pub(in crate::cli) enum Format {
        Pdf,
        Text,
    }

    #[derive(Clone, Copy)]
    pub(in crate::cli) enum Missing {
        Refuse,
        Mark,
    }

    #[derive(Debug, thiserror::Error)]
    pub(in crate::cli) enum ExportError {
        #[error("The PDF cannot print {0:?}.")]
        Unprintable(Vec<char>),
        #[error("Documents are not part of this build yet ({0}).")]
        Engine(String),
    }

    pub(in crate::cli) struct Document(String);

    pub(in crate::cli) fn agreement(
        case: &Agreed<'_>,
        _: &Profile,
        number: u32,
        on: Date,
    ) -> Document {
        Document(format!("Agreement {number} of {}, {}\n", long(on), case.child().name))
    }

    pub(in crate::cli) fn render(
        format: Format,
        document: &Document,
        missing: Missing,
    ) -> Result<Vec<u8>, ExportError> {
        match (format, missing) {
            (Format::Text, _) => Ok(document.0.clone().into_bytes()),
            (Format::Pdf, Missing::Refuse) if !document.0.is_ascii() => {
                Err(ExportError::Unprintable(vec!['?']))
            }
            (Format::Pdf, _) => Err(ExportError::Engine("PDF".to_owned())),
        }
    }
}
