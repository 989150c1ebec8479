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

/// Whether a name is that of a role rather than of a person.
pub fn is_role(name: &str) -> bool {
    ROLES.contains(&name.to_lowercase().as_str())
}

/// Words that, alone or with a number, stand where a transcriber knew no name.
const PLACEHOLDERS: [&str; 8] =
    ["speaker", "participant", "unknown", "voice", "说话人", "發言人", "发言人", "話者"];

/// Whether a name stands for whoever spoke: that of a role, or `Speaker 1`.
pub fn is_nobody(name: &str) -> bool {
    let lower = name.to_lowercase();
    let word = lower.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace());
    is_role(name) || PLACEHOLDERS.contains(&word)
}

/// Whether `word` opens paragraphs without being anybody's name: `Note: …`.
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
}
