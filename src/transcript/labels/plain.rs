//! Labels without typography: a name, and a mark behind it.

use super::enclosed::angle_behind;
use super::form::{
    LabelForm, LabelStyle, NamePart, Separator, begins_dash, find_colon, label_form, strip_dash,
};
use super::name::{NameRate, can_be_name, rate};
use super::time::leading_time;
use super::titles::titled_end;
use crate::text::digits::is_digit;
use crate::text::names::{credit_end, is_role};
use crate::text::rare_bytes::rare_bytes;

/// The label that a line without markup begins with.
pub(super) fn plain(body: &str, window: &str) -> Option<LabelForm> {
    let colon = plain_colon(body, window);
    let is_prose = colon.as_ref().is_some_and(|form| rate_of(body, form) == NameRate::None);
    plain_credit(body)
        .or_else(|| plain_question(body))
        .or_else(|| colon.clone().filter(|_| !is_prose))
        // `A. It was white: a Ford.` has a colon further on, behind words that are no name.
        .or_else(|| {
            plain_without_colon(body, window)
                .filter(|form| !is_prose || rate_of(body, form) >= NameRate::Fair)
        })
        .or(colon)
        .or_else(|| plain_line(body))
}

fn rate_of(body: &str, form: &LabelForm) -> NameRate {
    rate(&super::clean_name(&body[form.name.0..form.name.1]))
}

fn plain_without_colon(body: &str, window: &str) -> Option<LabelForm> {
    angle_behind(body, window)
        .or_else(|| plain_time(body, window))
        .or_else(|| plain_title(body, window))
        .or_else(|| plain_dash(body, window))
        .or_else(|| plain_dot(body, window))
        .or_else(|| plain_space(body, window))
        .or_else(|| plain_quotation(body, window))
        .or_else(|| plain_tight(body, window))
        .or_else(|| plain_capitals(body, window))
}

/// `Transcribed by https://…`, which services write below a transcript.
fn plain_credit(body: &str) -> Option<LabelForm> {
    let end = credit_end(body)?;
    let part = NamePart { text: &body[..end], time: None };
    Some(label_form(body, &part, LabelStyle::Plain, Separator::Space, end))
}

/// `Q     Thank you. …`: depositions and press briefings set these letters apart by a gap, which prose never has.
fn plain_question(body: &str) -> Option<LabelForm> {
    let rest = body.strip_prefix(['Q', 'A'])?;
    let is_gap = rest.starts_with("  ") || rest.starts_with('\t');
    let part = NamePart { text: &body[..1], time: None };
    (is_gap && !rest.trim().is_empty())
        .then(|| label_form(body, &part, LabelStyle::Plain, Separator::Colon, 1))
}

fn plain_colon(body: &str, window: &str) -> Option<LabelForm> {
    let (colon, length) = find_colon(window)?;
    let part = NamePart::parse(&window[..colon])?;
    Some(label_form(body, &part, LabelStyle::Plain, Separator::Colon, colon + length))
        .filter(|_| can_be_name(&super::clean_name(part.text)))
}

/// `Ann [0:12] …`, `Ann  0:12`, `Ann 0:12 …`
fn plain_time(body: &str, window: &str) -> Option<LabelForm> {
    let may_begin = |byte| matches!(byte, b'[' | b'(' | b'\\' | b'0'..=b'9' | 0xc2..);
    for at in rare_bytes(window, may_begin) {
        let (before, from) = window.split_at(at);
        let begins = |c: char| matches!(c, '[' | '(' | '（' | '\\') || is_digit(c);
        if !before.ends_with(char::is_whitespace) || !from.starts_with(begins) {
            continue;
        }
        let Some(mark) = leading_time(&body[at..]) else { continue };
        let text = before.trim_end().trim_end_matches(['-', '–', '—', '|', ',', '@']).trim_end();
        let rest = at + mark.length;
        let separator = match (mark.is_bracketed, body[rest..].trim().is_empty()) {
            (true, _) | (_, true) => Separator::Time,
            _ if body[rest..].starts_with(' ') => Separator::InlineTime,
            _ => return None,
        };
        let part = NamePart { text, time: Some(mark.time) };
        return (!text.is_empty()).then(|| label_form(body, &part, LabelStyle::Plain, separator, rest));
    }
    None
}

fn plain_dash(body: &str, window: &str) -> Option<LabelForm> {
    let (at, _) = window
        .char_indices()
        .skip(1)
        .take(80)
        .find(|&(at, c)| begins_dash(c) && strip_dash(&window[at..]).is_some())?;
    let rest = strip_dash(&body[at..])?;
    // `Ann.— Hello`
    let mut part = NamePart::parse(&window[..at])?;
    part.text = part.text.strip_suffix('.').unwrap_or(part.text);
    Some(label_form(body, &part, LabelStyle::Plain, Separator::Dash, body.len() - rest.len()))
}

/// `田中「はい」`: the quotation is the words.
fn plain_quotation(body: &str, window: &str) -> Option<LabelForm> {
    let at = window.find(['「', '『'])?;
    let part = NamePart::parse(&window[..at])?;
    let ends = body.trim_end().ends_with(['」', '』']);
    ends.then(|| label_form(body, &part, LabelStyle::Plain, Separator::Dash, at))
}

/// `Ann Lee:Hello`, `Ann:… hello`: a colon that no space follows is as weak as a dash.
fn plain_tight(body: &str, window: &str) -> Option<LabelForm> {
    let at = window.find(':')?;
    let words = window[at + 1..].trim_start_matches(['.', '…']).trim_start();
    let is_word = words.starts_with(char::is_alphabetic) && !window[..at].ends_with('\\');
    let part = NamePart::parse(&window[..at])?;
    is_word.then(|| label_form(body, &part, LabelStyle::Plain, Separator::TightColon, at + 1))
}

/// `M. le président. La séance …`
fn plain_title(body: &str, window: &str) -> Option<LabelForm> {
    let end = titled_end(window)?;
    let is_dash = strip_dash(&body[end + 1..]).is_some();
    let part = NamePart { text: &window[..end], time: None };
    (!is_dash).then(|| label_form(body, &part, LabelStyle::Plain, Separator::Dot, end + 1))
}

/// `Q. Did you …`, `THE WITNESS. I …`, `Mr. Lee. Thank you.`
fn plain_dot(body: &str, window: &str) -> Option<LabelForm> {
    const TITLES: [&str; 14] = [
        "Mr.",
        "Mrs.",
        "Ms.",
        "Dr.",
        "Prof.",
        "Senator",
        "Sen.",
        "Rep.",
        "Chairman",
        "Chairwoman",
        "Chair",
        "The",
        "Justice",
        "Judge",
    ];
    for (at, _) in window.match_indices('.').take(4) {
        if !window[at + 1..].starts_with([' ', '\t']) {
            continue;
        }
        let name = window[..at].trim();
        let is_capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
        let first = name.split(' ').next().unwrap_or_default();
        let is_titled = TITLES.contains(&first) && name.contains(' ') && name.split(' ').count() <= 4;
        if !name.contains(". ") | is_titled
            && (is_role(name) || is_capitals || is_titled)
            && !name.ends_with("Mr")
        {
            let part = NamePart { text: name, time: None };
            return Some(label_form(body, &part, LabelStyle::Plain, Separator::Dot, at + 1));
        }
    }
    None
}

/// `ANN LEE Hello`, `@ann Hello`: the words begin where the capitals end, or behind the handle.
fn plain_capitals(body: &str, window: &str) -> Option<LabelForm> {
    let is_capitals = |word: &str| {
        word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '\'' | '’'))
            && word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
    };
    let end = match window.starts_with('@') {
        true => window.find(' ')?,
        false => {
            let words = window.split(' ').take_while(|word| is_capitals(word));
            words.map(|word| word.len() + 1).sum::<usize>().checked_sub(1)?
        }
    };
    let follows = window[end..].starts_with(' ') && window[end..].contains(char::is_lowercase);
    let part = NamePart { text: &window[..end], time: None };
    follows.then(|| label_form(body, &part, LabelStyle::Plain, Separator::Space, end))
}

/// `山田委員　…` with an ideographic space, `Ann⇥…` with a tab.
fn plain_space(body: &str, window: &str) -> Option<LabelForm> {
    if window.starts_with("Q ") || window.starts_with("A ") {
        let part = NamePart { text: &window[..1], time: None };
        return Some(label_form(body, &part, LabelStyle::Plain, Separator::Space, 1));
    }
    let spaces = if has_gap(window) { window.find("    ") } else { None };
    let at = spaces.or_else(|| window.find(['\u{3000}', '\t']))?;
    let text = window[..at].trim();
    let part = NamePart { text, time: None };
    (!text.is_empty()).then(|| label_form(body, &part, LabelStyle::Plain, Separator::Space, at))
}

/// Returns true if `text` has two spaces side by side: many bytes are compared at once.
fn has_gap(text: &str) -> bool {
    let (bytes, following) = (text.as_bytes(), text.as_bytes().get(1..).unwrap_or_default());
    bytes.iter().zip(following).fold(false, |found, (a, b)| found | ((*a == b' ') & (*b == b' ')))
}

/// `Ann` and nothing else on the line.
fn plain_line(body: &str) -> Option<LabelForm> {
    let text = body.trim();
    let is_short = text.len() <= 120
        && !text.contains("\\:")
        && !text.ends_with(['.', '!', '?', ',', ';', '。', '！', '？', '，', '…', '"', '”']);
    let part = NamePart { text, time: None };
    is_short.then(|| label_form(body, &part, LabelStyle::Plain, Separator::LineEnd, body.len()))
}
