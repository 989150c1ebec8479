//! The timeline: a whole conversation drawn small, a track for each speaker, from its start to its end.
//!
//! Positions are counted in cells, so that what is narrower than a cell is joined with its
//! neighbours, and the longest conversation is a few kilobytes.

mod marks;
mod player;
mod quotes;
mod scale;
mod small;
mod topics;

pub use self::player::player;
pub use self::quotes::{QuotePlace, places};
pub use self::scale::recording as recording_scale;
pub use self::small::{Colouring, cover, small};

pub use self::topics::topic_tracks;

use self::scale::TimeScale;
use super::about::voice;
use super::address::fragment;
use super::html::Context;
use super::view::{MarkerView, SpeakerTrackView, TimelineView};
use crate::model::{Page, Speaker, SpeakerId, Turn, plain_text};
use crate::text::excerpt::excerpt;
use crate::text::language::is_right_to_left;

/// The width of a timeline in cells: about its width in pixels.
const CELLS: u64 = 600;

/// The same for timelines in lists.
const SMALL_CELLS: u64 = 240;

/// The largest number of tracks; in longer conversations the remaining speakers share the last one.
const MAX_TRACKS: usize = 6;

/// A conversation of fewer turns is seen at a glance without a timeline.
const FEWEST_TURNS: usize = 6;

/// The number of markers to jump to in a text without sections.
const MARKERS: u64 = 12;

/// The number of characters of a turn that name its marker.
const MARKER_EXCERPT: usize = 50;

/// The timeline of `page`; none where a single voice speaks, or hardly anybody.
pub fn timeline(page: &Page, context: Context<'_>) -> Option<TimelineView> {
    let tracks = tracks(page)?;
    let line = TimelineGrid {
        scale: scale::from_page(page),
        cells: CELLS,
        mirrored: is_right_to_left(&page.language),
    };
    let whole: u64 = tracks.iter().map(|track| track.length).sum();
    let view = |track: &SpeakerTrack<'_>| SpeakerTrackView {
        name: track
            .speaker
            .map_or_else(|| context.strings.get("others"), |speaker| &speaker.name)
            .to_string(),
        voice: track.voice,
        href: track
            .speaker
            .and_then(|speaker| context.site.address_of(speaker))
            .map(|to| context.root.page(&to)),
        share: context.strings.percent(percent(track.length, whole)),
        path: line.path(page, track),
    };
    Some(TimelineView {
        tracks: tracks.iter().map(view).collect(),
        markers: markers(page, &line),
        marks: marks::from_page(page, context, &line, scale::origin(page)),
    })
}

/// The length of `page` in the unit that timelines in lists share.
pub fn length(page: &Page) -> u64 {
    page.turn_lengths.iter().map(|&length| u64::from(length)).sum()
}

/// A speaker's line, or the one of all who have none of their own.
struct SpeakerTrack<'a> {
    speaker: Option<&'a Speaker>,
    members: Vec<SpeakerId>,
    voice: u16,
    length: u64,
}

impl SpeakerTrack<'_> {
    /// Tells if a turn of these speakers is on it.
    fn has(&self, speakers: &[SpeakerId]) -> bool {
        let is_nobodys = self.members.is_empty() && speakers.is_empty();
        is_nobodys || speakers.iter().any(|speaker| self.members.contains(speaker))
    }
}

/// The tracks of a conversation that is long enough to be drawn.
fn tracks(page: &Page) -> Option<Vec<SpeakerTrack<'_>>> {
    if page.turn_lengths.len() < FEWEST_TURNS {
        return None;
    }
    let tracks = speaker_tracks(page);
    (tracks.len() > 1).then_some(tracks)
}

/// The tracks of those who speak, the longest first. Where there are too many speakers, those who say least share the
/// last.
fn speaker_tracks(page: &Page) -> Vec<SpeakerTrack<'_>> {
    let speakers = (0..).map(SpeakerId).zip(&page.document.speakers);
    let mut tracks: Vec<SpeakerTrack<'_>> = speakers
        .map(|(id, speaker)| SpeakerTrack {
            speaker: Some(speaker),
            members: vec![id],
            voice: voice(id.0),
            length: page.speaker_lengths[usize::from(id.0)],
        })
        .filter(|track| track.length > 0)
        .collect();
    tracks.sort_by_key(|track| std::cmp::Reverse(track.length));
    if tracks.len() > MAX_TRACKS {
        share_last(&mut tracks);
    }
    tracks
}

fn share_last(tracks: &mut Vec<SpeakerTrack<'_>>) {
    let rest = tracks.split_off(MAX_TRACKS - 1);
    tracks.push(SpeakerTrack {
        speaker: None,
        members: rest.iter().flat_map(|track| track.members.clone()).collect(),
        voice: 0,
        length: rest.iter().map(|track| track.length).sum(),
    });
}

/// A line of cells with the positions of the turns on it.
struct TimelineGrid {
    scale: TimeScale,
    cells: u64,
    mirrored: bool,
}

impl TimelineGrid {
    /// The cell at a moment.
    fn cell(&self, moment: u64) -> u64 {
        (moment * self.cells + self.scale.length() / 2).checked_div(self.scale.length()).unwrap_or(0)
    }

    /// `m gap 0 h length` for each run of a track's turns, from the end of the run before. Gaps of one cell are closed,
    /// so that there is one run in three cells at most.
    fn path(&self, page: &Page, track: &SpeakerTrack<'_>) -> String {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for (at, _) in page.turn_speakers.iter().enumerate().filter(|(_, speakers)| track.has(speakers)) {
            let start = self.cell(self.scale.start(at)).min(self.cells - 1);
            let end = self.cell(self.scale.start(at + 1)).max(start + 1);
            match runs.last_mut() {
                Some((_, last)) if start <= *last + 1 => *last = end.max(*last),
                _ => runs.push((start, end)),
            }
        }
        let left = |start: u64, end: u64| if self.mirrored { self.cells - end } else { start };
        let mut path = String::new();
        let mut pen = 0;
        for (start, end) in runs {
            let (from, length) = (left(start, end), end - start);
            path.push_str(&format!("m{} 0h{length}", from.cast_signed() - pen));
            pen = (from + length).cast_signed();
        }
        path
    }

    /// The position of a moment from the left, in per cent.
    fn place(&self, moment: u64) -> String {
        let tenth = (moment * 1000).checked_div(self.scale.length()).unwrap_or(0).min(1000);
        tenths(if self.mirrored { 1000 - tenth } else { tenth })
    }
}

/// The sections one can jump to, or else turns at about the same distance from each other.
fn markers(page: &Page, line: &TimelineGrid) -> Vec<MarkerView> {
    let sections = sections(page, line);
    let is_turn = sections.len() < 2;
    let places = if is_turn { evenly(page, line) } else { sections };
    let ends: Vec<u64> = places.iter().skip(1).map(|place| place.0).chain([line.scale.length()]).collect();
    let wide =
        places.into_iter().zip(ends).filter(|((start, _, _), end)| line.cell(*end) > line.cell(*start));
    let view = |((start, anchor, label), end): ((u64, String, String), u64)| MarkerView {
        href: fragment(&anchor),
        label,
        is_turn,
        x: line.place(if line.mirrored { end } else { start }),
        width: tenths((end - start) * 1000 / line.scale.length().max(1)),
    };
    wide.map(view).collect()
}

/// Each headed section with the moment it starts at, its anchor and its title.
fn sections(page: &Page, line: &TimelineGrid) -> Vec<(u64, String, String)> {
    let mut turn = 0;
    let mut found = Vec::new();
    for section in &page.document.sections {
        if let Some(heading) = &section.heading {
            found.push((line.scale.start(turn), heading.anchor.clone(), plain_text(&heading.inlines)));
        }
        turn += section.turns.len();
    }
    found
}

fn evenly(page: &Page, line: &TimelineGrid) -> Vec<(u64, String, String)> {
    let mut next = 0;
    let mut found = Vec::new();
    for (at, turn) in page.document.turns().enumerate() {
        let start = line.scale.start(at);
        if start * MARKERS >= next * line.scale.length() {
            next = start * MARKERS / line.scale.length().max(1) + 1;
            found.push((start, turn.anchor.clone(), turn_label(page, turn)));
        }
    }
    found
}

fn turn_label(page: &Page, turn: &Turn) -> String {
    let names: Vec<&str> = turn.speakers.iter().map(|&id| page.document.speaker(id).name.as_str()).collect();
    let words =
        turn.blocks.first().map(|block| excerpt(&block.plain_text(), MARKER_EXCERPT)).unwrap_or_default();
    format!("{}: {words}", names.join(", "))
}

fn percent(part: u64, whole: u64) -> u32 {
    let rounded = (part * 100 + whole / 2).checked_div(whole).unwrap_or(0);
    u32::try_from(rounded).unwrap_or(100).max(1)
}

/// `12.3%` of 123, and `12%` of 120.
fn tenths(value: u64) -> String {
    match (value / 10, value % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}
