//! Passages about a topic: the same question, answered by many people.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::faces;
use super::pages::Frame;
use super::timeline::recording_scale;
use super::view::{FaceView, PassageTurnView, PassageView, TopicPersonView};
use crate::model::{Page, PageId, Section, SpeakerId, TopicPassage, Turn, plain_text};
use crate::text::excerpt::excerpt;
use crate::text::timecode::Timecode;

/// The number of characters of a passage that are shown: an answer of usual length. What is longer is read in its place.
const SHOWN: usize = 900;

/// The number of people whose passages are counted on a topic's page.
const PEOPLE_SHOWN: usize = 12;

impl Frame<'_> {
    /// The passages of a list; those of one page that follow each other are read at once.
    pub(super) fn passages(&self, passages: &[(PageId, u32)]) -> Vec<PassageView> {
        let mut views = Vec::with_capacity(passages.len());
        for of_page in passages.chunk_by(|a, b| a.0 == b.0) {
            let page = &self.site.page(of_page[0].0).open();
            let timeline = recording_scale(page);
            let times = |at: u32| timeline.as_ref().map(|line| line.start(at as usize));
            let found = of_page.iter().map(|&(_, number)| &page.topics[number as usize]);
            views.extend(found.map(|passage| {
                let heard = times(passage.turns.0).zip(times(passage.turns.1));
                self.passage(page, passage, heard.filter(|(start, end)| start < end))
            }));
        }
        views
    }

    fn passage(&self, page: &Page, passage: &TopicPassage, heard: Option<(u64, u64)>) -> PassageView {
        let main = main_speakers(page, passage);
        let voices = &self.renderer.overview.voices;
        let people = main.iter().map(|&id| faces::of_speaker(page, id, self.site, voices, &self.root));
        let place = PassagePlace::find(page, passage);
        let (turns, goes_on) = beginning(page, passage, &main);
        let own_time = place.turn.and_then(|turn| turn.time);
        let time = own_time.or(heard.map(|(start, _)| Timecode(start)));
        PassageView {
            people: people.collect(),
            heading: place.heading(),
            turns,
            goes_on,
            href: self.place(page, place.anchor(passage)),
            page: page.title.clone(),
            page_href: self.root.page(&page.address),
            year: page.document.front.date.map(|date| date.year().to_string()),
            language: self.foreign(page),
            time: time.filter(|_| page.has_real_times || own_time.is_some()).map(|time| time.to_string()),
            play: heard.and_then(|heard| self.play(page, heard)),
        }
    }

    /// Those who speak in `passages`, whoever does so in most of them first.
    pub(super) fn passage_people(&self, passages: &[(PageId, u32)]) -> Vec<TopicPersonView> {
        let voices = &self.renderer.overview.voices;
        let mut counts: BTreeMap<String, (FaceView, usize)> = BTreeMap::new();
        for &(id, number) in passages {
            let page = self.site.page(id);
            for speaker in main_speakers(page, &page.topics[number as usize]) {
                let face = faces::of_speaker(page, speaker, self.site, voices, &self.root);
                let key = face.href.clone().unwrap_or_else(|| face.name.clone());
                counts.entry(key).or_insert((face, 0)).1 += 1;
            }
        }
        let mut people: Vec<TopicPersonView> =
            counts.into_values().map(|(face, count)| TopicPersonView { face, count }).collect();
        people.sort_by_key(|person| (Reverse(person.count), person.face.name.to_lowercase()));
        people.truncate(PEOPLE_SHOWN);
        people
    }
}

/// Those who say most of a passage: one, or several who speak together.
fn main_speakers(page: &Page, passage: &TopicPassage) -> Vec<SpeakerId> {
    let mut lengths: BTreeMap<&[SpeakerId], u64> = BTreeMap::new();
    let (first, end) = (passage.turns.0 as usize, passage.turns.1 as usize);
    let turns = page.turn_speakers.iter().zip(&page.turn_lengths).skip(first).take(end - first);
    for (speakers, &length) in turns.filter(|(speakers, _)| !speakers.is_empty()) {
        *lengths.entry(speakers).or_default() += u64::from(length);
    }
    let most = lengths.into_iter().max_by_key(|&(speakers, length)| (length, Reverse(speakers)));
    most.map_or_else(Vec::new, |(speakers, _)| speakers.to_vec())
}

/// The section and the turn with which a passage begins.
struct PassagePlace<'a> {
    section: &'a Section,
    turn: Option<&'a Turn>,
}

impl<'a> PassagePlace<'a> {
    fn find(page: &'a Page, passage: &TopicPassage) -> Self {
        let sections = &page.document.sections;
        if let Some(number) = passage.section {
            let section = &sections[number as usize];
            let first = page.document.turns().nth(passage.turns.0 as usize);
            return PassagePlace { section, turn: first.filter(|_| passage.turns.0 < passage.turns.1) };
        }
        let mut before = passage.turns.0 as usize;
        for section in sections {
            match section.turns.get(before) {
                Some(turn) => return PassagePlace { section, turn: Some(turn) },
                None => before -= section.turns.len(),
            }
        }
        PassagePlace { section: &sections[0], turn: None }
    }

    fn heading(&self) -> Option<String> {
        self.section.heading.as_ref().map(|heading| plain_text(&heading.inlines))
    }

    /// The anchor of the section whose passage it is, else that of the first turn.
    fn anchor(&self, passage: &TopicPassage) -> &'a str {
        let heading = self.section.heading.as_ref().map(|heading| heading.anchor.as_str());
        let turn = self.turn.map(|turn| turn.anchor.as_str());
        let both = if passage.section.is_some() { heading.or(turn) } else { turn.or(heading) };
        both.unwrap_or_default()
    }
}

/// The beginning of a passage, and true if it goes on behind that.
fn beginning(page: &Page, passage: &TopicPassage, main: &[SpeakerId]) -> (Vec<PassageTurnView>, bool) {
    let document = &page.document;
    let (first, end) = (passage.turns.0 as usize, passage.turns.1 as usize);
    let mut shown = ShownPassage { turns: Vec::new(), room: SHOWN, goes_on: false };
    if let Some(section) = passage.section.filter(|_| first == end) {
        shown.push(None, document.sections[section as usize].lead.iter().map(|block| block.plain_text()));
    }
    for turn in document.turns().skip(first).take(end - first) {
        let names: Vec<&str> = turn.speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect();
        let others = (turn.speakers != main && !names.is_empty()).then(|| names.join(", "));
        shown.push(others, turn.blocks.iter().map(|block| block.plain_text()));
    }
    (shown.turns, shown.goes_on)
}

struct ShownPassage {
    turns: Vec<PassageTurnView>,
    room: usize,
    goes_on: bool,
}

impl ShownPassage {
    fn push(&mut self, name: Option<String>, paragraphs: impl Iterator<Item = String>) {
        let mut shown = Vec::new();
        for words in paragraphs.filter(|words| !words.trim().is_empty()) {
            if self.room == 0 {
                self.goes_on = true;
                break;
            }
            let length = words.chars().count();
            shown.push(excerpt(&words, self.room));
            self.goes_on |= length > self.room;
            self.room = self.room.saturating_sub(length);
        }
        if !shown.is_empty() {
            self.turns.push(PassageTurnView { name, paragraphs: shown });
        }
    }
}
