//! One run at a time for an output folder.

use std::fs;

use super::{At, WriteError};
use crate::disk::{FileIdentity, FolderHandle};

/// The name of the lock's file.
pub(super) const NAME: &str = ".postil-lock";

/// Keeps two runs from writing to one output folder at once; the system lets go of it however a run ends.
///
/// The file is never emptied or written to: whatever else has its name comes to no harm.
#[derive(Debug)]
pub(super) struct Lock {
    identity: FileIdentity,
    /// The lock is this open file's.
    _file: fs::File,
}

impl Lock {
    /// Takes the lock of `output`, or says who has it.
    pub(super) fn take(output: &FolderHandle) -> Result<Self, WriteError> {
        let path = output.path().join(NAME);
        let file = output.open_lock(NAME).at(&path)?;
        match file.try_lock() {
            Ok(()) => {
                let found = output.info(NAME).at(&path)?;
                let found = found
                    .filter(|found| FileIdentity::from_file(&file).is_ok_and(|file| file == found.identity));
                let identity = found.ok_or_else(|| busy(output))?.identity;
                Ok(Lock { identity, _file: file })
            }
            Err(fs::TryLockError::WouldBlock) => Err(busy(output)),
            Err(fs::TryLockError::Error(error)) => Err(WriteError::Disk(path, error)),
        }
    }

    /// Makes the lock that of `other` too, which may take the place of `output`, and from which later runs see whose
    /// it is: no repository can hold a second name of a file that is not in it.
    pub(super) fn share(&self, output: &FolderHandle, other: &FolderHandle) -> std::io::Result<()> {
        output.hard_link(NAME, other, NAME)
    }

    /// Tells whether `folder` shares this lock.
    pub(super) fn is_shared_by(&self, folder: &FolderHandle) -> bool {
        folder.info(NAME).ok().flatten().is_some_and(|found| found.identity == self.identity)
    }
}

/// The refusal to write where another run does.
pub(super) fn busy(output: &FolderHandle) -> WriteError {
    WriteError::Refused(output.path().into(), "is being written to by another run of Postil")
}
