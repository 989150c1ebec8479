//! The edits of one run of the server, to be taken back: each file gets the bytes from before.

use super::{EditError, FileEdit};
use crate::load::SiteFolder;

/// Older edits than the newest so many cannot be taken back.
const MOST_KEPT: usize = 100;

/// Edits that were written, the newest last.
#[derive(Debug, Default)]
pub struct EditHistory {
    written: Vec<FileEdit>,
}

impl EditHistory {
    /// Writes an edit.
    ///
    /// # Errors
    /// As [`FileEdit::apply`].
    pub fn write(&mut self, edit: FileEdit, folder: &SiteFolder) -> Result<(), EditError> {
        edit.apply(folder)?;
        self.written.push(edit);
        if self.written.len() > MOST_KEPT {
            self.written.remove(0);
        }
        Ok(())
    }

    /// Takes back the newest edit and returns the path of its file; `None` when there is none.
    ///
    /// # Errors
    /// The edit stays written when its file was changed since, or the disk refuses.
    pub fn undo(&mut self, folder: &SiteFolder) -> Result<Option<String>, EditError> {
        let Some(edit) = self.written.last() else { return Ok(None) };
        edit.take_back(folder)?;
        Ok(self.written.pop().map(|edit| edit.path))
    }

    /// The number of edits that can be taken back.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// Returns true if there is nothing to take back.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }
}
