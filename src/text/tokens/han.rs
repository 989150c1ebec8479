//! Traditional and simplified characters: a search sees the simplified one.
//!
//! They come from the Unicode Han database, as a crate has it. A browser gets, with the index, the
//! pairs that matter to its site.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::script::HAN_BLOCK;

/// Characters that have their simplified form in some words only; for a search, in all.
const BY_WORD: [(char, char); 4] = [('乾', '干'), ('著', '着'), ('藉', '借'), ('苧', '苎')];

/// Each traditional character with its simplified one, where they differ. Those outside the block are too rare to fold.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let simplified = |c: char| simplet2s::convert(c.encode_utf8(&mut [0; 4])).chars().next();
    let converted = HAN_BLOCK.filter_map(|c| Some((c, simplified(c)?)));
    let pairs = converted.filter(|(c, to)| c != to && HAN_BLOCK.contains(to));
    pairs.chain(BY_WORD).collect()
});

/// The character that a search sees in place of `c`.
pub(super) fn simplified(c: char) -> char {
    let once = |c: char| SIMPLIFIED.get(&c).copied().unwrap_or(c);
    once(once(c))
}

/// The characters that are seen as one of those that `is_seen` says, each followed by that one, in order.
pub fn pairs(is_seen: impl Fn(char) -> bool) -> String {
    let pairs = HAN_BLOCK.map(|c| (c, simplified(c))).filter(|&(c, to)| c != to && is_seen(to));
    pairs.flat_map(|(c, to)| [c, to]).collect()
}
