//! Where changed files wait until all of them are known to be good.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{At, WriteError};

/// A hidden folder inside the output folder, so that moving a file into place is a rename.
#[derive(Debug)]
pub(super) struct Stage {
    folder: PathBuf,
    /// Held as long as this run lasts; the system lets go of it however the run ends.
    lock: Lock,
    /// The folders that were made for this run and go again with a failed one, innermost first.
    made: Vec<PathBuf>,
}

const NAME: &str = ".postil-stage";
const LOCK_NAME: &str = ".postil-lock";

impl Stage {
    /// An empty stage in `output`, which is made if there is none.
    pub(super) fn new(output: &Path) -> Result<Self, WriteError> {
        let made = output.ancestors().take_while(|folder| !folder.exists()).map(Into::into).collect();
        fs::create_dir_all(output).at(output)?;
        let lock = Lock::take(output)?;
        let folder = output.join(NAME);
        if folder.exists() {
            fs::remove_dir_all(&folder).at(&folder)?;
        }
        fs::create_dir_all(&folder).at(&folder)?;
        Ok(Stage { folder, lock, made })
    }

    /// Puts `bytes` down as `path`.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let target = self.prepare(path)?;
        fs::write(&target, bytes).at(&target)
    }

    /// Puts a copy of the file `from` down as `path`.
    pub(super) fn copy(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        let target = self.prepare(path)?;
        let mut source = fs::File::open(from).at(from)?;
        let mut copy = fs::File::create(&target).at(&target)?;
        io::copy(&mut source, &mut copy).at(&target).map(drop)
    }

    /// Moves the file staged as `path` to `target`, whose folder must be there.
    pub(super) fn release(&self, path: &str, target: &Path) -> Result<(), WriteError> {
        fs::rename(self.folder.join(path), target).at(target)
    }

    /// Keeps the output folder even if it was made for this run.
    pub(super) fn keep_output(&mut self) {
        self.made.clear();
    }

    fn prepare(&self, path: &str) -> Result<PathBuf, WriteError> {
        let target = self.folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).at(parent)?;
        }
        Ok(target)
    }
}

/// Nothing more can be done here about a stage that does not go: the next run removes it.
impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if !self.made.is_empty() {
            let _ = fs::remove_file(&self.lock.path);
        }
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Keeps two runs from writing to one output folder at once.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    /// The lock is this open file's.
    _file: fs::File,
}

impl Lock {
    fn take(output: &Path) -> Result<Self, WriteError> {
        let path = output.join(LOCK_NAME);
        let file = fs::File::create(&path).at(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { path, _file: file }),
            Err(fs::TryLockError::WouldBlock) => {
                Err(WriteError::Refused(output.into(), "is being written to by another run of Postil"))
            }
            Err(fs::TryLockError::Error(error)) => Err(WriteError::Disk(path, error)),
        }
    }
}

/// Whether `path` is a plain file that holds exactly `bytes`.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    is_plain_file_of(path, bytes.len() as u64) && fs::read(path).is_ok_and(|old| old == bytes)
}

/// Whether `path` is a plain file with the same content as the file `other`.
pub(super) fn same_content(path: &Path, other: &Path) -> bool {
    let size = other.metadata().map(|other| other.len());
    size.is_ok_and(|size| is_plain_file_of(path, size)) && same_bytes(path, other).unwrap_or(false)
}

fn is_plain_file_of(path: &Path, size: u64) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() == size)
}

/// Recordings are long: they are compared piece by piece.
fn same_bytes(path: &Path, other: &Path) -> io::Result<bool> {
    let (mut left, mut right) = (fs::File::open(path)?, fs::File::open(other)?);
    let (mut left_piece, mut right_piece) = (Vec::new(), Vec::new());
    loop {
        left_piece.clear();
        right_piece.clear();
        (&mut left).take(PIECE).read_to_end(&mut left_piece)?;
        (&mut right).take(PIECE).read_to_end(&mut right_piece)?;
        if left_piece != right_piece {
            return Ok(false);
        }
        if left_piece.is_empty() {
            return Ok(true);
        }
    }
}

const PIECE: u64 = 1 << 18;
