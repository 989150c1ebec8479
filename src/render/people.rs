//! The list of people, and the page of each: who they are, what they said and what they wrote.

use super::about::share;
use super::address::Root;
use super::faces::{self, Voices};
use super::fronts::years_of;
use super::pages::{Frame, Framed};
use super::paging;
use super::subjects::Listing;
use super::timeline;
use super::view::{ItemView, PageView, PersonView, TotalsView};
use crate::model::{Appearance, PEOPLE, Page, Profile};

/// So many years between two transcripts of a person are worth a word.
const LONG_GAP: i16 = 5;

impl Frame<'_> {
    /// A part of the list of everybody.
    pub(super) fn people(self, part: u32) -> Framed {
        let mut people: Vec<(&String, &Profile)> = self.site.people.iter().collect();
        people.sort_by(|a, b| (&a.1.person.name, a.0).cmp(&(&b.1.person.name, b.0)));
        let shown = paging::slice(&people, part).iter();
        let view = PageView {
            people: shown.map(|(id, profile)| self.person_view(id, profile)).collect(),
            paging: self.paging(PEOPLE, part, people.len()),
            ..self.bare_view("people", self.strings.get("people"))
        };
        self.framed("people.html", view, None)
    }

    /// A part of somebody's page.
    pub(super) fn person(self, id: &str, part: u32) -> Framed {
        let profile = &self.site.people[id];
        let listing = Listing::Person(id.to_string());
        let quotes = self.quotes(paging::slice(&profile.quotes, part));
        let view = PageView {
            summary: profile.person.bio.clone(),
            person: Some(self.person_view(id, profile)),
            totals: self.person_totals(profile),
            items: self.appearances(paging::slice(&profile.speaks, part)),
            quotes: quotes.into_iter().map(|quote| quote.view).collect(),
            notes: self.notes(paging::slice(&profile.notes, part)),
            paging: self.paging(&listing.address(), part, listing.length(self.site)),
            ..self.bare_view("person", &profile.person.name)
        };
        self.framed("person.html", view, None)
    }

    fn person_view(&self, id: &str, profile: &Profile) -> PersonView {
        view(id, profile, &self.renderer.overview.voices, &self.root)
    }

    fn person_totals(&self, profile: &Profile) -> TotalsView {
        let pages: Vec<&Page> = profile.speaks.iter().map(|at| self.site.page(at.page)).collect();
        let count = |name: &str, count: usize| (count > 0).then(|| self.strings.count(name, count as u64));
        TotalsView {
            transcripts: count("transcripts_count", pages.len()),
            duration: self.duration(&pages),
            years: years_of(&pages),
            notes: count("notes_total", profile.notes.len()),
            ..TotalsView::default()
        }
    }

    /// The transcripts of a person on one scale, their words in colour.
    fn appearances(&self, appearances: &[Appearance]) -> Vec<ItemView> {
        let pages: Vec<&Page> = appearances.iter().map(|at| self.site.page(at.page)).collect();
        let longest = pages.iter().map(|page| timeline::length(page)).max().unwrap_or(0);
        let list = self.list();
        let mut newer: Option<i16> = None;
        let item = |(appearance, page): (&Appearance, &&Page)| {
            let percent = self.strings.percent(share(page, appearance.speaker));
            let year = page.document.front.date.map(|date| date.year());
            let gap = newer.zip(year).map(|(newer, year)| newer - year).filter(|years| *years >= LONG_GAP);
            newer = year.or(newer);
            ItemView {
                share: Some(self.strings.fill("of_words", &percent)),
                gap: gap.map(|years| self.strings.count("years_between", years as u64)),
                ..list.with_timeline(page, longest, Some(appearance.speaker))
            }
        };
        appearances.iter().zip(&pages).map(item).collect()
    }
}

/// A person who has a page.
pub fn view(id: &str, profile: &Profile, voices: &Voices, root: &Root) -> PersonView {
    let person = &profile.person;
    PersonView {
        name: person.name.clone(),
        href: root.page(&format!("{PEOPLE}{id}/")),
        role: person.role.clone(),
        bio: person.bio.clone(),
        url: person.url.clone(),
        image: faces::picture(person, root),
        face: faces::of_person(id, person, voices, root),
        transcripts: profile.speaks.len(),
        notes: profile.notes.len(),
    }
}
