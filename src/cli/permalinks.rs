//! `postil permalinks`.

use super::args::{PermalinksArgs, ReportFormat};
use super::build::site_request;
use super::report::Detail;
use super::site_args::today;
use super::{Exit, refuse, report, safe, say};
use crate::permalinks;

pub(super) fn run(args: &PermalinksArgs) -> Exit {
    // Records are published with the site, so that they are always those of the public edition.
    let recorded = match permalinks::run(&site_request(&args.site), today()) {
        Ok(recorded) => recorded,
        Err(error) => return refuse(error),
    };
    report::print(&recorded.outcome, ReportFormat::Human, Detail::ProblemsOnly);
    if !recorded.outcome.is_good() {
        say::aside("Nothing was recorded: the site has errors");
        return Exit::Content;
    }
    recorded.written.iter().for_each(|path| say::result(format!("Wrote {}", safe::message(path))));
    say::result(format!("{} permalinks are recorded: commit anchors/ with the site", recorded.permalinks));
    Exit::Good
}
