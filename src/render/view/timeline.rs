//! The data for templates about the small drawing of a conversation.

use serde::Serialize;

/// A timeline: a small drawing of the whole conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineView {
    /// A track for each speaker, in the order of first words.
    pub tracks: Vec<SpeakerTrackView>,
    /// The links to sections; to turns if there are no sections.
    pub markers: Vec<MarkerView>,
    /// The markers of notes and key quotes; those close together are one.
    pub marks: Vec<TimelineMarkView>,
}

/// The track of one speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerTrackView {
    /// The name.
    pub name: String,
    /// The number of their colour and symbol; 0 for all other speakers together.
    pub voice: u16,
    /// The link to their page here.
    pub href: Option<String>,
    /// Their share of the words.
    pub share: String,
    /// The lines of an SVG path, 600 wide and at height 0.
    pub path: String,
}

/// A link in a timeline to a section or turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkerView {
    /// The link.
    pub href: String,
    /// The section's title, or the turn's first words.
    pub label: String,
    /// True for a turn: the page has its words, from which a script names the link.
    pub is_turn: bool,
    /// Its left edge, in per cent of the width of the timeline.
    pub x: String,
    /// Its width, the same.
    pub width: String,
}

/// A marker of a note or key quote in a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineMarkView {
    /// `note` or `quote`.
    pub kind: &'static str,
    /// The link to the words.
    pub href: String,
    /// The label: a note's name, or a quote's words.
    pub label: String,
    /// Its place, in per cent of the width of the timeline.
    pub x: String,
    /// The width of a note on a stretch of the recording, the same; none for what is at one place.
    pub width: Option<String>,
}

/// The track of one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopicTrackView {
    /// The topic for readers.
    pub label: String,
    /// The link to its page.
    pub href: Option<String>,
    /// Its passages, in reading order.
    pub places: Vec<MarkerView>,
}

/// The data of a page's player, except for the recording itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlayerView {
    /// The length of the recording in seconds, as far as it is known.
    pub length: Option<String>,
    /// A track for each speaker, the longest first; empty if the times of most turns are not known.
    pub tracks: Vec<SpeakerTrackView>,
    /// The sections, in the order of the recording.
    pub chapters: Vec<ChapterView>,
    /// The notes and key quotes.
    pub marks: Vec<TimelineMarkView>,
    /// The link to the word timings.
    pub words: Option<&'static str>,
    /// The stretches that are left out, because what is said there is withheld: `724.1-726 900-`, in seconds.
    pub skip: Option<String>,
}

/// A section in a player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChapterView {
    /// Its title.
    pub title: String,
    /// The link to it.
    pub href: String,
    /// Its beginning, in seconds.
    pub start: String,
    /// Its place from the left: `12.3%`.
    pub x: String,
}

/// The picture of a transcript in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverView {
    /// The address of a picture: the first guest's portrait. Without one the conversation is drawn.
    pub image: Option<String>,
    /// Each speaker's colour, and the lines of an SVG path, 100 wide and 78 high: the conversation as the lines of a
    /// page. The first speaks most.
    pub lines: Vec<(u16, String)>,
}

/// A timeline in a list. All of them have one scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SmallTimelineView {
    /// Its width, in per cent of the longest one's.
    pub width: String,
    /// The width of its paths.
    pub cells: u64,
    /// Each speaker's colour, and the lines of an SVG path at height 0; the first speaks most.
    pub tracks: Vec<(u16, String)>,
}
