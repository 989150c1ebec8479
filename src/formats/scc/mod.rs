//! Scenarist closed captions: the bytes of CEA-608, which televisions show, as hexadecimal words with times.

use crate::formats::registry::{Confidence, Format, FormatReader};
use crate::formats::shared::caption_text;
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// Scenarist captions in the registry.
pub const FORMAT: Format = Format {
    id: "scc",
    name: "Scenarist closed captions",
    extensions: &["scc"],
    units: "captions",
    keeps: "names before a colon, `>>`; the first channel; pop-on, roll-up and paint-on captions",
    detect: |sample| sample.start.starts_with("Scenarist_SCC").then_some(Confidence::Certain),
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: None,
};

fn read(text: &str) -> ImportedTranscript {
    let mut decoder = CaptionDecoder::default();
    for line in text.lines().skip(1) {
        let Some((time, words)) = line.trim().split_once(char::is_whitespace) else { continue };
        let Some(start) = frames(time) else { continue };
        for (at, word) in (0..).zip(words.split_whitespace()) {
            if let Ok(pair) = u16::from_str_radix(word, 16) {
                decoder.now = to_time(start + at, time);
                decoder.pair((pair >> 8) as u8 & 0x7f, pair as u8 & 0x7f);
            }
        }
    }
    decoder.show();
    let mut script = decoder.script;
    script.count(script.cues.len());
    caption_text::tidy(&mut script);
    script
}

/// `00:00:01:12`, or `00:00:01;12` where numbers of frames are dropped, as a number of frames.
fn frames(time: &str) -> Option<u64> {
    let parts: Vec<u64> = time.split([':', ';', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds, frames] = parts[..] else { return None };
    let is_real = hours < 1000 && minutes < 60 && seconds < 60 && frames < 60;
    is_real.then(|| (hours * 3600 + minutes * 60 + seconds) * 30 + frames)
}

/// Without dropped numbers, 30 frames take a thousandth longer than a second.
fn to_time(frames: u64, written: &str) -> Timecode {
    let millis = frames * 1000 / 30;
    Timecode(if written.contains(';') { millis } else { millis * 1001 / 1000 })
}

#[derive(Default)]
struct CaptionDecoder {
    script: ImportedTranscript,
    now: Timecode,
    last: (u8, u8),
    /// The caption that is being written, and when it began.
    text: String,
    start: Option<Timecode>,
    /// True when captions appear as they are written.
    is_live: bool,
    is_other_channel: bool,
}

impl CaptionDecoder {
    fn pair(&mut self, first: u8, second: u8) {
        // Codes are sent twice, since a byte may be lost on the way.
        let is_code = (0x10..0x20).contains(&first);
        if is_code && std::mem::replace(&mut self.last, (first, second)) == (first, second) {
            self.last = (0, 0);
            return;
        }
        if !is_code {
            self.last = (0, 0);
            if !self.is_other_channel {
                [first, second]
                    .into_iter()
                    .filter(|byte| *byte >= 0x20)
                    .for_each(|byte| self.push(basic(byte)));
            }
            return;
        }
        self.is_other_channel = first & 0x08 != 0;
        if !self.is_other_channel {
            self.code(first, second);
        }
    }

    fn code(&mut self, first: u8, second: u8) {
        match (first, second) {
            (0x14 | 0x15, 0x20) => self.is_live = false,
            (0x14 | 0x15, 0x25..=0x27 | 0x29) => {
                self.show();
                self.is_live = true;
            }
            (0x14 | 0x15, 0x21) => drop(self.text.pop()),
            (0x14 | 0x15, 0x2d) => self.show(),
            (0x14 | 0x15, 0x2c) => {
                if self.is_live {
                    self.show();
                }
                self.hide();
            }
            (0x14 | 0x15, 0x2e) if !self.is_live => self.text.clear(),
            (0x14 | 0x15, 0x2f) => {
                self.hide();
                self.start = Some(self.now);
                self.show();
            }
            (0x11, 0x30..=0x3f) => self.push(SPECIAL[usize::from(second - 0x30)]),
            // An extended letter stands behind one that is to be shown in its place by those that do not know it.
            (0x12, 0x20..=0x3f) => self.replace(EXTENDED_1[usize::from(second - 0x20)]),
            (0x13, 0x20..=0x3f) => self.replace(EXTENDED_2[usize::from(second - 0x20)]),
            (0x11, 0x20..=0x2f) => self.push(' '),
            (_, 0x40..=0x7f) if !self.text.is_empty() && !self.text.ends_with('\n') => self.text.push('\n'),
            _ => {}
        }
    }

    fn push(&mut self, c: char) {
        if self.is_live {
            self.start.get_or_insert(self.now);
        }
        self.text.push(c);
    }

    fn replace(&mut self, c: char) {
        self.text.pop();
        self.push(c);
    }

    /// Makes a caption of what was written.
    fn show(&mut self) {
        let text = std::mem::take(&mut self.text);
        let start = self.start.take().unwrap_or(self.now);
        if !text.trim().is_empty() {
            self.hide_at(start);
            self.script.cues.push(Cue {
                start: Some(start),
                text: RichText::plain(text.trim()),
                ..Cue::default()
            });
        }
    }

    fn hide(&mut self) {
        self.hide_at(self.now);
    }

    fn hide_at(&mut self, time: Timecode) {
        if let Some(cue) = self.script.cues.last_mut().filter(|cue| cue.end.is_none()) {
            cue.end = Some(time.max(cue.start.unwrap_or_default()));
        }
    }
}

/// The letters that stand in other places than in ASCII.
fn basic(byte: u8) -> char {
    match byte {
        0x27 => '’',
        0x2a => 'á',
        0x5c => 'é',
        0x5e => 'í',
        0x5f => 'ó',
        0x60 => 'ú',
        0x7b => 'ç',
        0x7c => '÷',
        0x7d => 'Ñ',
        0x7e => 'ñ',
        0x7f => '█',
        _ => char::from(byte),
    }
}

const SPECIAL: [char; 16] =
    ['®', '°', '½', '¿', '™', '¢', '£', '♪', 'à', '\u{a0}', 'è', 'â', 'ê', 'î', 'ô', 'û'];

const EXTENDED_1: [char; 32] = [
    'Á', 'É', 'Ó', 'Ú', 'Ü', 'ü', '‘', '¡', '*', '\'', '—', '©', '℠', '•', '“', '”', 'À', 'Â', 'Ç', 'È', 'Ê',
    'Ë', 'ë', 'Î', 'Ï', 'ï', 'Ô', 'Ù', 'ù', 'Û', '«', '»',
];

const EXTENDED_2: [char; 32] = [
    'Ã', 'ã', 'Í', 'Ì', 'ì', 'Ò', 'ò', 'Õ', 'õ', '{', '}', '\\', '^', '_', '|', '~', 'Ä', 'ä', 'Ö', 'ö', 'ß',
    '¥', '¤', '│', 'Å', 'å', 'Ø', 'ø', '┌', '┐', '└', '┘',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_beyond_a_second_are_no_time() {
        assert_eq!(frames("00:00:01:12"), Some(42));
        assert_eq!(frames("00:00:01:18446744073709551615"), None);
    }
}
