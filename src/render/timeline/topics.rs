//! A track for each topic of a conversation, below those of its speakers.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::{CELLS, TimelineGrid, scale, tenths, turn_label};
use crate::model::{Page, Section, TopicPassage, Turn, plain_text};
use crate::render::address::fragment;
use crate::render::html::Context;
use crate::render::topics;
use crate::render::view::{MarkerView, TopicTrackView};
use crate::text::language::is_right_to_left;

/// A passage is drawn this many thousandths wide at least, so that a finger hits it.
const NARROWEST: u64 = 4;

/// The tracks of `page`, the topic of the longest passages first.
pub fn topic_tracks(page: &Page, context: Context<'_>) -> Vec<TopicTrackView> {
    let has_player = page.document.front.media.is_some();
    let scale = scale::recording(page).filter(|_| has_player);
    let scale = scale.unwrap_or_else(|| scale::from_page(page));
    let line = TimelineGrid { scale, cells: CELLS, mirrored: is_right_to_left(&page.language) };
    let names = PassageNames::new(page);
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut tracks: Vec<(u64, TopicTrackView)> = Vec::new();
    for passage in page.topics.iter().filter(|passage| passage.turns.0 < passage.turns.1) {
        let written = passage.topic.value.as_str();
        let found = context.site.tags.find(written);
        let key = found.map_or(written, |(id, _)| id);
        let at = *places.entry(key).or_insert(tracks.len());
        if at == tracks.len() {
            let view = found.map(|(id, topic)| topics::view(id, topic, context.root));
            let label = view.as_ref().map_or(written.to_string(), |view| view.label.clone());
            let href = view.and_then(|view| view.href);
            tracks.push((0, TopicTrackView { label, href, places: Vec::new() }));
        }
        let (start, end) = (passage.turns.0 as usize, passage.turns.1 as usize);
        let (start, end) = (line.scale.start(start), line.scale.start(end));
        tracks[at].0 += end.saturating_sub(start);
        tracks[at].1.places.push(names.place(passage, &line, (start, end)));
    }
    tracks.sort_by_key(|(length, _)| Reverse(*length));
    tracks.into_iter().map(|(_, track)| track).collect()
}

/// Anchors and names for passages: of turns, and of sections.
struct PassageNames {
    turns: Vec<(String, String)>,
    sections: Vec<Option<(String, String)>>,
}

impl PassageNames {
    fn new(page: &Page) -> Self {
        let document = &page.document;
        let firsts: HashSet<u32> = page.topics.iter().map(|passage| passage.turns.0).collect();
        let turn = |(number, turn): (u32, &Turn)| match firsts.contains(&number) {
            true => (turn.anchor.clone(), turn_label(page, turn)),
            false => Default::default(),
        };
        let section = |section: &Section| {
            let heading = section.heading.as_ref()?;
            Some((heading.anchor.clone(), plain_text(&heading.inlines)))
        };
        PassageNames {
            turns: (0..).zip(document.turns()).map(turn).collect(),
            sections: document.sections.iter().map(section).collect(),
        }
    }

    fn place(&self, passage: &TopicPassage, line: &TimelineGrid, (start, end): (u64, u64)) -> MarkerView {
        let section = passage.section.and_then(|at| self.sections[at as usize].as_ref());
        let (anchor, label) = section.unwrap_or(&self.turns[passage.turns.0 as usize]);
        let width = ((end - start) * 1000).checked_div(line.scale.length()).unwrap_or(0);
        MarkerView {
            is_turn: false,
            href: fragment(anchor),
            label: label.clone(),
            x: line.place(if line.mirrored { end } else { start }),
            width: tenths(width.max(NARROWEST)),
        }
    }
}
