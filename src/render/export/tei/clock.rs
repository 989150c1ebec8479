//! The times that a transcript knows, as a `timeline`.

use std::collections::BTreeSet;

use crate::model::{Document, Inline};
use crate::render::xml::Xml;
use crate::text::timecode::Timecode;

/// Every time that is known, and the beginning.
pub struct RecordedTimes {
    times: Vec<Timecode>,
}

impl RecordedTimes {
    /// The times of `document`.
    pub fn from_document(document: &Document) -> RecordedTimes {
        let mut times = BTreeSet::from([Timecode(0)]);
        times.extend(document.front.media.as_ref().and_then(|media| media.duration));
        let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
        times.extend(headings.filter_map(|heading| heading.time));
        times.extend(document.turns().filter_map(|turn| turn.time));
        document.for_each_run(&mut |inlines| gather(inlines, &mut times));
        for block in document.notes.iter().flat_map(|note| &note.blocks) {
            block.for_each_inlines(&mut |inlines| gather(inlines, &mut times));
        }
        RecordedTimes { times: times.into_iter().collect() }
    }

    /// The reference to the point of `time`.
    pub fn point(&self, time: Timecode) -> String {
        format!("#T{}", self.times.partition_point(|known| *known < time))
    }

    /// Writes the timeline, unless it would hold the beginning alone.
    pub fn write(&self, xml: &mut Xml) {
        if self.times.len() == 1 {
            return;
        }
        xml.begin("timeline", &[("unit", "s"), ("origin", "#T0")]);
        xml.empty_line("when", &[("xml:id", "T0")]);
        for (number, time) in (1..).zip(&self.times[1..]) {
            let (id, interval) = (format!("T{number}"), time.seconds());
            xml.empty_line("when", &[("xml:id", &id), ("interval", &interval), ("since", "#T0")]);
        }
        xml.end();
    }
}

fn gather(inlines: &[Inline], times: &mut BTreeSet<Timecode>) {
    for inline in inlines {
        if let Inline::Time { time, .. } = inline {
            times.insert(*time);
        }
        gather(inline.children().unwrap_or_default(), times);
    }
}
