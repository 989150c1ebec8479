//! `postil build`.

use std::path::Path;
use std::time::{Duration, Instant};

use super::args::{BuildArgs, ReportFormat, SiteArgs};
use super::confine::confine;
use super::progress::Bar;
use super::report::Detail;
use super::{Exit, refuse, report, safe, say};
use crate::cache::Cache;
use crate::diag::Severity;
use crate::load;
use crate::pipeline::{self, BuildError, Drafts, Outcome, Request, SiteCounts, Trust};
use crate::publish::{Changes, Method, OutputFolder, refuse_cache};
use crate::render;
use crate::resolve::DraftNotes;

/// The folder a site is built into unless `--out` says otherwise.
const DEFAULT_OUTPUT: &str = "public";

pub(super) fn run(args: &BuildArgs) -> Exit {
    let started = Instant::now();
    let out = args.out.clone().unwrap_or_else(|| args.site.root.join(DEFAULT_OUTPUT));
    if args.untrusted {
        confine(&args.site.root, Some(&out));
    }
    match build(args, &out) {
        Err(error) => refuse(error),
        Ok(outcome) => {
            let detail = if args.quiet { Detail::ProblemsOnly } else { Detail::All };
            report::print(&outcome, args.format, detail);
            conclude(&outcome, &Summary { out: &out, took: started.elapsed(), args })
        }
    }
}

fn build(args: &BuildArgs, out: &Path) -> Result<Outcome, BuildError> {
    load::open(&args.site.root)?;
    let cache = match &args.cache {
        Some(path) => {
            refuse_cache(path, out, &args.site.root)?;
            Cache::open(path, &args.site.root)?
        }
        None => Cache::none(),
    };
    let outcome = cache.build_with(|cache| build_with(args, out, cache));
    if let Some(trouble) = cache.trouble() {
        say::aside(format!("the cache could not be kept: {}", safe::message(&trouble)));
    }
    outcome
}

fn build_with(args: &BuildArgs, out: &Path, cache: &Cache) -> Result<Outcome, BuildError> {
    let method = if args.in_place { Method::InPlace } else { Method::Exchange };
    let folder = OutputFolder::open(out, &args.site.root, method)?;
    let bar = Bar::new();
    let built = pipeline::build(&request(args), cache, &folder, &bar);
    bar.clear();
    let outcome = built?;
    if outcome.is_good() {
        say_what_stayed(&folder.commit()?);
    }
    Ok(outcome)
}

/// Names the files that somebody else may have to look at.
fn say_what_stayed(changes: &Changes) {
    let shown = |path: &Path| safe::message(&path.display().to_string());
    for path in &changes.stayed {
        let reason = "is no longer part of the site, but was changed since Postil wrote it";
        say::aside(format!("{} {reason}: delete it if it is not needed", shown(path)));
    }
    if let Some(folder) = &changes.kept {
        let reason = "the list of what Postil wrote was damaged, so some replaced files may not have been written by Postil";
        say::aside(format!("{reason}: copies of them are in {}", shown(folder)));
    }
}

fn request(args: &BuildArgs) -> Request {
    Request { base_url: args.base_url.clone(), trust: trust(args.untrusted), ..site_request(&args.site) }
}

/// The trust that `--untrusted` leaves.
pub(super) fn trust(is_untrusted: bool) -> Trust {
    if is_untrusted { Trust::None } else { Trust::Full }
}

/// The request that every command makes of a site.
pub(super) fn site_request(site: &SiteArgs) -> Request {
    Request {
        root: site.root.clone(),
        base_url: None,
        drafts: if site.drafts { Drafts::Build } else { Drafts::Leave },
        draft_notes: DraftNotes::Leave,
        trust: Trust::Full,
        options: render::Options::default(),
    }
}

struct Summary<'a> {
    out: &'a Path,
    took: Duration,
    args: &'a BuildArgs,
}

/// Says in one line how it went. With `--format json` standard output belongs to the problems.
fn conclude(outcome: &Outcome, summary: &Summary) -> Exit {
    if !outcome.is_good() {
        say::aside(format!("{}; nothing was written", problems(outcome)));
        return Exit::Content;
    }
    let line = format!(
        "Built {} in {} into {}{}",
        counts(&outcome.counts),
        seconds(summary.took),
        with_slash(summary.out),
        remarks(outcome)
    );
    match (summary.args.quiet, summary.args.format) {
        (true, _) => {}
        (false, ReportFormat::Human) => say::result(line),
        (false, ReportFormat::Json) => say::aside(line),
    }
    Exit::Good
}

/// `31 pages (29 transcripts, 1,958 turns, 121 notes)`
pub(super) fn counts(counts: &SiteCounts) -> String {
    let pages = number(counts.pages, "page", "pages");
    if counts.transcripts == 0 {
        return pages;
    }
    let transcripts = number(counts.transcripts, "transcript", "transcripts");
    let turns = number(counts.turns, "turn", "turns");
    let notes = number(counts.notes, "note", "notes");
    format!("{pages} ({transcripts}, {turns}, {notes})")
}

/// `3 errors and 1 warning`
pub(super) fn problems(outcome: &Outcome) -> String {
    let count = |severity| outcome.diagnostics.count(severity);
    let errors = number(count(Severity::Error), "error", "errors");
    match count(Severity::Warning) {
        0 => errors,
        warnings => format!("{errors} and {}", number(warnings, "warning", "warnings")),
    }
}

fn remarks(outcome: &Outcome) -> String {
    match outcome.diagnostics.count(Severity::Warning) {
        0 => String::new(),
        warnings => format!(", with {}", number(warnings, "warning", "warnings")),
    }
}

/// `1 page`, `1,958 turns`
pub(super) fn number(count: usize, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if count == 1 { one } else { many })
}

/// `0.4 s`, `12 s`
pub(super) fn seconds(took: Duration) -> String {
    match took.as_secs_f64() {
        short if short < 0.095 => format!("{short:.2} s"),
        short if short < 9.95 => format!("{short:.1} s"),
        long => format!("{long:.0} s"),
    }
}

fn with_slash(path: &Path) -> String {
    let shown = path.strip_prefix(".").unwrap_or(path).display().to_string();
    format!("{}/", shown.trim_end_matches(['/', '\\']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_reads_well() {
        let all = SiteCounts { pages: 31, transcripts: 29, turns: 1958, notes: 1 };
        assert_eq!(counts(&all), "31 pages (29 transcripts, 1,958 turns, 1 note)");
        assert_eq!(counts(&SiteCounts { pages: 1, ..SiteCounts::default() }), "1 page");
        assert_eq!(number(1_234_567, "x", "xs"), "1,234,567 xs");
        let shown = [4, 96, 440, 12_400].map(|millis| seconds(Duration::from_millis(millis)));
        assert_eq!(shown, ["0.00 s", "0.1 s", "0.4 s", "12 s"]);
    }
}
