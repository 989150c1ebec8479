//! Pages kept in memory from one build to the next: a page need not be parsed again while its text and everything it
//! depends on are the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::Request;
use crate::diag::Diagnostics;
use crate::resolve::Settled;
use crate::source::Sources;

/// The pages of the last build, each with a fingerprint of everything it was made of. The first build has
/// nothing to remember.
#[derive(Debug, Default)]
pub struct Memory {
    /// The fingerprint of what all pages depend on.
    common: u64,
    pages: HashMap<String, RememberedPage>,
}

/// A page kept from an earlier build.
#[derive(Clone, Debug)]
pub(super) struct RememberedPage {
    /// The fingerprint of what it was made of.
    pub(super) made_of: u64,
    pub(super) made: SettledPage,
}

/// A page as the first stages leave it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SettledPage {
    /// The page, unless it is left out.
    pub(super) settled: Option<Settled>,
    /// The diagnostics about it.
    pub(super) diagnostics: Diagnostics,
}

impl Memory {
    /// Forgets everything when what was asked for is not the same, or what the settings are read from.
    pub(super) fn check(&mut self, request: &Request, settings: &Sources) {
        let texts: Vec<_> = settings.iter().map(|(_, source)| (&source.path, &*source.text)).collect();
        let common = fingerprint(&(request, texts));
        if common != self.common {
            *self = Memory { common, ..Memory::default() };
        }
    }

    /// Finds the page at `path`, if it was made of the same input.
    pub(super) fn recall(&self, path: &str, made_of: u64) -> Option<RememberedPage> {
        self.pages.get(path).filter(|page| page.made_of == made_of).cloned()
    }

    /// Keeps these pages and forgets all others.
    pub(super) fn keep(&mut self, pages: Vec<(String, RememberedPage)>) {
        self.pages = pages.into_iter().collect();
    }
}

/// A number that two different values share once in 2^64 times.
pub(super) fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
