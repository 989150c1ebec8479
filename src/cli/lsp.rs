//! `postil lsp`.

use std::io::{self, BufReader};

use super::{Exit, refuse};
use crate::lsp::{self, ServerEnd};

pub(super) fn run() -> Exit {
    match lsp::run(BufReader::new(io::stdin()), io::stdout()) {
        Ok(ServerEnd::Orderly) => Exit::Good,
        // The protocol asks for exit code 1.
        Ok(ServerEnd::Abrupt) => Exit::Content,
        Err(error) => refuse(error),
    }
}
