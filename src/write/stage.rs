//! Where files wait until all of them are known to be good.

use std::fs;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};

use super::lock::{self, Lock};
use super::{At, Method, WriteError, exchange};

/// A hidden folder from which moving a file into the output folder is a rename.
#[derive(Debug)]
pub(super) struct Stage {
    output: PathBuf,
    folder: PathBuf,
    place: Place,
    lock: Lock,
    /// The folders that were made for this run and go again with a failed one, innermost first.
    made: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Next to the output folder, whose place it can take.
    Beside,
    /// In the output folder.
    Inside,
}

const NAME: &str = ".postil-stage";

impl Stage {
    /// An empty stage for `output`, which is made if there is none.
    pub(super) fn new(output: &Path, method: Method) -> Result<Self, WriteError> {
        let made = output.ancestors().take_while(|folder| !folder.exists()).map(Into::into).collect();
        fs::create_dir_all(output).at(output)?;
        let lock = Lock::take(output)?;
        let (folder, place) = match beside(output, &lock).filter(|_| method == Method::Exchange) {
            Some(folder) => (folder, Place::Beside),
            None => (inside(output)?, Place::Inside),
        };
        Ok(Stage { output: output.into(), folder, place, lock, made })
    }

    /// The stage, where it can take the place of the output folder.
    pub(super) fn beside(&self) -> Option<&Path> {
        (self.place == Place::Beside).then_some(&self.folder)
    }

    /// Puts `bytes` down as `path`.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let target = self.prepare(path)?;
        fs::write(&target, bytes).at(&target)
    }

    /// Puts a copy of the file `from` down as `path`.
    pub(super) fn copy(&self, path: &str, from: &mut fs::File) -> Result<(), WriteError> {
        let target = self.prepare(path)?;
        from.rewind().at(&target)?;
        let mut copy = fs::File::create(&target).at(&target)?;
        io::copy(from, &mut copy).at(&target).map(drop)
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
        exchange::retire(&self.folder, &self.output);
        if !self.made.is_empty() {
            self.lock.remove();
        }
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A new folder next to `output` that can take its place, unless the system has something against it:
/// another disk, a folder above that is not ours to write to, no links between files.
fn beside(output: &Path, lock: &Lock) -> Option<PathBuf> {
    let name = format!("{NAME}-{}", output.file_name()?.to_str()?);
    let folder = output.parent()?.join(name);
    if folder.join(lock::NAME).is_file() {
        exchange::retire(&folder, output);
    }
    // One that is empty was on its way out.
    let _ = fs::remove_dir(&folder);
    fs::create_dir(&folder).ok()?;
    if lock.share(&folder).and_then(|()| exchange::resemble(&folder, output)).is_err() {
        exchange::retire(&folder, output);
        return None;
    }
    Some(folder)
}

fn inside(output: &Path) -> Result<PathBuf, WriteError> {
    let folder = output.join(NAME);
    exchange::retire(&folder, output);
    fs::create_dir_all(&folder).at(&folder)?;
    Ok(folder)
}
