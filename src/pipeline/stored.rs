//! Pages kept in the disk cache: a page need not be parsed again while its text and everything it depends on are the
//! same, even by another process.

use super::Request;
use super::memory::SettledPage;
use crate::cache::{Cache, CacheKind, Fingerprint};
use crate::source::{self, SourceId, Sources};

/// The pages that the cache has.
pub(super) struct CachedPages<'a> {
    cache: &'a Cache,
    /// A hash of the input that all pages share.
    common: Fingerprint,
    /// The files that the settings are read from.
    settings: Vec<SourceId>,
}

/// A file that a page is made of.
pub(super) struct PageFile<'a> {
    pub(super) id: SourceId,
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

impl<'a> CachedPages<'a> {
    /// Those that are made of these settings. Where the site stands on the disk does not matter.
    pub(super) fn new(cache: &'a Cache, request: &Request, settings: &Sources) -> CachedPages<'a> {
        let Request { root: _, base_url, drafts, draft_notes, trust, options } = request;
        let texts: Vec<_> = settings.iter().map(|(_, source)| (&source.path, &*source.text)).collect();
        let common = Fingerprint::new(&(base_url, drafts, draft_notes, trust, options, texts));
        CachedPages { cache, common, settings: settings.iter().map(|(id, _)| id).collect() }
    }

    /// The page that `make` makes of `parts`, of which the first is its own file.
    pub(super) fn made(&self, parts: &[PageFile], make: impl FnOnce() -> SettledPage) -> SettledPage {
        let texts: Vec<_> = parts.iter().map(|part| (part.path, part.text)).collect();
        let made_of = Fingerprint::new(&(self.common, texts));
        let files: Vec<SourceId> =
            parts.iter().map(|part| part.id).chain(self.settings.iter().copied()).collect();
        let mut made = self.cache.made_as(
            CacheKind::Page,
            &made_of,
            make,
            |bytes| read(bytes, &files),
            |made| postcard::to_allocvec(&(&files, made)).ok(),
        );
        if let Some(settled) = &mut made.settled {
            settled.take_fingerprint(made_of);
        }
        made
    }
}

/// Reads a page back, its files numbered as they are now.
fn read(bytes: &[u8], files: &[SourceId]) -> Option<SettledPage> {
    let (before, page): (Vec<SourceId>, _) = postcard::take_from_bytes(bytes).ok()?;
    let read = || postcard::from_bytes(page).ok();
    (before.len() == files.len()).then(|| source::renumbered(&before, files, read))?
}
