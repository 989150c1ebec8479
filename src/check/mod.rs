//! A build that publishes nothing: it finds every problem of a site, and the fixes that have one right answer.

mod lint;
mod style;

use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::config::Orphans;
use crate::diag::{Code, Diagnostics, Fix};
use crate::load::SiteFolder;
use crate::pipeline::{self, BuildError, Outcome, Progress, Request};
use crate::publish::{Nowhere, replace_file_below};
use crate::source::{SourceId, Sources, line_column};

/// Runs every stage up to the last, looks closer than a build does, and keeps nothing but what was found.
pub fn run(request: &Request, progress: &impl Progress) -> Result<Outcome, BuildError> {
    let mut resolved = pipeline::resolve(request)?;
    if resolved.site.config.orphans == Orphans::Publish {
        resolved.diagnostics.raise(&[Code::WordsNotFound, Code::WordsAmbiguous]);
    }
    resolved.diagnostics.append(lint::site(&resolved.site));
    resolved.diagnostics.append(style::check(&resolved.site, &resolved.loaded.sources));
    let found = std::mem::take(&mut resolved.diagnostics);
    resolved.diagnostics = resolved.site.config.levels.apply(found, &resolved.loaded.sources);
    pipeline::publish(request, resolved, &Nowhere, progress)
}

/// The changes that fix one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFix {
    /// The file's path from the site's root.
    pub path: String,
    /// Its text as it was read.
    pub before: String,
    /// Its text with the fixes.
    pub after: String,
    /// Each change, in the order of the file.
    pub changes: Vec<Change>,
}

/// A change to some lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The number of the first line, from one.
    pub line: usize,
    /// The text before the change.
    pub old: String,
    /// The text after the change.
    pub new: String,
}

/// Gathers the fixes that `diagnostics` offer, by file. Of two that touch the same words, the first wins.
pub fn fixes(diagnostics: &Diagnostics, sources: &Sources) -> Vec<FileFix> {
    let fixes: Vec<&Fix> = diagnostics.iter().filter_map(|found| found.fix.as_deref()).collect();
    let fix_of = |(id, _): (SourceId, _)| {
        let mut own: Vec<&Fix> = fixes.iter().copied().filter(|fix| fix.span.source == id).collect();
        own.sort_by_key(|fix| fix.span);
        own.dedup_by(|later, earlier| later.span.start < earlier.span.end);
        (!own.is_empty()).then(|| file_fix(id, &own, sources))
    };
    sources.iter().filter_map(fix_of).collect()
}

fn file_fix(id: SourceId, fixes: &[&Fix], sources: &Sources) -> FileFix {
    let source = sources.get(id);
    let mut after = source.text().to_string();
    for fix in fixes.iter().rev() {
        after.replace_range(fix.span.range(), &fix.replacement);
    }
    let change = |fix: &&Fix| Change {
        line: line_column(source.text(), fix.span.start as usize).0,
        old: source.text()[fix.span.range()].to_string(),
        new: fix.replacement.clone(),
    };
    FileFix {
        path: source.path.clone(),
        before: source.text().to_string(),
        after,
        changes: fixes.iter().map(change).collect(),
    }
}

/// A reason for which a file could not be fixed.
#[derive(Debug)]
pub enum FixError {
    /// The file is no longer what was checked.
    Changed(PathBuf),
    /// The disk refused.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for FixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FixError::Changed(path) => {
                write!(f, "{} changed while it was checked; it is left alone", path.display())
            }
            FixError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// Writes a fixed file below the site's folder: whole or not at all, and only if it is still what was checked.
pub fn apply(fix: &FileFix, folder: &SiteFolder) -> Result<(), FixError> {
    let path = folder.path().join(&fix.path);
    let disk = |error| FixError::Disk(path.clone(), error);
    let mut found = String::new();
    // What has become longer has changed.
    let longest = fix.before.len() as u64 + 4;
    let file = folder.open_file(&fix.path).map_err(disk)?;
    file.take(longest).read_to_string(&mut found).map_err(disk)?;
    let (mark, text) = match found.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", found.as_str()),
    };
    if text != fix.before {
        return Err(FixError::Changed(path));
    }
    replace_file_below(folder.handle(), &fix.path, format!("{mark}{}", fix.after)).map_err(disk)
}
