//! Folding: the differences between characters that a search does not see.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::han::simplified;
use crate::text::script::{HAN_BLOCK, HANGUL_SYLLABLES};

/// `text` without differences of case, width, accent, script or encoding, cluster by cluster.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = fold_ascii(rest, &mut out);
        let Some(first) = rest.chars().next() else { return out };
        let (cluster, after) = rest.split_at(cluster_length(rest));
        match first {
            _ if cluster.len() > first.len_utf8() => fold_cluster(cluster, &mut out),
            '\0'..='\u{7f}' => out.push(first.to_ascii_lowercase()),
            c if HAN_BLOCK.contains(&c) => out.push(simplified(c)),
            c if HANGUL_SYLLABLES.contains(&c) => out.push(c),
            // The commonest punctuation of all, which no decomposition changes.
            '\u{2019}' => out.push('\''),
            '–' | '—' | '‘' | '“' | '”' | '、' | '。' | '「' | '」' => out.push(first),
            c if FULL_WIDTH.contains(&c) => {
                let narrow = char::from_u32(u32::from(c) - FULL_WIDTH_SHIFT).unwrap_or(c);
                out.push(narrow.to_ascii_lowercase());
            }
            _ => fold_cluster(cluster, &mut out),
        }
        rest = after;
    }
}

/// The characters of ASCII in full width, and how far they are behind those.
const FULL_WIDTH: RangeInclusive<char> = '\u{ff01}'..='\u{ff5e}';
const FULL_WIDTH_SHIFT: u32 = 0xfee0;

/// Folds the ASCII that `text` begins with, as far as nothing can modify it; returns what follows.
fn fold_ascii<'a>(text: &'a str, out: &mut String) -> &'a str {
    let length = text.bytes().take_while(u8::is_ascii).count();
    let plain = if length == text.len() { length } else { length.saturating_sub(1) };
    let start = out.len();
    out.push_str(&text[..plain]);
    out[start..].make_ascii_lowercase();
    &text[plain..]
}

/// The bytes of the first character of `text` and of those that modify it.
fn cluster_length(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    chars.find(|&(_, c)| !modifies(c)).map_or(text.len(), |(at, _)| at)
}

/// Tells whether `c` belongs to the character before it: a mark, a Hangul vowel or final, a half-width
/// voicing mark.
fn modifies(c: char) -> bool {
    match c {
        '\0'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{4e00}'..='\u{9fff}' => false,
        '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}' | '\u{ff9e}' | '\u{ff9f}' => true,
        _ => is_combining_mark(c),
    }
}

fn fold_cluster(cluster: &str, out: &mut String) {
    let lower = cluster.nfkd().flat_map(char::to_lowercase).filter(|&c| !is_dropped(c));
    let plain: String = lower.flat_map(|c| plain_letter(c).chars().chain(kept(c))).collect();
    out.extend(plain.nfc().map(simplified));
}

/// Accents, vowel points, and characters that are never seen.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{200c}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The plain form of a letter that no decomposition reaches; empty when it stands for itself.
fn plain_letter(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        '\u{2bb}' | '\u{2bc}' | '\u{2019}' => "'",
        _ => "",
    }
}

fn kept(c: char) -> Option<char> {
    plain_letter(c).is_empty().then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_need_no_tables_are_folded_as_by_the_tables() {
        for c in '\0'..='\u{ffff}' {
            let (text, mut folded) = (c.to_string(), String::new());
            fold_cluster(&text, &mut folded);
            assert_eq!(fold(&text), folded, "{c:?} U+{:04X}", u32::from(c));
            assert!(modifies(c) || !is_combining_mark(c) || c <= '\u{2ff}', "{c:?} U+{:04X}", u32::from(c));
        }
    }
}
