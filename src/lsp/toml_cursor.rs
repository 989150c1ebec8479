//! The place of a cursor in TOML that is being written, and so need not parse yet.

use std::ops::Range;

/// The table, key and word at a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TomlCursor {
    /// The names of the table around it: `["notes", "kinds", "tape"]`.
    pub(super) table: Vec<String>,
    /// The key at the beginning of its line, or of the list that it is in.
    pub(super) key: Option<String>,
    /// True if it is in the value of the key.
    pub(super) is_value: bool,
    /// True if it is between quotation marks.
    pub(super) is_quoted: bool,
    /// The bytes before it that belong to the word that is being written.
    pub(super) word: Range<usize>,
}

impl TomlCursor {
    /// The place of the byte `offset` in `text`.
    pub(super) fn new(text: &str, offset: usize) -> TomlCursor {
        let offset = text.floor_char_boundary(offset);
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let table = table_before(&text[..start]);
        let line = text[start..].lines().next().unwrap_or_default();
        let before = &text[start..offset];
        if let Some(header) = header(line) {
            return TomlCursor { table: header, word: offset..offset, ..TomlCursor::default() };
        }
        let list_key = key_of_open_list(&text[..start]);
        let (key, value) = match (before.split_once('='), list_key) {
            (Some((key, value)), _) => (Some(clean_key(key)), value),
            (None, Some(key)) => (Some(key), before),
            (None, None) => {
                let word = start + before.len() - before.trim_start().len()..offset;
                let key = line.split_once('=').map(|(key, _)| clean_key(key));
                return TomlCursor { table, key, word, ..TomlCursor::default() };
            }
        };
        let is_quoted = value.matches('"').count() % 2 == 1;
        let begins = |c: char| if is_quoted { c == '"' } else { c.is_whitespace() || "=[,{\"".contains(c) };
        let word =
            value.rfind(begins).map_or(0, |at| at + value[at..].chars().next().map_or(1, char::len_utf8));
        let word = offset - (value.len() - word)..offset;
        TomlCursor { table, key, is_value: true, is_quoted, word }
    }
}

/// The names in the header of a table, `[people.sam]` or `[[navigation]]`.
fn header(line: &str) -> Option<Vec<String>> {
    let inside = line.trim().strip_prefix('[')?.trim_start_matches('[');
    if inside.contains(['=', ',']) {
        return None;
    }
    let inside = inside.split(']').next().unwrap_or_default();
    Some(inside.split('.').map(clean_key).collect())
}

/// The table that the end of `text` is in.
fn table_before(text: &str) -> Vec<String> {
    let is_closed = |line: &&str| line.trim_end().ends_with(']') && !line.trim_start().starts_with("[\"");
    text.lines().rev().filter(is_closed).find_map(header).unwrap_or_default()
}

/// The key of the list that begins before the end of `text` and is not closed there.
fn key_of_open_list(text: &str) -> Option<String> {
    const MOST_LINES: usize = 200; // of one list
    let mut closed = false;
    for line in text.lines().rev().take(MOST_LINES) {
        closed = closed || line.contains(']');
        if let Some((key, value)) = line.split_once('=') {
            let is_open = value.trim_start().starts_with('[') && !value.contains(']') && !closed;
            return is_open.then(|| clean_key(key));
        }
        if closed {
            return None;
        }
    }
    None
}

fn clean_key(key: &str) -> String {
    key.trim().trim_matches('"').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cursor at `|` in `text`.
    fn cursor(text: &str) -> (TomlCursor, String) {
        let at = text.find('|').expect("a cursor");
        let text = text.replace('|', "");
        let found = TomlCursor::new(&text, at);
        let word = text[found.word.clone()].to_string();
        (found, word)
    }

    #[test]
    fn the_table_and_key_of_a_cursor_are_found() {
        let (found, word) = cursor("title = \"A\"\n[notes.kinds.tape]\nla|");
        assert_eq!(
            (found.table.join("."), found.is_value, word.as_str()),
            ("notes.kinds.tape".into(), false, "la")
        );
        let (found, word) = cursor("speakers = [\"sam\", \"cl|\"]");
        assert_eq!((found.key.as_deref(), found.is_quoted, word.as_str()), (Some("speakers"), true, "cl"));
        let (found, word) = cursor("tags = [\n  \"a\",\n  \"b|\n]");
        assert_eq!((found.key.as_deref(), found.is_value, word.as_str()), (Some("tags"), true, "b"));
        let (found, word) = cursor("draft = tr|");
        assert_eq!((found.key.as_deref(), found.is_quoted, word.as_str()), (Some("draft"), false, "tr"));
        assert_eq!(cursor("[people.s|am]").0.table, ["people", "sam"]);
    }
}
