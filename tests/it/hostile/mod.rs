//! Repositories that strangers made to turn Postil against whoever runs it, as Git keeps some for its own faults: no
//! file outside is read into a site, changed or lost, and no run ends otherwise than with an exit code that is
//! documented.

mod bombs;
mod imports;
#[cfg(unix)]
mod links;
mod names;
#[cfg(unix)]
mod output;
mod paths;
#[cfg(unix)]
mod serving;
mod untrusted;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Stands in every file that nobody may see.
const SECRET: &str = "canary-5e0b9c";

/// A transcript, which each command can make something of.
const GOOD_PAGE: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n# A\n\n**Ann:** [0:01] Hello.\n\n**Bo:** [0:05] Good day.\n\n**Ann:** [0:09] Well.\n\n**Bo:** [0:12] Well.\n";

/// No command of these sites takes a hundredth of it, but on a busy machine.
const LONGEST: Duration = Duration::from_secs(240);

/// A hostile repository beside a folder of somebody's own.
struct Trap {
    folder: TempDir,
    outside: BTreeMap<PathBuf, Vec<u8>>,
}

/// A command that ended.
#[derive(Debug)]
struct Attempt {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Every command that reads a site, with an exit code of its own when all is well.
const READING: [&[&str]; 7] = [
    &["build"],
    &["build", "--in-place", "--out", "placed"],
    &["check"],
    &["check", "--fix"],
    &["permalinks"],
    &["export", "a", "--as", "vtt", "--to", "exported.vtt"],
    &["search-export", "--format", "ndjson", "--to", "documents"],
];

impl Trap {
    /// A site of one good page, with secrets beside it: in `outside/`, in `repository/.git` and in `repository/.env`.
    fn new() -> Trap {
        let mut trap = Trap { folder: TempDir::new().expect("a temporary folder"), outside: BTreeMap::new() };
        for (path, text) in [
            ("outside/secret.txt", format!("{SECRET}\n")),
            ("outside/secret.md", format!("# {SECRET}\n\n**Ann:** {SECRET}\n")),
            ("outside/secret.toml", format!("title = \"{SECRET}\"\n")),
            (
                "outside/secret.json",
                format!("{{\"segments\":[{{\"start\":1,\"end\":2,\"text\":\"{SECRET}\"}}]}}"),
            ),
            ("outside/templates/page.html", format!("<p>{SECRET}</p>")),
            ("outside/deep/keep.txt", format!("{SECRET}\n")),
            ("repository/.git/config", format!("[remote]\nurl = https://{SECRET}@example.org\n")),
            ("repository/.env", format!("TOKEN={SECRET}\n")),
            ("repository/site.toml", "title = \"Trap\"\nbase_url = \"https://example.org/\"\n".to_string()),
            ("repository/content/a.md", GOOD_PAGE.to_string()),
        ] {
            trap.write(path, text);
        }
        trap.outside = trap.snapshot("outside");
        trap
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A file of the repository.
    fn with(self, path: &str, content: impl AsRef<[u8]>) -> Trap {
        self.write(&format!("repository/{path}"), content);
        self
    }

    /// The repository without the file or folder `path`.
    fn without(self, path: &str) -> Trap {
        let path = self.path(&format!("repository/{path}"));
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap()
        } else {
            fs::remove_file(path).unwrap()
        }
        self
    }

    /// A link of the repository, wherever it leads.
    #[cfg(unix)]
    fn link(self, path: &str, target: impl AsRef<Path>) -> Trap {
        let path = self.path(&format!("repository/{path}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
        self
    }

    /// The bytes of every file below `folder`, and an empty entry for whatever is no file.
    fn snapshot(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        take_stock(&self.path(folder), &mut found);
        found
    }

    /// Runs `postil` in the repository. Afterwards whatever is outside is as it was, and no secret stands anywhere else.
    fn attempt(&self, args: &[&str]) -> Attempt {
        let attempt = run(&self.path("repository"), args);
        assert!(!attempt.err.contains("panicked"), "{args:?}: {}", attempt.err);
        assert!(self.outside == self.snapshot("outside"), "{args:?} changed what is outside: {attempt:?}");
        for text in [&attempt.out, &attempt.err] {
            assert!(!text.contains(SECRET), "{args:?} tells a secret: {text}");
        }
        for (path, bytes) in self.snapshot("repository") {
            let is_ours = path.ends_with(".git/config") || path.ends_with(".env");
            assert_eq!(is_ours, holds_secret(&bytes), "{args:?}: {}", path.display());
        }
        attempt
    }

    /// Runs every command that reads a site; each ends with `code`.
    fn every_reader_ends_with(&self, code: i32) {
        for args in READING {
            let attempt = self.attempt(args);
            assert_eq!(attempt.code, Some(code), "{args:?}: {}{}", attempt.out, attempt.err);
        }
    }

    /// As [`Trap::every_reader_ends_with`], for faults that show when pages are rendered: only a build and a check do.
    fn every_reader_that_renders_ends_with(&self, code: i32) {
        for args in [READING[0], READING[1], READING[2]] {
            let attempt = self.attempt(args);
            assert_eq!(attempt.code, Some(code), "{args:?}: {}{}", attempt.out, attempt.err);
        }
    }

    /// Every command refuses the repository and says `reason`; nothing is published.
    fn is_refused(&self, reason: &str) {
        self.every_reader_ends_with(1);
        let attempt = self.attempt(&["build"]);
        assert!(attempt.err.contains(reason), "{}", attempt.err);
        for output in ["public", "placed", "exported.vtt", "documents"] {
            assert!(!self.path("repository").join(output).join("index.html").exists(), "{output}");
        }
    }
}

fn holds_secret(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes())
}

/// Links are not followed, and pipes not opened.
fn take_stock(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            take_stock(&entry.path(), found);
        } else {
            let is_small = kind.is_file() && entry.metadata().unwrap().len() < 1 << 26;
            found.insert(entry.path(), if is_small { fs::read(entry.path()).unwrap() } else { Vec::new() });
        }
    }
}

/// Runs a command that must come to an end.
fn run(folder: &Path, args: &[&str]) -> Attempt {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("postil runs");
    let [out, err] = [
        Box::new(child.stdout.take().unwrap()) as Box<dyn Read + Send>,
        Box::new(child.stderr.take().unwrap()),
    ]
    .map(|stream| std::thread::spawn(move || read_all(stream)));
    let start = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if start.elapsed() > LONGEST => {
                child.kill().unwrap();
                panic!("{args:?} never ends");
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    Attempt { code: status.code(), out: out.join().unwrap(), err: err.join().unwrap() }
}

fn read_all(mut stream: Box<dyn Read + Send>) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the traps rest on: without one, every command does its work, and a secret that got out would be found.
#[test]
fn repository_without_a_trap_is_built() {
    let trap = Trap::new();
    trap.every_reader_ends_with(0);
    assert!(trap.path("repository/public/a/index.html").is_file());
    assert!(trap.path("repository/anchors/a.txt").is_file());
    let leaky = Trap::new().with("content/copied.txt", SECRET);
    let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| leaky.attempt(&["build"])));
    assert!(attempt.is_err());
}
