//! Timed Text (TTML, DFXP, IMSC), and the transcripts that Apple Podcasts writes in it, with a time for each word.

use std::collections::HashMap;

use crate::formats::registry::{Format, FormatReader};
use crate::formats::shared::caption_text;
use crate::formats::shared::json_values::{RecognizedWord, cues_of, name_of_speaker, seconds};
use crate::formats::shared::languages::language;
use crate::formats::shared::xml::{XmlHandler, XmlTag, read_xml};
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::Marks;
use crate::text::timecode::Timecode;

/// Timed Text in the registry.
pub const FORMAT: Format = Format {
    id: "ttml",
    name: "Timed Text (TTML)",
    extensions: &["ttml", "dfxp", "itt", "xml"],
    units: "captions",
    keeps: "agents, names before a colon, italics; title and language; TTML, DFXP, IMSC, and transcripts of Apple Podcasts with word timings",
    detect: |sample| sample.markup_that(looks_like_one),
    read: FormatReader::Transcript(read),
    write: None,
};

fn looks_like_one(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(text.len().min(3000))];
    // HTML has an element of this name, too.
    (start.contains("<tt ") || start.contains("<tt:tt")) && !start.contains("<html")
}

fn read(text: &str) -> Result<ImportedTranscript, String> {
    let mut reader = TimedTextReader::default();
    read_xml(text, &mut reader)?;
    let TimedTextReader { mut script, units, .. } = reader;
    script.count(units);
    caption_text::tidy(&mut script);
    Ok(script)
}

/// The rates at which a document counts.
struct Rates {
    frames: f64,
    ticks: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Rates { frames: 30.0, ticks: 1.0 }
    }
}

#[derive(Default)]
struct TimedTextReader {
    script: ImportedTranscript,
    units: usize,
    open: Vec<(String, bool)>,
    rates: Rates,
    /// The beginnings of the elements around: times count from there.
    offsets: Vec<u64>,
    agents: HashMap<String, String>,
    agent: String,
    /// The paragraph that is being read.
    cue: Option<Cue>,
    is_italic: usize,
    /// The word whose text is being read, and those before it in the paragraph.
    word: Option<RecognizedWord>,
    words: Vec<RecognizedWord>,
}

impl XmlHandler for TimedTextReader {
    fn open(&mut self, tag: XmlTag) {
        let offset = self.offsets.last().copied().unwrap_or_default();
        let begin = tag.get("begin").and_then(|time| self.time(time));
        let is_italic = tag.get("fontStyle") == Some("italic");
        match tag.name.as_str() {
            "tt" => self.head(&tag),
            "agent" => self.agent = tag.get("id").unwrap_or_default().to_string(),
            "p" => {
                let start = begin.map(|time| Timecode(time.0.saturating_add(offset)));
                let end = tag
                    .get("end")
                    .and_then(|time| self.time(time))
                    .map(|time| Timecode(time.0.saturating_add(offset)));
                let dur = tag.get("dur").and_then(|time| self.time(time));
                let end = end.or_else(|| Some(Timecode(start?.0.saturating_add(dur?.0))));
                let speaker = tag
                    .get("agent")
                    .and_then(|id| self.agents.get(id).cloned().or_else(|| name_of_speaker(id)));
                self.cue = Some(Cue { start, end, speaker, ..Cue::default() });
                self.units += 1;
            }
            "br" => self.push("\n"),
            "span" if tag.get("unit") == Some("word") => {
                let end = tag.get("end").and_then(|time| self.time(time));
                let speaker = self.cue.as_ref().and_then(|cue| cue.speaker.clone());
                self.word = Some(RecognizedWord { start: begin, end, speaker, ..RecognizedWord::default() });
            }
            _ => {}
        }
        self.is_italic += usize::from(is_italic);
        let is_container = matches!(tag.name.as_str(), "body" | "div");
        self.offsets.push(offset.saturating_add(begin.filter(|_| is_container).map_or(0, |time| time.0)));
        self.open.push((tag.name, is_italic));
    }

    fn text(&mut self, text: &str) {
        match (&mut self.word, self.open.last().map(|(name, _)| name.as_str())) {
            (Some(word), _) => word.text.push_str(text),
            (None, Some("title")) => self.script.about.title = Some(text.trim().to_string()),
            (None, Some("name")) => {
                self.agents.insert(self.agent.clone(), text.trim().to_string());
            }
            // Line breaks of the source are white space.
            _ if self.cue.is_some() => {
                let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let before = if text.starts_with(char::is_whitespace) { " " } else { "" };
                let after = if text.ends_with(char::is_whitespace) && !spaced.is_empty() { " " } else { "" };
                self.push(&format!("{before}{spaced}{after}"));
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some((name, was_italic)) = self.open.pop() else { return };
        self.offsets.pop();
        self.is_italic -= usize::from(was_italic);
        match name.as_str() {
            "span" => self.words.extend(self.word.take()),
            "p" => self.close_paragraph(),
            _ => {}
        }
    }
}

impl TimedTextReader {
    fn head(&mut self, tag: &XmlTag) {
        self.script.about.language = language(tag.get("lang"));
        let number =
            |name: &str| tag.get(name).and_then(|rate| rate.parse::<f64>().ok()).filter(|rate| *rate > 0.0);
        let multiplier = tag.get("frameRateMultiplier").and_then(|written| {
            let (up, down) = written.split_once([' ', ':'])?;
            Some(
                up.trim().parse::<f64>().ok()?
                    / down.trim().parse::<f64>().ok().filter(|down| *down > 0.0)?,
            )
        });
        self.rates.frames = number("frameRate").unwrap_or(30.0) * multiplier.unwrap_or(1.0);
        self.rates.ticks = number("tickRate").unwrap_or(1.0);
    }

    /// A time expression: `00:00:01.5`, `00:00:01:12` with frames, `1.5s`, `36t`.
    fn time(&self, written: &str) -> Option<Timecode> {
        let written = written.trim();
        let parts: Vec<&str> = written.split(':').collect();
        if let [hours, minutes, secs, frames] = parts[..] {
            let whole = lax(&format!("{hours}:{minutes}:{secs}"))?;
            let frames: f64 = frames.parse().ok()?;
            return Some(Timecode(whole.0.saturating_add((frames * 1000.0 / self.rates.frames) as u64)));
        }
        let digits = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let factor = match &written[digits.len()..] {
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            "f" => 1.0 / self.rates.frames,
            "t" => 1.0 / self.rates.ticks,
            _ => return lax(written),
        };
        seconds(digits.parse::<f64>().ok().map(|number| number * factor))
    }

    fn push(&mut self, text: &str) {
        let marks = Marks { emphasis: self.is_italic > 0, ..Marks::default() };
        if let Some(cue) = &mut self.cue {
            cue.text.push(text, &marks);
        }
    }

    fn close_paragraph(&mut self) {
        let Some(mut cue) = self.cue.take() else { return };
        let words = std::mem::take(&mut self.words);
        if words.is_empty() {
            cue.text = cue.text.trimmed();
            return self.script.cues.extend((!cue.text.is_blank()).then_some(cue));
        }
        // Sentences of Apple's lie in a paragraph of one speaker.
        self.script.add_timed_words(&words);
        self.script.cues.extend(cues_of(words));
        cue.text = cue.text.trimmed();
        self.script.cues.extend((!cue.text.is_blank()).then_some(cue));
    }
}
