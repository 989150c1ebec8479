//! Changes to what lies below a folder. Each is one operation of the disk, so that a test can fail any of them.

use std::ffi::OsStr;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::path::Path;

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, Metadata, OpenOptions};

use super::watch::DiskChange;
use super::{EntryKind, FileIdentity, FolderHandle, components, split};

/// The piece that long files are copied in: recordings need not fit into memory.
const PIECE: u64 = 1 << 18;

impl FolderHandle {
    /// Makes the folder `name`, which must not be there, and opens it.
    pub fn create_folder(&self, name: impl AsRef<OsStr>) -> io::Result<FolderHandle> {
        let name = name.as_ref();
        let make = || {
            self.dir.create_dir(name)?;
            self.folder(name)
        };
        let identity = |made: &FolderHandle| made.identity().map(Some);
        self.change(|| Ok(DiskChange::CreateFolder(self.place(name)?)), make, identity)
    }

    /// Opens the folder `path`, and makes those on the way that are not there. No component may be a link.
    pub fn make_folder(&self, path: impl AsRef<Path>) -> io::Result<FolderHandle> {
        components(path.as_ref())?.into_iter().try_fold(self.clone(), |folder, name| {
            match folder.folder(name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => match folder.create_folder(name) {
                    // Another thread makes the same folder.
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => folder.folder(name),
                    made => made,
                },
                found => found,
            }
        })
    }

    /// Writes the file `path`, which must not be there; its folder must be.
    pub fn write_new(&self, path: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
        let (folder, mut file, identity) = self.create_file(path.as_ref())?;
        folder.append(&mut file, identity, bytes)
    }

    /// Writes the file `path`, which must not be there, with all that `from` has to read.
    pub fn copy_new(&self, path: impl AsRef<Path>, from: &mut impl Read) -> io::Result<()> {
        let (folder, mut file, identity) = self.create_file(path.as_ref())?;
        let mut piece = Vec::new();
        loop {
            piece.clear();
            from.take(PIECE).read_to_end(&mut piece)?;
            if piece.is_empty() {
                return Ok(());
            }
            folder.append(&mut file, identity, &piece)?;
        }
    }

    /// Writes the file `name` whole or not at all, with the permissions of the file that it replaces. It lasts through
    /// a power cut.
    pub fn replace_file(&self, name: impl AsRef<OsStr>, bytes: &[u8]) -> io::Result<()> {
        let name = name.as_ref();
        let draft = format!(".postil-{}", random_token());
        let replace = || {
            self.write_new(&draft, bytes)?;
            if let Some(old) = self.dir.symlink_metadata(name).ok().filter(Metadata::is_file) {
                self.dir.set_permissions(&draft, old.permissions())?;
            }
            self.sync_file(&draft)?;
            self.rename(&draft, self, name)?;
            self.sync()
        };
        replace().inspect_err(|_| drop(self.remove_file(&draft)))
    }

    /// Opens the plain file `name` for a lock, and makes it if it is not there. It is never emptied or written to.
    pub fn open_lock(&self, name: impl AsRef<OsStr>) -> io::Result<fs::File> {
        let name = name.as_ref();
        match self.open_file(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => match self.create_file(name.as_ref()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.open_file(name),
                made => made.map(|(_, file, _)| file),
            },
            found => found,
        }
    }

    /// Gives `from` the name `to` in `folder`, in place of a file that has it.
    pub fn rename(
        &self,
        from: impl AsRef<OsStr>,
        folder: &FolderHandle,
        to: impl AsRef<OsStr>,
    ) -> io::Result<()> {
        let (from, to) = (from.as_ref(), to.as_ref());
        let describe = || Ok(DiskChange::Rename(self.place(from)?, folder.place(to)?));
        self.change_only(describe, || self.dir.rename(from, &folder.dir, to))
    }

    /// Gives the file `from` a second name, `to` in `folder`, where there must be none.
    pub fn hard_link(
        &self,
        from: impl AsRef<OsStr>,
        folder: &FolderHandle,
        to: impl AsRef<OsStr>,
    ) -> io::Result<()> {
        let (from, to) = (from.as_ref(), to.as_ref());
        let describe = || Ok(DiskChange::Link(self.place(from)?, folder.place(to)?));
        self.change_only(describe, || self.dir.hard_link(from, &folder.dir, to))
    }

    /// Removes the file or link `name`.
    pub fn remove_file(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        let name = name.as_ref();
        let describe = || Ok(DiskChange::RemoveFile(self.place(name)?));
        self.change_only(describe, || self.dir.remove_file_or_symlink(name))
    }

    /// Removes the folder `name`, which must be empty.
    pub fn remove_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        let name = name.as_ref();
        let describe = || Ok(DiskChange::RemoveFolder(self.place(name)?));
        self.change_only(describe, || match self.info(name)? {
            Some(found) if found.kind == EntryKind::Folder => self.dir.remove_dir(name),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        })
    }

    /// Makes what is in the plain file `name` last through a power cut.
    pub fn sync_file(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        let file = self.open_for_sync(name.as_ref())?;
        let identity = FileIdentity::from_metadata(&file.metadata()?);
        self.change_only(|| Ok(DiskChange::SyncFile(identity)), || file.sync_all())
    }

    /// Makes the names in this folder last through a power cut, where the system can do that for a folder.
    pub fn sync(&self) -> io::Result<()> {
        self.change_only(|| Ok(DiskChange::SyncFolder(self.identity()?)), || sync_folder(&self.dir))
    }

    /// An empty new file at `path`, and the folder that it is in.
    fn create_file(&self, path: &Path) -> io::Result<(FolderHandle, fs::File, FileIdentity)> {
        let (parents, name) = split(path)?;
        let folder = self.folder(parents)?;
        let make = || {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).follow(FollowSymlinks::No);
            folder.dir.open_with(name, &options)
        };
        let identity = |file: &cap_std::fs::File| Ok(FileIdentity::from_metadata(&file.metadata()?));
        let describe = || Ok(DiskChange::CreateFile(folder.place(name)?));
        let file = self.change(describe, make, |file| identity(file).map(Some))?;
        let identity = identity(&file)?;
        Ok((folder, file.into_std(), identity))
    }

    fn append(&self, file: &mut fs::File, identity: FileIdentity, bytes: &[u8]) -> io::Result<()> {
        self.change_only(|| Ok(DiskChange::Append(identity, bytes)), || file.write_all(bytes))
    }

    /// Windows lets only those sync a file who may write to it.
    fn open_for_sync(&self, name: &OsStr) -> io::Result<cap_std::fs::File> {
        let mut options = OpenOptions::new();
        options.read(true).write(cfg!(windows)).follow(FollowSymlinks::No);
        self.dir.open_with(name, &options)
    }
}

/// A name that nobody can have used: the standard library seeds it with random numbers of the system.
pub fn random_token() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

#[cfg(unix)]
fn sync_folder(dir: &Dir) -> io::Result<()> {
    dir.open(".")?.sync_all()
}

/// The system keeps the names of its folders in order by itself, and lets no program sync one.
#[cfg(not(unix))]
fn sync_folder(_dir: &Dir) -> io::Result<()> {
    Ok(())
}
