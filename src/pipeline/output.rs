//! The last two stages: everything a site consists of, made all at once or file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::{Progress, Request, Resolved, trust};
use crate::cache::Cache;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::index;
use crate::load::{Loaded, SiteFile, SiteFolder};
use crate::model::{Block, File, Page, Site};
use crate::publish::{Sink, WriteError};
use crate::render::{Job, PublishedAssets, Renderer};
use crate::resolve::previous_address_span;

/// The files of a resolved site, made when they are asked for.
pub struct SiteOutput {
    site: Arc<Site>,
    renderer: Renderer,
    jobs: Vec<Job>,
    folder: SiteFolder,
    /// The paths of files that are published as they are.
    copied: Vec<String>,
}

/// A file of the output that is not the search's.
#[derive(Clone, Debug)]
pub enum OutputFile {
    /// One that is rendered.
    Rendered(Job),
    /// Another that is made already.
    Made(Vec<u8>),
    /// One that is published as it is.
    OnDisk(SiteFile),
}

impl SiteOutput {
    /// Prepares the theme for a site.
    ///
    /// # Errors
    /// The mistakes in its templates.
    pub(super) fn new(
        request: &Request,
        resolved: &Resolved,
        assets: PublishedAssets,
    ) -> Result<Self, Diagnostics> {
        let Resolved { site, folder, languages, loaded: Loaded { theme, sources, .. }, .. } = resolved;
        let renderer = Renderer::new(Arc::clone(site), theme, sources, languages, request.options, assets)?;
        let jobs = renderer.jobs();
        let copied = site.files.keys().filter(|path| trust::may_publish(request, path)).cloned().collect();
        Ok(SiteOutput { site: Arc::clone(site), renderer, jobs, folder: folder.clone(), copied })
    }

    /// Gives every file of the site to the sink.
    pub(super) fn write(
        &self,
        cache: &Cache,
        sink: &impl Sink,
        progress: &impl Progress,
    ) -> Result<Diagnostics, WriteError> {
        // What the disk would say of them has no place in the content.
        let clashes = self.clashes(&[]);
        if !clashes.is_empty() {
            return Ok(Diagnostics::from_iter(clashes));
        }
        let (rendered, made) = rayon::join(|| self.render(cache, sink, progress), || self.make(cache, sink));
        let mut diagnostics = rendered?;
        let assets = self.renderer.assets().files();
        let made: Vec<String> =
            made?.into_iter().chain(assets.iter().map(|file| file.path.clone())).collect();
        diagnostics.extend(self.clashes(&made));
        assets.into_iter().try_for_each(|file| sink.put(file))?;
        let copies: Vec<_> = self.copies().collect();
        copies.into_par_iter().try_for_each(|(path, file)| {
            let mut opened = file.open().map_err(|error| WriteError::Disk(file.path().into(), error))?;
            sink.copy(path, &mut opened)
        })?;
        Ok(diagnostics)
    }

    /// Every file but the search's and the theme's, by its path.
    pub fn pieces(&self) -> BTreeMap<String, OutputFile> {
        let rendered =
            self.jobs.iter().flat_map(Job::split).map(|(path, job)| (path, OutputFile::Rendered(job)));
        let made = self.small_files().into_iter().map(|file| (file.path, OutputFile::Made(file.bytes)));
        let copied = self.copies().map(|(path, from)| (path.clone(), OutputFile::OnDisk(from)));
        rendered.chain(made).chain(copied).collect()
    }

    /// A style sheet, script or picture of the theme that a page which was rendered asks for. Its name is that of
    /// its content, which therefore never changes.
    pub fn asset(&self, path: &str) -> Option<Arc<[u8]>> {
        self.renderer.assets().get(path)
    }

    /// The site that the files are of.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The folder that it was read from.
    pub fn folder(&self) -> &SiteFolder {
        &self.folder
    }

    /// The markup of a note on `page` before it is written; links within the site are words in it.
    pub fn note_preview(&self, page: &Page, blocks: &[Block]) -> String {
        self.renderer.note_preview(page, blocks)
    }

    /// The interface text called `name` for a page in `language`; the name itself where a theme lacks it.
    pub fn interface_text<'a>(&'a self, language: &str, name: &'a str) -> &'a str {
        self.renderer.interface_text(language, name)
    }

    /// The name of a kind of note for the readers of a page in `language`.
    pub fn kind_name(&self, language: &str, kind: &str) -> String {
        self.renderer.kind_name(language, kind)
    }

    /// The address of the search engine that the pages ask.
    pub fn engine(&self) -> Option<&str> {
        self.site.config.search.engine.as_ref().map(|engine| engine.url.as_str())
    }

    /// Renders the one file of `job`.
    ///
    /// # Errors
    /// The mistakes that its template shows.
    pub fn render_one(&self, job: &Job) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = Vec::new();
        self.renderer.render(job, &Cache::none(), |file| file.map(|file| bytes = file.bytes))?;
        Ok(bytes)
    }

    /// The files that the search needs, by their paths.
    pub fn index(&self) -> BTreeMap<String, Vec<u8>> {
        let files = Mutex::new(BTreeMap::new());
        let put = |file: File| -> Result<(), Infallible> {
            files.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path, file.bytes);
            Ok(())
        };
        let Ok(()) = index::build(&self.site, &Cache::none(), put);
        files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names the paths that two files have, among all of them and those of the search, as far as they are known.
    pub(super) fn clashes(&self, index: &[String]) -> Vec<Diagnostic> {
        let small = self.small_files();
        let made = self.jobs.iter().flat_map(Job::paths).chain(small.iter().map(|file| &file.path));
        let clashes = clashes(made.chain(index).chain(self.site.files.keys()));
        let taken = self.renderer.taken_redirects().into_iter().map(|path| {
            let message = format!("/{path} is a page that Postil makes itself");
            PathClash { path, message }
        });
        taken.chain(clashes).map(|clash| self.placed(clash)).collect()
    }

    /// A clash with the place of whatever asked for the path: a previous address, or a file of the site.
    fn placed(&self, PathClash { path, message }: PathClash) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::AddressTaken, message);
        let previous = self.site.pages.iter().find_map(|page| previous_address_span(page, &path));
        match (previous, self.site.files.get(&path)) {
            (Some(span), _) => diagnostic.at(span).help("take this address out of `aliases`"),
            (None, Some(file)) => diagnostic.in_file(file.path.clone()).help("rename the file"),
            (None, None) => diagnostic.help("rename the file in content/ or static/ that has this address"),
        }
    }

    /// Renders the pages side by side; each goes to the sink at once and is not kept.
    fn render(
        &self,
        cache: &Cache,
        sink: &impl Sink,
        progress: &impl Progress,
    ) -> Result<Diagnostics, WriteError> {
        progress.start(self.jobs.len());
        let diagnostics = Mutex::new(Diagnostics::new());
        self.jobs.par_iter().try_for_each(|job| {
            let done = self.renderer.render(job, cache, |file| match file {
                Ok(file) => sink.put(file),
                Err(found) => {
                    diagnostics.lock().unwrap_or_else(PoisonError::into_inner).push(found);
                    Ok(())
                }
            });
            progress.step();
            done
        })?;
        Ok(diagnostics.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes the files that are not rendered, and says what the paths of the search's are.
    fn make(&self, cache: &Cache, sink: &impl Sink) -> Result<Vec<String>, WriteError> {
        let paths = Mutex::new(Vec::new());
        index::build(&self.site, cache, |file: File| {
            paths.lock().unwrap_or_else(PoisonError::into_inner).push(file.path.clone());
            sink.put(file)
        })?;
        self.small_files().into_iter().try_for_each(|file| sink.put(file))?;
        Ok(paths.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// The files for crawlers, and `.nojekyll`, which keeps GitHub Pages from running Jekyll over the site.
    fn small_files(&self) -> Vec<File> {
        let mut files = self.renderer.for_crawlers();
        files.extend(crate::render::withheld::files(&self.site));
        if !self.site.files.contains_key(NO_JEKYLL) {
            files.push(File { path: NO_JEKYLL.into(), bytes: Vec::new() });
        }
        files
    }

    /// The files that are published as they are: the path of each in the output, and the file.
    fn copies(&self) -> impl Iterator<Item = (&String, SiteFile)> {
        self.copied.iter().map(|path| (path, SiteFile::new(&self.folder, &self.site.files[path].path)))
    }
}

const NO_JEKYLL: &str = ".nojekyll";

/// A path that cannot hold all that is to be there.
#[derive(Debug)]
struct PathClash {
    path: String,
    message: String,
}

/// Two files at one path, or a file where others need a folder.
fn clashes<'a>(paths: impl Iterator<Item = &'a String>) -> Vec<PathClash> {
    let mut sorted: Vec<&str> = paths.map(String::as_str).collect();
    sorted.sort_unstable();
    let all: BTreeSet<&str> = sorted.iter().copied().collect();
    let twice = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let folders = all.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    let in_the_way: BTreeSet<&str> = folders.filter(|folder| all.contains(folder)).collect();
    let clash = |path: &str, message: String| PathClash { path: path.into(), message };
    let twice = twice.map(|path| clash(path, format!("two files would be published as /{path}")));
    let in_the_way = in_the_way.into_iter();
    let in_the_way = in_the_way.map(|path| clash(path, format!("/{path} would be both a file and a folder")));
    twice.chain(in_the_way).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_clash_are_found() {
        let check = |paths: &[&str], expected: &[&str]| {
            let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
            let found: Vec<String> = clashes(paths.iter()).into_iter().map(|clash| clash.message).collect();
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
