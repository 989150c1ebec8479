//! An editor, as far as a language server can tell.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// The longest time that a test waits for a message. It ends only tests that would never end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server and what it said.
pub struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    root: PathBuf,
    next_id: i64,
    /// The newest diagnostics of each URI.
    pub problems: BTreeMap<String, Vec<Value>>,
    /// The text of messages that the server wants shown or logged.
    pub said: Vec<String>,
    versions: BTreeMap<String, i64>,
    texts: BTreeMap<String, String>,
}

impl Editor {
    /// Starts a server without a word to it; relative paths are those below `root`.
    pub fn new(root: &Path) -> Editor {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.arg("lsp").current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::inherit()).spawn().expect("postil runs");
        let output = child.stdout.take().expect("a pipe");
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Editor {
            child,
            input,
            messages,
            root: root.canonicalize().expect("a folder"),
            next_id: 1,
            problems: BTreeMap::new(),
            said: Vec::new(),
            versions: BTreeMap::new(),
            texts: BTreeMap::new(),
        }
    }

    /// Starts a server and a session with it, in which columns count UTF-16.
    pub fn start(root: &Path) -> Editor {
        Editor::start_with(root, &["utf-16"])
    }

    /// The same with an editor that can count these units.
    pub fn start_with(root: &Path, units: &[&str]) -> Editor {
        let mut editor = Editor::new(root);
        let capabilities = json!({ "general": { "positionEncodings": units } });
        editor.request(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities }),
        );
        editor.notify("initialized", json!({}));
        editor
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the session is open");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    /// Sends a message.
    pub fn send(&mut self, message: Value) {
        let text = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its number.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The whole answer to the request with this number.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request and returns its result, which must not be an error.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits for a message, and takes note of those before it.
    pub fn wait(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("a message");
            let params = &message["params"];
            match message["method"].as_str() {
                Some("textDocument/publishDiagnostics") => {
                    let uri = params["uri"].as_str().expect("a URI").to_string();
                    let problems = params["diagnostics"].as_array().expect("a list").clone();
                    self.problems.insert(uri, problems);
                }
                Some("window/showMessage" | "window/logMessage") => {
                    self.said.push(params["message"].as_str().expect("words").to_string());
                }
                _ => {}
            }
            if is_wanted(&message) {
                return message;
            }
        }
    }

    pub fn uri(&self, path: &str) -> String {
        format!("file://{}", self.root.join(path).to_str().expect("text"))
    }

    /// Opens a text.
    pub fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        self.versions.insert(path.into(), 1);
        self.texts.insert(path.into(), text.into());
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the whole text of an open file.
    pub fn replace(&mut self, path: &str, text: &str) {
        self.texts.insert(path.into(), text.into());
        self.change(path, json!([{ "text": text }]));
    }

    /// Sends `changes` of an open file, which make it `text`.
    pub fn replace_part(&mut self, path: &str, text: &str, changes: Value) {
        self.texts.insert(path.into(), text.into());
        self.change(path, changes);
    }

    /// Sends changes of an open file.
    pub fn change(&mut self, path: &str, changes: Value) {
        let version = self.versions.entry(path.into()).or_default();
        *version += 1;
        let document =
            json!({ "uri": format!("file://{}", self.root.join(path).display()), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, path: &str) {
        self.texts.remove(path);
        let uri = self.uri(path);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    pub fn is_open(&self, path: &str) -> bool {
        self.texts.contains_key(path)
    }

    /// The paths of all open files.
    pub fn open_paths(&self) -> Vec<String> {
        self.texts.keys().cloned().collect()
    }

    /// The text of an open file.
    pub fn text(&self, path: &str) -> &str {
        &self.texts[path]
    }

    /// Waits until all that was sent is checked and its diagnostics are here.
    pub fn sync(&mut self) {
        let uri = self.uri("site.toml");
        let id = self.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
        self.answer(id);
    }

    /// The diagnostics of a file, as `line:column severity[code] message`, counted from one.
    pub fn problems_of(&mut self, path: &str) -> Vec<String> {
        self.sync();
        let uri = self.uri(path);
        let found = self.problems.get(&uri).cloned().unwrap_or_default();
        found.iter().map(shown).collect()
    }

    /// The position of the first place of `words` in an open text, `within` characters of it later.
    pub fn position(&self, path: &str, words: &str, within: usize) -> Value {
        let text = self.text(path);
        let at = text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
        let at = at + words.chars().take(within).map(char::len_utf8).sum::<usize>();
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column: usize = before[line_start..].chars().map(char::len_utf16).sum();
        json!({ "line": before.matches('\n').count(), "character": column })
    }

    /// A request about a place in an open text.
    pub fn at(&mut self, method: &str, path: &str, words: &str, within: usize, more: Value) -> Value {
        let params = self.place(path, words, within, more);
        self.request(method, params)
    }

    /// The parameters of a request about a place in an open text.
    pub fn place(&self, path: &str, words: &str, within: usize, more: Value) -> Value {
        let mut params = more;
        params["textDocument"] = json!({ "uri": self.uri(path) });
        params["position"] = self.position(path, words, within);
        params
    }

    /// Closes the input and returns the exit code.
    pub fn end(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().expect("the server ends").code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.input = None;
        // A server that hangs must not keep the test from ending.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A diagnostic as `line:column severity[code] message`.
pub fn shown(found: &Value) -> String {
    let start = &found["range"]["start"];
    let number = |key: &str| start[key].as_u64().expect("a number") + 1;
    let severity = match found["severity"].as_u64() {
        Some(1) => "error",
        Some(2) => "warning",
        _ => "note",
    };
    let message = found["message"].as_str().expect("words").lines().next().unwrap_or_default();
    let code = found["code"].as_str().expect("a code");
    format!("{}:{} {severity}[{code}] {message}", number("line"), number("character"))
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().expect("a length"),
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

/// Applies the edits of a workspace edit to texts on the disk, as an editor does; returns the changed paths.
pub fn apply(edit: &Value) -> Vec<String> {
    let mut changed = Vec::new();
    for (uri, edits) in edit["changes"].as_object().expect("changes") {
        let path = uri.strip_prefix("file://").expect("a file");
        let mut text = std::fs::read_to_string(path).expect(path);
        let mut edits = edits.as_array().expect("edits").clone();
        // Later places first, so that the earlier ones stay where they are.
        edits.sort_by_key(|edit| std::cmp::Reverse(offset(&text, &edit["range"]["start"])));
        for edit in edits {
            let range = &edit["range"];
            let bytes = offset(&text, &range["start"])..offset(&text, &range["end"]);
            text.replace_range(bytes, edit["newText"].as_str().expect("words"));
        }
        std::fs::write(path, text).expect(path);
        changed.push(path.to_string());
    }
    changed
}

/// The byte at a position that counts UTF-16.
fn offset(text: &str, position: &Value) -> usize {
    let (line, column) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
    let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
    let mut units = 0;
    for (at, c) in text[start..].char_indices() {
        if units >= column as usize {
            return start + at;
        }
        units += c.len_utf16();
    }
    text.len()
}
