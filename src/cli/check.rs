//! `postil check`.

use super::args::{CheckArgs, CheckFormat, Deny, ReportFormat};
use super::build::{counts, problems, site_request, trust};
use super::confine::confine;
use super::progress::Bar;
use super::report::Detail;
use super::site_args::{edition, withheld};
use super::{Exit, refuse, report, safe, sarif, say};
use crate::check;
use crate::config::Edition;
use crate::diag::Severity;
use crate::edit::{FileEdit, file_edits};
use crate::load;
use crate::pipeline::{Outcome, Request};

pub(super) fn run(args: &CheckArgs) -> Exit {
    if args.review {
        return super::review::run(args);
    }
    if args.untrusted {
        confine(&args.site.root, None);
    }
    let outcome = match look(args) {
        Ok(outcome) => outcome,
        Err(error) => return refuse(error),
    };
    let fixes = outcome.diagnostics.iter().filter_map(|found| found.fix.as_deref());
    let edits = file_edits(fixes, &outcome.sources);
    if !args.fix || edits.is_empty() {
        return report_problems(args, &outcome);
    }
    if let Some(exit) = write_all(&edits, args) {
        return exit;
    }
    // What is still wrong is told by the files as they are now.
    match look(args) {
        Ok(outcome) => report_problems(args, &outcome),
        Err(error) => refuse(error),
    }
}

fn look(args: &CheckArgs) -> Result<Outcome, crate::pipeline::BuildError> {
    load::open(&args.site.root)?;
    let bar = Bar::new();
    // Fixes are written into the files, which have the words of all editions.
    let edition = if args.fix { Edition::archive() } else { edition(&args.edition) };
    let request = Request { trust: trust(args.untrusted), edition, ..site_request(&args.site) };
    let outcome = check::run(&request, &bar);
    bar.clear();
    outcome
}

/// Writes the fixes and shows each; an exit when the disk refuses.
fn write_all(edits: &[FileEdit], args: &CheckArgs) -> Option<Exit> {
    let folder = match load::open(&args.site.root) {
        Ok(folder) => folder,
        Err(error) => return Some(refuse(error)),
    };
    for edit in edits {
        if let Err(error) = edit.apply(&folder) {
            return Some(refuse(error));
        }
        say::aside(difference(edit));
    }
    None
}

/// The changes to a file as a difference: what went with `-`, what came with `+`.
fn difference(edit: &FileEdit) -> String {
    let mut out = Vec::new();
    for change in &edit.changes {
        out.push(format!("fixed {}:{}", edit.path, change.line));
        out.extend(change.old.lines().map(|line| format!("  - {line}")));
        out.extend(change.new.lines().map(|line| format!("  + {line}")));
    }
    out.iter().map(|line| safe::message(line)).collect::<Vec<_>>().join("\n")
}

fn report_problems(args: &CheckArgs, outcome: &Outcome) -> Exit {
    match args.format {
        CheckFormat::Human => report::print(outcome, ReportFormat::Human, Detail::All),
        CheckFormat::Json => report::print(outcome, ReportFormat::Json, Detail::All),
        CheckFormat::Sarif => say::result(sarif::document(outcome)),
    }
    let warnings = outcome.diagnostics.count(Severity::Warning);
    let is_denied = args.deny == Some(Deny::Warnings) && warnings > 0;
    let line = match (outcome.is_good(), warnings) {
        (true, 0) => format!("Checked {}: all is well", counts(&outcome.counts)),
        _ => format!("Checked {}: {}", counts(&outcome.counts), problems(outcome)),
    };
    match args.format {
        CheckFormat::Human => say::result(line),
        CheckFormat::Json | CheckFormat::Sarif => say::aside(line),
    }
    if let Some(line) = withheld(&outcome.counts, &edition(&args.edition)).filter(|_| !args.fix) {
        say::aside(line);
    }
    if outcome.is_good() && !is_denied { Exit::Good } else { Exit::Content }
}
