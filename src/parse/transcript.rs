//! Sections, speakers and turns: the shape of a transcript out of a flat text.

use std::collections::BTreeSet;

use super::label::{self, Form, Label};
use super::markdown::{Piece, RawHeading};
use super::roster::{Census, Roster};
use super::title::drop_bold;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{
    Block, BlockKind, FrontMatter, Heading, Inline, Item, PageKind, Section, Speaker, SpeakerId, Turn,
};
use crate::source::SourceId;
use crate::text::names::is_role;
use crate::text::timecode::Timecode;

/// A text divided into sections and turns.
pub struct Divided {
    /// The sections; the first has no heading.
    pub sections: Vec<Section>,
    /// The id that each section's heading was given, `{#id}`.
    pub explicit_ids: Vec<Option<String>>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
}

/// The file that a text stands in and what is known about it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The file.
    pub source: SourceId,
    /// Its path below `content/`.
    pub path: &'a str,
    /// Its front matter.
    pub front: &'a FrontMatter,
    /// What site.toml says.
    pub config: &'a Config,
}

impl Context<'_> {
    /// An article's bold beginnings are its own; nobody speaks in it.
    fn has_speakers(&self) -> bool {
        self.front.kind != Some(PageKind::Article) && !self.path.ends_with("_index.md")
    }
}

/// Divides `pieces` into sections and turns.
pub fn divide(pieces: Vec<Piece>, context: Context) -> (Divided, Diagnostics) {
    let pieces = match context.has_speakers() {
        true => label_pieces(unfold_lists(pieces, context), context.source),
        false => pieces.into_iter().map(|piece| LabelledPiece { piece, label: None }).collect(),
    };
    let census = Census {
        labels: pieces.iter().filter_map(|piece| piece.label.as_ref()).collect(),
        paragraphs: pieces.iter().filter(|piece| matches!(piece.piece, Piece::Block(_))).count(),
    };
    let mut assembly = Assembly::new(Roster::new(context.front, context.config, &census), &pieces);
    pieces.into_iter().for_each(|piece| assembly.push(piece));
    assembly.finish()
}

/// A piece and the label it may open with.
struct LabelledPiece {
    piece: Piece,
    label: Option<Label>,
}

fn label_pieces(pieces: Vec<Piece>, source: SourceId) -> Vec<LabelledPiece> {
    let label_of = |piece: &Piece| match piece {
        Piece::Heading(heading) => label::of_heading(&heading.inlines, heading.span),
        Piece::Block(Block { kind: BlockKind::Paragraph(inlines), .. }) => {
            label::of_paragraph(inlines, source)
        }
        Piece::Block(_) => None,
    };
    pieces.into_iter().map(|piece| LabelledPiece { label: label_of(&piece), piece }).collect()
}

/// Puts the items of each list that is a conversation on the top level.
fn unfold_lists(pieces: Vec<Piece>, context: Context) -> Vec<Piece> {
    let nobody_yet = Census { labels: Vec::new(), paragraphs: 0 };
    let declared = Roster::new(context.front, context.config, &nobody_yet);
    let unfold = |piece| match piece {
        Piece::Block(Block { kind: BlockKind::List(list), .. })
            if is_conversation(&list.items, context.source, &declared) =>
        {
            list.items.into_iter().flat_map(|item| item.blocks).map(Piece::Block).collect()
        }
        other => vec![other],
    };
    pieces.into_iter().flat_map(unfold).collect()
}

/// Whether every item of a list opens with a bold label, and the labels are of speakers: declared
/// ones, roles, or some that come back.
fn is_conversation(items: &[Item], source: SourceId, declared: &Roster) -> bool {
    let label = |item: &Item| match &item.blocks.first()?.kind {
        BlockKind::Paragraph(inlines) => {
            label::of_paragraph(inlines, source).filter(|l| l.form == Form::Bold && l.is_marked)
        }
        _ => None,
    };
    let Some(labels) = items.iter().map(label).collect::<Option<Vec<_>>>() else { return false };
    let names: BTreeSet<&str> = labels.iter().map(|label| label.name.as_str()).collect();
    let comes_back = names.len() < labels.len();
    comes_back || labels.iter().all(|label| declared.knows(label) || is_role(&label.name))
}

struct Assembly {
    roster: Roster,
    /// What to take from headings' levels, so that sections start at level 2.
    shift: i16,
    sections: Vec<Section>,
    explicit_ids: Vec<Option<String>>,
}

impl Assembly {
    fn new(roster: Roster, pieces: &[LabelledPiece]) -> Self {
        let opens_section = |piece: &&LabelledPiece| !piece.label.as_ref().is_some_and(|l| roster.knows(l));
        let levels = pieces.iter().filter(opens_section).filter_map(|piece| match &piece.piece {
            Piece::Heading(heading) => Some(i16::from(heading.level)),
            Piece::Block(_) => None,
        });
        let shift = levels.min().unwrap_or(2) - 2;
        Assembly {
            roster,
            shift,
            sections: vec![Section { heading: None, lead: Vec::new(), turns: Vec::new() }],
            explicit_ids: vec![None],
        }
    }

    fn push(&mut self, LabelledPiece { piece, label }: LabelledPiece) {
        let speakers = label.as_ref().map_or_else(Vec::new, |label| self.roster.resolve(label));
        match (piece, label) {
            (Piece::Heading(_), Some(label)) if !speakers.is_empty() => self.open_turn(speakers, label),
            (Piece::Heading(heading), _) => self.open_section(heading),
            (Piece::Block(block), Some(label)) if !speakers.is_empty() => {
                self.open_labelled(speakers, label, block);
            }
            (Piece::Block(block), _) => self.push_block(block),
        }
    }

    fn section(&mut self) -> &mut Section {
        self.sections.last_mut().expect("there is always the first section")
    }

    fn open_section(&mut self, heading: RawHeading) {
        let mut inlines = heading.inlines;
        let time = take_trailing_time(&mut inlines);
        let level = (i16::from(heading.level) - self.shift).clamp(2, 6) as u8;
        self.explicit_ids.push(heading.id);
        self.sections.push(Section {
            heading: Some(Heading {
                level,
                inlines: drop_bold(inlines),
                anchor: String::new(),
                former: Vec::new(),
                time,
                span: heading.span,
            }),
            lead: Vec::new(),
            turns: Vec::new(),
        });
    }

    fn open_labelled(&mut self, speakers: Vec<SpeakerId>, mut label: Label, block: Block) {
        let rest = std::mem::take(&mut label.rest);
        self.open_turn(speakers, label);
        if !rest.is_empty() {
            self.push_block(Block { kind: BlockKind::Paragraph(rest), span: block.span });
        }
    }

    /// Opens a turn, unless the same people go on without a new time.
    fn open_turn(&mut self, speakers: Vec<SpeakerId>, label: Label) {
        let goes_on = |turn: &Turn| turn.speakers == speakers && label.time.is_none();
        if self.section().turns.last().is_some_and(goes_on) {
            return;
        }
        self.section().turns.push(Turn {
            speakers,
            time: label.time,
            anchor: String::new(),
            former: Vec::new(),
            blocks: Vec::new(),
            span: label.span,
        });
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
        let (speakers, diagnostics) = self.roster.finish();
        let mut sections = self.sections;
        plain_style(&mut sections, speakers.len());
        (Divided { sections, explicit_ids: self.explicit_ids, speakers }, diagnostics)
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
fn take_leading_time(block: &mut Block) -> Option<Timecode> {
    let BlockKind::Paragraph(inlines) = &mut block.kind else { return None };
    let Some(Inline::Time { time, .. }) = inlines.first() else { return None };
    let time = *time;
    *inlines = label::trim_start(inlines.split_off(1));
    Some(time)
}

/// Where somebody's paragraphs are mostly bold from end to end, bold is how the page sets them, not
/// what they stress: it goes.
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
