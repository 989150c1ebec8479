//! Topics: the one vocabulary of the tags of pages and notes and of the topics of passages.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Document, NoteId, Page, PageId, Section};
use crate::config;
use crate::source::Located;
use crate::text::names::normalise;

/// A topic with a page of its own: `topics/ID/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// The topic's settings.
    pub tag: config::Tag,
    /// The pages that have it as a tag, the newest first.
    pub pages: Vec<PageId>,
    /// The notes that have it as a tag, in the order of the pages.
    pub notes: Vec<(PageId, NoteId)>,
    /// The passages about it, those of the newest page first: each its page, and its number among the page's passages.
    pub passages: Vec<(PageId, u32)>,
    /// The topics that name it as their parent and have pages, in the order of their labels.
    pub children: Vec<String>,
}

impl Topic {
    /// The number of pages, notes and passages with it.
    pub fn count(&self) -> usize {
        self.pages.len() + self.notes.len() + self.passages.len()
    }

    /// Returns true if nothing has it and nothing is below it.
    pub fn is_empty(&self) -> bool {
        self.count() == 0 && self.children.is_empty()
    }
}

/// The topics of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// Each topic that a page, a note or a passage has, by its id.
    pub by_id: BTreeMap<String, Topic>,
    /// The id of each topic as it is written somewhere.
    pub written: BTreeMap<String, String>,
}

impl Topics {
    /// The topic that `written` stands for, if it has a page.
    pub fn find(&self, written: &str) -> Option<(&str, &Topic)> {
        let (id, topic) = self.by_id.get_key_value(self.written.get(written)?)?;
        Some((id, topic))
    }

    /// The label of the topic that `written` stands for; itself for one that has no page.
    pub fn label<'a>(&'a self, written: &'a str) -> &'a str {
        self.find(written).map_or(written, |(_, topic)| topic.tag.label.as_str())
    }
}

/// Words of a page about one topic: a section with all that is below its heading, or turns that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicPassage {
    /// The topic as it is written, and its place.
    pub topic: Located<String>,
    /// Other ways in which it is written at further turns.
    pub spellings: Vec<String>,
    /// The number of its first turn among those of the page, and of the turn behind its last; a section in which nobody
    /// speaks has none between the two.
    pub turns: (u32, u32),
    /// The number of the section whose heading names the topic; none where turns do.
    pub section: Option<u32>,
}

impl Document {
    /// The passages about topics, in reading order: each section that has a topic, and each run of turns.
    ///
    /// Turns that follow each other are one passage if `names` has one ID for what is written at them.
    pub fn topic_passages(&self, names: &HashMap<String, &str>) -> Vec<TopicPassage> {
        let mut passages = self.section_passages();
        let mut open: BTreeMap<String, usize> = BTreeMap::new();
        for (number, turn) in (0..).zip(self.turns()) {
            for topic in &turn.topics {
                let written = normalise(&topic.value);
                let key = names.get(&written).map_or(written, |id| id.to_string());
                match open.get(&key).map(|&at| &mut passages[at]) {
                    Some(TopicPassage { turns: (_, end), spellings, topic: first, .. }) if *end == number => {
                        *end += 1;
                        if first.value != topic.value && !spellings.contains(&topic.value) {
                            spellings.push(topic.value.clone());
                        }
                    }
                    _ => {
                        open.insert(key, passages.len());
                        let turns = (number, number + 1);
                        let spellings = Vec::new();
                        passages.push(TopicPassage { topic: topic.clone(), spellings, turns, section: None });
                    }
                }
            }
        }
        passages.sort_by_key(|passage| passage.turns.0);
        passages
    }

    /// A section lasts until the next heading that is not below its own.
    fn section_passages(&self) -> Vec<TopicPassage> {
        let mut passages = Vec::new();
        let mut first = 0;
        for (at, section) in self.sections.iter().enumerate() {
            let topics = section.heading.iter().flat_map(|heading| &heading.topics);
            let level = section.heading.as_ref().map_or(0, |heading| heading.level);
            let is_below =
                |section: &&Section| section.heading.as_ref().is_some_and(|heading| heading.level > level);
            let own = section.turns.len() as u32;
            let mut topics = topics.peekable();
            if topics.peek().is_some() {
                let below = self.sections[at + 1..].iter().take_while(is_below);
                let end = first + own + below.map(|section| section.turns.len() as u32).sum::<u32>();
                passages.extend(topics.map(|topic| TopicPassage {
                    topic: topic.clone(),
                    spellings: Vec::new(),
                    turns: (first, end),
                    section: Some(at as u32),
                }));
            }
            first += own;
        }
        passages
    }
}

impl Page {
    /// The topics of each turn, as written: its own and those of the sections it is in, each once.
    pub fn topics_of_turns(&self) -> Vec<Vec<&str>> {
        let mut topics = vec![Vec::new(); self.turn_lengths.len()];
        for passage in &self.topics {
            let topic = passage.topic.value.as_str();
            for turn in &mut topics[passage.turns.0 as usize..passage.turns.1 as usize] {
                if !turn.contains(&topic) {
                    turn.push(topic);
                }
            }
        }
        topics
    }
}
