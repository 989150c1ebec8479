//! Tags as authors write them, each brought to the one that is meant.

use std::collections::HashMap;

use crate::config::{Config, Tag};
use crate::model::{NoteId, Page, PageId, Topic, Topics};
use crate::text::names::normalise;
use crate::text::slug::slug;

/// The tags of pages and notes. Translations are not listed beside what they translate.
pub fn gather(pages: &[Page], config: &Config) -> Topics {
    let mut gathering = TagGatherer { names: names(config), config, topics: Topics::default() };
    for (id, page) in (0..).map(PageId).zip(pages) {
        for tag in &page.document.front.tags {
            let Some(topic) = gathering.topic(&tag.value) else { continue };
            if page.translation_of.is_none() && topic.pages.last() != Some(&id) {
                topic.pages.push(id);
            }
        }
        for (number, note) in (0..).map(NoteId).zip(&page.document.notes) {
            for tag in &note.attribution.tags {
                let Some(topic) = gathering.topic(tag) else { continue };
                topic.notes.push((id, number));
            }
        }
    }
    let mut topics = gathering.topics;
    for topic in topics.by_id.values_mut() {
        topic.pages.sort_by(|a, b| pages[a.0 as usize].newest_first(&pages[b.0 as usize]));
    }
    topics.by_id.retain(|_, topic| !topic.pages.is_empty() || !topic.notes.is_empty());
    topics
}

struct TagGatherer<'a> {
    config: &'a Config,
    /// The ids of tags that site.toml knows, by every name they go by.
    names: HashMap<String, &'a str>,
    topics: Topics,
}

impl TagGatherer<'_> {
    /// The tag that `written` stands for; none for a tag without a letter or digit.
    fn topic(&mut self, written: &str) -> Option<&mut Topic> {
        let id = match self.names.get(&normalise(written)) {
            Some(id) => (*id).to_string(),
            None => slug(written),
        };
        if id.is_empty() {
            return None;
        }
        self.topics.written.insert(written.to_string(), id.clone());
        let known = self.config.tags.get(&id).cloned();
        let tag = || known.unwrap_or_else(|| Tag { label: written.to_string(), ..Tag::default() });
        Some(self.topics.by_id.entry(id).or_insert_with(|| Topic { tag: tag(), ..Topic::default() }))
    }
}

/// Ids come first: an alias cannot take another tag's name.
fn names(config: &Config) -> HashMap<String, &str> {
    let mut names = HashMap::new();
    for id in config.tags.keys() {
        names.insert(normalise(id), id.as_str());
    }
    for (id, tag) in &config.tags {
        for name in tag.aliases.iter().chain([&tag.label]) {
            names.entry(normalise(name)).or_insert(id);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_tags_come_to_the_one_that_is_meant() {
        let tag = Tag { label: "A.I.".into(), description: None, aliases: vec!["Machine Learning".into()] };
        let config = Config { tags: [("ai".to_string(), tag)].into(), ..Config::default() };
        let mut gathering = TagGatherer { names: names(&config), config: &config, topics: Topics::default() };
        for (written, id) in
            [("AI", "ai"), ("a.i.", "ai"), ("machine  learning", "ai"), ("Oral History", "oral-history")]
        {
            assert!(gathering.topic(written).is_some());
            assert_eq!(gathering.topics.written[written], id);
        }
        assert!(gathering.topic("?!").is_none());
        assert_eq!(gathering.topics.by_id["ai"].tag.label, "A.I.");
        assert_eq!(gathering.topics.by_id["oral-history"].tag.label, "Oral History");
    }
}
