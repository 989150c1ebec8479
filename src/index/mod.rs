//! Stage 5: the search index, built from the model.
//!
//! A site is searched by section and by note: each is one entry with fields. `one_file` makes an
//! elasticlunr index of the entries, `display` what a browser shows of those it finds: a list of the
//! pages, and the words of each page in a file of its own, which is fetched only when the page is a hit.
//!
//! Every file is there as a script that assigns to one global, because a page that was opened from disk
//! may load scripts but not fetch data. The index is there as plain JSON as well, for other programs.

mod display;
mod entry;
mod one_file;

use rayon::prelude::*;

use crate::model::{File, Page, Site};
use display::{PageList, PageText};
use entry::Entry;

/// The files below `search/` that a browser searches with.
pub fn build(site: &Site) -> Vec<File> {
    if !site.config.search.enabled {
        return Vec::new();
    }
    let pages: Vec<IndexedPage> = site.pages.par_iter().map(|page| IndexedPage::of(site, page)).collect();
    let index = one_file::json(pages.iter().flat_map(|page| &page.entries));
    let mut files = vec![
        script("search/index.js", &index),
        File { path: "search/index.json".into(), bytes: index.into_bytes() },
        script("search/pages.js", &json(&PageList::of(site, &pages))),
    ];
    let texts = pages.par_iter().zip(&site.pages);
    files.par_extend(texts.map(|(page, source)| script(&text_path(source), &json(&page.text))));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A page as the index sees it: its entries, and the text to show of each, in the same order.
struct IndexedPage {
    entries: Vec<Entry>,
    text: PageText,
}

impl IndexedPage {
    fn of(site: &Site, page: &Page) -> IndexedPage {
        let text = PageText::of(site, page);
        IndexedPage { entries: entry::entries(page, &text), text }
    }
}

/// Where the words of `page` are. The name follows the page's address, so that a new page moves no other.
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
