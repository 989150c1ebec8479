//! Stage 4: documents in, one site out: addresses, collections, links and anchors.

mod addresses;
mod collections;
mod links;
mod stats;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{Document, Page, PageId, PageKind, Site, plain_text};
use crate::text::language;

/// Joins `documents` and the published `files` (output path to path on the disk) into a site.
pub fn site(
    config: Config,
    documents: Vec<Document>,
    files: BTreeMap<String, String>,
) -> (Site, Diagnostics) {
    let mut pages: Vec<Page> = documents.into_iter().map(|document| page(document, &config)).collect();
    pages.sort_by(|a, b| (&a.address, &a.document.path).cmp(&(&b.address, &b.document.path)));
    let mut diagnostics = addresses::check(&pages, &files);
    addresses::link_translations(&mut pages);
    let redirects = addresses::redirects(&pages, &mut diagnostics);
    let collections = collections::gather(&pages);
    let mut site = Site { config, pages, collections, files, redirects };
    diagnostics.append(links::resolve(&mut site));
    (site, diagnostics)
}

fn page(document: Document, config: &Config) -> Page {
    let place = addresses::Place::of(&document.path);
    let stats = stats::count(&document);
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
