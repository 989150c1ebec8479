//! Labels whose name is enclosed: in emphasis, in brackets, in a link.

use super::form::{
    COLONS, LabelForm, LabelStyle, NamePart, Separator, find_colon, is_time_alone, label_form, offset_in,
    skip_blank, strip_dash, strip_emphasis,
};
use super::time::{TimeMark, leading_time};

/// Emphasis in Markdown: its mark, the style it makes, and what can close it.
const EMPHASIS: [(&str, LabelStyle, &[&str]); 7] = [
    ("***", LabelStyle::Bold, &["***", "**"]),
    ("___", LabelStyle::Bold, &["___", "__"]),
    ("**", LabelStyle::Bold, &["**"]),
    ("__", LabelStyle::Bold, &["__"]),
    ("*", LabelStyle::Italic, &["*"]),
    ("_", LabelStyle::Italic, &["_"]),
    ("==", LabelStyle::Italic, &["=="]),
];

/// The label that begins with emphasis in Markdown.
pub(super) fn emphasized(body: &str, window: &str) -> Option<LabelForm> {
    let (mark, style, closes) = EMPHASIS.into_iter().find(|(mark, ..)| window.starts_with(mark))?;
    if window[mark.len()..].starts_with(char::is_whitespace) {
        return None;
    }
    let close = closes.iter().find_map(|close| Some((find_close(window, mark.len(), close)?, *close)));
    spanned(body, window, EmphasisSpan { open: mark, style, close })
}

/// Finds the `close` that ends emphasis: not behind a backslash, and for an underscore not inside a word.
fn find_close(window: &str, from: usize, close: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + window[at..].find(close)?;
        let is_escaped = window[..found].ends_with('\\');
        let is_in_word = close == "_" && window[found + 1..].starts_with(char::is_alphanumeric);
        if !is_escaped && !is_in_word && found > from {
            return Some(found);
        }
        at = found + close.len();
    }
}

/// The label that begins with emphasis in HTML.
pub(super) fn html_emphasized(body: &str, window: &str) -> Option<LabelForm> {
    const ELEMENTS: [(&str, &str, LabelStyle); 5] = [
        ("<b>", "</b>", LabelStyle::Bold),
        ("<strong>", "</strong>", LabelStyle::Bold),
        ("<i>", "</i>", LabelStyle::Italic),
        ("<u>", "</u>", LabelStyle::Italic),
        ("<em>", "</em>", LabelStyle::Italic),
    ];
    let has = |open: &str| window.get(..open.len()).is_some_and(|start| start.eq_ignore_ascii_case(open));
    let (open, close, style) = ELEMENTS.into_iter().find(|(open, ..)| has(open))?;
    let closed = window.find(close).or_else(|| window.find(&close.to_ascii_uppercase()))?;
    spanned(body, window, EmphasisSpan { open, style, close: Some((closed, close)) })
}

/// A stretch of emphasis at the beginning of a line.
struct EmphasisSpan {
    open: &'static str,
    style: LabelStyle,
    /// The byte at which it is closed, and the closing mark.
    close: Option<(usize, &'static str)>,
}

/// The label that a stretch of emphasis makes: the name may fill it, with the colon inside or behind, or only open it.
fn spanned(body: &str, window: &str, span: EmphasisSpan) -> Option<LabelForm> {
    let EmphasisSpan { open, style, close } = span;
    let Some((closed, mark)) = close else {
        return run(body, &window[open.len()..], open, style);
    };
    let inner = &window[open.len()..closed];
    let after = closed + mark.len();
    if let Some((at, length)) = find_colon(inner) {
        let rest = &inner[at + length..];
        // `**Ann: 00:12:14** Hello`
        if let Some(mark) = leading_time(rest.trim()).filter(|_| is_time_alone(rest)) {
            let part = NamePart::parse(&inner[..at])?;
            let form = label_form(body, &part, style, Separator::Colon, after);
            return Some(LabelForm { time: form.time.or(Some(mark.time)), ..form });
        }
        // `**Ann: a question in two parts:**`: the first colon ends the name.
        if !rest.trim().is_empty() {
            return run(body, inner, open, style);
        }
    }
    if let Some(name) = inner.trim_end().strip_suffix(|c| COLONS.contains(&c) || c == ';' || c == '；') {
        let is_colon = inner.trim_end().ends_with(COLONS);
        let separator = if is_colon { Separator::Colon } else { Separator::Semicolon };
        return Some(label_form(body, &inner_name(name)?, style, separator, after));
    }
    behind(body, &inner_name(inner)?, style, after)
}

/// The name in emphasis or brackets, which may be a link.
fn inner_name(inner: &str) -> Option<NamePart<'_>> {
    let inner = match inner.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        Some((name, _)) => name,
        None => inner,
    };
    let inner = inner.trim().trim_end_matches(COLONS);
    NamePart::parse(inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(inner))
}

/// `**Ann: a question in bold …**`: the emphasis goes on behind the name.
fn run(body: &str, inner: &str, open: &'static str, style: LabelStyle) -> Option<LabelForm> {
    let (colon, length) = find_colon(inner)?;
    let part = NamePart::parse(&inner[..colon])?;
    let found = label_form(body, &part, style, Separator::Colon, offset_in(body, inner) + colon + length);
    Some(LabelForm { reopened: open, ..found })
}

/// Reads the separator behind a name in emphasis or brackets: a colon, a parenthesis, a time, a dash, or nothing.
fn behind(body: &str, part: &NamePart, style: LabelStyle, after: usize) -> Option<LabelForm> {
    let mut at = skip_blank(body, after);
    let mut part = NamePart { text: part.text, time: part.time };
    if let Some(mark) = leading_time(&body[at..]).filter(|mark| ends_or_blank(body, at, mark)) {
        part.time = part.time.or(Some(mark.time));
        at = skip_blank(body, at + mark.length);
        let (separator, rest) = match body[at..].strip_prefix(COLONS) {
            Some(rest) => (Separator::Colon, body.len() - rest.len()),
            None => (Separator::Time, at),
        };
        return Some(label_form(body, &part, style, separator, rest));
    }
    if let Some(end) = parenthesis_end(&body[at..]) {
        return behind_parenthesis(body, part, style, (at, at + end));
    }
    if let Some(rest) = body[at..].strip_prefix(COLONS) {
        return Some(label_form(body, &part, style, Separator::Colon, body.len() - rest.len()));
    }
    if let Some(rest) = strip_dash(&body[after..]) {
        return Some(label_form(body, &part, style, Separator::Dash, body.len() - rest.len()));
    }
    let separator = match (part.time, at == body.len(), part.text.ends_with('.')) {
        (Some(_), ..) => Separator::Time,
        (None, true, _) => Separator::LineEnd,
        (None, false, true) => Separator::Dot,
        (None, false, false) => Separator::Space,
    };
    part.text = part.text.trim_end_matches('.');
    Some(label_form(body, &part, style, separator, at))
}

/// `**Ann** (Harbour Union): …`, `**Ann** (Harbour Union) 0:12 …`: the parenthesis belongs to the label.
fn behind_parenthesis(
    body: &str,
    part: NamePart,
    style: LabelStyle,
    (open, end): (usize, usize),
) -> Option<LabelForm> {
    let mut at = skip_blank(body, end);
    let mut time = part.time;
    let mut separator = Separator::Space;
    if let Some(mark) = leading_time(&body[at..]).filter(|mark| ends_or_blank(body, at, mark)) {
        time = time.or(Some(mark.time));
        at = skip_blank(body, at + mark.length);
        separator = Separator::Time;
    }
    let rest = match (body[at..].strip_prefix(COLONS), strip_dash(&body[at..])) {
        (Some(rest), _) => {
            separator = Separator::Colon;
            rest
        }
        (None, Some(rest)) if separator == Separator::Space => {
            separator = Separator::Dash;
            rest
        }
        // `[Ann] (laughs) No.`, `**A.** (nods)`: nothing says that the parenthesis is part of the label.
        _ if separator == Separator::Space && (style == LabelStyle::Bracket || part.text.ends_with('.')) => {
            let text = part.text.trim_end_matches('.');
            let separator = if text.len() < part.text.len() { Separator::Dot } else { separator };
            let part = NamePart { text, time };
            return Some(label_form(body, &part, style, separator, open));
        }
        _ => &body[at..],
    };
    let start = offset_in(body, part.text);
    let whole = NamePart { text: &body[start..end], time };
    Some(label_form(body, &whole, style, separator, body.len() - rest.len()))
}

/// Returns true if a time ends the line, or if white space or a colon separates it from the words.
fn ends_or_blank(body: &str, at: usize, mark: &TimeMark) -> bool {
    let next = body[at + mark.length..].chars().next();
    mark.is_bracketed || next.is_none_or(|c| c.is_whitespace() || COLONS.contains(&c))
}

/// The length of the parenthesis that `text` begins with: `(Harbour Union)`.
fn parenthesis_end(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '(' => ')',
        '（' => '）',
        _ => return None,
    };
    let window = &text[..text.floor_char_boundary(text.len().min(120))];
    window.find(close).map(|at| at + close.len_utf8())
}

/// `[Ann](https://…): …`, `[**Ann:**](https://…) …`
pub(super) fn linked(body: &str, window: &str) -> Option<LabelForm> {
    let inside = window.strip_prefix('[')?;
    let close = inside.find("](")?;
    let end = 1 + close + 2 + inside[close + 2..].find(')')? + 1;
    let inner = strip_emphasis(&inside[..close]);
    let (name, has_colon) = match inner.trim_end().strip_suffix(COLONS) {
        Some(name) => (name, true),
        None => (inner, false),
    };
    let part = NamePart::parse(name)?;
    if has_colon {
        return Some(label_form(body, &part, LabelStyle::Link, Separator::Colon, end));
    }
    let found = behind(body, &part, LabelStyle::Link, end)?;
    matches!(found.separator, Separator::Colon | Separator::Time).then_some(found)
}

/// `[Ann]: …`, `[Ann] [0:12] …`, `\[Ann\]: …`, `【Ann】…`
pub(super) fn bracketed(body: &str, window: &str) -> Option<LabelForm> {
    const BRACKETS: [(&str, &str); 6] =
        [("\\[", "\\]"), ("[", "]"), ("【", "】"), ("［", "］"), ("(", ")"), ("（", "）")];
    let (open, close) = BRACKETS.into_iter().find(|(open, _)| window.starts_with(open))?;
    let inside = &window[open.len()..];
    let closed = inside.find(close)?;
    let inner = strip_emphasis(&inside[..closed]);
    if inner.starts_with('^') || inner.contains(['[', ']']) || inside[closed + close.len()..].starts_with('(')
    {
        return None;
    }
    let (name, has_colon) = match inner.trim_end().strip_suffix(COLONS) {
        Some(name) => (name, true),
        None => (inner, false),
    };
    let after = open.len() + closed + close.len();
    let part = NamePart::parse(name)?;
    match has_colon {
        true => Some(label_form(body, &part, LabelStyle::Bracket, Separator::Colon, after)),
        false => behind(body, &part, LabelStyle::Bracket, after),
    }
}

/// `<ann> …`, `ann> …`: chat logs.
pub(super) fn angle(body: &str, window: &str) -> Option<LabelForm> {
    let inside = window.strip_prefix('<')?;
    let close = inside.find('>')?;
    let name = &inside[..close];
    let is_nick = !name.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '=' | '"' | ':' | '!'));
    let rest = &body[close + 2..];
    let is_nick = is_nick
        && !INLINE_ELEMENTS.split_ascii_whitespace().any(|element| element.eq_ignore_ascii_case(name))
        && rest.starts_with(' ');
    let part = NamePart { text: name, time: None };
    is_nick.then(|| label_form(body, &part, LabelStyle::Angle, Separator::Colon, close + 2))
}

/// `ann> …`: chat logs.
pub(super) fn angle_behind(body: &str, window: &str) -> Option<LabelForm> {
    // A nickname has no white space.
    let (name, _) = window.split_once(char::is_whitespace)?;
    let name = name.strip_suffix('>').filter(|name| window[name.len() + 1..].starts_with(' '))?;
    let is_nick = !name.is_empty() && !name.contains(['<', '=', '"', '/', ':']);
    let part = NamePart { text: name, time: None };
    is_nick.then(|| label_form(body, &part, LabelStyle::Angle, Separator::Colon, name.len() + 1))
}

/// Elements of HTML that stand in running text, which are no names of people in a chat.
const INLINE_ELEMENTS: &str = "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q ruby rp rt s samp small span strong \
    sub sup time u var";
