//! The reasons for which a change of a page is not made: it is said plainly, and nothing is guessed.

use super::trace::Obstacle;

/// A change that was asked for and is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditRefusal {
    /// The page has other words there by now.
    Changed,
    /// There are no words to change.
    NothingSelected,
    /// The words are in more than one paragraph.
    SeveralParagraphs,
    /// Something stands within the words that a change of words would lose.
    Crosses(Obstacle),
    /// The words begin or end inside of markup.
    CutsMarkup,
    /// The words cannot be told from others on the page by a quotation.
    NotUnique,
    /// The turn has no label in the source.
    NoLabel,
    /// The turn is the first one of its section.
    NothingBefore,
    /// The name cannot be in a label.
    BadName(String),
    /// The change would change something else too.
    ChangesMore,
    /// The comment is no comment of one note.
    BadComment,
    /// Nothing would be changed.
    SameAsBefore,
    /// The edition that is shown does not have all words of the page.
    Withheld,
}

impl EditRefusal {
    /// The name of the interface text that says it in the language of a page, and what its `{}` stands for.
    pub fn text(&self) -> (&'static str, &str) {
        match self {
            EditRefusal::Changed => ("write_changed", ""),
            EditRefusal::NothingSelected => ("write_words", ""),
            EditRefusal::SeveralParagraphs => ("write_paragraphs", ""),
            EditRefusal::Crosses(Obstacle::Markup) | EditRefusal::CutsMarkup => ("write_cuts", ""),
            EditRefusal::Crosses(Obstacle::NoteReference) => ("write_crosses", "[^…]"),
            EditRefusal::Crosses(Obstacle::Time) => ("write_crosses", "[0:00]"),
            EditRefusal::Crosses(Obstacle::PageNumber) => ("write_crosses", "[p. 1]"),
            EditRefusal::Crosses(Obstacle::Code) => ("write_crosses", "`…`, <…>"),
            EditRefusal::Crosses(Obstacle::Image) => ("write_crosses", "![…](…)"),
            EditRefusal::Crosses(Obstacle::LineBreak) => ("write_crosses", "\\"),
            EditRefusal::NotUnique => ("write_unique", ""),
            EditRefusal::NoLabel => ("write_no_label", ""),
            EditRefusal::NothingBefore => ("write_first", ""),
            EditRefusal::BadName(name) => ("write_name", name),
            EditRefusal::ChangesMore => ("write_more", ""),
            EditRefusal::BadComment => ("write_comment", ""),
            EditRefusal::SameAsBefore => ("write_same", ""),
            EditRefusal::Withheld => ("write_withheld", ""),
        }
    }
}
