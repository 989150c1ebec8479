//! The strip as the place where a recording is entered: drawn to its clock from its first second to its last.

use super::{LANES, Lane, StripLine, marks, sections, share_last, tenths, timeline};
use crate::model::{MediaKind, Page, Section, SpeakerId, plain_text};
use crate::render::about::voice;
use crate::render::address::fragment;
use crate::render::export::words;
use crate::render::html::Context;
use crate::render::view::{ChapterView, LaneView, PlayerView};
use crate::text::language::is_right_to_left;
use crate::text::timecode::Timecode;

/// The player of `page`; none where its recording is only linked to.
pub fn player(page: &Page, context: Context<'_>) -> Option<PlayerView> {
    let media = page.document.front.media.as_ref().filter(|media| media.kind != MediaKind::Page)?;
    let duration = media.duration.map(|duration| duration.0);
    let mut view = PlayerView { words: words::href(page), skip: skipped(page), ..PlayerView::default() };
    let Some(timeline) = timeline::recording(page) else {
        view.length = duration.map(|length| Timecode(length).seconds());
        view.chapters = timed_chapters(page, duration);
        return Some(view);
    };
    view.length = Some(Timecode(timeline.length()).seconds());
    let line = StripLine { timeline, cells: super::CELLS, mirrored: is_right_to_left(&page.language) };
    view.lanes = lanes(page).iter().map(|lane| lane_view(page, lane, &line, context)).collect();
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

fn lane_view(page: &Page, lane: &Lane<'_>, line: &StripLine, context: Context<'_>) -> LaneView {
    let whole: u64 = page.turn_lengths.iter().map(|&length| u64::from(length)).sum();
    let name = match lane.speaker {
        Some(speaker) => speaker.name.clone(),
        None if lane.members.is_empty() => String::new(),
        None => context.strings.get("others").to_string(),
    };
    let address = lane.speaker.and_then(|speaker| context.site.address_of(speaker));
    LaneView {
        name,
        voice: lane.voice,
        href: address.map(|to| context.root.page(&to)),
        share: context.strings.percent(super::percent(lane.length, whole)),
        path: line.path(page, lane),
    }
}

/// A lane for each speaker, or one for all that nobody is named for.
fn lanes(page: &Page) -> Vec<Lane<'_>> {
    let speakers = (0..).map(SpeakerId).zip(&page.document.speakers);
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
    if lanes.is_empty() {
        lanes.push(Lane { speaker: None, members: Vec::new(), voice: 0, length: 1 });
    }
    lanes
}

/// The sections, where they stand on the line.
fn chapters(page: &Page, line: &StripLine) -> Vec<ChapterView> {
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
