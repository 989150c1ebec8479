//! The stages that see one page at a time, side by side: its text is read, parsed and settled, and let go
//! of before the next, so that a site may be larger than memory.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::defaults::FolderDefaults;
use super::page_cache::{KeyedPage, PageCache, SettledPage};
use super::{Drafts, Request};
use crate::config::{Access, Config, Edition};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::formats::{Choices, Input};
use crate::load::{self, Loaded, SiteFolder, TextFileError};
use crate::model::{Document, PageDefaults};
use crate::parse;
use crate::resolve::{Settled, SidecarFiles, WithheldFiles, WithheldNames};
use crate::source::{Source, SourceId, Sources, Span};
use crate::speech::withheld::joined;
use crate::text::timecode::Timecode;
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

/// A page, and the sources that stay in memory, to be shown with problems.
struct ReadPage {
    page: KeyedPage,
    shown: Vec<(SourceId, Source)>,
    /// The files that its withheld words name, where it has some.
    files: Option<WithheldFiles>,
}

/// A page's source as the edition may see it.
struct EditionPage {
    source: Source,
    /// The source to show with problems, where it is not the file.
    shown: Option<Source>,
    /// The names that tell something of what is withheld, where something is.
    names: Option<WithheldNames>,
    /// The files of notes to show with problems, where they are not the files.
    notes: Vec<(SourceId, Source)>,
    /// The number of notes that the edition does not have.
    left_out_notes: usize,
    /// The files that withheld words name.
    files: Option<WithheldFiles>,
    /// The stretches of the recording at which withheld words are said.
    times: Vec<(Timecode, Option<Timecode>)>,
    diagnostics: Diagnostics,
    /// True if the edition has no such page.
    is_left_out: bool,
}

impl Default for EditionPage {
    fn default() -> Self {
        EditionPage {
            source: Source::new("", ""),
            shown: None,
            names: None,
            notes: Vec::new(),
            left_out_notes: 0,
            files: None,
            times: Vec::new(),
            diagnostics: Diagnostics::new(),
            is_left_out: false,
        }
    }
}

/// Reports a file whose name tells a name that has a pseudonym.
fn told_by_path(path: &str) -> Diagnostic {
    let message = "the name of this file tells a name that has a pseudonym, and is part of its address";
    Diagnostic::new(Code::UnclearWithheld, message).in_file(path).help("rename the file")
}

/// The same file with nothing to be read in it, on as many lines.
fn blank(source: &Source) -> Source {
    let text: String = source.text().bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    Source::new(source.path.clone(), text)
}

/// All pages, read.
#[derive(Default)]
pub(super) struct ReadPages {
    pub(super) settled: Vec<Settled>,
    /// The files of the pages that the edition does not have.
    pub(super) withheld: Vec<String>,
    /// The files that withheld words name.
    pub(super) files: Vec<WithheldFiles>,
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
    pub(super) fn read(mut self, loaded: &mut Loaded, diagnostics: &mut Diagnostics) -> ReadPages {
        let sources = &loaded.sources;
        let pages: Vec<_> = loaded.content.par_iter().map(|&id| self.page(id, sources)).collect();
        let mut read = Vec::with_capacity(pages.len());
        let mut found_files = Vec::new();
        let mut read_ids = Vec::with_capacity(pages.len());
        for (page, &id) in pages.into_iter().zip(&loaded.content) {
            match page {
                Ok(ReadPage { page, shown, files }) => {
                    found_files.extend(files);
                    shown.into_iter().for_each(|(id, source)| loaded.sources.replace(id, source));
                    read.push(page);
                    read_ids.push(id);
                }
                Err((path, problem)) => diagnostics.push(problem.diagnostic(path, &mut loaded.sources)),
            }
        }
        self.cache.keep(read.iter());
        let mut pages = ReadPages { files: found_files, ..ReadPages::default() };
        for (KeyedPage { page, .. }, &id) in read.into_iter().zip(&read_ids) {
            diagnostics.append(page.diagnostics);
            if page.is_withheld {
                pages.withheld.push(loaded.sources.get(id).path.clone());
            }
            pages.settled.extend(page.settled);
        }
        pages
    }

    fn page(&self, id: SourceId, sources: &Sources) -> Result<ReadPage, (String, TextFileError)> {
        if let Some(page) = self.unchanged(id, sources) {
            return Ok(ReadPage { page, shown: Vec::new(), files: None });
        }
        let source = self.read_source(id, sources)?;
        let defaults = self.defaults.for_page(&source.path);
        let words = self.word_times(&source.path, sources)?;
        let EditionPage {
            source,
            shown,
            names,
            notes,
            left_out_notes,
            files,
            times,
            diagnostics,
            is_left_out,
        } = self.edition_page(source, id, &defaults, sources, words.as_ref());
        if is_left_out {
            return Ok(self.left_out(id, source, files, diagnostics));
        }
        let sidecars = self.sidecars.sources_about(&source.path).map(|id| {
            let masked = notes.iter().find(|(masked, _)| *masked == id).map(|(_, source)| source);
            (id, masked.unwrap_or_else(|| sources.get(id)))
        });
        let timed = words.as_ref().map(|words| (words.id, &words.source));
        let folders = self.defaults.sources(&source.path).filter(|(folder, _)| *folder != id);
        let input = std::iter::once((id, &source)).chain(sidecars).chain(timed).chain(folders);
        let mut page = self.cache.page(input, || self.settle(&source, id, words.as_ref(), names.as_ref()));
        if let Some(settled) = &mut page.page.settled {
            settled.leave_out_of_recording(times);
            settled.leave_out_notes(left_out_notes);
        }
        page.page.diagnostics.append(diagnostics);
        let kept = shown.or_else(|| Some(source).filter(|_| self.texts == Texts::Keep));
        let mut shown: Vec<_> = kept.into_iter().map(|source| (id, source)).chain(notes).collect();
        // A problem in the times of words must not show them.
        let is_masked = names.is_some().then_some(words).flatten();
        shown.extend(is_masked.map(|words| (words.id, blank(&words.source))));
        Ok(ReadPage { page, shown, files })
    }

    /// The source of a page as the edition may see it, before anything is made of it.
    fn edition_page(
        &self,
        source: Source,
        id: SourceId,
        defaults: &PageDefaults,
        sources: &Sources,
        times: Option<&WordsFile>,
    ) -> EditionPage {
        let mut page = EditionPage { source, ..EditionPage::default() };
        if self.config.edition.is_for_editing {
            return page;
        }
        let unnamed = page.source.clone();
        if let Some(text) = self.config.pseudonyms.apply(unnamed.text()) {
            page.source = Source::new(unnamed.path.clone(), text);
            page.shown = Some(page.source.clone());
        }
        if self.config.pseudonyms.are_in(&unnamed.path) {
            page.diagnostics.push(told_by_path(&unnamed.path));
        }
        let is_renamed = page.shown.is_some();
        let everything = || Config { edition: Edition::archive(), ..self.config.clone() };
        let parsed = |source: &Source, config: &Config| {
            let mut document = parse::source(source, id, config, defaults).0;
            times.and_then(|times| times.bring(&mut document));
            document
        };
        let whole =
            |source: &Source, config: &Config| self.sidecars.whole_page(parsed(source, config), config);
        let path = page.source.path.clone();
        if self.sidecars.withhold_from(&path) {
            let config = everything();
            let (marked, found) = self.sidecars.mark_source(&page.source, &whole(&page.source, &config));
            page.diagnostics.append(found);
            page.source = marked;
        }
        let full = page.source.clone();
        let mut words = String::new();
        if let Some(found) = parse::edition_source(&page.source, id, self.config, defaults) {
            // The file itself is not to be shown with problems.
            page.shown = Some(found.shown.unwrap_or_else(|| found.source.clone()));
            page.is_left_out = found.is_left_out;
            page.source = found.source;
            words = found.words;
            page.left_out_notes = found.notes;
            if !words.is_empty() {
                let is_sealed = parse::is_sealed(&page.source, id);
                page.files = Some(WithheldFiles::new(parsed(&full, &everything()), is_sealed));
            }
            page.diagnostics.append(found.diagnostics);
        }
        let hides_notes = self.sidecars.withhold_notes(&path, &self.config.edition);
        if !page.is_left_out
            && (!words.is_empty() || hides_notes || is_renamed || self.sidecars.withhold_from(&path))
        {
            let config = everything();
            let bare = parse::unmarked(&unnamed, id, &config, defaults);
            words.push_str(&self.config.pseudonyms.names());
            let names = WithheldNames::new(&bare, &words, page.source.text());
            let whole = whole(&full, &config);
            let hidden = self.sidecars.withheld_notes(&whole, &names, &self.config.edition);
            page.left_out_notes += hidden.len();
            page.notes = self.sidecars.masked_notes(&path, &hidden, |id| sources.get(id));
            page.names = Some(names.with_notes(hidden));
            let is_withheld = |access: &Access| !self.config.edition.shows(access);
            page.times = joined(&whole.withheld_times(&is_withheld));
        }
        page
    }

    /// A page that the edition does not have.
    fn left_out(
        &self,
        id: SourceId,
        source: Source,
        files: Option<WithheldFiles>,
        diagnostics: Diagnostics,
    ) -> ReadPage {
        let page = SettledPage { settled: None, diagnostics, is_withheld: true };
        ReadPage { page: KeyedPage::unkept(id, page), shown: vec![(id, source)], files }
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
    fn settle(
        &self,
        source: &Source,
        id: SourceId,
        words: Option<&WordsFile>,
        withheld: Option<&WithheldNames>,
    ) -> SettledPage {
        let (mut document, mut diagnostics) =
            parse::source(source, id, self.config, &self.defaults.for_page(&source.path));
        if document.front.draft && self.request.drafts == Drafts::Leave {
            return SettledPage::default();
        }
        diagnostics.extend(words.and_then(|words| words.bring(&mut document)));
        let (settled, found) = match withheld {
            Some(names) => self.sidecars.settle_without(document, self.config, names),
            None => self.sidecars.settle(document, self.config),
        };
        diagnostics.append(found);
        SettledPage { settled: Some(settled), diagnostics, is_withheld: false }
    }
}
