//! The notes of a page for other programs: `notes.json`, an `AnnotationPage` of the W3C's Web
//! Annotation Data Model.
//!
//! Each note is an annotation. Its targets are the passages it is about, each by its words and what
//! stands around them, by its place in the page's words ([`Passages::text`]), by its anchor, and by its
//! time where there is one. Its body is there as HTML and as Markdown; its kind and tags are bodies of their own.

mod quotes;
mod vocabulary;

use self::quotes::Quotes;
use self::vocabulary::{
    Annotation, AnnotationBody, AnnotationPage, AnnotationPerson, AnnotationText, JsonLdTarget, Selector,
    SpecificResource,
};
use crate::formats::markdown::blocks::{LinkTargets, blocks};
use crate::model::{Attribution, Document, Inline, Note, NoteId, NoteRef, Page, Site};
use crate::render::address::{Root, fragment};
use crate::render::html::{Context, Setting, note_body};
use crate::render::passages::{AnnotatedPassage, Passages};
use crate::render::strings::Strings;
use crate::text::timecode::Timecode;

/// The media type of the file.
pub const MEDIA_TYPE: &str = r#"application/ld+json; profile="http://www.w3.org/ns/anno.jsonld""#;

const ANNOTATIONS: &str = "http://www.w3.org/ns/anno.jsonld";
const HTML_FRAGMENTS: &str = "http://tools.ietf.org/rfc/rfc3236";
const MEDIA_FRAGMENTS: &str = "http://www.w3.org/TR/media-frags/";

/// The path of the notes of `page`.
pub fn path(page: &Page) -> String {
    format!("{}notes.json", page.address)
}

/// Writes the notes of `page` as JSON.
pub fn json(site: &Site, page: &Page, strings: &Strings) -> String {
    let place = AnnotationAddresses::from_page(site, page);
    let passages = Passages::from_document(&page.document);
    let writer = AnnotationWriter { site, page, strings, place: &place, passages: &passages };
    let ranges = passages.by_note.iter().flatten().map(|passage| passage.range.clone());
    let quotes = Quotes::new(&passages.text, passages.title_end(), ranges.collect());
    let items = (0..).map(NoteId).zip(&page.document.notes);
    let annotations = AnnotationPage {
        context: ANNOTATIONS,
        id: place.own.clone(),
        start_index: 0,
        items: items.map(|(id, note)| writer.annotation(id, note, &quotes)).collect(),
    };
    serde_json::to_string(&annotations).expect("plain data is always JSON") + "\n"
}

/// The addresses of the page and its annotations: absolute if the site knows its address, otherwise relative to the
/// file itself.
struct AnnotationAddresses {
    root: Root,
    page: String,
    own: String,
}

impl AnnotationAddresses {
    fn from_page(site: &Site, page: &Page) -> AnnotationAddresses {
        match &site.config.base_url {
            Some(base) => {
                let root = Root::absolute(base);
                let own = root.file(&path(page));
                AnnotationAddresses { page: root.page(&page.address), own, root }
            }
            None => AnnotationAddresses {
                root: Root::from_address(&page.address),
                page: "index.html".into(),
                own: "notes.json".into(),
            },
        }
    }
}

struct AnnotationWriter<'a> {
    site: &'a Site,
    page: &'a Page,
    strings: &'a Strings,
    place: &'a AnnotationAddresses,
    passages: &'a Passages<'a>,
}

impl<'a> AnnotationWriter<'a> {
    fn annotation(&self, id: NoteId, note: &'a Note, quotes: &Quotes) -> Annotation<'a> {
        let Attribution { by, date, tags, .. } = &note.attribution;
        let tag = |purpose, value| AnnotationBody::TextualBody { purpose, value };
        let mut body =
            vec![AnnotationBody::Choice { items: self.texts(note) }, tag("classifying", &note.kind)];
        body.extend(tags.iter().map(|value| tag("tagging", value)));
        Annotation {
            id: self.note_address(note),
            motivation: if note.reply_to.is_some() { "replying" } else { motivation(&note.kind) },
            creator: by.as_ref().map(|by| self.creator(&by.value)),
            created: date.map(|date| format!("{date}T00:00:00Z")),
            body,
            target: match note.reply_to {
                Some(parent) => vec![JsonLdTarget::Whole(self.note_address(self.page.document.note(parent)))],
                None => self.targets(id, quotes),
            },
        }
    }

    fn note_address(&self, note: &Note) -> String {
        self.place.page.clone() + &fragment(&note.anchor())
    }

    fn creator(&self, by: &'a str) -> AnnotationPerson<'a> {
        let person = self.site.config.people.get(by);
        AnnotationPerson {
            name: person.map_or(by, |person| &person.name),
            nickname: person.map(|_| by),
            homepage: person.and_then(|person| person.url.as_deref()),
        }
    }

    fn texts(&self, note: &'a Note) -> Vec<AnnotationText<'a>> {
        let language = self.page.language.as_str();
        let text = |format, value| AnnotationText { format, language, value };
        vec![text("text/html", self.html(note)), text("text/markdown", self.markdown(note))]
    }

    fn html(&self, note: &Note) -> String {
        let context = Context {
            site: self.site,
            root: &self.place.root,
            language: &self.page.language,
            strings: self.strings,
            recording: None,
            setting: Setting::Elsewhere(&self.place.page),
        };
        note_body(&self.page.document, &note.blocks, context)
    }

    fn markdown(&self, note: &Note) -> String {
        let setting = Setting::Elsewhere(&self.place.page);
        let address = |href: &_| setting.resolve(href, &self.place.root, self.site);
        let sign = |reference: &NoteRef| {
            let note = self.page.document.note(reference.note);
            format!("[{}](<{}>)", note.number, self.note_address(note))
        };
        blocks(&note.blocks, LinkTargets { address: &address, sign: &sign })
    }

    /// The passages of a note; of one that only other notes refer to, those notes.
    fn targets(&self, id: NoteId, quotes: &Quotes) -> Vec<JsonLdTarget> {
        let passages = &self.passages.by_note[id.0 as usize];
        if passages.is_empty() {
            let referring = referring_notes(&self.page.document, id);
            let mut targets: Vec<JsonLdTarget> =
                referring.map(|note| JsonLdTarget::Whole(self.note_address(note))).collect();
            if targets.is_empty() {
                targets.push(JsonLdTarget::Whole(self.place.page.clone()));
            }
            return targets;
        }
        let time = self.page.document.note(id).time.map(|time| (time.at, time.to));
        passages.iter().map(|passage| self.target(passage, time.or(passage.time), quotes)).collect()
    }

    /// A passage, and the time that its note names or at which it is said.
    fn target(
        &self,
        passage: &AnnotatedPassage,
        time: Option<(Timecode, Option<Timecode>)>,
        quotes: &Quotes,
    ) -> JsonLdTarget {
        let AnnotatedPassage { range, anchor, .. } = passage;
        let mut selector = vec![
            quotes.selector(range),
            Selector::Position {
                start: self.passages.characters_before(range.start),
                end: self.passages.characters_before(range.end),
            },
            Selector::Fragment { conforms_to: HTML_FRAGMENTS, value: anchor.clone() },
        ];
        selector.extend(time.map(|(start, end)| {
            let end = end.map(|end| format!(",{}", end.seconds())).unwrap_or_default();
            Selector::Fragment { conforms_to: MEDIA_FRAGMENTS, value: format!("t={}{end}", start.seconds()) }
        }));
        JsonLdTarget::Words(SpecificResource { source: self.place.page.clone(), selector })
    }
}

/// The motivation of a note of this kind, in the terms of the vocabulary.
fn motivation(kind: &str) -> &'static str {
    match kind {
        "fact" => "assessing",
        "cite" => "linking",
        "context" => "describing",
        "fix" => "editing",
        "term" => "identifying",
        _ => "commenting",
    }
}

/// The notes whose words refer to note `id`.
fn referring_notes(document: &Document, id: NoteId) -> impl Iterator<Item = &Note> {
    document.notes.iter().filter(move |note| {
        let mut refers = false;
        for block in &note.blocks {
            block.for_each_inlines(&mut |inlines| refers |= refers_to(inlines, id));
        }
        refers
    })
}

fn refers_to(inlines: &[Inline], id: NoteId) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::NoteRef(reference) => reference.note == id,
        nested => refers_to(nested.children().unwrap_or_default(), id),
    })
}
