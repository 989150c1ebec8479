//! Times and gaps in running text: `[12:34]`, `(1:02:03)`, `[inaudible 05:45]`.

use std::ops::Range;

use crate::model::{Block, Inline};
use crate::text::digits::is_digit;
use crate::text::timecode::{LastPart, Timecode, range_joint};

/// Words that transcribers write where they could not understand the recording.
const GAP_WORDS: [&str; 10] = [
    "inaudible",
    "unintelligible",
    "crosstalk",
    "indistinct",
    "unclear",
    "听不清",
    "聽不清",
    "无法辨认",
    "無法辨識",
    "聴取不能",
];

/// Finds the times and gaps in every text of `block`; `last` is the meaning of the last of four parts.
pub fn mark_block(block: &mut Block, last: LastPart) {
    block.for_each_inlines_mut(&mut |inlines| mark(inlines, last));
}

/// Finds the times and gaps in `inlines`, those inside other markup too; `last` is the meaning of the last of four parts.
pub fn mark(inlines: &mut Vec<Inline>, last: LastPart) {
    let found = inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Text { text, .. } if next(text, last).is_some()));
    for inline in inlines.iter_mut() {
        if let Some(children) = inline.children_mut() {
            mark(children, last);
        }
    }
    if found {
        *inlines = std::mem::take(inlines).into_iter().flat_map(|inline| split(inline, last)).collect();
    }
}

fn split(inline: Inline, last: LastPart) -> Vec<Inline> {
    let Inline::Text { text, at } = inline else { return vec![inline] };
    let mut out = Vec::new();
    let mut from = 0;
    while let Some((range, bracket)) = next(&text[from..], last) {
        let (start, end) = (from + range.start, from + range.end);
        push_text(&mut out, &text[from..start], at + from as u32);
        let written = text[start..end].to_string();
        out.push(match bracket {
            Bracket::Time(time) => Inline::Time { time, written },
            Bracket::Gap => Inline::Gap(written),
        });
        from = end;
    }
    push_text(&mut out, &text[from..], at + from as u32);
    out
}

fn push_text(out: &mut Vec<Inline>, text: &str, at: u32) {
    if !text.is_empty() {
        out.push(Inline::Text { text: text.to_string(), at });
    }
}

enum Bracket {
    Time(Timecode),
    Gap,
}

/// The first bracket of `text` that is a time or a gap, or two that are a range of times: `[4:22] to [4:42]`.
fn next(text: &str, last: LastPart) -> Option<(Range<usize>, Bracket)> {
    if !may_have_brackets(text) {
        return None;
    }
    let mut from = 0;
    while let Some(found) = text[from..].find(OPENING) {
        let start = from + found;
        if let Some((length, bracket)) = bracket(&text[start..], last) {
            let end = start + length;
            return Some(match bracket {
                Bracket::Time(_) => (start..range_end(text, end, last).unwrap_or(end), bracket),
                Bracket::Gap => (start..end, bracket),
            });
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// The end of a range of times whose first one ends at byte `end` of `text`.
fn range_end(text: &str, end: usize, last: LastPart) -> Option<usize> {
    let second = end + range_joint(&text[end..])?;
    let (length, bracket) = bracket(&text[second..], last)?;
    matches!(bracket, Bracket::Time(_)).then_some(second + length)
}

/// The characters that open a bracket.
const OPENING: [char; 4] = ['[', '(', '（', '【'];

/// The time or gap in the bracket that `text` begins with, and the bracket's length.
fn bracket(text: &str, last: LastPart) -> Option<(usize, Bracket)> {
    let open = text.chars().next().filter(|c| OPENING.contains(c))?;
    let inside = open.len_utf8();
    // Whatever is longer than this is a remark, not a mark.
    let window = text.floor_char_boundary((inside + 40).min(text.len()));
    let close = closing(open);
    let length = text[inside..window].find(close)?;
    let bracket = classify(text[inside..inside + length].trim(), last)?;
    Some((inside + length + close.len_utf8(), bracket))
}

/// Most texts have none: whole chunks are looked at in one go, for the first bytes of what opens a bracket.
fn may_have_brackets(text: &str) -> bool {
    let opens = |byte: &u8| matches!(byte, b'[' | b'(' | 0xef | 0xe3);
    text.as_bytes().chunks(32).any(|chunk| chunk.iter().fold(false, |found, byte| found | opens(byte)))
}

fn closing(open: char) -> char {
    match open {
        '[' => ']',
        '(' => ')',
        '（' => '）',
        _ => '】',
    }
}

fn classify(inside: &str, last: LastPart) -> Option<Bracket> {
    if let Some(time) = time_or_range(inside, last) {
        return Some(Bracket::Time(time));
    }
    let lower = inside.to_lowercase();
    let after = GAP_WORDS.iter().find_map(|word| lower.strip_prefix(word))?.trim();
    (after.is_empty() || Timecode::parse(after).is_some()).then_some(Bracket::Gap)
}

/// The time that `inside` is, or the first one of a range such as `4:22–4:42`.
fn time_or_range(inside: &str, last: LastPart) -> Option<Timecode> {
    if let Some((time, length)) = Timecode::leading_units(inside) {
        return (length == inside.len()).then_some(time);
    }
    let is_sign = |c: char| is_digit(c) || matches!(c, ':' | '：' | '.' | ',');
    let (first, rest) = inside.split_at(inside.find(|c| !is_sign(c)).unwrap_or(inside.len()));
    let time = Timecode::parse_with(first, last)?;
    let is_whole = rest.is_empty()
        || range_joint(rest).is_some_and(|joint| Timecode::parse_with(&rest[joint..], last).is_some());
    is_whole.then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut inlines = vec![Inline::Text { text: text.into(), at: 0 }];
        mark(&mut inlines, LastPart::Seconds);
        let show = |inline: &Inline| match inline {
            Inline::Text { text, at } => format!("{at}:{text}"),
            Inline::Time { time, .. } => format!("<{time}>"),
            Inline::Gap(text) => format!("gap {text}"),
            _ => unreachable!("only texts go in"),
        };
        assert_eq!(inlines.iter().map(show).collect::<Vec<_>>().join("|"), expected);
    }

    #[test]
    fn brackets_are_told_apart() {
        check("so [12:34] we (0:05) went", "0:so |<12:34>|10: we |<0:05>|20: went");
        check("it [inaudible 05:45] was (Crosstalk)", "0:it |gap [inaudible 05:45]|20: was |gap (Crosstalk)");
        check("[see 12:34] (unclear to me) [5] [[1:02]]", "0:[see 12:34] (unclear to me) [5] [|<1:02>|39:]");
        check("【00:01】（12:00）好", "<0:01>|<12:00>|22:好");
        check("no brackets", "0:no brackets");
        check("so [4:22] to [4:42] we [4:50–4:52] went", "0:so |<4:22>|19: we |<4:50>|36: went");
        check("[4:22] to us [4:22 to us]", "<4:22>|6: to us [4:22 to us]");
    }
}
