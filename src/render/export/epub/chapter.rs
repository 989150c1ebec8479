//! The pages of a book.

use super::{Book, title_of, xhtml};
use crate::model::{PageId, PageKind};
use crate::render::about::about;
use crate::render::address::{Root, uri};
use crate::render::html::{Context, Setting, article};
use crate::render::media::recording;
use crate::render::strings::Strings;
use crate::render::view::{AboutView, SourceView};
use crate::render::xml::{Xml, allowed};

impl Book<'_> {
    /// The title page of a book with several texts.
    pub(super) fn title_page(&self) -> String {
        xhtml(self.language, &self.title, |xml| {
            xml.begin("section", &[("epub:type", "titlepage"), ("class", "titlepage")]);
            xml.element("h1", &[], &self.title);
            let description = self.site.config.description.as_ref().filter(|_| self.address.is_empty());
            description.iter().for_each(|line| xml.element("p", &[("class", "summary")], line));
            if let Some(date) = self.date() {
                xml.element("p", &[("class", "meta")], &self.strings().date(date));
            }
            xml.end();
        })
    }

    /// A text: who speaks and when it was, its words, its notes, where it comes from.
    pub(super) fn chapter(&self, id: PageId) -> String {
        let page = &self.site.page(id).open();
        let strings = self.languages.strings_for(&page.language);
        let root = self.volume.web.clone().unwrap_or_else(|| Root::from_address(&page.address));
        let about = about(page, self.site, &root, strings);
        let recording = about.media.as_ref().and_then(recording);
        let context = Context {
            site: self.site,
            root: &root,
            language: &page.language,
            strings,
            recording: recording.as_ref().filter(|recording| recording.before.starts_with("http")),
            setting: Setting::Book(&self.volume),
        };
        let article = article(&page.document, context);
        xhtml(&page.language, &title_of(page), |xml| {
            xml.begin("section", &[("epub:type", "chapter"), ("role", "doc-chapter")]);
            let title = if article.title.trim().is_empty() { title_of(page) } else { String::new() };
            xml.open("h1", &[]);
            xml.raw(&allowed(&article.title));
            xml.text(&title);
            xml.end();
            let summary = page.document.front.summary.as_ref();
            summary.iter().for_each(|summary| xml.element("p", &[("class", "summary")], summary));
            if page.kind == PageKind::Transcript {
                head(&about, strings, xml);
            }
            xml.raw(&allowed(&article.content));
            about.source.iter().for_each(|source| self::source(source, strings, xml));
            xml.end();
        })
    }
}

/// Writes the speakers, date, length and key points.
fn head(about: &AboutView, strings: &Strings, xml: &mut Xml) {
    if !about.speakers.is_empty() {
        xml.begin("ul", &[("class", "speakers"), ("aria-label", strings.get("speakers"))]);
        for speaker in &about.speakers {
            xml.element("li", &[], &speaker.name);
        }
        xml.end();
    }
    let date = about.date.as_ref().map(|date| date.text.clone());
    let duration = about.duration.as_ref().map(|duration| duration.text.clone());
    let facts: Vec<String> = [date, duration, Some(about.length.clone())].into_iter().flatten().collect();
    xml.element("p", &[("class", "meta")], &facts.join(" · "));
    if !about.points.is_empty() {
        xml.begin("section", &[("class", "points")]);
        xml.element("h2", &[], strings.get("points"));
        xml.begin("ol", &[]);
        about.points.iter().for_each(|point| xml.element("li", &[], &point.text));
        xml.end();
        xml.end();
    }
}

/// Writes the origin of the words.
fn source(source: &SourceView, strings: &Strings, xml: &mut Xml) {
    let facts = [
        ("publisher", &source.publisher),
        ("transcribed_by", &source.transcribed_by),
        ("translated_by", &source.translated_by),
        ("licence", &source.licence),
    ];
    xml.begin("section", &[("class", "source")]);
    xml.element("h2", &[], strings.get("source"));
    xml.begin("dl", &[]);
    if let Some(url) = &source.url {
        xml.element("dt", &[], strings.get("original"));
        xml.nested("dd", &[], |xml| xml.element("a", &[("href", &uri(url))], url));
    }
    for (name, value) in facts {
        value.iter().for_each(|value| {
            xml.element("dt", &[], strings.get(name));
            xml.element("dd", &[], value);
        });
    }
    xml.end();
    xml.end();
}
