//! RSS 2.0, with what podcast programs look for: the recording, its transcripts, its chapters, and
//! who speaks (Podcasting 2.0).

use jiff::civil::Date;

use super::channel::{Channel, FeedEntry, FeedRecording, Soundbite, Voice};
use super::markup::as_html;
use crate::config::Podcast;
use crate::formats::FormatWriter;
use crate::model::SeriesPlace;
use crate::render::xml::Xml;
use crate::text::timecode::Timecode;

const NAMESPACES: [(&str, &str); 6] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("xmlns:podcast", "https://podcastindex.org/namespace/1.0"),
];

/// Roles that `podcast:person` knows, of those that people in transcripts have.
const ROLES: [&str; 6] = ["host", "co-host", "guest host", "guest", "narrator", "reporter"];

/// Writes `channel` as RSS.
pub(super) fn feed(channel: &Channel<'_>) -> String {
    let mut xml = Xml::document();
    xml.nested("rss", &NAMESPACES, |xml| xml.nested("channel", &[], |xml| head_and_items(xml, channel)));
    xml.finish()
}

fn head_and_items(xml: &mut Xml, channel: &Channel<'_>) {
    words(xml, "title", &channel.title);
    xml.element("link", &[], &channel.home);
    // A description must be there; a site without one is described by its name.
    words(xml, "description", channel.description.unwrap_or(&channel.title));
    xml.element("language", &[], channel.language);
    xml.empty_line("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &channel.own)]);
    channel.entries.first().iter().for_each(|newest| day(xml, newest.date));
    let author = channel.podcast.and_then(|podcast| podcast.author.as_deref());
    words(xml, "itunes:author", author.unwrap_or(channel.publisher));
    channel.podcast.iter().for_each(|podcast| describe_podcast(xml, channel, podcast));
    channel.entries.iter().for_each(|entry| item(xml, entry));
}

/// Describes the podcast as directories ask for it (Apple's and Spotify's requirements).
fn describe_podcast(xml: &mut Xml, channel: &Channel<'_>, podcast: &Podcast) {
    xml.element("itunes:explicit", &[], if podcast.explicit { "true" } else { "false" });
    xml.element("itunes:type", &[], if podcast.is_serial { "serial" } else { "episodic" });
    if let Some(image) = &channel.image {
        xml.empty_line("itunes:image", &[("href", image)]);
        xml.nested("image", &[], |xml| {
            xml.element("url", &[], image);
            words(xml, "title", &channel.title);
            xml.element("link", &[], &channel.home);
        });
    }
    for category in &podcast.categories {
        match category.split_once(" > ") {
            Some((outer, inner)) => xml.nested("itunes:category", &[("text", outer)], |xml| {
                xml.empty_line("itunes:category", &[("text", inner)]);
            }),
            None => xml.empty_line("itunes:category", &[("text", category)]),
        }
    }
    if podcast.owner.is_some() || podcast.email.is_some() {
        xml.nested("itunes:owner", &[], |xml| {
            podcast.owner.iter().for_each(|name| words(xml, "itunes:name", name));
            podcast.email.iter().for_each(|email| xml.element("itunes:email", &[], email));
        });
    }
}

/// An element that holds what an author wrote. RSS does not say whether a text is HTML, and readers show most of
/// them as HTML.
fn words(xml: &mut Xml, name: &'static str, text: &str) {
    xml.element(name, &[], &as_html(text));
}

fn item(xml: &mut Xml, entry: &FeedEntry<'_>) {
    let front = &entry.page.document.front;
    xml.nested("item", &[], |xml| {
        words(xml, "title", &entry.page.title);
        xml.element("link", &[], &entry.address);
        let guid = front.media.as_ref().and_then(|media| media.guid.as_deref());
        let is_permalink = if guid.is_some() { "false" } else { "true" };
        xml.element("guid", &[("isPermaLink", is_permalink)], guid.unwrap_or(&entry.address));
        day(xml, entry.date);
        entry.people.iter().for_each(|voice| words(xml, "dc:creator", voice.name));
        front.tags.iter().for_each(|tag| words(xml, "category", &tag.value));
        entry.summary.iter().for_each(|line| words(xml, "description", line));
        entry.content.iter().for_each(|content| xml.element("content:encoded", &[], content));
        entry.image.iter().for_each(|image| xml.empty_line("itunes:image", &[("href", image)]));
        episode(xml, &front.series);
        entry.recording.iter().for_each(|file| enclosure(xml, file));
        if entry.recording.is_some() {
            entry.soundbites.iter().for_each(|bite| soundbite(xml, bite));
        }
        entry.files.iter().for_each(|(format, address)| podcast_file(xml, *format, address));
        entry.people.iter().for_each(|voice| person(xml, voice));
    });
}

/// Apple's numbers are whole ones from 1 on.
fn episode(xml: &mut Xml, place: &SeriesPlace) {
    if !place.is_in_series() {
        return;
    }
    for (name, number) in [("itunes:season", place.season), ("itunes:episode", place.episode)] {
        let number = number.filter(|number| *number > 0).map(|number| number.to_string());
        number.iter().for_each(|number| xml.element(name, &[], number));
    }
    xml.element("itunes:episodeType", &[], place.sort.name());
}

fn day(xml: &mut Xml, date: Date) {
    xml.element("pubDate", &[], &date.strftime("%a, %d %b %Y 00:00:00 +0000").to_string());
}

/// The length must be there, and 0 says that it is not known.
fn enclosure(xml: &mut Xml, file: &FeedRecording) {
    let length = file.length.unwrap_or(0).to_string();
    xml.empty_line("enclosure", &[("url", &file.address), ("length", &length), ("type", file.media_type)]);
    let seconds = file.duration.map(|lasts| (lasts.0 / 1000).to_string());
    seconds.iter().for_each(|seconds| xml.element("itunes:duration", &[], seconds));
}

fn soundbite(xml: &mut Xml, bite: &Soundbite) {
    let duration = Timecode(bite.time.end.0 - bite.time.start.0).seconds();
    let attributes = [("startTime", bite.time.start.seconds()), ("duration", duration)];
    xml.element(
        "podcast:soundbite",
        &attributes.each_ref().map(|(name, value)| (*name, value.as_str())),
        &as_html(&bite.words),
    );
}

fn podcast_file(xml: &mut Xml, format: FormatWriter, address: &str) {
    let attributes = [("url", address), ("type", format.media_type)];
    format.podcast_element.iter().for_each(|element| xml.empty_line(element, &attributes));
}

/// A role that podcast programs do not know would be read as that of a host.
fn person(xml: &mut Xml, voice: &Voice<'_>) {
    let role = voice.role.map(str::to_lowercase).filter(|role| ROLES.contains(&role.as_str()));
    let mut attributes = vec![("role", role.as_deref().unwrap_or("guest"))];
    attributes.extend(voice.url.map(|url| ("href", url)));
    attributes.extend(voice.image.as_deref().map(|image| ("img", image)));
    xml.element("podcast:person", &attributes, &as_html(voice.name));
}
