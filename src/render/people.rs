//! The list of people, and the page of each: who they are, what they said and what they wrote.

use super::about::share;
use super::address::{Root, is_absolute};
use super::pages::{Frame, Framed};
use super::paging;
use super::subjects::Listing;
use super::view::{ItemView, PageView, PersonView};
use crate::model::{Appearance, PEOPLE, Profile};
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
