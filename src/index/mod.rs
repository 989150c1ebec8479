//! Stage 5: the search index, built from the model.
//!
//! A site is searched by section and by note: each is one entry with fields. A small site's index is one
//! file, `one_file`, an elasticlunr index of the entries; that of a `large` one consists of packs, of which a query
//! reads a few ranges. `display` is what a browser shows of the entries it finds: it fetches the words of a page
//! only when the page is a hit. `words` tells it how words are made, `facets` what can be chosen from, and
//! `vocabulary` what may have been meant by a word that is nowhere.
//!
//! Every file of a small index is there as a script that assigns to one global, because a page that was
//! opened from disk may load scripts but not fetch data. Its index is there in the form of elasticlunr as well, as
//! JSON for other programs.

mod display;
mod entry;
pub mod export;
mod facets;
mod large;
mod lexicon;
mod one_file;
mod timed_text;
mod vocabulary;
mod words;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::config::Shape;
use crate::model::{File, Page, Site};
use display::{PageList, PageText};
use entry::Entries;
use facets::Facets;
use one_file::WordLists;
use vocabulary::Vocabulary;
use words::{Words, characters};

/// Makes the files below `search/` that a browser searches with, and hands over each as soon as it is whole: in
/// any order, and from several threads. Of a large site, what `cache` has need not be made.
pub fn build<E: Send>(
    site: &Site,
    cache: &Cache,
    put: impl Fn(File) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let pages = in_order(site);
    match site.search_shape() {
        _ if !site.config.search.enabled => Ok(()),
        _ if site.config.search.engine.is_some() => for_engine(site, &pages).into_iter().try_for_each(put),
        Shape::Large => large::build(site, &pages, cache, &put),
        _ => one_file_and_texts(site, &pages).into_par_iter().try_for_each(&put),
    }
}

/// The pages by date: a new one then mostly changes nothing about those before it, and the newest are the last.
fn in_order(site: &Site) -> Vec<&Page> {
    let mut pages: Vec<&Page> = site.pages.iter().collect();
    pages.sort_by_key(|page| (page.document.front.date, &page.address));
    pages
}

/// The files for a browser that asks a search engine: the word rules, to highlight words, and the facets.
fn for_engine(site: &Site, pages: &[&Page]) -> Vec<File> {
    let mut facets = Facets::default();
    let texts = |&page: &&Page| PageText::from_page(&site.config, page);
    let texts: Vec<PageText> = pages.par_iter().map(texts).collect();
    (0..)
        .zip(pages.iter().zip(&texts))
        .for_each(|(number, (page, text))| facets.add(site, number, page, text));
    let words = json(&Words::new(site, Shape::One, &BTreeSet::new()));
    vec![script("search/words.js", &words), script("search/facets.js", &json(&facets))]
}

fn one_file_and_texts(site: &Site, pages: &[&Page]) -> Vec<File> {
    let mut pages: Vec<IndexedPage> =
        pages.par_iter().map(|page| IndexedPage::from_page(site, page)).collect();
    pages.retain(|page| !page.text.entries.is_empty());
    let index = one_file::json(pages.iter().map(|page| &page.index));
    let mut vocabulary = Vocabulary::default();
    pages.iter().for_each(|page| vocabulary.add(&page.index.spellings));
    let mut facets = Facets::default();
    (0..).zip(&pages).for_each(|(number, page)| facets.add(site, number, page.source, &page.text));
    let tokens = pages.iter().flat_map(|page| &page.index.stems).map(String::as_str);
    let lists = WordLists::new(pages.iter().map(|page| &page.index));
    let mut files = vec![
        script("search/index.js", &json(&lists)),
        script("search/pages.js", &json(&PageList::new(site, &pages))),
        script("search/words.js", &json(&Words::new(site, Shape::One, &characters(tokens)))),
        script("search/facets.js", &json(&facets)),
        script("search/vocabulary.js", &json(&vocabulary.most_frequent())),
        File { path: "search/index.json".into(), bytes: index.into_bytes() },
    ];
    files.par_extend(pages.par_iter().map(|page| script(&text_path(page.source), &json(&page.text))));
    files
}

/// A page as the index sees it: its entries, and the text to show of each, in the same order.
struct IndexedPage<'a> {
    source: &'a Page,
    index: Entries,
    text: PageText,
}

impl<'a> IndexedPage<'a> {
    fn from_page(site: &Site, source: &'a Page) -> IndexedPage<'a> {
        let text = PageText::from_page(&site.config, source);
        IndexedPage { source, index: Entries::from_page(source, &text), text }
    }
}

/// The path of the words of `page`. It follows the page's address, so that a new page renames no other file.
fn text_path(page: &Page) -> String {
    format!("search/text/{}text.js", page.address)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data is always JSON")
}

/// A script that hands `json` to whoever loads it. As a string that is parsed it is there several times
/// sooner than the same data as an expression, and no key in it means anything to the script.
fn script(path: &str, json: &str) -> File {
    let quoted = json.replace('\\', r"\\").replace('\'', r"\'");
    File {
        path: path.into(),
        bytes: format!("globalThis.postilSearchData=JSON.parse('{quoted}');\n").into_bytes(),
    }
}

#[cfg(test)]
mod tests;
