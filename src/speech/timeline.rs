//! Cues of readable length with times: those that are known, and those that lie between them.

use super::words::{turn_words, words};
use super::{Paragraph, ParagraphPart, names, paragraphs};
use crate::model::{Document, Inline, WordTime};
use crate::text::rich::RichText;
use crate::text::sentences::{is_spaceless, sentence_starts};
use crate::text::timecode::Timecode;

/// Some words on a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptionCue {
    /// The time at which it begins.
    pub start: Timecode,
    /// The time at which it ends.
    pub end: Timecode,
    /// True if the beginning lies between known times, and is not known itself.
    pub is_estimated: bool,
    /// The speaker.
    pub speaker: Option<String>,
    /// The words.
    pub text: RichText,
    /// Words whose own times are known: the byte of the plain words at which each begins, and its time.
    pub words: Vec<(usize, WordTime)>,
}

/// The time at which a turn begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnStart {
    /// The number of the turn in its document, counted from zero.
    pub turn: usize,
    /// Its time.
    pub time: Timecode,
    /// True if it lies between known times, and is not known itself.
    pub is_estimated: bool,
}

/// The times at which the turns of a transcript begin; none when fewer than two times are known. Turns without words are
/// left out.
pub fn turn_starts(document: &Document) -> Vec<TurnStart> {
    let Some((spoken, starts)) = timed(document) else { return Vec::new() };
    let mut turns: Vec<TurnStart> = Vec::new();
    for (passage, start) in spoken.iter().zip(starts) {
        let Some(turn) = passage.turn.filter(|turn| turns.last().is_none_or(|last| last.turn != *turn))
        else {
            continue;
        };
        turns.push(TurnStart { turn, time: Timecode(start), is_estimated: passage.time.is_none() });
    }
    turns
}

/// The cues of a transcript; none when fewer than two times are known.
pub fn cues(document: &Document) -> Vec<CaptionCue> {
    let Some((spoken, starts)) = timed(document) else { return Vec::new() };
    let mut cues = Vec::new();
    for (at, passage) in spoken.into_iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(u64::MAX);
        cut(passage, starts[at], end, &mut cues);
    }
    cues
}

/// The passages of a transcript, and the milliseconds at which each begins; none when too few times are known.
fn timed(document: &Document) -> Option<(Vec<TimedPassage>, Vec<u64>)> {
    let mut spoken: Vec<TimedPassage> = spoken(document).collect();
    set_word_times(&mut spoken, document);
    let known = spoken.iter().filter(|passage| passage.time.is_some()).count();
    let duration = document.front.media.as_ref().and_then(|media| media.duration);
    are_enough(known, spoken.len()).then(|| {
        let starts = starts(&spoken, duration);
        (spoken, starts)
    })
}

/// Tells whether a transcript has the times that cues need.
pub fn has_times(document: &Document) -> bool {
    let (mut known, mut passages) = (0, 0);
    if !has_any_time(document) {
        return false;
    }
    for passage in spoken(document) {
        passages += 1;
        known += usize::from(passage.time.is_some());
        if known >= ENOUGH_TIMES {
            break;
        }
    }
    are_enough(known, passages)
}

/// Most transcripts either have none or many.
fn has_any_time(document: &Document) -> bool {
    fn is_timed(inlines: &[Inline]) -> bool {
        let is_timed = |inline: &Inline| {
            matches!(inline, Inline::Time { .. }) || inline.children().is_some_and(is_timed)
        };
        inlines.iter().any(is_timed)
    }
    let mut found = document.turns().any(|turn| turn.time.is_some());
    if !found {
        document.for_each_run(&mut |inlines| found = found || is_timed(inlines));
    }
    found
}

/// From how many known times on the others lie between them.
const ENOUGH_TIMES: usize = 2;

/// Tells whether so many passages can become cues when so many of their times are known.
fn are_enough(known: usize, passages: usize) -> bool {
    known > 0 && known >= passages.min(ENOUGH_TIMES)
}

/// Words between two times, or two speakers.
struct TimedPassage {
    /// The number of its turn, counted from zero.
    turn: Option<usize>,
    speaker: Option<String>,
    time: Option<Timecode>,
    text: RichText,
    /// The likely duration of the words, in milliseconds.
    weight: u64,
    /// The words whose times are known or estimated, by the byte at which they begin.
    words: Vec<(usize, WordTime)>,
}

/// The words that are said: where anybody speaks, what stands before is not. A time that lies before an earlier one is none,
/// nor is the same time again: nothing could be read in between.
fn spoken(document: &Document) -> impl Iterator<Item = TimedPassage> {
    let has_turns = paragraphs(document).any(|paragraph| paragraph.turn.is_some());
    let said = paragraphs(document).filter(move |paragraph| paragraph.turn.is_some() || !has_turns);
    let mut last = None;
    said.flat_map(|paragraph| passages(paragraph, document)).map(move |mut passage| {
        passage.time = passage.time.filter(|time| last.is_none_or(|last| last < *time));
        last = passage.time.or(last);
        passage
    })
}

fn passages(paragraph: Paragraph, document: &Document) -> Vec<TimedPassage> {
    let speaker = names(&paragraph.speakers, document);
    let mut time = paragraph.time;
    let mut passages = Vec::new();
    for piece in paragraph.pieces {
        match piece {
            ParagraphPart::Time(own) => time = Some(own),
            ParagraphPart::Words(words) if words.is_blank() => {}
            ParagraphPart::Words(words) => {
                let text = words.trimmed();
                let weight = weight(&text.to_plain());
                passages.push(TimedPassage {
                    turn: paragraph.turn.map(|turn| turn - 1),
                    speaker: speaker.clone(),
                    time: time.take(),
                    text,
                    weight,
                    words: Vec::new(),
                });
            }
        }
    }
    passages
}

/// The number of words within which one of a passage is looked for among those of the turns: a passage has gaps, too, which are
/// not said.
const NEAR_WORDS: usize = 8;

/// Gives passages the times of their words, as far as they are those of the document's turns.
fn set_word_times(spoken: &mut [TimedPassage], document: &Document) {
    let Some(times) = &document.word_times else { return };
    let said = document.turns().flat_map(turn_words).map(|word| word.hash);
    let said: Vec<(u32, Option<WordTime>)> = said.zip(times.unpack()).collect();
    let mut next = 0;
    for passage in spoken {
        for word in words(&passage.text.to_plain()) {
            let near = said[next..].iter().take(NEAR_WORDS);
            let Some(found) = near.map(|(hash, _)| *hash).position(|hash| hash == word.hash) else {
                continue;
            };
            let time = said[next + found].1;
            passage.words.extend(time.map(|time| (word.at, time)));
            next += found + 1;
        }
        let first = passage.words.first().filter(|(_, time)| !time.is_estimated);
        passage.time = first.map(|(_, time)| time.start).or(passage.time);
    }
}

/// Milliseconds that a letter takes, and a character of a script without spaces.
const LETTER: u64 = 65;
const CHARACTER: u64 = 200;

fn weight(text: &str) -> u64 {
    let of = |c: char| if is_spaceless(c) { CHARACTER } else { LETTER };
    text.chars().map(of).sum::<u64>().max(300)
}

/// The time at which each passage begins. Times that are not known are spread between the known ones by the length of
/// the words.
fn starts(passages: &[TimedPassage], duration: Option<Timecode>) -> Vec<u64> {
    let mut starts = vec![0; passages.len()];
    let (mut from, mut begin) = (0, 0);
    for (at, passage) in passages.iter().enumerate() {
        if let Some(time) = passage.time {
            fill(&mut starts[from..at], &passages[from..at], begin, time.0);
            starts[at] = time.0;
            (from, begin) = (at, time.0);
        }
    }
    let rest: u64 = passages[from..].iter().map(|passage| passage.weight).sum();
    let end = duration.map_or(0, |duration| duration.0);
    let end = if end > begin { end } else { begin.saturating_add(rest) };
    fill(&mut starts[from..], &passages[from..], begin, end);
    starts
}

/// Spreads passages between two times by their weight.
fn fill(starts: &mut [u64], passages: &[TimedPassage], begin: u64, end: u64) {
    let whole: u64 = passages.iter().map(|passage| passage.weight).sum();
    let mut passed = 0;
    for (start, passage) in starts.iter_mut().zip(passages) {
        *start = between(begin, end, passed, whole);
        passed += passage.weight;
    }
}

fn between(begin: u64, end: u64, part: u64, whole: u64) -> u64 {
    let length = u128::from(end.saturating_sub(begin));
    begin.saturating_add((length * u128::from(part) / u128::from(whole.max(1))) as u64)
}

/// The way much longer than it is likely to take a passage may stay: silence is no part of it.
const SLOWEST: u64 = 2;

/// Cuts a passage into cues.
fn cut(passage: TimedPassage, start: u64, next: u64, cues: &mut Vec<CaptionCue>) {
    let longest = start.saturating_add(passage.weight.saturating_mul(SLOWEST).saturating_add(500));
    let end = next.min(longest).max(start + 1);
    let plain = passage.text.to_plain();
    let places = places(&plain);
    let time = |at: usize| Timecode(between(start, end, at as u64, plain.len() as u64));
    let mut text = passage.text;
    let first = cues.len();
    let timed = passage.words;
    for (number, at) in places.iter().enumerate() {
        let stop = places.get(number + 1).copied().unwrap_or(plain.len());
        let rest = text.split_off(stop - at);
        let words = std::mem::replace(&mut text, rest).trimmed();
        let is_estimated = number > 0 || passage.time.is_none();
        let speaker = passage.speaker.clone();
        let from = timed.partition_point(|(byte, _)| byte < at);
        let to = timed.partition_point(|(byte, _)| *byte < stop);
        let (start, end) = (time(*at), time(stop));
        let mut cue = CaptionCue { start, end, is_estimated, speaker, text: words, words: Vec::new() };
        cue.set_times(&timed[from..to], *at);
        cues.push(cue);
    }
    if timed.is_empty() {
        cues[first].start = Timecode(start);
    }
    linger(&mut cues[first..], next);
}

/// Captions are read at seventeen characters a second at most, and seen for five sixths of a second at least: the rules of most
/// broadcasters.
const READ_CHARACTER: u64 = 1000 / 17;
const SEEN: u64 = 833;

impl CaptionCue {
    /// Takes the times of its words, which begin at byte `at` of their passage.
    fn set_times(&mut self, timed: &[(usize, WordTime)], at: usize) {
        let (Some((_, first)), Some((_, last))) = (timed.first(), timed.last()) else { return };
        self.start = first.start;
        self.end = last.end.max(Timecode(first.start.0 + 1));
        self.is_estimated = first.is_estimated;
        let known = timed.iter().filter(|(_, time)| !time.is_estimated);
        self.words = known.map(|(byte, time)| (byte - at, *time)).collect();
    }
}

/// Leaves cues whose words have times on the screen until they can be read, where the next leaves time for it.
fn linger(cues: &mut [CaptionCue], next: u64) {
    for at in 0..cues.len() {
        let limit = cues.get(at + 1).map_or(next, |following| following.start.0);
        let cue = &mut cues[at];
        if !cue.words.is_empty() {
            let read = (length(&cue.text.to_plain()) as u64 * READ_CHARACTER).max(SEEN);
            let wanted = cue.end.0.max(cue.start.0 + read);
            cue.end = Timecode(wanted.min(limit).max(cue.start.0 + 1));
        }
    }
}

/// The greatest length of a cue, in letters, and the length from which another sentence is a cue of its own.
const LONGEST: usize = 84;
const ENOUGH: usize = 40;

/// The bytes at which cues begin: sentences, and clauses where those are too long.
fn places(text: &str) -> Vec<usize> {
    let mut places = vec![0];
    let sentences = sentence_starts(text);
    for (number, &at) in sentences.iter().enumerate() {
        let from = places[places.len() - 1];
        let end = sentences.get(number + 1).copied().unwrap_or(text.len());
        if length(&text[from..at]) >= ENOUGH || length(&text[from..end]) > LONGEST {
            split_long(text, at, &mut places);
            places.push(at);
        }
    }
    split_long(text, text.len(), &mut places);
    places
}

/// Cuts what stands between the last place and `end` where it is too long: behind a comma in its second
/// half if there is one, else between words.
fn split_long(text: &str, end: usize, places: &mut Vec<usize>) {
    loop {
        let from = places[places.len() - 1];
        let Some(limit) = too_long(&text[from..end]) else { return };
        let window = &text[from..from + limit];
        let half = window.floor_char_boundary(limit / 2);
        let comma = window[half..].rfind([',', ';', ':', '，', '；', '、', '—']).map(|at| at + half);
        let after = |at: usize| at + window[at..].chars().next().map_or(1, char::len_utf8);
        let comma = comma.map(after).filter(|&at| is_gap(text, from + at));
        let gap = window.rfind(' ').map(|at| at + 1).filter(|&at| at > 1);
        let wide = window.chars().any(is_spaceless).then_some(limit);
        let Some(at) = comma.or(gap).or(wide).filter(|&at| from + at < end) else { return };
        places.push(from + at);
    }
}

/// Tells whether words end before byte `at`, so that a cue may begin there.
fn is_gap(text: &str, at: usize) -> bool {
    text[at..].starts_with(' ') || text[..at].chars().next_back().is_some_and(is_spaceless)
}

/// The byte up to which `text` may go on, if it is too long.
fn too_long(text: &str) -> Option<usize> {
    let mut length = 0;
    text.char_indices().find_map(|(at, c)| {
        length += if is_spaceless(c) { 2 } else { 1 };
        (length > LONGEST && at > 0).then_some(at)
    })
}

fn length(text: &str) -> usize {
    text.chars().map(|c| if is_spaceless(c) { 2 } else { 1 }).sum()
}
