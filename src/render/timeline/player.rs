//! The timeline as the place where a recording is entered: drawn to its clock from its first second to its last.

use super::{SpeakerTrack, TimelineGrid, marks, scale, sections, speaker_tracks, tenths};
use crate::model::{MediaKind, Page, Section, plain_text};
use crate::render::address::fragment;
use crate::render::export::words;
use crate::render::html::Context;
use crate::render::view::{ChapterView, PlayerView, SpeakerTrackView};
use crate::text::language::is_right_to_left;
use crate::text::timecode::Timecode;

/// The player of `page`; none where its recording is only linked to.
pub fn player(page: &Page, context: Context<'_>) -> Option<PlayerView> {
    let media = page.document.front.media.as_ref().filter(|media| media.kind != MediaKind::Page)?;
    let duration = media.duration.map(|duration| duration.0);
    let mut view = PlayerView { words: words::href(page), skip: skipped(page), ..PlayerView::default() };
    let Some(scale) = scale::recording(page) else {
        view.length = duration.map(|length| Timecode(length).seconds());
        view.chapters = timed_chapters(page, duration);
        return Some(view);
    };
    view.length = Some(Timecode(scale.length()).seconds());
    let line = TimelineGrid { scale, cells: super::CELLS, mirrored: is_right_to_left(&page.language) };
    view.tracks = tracks(page).iter().map(|track| track_view(page, track, &line, context)).collect();
    view.marks = marks::from_page(page, context, &line, Some(0));
    view.chapters = chapters(page, &line);
    Some(view)
}

/// The stretches that a player leaves out.
fn skipped(page: &Page) -> Option<String> {
    let times = &page.document.withheld_times;
    let stretch = |(start, end): &(Timecode, Option<Timecode>)| {
        format!("{}-{}", start.seconds(), end.map_or_else(String::new, Timecode::seconds))
    };
    (!times.is_empty()).then(|| times.iter().map(stretch).collect::<Vec<_>>().join(" "))
}

fn track_view(
    page: &Page,
    track: &SpeakerTrack<'_>,
    line: &TimelineGrid,
    context: Context<'_>,
) -> SpeakerTrackView {
    let whole: u64 = page.turn_lengths.iter().map(|&length| u64::from(length)).sum();
    let name = match track.speaker {
        Some(speaker) => speaker.name.clone(),
        None if track.members.is_empty() => String::new(),
        None => context.strings.get("others").to_string(),
    };
    let address = track.speaker.and_then(|speaker| context.site.address_of(speaker));
    SpeakerTrackView {
        name,
        voice: track.voice,
        href: address.map(|to| context.root.page(&to)),
        share: context.strings.percent(super::percent(track.length, whole)),
        path: line.path(page, track),
    }
}

/// A track for each speaker, or one for all that nobody is named for.
fn tracks(page: &Page) -> Vec<SpeakerTrack<'_>> {
    let mut tracks = speaker_tracks(page);
    if tracks.is_empty() {
        tracks.push(SpeakerTrack { speaker: None, members: Vec::new(), voice: 0, length: 1 });
    }
    tracks
}

/// The sections, where they stand on the line.
fn chapters(page: &Page, line: &TimelineGrid) -> Vec<ChapterView> {
    let found = sections(page, line);
    let view = |(start, anchor, title): (u64, String, String)| ChapterView {
        title,
        href: fragment(&anchor),
        start: Timecode(start).seconds(),
        x: line.place(start),
    };
    found.into_iter().map(view).collect()
}

/// The sections whose own time is known, where that of most turns is not.
fn timed_chapters(page: &Page, duration: Option<u64>) -> Vec<ChapterView> {
    let section = |section: &Section| {
        let (heading, time) = (section.heading.as_ref()?, section.time()?);
        let place = duration.map_or(0, |whole| (time.0 * 1000).checked_div(whole).unwrap_or(0).min(1000));
        let title = plain_text(&heading.inlines);
        let href = fragment(&heading.anchor);
        Some(ChapterView { title, href, start: time.seconds(), x: tenths(place) })
    };
    page.document.sections.iter().filter_map(section).collect()
}
