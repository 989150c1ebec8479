//! The size of a site as hosts count it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Mutex, PoisonError};

use super::{Sink, WriteError};
use crate::model::File;

/// The size of an output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputSize {
    /// The number of files.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
    /// The path of the largest, and its bytes.
    pub largest: (String, u64),
    /// The number of files in each folder, without those of the folders in it.
    pub folders: BTreeMap<String, u64>,
}

impl OutputSize {
    fn add(&mut self, path: &str, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        *self.folders.entry(folder.to_string()).or_default() += 1;
        if (bytes, self.largest.0.as_str()) > (self.largest.1, path) {
            self.largest = (path.to_string(), bytes);
        }
    }
}

/// A sink that counts what passes through it to another.
pub struct MeasuringSink<'a, S> {
    inner: &'a S,
    size: Mutex<OutputSize>,
}

impl<'a, S: Sink> MeasuringSink<'a, S> {
    /// Measures what `inner` is given.
    pub fn new(inner: &'a S) -> Self {
        MeasuringSink { inner, size: Mutex::default() }
    }

    /// The size of everything so far.
    pub fn into_size(self) -> OutputSize {
        self.size.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, path: &str, bytes: u64) {
        self.size.lock().unwrap_or_else(PoisonError::into_inner).add(path, bytes);
    }
}

impl<S: Sink> Sink for MeasuringSink<'_, S> {
    fn put(&self, file: File) -> Result<(), WriteError> {
        self.add(&file.path, file.bytes.len() as u64);
        self.inner.put(file)
    }

    fn copy(&self, path: &str, from: &mut fs::File) -> Result<(), WriteError> {
        let length = from.metadata().map_err(|error| WriteError::Disk(path.into(), error))?.len();
        self.add(path, length);
        self.inner.copy(path, from)
    }
}
