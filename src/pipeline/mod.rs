//! Composes the stages into one build. Every command that needs a site calls [`build`].

mod defaults;
mod edition_texts;
mod output;
mod page_cache;
mod reader;
mod repeated;
mod site_settings;
mod trust;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use self::defaults::FolderDefaults;
pub use self::defaults::page_defaults;
use self::edition_texts::{take_out_of_notes, write_pseudonyms};
pub use self::output::{OutputFile, SiteOutput};
pub use self::page_cache::PageMemory;
use self::page_cache::{PageCache, PageStore};
use self::reader::{PageReader, Texts};
pub use self::repeated::{ReadablePlace, ReadableWords, repeated};
use self::site_settings::{read_bibliography, read_config};
pub use self::site_settings::{settings, theme_names};
pub use self::trust::Trust;
use crate::cache::{Cache, CacheError};
use crate::config::{Config, Edition, LanguageTerms, SiteHost};
use crate::diag::Diagnostics;
use crate::load::{self, LoadError, Loaded, SiteFolder};
use crate::model::{Page, PageDefaults, PageKind, Site};
use crate::parse;
use crate::publish::{Sink, WriteError};
use crate::render::{self, PublishedAssets, ReadLanguages};
use crate::resolve::{self, DraftNotes, SidecarFiles};
use crate::source::{SourceId, Sources};

/// The settings of a build.
#[derive(Clone, Debug, Hash)]
pub struct Request {
    /// The folder of `site.toml`.
    pub root: PathBuf,
    /// The public address of the site, in place of the one in `site.toml`.
    pub base_url: Option<String>,
    /// The theme, in place of the one in `site.toml` and of what that sets in it.
    pub theme: Option<String>,
    /// The treatment of drafts.
    pub drafts: Drafts,
    /// The treatment of notes that are drafts.
    pub draft_notes: DraftNotes,
    /// The trust in the site's author.
    pub trust: Trust,
    /// The optional content of pages.
    pub options: render::Options,
    /// The edition that is made.
    pub edition: Edition,
}

/// The treatment of pages whose front matter says `draft = true`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Drafts {
    /// They are left out.
    Leave,
    /// They are built like any other page.
    Build,
}

/// The result of a build, whether it succeeded or not.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// Everything that is to be said, in the order of files and places.
    pub diagnostics: Diagnostics,
    /// The contents of the site in numbers.
    pub counts: SiteCounts,
    /// The host that publishes it, when it says so.
    pub host: Option<SiteHost>,
}

impl Outcome {
    /// Returns true if the sink holds a complete site.
    pub fn is_good(&self) -> bool {
        !self.diagnostics.has_errors()
    }
}

/// The contents of a site in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteCounts {
    /// Pages that come from a file.
    pub pages: usize,
    /// Those of them that are transcripts.
    pub transcripts: usize,
    /// Turns in all of them.
    pub turns: usize,
    /// Notes on all of them.
    pub notes: usize,
    /// Passages that this edition withholds.
    pub withheld_passages: usize,
    /// Pages that this edition withholds, whether it lists them or not.
    pub withheld_pages: usize,
}

impl SiteCounts {
    fn from_site(site: &Site, left_out: usize) -> Self {
        let passages = site.pages.iter().flat_map(|page| &page.document.withheld);
        let is_listed = |page: &&Page| page.document.front.access.is_withheld_from(&site.config.edition);
        SiteCounts {
            pages: site.pages.len(),
            transcripts: site.pages.iter().filter(|page| page.kind == PageKind::Transcript).count(),
            turns: site.pages.iter().map(|page| page.turn_lengths.len()).sum(),
            notes: site.pages.iter().map(|page| page.document.notes.len()).sum(),
            withheld_passages: passages.filter(|entry| !entry.is_shown).count(),
            withheld_pages: left_out + site.pages.iter().filter(is_listed).count(),
        }
    }
}

/// A reason for which there is no outcome at all.
#[derive(Debug)]
pub enum BuildError {
    /// The site cannot be read.
    Load(LoadError),
    /// The output cannot be written.
    Write(WriteError),
    /// There can be no cache where one was asked for.
    Cache(CacheError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::Load(error) => error.fmt(f),
            BuildError::Write(error) => error.fmt(f),
            BuildError::Cache(error) => error.fmt(f),
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

impl From<CacheError> for BuildError {
    fn from(error: CacheError) -> Self {
        BuildError::Cache(error)
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

/// A site with every link resolved, and what it was made of.
#[derive(Debug)]
pub struct Resolved {
    /// The site.
    pub site: Arc<Site>,
    /// The folder it was read from.
    pub folder: SiteFolder,
    /// The files it was made of.
    pub loaded: Loaded,
    /// The diagnostics so far.
    pub diagnostics: Diagnostics,
    /// The interface text of each language.
    pub languages: ReadLanguages,
    /// The front matter that folders have for their pages.
    defaults: FolderDefaults,
    /// The number of pages that the edition does not have.
    withheld_pages: usize,
}

impl Resolved {
    /// The front matter that folders have for the page at `path` of the site, such as `content/talks/ada.md`.
    pub fn page_defaults(&self, path: &str) -> PageDefaults {
        self.defaults.for_page(path)
    }

    /// The site, and what there is to say about it when nothing is made of it.
    pub fn finish(self) -> (Arc<Site>, Outcome) {
        let Resolved { site, loaded, mut diagnostics, withheld_pages, .. } = self;
        diagnostics.sort(&loaded.sources);
        let (counts, host) = (SiteCounts::from_site(&site, withheld_pages), site.config.host);
        let outcome = Outcome { counts, host, sources: loaded.sources, diagnostics };
        (site, outcome)
    }
}

/// A site whose files can be made.
pub struct Prepared {
    /// Its files; none when something is wrong with it.
    pub output: Option<SiteOutput>,
    /// The outcome so far: errors in templates are found only when they are rendered.
    pub outcome: Outcome,
}

/// Runs the stages that make the site that `request` names, up to the ones that make files of it. The texts
/// of all pages stay in the sources.
pub fn resolve(request: &Request) -> Result<Resolved, BuildError> {
    Ok(resolve_with(request, load::open(&request.root)?, Texts::Keep, PageStore::None))
}

/// Resolves the site in `folder`, which may have unsaved texts, with the help of what `memory` has of the time before.
pub fn resolve_again(request: &Request, folder: SiteFolder, memory: &mut PageMemory) -> Resolved {
    resolve_with(request, folder, Texts::Drop, PageStore::Memory(memory))
}

/// Adds what is wrong with the templates and addresses of a resolved site to its diagnostics. Mistakes that a template
/// shows only when a page is rendered with it are not found.
pub fn check_output(request: &Request, resolved: &mut Resolved) {
    if let Some(output) = output(request, resolved, PublishedAssets::default()) {
        resolved.diagnostics.extend(output.clashes(&[]));
    }
}

fn resolve_with(request: &Request, folder: SiteFolder, texts: Texts, mut store: PageStore) -> Resolved {
    let (mut loaded, mut diagnostics) = load::settings(&folder);
    if loaded.config.is_none() {
        // Without settings, whatever else were said might be wrong.
        let (site, defaults, languages) =
            (Arc::default(), FolderDefaults::default(), ReadLanguages::default());
        return Resolved { site, folder, loaded, diagnostics, languages, defaults, withheld_pages: 0 };
    }
    let mut config = read_config(request, &folder, &mut loaded, &mut diagnostics);
    diagnostics.append(load::bibliography(&folder, config.limits, &mut loaded));
    write_pseudonyms(loaded.bibliography.clone(), &mut loaded, &config);
    let settings = loaded.sources.clone();
    read_files(request, &folder, &config, &mut loaded, &mut diagnostics);
    let languages = store.languages(&loaded);
    diagnostics.append(read_bibliography(&loaded, &languages.all, &mut config));
    config.withheld_terms = LanguageTerms(Arc::new(languages.all.withheld_terms()));
    let cache =
        PageCache::new(store, request, &settings, &config.sources.bibliography.terms, &config.withheld_terms);
    take_out_of_notes(&mut loaded, &config);
    let stand_off =
        parse_each(&loaded.notes, &mut diagnostics, |id| parse::stand_off(&loaded.sources, id, &config));
    let records =
        parse_each(&loaded.records, &mut diagnostics, |id| parse::permalink_record(&loaded.sources, id));
    let sidecars = SidecarFiles::new(stand_off, records, request.draft_notes);
    let words = std::mem::take(&mut loaded.words);
    let defaults = FolderDefaults::read(&folder, &loaded, &config);
    let reader = PageReader {
        folder: &folder,
        request,
        config: &config,
        sidecars: &sidecars,
        words: &words,
        texts,
        defaults: &defaults,
        cache,
    };
    let pages = reader.read(&mut loaded, &mut diagnostics);
    let withheld_pages = pages.withheld.len();
    let sidecars = sidecars.without_pages(&pages.withheld).with_withheld_files(pages.files);
    let (site, found) = resolve::join(pages.settled, &sidecars, std::mem::take(&mut loaded.files), config);
    diagnostics.append(found);
    let diagnostics = site.config.levels.apply(diagnostics, &loaded.sources);
    Resolved { site: Arc::new(site), folder, loaded, diagnostics, languages, defaults, withheld_pages }
}

/// Builds the site that `request` names into `sink`, which holds a whole site only when the outcome
/// [is good](Outcome::is_good): what a failed build put there is to be thrown away. What `cache` has need not be made.
pub fn build(
    request: &Request,
    cache: &Cache,
    sink: &impl Sink,
    progress: &impl Progress,
) -> Result<Outcome, BuildError> {
    let resolved = resolve_with(request, load::open(&request.root)?, Texts::Drop, PageStore::Disk(cache));
    let outcome = publish_with(request, resolved, cache, sink, progress)?;
    if outcome.is_good() {
        cache.evict_unused();
    }
    Ok(outcome)
}

/// Makes the files of a resolved site and gives them to the sink, as [`build`] does.
pub fn publish(
    request: &Request,
    resolved: Resolved,
    sink: &impl Sink,
    progress: &impl Progress,
) -> Result<Outcome, BuildError> {
    publish_with(request, resolved, &Cache::none(), sink, progress)
}

fn publish_with(
    request: &Request,
    mut resolved: Resolved,
    cache: &Cache,
    sink: &impl Sink,
    progress: &impl Progress,
) -> Result<Outcome, BuildError> {
    if let Some(output) = output(request, &mut resolved, PublishedAssets::default()) {
        resolved.diagnostics.append(output.write(cache, sink, progress)?);
    }
    Ok(resolved.finish().1)
}

/// Makes the site that `request` names ready for its files to be made one by one, with the help of what
/// `memory` has of the build before.
pub fn prepare(request: &Request, memory: &mut PageMemory) -> Result<Prepared, BuildError> {
    let assets = memory.assets();
    let mut resolved = resolve_again(request, load::open(&request.root)?, memory);
    let output = output(request, &mut resolved, assets);
    resolved.diagnostics.extend(output.iter().flat_map(|output| output.clashes(&[])));
    let (_, outcome) = resolved.finish();
    Ok(Prepared { output: output.filter(|_| outcome.is_good()), outcome })
}

/// The files of a site without mistakes. The templates are looked at even when the content is broken already:
/// all problems are to be shown in one run.
fn output(request: &Request, resolved: &mut Resolved, assets: PublishedAssets) -> Option<SiteOutput> {
    resolved.loaded.config?;
    match SiteOutput::new(request, resolved, assets) {
        Ok(output) => Some(output).filter(|_| !resolved.diagnostics.has_errors()),
        Err(found) => {
            resolved.diagnostics.append(found);
            None
        }
    }
}

/// Reads everything but the settings and the texts of pages.
fn read_files(
    request: &Request,
    folder: &SiteFolder,
    config: &Config,
    loaded: &mut Loaded,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.append(load::site(folder, config.limits, loaded));
    let own_files = (request.trust == Trust::Full).then_some(folder);
    diagnostics.append(load::theme(own_files, &config.theme.layers, loaded));
    diagnostics.append(load::fonts(folder, &config.card_fonts, loaded));
    if request.trust == Trust::None {
        trust::check_files(loaded, diagnostics);
    }
}

/// Parses files side by side, in the order given.
fn parse_each<T: Send>(
    files: &[SourceId],
    diagnostics: &mut Diagnostics,
    parse: impl Fn(SourceId) -> (T, Diagnostics) + Sync,
) -> Vec<T> {
    let parsed: Vec<_> = files.par_iter().map(|id| parse(*id)).collect();
    let keep = |(value, found)| {
        diagnostics.append(found);
        value
    };
    parsed.into_iter().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Nowhere;

    /// A site may be larger than memory: whoever reads a text must let go of it again.
    #[test]
    fn every_text_is_packed_when_all_is_done() {
        let request = Request {
            root: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
            base_url: Some("https://example.org/".into()),
            theme: None,
            drafts: Drafts::Leave,
            draft_notes: DraftNotes::Leave,
            trust: Trust::Full,
            options: render::Options::default(),
            edition: Edition::default(),
        };
        let mut resolved = resolve(&request).expect("a site");
        let output = output(&request, &mut resolved, PublishedAssets::default()).expect("no mistakes");
        output.write(&Cache::none(), &Nowhere, &()).expect("nothing is written");
        let site = &resolved.site;
        let open = site.pages.iter().filter(|page| !page.document.sections.is_packed());
        let open: Vec<_> = open.map(|page| page.document.path.as_str()).collect();
        assert!(site.pages.len() > 10 && open.is_empty(), "{open:?}");
    }
}
