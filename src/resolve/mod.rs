//! Stage 4: documents in, one site out: stand-off notes, addresses, collections, links and anchors.

mod addresses;
mod anchoring;
mod anchors;
mod attributed;
mod citations;
mod collections;
mod file_languages;
mod links;
mod mentions;
mod note_index;
mod note_words;
mod passages;
mod people;
mod permalinks;
mod pictures;
mod quotes;
mod related;
mod renumber;
mod replies;
mod settle;
mod stats;
mod topic_ranges;
mod topics;
mod withheld;
mod withheld_files;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use self::addresses::{previous_address_span, reserved_names};
pub use self::anchoring::{for_each_word, normalize};
pub use self::links::target as link_target;
pub use self::passages::{PassageText, PassageTexts};
pub use self::permalinks::{record, record_path};
pub use self::settle::{Settled, SidecarFiles};
pub use self::withheld::{WholePage, WithheldNames};
pub use self::withheld_files::WithheldFiles;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{Document, Page, PageId, PermalinkRecord, PlainFile, Site, StandOff};

/// Everything that a site is made of.
pub struct Parts {
    /// The settings of `site.toml`.
    pub config: Config,
    /// The documents, in any order.
    pub documents: Vec<Document>,
    /// The files of notes on them.
    pub stand_off: Vec<StandOff>,
    /// The anchors that were published.
    pub records: Vec<PermalinkRecord>,
    /// Files published as they are, by their paths in the output.
    pub files: BTreeMap<String, PlainFile>,
    /// The treatment of notes that are drafts.
    pub draft_notes: DraftNotes,
}

impl Parts {
    /// Documents with nothing beside them.
    pub fn from_documents(config: Config, documents: Vec<Document>) -> Self {
        let (stand_off, records, files) = (Vec::new(), Vec::new(), BTreeMap::new());
        Parts { config, documents, stand_off, records, files, draft_notes: DraftNotes::Leave }
    }
}

/// The treatment of notes that are drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DraftNotes {
    /// They are left out.
    Leave,
    /// They are shown like any other.
    Show,
}

/// Makes a site of its parts: settles each document, and [joins](join) them.
pub fn site(parts: Parts) -> (Site, Diagnostics) {
    let Parts { config, documents, stand_off, records, files, draft_notes } = parts;
    let sidecars = SidecarFiles::new(stand_off, records, draft_notes);
    let settled: Vec<_> =
        documents.into_par_iter().map(|document| sidecars.settle(document, &config)).collect();
    let mut diagnostics = Diagnostics::new();
    let keep = |(settled, found)| {
        diagnostics.append(found);
        settled
    };
    let settled = settled.into_iter().map(keep).collect();
    let (site, found) = join(settled, &sidecars, files, config);
    diagnostics.append(found);
    (site, diagnostics)
}

/// Joins settled documents, in any order, into a site; `files` are published as they are, as
/// [`Parts::files`] has them.
pub fn join(
    mut settled: Vec<Settled>,
    sidecars: &SidecarFiles,
    files: BTreeMap<String, PlainFile>,
    config: Config,
) -> (Site, Diagnostics) {
    settled.sort_by(|a, b| a.place().cmp(&b.place()));
    let parted = settled.into_iter().map(|settled| (settled.page, (settled.links, settled.anchors)));
    let (mut pages, (links, anchors)): (Vec<Page>, (Vec<_>, Vec<_>)) = parted.unzip();
    let mut diagnostics = sidecars.check(&pages);
    diagnostics.append(addresses::check(&pages, &files));
    addresses::link_translations(&mut pages);
    let redirects = addresses::redirects(&pages, &mut diagnostics);
    let collections =
        collections::gather(&pages, config.podcast.as_ref().is_some_and(|podcast| podcast.is_serial));
    let series = collections::series(&pages, &collections);
    let people = people::gather(&pages, &config);
    diagnostics.append(pictures::check(&config, &people, &files));
    let (tags, found) = topics::gather(&pages, &config);
    diagnostics.append(found);
    let notes = note_index::gather(&pages);
    let quotes = quotes::gather(&pages);
    let related = related::gather(&pages);
    let cited = citations::gather(&pages);
    let mentions = mentions::gather(&pages);
    let is_large = Site::are_large(&pages);
    let site = Site { config, pages, is_large, collections, files, redirects, people, ..Site::default() };
    let mut site = Site { series, tags, notes, quotes, mentions, cited, related, ..site };
    let (attributions, found) = links::resolve(&mut site, &links, anchors, sidecars.withheld_files());
    diagnostics.append(found);
    diagnostics.append(attributed::look_up(&mut site, &attributions));
    (site, diagnostics)
}

/// The number of the page at this place in [`Site::pages`].
fn page_id(at: usize) -> PageId {
    PageId(at as u32)
}
