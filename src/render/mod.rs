//! Stage 4: the site in, pages out, in memory.

mod about;
mod address;
mod assets;
mod card;
pub mod export;
mod feeds;
mod highlight;
mod html;
mod languages;
mod listing;
mod media;
mod metadata;
mod names;
mod notes;
mod pages;
mod paging;
mod parallel;
mod passages;
mod people;
mod quotes;
mod settings;
mod sitemap;
mod strings;
mod strip;
mod subjects;
mod tally;
mod templates;
mod topics;
pub mod view;
mod xml;

use self::assets::Assets;
use self::card::Fonts;
use self::export::{Export, Exporter};
use self::feeds::Feed;
pub use self::languages::Languages;
use self::notes::Excerpts;
use self::subjects::Subject;
use self::templates::{Markup, Templates};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{File, PageId, Site, Theme};
use crate::source::Sources;

/// What a build may ask of the pages beyond the site itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether pages carry the script that reloads them while serving.
    pub live_reload: bool,
}

/// Renders the pages of one site with one theme.
pub struct Renderer<'a> {
    site: &'a Site,
    templates: Templates,
    languages: Languages,
    assets: Assets,
    excerpts: Excerpts,
    fonts: Fonts,
    options: Options,
}

/// One file to be rendered.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its path in the output: `interviews/altman/index.html`.
    pub path: String,
    work: Work,
}

/// What a job makes.
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

impl<'a> Renderer<'a> {
    /// Prepares `theme` for `site`; a template that does not parse is a diagnostic with its line.
    pub fn new(
        site: &'a Site,
        theme: &'a Theme,
        sources: &'a Sources,
        options: Options,
    ) -> Result<Self, Diagnostics> {
        let (languages, mut diagnostics) = Languages::read(theme, sources);
        let assets = Assets::of(theme, settings::styles(&site.config.theme));
        let templates = Templates::parse(theme, sources, &assets).map_err(|mistakes| {
            diagnostics.append(mistakes);
            std::mem::take(&mut diagnostics)
        })?;
        let (fonts, found) = Fonts::read(theme);
        diagnostics.append(found);
        let excerpts = Excerpts::of(site);
        let renderer = Renderer { site, templates, languages, assets, excerpts, fonts, options };
        let any_page = pages::page(&renderer, "404.html", &Subject::NotFound);
        diagnostics.append(names::check(theme, sources, &any_page.view));
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(renderer) }
    }

    /// Every file there is to render, in the order of their paths.
    pub fn jobs(&self) -> Vec<Job> {
        let pages = subjects::all(self.site).into_iter().map(|(path, subject)| (path, Work::Page(subject)));
        let exports = export::all(self.site).into_iter().map(|(path, export)| (path, Work::Export(export)));
        let feeds = feeds::all(self.site).into_iter().map(|feed| (feed.path(), Work::Feed(feed)));
        let cards = (0..)
            .map(PageId)
            .zip(&self.site.pages)
            .filter_map(|(id, page)| Some((card::path(page, self.site, &self.fonts)?, Work::Card(id))));
        let mut jobs: Vec<Job> =
            pages.chain(exports).chain(feeds).chain(cards).map(|(path, work)| Job { path, work }).collect();
        jobs.sort_by(|a, b| a.path.cmp(&b.path));
        jobs
    }

    /// Renders one file.
    pub fn render(&self, job: &Job) -> Result<File, Diagnostic> {
        let bytes = match &job.work {
            Work::Page(subject) => self.page(&job.path, subject)?.into_bytes(),
            Work::Export(export) => Exporter::new(self.site, &self.languages).bytes(export),
            Work::Feed(feed) => feed.text(self.site, &self.languages).into_bytes(),
            Work::Card(id) => card::png(self.site.page(*id), self.site, &self.fonts),
        };
        Ok(File { path: job.path.clone(), bytes })
    }

    fn page(&self, path: &str, subject: &Subject) -> Result<String, Diagnostic> {
        let page = pages::page(self, path, subject);
        let markup = Markup { heading: &page.article.title, content: &page.article.content };
        self.templates.render(page.template, &page.view, markup)
    }

    /// What crawlers read first, for a site that knows its address.
    pub fn for_crawlers(&self) -> Vec<File> {
        sitemap::files(self.site)
    }

    /// The theme's styles and scripts, named by their content.
    pub fn assets(&self) -> Vec<File> {
        self.assets.files().to_vec()
    }
}
