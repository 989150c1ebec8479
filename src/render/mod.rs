//! Stage 4: the site in, pages out, in memory.

mod about;
mod address;
mod assets;
mod backlinks;
mod bundles;
mod card;
mod compact;
pub mod export;
mod faces;
mod feeds;
mod fronts;
mod highlight;
mod html;
mod languages;
mod listing;
mod media;
mod metadata;
mod names;
mod notes;
mod overview;
mod pages;
mod paging;
mod parallel;
mod passages;
mod people;
mod quotes;
mod registers;
pub mod removed;
mod series;
mod settings;
mod sidebar;
mod sitemap;
mod sources;
mod strings;
mod style_urls;
mod styled_text;
mod subjects;
mod tally;
mod templates;
mod timeline;
mod topic_passages;
mod topics;
pub mod view;
pub mod withheld;
mod xml;

use std::cell::OnceCell;
use std::sync::Arc;

pub use self::address::encode as encode_address;
use self::assets::Assets;
pub use self::assets::{FOLDER as ASSETS_FOLDER, PublishedAssets};
use self::bundles::Bundles;
use self::card::Fonts;
use self::export::{Export, Exporter};
use self::feeds::Feed;
pub use self::languages::{Languages, ReadLanguages};
use self::notes::Excerpts;
use self::overview::Overview;
use self::subjects::Subject;
use self::templates::{Markup, Templates};
use crate::cache::Cache;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{Block, File, Page, PageId, Site, Theme};
use crate::source::Sources;

/// Optional content of pages.
#[derive(Clone, Copy, Debug, Default, Hash)]
pub struct Options {
    /// True to include the script that reloads pages while serving.
    pub live_reload: bool,
    /// True if drafts are among the pages: a preview, which search engines are asked to ignore.
    pub preview: bool,
}

/// Renders the pages of one site with one theme.
pub struct Renderer {
    site: Arc<Site>,
    templates: Templates,
    languages: Arc<Languages>,
    published: PublishedAssets,
    excerpts: Excerpts,
    overview: Overview,
    fonts: Fonts,
    options: Options,
}

/// Files to be rendered one after the other, since they are made of the same page.
#[derive(Clone, Debug, Default)]
pub struct Job {
    files: Vec<(String, Work)>,
}

impl Job {
    /// The paths of the files in the output: `interviews/altman/index.html`.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.iter().map(|(path, _)| path)
    }

    /// Returns true if a template is involved, which may fail.
    pub fn has_template(&self) -> bool {
        self.files.iter().any(|(_, work)| matches!(work, Work::Page(_)))
    }

    /// The same files, each as a job of its own.
    pub fn split(&self) -> impl Iterator<Item = (String, Job)> {
        self.files.iter().map(|file| (file.0.clone(), Job { files: vec![file.clone()] }))
    }
}

/// The way in which a file is made.
#[derive(Clone, Debug)]
enum Work {
    /// A page for people.
    Page(Subject),
    /// A file for other programs.
    Export(Export),
    /// The newest texts.
    Feed(Feed),
    /// The picture of a transcript.
    Card(PageId),
}

/// The page that the files of a job are made of, unpacked when the first of them needs it.
struct Opened<'a> {
    site: &'a Site,
    page: OnceCell<Page>,
}

impl<'a> Opened<'a> {
    fn none_yet(site: &'a Site) -> Self {
        Opened { site, page: OnceCell::new() }
    }

    /// The page with this number; all files of a job ask for the same.
    fn page(&self, id: PageId) -> &Page {
        self.page.get_or_init(|| self.site.page(id).open())
    }
}

impl Work {
    /// The page whose text it needs.
    fn page(&self) -> Option<PageId> {
        match self {
            Work::Page(Subject::Page(id)) => Some(*id),
            Work::Export(export) => export.page(),
            Work::Page(_) | Work::Feed(_) | Work::Card(_) => None,
        }
    }
}

impl Renderer {
    /// Prepares `theme` for `site`; a template that does not parse is a diagnostic with its line.
    pub fn new(
        site: Arc<Site>,
        theme: &Theme,
        sources: &Sources,
        languages: &ReadLanguages,
        options: Options,
        published: PublishedAssets,
    ) -> Result<Self, Diagnostics> {
        let (languages, mut diagnostics) = (Arc::clone(&languages.all), languages.problems.clone());
        let (bundles, found) = Bundles::read(theme, sources);
        diagnostics.append(found);
        diagnostics.append(style_urls::check(theme));
        let styles = settings::styles(&site.config.theme);
        let assets = Arc::new(Assets::new(theme, bundles, styles, published.clone()));
        let templates = Templates::parse(theme, sources, &assets).map_err(|mistakes| {
            diagnostics.append(mistakes);
            std::mem::take(&mut diagnostics)
        })?;
        let (fonts, found) = Fonts::read(theme);
        diagnostics.append(found);
        let (excerpts, overview) = (Excerpts::from_site(&site), Overview::from_site(&site));
        let renderer = Renderer { site, templates, languages, published, excerpts, overview, fonts, options };
        let any_page =
            pages::page(&renderer, "404.html", &Subject::NotFound, &Opened::none_yet(&renderer.site));
        diagnostics.append(names::check(theme, sources, &any_page.view));
        let chosen = renderer.site.pages.iter().filter_map(|page| page.document.front.template.as_ref());
        diagnostics.extend(chosen.filter_map(|chosen| renderer.templates.check_chosen(chosen)));
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(renderer) }
    }

    /// The interface text called `name` for a page in `language`.
    pub fn interface_text<'a>(&'a self, language: &str, name: &'a str) -> &'a str {
        self.languages.strings_for(language).get(name)
    }

    /// The name of a kind of note for the readers of a page in `language`.
    pub fn kind_name(&self, language: &str, kind: &str) -> String {
        self.languages.strings_for(language).kind(kind, &self.site.config).to_string()
    }

    /// The markup of a note on `page` that has the text `blocks`.
    pub fn note_preview(&self, page: &Page, blocks: &[Block]) -> String {
        pages::note_preview(self, page, blocks)
    }

    /// Every file there is to render, in the order of their paths but for those that are made of one page.
    pub fn jobs(&self) -> Vec<Job> {
        let mut jobs: Vec<Job> = Vec::new();
        let mut of_pages: Vec<Job> = self.site.pages.iter().map(|_| Job::default()).collect();
        for (path, work) in self.files() {
            match work.page() {
                Some(id) => of_pages[id.0 as usize].files.push((path, work)),
                None => jobs.push(Job { files: vec![(path, work)] }),
            }
        }
        jobs.extend(of_pages.into_iter().filter(|job| !job.files.is_empty()));
        jobs.sort_by(|a, b| a.paths().next().cmp(&b.paths().next()));
        jobs
    }

    /// The paths of previous addresses at which Postil makes another page.
    pub fn taken_redirects(&self) -> Vec<String> {
        subjects::taken_redirects(&self.site)
    }

    fn files(&self) -> impl Iterator<Item = (String, Work)> {
        let pages = subjects::all(&self.site).into_iter().map(|(path, subject)| (path, Work::Page(subject)));
        let exports = export::all(&self.site).into_iter().map(|(path, export)| (path, Work::Export(export)));
        let feeds = feeds::all(&self.site).into_iter().map(|feed| (feed.path(), Work::Feed(feed)));
        let cards = (0..)
            .map(PageId)
            .zip(&self.site.pages)
            .filter_map(|(id, page)| Some((card::path(page, &self.site, &self.fonts)?, Work::Card(id))));
        pages.chain(exports).chain(feeds).chain(cards)
    }

    /// Renders the files of a job, but for what `cache` has, and gives each away as soon as it is made.
    pub fn render<E>(
        &self,
        job: &Job,
        cache: &Cache,
        mut done: impl FnMut(Result<File, Diagnostic>) -> Result<(), E>,
    ) -> Result<(), E> {
        let opened = Opened::none_yet(&self.site);
        job.files.iter().try_for_each(|(path, work)| {
            let bytes = self.bytes(path, work, cache, &opened);
            done(bytes.map(|bytes| File { path: path.clone(), bytes }))
        })
    }

    fn bytes(
        &self,
        path: &str,
        work: &Work,
        cache: &Cache,
        opened: &Opened<'_>,
    ) -> Result<Vec<u8>, Diagnostic> {
        Ok(match work {
            Work::Page(subject) => self.page(path, subject, opened)?.into_bytes(),
            Work::Export(export) => Exporter::new(&self.site, &self.languages).bytes(export, opened),
            Work::Feed(feed) => feed.text(&self.site, &self.languages).into_bytes(),
            Work::Card(id) => card::png(self.site.page(*id), &self.site, &self.fonts, cache),
        })
    }

    fn page(&self, path: &str, subject: &Subject, opened: &Opened<'_>) -> Result<String, Diagnostic> {
        let page = pages::page(self, path, subject, opened);
        let markup = Markup { heading: &page.article.title, content: &page.article.content };
        self.templates.render(&page.template, &page.view, markup)
    }

    /// The files that crawlers read first, for a site that knows its address.
    pub fn for_crawlers(&self) -> Vec<File> {
        sitemap::files(&self.site)
    }

    /// The theme's styles and scripts that pages have asked for so far, named by their content.
    pub fn assets(&self) -> &PublishedAssets {
        &self.published
    }
}
