//! Parts of texts with the emphasis that their authors gave them, for lists.

use std::ops::Range;

use super::view::TextPartView;
use crate::model::{Block, BlockKind, Inline, plain_text};
use crate::text::excerpt::{excerpt, excerpt_end};

/// The looks of words that lists keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordLook {
    /// Emphasis, and the titles of works.
    Italic,
    /// Strong emphasis.
    Strong,
    /// Code.
    Code,
}

impl WordLook {
    /// The look that `inline` gives to its words.
    pub fn from_inline(inline: &Inline) -> Option<WordLook> {
        match inline {
            Inline::Emphasis(_) => Some(WordLook::Italic),
            Inline::Strong(_) => Some(WordLook::Strong),
            Inline::Code(_) => Some(WordLook::Code),
            _ => None,
        }
    }
}

/// The bytes of a text that have a look.
pub type LookRange = (Range<usize>, WordLook);

/// A text on one line, with the looks of its words in the order of their first bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledText {
    /// The words.
    pub text: String,
    looks: Vec<LookRange>,
}

impl StyledText {
    /// The words of `blocks`, one behind the other.
    pub fn from_blocks(blocks: &[Block]) -> StyledText {
        let mut whole = StyledText::default();
        for block in blocks {
            match &block.kind {
                BlockKind::Code { .. } | BlockKind::RawHtml(_) => {
                    whole.text.push(' ');
                    whole.text.push_str(&block.plain_text());
                }
                _ => block.for_each_inlines(&mut |inlines| {
                    whole.text.push(' ');
                    whole.push(inlines);
                }),
            }
        }
        StyledText::from_part(&whole.text, &whole.looks, 0..whole.text.len())
    }

    /// The words of `pieces`, one right behind the other.
    pub fn from_inlines(pieces: &[&[Inline]]) -> StyledText {
        let mut whole = StyledText::default();
        pieces.iter().for_each(|inlines| whole.push(inlines));
        StyledText::from_part(&whole.text, &whole.looks, 0..whole.text.len())
    }

    fn push(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let (start, at) = (self.text.len(), self.looks.len());
            let look = WordLook::from_inline(inline);
            self.looks.extend(look.map(|look| (start..start, look)));
            match inline {
                Inline::Citation(citation) => citation.parts.iter().for_each(|part| {
                    let start = self.text.len();
                    self.text.push_str(&part.text);
                    self.looks.extend(part.italic.then_some((start..self.text.len(), WordLook::Italic)));
                }),
                _ => match inline.children() {
                    Some(children) => self.push(children),
                    None => self.text.push_str(&plain_text(std::slice::from_ref(inline))),
                },
            }
            if look.is_some() {
                self.looks[at].0.end = self.text.len();
            }
        }
    }

    /// The words at `range` of a text of several lines whose words have `looks`. No look goes on over the end of a line.
    pub fn from_part(text: &str, looks: &[LookRange], range: Range<usize>) -> StyledText {
        let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
        let (mut out, mut places) = (String::new(), Vec::with_capacity(range.len() + 1));
        let mut is_apart = false;
        for c in text[range.clone()].chars() {
            if c.is_whitespace() {
                is_apart = !out.is_empty();
                places.resize(places.len() + c.len_utf8(), out.len());
                continue;
            }
            if std::mem::take(&mut is_apart) {
                out.push(' ');
            }
            places.resize(places.len() + c.len_utf8(), out.len());
            out.push(c);
        }
        places.push(out.len());
        let first = looks.partition_point(|(look, _)| look.start < line);
        let inside = looks[first..].iter().take_while(|(look, _)| look.start < range.end);
        let place = |at: usize| places[at.clamp(range.start, range.end) - range.start];
        let looks = inside.map(|(look, kind)| (place(look.start)..place(look.end), *kind));
        let looks = looks.filter(|(look, _)| !look.is_empty()).collect();
        StyledText { text: out, looks }
    }

    /// Its beginning, as [`excerpt`] cuts it.
    pub fn beginning(mut self, limit: usize) -> StyledText {
        let cut = excerpt(&self.text, limit);
        if cut != self.text {
            let kept = cut.len() - '…'.len_utf8();
            self.looks.retain_mut(|(look, _)| {
                look.end = look.end.min(kept);
                look.start < look.end
            });
            self.text = cut;
        }
        self
    }

    /// Its end, as [`excerpt_end`] cuts it.
    pub fn end(mut self, limit: usize) -> StyledText {
        let cut = excerpt_end(&self.text, limit);
        if cut != self.text {
            let dots = '…'.len_utf8();
            let gone = self.text.len() - (cut.len() - dots);
            self.looks.retain_mut(|(look, _)| {
                *look = look.start.max(gone) - gone + dots..look.end.max(gone) - gone + dots;
                look.start < look.end
            });
            self.text = cut;
        }
        self
    }

    /// The text with a space before it.
    pub fn behind_space(mut self) -> StyledText {
        self.text.insert(0, ' ');
        self.looks.iter_mut().for_each(|(look, _)| *look = look.start + 1..look.end + 1);
        self
    }

    /// The text without a look that all of it has: nothing in it stands out by that.
    pub fn without_common_look(mut self) -> StyledText {
        self.looks.retain(|(look, _)| *look != (0..self.text.len()));
        self
    }

    /// The text in parts that have one look each.
    pub fn parts(&self) -> Vec<TextPartView> {
        let mut bounds: Vec<usize> = self.looks.iter().flat_map(|(look, _)| [look.start, look.end]).collect();
        bounds.extend([0, self.text.len()]);
        bounds.sort_unstable();
        bounds.dedup();
        let part = |bound: &[usize]| {
            let has =
                |kind: WordLook| self.looks.iter().any(|(look, of)| *of == kind && look.contains(&bound[0]));
            TextPartView {
                italic: has(WordLook::Italic),
                strong: has(WordLook::Strong),
                code: has(WordLook::Code),
                ..TextPartView::plain(&self.text[bound[0]..bound[1]])
            }
        };
        bounds.windows(2).map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(styled: &StyledText) -> String {
        let part = |part: TextPartView| {
            let signs = [(part.italic, "*"), (part.strong, "+"), (part.code, "`")];
            let signs: String = signs.iter().filter(|(is, _)| *is).map(|(_, sign)| *sign).collect();
            format!("{signs}{}{signs}", part.text)
        };
        styled.parts().into_iter().map(part).collect()
    }

    #[test]
    fn cuts_keep_the_look_of_words() {
        let text = "A line\n The  water came over the sill ";
        let looks = [(13..18, WordLook::Italic), (15..28, WordLook::Strong)];
        let whole = StyledText::from_part(text, &looks, 7..text.len());
        assert_eq!(shown(&whole), "The *wa**+ter*++ came over+ the sill");
        assert_eq!(shown(&whole.clone().beginning(10)), "The *wa**+ter*+…");
        assert_eq!(shown(&whole.clone().end(14)), "…+over+ the sill");
        assert_eq!(shown(&whole.behind_space()), " The *wa**+ter*++ came over+ the sill");
        assert_eq!(shown(&StyledText::default()), "");
    }
}
