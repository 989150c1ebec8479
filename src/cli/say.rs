//! Lines on standard output and standard error. Whoever reads them may go away early, as `head`
//! does; that is no error of ours, and no reason to end.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

/// A line on standard output.
pub(super) fn result(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Returns true if `stream` is a terminal whose owner has not refused colours (<https://no-color.org>).
pub(super) fn has_colours(stream: &impl IsTerminal) -> bool {
    let wants_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    stream.is_terminal() && !wants_none && !is_dumb
}

/// A file on standard output.
pub(super) fn bytes(bytes: &[u8]) {
    let _ = io::stdout().write_all(bytes);
}

/// A line on standard error.
pub(super) fn aside(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}
