//! Key quotes in lists, and the page of all of them.

use std::collections::BTreeMap;

use super::address::fragment;
use super::pages::{Frame, Framed};
use super::paging;
use super::view::{PageView, QuoteView};
use crate::model::{KeyQuote, MarkId, Page, PageId, QUOTES};

impl Frame<'_> {
    /// A part of the list of every key quote.
    pub(super) fn all_quotes(self, part: u32) -> Framed {
        let quotes = &self.site.quotes;
        let view = PageView {
            quotes: self.quotes(paging::slice(quotes, part)),
            paging: self.paging(QUOTES, part, quotes.len()),
            ..self.bare_view("quotes", self.strings.get("quotes"))
        };
        self.framed("quotes.html", view, None)
    }

    /// The lines of a list for key quotes; those of one page follow each other.
    pub(super) fn quotes(&self, quotes: &[(PageId, MarkId)]) -> Vec<QuoteView> {
        let mut views = Vec::with_capacity(quotes.len());
        for of_page in quotes.chunk_by(|a, b| a.0 == b.0) {
            let page = &self.site.page(of_page[0].0).open();
            let quotes = page.document.key_quotes().into_iter();
            let said: BTreeMap<MarkId, KeyQuote<'_>> = quotes.map(|quote| (quote.mark, quote)).collect();
            let names = |quote: &KeyQuote<'_>| {
                quote.speakers.iter().map(|&id| page.document.speaker(id).name.clone()).collect()
            };
            let view = |(_, mark): &(PageId, MarkId)| QuoteView {
                text: said.get(mark).map(|quote| quote.text.clone()).unwrap_or_default(),
                by: said.get(mark).map(names).unwrap_or_default(),
                href: self.place(page, &page.document.marks[mark.0 as usize].anchor),
                page: page.title.clone(),
                language: self.foreign(page),
            };
            views.extend(of_page.iter().map(view));
        }
        views
    }

    fn place(&self, page: &Page, anchor: &str) -> String {
        self.root.page(&page.address) + &fragment(anchor)
    }

    /// The language of `page`, when this page must say that its words are in another.
    fn foreign(&self, page: &Page) -> Option<String> {
        (page.language != self.language).then(|| page.language.clone())
    }
}
