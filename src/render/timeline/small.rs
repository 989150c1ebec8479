//! Timelines in lists, and the same folded into lines for covers.

use super::{SMALL_CELLS, SpeakerTrack, TimelineGrid, scale, tenths, tracks};
use crate::model::{Page, SpeakerId};
use crate::render::view::{CoverView, SmallTimelineView};

/// The number of lines of a cover at most: like a page seen from afar.
const COVER_LINES: u64 = 13;

/// The width of a cover's line, and the distance between two lines, both in the units of its paths.
const COVER_WIDTH: u64 = 100;
const COVER_STEP: u64 = 6;

/// In which colours a conversation is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Colouring<'a> {
    /// The number of each speaker's colour, in the order of the page's speakers.
    pub voices: &'a [u16],
    /// The only speaker in colour, on a page about them.
    pub only: Option<SpeakerId>,
}

impl Colouring<'_> {
    fn voice(self, track: &SpeakerTrack<'_>) -> u16 {
        let is_shown = self.only.is_none_or(|only| track.members.contains(&only));
        match track.speaker {
            Some(_) if is_shown => {
                self.voices.get(usize::from(track.members[0].0)).copied().unwrap_or(track.voice)
            }
            _ => 0,
        }
    }
}

/// The timeline of `page` for a list of which the longest has `longest` half words.
pub fn small(page: &Page, longest: u64, colouring: Colouring<'_>) -> Option<SmallTimelineView> {
    let tracks = tracks(page)?;
    let scale = scale::by_words(page);
    let width = (scale.length() * 1000 / longest.max(1)).clamp(10, 1000);
    let cells = (SMALL_CELLS * width / 1000).max(2);
    let line = TimelineGrid { scale, cells, mirrored: super::is_right_to_left(&page.language) };
    Some(SmallTimelineView {
        width: tenths(width),
        cells,
        tracks: tracks.iter().map(|track| (colouring.voice(track), line.path(page, track))).collect(),
    })
}

/// `page` as the lines of a page, each section ending with a short one where that fits.
pub fn cover(page: &Page, colouring: Colouring<'_>) -> Option<CoverView> {
    let tracks = tracks(page)?;
    let folded = Folded::new(page);
    let view = |track: &SpeakerTrack<'_>| (colouring.voice(track), folded.path(page, track));
    Some(CoverView { image: None, lines: tracks.iter().map(view).collect() })
}

/// The places of turns on folded lines, in units from the start of the first.
struct Folded {
    turns: Vec<(u64, u64)>,
    mirrored: bool,
}

impl Folded {
    /// Takes the largest scale at which the conversation with its short lines fits on a cover.
    fn new(page: &Page) -> Folded {
        let mirrored = super::is_right_to_left(&page.language);
        let room = COVER_LINES * COVER_WIDTH;
        let fits = |full: &u64| Folded::places(page, full * COVER_WIDTH, true);
        let sectioned = (COVER_LINES / 2..=COVER_LINES).rev().map(|full| fits(&full));
        let fitting = sectioned.into_iter().find(|turns| turns.last().is_none_or(|last| last.1 <= room));
        Folded { turns: fitting.unwrap_or_else(|| Folded::places(page, room, false)), mirrored }
    }

    /// The beginning and end of each turn if all of them are `length` long together.
    fn places(page: &Page, length: u64, sections: bool) -> Vec<(u64, u64)> {
        let scale = scale::by_words(page);
        let whole = scale.length().max(1);
        let mut places = Vec::new();
        let (mut turn, mut shift) = (0, 0);
        for section in &page.document.sections {
            for _ in &section.turns {
                let moment = |at: usize| scale.start(at) * length / whole + shift;
                places.push((moment(turn), moment(turn + 1)));
                turn += 1;
            }
            let end = places.last().map_or(0, |place| place.1);
            if sections && !section.turns.is_empty() {
                shift += end.next_multiple_of(COVER_WIDTH) - end;
            }
        }
        places
    }

    /// `M left top h length` for each piece of a track's turns.
    fn path(&self, page: &Page, track: &SpeakerTrack<'_>) -> String {
        let mut path = String::new();
        for (speakers, &(start, end)) in page.turn_speakers.iter().zip(&self.turns) {
            if !track.has(speakers) {
                continue;
            }
            let mut at = start;
            let end = end.max(start + 1);
            while at < end {
                let line = at / COVER_WIDTH;
                let stop = end.min((line + 1) * COVER_WIDTH);
                self.piece(&mut path, (at % COVER_WIDTH, stop - line * COVER_WIDTH), line);
                at = stop;
            }
        }
        path
    }

    fn piece(&self, path: &mut String, (from, to): (u64, u64), line: u64) {
        let left = if self.mirrored { COVER_WIDTH - to } else { from };
        // A piece ends a little before the next, so that two voices do not touch.
        let length = if to - from > 1 { format!("{}.5", to - from - 1) } else { ".8".into() };
        *path += &format!("M{left} {}h{length}", line * COVER_STEP + COVER_STEP / 2);
    }
}
