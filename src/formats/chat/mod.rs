//! CHAT, the transcripts of TalkBank and CHILDES: a line for each utterance, codes among the words.

use crate::formats::registry::{Confidence, Format, FormatReader};
use crate::formats::shared::languages::language;
use crate::formats::transcript::{Cue, ImportedTranscript, IntroducedPerson};
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;

/// CHAT in the registry.
pub const FORMAT: Format = Format {
    id: "chat",
    name: "CHAT",
    extensions: &["cha"],
    units: "utterances",
    keeps: "utterances with times; participants with names and roles; language. Codes between the words are left out. Dependent tiers are left out and counted",
    detect: |sample| {
        let has = |word: &str| sample.start.lines().take(40).any(|line| line.starts_with(word));
        (has("@Begin") && has("@Participants")).then_some(Confidence::Certain)
    },
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: None,
};

/// The character that stands around times.
const BULLET: char = '\u{15}';

fn read(text: &str) -> ImportedTranscript {
    let mut script = ImportedTranscript::default();
    let mut units = 0;
    for line in joined_lines(text) {
        let (head, rest) = line.split_once(':').unwrap_or((&line, ""));
        match head.chars().next() {
            Some('*') => {
                units += 1;
                script.cues.push(utterance(head[1..].trim(), rest));
            }
            Some('%') => script.left_out.add("dependent tiers", line.as_str()),
            Some('@') => header(&head[1..], rest.trim(), &mut script),
            _ if line.trim().is_empty() => {}
            _ => script.left_out.add("lines that are no CHAT", line.as_str()),
        }
    }
    script.cues.retain(|cue| !cue.text.is_blank());
    script.count(units);
    script
}

/// The lines of a file; one that begins with a tab goes on with the one before.
fn joined_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match lines.last_mut().filter(|_| line.starts_with(['\t', ' '])) {
            Some(last) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            None => lines.push(line.to_string()),
        }
    }
    lines
}

fn header(name: &str, value: &str, script: &mut ImportedTranscript) {
    match name {
        "Languages" => script.about.language = language(value.split([',', ' ']).next()),
        "Title" => script.about.title = Some(value.to_string()).filter(|title| !title.is_empty()),
        "Participants" => script.people.extend(value.split(',').filter_map(participant)),
        "Date" => script.left_out.add("days of recording", value),
        _ => {}
    }
}

/// `MOT Mary Mother`: a code, perhaps a name, a role.
fn participant(written: &str) -> Option<IntroducedPerson> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let (code, role) = (words.first()?, words.last().filter(|_| words.len() > 1)?);
    let role = role.replace('_', " ");
    let name = if words.len() > 2 { words[1].replace('_', " ") } else { role.clone() };
    Some(IntroducedPerson {
        label: code.to_string(),
        role: (name != role).then_some(role),
        name,
        ..IntroducedPerson::default()
    })
}

fn utterance(speaker: &str, line: &str) -> Cue {
    let mut parts = line.split(BULLET);
    let words = parts.next().unwrap_or_default();
    let times: Vec<(u64, u64)> = line.split(BULLET).skip(1).filter_map(times_of).collect();
    let more: String = parts.filter(|part| times_of(part).is_none()).collect::<Vec<_>>().join(" ");
    let (words, times) = match (times.is_empty(), words.trim_end().rsplit_once(char::is_whitespace)) {
        // Programs that show the file drop the marks around times.
        (true, Some((before, last))) if times_of(last).is_some() => {
            (before, times_of(last).into_iter().collect())
        }
        _ => (words, times),
    };
    Cue {
        start: times.first().map(|times| Timecode(times.0)),
        end: times.last().map(|times| Timecode(times.1)),
        speaker: Some(speaker.to_string()),
        text: RichText::plain(plain_words(&format!("{words} {more}"))),
        ..Cue::default()
    }
}

/// `1200_3100`
fn times_of(part: &str) -> Option<(u64, u64)> {
    let (start, end) = part.trim().split_once('_')?;
    let millis = |text: &str| text.parse::<u64>().ok().filter(|millis| *millis < 1_000_000_000_000);
    Some((millis(start)?, millis(end)?))
}

/// The words of an utterance, without codes: `<I want> [//] I need (be)cause &-uh .` is `I want I need because uh.`
fn plain_words(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut brackets = 0_usize;
    // `(.)` and `(..)` are pauses, and other parentheses stand around sounds that were not said.
    for c in line.replace("(.)", "").replace("(..)", "").replace("(...)", "").chars() {
        match c {
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            '<' | '>' | '(' | ')' | '‡' | '„' | '↓' | '↑' | '≠' => {}
            _ if brackets > 0 => {}
            _ => out.push(c),
        }
    }
    let words = out.split_whitespace().filter_map(plain_word);
    let mut said = String::new();
    for word in words {
        let is_mark = word.chars().all(|c| ".,;:?!…".contains(c));
        if !said.is_empty() && !is_mark {
            said.push(' ');
        }
        said.push_str(&word);
    }
    said
}

/// A word without what is coded in it; none where it is a code alone.
fn plain_word(word: &str) -> Option<String> {
    let word = word.split('@').next().unwrap_or_default();
    let word = word.trim_start_matches("&-").trim_start_matches("&+").trim_start_matches("&~");
    if word.starts_with("&=")
        || word.starts_with("0") && word.len() > 1 && !word[1..].starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let word = match word.strip_prefix('+') {
        Some("...") => "…".to_string(),
        Some("..?") | Some("/?") | Some("//?") => "?".to_string(),
        Some("/.") | Some("//.") => "–".to_string(),
        Some(_) => return None,
        None => word.replace('_', " ").replace("ː", ""),
    };
    Some(word).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_words() {
        for (line, expected) in [
            ("good morning Senator .", "good morning Senator."),
            ("<I want> [//] I need (be)cause &-uh .", "I want I need because uh."),
            ("shall we <start> [?] ?", "shall we start?"),
            ("New_York +...", "New York…"),
            ("&=laughs yes , dog@c .", "yes, dog."),
        ] {
            assert_eq!(plain_words(line), expected);
        }
    }
}
