//! The content of each page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::about::{about, contents, long_summary};
use super::address::Root;
use super::export::{self, Export};
use super::feeds;
use super::html::{Article, Context, Setting, article, note_body};
use super::listing::ListingContext;
use super::media::recording;
use super::overview::Destination;
use super::strings::Strings;
use super::subjects::{Listing, Subject};
use super::tally::tally;
use super::view::{
    ExportView, FeedView, LinkView, PageView, PagingView, ReadersView, SettingView, SiteView, View,
};
use super::{Opened, Renderer, card, metadata, paging, timeline};
use crate::config::{ExtraValues, NavigationLink, Shape};
use crate::model::{
    ARCHIVE, Block, Collection, PEOPLE, Page, PageId, PageKind, QUOTES, REGISTERS, SOURCES, Site, TOPICS,
};
use crate::text::language::is_right_to_left;

/// The number of collections in the header of a site that chose no links of its own.
const COLLECTIONS_IN_HEADER: usize = 4;

/// A page of one section lists its notes from this number on.
const ENOUGH_NOTES: usize = 5;

/// A page, ready for its template.
pub struct Framed {
    /// The template's name.
    pub template: Cow<'static, str>,
    /// The data for the template.
    pub view: View,
    /// The markup it frames.
    pub article: Article,
}

/// Makes what the template of the page at `path` sees.
pub fn page(renderer: &Renderer, path: &str, subject: &Subject, opened: &Opened<'_>) -> Framed {
    let site = &renderer.site;
    let own = |id: PageId| Frame::at(renderer, path, &site.page(id).language);
    let common = || Frame::at(renderer, path, &site.config.language);
    match subject {
        Subject::Page(id) => own(*id).text(*id, opened.page(*id)),
        Subject::Parallel(id) => parallel(renderer, path, *id),
        Subject::Moved(id) => own(*id).moved(&site.page(*id).address, &site.page(*id).title),
        Subject::MovedList(listing) => common().moved_list(listing),
        Subject::List(Listing::Collection(address), part) => {
            collection(renderer, path, address, *part, false)
        }
        Subject::List(Listing::Compact(address), part) => collection(renderer, path, address, *part, true),
        Subject::List(Listing::People, part) => common().people(*part),
        Subject::List(Listing::Person(id), part) => common().person(id, *part),
        Subject::List(Listing::Tags, part) => common().tags(*part),
        Subject::List(Listing::Tag(id), part) => common().tag(id, *part),
        Subject::List(Listing::Registers, part) => common().registers(*part),
        Subject::List(Listing::RegisterEntry(kind, id), part) => common().register_page(*kind, id, *part),
        Subject::List(Listing::Sources, part) => common().sources(*part),
        Subject::List(Listing::Archive, part) => common().archive(*part),
        Subject::List(Listing::Notes(list), part) => common().note_list(*list, *part),
        Subject::List(Listing::Quotes(order), part) => common().all_quotes(*order, *part),
        Subject::Search => common().named("search", "search"),
        Subject::NotFound => common().shown_anywhere().named("not-found", "not_found"),
    }
}

/// The pages of a translation say which they are; one without an original stands alone.
fn parallel(renderer: &Renderer, path: &str, id: PageId) -> Framed {
    let translation = renderer.site.page(id);
    let original = translation.translation_of.map_or(translation, |id| renderer.site.page(id));
    Frame::at(renderer, path, &original.language).parallel(&original.open(), &translation.open())
}

fn collection(renderer: &Renderer, path: &str, address: &str, part: u32, is_compact: bool) -> Framed {
    let site = &renderer.site;
    let nothing = Collection::default();
    let collection = site.collections.get(address).unwrap_or(&nothing);
    let index = collection.index.map(|id| site.page(id).open());
    let language = index.as_ref().map_or(&site.config.language, |page| &page.language);
    let frame = Frame::at(renderer, path, language);
    // Only the first part of a list has the text above it.
    let index = index.as_ref().filter(|_| part == 1 && !is_compact);
    match address {
        "" => frame.home(collection, index),
        _ => frame.collection(address, index, part, is_compact),
    }
}

/// The bundles that a page needs, in the order in which their files are joined.
fn parts(page: &PageView, has_text: bool, has_search: bool) -> Vec<String> {
    let recording = page.about.media.as_ref();
    let lists_notes = !page.notes.is_empty()
        || page.note_list.is_some()
        || !page.mentions.is_empty()
        || page.parallel.is_some();
    let of_kind = format!("page-{}", page.kind);
    let needed = [
        ("all", true),
        ("text", has_text),
        ("vertical", page.is_vertical),
        ("examples", page.has_examples),
        ("contents", page.has_contents),
        ("sidebar", !page.sidebar.is_empty()),
        ("notes", page.has_notes),
        ("quoting", has_text && matches!(page.kind, "transcript" | "article")),
        ("turns", page.has_turns),
        ("code", page.has_code),
        ("recording", recording.is_some()),
        ("readers", page.readers.is_some()),
        ("player", recording.is_some_and(|media| media.kind != "page")),
        ("frame", recording.is_some_and(|media| media.kind != "page" && media.host.is_some())),
        ("quotes", !page.quotes.is_empty() || !page.quote_groups.is_empty() || !page.passages.is_empty()),
        ("sources", page.has_sources || !page.sources.is_empty()),
        ("search", has_search),
        ("note-lists", lists_notes),
        (&of_kind, true),
        ("print", true),
    ];
    needed.into_iter().filter(|(_, is_needed)| *is_needed).map(|(name, _)| name.to_string()).collect()
}

/// The markup of a note on `page` that has the text `blocks`.
pub fn note_preview(renderer: &Renderer, page: &Page, blocks: &[Block]) -> String {
    let frame = Frame::at(renderer, &page.address, &page.language);
    let context = Context {
        site: frame.site,
        root: &frame.root,
        language: frame.language,
        strings: frame.strings,
        recording: None,
        setting: Setting::Page,
    };
    note_body(&page.document, blocks, context)
}

/// A page's place and language.
pub(super) struct Frame<'a> {
    pub(super) renderer: &'a Renderer,
    pub(super) site: &'a Site,
    path: &'a str,
    pub(super) root: Root,
    pub(super) language: &'a str,
    pub(super) strings: &'a Strings,
}

impl<'a> Frame<'a> {
    fn at(renderer: &'a Renderer, path: &'a str, language: &'a str) -> Frame<'a> {
        let strings = renderer.languages.strings_for(language);
        Frame { renderer, site: &renderer.site, path, root: Root::from_address(path), language, strings }
    }

    /// The same for a page that a host shows at any address it does not know. While it is served to its
    /// author, the site is a whole host's, wherever it will be published.
    fn shown_anywhere(self) -> Frame<'a> {
        let root = match self.renderer.options.live_reload {
            true => Root::of_host(),
            false => Root::anywhere(self.site.config.base_url.as_deref()),
        };
        Frame { root, ..self }
    }

    /// A transcript or an ordinary page.
    fn text(self, id: PageId, page: &Page) -> Framed {
        let (template, kind) = match page.kind {
            PageKind::Transcript => ("transcript.html", "transcript"),
            PageKind::Article | PageKind::Index => ("page.html", "article"),
        };
        let (previous, next) = self.neighbours(id);
        let page_notes = self.notes_of(id, page);
        let base = self.page_view(kind, page);
        let view = PageView {
            has_contents: base.has_contents || page_notes.len() >= ENOUGH_NOTES,
            collection: self.collection_of(page),
            series: self.series_of(id, page),
            feeds: self.feeds(&page.collection),
            translations: self.translations(page),
            exports: self.exports(id, page),
            page_notes,
            sidebar: self.sidebar(page),
            backlinks: self.backlinks(id),
            previous,
            next,
            ..base
        };
        let chosen = page.document.front.template.as_ref().map(|chosen| chosen.value.clone());
        let framed = self.framed(template, view, Some(page));
        Framed { template: chosen.map_or(framed.template, Cow::Owned), ..framed }
    }

    fn exports(&self, id: PageId, page: &Page) -> Vec<ExportView> {
        let offered = export::for_page(self.site, id, page).into_iter().filter(Export::is_offered);
        offered.map(|export| self.export(&export)).collect()
    }

    fn export(&self, export: &Export) -> ExportView {
        ExportView {
            title: self.strings.get(export.title()).to_string(),
            href: self.root.file(&export.path(self.site)),
            media_type: export.media_type(),
        }
    }

    pub(super) fn books(&self, address: &str) -> Vec<ExportView> {
        export::book(self.site, address).iter().map(|book| self.export(book)).collect()
    }

    pub(super) fn listing_view(&self, kind: &'static str, title: &str, index: Option<&Page>) -> PageView {
        match index {
            Some(page) => self.page_view(kind, page),
            None => self.bare_view(kind, title),
        }
    }

    /// The links to the other parts of the list at `address`.
    pub(super) fn paging(&self, address: &str, part: u32, length: usize) -> Option<PagingView> {
        paging::view(address, part, length, &self.root)
    }

    /// A page that has only the theme's own words.
    fn named(self, kind: &'static str, title: &str) -> Framed {
        let template = if kind == "search" { "search.html" } else { "404.html" };
        let view = self.bare_view(kind, self.strings.get(title));
        self.framed(template, view, None)
    }

    fn moved_list(self, listing: &Listing) -> Framed {
        let title = match listing {
            Listing::Tag(id) => self.site.tags.by_id[id].tag.label.clone(),
            _ => self.strings.get("tags").to_string(),
        };
        self.moved(&listing.address(), &title)
    }

    fn moved(self, address: &str, title: &str) -> Framed {
        let view = PageView {
            moved_to: Some(self.root.page(address)),
            canonical: self.canonical(address),
            ..self.bare_view("moved", title)
        };
        self.framed("moved.html", view, None)
    }

    pub(super) fn framed(self, template: &'static str, view: PageView, text: Option<&Page>) -> Framed {
        let recording = view.about.media.as_ref().and_then(recording);
        let context = Context {
            site: self.site,
            root: &self.root,
            language: text.map_or(&view.language, |page| &page.language),
            strings: self.strings,
            recording: recording.as_ref(),
            setting: Setting::Page,
        };
        let article = match text {
            Some(page) => article(&page.document, context),
            None => Article::of_title(&view.title),
        };
        let card = text.and_then(|page| card::path(page, self.site, &self.renderer.fonts));
        let metadata = metadata::from_view(&view, text, self.site).with_card(card, &self.site.config);
        let timeline = text
            .filter(|page| page.kind == PageKind::Transcript)
            .and_then(|page| timeline::timeline(page, context));
        let player =
            text.filter(|_| view.about.media.is_some()).and_then(|page| timeline::player(page, context));
        let topic_tracks = text.map_or_else(Vec::new, |page| timeline::topic_tracks(page, context));
        let page = PageView {
            topic_tracks,
            has_notes: article.has_notes,
            has_code: article.has_code,
            has_examples: article.has_examples,
            has_sources: text.is_some_and(|page| !page.cited.is_empty()),
            timeline,
            player,
            metadata,
            ..view
        };
        Framed { template: Cow::Borrowed(template), view: self.view(page, &article), article }
    }

    pub(super) fn view(&self, page: PageView, article: &Article) -> View {
        let has_text = !article.content.is_empty();
        let page = PageView { parts: parts(&page, has_text, self.site.config.search.enabled), ..page };
        View {
            site: self.site_view(),
            page,
            t: self.strings.for_templates(),
            theme: self.theme_view(),
            t_language: self.strings.foreign_to(self.language),
            root: self.root.prefix().to_string(),
            live_reload: self.renderer.options.live_reload,
            preview: self.renderer.options.preview,
        }
    }

    fn theme_view(&self) -> BTreeMap<String, SettingView> {
        let settings = self.site.config.theme.settings.iter();
        settings.map(|(name, value)| (name.clone(), SettingView::from_value(value, &self.root))).collect()
    }

    fn site_view(&self) -> SiteView {
        let (config, overview) = (&self.site.config, &self.renderer.overview);
        let navigation = config.navigation.iter().zip(&overview.navigation);
        SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            extra: self.extra(&[&config.extra]),
            home: self.root.page(""),
            search: config.search.enabled.then(|| self.root.page("search/")),
            search_engine: config.search.engine.is_some(),
            search_in_one_file: config.search.engine.is_none() && self.site.search_shape() == Shape::One,
            feeds: feeds::views(self.site, "", &self.root),
            notes: self.site.notes.lists().first().map(|list| self.root.page(list.address())),
            quotes: (!self.site.quotes.is_empty()).then(|| self.root.page(QUOTES)),
            navigation: match config.navigation.is_empty() {
                true => self.default_navigation(),
                false => navigation.map(|(link, to)| self.navigation_link(link, to)).collect(),
            },
            has_own_navigation: !config.navigation.is_empty(),
            people: (!self.site.people.is_empty()).then(|| self.root.page(PEOPLE)),
            tags: (!self.site.tags.by_id.is_empty()).then(|| self.root.page(TOPICS)),
            archive: overview.has_archive.then(|| self.root.page(ARCHIVE)),
            registers: (!self.site.mentions.is_empty()).then(|| self.root.page(REGISTERS)),
            sources: (!self.site.cited.is_empty()).then(|| self.root.page(SOURCES)),
        }
    }

    /// The links of a site that names none: its collections, and the lists that it has.
    fn default_navigation(&self) -> Vec<LinkView> {
        let root = self.site.collections.get("");
        let children =
            root.into_iter().flat_map(|collection| &collection.children).take(COLLECTIONS_IN_HEADER);
        let titled = children.map(|address| (self.site.collections[address].title.clone(), address.clone()));
        let site = self.site;
        let lists = [
            ("people", PEOPLE, !site.people.is_empty()),
            ("tags", TOPICS, !site.tags.by_id.is_empty()),
            ("quotes", QUOTES, !site.quotes.is_empty()),
            ("archive", ARCHIVE, self.renderer.overview.has_archive),
            ("registers", REGISTERS, !site.mentions.is_empty()),
            ("sources", SOURCES, !site.cited.is_empty()),
        ];
        let lists = lists.into_iter().filter(|(_, _, is_there)| *is_there);
        let lists = lists.map(|(name, address, _)| (self.strings.get(name).to_string(), address.to_string()));
        let notes = site.notes.lists().first().map(|list| list.address().to_string());
        let notes = notes.map(|address| (self.strings.get("notes").to_string(), address));
        titled.chain(lists).chain(notes).map(|(title, address)| self.part_of_site(title, &address)).collect()
    }

    /// A link to a part of the site, which is current on every page below it.
    fn part_of_site(&self, title: String, address: &str) -> LinkView {
        LinkView { title, href: self.root.page(address), current: self.path.starts_with(address) }
    }

    fn navigation_link(&self, link: &NavigationLink, to: &Destination) -> LinkView {
        let (href, current) = match to {
            Destination::Elsewhere(url) => (url.clone(), false),
            Destination::File(path) => (self.root.file(path), false),
            Destination::Page(home) if home.is_empty() => (self.root.page(""), self.path == "index.html"),
            Destination::Page(address) => return self.part_of_site(link.title.clone(), address),
        };
        LinkView { title: link.title.clone(), href, current }
    }

    fn page_view(&self, kind: &'static str, page: &Page) -> PageView {
        let contents = contents(&page.document);
        PageView {
            has_contents: contents.len() > 1,
            summary: page.document.front.summary.clone(),
            long_summary: page.document.front.summary.as_deref().and_then(long_summary),
            extra: self.extra(&[&self.site.config.extra, &page.document.front.extra]),
            about: about(page, self.site, &self.root, self.strings),
            contents,
            note_counts: tally(&page.document, &self.site.config, self.strings),
            has_turns: page.document.turns().next().is_some(),
            is_vertical: page.document.front.is_vertical == Some(true),
            is_draft: page.document.front.draft,
            readers: self.readers(page),
            ..self.bare_view(kind, &page.title)
        }
    }

    /// The ways in which readers write to the author, on pages where somebody speaks.
    fn readers(&self, page: &Page) -> Option<ReadersView> {
        let readers = self.site.config.readers.as_ref().filter(|_| page.kind == PageKind::Transcript)?;
        let path = format!("content/{}", page.document.path);
        Some(ReadersView { path, notes: readers.notes.clone(), corrections: readers.corrections.clone() })
    }

    pub(super) fn bare_view(&self, kind: &'static str, title: &str) -> PageView {
        let address = self.path.strip_suffix("index.html").unwrap_or_default();
        PageView {
            kind,
            title: title.to_string(),
            extra: self.extra(&[&self.site.config.extra]),
            language: self.language.to_string(),
            direction: if is_right_to_left(self.language) { "rtl" } else { "ltr" },
            canonical: self.canonical(address).filter(|_| kind != "not-found"),
            ..PageView::default()
        }
    }

    fn extra(&self, values: &[&ExtraValues]) -> BTreeMap<String, serde_json::Value> {
        self.site.config.theme.extra_for_templates(values)
    }

    pub(super) fn canonical(&self, address: &str) -> Option<String> {
        let base = self.site.config.base_url.as_deref()?;
        Some(format!("{base}{}", super::address::encode(address)))
    }

    fn collection_of(&self, page: &Page) -> Option<LinkView> {
        let address = Some(&page.collection).filter(|address| !address.is_empty())?;
        let title = self.site.collections.get(address)?.title.clone();
        Some(LinkView { title, href: self.root.page(address), current: false })
    }

    /// The feeds of a collection; the home page's are the site's.
    pub(super) fn feeds(&self, address: &str) -> Vec<FeedView> {
        match address {
            "" => Vec::new(),
            address => feeds::views(self.site, address, &self.root),
        }
    }

    fn neighbours(&self, id: PageId) -> (Option<LinkView>, Option<LinkView>) {
        let (previous, next) = self.renderer.overview.neighbours(self.site, id);
        let link = |id: PageId| {
            let page = self.site.page(id);
            LinkView { title: page.title.clone(), href: self.root.page(&page.address), current: false }
        };
        (previous.map(link), next.map(link))
    }

    pub(super) fn list(&self) -> ListingContext<'_> {
        ListingContext {
            site: self.site,
            overview: &self.renderer.overview,
            root: &self.root,
            strings: self.strings,
            languages: &self.renderer.languages,
            language: self.language,
        }
    }
}
