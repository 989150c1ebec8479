//! The reasons for which a change of a page is not made: it is said plainly, and nothing is guessed.

use std::fmt;

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
    ChangesMore(&'static str),
    /// The comment is no comment of one note.
    BadComment,
    /// Nothing would be changed.
    SameAsBefore,
    /// The edition that is shown does not have all words of the page.
    Withheld,
}

impl fmt::Display for EditRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditRefusal::Changed => f.write_str("The page has other words here by now"),
            EditRefusal::NothingSelected => f.write_str("No words are selected"),
            EditRefusal::SeveralParagraphs => {
                f.write_str("The words are in more than one paragraph: select words of one")
            }
            EditRefusal::Crosses(obstacle) => {
                let name = obstacle.name();
                write!(f, "There is {name} within the words that change: edit the Markdown of the turn instead")
            }
            EditRefusal::CutsMarkup => f.write_str(
                "The words begin or end inside of emphasis, a link or a highlight: select all of it or less",
            ),
            EditRefusal::NotUnique => {
                f.write_str("No quotation can tell these words from others on the page: select more words")
            }
            EditRefusal::NoLabel => f.write_str("No label in the file begins this turn"),
            EditRefusal::NothingBefore => f.write_str("No turn comes before this one in its section"),
            EditRefusal::BadName(name) => {
                write!(f, "`{name}` would not be read as the name of a speaker")
            }
            EditRefusal::ChangesMore(what) => write!(f, "This would change more than was asked for: {what}"),
            EditRefusal::BadComment => f.write_str(
                "The note has a heading or a quotation of its own at its beginning, which would begin another note",
            ),
            EditRefusal::Withheld => f.write_str(
                "This edition does not show all words of the page: serve it with --edition archive, or edit the file",
            ),
            EditRefusal::SameAsBefore => f.write_str("Nothing would change"),
        }
    }
}
