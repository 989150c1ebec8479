//! Topics as authors write them, each brought to the one that is meant: tags of pages and notes, and topics of passages.

use std::collections::HashMap;

use crate::config::{Config, Tag, topic_names};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{NoteId, Page, PageId, Topic, Topics};
use crate::source::Located;
use crate::text::names::normalise;
use crate::text::slug::slug;

/// The topics of pages, notes and passages. Translations are not listed beside what they translate.
pub fn gather(pages: &[Page], config: &Config) -> (Topics, Diagnostics) {
    let mut gathering = TopicGatherer {
        names: topic_names(config),
        config,
        topics: Topics::default(),
        diagnostics: Diagnostics::new(),
    };
    for (id, page) in (0..).map(PageId).zip(pages) {
        gathering.page(id, page);
    }
    let TopicGatherer { mut topics, diagnostics, .. } = gathering;
    let newest_first =
        |a: &PageId, b: &PageId| pages[a.0 as usize].newest_first(&pages[b.0 as usize]).then(a.cmp(b));
    for topic in topics.by_id.values_mut() {
        topic.pages.sort_by(newest_first);
        topic.passages.sort_by(|a, b| newest_first(&a.0, &b.0).then(a.1.cmp(&b.1)));
    }
    topics.by_id.retain(|_, topic| !topic.is_empty());
    add_parents(&mut topics, config);
    (topics, diagnostics)
}

struct TopicGatherer<'a> {
    config: &'a Config,
    /// The ids of topics that site.toml knows, by every name they go by.
    names: HashMap<String, &'a str>,
    topics: Topics,
    diagnostics: Diagnostics,
}

impl TopicGatherer<'_> {
    fn page(&mut self, id: PageId, page: &Page) {
        let is_listed = page.translation_of.is_none();
        for tag in &page.document.front.tags {
            let Some(topic) = self.topic(&tag.value) else { continue };
            if is_listed && topic.pages.last() != Some(&id) {
                topic.pages.push(id);
            }
        }
        for (number, note) in (0..).map(NoteId).zip(&page.document.notes) {
            for tag in &note.attribution.tags {
                let Some(topic) = self.topic(tag) else { continue };
                topic.notes.push((id, number));
            }
        }
        for (number, passage) in (0..).zip(&page.topics) {
            self.check_declared(&passage.topic);
            for spelling in &passage.spellings {
                self.topic(spelling);
            }
            let Some(topic) = self.topic(&passage.topic.value) else { continue };
            if is_listed {
                topic.passages.push((id, number));
            }
        }
    }

    /// The topic that `written` stands for; none for one without a letter or digit.
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

    /// Reports the topic of a passage that a site does not declare, if it declares any: the first place of each spelling.
    fn check_declared(&mut self, topic: &Located<String>) {
        let is_known = self.names.contains_key(&normalise(&topic.value));
        if self.config.tags.is_empty() || is_known || self.topics.written.contains_key(&topic.value) {
            return;
        }
        let message = format!("site.toml declares no topic called `{}`", topic.value);
        let help = format!("declare it: [topics.{}] label = \"…\"", slug(&topic.value));
        let declared = self.config.tags.keys().map(String::as_str);
        let diagnostic = Diagnostic::new(Code::UnknownTopic, message).at(topic.span).help(help);
        self.diagnostics.push(diagnostic.did_you_mean(&topic.value, declared));
    }
}

/// Names the children of each topic; a parent has a page even if nothing else has it.
fn add_parents(topics: &mut Topics, config: &Config) {
    let mut waiting: Vec<String> = topics.by_id.keys().cloned().collect();
    while let Some(id) = waiting.pop() {
        let Some(parent) = topics.by_id[&id].tag.parent.clone() else { continue };
        if !topics.by_id.contains_key(&parent) {
            let tag = config.tags.get(&parent).cloned().unwrap_or_default();
            topics.by_id.insert(parent.clone(), Topic { tag, ..Topic::default() });
            waiting.push(parent.clone());
        }
        topics.by_id.entry(parent).or_default().children.push(id);
    }
    let labels: HashMap<String, String> =
        topics.by_id.iter().map(|(id, topic)| (id.clone(), topic.tag.label.to_lowercase())).collect();
    for topic in topics.by_id.values_mut() {
        topic.children.sort_by(|a, b| (&labels[a], a).cmp(&(&labels[b], b)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_topics_come_to_the_one_that_is_meant() {
        let tag = Tag { label: "A.I.".into(), aliases: vec!["Machine Learning".into()], ..Tag::default() };
        let config = Config { tags: [("ai".to_string(), tag)].into(), ..Config::default() };
        let (topics, diagnostics) = (Topics::default(), Diagnostics::new());
        let mut gathering =
            TopicGatherer { names: topic_names(&config), config: &config, topics, diagnostics };
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
