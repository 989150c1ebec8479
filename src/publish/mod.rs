//! Stage 6: the only writer. A site reaches the disk whole or not at all, changed files only, and lasts through a power
//! cut.

mod below;
mod compare;
mod kept;
mod lock;
mod manifest;
mod output;
mod place;
mod remove;
mod replace;
mod size;
mod staging;
mod swap;
mod undo;

#[cfg(test)]
mod tests;

pub use self::below::SinkBelow;
pub use self::output::{Changes, OutputFolder};
pub use self::place::refuse_cache;
pub use self::replace::{replace_file, replace_file_below};
pub use self::size::{MeasuringSink, OutputSize};

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::OUR_PREFIX;
use crate::model::File;

/// A way in which a new site takes the place of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The whole folder at once, where the system can do that.
    Exchange,
    /// File by file, in a folder that stays the same for those who have it open or mounted.
    InPlace,
}

/// Takes the files of a site as they are made, in any order and from several threads.
pub trait Sink: Sync {
    /// Takes a file that was made.
    fn put(&self, file: File) -> Result<(), WriteError>;

    /// Takes a file that is published as it is: all that `from` has, at `path` in the output.
    fn copy(&self, path: &str, from: &mut fs::File) -> Result<(), WriteError>;
}

/// Takes files and forgets them.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _file: File) -> Result<(), WriteError> {
        Ok(())
    }

    fn copy(&self, _path: &str, _from: &mut fs::File) -> Result<(), WriteError> {
        Ok(())
    }
}

/// A reason why the output could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// A path that would leave the output folder, or that no file may have.
    Path(String),
    /// The output folder is not one that Postil may write to.
    Refused(PathBuf, &'static str),
    /// The disk refused.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Path(path) => write!(f, "{path:?} is not a path that can be published"),
            WriteError::Refused(path, reason) => write!(f, "{} {reason}", path.display()),
            WriteError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// Adds the path to an error of the disk.
trait At<T> {
    fn at(self, path: &Path) -> Result<T, WriteError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, WriteError> {
        self.map_err(|error| WriteError::Disk(path.into(), error))
    }
}

/// Checks that `path` stays below the folder it is joined to, on every system, and is not our own.
fn check_path(path: &str) -> Result<(), WriteError> {
    let plain = |part: &str| {
        !matches!(part, "" | "." | "..")
            && !part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
            && !part.starts_with(OUR_PREFIX)
    };
    match path.split('/').all(plain) {
        true => Ok(()),
        false => Err(WriteError::Path(path.into())),
    }
}
