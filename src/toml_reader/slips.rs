//! Slips in TOML that its parser reports only as an unexpected character: lines written as YAML, and words without
//! quotation marks. The help shows the line as it should be written.

use toml::de::DeTable;

/// The place of the slip, which decides whether YAML can be offered as the other way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YamlHome {
    /// Front matter, where lines of `---` enclose YAML.
    FrontMatter,
    /// `site.toml`, which is always TOML.
    None,
}

/// Returns the help for a line that cannot be TOML, if its author's intention is clear.
pub(super) fn help_for_line(line: &str) -> Option<String> {
    let (key, value) = yaml_pair(line).or_else(|| toml_pair(line))?;
    Some(format!("write `{key} = {}`", toml_value(value)))
}

/// Returns true for a line that is written as YAML: `title: The reading box`.
pub(super) fn is_yaml(line: &str) -> bool {
    yaml_pair(line).is_some()
}

/// Returns true if `text` is written in YAML throughout: it has YAML lines and no TOML assignment.
pub(super) fn is_all_yaml(text: &str) -> bool {
    let has_toml = text.lines().any(|line| toml_pair(line).is_some() || line.trim_start().starts_with('['));
    !has_toml && text.lines().any(is_yaml)
}

/// The help for a document that is YAML throughout.
pub(super) fn help_for_document(line: &str, home: YamlHome) -> String {
    let one = help_for_line(line).unwrap_or_default();
    match home {
        YamlHome::FrontMatter => {
            format!("{one}; or keep the YAML and put `---` in place of both lines of `+++`")
        }
        YamlHome::None => one,
    }
}

fn yaml_pair(line: &str) -> Option<(&str, &str)> {
    pair(line, ':').filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\t']))
}

fn toml_pair(line: &str) -> Option<(&str, &str)> {
    pair(line, '=')
}

/// Splits a line at the `separator` that follows its key. The value keeps its leading blanks.
fn pair(line: &str, separator: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(separator)?;
    let key = key.trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    is_key.then_some((key, value.trim_end()))
}

/// Writes a value as TOML: unchanged if it is TOML already, otherwise as a string.
fn toml_value(written: &str) -> String {
    let value = written.trim();
    if value.is_empty() {
        return "\"…\"".to_string();
    }
    if DeTable::parse(&format!("x = {value}")).is_ok() {
        return value.to_string();
    }
    let words = value.trim_matches('"').replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{words}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_shows_the_line_as_toml() {
        let help = |line| help_for_line(line).unwrap_or_default();
        assert_eq!(help("title: The reading box"), "write `title = \"The reading box\"`");
        assert_eq!(help("date: 2001-05-14"), "write `date = 2001-05-14`");
        assert_eq!(help("tags: [\"a\", \"b\"]"), "write `tags = [\"a\", \"b\"]`");
        assert_eq!(help("title = The \"box\" closed"), "write `title = \"The \\\"box\\\" closed\"`");
        assert_eq!(help("tags:"), "write `tags = \"…\"`");
        assert_eq!(help("  - a"), "");
    }

    #[test]
    fn a_document_is_yaml_if_nothing_in_it_is_toml() {
        assert!(is_all_yaml("title: x\ntags:\n  - a\n"));
        assert!(!is_all_yaml("title = \"x\"\nsummary: y\n"));
        assert!(!is_all_yaml("[media]\naudio: x.mp3\n"));
        assert!(!is_yaml("https://example.org"));
    }
}
