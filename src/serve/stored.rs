//! A site kept in memory.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use axum::body::Bytes;

use crate::model::File;
use crate::write::{Sink, WriteError};

/// Every file of a site by its path in the output.
#[derive(Debug, Default)]
pub(super) struct Stored {
    files: RwLock<BTreeMap<String, Entry>>,
}

/// A file that can be served.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// One that was made.
    Made {
        bytes: Bytes,
        /// Changes when the bytes do.
        tag: u64,
    },
    /// One that is published as it is and may be long: it stays on the disk.
    OnDisk(PathBuf),
}

impl Stored {
    pub(super) fn get(&self, path: &str) -> Option<Entry> {
        self.files.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn insert(&self, path: String, entry: Entry) {
        self.files.write().unwrap_or_else(PoisonError::into_inner).insert(path, entry);
    }
}

impl Sink for Stored {
    fn put(&self, file: File) -> Result<(), WriteError> {
        let mut hasher = DefaultHasher::new();
        file.bytes.hash(&mut hasher);
        self.insert(file.path, Entry::Made { bytes: file.bytes.into(), tag: hasher.finish() });
        Ok(())
    }

    fn copy(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        self.insert(path.to_string(), Entry::OnDisk(from.into()));
        Ok(())
    }
}
