//! `postil man`: manual pages, made from what the command line itself knows.

use std::io;
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::args::{Arguments, ManArgs};
use super::{Exit, refuse, say};

pub(super) fn run(args: &ManArgs) -> Exit {
    let done = match &args.to {
        Some(folder) => write_all(folder),
        None => print(),
    };
    match done {
        Ok(()) => Exit::Good,
        Err(error) => refuse(error),
    }
}

/// The page of the program itself.
fn print() -> io::Result<()> {
    let mut page = Vec::new();
    Man::new(Arguments::command()).render(&mut page)?;
    say::result(String::from_utf8_lossy(&page).trim_end());
    Ok(())
}

/// `postil.1`, `postil-build.1`, and so on.
fn write_all(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Arguments::command(), folder)
}
