//! Folders of content as collections: what each holds, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::addresses::parent;
use super::page_id;
use crate::model::{Collection, Page, PageId, PageKind};
use crate::text::path::title_from_name;

/// The collections of a site, by address; the root is always there.
pub fn gather(pages: &[Page]) -> BTreeMap<String, Collection> {
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
        collection.pages.sort_by_key(|&id| order(&pages[id.0 as usize]));
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
