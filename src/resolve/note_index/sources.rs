//! Sources that notes cite: the addresses of their links, and the DOIs in their words.

use std::collections::{BTreeMap, BTreeSet};

use super::PlacedNote;
use crate::model::{Block, CitedSource, Href, Inline, Note};

/// The service that resolves a DOI.
const RESOLVER: &str = "https://doi.org/";
/// Addresses that are DOIs in disguise.
const RESOLVERS: [&str; 4] =
    ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"];

/// Gathers what `notes` cite; those that have no address come last, by their words.
pub fn gather<'a>(notes: impl Iterator<Item = PlacedNote<'a>>) -> Vec<CitedSource> {
    let mut by_key: BTreeMap<String, CitedSource> = BTreeMap::new();
    let mut in_words = Vec::new();
    for (at, note) in notes {
        let addresses = addresses(&note.blocks);
        if addresses.is_empty() {
            in_words.push((words(note), at));
        }
        for address in addresses {
            let source = by_key
                .entry(key(&address))
                .or_insert_with(|| CitedSource { address: Some(address), cited: Vec::new() });
            if source.cited.last() != Some(&at) {
                source.cited.push(at);
            }
        }
    }
    in_words.sort();
    let cited: Vec<_> = in_words.into_iter().map(|(_, at)| at).collect();
    let in_words = (!cited.is_empty()).then_some(CitedSource { address: None, cited });
    by_key.into_values().chain(in_words).collect()
}

/// The key by which an address is compared and sorted: without scheme, `www.` and final `/`, and for the host and a DOI
/// without regard to case.
fn key(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/');
    if address.starts_with(RESOLVER) {
        return rest.to_lowercase();
    }
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    host.to_lowercase() + path
}

fn words(note: &Note) -> String {
    note.blocks.first().map(Block::plain_text).unwrap_or_default().to_lowercase()
}

/// The addresses in `blocks`, each once.
fn addresses(blocks: &[Block]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for block in blocks {
        block.for_each_inlines(&mut |inlines| collect(inlines, &mut found));
    }
    found
}

fn collect(inlines: &[Inline], found: &mut BTreeSet<String>) {
    for inline in inlines {
        match inline {
            Inline::Link { href: Href::Raw(address) | Href::External(address), children, .. } => {
                match web_address(address) {
                    Some(address) => found.extend([address]),
                    None => collect(children, found),
                }
            }
            Inline::Text { text, .. } | Inline::Code(text) => found.extend(dois(text)),
            nested => collect(nested.children().unwrap_or_default(), found),
        }
    }
}

/// A page's address; that of a DOI in the form that all of them have.
fn web_address(address: &str) -> Option<String> {
    let doi = RESOLVERS.iter().find_map(|resolver| address.strip_prefix(resolver));
    if let Some(doi) = doi {
        return Some(format!("{RESOLVER}{doi}"));
    }
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")).then(|| address.to_string())
}

/// The DOIs in `text`: `10.`, four to nine digits, a `/`, and whatever follows up to a space.
fn dois(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("10.") {
        let is_whole = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '.');
        let rest = &text[at + 3..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if is_whole && (4..=9).contains(&digits) && rest[digits..].starts_with('/') {
            let suffix = suffix(&rest[digits + 1..]);
            if !suffix.is_empty() {
                found.push(format!("{RESOLVER}10.{}/{suffix}", &rest[..digits]));
            }
        }
    }
    found
}

/// A DOI's suffix at the beginning of `text`, without the punctuation of the sentence it stands in.
fn suffix(text: &str) -> &str {
    let is_outside = |c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '<' | '>' | '"' | '{' | '}');
    let mut suffix = &text[..text.find(is_outside).unwrap_or(text.len())];
    loop {
        let is_unmatched = suffix.ends_with(')') && suffix.matches(')').count() > suffix.matches('(').count();
        if !is_unmatched && !suffix.ends_with(['.', ',', ';', ':', '\'', '!', '?', ']']) {
            return suffix;
        }
        suffix = &suffix[..suffix.len() - 1];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_are_told_from_numbers() {
        let check = |text: &str, expected: &[&str]| assert_eq!(dois(text), expected, "{text}");
        check("see doi:10.1000/182.", &["https://doi.org/10.1000/182"]);
        check("(10.1002/(SICI)1097)", &["https://doi.org/10.1002/(SICI)1097"]);
        check("10.1234/abc，和 10.5555/x", &["https://doi.org/10.1234/abc", "https://doi.org/10.5555/x"]);
        check("at 10.30/11 it was 110.1234/5 or 10.1234/", &[]);
    }

    #[test]
    fn addresses_are_the_same_whatever_their_dress() {
        assert_eq!(key("https://www.Example.org/A/"), key("http://example.org/A"));
        assert_ne!(key("https://example.org/A"), key("https://example.org/a"));
        assert_eq!(web_address("http://dx.doi.org/10.1000/X"), Some("https://doi.org/10.1000/X".into()));
        assert_eq!(key("https://doi.org/10.1000/X"), key("https://doi.org/10.1000/x"));
        assert_eq!(web_address("mailto:a@b.c"), None);
    }
}
