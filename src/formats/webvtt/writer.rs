//! Pages as WebVTT, with voices.

use crate::model::Page;
use crate::speech::timeline::{CaptionCue, cues};
use crate::text::rich::StyledRun;
use crate::text::timecode::Timecode;

/// A page as WebVTT. Cues whose time is estimated have names that begin with `~`.
pub fn vtt(page: &Page) -> String {
    let mut out = format!("WEBVTT - {}\nLanguage: {}\n", header(&page.title), header(&page.language));
    let cues = cues(&page.document);
    if cues.iter().any(|cue| cue.is_estimated) {
        out.push_str("\nNOTE If an identifier begins with ~, the time is estimated.\n");
    }
    for (number, cue) in (1..).zip(&cues) {
        let sign = if cue.is_estimated { "~" } else { "" };
        let voice = cue.speaker.as_ref().map_or(String::new(), |name| format!("<v {}>", escape(name)));
        let times = format!("{} --> {}", clock(cue.start, '.'), clock(cue.end, '.'));
        out += &format!("\n{sign}{number}\n{times}\n{voice}{}\n", marked(cue));
    }
    out
}

/// A line of the header cannot hold an arrow.
fn header(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("-->", "→")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The words with their markup, and before each but the first its time, if that is known.
fn marked(cue: &CaptionCue) -> String {
    let mut from = 0;
    let run = |run: &StyledRun| {
        let mut words = timed(cue, &run.text, from);
        from += run.text.len();
        if run.marks.strong {
            words = format!("<b>{words}</b>");
        }
        if run.marks.emphasis {
            words = format!("<i>{words}</i>");
        }
        words
    };
    cue.text.runs.iter().map(run).collect()
}

/// A piece of a cue's words, which begins at byte `from` of them. A time must lie between those of the cue.
fn timed(cue: &CaptionCue, text: &str, from: usize) -> String {
    let (mut out, mut cut) = (String::new(), 0);
    for (byte, time) in cue.words.iter().filter(|(byte, _)| *byte > 0) {
        let is_inside = time.start > cue.start && time.start < cue.end;
        let at =
            byte.checked_sub(from).filter(|at| is_inside && text.get(cut..*at).is_some() && *at < text.len());
        if let Some(at) = at {
            out += &escape(&text[cut..at]);
            out += &format!("<{}>", clock(time.start, '.'));
            cut = at;
        }
    }
    out + &escape(&text[cut..])
}

/// A time as captions write it, `01:02:03.250`, with `point` before its fractions.
pub fn clock(time: Timecode, point: char) -> String {
    let (seconds, millis) = (time.0 / 1000, time.0 % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{millis:03}")
}
