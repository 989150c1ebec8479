//! JSON Feed 1.1.

use serde::Serialize;

use super::channel::{Channel, FeedEntry, FeedRecording, Voice};

/// Writes `channel` as JSON Feed.
pub(super) fn feed(channel: &Channel<'_>) -> String {
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        home_page_url: &channel.home,
        feed_url: &channel.own,
        description: channel.description,
        language: channel.language,
        authors: vec![Author { name: channel.publisher, url: Some(&channel.home), avatar: None }],
        items: channel.entries.iter().map(item).collect(),
    };
    serde_json::to_string_pretty(&feed).expect("strings and numbers can be written") + "\n"
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    authors: Vec<Author<'a>>,
    items: Vec<JsonFeedItem<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonFeedItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    /// An item must have either content: where it has no other, its summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    date_published: String,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

fn item<'a>(entry: &'a FeedEntry<'a>) -> JsonFeedItem<'a> {
    let front = &entry.page.document.front;
    let summary = entry.summary.as_deref().unwrap_or_default();
    let summary_instead = entry.content.is_none().then_some(summary);
    JsonFeedItem {
        id: &entry.address,
        url: &entry.address,
        title: &entry.page.title,
        summary: entry.summary.as_deref(),
        content_html: entry.content.as_deref(),
        content_text: summary_instead,
        date_published: format!("{}T00:00:00Z", entry.date),
        language: &entry.page.language,
        authors: entry.people.iter().map(author).collect(),
        tags: front.tags.iter().map(|tag| tag.value.as_str()).collect(),
        attachments: entry.recording.iter().map(attachment).collect(),
    }
}

fn author<'a>(voice: &'a Voice<'a>) -> Author<'a> {
    Author { name: voice.name, url: voice.url, avatar: voice.image.as_deref() }
}

fn attachment(file: &FeedRecording) -> Attachment<'_> {
    let seconds = file.duration.map(|lasts| lasts.0 / 1000);
    Attachment {
        url: &file.address,
        mime_type: file.media_type,
        size_in_bytes: file.length,
        duration_in_seconds: seconds,
    }
}
