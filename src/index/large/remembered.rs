//! Segments that a build before has made of the same pages.

use std::hash::Hash;
use std::ops::Range;

use super::packs::path_of;
use super::segment::IndexSegment;
use super::survey::IndexSurvey;
use crate::cache::{Cache, CacheKind};
use crate::index::display::has_preface;
use crate::index::facets::topics;
use crate::model::{File, Page, Site};
use crate::text::bytes::Bytes;

/// The segment of the pages in `range`: from `cache`, or made, and then kept there.
pub(super) fn segment<E: Send>(
    site: &Site,
    pages: &[&Page],
    range: Range<usize>,
    survey: &IndexSurvey,
    cache: &Cache,
    put: &(impl Fn(File) -> Result<(), E> + Sync),
) -> Result<IndexSegment, E> {
    let Some(key) = key_of(site, &pages[range.clone()], range.start) else {
        return IndexSegment::write(site, pages, range, survey, put);
    };
    let key = (key, survey.key());
    if let Some(segment) = cache.recall::<IndexSegment>(CacheKind::Segment, &key)
        && handed_over(&segment, cache, put)?
    {
        return Ok(segment);
    }
    let keep_and_put = |file: File| {
        cache.keep(CacheKind::Pack, &file.path, &Bytes::from(file.bytes.clone()));
        put(file)
    };
    let segment = IndexSegment::write(site, pages, range, survey, &keep_and_put)?;
    cache.keep(CacheKind::Segment, &key, &segment);
    Ok(segment)
}

/// Hands over the packs of `segment`, as far as they are kept; whether all are.
fn handed_over<E>(
    segment: &IndexSegment,
    cache: &Cache,
    put: &impl Fn(File) -> Result<(), E>,
) -> Result<bool, E> {
    for name in segment.packs() {
        let path = path_of(name);
        let Some(bytes) = cache.recall::<Bytes>(CacheKind::Pack, &path) else { return Ok(false) };
        put(File { path, bytes: bytes.to_vec() })?;
    }
    Ok(true)
}

/// All that the segment of `pages` is made of but the survey, if it is known of each what it was made of.
fn key_of(site: &Site, pages: &[&Page], first: usize) -> Option<impl Hash> {
    let of_page = |page: &&Page| {
        let tags: Vec<String> = topics(site, page).into_iter().map(String::from).collect();
        let Page { address, title, language, collection, .. } = *page;
        let date = page.document.front.date.map(|date| date.to_string());
        let names = (address.clone(), title.clone(), language.clone(), collection.clone());
        Some((page.made_of?, names, date, tags, has_preface(page)))
    };
    Some((first, pages.iter().map(of_page).collect::<Option<Vec<_>>>()?))
}
