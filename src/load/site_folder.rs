//! The folder of a site, held open: every file of a site is reached from here.
//!
//! A site may be a stranger's, and a link in it may lead to whatever its builder can read. Links are followed to plain
//! files that lie in the same folder of the site, `content/` or `static/`, and nowhere else.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::text::TextFileError;
use crate::disk::{EntryKind, FolderHandle};
use crate::source::ReadAgain;

/// Texts that an editor has open, by their paths from the site's root: they are read in place of the files.
pub type UnsavedTexts = BTreeMap<String, Arc<str>>;

/// The folder of a site.
#[derive(Clone, Debug)]
pub struct SiteFolder {
    root: FolderHandle,
    unsaved: Arc<UnsavedTexts>,
}

impl SiteFolder {
    /// Opens the folder at `path`, which the user named.
    pub(super) fn open(path: &Path) -> io::Result<SiteFolder> {
        FolderHandle::open(path).map(|root| SiteFolder { root, unsaved: Arc::default() })
    }

    /// The same folder as an editor shows it, which has some texts that are not saved.
    #[must_use]
    pub fn with_unsaved(self, unsaved: UnsavedTexts) -> SiteFolder {
        SiteFolder { unsaved: Arc::new(unsaved), ..self }
    }

    /// The paths of unsaved texts below the folder `name` of the site.
    pub(super) fn unsaved_below(&self, name: &str) -> impl Iterator<Item = &str> {
        let is_below =
            move |path: &&String| path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
        self.unsaved.keys().filter(is_below).map(String::as_str)
    }

    /// The path that the user named.
    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// The folder itself, for files that are written below it.
    pub fn handle(&self) -> &FolderHandle {
        &self.root
    }

    /// The folder `name` of the site, such as `content`; none when nothing is there.
    pub(super) fn folder(&self, name: &str) -> io::Result<Option<FolderHandle>> {
        match self.root.folder(name) {
            Ok(folder) => Ok(Some(folder)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The kind of what is at `path` itself, which may be a link; none when nothing is there.
    pub(super) fn kind(&self, path: &str) -> Option<EntryKind> {
        self.root.info(path).ok().flatten().map(|info| info.kind)
    }

    /// Opens the plain file at `path`, such as `content/interviews/ada.md`.
    pub fn open_file(&self, path: &str) -> io::Result<File> {
        match path.split_once('/') {
            Some((folder, below)) => self.root.folder(folder)?.open_file_within(below),
            None => self.root.open_file(path),
        }
    }

    /// The bytes of the file at `path`, if they are `limit` at most.
    pub(super) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, TextFileError> {
        if let Some(text) = self.unsaved.get(path) {
            return match text.len() as u64 {
                bytes if bytes > limit => Err(TextFileError::TooLarge { bytes, limit }),
                _ => Ok(text.as_bytes().to_vec()),
            };
        }
        let file = self.open_file(path).map_err(TextFileError::Unreadable)?;
        let length = file.metadata().map_err(TextFileError::Unreadable)?.len();
        if length > limit {
            return Err(TextFileError::TooLarge { bytes: length, limit });
        }
        let mut bytes = Vec::with_capacity(length as usize);
        // It may grow while it is read.
        file.take(limit + 1).read_to_end(&mut bytes).map_err(TextFileError::Unreadable)?;
        match bytes.len() as u64 {
            read if read > limit => Err(TextFileError::TooLarge { bytes: read, limit }),
            _ => Ok(bytes),
        }
    }
}

/// A file of a site that is published as it is.
#[derive(Clone, Debug)]
pub struct SiteFile {
    folder: SiteFolder,
    path: String,
}

impl SiteFile {
    /// The file at `path` of the site.
    pub fn new(folder: &SiteFolder, path: &str) -> SiteFile {
        SiteFile { folder: folder.clone(), path: path.into() }
    }

    /// Its path below the site's root.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Opens it, wherever its name leads now: never out of its folder of the site.
    pub fn open(&self) -> io::Result<File> {
        self.folder.open_file(&self.path)
    }
}

/// The most bytes that `[limits]` can allow a text.
const LONGEST_TEXT: u64 = 1 << 30;

impl ReadAgain for SiteFolder {
    fn read_again(&self, path: &str) -> String {
        super::text::read(self, path, LONGEST_TEXT).unwrap_or_default()
    }
}
