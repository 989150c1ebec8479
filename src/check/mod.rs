//! A build that publishes nothing, for every problem of a site.

mod lint;
mod style;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::cache::Fingerprint;
use crate::config::Orphans;
use crate::diag::{Code, Diagnostics};
use crate::model::Page;
use crate::pipeline::{self, BuildError, Outcome, Progress, Request, Resolved};
use crate::publish::Nowhere;

use self::style::StyleWords;

/// Runs every stage up to the last, looks closer than a build does, and keeps nothing but what was found.
pub fn run(request: &Request, progress: &impl Progress) -> Result<Outcome, BuildError> {
    let mut resolved = pipeline::resolve(request)?;
    look_closer(&mut resolved, &mut CheckedPages::default());
    pipeline::publish(request, resolved, &Nowhere, progress)
}

/// The problems that were found on each page the last time, by the fingerprint of all that the page is made of.
#[derive(Debug, Default)]
pub struct CheckedPages(HashMap<Fingerprint, Diagnostics>);

/// Adds the problems that a build accepts and an editor wants to know. Pages that are in `checked` are not looked at
/// again.
pub fn look_closer(resolved: &mut Resolved, checked: &mut CheckedPages) {
    if resolved.site.config.orphans == Orphans::Publish {
        resolved.diagnostics.raise(&[Code::WordsNotFound, Code::WordsAmbiguous]);
    }
    let (site, sources) = (&resolved.site, &resolved.loaded.sources);
    let style = StyleWords::new(&site.config.style);
    let look = |page: &Page| {
        let mut found = lint::page(&page.open());
        found.append(style.check(&page.open().document, sources));
        found
    };
    let known = |page: &Page| page.made_of.and_then(|made_of| checked.0.get(&made_of).cloned());
    let found: Vec<_> = site.pages.par_iter().map(|page| known(page).unwrap_or_else(|| look(page))).collect();
    let kept = site.pages.iter().zip(&found);
    checked.0 = kept.filter_map(|(page, found)| Some((page.made_of?, found.clone()))).collect();
    found.into_iter().for_each(|found| resolved.diagnostics.append(found));
    resolved.diagnostics.append(lint::site(&resolved.site));
    let found = std::mem::take(&mut resolved.diagnostics);
    resolved.diagnostics = resolved.site.config.levels.apply(found, &resolved.loaded.sources);
}
