//! One segment: a complete index of some pages, whose files depend on those pages alone.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::deflate::Deflater;
use super::dictionary::TermDictionary;
use super::documents::PageDocuments;
use super::packs::{PackStream, StreamWriter};
use super::page_table::{FacetValues, PageTable};
use super::runs::PostingGatherer;
use super::segment_terms::write_terms;
use super::speakers::SegmentSpeakers;
use super::spelling::SpellingWords;
use super::survey::SegmentSurvey;
use super::terms::{PageTerms, terms_of};
use super::texts::{TextPlaces, stored};
use crate::index::display::PageText;
use crate::index::json;
use crate::model::{File, Page, Site};

/// So many pages are in memory as terms at a time.
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
    terms: PostingGatherer,
    speakers: SegmentSpeakers,
    pages: PageTable,
    values: FacetValues,
    places: TextPlaces,
    texts: PackStream,
    characters: BTreeSet<char>,
}

/// A page, ready to be put behind those before it.
struct SegmentPage {
    documents: PageDocuments,
    terms: PageTerms,
    texts: Vec<Vec<u8>>,
    notes: PageText,
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
        let mut spelling = SpellingWords::new(table.documents as usize, names.keys().cloned().collect());
        let (dictionary, spellings) = write_terms(terms, &names, &mut spelling, put)?;
        let encoded = speakers.encode();
        let head = table.head(&survey, &dictionary.blocks, &speakers, &encoded, &spellings, &values);
        let mut packer = Deflater::new();
        let parts: [(&str, Vec<u8>); 9] = [
            ("head", packer.compressed(json(&head).as_bytes(), &[])),
            ("dictionary", packer.compressed(&survey.dictionary, &[])),
            ("places", places.finish()),
            ("kinds", values.kinds()),
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
        let (pages, documents) = (pages.len(), table.documents);
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
            terms: PostingGatherer::new(&survey.ranked()),
            speakers: SegmentSpeakers::default(),
            pages: PageTable::default(),
            values: FacetValues::default(),
            places: TextPlaces::default(),
            texts: PackStream::default(),
            characters: BTreeSet::new(),
        };
        for batch in pages.chunks(BATCH) {
            let read = |packer: &mut Deflater, page: &&Page| SegmentPage::new(site, page, survey, packer);
            let indexed: Vec<SegmentPage> = batch.par_iter().map_init(Deflater::new, read).collect();
            for (page, indexed) in batch.iter().zip(indexed) {
                indexed.texts.iter().try_for_each(|text| texts.write(text))?;
                all.add(site, page, indexed);
            }
        }
        all.texts = texts.finish()?;
        Ok(all)
    }

    fn add(&mut self, site: &Site, page: &Page, indexed: SegmentPage) {
        let first = self.pages.documents;
        self.speakers.add(first, &indexed.documents);
        self.values.add(site, page, self.pages.len() as u32, first, &indexed.notes);
        self.pages.add(page, &indexed.documents);
        let grams = indexed.documents.forms.iter().filter(|form| form.is_gram);
        self.characters.extend(grams.flat_map(|form| form.text.chars()));
        self.places.push(0);
        indexed.texts.iter().for_each(|text| self.places.push(text.len()));
        self.terms.add(first, &indexed.terms);
    }
}

impl SegmentPage {
    fn new(site: &Site, page: &Page, survey: &SegmentSurvey, packer: &mut Deflater) -> SegmentPage {
        let text = PageText::from_page(&site.config, page);
        let documents = PageDocuments::new(page, &text);
        SegmentPage {
            terms: terms_of(&documents, survey),
            texts: stored(page, &text, &survey.dictionary, packer),
            documents,
            notes: text,
        }
    }
}
