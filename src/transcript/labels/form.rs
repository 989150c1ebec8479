//! The forms in which people write who speaks, recognized at the beginning of a line.
//!
//! This file knows only how a label looks. Whether it is one is decided from the whole text, in `decide`.

use super::enclosed::{angle, bracketed, emphasized, html_emphasized, linked};
use super::name::{MAX_NAME_CHARS, can_be_name, is_role_with_name};
use super::plain::plain;
use super::time::{leading_time, trailing_time};
use crate::text::digits::is_digit;
use crate::text::names::{is_credit, is_invisible};
use crate::text::rare_bytes::rare_bytes;
use crate::text::timecode::Timecode;

/// The typography of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelStyle {
    /// `**Ann:**`, `***Ann:***`, `<b>Ann:</b>`
    Bold,
    /// `*Ann:*`
    Italic,
    /// `[Ann](https://…):`
    Link,
    /// `[Ann]:`, `【Ann】`
    Bracket,
    /// `<ann>`, as chat logs have it.
    Angle,
    /// `Ann:`
    Plain,
    /// `>> ANN:`, as captions have it.
    Chevron,
    /// `○山田委員`, as minutes have it.
    Marker,
    /// `### Ann`
    Heading(u8),
    /// `Ann` above a line `: words`.
    Definition,
    /// A layout that the site describes, by its number.
    Custom(u8),
}

/// The mark between a name and the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Separator {
    /// A colon of any script.
    Colon,
    /// A semicolon inside emphasis.
    Semicolon,
    /// A time and no colon.
    Time,
    /// A bare time with words behind it on its line.
    InlineTime,
    /// A colon that no space follows, `Ann:Hello`.
    TightColon,
    /// A dash or a bar.
    Dash,
    /// A full stop, `Q. Did you …`
    Dot,
    /// White space alone.
    Space,
    /// The end of the line.
    LineEnd,
}

/// A label's form at the beginning of a line; all places are bytes of the line's words.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelForm {
    /// The typography.
    pub style: LabelStyle,
    /// The mark after the name.
    pub separator: Separator,
    /// The first byte of the name and the byte after its last, including a parenthesis behind it.
    pub name: (usize, usize),
    /// The time beside it.
    pub time: Option<Timecode>,
    /// The byte at which the words begin.
    pub rest: usize,
    /// Emphasis that opened before the name and goes on over the words.
    pub reopened: &'static str,
}

/// The number of bytes of a line that are examined: the longest label with its time and link.
const WINDOW: usize = 400;

/// The colons of the scripts that have one of their own.
pub const COLONS: [char; 7] = [':', '：', '﹕', '︰', '∶', '꞉', '፦'];

/// Characters that stand before a name in minutes.
const MARKERS: [char; 10] = ['○', '◯', '〇', '●', '◆', '◇', '■', '□', '▲', '△'];

/// Recognizes the label that `words` begin with, if there is one.
pub fn recognize(words: &str) -> Option<LabelForm> {
    let (mut at, lead) = skip_lead(words);
    let time = leading_time(&words[at..]).filter(|mark| !words[at + mark.length..].trim().is_empty());
    if let Some(mark) = time {
        at = skip_joint(words, at + mark.length, mark.is_bracketed)?;
    }
    let body = &words[at..];
    let mut form = recognize_body(body)?;
    form.name = (form.name.0 + at, form.name.1 + at);
    form.rest += at;
    form.time = form.time.or(time.map(|mark| mark.time));
    // `[0:12] CSM is here.` may begin with any word in capitals.
    let is_bare = form.style == LabelStyle::Plain && form.separator == Separator::Space;
    if time.is_some() && !is_bare && matches!(form.separator, Separator::Space | Separator::LineEnd) {
        form.separator = Separator::Time;
    }
    if let (Some(style), LabelStyle::Plain) = (lead, form.style) {
        form.style = style;
    }
    let name = &words[form.name.0..form.name.1];
    let is_definition = !is_credit(name) && is_address(&words[form.rest..]);
    (can_be_name(&super::clean_name(name)) && !is_definition).then_some(form)
}

/// Recognizes the label that a heading's words are.
pub fn recognize_heading(words: &str, level: u8) -> Option<LabelForm> {
    let words = words.trim_end().trim_end_matches('#').trim_end();
    let is_mark = |c: char| matches!(c, '*' | '_') || c.is_whitespace();
    let inner = words.trim_matches(is_mark);
    let (name, has_colon) = split_final_colon(inner);
    let part = NamePart::parse(name)?;
    let (text, colon_before_time) = split_final_colon(part.text.trim_matches(is_mark));
    let text = text.trim_matches(is_mark);
    let separator = match part.time {
        _ if has_colon || colon_before_time || is_role_with_name(text) => Separator::Colon,
        Some(_) => Separator::Time,
        None => Separator::LineEnd,
    };
    let start = offset_in(words, text);
    can_be_name(&super::clean_name(text)).then(|| LabelForm {
        style: LabelStyle::Heading(level),
        separator,
        name: (start, start + text.len()),
        time: part.time,
        rest: words.len(),
        reopened: "",
    })
}

/// `text` without a colon at its end, and whether there was one.
fn split_final_colon(text: &str) -> (&str, bool) {
    match text.trim_end().strip_suffix(COLONS) {
        Some(name) => (name, true),
        None => (text, false),
    }
}

/// The offset of `part` in `whole`, of which it is a piece.
pub(super) fn offset_in(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

/// Skips chevrons and markers before a name, and says which style they make.
fn skip_lead(words: &str) -> (usize, Option<LabelStyle>) {
    // Most lines begin with a letter.
    if words.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return (0, None);
    }
    let visible = words.trim_start_matches(is_invisible);
    if visible.len() < words.len() {
        let (at, style) = skip_lead(visible);
        return (words.len() - visible.len() + at, style);
    }
    if words.starts_with(">>") {
        let rest = words.trim_start_matches('>').trim_start();
        return (words.len() - rest.len(), Some(LabelStyle::Chevron));
    }
    if words.starts_with(MARKERS) {
        let rest = words.trim_start_matches(MARKERS).trim_start();
        return (words.len() - rest.len(), Some(LabelStyle::Marker));
    }
    let dash = ["— ", "– "].iter().find(|dash| words.starts_with(**dash));
    let rest = words[dash.map_or(0, |dash| dash.len())..].trim_start_matches(is_ornament);
    let rest = if rest.len() < words.len() { rest.trim_start() } else { skip_line_number(words) };
    (words.len() - rest.len(), None)
}

/// Tells if a character before a name only adorns it: a round bullet, an emoji.
fn is_ornament(c: char) -> bool {
    const BULLETS: [char; 6] = ['•', '◦', '‣', '·', '∙', '▪'];
    BULLETS.contains(&c)
        || matches!(c, '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{200d}' | '\u{1f000}'..='\u{1faff}')
}

/// `words` without the number of the line in a deposition: up to four digits and a gap.
fn skip_line_number(words: &str) -> &str {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &words[digits..];
    let is_number = (1..=4).contains(&digits) && (rest.starts_with("  ") || rest.starts_with('\t'));
    let inner = rest.trim_start();
    if is_number && inner.starts_with(char::is_alphabetic) { inner } else { words }
}

/// Skips what stands between a time and a name; `None` when nothing sets the time apart.
fn skip_joint(words: &str, at: usize, is_bracketed: bool) -> Option<usize> {
    let rest = &words[at..];
    let joint = rest.trim_start_matches([' ', '\t', '-', '–', '—', '|']);
    (is_bracketed || joint.len() < rest.len()).then_some(words.len() - joint.len())
}

fn recognize_body(body: &str) -> Option<LabelForm> {
    let window = &body[..body.floor_char_boundary(body.len().min(WINDOW))];
    match window.chars().next()? {
        '*' | '_' | '=' => emphasized(body, window),
        '(' | '（' => bracketed(body, window),
        '<' => html_emphasized(body, window).or_else(|| angle(body, window)),
        '[' | '【' | '［' => linked(body, window).or_else(|| bracketed(body, window)),
        '\\' if window.starts_with("\\[") => bracketed(body, window),
        _ => plain(body, plain_window(window)),
    }
}

/// A name of the most characters with a time beside it takes no more than this, unless the time is a link.
const PLAIN_WINDOW: usize = 2 * MAX_NAME_CHARS;

/// The part of a line that can hold a label without typography.
fn plain_window(window: &str) -> &str {
    let end = match window.as_bytes().get(..PLAIN_WINDOW) {
        None => return window,
        Some(start) if start.is_ascii() => PLAIN_WINDOW,
        Some(_) => window.char_indices().nth(PLAIN_WINDOW).map_or(window.len(), |(at, _)| at),
    };
    if window[..end].contains("](") { window } else { &window[..end] }
}

/// A name with the time that stands around it, as it is found before a separator.
pub(super) struct NamePart<'t> {
    /// The name.
    pub(super) text: &'t str,
    /// The time beside it.
    pub(super) time: Option<Timecode>,
}

impl<'t> NamePart<'t> {
    /// Reads a name with a time before or behind it.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let mut text = text.trim().trim_start_matches(is_ornament).trim_start();
        let mut time = None;
        if let Some(mark) = leading_time(text) {
            time = Some(mark.time);
            text = text[mark.length..].trim_start_matches([' ', '-', '–', '—', '|']);
        }
        if let Some((before, mark)) = trailing_time(text) {
            time = time.or(Some(mark.time));
            text = before.trim_end_matches([' ', '-', '–', '—', '|', ',', '@']);
            // `Ann at 0:12`
            text = text.strip_suffix(" at").unwrap_or(text);
        }
        let text = without_footnotes(text);
        (!text.is_empty()).then_some(NamePart { text, time })
    }
}

/// A name without the references of footnotes behind it: `Ann[^1]`.
fn without_footnotes(name: &str) -> &str {
    let mut name = name.trim_end();
    while let Some((before, _)) = footnote_behind(name) {
        name = before.trim_end();
    }
    name
}

/// The reference of a footnote that `text` ends with, and what stands before it.
pub(super) fn footnote_behind(text: &str) -> Option<(&str, &str)> {
    let at = text.strip_suffix(']')?.rfind("[^")?;
    let is_reference = !text[at + 2..text.len() - 1].contains(|c: char| c.is_whitespace() || c == ']');
    (is_reference && at + 3 < text.len()).then(|| text.split_at(at))
}

/// A label of `style` whose name is `part`, a piece of `body`; its words begin behind the time that follows `rest`.
pub(super) fn label_form(
    body: &str,
    part: &NamePart,
    style: LabelStyle,
    separator: Separator,
    rest: usize,
) -> LabelForm {
    let start = offset_in(body, part.text);
    let mut form = LabelForm {
        style,
        separator,
        name: (start, start + part.text.len()),
        time: part.time,
        rest: skip_blank(body, rest),
        reopened: "",
    };
    form.take_time(body);
    form
}

pub(super) fn skip_blank(body: &str, at: usize) -> usize {
    body.len() - body[at..].trim_start().len()
}

impl LabelForm {
    /// Takes the time behind the separator: `Ann: [12:34] …`, or `Ann: 00:12:14` with nothing behind.
    fn take_time(&mut self, body: &str) {
        if self.time.is_some() {
            return;
        }
        let rest = &body[self.rest..];
        let Some(mark) = leading_time(rest) else { return };
        let after = rest[mark.length..].trim_start();
        if mark.is_bracketed || after.is_empty() {
            self.time = Some(mark.time);
            let behind = after.strip_prefix(COLONS).map_or(after, str::trim_start);
            self.rest = body.len() - behind.len();
        }
    }
}

/// Returns true for the first characters of what [`strip_dash`] removes.
pub(super) fn begins_dash(c: char) -> bool {
    matches!(c, ' ' | ';' | '—' | '―' | '─')
}

/// Removes a dash that separates a name from words.
pub(super) fn strip_dash(text: &str) -> Option<&str> {
    const SPACED: [&str; 15] =
        ["— ", "– ", "- ", "-- ", "| ", "‒ ", "> ", ">> ", "-> ", "=> ", "→ ", "» ", "= ", "~ ", "/ "];
    match text.chars().next()? {
        ' ' => {
            let marks = &text[1..];
            let is_word = marks.starts_with(char::is_alphanumeric);
            SPACED.iter().filter(|_| !is_word).find_map(|mark| marks.strip_prefix(mark))
        }
        '—' => text.strip_prefix('—'),
        '―' => text.strip_prefix("――"),
        '─' => text.strip_prefix("──"),
        ';' => text.strip_prefix("; "),
        _ => None,
    }
}

/// The colons of `text`, each with its place.
pub(super) fn colons(text: &str) -> impl Iterator<Item = (usize, &str)> {
    rare_bytes(text, |byte| matches!(byte, b':' | 0xe1 | 0xe2 | 0xea | 0xef)).filter_map(|at| {
        let colon = text[at..].chars().next().filter(|c| COLONS.contains(c))?;
        Some((at, &text[at..at + colon.len_utf8()]))
    })
}

/// The first colon of `text` that can end a label, and its length: not one inside an address, a time or a word, nor one
/// behind a backslash. A time that ends the line may follow without a space: `Ann:00:12:14`.
pub(super) fn find_colon(text: &str) -> Option<(usize, usize)> {
    colons(text).find_map(|(at, colon)| {
        let next = text[at + colon.len()..].chars().next();
        let is_apart = next
            .is_none_or(|c| c.is_whitespace() || !c.is_ascii() || matches!(c, '*' | '_' | '[' | '(' | '"'));
        let is_wide = colon != ":";
        let is_escaped = text[..at].ends_with('\\');
        // `Ann:: Hello`, `Ann:- Hello`
        let is_doubled = [":: ", ":- "].iter().any(|mark| text[at..].starts_with(mark));
        let length = if is_doubled { 2 } else { colon.len() };
        let is_in_time = next.is_some_and(is_digit) && text[..at].ends_with(is_digit);
        let is_before_time = || is_time_alone(&text[at + colon.len()..]);
        ((is_wide || is_apart || is_doubled || is_before_time()) && !is_escaped && !is_in_time)
            .then_some((at, length))
    })
}

/// Returns true for a time and nothing else.
pub(super) fn is_time_alone(text: &str) -> bool {
    leading_time(text.trim()).is_some_and(|mark| mark.length == text.trim().len())
}

/// Returns true if the words are only an address: `Slides: https://…`, or the target of a reference definition.
fn is_address(words: &str) -> bool {
    let words = words.trim().trim_start_matches('<');
    let first = words.split_whitespace().next().unwrap_or_default();
    let is_only = first.len() == words.len();
    let is_url =
        ["http://", "https://", "mailto:", "ftp://", "www."].iter().any(|scheme| first.starts_with(scheme));
    let is_path = first.starts_with(['/', '#']) || first.starts_with("./") || first.starts_with("../");
    is_only && (is_url || is_path)
}

/// `text` without the emphasis that encloses all of it.
pub(super) fn strip_emphasis(text: &str) -> &str {
    let text = text.trim();
    let marks = ["***", "___", "**", "__", "*", "_"];
    let enclosed = marks.iter().find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark));
    enclosed.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str) -> String {
        recognize(words).map_or("none".into(), |form| {
            let time = form.time.map_or(String::new(), |time| format!(" @{time}"));
            let rest = format!("{}{}", form.reopened, &words[form.rest..]);
            {
                let name = crate::transcript::labels::clean_name(&words[form.name.0..form.name.1]);
                format!("{:?} {:?} {name}{time} | {rest}", form.style, form.separator)
            }
        })
    }

    #[test]
    fn forms_are_recognized() {
        for (words, expected) in [
            ("**Ann:** Hello", "Bold Colon Ann | Hello"),
            ("**Ann**: Hello", "Bold Colon Ann | Hello"),
            ("**Ann :** Hello", "Bold Colon Ann | Hello"),
            ("**Ann;** Hello", "Bold Semicolon Ann | Hello"),
            ("***Ann:*** Hello", "Bold Colon Ann | Hello"),
            ("*Ann:* Hello", "Italic Colon Ann | Hello"),
            ("<b>Ann:</b> Hello", "Bold Colon Ann | Hello"),
            ("**Cleo：你好吗？**", "Bold Colon Cleo | **你好吗？**"),
            ("**Sam Altman：**首先", "Bold Colon Sam Altman | 首先"),
            ("**Ann** — Hello", "Bold Dash Ann | Hello"),
            ("**Ann** Hello", "Bold Space Ann | Hello"),
            ("__Full Name__", "Bold LineEnd Full Name | "),
            ("**Ann** (Labour): Hello", "Bold Colon Ann (Labour) | Hello"),
            ("**Ann** (Labour) 0:12: Hello", "Bold Colon Ann (Labour) @0:12 | Hello"),
            ("**Ann (0:12):** Hello", "Bold Colon Ann @0:12 | Hello"),
            ("**Ann** (0:12): Hello", "Bold Colon Ann @0:12 | Hello"),
            ("**Ann** 0:12", "Bold Time Ann @0:12 | "),
            ("[**Ann:**](https://x.y) Hello", "Link Colon Ann | Hello"),
            ("[Ann](https://x.y): Hello", "Link Colon Ann | Hello"),
            ("[Ann]: No.", "Bracket Colon Ann | No."),
            (r"\[Ann\]: No.", "Bracket Colon Ann | No."),
            ("[Ann] [00:12] Hello", "Bracket Time Ann @0:12 | Hello"),
            ("[ship]: https://a.b", "none"),
            ("[log]: <https://a.b>", "none"),
            ("[x]: /a.html", "none"),
            ("[^1]: A note", "none"),
            ("<ann> Hello", "Angle Colon ann | Hello"),
            ("Ann: Hello", "Plain Colon Ann | Hello"),
            ("Ann (Paris): Hello", "Plain Colon Ann (Paris) | Hello"),
            ("Ann: 00:12:14", "Plain Colon Ann @12:14 | "),
            ("Ann: [12:14] Hello", "Plain Colon Ann @12:14 | Hello"),
            ("Ann at 00:12:14: Hello", "Plain Colon Ann @12:14 | Hello"),
            ("Ann [12m14s]: Hello", "Plain Colon Ann @12:14 | Hello"),
            ("02 07 55 20 CDR", "Plain Time CDR @55:55:20 | "),
            ("Ann:00:12:14", "Plain Colon Ann @12:14 | "),
            ("**Ann: 00:12:14** Hello", "Bold Colon Ann @12:14 | Hello"),
            ("Ann 00:12:14: Hello", "Plain Colon Ann @12:14 | Hello"),
            ("Ann – 12:14: Hello", "Plain Colon Ann @12:14 | Hello"),
            ("Ann ([00:08](https://r.v/x?t=8)):", "Plain Colon Ann @0:08 | "),
            ("Ann Lee  0:34", "Plain Time Ann Lee @0:34 | "),
            ("Ann [0:34] Hello", "Plain Time Ann @0:34 | Hello"),
            ("[00:34] **Ann:** Hi", "Bold Colon Ann @0:34 | Hi"),
            ("00:34 **Ann**: Hi", "Bold Colon Ann @0:34 | Hi"),
            ("[00:34] **Ann**", "Bold Time Ann @0:34 | "),
            ("[00:34] Ann: Hi", "Plain Colon Ann @0:34 | Hi"),
            (">> ANN: Hi", "Chevron Colon ANN | Hi"),
            ("○山田委員　はい", "Marker Space 山田委員 | はい"),
            ("Q. Did you?", "Plain Dot Q | Did you?"),
            ("问：你好", "Plain Colon 问 | 你好"),
            ("Ann - Hello", "Plain Dash Ann | Hello"),
            ("Ann", "Plain LineEnd Ann | "),
            ("https://example.org/a", "none"),
            ("Slides: https://a.b", "none"),
            ("10:30 was early.", "none"),
            (r"Ann\: Hello", "none"),
        ] {
            assert_eq!(shown(words), expected, "{words}");
        }
    }
}
