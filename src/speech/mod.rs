//! A transcript as a run of paragraphs, each with who speaks and when: what other programs are told of it.

pub mod timeline;
pub mod withheld;
pub mod words;

use crate::model::{Block, BlockKind, Document, Href, Inline, NoteId, SpeakerId, Turn, plain_text};
use crate::text::rich::{Marks, RichText};
use crate::text::timecode::Timecode;

/// A paragraph.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// The number of its section.
    pub section: usize,
    /// Its turn, counted from one; none before anybody speaks.
    pub turn: Option<usize>,
    /// The speakers.
    pub speakers: Vec<SpeakerId>,
    /// The time at which it begins, if known.
    pub time: Option<Timecode>,
    /// Its words, and the times that stand among them.
    pub pieces: Vec<ParagraphPart>,
    /// The notes on it.
    pub notes: Vec<NoteId>,
    /// True if it is in a block quotation.
    pub is_quoted: bool,
}

/// A piece of a paragraph.
#[derive(Clone, Debug)]
pub enum ParagraphPart {
    /// Words.
    Words(RichText),
    /// The time of the words behind it.
    Time(Timecode),
}

impl Paragraph {
    /// The words alone, without the times among them.
    pub fn plain(&self) -> String {
        let words = self.pieces.iter().map(|piece| match piece {
            ParagraphPart::Words(words) => words.to_plain(),
            ParagraphPart::Time(_) => String::new(),
        });
        words.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Every paragraph of `document`, in reading order.
pub fn paragraphs(document: &Document) -> impl Iterator<Item = Paragraph> {
    let mut turns = 0;
    document.sections.iter().enumerate().flat_map(move |(number, section)| {
        let lead =
            ParagraphPlace { section: number, turn: None, speakers: &[], time: None, is_quoted: false };
        let before = turns;
        turns += section.turns.len();
        let numbered = section.turns.iter().zip(before + 1..);
        let turns =
            numbered.flat_map(move |(turn, at)| of_turn(turn, ParagraphPlace::of_turn(turn, number, at)));
        of_blocks(&section.lead, lead).into_iter().chain(turns)
    })
}

/// The paragraphs of a turn. Those of an event begin with its name in brackets: nobody says it.
fn of_turn(turn: &Turn, mut place: ParagraphPlace) -> Vec<Paragraph> {
    let Some(event) = &turn.event else { return of_blocks(&turn.blocks, place) };
    let name = Inline::Text { text: format!("[{event}]"), at: turn.span.start };
    let first = paragraph(&[name], place);
    place.time = None;
    std::iter::once(first).chain(of_blocks(&turn.blocks, place)).collect()
}

/// The paragraphs of what stands at `place`; only the first has its time.
fn of_blocks(blocks: &[Block], mut place: ParagraphPlace) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for block in blocks {
        place.is_quoted = matches!(block.kind, BlockKind::Quote(_));
        push_block(block, place, &mut out);
        place.time = place.time.filter(|_| out.is_empty());
    }
    out
}

/// The place where a paragraph stands.
#[derive(Clone, Copy)]
struct ParagraphPlace<'a> {
    section: usize,
    turn: Option<usize>,
    speakers: &'a [SpeakerId],
    time: Option<Timecode>,
    is_quoted: bool,
}

impl<'a> ParagraphPlace<'a> {
    fn of_turn(turn: &'a Turn, section: usize, number: usize) -> Self {
        let (turn, speakers, time) = (Some(number), turn.speakers.as_slice(), turn.time);
        ParagraphPlace { section, turn, speakers, time, is_quoted: false }
    }
}

/// Each run of words is a paragraph: an item of a list, a cell of a table. Code is one too.
fn push_block(block: &Block, place: ParagraphPlace, out: &mut Vec<Paragraph>) {
    let mut time = place.time;
    let mut push = |inlines: &[Inline]| {
        let paragraph = paragraph(inlines, ParagraphPlace { time, ..place });
        if paragraph
            .pieces
            .iter()
            .any(|piece| matches!(piece, ParagraphPart::Words(words) if !words.is_blank()))
        {
            out.push(paragraph);
            time = None;
        }
    };
    match &block.kind {
        BlockKind::Code { code: words, .. } | BlockKind::RawHtml(words) => {
            push(&[Inline::Code(words.clone())]);
        }
        _ => block.for_each_inlines(&mut push),
    }
}

fn paragraph(inlines: &[Inline], place: ParagraphPlace) -> Paragraph {
    let mut gathering = ParagraphGatherer { pieces: Vec::new(), notes: Vec::new() };
    gathering.inlines(inlines, &Marks::default());
    let mut pieces = gathering.pieces;
    let leading = pieces.iter().position(|piece| match piece {
        ParagraphPart::Words(words) => !words.is_blank(),
        ParagraphPart::Time(_) => true,
    });
    let mut time = place.time;
    if let Some(at) = leading
        && let ParagraphPart::Time(own) = pieces[at]
        && time.is_none()
    {
        time = Some(own);
        pieces.drain(..=at);
    }
    let ParagraphPlace { section, turn, speakers, is_quoted, .. } = place;
    Paragraph { section, turn, speakers: speakers.to_vec(), time, pieces, notes: gathering.notes, is_quoted }
}

struct ParagraphGatherer {
    pieces: Vec<ParagraphPart>,
    notes: Vec<NoteId>,
}

impl ParagraphGatherer {
    fn inlines(&mut self, inlines: &[Inline], marks: &Marks) {
        for inline in inlines {
            self.inline(inline, marks);
        }
    }

    fn inline(&mut self, inline: &Inline, marks: &Marks) {
        match inline {
            Inline::Text { text, .. } | Inline::Code(text) | Inline::RawHtml(text) | Inline::Gap(text) => {
                self.words(text, marks);
            }
            Inline::Formula { latex, .. } => self.words(latex, marks),
            Inline::Image { .. } => self.words(&plain_text(std::slice::from_ref(inline)), marks),
            Inline::Citation(citation) => {
                for part in &citation.parts {
                    self.words(
                        &part.text,
                        &Marks { emphasis: marks.emphasis || part.italic, ..marks.clone() },
                    );
                }
            }
            Inline::HardBreak | Inline::SoftBreak => self.words(" ", marks),
            Inline::Time { time, .. } => self.pieces.push(ParagraphPart::Time(*time)),
            Inline::NoteRef(reference) => {
                if !self.notes.contains(&reference.note) {
                    self.notes.push(reference.note);
                }
            }
            Inline::Emphasis(children) => self.inlines(children, &Marks { emphasis: true, ..marks.clone() }),
            Inline::Strong(children) => self.inlines(children, &Marks { strong: true, ..marks.clone() }),
            Inline::Link { href: Href::External(href), children, .. } => {
                self.inlines(children, &Marks { link: Some(href.clone()), ..marks.clone() });
            }
            other => self.inlines(other.children().unwrap_or_default(), marks),
        }
    }

    fn words(&mut self, text: &str, marks: &Marks) {
        let text = text.replace(['\n', '\r', '\t'], " ");
        if let Some(ParagraphPart::Words(words)) = self.pieces.last_mut() {
            return words.push(&text, marks);
        }
        let mut words = RichText::default();
        words.push(&text, marks);
        self.pieces.push(ParagraphPart::Words(words));
    }
}

/// The names of `speakers`, as one.
pub fn names(speakers: &[SpeakerId], document: &Document) -> Option<String> {
    let names: Vec<&str> = speakers.iter().map(|&id| document.speaker(id).name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" & "))
}
