//! Front matter, in whichever syntax it was written.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{PageKind, Point};
use crate::config::Person;
use crate::source::Located;
use crate::text::timecode::Timecode;

/// A page's front matter. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The title; the first heading's words when there is none.
    pub title: Option<String>,
    /// The day it is dated.
    pub date: Option<Date>,
    /// A BCP 47 tag.
    pub language: Option<String>,
    /// One line about it.
    pub summary: Option<String>,
    /// Its tags, as written.
    pub tags: Vec<Located<String>>,
    /// The speakers: IDs of `[people]` or of [`people`](Self::people), or names.
    pub speakers: Vec<Located<String>>,
    /// People of this page alone, `[speakers.sam]`, by id.
    pub people: BTreeMap<String, Person>,
    /// The key points, one line each.
    pub points: Vec<Point>,
    /// Former addresses.
    pub aliases: Vec<Located<String>>,
    /// A draft is published only with `--drafts`.
    pub draft: bool,
    /// Its place among its siblings; those without one follow by date.
    pub order: Option<i64>,
    /// The template that it is made with in place of the one of its kind: `special.html`.
    pub template: Option<Located<String>>,
    /// The kind of page, for texts that would be classified wrongly.
    pub kind: Option<PageKind>,
    /// The recording.
    pub media: Option<Media>,
    /// The origin of the words.
    pub source: Provenance,
}

/// A recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// The kind of recording.
    pub kind: MediaKind,
    /// An address, or a path beside the page; for YouTube and Vimeo the video's id.
    pub src: Located<String>,
    /// The length of the recording.
    pub duration: Option<Timecode>,
    /// Its picture, such as the artwork of an episode: a path below `static/` or an address.
    pub image: Option<Located<String>>,
    /// The id that programs for podcasts know it by; the page's address when it has none.
    pub guid: Option<String>,
    /// Its number of bytes, where it is on another host.
    pub bytes: Option<u64>,
}

/// The sorts of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaKind {
    /// Sound.
    Audio,
    /// Pictures and sound.
    Video,
    /// A video on YouTube.
    YouTube,
    /// A video on Vimeo.
    Vimeo,
    /// A page elsewhere that has the recording.
    Page,
}

/// The origin of the words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The original's address.
    pub url: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// The transcriber.
    pub transcribed_by: Option<String>,
    /// The translator.
    pub translated_by: Option<String>,
}

impl Provenance {
    /// Returns true if nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Provenance::default()
    }
}
