//! Names of people as they open paragraphs: which words are none, and when two are the same.

use unicode_normalization::UnicodeNormalization;

/// Words that open paragraphs like a label without being anybody's name.
const NOT_NAMES: [&str; 20] = [
    "note",
    "notes",
    "warning",
    "tip",
    "important",
    "example",
    "caution",
    "hint",
    "summary",
    "update",
    "source",
    "sources",
    "edit",
    "editor's note",
    "注",
    "註",
    "注意",
    "提示",
    "例如",
    "小结",
];

/// Names of roles, which count as speakers wherever labels do, even once.
const ROLES: [&str; 18] = [
    "q",
    "a",
    "question",
    "answer",
    "audience",
    "audience member",
    "interviewer",
    "interviewee",
    "host",
    "moderator",
    "问",
    "答",
    "問",
    "提问",
    "提問",
    "观众",
    "觀眾",
    "主持人",
];

/// Tells whether a name is that of a role rather than of a person.
pub fn is_role(name: &str) -> bool {
    ROLES.contains(&name.to_lowercase().as_str())
}

/// Words that, alone or with a number or letter, stand where a transcriber knew no name.
const PLACEHOLDERS: [&str; 8] =
    ["speaker", "participant", "unknown", "voice", "说话人", "發言人", "发言人", "話者"];

/// Tells whether a name stands for whoever spoke: that of a role, or `Speaker 1`, `SPEAKER_00`, `Speaker A`.
pub fn is_nobody(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_between = |c: char| c.is_numeric() || c.is_whitespace() || matches!(c, '_' | '-' | '#');
    let mut words = lower.split(is_between).filter(|word| !word.is_empty());
    let is_placeholder = words.next().is_some_and(|first| PLACEHOLDERS.contains(&first));
    let is_number = |word: &str| word.len() == 1 || PLACEHOLDERS.contains(&word);
    is_role(name) || is_placeholder && words.all(is_number)
}

/// Tells whether `word` opens paragraphs without being anybody's name: `Note: …`.
pub fn is_no_name(word: &str) -> bool {
    NOT_NAMES.contains(&word.to_lowercase().as_str())
}

/// Names are the same whatever their case, width and white space.
pub fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let push = |c: char, out: &mut String| match c.is_whitespace() {
        true if out.is_empty() || out.ends_with(' ') => {}
        true => out.push(' '),
        false => out.push(c),
    };
    // Most names need no tables.
    match name.is_ascii() {
        true => name.chars().for_each(|c| push(c.to_ascii_lowercase(), &mut out)),
        false => name.nfkc().flat_map(char::to_lowercase).for_each(|c| push(c, &mut out)),
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_white_space_make_no_difference() {
        assert_eq!(normalise("  Ann\t LEE "), "ann lee");
        assert_eq!(normalise(" Ｊｏｓé\u{3000} ÁLVAREZ "), "josé álvarez");
    }

    #[test]
    fn what_machines_call_people_is_nobody() {
        let nobody = ["Speaker", "Speaker 1", "SPEAKER_00", "Speaker A", "Unknown speaker", "说话人2", "Q"];
        assert!(nobody.into_iter().all(is_nobody));
        assert!(
            ["Speaker Pelosi", "Ann Speaker", "Voice of Kinlaw", ""].into_iter().all(|name| !is_nobody(name))
        );
    }
}
