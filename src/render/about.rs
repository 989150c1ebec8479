//! Facts about a text: speakers, date, length and origin.

use jiff::civil::Date;

use super::address::{Root, fragment, is_web_address};
use super::strings::Strings;
use super::view::{AboutView, ContentsView, PointView, SourceView, SpeakerView, TagView, TimeView};
use super::{media, topics};
use crate::model::{Document, Page, Point, Provenance, Site, Speaker, SpeakerId, plain_text};
use crate::text::timecode::Timecode;

/// The number of visual marks that tell speakers apart; more speakers share them.
const VOICES: u16 = 8;

/// The number of a speaker's sign, given their place in the order of first words.
pub fn voice(place: u16) -> u16 {
    place % VOICES + 1
}

/// The facts at the head and foot of a page.
pub fn about(page: &Page, site: &Site, root: &Root, strings: &Strings) -> AboutView {
    let front = &page.document.front;
    let duration = front.media.as_ref().and_then(|media| media.duration);
    AboutView {
        speakers: speakers(page, site, root, strings),
        date: front.date.map(|date| day(date, strings)),
        duration: duration.map(lasting),
        length: strings.length(page.stats),
        reading_time: strings.reading_time(page.stats),
        tags: tags(page, site, root),
        points: front.points.iter().map(|point| point_view(point, &page.document)).collect(),
        media: media::view(page, site, root),
        source: (!front.source.is_empty()).then(|| source(&front.source)),
    }
}

fn point_view(point: &Point, document: &Document) -> PointView {
    let anchor = point.passage.as_ref().and_then(|passage| document.anchor_of(&passage.value));
    PointView { text: point.text.clone(), href: anchor.map(fragment) }
}

/// A day, for machines and for people.
pub fn day(date: Date, strings: &Strings) -> TimeView {
    TimeView { iso: date.to_string(), text: strings.date(date) }
}

/// A duration, for machines and for people.
pub fn lasting(duration: Timecode) -> TimeView {
    TimeView { iso: duration.iso(), text: duration.to_string() }
}

/// The headings of a text.
pub fn contents(document: &Document) -> Vec<ContentsView> {
    let entry = |section: &crate::model::Section| {
        let heading = section.heading.as_ref()?;
        Some(ContentsView {
            title: plain_text(&heading.inlines),
            href: super::address::fragment(&heading.anchor),
            level: heading.level,
            time: section.time().map(|time| time.to_string()),
        })
    };
    document.sections.iter().filter_map(entry).collect()
}

fn speakers(page: &Page, site: &Site, root: &Root, strings: &Strings) -> Vec<SpeakerView> {
    let view = |(place, speaker): (u16, &Speaker)| {
        let person = site.config.people.get(&speaker.id).filter(|_| speaker.is_person);
        SpeakerView {
            id: speaker.id.clone(),
            name: speaker.name.clone(),
            voice: voice(place),
            role: person.and_then(|person| person.role.clone()),
            url: person.and_then(|person| person.url.clone()).filter(|url| is_web_address(url)),
            href: site.address_of(speaker).map(|address| root.page(&address)),
            share: strings.percent(share(page, SpeakerId(place))),
        }
    };
    (0..).zip(&page.document.speakers).map(view).collect()
}

/// A speaker's share of a transcript in per cent, at least one for anybody who speaks.
pub fn share(page: &Page, speaker: SpeakerId) -> u32 {
    let whole: u64 = page.turn_lengths.iter().map(|&length| u64::from(length)).sum();
    let theirs = page.speaker_lengths[usize::from(speaker.0)];
    let rounded = (theirs * 100 + whole / 2).checked_div(whole).unwrap_or(0);
    u32::try_from(rounded).unwrap_or(100).max(u32::from(theirs > 0))
}

/// Each tag once, as the site calls it.
fn tags(page: &Page, site: &Site, root: &Root) -> Vec<TagView> {
    let mut tags: Vec<TagView> = Vec::new();
    for written in &page.document.front.tags {
        let tag = tag(&written.value, site, root);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// A tag as an author wrote it, with the page that it leads to.
fn tag(written: &str, site: &Site, root: &Root) -> TagView {
    match site.tags.find(written) {
        Some((id, topic)) => topics::view(id, topic, root),
        None => TagView { label: written.to_string(), href: None, description: None, count: 0 },
    }
}

fn source(source: &Provenance) -> SourceView {
    SourceView {
        url: source.url.clone().filter(|url| is_web_address(url)),
        publisher: source.publisher.clone(),
        licence: source.licence.clone(),
        transcribed_by: source.transcribed_by.clone(),
        translated_by: source.translated_by.clone(),
    }
}
