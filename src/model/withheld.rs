//! Passages that the public edition of a page withholds.

use serde::{Deserialize, Serialize};

use super::{Document, Inline};
use crate::config::{Access, LanguageTerms};
use crate::source::Span;

/// A passage that is withheld from some, as a paragraph has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithheldPassage {
    /// The conditions.
    pub access: Access,
    /// True if this edition shows the words.
    pub is_shown: bool,
    /// The words that say what is withheld, in the page's language; empty before the language is known.
    pub label: String,
    /// The passage in its file.
    pub at: u32,
}

/// The extent of a withheld passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WithheldScope {
    /// Some words.
    Words,
    /// A paragraph.
    Paragraph,
    /// A turn.
    Turn,
    /// A section with all that stands under it.
    Section,
    /// A note.
    Note,
    /// A page.
    Page,
}

impl WithheldScope {
    /// The name in a list of passages.
    pub fn name(self) -> &'static str {
        match self {
            WithheldScope::Words => "words",
            WithheldScope::Paragraph => "paragraph",
            WithheldScope::Turn => "turn",
            WithheldScope::Section => "section",
            WithheldScope::Note => "note",
            WithheldScope::Page => "page",
        }
    }
}

/// An entry in the list of what a page withholds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithheldEntry {
    /// The extent of the passage.
    pub scope: WithheldScope,
    /// The conditions.
    pub access: Access,
    /// True if this edition shows the words.
    pub is_shown: bool,
    /// The place of its mark in the file.
    pub span: Span,
    /// The line of the page's file at which it stands; 0 for a note of another file.
    pub line: u32,
    /// The number of its characters, if this edition shows it.
    pub characters: u32,
}

impl Document {
    /// Writes what says that words are withheld, for a page in `language`.
    pub fn label_withheld(&mut self, language: &str, terms: &LanguageTerms) {
        if self.withheld.is_empty() {
            return;
        }
        let terms = terms.in_language(language);
        let mut write = |inlines: &mut Vec<Inline>| {
            label_all(inlines, &|passage: &mut WithheldPassage| passage.label = terms.write(&passage.access));
        };
        write(&mut self.title);
        self.for_each_run_mut(&mut write);
        for block in self.notes.iter_mut().flat_map(|note| &mut note.blocks) {
            block.for_each_inlines_mut(&mut write);
        }
    }
}

fn label_all(inlines: &mut [Inline], label: &dyn Fn(&mut WithheldPassage)) {
    for inline in inlines {
        if let Inline::Withheld { passage, children } = inline {
            label(passage);
            if !passage.is_shown {
                let text = format!("[{}]", passage.label);
                *children = vec![Inline::Text { text, at: passage.at }];
                continue;
            }
        }
        inline.children_mut().into_iter().for_each(|children| label_all(children, label));
    }
}
