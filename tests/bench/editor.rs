//! The time from a keystroke to its diagnostics, in a site of a thousand pages, beside the time of a check.
//!
//! Run it by hand: `cargo bench --bench editor`, or `cargo bench --bench editor -- FOLDER` for the Markdown of a folder,
//! which is copied until there are a thousand pages.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const PAGES: usize = 1000;
const KEYSTROKES: usize = 40;
const PROGRAM: &str = env!("CARGO_BIN_EXE_postil");

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = make_site(folder.path());
    println!("{PAGES} pages, {} MB of Markdown", bytes >> 20);
    let started = Instant::now();
    let check = Command::new(PROGRAM).arg("check").current_dir(folder.path()).output().expect("a check");
    println!("postil check: {} ms, {}", started.elapsed().as_millis(), last_line(&check.stdout));
    let mut editor = Editor::start(folder.path());
    let started = Instant::now();
    editor.open();
    println!("first diagnostics: {} ms", started.elapsed().as_millis());
    let mut times: Vec<Duration> = (0..KEYSTROKES).map(|number| editor.keystroke(number)).collect();
    times.sort_unstable();
    let shown = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    println!(
        "keystroke: best {:.0} ms, median {:.0} ms, 9 of 10 within {:.0} ms",
        shown(0.0),
        shown(0.5),
        shown(0.9)
    );
    editor.end();
}

fn last_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().last().unwrap_or_default().to_string()
}

/// Writes the site and returns the bytes of its pages.
fn make_site(root: &Path) -> usize {
    let content = root.join("content");
    fs::create_dir_all(&content).expect("a folder");
    fs::write(root.join("site.toml"), "title = \"Bench\"\n").expect("a file");
    let texts: Vec<String> = match std::env::args().nth(1).filter(|argument| !argument.starts_with("--")) {
        Some(folder) => {
            let files = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
            let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
            pages.filter_map(|path| fs::read_to_string(path).ok()).collect()
        }
        None => vec![conversation()],
    };
    assert!(!texts.is_empty(), "the folder has no Markdown");
    let page = |number: usize| {
        let text = &texts[number % texts.len()];
        fs::write(content.join(format!("p{number}.md")), text).expect("a file");
        text.len()
    };
    (0..PAGES).map(page).sum()
}

fn conversation() -> String {
    let turn = |number: usize| {
        let name = ["Ann Lee", "Ben"][number % 2];
        format!(
            "**{name}:** Words of turn {number}, said in the rain. [Another page](p{number}.md)[^n{number}].\n\n"
        )
    };
    let note = |number: usize| format!("[^n{number}]: A note of number {number}.\n\n");
    let (turns, notes): (String, String) = ((0..80).map(turn).collect(), (0..80).map(note).collect());
    format!(
        "+++\ntitle = \"A conversation\"\nspeakers = [\"Ann Lee\", \"Ben\"]\n+++\n\n## Begin\n\n{turns}{notes}"
    )
}

struct Editor {
    child: Child,
    output: BufReader<ChildStdout>,
    uri: String,
    text: String,
    version: i64,
}

impl Editor {
    fn start(root: &Path) -> Editor {
        let mut command = Command::new(PROGRAM);
        let mut child =
            command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a server");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let path = root.join("content/p7.md");
        let text = fs::read_to_string(&path).expect("a page");
        let mut editor =
            Editor { child, output, uri: format!("file://{}", path.display()), text, version: 0 };
        editor.send(
            json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }),
        );
        editor.receive();
        editor
    }

    fn open(&mut self) {
        let document = json!({ "uri": self.uri, "languageId": "markdown", "version": 0, "text": self.text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.wait_for_version();
    }

    /// Types one letter at the end of the text, and waits for its diagnostics.
    fn keystroke(&mut self, number: usize) -> Duration {
        let line = self.text.matches('\n').count();
        let place = json!({ "line": line, "character": number });
        let change = json!([{ "range": { "start": place, "end": place }, "text": "x" }]);
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        let started = Instant::now();
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }));
        self.wait_for_version();
        started.elapsed()
    }

    fn wait_for_version(&mut self) {
        loop {
            let message = self.receive();
            let params = &message["params"];
            if params["uri"] == self.uri.as_str() && params["version"] == self.version {
                return;
            }
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: Value) {
        let text = message.to_string();
        let input = self.child.stdin.as_mut().expect("a pipe");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("the server writes");
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().expect("a length"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("a message");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        self.child.wait().expect("an end");
    }
}
