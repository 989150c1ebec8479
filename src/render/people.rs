//! The list of people, and the page of each: who they are, what they said and what they wrote.

use std::collections::BTreeMap;

use super::about::share;
use super::address::{Root, fragment, is_absolute};
use super::pages::{Frame, Framed};
use super::paging;
use super::subjects::Listing;
use super::view::{ItemView, PageView, PersonView, QuoteView};
use crate::model::{Appearance, MarkId, PEOPLE, Page, PageId, Profile};
use crate::source::Located;

impl Frame<'_> {
    /// A part of the list of everybody.
    pub(super) fn people(self, part: u32) -> Framed {
        let mut people: Vec<(&String, &Profile)> = self.site.people.iter().collect();
        people.sort_by(|a, b| (&a.1.person.name, a.0).cmp(&(&b.1.person.name, b.0)));
        let shown = paging::slice(&people, part).iter();
        let view = PageView {
            people: shown.map(|(id, profile)| person(id, profile, &self.root)).collect(),
            paging: self.paging(PEOPLE, part, people.len()),
            ..self.bare_view("people", self.strings.get("people"))
        };
        self.framed("people.html", view, None)
    }

    /// A part of somebody's page.
    pub(super) fn person(self, id: &str, part: u32) -> Framed {
        let profile = &self.site.people[id];
        let listing = Listing::Person(id.to_string());
        let speaks = paging::slice(&profile.speaks, part).iter();
        let view = PageView {
            summary: profile.person.bio.clone(),
            person: Some(person(id, profile, &self.root)),
            items: speaks.map(|appearance| self.appearance(*appearance)).collect(),
            quotes: self.quotes(paging::slice(&profile.quotes, part)),
            notes: self.notes(paging::slice(&profile.notes, part)),
            paging: self.paging(&listing.address(), part, listing.length(self.site)),
            ..self.bare_view("person", &profile.person.name)
        };
        self.framed("person.html", view, None)
    }

    fn appearance(&self, appearance: Appearance) -> ItemView {
        let page = self.site.page(appearance.page);
        let percent = self.strings.percent(share(page, appearance.speaker));
        ItemView { share: Some(self.strings.fill("of_words", &percent)), ..self.list().item(page) }
    }

    fn quotes(&self, quotes: &[(PageId, MarkId)]) -> Vec<QuoteView> {
        let mut views = Vec::with_capacity(quotes.len());
        for of_page in quotes.chunk_by(|a, b| a.0 == b.0) {
            let page = self.site.page(of_page[0].0);
            let said: BTreeMap<MarkId, String> =
                page.document.key_quotes().into_iter().map(|quote| (quote.mark, quote.text)).collect();
            let view = |(_, mark): &(PageId, MarkId)| QuoteView {
                text: said.get(mark).cloned().unwrap_or_default(),
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

fn person(id: &str, profile: &Profile, root: &Root) -> PersonView {
    let person = &profile.person;
    let picture = |image: &Located<String>| match is_absolute(&image.value) {
        true => image.value.clone(),
        false => root.file(&image.value),
    };
    PersonView {
        name: person.name.clone(),
        href: root.page(&format!("{PEOPLE}{id}/")),
        role: person.role.clone(),
        bio: person.bio.clone(),
        url: person.url.clone(),
        image: person.image.as_ref().map(picture),
        transcripts: profile.speaks.len(),
        notes: profile.notes.len(),
    }
}
