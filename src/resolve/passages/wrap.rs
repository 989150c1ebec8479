//! Marks laid over words that already have a structure: where they cross it, they are split.

use std::ops::Range;

use crate::model::{Inline, MarkId, plain_text};

/// A mark to lay over a range of a run's plain text.
pub struct Wrap {
    /// The bytes of the run's plain text.
    pub range: Range<usize>,
    /// The mark.
    pub mark: MarkId,
    /// True if the mark begins in this run.
    pub is_first: bool,
    /// The inlines after its last words: the references to its notes, when the mark ends in this run.
    pub behind: Vec<Inline>,
}

/// Lays `wrap` over `inlines`.
pub fn wrap(inlines: Vec<Inline>, wrap: Wrap) -> Vec<Inline> {
    let Wrap { range, mark, is_first, behind } = wrap;
    let mut wrapper = Wrapper { range, mark, is_first, behind };
    wrapper.list(inlines, 0)
}

struct Wrapper {
    range: Range<usize>,
    mark: MarkId,
    is_first: bool,
    behind: Vec<Inline>,
}

impl Wrapper {
    /// Wraps what of `inlines`, which begin at byte `start` of the run, lies in the range.
    fn list(&mut self, inlines: Vec<Inline>, start: usize) -> Vec<Inline> {
        let mut out = Vec::with_capacity(inlines.len() + 2);
        let mut inside = Vec::new();
        let mut at = start;
        for inline in inlines {
            let end = at + plain_text(std::slice::from_ref(&inline)).len();
            for (piece, span) in self.cut(inline, at..end) {
                match self.place(&span, inside.is_empty()) {
                    WrapOverlap::Inside => inside.push(piece),
                    WrapOverlap::Across => {
                        self.close(&mut inside, &mut out);
                        out.push(self.descend(piece, span.start));
                    }
                    WrapOverlap::Outside => {
                        self.close(&mut inside, &mut out);
                        out.push(piece);
                    }
                }
                if span.end >= self.range.end {
                    self.close(&mut inside, &mut out);
                    let ends_here = span.start < self.range.end;
                    if ends_here {
                        out.append(&mut self.behind);
                    }
                }
            }
            at = end;
        }
        self.close(&mut inside, &mut out);
        out
    }

    fn place(&self, span: &Range<usize>, is_beginning: bool) -> WrapOverlap {
        let is_empty = span.is_empty();
        let holds = self.range.start <= span.start && span.end <= self.range.end;
        match () {
            // Signs at the edge of a mark belong to what stands before it.
            () if is_empty && (is_beginning || span.end >= self.range.end) => WrapOverlap::Outside,
            () if holds => WrapOverlap::Inside,
            () if span.end <= self.range.start || self.range.end <= span.start => WrapOverlap::Outside,
            () => WrapOverlap::Across,
        }
    }

    /// Texts are cut at the range's ends; everything else stays whole.
    fn cut(&self, inline: Inline, span: Range<usize>) -> Vec<(Inline, Range<usize>)> {
        let Inline::Text { text, at } = inline else { return vec![(inline, span)] };
        let mut cuts: Vec<usize> = [self.range.start, self.range.end]
            .into_iter()
            .filter(|cut| span.start < *cut && *cut < span.end)
            .collect();
        cuts.push(span.end);
        let mut pieces = Vec::new();
        let mut from = span.start;
        for cut in cuts {
            let words = text[from - span.start..cut - span.start].to_string();
            let at = at + (from - span.start) as u32;
            pieces.push((Inline::Text { text: words, at }, from..cut));
            from = cut;
        }
        pieces
    }

    /// Wraps inside a container that the mark crosses; what cannot be divided is taken whole.
    fn descend(&mut self, mut inline: Inline, start: usize) -> Inline {
        if let Some(children) = inline.children_mut() {
            *children = self.list(std::mem::take(children), start);
            return inline;
        }
        self.mark(vec![inline])
    }

    fn close(&mut self, inside: &mut Vec<Inline>, out: &mut Vec<Inline>) {
        if !inside.is_empty() {
            let mark = self.mark(std::mem::take(inside));
            out.push(mark);
        }
    }

    fn mark(&mut self, children: Vec<Inline>) -> Inline {
        let first = std::mem::replace(&mut self.is_first, false);
        Inline::Mark { mark: self.mark, first, children }
    }
}

enum WrapOverlap {
    Inside,
    Across,
    Outside,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text { text: words.into(), at: 0 }
    }

    fn show(inlines: &[Inline]) -> String {
        inlines
            .iter()
            .map(|inline| match inline {
                Inline::Text { text, .. } => text.clone(),
                Inline::Mark { mark, first, children } => {
                    let sign = if *first { "" } else { "-" };
                    format!("{sign}{}[{}]", mark.0, show(children))
                }
                Inline::Strong(children) => format!("b({})", show(children)),
                Inline::HardBreak => "!".into(),
                other => format!("<{other:?}>"),
            })
            .collect()
    }

    fn check(inlines: Vec<Inline>, range: Range<usize>, expected: &str) {
        let wrapped =
            wrap(inlines, Wrap { range, mark: MarkId(7), is_first: true, behind: vec![Inline::HardBreak] });
        assert_eq!(show(&wrapped), expected);
    }

    #[test]
    fn plain_words_are_cut() {
        check(vec![text("one two three")], 4..7, "one 7[two]! three");
        check(vec![text("one")], 0..3, "7[one]!");
    }

    #[test]
    fn marks_go_around_what_they_hold_and_into_what_they_cross() {
        let strong = || vec![text("one "), Inline::Strong(vec![text("two")]), text(" three")];
        check(strong(), 0..7, "7[one b(two)]! three");
        check(strong(), 2..5, "on7[e ]b(-7[t]!wo) three");
        check(strong(), 5..9, "one b(t7[wo])-7[ t]!hree");
        check(strong(), 4..7, "one 7[b(two)]! three");
    }

    #[test]
    fn crossing_marks_are_split() {
        let first = wrap(
            vec![text("abcdefgh")],
            Wrap { range: 0..5, mark: MarkId(1), is_first: true, behind: Vec::new() },
        );
        check(first, 3..8, "1[abc7[de]]-7[fgh]!");
    }
}
