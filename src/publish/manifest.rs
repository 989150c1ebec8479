//! The list of what Postil wrote into an output folder, kept in that folder.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use serde_json::Value;

use super::{WriteError, check_path};
use crate::cache::Fingerprint;
use crate::disk::FolderHandle;

/// The name of the list.
pub(super) const NAME: &str = ".postil-manifest.json";

/// Paths relative to the folder.
pub(super) type Paths = BTreeSet<String>;

/// The files that were written, each with a fingerprint of its bytes where one is known.
///
/// A list may come from a stranger, together with the folder. So a name on it permits Postil to put a newer file in
/// place of that one, which is what a build is asked for. Only a file that has the very bytes that were written is
/// deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PublishedFiles(BTreeMap<String, Option<String>>);

/// The list that a folder has.
#[derive(Debug)]
pub(super) enum FoundManifest {
    /// There is none.
    Absent,
    /// It is as it was written.
    Whole(PublishedFiles),
    /// It was cut short or spoilt. What can be read of it is kept.
    Damaged(PublishedFiles),
}

impl FoundManifest {
    /// The files that it names.
    pub(super) fn into_manifest(self) -> PublishedFiles {
        match self {
            FoundManifest::Absent => PublishedFiles::default(),
            FoundManifest::Whole(manifest) | FoundManifest::Damaged(manifest) => manifest,
        }
    }
}

impl PublishedFiles {
    /// Reads the list of `folder`. Paths that would lead out of the folder are dropped.
    pub(super) fn read(folder: &FolderHandle) -> Result<FoundManifest, WriteError> {
        match folder.read(NAME) {
            Ok(bytes) => Ok(PublishedFiles::parse(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(FoundManifest::Absent),
            Err(error) => Err(WriteError::Disk(folder.path().join(NAME), error)),
        }
    }

    /// Reads the bytes of a list.
    pub(super) fn parse(bytes: &[u8]) -> FoundManifest {
        let whole = serde_json::from_slice(bytes).ok().and_then(|list| match list {
            Value::Object(files) => {
                files.into_iter().map(|(path, print)| Some((path, print.as_str()?.into()))).collect()
            }
            // Earlier versions wrote the paths alone.
            Value::Array(paths) => {
                paths.iter().map(|path| Some((path.as_str()?.into(), String::new()))).collect()
            }
            _ => None,
        });
        match whole {
            Some(files) => FoundManifest::Whole(PublishedFiles::from_list(files)),
            None => {
                FoundManifest::Damaged(PublishedFiles::from_list(salvage(&String::from_utf8_lossy(bytes))))
            }
        }
    }

    fn from_list(files: Vec<(String, String)>) -> PublishedFiles {
        let files = files.into_iter().filter(|(path, _)| check_path(path).is_ok());
        PublishedFiles(
            files.map(|(path, print)| (path, Some(print).filter(|print| !print.is_empty()))).collect(),
        )
    }

    /// Its bytes: one file a line, so that what was cut short can be read up to there.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let print = |print: &Option<String>| print.clone().unwrap_or_default();
        let files: BTreeMap<_, _> = self.0.iter().map(|(path, found)| (path, print(found))).collect();
        serde_json::to_vec_pretty(&files).expect("strings are always JSON")
    }

    /// Tells whether `path` and one of its files cannot both be there: one would be a folder in which the other is.
    pub(super) fn leaves_no_room_for(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let is_folder =
            self.0.range(below.clone()..).next().is_some_and(|(file, _)| file.starts_with(&below));
        is_folder || path.match_indices('/').any(|(at, _)| self.has(&path[..at]))
    }

    /// Adds a file.
    pub(super) fn insert(&mut self, path: &str, print: Option<String>) {
        self.0.insert(path.into(), print);
    }

    /// This list and those files of `other` that are not on it.
    pub(super) fn with_more(&self, other: &PublishedFiles) -> PublishedFiles {
        let mut files = other.0.clone();
        files.extend(self.0.clone());
        PublishedFiles(files)
    }

    /// Tells whether it names `path`.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The fingerprint of the bytes that `path` had.
    pub(super) fn print(&self, path: &str) -> Option<&str> {
        self.0.get(path)?.as_deref()
    }

    /// The files, in the order of their paths.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// The number of files.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// The lines of a damaged list that are whole.
fn salvage(text: &str) -> Vec<(String, String)> {
    let line = |line: &str| {
        let line = line.trim().strip_suffix(',')?;
        let file: Option<BTreeMap<String, String>> = serde_json::from_str(&format!("{{{line}}}")).ok();
        file.and_then(|mut file| file.pop_first())
            .or_else(|| Some((serde_json::from_str(line).ok()?, String::new())))
    };
    text.lines().filter_map(line).collect()
}

/// The fingerprint of what `from` has to read, as the list has it.
pub(super) fn fingerprint(from: &mut impl Read) -> io::Result<String> {
    Ok(Fingerprint::from_reader(from)?.to_string())
}
