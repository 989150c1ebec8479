//! A whole page as Postil's own Markdown, notes at its end: read again, it is the same page.

use super::blocks::{LinkTargets, blocks, inlines};
use super::front::{RecordingField, write};
use super::topics;
use super::{Front, LabelledSpeaker, Labels, Times, rich_text};
use crate::model::{
    Block, BlockKind, Document, Heading, Href, MediaKind, Note, NoteRef, Page, PassageTarget, Point, Section,
    Site, Turn,
};
use crate::text::markdown::{MarkdownContext, escape};
use crate::text::rich::RichText;
use crate::text::slug::Names;
use crate::transcript::labels::write_label;

/// A page as Markdown.
pub fn markdown(site: &Site, page: &Page) -> String {
    let document = &page.document;
    let labels = labels(document);
    let front = write(&front(page), &labels);
    let body = body(document, labels, &|href| address(href, site));
    front + &body + &sources(site, page)
}

/// The sources that a page cites, as a section of its own.
fn sources(site: &Site, page: &Page) -> String {
    let list = site.config.sources.bibliography.list(&page.cited, &page.language);
    let Some((title, references)) = list else { return String::new() };
    let item = |reference: &RichText| format!("- {}\n", rich_text::write(reference, Some(' '), &[]));
    format!(
        "\n## {}\n\n{}",
        escape(&title, MarkdownContext::Middle),
        references.iter().map(item).collect::<String>()
    )
}

/// A document that no site has resolved yet, without its front matter.
pub fn unresolved_body(document: &Document) -> String {
    let address = |href: &Href| match href {
        Href::Anchor(anchor) => Some(format!("#{anchor}")),
        Href::Raw(address) | Href::External(address) | Href::Refused(address) => Some(address.clone()),
        Href::Page { .. } | Href::Address(_) | Href::File(_) => None,
    };
    body(document, labels(document), &address)
}

fn labels(document: &Document) -> Labels {
    let mut labels = Labels::default();
    for speaker in &document.speakers {
        labels.add(LabelledSpeaker { name: speaker.name.clone(), ..LabelledSpeaker::default() }, []);
    }
    labels
}

fn body(document: &Document, labels: Labels, address: &dyn Fn(&Href) -> Option<String>) -> String {
    let note_names = note_names(document);
    let sign = |reference: &NoteRef| format!("[^{}]", note_names[reference.note.0 as usize]);
    let links = LinkTargets { address, sign: &sign };
    let mut writer = DocumentWriter { out: String::new(), document, labels, links };
    document.sections.iter().for_each(|section| writer.section(section));
    document.notes.iter().zip(&note_names).for_each(|(note, name)| writer.note(note, name));
    writer.out
}

/// The name of each note, kind and all, that its references name.
fn note_names(document: &Document) -> Vec<String> {
    let mut names = Names::default();
    let name = |note: &Note| match (note.label.is_empty(), note.kind.as_str()) {
        (false, _) => note.label.clone(),
        (true, "note") => note.name.clone(),
        (true, kind) => format!("{kind}:{}", note.name),
    };
    document.notes.iter().map(|note| names.claim(&name(note))).collect()
}

/// Addresses as they were resolved, from the site's root.
fn address(href: &Href, site: &Site) -> Option<String> {
    match href {
        Href::External(address) | Href::Raw(address) => Some(address.clone()),
        Href::Anchor(anchor) => Some(format!("#{anchor}")),
        Href::File(path) => Some(format!("/{path}")),
        Href::Page { page, anchor } => {
            let anchor = anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
            Some(format!("/{}{anchor}", site.page(*page).address))
        }
        Href::Address(address) => Some(format!("/{address}")),
        Href::Refused(_) => None,
    }
}

/// A key point as an author writes it.
fn written(point: &Point) -> String {
    match point.passage.as_ref().map(|passage| &passage.value) {
        Some(PassageTarget::Anchor(anchor)) => format!("{} {{to=#{anchor}}}", point.text),
        Some(PassageTarget::Time(time)) => format!("{} {{at={time}}}", point.text),
        None => point.text.clone(),
    }
}

fn front(page: &Page) -> Front {
    let front = &page.document.front;
    let media = front.media.as_ref();
    let recording = media.and_then(|media| {
        let key = match media.kind {
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
            MediaKind::YouTube => "youtube",
            MediaKind::Vimeo => "vimeo",
            MediaKind::Page => return None,
        };
        Some(RecordingField { key, src: media.src.value.clone() })
    });
    Front {
        title: Some(page.title.clone()),
        date: front.date,
        language: Some(page.language.clone()),
        summary: front.summary.clone(),
        is_transcript: false,
        series: front.series.clone(),
        tags: front.tags.iter().map(|tag| tag.value.clone()).collect(),
        points: front.points.iter().map(written).collect(),
        recording,
        duration: media.and_then(|media| media.duration),
        image: media.and_then(|media| Some(media.image.as_ref()?.value.clone())),
        guid: media.and_then(|media| media.guid.clone()),
        bytes: media.and_then(|media| media.bytes),
        url: front.source.url.clone(),
        publisher: front.source.publisher.clone(),
        licence: front.source.licence.clone(),
        transcribed_by: front.source.transcribed_by.clone(),
        translated_by: front.source.translated_by.clone(),
        rights: front.source.rights.clone(),
        location: front.source.location.clone(),
        identifier: front.source.identifier.clone(),
        pages: front.source.pages.clone(),
        doi: front.identifiers.doi.clone(),
        ark: front.identifiers.ark.clone(),
    }
}

struct DocumentWriter<'a> {
    out: String,
    document: &'a Document,
    labels: Labels,
    links: LinkTargets<'a>,
}

impl DocumentWriter<'_> {
    fn section(&mut self, section: &Section) {
        if let Some(heading) = &section.heading {
            self.heading(heading);
        }
        let lead = blocks(&section.lead, self.links);
        self.block(&lead);
        section.turns.iter().for_each(|turn| self.turn(turn));
    }

    fn heading(&mut self, heading: &Heading) {
        let kind = BlockKind::Heading { level: heading.level, inlines: heading.inlines.clone() };
        let words = blocks(&[Block { kind, span: heading.span }], self.links);
        let time = heading.time.and_then(|time| Times::Exact.bracket(time));
        let topics = topics::attribute(heading.topics.iter().map(|topic| topic.value.as_str()));
        self.block(&[Some(words), time, topics].into_iter().flatten().collect::<Vec<_>>().join(" "));
    }

    /// The label stands before the first paragraph, or alone before what is none.
    fn turn(&mut self, turn: &Turn) {
        let names: Vec<&str> =
            turn.speakers.iter().map(|&id| self.document.speaker(id).name.as_str()).collect();
        let label = match &turn.event {
            Some(event) => write_label(event),
            None if names.is_empty() => String::new(),
            None => self.labels.joint(&names, turn.remark.as_deref()),
        };
        let time = turn.time.and_then(|time| Times::Exact.bracket(time));
        let topics = topics::attribute(turn.topics.iter().map(|topic| topic.value.as_str()));
        let parts = [topics, time].into_iter().flatten().map(|part| format!("{part} "));
        let head = format!("{label}{}", parts.collect::<String>());
        let (first, rest) = match turn.blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(words), .. }, rest)) => {
                (inlines(words, self.links), rest)
            }
            _ => (String::new(), turn.blocks.as_slice()),
        };
        self.block(&format!("{head}{first}"));
        let rest = blocks(rest, self.links);
        self.block(&rest);
    }

    fn note(&mut self, note: &Note, name: &str) {
        let body = blocks(&note.blocks, self.links);
        let indented = body.lines().enumerate().map(|(at, line)| match (at, line.is_empty()) {
            (0, _) | (_, true) => line.to_string(),
            _ => format!("    {line}"),
        });
        let body = indented.collect::<Vec<_>>().join("\n");
        self.block(&format!("[^{name}]: {}{body}", attribution(note)));
    }

    fn block(&mut self, text: &str) {
        let text = text.trim_end();
        if !text.is_empty() {
            self.out.push('\n');
            self.out.push_str(text);
            self.out.push('\n');
        }
    }
}

/// `{by="ann" date=2025-09-01 tags="money work"} `
fn attribution(note: &Note) -> String {
    let attribution = &note.attribution;
    let quoted = |text: &str| format!("\"{}\"", text.replace(['"', '}'], "'"));
    let by = attribution.by.as_ref().map(|by| format!("by={}", quoted(&by.value)));
    let date = attribution.date.map(|date| format!("date={date}"));
    let tags = Some(attribution.tags.join(" ")).filter(|tags| !tags.is_empty());
    let tags = tags.map(|tags| format!("tags={}", quoted(&tags)));
    let pairs: Vec<String> = [by, date, tags].into_iter().flatten().collect();
    if pairs.is_empty() { String::new() } else { format!("{{{}}} ", pairs.join(" ")) }
}
