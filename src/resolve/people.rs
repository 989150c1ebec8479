//! Everybody who has a page of their own: who speaks where, and who wrote which notes.

use std::collections::BTreeMap;

use crate::config::{Config, Person};
use crate::model::{Appearance, NoteId, Page, PageId, Profile, Speaker, SpeakerId};

/// The people of a site by id: those of site.toml, and every declared speaker who speaks.
/// Translations repeat what somebody said and are left out; notes on them are not.
pub fn gather(pages: &[Page], config: &Config) -> BTreeMap<String, Profile> {
    let known = |person: &Person| Profile { person: person.clone(), ..Profile::default() };
    let mut profiles: BTreeMap<String, Profile> =
        config.people.iter().map(|(id, person)| (id.clone(), known(person))).collect();
    for (id, page) in (0..).map(PageId).zip(pages) {
        if page.translation_of.is_none() {
            add_speakers(id, page, config, &mut profiles);
        }
        for (note, by) in authors(page) {
            if let Some(profile) = profiles.get_mut(by) {
                profile.notes.push((id, note));
            }
        }
    }
    for profile in profiles.values_mut() {
        let page = |appearance: &Appearance| &pages[appearance.page.0 as usize];
        profile.speaks.sort_by(|a, b| page(a).newest_first(page(b)));
    }
    let is_wanted = |id: &String, profile: &Profile| {
        config.transcripts.single_appearances
            || config.people.contains_key(id)
            || profile.speaks.len() + profile.notes.len() > 1
    };
    profiles.retain(|id, profile| has_something_to_say(profile) && is_wanted(id, profile));
    profiles
}

fn add_speakers(id: PageId, page: &Page, config: &Config, profiles: &mut BTreeMap<String, Profile>) {
    let opened = page.open();
    let quotes = opened.document.key_quotes();
    for (number, speaker) in (0..).map(SpeakerId).zip(&page.document.speakers) {
        let Some(profile_id) = speaker.profile_id() else { continue };
        // Somebody else has this address already.
        if !speaker.is_person && config.people.contains_key(&profile_id) {
            continue;
        }
        let profile = profiles.entry(profile_id).or_insert_with(|| introduced(speaker, page));
        profile.speaks.push(Appearance { page: id, speaker: number });
        let theirs = quotes.iter().filter(|quote| quote.speakers.contains(&number));
        profile.quotes.extend(theirs.map(|quote| (id, quote.mark)));
    }
}

/// Somebody whom only a page's front matter knows.
fn introduced(speaker: &Speaker, page: &Page) -> Profile {
    let described = page.document.front.people.get(&speaker.id).cloned().unwrap_or_default();
    Profile { person: Person { name: speaker.name.clone(), ..described }, ..Profile::default() }
}

fn authors(page: &Page) -> impl Iterator<Item = (NoteId, &str)> {
    let notes = (0..).map(NoteId).zip(&page.document.notes);
    notes.filter_map(|(id, note)| Some((id, note.attribution.by.as_ref()?.value.as_str())))
}

/// A name and a role alone fill no page.
fn has_something_to_say(profile: &Profile) -> bool {
    let person = &profile.person;
    let is_described = person.bio.is_some() || person.url.is_some() || person.image.is_some();
    is_described || !profile.speaks.is_empty() || !profile.notes.is_empty()
}
