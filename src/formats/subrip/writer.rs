//! Pages as SubRip.

use crate::formats::webvtt::writer::clock;
use crate::model::Page;
use crate::speech::timeline::cues;

/// A page as SubRip, with a name where somebody else begins to speak.
pub fn srt(page: &Page) -> String {
    let mut out = String::new();
    let mut last: Option<String> = None;
    for (number, cue) in (1..).zip(cues(&page.document)) {
        let name = cue.speaker.clone().filter(|name| last.as_ref() != Some(name));
        let name = name.map_or(String::new(), |name| format!("{name}: "));
        let words = format!("{name}{}", cue.text.to_plain()).replace("-->", "→");
        let times = format!("{} --> {}", clock(cue.start, ','), clock(cue.end, ','));
        out += &format!("{number}\n{times}\n{words}\n\n");
        last = cue.speaker;
    }
    out
}
