//! Withheld names and phrases that can be read elsewhere, for those who have the archive of a site.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Resolved;
use crate::config::Edition;
use crate::model::{Inline, plain_text};
use crate::source::{Source, line_column};

/// A withheld name or phrase that the public can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadableWords {
    /// The words.
    pub words: String,
    /// The places at which they can be read, in the order of files.
    pub places: Vec<ReadablePlace>,
}

/// A place at which the public can read something that is withheld elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadablePlace {
    /// The file.
    pub path: String,
    /// The line and column, counted from one; `None` for the name of the file.
    pub line_column: Option<(usize, usize)>,
}

/// The longest passage that is looked for as a whole, in words.
const LONGEST_PHRASE: usize = 5;
/// The shortest passage in a script without capitals that is looked for, in characters.
const SHORTEST_UNSPACED: usize = 2;
/// The shortest name, in characters: `Mrs` is none.
const SHORTEST_NAME: usize = 4;

/// The names and short phrases that are withheld and can be read elsewhere all the same, in the order of the alphabet.
///
/// `archive` and `public` are the same site, resolved for these two editions by [`resolve`](fn@super::resolve). Names are the
/// withheld words that begin with a capital, are never written without one, and are no part of a speaker's name.
pub fn repeated(archive: &Resolved, public: &Resolved) -> Vec<ReadableWords> {
    let common = common_words(archive);
    let edition = &public.site.config.edition;
    let mut terms = BTreeSet::new();
    for page in archive.site.pages.iter().filter(|page| page.document.front.access.withheld.is_none()) {
        page.open().document.for_each_run(&mut |inlines| phrases(inlines, edition, &mut terms));
    }
    for (id, source) in archive.loaded.sources.iter().filter(|(_, source)| is_content(source)) {
        // A page that is withheld as a whole has too many names to say anything.
        let shown = public.loaded.sources.position(id).map(|_| public.loaded.sources.get(id).text());
        let shown = shown.filter(|_| !is_withheld(archive, &source.path));
        let names = shown.map_or_else(Vec::new, |shown| withheld_names(source.text(), shown));
        terms.extend(names.into_iter().filter(|name| !common.contains(&name.to_lowercase())));
    }
    let mut found: BTreeMap<&str, Vec<ReadablePlace>> = BTreeMap::new();
    for (_, source) in public.loaded.sources.iter().filter(|(_, source)| is_content(source)) {
        add_places(source, &terms, &mut found);
    }
    found.into_iter().map(|(words, places)| ReadableWords { words: words.to_string(), places }).collect()
}

/// Returns true if the file at `path` is that of a page that the public does not see.
fn is_withheld(archive: &Resolved, path: &str) -> bool {
    let mut pages = archive.site.pages.iter();
    let is_own =
        |page: &&crate::model::Page| path.strip_prefix("content/") == Some(page.document.path.as_str());
    pages.find(is_own).is_some_and(|page| page.document.front.access.withheld.is_some())
}

/// Returns true for a file that the author wrote.
fn is_content(source: &Source) -> bool {
    source.path.starts_with("content/") || source.path == crate::load::SITE_FILE
}

/// The words of a site that are written in small letters, and those of the names of its speakers and people, in small letters.
fn common_words(archive: &Resolved) -> HashSet<String> {
    let sources = &archive.loaded.sources;
    let texts = sources.iter().filter(|(_, source)| is_content(source)).map(|(_, source)| source.text());
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let mut common: HashSet<String> =
        texts.flat_map(|text| words_of(text).filter(small).map(str::to_string)).collect();
    let speakers = archive.site.pages.iter().flat_map(|page| &page.document.speakers);
    let names = speakers.map(|speaker| speaker.name.as_str());
    common.extend(names.flat_map(words_of).map(str::to_lowercase));
    common
}

/// The words with a capital that `all` has more often than `shown`.
fn withheld_names(all: &str, shown: &str) -> Vec<String> {
    if all == shown {
        return Vec::new();
    }
    let mut counts: HashMap<&str, isize> = HashMap::new();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().count() >= SHORTEST_NAME;
    words_of(all).filter(is_name).for_each(|word| *counts.entry(word).or_default() += 1);
    words_of(shown).filter(is_name).for_each(|word| *counts.entry(word).or_default() -= 1);
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(word, _)| word.to_string()).collect()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Adds the withheld passages of `inlines` that are short enough to be known again.
fn phrases(inlines: &[Inline], public: &Edition, terms: &mut BTreeSet<String>) {
    for inline in inlines {
        match inline {
            Inline::Withheld { passage, children } if !public.shows(&passage.access) => {
                let text = plain_text(children);
                let text = text.trim_matches(|c: char| !c.is_alphanumeric());
                let is_spaced = text.contains(char::is_whitespace);
                let is_telling = match text.chars().any(|c| c.is_lowercase() || c.is_uppercase()) {
                    // A single word with a small letter may be any word.
                    true => is_spaced || text.starts_with(char::is_uppercase),
                    false => text.chars().count() >= SHORTEST_UNSPACED,
                };
                if is_telling && text.split_whitespace().count() <= LONGEST_PHRASE {
                    terms.insert(text.to_string());
                }
            }
            other => other.children().into_iter().for_each(|children| phrases(children, public, terms)),
        }
    }
}

/// Adds the places of `terms` in a file, and in its name, to those in others. A name inside a phrase is told with it.
fn add_places<'t>(
    source: &Source,
    terms: &'t BTreeSet<String>,
    places: &mut BTreeMap<&'t str, Vec<ReadablePlace>>,
) {
    let place = |line_column| ReadablePlace { path: source.path.clone(), line_column };
    let of_name: Vec<String> = words_of(&source.path).map(str::to_lowercase).collect();
    let text = source.text();
    let mut found: Vec<(usize, &'t str)> = Vec::new();
    for term in terms {
        let words: Vec<String> = words_of(term).map(str::to_lowercase).collect();
        if of_name.windows(words.len()).any(|window| window == words) {
            places.entry(term).or_default().push(place(None));
        }
        let inside = text.match_indices(term.as_str()).filter(|(at, _)| is_whole(text, *at, term));
        found.extend(inside.map(|(at, _)| (at, term.as_str())));
    }
    found.sort_by_key(|(at, term)| (*at, std::cmp::Reverse(term.len())));
    let mut behind = 0;
    for (at, term) in found {
        if at + term.len() > behind {
            behind = at + term.len();
            places.entry(term).or_default().push(place(Some(line_column(text, at))));
        }
    }
}

/// Returns true if the words at byte `at` are no part of others; in scripts without spaces, all are whole.
fn is_whole(text: &str, at: usize, term: &str) -> bool {
    let joins = |outer: Option<char>, inner: Option<char>| {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        is_letter(outer) && !inner.is_some_and(crate::text::script::is_unspaced)
    };
    let before = joins(text[..at].chars().next_back(), term.chars().next());
    let behind = joins(text[at + term.len()..].chars().next(), term.chars().next_back());
    !before && !behind
}
