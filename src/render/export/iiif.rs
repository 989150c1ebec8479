//! IIIF Presentation 3: a manifest of a recording with its captions, sections and notes, which the viewers of libraries and
//! archives show.

use serde_json::{Map, Value, json};

use super::is_published;
use crate::formats::writer_by_name;
use crate::model::{Block, MediaKind, Note, NoteId, Page, Section, Site, plain_text};
use crate::render::about::licence_address;
use crate::render::address::{Root, fragment};
use crate::render::media;
use crate::render::passages::Passages;
use crate::render::strings::Strings;
use crate::text::content_type;
use crate::text::timecode::Timecode;

const CONTEXT: &str = "http://iiif.io/api/presentation/3/context.json";

/// The manifest of `page`, whose recording has a known length. Its addresses are absolute where the site knows its own, as
/// the standard wants.
pub fn manifest(site: &Site, page: &Page, strings: &Strings) -> String {
    let root = match &site.config.base_url {
        Some(base) => Root::absolute(base),
        None => Root::of_host(),
    };
    let duration = page.document.front.media.as_ref().and_then(|media| media.duration);
    let writer = ManifestWriter { site, page, strings, root, duration: duration.unwrap_or(Timecode(0)) };
    serde_json::to_string_pretty(&writer.manifest()).expect("plain data is always JSON") + "\n"
}

struct ManifestWriter<'a> {
    site: &'a Site,
    page: &'a Page,
    strings: &'a Strings,
    root: Root,
    duration: Timecode,
}

impl ManifestWriter<'_> {
    /// The name of a part of the manifest, which need not lead anywhere.
    fn id(&self, part: &str) -> String {
        format!("{}/{part}", self.root.file(&format!("{}manifest", self.page.address)))
    }

    /// Words in the language of the page.
    fn words(&self, text: &str) -> Value {
        json!({ self.page.language.as_str(): [text] })
    }

    fn manifest(&self) -> Value {
        let front = &self.page.document.front;
        let mut manifest = json!({
            "@context": CONTEXT,
            "id": self.root.file(&format!("{}manifest.json", self.page.address)),
            "type": "Manifest",
            "label": self.words(&self.page.title),
            "homepage": [self.homepage()],
            "items": [self.canvas()],
        });
        let Value::Object(object) = &mut manifest else { return manifest };
        let add = |object: &mut Map<String, Value>, key: &str, value: Option<Value>| {
            value.into_iter().for_each(|value| drop(object.insert(key.to_string(), value)));
        };
        add(object, "summary", front.summary.as_ref().map(|summary| self.words(summary)));
        add(object, "navDate", front.date.map(|date| json!(format!("{date}T00:00:00Z"))));
        add(object, "metadata", Some(self.metadata()).filter(|facts| facts != &json!([])));
        let licence = front.source.licence.as_deref().and_then(licence_address);
        // The standard names licences by their older addresses.
        let is_known = |address: &String| address.starts_with("https://creativecommons.org/");
        let rights = licence.filter(is_known).map(|address| json!(address.replacen("https:", "http:", 1)));
        add(object, "rights", rights);
        add(object, "requiredStatement", self.required_statement());
        add(object, "seeAlso", Some(self.see_also()).filter(|others| others != &json!([])));
        add(object, "structures", self.structures());
        manifest
    }

    fn homepage(&self) -> Value {
        json!({
            "id": self.root.page(&self.page.address),
            "type": "Text",
            "label": self.words(&self.page.title),
            "format": "text/html",
            "language": [self.page.language],
        })
    }

    /// Facts for people: speakers, topics, the shelf, identifiers.
    fn metadata(&self) -> Value {
        let front = &self.page.document.front;
        let names = self.page.document.speakers.iter().map(|speaker| speaker.name.clone()).collect();
        let tags = front.tags.iter().map(|tag| self.site.tags.label(&tag.value).to_string()).collect();
        let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<String>>();
        let named = [
            ("speakers", names),
            ("tags", tags),
            ("publisher", one(&front.source.publisher)),
            ("transcribed_by", one(&front.source.transcribed_by)),
            ("identifier", one(&front.source.identifier)),
        ];
        let pair = |label: Value, values: Vec<String>| json!({ "label": label, "value": { "none": values } });
        let named = named.into_iter().map(|(key, values)| (self.words(self.strings.get(key)), values));
        let identifiers = [("DOI", one(&front.identifiers.doi)), ("ARK", one(&front.identifiers.ark))];
        let identifiers = identifiers.into_iter().map(|(key, values)| (json!({ "none": [key] }), values));
        let facts = named.chain(identifiers).filter(|(_, values)| !values.is_empty());
        Value::Array(facts.map(|(label, values)| pair(label, values)).collect())
    }

    /// The rights that have to be shown: as they are written, else the licence by its name.
    fn required_statement(&self) -> Option<Value> {
        let source = &self.page.document.front.source;
        let (key, text) = match (&source.rights, &source.licence) {
            (Some(rights), _) => ("rights", rights),
            (None, Some(licence)) => ("licence", licence),
            (None, None) => return None,
        };
        Some(json!({ "label": self.words(self.strings.get(key)), "value": self.words(text) }))
    }

    /// The transcript as TEI, where it is published.
    fn see_also(&self) -> Value {
        let address = self.published("tei");
        json!(
            address
                .map(|id| vec![json!({
                    "id": id,
                    "type": "Dataset",
                    "label": { "none": ["TEI"] },
                    "format": "application/tei+xml",
                    "profile": "http://www.tei-c.org/ns/1.0",
                })])
                .unwrap_or_default()
        )
    }

    /// The address of the page in another format, if it is published in it.
    fn published(&self, format: &str) -> Option<String> {
        let is_wanted = self.site.config.exports.formats.iter().any(|name| *name == format);
        let format = writer_by_name(format).filter(|_| is_wanted)?;
        is_published(self.site, format, self.page)
            .then(|| self.root.file(&format!("{}{}", self.page.address, format.file)))
    }

    fn canvas(&self) -> Value {
        let id = self.id("canvas");
        let mut annotations = Vec::new();
        annotations.extend(self.captions(&id));
        annotations.extend(self.notes(&id));
        json!({
            "id": id,
            "type": "Canvas",
            "duration": seconds(self.duration),
            "items": [{
                "id": self.id("recording"),
                "type": "AnnotationPage",
                "items": [{
                    "id": self.id("recording/1"),
                    "type": "Annotation",
                    "motivation": "painting",
                    "body": self.recording(),
                    "target": id,
                }],
            }],
            "annotations": annotations,
        })
    }

    fn recording(&self) -> Value {
        let kind = self.page.document.front.media.as_ref().map(|media| media.kind);
        let src = media::view(self.page, self.site, &self.root).map(|view| view.src).unwrap_or_default();
        let path = src.split(['?', '#']).next().unwrap_or_default();
        let mut body = json!({
            "id": src,
            "type": if kind == Some(MediaKind::Video) { "Video" } else { "Sound" },
            "duration": seconds(self.duration),
        });
        let format = content_type::from_path(path);
        if format.starts_with("audio/") || format.starts_with("video/") {
            body["format"] = json!(format.split(';').next());
        }
        body
    }

    /// The transcript as captions, where it is published as such.
    fn captions(&self, canvas: &str) -> Option<Value> {
        let address = self.published("vtt")?;
        Some(json!({
            "id": self.id("captions"),
            "type": "AnnotationPage",
            "items": [{
                "id": self.id("captions/1"),
                "type": "Annotation",
                "motivation": "supplementing",
                "body": {
                    "id": address,
                    "type": "Text",
                    "format": "text/vtt",
                    "label": self.words(&self.page.title),
                    "language": self.page.language,
                },
                "target": canvas,
            }],
        }))
    }

    /// The notes at the times of the words that they are about; one without a time is about the whole recording.
    fn notes(&self, canvas: &str) -> Option<Value> {
        let document = &self.page.document;
        let passages = Passages::from_document(document);
        let note = |(id, note): (NoteId, &Note)| {
            let passage = passages.by_note[id.0 as usize].first();
            let named = note.time.map(|time| (time.at, time.to));
            let time = named.or(passage.and_then(|passage| passage.time));
            let text = note.blocks.iter().map(Block::plain_text).collect::<Vec<_>>().join("\n\n");
            json!({
                "id": self.root.page(&self.page.address) + &fragment(&note.anchor()),
                "type": "Annotation",
                "motivation": "commenting",
                "body": {
                    "type": "TextualBody",
                    "value": text,
                    "format": "text/plain",
                    "language": self.page.language,
                },
                "target": time.map_or(canvas.to_string(), |(start, end)| self.time_range(canvas, start, end)),
            })
        };
        let notes: Vec<Value> = (0..).map(NoteId).zip(&document.notes).map(note).collect();
        (!notes.is_empty())
            .then(|| json!({ "id": self.id("notes"), "type": "AnnotationPage", "items": notes }))
    }

    /// A part of the canvas, which does not last longer than the recording.
    fn time_range(&self, canvas: &str, start: Timecode, end: Option<Timecode>) -> String {
        let end = end.map(|end| end.min(self.duration)).filter(|end| *end > start);
        match start < self.duration {
            true => {
                let end = end.map_or(String::new(), |end| format!(",{}", end.seconds()));
                format!("{canvas}#t={}{end}", start.seconds())
            }
            false => canvas.to_string(),
        }
    }

    /// The sections whose times are known as ranges, one in the other as their headings are.
    fn structures(&self) -> Option<Value> {
        let sections = self.page.document.sections.iter().filter_map(|section| self.timed(section));
        let sections: Vec<TimedSection> = sections.collect();
        if sections.is_empty() {
            return None;
        }
        Some(json!([{
            "id": self.id("range"),
            "type": "Range",
            "label": self.words(&self.page.title),
            "items": self.ranges(&sections, self.duration, &mut 0),
        }]))
    }

    fn timed(&self, section: &Section) -> Option<TimedSection> {
        let heading = section.heading.as_ref()?;
        let start = section.time().filter(|start| *start < self.duration)?;
        let title = Some(plain_text(&heading.inlines)).filter(|title| !title.trim().is_empty())?;
        Some(TimedSection { title, level: heading.level, start })
    }

    fn ranges(&self, sections: &[TimedSection], end: Timecode, number: &mut usize) -> Vec<Value> {
        let mut ranges = Vec::new();
        let mut rest = sections;
        while let Some((first, behind)) = rest.split_first() {
            let inside = behind.iter().take_while(|section| section.level > first.level).count();
            let (below, next) = behind.split_at(inside);
            let until = next.first().map_or(end, |next| next.start);
            *number += 1;
            let id = self.id(&format!("range/{number}"));
            let own_end = below.first().map_or(until, |section| section.start);
            let mut items = Vec::new();
            if own_end > first.start || below.is_empty() {
                let part = self.time_range(&self.id("canvas"), first.start, Some(own_end));
                items.push(json!({ "id": part, "type": "Canvas" }));
            }
            items.extend(self.ranges(below, until, number));
            let label = self.words(&first.title);
            ranges.push(json!({ "id": id, "type": "Range", "label": label, "items": items }));
            rest = next;
        }
        ranges
    }
}

/// A section of a recording.
struct TimedSection {
    title: String,
    level: u8,
    start: Timecode,
}

fn seconds(time: Timecode) -> f64 {
    time.0 as f64 / 1000.0
}
