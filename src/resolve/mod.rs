//! Stage 4: documents in, one site out: stand-off notes, addresses, collections, links and anchors.

mod addresses;
mod collections;
mod links;
mod note_index;
mod passages;
mod people;
mod pictures;
mod pins;
mod quotes;
mod renumber;
mod stats;
mod tags;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::pins::Records;
pub use self::pins::{record, record_path};
use self::renumber::renumber;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{AnchorRecord, Document, Page, PageId, PageKind, Site, StandOff, plain_text};
use crate::text::language;

/// Everything that a site is made of.
pub struct Parts {
    /// What site.toml says.
    pub config: Config,
    /// The documents, in any order.
    pub documents: Vec<Document>,
    /// The files of notes on them.
    pub stand_off: Vec<StandOff>,
    /// The anchors that were published.
    pub records: Vec<AnchorRecord>,
    /// Files published as they are: path in the output, and path on the disk below the site's root.
    pub files: BTreeMap<String, String>,
    /// What becomes of notes that are drafts.
    pub draft_notes: DraftNotes,
}

impl Parts {
    /// Documents with nothing beside them.
    pub fn of(config: Config, documents: Vec<Document>) -> Self {
        let (stand_off, records, files) = (Vec::new(), Vec::new(), BTreeMap::new());
        Parts { config, documents, stand_off, records, files, draft_notes: DraftNotes::Leave }
    }
}

/// What becomes of notes that are drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftNotes {
    /// They are left out.
    Leave,
    /// They are shown like any other.
    Show,
}

/// Joins the parts into a site.
pub fn site(parts: Parts) -> (Site, Diagnostics) {
    let Parts { config, mut documents, stand_off, records, files, draft_notes } = parts;
    let records: Records = records.into_iter().map(|record| (record.page.clone(), record)).collect();
    let mut diagnostics = pins::keep_anchors(&mut documents, &records);
    diagnostics.append(passages::place(&mut documents, stand_off, &config));
    pins::keep_note_names(&mut documents, &records);
    for document in &mut documents {
        renumber(document, |note| draft_notes == DraftNotes::Show || !note.attribution.draft);
    }
    let mut pages: Vec<Page> = documents.into_par_iter().map(|document| page(document, &config)).collect();
    pages.sort_by(|a, b| (&a.address, &a.document.path).cmp(&(&b.address, &b.document.path)));
    diagnostics.append(addresses::check(&pages, &files));
    diagnostics.append(pins::check_addresses(&pages, &records));
    addresses::link_translations(&mut pages);
    let redirects = addresses::redirects(&pages, &mut diagnostics);
    let collections = collections::gather(&pages);
    let people = people::gather(&pages, &config);
    diagnostics.append(pictures::check(&config, &people, &files));
    let tags = tags::gather(&pages, &config);
    let notes = note_index::gather(&pages);
    let quotes = quotes::gather(&pages);
    let mut site = Site { config, pages, collections, files, redirects, people, tags, notes, quotes };
    diagnostics.append(links::resolve(&mut site));
    (site, diagnostics)
}

fn page(document: Document, config: &Config) -> Page {
    let place = addresses::Place::of(&document.path);
    let (stats, turn_lengths) = stats::count(&document);
    let title = plain_text(&document.title);
    let language = document.front.language.clone().or(place.language).unwrap_or_else(|| {
        language::detect(&stats::sample(&document), &config.language)
            .map_or_else(|| config.language.clone(), str::to_string)
    });
    Page {
        kind: kind(&document),
        address: place.address,
        collection: place.collection,
        language,
        translation_of: None,
        title,
        stats,
        turn_lengths,
        document,
    }
}

fn kind(document: &Document) -> PageKind {
    if addresses::is_index(&document.path) {
        return PageKind::Index;
    }
    let found = match document.turns().next() {
        Some(_) => PageKind::Transcript,
        None => PageKind::Article,
    };
    document.front.kind.unwrap_or(found)
}

/// The number of the page at this place in [`Site::pages`].
fn page_id(at: usize) -> PageId {
    PageId(at as u32)
}
