//! Everything that lies in the folder of a case, for somebody who asks to see it.

use std::fs;
use std::path::Path;

use super::FolderStore;
use crate::domain::bookmark::Bookmark;
use crate::domain::case::{Case, CaseId};
use crate::domain::text::clean_line;
use crate::store::reading::CASE_FILE;
use crate::store::seal::Opened;
use crate::store::whole::is_unfinished;
use crate::store::{Store, StoreError, bookmark, schema, trails};

/// What lies in a folder besides the case as it stands.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The documents, by name.
    pub documents: Vec<(String, Vec<u8>)>,
    /// Earlier states and copies put aside, by the names of their files, in order.
    pub copies: Vec<(String, Case)>,
    /// Where somebody was in the case, with the steps that lead to it as it stands.
    pub bookmark: Option<Bookmark>,
    /// What could not be read as one of these, by name.
    pub unread: Vec<String>,
}

impl FolderStore {
    /// Reads everything that lies in the folder of a case.
    ///
    /// # Errors
    /// Says why the folder or a file in it cannot be read at all.
    pub fn gather(&self, id: &CaseId) -> Result<Gathered, StoreError> {
        let mut gathered = Gathered::default();
        let folder = self.folder(id);
        let names = |within: &Path| -> Result<Vec<String>, StoreError> {
            let unread = |error| StoreError::unread(within, &error);
            let mut names = Vec::new();
            for entry in fs::read_dir(within).map_err(unread)? {
                names.push(entry.map_err(unread)?.file_name().to_string_lossy().into_owned());
            }
            names.sort();
            Ok(names)
        };
        for name in names(&folder)? {
            let within = folder.join(&name);
            let is_folder = fs::symlink_metadata(&within).is_ok_and(|found| found.is_dir());
            if !is_folder {
                if name == bookmark::FILE {
                    gathered.bookmark = self.whole_bookmark(id, &within);
                }
                let is_read = gathered.bookmark.is_some() && name == bookmark::FILE;
                if !is_read
                    && name != CASE_FILE
                    && !trails::is_trail(&name)
                    && !is_unfinished(&name)
                {
                    gathered.unread.push(clean_line(&name));
                }
                continue;
            }
            for file in names(&within)? {
                let path = within.join(&file);
                let found = self.seal.read(&path);
                let found = found.map_err(|error| StoreError::unread(&path, &error))?;
                let shown = clean_line(&format!("{name}/{file}"));
                match (name.as_str(), found) {
                    (_, Opened::Nothing) => {}
                    ("documents", Opened::Bytes(bytes)) => gathered.documents.push((file, bytes)),
                    ("history", Opened::Bytes(bytes)) => match schema::read(&bytes, id.as_str()) {
                        Ok(case) => gathered.copies.push((clean_line(&file), case)),
                        Err(_) => gathered.unread.push(shown),
                    },
                    _ => gathered.unread.push(shown),
                }
            }
        }
        Ok(gathered)
    }

    /// The bookmark with all its steps, if they belong to the case as it stands.
    fn whole_bookmark(&self, id: &CaseId, path: &Path) -> Option<Bookmark> {
        let (_, stands) = self.load(id).ok()?;
        match self.seal.read(path) {
            Ok(Opened::Bytes(bytes)) => bookmark::read_whole(&bytes, stands),
            _ => None,
        }
    }
}
