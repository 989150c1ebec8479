//! The folder that imported pages go to.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::ImportArgs;
use crate::disk::{EntryKind, FolderHandle};
use crate::load::SITE_FILE;
use crate::publish::replace_file_below;
use crate::resolve::reserved_names;
use crate::text::slug::Names;

/// The folder that pages are written to.
pub(super) struct ImportFolder {
    /// Its path, for messages.
    pub(super) path: PathBuf,
    /// True when the user named it: then its own links are followed.
    is_named: bool,
}

/// The result of saving a page.
pub(super) enum SavedPage {
    /// It is written, or would be.
    Written,
    /// There is one of its name.
    IsThere,
}

impl ImportFolder {
    /// The folder that `args` name, or else `content` beside a `site.toml`, or else the folder the user is in.
    pub(super) fn new(args: &ImportArgs) -> ImportFolder {
        match &args.to {
            Some(path) => ImportFolder { path: path.clone(), is_named: true },
            None if Path::new(SITE_FILE).is_file() => {
                ImportFolder { path: "content".into(), is_named: false }
            }
            None => ImportFolder { path: PathBuf::new(), is_named: true },
        }
    }

    /// The names that no page in it can have: at the top of a site's `content`, those of pages that Postil makes.
    pub(super) fn names(&self) -> Names {
        let path = match self.path.as_os_str().is_empty() {
            true => env::current_dir().unwrap_or_default(),
            false => self.path.clone(),
        };
        let mut names = Names::default();
        if path.file_name().is_some_and(|name| name == "content") {
            reserved_names().for_each(|name| {
                names.take(name);
            });
        }
        names
    }

    /// Opens the folder, which must be there. A site's `content` may not be a link to somewhere else.
    pub(super) fn open(&self) -> io::Result<FolderHandle> {
        match self.is_named {
            true if self.path.as_os_str().is_empty() => FolderHandle::open(Path::new(".")),
            true => FolderHandle::open(&self.path),
            false => FolderHandle::open(Path::new("."))?.folder(&self.path),
        }
    }

    fn make(&self) -> io::Result<FolderHandle> {
        match self.open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if self.is_named {
                    fs::create_dir_all(&self.path)?;
                    return self.open();
                }
                FolderHandle::open(Path::new("."))?.make_folder(&self.path)
            }
            found => found,
        }
    }

    /// Writes a page at `below`, unless one is there that is not to be replaced, or nothing is to be written at all.
    pub(super) fn save(&self, below: &str, text: &str, args: &ImportArgs) -> io::Result<SavedPage> {
        let found = self.open().ok().and_then(|folder| folder.info(below).transpose()).transpose()?;
        if found.is_some() && !args.replace {
            return Ok(SavedPage::IsThere);
        }
        self.replace(below, text, args)?;
        Ok(SavedPage::Written)
    }

    /// Writes a file at `below`, in place of any that is there, unless nothing is to be written at all.
    pub(super) fn replace(&self, below: &str, text: &str, args: &ImportArgs) -> io::Result<()> {
        match args.dry_run {
            true => Ok(()),
            false => replace_file_below(&self.make()?, below, text),
        }
    }
}

/// Says if a plain file is at `path` below `folder`.
pub(super) fn is_file(folder: Option<&FolderHandle>, path: &str) -> bool {
    let found = folder.and_then(|folder| folder.info(path).ok().flatten());
    found.is_some_and(|found| found.kind == EntryKind::File)
}
