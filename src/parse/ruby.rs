//! Words with their reading: `{漢字|かんじ}`, or with one for each character, `{漢字|かん|じ}`.

use crate::model::{Block, Inline};
use crate::text::script::is_east_asian_letter;

/// Finds the words with readings in `block`, of a file with this `source`. Braces around other words stay as they are:
/// only East Asian words have readings.
pub fn mark(block: &mut Block, source: &str) {
    block.for_each_inlines_mut(&mut |inlines| mark_inlines(inlines, source));
}

fn mark_inlines(inlines: &mut Vec<Inline>, source: &str) {
    for inline in inlines.iter_mut() {
        inline.children_mut().into_iter().for_each(|children| mark_inlines(children, source));
    }
    let may_have = |inline: &Inline| matches!(inline, Inline::Text { text, .. } if next(text, 0).is_some());
    if inlines.iter().any(may_have) {
        *inlines = std::mem::take(inlines).into_iter().flat_map(|inline| split(inline, source)).collect();
    }
}

fn split(inline: Inline, source: &str) -> Vec<Inline> {
    let Inline::Text { text, at } = inline else { return vec![inline] };
    let (mut out, mut from, mut search) = (Vec::new(), 0, 0);
    let push = |out: &mut Vec<Inline>, range: std::ops::Range<usize>| {
        if !range.is_empty() {
            out.push(Inline::Text { text: text[range.clone()].to_string(), at: at + range.start as u32 });
        }
    };
    while let Some(found) = next(&text, search) {
        search = found.end;
        // A backslash before the brace keeps it a brace; Markdown has removed it here.
        if source.contains(&format!("\\{}", &text[found.start..found.end])) {
            continue;
        }
        push(&mut out, from..found.start);
        for (words, words_at, reading) in found.pairs() {
            let children = vec![Inline::Text { text: words.to_string(), at: at + words_at as u32 }];
            out.push(Inline::Ruby { children, reading: reading.to_string() });
        }
        from = found.end;
    }
    push(&mut out, from..text.len());
    out
}

/// Words in braces with their readings.
struct ReadWords<'t> {
    start: usize,
    end: usize,
    words: &'t str,
    readings: Vec<&'t str>,
}

impl<'t> ReadWords<'t> {
    /// The words and their place with each reading: all words with the only one, or character by character.
    fn pairs(&self) -> Vec<(&'t str, usize, &'t str)> {
        let first = self.start + 1;
        if let [reading] = self.readings[..] {
            return vec![(self.words, first, reading)];
        }
        let characters =
            self.words.char_indices().map(|(at, c)| (&self.words[at..at + c.len_utf8()], first + at));
        characters.zip(&self.readings).map(|((word, at), reading)| (word, at, *reading)).collect()
    }
}

/// The first words with readings from byte `from` on.
fn next(text: &str, from: usize) -> Option<ReadWords<'_>> {
    let mut search = from;
    while let Some(start) = text[search..].find('{').map(|found| search + found) {
        search = start + 1;
        let end = text[search..].find(['{', '}']).map(|found| search + found)?;
        let mut parts = text[search..end].split('|');
        let words = parts.next().unwrap_or_default();
        let readings: Vec<&str> = parts.collect();
        let is_whole =
            text[end..].starts_with('}') && readings.iter().all(|reading| !reading.trim().is_empty());
        let is_matched =
            readings.len() == 1 || (readings.len() > 1 && readings.len() == words.chars().count());
        if is_whole && is_matched && words.contains(is_east_asian_letter) {
            return Some(ReadWords { start, end: end + 1, words, readings });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_found_and_other_braces_are_words() {
        let show = |text: &str| {
            let inlines = split(Inline::Text { text: text.into(), at: 10 }, text);
            let show = |inline: &Inline| match inline {
                Inline::Ruby { children, reading } => match &children[..] {
                    [Inline::Text { text, at }] => format!("{text}@{at}={reading}"),
                    _ => String::new(),
                },
                Inline::Text { text, at } => format!("{text}@{at}"),
                _ => String::new(),
            };
            inlines.iter().map(show).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(show("{漢字|かんじ}を"), "漢字@11=かんじ を@28");
        assert_eq!(show("a{漢字|かん|じ}"), "a@10 漢@12=かん 字@15=じ");
        for words in ["{laughs|cries}", "{漢字}", "{漢字|}", "{漢字|か|ん|じ}", "{漢字|か", "{a}{b|c}"]
        {
            assert_eq!(show(words), format!("{words}@10"));
        }
    }
}
