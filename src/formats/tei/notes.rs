//! Links between notes and words: the elements that notes are about, and the notes that words refer to.

use std::collections::{HashMap, HashSet};

use super::pointers;
use crate::formats::shared::xml::XmlTag;

/// The notes of a document, numbered in the order in which they stand there.
#[derive(Debug, Default)]
pub struct Notes {
    count: usize,
    is_in_text: bool,
    /// The notes about the element with an id.
    about: HashMap<String, Vec<usize>>,
    /// The number of the note with an id.
    by_id: HashMap<String, usize>,
    /// The ids that pointers among the words lead to.
    pointed_to: HashSet<String>,
}

impl Notes {
    /// Takes in a note, where `tag` is one.
    pub fn open(&mut self, tag: &XmlTag) {
        self.is_in_text |= is_text(tag);
        match tag.name.as_str() {
            "note" if self.is_in_text => self.add(tag),
            "ptr" | "ref" => self.pointed_to.extend(pointers(tag.get("target")).map(str::to_string)),
            _ => {}
        }
    }

    fn add(&mut self, tag: &XmlTag) {
        for id in pointers(tag.get("target")) {
            self.about.entry(id.to_string()).or_default().push(self.count);
        }
        if let Some(id) = tag.get("id") {
            self.by_id.insert(id.to_string(), self.count);
        }
        self.count += 1;
    }

    /// The notes about the element that `tag` begins.
    pub fn about(&self, tag: &XmlTag) -> &[usize] {
        tag.get("id").and_then(|id| self.about.get(id)).map_or(&[], Vec::as_slice)
    }

    /// The notes that a pointer leads to.
    pub fn at<'a>(&'a self, target: Option<&'a str>) -> impl Iterator<Item = usize> {
        pointers(target).filter_map(|id| self.by_id.get(id).copied())
    }

    /// Tells whether a pointer leads to the note that `tag` begins.
    pub fn is_pointed_to(&self, tag: &XmlTag) -> bool {
        tag.get("id").is_some_and(|id| self.pointed_to.contains(id))
    }

    /// The number of there are.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// Tells whether `tag` begins what is said, behind the header.
pub fn is_text(tag: &XmlTag) -> bool {
    matches!(tag.name.as_str(), "text" | "standOff")
}
