//! `postil export`.

use super::args::{ExportArgs, ReportFormat};
use super::build::site_request;
use super::report::Detail;
use super::site_args::edition;
use super::{Exit, refuse, report, say};
use crate::formats::registry::Needs;
use crate::formats::{FormatWriter, writer_by_name};
use crate::model::{PageId, PageKind, Site};
use crate::pipeline::{self, Request};
use crate::publish::replace_file;
use crate::render::export::Exporter;

pub(super) fn run(args: &ExportArgs) -> Exit {
    let resolved =
        match pipeline::resolve(&Request { edition: edition(&args.edition), ..site_request(&args.site) }) {
            Ok(resolved) => resolved,
            Err(error) => return refuse(error),
        };
    let languages = resolved.languages.all.clone();
    let (site, outcome) = resolved.finish();
    report::print(&outcome, ReportFormat::Human, Detail::ProblemsOnly);
    if !outcome.is_good() {
        return Exit::Content;
    }
    let format = writer_by_name(&args.format).expect("only known formats are arguments");
    match made(&site, &Exporter::new(&site, &languages), format, &args.page) {
        Ok(bytes) => put(&bytes, args),
        Err(reason) => refuse(reason),
    }
}

/// The file that is asked for, or why there is none.
fn made(site: &Site, exporter: &Exporter<'_>, format: FormatWriter, path: &str) -> Result<Vec<u8>, String> {
    let path = path.strip_prefix("content/").unwrap_or(path).trim_matches('/');
    if let Some(id) = find(site, path) {
        let page = &site.page(id).open();
        let is_fit = format.fits(page);
        return is_fit.then(|| exporter.transcript(format, id)).ok_or_else(|| unfit(format, page.kind));
    }
    let address = if path.is_empty() || path == "." { String::new() } else { format!("{path}/") };
    if !site.collections.contains_key(&address) {
        return Err(format!("there is no page `{path}` in content/"));
    }
    let book = (format.name == "epub").then(|| exporter.book(&address)).flatten();
    book.ok_or_else(|| format!("`{path}` is a collection: it can be had as `epub`, if it has texts"))
}

/// The page whose file is `path`, below `content/`, or whose address it is.
fn find(site: &Site, path: &str) -> Option<PageId> {
    let is_meant = |id: &PageId| {
        let page = site.page(*id);
        let file = &page.document.path;
        let is_named = file == path || file.strip_suffix(".md") == Some(path);
        page.kind != PageKind::Index && (is_named || page.address.trim_end_matches('/') == path)
    };
    (0..).map(PageId).take(site.pages.len()).find(is_meant)
}

fn put(bytes: &[u8], args: &ExportArgs) -> Exit {
    let Some(path) = &args.to else {
        say::bytes(bytes);
        return Exit::Good;
    };
    match replace_file(path, bytes) {
        Ok(()) => Exit::Good,
        Err(error) => refuse(format!("{}: {error}", path.display())),
    }
}

/// Explains why a kind of page cannot be exported to a format.
fn unfit(format: FormatWriter, kind: PageKind) -> String {
    match format.needs {
        _ if kind != PageKind::Transcript => "this page is no transcript".to_string(),
        Needs::Chapters => "this page has no section whose time is known".to_string(),
        Needs::Recording => {
            "this page has no sound or video file with a `duration` in its front matter".to_string()
        }
        _ => format!("this page has not the times that `{}` needs", format.name),
    }
}
