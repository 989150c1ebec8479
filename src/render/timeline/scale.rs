//! Start of each turn: by its time, or else by the number of words before it.

use crate::model::Page;

/// Times later than this, a thousand hours, are a mistake.
const LONGEST: u64 = 1000 * 60 * 60 * 1000;

/// The moment at which each turn starts, counted from the first, and at last the end.
#[derive(Debug, PartialEq, Eq)]
pub struct TimeScale(Vec<u64>);

impl TimeScale {
    /// The start of the turn with this number, or the end if there is no such turn.
    pub fn start(&self, turn: usize) -> u64 {
        self.0.get(turn).copied().unwrap_or_else(|| self.length())
    }

    /// The end of the last turn.
    pub fn length(&self) -> u64 {
        self.0.last().copied().unwrap_or(0)
    }
}

/// The scale of `page` by the clock, where that is known of most turns.
pub fn from_page(page: &Page) -> TimeScale {
    let by_words = by_words(page);
    let times: Vec<Option<u64>> = page.document.turns().map(|turn| turn.time.map(|time| time.0)).collect();
    let duration = page.document.front.media.as_ref().and_then(|media| media.duration).map(|time| time.0);
    by_clock(&times, duration, &by_words).unwrap_or(by_words)
}

/// The scale of `page` counted from the beginning of its recording, where the time of most turns is known.
pub fn recording(page: &Page) -> Option<TimeScale> {
    let times: Vec<Option<u64>> = page.document.turns().map(|turn| turn.time.map(|time| time.0)).collect();
    let duration = page.document.front.media.as_ref().and_then(|media| media.duration).map(|time| time.0);
    let TimeScale(moments) = by_clock(&times, duration, &by_words(page))?;
    let origin = times.first().copied().flatten().unwrap_or(0);
    Some(TimeScale(moments.into_iter().map(|moment| moment + origin).collect()))
}

/// The time in the recording at which the scale of `page` begins; none where it goes by words.
pub fn origin(page: &Page) -> Option<u64> {
    let times: Vec<Option<u64>> = page.document.turns().map(|turn| turn.time.map(|time| time.0)).collect();
    by_clock(&times, None, &by_words(page))?;
    Some(times.first().copied().flatten().unwrap_or(0))
}

/// The scale of `page` in half words. Every turn lasts, even one that says nothing.
pub fn by_words(page: &Page) -> TimeScale {
    let mut moments = vec![0];
    let mut moment = 0;
    for &length in &page.turn_lengths {
        moment += u64::from(length.max(1));
        moments.push(moment);
    }
    TimeScale(moments)
}

/// Turns without a time stand between their neighbours as their words have it.
fn by_clock(times: &[Option<u64>], duration: Option<u64>, words: &TimeScale) -> Option<TimeScale> {
    let mut known: Vec<(usize, u64)> =
        times.iter().enumerate().filter_map(|(at, time)| Some((at, (*time)?))).collect();
    let (first, last) = (*known.first()?, *known.last()?);
    let is_trusted = known.len() * 2 > times.len() && known.is_sorted_by_key(|(_, time)| *time);
    if !is_trusted || first.1 == last.1 || last.1 > LONGEST {
        return None;
    }
    if first.0 > 0 {
        known.insert(0, (0, 0));
    }
    let said = |from: usize, to: usize| (words.start(to) - words.start(from)).max(1);
    let last_lasts = said(last.0, times.len()) * (last.1 - first.1) / said(first.0, last.0);
    known.push((
        times.len(),
        duration.filter(|end| (last.1 + 1..=LONGEST).contains(end)).unwrap_or(last.1 + last_lasts.max(1)),
    ));
    let origin = known[0].1;
    let mut moments = Vec::with_capacity(times.len() + 1);
    for pair in known.windows(2) {
        let ((from, start), (to, end)) = (pair[0], pair[1]);
        let moment = |at| start + (end - start) * (words.start(at) - words.start(from)) / said(from, to);
        moments.extend((from..to).map(|at| moment(at) - origin));
    }
    moments.push(known[known.len() - 1].1 - origin);
    Some(TimeScale(moments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_count_where_most_turns_have_one() {
        let words = TimeScale(vec![0, 10, 20, 40, 50]);
        let check = |times: &[Option<u64>], duration, expected: Option<&[u64]>| {
            let expected = expected.map(|moments| TimeScale(moments.to_vec()));
            assert_eq!(by_clock(times, duration, &words), expected, "{times:?}");
        };
        check(&[Some(5), Some(10), None, Some(40)], Some(60), Some(&[0, 5, 15, 35, 55]));
        check(&[None, Some(100), Some(200), Some(400)], None, Some(&[0, 100, 200, 400, 500]));
        check(&[Some(0), None, None, Some(40)], None, None);
        check(&[Some(5), Some(4), Some(6), Some(40)], None, None);
        check(&[Some(5), Some(5), Some(5), Some(5)], None, None);
    }
}
