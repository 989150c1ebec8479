//! Names before the words of captions: the grammar of labels, read over all cues as one text.

use std::collections::{HashMap, HashSet};

use crate::formats::transcript::{Cue, CueOpening};
use crate::text::names::normalise;
use crate::text::words::count_words;
use crate::transcript::labels::{
    LabelKind, LabelRules, NameRate, TextSyntax, TurnLabel, rate, read_labels, split_parenthesis,
};

/// The mark before a cue of somebody who is not named yet, as captions of broadcasts have it.
const CHEVRONS: &str = ">> ";

/// Takes the names off cues that begin with one, and divides a cue where another begins on a later line. Returns the
/// cues, and how many words the names have.
pub fn take_labels(cues: Vec<Cue>) -> (Vec<Cue>, usize) {
    let (text, places) = joined(&cues);
    let declared = name_lines(&cues);
    let syntax = if declared.is_empty() { TextSyntax::Captions } else { TextSyntax::Plain };
    let rules = LabelRules { is_transcript: true, declared, ..LabelRules::default() };
    let reading = read_labels(&text, 0, syntax, &rules);
    let mut labels = reading.labels.iter().peekable();
    let mut labelled = Vec::with_capacity(cues.len());
    let mut words = 0;
    for (cue, place) in cues.into_iter().zip(places) {
        let mut own = Vec::new();
        while let Some(label) = labels.next_if(|label| label.start < place.end) {
            let is_said = label.kind == LabelKind::Speaker && label.rest <= place.end;
            if is_said && cue.speaker.is_none() {
                own.push(CueLabel::new(label, &place));
            }
        }
        let before = count_words(&text[place.start..place.end]);
        let parts = divide(cue, own);
        // A label may be written without a space before the words, so its own words are what the cue has lost.
        words += before.saturating_sub(parts.iter().map(|part| count_words(&part.text.to_plain())).sum());
        labelled.extend(parts);
    }
    (labelled, words)
}

/// The names on the first lines of cues, where nearly every cue has a name that comes back above its words, as Teams writes
/// it; else none. Lines of songs come back too, but are not all the first of two.
fn name_lines(cues: &[Cue]) -> HashSet<String> {
    let mut names: HashMap<String, usize> = HashMap::new();
    for cue in cues {
        let text = cue.text.to_plain();
        if let Some((first, _)) = text.split_once('\n')
            && rate(first) >= NameRate::Fair
        {
            *names.entry(normalise(first)).or_default() += 1;
        }
    }
    let named: usize = names.values().sum();
    let are_names = named * 10 >= cues.len() * 9 && names.len() > 1 && names.len() * 2 <= named;
    if are_names { names.into_keys().collect() } else { HashSet::new() }
}

/// The place of a cue's words in the joined text.
struct CuePlace {
    start: usize,
    end: usize,
}

/// All cues as paragraphs of one text. A cue whose speaker is known gives no words: nobody else is named in it.
fn joined(cues: &[Cue]) -> (String, Vec<CuePlace>) {
    let mut text = String::new();
    let mut places = Vec::with_capacity(cues.len());
    for cue in cues {
        if cue.opening == CueOpening::UnknownSpeaker {
            text.push_str(CHEVRONS);
        }
        let start = text.len();
        text.push_str(&cue.text.to_plain());
        places.push(CuePlace { start, end: text.len() });
        text.push_str("\n\n");
    }
    (text, places)
}

/// A label inside a cue; places are bytes of its words.
struct CueLabel {
    start: usize,
    rest: usize,
    name: String,
    remark: Option<String>,
}

impl CueLabel {
    fn new(label: &TurnLabel, place: &CuePlace) -> Self {
        let (name, remark) = match split_parenthesis(&label.name) {
            Some((base, _)) => (base, Some(label.name[base.len()..].trim().to_string())),
            None => (label.name.as_str(), label.parenthesis.clone()),
        };
        CueLabel {
            start: label.start.saturating_sub(place.start),
            rest: label.rest - place.start,
            name: name.to_string(),
            remark,
        }
    }
}

/// The parts of a cue, each with the name that its label gave it.
fn divide(cue: Cue, labels: Vec<CueLabel>) -> Vec<Cue> {
    let Cue { start, end, mut text, opening, speaker, .. } = cue;
    let mut parts: Vec<Cue> = Vec::new();
    for CueLabel { start: from, rest, name, remark } in labels.into_iter().rev() {
        let words = text.split_off(rest);
        text.split_off(from);
        let opening = CueOpening::Flow;
        parts.push(Cue { start, end, speaker: Some(name), remark, text: words, opening, ..Cue::default() });
    }
    if parts.is_empty() || !text.is_blank() {
        parts.push(Cue { start, end, speaker, text, opening, ..Cue::default() });
    }
    parts.reverse();
    parts
}
