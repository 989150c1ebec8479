//! Facts about a text: speakers, date, length and origin.

use jiff::civil::Date;

use super::address::{Root, fragment, is_web_address};
use super::strings::Strings;
use super::view::{
    AboutView, ContentsView, IdentifierView, LongSummaryView, PointView, SourceView, SpeakerView, TagView,
    TimeView,
};
use super::{media, topics};
use crate::model::{
    Document, Identifiers, PEOPLE, Page, Point, Profile, Provenance, Section, SectionNumber, Site, Speaker,
    SpeakerId, plain_text,
};
use crate::text::script::is_east_asian;
use crate::text::sentences::sentence_starts;
use crate::text::timecode::Timecode;

/// The number of visual marks that tell speakers apart; more speakers share them.
const VOICES: u16 = 8;

/// The number of characters of the head of a point at most.
const LONGEST_HEAD: usize = 40;

/// The longest summary above a text in half words, of which a Chinese or Japanese character has one: about four lines.
const LONG_SUMMARY: usize = 340;

/// The room for the first sentences of a longer one.
const SUMMARY_BEGINNING: usize = 240;

/// The two parts of a summary that would keep readers from the first words of the text; none of one that is short.
pub fn long_summary(summary: &str) -> Option<LongSummaryView> {
    let width = |text: &str| text.chars().map(|c| if is_east_asian(c) { 2 } else { 1 }).sum::<usize>();
    if width(summary) <= LONG_SUMMARY {
        return None;
    }
    let fits = |at: &usize| width(&summary[..*at]) <= SUMMARY_BEGINNING;
    let at_sentence = sentence_starts(summary).into_iter().take_while(fits).last();
    let at_word = || summary.match_indices(' ').map(|(at, _)| at).take_while(fits).last();
    let at = at_sentence.or_else(at_word)?;
    let (beginning, rest) = (summary[..at].trim_end(), summary[at..].trim_start());
    Some(LongSummaryView { beginning: beginning.to_string(), rest: rest.to_string() })
}

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
        source: (!front.source.is_empty()).then(|| source(&front.source, site, root)),
        identifiers: identifiers(&front.identifiers),
    }
}

fn identifiers(found: &Identifiers) -> Vec<IdentifierView> {
    let view = |kind, resolver: &str, value: &String| IdentifierView {
        kind,
        value: value.clone(),
        href: format!("{resolver}{value}"),
    };
    let doi = found.doi.iter().map(|value| view("DOI", "https://doi.org/", value));
    doi.chain(found.ark.iter().map(|value| view("ARK", "https://n2t.net/", value))).collect()
}

fn point_view(point: &Point, document: &Document) -> PointView {
    let anchor = point.passage.as_ref().and_then(|passage| document.anchor_of(&passage.value));
    let (head, gloss) = head_and_gloss(&point.text).unzip();
    let gloss = gloss.unwrap_or(&point.text).to_string();
    PointView { text: point.text.clone(), head: head.map(str::to_string), gloss, href: anchor.map(fragment) }
}

/// The words of a point up to its first colon and those behind it. A long head is a sentence.
fn head_and_gloss(text: &str) -> Option<(&str, &str)> {
    let at = text.find([':', '：'])?;
    let end = at + text[at..].chars().next()?.len_utf8();
    let (head, gloss) = (&text[..end], text[end..].trim_start());
    let is_head = !gloss.is_empty() && head.chars().count() <= LONGEST_HEAD;
    // A time or an address has a colon with something other than a space behind it.
    let is_colon = text[at..].starts_with('：') || text[end..].starts_with(' ');
    (is_head && is_colon).then_some((head, gloss))
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
    let entry = |(section, number): (&Section, &Option<SectionNumber<'_>>)| {
        let heading = section.heading.as_ref()?;
        let words = plain_text(&heading.inlines);
        let title = number.and_then(|number| words.find(number.title).map(|at| words[at..].to_string()));
        Some(ContentsView {
            title: title.unwrap_or(words),
            number: number.map(|number| number.written.to_string()),
            href: super::address::fragment(&heading.anchor),
            level: heading.level,
            time: section.time().map(|time| time.to_string()),
        })
    };
    let numbers = document.section_numbers();
    document.sections.iter().zip(&numbers).filter_map(entry).collect()
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

/// The address of a licence: of one of Creative Commons by its SPDX identifier, or an address itself.
pub(super) fn licence_address(licence: &str) -> Option<String> {
    let written = licence.trim();
    if is_web_address(written) {
        return Some(written.to_string());
    }
    let name = written.to_ascii_uppercase().replace(' ', "-");
    if name.starts_with("CC0") {
        return Some("https://creativecommons.org/publicdomain/zero/1.0/".into());
    }
    let (terms, version) = name.strip_prefix("CC-")?.rsplit_once('-')?;
    let is_known = ["BY", "BY-SA", "BY-NC", "BY-NC-SA", "BY-ND", "BY-NC-ND"].contains(&terms);
    let is_version = ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version);
    let terms = terms.to_ascii_lowercase();
    (is_known && is_version).then(|| format!("https://creativecommons.org/licenses/{terms}/{version}/"))
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
pub fn tag(written: &str, site: &Site, root: &Root) -> TagView {
    match site.tags.find(written) {
        Some((id, topic)) => topics::view(id, topic, root),
        None => TagView { label: written.to_string(), href: None, description: None, count: 0 },
    }
}

fn source(source: &Provenance, site: &Site, root: &Root) -> SourceView {
    let named = |name: &String| {
        let is_theirs =
            |profile: &Profile| profile.person.name == *name || profile.person.aliases.contains(name);
        let found = site.people.iter().find(|(_, profile)| is_theirs(profile))?;
        Some(root.page(&format!("{PEOPLE}{}/", found.0)))
    };
    SourceView {
        licence_href: source.licence.as_deref().and_then(licence_address),
        transcriber_href: source.transcribed_by.as_ref().and_then(named),
        url: source.url.clone().filter(|url| is_web_address(url)),
        publisher: source.publisher.clone(),
        licence: source.licence.clone(),
        transcribed_by: source.transcribed_by.clone(),
        translated_by: source.translated_by.clone(),
        rights: source.rights.clone(),
        location: source.location.clone(),
        identifier: source.identifier.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_leads_to_its_text() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(licence_address(written).as_deref(), expected, "{written}");
        };
        check("CC-BY-4.0", Some("https://creativecommons.org/licenses/by/4.0/"));
        check("CC BY-NC-SA 3.0", Some("https://creativecommons.org/licenses/by-nc-sa/3.0/"));
        check("CC0-1.0", Some("https://creativecommons.org/publicdomain/zero/1.0/"));
        check("https://example.org/terms", Some("https://example.org/terms"));
        check("All rights reserved", None);
        check("CC-BY-9.9", None);
    }
}
