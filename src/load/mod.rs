//! Stage 1: the only reader of the disk.

mod folder;
mod picture_size;
mod site_folder;
mod text;
mod theme;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

pub use self::site_folder::{SiteFile, SiteFolder, UnsavedTexts};
pub use self::text::TextFileError;
pub use self::theme::{FoundTheme, built_in_paths, built_in_text, built_in_theme_names};

use self::folder::{FoundFile, Hidden, SiteSubfolder};
use crate::bibliography::BIBLIOGRAPHY_FILES;
use crate::config::Limits;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::disk::EntryKind;
use crate::model::{PlainFile, Theme};
use crate::source::{Located, ReadAgain, Source, SourceId, Sources};

/// The name of the file that makes a folder a site.
pub const SITE_FILE: &str = "site.toml";

/// Everything that was read for a build.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The text files.
    pub sources: Sources,
    /// `site.toml`, if there is one that can be read.
    pub config: Option<SourceId>,
    /// The Markdown files below `content/`, in the order of their paths. Their texts are [read] one
    /// by one: all of them may be more than fits into memory.
    pub content: Vec<SourceId>,
    /// The files of notes that stand beside a transcript: `altman.notes.md`, `altman.notes.jz.md`.
    pub notes: Vec<SourceId>,
    /// The sidecar files with the times of a page's words, by the page's path below the site's root: `content/altman.md` for
    /// `content/altman.words.json`. They are [read] with their page.
    pub words: BTreeMap<String, SourceId>,
    /// The records of published anchors below `anchors/`.
    pub records: Vec<SourceId>,
    /// The files of sources beside `site.toml`.
    pub bibliography: Vec<SourceId>,
    /// Files published as they are, by their paths in the output.
    pub files: BTreeMap<String, PlainFile>,
    /// The theme, the site's own files over those it builds on.
    pub theme: Theme,
}

/// A reason for which nothing could be read.
#[derive(Debug)]
pub enum LoadError {
    /// The root is not a folder that can be read.
    Root(PathBuf, io::Error),
    /// The root has no `site.toml`.
    NoSite(PathBuf),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Root(root, error) => write!(f, "{}: {error}", root.display()),
            LoadError::NoSite(root) => {
                write!(f, "there is no {SITE_FILE} in {}: start a site with `postil init`", root.display())
            }
        }
    }
}

/// Opens the site at `root`: a folder with a `site.toml`.
pub fn open(root: &Path) -> Result<SiteFolder, LoadError> {
    let site = SiteFolder::open(root).map_err(|error| LoadError::Root(root.into(), error))?;
    // A link is said to be one when the settings are read.
    match site.kind(SITE_FILE) {
        Some(EntryKind::File | EntryKind::Link) => Ok(site),
        _ => Err(LoadError::NoSite(root.into())),
    }
}

/// Reads the settings of a site, which say how the rest is read.
pub fn settings(site: &SiteFolder) -> (Loaded, Diagnostics) {
    let mut loaded = Loaded::default();
    let mut loader = Loader::new(site, Limits::default(), &mut loaded);
    loader.loaded.config = loader.read(vec![SITE_FILE.into()]).pop();
    let diagnostics = loader.diagnostics;
    (loaded, diagnostics)
}

/// Reads the files of sources that a site cites, which settings of pages are made of.
pub fn bibliography(site: &SiteFolder, limits: Limits, loaded: &mut Loaded) -> Diagnostics {
    let names = BIBLIOGRAPHY_FILES.into_iter().filter(|name| site.kind(name).is_some());
    let mut loader = Loader::new(site, limits, loaded);
    loader.loaded.bibliography = loader.read(names.map(str::to_string).collect());
    loader.diagnostics
}

/// Reads the rest of a site into `loaded`, but for its theme.
pub fn site(site: &SiteFolder, limits: Limits, loaded: &mut Loaded) -> Diagnostics {
    let mut loader = Loader::new(site, limits, loaded);
    loader.content();
    loader.statics();
    loader.records();
    loader.words();
    loader.diagnostics
}

/// Reads the file whose path `source` has, of `limits` at most.
pub fn read(site: &SiteFolder, source: &Source, limits: Limits) -> Result<Source, TextFileError> {
    Ok(Source::new(source.path.clone(), text::read(site, &source.path, limits.text)?))
}

/// The themes a site can choose from; what each says of itself is added to the sources.
pub fn themes(site: &SiteFolder, loaded: &mut Loaded) -> (Vec<FoundTheme>, Diagnostics) {
    theme::find(site, loaded)
}

/// The themes that are part of the program; what each says of itself is added to the sources.
pub fn built_in_themes(loaded: &mut Loaded) -> Vec<FoundTheme> {
    theme::built_in(loaded)
}

/// Reads the theme that is made of `layers` into `loaded`: the files of `site` over those built in, if it may bring any.
pub fn theme(site: Option<&SiteFolder>, layers: &[String], loaded: &mut Loaded) -> Diagnostics {
    theme::load(site, layers, loaded)
}

/// Reads the fonts that cards are drawn with.
pub fn fonts(site: &SiteFolder, paths: &[Located<String>], loaded: &mut Loaded) -> Diagnostics {
    theme::fonts(site, paths, loaded)
}

struct Loader<'a> {
    site: &'a SiteFolder,
    limits: Limits,
    loaded: &'a mut Loaded,
    diagnostics: Diagnostics,
}

impl<'a> Loader<'a> {
    fn new(site: &'a SiteFolder, limits: Limits, loaded: &'a mut Loaded) -> Self {
        Loader { site, limits, loaded, diagnostics: Diagnostics::new() }
    }

    /// Markdown is read; whatever else lies below `content/` is published beside the pages.
    fn content(&mut self) {
        let found = self.walk(SiteSubfolder { name: "content", hidden: Hidden::Skip });
        let (pages, files): (Vec<_>, Vec<_>) = found.into_iter().partition(|file| is_markdown(&file.below));
        let (words, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_words(&file.below));
        for file in files {
            self.publish(file);
        }
        let (notes, pages): (Vec<_>, Vec<_>) =
            pages.into_iter().map(|file| file.path).partition(|path| is_notes(path));
        self.loaded.notes = self.read(notes);
        let reader: Arc<dyn ReadAgain> = Arc::new(self.site.clone());
        let unread = |path| Source::unread(path, Arc::clone(&reader));
        self.loaded.content =
            pages.into_iter().map(|path| self.loaded.sources.insert(unread(path))).collect();
        let words: Vec<_> = words.into_iter().map(|file| (self.page_of_words(&file), file.path)).collect();
        words.into_iter().for_each(|(page, path)| self.word_times(page, path, &unread));
    }

    /// The page beside a file of word times.
    fn page_of_words(&self, file: &FoundFile) -> Option<String> {
        let stem = file.path.strip_suffix(WORDS_ENDING)?;
        let path = |id: &SourceId| self.loaded.sources.get(*id).path.as_str();
        let ids = &self.loaded.content;
        [".md", ".markdown"]
            .into_iter()
            .map(|ending| format!("{stem}{ending}"))
            .find(|page| ids.binary_search_by(|id| path(id).cmp(page)).is_ok())
    }

    /// Word times belong to the page beside them.
    fn word_times(&mut self, page: Option<String>, path: String, unread: &dyn Fn(String) -> Source) {
        match page {
            Some(page) => {
                let id = self.loaded.sources.insert(unread(path));
                self.loaded.words.insert(page, id);
            }
            None => {
                let stem = path.strip_suffix(WORDS_ENDING).unwrap_or(&path);
                let message = format!("there is no page {stem}.md that these word times belong to");
                let help = "rename the file after its page, or remove it";
                let found = Diagnostic::new(Code::WordTimesWithoutPage, message).in_file(path).help(help);
                self.diagnostics.push(found);
            }
        }
    }

    fn statics(&mut self) {
        for file in self.walk(SiteSubfolder { name: "static", hidden: Hidden::Keep }) {
            self.publish(file);
        }
    }

    fn records(&mut self) {
        let found = self.walk(SiteSubfolder { name: "anchors", hidden: Hidden::Skip });
        let paths = found.into_iter().map(|file| file.path).filter(|path| path.ends_with(".txt"));
        self.loaded.records = self.read(paths.collect());
    }

    /// Loads the site's own wording: `i18n/LANGUAGE.toml`.
    fn words(&mut self) {
        for file in self.walk(SiteSubfolder { name: "i18n", hidden: Hidden::Skip }) {
            if let Some(tag) = file.below.strip_suffix(".toml") {
                let found = self.read(vec![file.path]).pop().map(|source| (tag.to_string(), source));
                self.loaded.theme.words.extend(found);
            }
        }
    }

    fn walk(&mut self, folder: SiteSubfolder) -> Vec<FoundFile> {
        let name = folder.name;
        let (mut found, problems) = folder.walk(self.site);
        self.diagnostics.append(problems);
        for path in self.site.unsaved_below(name).filter(|path| is_markdown(path)) {
            // A page that was never saved is not on the disk yet.
            if let Err(at) = found.binary_search_by(|file| file.path.as_str().cmp(path)) {
                found.insert(at, FoundFile { path: path.into(), below: path[name.len() + 1..].into() });
            }
        }
        found
    }

    /// Two files cannot have one address: `static/a.jpg` and `content/a.jpg`.
    fn publish(&mut self, file: FoundFile) {
        if let Some(first) = self.loaded.files.get(&file.below) {
            let message =
                format!("both {} and {} would be published as /{}", first.path, file.path, file.below);
            let help = "rename or remove one of them";
            self.diagnostics.push(Diagnostic::new(Code::AddressTaken, message).in_file(file.path).help(help));
            return;
        }
        let opened = self.site.open_file(&file.path).ok();
        let found = opened.as_ref().and_then(|opened| opened.metadata().ok());
        let length = found.map_or(0, |found| found.len());
        let size = opened.and_then(|opened| picture_size::read(opened, &file.below));
        self.loaded.files.insert(file.below, PlainFile { path: file.path, length, size });
    }

    /// Reads text files side by side and adds those that are text to the sources, in the order given.
    fn read(&mut self, paths: Vec<String>) -> Vec<SourceId> {
        let texts: Vec<_> =
            paths.par_iter().map(|path| text::read(self.site, path, self.limits.text)).collect();
        let mut ids = Vec::new();
        for (path, text) in paths.into_iter().zip(texts) {
            match text {
                Ok(text) => ids.push(self.loaded.sources.add(path, text)),
                Err(problem) => self.diagnostics.push(problem.diagnostic(path, &mut self.loaded.sources)),
            }
        }
        ids
    }
}

/// The ending of a sidecar file with word times.
const WORDS_ENDING: &str = ".words.json";

fn is_words(path: &str) -> bool {
    path.ends_with(WORDS_ENDING)
}

fn is_markdown(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".markdown")
}

/// Returns true for a sidecar file with notes on a transcript: `NAME.notes.md` or `NAME.notes.WHO.md`.
fn is_notes(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let parts: Vec<&str> = name.split('.').collect();
    matches!(parts[..], [_, .., "notes", _] | [_, .., "notes", _, _])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_notes_are_told_by_their_names() {
        for notes in ["content/a.notes.md", "content/i/a.notes.jz.md", "content/a.en.notes.md"] {
            assert!(is_notes(notes), "{notes}");
        }
        for page in [
            "content/notes.md",
            "content/a.md",
            "content/a.en.md",
            "content/notes.en.md",
            "content/x.notes/a.md",
        ] {
            assert!(!is_notes(page), "{page}");
        }
    }
}
