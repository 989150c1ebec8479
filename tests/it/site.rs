//! A small site in a folder of its own, and the program run on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A site that a test writes. It goes when the test ends.
pub struct Site {
    folder: TempDir,
}

impl Site {
    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Site { folder: TempDir::new().expect("a temporary folder") }
    }

    /// A site that has a title and nothing else.
    pub fn new() -> Self {
        Site::empty().with("site.toml", "title = \"Test\"\n")
    }

    /// Writes the file `path`, over what it held.
    pub fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Writes the file `path` of a site that is in use.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Deletes the file `path`.
    pub fn delete(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// Where `path` is on the disk.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of the file `path`, which must be there.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The bytes of the file `path` of the built site.
    pub fn read_bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below `folder`, sorted, but for those that Postil keeps for itself.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        list(&self.path(folder), "", &mut found);
        found.retain(|path| !path.starts_with(".postil-"));
        found.sort();
        found
    }

    /// Runs `postil` with these arguments in the site's folder.
    pub fn postil(&self, args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        Run::new(command.args(args).current_dir(self.folder.path()).output().expect("postil runs"))
    }

    /// Builds the site into `public/`, with these arguments more.
    pub fn build(&self, more: &[&str]) -> Run {
        self.postil(&[&["build"], more].concat())
    }
}

fn list(folder: &Path, below: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => list(&entry.path(), &format!("{path}/"), found),
            false => found.push(path),
        }
    }
}

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    fn new(output: Output) -> Self {
        Run {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Fails the test unless the run ended with `code`.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    /// The problems of a run with `--format json`, as `path:line:column: severity[code]: message`.
    pub fn problems(&self) -> Vec<String> {
        self.out.lines().map(problem).collect()
    }
}

fn problem(line: &str) -> String {
    let found: serde_json::Value = serde_json::from_str(line).expect(line);
    let text = |key: &str| found[key].as_str().unwrap_or_default().to_string();
    let place = match (found["path"].as_str(), found["line"].as_u64()) {
        (Some(path), Some(line)) => format!("{path}:{line}:{}: ", found["column"]),
        (Some(path), None) => format!("{path}: "),
        (None, _) => String::new(),
    };
    format!("{place}{}[{}]: {}", text("severity"), text("code"), text("message"))
}
