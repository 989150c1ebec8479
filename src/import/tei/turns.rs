//! Who speaks, and from when to when.

use std::collections::HashMap;

use super::{Index, pointers};
use crate::import::xml::Tag;
use crate::text::timecode::Timecode;

/// The turns that are open, one inside the other.
pub struct Turns<'a> {
    index: &'a Index,
    names: HashMap<&'a str, &'a str>,
    open: Vec<Turn>,
    /// How many utterances there were.
    pub count: usize,
}

/// What is known about words before they are read.
#[derive(Clone, Debug, Default)]
pub struct Turn {
    /// Who says them: the id of somebody introduced, or a name.
    pub who: Option<String>,
    /// When they begin; taken by the first of them.
    pub start: Option<Timecode>,
    /// When they end.
    pub end: Option<Timecode>,
    /// Notes about all of them.
    pub notes: Vec<usize>,
}

impl<'a> Turns<'a> {
    /// None yet.
    pub fn new(index: &'a Index) -> Self {
        let people = index.header.people.iter();
        let names = people.map(|person| (person.label.as_str(), person.name.as_str())).collect();
        Turns { index, names, open: Vec::new(), count: 0 }
    }

    /// `<u who="#ann" start="#T1" end="#T2">`: what it does not say is as around it.
    pub fn begin(&mut self, tag: &Tag) {
        let around = self.open.last_mut().map(|turn| Turn { start: turn.start.take(), ..turn.clone() });
        let around = around.unwrap_or_default();
        let time = |name: &str| self.index.timeline.at(tag.get(name));
        let turn = Turn {
            who: who(tag.get("who")).or(around.who),
            start: time("start").or(around.start),
            end: time("end").or(around.end),
            notes: self.index.notes.about(tag).to_vec(),
        };
        self.open.push(turn);
    }

    /// A paragraph of the turn that is open, if any.
    pub fn begin_paragraph(&mut self, notes: &[usize]) {
        let around = self.open.last_mut().map(|turn| Turn { start: turn.start.take(), ..turn.clone() });
        self.open.push(Turn { notes: notes.to_vec(), ..around.unwrap_or_default() });
    }

    /// The innermost one ends.
    pub fn end(&mut self) {
        self.open.pop();
    }

    /// The innermost one.
    pub fn current(&mut self) -> Option<&mut Turn> {
        self.open.last_mut()
    }

    /// The name of somebody whom `pointer` points to, or which it is.
    pub fn name(&self, pointer: Option<&str>) -> Option<String> {
        let id = pointer?.trim().trim_start_matches('#');
        let name = self.names.get(id).copied().filter(|name| !name.is_empty()).unwrap_or(id);
        (!name.is_empty()).then(|| name.to_string())
    }
}

/// `#ann #bo`, or a bare name.
fn who(value: Option<&str>) -> Option<String> {
    let value = value?.trim();
    let ids: Vec<&str> = pointers(Some(value)).collect();
    let who = if ids.is_empty() { value.to_string() } else { ids.join(" & ") };
    (!who.is_empty()).then_some(who)
}
