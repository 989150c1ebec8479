//! Operations that not every system has: the atomic swap, syncing a whole disk, owners.

use std::ffi::OsStr;
use std::io;

use super::FolderHandle;
use super::watch::DiskChange;

impl FolderHandle {
    /// Lets `name` and `other` in `folder` change places in one step: everybody sees the one or the other.
    ///
    /// An error that [says so](super::is_unsupported) means that there is no swap here, and nothing was changed.
    pub fn exchange(
        &self,
        name: impl AsRef<OsStr>,
        folder: &FolderHandle,
        other: impl AsRef<OsStr>,
    ) -> io::Result<()> {
        let (name, other) = (name.as_ref(), other.as_ref());
        let describe = || Ok(DiskChange::Exchange(self.place(name)?, folder.place(other)?));
        self.change_only(describe, || exchange(self, name, folder, other))
    }

    /// Makes every file and folder of the disk that this folder is on last through a power cut.
    ///
    /// An error that [says so](super::is_unsupported) means that each is to be synced on its own.
    pub fn sync_file_system(&self) -> io::Result<()> {
        self.change_only(|| Ok(DiskChange::SyncFileSystem), || sync_file_system(self))
    }

    /// Gives this folder the owner and the permissions of `model`.
    pub fn copy_access(&self, model: &FolderHandle) -> io::Result<()> {
        self.change_only(|| Ok(DiskChange::SetAccess(self.identity()?)), || copy_access(self, model))
    }

    /// Lets the owner of this folder list it and remove what is in it.
    pub fn allow_removing(&self) -> io::Result<()> {
        self.change_only(|| Ok(DiskChange::SetAccess(self.identity()?)), || allow_removing(self))
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(from: &FolderHandle, name: &OsStr, to: &FolderHandle, other: &OsStr) -> io::Result<()> {
    use rustix::fs::{RenameFlags, renameat_with};
    Ok(renameat_with(&*from.dir, name, &*to.dir, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_from: &FolderHandle, _name: &OsStr, _to: &FolderHandle, _other: &OsStr) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync_file_system(folder: &FolderHandle) -> io::Result<()> {
    Ok(rustix::fs::syncfs(folder.dir.open(".")?)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn sync_file_system(_folder: &FolderHandle) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn copy_access(folder: &FolderHandle, model: &FolderHandle) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (folder, model) = (folder.dir.open(".")?.into_std(), model.dir.open(".")?.into_std());
    let (found, wanted) = (folder.metadata()?, model.metadata()?);
    if (found.uid(), found.gid()) != (wanted.uid(), wanted.gid()) {
        fchown(&folder, Some(wanted.uid()), Some(wanted.gid()))?;
    }
    folder.set_permissions(wanted.permissions())
}

/// Permissions of folders are inherited here.
#[cfg(not(unix))]
fn copy_access(_folder: &FolderHandle, _model: &FolderHandle) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn allow_removing(folder: &FolderHandle) -> io::Result<()> {
    use cap_std::fs::{Permissions, PermissionsExt};
    folder.dir.set_permissions(".", Permissions::from_mode(0o700))
}

/// Permissions of folders do not keep files from being removed here.
#[cfg(not(unix))]
fn allow_removing(_folder: &FolderHandle) -> io::Result<()> {
    Ok(())
}
