//! Turns with their speakers, and their times of beginning and end.

use super::{Index, pointers};
use crate::formats::shared::xml::XmlTag;
use crate::text::timecode::Timecode;

/// The turns that are open, one inside the other.
pub struct TeiTurns<'a> {
    index: &'a Index,
    open: Vec<TeiTurn>,
    /// The number of utterances there were.
    pub count: usize,
    /// The topics of the division whose heading is not read yet.
    pub division: Vec<String>,
}

/// The speaker and times of words that are not read yet.
#[derive(Clone, Debug, Default)]
pub struct TeiTurn {
    /// The speaker.
    pub who: Option<String>,
    /// The time at which they begin; the first of them takes it.
    pub start: Option<Timecode>,
    /// The time at which they end.
    pub end: Option<Timecode>,
    /// Notes about all of them.
    pub notes: Vec<usize>,
    /// The topics that they are about.
    pub topics: Vec<String>,
}

impl<'a> TeiTurns<'a> {
    /// None yet.
    pub fn new(index: &'a Index) -> Self {
        TeiTurns { index, open: Vec::new(), count: 0, division: Vec::new() }
    }

    /// `<u who="#ann" start="#T1" end="#T2">`: what it does not say is as around it.
    pub fn begin(&mut self, tag: &XmlTag) {
        let around = self.open.last_mut().map(|turn| TeiTurn { start: turn.start.take(), ..turn.clone() });
        let around = around.unwrap_or_default();
        let time = |name: &str| self.index.timeline.at(tag.get(name));
        let topics = self.topics(tag);
        let turn = TeiTurn {
            topics: if topics.is_empty() { around.topics } else { topics },
            who: self.who(tag.get("who")).or(around.who),
            start: time("start").or(around.start),
            end: time("end").or(around.end),
            notes: self.index.notes.about(tag).to_vec(),
        };
        self.open.push(turn);
    }

    /// A paragraph of the turn that is open, if any.
    pub fn begin_paragraph(&mut self, notes: &[usize]) {
        let around = self.open.last_mut().map(|turn| TeiTurn { start: turn.start.take(), ..turn.clone() });
        self.open.push(TeiTurn { notes: notes.to_vec(), ..around.unwrap_or_default() });
    }

    /// The innermost one ends.
    pub fn end(&mut self) {
        self.open.pop();
    }

    /// The innermost one.
    pub fn current(&mut self) -> Option<&mut TeiTurn> {
        self.open.last_mut()
    }

    /// The name of somebody whom `pointer` points to, or which it is.
    pub fn name(&self, pointer: Option<&str>) -> Option<String> {
        let id = pointer?.trim().trim_start_matches('#');
        let name = self.index.header.names.get(id).map_or(id, String::as_str);
        (!name.is_empty()).then(|| name.to_string())
    }

    /// The topics of an element: those categories of the header that `ana` points to.
    pub fn topics(&self, tag: &XmlTag) -> Vec<String> {
        pointers(tag.get("ana")).filter_map(|id| self.index.header.categories.get(id).cloned()).collect()
    }

    /// `#ann #bo`, or a bare name.
    fn who(&self, value: Option<&str>) -> Option<String> {
        let names: Vec<String> = pointers(value).filter_map(|id| self.name(Some(id))).collect();
        if names.is_empty() { self.name(value) } else { Some(names.join(" & ")) }
    }
}
