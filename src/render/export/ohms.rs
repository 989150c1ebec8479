//! A record for the Oral History Metadata Synchronizer: the sections as its index, their topics as keywords, the words as
//! captions.

use crate::formats::registry::PageWriter;
use crate::formats::writer_by_name;
use crate::model::{Block, MediaKind, Page, Section, Site, Speaker, plain_text};
use crate::render::address::Root;
use crate::render::media;
use crate::render::xml::Xml;

/// The namespace of OHMS.
const OHMS: &str = "https://www.weareavp.com/nunncenter/ohms";

/// The record of `page`.
pub fn record(site: &Site, page: &Page) -> String {
    let mut writer = OhmsWriter { xml: Xml::document(), site, page };
    writer.xml.begin("ROOT", &[("xmlns", OHMS)]);
    writer.xml.begin("record", &[("id", &page.address)]);
    writer.about();
    writer.recording();
    writer.index();
    writer.words();
    writer.xml.end();
    writer.xml.end();
    writer.xml.finish()
}

struct OhmsWriter<'a> {
    xml: Xml,
    site: &'a Site,
    page: &'a Page,
}

impl OhmsWriter<'_> {
    fn about(&mut self) {
        let front = &self.page.document.front;
        if let Some(date) = front.date.map(|date| date.to_string()) {
            self.xml.empty_line("date", &[("value", &date), ("format", "yyyy-mm-dd")]);
        }
        self.xml.element("title", &[], &self.page.title);
        for tag in &front.tags {
            self.xml.element("subject", &[], self.site.tags.label(&tag.value));
        }
        for speaker in &self.page.document.speakers {
            let role = if self.asks(speaker) { "interviewer" } else { "interviewee" };
            self.xml.element(role, &[], &speaker.name);
        }
        let facts = [
            ("description", &front.summary),
            ("repository", &front.source.publisher),
            ("rights", &front.source.licence),
        ];
        for (name, value) in facts {
            value.iter().for_each(|value| self.xml.element(name, &[], value));
        }
        self.xml.element("language", &[], &self.page.language);
    }

    /// Returns true for whoever is an interviewer by their role.
    fn asks(&self, speaker: &Speaker) -> bool {
        let people = [&self.page.document.front.people, &self.site.config.people];
        let person = people.into_iter().find_map(|people| people.get(&speaker.id));
        let role = person.and_then(|person| person.role.as_deref()).unwrap_or_default();
        role.to_lowercase().contains("interviewer")
    }

    fn recording(&mut self) {
        let Some(recording) = &self.page.document.front.media else { return };
        let root = self.site.config.base_url.as_deref().map_or_else(Root::of_host, Root::absolute);
        if let Some(duration) = recording.duration {
            self.xml.element("duration", &[], &duration.to_string());
        }
        if recording.kind == MediaKind::YouTube {
            self.xml.element("host", &[], "YouTube");
            return self.xml.element("host_clip_id", &[], &recording.src.value);
        }
        let kind = if recording.kind == MediaKind::Audio { "audio" } else { "video" };
        self.xml.element("clip_format", &[], kind);
        if let Some(view) = media::view(self.page, self.site, &root) {
            self.xml.element("media_url", &[], &view.src);
        }
    }

    /// A point for each section whose time is known, in seconds, with the topics of its heading and turns.
    fn index(&mut self) {
        let document = &self.page.document;
        self.xml.begin("index", &[]);
        for section in &document.sections {
            if let (Some(heading), Some(time)) = (&section.heading, section.time()) {
                self.xml.begin("point", &[]);
                self.xml.element("time", &[], &(time.0 / 1000).to_string());
                self.xml.element("title", &[], &plain_text(&heading.inlines));
                let lead = section.lead.iter().map(Block::plain_text).collect::<Vec<_>>().join("\n");
                if !lead.trim().is_empty() {
                    self.xml.element("synopsis", &[], lead.trim());
                }
                let keywords = self.keywords(section);
                if !keywords.is_empty() {
                    self.xml.element("keywords", &[], &keywords.join(";"));
                }
                self.xml.end();
            }
        }
        self.xml.end();
    }

    fn keywords(&self, section: &Section) -> Vec<String> {
        let heading = section.heading.iter().flat_map(|heading| &heading.topics);
        let mut keywords: Vec<String> = Vec::new();
        for topic in heading.chain(section.turns.iter().flat_map(|turn| &turn.topics)) {
            // Keywords are parted by semicolons.
            let label = self.site.tags.label(&topic.value).replace(';', ",");
            if !keywords.contains(&label) {
                keywords.push(label);
            }
        }
        keywords
    }

    fn words(&mut self) {
        let captions = writer_by_name("vtt").filter(|format| format.fits(self.page));
        if let Some(PageWriter::Text(write)) = captions.map(|format| format.write) {
            self.xml.element("vtt_transcript", &[], &write(self.site, self.page));
        }
    }
}
