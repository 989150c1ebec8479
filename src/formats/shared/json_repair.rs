//! JSON that is not quite JSON: Python's `NaN`, a value on each line, a file that was cut off, line breaks inside of strings.
//!
//! Programs write all of these, and their words are worth reading. What a text says is not changed: only what is no JSON is.

use serde::de::IgnoredAny;

/// A text of JSON, made readable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepairedJson {
    /// The text.
    pub text: String,
    /// True when the text ended in the middle, and what was open has been closed.
    pub is_cut: bool,
    /// The number of values such as `NaN`, which are null now.
    pub not_numbers: usize,
}

/// Makes JSON of `text`, which begins like it; `None` where it is JSON already, or cannot be made JSON.
pub fn repair(text: &str) -> Option<RepairedJson> {
    if serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return None;
    }
    let mut writer = JsonWriter::default();
    writer.read(text);
    let repaired = writer.finish();
    serde_json::from_str::<IgnoredAny>(&repaired.text).is_ok().then_some(repaired)
}

/// Words that some programs write in place of numbers, and JSON does not know. Longer ones stand first.
const NOT_NUMBERS: [&str; 6] = ["-Infinity", "Infinity", "-NaN", "NaN", "undefined", "None"];

#[derive(Default)]
struct JsonWriter {
    out: String,
    /// The closing brackets that are missing so far, the innermost last.
    open: Vec<u8>,
    /// The length of `out` up to which all values are whole, and the number of brackets open there.
    whole: (usize, usize),
    not_numbers: usize,
    /// The number of values at the top.
    values: usize,
    is_in_string: bool,
}

impl JsonWriter {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length = match self.is_in_string {
                true => self.string_part(rest, c),
                false => self.value_part(rest, c),
            };
            rest = &rest[length..];
        }
    }

    /// Takes a character of a string, or two where the first is a backslash.
    fn string_part(&mut self, rest: &str, c: char) -> usize {
        let escaped = rest[c.len_utf8()..].chars().next().filter(|_| c == '\\');
        match (c, escaped) {
            ('\\', Some(next)) => self.out.extend([c, next]),
            ('\\', None) => {}
            ('"', _) => {
                self.is_in_string = false;
                self.out.push(c);
            }
            _ => self.out.push(if c.is_control() { ' ' } else { c }),
        }
        c.len_utf8() + escaped.map_or(0, char::len_utf8)
    }

    fn value_part(&mut self, rest: &str, c: char) -> usize {
        if let Some(word) = NOT_NUMBERS.into_iter().find(|word| rest.starts_with(word)) {
            self.out.push_str("null");
            self.not_numbers += 1;
            return word.len();
        }
        match c {
            '"' => self.is_in_string = true,
            '{' | '[' => {
                if self.open.is_empty() {
                    self.out.push_str(if self.values > 0 { "," } else { "" });
                    self.values += 1;
                }
                self.open.push(if c == '{' { b'}' } else { b']' });
            }
            ',' => self.whole = (self.out.len(), self.open.len()),
            '}' | ']' => {
                self.drop_last_comma();
                self.open.pop();
            }
            _ => {}
        }
        self.out.push(c);
        if matches!(c, '}' | ']') {
            self.whole = (self.out.len(), self.open.len());
        }
        c.len_utf8()
    }

    /// `[1, 2, ]`
    fn drop_last_comma(&mut self) {
        let end = self.out.trim_end().len();
        if self.out[..end].ends_with(',') {
            self.out.truncate(end - 1);
        }
    }

    fn finish(mut self) -> RepairedJson {
        let is_cut = !self.open.is_empty();
        if is_cut {
            let (length, depth) = self.whole;
            self.out.truncate(length);
            self.open.truncate(depth);
            self.out.extend(self.open.iter().rev().map(|&bracket| char::from(bracket)));
        }
        let text = if self.values > 1 { format!("[{}]", self.out) } else { self.out };
        RepairedJson { text, is_cut, not_numbers: self.not_numbers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_becomes_json() {
        for (text, expected, is_cut) in [
            (r#"{"a": NaN, "b": -Infinity}"#, r#"{"a": null, "b": null}"#, false),
            ("{\"a\": 1}\n{\"a\": 2}\n", "[{\"a\": 1}\n,{\"a\": 2}\n]", false),
            (r#"[{"a": "x NaN"}, {"a": "y"#, r#"[{"a": "x NaN"}]"#, true),
            (r#"{"s": [{"a": 1, "b": tru"#, r#"{"s": [{"a": 1}]}"#, true),
            ("{\"a\": \"x\ny\\\"\"}", r#"{"a": "x y\""}"#, false),
            ("[1, 2, ]", "[1, 2]", false),
        ] {
            let found = repair(text).expect("it can be made JSON");
            assert_eq!((found.text.as_str(), found.is_cut), (expected, is_cut), "{text}");
        }
        assert_eq!([repair("[1]"), repair("[x]")], [None, None]);
    }
}
