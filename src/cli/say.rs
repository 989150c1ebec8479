//! Lines on standard output and standard error. Whoever reads them may go away early, as `head`
//! does; that is no error of ours, and no reason to end.

use std::fmt::Display;
use std::io::{self, Write};

/// A line on standard output.
pub(super) fn result(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// A file on standard output.
pub(super) fn bytes(bytes: &[u8]) {
    let _ = io::stdout().write_all(bytes);
}

/// A line on standard error.
pub(super) fn aside(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}
