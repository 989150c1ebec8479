//! One segment: a complete index of some pages, whose files depend on those pages alone.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::deflate::Deflater;
use super::dictionary::TermDictionary;
use super::documents::{DocumentBatch, IndexedDocument};
use super::encoding::push_varint;
use super::overlap::overlapped;
use super::packs::{PackStream, StreamWriter};
use super::page_table::{EntryFacets, FacetValues, PageTable};
use super::runs::SortedRuns;
use super::segment_terms::write_terms;
use super::speakers::SegmentSpeakers;
use super::spelling::SpellingWords;
use super::survey::IndexSurvey;
use super::terms::sorted_run;
use super::texts::{StoredTexts, TextWriter, stored};
use crate::index::display::PageText;
use crate::index::json;
use crate::model::{File, Page, Site};

/// So many pages are indexed together: more would share more words, and take more memory.
const BATCH: usize = 32;

/// A segment, and what the site must know of it.
#[derive(Serialize, Deserialize)]
pub(super) struct IndexSegment {
    pub(super) listed: ListedSegment,
    /// The names of its packs.
    packs: Vec<String>,
    /// The characters of its forms in scripts without spaces.
    characters: String,
}

/// A segment as the root lists it.
#[derive(Serialize, Deserialize)]
pub(super) struct ListedSegment {
    /// The number of its first page.
    first: usize,
    pages: usize,
    /// The number of its documents, including titles.
    documents: u32,
    terms: PackStream,
    /// The lengths of the streams whose packs are named in `terms`.
    docs: usize,
    positions: usize,
    about: PackStream,
    /// The parts of `about` and their positions.
    parts: Vec<AboutPart>,
}

/// A piece of the stream `about`: its name, and where it begins and ends.
#[derive(Serialize, Deserialize)]
struct AboutPart(String, usize, usize);

/// The data gathered from the pages of a segment before its terms are written.
struct GatheredPages {
    terms: SortedRuns,
    speakers: SegmentSpeakers,
    pages: PageTable,
    values: FacetValues,
    texts: StoredTexts,
    characters: BTreeSet<char>,
}

/// Some pages, ready to be put behind those before them.
struct IndexedBatch {
    pages: Vec<SegmentPage>,
    /// Their terms, sorted.
    run: Vec<u8>,
    /// The characters of their forms in scripts without spaces.
    characters: BTreeSet<char>,
}

/// A page of a batch. The tokens of its documents are in the batch's run, and not here.
struct SegmentPage {
    documents: Vec<IndexedDocument>,
    /// The stored text of each entry.
    texts: Vec<Vec<u8>>,
    facets: Vec<EntryFacets>,
}

impl IndexSegment {
    /// Makes the segment of the pages in `range`, and hands over its packs.
    pub(super) fn write<E: Send>(
        site: &Site,
        pages: &[&Page],
        range: Range<usize>,
        survey: &IndexSurvey,
        put: &(impl Fn(File) -> Result<(), E> + Sync),
    ) -> Result<IndexSegment, E> {
        let first = range.start;
        let pages = &pages[range];
        let gathered = GatheredPages::new(site, pages, survey, put)?;
        let GatheredPages { terms, speakers, pages: table, values, texts, characters } = gathered;
        let names = speakers.words();
        let numbers = table.numbers();
        let documents = numbers.count();
        let mut spelling = SpellingWords::new(names.keys().cloned().collect());
        let of_names = (&names, speakers.len() as u32);
        let (dictionary, spellings) = write_terms(terms, &numbers, of_names, &mut spelling, put)?;
        let TermDictionary { terms, docs, positions, blocks } = dictionary;
        let encoded = speakers.encode(documents);
        let head = table.head(&blocks, &speakers, &encoded, &spellings, &values);
        let mut packer = Deflater::new();
        let word_blocks = varints(&spellings.blocks);
        let parts: [(&str, Vec<u8>); 10] = [
            ("head", packer.compressed(json(&head).as_bytes(), &[])),
            ("keys", blocks.groups),
            ("places", texts.places),
            ("kinds", values.kinds(documents)),
            ("values", packer.compressed(json(&values.values()).as_bytes(), &[])),
            ("names", encoded.names),
            ("speakers", encoded.docs),
            ("turns", encoded.positions),
            ("blocks of words", word_blocks),
            ("words", spellings.words),
        ];
        let mut about = StreamWriter::new(put);
        let mut listed = Vec::new();
        for (name, bytes) in parts {
            let start = about.position();
            about.write(&bytes)?;
            listed.push(AboutPart(name.into(), start, about.position()));
        }
        let about = about.finish()?;
        let packs = [&terms.packs, &docs.packs, &positions.packs, &texts.packs, &about.packs];
        let packs = packs.into_iter().flatten().cloned().collect();
        let listed = ListedSegment {
            first,
            pages: pages.len(),
            documents,
            terms,
            docs: docs.length,
            positions: positions.length,
            about,
            parts: listed,
        };
        Ok(IndexSegment { listed, packs, characters: characters.into_iter().collect() })
    }

    /// The characters of its forms in scripts without spaces.
    pub(super) fn characters(&self) -> impl Iterator<Item = char> {
        self.characters.chars()
    }

    /// The names of its packs.
    pub(super) fn packs(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().map(String::as_str)
    }
}

fn varints(numbers: &[usize]) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers.iter().for_each(|&number| push_varint(&mut bytes, number as u32));
    bytes
}

impl GatheredPages {
    /// Goes through `pages` a few at a time; their texts are handed over at once.
    fn new<E: Send>(
        site: &Site,
        pages: &[&Page],
        survey: &IndexSurvey,
        put: &(impl Fn(File) -> Result<(), E> + Sync),
    ) -> Result<GatheredPages, E> {
        let mut texts = TextWriter::new(put);
        let mut all = GatheredPages {
            terms: SortedRuns::new(),
            speakers: SegmentSpeakers::default(),
            pages: PageTable::default(),
            values: FacetValues::default(),
            texts: StoredTexts::default(),
            characters: BTreeSet::new(),
        };
        let index = |batch: &[&Page]| IndexedBatch::new(site, batch, survey);
        let mut rest = pages;
        let take = |batch: IndexedBatch| {
            let (pages, others) = rest.split_at(batch.pages.len());
            rest = others;
            all.add(site, pages, batch, &mut texts)
        };
        overlapped(usize::MAX, pages.chunks(BATCH), index, take)?;
        all.texts = texts.finish()?;
        Ok(all)
    }

    /// Adds the next `pages`, and writes their texts.
    fn add<E, P: Fn(File) -> Result<(), E>>(
        &mut self,
        site: &Site,
        pages: &[&Page],
        batch: IndexedBatch,
        texts: &mut TextWriter<P>,
    ) -> Result<(), E> {
        self.terms.add(self.pages.documents(), batch.run);
        self.characters.extend(batch.characters);
        for (page, indexed) in pages.iter().zip(batch.pages) {
            indexed.texts.iter().try_for_each(|text| texts.write(text))?;
            let first = self.pages.entries;
            let entries = &indexed.documents[1..];
            self.speakers.add(first, entries);
            self.values.add(site, page, self.pages.len() as u32, first, indexed.facets);
            self.pages.add(page, entries);
        }
        Ok(())
    }
}

impl IndexedBatch {
    fn new(site: &Site, pages: &[&Page], survey: &IndexSurvey) -> IndexedBatch {
        let mut batch = DocumentBatch::default();
        // What it makes of a text depends a little on those before: no thread's own would give the same bytes again.
        let mut packer = Deflater::new();
        let mut entries = Vec::with_capacity(pages.len());
        for page in pages {
            let text = PageText::from_page(&site.config, page);
            batch.add(page, &text);
            let texts = stored(page, &text, survey, &mut packer);
            let label = |topic: &String| site.tags.label(topic).to_string();
            let facets = text.entries.into_iter().map(|entry| EntryFacets {
                topics: entry.topics.iter().map(label).collect(),
                kind: entry.kind,
            });
            entries.push((texts, facets.collect()));
        }
        let run = sorted_run(&batch, survey);
        let grams = batch.forms().iter().filter(|form| form.is_gram);
        let characters = grams.flat_map(|form| form.text.chars()).collect();
        let pages = batch.pages.into_iter().zip(entries).map(|(mut documents, (texts, facets))| {
            documents.iter_mut().for_each(|document| document.tokens = Vec::new());
            SegmentPage { documents, texts, facets }
        });
        IndexedBatch { pages: pages.collect(), run, characters }
    }
}
