//! Block quotations that say by a link which transcript they are from.

use serde::{Deserialize, Serialize};

use super::{Block, BlockKind, Document, Inline, PageId, QuotePiece, plain_text};
use crate::source::Span;
use crate::text::timecode::Timecode;

/// A block quotation whose last line is an attribution with a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributedQuote {
    /// The whole block in the source: what it is known by.
    pub span: Span,
    /// The words in the source, without the mark before the first line.
    pub words: Span,
    /// The quoted words between omissions.
    pub pieces: Vec<QuotePiece>,
    /// True if its words can be written anew: none were put in in brackets, and they do not end within markup.
    pub can_be_rewritten: bool,
    /// The link of the attribution.
    pub link: Span,
}

/// The words of a transcript that an [`AttributedQuote`] repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedPassage {
    /// The page that quotes.
    pub by: PageId,
    /// The transcript.
    pub page: PageId,
    /// The anchor of the turn or section in which the words begin.
    pub anchor: String,
    /// The names of those who say them.
    pub speakers: Vec<String>,
    /// The time at which the turn begins, and that at which the next one does.
    pub time: Option<(Timecode, Option<Timecode>)>,
}

impl Document {
    /// The attributed quotations of the text and of its notes, in the order of the source.
    pub fn attributed_quotes(&self) -> Vec<AttributedQuote> {
        let notes = self.notes.iter().flat_map(|note| &note.blocks);
        self.blocks().chain(notes).filter_map(AttributedQuote::from_block).collect()
    }
}

impl AttributedQuote {
    /// The quotation that `block` is, if its last line is a dash and words with a link.
    fn from_block(block: &Block) -> Option<Self> {
        let BlockKind::Quote(blocks) = &block.kind else { return None };
        let (last, before) = blocks.split_last()?;
        let BlockKind::Paragraph(inlines) = &last.kind else { return None };
        let line = last_line(inlines);
        let (words, attribution) = inlines.split_at(line);
        let link = attribution_link(attribution)?;
        let mut texts: Vec<String> = before.iter().map(Block::plain_text).collect();
        texts.extend((!words.is_empty()).then(|| plain_text(words)));
        let first = before.first().unwrap_or(last).span;
        let end = match words.is_empty() {
            true => Some(before.last()?.span.end),
            false => words
                .iter()
                .rev()
                .find(|inline| !matches!(inline, Inline::SoftBreak | Inline::HardBreak))
                .and_then(end_of_text),
        };
        let (pieces, has_insertions) = pieces(&texts.join("\n"));
        let can_be_rewritten = end.is_some() && !has_insertions;
        let words = Span { end: end.unwrap_or(block.span.end), ..first };
        Some(AttributedQuote { span: block.span, words, pieces, can_be_rewritten, link })
    }
}

/// The number of the inline with which the last line of a paragraph begins.
fn last_line(inlines: &[Inline]) -> usize {
    let is_break = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak);
    inlines.iter().rposition(is_break).map_or(0, |at| at + 1)
}

/// The byte behind a text.
fn end_of_text(inline: &Inline) -> Option<u32> {
    match inline {
        Inline::Text { text, at } => Some(at + text.len() as u32),
        _ => None,
    }
}

/// The first link of a line that begins with a dash.
fn attribution_link(line: &[Inline]) -> Option<Span> {
    let Some(Inline::Text { text, .. }) = line.first() else { return None };
    text.trim_start().starts_with(['—', '–', '―']).then_some(())?;
    line.iter().find_map(first_link)
}

fn first_link(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Link { span, .. } => Some(*span),
        nested => nested.children()?.iter().find_map(first_link),
    }
}

/// Cuts words at `…` and `...`, in brackets or not, and at `[words]`, which the writer put in.
fn pieces(text: &str) -> (Vec<QuotePiece>, bool) {
    let mut pieces = Vec::new();
    let mut has_insertions = false;
    let text = text.replace("...", "…");
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['…', '[', '［']) {
        push_words(&rest[..at], &mut pieces);
        let sign = rest[at..].chars().next().map_or(0, char::len_utf8);
        let bracket = rest[at + sign..].find([']', '］']).filter(|_| !rest[at..].starts_with('…'));
        let length = match bracket {
            Some(inside) => {
                has_insertions |= rest[at + sign..at + sign + inside].trim() != "…";
                let close = at + sign + inside;
                close + rest[close..].chars().next().map_or(0, char::len_utf8)
            }
            None => at + sign,
        };
        if pieces.last() != Some(&QuotePiece::Skip) {
            pieces.push(QuotePiece::Skip);
        }
        rest = &rest[length..];
    }
    push_words(rest, &mut pieces);
    (pieces, has_insertions)
}

fn push_words(text: &str, pieces: &mut Vec<QuotePiece>) {
    if text.contains(char::is_alphanumeric) {
        pieces.push(QuotePiece::Words { text: text.to_string(), narrowed: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omissions_and_insertions_cut_a_quotation() {
        let shown = |text: &str| {
            let (pieces, has_insertions) = pieces(text);
            let shown = pieces.iter().map(|piece| match piece {
                QuotePiece::Words { text, .. } => text.trim(),
                QuotePiece::Skip => "|",
            });
            (shown.collect::<Vec<_>>().join(" "), has_insertions)
        };
        assert_eq!(shown("We were out … for weeks."), ("We were out | for weeks.".into(), false));
        assert_eq!(shown("We […] out [...] then"), ("We | out | then".into(), false));
        assert_eq!(shown("[Nan] went [home], and"), ("| went | , and".into(), true));
        assert_eq!(shown("open [bracket"), ("open | bracket".into(), false));
    }
}
