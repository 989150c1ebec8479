//! Sections, speakers and turns: the shape of a transcript out of a flat text.

use super::attributes;
use super::markdown::{RawHeading, TopLevelPart};
use super::page_breaks;
use super::section_shapes::SectionShapes;
use super::speakers::{SpeakerTable, name_span};
use super::title::drop_bold;
use super::withheld::WithheldMarks;
use crate::config::Access;
use crate::diag::Diagnostics;
use crate::model::{Block, BlockKind, Heading, Inline, Section, Speaker, SpeakerId, Turn, plain_text};
use crate::source::{Located, SourceId, Span};
use crate::text::names::{is_editorial, is_played};
use crate::text::timecode::Timecode;
use crate::transcript::labels::{LabelKind, TurnLabel, split_parenthesis};

/// A text divided into sections and turns.
pub struct Divided {
    /// The sections; the first has no heading.
    pub sections: Vec<Section>,
    /// The id that each section's heading was given, `{#id}`.
    pub explicit_ids: Vec<Option<String>>,
    /// The speakers.
    pub speakers: Vec<Speaker>,
}

/// Divides `pieces`, the text of the file `source` without its `labels`, into sections and turns.
pub fn divide(
    pieces: Vec<TopLevelPart>,
    labels: &[TurnLabel],
    table: SpeakerTable,
    source: SourceId,
    withheld: &WithheldMarks,
) -> (Divided, Diagnostics) {
    let mut assembly = Assembly::new(table, &pieces, source, withheld);
    assembly.goes_on = SectionShapes::new(&pieces, labels).speech_goes_on();
    let mut labels = labels.iter().peekable();
    for piece in pieces {
        let start = piece.span().start as usize;
        while let Some(label) = labels.next_if(|label| label.start <= start) {
            assembly.open(label);
        }
        assembly.push(piece);
    }
    labels.for_each(|label| assembly.open(label));
    assembly.finish()
}

struct Assembly<'m> {
    /// The marks of what is withheld from some.
    withheld: &'m WithheldMarks,
    table: SpeakerTable,
    source: SourceId,
    /// The number to subtract from the levels of headings, so that sections start at level 2.
    shift: i16,
    sections: Vec<Section>,
    explicit_ids: Vec<Option<String>>,
    /// The speakers before an event, who continue after it.
    interrupted: Option<Vec<SpeakerId>>,
    /// True if the next block belongs to the event.
    event_has_words: bool,
    /// True if all blocks up to the next label belong to the event: a song is sung to its end.
    is_playing: bool,
    /// The last speakers.
    current: Vec<SpeakerId>,
    /// True if a label stands right before the next block, whose braces are then attributes of its turn.
    is_labelled: bool,
    /// True if headings stand inside of speeches: the words behind them belong to whoever spoke before.
    goes_on: bool,
    diagnostics: Diagnostics,
}

impl<'m> Assembly<'m> {
    fn new(
        table: SpeakerTable,
        pieces: &[TopLevelPart],
        source: SourceId,
        withheld: &'m WithheldMarks,
    ) -> Self {
        let levels = pieces.iter().filter_map(|piece| match piece {
            TopLevelPart::Heading(heading) => Some(i16::from(heading.level)),
            TopLevelPart::Block(_) => None,
        });
        let shift = levels.min().unwrap_or(2) - 2;
        Assembly {
            withheld,
            table,
            source,
            shift,
            sections: vec![Section::default()],
            explicit_ids: vec![None],
            interrupted: None,
            event_has_words: false,
            is_playing: false,
            current: Vec::new(),
            is_labelled: false,
            goes_on: false,
            diagnostics: Diagnostics::new(),
        }
    }

    fn open(&mut self, label: &TurnLabel) {
        self.is_labelled = true;
        match label.kind {
            LabelKind::Speaker => {
                let speakers = self.table.resolve(&label.name);
                self.open_turn(speakers, label);
            }
            LabelKind::Event => self.open_event(label),
        }
    }

    fn push(&mut self, piece: TopLevelPart) {
        match piece {
            TopLevelPart::Heading(heading) => self.open_section(heading),
            TopLevelPart::Block(mut block) => {
                self.resume(block.span);
                self.resume_behind_heading(&block);
                let access = self.withheld.turn_at(block.span);
                let topics = self.take_topics(&mut block, access.is_some());
                self.push_block(block);
                self.add_attributes(topics, access);
            }
        }
    }

    /// The topics in braces behind the label that stands before `block`. Somebody who goes on speaking about others begins
    /// another turn there.
    fn take_topics(&mut self, block: &mut Block, is_withheld: bool) -> Vec<Located<String>> {
        if !std::mem::take(&mut self.is_labelled) {
            return Vec::new();
        }
        let found = attributes::take(block, self.source);
        if found.is_none() && !is_withheld {
            return Vec::new();
        }
        let found = found.unwrap_or_default();
        self.diagnostics.extend(found.unknown);
        if let Some(turn) = self.section().turns.last().filter(|turn| !turn.blocks.is_empty()) {
            let speakers = turn.speakers.clone();
            self.push_turn(Turn { speakers, ..new_turn(block.span) });
        }
        found.topics
    }

    fn add_attributes(&mut self, topics: Vec<Located<String>>, access: Option<Access>) {
        if let Some(turn) = self.section().turns.last_mut() {
            turn.topics.extend(topics);
            turn.access = access.or(turn.access.take());
        }
    }

    /// Gives the blocks after an event's own paragraph to the speakers before it.
    fn resume(&mut self, span: Span) {
        if self.interrupted.is_none() || self.is_playing || std::mem::take(&mut self.event_has_words) {
            return;
        }
        let speakers = self.interrupted.take().unwrap_or_default();
        self.push_turn(Turn { speakers, ..new_turn(span) });
    }

    /// Words behind a heading in the middle of somebody's speech are still theirs.
    fn resume_behind_heading(&mut self, block: &Block) {
        let is_open = self.sections.len() > 1 && self.section().turns.is_empty();
        let is_role = || self.current.iter().any(|&id| self.table.is_undeclared_role(id));
        let is_said = || has_speech(block) && !self.heads_document(block);
        if self.goes_on && is_open && !is_role() && !self.current.is_empty() && is_said() {
            let speakers = self.current.clone();
            self.push_turn(Turn { speakers, ..new_turn(block.span) });
        }
    }

    /// `Summary:`, or a heading with a colon above a list such as `Those present:`. Nobody says what is below it.
    fn heads_document(&self, block: &Block) -> bool {
        let heading = self.sections.last().and_then(|section| section.heading.as_ref());
        let words = heading.map(|heading| plain_text(&heading.inlines)).unwrap_or_default();
        let is_list = matches!(block.kind, BlockKind::List(_));
        words.trim_end().strip_suffix([':', '：']).is_some_and(|words| is_list || is_editorial(words.trim()))
    }

    fn section(&mut self) -> &mut Section {
        self.sections.last_mut().expect("there is always the first section")
    }

    fn open_section(&mut self, heading: RawHeading) {
        self.interrupted = None;
        self.is_labelled = false;
        let mut inlines = heading.inlines;
        let time = take_trailing_time(&mut inlines);
        // `Questions (Ann Lee)` says who speaks below it: not whoever spoke above.
        if let Some((_, name)) = split_parenthesis(plain_text(&inlines).trim())
            && let Some(speakers) = self.table.known(name)
        {
            self.current = speakers;
        }
        let level = (i16::from(heading.level) - self.shift).clamp(2, 6) as u8;
        self.explicit_ids.push(heading.id);
        self.sections.push(Section {
            heading: Some(Heading {
                level,
                inlines: drop_bold(inlines),
                anchor: String::new(),
                previous_ids: Vec::new(),
                time,
                topics: heading.topics,
                access: heading.access,
                span: heading.span,
            }),
            ..Section::default()
        });
    }

    /// Opens a turn, unless the same people go on without a new time.
    fn open_turn(&mut self, speakers: Vec<SpeakerId>, label: &TurnLabel) {
        self.interrupted = None;
        self.current.clone_from(&speakers);
        let goes_on = |turn: &Turn| {
            let says_more = label.parenthesis.is_some() && turn.remark != label.parenthesis;
            let is_same = turn.speakers == speakers
                && turn.event.is_none()
                && turn.topics.is_empty()
                && turn.access.is_none();
            is_same && label.time.is_none() && !says_more
        };
        if self.section().turns.last().is_some_and(goes_on) {
            return;
        }
        let span = name_span(label, self.source);
        self.push_turn(Turn {
            speakers,
            time: label.time,
            remark: label.parenthesis.clone(),
            ..new_turn(span)
        });
    }

    fn open_event(&mut self, label: &TurnLabel) {
        let before = self.section().turns.last().map(|turn| turn.speakers.clone());
        let before = self.interrupted.take().or(before).unwrap_or_default();
        let span = name_span(label, self.source);
        let event = Some(label.name.clone());
        self.push_turn(Turn { event, time: label.time, remark: label.parenthesis.clone(), ..new_turn(span) });
        self.interrupted = Some(before);
        self.event_has_words = !label.owns_line;
        self.is_playing = label.owns_line && is_played(&label.name);
    }

    fn push_turn(&mut self, turn: Turn) {
        self.section().turns.push(turn);
    }

    fn push_block(&mut self, mut block: Block) {
        let section = self.section();
        let Some(turn) = section.turns.last_mut() else { return section.lead.push(block) };
        if turn.blocks.is_empty() && turn.time.is_none() {
            turn.time = take_leading_time(&mut block);
        }
        turn.span.end = turn.span.end.max(block.span.end);
        turn.blocks.push(block);
    }

    fn finish(self) -> (Divided, Diagnostics) {
        let (speakers, mut diagnostics) = self.table.finish();
        diagnostics.append(self.diagnostics);
        let mut sections = self.sections;
        plain_style(&mut sections, speakers.len());
        (Divided { sections, explicit_ids: self.explicit_ids, speakers }, diagnostics)
    }
}

/// Tells if a block has words other than a link or words in italics, which are about the text.
fn has_speech(block: &Block) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else { return true };
    inlines.iter().any(|inline| match inline {
        Inline::Text { text, .. } => text.contains(char::is_alphanumeric),
        Inline::Emphasis(_) | Inline::Link { .. } | Inline::Time { .. } | Inline::NoteRef(_) => false,
        Inline::SoftBreak | Inline::HardBreak | Inline::PageBreak(_) => false,
        _ => true,
    })
}

/// Gives each turn the line of `text` at which it begins.
pub(super) fn number_lines(sections: &mut [Section], text: &str) {
    let (mut at, mut line) = (0, 1);
    for turn in sections.iter_mut().flat_map(|section| &mut section.turns) {
        let start = (turn.span.start as usize).min(text.len());
        // Turns follow each other as their words do.
        if let Some(between) = text.as_bytes().get(at..start) {
            line += between.iter().filter(|&&byte| byte == b'\n').count() as u32;
            at = start;
        }
        turn.line = line;
    }
}

/// A turn of nobody yet, without words.
pub(super) fn new_turn(span: Span) -> Turn {
    Turn {
        speakers: Vec::new(),
        event: None,
        remark: None,
        time: None,
        anchor: String::new(),
        previous_ids: Vec::new(),
        topics: Vec::new(),
        access: None,
        blocks: Vec::new(),
        span,
        line: 0,
    }
}

/// The time at a heading's end.
fn take_trailing_time(inlines: &mut Vec<Inline>) -> Option<Timecode> {
    let Some(Inline::Time { time, .. }) = inlines.last() else { return None };
    let time = *time;
    inlines.pop();
    if let Some(Inline::Text { text, .. }) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
    }
    Some(time)
}

/// The time that a turn's first paragraph opens with.
pub(super) fn take_leading_time(block: &mut Block) -> Option<Timecode> {
    let BlockKind::Paragraph(inlines) = &mut block.kind else { return None };
    let first = page_breaks::opening(inlines);
    let Some(Inline::Time { time, .. }) = inlines.get(first) else { return None };
    let time = *time;
    let rest = trim_start(inlines.split_off(first + 1));
    inlines.truncate(first);
    inlines.extend(rest);
    Some(time)
}

/// Removes bold from a speaker's paragraphs where most of them are bold from end to end: bold is then the style of the
/// page and no emphasis.
fn plain_style(sections: &mut [Section], speakers: usize) {
    let mut bold = vec![0usize; speakers];
    let mut all = vec![0usize; speakers];
    for turn in sections.iter().flat_map(|section| &section.turns) {
        let [speaker] = turn.speakers[..] else { continue };
        for block in &turn.blocks {
            let BlockKind::Paragraph(inlines) = &block.kind else { continue };
            all[usize::from(speaker.0)] += 1;
            bold[usize::from(speaker.0)] += usize::from(is_bold(inlines));
        }
    }
    let is_style = |speaker: SpeakerId| {
        let at = usize::from(speaker.0);
        bold[at] > 1 && bold[at] * 2 > all[at]
    };
    for turn in sections.iter_mut().flat_map(|section| &mut section.turns) {
        if turn.speakers.iter().all(|&speaker| is_style(speaker)) {
            turn.blocks.iter_mut().for_each(drop_style);
        }
    }
}

fn is_bold(inlines: &[Inline]) -> bool {
    let is_blank = |inline: &Inline| match inline {
        Inline::Text { text, .. } => text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak | Inline::Time { .. } | Inline::NoteRef(_) => true,
        Inline::PageBreak(_) => true,
        _ => false,
    };
    inlines.iter().any(|inline| matches!(inline, Inline::Strong(_)))
        && inlines.iter().all(|inline| matches!(inline, Inline::Strong(_)) || is_blank(inline))
}

fn drop_style(block: &mut Block) {
    let BlockKind::Paragraph(inlines) = &mut block.kind else { return };
    if is_bold(inlines) {
        *inlines = std::mem::take(inlines)
            .into_iter()
            .flat_map(|inline| match inline {
                Inline::Strong(children) => children,
                other => vec![other],
            })
            .collect();
    }
}

/// `inlines` without the white space and line breaks they open with.
fn trim_start(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let is_blank = |inline: &Inline| match inline {
        Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    };
    let blank = inlines.iter().take_while(|inline| is_blank(inline)).count();
    inlines.drain(..blank);
    if let Some(Inline::Text { text, at }) = inlines.first_mut() {
        let lead = text.len() - text.trim_start().len();
        text.drain(..lead);
        *at += lead as u32;
    }
    inlines
}
