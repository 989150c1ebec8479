//! Folders of content as collections, and series of pages: what each holds, and in which order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::addresses::parent;
use super::page_id;
use crate::model::{Collection, Page, PageId, PageKind, Series, SeriesPlace};
use crate::text::path::title_from_name;

/// The collections of a site, by address; the root is always there. The seasons of a serial podcast are listed from the
/// first episode on.
pub fn gather(pages: &[Page], is_serial: bool) -> BTreeMap<String, Collection> {
    let mut collections = BTreeMap::from([(String::new(), Collection::default())]);
    for (at, page) in pages.iter().enumerate() {
        add_with_parents(&page.collection, &mut collections);
        let collection = collections.get_mut(&page.collection).expect("it was just added");
        match page.kind {
            PageKind::Index if page.translation_of.is_none() => collection.index = Some(page_id(at)),
            PageKind::Index => {}
            _ if page.translation_of.is_none() => collection.pages.push(page_id(at)),
            _ => {}
        }
    }
    for (address, collection) in &mut collections {
        collection.title = title(address, collection.index, pages);
        let own = || collection.pages.iter().map(|id| &pages[id.0 as usize]);
        collection.is_by_season = are_by_season(own());
        match collection.is_by_season {
            true => collection.pages.sort_by_cached_key(|&id| by_season(&pages[id.0 as usize], is_serial)),
            false => collection.pages.sort_by_key(|&id| order(&pages[id.0 as usize])),
        }
    }
    collections
}

fn add_with_parents(address: &str, collections: &mut BTreeMap<String, Collection>) {
    if collections.contains_key(address) {
        return;
    }
    collections.insert(address.to_string(), Collection::default());
    let above = parent(address);
    add_with_parents(above, collections);
    let children = &mut collections.get_mut(above).expect("it was just added").children;
    children.push(address.to_string());
    children.sort();
}

fn title(address: &str, index: Option<PageId>, pages: &[Page]) -> String {
    match index {
        Some(id) => pages[id.0 as usize].title.clone(),
        None => title_from_name(address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()),
    }
}

/// By the order that authors gave, then the newest first, then by title.
fn order(page: &Page) -> (bool, Option<i64>, Reverse<Option<jiff::civil::Date>>, String) {
    let front = &page.document.front;
    (front.order.is_none(), front.order, Reverse(front.date), page.title.clone())
}

/// Seasons are the order of a list where there are some, and so are series if there is nothing else.
fn are_by_season<'a>(pages: impl Iterator<Item = &'a Page> + Clone) -> bool {
    let places = pages.map(|page| &page.document.front.series);
    let titles: BTreeSet<Option<&String>> = places.clone().map(|place| place.title.as_ref()).collect();
    let are_of_several = titles.len() > 1 && !titles.contains(&None);
    are_of_several || places.clone().any(|place| place.season.is_some())
}

/// By series, season and day: the newest first, as podcasts are listed, or the oldest for serial ones. Pages outside of
/// the seasons are last.
fn by_season(page: &Page, is_serial: bool) -> impl Ord + use<> {
    let SeriesPlace { title, season, episode, .. } = page.document.front.series.clone();
    let direction = if is_serial { 1 } else { -1 };
    let directed = |number: Option<i64>| number.map_or(i64::MAX, |number| direction * number);
    let (is_unordered, order, Reverse(date), name) = order(page);
    let day = date.map(|day| i64::from(day.year()) * 400 + i64::from(day.day_of_year()));
    let season = directed(season.map(i64::from));
    let within = (is_unordered, order, directed(day), directed(episode.map(i64::from)), name);
    (title.is_none(), title, season, within)
}

/// The series of a site. Pages without a title of their series are one with those of their folder.
pub fn series(pages: &[Page], collections: &BTreeMap<String, Collection>) -> Vec<Series> {
    let mut found: BTreeMap<(String, bool), Series> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        let place = &page.document.front.series;
        if page.kind == PageKind::Index || page.translation_of.is_some() || !place.is_in_series() {
            continue;
        }
        let of_folder = || (page.collection.clone(), false);
        let key = place.title.clone().map_or_else(of_folder, |title| (title, true));
        let folder_title = || collections.get(&page.collection).map(|folder| folder.title.clone());
        let title = || place.title.clone().or_else(folder_title).unwrap_or_default();
        let series = found.entry(key).or_insert_with(|| Series {
            title: title(),
            address: page.collection.clone(),
            pages: Vec::new(),
        });
        while !page.collection.starts_with(&series.address) {
            series.address = parent(&series.address).to_string();
        }
        series.pages.push(page_id(at));
    }
    let mut found: Vec<Series> = found.into_values().collect();
    found.iter_mut().for_each(|series| series.sort(pages));
    found
}
