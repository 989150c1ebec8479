//! The key quotes of a site.

use super::page_id;
use crate::model::{MarkId, Page, PageId, PageKind};

/// The key quotes of every transcript, the newest transcript first. Translations repeat them.
pub fn gather(pages: &[Page]) -> Vec<(PageId, MarkId)> {
    let is_own = |page: &Page| page.kind == PageKind::Transcript && page.translation_of.is_none();
    let mut own: Vec<(PageId, &Page)> = pages
        .iter()
        .enumerate()
        .map(|(at, page)| (page_id(at), page))
        .filter(|(_, page)| is_own(page))
        .collect();
    own.sort_by(|(_, a), (_, b)| a.newest_first(b));
    let quotes = |(id, page): (PageId, &Page)| {
        page.open().document.key_quotes().into_iter().map(move |quote| (id, quote.mark)).collect::<Vec<_>>()
    };
    own.into_iter().flat_map(quotes).collect()
}
