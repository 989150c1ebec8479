//! The labels by which a page's speakers are known.

use std::collections::{BTreeSet, HashMap};

use crate::text::names::normalise;
use crate::text::slug::{Names, slug};
use crate::transcript::labels::{can_be_label, write_label};

/// Somebody who speaks, as the front matter has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelledSpeaker {
    /// The name that readers see.
    pub name: String,
    /// The name that stands before their words.
    pub label: String,
    /// The id of their table.
    pub id: String,
    /// Other names they go by.
    pub aliases: Vec<String>,
    /// `host`, `guest`, or any other word.
    pub role: Option<String>,
    /// Their own page elsewhere.
    pub url: Option<String>,
    /// A picture: an address.
    pub image: Option<String>,
    /// A few lines about them.
    pub bio: Option<String>,
}

impl LabelledSpeaker {
    /// Tells whether the name alone says all there is to say.
    pub fn is_plain(&self) -> bool {
        let has_more = [&self.role, &self.url, &self.image, &self.bio].into_iter().any(Option::is_some);
        self.label == self.name && self.aliases.is_empty() && !has_more
    }
}

/// Everybody who speaks on a page, with a label for each.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// In the order of their first words.
    pub speakers: Vec<LabelledSpeaker>,
    /// The place of each among them, by name.
    by_name: HashMap<String, usize>,
    ids: Names,
    /// Every word of a name: a paragraph that opens with one and a colon would be a turn.
    words: BTreeSet<String>,
}

impl Labels {
    /// Adds somebody. The label is the first of their names that can stand before a colon: the full
    /// one, `others`, or the id.
    pub fn add<'a>(&mut self, speaker: LabelledSpeaker, others: impl IntoIterator<Item = &'a String>) {
        let wanted = Some(slug(&speaker.name)).filter(|id| !id.is_empty());
        let id = self.ids.claim(&wanted.unwrap_or_else(|| "speaker".into()));
        let mut fitting = [speaker.name.clone()].into_iter().chain(others.into_iter().cloned());
        let label = fitting.find(|name| can_be_label(name)).unwrap_or_else(|| id.clone());
        let whole = [&speaker.name, &label, &id].map(|name| normalise(name));
        self.words.extend(parts_of(&speaker.name).chain(parts_of(&label)).chain(whole));
        let mut aliases = speaker.aliases;
        let is_known = |name: &String| normalise(name) == normalise(&label);
        if !is_known(&speaker.name) && !is_known(&id) && !aliases.iter().any(is_known) {
            aliases.push(label.clone());
        }
        self.by_name.entry(speaker.name.clone()).or_insert(self.speakers.len());
        self.speakers.push(LabelledSpeaker { label, id, aliases, ..speaker });
    }

    /// The label before the words of the speaker called `name`: `**Ann:** `.
    pub fn written(&self, name: &str) -> String {
        self.joint(&[name], None)
    }

    /// Writes the label of several speakers, with a remark in parentheses if there is one: `**Ann & Bo:** `.
    pub fn joint(&self, names: &[&str], remark: Option<&str>) -> String {
        let label = |name: &&str| {
            let known = self.by_name.get(*name).map(|&at| &self.speakers[at]);
            known.map_or(name.to_string(), |speaker| speaker.label.clone())
        };
        let names = names.iter().map(label).collect::<Vec<_>>().join(" & ");
        match remark {
            Some(remark) => write_label(&format!("{names} {remark}")),
            None => write_label(&names),
        }
    }

    /// Tells whether a paragraph of these words could be taken for somebody's turn: nothing but names, or
    /// parts of them, stands before its first colon.
    pub fn could_open(&self, words: &str) -> bool {
        let start: String = words.chars().take(64).collect();
        let Some((before, _)) = start.split_once([':', '：']) else { return false };
        let known = |word: String| self.words.contains(&word) || JOINERS.contains(&word.as_str());
        self.words.contains(&normalise(before)) || parts_of(before).all(known)
    }
}

/// Words that join names.
const JOINERS: [&str; 4] = ["and", "und", "et", "y"];

/// The words of a name.
fn parts_of(name: &str) -> impl Iterator<Item = String> {
    let whole = normalise(name);
    let words = whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_string).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_names_that_can_be_read_again() {
        let mut labels = Labels::default();
        let named = |name: &str| LabelledSpeaker { name: name.into(), ..LabelledSpeaker::default() };
        labels.add(named("Ann Lee"), []);
        labels.add(named("Virgil [Gus] Grissom"), [&"Gus Grissom".to_string()]);
        labels.add(named("?"), []);
        labels.add(named("李明"), []);
        let written = ["Ann Lee", "Virgil [Gus] Grissom", "?", "李明"].map(|name| labels.written(name));
        assert_eq!(written, ["**Ann Lee:** ", "**Gus Grissom:** ", "**speaker:** ", "**李明：**"]);
        assert_eq!(labels.speakers[1].aliases, ["Gus Grissom"]);
        assert!(
            labels.could_open("Lee: x") && labels.could_open("ann & Lee：x") && !labels.could_open("So: x")
        );
    }
}
