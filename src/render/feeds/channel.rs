//! The content of a feed, which each format writes in its own way.

use std::ops::Range;

use jiff::civil::Date;

use super::{ENTRIES, Feed, newest};
use crate::config::{FeedTexts, Person, Podcast};
use crate::formats::FormatWriter;
use crate::formats::registry::Needs;
use crate::model::{KeyQuote, Page, PageId, Site, Speaker};
use crate::render::address::{Root, is_absolute};
use crate::render::export;
use crate::render::html::{Context, Setting, article};
use crate::render::languages::Languages;
use crate::render::media;
use crate::render::metadata::first_words;
use crate::source::Located;
use crate::speech::words::mark_times;
use crate::text::content_type;
use crate::text::excerpt::excerpt;
use crate::text::timecode::Timecode;

/// A feed, ready to be written in any format.
pub(super) struct Channel<'a> {
    pub(super) title: String,
    pub(super) description: Option<&'a str>,
    pub(super) language: &'a str,
    /// The publisher.
    pub(super) publisher: &'a str,
    /// The page that lists the same texts.
    pub(super) home: String,
    /// The feed's own address.
    pub(super) own: String,
    /// The settings of the podcast, if the site is of one.
    pub(super) podcast: Option<&'a Podcast>,
    /// The address of the podcast's picture.
    pub(super) image: Option<String>,
    pub(super) entries: Vec<FeedEntry<'a>>,
}

/// A text in a feed.
pub(super) struct FeedEntry<'a> {
    pub(super) page: &'a Page,
    pub(super) address: String,
    pub(super) date: Date,
    /// The summary; where there is neither one nor the whole text, its first words.
    pub(super) summary: Option<String>,
    /// The whole text as markup, its notes at the end; of the newest texts only, and where the site's feeds have it.
    pub(super) content: Option<String>,
    /// The address of its own picture.
    pub(super) image: Option<String>,
    pub(super) people: Vec<Voice<'a>>,
    pub(super) recording: Option<FeedRecording>,
    /// Key quotes whose words have times.
    pub(super) soundbites: Vec<Soundbite>,
    /// The files that podcast programs show: transcripts, and chapters.
    pub(super) files: Vec<(FormatWriter, String)>,
}

/// Somebody who speaks.
pub(super) struct Voice<'a> {
    pub(super) name: &'a str,
    pub(super) role: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    pub(super) image: Option<String>,
}

/// A passage of a recording that stands for it.
pub(super) struct Soundbite {
    pub(super) time: Range<Timecode>,
    pub(super) words: String,
}

/// A file of sound or pictures.
pub(super) struct FeedRecording {
    pub(super) address: String,
    pub(super) media_type: &'static str,
    /// The size in bytes, if it is one of the site's files.
    pub(super) length: Option<u64>,
    pub(super) duration: Option<Timecode>,
}

impl<'a> Channel<'a> {
    pub(super) fn new(feed: &Feed, site: &'a Site, root: &Root, languages: &Languages) -> Channel<'a> {
        let source = FeedContext { site, root, languages };
        let index = site.collections.get(&feed.address).and_then(|found| found.index);
        let index = index.map(|id| site.page(id));
        let summary = index.and_then(|page| page.document.front.summary.as_deref());
        let own_words = site.config.description.as_deref().filter(|_| feed.address.is_empty());
        let pages = newest(site, feed);
        let is_whole = match site.config.feeds {
            FeedTexts::Auto => !site.is_large,
            FeedTexts::Whole => true,
            FeedTexts::Summary => false,
        };
        let podcast = site.config.podcast.as_ref();
        Channel {
            title: title(site, &feed.address),
            description: own_words.or(summary),
            language: index.map_or(&site.config.language, |page| &page.language),
            publisher: &site.config.title,
            home: root.page(&feed.address),
            own: root.file(&feed.path()),
            podcast,
            image: podcast.and_then(|podcast| source.image(podcast.image.as_ref()?)),
            entries: (0..)
                .zip(pages)
                .filter_map(|(at, (id, page))| source.entry(id, page, is_whole && at < ENTRIES))
                .collect(),
        }
    }
}

/// The title of the feeds of the texts below `address`.
pub(super) fn title(site: &Site, address: &str) -> String {
    let collection = site.collections.get(address).filter(|_| !address.is_empty());
    collection.map_or(site.config.title.clone(), |found| format!("{} · {}", found.title, site.config.title))
}

/// The key quotes of `page` with their times; more than so many seconds are an excerpt and no soundbite.
fn soundbites(page: &Page) -> Vec<Soundbite> {
    let times = mark_times(&page.document);
    let bite = |quote: KeyQuote<'_>| {
        let time = times.get(&quote.mark)?.clone();
        let length = time.end.0.saturating_sub(time.start.0);
        let words = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
        (1..=LONGEST_SOUNDBITE)
            .contains(&length)
            .then(|| Soundbite { time, words: excerpt(&words, SOUNDBITE_WORDS) })
    };
    if times.is_empty() {
        Vec::new()
    } else {
        page.document.key_quotes().into_iter().filter_map(bite).collect()
    }
}

/// Milliseconds: the namespace recommends two minutes at most, and 128 characters for the title.
const LONGEST_SOUNDBITE: u64 = 120_000;
const SOUNDBITE_WORDS: usize = 120;

struct FeedContext<'a, 'r> {
    site: &'a Site,
    root: &'r Root,
    languages: &'r Languages,
}

impl<'a> FeedContext<'a, '_> {
    fn entry(&self, id: PageId, page: &'a Page, is_whole: bool) -> Option<FeedEntry<'a>> {
        let address = self.root.page(&page.address);
        let opened = page.open();
        let first_words = || if is_whole { None } else { first_words(&opened) };
        Some(FeedEntry {
            page,
            date: page.document.front.date?,
            summary: page.document.front.summary.clone().or_else(first_words),
            content: is_whole.then(|| self.content(&opened, &address)),
            image: opened.document.front.media.as_ref().and_then(|media| self.image(media.image.as_ref()?)),
            address,
            people: self.people(page),
            recording: self.recording(&opened),
            soundbites: soundbites(&opened),
            files: self.files(id, &opened),
        })
    }

    fn content(&self, page: &Page, address: &str) -> String {
        let context = Context {
            site: self.site,
            root: self.root,
            language: &page.language,
            strings: self.languages.strings_for(&page.language),
            recording: None,
            setting: Setting::Elsewhere(address),
        };
        article(&page.document, context).content
    }

    /// Those who speak, and those whom the page names without a word of theirs.
    fn people(&self, page: &'a Page) -> Vec<Voice<'a>> {
        let document = &page.document;
        let speaks = |id: &str| document.speakers.iter().any(|speaker| speaker.id == id);
        let silent = document.front.people.iter().filter(|(id, _)| !speaks(id));
        let silent = silent.map(|(_, person)| self.voice_of(&person.name, Some(person)));
        document.speakers.iter().map(|speaker| self.voice(speaker, page)).chain(silent).collect()
    }

    fn voice(&self, speaker: &'a Speaker, page: &'a Page) -> Voice<'a> {
        let own = || page.document.front.people.get(&speaker.id);
        let person = self.site.config.people.get(&speaker.id).filter(|_| speaker.is_person).or_else(own);
        self.voice_of(&speaker.name, person)
    }

    fn voice_of(&self, name: &'a str, person: Option<&'a Person>) -> Voice<'a> {
        Voice {
            name,
            role: person.and_then(|person| person.role.as_deref()),
            url: person.and_then(|person| person.url.as_deref()).filter(|url| url.starts_with("http")),
            image: person.and_then(|person| self.image(person.image.as_ref()?)),
        }
    }

    fn image(&self, image: &Located<String>) -> Option<String> {
        let image = &image.value;
        Some(if is_absolute(image) { image.to_string() } else { self.root.file(image) })
    }

    /// The recording, when it is a file: a page or a video elsewhere cannot be played by a program.
    fn recording(&self, page: &Page) -> Option<FeedRecording> {
        let media = page.document.front.media.as_ref()?;
        let view = media::view(page, self.site, self.root)?;
        let unknown = match view.kind {
            "audio" => "audio/mpeg",
            "video" => "video/mp4",
            _ => return None,
        };
        let path = view.src.split(['?', '#']).next().unwrap_or_default();
        let by_name = content_type::from_path(path).split(';').next().unwrap_or_default();
        let is_media = by_name.starts_with("audio/") || by_name.starts_with("video/");
        let media_type = if is_media { by_name } else { unknown };
        let length = media::length(&page.document, self.site).or(media.bytes);
        Some(FeedRecording { address: view.src, media_type, length, duration: media.duration })
    }

    fn files(&self, id: PageId, page: &Page) -> Vec<(FormatWriter, String)> {
        // Words about a recording are no transcript of it.
        let is_transcript = page.has_cues || page.document.turns().next().is_some();
        let formats = export::for_page(self.site, id, page).into_iter().filter_map(|export| export.format());
        let formats = formats.filter(|format| is_transcript || format.needs != Needs::Words);
        formats.map(|format| (format, self.root.file(&format!("{}{}", page.address, format.file)))).collect()
    }
}
