//! One run at a time for an output folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{At, WriteError};

/// The name of the lock's file.
pub(super) const NAME: &str = ".postil-lock";

/// Keeps two runs from writing to one output folder at once; the system lets go of it however a run ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// The lock is this open file's.
    _file: fs::File,
}

impl Lock {
    /// Takes the lock of `output`, or says who has it.
    pub(super) fn take(output: &Path) -> Result<Self, WriteError> {
        let path = output.join(NAME);
        let file = fs::File::create(&path).at(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { path, _file: file }),
            Err(fs::TryLockError::WouldBlock) => {
                Err(WriteError::Refused(output.into(), "is being written to by another run of Postil"))
            }
            Err(fs::TryLockError::Error(error)) => Err(WriteError::Disk(path, error)),
        }
    }

    /// Makes the lock that of `other` too, which may take this folder's place.
    pub(super) fn share(&self, other: &Path) -> io::Result<()> {
        fs::hard_link(&self.path, other.join(NAME))
    }

    /// Removes the file of the lock.
    pub(super) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }
}
