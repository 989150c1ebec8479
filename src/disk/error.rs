//! Refusals that callers tell from errors of the disk.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// A link where a file or a folder was asked for.
#[derive(Debug)]
pub(super) struct LinkRefused(PathBuf);

impl LinkRefused {
    pub(super) fn error(path: PathBuf) -> io::Error {
        io::Error::other(LinkRefused(path))
    }
}

impl fmt::Display for LinkRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is a link, which is not followed", self.0.display())
    }
}

impl Error for LinkRefused {}

/// Tells whether `error` is the refusal to follow a link.
pub fn is_link_refused(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<LinkRefused>())
}

/// Tells whether `error` says that this system or this disk has no such operation, rather than that it failed.
///
/// A full disk and a broken one are no reason to try another way: what is tried next would fail half-way.
pub fn is_unsupported(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, Unsupported};
    error.raw_os_error().is_some_and(is_unsupported_code)
        || matches!(error.kind(), CrossesDevices | InvalidInput | Unsupported)
}

/// `EOPNOTSUPP` is one of them that has no [`io::ErrorKind`] on every system.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn is_unsupported_code(code: i32) -> bool {
    use rustix::io::Errno;
    [Errno::XDEV, Errno::NOSYS, Errno::INVAL, Errno::NOTSUP, Errno::OPNOTSUPP]
        .contains(&Errno::from_raw_os_error(code))
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn is_unsupported_code(_code: i32) -> bool {
    false
}
