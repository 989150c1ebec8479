//! The package document `package.opf`: a book's metadata, and its files in their order.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{Book, EpubContent, named};
use crate::model::Page;
use crate::render::xml::Xml;
use crate::text::language::is_right_to_left;

/// The day of a book none of whose texts has one: the format asks for it.
const NO_DAY: &str = "2000-01-01";

/// The MARC relator of somebody who speaks.
const SPEAKER: &str = "spk";

impl<'a> Book<'a> {
    /// `package.opf`
    pub(super) fn package(&self) -> String {
        let mut xml = Xml::document();
        xml.begin(
            "package",
            &[
                ("xmlns", "http://www.idpf.org/2007/opf"),
                ("version", "3.0"),
                ("unique-identifier", "id"),
                ("xml:lang", self.language),
                ("dir", if is_right_to_left(self.language) { "rtl" } else { "ltr" }),
            ],
        );
        xml.nested("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")], |xml| self.metadata(xml));
        xml.nested("manifest", &[], |xml| self.manifest(xml));
        let direction = if is_right_to_left(self.language) { "rtl" } else { "ltr" };
        xml.nested("spine", &[("page-progression-direction", direction)], |xml| self.spine(xml));
        xml.end();
        xml.finish()
    }

    fn metadata(&self, xml: &mut Xml) {
        xml.element("dc:identifier", &[("id", "id")], &self.identifier());
        xml.element("dc:title", &[], &self.title);
        self.languages_used().iter().for_each(|language| xml.element("dc:language", &[], language));
        let date = self.date().map(|date| date.to_string());
        date.iter().for_each(|date| xml.element("dc:date", &[], date));
        let day = date.as_deref().unwrap_or(NO_DAY);
        xml.element("meta", &[("property", "dcterms:modified")], &format!("{day}T00:00:00Z"));
        named(&self.site.config.title).iter().for_each(|title| xml.element("dc:publisher", &[], title));
        self.contributors(xml);
        if let EpubContent::Page(_) = self.content {
            self.pages().for_each(|page| about_text(page, xml));
        }
        accessibility(xml);
        self.page_source(xml);
    }

    /// The printed source whose page numbers the book has.
    fn page_source(&self, xml: &mut Xml) {
        if self.printed_pages().is_empty() {
            return;
        }
        for feature in ["pageBreakMarkers", "pageNavigation"] {
            xml.element("meta", &[("property", "schema:accessibilityFeature")], feature);
        }
        let paged =
            self.pages().map(|page| &page.document.front.source).find(|source| source.pages.is_some());
        let name = paged.and_then(|source| {
            [&source.identifier, &source.url, &source.publisher].into_iter().find_map(|name| name.as_deref())
        });
        name.and_then(named)
            .iter()
            .for_each(|name| xml.element("meta", &[("property", "pageBreakSource")], name));
    }

    /// The language of the book first, then the others that its texts have.
    fn languages_used(&self) -> Vec<&str> {
        let others: BTreeSet<&str> = self.pages().map(|page| page.language.as_str()).collect();
        let others = others.into_iter().filter(|language| *language != self.language);
        [self.language].into_iter().chain(others).collect()
    }

    /// A name for the book that stays the same however often it is bound.
    fn identifier(&self) -> String {
        let base = self.site.config.base_url.as_deref().unwrap_or(&self.site.config.title);
        let hash = Sha256::digest(format!("{base}\n{}", self.address));
        let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        // Version 8 of RFC 9562: an identifier that is made in a way of one's own.
        format!("urn:uuid:{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
    }

    /// Those who speak, and those who wrote the words down, translated and annotated them, each once.
    fn contributors(&self, xml: &mut Xml) {
        let mut seen = BTreeSet::new();
        let all = self.pages().flat_map(|page| self.contributors_of(page));
        let contributors =
            all.filter(|contributor| named(contributor.1).is_some() && seen.insert(*contributor));
        for ((role, name), number) in contributors.zip(1..) {
            let id = format!("hand-{number}");
            let element = if role == SPEAKER { "dc:creator" } else { "dc:contributor" };
            xml.element(element, &[("id", &id)], name);
            let refines = format!("#{id}");
            let attributes =
                [("refines", refines.as_str()), ("property", "role"), ("scheme", "marc:relators")];
            xml.element("meta", &attributes, role);
        }
    }

    /// By their MARC relators.
    fn contributors_of(&self, page: &'a Page) -> Vec<(&'static str, &'a str)> {
        let document = &page.document;
        let source = &document.front.source;
        let name = |by: &'a str| self.site.config.people.get(by).map_or(by, |person| person.name.as_str());
        let notes = document.notes.iter().filter_map(|note| note.attribution.by.as_ref());
        let speakers = document.speakers.iter().map(|speaker| (SPEAKER, speaker.name.as_str()));
        let transcribers = source.transcribed_by.iter().map(|name| ("trc", name.as_str()));
        let translators = source.translated_by.iter().map(|name| ("trl", name.as_str()));
        let annotators = notes.map(|by| ("ann", name(&by.value)));
        speakers.chain(transcribers).chain(translators).chain(annotators).collect()
    }

    fn files(&self) -> impl Iterator<Item = (String, &str)> {
        let title =
            matches!(self.content, EpubContent::Collection(_)).then(|| ("title".into(), "title.xhtml"));
        let files = self.chapters.iter().map(|id| self.volume.files[id].as_str());
        let chapters = (1..).zip(files).map(|(number, file)| (format!("text-{number}"), file));
        title.into_iter().chain(chapters)
    }

    fn manifest(&self, xml: &mut Xml) {
        const XHTML: (&str, &str) = ("media-type", "application/xhtml+xml");
        xml.empty_line("item", &[("id", "nav"), ("href", "nav.xhtml"), XHTML, ("properties", "nav")]);
        xml.empty_line("item", &[("id", "css"), ("href", "book.css"), ("media-type", "text/css")]);
        for (id, file) in self.files() {
            xml.empty_line("item", &[("id", &id), ("href", file), XHTML]);
        }
    }

    /// A book of several texts shows its contents behind its title.
    fn spine(&self, xml: &mut Xml) {
        for (id, _) in self.files() {
            xml.empty_line("itemref", &[("idref", &id)]);
            if id == "title" {
                xml.empty_line("itemref", &[("idref", "nav")]);
            }
        }
    }
}

/// Writes the front matter of a book's only text.
fn about_text(page: &Page, xml: &mut Xml) {
    let front = &page.document.front;
    front.identifiers.doi.iter().for_each(|doi| xml.element("dc:identifier", &[], &format!("doi:{doi}")));
    front.identifiers.ark.iter().for_each(|ark| xml.element("dc:identifier", &[], ark));
    let facts = [
        ("dc:description", &front.summary),
        ("dc:source", &front.source.url),
        ("dc:rights", &front.source.licence),
    ];
    for (name, value) in facts {
        value.as_deref().and_then(named).iter().for_each(|value| xml.element(name, &[], value));
    }
    let tags = front.tags.iter().filter_map(|tag| named(&tag.value));
    tags.for_each(|tag| xml.element("dc:subject", &[], &tag));
}

/// Writes the accessibility features that readers can rely on, in the terms of schema.org.
fn accessibility(xml: &mut Xml) {
    let facts = [
        ("schema:accessMode", "textual"),
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessibilityFeature", "tableOfContents"),
        ("schema:accessibilityFeature", "structuralNavigation"),
        ("schema:accessibilityFeature", "readingOrder"),
        ("schema:accessibilityHazard", "none"),
    ];
    facts.iter().for_each(|(property, value)| xml.element("meta", &[("property", property)], value));
}
