//! `postil serve`.

use std::time::Duration;

use super::args::{ReportFormat, ServeArgs};
use super::build::{counts, problems, seconds, site_request};
use super::human::Drawer;
use super::report::Detail;
use super::site_args::{edition, withheld};
use super::{Exit, refuse, report, safe, say};
use crate::config::Edition;
use crate::load;
use crate::pipeline::{BuildError, Outcome, Request};
use crate::resolve::DraftNotes;
use crate::serve::{Editor, Observer, PagePolicy, Server, WriteAccess};

pub(super) fn run(args: &ServeArgs) -> Exit {
    if let Err(error) = load::open(&args.site.root) {
        return refuse(error);
    }
    if args.write && !args.host.is_loopback() {
        return refuse("--write works on this computer only: remove --host or --write");
    }
    // Whoever serves is writing: what is not yet for others is shown.
    let request = Request {
        draft_notes: DraftNotes::Show,
        edition: edition(&args.edition),
        ..site_request(&args.site)
    };
    let policy = if args.no_policy { PagePolicy::Unrestricted } else { PagePolicy::Strict };
    let server = match Server::bind(request, args.host, args.port) {
        Ok(server) => server.with_policy(policy),
        Err(error) => return refuse(error),
    };
    let server = match args.write.then(WriteAccess::new) {
        None => server,
        Some(Ok(access)) => server.with_access(access),
        Some(Err(error)) => return refuse(error),
    };
    let server = server.with_editor(args.write.then(|| Editor::new(args.editor.as_deref())).flatten());
    say::result(format!("Serving {} (Ctrl-C ends it)", server.url()));
    if args.write {
        say::result("Select words on a page to write a note on them or to correct them");
        say::result(format!("Notes in doubt can be decided at {}", server.review_url()));
    }
    if !args.host.is_loopback() {
        say::aside("note: others in the network can read the site, drafts of notes included");
    }
    if args.open && open::that_detached(server.url()).is_err() {
        say::aside("warning: no browser could be opened");
    }
    match server.run(Terminal { edition: edition(&args.edition) }) {
        Ok(()) => Exit::Good,
        Err(error) => refuse(error),
    }
}

/// Prints how each build went.
struct Terminal {
    edition: Edition,
}

impl Observer for Terminal {
    fn built(&mut self, result: Result<&Outcome, &BuildError>, took: Duration) -> String {
        match result {
            Ok(outcome) => {
                report::print(outcome, ReportFormat::Human, Detail::All);
                print_summary(outcome, took, &self.edition);
                Drawer::plain(&outcome.sources).draw_errors(&outcome.diagnostics.limited())
            }
            Err(error) => {
                refuse(error);
                format!("error: {}", safe::message(&error.to_string()))
            }
        }
    }
}

fn print_summary(outcome: &Outcome, took: Duration, edition: &Edition) {
    match outcome.is_good() {
        true => {
            say::result(format!("Built {} in {}", counts(&outcome.counts), seconds(took)));
            withheld(&outcome.counts, edition).into_iter().for_each(say::aside);
        }
        false => say::aside(format!("{}; the last good version stays", problems(outcome))),
    }
}
