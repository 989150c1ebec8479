//! `postil build`.

use std::path::Path;
use std::time::{Duration, Instant};

use super::args::{BuildArgs, ReportFormat};
use super::confine::confine;
use super::progress::Bar;
use super::report::Detail;
use super::site_args::{SiteArgs, edition, today, withheld};
use super::{Exit, refuse, report, safe, say};
use crate::cache::Cache;
use crate::config::{Edition, HOSTS, SiteHost};
use crate::diag::Severity;
use crate::load;
use crate::pipeline::{self, BuildError, Drafts, Outcome, Request, SiteCounts, Trust};
use crate::publish::{Changes, MeasuringSink, Method, OutputFolder, OutputSize, refuse_cache};
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
        Ok((outcome, size)) => {
            let detail = if args.quiet { Detail::ProblemsOnly } else { Detail::All };
            report::print(&outcome, args.format, detail);
            conclude(&outcome, &Summary { out: &out, took: started.elapsed(), args, size })
        }
    }
}

fn build(args: &BuildArgs, out: &Path) -> Result<(Outcome, OutputSize), BuildError> {
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

fn build_with(args: &BuildArgs, out: &Path, cache: &Cache) -> Result<(Outcome, OutputSize), BuildError> {
    let method = if args.in_place { Method::InPlace } else { Method::Exchange };
    let folder = OutputFolder::open(out, &args.site.root, method)?;
    let bar = Bar::new();
    let sink = MeasuringSink::new(&folder);
    let built = pipeline::build(&request(args), cache, &sink, &bar);
    bar.clear();
    let (outcome, size) = (built?, sink.into_size());
    if outcome.is_good() {
        say_what_stayed(&folder.commit()?);
    }
    Ok((outcome, size))
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
    Request {
        base_url: args.base_url.clone(),
        trust: trust(args.untrusted),
        edition: edition(&args.edition),
        ..site_request(&args.site)
    }
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
        theme: None,
        drafts: if site.drafts { Drafts::Build } else { Drafts::Leave },
        draft_notes: DraftNotes::Leave,
        trust: Trust::Full,
        options: render::Options { preview: site.drafts, ..render::Options::default() },
        edition: Edition { name: None, date: today(), is_for_editing: false },
    }
}

struct Summary<'a> {
    out: &'a Path,
    took: Duration,
    args: &'a BuildArgs,
    size: OutputSize,
}

/// Says in one line how it went. With `--format json` standard output belongs to the problems.
fn conclude(outcome: &Outcome, summary: &Summary) -> Exit {
    if !outcome.is_good() {
        say::aside(format!("{}; nothing was written", problems(outcome)));
        return Exit::Content;
    }
    let line = format!(
        "Built {} in {} into {}: {}, {}{}",
        counts(&outcome.counts),
        seconds(summary.took),
        with_slash(summary.out),
        number(summary.size.files as usize, "file", "files"),
        bytes(summary.size.bytes),
        remarks(outcome)
    );
    match (summary.args.quiet, summary.args.format) {
        (true, _) => {}
        (false, ReportFormat::Human) => say::result(line),
        (false, ReportFormat::Json) => say::aside(line),
    }
    if let Some(line) =
        withheld(&outcome.counts, &edition(&summary.args.edition)).filter(|_| !summary.args.quiet)
    {
        say::aside(line);
    }
    if let Some(line) = too_large(&summary.size, outcome.host) {
        say::aside(line);
    }
    Exit::Good
}

/// Says which limits of the site's host the output passes; where no host is named, of all those that are known.
fn too_large(size: &OutputSize, host: Option<SiteHost>) -> Option<String> {
    let hosts = host.map_or_else(|| HOSTS.to_vec(), |host| vec![host]);
    let passed: Vec<String> = hosts.iter().filter_map(|host| passed(size, host)).collect();
    let help = "the manual's chapter on hosts says what makes a site smaller";
    (!passed.is_empty()).then(|| format!("this site is too large for {}; {help}", passed.join(", and for ")))
}

/// `GitHub Pages (1.2 GB; at most 1.0 GB)`
fn passed(size: &OutputSize, host: &SiteHost) -> Option<String> {
    let is_over = |found: u64, most: Option<u64>| most.filter(|most| found > *most);
    let files = is_over(size.files, host.files).map(|most| {
        format!(
            "{}; at most {}",
            number(size.files as usize, "file", "files"),
            number(most as usize, "file", "files")
        )
    });
    let whole =
        is_over(size.bytes, host.bytes).map(|most| format!("{}; at most {}", bytes(size.bytes), bytes(most)));
    let largest = is_over(size.largest.1, host.file).map(|most| {
        let path = safe::message(&size.largest.0);
        format!("{path} has {}; at most {} a file", bytes(size.largest.1), bytes(most))
    });
    let fullest = size.folders.iter().max_by_key(|(_, count)| **count);
    let folder = fullest.and_then(|(folder, &count)| {
        let most = is_over(count, host.folder)?;
        let count = number(count as usize, "file", "files");
        Some(format!(
            "{}/ has {count}; at most {} a folder",
            safe::message(folder),
            number(most as usize, "file", "files")
        ))
    });
    let passed: Vec<String> = [files, whole, largest, folder].into_iter().flatten().collect();
    (!passed.is_empty()).then(|| format!("{} ({})", host.name, passed.join("; ")))
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

/// `640 bytes`, `4.5 MB`, `1.2 GB`, in powers of 1,000 as disks and hosts count.
fn bytes(count: u64) -> String {
    match count as f64 {
        _ if count < 1_000 => number(count as usize, "byte", "bytes"),
        count if count < 999_500.0 => format!("{:.0} kB", count / 1e3),
        count if count < 999_950_000.0 => format!("{:.1} MB", count / 1e6),
        count => format!("{:.2} GB", count / 1e9),
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
        let all = SiteCounts { pages: 31, transcripts: 29, turns: 1958, notes: 1, ..SiteCounts::default() };
        assert_eq!(counts(&all), "31 pages (29 transcripts, 1,958 turns, 1 note)");
        assert_eq!(counts(&SiteCounts { pages: 1, ..SiteCounts::default() }), "1 page");
        assert_eq!(number(1_234_567, "x", "xs"), "1,234,567 xs");
        let shown = [4, 96, 440, 12_400].map(|millis| seconds(Duration::from_millis(millis)));
        assert_eq!(shown, ["0.00 s", "0.1 s", "0.4 s", "12 s"]);
        let shown = [640, 51_787, 999_600, 4_500_000, 1_200_000_000].map(bytes);
        assert_eq!(shown, ["640 bytes", "52 kB", "1.0 MB", "4.5 MB", "1.20 GB"]);
    }

    #[test]
    fn a_site_that_a_host_does_not_take_is_named() {
        let size = |files, bytes| OutputSize {
            files,
            bytes,
            largest: ("search/a.pack".into(), 30 << 20),
            folders: [("talks".to_string(), files)].into(),
        };
        let host = |id| HOSTS.into_iter().find(|host| host.id == id);
        assert_eq!(too_large(&size(4_000, 150_000_000), host("github-pages")), None);
        let said = too_large(&size(77_566, 2_900_000_000), host("cloudflare-pages")).unwrap();
        assert!(
            said.contains("Cloudflare Pages (77,566 files; at most 20,000 files; search/a.pack has 31.5 MB"),
            "{said}"
        );
        let said = too_large(&size(77_566, 2_900_000_000), host("netlify")).unwrap();
        assert!(said.contains("Netlify (talks/ has 77,566 files; at most 54,000 files a folder)"), "{said}");
        let said = too_large(&size(77_566, 2_900_000_000), None).unwrap();
        assert!(said.contains("GitHub Pages (2.90 GB; at most 1.07 GB)"), "{said}");
    }
}
