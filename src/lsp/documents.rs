//! The texts that an editor has open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::positions::{ColumnUnit, LineTable};

/// A text as an editor has it.
#[derive(Clone, Debug)]
pub(super) struct OpenDocument {
    /// The name by which the editor knows it.
    pub(super) uri: Uri,
    /// The version of its text.
    pub(super) version: i32,
    /// The text, without a byte order mark.
    pub(super) text: Arc<str>,
}

/// All open texts, by the paths of their files.
#[derive(Debug, Default)]
pub(super) struct OpenDocuments(BTreeMap<PathBuf, OpenDocument>);

impl OpenDocuments {
    pub(super) fn open(&mut self, path: PathBuf, uri: Uri, version: i32, text: &str) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).into();
        self.0.insert(path, OpenDocument { uri, version, text });
    }

    pub(super) fn close(&mut self, path: &Path) {
        self.0.remove(path);
    }

    pub(super) fn get(&self, path: &Path) -> Option<&OpenDocument> {
        self.0.get(path)
    }

    /// Applies changes of an open text, one after the other. A change of a text that is not open is ignored.
    pub(super) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        unit: ColumnUnit,
    ) {
        let Some(document) = self.0.get_mut(path) else { return };
        let mut text = document.text.to_string();
        for change in changes {
            match change.range {
                Some(range) => {
                    let bytes = LineTable::new(&text, unit).bytes(range);
                    text.replace_range(bytes, &change.text);
                }
                None => text = change.text.strip_prefix('\u{feff}').unwrap_or(&change.text).to_string(),
            }
        }
        document.text = text.into();
        document.version = version;
    }
}
