//! Scripts as browsers get them: without comments that fill lines, empty lines and indentation, which only their authors
//! need. That is a quarter of the bytes of a joined script.

/// `script` without these; `None` if it has something that only a parser of the language could tell from them, such as a
/// template literal that goes on in the next line.
pub(super) fn compact_script(script: &str) -> Option<String> {
    let mut out = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        let begins = !is_comment && line.starts_with("/*");
        if is_comment || begins {
            if line.starts_with("/*!") {
                return None;
            }
            let after = line.find("*/").map(|end| &line[end + 2..]);
            if after.is_some_and(|after| !after.is_empty()) {
                return None;
            }
            is_comment = after.is_none();
        } else if !line.is_empty() && !line.starts_with("//") {
            if may_go_on(line) {
                return None;
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    (!is_comment).then_some(out)
}

/// Returns true if the text of a literal may go on in the line after `line`.
fn may_go_on(line: &str) -> bool {
    let quotes = line.matches('`').count() - line.matches("\\`").count();
    let is_open_inside = quotes > 0 && line.matches("${").count() > line.matches('}').count();
    quotes % 2 == 1 || is_open_inside || line.ends_with('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_comments_and_indentation_are_left_out() {
        let script = "// What it does.\n(() => {\n  /**\n   * More // about it.\n   */\n  const a = `b ${c}`; // d\n\n})();\n";
        let compact = "(() => {\nconst a = `b ${c}`; // d\n})();\n";
        assert_eq!(compact_script(script).as_deref(), Some(compact));
    }

    #[test]
    fn a_script_that_only_a_parser_understands_is_left_alone() {
        for script in [
            "const a = `\n  // no comment\n`;",
            "const a = `${\n  b}`;",
            "const a = 'b \\\n  c';",
            "/* a */ const b = 1;",
            "/*! Licence */\nconst a = 1;",
            "/* never ends",
        ] {
            assert_eq!(compact_script(script), None, "{script}");
        }
    }
}
