//! The last two stages: everything a site consists of goes to the sink.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Progress, Request};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::index;
use crate::load::Loaded;
use crate::model::{File, Site};
use crate::render::{self, Renderer};
use crate::write::{Sink, WriteError};

/// Everything that the last two stages need.
pub(super) struct Output<'a, S, P> {
    pub(super) request: &'a Request,
    pub(super) site: &'a Site,
    pub(super) loaded: &'a Loaded,
    pub(super) sink: &'a S,
    pub(super) progress: &'a P,
}

impl<S: Sink, P: Progress> Output<'_, S, P> {
    /// Hands every file of the site over to the sink. The templates are looked at even when the
    /// content is broken already: all problems are to be shown in one run.
    pub(super) fn write(&self, content: Content) -> Result<Diagnostics, WriteError> {
        let Loaded { theme, sources, .. } = self.loaded;
        let renderer = match Renderer::new(self.site, theme, sources, self.request.options) {
            Ok(renderer) => renderer,
            Err(found) => return Ok(found),
        };
        if content == Content::Broken {
            return Ok(Diagnostics::new());
        }
        let jobs = renderer.jobs();
        let (pages, made) = rayon::join(|| self.render(&renderer, &jobs), || self.make(&renderer));
        let (mut diagnostics, made) = (pages?, made?);
        let paths = jobs.iter().flat_map(|job| job.paths()).chain(&made);
        diagnostics.extend(clashes(paths.chain(self.site.files.keys())));
        self.site
            .files
            .par_iter()
            .try_for_each(|(path, from)| self.sink.copy(path, &self.request.root.join(from)))?;
        Ok(diagnostics)
    }

    /// Renders the pages side by side; each goes to the sink at once and is not kept.
    fn render(&self, renderer: &Renderer, jobs: &[render::Job]) -> Result<Diagnostics, WriteError> {
        self.progress.start(jobs.len());
        let diagnostics = Mutex::new(Diagnostics::new());
        jobs.par_iter().try_for_each(|job| {
            let done = renderer.render(job, |file| match file {
                Ok(file) => self.sink.put(file),
                Err(found) => {
                    diagnostics.lock().unwrap_or_else(PoisonError::into_inner).push(found);
                    Ok(())
                }
            });
            self.progress.step();
            done
        })?;
        Ok(diagnostics.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes the files that are not pages, and says what their paths are. `.nojekyll` keeps GitHub Pages from taking
    /// the site for Jekyll's.
    fn make(&self, renderer: &Renderer) -> Result<Vec<String>, WriteError> {
        let paths = Mutex::new(Vec::new());
        let put = |file: File| {
            paths.lock().unwrap_or_else(PoisonError::into_inner).push(file.path.clone());
            self.sink.put(file)
        };
        index::build(self.site, put)?;
        renderer.assets().into_iter().chain(renderer.for_crawlers()).try_for_each(put)?;
        if !self.site.files.contains_key(NO_JEKYLL) {
            put(File { path: NO_JEKYLL.into(), bytes: Vec::new() })?;
        }
        Ok(paths.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

const NO_JEKYLL: &str = ".nojekyll";

/// Whether there is any point in rendering.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Good,
    Broken,
}

/// Two files at one path, or a file where others need a folder.
fn clashes<'a>(paths: impl Iterator<Item = &'a String>) -> Vec<Diagnostic> {
    let mut sorted: Vec<&str> = paths.map(String::as_str).collect();
    sorted.sort_unstable();
    let all: BTreeSet<&str> = sorted.iter().copied().collect();
    let twice = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let folders = all.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    let in_the_way: BTreeSet<&str> = folders.filter(|folder| all.contains(folder)).collect();
    let twice = twice.map(|path| format!("two files would be published as /{path}"));
    let in_the_way = in_the_way.into_iter().map(|path| format!("/{path} would be both a file and a folder"));
    let help = "rename the file in content/ or static/ that has this address";
    twice.chain(in_the_way).map(|message| Diagnostic::new(Code::AddressTaken, message).help(help)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_clash_are_found() {
        let check = |paths: &[&str], expected: &[&str]| {
            let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
            let found: Vec<String> = clashes(paths.iter()).into_iter().map(|d| d.message).collect();
            assert_eq!(found, expected);
        };
        check(&["a/index.html", "a.jpg", "ab/index.html"], &[]);
        check(
            &["a/index.html", "feed.xml", "a/index.html"],
            &["two files would be published as /a/index.html"],
        );
        check(&["a/b/c.html", "a/b"], &["/a/b would be both a file and a folder"]);
    }
}
