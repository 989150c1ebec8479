//! The stages that see one page at a time, side by side: its text is read, parsed and settled, and let go
//! of before the next, so that a site may be larger than memory.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::defaults::FolderDefaults;
use super::page_cache::{KeyedPage, PageCache, SettledPage};
use super::{Drafts, Request};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::formats::{Choices, Input};
use crate::load::{self, Loaded, SiteFolder, TextFileError};
use crate::model::Document;
use crate::parse;
use crate::resolve::{Settled, SidecarFiles};
use crate::source::{Source, SourceId, Sources, Span};
use crate::timing::{self, SidecarError, StrangeWords, sidecar};

/// The treatment of the texts of pages once they are parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// They stay in the sources.
    Keep,
    /// They go, and are read again where there is something to say about them.
    Drop,
}

/// Everything that the first stages need.
pub(super) struct PageReader<'a> {
    pub(super) folder: &'a SiteFolder,
    pub(super) request: &'a Request,
    pub(super) config: &'a Config,
    pub(super) sidecars: &'a SidecarFiles,
    /// The sidecar files with word times, by the paths of their pages.
    pub(super) words: &'a BTreeMap<String, SourceId>,
    pub(super) texts: Texts,
    pub(super) defaults: &'a FolderDefaults,
    pub(super) cache: PageCache<'a>,
}

/// A page, and its source if the text is to stay in memory.
struct ReadPage {
    page: KeyedPage,
    source: Option<Source>,
}

/// A sidecar file with word times, read.
struct WordsFile {
    id: SourceId,
    source: Source,
}

impl WordsFile {
    /// Gives the words of `document` their times.
    fn bring(&self, document: &mut Document) -> Option<Diagnostic> {
        let path = &self.source.path;
        let name = path.rsplit('/').next().unwrap_or(path).to_string();
        let input = Input { name, bytes: self.source.text().as_bytes().to_vec() };
        let recorded = match sidecar::read(&input, &Choices::default()) {
            Ok(recorded) => recorded,
            Err(error) => return Some(self.broken(&error)),
        };
        let StrangeWords { found, words } = timing::bring(document, &recorded).err()?;
        let message = format!("only {found} of the {words} words of the page are in {path}");
        let found = Diagnostic::new(Code::ForeignWordTimes, message).in_file(path.clone());
        Some(found.help("its times are not used: is it the file of another recording?"))
    }

    fn broken(&self, error: &SidecarError) -> Diagnostic {
        let span = Span::new(self.id, error.at(), error.at() + 1);
        let help = "write {\"version\": 1, \"media\": 0, \"words\": [[\"Good\", 0.00, 0.31]]}, or what a recognizer or WebVTT has";
        let message = format!("{} has no word times: {error}", self.source.path);
        Diagnostic::new(Code::BadWordTimes, message).at(span).help(help)
    }
}

impl PageReader<'_> {
    /// Settles every page; the order is that of the files, whichever is done first.
    pub(super) fn read(mut self, loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> Vec<Settled> {
        let sources = &loaded.sources;
        let pages: Vec<_> = loaded.content.par_iter().map(|&id| self.page(id, sources)).collect();
        let mut read = Vec::with_capacity(pages.len());
        for (page, &id) in pages.into_iter().zip(&loaded.content) {
            match page {
                Ok(ReadPage { page, source }) => {
                    source.into_iter().for_each(|source| loaded.sources.replace(id, source));
                    read.push(page);
                }
                Err((path, problem)) => diagnostics.push(problem.diagnostic(path, &mut loaded.sources)),
            }
        }
        self.cache.keep(read.iter());
        let settled = |KeyedPage { page, .. }: KeyedPage| {
            diagnostics.append(page.diagnostics);
            page.settled
        };
        read.into_iter().filter_map(settled).collect()
    }

    fn page(&self, id: SourceId, sources: &Sources) -> Result<ReadPage, (String, TextFileError)> {
        if let Some(page) = self.unchanged(id, sources) {
            return Ok(ReadPage { page, source: None });
        }
        let source = self.read_source(id, sources)?;
        let words = self.word_times(&source.path, sources)?;
        let sidecars = self.sidecars.sources_about(&source.path).map(|id| (id, sources.get(id)));
        let timed = words.as_ref().map(|words| (words.id, &words.source));
        let folders = self.defaults.sources(&source.path).filter(|(folder, _)| *folder != id);
        let files = std::iter::once((id, &source)).chain(sidecars).chain(timed).chain(folders);
        let page = self.cache.page(files, || self.settle(&source, id, words.as_ref()));
        Ok(ReadPage { page, source: Some(source).filter(|_| self.texts == Texts::Keep) })
    }

    /// The page as the last build made it, if none of the files that it is made of can have changed.
    fn unchanged(&self, id: SourceId, sources: &Sources) -> Option<KeyedPage> {
        if self.texts == Texts::Keep {
            return None;
        }
        let path = sources.get(id).path.as_str();
        let named = |id: SourceId| (id, sources.get(id).path.as_str());
        let sidecars = self.sidecars.sources_about(path).map(named);
        let words = self.words.get(path).map(|&id| named(id));
        let folders = self.defaults.sources(path).map(|(folder, _)| folder).filter(|folder| *folder != id);
        let files = std::iter::once((id, path)).chain(sidecars).chain(words).chain(folders.map(named));
        self.cache.unchanged(id, files)
    }

    /// The word times beside the page at `path`.
    fn word_times(
        &self,
        path: &str,
        sources: &Sources,
    ) -> Result<Option<WordsFile>, (String, TextFileError)> {
        let Some(&id) = self.words.get(path) else { return Ok(None) };
        Ok(Some(WordsFile { id, source: self.read_source(id, sources)? }))
    }

    fn read_source(&self, id: SourceId, sources: &Sources) -> Result<Source, (String, TextFileError)> {
        let source = sources.get(id);
        load::read(self.folder, source, self.config.limits).map_err(|problem| (source.path.clone(), problem))
    }

    /// Settles a document. A draft that is left out gives no diagnostics.
    fn settle(&self, source: &Source, id: SourceId, words: Option<&WordsFile>) -> SettledPage {
        let (mut document, mut diagnostics) =
            parse::source(source, id, self.config, &self.defaults.for_page(&source.path));
        if document.front.draft && self.request.drafts == Drafts::Leave {
            return SettledPage::default();
        }
        diagnostics.extend(words.and_then(|words| words.bring(&mut document)));
        let (settled, found) = self.sidecars.settle(document, self.config);
        diagnostics.append(found);
        SettledPage { settled: Some(settled), diagnostics }
    }
}
