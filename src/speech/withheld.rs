//! The times in a recording at which withheld words are said, so that they can be muted and skipped.

use std::collections::BTreeMap;
use std::ops::Range;

use super::timeline::turn_starts;
use super::words::{TurnWordTimes, turn_word_times};
use crate::config::Access;
use crate::model::Document;
use crate::text::timecode::Timecode;

/// The time of a withheld passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithheldTime {
    /// The byte of the file at which its mark stands.
    pub at: u32,
    /// The time at which it begins.
    pub start: Timecode,
    /// The time at which it ends; `None` for the end of the recording.
    pub end: Option<Timecode>,
    /// True if these are the times of its words; otherwise those of the turn that has them.
    pub is_exact: bool,
}

/// The times of the passages of `document`, which has all words, that `is_withheld` keeps back; those of which nothing is
/// known are left out.
pub fn withheld_times(document: &Document, is_withheld: &dyn Fn(&Access) -> bool) -> Vec<WithheldTime> {
    let words = turn_word_times(document);
    let starts: Vec<(usize, Timecode)> =
        turn_starts(document).into_iter().map(|start| (start.turn, start.time)).collect();
    let end_of_all = document.front.media.as_ref().and_then(|media| media.duration);
    let bounds = |turn: usize| {
        let at = starts.partition_point(|(number, _)| *number < turn);
        let (_, start) = starts.get(at).filter(|(number, _)| *number == turn)?;
        Some((*start, starts.get(at + 1).map(|(_, next)| *next).or(end_of_all)))
    };
    let mut found = Vec::new();
    let (mut number, mut closed_section) = (0, None);
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            closed_section = closed_section.filter(|(level, _)| heading.level > *level);
            let is_closed = heading.access.as_ref().is_some_and(is_withheld);
            if closed_section.is_none() && is_closed {
                closed_section = Some((heading.level, mark_in(document, heading.span)));
            }
        }
        for turn in &section.turns {
            let own = words.get(&number);
            let closed = turn.access.as_ref().is_some_and(is_withheld).then(|| mark_in(document, turn.span));
            match closed_section.map(|(_, at)| at).or(closed) {
                Some(at) => found.extend(whole_turn(at, own, bounds(number))),
                None => found.extend(passages(own, bounds(number), is_withheld)),
            }
            number += 1;
        }
    }
    found
}

/// The place of the first mark in a part of the file.
fn mark_in(document: &Document, part: crate::source::Span) -> u32 {
    let inside = |at: &u32| part.start <= *at && *at < part.end.max(part.start + 1);
    document.withheld.iter().map(|entry| entry.span.start).find(inside).unwrap_or(part.start)
}

fn whole_turn(
    at: u32,
    words: Option<&TurnWordTimes>,
    bounds: Option<(Timecode, Option<Timecode>)>,
) -> Option<WithheldTime> {
    let of_words = words.and_then(|words| words.whole.clone());
    let exact =
        of_words.map(|Range { start, end }| WithheldTime { at, start, end: Some(end), is_exact: true });
    exact.or_else(|| bounds.map(|(start, end)| WithheldTime { at, start, end, is_exact: false }))
}

fn passages(
    words: Option<&TurnWordTimes>,
    bounds: Option<(Timecode, Option<Timecode>)>,
    is_withheld: &dyn Fn(&Access) -> bool,
) -> Vec<WithheldTime> {
    let passages = words.into_iter().flat_map(|words| &words.passages);
    let withheld = passages.filter(|(_, access, _)| is_withheld(access));
    let time = |(at, _, time): &(u32, Access, Option<Range<Timecode>>)| match time {
        Some(Range { start, end }) => {
            Some(WithheldTime { at: *at, start: *start, end: Some(*end), is_exact: true })
        }
        None => bounds.map(|(start, end)| WithheldTime { at: *at, start, end, is_exact: false }),
    };
    withheld.filter_map(time).collect()
}

/// `times` in seconds, in order, those that overlap joined: the end of an open one is `None`.
pub fn joined(times: &[WithheldTime]) -> Vec<(Timecode, Option<Timecode>)> {
    let mut sorted: BTreeMap<Timecode, Option<Timecode>> = BTreeMap::new();
    for time in times {
        let end = sorted.entry(time.start).or_insert(time.end);
        *end = end.zip(time.end).map(|(a, b)| a.max(b));
    }
    let mut joined: Vec<(Timecode, Option<Timecode>)> = Vec::new();
    for (start, end) in sorted {
        match joined.last_mut().filter(|(_, last)| last.is_none_or(|last| start <= last)) {
            Some((_, last)) => *last = last.zip(end).map(|(a, b)| a.max(b)),
            None => joined.push((start, end)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_overlap_are_one() {
        let time = |start, end: Option<u64>| WithheldTime {
            at: 0,
            start: Timecode(start),
            end: end.map(Timecode),
            is_exact: true,
        };
        let spans = |times: &[WithheldTime]| {
            joined(times).into_iter().map(|(a, b)| (a.0, b.map(|b| b.0))).collect::<Vec<_>>()
        };
        let times =
            [time(50, Some(90)), time(10, Some(20)), time(15, Some(30)), time(80, None), time(95, Some(99))];
        assert_eq!(spans(&times), [(10, Some(30)), (50, None)]);
    }
}
