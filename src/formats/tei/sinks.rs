//! Destinations of words: speech, a heading, a speaker's name, or a note.

use super::turns::{TeiTurn, TeiTurns};
use crate::formats::shared::caption_text::join_lines;
use crate::formats::transcript::{Chapter, ChapterStart, Cue, CueOpening, ImportedNote, ImportedTranscript};
use crate::text::rich::{Marks, RichText};
use crate::text::timecode::Timecode;

/// Whatever takes words in, innermost last.
#[derive(Default)]
pub struct Sinks {
    open: Vec<TextSink>,
}

struct TextSink {
    kind: SinkKind,
    text: RichText,
    /// The paragraphs of a note that are complete.
    paragraphs: Vec<RichText>,
    /// The way the next words follow those before them.
    opening: CueOpening,
    /// The time at which a section begins.
    time: Option<Timecode>,
}

/// The purpose of words.
pub enum SinkKind {
    /// Somebody says them.
    Speech,
    /// They stand above a section.
    Head,
    /// They say who speaks.
    Speaker,
    /// They say what was done.
    Action,
    /// They are the note with this number.
    ImportedNote(usize, ImportedNote),
}

impl Sinks {
    /// Tells whether nothing takes words in.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Begins to take words in.
    pub fn begin(&mut self, kind: SinkKind) {
        let (text, paragraphs) = (RichText::default(), Vec::new());
        self.open.push(TextSink { kind, text, paragraphs, opening: CueOpening::Flow, time: None });
    }

    /// Takes words in.
    pub fn push(&mut self, text: &str, marks: &Marks) {
        if let Some(sink) = self.open.last_mut() {
            sink.text.push(text, marks);
        }
    }

    /// Tells whether what takes words in has paragraphs.
    pub fn holds_paragraphs(&self) -> Option<bool> {
        self.open.last().map(|sink| matches!(sink.kind, SinkKind::Speech | SinkKind::ImportedNote(..)))
    }

    /// Tells whether what takes words in is speech.
    pub fn is_speech(&self) -> bool {
        self.open.last().is_some_and(|sink| matches!(sink.kind, SinkKind::Speech))
    }

    /// Tells whether the text so far may end inside a word.
    pub fn ends_in_word(&self) -> bool {
        let last = self.open.last().and_then(|sink| sink.text.runs.last());
        last.is_some_and(|run| run.text.ends_with(|c: char| c.is_alphanumeric() || c == '-'))
    }

    /// Sets a note in what somebody says; says whether somebody does.
    pub fn set_note(&mut self, number: usize) -> bool {
        let speech = self.open.iter_mut().rev().take(4).find(|sink| matches!(sink.kind, SinkKind::Speech));
        if let Some(sink) = speech {
            sink.text.push_note(number);
            return true;
        }
        false
    }

    /// The day on which the note that is open was written.
    pub fn date(&mut self, when: Option<&str>) {
        if let Some(TextSink { kind: SinkKind::ImportedNote(_, note), .. }) = self.open.last_mut() {
            note.date = note.date.or(when.and_then(|when| when.parse().ok()));
        }
    }

    /// Ends a paragraph of what is taken in.
    pub fn break_paragraph(&mut self, turns: &mut TeiTurns, script: &mut ImportedTranscript) {
        let Some(sink) = self.open.last_mut() else { return };
        let text = join_lines(std::mem::take(&mut sink.text));
        match sink.kind {
            SinkKind::ImportedNote(..) => sink.paragraphs.push(text),
            _ => {
                let cue = sink.cue(text, turns.current());
                script.cues.extend(cue);
                sink.opening = CueOpening::Paragraph;
            }
        }
    }

    /// Sets the time of the words that follow.
    pub fn pass(&mut self, time: Timecode, turns: &mut TeiTurns, script: &mut ImportedTranscript) {
        let Some(sink) = self.open.last_mut() else { return };
        sink.time = Some(time);
        if !matches!(sink.kind, SinkKind::Speech) {
            return;
        }
        let text = join_lines(std::mem::take(&mut sink.text));
        let cue = sink.cue(text, turns.current());
        script.cues.extend(cue.map(|cue| Cue { end: Some(time), ..cue }));
        if let Some(turn) = turns.current() {
            turn.start = Some(time);
        }
    }

    /// Keeps the words that were taken in, for what they are.
    pub fn end(&mut self, turns: &mut TeiTurns, depth: u8, script: &mut ImportedTranscript) {
        let Some(mut sink) = self.open.pop() else { return };
        let text = join_lines(std::mem::take(&mut sink.text));
        let turn = turns.current();
        match sink.kind {
            SinkKind::Speech
                if turn.as_ref().is_none_or(|turn| turn.who.is_none()) && leads(script, &text) => {}
            SinkKind::Speech => script.cues.extend(sink.last_cue(text, turn)),
            SinkKind::Head if text.is_blank() => {}
            SinkKind::Head => {
                let at = script.cues.len();
                let place = sink.time.map_or(ChapterStart::Cue(at), |time| ChapterStart::CueAt(at, time));
                let level = depth.clamp(1, 3) + 1;
                script.chapters.push(Chapter {
                    title: text.to_plain(),
                    level,
                    place,
                    lead: None,
                    topics: std::mem::take(&mut turns.division),
                });
            }
            SinkKind::Action => {
                let words = format!("[{}]", text.to_plain().trim_matches(['[', ']', ' ']));
                self.push(&words, &Marks::default());
            }
            SinkKind::Speaker => {
                let name = text.to_plain();
                let name = name.trim().trim_end_matches([':', '.', '：']).to_string();
                if let Some(turn) = turn.filter(|turn| turn.who.is_none() && !name.is_empty()) {
                    turn.who = Some(name);
                }
            }
            SinkKind::ImportedNote(number, mut note) => {
                note.text = sink.paragraphs;
                note.text.push(text);
                note.text.retain(|paragraph| !paragraph.is_blank());
                script.notes[number] = note;
            }
        }
    }
}

/// Takes words that nobody says for what leads into a section, where they follow its heading.
fn leads(script: &mut ImportedTranscript, text: &RichText) -> bool {
    let at = script.cues.len();
    let is_new = |chapter: &&mut Chapter| matches!(chapter.place, ChapterStart::Cue(place) | ChapterStart::CueAt(place, _) if place == at);
    let is_noted = text.runs.iter().any(|run| !run.marks.notes.is_empty());
    match script.chapters.last_mut().filter(is_new).filter(|_| !is_noted) {
        Some(chapter) => {
            let lead = chapter.lead.get_or_insert_default();
            lead.push_str(&text.to_plain());
            lead.push('\n');
            true
        }
        None => false,
    }
}

impl TextSink {
    /// Words that somebody says. The first of a turn begin when it does.
    fn cue(&mut self, text: RichText, turn: Option<&mut TeiTurn>) -> Option<Cue> {
        if text.is_blank() {
            self.text = text;
            return None;
        }
        let opening = std::mem::take(&mut self.opening);
        let (start, speaker, topics) = match turn {
            Some(turn) => (turn.start.take(), turn.who.clone(), turn.topics.clone()),
            None => (None, None, Vec::new()),
        };
        Some(Cue { start, speaker, topics, text, opening, ..Cue::default() })
    }

    /// The last words of a turn end when it does, and what is noted about it is noted there. An untimed
    /// utterance is a paragraph; those with times are put together by rule.
    fn last_cue(&mut self, text: RichText, turn: Option<&mut TeiTurn>) -> Option<Cue> {
        let (end, notes) = turn.as_ref().map_or((None, Vec::new()), |turn| (turn.end, turn.notes.clone()));
        let mut cue = self.cue(text, turn)?;
        notes.into_iter().for_each(|note| cue.text.push_note(note));
        cue.end = end;
        if cue.start.is_none() || end.is_none() {
            cue.opening = CueOpening::Paragraph;
        }
        Some(cue)
    }
}
