//! `postil import --retime`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::ImportArgs;
use super::build::number;
use super::{Exit, refuse, safe, say};
use crate::config::{self, Config, Themes};
use crate::formats::files::{self, FileError};
use crate::formats::{Choices, Input};
use crate::load;
use crate::publish::replace_file;
use crate::retime::{RetimeError, Retimed, retime};
use crate::source::SourceId;

pub(super) fn run(words: &Path, args: &ImportArgs, choices: &Choices) -> Exit {
    let [page] = args.files.as_slice() else {
        return refuse("--retime belongs to one page, and there are several");
    };
    let limit = args.max_size << 20;
    let (text, input) = match (read_text(page, limit), files::read(words, limit)) {
        (Ok(text), Ok(input)) => (text, input),
        (Err(error), _) | (_, Err(error)) => return refuse(error),
    };
    match retime(&text, &config(page), &input, choices) {
        Ok(retimed) => save(page, &text, &retimed, args, choices),
        Err(problem) => say_why(page, &input, &problem),
    }
}

fn read_text(page: &Path, limit: u64) -> Result<String, FileError> {
    let not_text = |_| FileError::Disk(page.into(), io::Error::other("the page is not UTF-8"));
    String::from_utf8(files::read(page, limit)?.bytes).map_err(not_text)
}

/// The configuration of the site that a page lies in: it knows who speaks. What is wrong with it, a build
/// says.
fn config(page: &Path) -> Config {
    let above = page
        .ancestors()
        .skip(1)
        .map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let text = above.into_iter().find_map(settings).unwrap_or_default();
    config::read(&text, SourceId(0), &Themes::default()).0
}

/// The text of the `site.toml` in `folder`.
fn settings(folder: &Path) -> Option<String> {
    let (loaded, _) = load::settings(&load::open(folder).ok()?);
    loaded.config.map(|id| loaded.sources.get(id).text().to_string())
}

fn save(page: &Path, before: &str, retimed: &Retimed, args: &ImportArgs, choices: &Choices) -> Exit {
    if !args.dry_run
        && retimed.text != before
        && let Err(error) = replace_file(page, &retimed.text)
    {
        return refuse(FileError::Disk(page.into(), error));
    }
    let verb = if args.dry_run { "Would set" } else { "Set" };
    say::result(format!("{verb} the times of {}", safe::message(&page.display().to_string())));
    lines(retimed).into_iter().for_each(say::result);
    for file in files_of_notes(page) {
        if let Err(error) = save_notes(&file, retimed, args, choices) {
            return refuse(error);
        }
    }
    Exit::Good
}

/// Moves the times that the notes in `file` name.
fn save_notes(file: &Path, retimed: &Retimed, args: &ImportArgs, choices: &Choices) -> Result<(), FileError> {
    let notes = retimed.notes(&read_text(file, args.max_size << 20)?, choices.times);
    if notes.changed == 0 {
        return Ok(());
    }
    if !args.dry_run {
        replace_file(file, &notes.text).map_err(|error| FileError::Disk(file.into(), error))?;
    }
    let times = number(notes.changed, "time", "times");
    say::result(format!("  notes     {times} changed in {}", safe::message(&file.display().to_string())));
    Ok(())
}

/// The files of notes beside a page, sorted.
fn files_of_notes(page: &Path) -> Vec<PathBuf> {
    let stem = page.file_stem().map(|stem| format!("{}.notes.", stem.to_string_lossy())).unwrap_or_default();
    let folder = page.parent().unwrap_or(Path::new(""));
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries =
        fs::read_dir(here).into_iter().flatten().flatten().map(|entry| folder.join(entry.file_name()));
    let is_notes = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&stem) && name.ends_with(".md")
    };
    let mut found: Vec<PathBuf> = entries.filter(is_notes).collect();
    found.sort();
    found
}

/// The lines to print about the page.
fn lines(retimed: &Retimed) -> Vec<String> {
    let Retimed { found, words, changed, added, kept, unknown, .. } = retimed;
    let percent = found * 100 / (*words).max(1);
    let mut lines = vec![
        format!(
            "  words     {} on the page, {found} of them in the recording ({percent} %)",
            number(*words, "word", "words")
        ),
        format!("  times     {changed} changed, {added} added, {kept} right as they were"),
    ];
    if *unknown > 0 {
        let places = number(*unknown, "place", "places");
        lines.push(format!("  unknown   {places} not changed: their words are not in the recording"));
    }
    lines
}

fn say_why(page: &Path, words: &Input, problem: &RetimeError) -> Exit {
    let place = match problem {
        RetimeError::Strange(..) => page.display().to_string(),
        RetimeError::Words(_) => words.name.clone(),
    };
    say::aside(safe::message(&format!("error: {place}: {problem}")));
    Exit::Content
}
