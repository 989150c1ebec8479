//! The front matter, as a `teiHeader`.

use super::{TeiWriter, word};
use crate::config::topic_names;
use crate::model::{FrontMatter, MediaKind, Speaker};
use crate::render::address::uri;
use crate::render::media;
use crate::render::xml::Xml;
use crate::text::names::normalise;

impl TeiWriter<'_> {
    pub(super) fn header(&mut self) {
        self.xml.begin("teiHeader", &[]);
        self.xml.begin("fileDesc", &[]);
        self.title();
        self.publication();
        self.series();
        self.source();
        self.xml.end();
        self.encoding();
        self.profile();
        self.xml.end();
    }

    fn front(&self) -> &FrontMatter {
        &self.page.document.front
    }

    fn title(&mut self) {
        self.xml.begin("titleStmt", &[]);
        self.xml.element("title", &[], &self.page.title);
        let source = &self.page.document.front.source;
        let known = [("Transcription", &source.transcribed_by), ("Translation", &source.translated_by)];
        for (work, name) in known {
            name.iter().for_each(|name| responsible(&mut self.xml, work, &[], name));
        }
        for (id, by) in self.authors.entries() {
            let name = self.site.config.people.get(by).map_or(by, |person| &person.name);
            responsible(&mut self.xml, "Notes", &[("xml:id", &id)], name);
        }
        self.xml.end();
    }

    /// The site publishes it; where the words came from is another matter.
    fn publication(&mut self) {
        self.xml.begin("publicationStmt", &[]);
        self.xml.element("publisher", &[], &self.site.config.title);
        if let Some(date) = self.front().date.map(|date| date.to_string()) {
            self.xml.element("date", &[("when", &date)], &date);
        }
        let identifiers = &self.page.document.front.identifiers;
        for (kind, value) in [("DOI", &identifiers.doi), ("ARK", &identifiers.ark)] {
            value.iter().for_each(|value| self.xml.element("idno", &[("type", kind)], value));
        }
        let licence = self.page.document.front.source.licence.as_ref();
        if let Some(licence) = licence {
            self.xml.begin("availability", &[]);
            self.xml.element("licence", &[], licence);
            self.xml.end();
        }
        self.xml.end();
    }

    fn series(&mut self) {
        let place = self.front().series.clone();
        if !place.is_in_series() {
            return;
        }
        let folder = self.site.collections.get(&self.page.collection);
        let title = place.title.or_else(|| Some(folder?.title.clone())).unwrap_or_default();
        self.xml.begin("seriesStmt", &[]);
        self.xml.element("title", &[], &title);
        for (unit, number) in [("season", place.season), ("episode", place.episode)] {
            let number = number.map(|number| number.to_string());
            number.iter().for_each(|number| self.xml.element("biblScope", &[("unit", unit)], number));
        }
        self.xml.end();
    }

    fn source(&mut self) {
        self.xml.begin("sourceDesc", &[]);
        self.recording();
        self.original();
        self.xml.end();
    }

    fn recording(&mut self) {
        let Some(media) = &self.page.document.front.media else { return };
        let kind = if media.kind == MediaKind::Audio { "audio" } else { "video" };
        let duration = media.duration.map(|duration| duration.iso());
        let mut attributes = vec![("type", kind)];
        attributes.extend(duration.as_deref().map(|duration| ("dur", duration)));
        self.xml.begin("recordingStmt", &[]);
        self.xml.begin("recording", &attributes);
        if let Some(view) = media::view(self.page, self.site, &self.root) {
            reference(&mut self.xml, &view.src);
        }
        self.xml.end();
        self.xml.end();
    }

    fn original(&mut self) {
        let front = &self.page.document.front;
        let (publisher, url) = (&front.source.publisher, &front.source.url);
        if publisher.is_none() && url.is_none() {
            if front.media.is_none() {
                self.xml.element("p", &[], "No source is given.");
            }
            return;
        }
        self.xml.begin("bibl", &[]);
        publisher.iter().for_each(|name| self.xml.element("publisher", &[], name));
        url.iter().for_each(|url| self.xml.empty_line("ptr", &[("target", &uri(url))]));
        self.xml.end();
    }

    fn encoding(&mut self) {
        self.xml.begin("encodingDesc", &[]);
        self.xml.begin("appInfo", &[]);
        self.xml.begin("application", &[("ident", "postil"), ("version", env!("CARGO_PKG_VERSION"))]);
        self.xml.element("label", &[], "Postil");
        self.xml.end();
        self.xml.end();
        let tags = self.tags.entries();
        if !tags.is_empty() {
            self.categories(&tags);
        }
        self.xml.end();
    }

    /// The tags that notes have, and the topics of passages.
    fn categories(&mut self, tags: &[(String, &str)]) {
        let names = topic_names(&self.site.config);
        self.xml.begin("classDecl", &[]);
        self.xml.begin("taxonomy", &[]);
        for (id, tag) in tags {
            let known = names.get(&normalise(tag)).copied();
            let topic = known.and_then(|known| self.site.config.tags.get(known));
            let same_as = topic.map_or_else(String::new, |topic| same_as(&topic.same_as));
            let mut attributes = vec![("xml:id", id.as_str()), ("n", known.unwrap_or(tag))];
            attributes.extend((!same_as.is_empty()).then_some(("corresp", same_as.as_str())));
            self.xml.begin("category", &attributes);
            self.xml.element("catDesc", &[], topic.map_or(tag, |topic| &topic.label));
            self.xml.end();
        }
        self.xml.end();
        self.xml.end();
    }

    fn profile(&mut self) {
        self.xml.begin("profileDesc", &[]);
        self.summary();
        let language = self.page.language.as_str();
        self.xml.begin("langUsage", &[]);
        self.xml.element("language", &[("ident", language)], language);
        self.xml.end();
        self.participants();
        self.keywords();
        self.xml.end();
    }

    fn summary(&mut self) {
        let front = &self.page.document.front;
        if front.summary.is_none() && front.points.is_empty() {
            return;
        }
        self.xml.begin("abstract", &[]);
        front.summary.iter().for_each(|summary| self.xml.element("p", &[], summary));
        if !front.points.is_empty() {
            self.xml.begin("list", &[]);
            front.points.iter().for_each(|point| self.xml.element("item", &[], &point.text));
            self.xml.end();
        }
        self.xml.end();
    }

    fn participants(&mut self) {
        let speakers = &self.page.document.speakers;
        if speakers.is_empty() {
            return;
        }
        self.xml.begin("particDesc", &[]);
        self.xml.begin("listPerson", &[]);
        (1..).zip(speakers).for_each(|(number, speaker)| self.participant(number, speaker));
        self.xml.end();
        self.xml.end();
    }

    fn participant(&mut self, number: usize, speaker: &Speaker) {
        let person = self.site.config.people.get(&speaker.id).filter(|_| speaker.is_person);
        let id = format!("s{number}");
        let role = person.and_then(|person| person.role.as_deref()).map(word);
        let mut attributes = vec![("xml:id", id.as_str())];
        attributes.extend(role.as_deref().filter(|role| !role.is_empty()).map(|role| ("role", role)));
        self.xml.begin("person", &attributes);
        self.xml.element("persName", &[], &speaker.name);
        let about = person.and_then(|person| person.bio.as_ref());
        about.iter().for_each(|text| self.xml.element("note", &[], text));
        self.xml.end();
    }

    fn keywords(&mut self) {
        let tags = &self.page.document.front.tags;
        if tags.is_empty() {
            return;
        }
        self.xml.begin("textClass", &[]);
        self.xml.begin("keywords", &[]);
        tags.iter().for_each(|tag| self.xml.element("term", &[], &tag.value));
        self.xml.end();
        self.xml.end();
    }
}

fn responsible(xml: &mut Xml, work: &str, attributes: &[(&str, &str)], name: &str) {
    xml.begin("respStmt", &[]);
    xml.element("resp", &[], work);
    xml.element("name", attributes, name);
    xml.end();
}

fn reference(xml: &mut Xml, address: &str) {
    xml.begin("p", &[]);
    xml.element("ref", &[("target", &uri(address))], address);
    xml.end();
}

/// The addresses of a topic elsewhere, as pointers.
fn same_as(addresses: &[String]) -> String {
    addresses.iter().map(|address| uri(address)).collect::<Vec<_>>().join(" ")
}
