//! Places that a note may be about without quoting: a time, a section, a turn.

use std::collections::HashMap;

use crate::model::{Block, Document, Inline, TimeRange};
use crate::text::timecode::Timecode;

/// The runs at which notes on sections and turns stand.
pub struct Points<'a> {
    by_anchor: HashMap<&'a str, usize>,
    /// Each time of a turn or within its words, and its run, in reading order.
    by_time: Vec<(Timecode, usize)>,
}

impl<'a> Points<'a> {
    /// Finds the runs of `document`'s headings and of its turns' first paragraphs.
    pub fn new(document: &'a Document) -> Self {
        let mut points = Points { by_anchor: HashMap::new(), by_time: Vec::new() };
        let mut run = 0;
        for section in &document.sections {
            if let Some(heading) = &section.heading {
                points.by_anchor.insert(&heading.anchor, run);
                run += 1;
            }
            run += section.lead.iter().map(runs).sum::<usize>();
            for turn in &section.turns {
                let first = run;
                for block in &turn.blocks {
                    block.for_each_inlines(&mut |inlines| {
                        for_each_time(inlines, &mut |time| points.by_time.push((time, run)));
                        run += 1;
                    });
                }
                if run > first {
                    points.by_anchor.insert(&turn.anchor, first);
                    points.by_time.extend(turn.time.map(|time| (time, first)));
                }
            }
        }
        points
    }

    /// The run that is spoken at `time`.
    pub fn at_time(&self, time: Timecode) -> Option<usize> {
        self.by_time
            .iter()
            .filter(|(start, _)| *start <= time)
            .max_by_key(|&&(start, run)| (start, run))
            .map(|&(_, run)| run)
    }

    /// Returns true if run `run` is spoken at `time`, or within that time range.
    pub fn is_spoken(&self, run: usize, time: TimeRange) -> bool {
        let Some(first) = self.at_time(time.at) else { return false };
        let last = time.to.and_then(|to| self.at_time(to)).unwrap_or(first);
        let next = self.by_time.iter().map(|&(_, other)| other).filter(|&other| other > last).min();
        (first..next.unwrap_or(usize::MAX)).contains(&run)
    }

    /// The run of the section or turn with this anchor.
    pub fn at_anchor(&self, anchor: &str) -> Option<usize> {
        self.by_anchor.get(anchor).copied()
    }
}

fn for_each_time(inlines: &[Inline], visit: &mut impl FnMut(Timecode)) {
    for inline in inlines {
        match inline {
            Inline::Time { time, .. } => visit(*time),
            other => for_each_time(other.children().unwrap_or_default(), visit),
        }
    }
}

fn runs(block: &Block) -> usize {
    let mut count = 0;
    block.for_each_inlines(&mut |_| count += 1);
    count
}
