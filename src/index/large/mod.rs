//! The index of a large site: a format of its own, of which a browser reads a few ranges for each query.
//!
//! Pages have numbers, by date, and are cut by them into segments, each a complete index of its pages: so a new page,
//! which comes last, gives new names to the files of the smallest segment alone. What all have in common, such as the
//! commonest words, is found in the first segment, and kept in the root. A segment consists of streams, which are cut into
//! packs:
//!
//! | stream | what it has |
//! |:--|:--|
//! | terms | the dictionary: every term, how often it occurs, where its lists are, and the names of the packs that have them |
//! | docs | the documents of each term, with impacts |
//! | positions | the positions of each term in its documents, and beside rare words the common ones |
//! | texts | the stored text of each entry, compressed |
//! | about | the pages, speakers, kinds and tags, words for corrections, places of texts, and what is fetched first |
//!
//! `search/HASH.root` lists the segments, and `search/root.json`, the only file that changes in place, names it. A document
//! is an entry or a page's title; documents are numbered within their segment, the titles after all entries.
//!
//! Terms are forms, so that a quotation is found to the letter; a record of each stem names its forms.

mod arithmetic;
mod deflate;
mod dictionary;
mod documents;
mod encoding;
mod keys;
mod lists;
mod numbers;
mod overlap;
mod packs;
mod page_table;
mod remembered;
mod runs;
mod segment;
mod segment_terms;
mod short_text;
mod speakers;
mod spelling;
mod stored_entry;
mod survey;
mod terms;
mod text_code;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::words::Words;
use super::{json, script};
use crate::cache::Cache;
use crate::config::Shape;
use crate::model::{File, Page, Site};
use deflate::Deflater;
use packs::name_of;
use segment::{IndexSegment, ListedSegment};
use survey::{IndexSurvey, ListedSurvey};

/// A segment ends at a page whose number is a multiple of this, and the pages after the last such one are the others: a
/// new page rewrites few of them.
const BORDERS: [usize; 2] = [1024, 128];

/// The first bytes of a root: the format, and its version.
const MAGIC: &[u8; 8] = b"postil\0\x05";

/// `search/HASH.root`, before it is compressed.
#[derive(Serialize)]
struct IndexRoot<'a> {
    survey: ListedSurvey<'a>,
    segments: Vec<&'a ListedSegment>,
    /// The titles of the collections.
    collections: BTreeMap<&'a str, &'a str>,
    /// The site's own names for kinds of notes.
    kinds: BTreeMap<&'a str, &'a str>,
}

/// Hands over the files of the index of `pages`. Segments that `cache` has need not be made.
pub(super) fn build<E: Send>(
    site: &Site,
    pages: &[&Page],
    cache: &Cache,
    put: &(impl Fn(File) -> Result<(), E> + Sync),
) -> Result<(), E> {
    let known = Mutex::new(BTreeSet::new());
    let put_once = |file: File| {
        let is_new = known.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path.clone());
        if is_new { put(file) } else { Ok(()) }
    };
    let ranges = ranges(pages.len());
    let survey = IndexSurvey::new(site, ranges.first().map_or(&[], |range| &pages[range.clone()]));
    // One segment after the other: each takes as much memory as all the rest of a build.
    let segments =
        ranges.into_iter().map(|range| remembered::segment(site, pages, range, &survey, cache, &put_once));
    let segments: Vec<IndexSegment> = segments.collect::<Result<_, E>>()?;
    let characters: BTreeSet<char> = segments.iter().flat_map(IndexSegment::characters).collect();
    let root = IndexRoot {
        survey: survey.listed(),
        segments: segments.iter().map(|segment| &segment.listed).collect(),
        collections: site.collections.iter().map(|(at, found)| (at.as_str(), found.title.as_str())).collect(),
        kinds: site.config.kinds.iter().map(|(kind, found)| (kind.as_str(), found.label.as_str())).collect(),
    };
    let mut bytes = MAGIC.to_vec();
    bytes.extend(Deflater::new().compressed(json(&root).as_bytes(), &[]));
    let name = format!("{}.root", name_of(&bytes));
    put(script("search/words.js", &json(&Words::new(site, Shape::Large, &characters))))?;
    put(File { path: format!("search/{name}"), bytes })?;
    put(File { path: "search/root.json".into(), bytes: format!("{{\"root\":\"{name}\"}}\n").into_bytes() })
}

/// The ranges of the numbers of so many pages that are segments.
fn ranges(pages: usize) -> Vec<Range<usize>> {
    let mut borders: Vec<usize> = BORDERS.iter().map(|border| pages / border * border).collect();
    borders.push(pages);
    let starts = std::iter::once(0).chain(borders.clone());
    starts.zip(borders).map(|(start, end)| start..end).filter(|range| !range.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_page_changes_the_last_segment_alone() {
        assert!(ranges(0).is_empty());
        assert_eq!(ranges(100), vec![0..100]);
        assert_eq!(ranges(1000), vec![0..896, 896..1000]);
        assert_eq!(ranges(2500), vec![0..2048, 2048..2432, 2432..2500]);
        assert_eq!(ranges(2501)[..2], ranges(2500)[..2]);
    }
}
