//! Shards: indexes of elasticlunr over ranges of tokens.

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;

use super::collect::{Sorted, rounded};
use super::pack::Packer;
use super::postings::{Posting, Postings};
use super::{SHARDS_OF_A_FOLDER, rest, trie};
use crate::cache::{Cache, Kind};
use crate::index::entry::{FIELDS, Field, TITLE};
use crate::model::File;
use crate::text::bytes::Bytes;
use crate::text::hash::short_hash;

/// About so many bytes are in a shard.
const SIZE: usize = 8000;

/// About so many bytes a token takes, and each of its postings as a document or packed.
const TOKEN_SIZE: usize = 10;
const LISTED_SIZE: usize = 6;
const PACKED_SIZE: (usize, usize) = (5, 4);

/// So many postings of a token are documents of elasticlunr, those in which it is worth most; the others are packed.
const LISTED: usize = 256;

/// A token in more entries than this, or than this share of them, is kept for those in which it is worth most.
const MOST: usize = 4000;
const MOST_SHARE: usize = 32;

/// Steps in which an entry's worth is written.
const STEPS: u32 = 32;

/// What a query must know of a shard.
pub(super) struct Shard {
    /// The token from which on it is to be asked.
    pub(super) border: String,
    pub(super) hash: String,
}

/// A token of a shard.
type Token = (String, Postings);

/// Hands over the shards of `index`, and says what they are, in order.
pub(super) fn cut<E: Send>(
    index: &Sorted,
    cache: &Cache,
    put: &(impl Fn(File) -> Result<(), E> + Sync),
) -> Result<Vec<Shard>, E> {
    let ranges = ranges(&index.tokens, most(index));
    let shard = |packer: &mut Packer, number: usize| {
        let json = json(index, ranges[number]);
        let folder = number / SHARDS_OF_A_FOLDER;
        let packed = cache.made(Kind::Shard, &json, || Bytes::from(packer.pack(&json)));
        put(File { path: format!("search/t/{folder:x}/{number}.bin"), bytes: packed.to_vec() })?;
        let before = number.checked_sub(1).and_then(|before| ranges[before].last());
        let border = before.map_or_else(String::new, |last| border(&last.0, &ranges[number][0].0));
        Ok(Shard { border, hash: short_hash(&json) })
    };
    (0..ranges.len()).into_par_iter().map_init(Packer::new, shard).collect()
}

/// Cuts `tokens` where enough has come together; of no token more than `most` postings are kept.
fn ranges(tokens: &[Token], most: usize) -> Vec<&[Token]> {
    let mut ranges = Vec::new();
    let mut size = 0;
    let mut start = 0;
    for (at, (_, postings)) in tokens.iter().enumerate() {
        let weight = weight(postings.len(), most);
        if size > 0 && size + weight > SIZE {
            ranges.push(&tokens[start..at]);
            (start, size) = (at, 0);
        }
        size += weight;
    }
    ranges.push(&tokens[start..]);
    ranges.retain(|range| !range.is_empty());
    ranges
}

/// About how many bytes a token takes that has so many postings.
fn weight(postings: usize, most: usize) -> usize {
    let packed = postings.min(most).saturating_sub(LISTED) * PACKED_SIZE.0 / PACKED_SIZE.1;
    TOKEN_SIZE + postings.min(LISTED) * LISTED_SIZE + packed
}

/// The shortest beginning of `first` that comes after `last`, which it follows.
fn border(last: &str, first: &str) -> String {
    let shared = last.chars().zip(first.chars()).take_while(|(a, b)| a == b).count();
    first.chars().take(shared + 1).collect()
}

/// The most postings that are kept of a token in a field.
fn most(index: &Sorted) -> usize {
    MOST.max(index.entries() / MOST_SHARE)
}

/// The elasticlunr index of these tokens. Documents have no lengths here: what a token is worth is worked out. After what
/// elasticlunr reads stands what is packed, by field and token.
fn json(index: &Sorted, tokens: &[Token]) -> String {
    let length = rounded(index.pages() as f64);
    let mut out = format!(
        r#"{{"version":"0.9.5","fields":["title","speaker","section","note","body"],"ref":"id","documentStore":{{"docs":{{}},"docInfo":{{}},"length":{length},"save":false}},"index":{{"#,
    );
    let mut rest: [BTreeMap<&str, String>; FIELDS.len()] = Default::default();
    let tokens: Vec<_> =
        tokens.iter().map(|(token, postings)| (token.as_str(), postings.by_field())).collect();
    for (field, name) in (0..).zip(FIELDS) {
        let comma = if field == 0 { "" } else { "," };
        let _ = write!(out, r#"{comma}"{name}":{{"root":"#);
        let nodes = tokens.iter().map(|(token, postings)| (*token, of_field(postings, field)));
        let nodes = nodes.filter(|(_, postings)| !postings.is_empty());
        let nodes = nodes.map(|(token, postings)| (token, (token, Node::of(index, postings))));
        trie::write(&mut out, nodes, |out, (token, node)| {
            node.write(out);
            if !node.packed.is_empty() {
                rest[usize::from(field)].insert(token, rest::packed(&node.packed));
            }
        });
        out.push('}');
    }
    let _ = write!(out, r#"}},"pipeline":["stemmer"],"rest":{}}}"#, crate::index::json(&rest));
    out
}

/// Those of `postings`, which are by field, that are in `field`.
fn of_field(postings: &[Posting], field: Field) -> &[Posting] {
    let start = postings.partition_point(|posting| posting.field < field);
    let end = postings.partition_point(|posting| posting.field <= field);
    &postings[start..end]
}

/// A posting with its worth in steps.
pub(super) type Weighed<'a> = (&'a Posting, u8);

/// What there is of one token in one field, in order.
struct Node<'a> {
    listed: Vec<Weighed<'a>>,
    packed: Vec<Weighed<'a>>,
    all: usize,
}

impl<'a> Node<'a> {
    fn of(index: &Sorted, postings: &'a [Posting]) -> Node<'a> {
        let steps =
            |posting: &Posting| (index.worth(posting) * f64::from(STEPS)).round().clamp(1.0, 255.0) as u8;
        let mut listed: Vec<_> = postings.iter().map(|posting| (posting, steps(posting))).collect();
        keep_best(&mut listed, most(index));
        let packed = keep_best(&mut listed, LISTED);
        Node { listed, packed, all: postings.len() }
    }

    /// Writes its pages, and on each the entries with their worth, in turn.
    fn write(&self, out: &mut String) {
        let mut number = itoa::Buffer::new();
        let mut pages = 0;
        out.push_str(r#""docs":{"#);
        for of_page in self.listed.chunk_by(|a, b| a.0.page == b.0.page) {
            out.push_str(if pages == 0 { "\"" } else { ",\"" });
            out.push_str(number.format(of_page[0].0.page));
            out.push_str(r#"":{"tf":"#);
            push_best(out, of_page);
            if of_page[0].0.field != TITLE {
                push_entries(out, of_page);
            }
            out.push('}');
            pages += 1;
        }
        let _ = write!(out, r#"}},"df":{pages}"#);
        if self.listed.len() + self.packed.len() < self.all {
            let _ = write!(out, r#","all":{}"#, self.all);
        }
    }
}

/// Leaves the best `most` of `postings`; returns the others. Both are in order.
fn keep_best<'a>(postings: &mut Vec<Weighed<'a>>, most: usize) -> Vec<Weighed<'a>> {
    if postings.len() <= most {
        return Vec::new();
    }
    postings.select_nth_unstable_by(most, |a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut others = postings.split_off(most);
    postings.sort_unstable_by_key(|(posting, _)| *posting);
    others.sort_unstable_by_key(|(posting, _)| *posting);
    others
}

/// The best worth of a page, to two digits after the point.
fn push_best(out: &mut String, of_page: &[Weighed]) {
    let best = of_page.iter().map(|(_, worth)| *worth).max().unwrap_or_default();
    let hundredths = (u32::from(best) * 100 + STEPS / 2) / STEPS;
    let mut number = itoa::Buffer::new();
    out.push_str(number.format(hundredths / 100));
    out.push('.');
    out.push_str(number.format(hundredths / 10 % 10));
    out.push_str(number.format(hundredths % 10));
}

fn push_entries(out: &mut String, of_page: &[Weighed]) {
    let mut number = itoa::Buffer::new();
    let mut before = r#","s":["#;
    for (posting, worth) in of_page {
        out.push_str(before);
        out.push_str(number.format(posting.at));
        out.push(',');
        out.push_str(number.format(*worth));
        before = ",";
    }
    out.push(']');
}
