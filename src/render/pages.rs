//! Which pages there are, and what each of them shows.

use std::collections::BTreeMap;

use super::Renderer;
use super::about::{about, contents, recording};
use super::address::{Root, is_absolute};
use super::export::{self, Export};
use super::html::{Article, Context, Setting, article};
use super::listing::List;
use super::strings::Strings;
use super::view::{ExportView, LinkView, PageView, SiteView, TranslationView, View};
use crate::config::NavigationLink;
use crate::model::{Collection, Page, PageId, PageKind, Site};
use crate::text::language::is_right_to_left;

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A transcript or an ordinary page.
    Page(PageId),
    /// The collection at this address; `""` is the home page.
    Collection(String),
    /// Where one searches.
    Search,
    /// What a host shows for an address it does not know.
    NotFound,
    /// A former address of a page.
    Moved(PageId),
}

/// A page, ready for its template.
pub struct Framed {
    /// The template's name.
    pub template: &'static str,
    /// What the template sees.
    pub view: View,
    /// The markup it frames.
    pub article: Article,
}

/// Every page of `site`, with its path.
pub fn all(site: &Site) -> BTreeMap<String, Subject> {
    let mut subjects = BTreeMap::new();
    let ids = (0..).map(PageId).zip(&site.pages);
    for (id, page) in ids.filter(|(_, page)| page.kind != PageKind::Index) {
        subjects.insert(format!("{}index.html", page.address), Subject::Page(id));
    }
    for address in site.collections.keys().cloned().chain([String::new()]) {
        subjects.entry(format!("{address}index.html")).or_insert(Subject::Collection(address));
    }
    if site.config.search.enabled {
        subjects.entry("search/index.html".into()).or_insert(Subject::Search);
    }
    subjects.insert("404.html".into(), Subject::NotFound);
    for (address, &id) in &site.redirects {
        subjects.entry(format!("{address}index.html")).or_insert(Subject::Moved(id));
    }
    subjects
}

/// Makes what the template of the page at `path` sees.
pub fn page(renderer: &Renderer<'_>, path: &str, subject: &Subject) -> Framed {
    let site = renderer.site;
    let own = |id: PageId| Frame::at(renderer, path, &site.page(id).language);
    let common = || Frame::at(renderer, path, &site.config.language);
    match subject {
        Subject::Page(id) => own(*id).text(*id),
        Subject::Moved(id) => own(*id).moved(site.page(*id)),
        Subject::Collection(address) => collection(renderer, path, address),
        Subject::Search => common().named("search", "search"),
        Subject::NotFound => common().shown_anywhere().named("not-found", "not_found"),
    }
}

fn collection(renderer: &Renderer<'_>, path: &str, address: &str) -> Framed {
    let site = renderer.site;
    let nothing = Collection::default();
    let collection = site.collections.get(address).unwrap_or(&nothing);
    let index = collection.index.map(|id| site.page(id));
    let language = index.map_or(&site.config.language, |page| &page.language);
    let frame = Frame::at(renderer, path, language);
    match address {
        "" => frame.home(collection, index),
        _ => frame.collection(collection, index),
    }
}

/// A page's place and language.
struct Frame<'a> {
    renderer: &'a Renderer<'a>,
    site: &'a Site,
    path: &'a str,
    root: Root,
    language: &'a str,
    strings: &'a Strings,
}

impl<'a> Frame<'a> {
    fn at(renderer: &'a Renderer<'a>, path: &'a str, language: &'a str) -> Frame<'a> {
        let strings = renderer.languages.of(language);
        Frame { renderer, site: renderer.site, path, root: Root::of(path), language, strings }
    }

    /// The same for a page that a host shows at any address it does not know.
    fn shown_anywhere(self) -> Frame<'a> {
        Frame { root: Root::anywhere(self.site.config.base_url.as_deref()), ..self }
    }

    /// A transcript or an ordinary page.
    fn text(self, id: PageId) -> Framed {
        let page = self.site.page(id);
        let (template, kind) = match page.kind {
            PageKind::Transcript => ("transcript.html", "transcript"),
            PageKind::Article | PageKind::Index => ("page.html", "article"),
        };
        let view = PageView {
            collection: self.collection_of(page),
            translations: self.translations(page),
            exports: export::of(id, page).into_iter().map(|export| self.export(export, page)).collect(),
            ..self.page_view(kind, page)
        };
        self.framed(template, view, Some(page))
    }

    fn export(&self, export: Export, page: &Page) -> ExportView {
        ExportView {
            title: self.strings.get(export.title()).to_string(),
            href: self.root.file(&export.path(page)),
            media_type: export.media_type(),
        }
    }

    fn home(self, collection: &Collection, index: Option<&Page>) -> Framed {
        let list = self.list();
        let base = match index {
            Some(page) => self.page_view("home", page),
            None => self.bare_view("home", &self.site.config.title),
        };
        let view = PageView {
            items: list.transcripts(),
            articles: list.articles(collection),
            collections: list.collections(collection),
            ..base
        };
        self.framed("home.html", view, index)
    }

    fn collection(self, collection: &Collection, index: Option<&Page>) -> Framed {
        let list = self.list();
        let base = match index {
            Some(page) => self.page_view("collection", page),
            None => self.bare_view("collection", &collection.title),
        };
        let view = PageView {
            items: list.items(collection),
            collections: list.collections(collection),
            title: collection.title.clone(),
            ..base
        };
        self.framed("collection.html", view, index)
    }

    /// A page that has only the theme's own words.
    fn named(self, kind: &'static str, title: &str) -> Framed {
        let template = if kind == "search" { "search.html" } else { "404.html" };
        let view = self.bare_view(kind, self.strings.get(title));
        self.framed(template, view, None)
    }

    fn moved(self, page: &Page) -> Framed {
        let view = PageView {
            moved_to: Some(self.root.page(&page.address)),
            canonical: self.canonical(&page.address),
            ..self.bare_view("moved", &page.title)
        };
        self.framed("moved.html", view, None)
    }

    fn framed(self, template: &'static str, view: PageView, text: Option<&Page>) -> Framed {
        let recording = view.about.media.as_ref().and_then(recording);
        let context = Context {
            site: self.site,
            root: &self.root,
            strings: self.strings,
            recording: recording.as_ref(),
            setting: Setting::Page,
        };
        let article = match text {
            Some(page) => article(&page.document, context),
            None => Article::of_title(&view.title),
        };
        let page = PageView { has_notes: article.has_notes, has_code: article.has_code, ..view };
        Framed { template, view: self.view(page), article }
    }

    fn view(&self, page: PageView) -> View {
        View {
            site: self.site_view(),
            page,
            t: self.strings.texts.clone(),
            t_language: self.strings.foreign_to(self.language),
            root: self.root.prefix().to_string(),
            live_reload: self.renderer.options.live_reload,
        }
    }

    fn site_view(&self) -> SiteView {
        let config = &self.site.config;
        SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            home: self.root.page(""),
            search: config.search.enabled.then(|| self.root.page("search/")),
            navigation: config.navigation.iter().map(|link| self.navigation_link(link)).collect(),
        }
    }

    /// A path below `content/`, an address of the site, or an absolute one.
    fn navigation_link(&self, link: &NavigationLink) -> LinkView {
        let title = link.title.clone();
        if is_absolute(&link.url) {
            return LinkView { title, href: link.url.clone(), current: false };
        }
        let path = link.url.trim_matches('/');
        let by_source = self.site.pages.iter().find(|page| page.document.path == path);
        let address = match by_source {
            Some(page) => page.address.clone(),
            None if path.is_empty() => String::new(),
            None => format!("{path}/"),
        };
        if self.site.files.contains_key(path) {
            return LinkView { title, href: self.root.file(path), current: false };
        }
        let current = self.path == format!("{address}index.html");
        LinkView { title, href: self.root.page(&address), current }
    }

    fn page_view(&self, kind: &'static str, page: &Page) -> PageView {
        PageView {
            summary: page.document.front.summary.clone(),
            about: about(page, &self.site.config, &self.root, self.strings),
            contents: contents(&page.document),
            has_turns: page.document.turns().next().is_some(),
            ..self.bare_view(kind, &page.title)
        }
    }

    fn bare_view(&self, kind: &'static str, title: &str) -> PageView {
        let address = self.path.strip_suffix("index.html").unwrap_or_default();
        PageView {
            kind,
            title: title.to_string(),
            language: self.language.to_string(),
            direction: if is_right_to_left(self.language) { "rtl" } else { "ltr" },
            canonical: self.canonical(address).filter(|_| kind != "not-found"),
            ..PageView::default()
        }
    }

    fn canonical(&self, address: &str) -> Option<String> {
        let base = self.site.config.base_url.as_deref()?;
        Some(format!("{base}{}", super::address::encode(address)))
    }

    fn collection_of(&self, page: &Page) -> Option<LinkView> {
        let address = Some(&page.collection).filter(|address| !address.is_empty())?;
        let title = self.site.collections.get(address)?.title.clone();
        Some(LinkView { title, href: self.root.page(address), current: false })
    }

    /// The pages that translate `page`, that it translates, or that translate the same one.
    fn translations(&self, page: &'a Page) -> Vec<TranslationView> {
        let original = |page: &'a Page| page.translation_of.map_or(page, |id| self.site.page(id));
        let source = &original(page).address;
        let others = self.site.pages.iter().filter(|other| other.address != page.address);
        let same = others.filter(|other| original(other).address == *source);
        same.map(|other| TranslationView {
            language: other.language.clone(),
            name: self.renderer.languages.name(&other.language),
            href: self.root.page(&other.address),
        })
        .collect()
    }

    fn list(&self) -> List<'_> {
        List { site: self.site, root: &self.root, strings: self.strings, language: self.language }
    }
}
