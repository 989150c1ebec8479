//! Atom (RFC 4287).

use std::borrow::Cow;

use jiff::civil::Date;

use super::channel::{Channel, FeedEntry, FeedRecording};
use super::markup::as_html;
use crate::render::xml::Xml;

/// Writes `channel` as Atom.
pub(super) fn feed(channel: &Channel<'_>) -> String {
    let mut xml = Xml::document();
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", channel.language)];
    xml.nested("feed", &attributes, |xml| {
        words(xml, "title", &channel.title);
        channel.description.iter().for_each(|line| words(xml, "subtitle", line));
        xml.element("id", &[], &channel.home);
        link(xml, "alternate", "text/html", &channel.home);
        link(xml, "self", "application/atom+xml", &channel.own);
        channel.entries.first().iter().for_each(|newest| updated(xml, newest.date));
        person(xml, "author", channel.publisher);
        channel.entries.iter().for_each(|text| entry(xml, text));
    });
    xml.finish()
}

fn entry(xml: &mut Xml, entry: &FeedEntry<'_>) {
    let front = &entry.page.document.front;
    xml.nested("entry", &[("xml:lang", &entry.page.language)], |xml| {
        words(xml, "title", &entry.page.title);
        xml.element("id", &[], &entry.address);
        link(xml, "alternate", "text/html", &entry.address);
        entry.recording.iter().for_each(|file| enclosure(xml, file));
        updated(xml, entry.date);
        entry.people.iter().for_each(|voice| person(xml, "contributor", voice.name));
        front.tags.iter().for_each(|tag| xml.empty_line("category", &[("term", &tag.value)]));
        entry.summary.iter().for_each(|line| words(xml, "summary", line));
        entry.content.iter().for_each(|content| xml.element("content", &[("type", "html")], content));
    });
}

/// An element that holds what an author wrote. Atom says that it is text where nothing else is said, but not every
/// reader looks: what would read differently as HTML is written, and declared, as HTML.
fn words(xml: &mut Xml, name: &'static str, text: &str) {
    match as_html(text) {
        Cow::Borrowed(text) => xml.element(name, &[], text),
        Cow::Owned(html) => xml.element(name, &[("type", "html")], &html),
    }
}

fn enclosure(xml: &mut Xml, file: &FeedRecording) {
    let length = file.length.map(|length| length.to_string());
    let mut attributes = vec![("rel", "enclosure"), ("type", file.media_type), ("href", &file.address)];
    attributes.extend(length.as_deref().map(|length| ("length", length)));
    xml.empty_line("link", &attributes);
}

fn updated(xml: &mut Xml, date: Date) {
    xml.element("updated", &[], &format!("{date}T00:00:00Z"));
}

fn person(xml: &mut Xml, role: &'static str, name: &str) {
    xml.nested(role, &[], |xml| xml.element("name", &[], name));
}

fn link(xml: &mut Xml, relation: &str, media_type: &str, address: &str) {
    xml.empty_line("link", &[("rel", relation), ("type", media_type), ("href", address)]);
}
