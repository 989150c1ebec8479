//! Places that a note may be about without quoting: a time, a section, a turn.

use std::collections::HashMap;

use crate::model::{Block, Document};
use crate::text::timecode::Timecode;

/// The runs at which notes on sections and turns stand.
pub struct Points<'a> {
    by_anchor: HashMap<&'a str, usize>,
    /// The time of each turn that has one, and its run, in reading order.
    by_time: Vec<(Timecode, usize)>,
}

impl<'a> Points<'a> {
    /// Finds the runs of `document`'s headings and of its turns' first paragraphs.
    pub fn of(document: &'a Document) -> Self {
        let mut points = Points { by_anchor: HashMap::new(), by_time: Vec::new() };
        let mut run = 0;
        for section in &document.sections {
            if let Some(heading) = &section.heading {
                points.by_anchor.insert(&heading.anchor, run);
                run += 1;
            }
            run += section.lead.iter().map(runs).sum::<usize>();
            for turn in &section.turns {
                let own = turn.blocks.iter().map(runs).sum::<usize>();
                if own > 0 {
                    points.by_anchor.insert(&turn.anchor, run);
                    points.by_time.extend(turn.time.map(|time| (time, run)));
                }
                run += own;
            }
        }
        points
    }

    /// The run of the turn that is spoken at `time`.
    pub fn at_time(&self, time: Timecode) -> Option<usize> {
        self.by_time
            .iter()
            .filter(|(start, _)| *start <= time)
            .max_by_key(|(start, _)| *start)
            .map(|&(_, run)| run)
    }

    /// The run of the section or turn with this anchor.
    pub fn at_anchor(&self, anchor: &str) -> Option<usize> {
        self.by_anchor.get(anchor).copied()
    }
}

fn runs(block: &Block) -> usize {
    let mut count = 0;
    block.for_each_inlines(&mut |_| count += 1);
    count
}
