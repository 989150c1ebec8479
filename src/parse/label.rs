//! Speakers' labels as people write them: what could be one, and what is left of the paragraph.
//!
//! This file knows only the forms. Whether a candidate is a speaker is the roster's to say.

use crate::model::Inline;
use crate::source::{SourceId, Span};
use crate::text::timecode::Timecode;

/// The longest name that a label can hold, in characters.
const MAX_NAME: usize = 60;

/// How a label is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `**Name:** …`, `**Name**: …`, `__Name__`
    Bold,
    /// `### Name:`
    Heading,
    /// `Name: …`, `[Name] …`
    Plain,
}

/// A paragraph's or heading's beginning that has the form of a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The name as written, white space joined.
    pub name: String,
    /// How it is written.
    pub form: Form,
    /// The time beside it.
    pub time: Option<Timecode>,
    /// Whether a colon, a bracket or a time sets the name apart; without one, bold alone does.
    pub is_marked: bool,
    /// What follows.
    pub rest: Vec<Inline>,
    /// Where the name stands.
    pub span: Span,
}

/// The label that a paragraph opens with, if it has the form of one.
pub fn of_paragraph(inlines: &[Inline], source: SourceId) -> Option<Label> {
    let (time, inlines) = split_leading_time(inlines);
    let mut label = match inlines.first()? {
        Inline::Strong(children) => of_bold(children, &inlines[1..], source)?,
        Inline::Text { text, at } => of_plain(text, *at, &inlines[1..], source)?,
        _ => return None,
    };
    label.time = label.time.or(time);
    label.take_time();
    Some(label).filter(Label::is_plausible)
}

/// The label that a heading is, if it is nothing else: `### Name:`, `### Name (00:34):`.
pub fn of_heading(inlines: &[Inline], span: Span) -> Option<Label> {
    let Some(Inline::Text { text, at }) = inlines.first() else { return None };
    let mut label = of_text(text, *at, &inlines[1..], span.source)?;
    label.take_time();
    let is_all = label.rest.is_empty();
    Some(Label { form: Form::Heading, ..label }).filter(|label| is_all && label.is_plausible())
}

impl Label {
    /// Whether the name could be a name at all, rather than the start of a sentence or an address.
    fn is_plausible(&self) -> bool {
        let name = &self.name;
        !name.is_empty()
            && name.chars().count() <= MAX_NAME
            && name.split(' ').count() <= 6
            && name.chars().any(char::is_alphabetic)
            && !name.contains(['。', '，', '？', '！', '；', '?', '!', ';', '“', '”', '<', '>'])
            && !name.to_lowercase().starts_with("http")
    }

    /// Takes the time that stands right after the label: `Name: [12:34] …`, or `Name: 00:12:14`
    /// alone on its line.
    fn take_time(&mut self) {
        let (time, rest) = split_leading_time(&self.rest);
        if time.is_some() {
            self.time = self.time.or(time);
            self.rest = trim_start(rest.to_vec());
            return;
        }
        let Some(Inline::Text { text, .. }) = self.rest.first() else { return };
        let ends_line = matches!(self.rest.get(1), None | Some(Inline::SoftBreak | Inline::HardBreak));
        if let Some(time) = Timecode::parse(text.trim()).filter(|_| ends_line) {
            self.time = self.time.or(Some(time));
            self.rest = trim_start(self.rest.split_off(1));
        }
    }
}

/// A bold beginning: the name may fill it, with the colon inside or behind, or only open it, when
/// the whole paragraph is bold.
fn of_bold(children: &[Inline], after: &[Inline], source: SourceId) -> Option<Label> {
    let Some(Inline::Text { text, at }) = children.first() else { return None };
    if let Some(inside) = of_text(text, *at, &children[1..], source) {
        let bold = Some(inside.rest).filter(|bold| !bold.is_empty()).map(Inline::Strong);
        let rest = bold.into_iter().chain(after.iter().cloned()).collect();
        return Some(Label { form: Form::Bold, rest: trim_start(rest), ..inside });
    }
    if children.len() > 1 {
        return None;
    }
    let (time, following) = split_leading_time(after);
    let (has_colon, rest) = strip_colon(following);
    let stands_alone = matches!(rest.first(), None | Some(Inline::SoftBreak | Inline::HardBreak));
    if !has_colon && time.is_none() && !stands_alone {
        return None;
    }
    Some(Label {
        name: tidy(text),
        form: Form::Bold,
        time,
        is_marked: has_colon || time.is_some(),
        rest: trim_start(rest),
        span: name_span(text, *at, source),
    })
}

fn of_plain(text: &str, at: u32, after: &[Inline], source: SourceId) -> Option<Label> {
    of_brackets(text, at, after, source).or_else(|| of_text(text, at, after, source))
}

/// `[Speaker 1] …`, with or without a time and a colon behind.
fn of_brackets(text: &str, at: u32, after: &[Inline], source: SourceId) -> Option<Label> {
    let (name, tail) = text.strip_prefix('[')?.split_once(']')?;
    let rest = with_text_before(tail, at + (text.len() - tail.len()) as u32, after);
    let (time, following) = split_leading_time(&rest);
    let (_, rest) = strip_colon(following);
    Some(Label {
        name: tidy(name),
        form: Form::Plain,
        time,
        is_marked: true,
        rest: trim_start(rest),
        span: name_span(name, at + 1, source),
    })
}

/// `Name: …`, or `Name [12:34]: …`.
fn of_text(text: &str, at: u32, after: &[Inline], source: SourceId) -> Option<Label> {
    let label = |name: &str, time, rest: Vec<Inline>| Label {
        name: tidy(name),
        form: Form::Plain,
        time,
        is_marked: true,
        rest: trim_start(rest),
        span: name_span(name, at, source),
    };
    if let Some((name, tail)) = split_colon(text) {
        let rest = with_text_before(tail, at + (text.len() - tail.len()) as u32, after);
        return Some(label(name, None, rest));
    }
    let Some(Inline::Time { time, .. }) = after.first() else { return None };
    let (has_colon, rest) = strip_colon(&after[1..]);
    has_colon.then(|| label(text, Some(*time), rest))
}

/// Splits at the first colon, if it can end a label: not one inside an address, a time or a ratio.
fn split_colon(text: &str) -> Option<(&str, &str)> {
    let at = text.find([':', '：'])?;
    let colon = text[at..].chars().next()?;
    let tail = &text[at + colon.len_utf8()..];
    let next = tail.chars().next();
    let ends_label = colon == '：' || next.is_none_or(|c| c.is_whitespace() || !c.is_ascii());
    ends_label.then_some((&text[..at], tail))
}

/// The inlines behind a colon at their start, and whether there was one.
fn strip_colon(inlines: &[Inline]) -> (bool, Vec<Inline>) {
    if let Some(Inline::Text { text, at }) = inlines.first()
        && let Some(tail) = text.trim_start().strip_prefix([':', '：'])
    {
        let rest = with_text_before(tail, at + (text.len() - tail.len()) as u32, &inlines[1..]);
        return (true, rest);
    }
    (false, inlines.to_vec())
}

/// The time that `inlines` open with, white space aside, and what follows it.
fn split_leading_time(inlines: &[Inline]) -> (Option<Timecode>, &[Inline]) {
    match inlines {
        [Inline::Time { time, .. }, rest @ ..] => (Some(*time), skip_blank(rest)),
        [Inline::Text { text, .. }, Inline::Time { time, .. }, rest @ ..] if text.trim().is_empty() => {
            (Some(*time), skip_blank(rest))
        }
        _ => (None, inlines),
    }
}

fn skip_blank(inlines: &[Inline]) -> &[Inline] {
    match inlines {
        [Inline::Text { text, .. }, rest @ ..] if text.trim().is_empty() => rest,
        _ => inlines,
    }
}

fn with_text_before(text: &str, at: u32, after: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::with_capacity(after.len() + 1);
    if !text.is_empty() {
        out.push(Inline::Text { text: text.to_string(), at });
    }
    out.extend_from_slice(after);
    out
}

/// `inlines` without the white space and line breaks they open with.
pub fn trim_start(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let is_blank = |inline: &Inline| match inline {
        Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    };
    let blank = inlines.iter().take_while(|inline| is_blank(inline)).count();
    inlines.drain(..blank);
    if let Some(Inline::Text { text, at }) = inlines.first_mut() {
        let lead = text.len() - text.trim_start().len();
        text.drain(..lead);
        *at += lead as u32;
    }
    inlines
}

fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn name_span(name: &str, at: u32, source: SourceId) -> Span {
    let lead = name.len() - name.trim_start().len();
    Span::new(source, at as usize + lead, at as usize + lead + name.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::model::{BlockKind, plain_text};
    use crate::parse::markdown::{Body, Braces, Piece, lower};
    use crate::parse::times;

    /// Shows the label of the first paragraph as `form name @time | rest`.
    fn check(markdown: &str, expected: &str) {
        let body = Body { source: SourceId(0), text: markdown, start: 0, braces: Braces::Attributes };
        let (mut lowered, _) = lower(body, &Config::default());
        let label = match &mut lowered.pieces[0] {
            Piece::Heading(heading) => {
                times::mark(&mut heading.inlines);
                of_heading(&heading.inlines, heading.span)
            }
            Piece::Block(block) => {
                times::mark_block(block);
                let BlockKind::Paragraph(inlines) = &block.kind else { panic!("not a paragraph") };
                of_paragraph(inlines, SourceId(0))
            }
        };
        let shown = label.map_or("none".to_string(), |label| {
            let time = label.time.map_or(String::new(), |time| format!(" @{time}"));
            format!("{:?} {}{time} | {}", label.form, label.name, plain_text(&label.rest))
        });
        assert_eq!(shown, expected, "{markdown}");
    }

    #[test]
    fn every_form_is_recognised() {
        check("**Sam Altman：**首先", "Bold Sam Altman | 首先");
        check("**Ann:** Hello", "Bold Ann | Hello");
        check("**Ann**: Hello", "Bold Ann | Hello");
        check("**Cleo：你好吗？**", "Bold Cleo | 你好吗？");
        check("__Full Name__", "Bold Full Name | ");
        check("__Full Name__\nHello", "Bold Full Name | Hello");
        check("Ann: Hello", "Plain Ann | Hello");
        check("Shaun Apps（SA）：我先", "Plain Shaun Apps（SA） | 我先");
        check("### 唐鳳：", "Heading 唐鳳 | ");
        check("### Ann (00:12):", "Heading Ann @0:12 | ");
        check("### Ann: [00:12]", "Heading Ann @0:12 | ");
    }

    #[test]
    fn times_may_stand_anywhere_around_the_name() {
        check("Aaron: 00:12:14", "Plain Aaron @12:14 | ");
        check("Aaron: 00:12:14\nHello", "Plain Aaron @12:14 | Hello");
        check("Jonas Nick [0:46]: Okay", "Plain Jonas Nick @0:46 | Okay");
        check("Lenny (00:34): Hi", "Plain Lenny @0:34 | Hi");
        check("[Speaker 1] [00:34] text", "Plain Speaker 1 @0:34 | text");
        check("[00:34] **Ann:** Hi", "Bold Ann @0:34 | Hi");
        check(r"**CC:** \[00:00:00:26\] Roger.", "Bold CC @0:26 | Roger.");
        check("**Ann** [00:34] Hi", "Bold Ann @0:34 | Hi");
        check("**Ann [00:34]:** Hi", "Bold Ann @0:34 | Hi");
    }

    #[test]
    fn sentences_and_addresses_are_not_labels() {
        check("https://example.org/a", "none");
        check("At 10:30 we left", "none");
        check("**Very important** words", "none");
        check("So what is it? This: that", "none");
        check("*Ann:* Hello", "none");
        check("## Introduction", "none");
        check("## Part two: the end", "none");
    }
}
