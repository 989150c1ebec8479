//! Observation of changes to the disk: tests count them, let them fail, and cut the power behind them.

use std::ffi::OsStr;
use std::fmt;
use std::io;

use super::{FileIdentity, FolderHandle};

/// A change that is about to be made. Folders are given by their identity, since their names change.
#[derive(Clone, Copy, Debug)]
pub enum DiskChange<'a> {
    /// A folder is made.
    CreateFolder(DiskPlace<'a>),
    /// A file is made, empty.
    CreateFile(DiskPlace<'a>),
    /// Bytes are added to a file.
    Append(FileIdentity, &'a [u8]),
    /// A file or folder gets another name, in place of a file that has it.
    Rename(DiskPlace<'a>, DiskPlace<'a>),
    /// Two files or folders change places.
    Exchange(DiskPlace<'a>, DiskPlace<'a>),
    /// A file gets a second name.
    Link(DiskPlace<'a>, DiskPlace<'a>),
    /// A name of a file is removed.
    RemoveFile(DiskPlace<'a>),
    /// An empty folder is removed.
    RemoveFolder(DiskPlace<'a>),
    /// Owner and permissions of a file or folder are set.
    SetAccess(FileIdentity),
    /// The content of a file is made to last.
    SyncFile(FileIdentity),
    /// The names in a folder are made to last.
    SyncFolder(FileIdentity),
    /// All files and folders of the disk are made to last.
    SyncFileSystem,
}

/// A name in a folder that is held open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskPlace<'a> {
    /// The folder.
    pub folder: FileIdentity,
    /// The name in it.
    pub name: &'a OsStr,
}

/// Looks on while the disk is changed.
pub trait DiskWatcher: fmt::Debug + Send + Sync {
    /// Is told of a change before it is made. An error is reported in its place, and nothing is done.
    fn before(&self, change: &DiskChange) -> io::Result<()>;

    /// Is told of a change that was made, and of the file or folder that it made, if it made one.
    fn after(&self, change: &DiskChange, made: Option<FileIdentity>);
}

impl FolderHandle {
    /// This folder, with everything that is done below it made known to `watcher`.
    pub fn watched_by(mut self, watcher: std::sync::Arc<dyn DiskWatcher>) -> FolderHandle {
        self.watcher = Some(watcher);
        self
    }

    /// Makes a change, unless whoever looks on has something against it.
    pub(super) fn change<'a, T>(
        &self,
        describe: impl FnOnce() -> io::Result<DiskChange<'a>>,
        make: impl FnOnce() -> io::Result<T>,
        made: impl FnOnce(&T) -> io::Result<Option<FileIdentity>>,
    ) -> io::Result<T> {
        let Some(watcher) = &self.watcher else { return make() };
        let change = describe()?;
        watcher.before(&change)?;
        let done = make()?;
        watcher.after(&change, made(&done)?);
        Ok(done)
    }

    /// The same for a change that makes nothing.
    pub(super) fn change_only<'a>(
        &self,
        describe: impl FnOnce() -> io::Result<DiskChange<'a>>,
        make: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        self.change(describe, make, |()| Ok(None))
    }

    /// A name in this folder, as watchers are told of it.
    pub(super) fn place<'a>(&self, name: &'a OsStr) -> io::Result<DiskPlace<'a>> {
        Ok(DiskPlace { folder: self.identity()?, name })
    }
}
