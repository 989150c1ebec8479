//! Folders held open, below which files are read and written.
//!
//! A path names whatever lies there at the moment it is used, and a folder that a stranger made may hold links that
//! lead anywhere. A [`FolderHandle`] is one folder, whatever its name comes to mean; what lies below it is reached one
//! component after the other, and a link on the way is an [error](is_link_refused).

mod change;
mod error;
mod swap;
mod watch;

#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cap_fs_ext::{DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, FileType, Metadata, OpenOptions};

pub use self::change::random_token;
use self::error::LinkRefused;
pub use self::error::{is_link_refused, is_unsupported};
pub use self::watch::{DiskChange, DiskPlace, DiskWatcher};

/// The beginning of the names of Postil's own files. No file of a site may be published under such a name.
pub const OUR_PREFIX: &str = ".postil";

/// A folder that is held open: it stays the same folder when its name is given to another one.
#[derive(Clone, Debug)]
pub struct FolderHandle {
    dir: Arc<Dir>,
    path: PathBuf,
    watcher: Option<Arc<dyn DiskWatcher>>,
}

/// The number of a file on its disk: two names with the same identity are the same file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileIdentity {
    device: u64,
    number: u64,
}

/// A kind of thing that a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket or a device, which may never answer.
    Other,
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// The name, which need not be text.
    pub name: OsString,
    /// The kind of thing it names.
    pub kind: EntryKind,
}

/// The properties of what a name stands for; those of a link are its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryInfo {
    /// The kind of thing it is.
    pub kind: EntryKind,
    /// The number of its bytes.
    pub length: u64,
    /// The number of names it has, in this folder and in others.
    pub names: u64,
    /// The identity that tells it from all others.
    pub identity: FileIdentity,
}

impl FolderHandle {
    /// Opens the folder at `path`, which the user named: links in it are followed.
    pub fn open(path: &Path) -> io::Result<FolderHandle> {
        let dir = Dir::open_ambient_dir(path, ambient_authority())?;
        Ok(FolderHandle { dir: Arc::new(dir), path: path.into(), watcher: None })
    }

    /// Opens the folder at `path`, which the user named, and makes it if it is not there. Names in it that are below
    /// `root` may come with the site from a stranger: no link among them is followed.
    pub fn make_named(path: &Path, root: &Path) -> io::Result<FolderHandle> {
        match path_below(path, root) {
            Some(below) => FolderHandle::open(root)?.make_folder(below),
            None => {
                fs::create_dir_all(path)?;
                FolderHandle::open(path)
            }
        }
    }

    /// The path that the folder was reached by, for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The identity of the folder itself.
    pub fn identity(&self) -> io::Result<FileIdentity> {
        self.dir.dir_metadata().map(|metadata| FileIdentity::from_metadata(&metadata))
    }

    /// Opens the folder `path` below this one. No component may be a link.
    pub fn folder(&self, path: impl AsRef<Path>) -> io::Result<FolderHandle> {
        components(path.as_ref())?.into_iter().try_fold(self.clone(), |folder, name| {
            let opened = folder.dir.open_dir_nofollow(name);
            let dir = opened.map_err(|error| folder.explain(name, error))?;
            Ok(folder.child(name, dir))
        })
    }

    /// Opens the folder `path` below this one. Links are followed as long as they stay below this folder.
    pub fn folder_within(&self, path: impl AsRef<Path>) -> io::Result<FolderHandle> {
        let path = path.as_ref();
        self.dir.open_dir(path).map(|dir| self.child(path, dir))
    }

    /// The entries of the folder, in the order of the names.
    pub fn entries(&self) -> io::Result<Vec<FolderEntry>> {
        let read = |entry: io::Result<cap_std::fs::DirEntry>| {
            let entry = entry?;
            Ok(FolderEntry { name: entry.file_name(), kind: EntryKind::from_type(entry.file_type()?) })
        };
        let mut entries = self.dir.entries()?.map(read).collect::<io::Result<Vec<_>>>()?;
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The properties of what is at `path`; `None` when nothing is. A link is not followed.
    pub fn info(&self, path: impl AsRef<Path>) -> io::Result<Option<EntryInfo>> {
        let (parents, name) = split(path.as_ref())?;
        let found = self.folder(parents).and_then(|folder| folder.dir.symlink_metadata(name));
        match found {
            Ok(metadata) => Ok(Some(EntryInfo::from_metadata(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens the plain file at `path`. No component may be a link.
    pub fn open_file(&self, path: impl AsRef<Path>) -> io::Result<fs::File> {
        let (parents, name) = split(path.as_ref())?;
        let folder = self.folder(parents)?;
        let found = folder.dir.symlink_metadata(name)?;
        require_plain(&found).map_err(|error| folder.explain(name, error))?;
        let mut options = OpenOptions::new();
        let opened = folder.dir.open_with(name, options.read(true).nonblock(true).follow(FollowSymlinks::No));
        opened.and_then(plain).map_err(|error| folder.explain(name, error))
    }

    /// Opens the plain file at `path`. Links are followed as long as they stay below this folder.
    pub fn open_file_within(&self, path: impl AsRef<Path>) -> io::Result<fs::File> {
        let path = path.as_ref();
        require_plain(&self.dir.metadata(path)?)?;
        self.dir.open_with(path, OpenOptions::new().read(true).nonblock(true)).and_then(plain)
    }

    /// The bytes of the plain file at `path`. No component may be a link.
    pub fn read(&self, path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open_file(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn child(&self, path: impl AsRef<Path>, dir: Dir) -> FolderHandle {
        FolderHandle { dir: Arc::new(dir), path: self.path.join(path), watcher: self.watcher.clone() }
    }

    /// Says of a link that it is one: the system's own words are "too many levels of symbolic links", or worse.
    fn explain(&self, name: &OsStr, error: io::Error) -> io::Error {
        let is_link = self.dir.symlink_metadata(name).is_ok_and(|found| found.file_type().is_symlink());
        if is_link { LinkRefused::error(self.path.join(name)) } else { error }
    }
}

impl FileIdentity {
    /// The identity of a file that is open.
    pub fn from_file(file: &fs::File) -> io::Result<FileIdentity> {
        let file = cap_std::fs::File::from_std(file.try_clone()?);
        Ok(FileIdentity::from_metadata(&file.metadata()?))
    }

    fn from_metadata(metadata: &Metadata) -> FileIdentity {
        FileIdentity { device: metadata.dev(), number: metadata.ino() }
    }
}

impl EntryKind {
    fn from_type(kind: FileType) -> EntryKind {
        match kind {
            kind if kind.is_symlink() => EntryKind::Link,
            kind if kind.is_dir() => EntryKind::Folder,
            kind if kind.is_file() => EntryKind::File,
            _ => EntryKind::Other,
        }
    }
}

impl EntryInfo {
    fn from_metadata(metadata: &Metadata) -> EntryInfo {
        EntryInfo {
            kind: EntryKind::from_type(metadata.file_type()),
            length: metadata.len(),
            names: metadata.nlink(),
            identity: FileIdentity::from_metadata(metadata),
        }
    }
}

/// Opening a pipe waits for whoever writes into it, and opening a device may set it going: neither is done.
fn require_plain(found: &Metadata) -> io::Result<()> {
    match found.is_file() {
        true => Ok(()),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "is not a plain file")),
    }
}

/// Looks again: the file may have been exchanged before it was opened.
fn plain(file: cap_std::fs::File) -> io::Result<fs::File> {
    require_plain(&file.metadata()?)?;
    Ok(file.into_std())
}

/// The path from `root` to `path`, if that is spelt as a place below it. Links are not looked at.
pub fn path_below(path: &Path, root: &Path) -> Option<PathBuf> {
    let (path, spelt) = (std::path::absolute(path).ok()?, std::path::absolute(root).ok()?);
    let roots = [Some(spelt), root.canonicalize().ok()];
    let below = roots.iter().flatten().find_map(|root| path.strip_prefix(root).ok())?;
    let is_plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    (is_plain && !below.as_os_str().is_empty()).then(|| below.to_path_buf())
}

/// The names that lead to `path`, which may not lead upwards.
fn components(path: &Path) -> io::Result<Vec<&OsStr>> {
    let name = |component| match component {
        Component::Normal(name) => Some(name),
        _ => None,
    };
    let names: Option<Vec<&OsStr>> = path.components().map(name).collect();
    names.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "is not a path below the folder"))
}

/// The folder that holds `path`, and its name there.
fn split(path: &Path) -> io::Result<(&Path, &OsStr)> {
    let (parent, name) = (path.parent(), components(path)?.pop());
    let missing = || io::Error::new(io::ErrorKind::InvalidInput, "is not a path below the folder");
    parent.zip(name).ok_or_else(missing)
}
