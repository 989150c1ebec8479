//! The page that a request of the margin is about: its text as it is on the disk now, and the places that a browser names.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::stored::StoredFiles;
use crate::edit::{EditRefusal, EditablePage, PageSettings, SelectedWords, UnitPlace};
use crate::load;
use crate::model::{Document, Page, PageDefaults};
use crate::pipeline;
use crate::source::Source;

/// A part of a page as a browser names it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentUnit {
    kind: SentUnitKind,
    /// The ID of the turn or section; empty before the first heading.
    id: String,
    /// Its text as the browser shows it, without white space.
    text: String,
}

/// The sorts of parts.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SentUnitKind {
    Turn,
    Lead,
    Heading,
}

/// Words of a part of a page as a browser names them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentWords {
    pub(super) unit: SentUnit,
    /// The first character and the one after the last, among those that are not white space.
    start: usize,
    end: usize,
}

/// A page of the newest good site, with its file as it is now.
pub(super) struct MarginPage {
    pub(super) site: Arc<StoredFiles>,
    /// The page as it is shown.
    pub(super) page: Page,
    pub(super) source: Source,
    pub(super) defaults: PageDefaults,
}

impl MarginPage {
    /// Reads the page at `address`, the path of an address of this server.
    ///
    /// # Errors
    /// The reason why it cannot be written.
    pub(super) fn read(site: Arc<StoredFiles>, address: &str) -> Result<Self, String> {
        let output = site.output();
        let page = page_at(&site, address).cloned().ok_or("No file in content/ is this page")?;
        let path = format!("content/{}", page.document.path);
        let limits = output.site().config.limits;
        let read = load::read(output.folder(), &Source::new(path.clone(), ""), limits);
        let source = read.map_err(|_| format!("{path} cannot be read"))?;
        let defaults = pipeline::page_defaults(output.folder(), &path, limits);
        Ok(MarginPage { site, page, source, defaults })
    }

    /// The page, parsed.
    pub(super) fn editable(&self) -> EditablePage<'_> {
        let settings = PageSettings { config: &self.site.output().site().config, defaults: &self.defaults };
        EditablePage::parse(self.source.clone(), settings)
    }

    /// The part of `page` that a browser names, if it has the text that the browser shows.
    pub(super) fn unit(&self, page: &EditablePage, sent: &SentUnit) -> Result<UnitPlace, EditRefusal> {
        let place = place(&self.page.document, sent).ok_or(EditRefusal::Changed)?;
        let text = page.unit(place)?.1.counted_text();
        let is_same = match place {
            // The number of a section is not among the words that are shown.
            UnitPlace::Heading(_) => text.ends_with(&sent.text),
            _ => text == sent.text,
        };
        if is_same { Ok(place) } else { Err(EditRefusal::Changed) }
    }

    /// The words that a browser names.
    pub(super) fn words(&self, page: &EditablePage, sent: &SentWords) -> Result<SelectedWords, EditRefusal> {
        let unit = self.unit(page, &sent.unit)?;
        let all = page.unit(unit)?.1.counted_text().chars().count();
        let before = all - sent.unit.text.chars().count().min(all);
        if sent.start >= sent.end || sent.end + before > all {
            return Err(EditRefusal::NothingSelected);
        }
        Ok(SelectedWords { unit, range: sent.start + before..sent.end + before })
    }
}

/// The language of the page at `address`, or of the site where no page is there.
pub(super) fn language_of<'s>(site: &'s StoredFiles, address: &str) -> &'s str {
    let page = page_at(site, address);
    page.map_or(site.output().site().config.language.as_str(), |page| page.language.as_str())
}

/// The page at `address`, the path of an address of this server.
fn page_at<'s>(site: &'s StoredFiles, address: &str) -> Option<&'s Page> {
    let decoded = percent_decode_str(address).decode_utf8_lossy();
    let wanted = decoded.trim_start_matches('/').trim_end_matches("index.html");
    site.output().site().pages.iter().find(|page| page.address == wanted)
}

fn place(document: &Document, sent: &SentUnit) -> Option<UnitPlace> {
    // The packed text stays packed for others.
    let sections = document.sections.clone();
    let section = |id: &str| {
        sections
            .iter()
            .position(|section| section.heading.as_ref().map_or("", |heading| heading.anchor.as_str()) == id)
    };
    match sent.kind {
        SentUnitKind::Turn => {
            let mut turns = sections.iter().flat_map(|section| &section.turns);
            turns.position(|turn| turn.anchor == sent.id).map(UnitPlace::Turn)
        }
        SentUnitKind::Lead => section(&sent.id).map(UnitPlace::Lead),
        SentUnitKind::Heading => section(&sent.id).filter(|_| !sent.id.is_empty()).map(UnitPlace::Heading),
    }
}
