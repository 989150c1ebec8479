//! Words as Markdown that means just them, with as few backslashes as that takes.

use std::fmt::Write;

/// The place where words come to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkdownContext {
    /// At the beginning of a line, where a `#` or `-` opens a block.
    LineStart,
    /// At the beginning of a heading's words or of a cell.
    Start,
    /// Behind something else.
    Middle,
}

/// Escapes `text`, which stands at `place`, for a paragraph.
///
/// ```
/// use postil::text::markdown::{MarkdownContext, escape};
/// assert_eq!(escape("2 * 3 [sic], C# and a_b", MarkdownContext::Middle), r"2 \* 3 \[sic\], C# and a_b");
/// assert_eq!(escape("1. one", MarkdownContext::LineStart), r"1\. one");
/// ```
pub fn escape(text: &str, place: MarkdownContext) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let opener = match place {
        MarkdownContext::LineStart => block_opener(text),
        MarkdownContext::Start | MarkdownContext::Middle => None,
    };
    for (at, c) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let is_edge = before.is_empty() && place != MarkdownContext::Middle;
        match c {
            ' ' | '\t' if is_edge => push_entity(c, &mut out),
            '\n' | '\r' => push_entity(c, &mut out),
            _ => {
                if opener == Some(at) || is_special(c, before, after) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

/// The surroundings of words: the nearest character on their line, if there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The character before them; none at the start of a line.
    pub before: Option<char>,
    /// The character behind them; none at the end of the text.
    pub after: Option<char>,
}

/// Escapes `text` for a paragraph in which nothing but `around` stands beside it: knowing that takes
/// fewer backslashes still. Line breaks become spaces, and `<sub>` and `<sup>` stay what they are.
///
/// ```
/// use postil::text::markdown::{Around, escape_between};
/// assert_eq!(escape_between("2 * 3 [sic], Q&A!", Around::default()), r"2 \* 3 [sic], Q&A!");
/// ```
pub fn escape_between(text: &str, around: Around) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let opener = if around.before.is_none() { block_opener(&text) } else { None };
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = around.before;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next().or(around.after);
        if opener == Some(at) || is_markup(c, Around { before, after }, rest) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Tells whether `c` means something between its neighbours.
fn is_markup(c: char, Around { before, after }: Around, rest: &str) -> bool {
    let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '`' | '*' | '~' => true,
        '\\' => after.is_some_and(|c| c.is_ascii_punctuation()),
        '_' => !(is_inside(before) && is_inside(after)),
        '=' => after == Some('='),
        '|' => [before, after].contains(&Some('|')),
        '[' => after == Some('^'),
        '^' => after == Some('['),
        ']' => matches!(after, Some('(' | '[' | ':')),
        '<' => opens_tag(after, rest),
        '&' => is_reference(rest),
        '{' => opens_reading(rest),
        _ => false,
    }
}

/// Lowered and raised words are as welcome in a text as in its markup.
fn opens_tag(after: Option<char>, rest: &str) -> bool {
    let is_welcome = ["sub>", "/sub>", "sup>", "/sup>"].iter().any(|tag| rest.starts_with(tag));
    !is_welcome && after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Tells whether `rest`, behind an `&`, has the form of a character's name or number.
fn is_reference(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

/// A character that Markdown would drop where it stands.
pub fn push_entity(c: char, out: &mut String) {
    write!(out, "&#{};", u32::from(c)).expect("a String takes everything");
}

/// Tells whether `c` may mean something between these words; at their ends it may whatever they are, since
/// markup can follow.
fn is_special(c: char, before: &str, after: &str) -> bool {
    let (last, next) = (before.chars().next_back(), after.chars().next());
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
        '_' => !(last.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
        '=' => [last, next].iter().any(|near| near.is_none_or(|near| near == '=')),
        '|' => [last, next].contains(&Some('|')),
        '&' => next.is_none_or(|next| next == '#' || next.is_ascii_alphabetic()),
        '^' if last.is_none() => true,
        '!' | '^' => next.is_none_or(|next| next == '['),
        // Behind a `]` these would make a link or a definition of it.
        '(' | ':' if last.is_none() => true,
        ':' => after.starts_with("//"),
        '.' => before.ends_with("www"),
        '{' => opens_reading(after) || (last.is_none() && opens_attributes(after)),
        _ => false,
    }
}

/// Tells whether `rest`, behind a `{`, has the form of words with their reading.
fn opens_reading(rest: &str) -> bool {
    rest.split_once('}').is_some_and(|(inside, _)| inside.contains('|'))
}

/// Tells whether `rest`, behind a `{`, has the form of attributes of what stands before it.
fn opens_attributes(rest: &str) -> bool {
    rest.split_once('}').is_some_and(|(inside, _)| inside.contains('=') || inside.starts_with(['.', '#']))
}

/// The byte of the sign by which `text`, at the beginning of a line, would open a block.
fn block_opener(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text[digits..].chars().next()?;
    let next = text[digits + sign.len_utf8()..].chars().next();
    let ends_marker = next.is_none_or(|next| matches!(next, ' ' | '\t'));
    let opens = match sign {
        '.' | ')' => digits > 0 && ends_marker,
        _ if digits > 0 => false,
        '#' | '>' | '=' | '|' => true,
        '-' | '+' => ends_marker || matches!(next, Some('-' | '+' | '|' | ':')),
        // A definition, or the second line of a table.
        ':' => ends_marker || next == Some('-'),
        _ => false,
    };
    opens.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_as_they_are() {
        for text in ["Well, it's 3 - 2 = 1 (or so): yes!? 5 > 4 & more…", "好，C# 也行。", "snake_case"]
        {
            assert_eq!(escape(text, MarkdownContext::LineStart), text);
        }
    }

    #[test]
    fn what_would_mean_something_is_escaped() {
        let check =
            |text: &str, expected: &str| assert_eq!(escape(text, MarkdownContext::LineStart), expected);
        check("# a", r"\# a");
        check("12) a", r"12\) a");
        check("-5 and - 5", "-5 and - 5");
        check("- 5", r"\- 5");
        check("---", r"\---");
        check(":", r"\:");
        check(" a", "&#32;a");
        check("a == b", r"a \=\= b");
        check("Great!", r"Great\!");
        check("https://a.b www.a.b", r"https\://a.b www\.a.b");
        check("AT&T &amp; &", r"AT\&T \&amp; \&");
        check("a\nb", "a&#10;b");
    }

    #[test]
    fn known_neighbours_save_backslashes() {
        for (text, expected) in [
            ("snake_case _em_ 2 * 3", r"snake_case \_em\_ 2 \* 3"),
            ("# not a heading", r"\# not a heading"),
            ("1969. A year", r"1969\. A year"),
            ("- dash", r"\- dash"),
            ("-5 degrees, 3.5 times!", "-5 degrees, 3.5 times!"),
            ("[music] and [a](b)", r"[music] and [a\](b)"),
            ("note[^1] x^[y]", r"note\[^1] x\^[y]"),
            ("a == b", r"a \== b"),
            ("Q&A &amp; AT&T", r"Q&A \&amp; AT&T"),
            ("<inaudible> O<sub>2</sub> 2 < 3", r"\<inaudible> O<sub>2</sub> 2 < 3"),
            (r"C:\dir \*", r"C:\dir \\\*"),
        ] {
            assert_eq!(escape_between(text, Around::default()), expected);
        }
    }
}
