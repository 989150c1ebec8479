//! Tags that readers would take for one.

use std::collections::BTreeMap;

use super::alike;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Site;
use crate::source::Located;

/// Looks at the tags of all pages together. Those that site.toml joins, by `aliases`, are one tag.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<&str, &Located<String>> = BTreeMap::new();
    for tag in site.pages.iter().flat_map(|page| &page.document.front.tags) {
        first.entry(&tag.value).or_insert(tag);
    }
    let tags: Vec<&Located<String>> = first.into_values().collect();
    let folded: Vec<String> = tags.iter().map(|tag| fold(&tag.value)).collect();
    for (a, b) in alike::pairs(&folded) {
        let (a, b) = (tags[a], tags[b]);
        if site.tags.written.get(&a.value) != site.tags.written.get(&b.value) {
            diagnostics.push(similar(b, &a.value));
        }
    }
}

fn fold(tag: &str) -> String {
    tag.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn similar(tag: &Located<String>, other: &str) -> Diagnostic {
    let message = format!("the tags `{}` and `{other}` are nearly the same", tag.value);
    let help = "use one of them throughout, or join them by `aliases` in [tags] of site.toml";
    Diagnostic::new(Code::SimilarTags, message).at(tag.span).help(help)
}
