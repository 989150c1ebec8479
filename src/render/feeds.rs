//! `feed.xml`: the newest texts in full, as an Atom feed (RFC 4287), for a site that knows its address.
//!
//! Entries must say when they were changed, and the build knows no clock: a text without a date is left
//! to the site's own lists. Notes stand at the end of their text.

use super::address::Root;
use super::html::escape::push_text;
use super::html::{Context, Setting, article};
use super::strings::Languages;
use crate::model::{Page, PageKind, Site};

/// Where the feed is published.
pub const PATH: &str = "feed.xml";

/// How many texts it has.
const ENTRIES: usize = 20;

/// Whether `site` has a feed of Postil's making.
pub fn is_made(site: &Site) -> bool {
    site.config.base_url.is_some() && !site.files.contains_key(PATH) && !newest(site).is_empty()
}

/// Writes the feed of a site that is published at `base`.
pub fn atom(site: &Site, base: &str, languages: &Languages) -> String {
    let root = Root::absolute(base);
    let mut feed =
        Feed { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), site, root, languages };
    feed.write(&newest(site));
    feed.out
}

/// The texts with a date, the newest first.
fn newest(site: &Site) -> Vec<&Page> {
    let is_text = |page: &&Page| {
        page.kind != PageKind::Index && page.translation_of.is_none() && page.document.front.date.is_some()
    };
    let mut pages: Vec<&Page> = site.pages.iter().filter(is_text).collect();
    pages.sort_by(|a, b| a.newest_first(b));
    pages.truncate(ENTRIES);
    pages
}

struct Feed<'a> {
    out: String,
    site: &'a Site,
    root: Root,
    languages: &'a Languages,
}

impl Feed<'_> {
    fn write(&mut self, pages: &[&Page]) {
        let config = &self.site.config;
        self.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &config.language)]);
        self.element("title", &[], &config.title);
        config.description.iter().for_each(|line| self.element("subtitle", &[], line));
        let (home, own) = (self.root.page(""), self.root.file(PATH));
        self.element("id", &[], &home);
        self.link("alternate", "text/html", &home);
        self.link("self", "application/atom+xml", &own);
        pages.first().iter().for_each(|page| self.updated(page));
        self.person("author", &config.title);
        pages.iter().for_each(|page| self.entry(page));
        self.out.push_str("</feed>\n");
    }

    fn entry(&mut self, page: &Page) {
        let address = self.root.page(&page.address);
        self.open("entry", &[("xml:lang", &page.language)]);
        self.element("title", &[], &page.title);
        self.element("id", &[], &address);
        self.link("alternate", "text/html", &address);
        self.updated(page);
        page.document.speakers.iter().for_each(|speaker| self.person("contributor", &speaker.name));
        page.document.front.tags.iter().for_each(|tag| self.category(&tag.value));
        page.document.front.summary.iter().for_each(|line| self.element("summary", &[], line));
        let content = self.content(page, &address);
        self.element("content", &[("type", "html")], &content);
        self.out.push_str("</entry>\n");
    }

    fn content(&self, page: &Page, address: &str) -> String {
        let context = Context {
            site: self.site,
            root: &self.root,
            strings: self.languages.of(&page.language),
            recording: None,
            setting: Setting::Elsewhere(address),
        };
        article(&page.document, context).content
    }

    fn updated(&mut self, page: &Page) {
        let date = page.document.front.date.map(|date| format!("{date}T00:00:00Z"));
        date.iter().for_each(|date| self.element("updated", &[], date));
    }

    fn person(&mut self, role: &str, name: &str) {
        self.open(role, &[]);
        self.element("name", &[], name);
        self.out.push_str(&format!("</{role}>\n"));
    }

    fn category(&mut self, term: &str) {
        self.tag("category", &[("term", term)], "/>\n");
    }

    fn link(&mut self, relation: &str, media_type: &str, address: &str) {
        self.tag("link", &[("rel", relation), ("type", media_type), ("href", address)], "/>\n");
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes, ">");
        push_text(&mut self.out, &allowed(text));
        self.out.push_str(&format!("</{name}>\n"));
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.out.push_str(&format!("<{name}"));
        for (attribute, value) in attributes {
            self.out.push_str(&format!(" {attribute}=\""));
            push_text(&mut self.out, &allowed(value));
            self.out.push('"');
        }
        self.out.push_str(end);
    }
}

/// `text` without the characters that XML forbids, however they are written.
fn allowed(text: &str) -> String {
    let is_allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(is_allowed).collect()
}
