//! Labels as they are written: in a form that [`read_labels`](super::read_labels) reads back.

use std::borrow::Cow;

use super::form::{LabelStyle, Separator, recognize};
use super::name::{NameRate, can_be_name, rate, split_joint};
use super::{clean_name, form::COLONS};
use crate::text::markdown::{Around, escape_between};
use crate::text::script::is_unspaced;

/// A label in Markdown, with the white space before the words: `**Ann:** `, `**李明：**`.
pub fn write_label(name: &str) -> String {
    // A full-width colon needs no space behind it.
    let is_wide = name.chars().next_back().is_some_and(is_unspaced);
    let (colon, space) = if is_wide { ("：", "") } else { (":", " ") };
    let name = escape_between(name, Around { before: Some('*'), after: Some(':') });
    format!("**{name}{colon}**{space}")
}

/// Returns true if `name` can be in a label: it is read back unchanged, alone and joined with others.
pub fn can_be_label(name: &str) -> bool {
    const NEVER: &str = "。，？！；?!;“”<>[]{}\\`*=~^|";
    let is_plain = !name.contains(|c: char| NEVER.contains(c) || COLONS.contains(&c) || c.is_control());
    if !can_be_name(name) || !is_plain || rate(name) == NameRate::Editorial {
        return false;
    }
    let written = write_label(name);
    let is_read = recognize(&written).is_some_and(|form| {
        let read = clean_name(&written[form.name.0..form.name.1]);
        form.style == LabelStyle::Bold
            && form.separator == Separator::Colon
            && read == name
            && form.time.is_none()
    });
    is_read && split_joint(name).len() == 1 && !name.ends_with([')', '）'])
}

/// `line` with its separator escaped, if it has the form of a label: words stay words.
///
/// A colon gets a backslash, or becomes a character reference where Markdown knows no backslash for it.
pub fn escape_label(line: &str) -> Cow<'_, str> {
    let Some(form) =
        recognize(line).filter(|form| matches!(form.separator, Separator::Colon | Separator::Semicolon))
    else {
        return Cow::Borrowed(line);
    };
    let from = form.name.1;
    let Some((at, colon)) = line[from..].match_indices(|c| COLONS.contains(&c) || c == ';').next() else {
        return Cow::Borrowed(line);
    };
    let at = from + at;
    let escaped = match colon {
        ":" => "\\:".to_string(),
        ";" => "\\;".to_string(),
        wide => wide.chars().map(|c| format!("&#x{:X};", u32::from(c))).collect(),
    };
    Cow::Owned(format!("{}{escaped}{}", &line[..at], &line[at + colon.len()..]))
}

/// `words`, which nobody's label opens, so that they do not look like the label of a full name either: `For Eagle: 30374`,
/// `(Engine Noise)`.
pub fn escape_doubtful_label(words: &str) -> Cow<'_, str> {
    let form = recognize(words).filter(|form| {
        let name = clean_name(&words[form.name.0..form.name.1]);
        rate(&name) == NameRate::High
    });
    match form.map(|form| (form.style, form.separator)) {
        Some((LabelStyle::Bracket, Separator::LineEnd)) if words.starts_with('(') => {
            Cow::Owned(format!("\\{words}"))
        }
        Some(_) => escape_label(words),
        None => Cow::Borrowed(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_a_full_name_are_escaped() {
        for (words, escaped) in [
            ("For Eagle: 30374", r"For Eagle\: 30374"),
            ("(Engine Noise)", r"\(Engine Noise)"),
            ("Remember: never", "Remember: never"),
            ("(laughs)", "(laughs)"),
            ("So we went home.", "So we went home."),
        ] {
            assert_eq!(escape_doubtful_label(words), escaped);
        }
    }

    #[test]
    fn written_labels_are_read_back() {
        for name in ["Ann Lee", "李明", "SPEAKER_00", "היו\"ר דוד ביטן", "Jan van der Berg", "x"]
        {
            assert!(can_be_label(name), "{name}");
        }
        for name in ["?", "A & B", "Note", "Ann (Paris)", "a: b", "-", "https://a.b"] {
            assert!(!can_be_label(name), "{name}");
        }
        assert_eq!(
            (write_label("Ann Lee"), write_label("李明")),
            ("**Ann Lee:** ".into(), "**李明：**".into())
        );
    }

    #[test]
    fn escaped_words_are_no_label() {
        for line in ["Ann: yes", "**Ann:** yes", "问：你好", "[Ann]: yes"] {
            let escaped = escape_label(line);
            assert!(
                escaped != line && recognize(&escaped).is_none_or(|form| form.separator != Separator::Colon),
                "{escaped}"
            );
        }
        assert_eq!(escape_label("At 10:30 we left"), "At 10:30 we left");
    }
}
