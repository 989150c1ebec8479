//! EPUB 3: a text, a collection or the whole site as a book for reading devices. Notes pop up where a
//! device can do that, and stand behind their text everywhere else.

mod archive;
mod chapter;
mod navigation;
mod package;

use jiff::civil::Date;

use self::archive::Archive;
use self::navigation::ContentsEntry;
use crate::model::{Page, PageId, PageKind, Site};
use crate::render::address::Root;
use crate::render::html::Volume;
use crate::render::languages::Languages;
use crate::render::strings::Strings;
use crate::render::xml::{Xml, allowed};
use crate::text::language::is_right_to_left;

/// The content of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpubContent<'a> {
    /// One text.
    Page(PageId),
    /// The texts of the collection at this address, however deep; `""` is the whole site.
    Collection(&'a str),
}

/// Returns true if the collection at `address` has texts for a book.
pub fn has_texts(site: &Site, address: &str) -> bool {
    let is_inside = |page: &Page| page.address.starts_with(address) && page.kind != PageKind::Index;
    site.pages.iter().any(|page| is_inside(page) && page.translation_of.is_none())
}

/// Binds a book. The same content gives the same bytes.
pub fn epub(site: &Site, languages: &Languages, content: EpubContent<'_>) -> Vec<u8> {
    let book = Book::new(site, languages, content);
    let mut archive = Archive::new();
    archive.add("EPUB/package.opf", &book.package());
    archive.add("EPUB/nav.xhtml", &book.navigation());
    archive.add("EPUB/book.css", include_str!("book.css"));
    if let EpubContent::Collection(_) = content {
        archive.add("EPUB/title.xhtml", &book.title_page());
    }
    for &id in &book.chapters {
        archive.add(&format!("EPUB/{}", book.volume.files[&id]), &book.chapter(id));
    }
    archive.finish()
}

struct Book<'a> {
    site: &'a Site,
    languages: &'a Languages,
    content: EpubContent<'a>,
    title: String,
    language: &'a str,
    /// The address of the book below the site's root.
    address: &'a str,
    chapters: Vec<PageId>,
    outline: Vec<ContentsEntry>,
    volume: Volume,
}

impl<'a> Book<'a> {
    fn new(site: &'a Site, languages: &'a Languages, content: EpubContent<'a>) -> Book<'a> {
        let chapters = match content {
            EpubContent::Page(id) => vec![id],
            EpubContent::Collection(address) => texts(site, address),
        };
        let volume = Volume {
            files: chapters
                .iter()
                .zip(1..)
                .map(|(&id, number)| (id, format!("text-{number}.xhtml")))
                .collect(),
            web: site.config.base_url.as_deref().map(Root::absolute),
        };
        let outline = match content {
            EpubContent::Page(id) => vec![navigation::of_page(site.page(id), &volume.files[&id])],
            EpubContent::Collection(address) => navigation::of_collection(site, address, &volume),
        };
        let (title, language, address) = match content {
            EpubContent::Page(id) => {
                let page = site.page(id);
                (title_of(page), page.language.as_str(), page.address.as_str())
            }
            EpubContent::Collection(address) => {
                (collection_title(site, address), site_language(site, address), address)
            }
        };
        Book { site, languages, content, title, language, address, chapters, outline, volume }
    }

    fn strings(&self) -> &'a Strings {
        self.languages.strings_for(self.language)
    }

    fn pages(&self) -> impl Iterator<Item = &'a Page> {
        self.chapters.iter().map(|&id| self.site.page(id))
    }

    /// The newest day of its texts, the nearest there is to a day on which it was made.
    fn date(&self) -> Option<Date> {
        self.pages().filter_map(|page| page.document.front.date).max()
    }
}

/// The texts of a collection in the order in which it lists them, those of the collections inside it last.
fn texts(site: &Site, address: &str) -> Vec<PageId> {
    let Some(collection) = site.collections.get(address) else { return Vec::new() };
    let has_words = |id: &PageId| site.page(*id).open().document.blocks().next().is_some();
    let own = collection.index.filter(has_words).into_iter().chain(collection.pages.iter().copied());
    own.chain(collection.children.iter().flat_map(|child| texts(site, child))).collect()
}

fn collection_title(site: &Site, address: &str) -> String {
    let own = site.collections.get(address).map_or("", |collection| collection.title.as_str());
    let title = if address.is_empty() { &site.config.title } else { own };
    named(title).unwrap_or_else(|| "…".into())
}

/// The language of a collection's own text, else the site's.
fn site_language<'a>(site: &'a Site, address: &str) -> &'a str {
    let index = site.collections.get(address).and_then(|collection| collection.index);
    index.map_or(&site.config.language, |id| &site.page(id).language)
}

/// A book has a title, and so has every part of it.
fn title_of(page: &Page) -> String {
    named(&page.title).unwrap_or_else(|| page.document.path.clone())
}

/// A name that says something.
fn named(text: &str) -> Option<String> {
    Some(allowed(text).trim().to_string()).filter(|text| !text.is_empty())
}

/// A page of XHTML in `language`, whose body `inside` writes.
fn xhtml(language: &str, title: &str, inside: impl FnOnce(&mut Xml)) -> String {
    let direction = if is_right_to_left(language) { "rtl" } else { "ltr" };
    let mut xml = Xml::document();
    xml.raw("<!DOCTYPE html>\n");
    let namespaces =
        [("xmlns", "http://www.w3.org/1999/xhtml"), ("xmlns:epub", "http://www.idpf.org/2007/ops")];
    let own = [("lang", language), ("xml:lang", language), ("dir", direction)];
    xml.begin("html", &[namespaces.as_slice(), &own].concat());
    xml.begin("head", &[]);
    xml.element("title", &[], title);
    xml.empty_line("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", "book.css")]);
    xml.end();
    xml.begin("body", &[]);
    inside(&mut xml);
    xml.end();
    xml.end();
    xml.finish()
}
