//! Topics that files of notes give to passages, brought to the turns of their page.

use std::collections::HashMap;
use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Document, PassageBound, TopicRange};
use crate::text::timecode::Timecode;

/// Gives the turns of `document` the topics of `ranges`.
pub fn apply<'a>(document: &mut Document, ranges: impl IntoIterator<Item = &'a TopicRange>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut ranges = ranges.into_iter().peekable();
    if ranges.peek().is_none() {
        return diagnostics;
    }
    let places = TurnPlaces::new(document);
    let mut found = Vec::new();
    for range in ranges {
        match places.find(&range.from, range.to.as_ref()) {
            Ok(turns) => found.push((turns, &range.topics)),
            Err(message) => diagnostics.push(Diagnostic::new(Code::WordsNotFound, message).at(range.span)),
        }
    }
    let mut turns: Vec<_> = document.sections.iter_mut().flat_map(|section| &mut section.turns).collect();
    for (places, topics) in found {
        for turn in &mut turns[places] {
            for topic in topics {
                if turn.topics.iter().all(|own| own.value != topic.value) {
                    turn.topics.push(topic.clone());
                }
            }
        }
    }
    diagnostics
}

/// The turns that a permalink or a time stands for, by number.
pub(super) struct TurnPlaces<'a> {
    by_anchor: HashMap<&'a str, Range<usize>>,
    /// The turns that have a time, in reading order.
    times: Vec<(Timecode, usize)>,
    count: usize,
}

impl<'a> TurnPlaces<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let mut places = TurnPlaces { by_anchor: HashMap::new(), times: Vec::new(), count: 0 };
        for section in &document.sections {
            let first = places.count;
            for turn in &section.turns {
                let own = places.count..places.count + 1;
                places.add(&turn.anchor, &turn.previous_ids, own);
                places.times.extend(turn.time.map(|time| (time, places.count)));
                places.count += 1;
            }
            if let Some(heading) = &section.heading {
                places.add(&heading.anchor, &heading.previous_ids, first..places.count);
            }
        }
        places
    }

    fn add(&mut self, anchor: &'a str, previous: &'a [String], turns: Range<usize>) {
        for name in previous.iter().map(String::as_str).chain([anchor]) {
            self.by_anchor.insert(name, turns.clone());
        }
    }

    /// The turns between two bounds, or those of the first where there is no other.
    pub(super) fn find(
        &self,
        from: &PassageBound,
        to: Option<&PassageBound>,
    ) -> Result<Range<usize>, String> {
        let first = self.turns(from)?;
        let last = to.map_or(Ok(first.clone()), |to| self.turns(to))?;
        match first.start < last.end {
            true => Ok(first.start..last.end),
            false => Err("this passage ends before it begins".to_string()),
        }
    }

    fn turns(&self, bound: &PassageBound) -> Result<Range<usize>, String> {
        match bound {
            PassageBound::Anchor(anchor) => self
                .by_anchor
                .get(anchor.as_str())
                .filter(|turns| !turns.is_empty())
                .cloned()
                .ok_or_else(|| format!("there is no section or turn `{anchor}`")),
            PassageBound::Time(time) => {
                let before = self.times.iter().filter(|(start, _)| start <= time);
                let spoken = before.max_by_key(|(start, at)| (*start, *at)).map(|(_, at)| *at..*at + 1);
                spoken.ok_or_else(|| format!("no turn is spoken at {time}"))
            }
        }
    }
}
