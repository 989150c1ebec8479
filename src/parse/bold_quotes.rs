//! Bold statements as key quotes, on sites that ask for it: many transcripts have their best sentences in bold already.

use crate::model::{Document, Inline, Mark, MarkId, Turn, plain_text};
use crate::parse::notes::first_words;
use crate::text::slug::{Names, slug};
use crate::text::words::WordCount;

/// Fewer bold words are emphasis, and no statement.
const FEWEST_WORDS: usize = 5;

/// Makes a key quote of each bold statement in a turn of `document`.
pub fn mark(document: &mut Document) {
    let mut names = Names::default();
    document.marks.iter().for_each(|mark| {
        names.take(&mark.anchor);
    });
    let Document { sections, marks, .. } = document;
    let turns = sections.iter_mut().flat_map(|section| &mut section.turns);
    for block in turns.filter(|turn| !is_all_bold(turn)).flat_map(|turn| &mut turn.blocks) {
        block.for_each_inlines_mut(&mut |inlines| {
            for inline in inlines.iter_mut().filter(|inline| is_statement(inline)) {
                let id = MarkId(marks.len() as u32);
                let words = plain_text(std::slice::from_ref(inline));
                let anchor = names.claim(&slug(&format!("quote {}", first_words(&words))));
                marks.push(Mark { notes: Vec::new(), anchor });
                let bold = std::mem::replace(inline, Inline::SoftBreak);
                *inline = Inline::Mark { mark: id, first: true, children: vec![bold] };
            }
        });
    }
}

/// Tells whether all of a turn is bold, as the questions are in many interviews.
fn is_all_bold(turn: &Turn) -> bool {
    let is_bold = |inline: &Inline| match inline {
        Inline::Strong(_) | Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Time { .. } | Inline::PageBreak(_) => true,
        Inline::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    };
    let mut all = true;
    turn.blocks
        .iter()
        .for_each(|block| block.for_each_inlines(&mut |inlines| all &= inlines.iter().all(is_bold)));
    all
}

/// Tells whether `inline` is bold, long enough, and has no highlights of its own.
fn is_statement(inline: &Inline) -> bool {
    let Inline::Strong(children) = inline else { return false };
    WordCount::new(&plain_text(children)).measure() >= FEWEST_WORDS && !has_mark(children)
}

fn has_mark(inlines: &[Inline]) -> bool {
    inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Mark { .. }) || inline.children().is_some_and(has_mark))
}
