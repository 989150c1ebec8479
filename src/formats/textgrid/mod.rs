//! Praat's TextGrid, in its long and its short form: values one after another, with or without their names.

use crate::formats::registry::{Confidence, Format, FormatReader};
use crate::formats::shared::json_values::{RecognizedWord, cues_of, seconds};
use crate::formats::shared::tiers::{Tier, TierPiece, merge};
use crate::formats::transcript::ImportedTranscript;

/// TextGrids in the registry.
pub const FORMAT: Format = Format {
    id: "textgrid",
    name: "Praat's TextGrid",
    extensions: &["TextGrid", "textgrid"],
    units: "intervals",
    keeps: "interval tiers, with the name of the tier; a tier of words is joined to sentences. Tiers of phones, points and other annotations are left out and counted",
    detect: |sample| {
        let head = &sample.start[..sample.start.floor_char_boundary(sample.start.len().min(300))];
        (head.contains("ooTextFile") && head.contains("TextGrid")).then_some(Confidence::Certain)
    },
    read: FormatReader::Transcript(read),
    write: None,
};

/// A value of a TextGrid.
#[derive(Clone, Debug, PartialEq)]
enum GridValue {
    Text(String),
    Number(f64),
}

/// The values of a file: quoted texts and numbers, without names, numbers in brackets, and flags.
fn grid_values(text: &str) -> Vec<GridValue> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let mut quoted = String::new();
            rest = &rest[1..];
            while let Some(end) = rest.find('"') {
                quoted.push_str(&rest[..end]);
                rest = &rest[end + 1..];
                match rest.strip_prefix('"') {
                    Some(after) => rest = after,
                    None => break,
                }
                quoted.push('"');
            }
            values.push(GridValue::Text(quoted));
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
        values.extend(
            rest[..end].parse().ok().filter(|number: &f64| number.is_finite()).map(GridValue::Number),
        );
        rest = &rest[end.max(c.len_utf8())..];
    }
    values
}

fn read(text: &str) -> Result<ImportedTranscript, String> {
    let mut tiers = Vec::new();
    let mut words = Vec::new();
    let mut values = grid_values(text).into_iter().peekable();
    while let Some(value) = values.next() {
        let GridValue::Text(class) = value else { continue };
        let is_interval = class == "IntervalTier";
        if !is_interval && class != "TextTier" {
            continue;
        }
        let Some(GridValue::Text(name)) = values.next() else { continue };
        // From, to, and the number of pieces.
        let head = (0..3)
            .filter(|_| values.next_if(|value| matches!(value, GridValue::Number(_))).is_some())
            .count();
        let mut pieces = Vec::new();
        while head == 3 && matches!(values.peek(), Some(GridValue::Number(_))) {
            let mut number = || match values.next_if(|value| matches!(value, GridValue::Number(_))) {
                Some(GridValue::Number(number)) => seconds(Some(number)),
                _ => None,
            };
            let (start, end) = (number(), if is_interval { number() } else { None });
            let Some(GridValue::Text(text)) = values.next_if(|value| matches!(value, GridValue::Text(_)))
            else {
                break;
            };
            pieces.push(TierPiece { start, end, text });
        }
        let lower = name.to_lowercase();
        let is_dependent = !is_interval || ABOUT_OTHERS.iter().any(|word| lower.contains(word));
        let (speaker, is_words) = speaker_of(&name);
        let tier = Tier { name, speaker, is_dependent, pieces };
        if is_words && !is_dependent { words.push(tier) } else { tiers.push(tier) }
    }
    Ok(with_words(tiers, words))
}

/// Words in names of tiers that say something about others.
const ABOUT_OTHERS: [&str; 9] =
    ["phone", "segment", "syllab", "pos", "lemma", "gloss", "translation", "tone", "comment"];

/// Words in names of tiers that name what a tier holds, and nobody.
const CONTENTS: [&str; 8] =
    ["words", "word", "text", "transcription", "utterance", "utterances", "orthography", "ort"];

/// The speaker in a tier's name, `Ann - words`, and if it is a tier of single words.
fn speaker_of(name: &str) -> (Option<String>, bool) {
    let parts: Vec<&str> = name.split([' ', '-', '_', ':']).filter(|part| !part.is_empty()).collect();
    let is_content = |part: &&str| CONTENTS.contains(&part.to_lowercase().as_str());
    let is_words =
        parts.iter().any(|part| part.eq_ignore_ascii_case("words") || part.eq_ignore_ascii_case("word"));
    let named: Vec<&str> = parts.iter().copied().filter(|part| !is_content(part)).collect();
    (Some(named.join(" ")).filter(|name| !name.is_empty()), is_words)
}

/// The transcript of tiers of utterances, or else of tiers of words: a file with both says all words twice.
fn with_words(tiers: Vec<Tier>, words: Vec<Tier>) -> ImportedTranscript {
    let has_utterances = tiers.iter().any(|tier| !tier.is_dependent && !tier.pieces.is_empty());
    let spare = |tier: Tier| Tier { is_dependent: true, ..tier };
    if has_utterances {
        return merge(tiers.into_iter().chain(words.into_iter().map(spare)).collect());
    }
    let mut script = merge(tiers);
    let mut units = 0;
    for tier in words {
        units += tier.pieces.iter().filter(|piece| !piece.text.trim().is_empty()).count();
        let speaker = tier.speaker;
        script.cues.extend(cues_of(tier.pieces.into_iter().map(|piece| RecognizedWord {
            text: piece.text,
            start: piece.start,
            end: piece.end,
            speaker: speaker.clone(),
        })));
    }
    script.cues.sort_by_key(|cue| cue.start);
    script.count(units);
    script
}
