//! Times and gaps in running text: `[12:34]`, `(1:02:03)`, `[inaudible 05:45]`.

use crate::model::{Block, Inline};
use crate::text::timecode::Timecode;

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

/// Finds the times and gaps in every text of `block`.
pub fn mark_block(block: &mut Block) {
    block.for_each_inlines_mut(&mut mark);
}

/// Finds the times and gaps in `inlines`, those inside other markup too.
pub fn mark(inlines: &mut Vec<Inline>) {
    let found =
        inlines.iter().any(|inline| matches!(inline, Inline::Text { text, .. } if next(text).is_some()));
    for inline in inlines.iter_mut() {
        if let Some(children) = inline.children_mut() {
            mark(children);
        }
    }
    if found {
        *inlines = std::mem::take(inlines).into_iter().flat_map(split).collect();
    }
}

fn split(inline: Inline) -> Vec<Inline> {
    let Inline::Text { text, at } = inline else { return vec![inline] };
    let mut out = Vec::new();
    let mut from = 0;
    while let Some((range, bracket)) = next(&text[from..]) {
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

/// The first bracket of `text` that is a time or a gap.
fn next(text: &str) -> Option<(std::ops::Range<usize>, Bracket)> {
    if !may_have_brackets(text) {
        return None;
    }
    let mut from = 0;
    while let Some(found) = text[from..].find(['[', '(', '（', '【']) {
        let start = from + found;
        let open = text[start..].chars().next()?;
        let inside = start + open.len_utf8();
        // Whatever is longer than this is a remark, not a mark.
        let window = text.floor_char_boundary((inside + 40).min(text.len()));
        let close = closing(open);
        if let Some(length) = text[inside..window].find(close)
            && let Some(bracket) = classify(text[inside..inside + length].trim())
        {
            return Some((start..inside + length + close.len_utf8(), bracket));
        }
        from = inside;
    }
    None
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

fn classify(inside: &str) -> Option<Bracket> {
    if let Some(time) = Timecode::parse(inside) {
        return Some(Bracket::Time(time));
    }
    let lower = inside.to_lowercase();
    let after = GAP_WORDS.iter().find_map(|word| lower.strip_prefix(word))?.trim();
    (after.is_empty() || Timecode::parse(after).is_some()).then_some(Bracket::Gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut inlines = vec![Inline::Text { text: text.into(), at: 0 }];
        mark(&mut inlines);
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
    }
}
