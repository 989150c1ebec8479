//! The sources that a text cites, as a list of references.

use super::TeiWriter;
use crate::bibliography::{BibliographyEntry, SourceKind, SourceName};
use crate::model::Citation;
use crate::render::address::uri;
use crate::render::xml::Xml;

impl<'a> TeiWriter<'a> {
    /// A citation: the words that lead to a source are a reference to its entry.
    pub(super) fn citation(&mut self, citation: &'a Citation) {
        for part in &citation.parts {
            let target = part.key.as_deref().map_or(String::new(), |key| self.cited.reference(key));
            if !target.is_empty() {
                self.xml.open("ref", &[("type", "bibl"), ("target", &target)]);
            }
            match part.italic {
                true => {
                    self.xml.open("hi", &[("rend", "italic")]);
                    self.xml.text(&part.text);
                    self.xml.close();
                }
                false => self.xml.text(&part.text),
            }
            if !target.is_empty() {
                self.xml.close();
            }
        }
    }

    /// The list of references.
    pub(super) fn sources(&mut self) {
        let bibliography = &self.site.config.sources.bibliography.bibliography;
        self.xml.begin("div", &[("type", "bibliography")]);
        self.xml.begin("listBibl", &[]);
        for (id, key) in self.cited.entries() {
            if let Some(entry) = bibliography.get(key) {
                self.xml.begin("biblStruct", &[("xml:id", &id), ("n", key)]);
                structure(&mut self.xml, entry);
                self.xml.end();
            }
        }
        self.xml.end();
        self.xml.end();
    }
}

/// The parts of a reference: what is in something else has a level of its own.
fn structure(xml: &mut Xml, entry: &BibliographyEntry) {
    let container = entry.container.as_deref().filter(|name| !name.is_empty());
    if let Some(container) = container {
        xml.begin("analytic", &[]);
        people(xml, "author", &entry.authors);
        xml.element("title", &[("level", "a")], &entry.title);
        xml.end();
        let level = if matches!(entry.kind, SourceKind::Chapter | SourceKind::WebPage) { "m" } else { "j" };
        xml.begin("monogr", &[]);
        xml.element("title", &[("level", level)], container);
    } else {
        xml.begin("monogr", &[]);
        people(xml, "author", &entry.authors);
        xml.element("title", &[("level", "m")], &entry.title);
    }
    people(xml, "editor", &entry.editors);
    for (resp, names) in [("translator", &entry.translators), ("interviewer", &entry.interviewers)] {
        for name in names {
            xml.begin("respStmt", &[]);
            xml.element("resp", &[], resp);
            xml.element("name", &[], &name.whole());
            xml.end();
        }
    }
    entry.edition.iter().for_each(|edition| xml.element("edition", &[], edition));
    imprint(xml, entry);
    xml.end();
    if let Some(address) = entry.address() {
        xml.empty_line("ptr", &[("target", &uri(&address))]);
    }
}

fn imprint(xml: &mut Xml, entry: &BibliographyEntry) {
    xml.begin("imprint", &[]);
    entry.place.iter().for_each(|place| xml.element("pubPlace", &[], place));
    entry.publisher.iter().for_each(|publisher| xml.element("publisher", &[], publisher));
    match entry.issued {
        Some(date) => {
            let mut when = format!("{:04}", date.year);
            if let Some(month) = date.month {
                when += &format!("-{month:02}");
                date.day.into_iter().for_each(|day| when += &format!("-{day:02}"));
            }
            xml.element("date", &[("when", &when)], &when);
        }
        None => xml.empty_line("date", &[]),
    }
    let scopes = [("volume", &entry.volume), ("issue", &entry.issue), ("page", &entry.pages)];
    for (unit, value) in scopes {
        value.iter().for_each(|value| xml.element("biblScope", &[("unit", unit)], value));
    }
    xml.end();
}

fn people(xml: &mut Xml, name: &'static str, people: &[SourceName]) {
    people.iter().for_each(|person| xml.element(name, &[], &person.whole()));
}
