//! One segment: a complete index of some pages, whose files depend on those pages alone.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::deflate::Deflater;
use super::dictionary::TermDictionary;
use super::documents::{DocumentBatch, IndexedDocument};
use super::packs::{PackStream, StreamWriter};
use super::page_table::{FacetValues, PageTable};
use super::runs::SortedRuns;
use super::segment_terms::write_terms;
use super::speakers::SegmentSpeakers;
use super::spelling::SpellingWords;
use super::survey::SegmentSurvey;
use super::terms::sorted_run;
use super::texts::{TextPlaces, stored};
use crate::index::display::PageText;
use crate::index::json;
use crate::model::{File, Page, Site};

/// So many pages are indexed together: more would share more words, and take more memory.
const BATCH: usize = 32;

/// A segment, and what the site must know of it.
#[derive(Serialize, Deserialize)]
pub(super) struct IndexSegment {
    pub(super) listed: ListedSegment,
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
    docs: PackStream,
    positions: PackStream,
    texts: PackStream,
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
    places: TextPlaces,
    texts: PackStream,
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
    /// The kind of each entry that is a note.
    kinds: Vec<Option<String>>,
}

impl IndexSegment {
    /// Makes the segment of the pages in `range`, and hands over its packs.
    pub(super) fn write<E: Send>(
        site: &Site,
        pages: &[&Page],
        range: Range<usize>,
        put: &(impl Fn(File) -> Result<(), E> + Sync),
    ) -> Result<IndexSegment, E> {
        let first = range.start;
        let pages = &pages[range];
        let survey = SegmentSurvey::new(site, pages);
        let gathered = GatheredPages::new(site, pages, &survey, put)?;
        let GatheredPages { terms, speakers, pages: table, values, places, texts, characters } = gathered;
        let names = speakers.words();
        let documents = table.documents;
        let mut spelling = SpellingWords::new(documents as usize, names.keys().cloned().collect());
        let of_names = (&names, speakers.len() as u32);
        let (dictionary, spellings) = write_terms(terms, documents, of_names, &mut spelling, put)?;
        let encoded = speakers.encode(documents);
        let head = table.head(&survey, &dictionary.blocks, &speakers, &encoded, &spellings, &values);
        let mut packer = Deflater::new();
        let parts: [(&str, Vec<u8>); 9] = [
            ("head", packer.compressed(json(&head).as_bytes(), &[])),
            ("dictionary", packer.compressed(&survey.dictionary, &[])),
            ("places", places.finish()),
            ("kinds", values.kinds(documents)),
            ("values", packer.compressed(json(&values.values()).as_bytes(), &[])),
            ("names", encoded.names),
            ("speakers", encoded.docs),
            ("turns", encoded.positions),
            ("words", spellings.words),
        ];
        let mut about = StreamWriter::new(put);
        let mut listed = Vec::new();
        for (name, bytes) in parts {
            let start = about.position();
            about.write(&bytes)?;
            listed.push(AboutPart(name.into(), start, about.position()));
        }
        let TermDictionary { terms, docs, positions, .. } = dictionary;
        let about = about.finish()?;
        let pages = pages.len();
        let listed =
            ListedSegment { first, pages, documents, terms, docs, positions, texts, about, parts: listed };
        Ok(IndexSegment { listed, characters: characters.into_iter().collect() })
    }

    /// The characters of its forms in scripts without spaces.
    pub(super) fn characters(&self) -> impl Iterator<Item = char> {
        self.characters.chars()
    }

    /// The names of its packs.
    pub(super) fn packs(&self) -> impl Iterator<Item = &str> {
        let ListedSegment { terms, docs, positions, texts, about, .. } = &self.listed;
        [terms, docs, positions, texts, about]
            .into_iter()
            .flat_map(|stream| &stream.packs)
            .map(String::as_str)
    }
}

impl GatheredPages {
    /// Goes through `pages` a few at a time; their texts are handed over at once.
    fn new<E: Send>(
        site: &Site,
        pages: &[&Page],
        survey: &SegmentSurvey,
        put: &(impl Fn(File) -> Result<(), E> + Sync),
    ) -> Result<GatheredPages, E> {
        let mut texts = StreamWriter::new(put);
        let mut all = GatheredPages {
            terms: SortedRuns::new(),
            speakers: SegmentSpeakers::default(),
            pages: PageTable::default(),
            values: FacetValues::default(),
            places: TextPlaces::default(),
            texts: PackStream::default(),
            characters: BTreeSet::new(),
        };
        for batches in pages.chunks(BATCH * rayon::current_num_threads()) {
            let read =
                |packer: &mut Deflater, batch: &[&Page]| IndexedBatch::new(site, batch, survey, packer);
            let indexed: Vec<IndexedBatch> =
                batches.par_chunks(BATCH).map_init(Deflater::new, read).collect();
            for (batch, indexed) in batches.chunks(BATCH).zip(indexed) {
                all.terms.add(all.pages.documents, indexed.run);
                all.characters.extend(indexed.characters);
                for (page, indexed) in batch.iter().zip(indexed.pages) {
                    indexed.texts.iter().try_for_each(|text| texts.write(text))?;
                    all.add(site, page, indexed);
                }
            }
        }
        all.texts = texts.finish()?;
        Ok(all)
    }

    fn add(&mut self, site: &Site, page: &Page, indexed: SegmentPage) {
        let first = self.pages.documents;
        self.speakers.add(first, &indexed.documents);
        self.values.add(site, page, self.pages.len() as u32, first, indexed.kinds);
        self.pages.add(page, &indexed.documents);
        self.places.push(0);
        indexed.texts.iter().for_each(|text| self.places.push(text.len()));
    }
}

impl IndexedBatch {
    fn new(site: &Site, pages: &[&Page], survey: &SegmentSurvey, packer: &mut Deflater) -> IndexedBatch {
        let mut batch = DocumentBatch::default();
        let mut entries = Vec::with_capacity(pages.len());
        for page in pages {
            let text = PageText::from_page(&site.config, page);
            batch.add(page, &text);
            let texts = stored(page, &text, &survey.dictionary, packer);
            entries.push((texts, text.entries.into_iter().map(|entry| entry.kind).collect()));
        }
        let run = sorted_run(&batch, survey);
        let grams = batch.forms().iter().filter(|form| form.is_gram);
        let characters = grams.flat_map(|form| form.text.chars()).collect();
        let pages = batch.pages.into_iter().zip(entries).map(|(mut documents, (texts, kinds))| {
            documents.iter_mut().for_each(|document| document.tokens = Vec::new());
            SegmentPage { documents, texts, kinds }
        });
        IndexedBatch { pages: pages.collect(), run, characters }
    }
}
