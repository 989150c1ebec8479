//! `postil withheld`.

use super::args::ReportFormat;
use super::build::{number, site_request};
use super::report::Detail;
use super::site_args::{WithheldArgs, WithheldFormat, today};
use super::{Exit, refuse, report, safe, say};
use crate::config::{ARCHIVE_EDITION, Edition};
use crate::pipeline::{self, ReadablePlace, ReadableWords, Request, repeated};
use crate::render::removed::removed_pages;
use crate::render::withheld::{ListedPassage, list, mute_filter, mute_list, passages, stretches};
use crate::source::{Sources, line_column};

pub(super) fn run(args: &WithheldArgs) -> Exit {
    let date = args.date.unwrap_or_else(today);
    let edition = Edition { name: Some(ARCHIVE_EDITION.to_string()), date, is_for_editing: false };
    let public = Edition { name: None, ..edition.clone() };
    let resolve = |edition: &Edition| {
        pipeline::resolve(&Request { edition: edition.clone(), ..site_request(&args.site) })
    };
    let (archive, published) = match resolve(&edition).and_then(|archive| Ok((archive, resolve(&public)?))) {
        Ok(resolved) => resolved,
        Err(error) => return refuse(error),
    };
    let repeated = repeated(&archive, &published);
    let (site, outcome) = archive.finish();
    report::print(&outcome, ReportFormat::Human, Detail::ProblemsOnly);
    if !outcome.is_good() {
        return Exit::Content;
    }
    let passages = passages(&site, &public);
    match args.format {
        WithheldFormat::Human => {
            passages.iter().for_each(|passage| say::result(shown(passage, &outcome.sources)));
            let closed = passages.iter().filter(|passage| !passage.is_open).count();
            let verb = if closed == 1 { "is" } else { "are" };
            say::aside(format!(
                "{} {verb} withheld from the public on {date}",
                number(closed, "passage", "passages")
            ));
            if !repeated.is_empty() {
                say::aside("these withheld words can be read elsewhere:");
                repeated.iter().for_each(|words| say::result(readable(words)));
            }
        }
        WithheldFormat::Csv => say::result(list(&passages).trim_end()),
        WithheldFormat::Mute => say::result(mute_list(&passages).trim_end()),
        WithheldFormat::Ffmpeg => {
            for (recording, stretches) in stretches(&passages) {
                say::result(format!("{}\t{}", safe::message(&recording), mute_filter(&stretches)));
            }
        }
        WithheldFormat::Nginx => removed_pages(&site).iter().for_each(|page| say::result(page.nginx())),
        WithheldFormat::Apache => removed_pages(&site).iter().for_each(|page| say::result(page.apache())),
    }
    Exit::Good
}

/// `content/nan.md:12: words, 9 characters, until 2051: third party (0:12:04)`
fn shown(passage: &ListedPassage, sources: &Sources) -> String {
    let place = match passage.span {
        None => format!("content/{}", passage.page),
        Some(span) => {
            let source = sources.get(span.source);
            format!("{}:{}", source.path, line_column(source.text(), span.start as usize).0)
        }
    };
    let state = if passage.is_open { "open since" } else { "until" };
    let until = passage.access.until.as_ref().map_or_else(String::new, |until| format!(", {state} {until}"));
    let because = passage.access.because.as_ref().map_or_else(String::new, |because| format!(": {because}"));
    let time = passage.time.as_ref().map_or_else(String::new, |(_, time)| format!(" ({})", time.start));
    let characters = number(passage.characters as usize, "character", "characters");
    safe::message(&format!("{place}: {}, {characters}{until}{because}{time}", passage.scope.name()))
}

/// The places that are listed for one name.
const LISTED_PLACES: usize = 5;

/// `Kemp: content/nan.md:31:9, content/mine.md:4:1 and 12 more places`
fn readable(words: &ReadableWords) -> String {
    let place = |place: &ReadablePlace| match place.line_column {
        Some((line, column)) => format!("{}:{line}:{column}", place.path),
        None => format!("the name of {}", place.path),
    };
    let places: Vec<String> = words.places.iter().take(LISTED_PLACES).map(place).collect();
    let more = match words.places.len().saturating_sub(LISTED_PLACES) {
        0 => String::new(),
        more => format!(" and {}", number(more, "more place", "more places")),
    };
    safe::message(&format!("{}: {}{more}", words.words, places.join(", ")))
}
