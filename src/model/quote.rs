//! Key quotes: words that are highlighted for their own sake.

use std::collections::BTreeMap;

use super::{Document, Inline, Mark, MarkId, SpeakerId, plain_text};

/// Words that are highlighted for their own sake, and who says them.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyQuote<'a> {
    /// Their mark.
    pub mark: MarkId,
    /// The speakers.
    pub speakers: &'a [SpeakerId],
    /// The words.
    pub text: String,
    /// The same with their emphasis. A quote that crosses another mark has several pieces.
    pub pieces: Vec<&'a [Inline]>,
}

impl Document {
    /// The key quotes of every turn, in reading order.
    pub fn key_quotes(&self) -> Vec<KeyQuote<'_>> {
        let mut quotes = Vec::new();
        // Most texts have none, and stay packed.
        if !self.marks.iter().any(Mark::is_key_quote) {
            return quotes;
        }
        for turn in self.turns() {
            let mut found = BTreeMap::new();
            for block in &turn.blocks {
                block.for_each_inlines(&mut |inlines| self.collect_quotes(inlines, &mut found));
            }
            quotes.extend(found.into_iter().map(|(mark, pieces)| KeyQuote {
                mark,
                speakers: &turn.speakers,
                text: pieces.iter().copied().map(plain_text).collect(),
                pieces,
            }));
        }
        quotes
    }

    /// A mark that crosses another comes in pieces, which are put together again.
    fn collect_quotes<'a>(&self, inlines: &'a [Inline], found: &mut BTreeMap<MarkId, Vec<&'a [Inline]>>) {
        for inline in inlines {
            if let Inline::Mark { mark, children, .. } = inline
                && self.marks[mark.0 as usize].is_key_quote()
            {
                found.entry(*mark).or_default().push(children);
            }
            self.collect_quotes(inline.children().unwrap_or_default(), found);
        }
    }
}
