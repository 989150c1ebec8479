//! The list of what a site withholds, and of the times to mute in its recordings: for those who have its archive.

use std::collections::BTreeMap;

use crate::config::{Access, Edition};
use crate::formats::csv_cell as cell;
use crate::model::{File, Page, Site, WithheldEntry, WithheldScope};
use crate::source::Span;
use crate::speech::withheld::{WithheldTime, joined, withheld_times};
use crate::text::timecode::Timecode;

/// A passage that is withheld from the public, or was.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedPassage {
    /// The file of its page below `content/`.
    pub page: String,
    /// The place of its mark, in the page or in a file beside it; `None` for a whole page.
    pub span: Option<Span>,
    /// Its line in the file of the page; 0 where it is in another.
    pub line: u32,
    /// The extent of the passage.
    pub scope: WithheldScope,
    /// The conditions.
    pub access: Access,
    /// True if everybody may see it by now.
    pub is_open: bool,
    /// The number of its characters.
    pub characters: u32,
    /// The recording, and the time in it, where that is known.
    pub time: Option<(String, WithheldTime)>,
}

/// The passages of a site that was resolved for its archive, in the order of pages; `public` is the edition for everybody.
pub fn passages(site: &Site, public: &Edition) -> Vec<ListedPassage> {
    site.pages.iter().flat_map(|page| passages_of(page, public)).collect()
}

fn passages_of(page: &Page, public: &Edition) -> Vec<ListedPassage> {
    // Most texts have none, and stay packed.
    if page.document.withheld.is_empty() && page.document.front.access.withheld.is_none() {
        return Vec::new();
    }
    let page = page.open();
    let document = &page.document;
    let path = || document.path.clone();
    let recording = document.front.media.as_ref().map(|media| media.src.value.clone());
    let times: BTreeMap<u32, WithheldTime> =
        withheld_times(document, &|_| true).into_iter().fold(BTreeMap::new(), |mut times, time| {
            times.entry(time.at).and_modify(|first: &mut WithheldTime| first.end = time.end).or_insert(time);
            times
        });
    let whole = document.front.access.withheld.iter().map(|access| ListedPassage {
        page: path(),
        span: None,
        line: 1,
        scope: WithheldScope::Page,
        access: access.clone(),
        is_open: public.shows(access),
        characters: page.turn_lengths.iter().sum(),
        time: None,
    });
    let listed = |entry: &WithheldEntry| ListedPassage {
        page: path(),
        span: Some(entry.span),
        line: entry.line,
        scope: entry.scope,
        access: entry.access.clone(),
        is_open: public.shows(&entry.access),
        characters: entry.characters,
        time: recording.clone().zip(times.get(&entry.span.start).cloned()),
    };
    whole.chain(document.withheld.iter().map(listed)).collect()
}

/// The list as CSV.
pub fn list(passages: &[ListedPassage]) -> String {
    let mut out =
        String::from("page,line,extent,until,reason,edition,state,characters,recording,start,end,exact\n");
    for passage in passages {
        let time = passage.time.as_ref();
        let line = if passage.line == 0 { String::new() } else { passage.line.to_string() };
        let cells = [
            passage.page.clone(),
            line,
            passage.scope.name().to_string(),
            passage.access.until.as_ref().map_or_else(String::new, ToString::to_string),
            passage.access.because.clone().unwrap_or_default(),
            passage.access.edition.clone().unwrap_or_default(),
            if passage.is_open { "open" } else { "withheld" }.to_string(),
            passage.characters.to_string(),
            time.map_or_else(String::new, |(recording, _)| recording.clone()),
            time.map_or_else(String::new, |(_, time)| time.start.seconds()),
            time.and_then(|(_, time)| time.end).map_or_else(String::new, Timecode::seconds),
            time.map_or_else(String::new, |(_, time)| time.is_exact.to_string()),
        ];
        out.push_str(&cells.map(|text| cell(&text)).join(","));
        out.push('\n');
    }
    out
}

/// The stretches to mute in each recording, in order; one without an end goes on to the recording's.
pub fn stretches(passages: &[ListedPassage]) -> BTreeMap<String, Vec<(Timecode, Option<Timecode>)>> {
    let mut times: BTreeMap<String, Vec<WithheldTime>> = BTreeMap::new();
    for (recording, time) in passages.iter().filter(|passage| !passage.is_open).filter_map(|p| p.time.clone())
    {
        times.entry(recording).or_default().push(time);
    }
    times.into_iter().map(|(recording, times)| (recording, joined(&times))).collect()
}

/// The stretches to mute as CSV, in seconds.
pub fn mute_list(passages: &[ListedPassage]) -> String {
    let mut out = String::from("recording,start,end\n");
    for (recording, stretches) in stretches(passages) {
        for (start, end) in stretches {
            let end = end.map_or_else(String::new, Timecode::seconds);
            out.push_str(&format!("{},{},{end}\n", cell(&recording), start.seconds()));
        }
    }
    out
}

/// The filter with which ffmpeg mutes `stretches`.
pub fn mute_filter(stretches: &[(Timecode, Option<Timecode>)]) -> String {
    let terms = stretches.iter().map(|(start, end)| match end {
        Some(end) => format!("between(t,{},{})", start.seconds(), end.seconds()),
        None => format!("gte(t,{})", start.seconds()),
    });
    format!("volume=volume=0:enable='{}'", terms.collect::<Vec<_>>().join("+"))
}

/// The lists that the archive's edition has: of all passages, and of the stretches to mute.
pub fn files(site: &Site) -> Vec<File> {
    if !site.config.edition.is_archive() {
        return Vec::new();
    }
    let public = Edition { name: None, ..site.config.edition.clone() };
    let passages = passages(site, &public);
    if passages.is_empty() {
        return Vec::new();
    }
    let file = |path: &str, text: String| File { path: path.into(), bytes: text.into_bytes() };
    let mut files = vec![file("withheld.csv", list(&passages))];
    if !stretches(&passages).is_empty() {
        files.push(file("mute.csv", mute_list(&passages)));
    }
    files.retain(|file| !site.files.contains_key(&file.path));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filter_mutes_each_stretch() {
        let stretches = [(Timecode(1_200), Some(Timecode(3_400))), (Timecode(9_000), None)];
        assert_eq!(mute_filter(&stretches), "volume=volume=0:enable='between(t,1.2,3.4)+gte(t,9)'");
    }
}
