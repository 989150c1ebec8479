//! Traditional and simplified characters: a search sees the simplified one.
//!
//! They come from the Unicode Han database, as a crate has it. A browser gets, with the index, the
//! pairs that matter to its site.

use std::sync::LazyLock;

use crate::text::script::HAN_BLOCK;

/// Characters that have their simplified form in some words only; for a search, in all.
const BY_WORD: [(char, char); 4] = [('乾', '干'), ('著', '着'), ('藉', '借'), ('苧', '苎')];

/// The character that a search sees in place of each of the block. Those outside the block are too rare to fold.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let convert = |c: char| simplet2s::convert(c.encode_utf8(&mut [0; 4])).chars().next();
    let mut table: Vec<char> =
        HAN_BLOCK.map(|c| convert(c).filter(|to| HAN_BLOCK.contains(to)).unwrap_or(c)).collect();
    BY_WORD.iter().for_each(|&(c, to)| table[place(c)] = to);
    (0..table.len()).map(|at| table[place(table[at])]).collect()
});

/// The place of a character of the block in it.
fn place(c: char) -> usize {
    c as usize - *HAN_BLOCK.start() as usize
}

/// The character that a search sees in place of `c`.
pub(super) fn simplified(c: char) -> char {
    if HAN_BLOCK.contains(&c) { SIMPLIFIED[place(c)] } else { c }
}

/// The characters that are seen as one of those that `is_seen` says, each followed by that one, in order.
pub fn pairs(is_seen: impl Fn(char) -> bool) -> String {
    let pairs = HAN_BLOCK.map(|c| (c, simplified(c))).filter(|&(c, to)| c != to && is_seen(to));
    pairs.flat_map(|(c, to)| [c, to]).collect()
}
