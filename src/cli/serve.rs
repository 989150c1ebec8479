//! `postil serve`.

use super::args::ServeArgs;
use super::{Exit, refuse};

pub(super) fn run(args: &ServeArgs) -> Exit {
    refuse(format!("{args:?}"))
}
