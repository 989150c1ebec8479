//! People in lists: their portraits, and the colour that each has on the whole site.

use std::collections::HashMap;

use super::about::voice;
use super::address::{Root, is_absolute};
use super::view::FaceView;
use crate::config::Person;
use crate::model::{PEOPLE, Page, Profile, Site, Speaker, SpeakerId};
use crate::source::Located;
use crate::text::script_runs::ScriptClass;

/// The number of each person's colour, by their id.
#[derive(Debug, Default)]
pub struct Voices(HashMap<String, u16>);

impl Voices {
    /// Numbers people in the order of their first transcripts, so that a new one changes nobody's colour.
    pub fn new(site: &Site) -> Voices {
        let first = |profile: &Profile| {
            let dates = profile.speaks.iter().map(|appearance| site.page(appearance.page));
            dates.map(|page| (page.document.front.date.is_none(), page.document.front.date)).min()
        };
        let mut people: Vec<(&String, &Profile)> = site.people.iter().collect();
        people.sort_by_cached_key(|(id, profile)| (profile.speaks.is_empty(), first(profile), (*id).clone()));
        Voices((0..).zip(people).map(|(place, (id, _))| (id.clone(), voice(place))).collect())
    }

    /// The colours of the speakers of `page`: their own, or one that nobody else there has.
    pub fn of_page(&self, page: &Page) -> Vec<u16> {
        let mut taken: Vec<u16> = Vec::new();
        for (place, speaker) in (0..).zip(&page.document.speakers) {
            let own = speaker.profile_id().and_then(|id| self.0.get(&id).copied());
            let free = |number: &u16| !taken.contains(number);
            let any = || (0..8).map(|step| voice(place + step)).find(free).unwrap_or(voice(place));
            let number = own.filter(free).unwrap_or_else(any);
            taken.push(number);
        }
        taken
    }

    /// The colour of the person with this id.
    pub fn of_person(&self, id: &str) -> u16 {
        self.0.get(id).copied().unwrap_or(0)
    }
}

/// The address of a person's picture.
pub fn picture(person: &Person, root: &Root) -> Option<String> {
    let address = |image: &Located<String>| match is_absolute(&image.value) {
        true => image.value.clone(),
        false => root.file(&image.value),
    };
    person.image.as_ref().map(address)
}

/// The portrait of a person who has a page.
pub fn of_person(id: &str, person: &Person, voices: &Voices, root: &Root) -> FaceView {
    let (initials, upright) = initials(&person.name);
    FaceView {
        name: person.name.clone(),
        href: Some(root.page(&format!("{PEOPLE}{id}/"))),
        role: person.role.clone(),
        image: picture(person, root),
        initials,
        upright,
        voice: voices.of_person(id),
    }
}

/// The portrait of somebody who speaks on `page`.
pub fn of_speaker(page: &Page, id: SpeakerId, site: &Site, voices: &Voices, root: &Root) -> FaceView {
    let speaker = page.document.speaker(id);
    if let Some((id, profile)) = profile(speaker, site) {
        return of_person(&id, &profile.person, voices, root);
    }
    let (initials, upright) = initials(&speaker.name);
    let voice = voices.of_page(page).get(usize::from(id.0)).copied().unwrap_or(0);
    FaceView { name: speaker.name.clone(), href: None, role: None, image: None, initials, upright, voice }
}

/// The person behind a speaker, if they have a page.
pub fn profile<'a>(speaker: &Speaker, site: &'a Site) -> Option<(String, &'a Profile)> {
    site.address_of(speaker)?;
    let id = speaker.profile_id()?;
    let profile = site.people.get(&id)?;
    Some((id, profile))
}

/// Up to two letters for a name, and whether they are Han characters: the given name of a Chinese one, the first
/// letters of the first and the last word of others.
fn initials(name: &str) -> (String, bool) {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
    let is_spaceless =
        |c: &char| matches!(ScriptClass::from_char(*c), Some(ScriptClass::EastAsian | ScriptClass::Hangul));
    if !letters.is_empty() && letters.iter().all(is_spaceless) {
        let family = if letters.len() > 3 { 2 } else { 1 };
        let given = if letters.len() > 1 { &letters[family..] } else { &letters[..] };
        return (given.iter().take(2).collect(), true);
    }
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|word| word.starts_with(char::is_alphabetic))
        .collect();
    let first = |word: Option<&&str>| word.and_then(|word| word.chars().next());
    let ends = [first(words.first()), first(words.get(1..).and_then(<[&str]>::last))];
    (ends.into_iter().flatten().flat_map(char::to_uppercase).collect(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_initials_in_its_own_script() {
        let check = |name: &str, expected: &str, upright: bool| {
            assert_eq!(initials(name), (expected.to_string(), upright), "{name}");
        };
        check("Maren Aske", "MA", false);
        check("Ludwig van Beethoven", "LB", false);
        check("cleo", "C", false);
        check("林望潮", "望潮", true);
        check("欧阳望潮", "望潮", true);
        check("周闻", "闻", true);
        check("김민수", "민수", true);
        check("Лев Толстой", "ЛТ", false);
        check("山田 太郎", "太郎", true);
        check("42", "", false);
    }
}
