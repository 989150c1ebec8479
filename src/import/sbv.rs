//! SubViewer as YouTube writes it: two times, a comma between, and the words below.

use super::captions;
use super::script::{Cue, Script};
use super::subrip::styled;
use super::vtt::timing::lax;
use crate::text::timecode::Timecode;

/// Reads an SBV file.
pub fn read(text: &str) -> Script {
    let mut script = Script::default();
    let mut units = 0;
    for block in text.replace("\r\n", "\n").split("\n\n") {
        let block = block.trim_matches('\n');
        let (first, words) = block.split_once('\n').unwrap_or((block, ""));
        let times = times(first);
        units += usize::from(times.is_some());
        let words = if times.is_some() { words } else { block };
        add_cue(times.unwrap_or_default(), words, &mut script);
    }
    script.count(units);
    captions::tidy(&mut script);
    script
}

/// When a cue begins and ends.
type Times = (Option<Timecode>, Option<Timecode>);

/// The times of a line, either of which may be broken; `None` when it is no such line.
pub fn times(line: &str) -> Option<Times> {
    let (start, end) = line.trim().split_once(',')?;
    let looks_right =
        |time: &str| time.matches(':').count() == 2 && time.starts_with(|c: char| c.is_ascii_digit());
    (looks_right(start) && looks_right(end)).then(|| (lax(start), lax(end)))
}

fn add_cue((start, end): Times, words: &str, script: &mut Script) {
    let words = words.trim().replace("[br]", "\n");
    let text = styled(&words, &mut script.left_out);
    match (text.is_blank(), start) {
        (true, None) => return,
        (true, Some(start)) => return script.left_out.add("cues without words", start.to_string()),
        (false, None) => {
            script.changed.add("words without a time that can be read, kept where they stood", words)
        }
        (false, Some(_)) => {}
    }
    script.cues.push(Cue { start, end, text, ..Cue::default() });
}
