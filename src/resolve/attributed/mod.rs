//! Attributed quotations looked up in the transcripts that they are from.
//!
//! Words are compared as [`anchoring`](super::anchoring) compares them: without regard to case, punctuation, emphasis and
//! quotation marks. Every word has to be there, in a row but for what the quotation itself leaves out.

mod find;
mod report;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::find::{QuoteLookup, WordIndex};
use super::anchoring::PartKind;
use crate::diag::Diagnostics;
use crate::model::{AttributedQuote, Href, Page, PageId, PageKind, QuotedPassage, Site};
use crate::source::{SourceId, Span};

/// An attributed quotation, and what its link leads to.
pub struct LinkedQuote<'a> {
    by: PageId,
    quote: &'a AttributedQuote,
    /// The permalink of the link, if it has one.
    anchor: Option<&'a str>,
}

/// Looks up the quotations of all pages; `attributions` has their resolved links by place.
pub fn look_up(site: &mut Site, attributions: &BTreeMap<Span, Href>) -> Diagnostics {
    let pages = &site.pages;
    let mut by_source: BTreeMap<PageId, Vec<LinkedQuote>> = BTreeMap::new();
    for (by, page) in (0..).map(PageId).zip(pages) {
        for quote in &page.attributed {
            let Some(Href::Page { page: source, anchor }) = attributions.get(&quote.link) else { continue };
            if pages[source.0 as usize].kind == PageKind::Transcript {
                let anchor = anchor.as_deref();
                by_source.entry(*source).or_default().push(LinkedQuote { by, quote, anchor });
            }
        }
    }
    let looked_up: Vec<_> = by_source
        .into_par_iter()
        .map(|(source, quotes)| look_up_in(source, &pages[source.0 as usize].open(), &quotes))
        .collect();
    let mut diagnostics = Diagnostics::new();
    for (found, problems) in looked_up {
        diagnostics.append(problems);
        for (place, passage) in found {
            let source = site.pages[passage.page.0 as usize].document.source;
            let quoting =
                site.quoted_by.entry(source).or_default().entry(passage.anchor.clone()).or_default();
            if !quoting.contains(&passage.by) {
                quoting.push(passage.by);
            }
            site.quoted.insert(place, passage);
        }
    }
    diagnostics
}

/// Quotations that were found, by their file and first byte.
type FoundQuotes = Vec<((SourceId, u32), QuotedPassage)>;

fn look_up_in(source: PageId, page: &Page, quotes: &[LinkedQuote]) -> (FoundQuotes, Diagnostics) {
    let index = WordIndex::new(page);
    let mut found = Vec::new();
    let mut diagnostics = Diagnostics::new();
    let mut missing = Vec::new();
    for linked in quotes {
        match index.find(&linked.quote.pieces, linked.anchor) {
            QuoteLookup::Nothing => {}
            QuoteLookup::At(word) => {
                let key = (linked.quote.span.source, linked.quote.span.start);
                found.push((key, passage(page, &index, word, linked.by, source)));
            }
            QuoteLookup::Nowhere => missing.push(linked.quote),
        }
    }
    if !missing.is_empty() {
        diagnostics.extend(report::not_found(page, &index, &missing));
    }
    (found, diagnostics)
}

/// The turn in which word `word` stands.
fn passage(page: &Page, index: &WordIndex, word: usize, by: PageId, source: PageId) -> QuotedPassage {
    let document = &page.document;
    let part = &index.words.parts[index.words.part_at(word)];
    let mut passage =
        QuotedPassage { by, page: source, anchor: part.id.clone(), speakers: Vec::new(), time: None };
    if let PartKind::Turn(number) = part.kind {
        let mut turns = document.turns().skip(number);
        let Some(turn) = turns.next() else { return passage };
        let name = |&id| document.speaker(id).name.clone();
        passage.speakers = turn.speakers.iter().map(name).collect();
        let next = turns.find_map(|turn| turn.time);
        passage.time = turn.time.map(|time| (time, next.filter(|next| *next > time)));
    }
    passage
}
