//! The author's own editor, opened at a line of a page's source.
//!
//! Only the one who starts the server says what it is, by an argument or the environment: a site may come from somebody
//! else, and a request never has a part in the command but the number of a line.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

/// Editors that need the terminal in which the server prints.
const IN_TERMINAL: [&str; 10] = ["vi", "vim", "nvim", "nano", "pico", "emacs", "hx", "helix", "kak", "micro"];
/// Editors that take `path:line` behind `--goto`.
const GOTO: [&str; 5] = ["code", "code-insiders", "codium", "vscodium", "cursor"];
/// Editors that take `path:line`.
const COLON: [&str; 4] = ["subl", "zed", "zeditor", "mate"];

/// A command that opens a file at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
}

impl Editor {
    /// The editor that `chosen` names, or else the environment; none where neither does.
    pub fn new(chosen: Option<&str>) -> Option<Self> {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let written =
            chosen.map(str::to_string).or_else(|| variable("VISUAL")).or_else(|| variable("EDITOR"))?;
        Editor::parse(&written)
    }

    /// A command with its arguments, white space between them.
    fn parse(written: &str) -> Option<Self> {
        let mut words = written.split_whitespace().map(str::to_string);
        Some(Editor { program: words.next()?, arguments: words.collect() })
    }

    fn name(&self) -> &str {
        let name = self.program.rsplit(['/', '\\']).next().unwrap_or(&self.program);
        name.strip_suffix(".exe").unwrap_or(name)
    }

    /// Returns true if it needs a terminal of its own.
    fn is_in_terminal(&self) -> bool {
        IN_TERMINAL.contains(&self.name()) && !self.arguments.iter().any(|argument| argument.contains('{'))
    }

    /// The arguments that open `path` at `line`.
    fn arguments(&self, path: &Path, line: usize) -> Vec<OsString> {
        let shown = path.to_string_lossy();
        if self.arguments.iter().any(|argument| argument.contains("{path}")) {
            let fill = |argument: &String| {
                argument.replace("{path}", &shown).replace("{line}", &line.to_string()).into()
            };
            return self.arguments.iter().map(fill).collect();
        }
        let at_line = format!("{shown}:{line}");
        let own: Vec<OsString> = match self.name() {
            name if GOTO.contains(&name) => vec!["--goto".into(), at_line.into()],
            name if COLON.contains(&name) => vec![at_line.into()],
            _ => vec![format!("+{line}").into(), path.into()],
        };
        self.arguments.iter().map(OsString::from).chain(own).collect()
    }

    /// Opens the file at `path`.
    ///
    /// # Errors
    /// The reason why it is not open.
    pub(super) fn open(&self, path: &Path, line: usize) -> Result<(), String> {
        if self.is_in_terminal() {
            let name = self.name();
            return Err(format!(
                "{name} needs a terminal of its own: start the server with --editor \"COMMAND {{path}}\", or open {} at line {line}",
                path.display()
            ));
        }
        let mut command = Command::new(&self.program);
        command
            .args(self.arguments(path, line))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child =
            command.spawn().map_err(|error| format!("{} cannot be started: {error}", self.program))?;
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_given_the_line_in_its_own_way() {
        let check = |written: &str, expected: &[&str]| {
            let editor = Editor::parse(written).unwrap();
            assert_eq!(editor.arguments(Path::new("/a b/c.md"), 7), expected, "{written}");
        };
        check("code --wait", &["--wait", "--goto", "/a b/c.md:7"]);
        check("/usr/bin/subl", &["/a b/c.md:7"]);
        check("gedit", &["+7", "/a b/c.md"]);
        check("x -e vim +{line} {path}", &["-e", "vim", "+7", "/a b/c.md"]);
        assert!(Editor::parse("nvim").unwrap().is_in_terminal() && Editor::parse(" ").is_none());
    }
}
