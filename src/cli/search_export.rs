//! `postil search-export`.

use std::io;

use super::args::{ReportFormat, SearchExportArgs};
use super::build::site_request;
use super::report::Detail;
use super::site_args::edition;
use super::{Exit, refuse, report};
use crate::disk::FolderHandle;
use crate::index::export;
use crate::model::File;
use crate::pipeline::{self, Request};
use crate::publish::replace_file_below;

pub(super) fn run(args: &SearchExportArgs) -> Exit {
    let (site, outcome) =
        match pipeline::resolve(&Request { edition: edition(&args.edition), ..site_request(&args.site) }) {
            Ok(resolved) => resolved.finish(),
            Err(error) => return refuse(error),
        };
    report::print(&outcome, ReportFormat::Human, Detail::ProblemsOnly);
    if !outcome.is_good() {
        return Exit::Content;
    }
    let format = export::EngineFormat::ALL.iter().find(|(name, _)| *name == args.format);
    let (_, format) = format.expect("only known formats are arguments");
    match export::write(&site, *format, |file| put(args, &file)) {
        Ok(()) => Exit::Good,
        Err(reason) => refuse(reason),
    }
}

fn put(args: &SearchExportArgs, file: &File) -> Result<(), String> {
    let put = || {
        std::fs::create_dir_all(&args.to)?;
        replace_file_below(&FolderHandle::open(&args.to)?, &file.path, &file.bytes)
    };
    put().map_err(|error: io::Error| format!("{}: {error}", args.to.join(&file.path).display()))
}
