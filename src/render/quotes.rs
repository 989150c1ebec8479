//! Key quotes in lists, and the pages of all of them.

use std::collections::BTreeMap;

use super::address::fragment;
use super::faces;
use super::media::{recording, view as media_view};
use super::pages::{Frame, Framed};
use super::paging;
use super::styled_text::StyledText;
use super::subjects::QuoteOrder;
use super::timeline::{QuotePlace, places};
use super::view::{FaceView, LinkView, PageView, PlayView, QuoteGroupView, QuoteView, TextPartView};
use crate::model::{KeyQuote, MarkId, Page, PageId, Profile};
use crate::text::script_runs::ScriptClass;
use crate::text::timecode::Timecode;

/// The longest quote in the largest size, and in the middle one; a Han character counts as two letters.
const LARGE: usize = 75;
const MIDDLE: usize = 125;

/// Of the quotes of one person that follow each other, each so many begins anew in a larger size.
const RHYTHM: usize = 4;

/// The number of characters of a quote at most that is set upright.
const UPRIGHT: usize = 24;

/// Of so many groups one at most is set apart.
const BETWEEN_GROUNDS: usize = 12;

/// A key quote with those who say it.
pub struct SaidQuote {
    /// The quote.
    pub view: QuoteView,
    /// The speakers.
    pub people: Vec<FaceView>,
}

impl Frame<'_> {
    /// A part of a list of every key quote.
    pub(super) fn all_quotes(self, order: QuoteOrder, part: u32) -> Framed {
        let quotes = match order {
            QuoteOrder::Newest => self.site.quotes.clone(),
            QuoteOrder::People => self.quotes_by_person(),
        };
        let view = PageView {
            quote_groups: grouped(self.quotes(paging::slice(&quotes, part))),
            quote_lists: self.quote_lists(order),
            paging: self.paging(order.address(), part, quotes.len()),
            ..self.bare_view("quotes", self.strings.get("quotes"))
        };
        self.framed("quotes.html", view, None)
    }

    fn quote_lists(&self, current: QuoteOrder) -> Vec<LinkView> {
        let link = |order: QuoteOrder| LinkView {
            title: match order {
                QuoteOrder::Newest => self.strings.count("quotes_count", self.site.quotes.len() as u64),
                QuoteOrder::People => self.strings.get("quotes_by_person").to_string(),
            },
            href: self.root.page(order.address()),
            current: order == current,
        };
        QuoteOrder::all(self.site).into_iter().map(link).collect()
    }

    fn quotes_by_person(&self) -> Vec<(PageId, MarkId)> {
        let mut people: Vec<(&String, &Profile)> = self.site.people.iter().collect();
        people.sort_by_cached_key(|(id, profile)| (profile.person.name.to_lowercase(), (*id).clone()));
        people.into_iter().flat_map(|(_, profile)| profile.quotes.iter().copied()).collect()
    }

    /// The lines of a list for key quotes; those of one page follow each other.
    pub(super) fn quotes(&self, quotes: &[(PageId, MarkId)]) -> Vec<SaidQuote> {
        let mut views = Vec::with_capacity(quotes.len());
        for of_page in quotes.chunk_by(|a, b| a.0 == b.0) {
            let page = &self.site.page(of_page[0].0).open();
            let quotes = page.document.key_quotes().into_iter();
            let said: BTreeMap<MarkId, KeyQuote<'_>> = quotes.map(|quote| (quote.mark, quote)).collect();
            let places = places(page);
            let found =
                of_page.iter().filter_map(|(_, mark)| Some((said.get(mark)?, places.get(mark).copied())));
            views.extend(found.map(|(quote, place)| self.quote(page, quote, place)));
        }
        views
    }

    fn quote(&self, page: &Page, quote: &KeyQuote<'_>, place: Option<QuotePlace>) -> SaidQuote {
        let voices = &self.renderer.overview.voices;
        let people = quote.speakers.iter();
        let people: Vec<FaceView> =
            people.map(|&id| faces::of_speaker(page, id, self.site, voices, &self.root)).collect();
        let heard = place.and_then(|place| place.heard);
        let styled = StyledText::from_inlines(&quote.pieces).without_common_look();
        let text = styled.text.as_str();
        let quoted = self.quoted(text, &page.language);
        let view = QuoteView {
            text: text.to_string(),
            quoted_parts: parts_between_marks(&quoted, &styled),
            quoted,
            by: people.iter().map(|face| face.name.clone()).collect(),
            href: self.place(page, &page.document.marks[quote.mark.0 as usize].anchor),
            page: page.title.clone(),
            page_href: self.root.page(&page.address),
            year: page.document.front.date.map(|date| date.year().to_string()),
            language: self.foreign(page),
            size: size(text),
            upright: is_upright(text),
            time: heard.map(|(start, _)| Timecode(start).to_string()),
            place: place.map(|place| place.percent),
            play: heard.and_then(|heard| self.play(page, heard)),
        };
        SaidQuote { view, people }
    }

    /// In the quotation marks of its language, unless it has some of its own.
    fn quoted(&self, text: &str, language: &str) -> String {
        let has_own = text.starts_with(['“', '„', '«', '「', '『', '"', '‘', '‹']);
        match has_own {
            true => text.to_string(),
            false => self.renderer.languages.strings_for(language).fill("quoted", text),
        }
    }

    pub(super) fn play(&self, page: &Page, (start, end): (u64, u64)) -> Option<PlayView> {
        let media = media_view(page, self.site, &self.root)?;
        let recording = recording(&media).filter(|_| media.host.is_none())?;
        let (start, end) = (Timecode(start), Timecode(end));
        Some(PlayView {
            href: format!("{}{}{}", recording.before, start.seconds(), recording.after),
            end: end.seconds(),
            length: Timecode((end.0 - start.0).next_multiple_of(1000)).to_string(),
        })
    }

    pub(super) fn place(&self, page: &Page, anchor: &str) -> String {
        self.root.page(&page.address) + &fragment(anchor)
    }

    /// The language of `page`, when this page must say that its words are in another.
    pub(super) fn foreign(&self, page: &Page) -> Option<String> {
        (page.language != self.language).then(|| page.language.clone())
    }
}

/// The parts of `styled` between the quotation marks that `quoted` has around it.
fn parts_between_marks(quoted: &str, styled: &StyledText) -> Vec<TextPartView> {
    let (before, after) = quoted.split_once(&styled.text).unwrap_or_default();
    let mark = |mark: &str| (!mark.is_empty()).then(|| TextPartView::plain(mark));
    mark(before).into_iter().chain(styled.parts()).chain(mark(after)).collect()
}

/// Quotes that one person says one after the other, under one name.
fn grouped(quotes: Vec<SaidQuote>) -> Vec<QuoteGroupView> {
    let mut groups: Vec<QuoteGroupView> = Vec::new();
    for SaidQuote { mut view, people } in quotes {
        match groups.last_mut() {
            Some(group) if group.people == people && group.language == view.language => {
                let is_beat = group.quotes.len().is_multiple_of(RHYTHM);
                view.size = if is_beat { view.size.max(2) } else { 3 };
                group.quotes.push(view);
            }
            _ => groups.push(QuoteGroupView {
                people,
                language: view.language.clone(),
                is_set_apart: false,
                quotes: vec![view],
            }),
        }
    }
    set_apart(&mut groups);
    groups
}

/// One group in a dozen has a ground of its own: one whose first quote may be set upright, else a short one. The first
/// group has none, since a page begins on paper.
fn set_apart(groups: &mut [QuoteGroupView]) {
    for dozen in groups.chunks_mut(BETWEEN_GROUNDS) {
        let upright = dozen.iter().skip(1).position(|group| group.quotes[0].upright);
        let short = || dozen.iter().skip(1).position(|group| group.quotes[0].size == 1);
        if let Some(at) = upright.or_else(short) {
            dozen[at + 1].is_set_apart = true;
        }
    }
}

/// The width of a text in letters.
fn width(text: &str) -> usize {
    let is_wide = |c| matches!(ScriptClass::from_char(c), Some(ScriptClass::EastAsian | ScriptClass::Hangul));
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

fn size(text: &str) -> u8 {
    match width(text) {
        0..=LARGE => 1,
        width if width <= MIDDLE => 2,
        _ => 3,
    }
}

/// True if a text is short and almost all of it is in characters that may stand upright.
fn is_upright(text: &str) -> bool {
    let count = text.chars().count();
    let upright = text.chars().filter(|&c| ScriptClass::from_char(c) == Some(ScriptClass::EastAsian)).count();
    count <= UPRIGHT && upright * 5 >= count * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_the_larger_the_shorter_it_is() {
        assert_eq!(size("Fog is not silent."), 1);
        assert_eq!(size(&"a long sentence ".repeat(7)), 2);
        assert_eq!(size(&"a long sentence ".repeat(12)), 3);
        assert_eq!(size(&"盐".repeat(60)), 2, "a Han character is as wide as two letters");
    }

    #[test]
    fn short_words_in_han_characters_may_stand_upright() {
        assert!(is_upright("盐不是晒出来的，是等出来的。"));
        assert!(!is_upright("GPT-5 和 AI"), "Latin letters lie on their side there");
        assert!(!is_upright("Salt is not dried."));
        assert!(!is_upright(&"盐".repeat(25)));
    }
}
