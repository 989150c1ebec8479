//! `postil pin`.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::args::{PinArgs, ReportFormat};
use super::build::site_request;
use super::report::Detail;
use super::{Exit, refuse, report, safe, say};
use crate::pin;

pub(super) fn run(args: &PinArgs) -> Exit {
    let today = Offset::UTC.to_datetime(Timestamp::now()).date();
    let pinned = match pin::run(&site_request(&args.site), today) {
        Ok(pinned) => pinned,
        Err(error) => return refuse(error),
    };
    report::print(&pinned.outcome, ReportFormat::Human, Detail::ProblemsOnly);
    if !pinned.outcome.is_good() {
        say::aside("Nothing was recorded: the site has errors");
        return Exit::Content;
    }
    pinned.written.iter().for_each(|path| say::result(format!("Wrote {}", safe::message(path))));
    say::result(format!("{} anchors are recorded: commit anchors/ with the site", pinned.anchors));
    Exit::Good
}
