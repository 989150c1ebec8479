//! The contents of a book.

use super::{Book, named, title_of, xhtml};
use crate::model::{Page, Site};
use crate::render::about::contents;
use crate::render::address::fragment;
use crate::render::html::Volume;
use crate::render::view::ContentsView;
use crate::render::xml::Xml;

/// A line of the contents, and the lines below it.
#[derive(Debug, PartialEq, Eq)]
pub struct ContentsEntry {
    title: String,
    href: Option<String>,
    children: Vec<ContentsEntry>,
}

/// A text and its sections.
pub fn of_page(page: &Page, file: &str) -> ContentsEntry {
    let headings = contents(&page.open().document);
    let named: Vec<&ContentsView> =
        headings.iter().filter(|heading| named(&heading.title).is_some()).collect();
    ContentsEntry { title: title_of(page), href: Some(file.to_string()), children: sections(&named, file) }
}

/// The headings as they lie one inside the other.
fn sections(headings: &[&ContentsView], file: &str) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some((first, behind)) = rest.split_first() {
        let inside = behind.iter().take_while(|heading| heading.level > first.level).count();
        entries.push(ContentsEntry {
            title: first.title.clone(),
            href: Some(format!("{file}{}", first.href)),
            children: sections(&behind[..inside], file),
        });
        rest = &behind[inside..];
    }
    entries
}

/// The texts of a collection, and the collections inside it.
pub fn of_collection(site: &Site, address: &str, volume: &Volume) -> Vec<ContentsEntry> {
    let Some(collection) = site.collections.get(address) else { return Vec::new() };
    let pages = collection.pages.iter().map(|id| of_page(site.page(*id), &volume.files[id]));
    let children = collection.children.iter().filter_map(|child| {
        let title = super::collection_title(site, child);
        let index = site.collections.get(child).and_then(|collection| collection.index);
        let children = of_collection(site, child, volume);
        let href = index.and_then(|id| volume.files.get(&id).cloned());
        (!children.is_empty()).then_some(ContentsEntry { title, href, children })
    });
    pages.chain(children).collect()
}

impl Book<'_> {
    /// `nav.xhtml`
    pub(super) fn navigation(&self) -> String {
        xhtml(self.language, &self.title, |xml| {
            xml.begin("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("id", "contents")]);
            xml.element("h1", &[], self.strings().get("contents"));
            list(&self.outline, xml);
            xml.end();
            self.page_list(xml);
        })
    }

    /// The pages of the printed sources, so that a page that is cited is found on any device.
    fn page_list(&self, xml: &mut Xml) {
        let pages = self.printed_pages();
        if pages.is_empty() {
            return;
        }
        xml.begin("nav", &[("epub:type", "page-list"), ("role", "doc-pagelist"), ("hidden", "hidden")]);
        xml.begin("ol", &[]);
        for (number, href) in pages {
            xml.nested("li", &[], |xml| xml.element("a", &[("href", &href)], &number));
        }
        xml.end();
        xml.end();
    }

    /// The numbers of all pages of printed sources, with their places in the book.
    pub(super) fn printed_pages(&self) -> Vec<(String, String)> {
        let mut pages = Vec::new();
        for &id in
            self.chapters.iter().filter(|&&id| self.site.page(id).document.front.source.pages.is_some())
        {
            let page = self.site.page(id).open();
            let found = page.document.printed_pages().into_iter().filter(|page| !page.anchor.is_empty());
            let file = &self.volume.files[&id];
            pages
                .extend(found.map(|page| (page.number.clone(), format!("{file}{}", fragment(&page.anchor)))));
        }
        pages
    }
}

fn list(entries: &[ContentsEntry], xml: &mut Xml) {
    xml.begin("ol", &[]);
    for entry in entries {
        xml.begin("li", &[]);
        match &entry.href {
            Some(href) => xml.element("a", &[("href", href)], &entry.title),
            None => xml.element("span", &[], &entry.title),
        }
        if !entry.children.is_empty() {
            list(&entry.children, xml);
        }
        xml.end();
    }
    xml.end();
}
