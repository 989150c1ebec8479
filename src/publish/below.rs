//! A site below a folder of another output.

use std::fs;

use super::{Sink, WriteError};
use crate::model::File;

/// Gives files to another sink, below a folder.
pub struct SinkBelow<'a, S> {
    inner: &'a S,
    folder: String,
}

impl<'a, S: Sink> SinkBelow<'a, S> {
    /// Files go to `inner`, below `folder`.
    pub fn new(inner: &'a S, folder: &str) -> Self {
        SinkBelow { inner, folder: folder.to_string() }
    }
}

impl<S: Sink> Sink for SinkBelow<'_, S> {
    fn put(&self, file: File) -> Result<(), WriteError> {
        self.inner.put(File { path: format!("{}/{}", self.folder, file.path), ..file })
    }

    fn copy(&self, path: &str, from: &mut fs::File) -> Result<(), WriteError> {
        self.inner.copy(&format!("{}/{path}", self.folder), from)
    }
}
