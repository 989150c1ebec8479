//! The strip: a whole conversation drawn small, a lane for each speaker, from its start to its end.
//!
//! Positions are counted in cells, so that what is narrower than a cell is joined with its
//! neighbours, and the longest conversation is a few kilobytes.

mod marks;
mod player;
mod quotes;
mod small;
mod timeline;
mod topics;

pub use self::player::player;
pub use self::quotes::{QuotePlace, places};
pub use self::small::{Colouring, cover, small};
pub use self::timeline::recording as recording_timeline;

pub use self::topics::topic_tracks;

use self::timeline::Timeline;
use super::about::voice;
use super::address::fragment;
use super::html::Context;
use super::view::{LaneView, StopView, StripView};
use crate::model::{Page, Speaker, SpeakerId, Turn, plain_text};
use crate::text::excerpt::excerpt;
use crate::text::language::is_right_to_left;

/// The width of a strip in cells: about its width in pixels.
const CELLS: u64 = 600;

/// The same for strips in lists.
const SMALL_CELLS: u64 = 240;

/// The largest number of tracks; in longer conversations the remaining speakers share the last one.
const LANES: usize = 6;

/// A conversation of fewer turns is seen at a glance without a strip.
const FEWEST_TURNS: usize = 6;

/// The number of markers to jump to in a text without sections.
const STOPS: u64 = 12;

/// The number of characters of a turn that name its marker.
const STOP_EXCERPT: usize = 50;

/// The strip of `page`; none where a single voice speaks, or hardly anybody.
pub fn strip(page: &Page, context: Context<'_>) -> Option<StripView> {
    let lanes = lanes(page)?;
    let line = StripLine {
        timeline: timeline::from_page(page),
        cells: CELLS,
        mirrored: is_right_to_left(&page.language),
    };
    let whole: u64 = lanes.iter().map(|lane| lane.length).sum();
    let view = |lane: &Lane<'_>| LaneView {
        name: lane.speaker.map_or_else(|| context.strings.get("others"), |speaker| &speaker.name).to_string(),
        voice: lane.voice,
        href: lane
            .speaker
            .and_then(|speaker| context.site.address_of(speaker))
            .map(|to| context.root.page(&to)),
        share: context.strings.percent(percent(lane.length, whole)),
        path: line.path(page, lane),
    };
    Some(StripView {
        lanes: lanes.iter().map(view).collect(),
        stops: stops(page, &line),
        marks: marks::from_page(page, context, &line, timeline::origin(page)),
    })
}

/// The length of `page` in the unit that strips in lists share.
pub fn length(page: &Page) -> u64 {
    page.turn_lengths.iter().map(|&length| u64::from(length)).sum()
}

/// A speaker's line, or the one of all who have none of their own.
struct Lane<'a> {
    speaker: Option<&'a Speaker>,
    members: Vec<SpeakerId>,
    voice: u16,
    length: u64,
}

impl Lane<'_> {
    /// Tells if a turn of these speakers is on it.
    fn has(&self, speakers: &[SpeakerId]) -> bool {
        let is_nobodys = self.members.is_empty() && speakers.is_empty();
        is_nobodys || speakers.iter().any(|speaker| self.members.contains(speaker))
    }
}

/// The lanes, whoever says most first. Where there are too many speakers, those who say least share the last.
fn lanes(page: &Page) -> Option<Vec<Lane<'_>>> {
    let document = &page.document;
    if page.turn_lengths.len() < FEWEST_TURNS {
        return None;
    }
    let speakers = (0..).map(SpeakerId).zip(&document.speakers);
    let mut lanes: Vec<Lane<'_>> = speakers
        .map(|(id, speaker)| Lane {
            speaker: Some(speaker),
            members: vec![id],
            voice: voice(id.0),
            length: page.speaker_lengths[usize::from(id.0)],
        })
        .filter(|lane| lane.length > 0)
        .collect();
    lanes.sort_by_key(|lane| std::cmp::Reverse(lane.length));
    if lanes.len() > LANES {
        share_last(&mut lanes);
    }
    (lanes.len() > 1).then_some(lanes)
}

fn share_last(lanes: &mut Vec<Lane<'_>>) {
    let rest = lanes.split_off(LANES - 1);
    lanes.push(Lane {
        speaker: None,
        members: rest.iter().flat_map(|lane| lane.members.clone()).collect(),
        voice: 0,
        length: rest.iter().map(|lane| lane.length).sum(),
    });
}

/// A line of cells with the positions of the turns on it.
struct StripLine {
    timeline: Timeline,
    cells: u64,
    mirrored: bool,
}

impl StripLine {
    /// The cell at a moment.
    fn cell(&self, moment: u64) -> u64 {
        (moment * self.cells + self.timeline.length() / 2).checked_div(self.timeline.length()).unwrap_or(0)
    }

    /// `m gap 0 h length` for each run of a lane's turns, from the end of the run before. Gaps of one cell are closed,
    /// so that there is one run in three cells at most.
    fn path(&self, page: &Page, lane: &Lane<'_>) -> String {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for (at, _) in page.turn_speakers.iter().enumerate().filter(|(_, speakers)| lane.has(speakers)) {
            let start = self.cell(self.timeline.start(at)).min(self.cells - 1);
            let end = self.cell(self.timeline.start(at + 1)).max(start + 1);
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
        let tenth = (moment * 1000).checked_div(self.timeline.length()).unwrap_or(0).min(1000);
        tenths(if self.mirrored { 1000 - tenth } else { tenth })
    }
}

/// The sections one can jump to, or else turns at about the same distance from each other.
fn stops(page: &Page, line: &StripLine) -> Vec<StopView> {
    let sections = sections(page, line);
    let is_turn = sections.len() < 2;
    let places = if is_turn { evenly(page, line) } else { sections };
    let ends: Vec<u64> = places.iter().skip(1).map(|place| place.0).chain([line.timeline.length()]).collect();
    let wide =
        places.into_iter().zip(ends).filter(|((start, _, _), end)| line.cell(*end) > line.cell(*start));
    let view = |((start, anchor, label), end): ((u64, String, String), u64)| StopView {
        href: fragment(&anchor),
        label,
        is_turn,
        x: line.place(if line.mirrored { end } else { start }),
        width: tenths((end - start) * 1000 / line.timeline.length().max(1)),
    };
    wide.map(view).collect()
}

/// Each headed section with the moment it starts at, its anchor and its title.
fn sections(page: &Page, line: &StripLine) -> Vec<(u64, String, String)> {
    let mut turn = 0;
    let mut found = Vec::new();
    for section in &page.document.sections {
        if let Some(heading) = &section.heading {
            found.push((line.timeline.start(turn), heading.anchor.clone(), plain_text(&heading.inlines)));
        }
        turn += section.turns.len();
    }
    found
}

fn evenly(page: &Page, line: &StripLine) -> Vec<(u64, String, String)> {
    let mut next = 0;
    let mut found = Vec::new();
    for (at, turn) in page.document.turns().enumerate() {
        let start = line.timeline.start(at);
        if start * STOPS >= next * line.timeline.length() {
            next = start * STOPS / line.timeline.length().max(1) + 1;
            found.push((start, turn.anchor.clone(), turn_label(page, turn)));
        }
    }
    found
}

fn turn_label(page: &Page, turn: &Turn) -> String {
    let names: Vec<&str> = turn.speakers.iter().map(|&id| page.document.speaker(id).name.as_str()).collect();
    let words =
        turn.blocks.first().map(|block| excerpt(&block.plain_text(), STOP_EXCERPT)).unwrap_or_default();
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
