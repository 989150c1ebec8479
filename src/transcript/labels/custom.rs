//! Layouts of labels that a site describes: `{time} {name}: {text}`.

use super::form::{LabelForm, LabelStyle, Separator};
use super::time::leading_time;

/// A layout of a label: pieces of text around a name, a time and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelLayout {
    pieces: Vec<LayoutPiece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum LayoutPiece {
    Text(String),
    Name,
    Time,
}

/// The reason why a layout cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// It has no `{name}`, or more than one.
    NoName,
    /// It has something in braces that is not known.
    UnknownPart,
    /// Nothing separates its name from what follows.
    NoSeparator,
}

impl LayoutError {
    /// The reason, for a message.
    pub fn reason(self) -> &'static str {
        match self {
            LayoutError::NoName => "it needs `{name}` exactly once",
            LayoutError::UnknownPart => "only `{name}`, `{time}` and, at the end, `{text}` can be in braces",
            LayoutError::NoSeparator => "text is needed between `{name}` and what follows it",
        }
    }
}

impl LabelLayout {
    /// Reads a layout such as `{name} — {text}`.
    ///
    /// # Errors
    /// When it does not have `{name}` exactly once, has other parts than `{name}`, `{time}` and a last `{text}`, or
    /// nothing stands behind the name.
    pub fn parse(written: &str) -> Result<Self, LayoutError> {
        let written = written.strip_suffix("{text}").unwrap_or(written);
        let mut pieces = Vec::new();
        let mut rest = written;
        while let Some(open) = rest.find('{') {
            push_text(&mut pieces, &rest[..open]);
            let close = rest[open..].find('}').ok_or(LayoutError::UnknownPart)?;
            pieces.push(match &rest[open..=open + close] {
                "{name}" => LayoutPiece::Name,
                "{time}" => LayoutPiece::Time,
                _ => return Err(LayoutError::UnknownPart),
            });
            rest = &rest[open + close + 1..];
        }
        push_text(&mut pieces, rest);
        let names = pieces.iter().filter(|piece| **piece == LayoutPiece::Name).count();
        if names != 1 {
            return Err(LayoutError::NoName);
        }
        let name = pieces.iter().position(|piece| *piece == LayoutPiece::Name).unwrap_or_default();
        match pieces.get(name + 1) {
            Some(LayoutPiece::Text(_)) | None => Ok(LabelLayout { pieces }),
            Some(_) => Err(LayoutError::NoSeparator),
        }
    }

    /// The label that `words` begin with in this layout, the site's layout of this `number`.
    pub(super) fn recognize(&self, words: &str, number: usize) -> Option<LabelForm> {
        let mut at = 0;
        let (mut name, mut time) = (None, None);
        for (place, piece) in self.pieces.iter().enumerate() {
            match piece {
                LayoutPiece::Text(text) => at += strip_text(&words[at..], text)?,
                LayoutPiece::Time => {
                    let mark = leading_time(&words[at..])?;
                    time = Some(mark.time);
                    at += mark.length;
                }
                LayoutPiece::Name => {
                    let length = match self.pieces.get(place + 1) {
                        Some(LayoutPiece::Text(text)) => words[at..].find(text.trim_end())?,
                        _ => words[at..].trim_end().len(),
                    };
                    name = Some((at, at + words[at..at + length].trim_end().len()));
                    at += length;
                }
            }
        }
        let (start, end) = name?;
        let form = LabelForm {
            style: LabelStyle::Custom(number as u8),
            separator: Separator::Colon,
            name: (start, end),
            time,
            rest: words.len() - words[at..].trim_start().len(),
            reopened: "",
        };
        super::name::can_be_name(&super::clean_name(&words[start..end])).then_some(form)
    }
}

fn push_text(pieces: &mut Vec<LayoutPiece>, text: &str) {
    if !text.is_empty() {
        pieces.push(LayoutPiece::Text(text.to_string()));
    }
}

/// The length of `text` at the beginning of `words`; white space at its end may be missing.
fn strip_text(words: &str, text: &str) -> Option<usize> {
    let tight = text.trim_end();
    let found = if words.starts_with(text) { text.len() } else { tight.len() };
    words.starts_with(tight).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(layout: &str, words: &str, name: &str, rest: &str) {
        let form = LabelLayout::parse(layout).expect("a layout").recognize(words, 0).expect("a label");
        assert_eq!((&words[form.name.0..form.name.1], &words[form.rest..]), (name, rest));
    }

    #[test]
    fn layouts_are_matched() {
        check("{name} — {text}", "Ann Lee — Hello", "Ann Lee", "Hello");
        check("{time} {name}: {text}", "0:12 Ann: Hello", "Ann", "Hello");
        check("({name}) {text}", "(Ann Lee) Hello", "Ann Lee", "Hello");
        check("<<{name}>>", "<<Ann>> Hello", "Ann", "Hello");
        let other = LabelLayout::parse("{name} — ").expect("a layout");
        assert_eq!(other.recognize("Ann: Hello", 0), None);
    }

    #[test]
    fn layouts_that_cannot_work_say_why() {
        assert_eq!(LabelLayout::parse("{text}"), Err(LayoutError::NoName));
        assert_eq!(LabelLayout::parse("{name} {word}: "), Err(LayoutError::UnknownPart));
        assert_eq!(LabelLayout::parse("{name}{time}: "), Err(LayoutError::NoSeparator));
        assert_eq!(LabelLayout::parse("{name"), Err(LayoutError::UnknownPart));
    }
}
