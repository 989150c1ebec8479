//! Composes the stages into one build. Every command that needs a site calls [`build`].

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::config::{self, Config};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::index;
use crate::load::{self, LoadError, Loaded};
use crate::model::{Document, File, PageKind, Site, StandOff};
use crate::parse;
use crate::render::{self, Renderer};
use crate::resolve::{self, DraftNotes};
use crate::source::Sources;
use crate::write::{Sink, WriteError};

/// What is to be built, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder of `site.toml`.
    pub root: PathBuf,
    /// Where the site is published, over what `site.toml` says.
    pub base_url: Option<String>,
    /// What becomes of drafts.
    pub drafts: Drafts,
    /// What the pages carry beyond the site itself.
    pub options: render::Options,
}

/// What becomes of pages whose front matter says `draft = true`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    Leave,
    /// They are built like any other page.
    Build,
}

/// What a build found out, whether it succeeded or not.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// Everything that is to be said, in the order of files and places.
    pub diagnostics: Diagnostics,
    /// What the site has.
    pub counts: Counts,
}

impl Outcome {
    /// Whether the sink holds a whole site.
    pub fn is_good(&self) -> bool {
        !self.diagnostics.has_errors()
    }
}

/// How much there is of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that come from a file.
    pub pages: usize,
    /// Those of them that are transcripts.
    pub transcripts: usize,
    /// Turns in all of them.
    pub turns: usize,
    /// Notes on all of them.
    pub notes: usize,
}

impl Counts {
    fn of(site: &Site) -> Self {
        let documents = || site.pages.iter().map(|page| &page.document);
        Counts {
            pages: site.pages.len(),
            transcripts: site.pages.iter().filter(|page| page.kind == PageKind::Transcript).count(),
            turns: documents().map(|document| document.turns().count()).sum(),
            notes: documents().map(|document| document.notes.len()).sum(),
        }
    }
}

/// Why there is no outcome at all.
#[derive(Debug)]
pub enum BuildError {
    /// The site cannot be read.
    Load(LoadError),
    /// The output cannot be written.
    Write(WriteError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::Load(error) => error.fmt(f),
            BuildError::Write(error) => error.fmt(f),
        }
    }
}

impl From<LoadError> for BuildError {
    fn from(error: LoadError) -> Self {
        BuildError::Load(error)
    }
}

impl From<WriteError> for BuildError {
    fn from(error: WriteError) -> Self {
        BuildError::Write(error)
    }
}

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// There are `total` pages to be made.
    fn start(&self, total: usize);
    /// One of them is done.
    fn step(&self);
}

/// Nobody wants to know.
impl Progress for () {
    fn start(&self, _total: usize) {}
    fn step(&self) {}
}

/// Builds the site that `request` names into `sink`, which holds a whole site only when the outcome
/// [is good](Outcome::is_good): what a failed build put there is to be thrown away.
pub fn build(request: &Request, sink: &impl Sink, progress: &impl Progress) -> Result<Outcome, BuildError> {
    let (mut loaded, mut diagnostics) = load::site(&request.root)?;
    let config = read_config(request, &loaded, &mut diagnostics);
    diagnostics.append(load::theme(&request.root, &config.theme, &mut loaded));
    let documents = parse_all(request, &loaded, &config, &mut diagnostics);
    let stand_off = parse_notes(&loaded, &config, &mut diagnostics);
    let files = std::mem::take(&mut loaded.files);
    let draft_notes = match request.drafts {
        Drafts::Build => DraftNotes::Show,
        Drafts::Leave => DraftNotes::Leave,
    };
    let parts = resolve::Parts { config, documents, stand_off, files, draft_notes };
    let (site, found) = resolve::site(parts);
    diagnostics.append(found);
    let output = Output { request, site: &site, loaded: &loaded, sink, progress };
    let content = if diagnostics.has_errors() { Content::Broken } else { Content::Good };
    diagnostics.append(output.write(content)?);
    diagnostics.sort();
    Ok(Outcome { counts: Counts::of(&site), sources: loaded.sources, diagnostics })
}

fn read_config(request: &Request, loaded: &Loaded, diagnostics: &mut Diagnostics) -> Config {
    let themes = load::themes(&request.root);
    let mut config = Config::default();
    if let Some(id) = loaded.config {
        let (read, found) = config::read(&loaded.sources.get(id).text, id, &themes);
        diagnostics.append(found);
        config = read;
    }
    config.base_url = request.base_url.clone().or(config.base_url);
    config
}

/// Parses every file side by side; the order is that of the files, whichever is done first. What is
/// wrong with a draft is no matter as long as it is left out.
fn parse_all(
    request: &Request,
    loaded: &Loaded,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Document> {
    let parsed: Vec<_> =
        loaded.content.par_iter().map(|id| parse::document(&loaded.sources, *id, config)).collect();
    let mut documents = Vec::with_capacity(parsed.len());
    for (document, found) in parsed {
        if request.drafts == Drafts::Build || !document.front.draft {
            diagnostics.append(found);
            documents.push(document);
        }
    }
    documents
}

fn parse_notes(loaded: &Loaded, config: &Config, diagnostics: &mut Diagnostics) -> Vec<StandOff> {
    let parsed: Vec<_> =
        loaded.notes.par_iter().map(|id| parse::stand_off(&loaded.sources, *id, config)).collect();
    parsed
        .into_iter()
        .map(|(file, found)| {
            diagnostics.append(found);
            file
        })
        .collect()
}

/// Everything that the last two stages need.
struct Output<'a, S, P> {
    request: &'a Request,
    site: &'a Site,
    loaded: &'a Loaded,
    sink: &'a S,
    progress: &'a P,
}

impl<S: Sink, P: Progress> Output<'_, S, P> {
    /// Hands every file of the site over to the sink. The templates are looked at even when the
    /// content is broken already: all problems are to be shown in one run.
    fn write(&self, content: Content) -> Result<Diagnostics, WriteError> {
        let Loaded { theme, sources, .. } = self.loaded;
        let renderer = match Renderer::new(self.site, theme, sources, self.request.options) {
            Ok(renderer) => renderer,
            Err(found) => return Ok(found),
        };
        if content == Content::Broken {
            return Ok(Diagnostics::new());
        }
        let jobs = renderer.jobs();
        let (pages, made) = rayon::join(|| self.render(&renderer, &jobs), || self.made(&renderer));
        let mut diagnostics = pages?;
        let paths = jobs.iter().map(|job| &job.path).chain(made.iter().map(|file| &file.path));
        diagnostics.extend(clashes(paths.chain(self.site.files.keys())));
        made.into_par_iter().try_for_each(|file| self.sink.put(file))?;
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
            let done = match renderer.render(job) {
                Ok(file) => self.sink.put(file),
                Err(found) => {
                    diagnostics.lock().unwrap_or_else(PoisonError::into_inner).push(found);
                    Ok(())
                }
            };
            self.progress.step();
            done
        })?;
        Ok(diagnostics.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// The files that are not pages. `.nojekyll` keeps GitHub Pages from taking the site for Jekyll's.
    fn made(&self, renderer: &Renderer) -> Vec<File> {
        let mut files = renderer.assets();
        if self.site.config.search.enabled {
            files.extend(index::build(self.site));
        }
        if !self.site.files.contains_key(NO_JEKYLL) {
            files.push(File { path: NO_JEKYLL.into(), bytes: Vec::new() });
        }
        files
    }
}

const NO_JEKYLL: &str = ".nojekyll";

/// Whether there is any point in rendering.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
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
