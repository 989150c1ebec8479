//! Pages as WebVTT, with voices.

use crate::model::Page;
use crate::speech::timeline::cues;
use crate::text::rich::{RichText, StyledRun};
use crate::text::timecode::Timecode;

/// A page as WebVTT. Cues whose time is estimated have names that begin with `~`.
pub fn vtt(page: &Page) -> String {
    let mut out = format!("WEBVTT - {}\nLanguage: {}\n", header(&page.title), header(&page.language));
    let cues = cues(&page.document);
    if cues.iter().any(|cue| cue.is_estimated) {
        out.push_str(
            "\nNOTE Where a name begins with ~, the time lies between known ones and is estimated.\n",
        );
    }
    for (number, cue) in (1..).zip(&cues) {
        let sign = if cue.is_estimated { "~" } else { "" };
        let voice = cue.speaker.as_ref().map_or(String::new(), |name| format!("<v {}>", escape(name)));
        let times = format!("{} --> {}", clock(cue.start, '.'), clock(cue.end, '.'));
        out += &format!("\n{sign}{number}\n{times}\n{voice}{}\n", marked(&cue.text));
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

fn marked(text: &RichText) -> String {
    let run = |run: &StyledRun| {
        let mut words = escape(&run.text);
        if run.marks.strong {
            words = format!("<b>{words}</b>");
        }
        if run.marks.emphasis {
            words = format!("<i>{words}</i>");
        }
        words
    };
    text.runs.iter().map(run).collect()
}

/// A time as captions write it, `01:02:03.250`, with `point` before its fractions.
pub fn clock(time: Timecode, point: char) -> String {
    let (seconds, millis) = (time.0 / 1000, time.0 % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{millis:03}")
}
