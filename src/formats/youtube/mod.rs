//! YouTube's captions as it serves them: JSON (`json3`) and XML (`srv3` and the older `timedtext`).

use serde_json::Value;

use crate::formats::registry::{Format, FormatReader};
use crate::formats::shared::caption_text;
use crate::formats::shared::entities;
use crate::formats::shared::json_values::{RecognizedWord, millis, seconds};
use crate::formats::shared::xml::{XmlTag, XmlToken, tokens};
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// YouTube's captions in JSON in the registry.
pub const JSON: Format = Format {
    id: "json3",
    name: "YouTube's JSON",
    extensions: &["json3", "json"],
    units: "events",
    keeps: "names before a colon, `>>`; repeated lines of roll-up captions once; word timings",
    detect: |sample| sample.json_that(|shape| shape.has(&["events.tStartMs"])),
    read: FormatReader::Transcript(read_json),
    write: None,
};

/// YouTube's captions in XML in the registry.
pub const XML: Format = Format {
    id: "youtube-xml",
    name: "YouTube's XML",
    extensions: &["srv1", "srv2", "srv3", "xml"],
    units: "captions",
    keeps: "the same",
    detect: |sample| {
        sample.markup_that(|text| {
            let start = &text[..text.floor_char_boundary(text.len().min(600))];
            start.contains("<timedtext") || start.contains("<transcript>") && start.contains("<text start")
        })
    },
    read: FormatReader::Transcript(read_xml),
    write: None,
};

fn read_json(text: &str) -> Result<ImportedTranscript, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut reader = YoutubeReader::default();
    for event in value["events"].as_array().into_iter().flatten() {
        let start = millis(event["tStartMs"].as_f64());
        let lasts = millis(event["dDurationMs"].as_f64());
        let pieces = event["segs"].as_array().into_iter().flatten();
        reader.open(start, lasts);
        for piece in pieces {
            reader.piece(piece["utf8"].as_str().unwrap_or_default(), millis(piece["tOffsetMs"].as_f64()));
        }
        reader.close();
    }
    Ok(reader.finish())
}

fn read_xml(text: &str) -> Result<ImportedTranscript, String> {
    let mut reader = YoutubeReader::default();
    let (mut open, mut offset, mut said) = (Vec::new(), None, String::new());
    for token in tokens(text) {
        let token = token?;
        if let XmlToken::Text(text) = &token {
            said.push_str(text);
            continue;
        }
        // The older files have their references written twice: `&amp;#39;`.
        reader.piece(&entities::decode(&std::mem::take(&mut said)), offset.take());
        match token {
            XmlToken::Open(tag) => {
                let number = |tag: &XmlTag, name: &str| {
                    tag.get(name).and_then(|number| number.trim().parse::<f64>().ok())
                };
                match tag.name.as_str() {
                    "p" => reader.open(millis(number(&tag, "t")), millis(number(&tag, "d"))),
                    "text" if tag.get("start").is_some() => {
                        reader.open(seconds(number(&tag, "start")), seconds(number(&tag, "dur")));
                    }
                    "text" => reader.open(millis(number(&tag, "t")), millis(number(&tag, "d"))),
                    "s" => offset = millis(number(&tag, "t")).or(Some(Timecode(0))),
                    "br" => reader.piece("\n", None),
                    _ => {}
                }
                open.push(tag.name);
            }
            XmlToken::Text(_) => {}
            XmlToken::Close => {
                if matches!(open.pop().as_deref(), Some("p" | "text")) {
                    reader.close();
                }
            }
        }
    }
    Ok(reader.finish())
}

#[derive(Default)]
struct YoutubeReader {
    script: ImportedTranscript,
    units: usize,
    cue: Option<Cue>,
    words: Vec<RecognizedWord>,
}

impl YoutubeReader {
    fn open(&mut self, start: Option<Timecode>, lasts: Option<Timecode>) {
        self.close();
        let end = start.zip(lasts).map(|(start, lasts)| Timecode(start.0.saturating_add(lasts.0)));
        self.cue = Some(Cue { start, end, ..Cue::default() });
    }

    /// Words, with the time from the caption's beginning at which they are said.
    fn piece(&mut self, text: &str, offset: Option<Timecode>) {
        let Some(cue) = &mut self.cue else { return };
        cue.text.push(text, &Default::default());
        let start = offset.zip(cue.start).map(|(offset, start)| Timecode(start.0.saturating_add(offset.0)));
        if start.is_some() && text.split_whitespace().count() == 1 {
            self.words.push(RecognizedWord {
                text: text.trim().to_string(),
                start,
                ..RecognizedWord::default()
            });
        }
    }

    fn close(&mut self) {
        if let Some(cue) = self.cue.take().filter(|cue| !cue.text.is_blank()) {
            self.units += 1;
            let text = RichText::plain(cue.text.to_plain().trim());
            self.script.cues.push(Cue { text, ..cue });
        }
    }

    fn finish(mut self) -> ImportedTranscript {
        self.close();
        self.script.add_timed_words(&self.words);
        self.end_where_others_begin();
        self.script.count(self.units);
        caption_text::tidy(&mut self.script);
        self.script
    }

    /// Lines of captions that roll stay on the screen while the next are said.
    fn end_where_others_begin(&mut self) {
        let starts: Vec<Option<Timecode>> = self.script.cues.iter().map(|cue| cue.start).collect();
        for (cue, next) in self.script.cues.iter_mut().zip(starts.into_iter().skip(1)) {
            cue.end = match (cue.end, next) {
                (Some(end), Some(next)) if Some(next) > cue.start => Some(end.min(next)),
                (end, _) => end,
            };
        }
    }
}
