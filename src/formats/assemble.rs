//! Cues become turns, and turns paragraphs: by rule, so that a machine's output reads like a text.

use crate::formats::shared::caption_text::{join_with_gap, lack_punctuation};
use crate::formats::transcript::{Chapter, ChapterStart, Cue, CueOpening, ImportedTranscript};
use crate::text::rich::RichText;
use crate::text::sentences::{ends_sentence, sentence_starts};
use crate::text::timecode::Timecode;
use crate::text::words::WordCount;

/// The way paragraphs are made of speech that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// The silence after a sentence at which a new paragraph begins, in milliseconds.
    pub pause: u64,
    /// The number of words a paragraph may have before its next sentence opens another.
    pub words: usize,
}

impl Default for Rhythm {
    fn default() -> Self {
        Rhythm { pause: 3000, words: 120 }
    }
}

/// A part of the text under a heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftSection {
    /// Its heading; only the first section has none.
    pub heading: Option<DraftHeading>,
    /// Words about it before anybody speaks.
    pub lead: Option<String>,
    /// The turns.
    pub turns: Vec<DraftTurn>,
}

impl DraftSection {
    /// Returns true if it has words and nobody speaks in it.
    pub fn is_silent(&self) -> bool {
        self.lead.is_some() && self.turns.is_empty()
    }
}

/// A section's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftHeading {
    /// Its words.
    pub title: String,
    /// 2 for a section, 3 for one inside it.
    pub level: u8,
    /// The time at which it begins.
    pub time: Option<Timecode>,
    /// The topics of the section.
    pub topics: Vec<String>,
}

/// The words of one speaker until another one speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftTurn {
    /// The speaker; nobody where the file names nobody.
    pub speaker: Option<String>,
    /// The remark in parentheses behind the name, with the parentheses.
    pub remark: Option<String>,
    /// The topics that they are about.
    pub topics: Vec<String>,
    /// The words.
    pub paragraphs: Vec<DraftParagraph>,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftParagraph {
    /// The time at which it begins.
    pub time: Option<Timecode>,
    /// The words.
    pub text: RichText,
}

/// Makes sections of a script. Its chapters that come after all words and say nothing but a title are left out, and
/// counted.
pub fn assemble(script: &mut ImportedTranscript, rhythm: Rhythm) -> Vec<DraftSection> {
    let chapters = place(std::mem::take(&mut script.chapters), script);
    let mut chapters = chapters.into_iter().peekable();
    let mut assembly = PageAssembly::new(rhythm, lack_punctuation(&script.cues));
    for (at, cue) in std::mem::take(&mut script.cues).into_iter().enumerate() {
        while let Some((_, chapter)) = chapters.next_if(|(place, _)| *place <= at) {
            assembly.open_section(chapter);
        }
        let mut pieces = pieces(cue).into_iter();
        let gap = assembly.cue_gap;
        pieces.next().into_iter().for_each(|piece| assembly.push(piece, gap));
        pieces.for_each(|piece| assembly.push(piece, ""));
    }
    for (_, chapter) in chapters {
        match chapter.lead.is_some() || !chapter.topics.is_empty() {
            true => assembly.open_section(chapter),
            false => script.left_out.add("chapters after the last words", chapter.title),
        }
    }
    assembly.sections.retain(|section| section.heading.is_some() || !section.turns.is_empty());
    assembly.sections
}

/// A chapter may begin this long before the first words that belong to it.
const EARLY: u64 = 500;

/// Each chapter with the number of the cue it stands before, in order.
fn place(chapters: Vec<Chapter>, script: &ImportedTranscript) -> Vec<(usize, Chapter)> {
    let mut by_time: Vec<(u64, Chapter)> = Vec::new();
    let mut placed: Vec<(usize, Chapter)> = Vec::new();
    for chapter in chapters {
        match chapter.place {
            ChapterStart::Cue(at) | ChapterStart::CueAt(at, _) => placed.push((at, chapter)),
            ChapterStart::Time(time) => by_time.push((time.0, chapter)),
        }
    }
    by_time.sort_by_key(|(time, chapter)| (*time, chapter.level));
    let mut by_time = by_time.into_iter().peekable();
    for (at, cue) in script.cues.iter().enumerate() {
        let Some(start) = cue.start else { continue };
        while let Some((_, chapter)) = by_time.next_if(|(time, _)| *time <= start.0.saturating_add(EARLY)) {
            placed.push((at, chapter));
        }
    }
    placed.extend(by_time.map(|(_, chapter)| (usize::MAX, chapter)));
    placed.sort_by_key(|(at, _)| *at);
    placed
}

/// A cue cut where its sentences begin, each piece with the times at which it is likely said.
fn pieces(mut cue: Cue) -> Vec<Cue> {
    let plain = cue.text.to_plain();
    let mut pieces = Vec::new();
    let mut end = cue.end;
    for at in sentence_starts(&plain).into_iter().rev() {
        let text = cue.text.split_off(at).trimmed();
        let start = cue.time_at(at, plain.len());
        let (speaker, topics) = (cue.speaker.clone(), cue.topics.clone());
        pieces.push(Cue { start, end, speaker, topics, text, ..Cue::default() });
        end = start;
    }
    pieces.push(Cue { end, text: std::mem::take(&mut cue.text).trimmed(), ..cue });
    pieces.reverse();
    pieces
}

struct PageAssembly {
    rhythm: Rhythm,
    /// The space between cues of a script without spaces, if it has to be kept.
    cue_gap: &'static str,
    sections: Vec<DraftSection>,
    /// The end of the last words.
    silent_since: Option<Timecode>,
    /// The length of the open paragraph.
    length: usize,
    /// True if the last words ended a sentence.
    is_whole: bool,
}

impl PageAssembly {
    fn new(rhythm: Rhythm, keeps_gaps: bool) -> Self {
        let sections = vec![DraftSection::default()];
        let cue_gap = if keeps_gaps { " " } else { "" };
        PageAssembly { rhythm, cue_gap, sections, silent_since: None, length: 0, is_whole: true }
    }

    fn open_section(&mut self, chapter: Chapter) {
        let time = match chapter.place {
            ChapterStart::Time(time) | ChapterStart::CueAt(_, time) => Some(time),
            ChapterStart::Cue(_) => None,
        };
        let heading =
            DraftHeading { title: chapter.title, level: chapter.level, time, topics: chapter.topics };
        self.sections.push(DraftSection { heading: Some(heading), lead: chapter.lead, turns: Vec::new() });
    }

    /// Adds words; `gap` stands before them where their script has no spaces.
    fn push(&mut self, piece: Cue, gap: &str) {
        let goes_on = self.turns().last().is_some_and(|turn| {
            let is_same = turn.speaker == piece.speaker && turn.topics == piece.topics;
            is_same && (piece.remark.is_none() || turn.remark == piece.remark)
        });
        if !goes_on {
            let (speaker, remark) = (piece.speaker.clone(), piece.remark.clone());
            let topics = piece.topics.clone();
            self.turns().push(DraftTurn { speaker, remark, topics, paragraphs: Vec::new() });
        }
        if self.opens_paragraph(&piece) {
            let paragraph = DraftParagraph { time: piece.start, text: RichText::default() };
            self.paragraphs().push(paragraph);
            self.length = 0;
        }
        let plain = piece.text.to_plain();
        self.length += WordCount::new(&plain).measure();
        self.is_whole = ends_sentence(&plain);
        self.silent_since = piece.end.or(self.silent_since);
        let paragraph = self.paragraphs().last_mut().expect("one is open");
        join_with_gap(&mut paragraph.text, piece.text, gap);
    }

    fn turns(&mut self) -> &mut Vec<DraftTurn> {
        &mut self.sections.last_mut().expect("there is always a section").turns
    }

    fn paragraphs(&mut self) -> &mut Vec<DraftParagraph> {
        &mut self.turns().last_mut().expect("a turn is open").paragraphs
    }

    /// The file's own paragraphs count; else silence or length does, after a sentence. Where nobody
    /// writes full stops, much of either is enough.
    fn opens_paragraph(&mut self, piece: &Cue) -> bool {
        if self.paragraphs().is_empty() || piece.opening != CueOpening::Flow {
            return true;
        }
        let silence = match (self.silent_since, piece.start) {
            (Some(end), Some(start)) => start.0.saturating_sub(end.0),
            _ => 0,
        };
        let Rhythm { pause, words } = self.rhythm;
        let is_timed = piece.start.is_some();
        let was_timed = self.paragraphs().last().is_some_and(|paragraph| paragraph.time.is_some());
        let may_break = is_timed || !was_timed;
        let after_sentence = self.is_whole && (silence >= pause || self.length >= words && may_break);
        let without_stops =
            silence >= pause.saturating_mul(4) || self.length >= words.saturating_mul(2) && is_timed;
        after_sentence || without_stops
    }
}
