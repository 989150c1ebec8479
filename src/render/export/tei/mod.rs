//! TEI P5, in the Text Encoding Initiative's way with speech: a `u` for each turn, with who, start and
//! end; a `timeline` of all times that are known; a `note` for each annotation, with the words that it is
//! about as its target.

mod blocks;
mod clock;
mod header;
mod name_ids;
mod notes;
mod registers;
mod sources;
mod words;

use self::clock::RecordedTimes;
use self::name_ids::NameIds;
use self::notes::{TeiNoteTargets, authors, tags};
use crate::model::{Block, BlockKind, Document, Inline, Page, Section, Site, Turn};
use crate::render::address::Root;
use crate::render::html::Setting;
use crate::render::xml::{Xml, allowed};
use crate::source::Located;
use crate::speech::words::with_times_of_words;

/// The file that links to the text itself lead to.
const PAGE: &str = "index.html";

/// A page as TEI.
pub fn tei(site: &Site, page: &Page) -> String {
    let timed;
    let page = match page.document.word_times {
        Some(_) => {
            timed = Page { document: with_times_of_words(&page.document), ..page.clone() };
            &timed
        }
        None => page,
    };
    let document = &page.document;
    let mut writer = TeiWriter {
        xml: Xml::document(),
        site,
        page,
        root: Root::from_address(&page.address),
        clock: RecordedTimes::from_document(document),
        targets: TeiNoteTargets::from_document(document),
        authors: authors(document),
        tags: tags(document),
        cited: NameIds::new("b", page.cited.iter().map(String::as_str)),
    };
    let language = page.language.as_str();
    writer.xml.begin("TEI", &[("xmlns", "http://www.tei-c.org/ns/1.0"), ("xml:lang", language)]);
    writer.header();
    writer.registers();
    writer.xml.begin("text", &[]);
    writer.clock.write(&mut writer.xml);
    writer.body();
    writer.back();
    writer.xml.end();
    writer.xml.end();
    writer.xml.finish()
}

struct TeiWriter<'a> {
    xml: Xml,
    site: &'a Site,
    page: &'a Page,
    root: Root,
    clock: RecordedTimes,
    targets: TeiNoteTargets,
    authors: NameIds<'a>,
    tags: NameIds<'a>,
    /// The sources that are cited.
    cited: NameIds<'a>,
}

impl<'a> TeiWriter<'a> {
    /// The sections, one inside the other as their headings have it.
    fn body(&mut self) {
        let document: &'a Document = &self.page.document;
        self.xml.begin("body", &[]);
        let mut levels = Vec::new();
        let turns: Vec<&Turn> = document.turns().collect();
        let mut number = 0;
        for section in &document.sections {
            let level = section.heading.as_ref().map_or(2, |heading| heading.level);
            while levels.last().is_some_and(|open| *open >= level) {
                levels.pop();
                self.xml.end();
            }
            if section.heading.is_none() && section.lead.is_empty() && section.turns.is_empty() {
                continue;
            }
            levels.push(level);
            let topics = section.heading.as_ref().map_or_else(String::new, |head| self.topics(&head.topics));
            let about = [("ana", topics.as_str())];
            self.xml.begin("div", if topics.is_empty() { &[] } else { &about });
            self.opening(section);
            for turn in &section.turns {
                self.turn(number, turn, turns.get(number + 1).copied());
                number += 1;
            }
        }
        levels.iter().for_each(|_| self.xml.end());
        if document.sections.iter().all(|section| section.lead.is_empty() && section.turns.is_empty()) {
            self.xml.empty_line("p", &[]);
        }
        self.xml.end();
    }

    /// Notes and sources, behind the text.
    fn back(&mut self) {
        let (has_notes, has_sources) = (!self.page.document.notes.is_empty(), !self.page.cited.is_empty());
        if has_notes || has_sources {
            self.xml.begin("back", &[]);
            if has_notes {
                self.notes();
            }
            if has_sources {
                self.sources();
            }
            self.xml.end();
        }
    }

    fn opening(&mut self, section: &'a Section) {
        if let Some(heading) = &section.heading {
            self.xml.open("head", &[]);
            self.inlines(&heading.inlines);
            heading.time.iter().for_each(|time| self.time(*time));
            self.xml.end();
        }
        self.blocks(&section.lead);
    }

    /// References to the categories of the header that stand for topics.
    fn topics(&self, topics: &[Located<String>]) -> String {
        topics.iter().map(|topic| self.tags.reference(&topic.value)).collect::<Vec<_>>().join(" ")
    }

    /// A turn ends where the next one is known to begin.
    fn turn(&mut self, number: usize, turn: &'a Turn, next: Option<&Turn>) {
        if let Some(event) = &turn.event {
            self.xml.begin("incident", &[]);
            self.xml.element("desc", &[], event);
            self.xml.end();
            if turn.blocks.is_empty() {
                return;
            }
        }
        let id = format!("u{}", number + 1);
        let who: Vec<String> = turn.speakers.iter().map(|speaker| format!("#s{}", speaker.0 + 1)).collect();
        let who = who.join(" ");
        let last = self.page.document.front.media.as_ref().and_then(|media| media.duration);
        let next = next.map_or(last, |next| next.time);
        let start = turn.time.map(|time| self.clock.point(time));
        let end = next.filter(|next| turn.time.is_some_and(|time| time <= *next));
        let end = end.map(|time| self.clock.point(time));
        let mut attributes = vec![("xml:id", id.as_str())];
        attributes.extend((!who.is_empty()).then_some(("who", who.as_str())));
        attributes.extend(start.as_deref().map(|start| ("start", start)));
        attributes.extend(end.as_deref().map(|end| ("end", end)));
        let topics = self.topics(&turn.topics);
        attributes.extend((!topics.is_empty()).then_some(("ana", topics.as_str())));
        self.xml.begin("u", &attributes);
        turn.blocks.iter().for_each(|block| self.segments(block));
        self.xml.end();
    }

    /// An utterance holds no paragraphs: each run of words in it is a segment.
    fn segments(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Code { code: words, .. } | BlockKind::RawHtml(words) => {
                self.xml.element("seg", &[("type", "code")], words.trim_end());
            }
            BlockKind::Rule | BlockKind::DetailsEnd => {}
            kind => {
                let kind = segment_type(kind);
                block.for_each_inlines(&mut |inlines| self.segment(kind, inlines));
            }
        }
    }

    fn segment(&mut self, kind: &str, inlines: &'a [Inline]) {
        self.xml.open("seg", &[("type", kind)]);
        self.inlines(inlines);
        self.xml.end();
    }

    fn setting(&self) -> Setting<'static> {
        Setting::Elsewhere(PAGE)
    }
}

fn segment_type(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::Quote(_) | BlockKind::Alert { .. } => "quote",
        BlockKind::List(_) | BlockKind::Definitions(_) => "item",
        BlockKind::Table { .. } => "cell",
        _ => "paragraph",
    }
}

/// A word as the schema wants it where it takes no white space.
fn word(text: &str) -> String {
    let joined = allowed(text).split_whitespace().collect::<Vec<_>>().join("-");
    joined.chars().filter(|c| !c.is_control()).collect()
}
