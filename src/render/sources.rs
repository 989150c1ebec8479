//! The sources that the whole site cites.

use super::pages::{Frame, Framed};
use super::paging;
use super::view::{LinkView, PageView, SourceEntryView, TextPartView};
use crate::model::SOURCES;

impl Frame<'_> {
    /// A part of the list of all sources.
    pub(super) fn sources(self, part: u32) -> Framed {
        let bibliography = &self.site.config.sources.bibliography;
        let keys = bibliography.sorted(self.site.cited.keys().map(String::as_str));
        let shown = paging::slice(&keys, part).iter();
        let view = PageView {
            sources: shown.filter_map(|key| self.source_entry(key)).collect(),
            paging: self.paging(SOURCES, part, keys.len()),
            ..self.bare_view("sources", self.strings.get("sources"))
        };
        self.framed("sources.html", view, None)
    }

    fn source_entry(&self, key: &str) -> Option<SourceEntryView> {
        let reference = self.site.config.sources.bibliography.reference(key, self.language)?;
        let parts = reference.runs.into_iter().map(|run| TextPartView {
            text: run.text,
            italic: run.marks.emphasis,
            strong: false,
            code: false,
            href: run.marks.link,
        });
        let pages = self.site.cited[key].iter().map(|&id| {
            let page = self.site.page(id);
            let href = format!(
                "{}{}",
                self.root.page(&page.address),
                super::address::fragment(&format!("source-{key}"))
            );
            LinkView { title: page.title.clone(), href, current: false }
        });
        Some(SourceEntryView { id: format!("source-{key}"), parts: parts.collect(), pages: pages.collect() })
    }
}
