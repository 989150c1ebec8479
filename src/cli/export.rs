//! `postil export`.

use super::args::{ExportArgs, Format};
use super::build::site_request;
use super::report::Detail;
use super::{Exit, refuse, report, say};
use crate::config::ExportFormat;
use crate::model::{Page, Site};
use crate::pipeline;
use crate::render::export::{can_be, transcript};
use crate::write::replace_file;

pub(super) fn run(args: &ExportArgs) -> Exit {
    let (site, outcome) = match pipeline::resolve(&site_request(&args.site)) {
        Ok(resolved) => resolved.finish(),
        Err(error) => return refuse(error),
    };
    report::print(&outcome, Format::Human, Detail::ProblemsOnly);
    if !outcome.is_good() {
        return Exit::Content;
    }
    let Some(page) = find(&site, &args.page) else {
        return refuse(format!("there is no page `{}` in content/", args.page));
    };
    let format = ExportFormat::by_id(&args.format).expect("only known formats are arguments");
    match can_be(format, page) {
        true => put(&transcript(format, &site, page), args),
        false => refuse(unfit(format)),
    }
}

/// The page whose file is `path`, below `content/` or with it, or whose address it is.
fn find<'s>(site: &'s Site, path: &str) -> Option<&'s Page> {
    let path = path.strip_prefix("content/").unwrap_or(path).trim_matches('/');
    let is_meant = |page: &&Page| {
        let file = &page.document.path;
        file == path || file.strip_suffix(".md") == Some(path) || page.address.trim_end_matches('/') == path
    };
    site.pages.iter().find(is_meant)
}

fn put(text: &str, args: &ExportArgs) -> Exit {
    let Some(path) = &args.to else {
        say::result(text.trim_end_matches('\n'));
        return Exit::Good;
    };
    match replace_file(path, text) {
        Ok(()) => Exit::Good,
        Err(error) => refuse(format!("{}: {error}", path.display())),
    }
}

/// Why a page cannot be had in a format.
fn unfit(format: ExportFormat) -> String {
    match format {
        ExportFormat::Chapters => "this page has no section whose time is known".to_string(),
        _ => format!("this page is no transcript with the times that `{}` needs", format.id()),
    }
}
