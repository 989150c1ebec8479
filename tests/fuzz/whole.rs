//! The whole program, fed with a small site and with what a stranger sends to its server.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use postil::cache::Cache;
use postil::model::File;
use postil::pipeline::{self, BuildError, Drafts, Outcome, Request, Trust};
use postil::publish::{Sink, WriteError};
use postil::render::Options;
use postil::resolve::DraftNotes;
use postil::serve::{Observer, Server};
use serde::de::IgnoredAny;
use tempfile::TempDir;

/// The contents of the files of a site, one after the other, with a line `%%` between them.
const FILES: [&str; 5] =
    ["site.toml", "content/a.md", "content/a.notes.md", "content/b/_index.md", "content/b/c.md"];

/// A file beside the content, which no request may bring out.
const SECRET: &str = "nobody is to read this";

/// The longest time for an answer; the address that tells of changes never ends.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long to wait before a server is asked again.
const A_MOMENT: Duration = Duration::from_millis(100);

/// Builds a site of these files: it is refused, or it is whole and all of it is well formed.
pub fn folder(bytes: &[u8]) {
    let root = TempDir::new().expect("a temporary folder");
    let text = String::from_utf8_lossy(bytes);
    for (path, content) in FILES.iter().zip(text.split("\n%%\n")) {
        write(root.path(), path, content);
    }
    let made = Made::default();
    if pipeline::build(&request(root.path()), &Cache::none(), &made, &())
        .is_ok_and(|outcome| outcome.is_good())
    {
        made.check(!text.contains("html"));
    }
}

/// Builds a site whose texts in feeds are these bytes: each feed is well formed, and a reader that takes its texts for
/// HTML shows words and no markup.
pub fn feeds(bytes: &[u8]) {
    let root = TempDir::new().expect("a temporary folder");
    let text = toml::Value::String(String::from_utf8_lossy(bytes).into_owned());
    let settings = format!("title = {text}\ndescription = {text}\n[people.a]\nname = {text}\n");
    let front =
        format!("title = {text}\nsummary = {text}\ntags = [{text}]\ndate = 2024-05-06\nspeakers = [\"a\"]\n");
    write(root.path(), "site.toml", &settings);
    write(root.path(), "content/a.md", &format!("+++\n{front}+++\n**a:** Words.\n"));
    let made = Made::default();
    if !pipeline::build(&request(root.path()), &Cache::none(), &made, &())
        .is_ok_and(|outcome| outcome.is_good())
    {
        return;
    }
    for file in made.0.into_inner().expect("nobody panics") {
        if ["rss.xml", "feed.xml"].contains(&file.path.as_str()) {
            check_feed(&file.path, std::str::from_utf8(&file.bytes).expect("XML is text"));
        }
    }
}

fn check_feed(path: &str, text: &str) {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = (path, node.tag_name().name());
        let is_text = !matches!(name, (_, "encoded" | "content" | "link" | "id") | ("feed.xml", "name"));
        if let Some(text) = node.text().filter(|_| is_text) {
            let opens = |at: usize| {
                text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
            };
            assert!(!text.match_indices('<').any(|(at, _)| opens(at)), "{path}: {text}");
        }
    }
}

pub(super) fn write(root: &Path, path: &str, content: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    fs::write(path, content).expect("a file is written");
}

pub(super) fn request(root: &Path) -> Request {
    Request {
        root: root.into(),
        base_url: Some("https://example.org/".into()),
        theme: None,
        drafts: Drafts::Build,
        draft_notes: DraftNotes::Show,
        trust: Trust::Full,
        options: Options::default(),
        edition: Default::default(),
    }
}

/// The files that programs read, and the pages.
#[derive(Default)]
pub(super) struct Made(Mutex<Vec<File>>);

impl Sink for Made {
    fn put(&self, file: File) -> Result<(), WriteError> {
        self.0.lock().expect("nobody panics").push(file);
        Ok(())
    }

    fn copy(&self, _path: &str, _from: &mut fs::File) -> Result<(), WriteError> {
        Ok(())
    }
}

impl Made {
    /// `is_strict`: the site cannot have asked for markup of its own.
    fn check(self, is_strict: bool) {
        for file in self.0.into_inner().expect("nobody panics") {
            let Some((_, extension)) = file.path.rsplit_once('.') else { continue };
            let Ok(text) = std::str::from_utf8(&file.bytes) else { continue };
            match extension {
                "json" => assert!(serde_json::from_str::<IgnoredAny>(text).is_ok(), "{}", file.path),
                "xml" | "svg" => assert!(roxmltree::Document::parse(text).is_ok(), "{}", file.path),
                "html" if is_strict => check_scripts(&file.path, text),
                _ => {}
            }
        }
    }
}

/// Every script on a page is a file of the theme, or data.
fn check_scripts(path: &str, page: &str) {
    for tag in page.to_ascii_lowercase().split("<script").skip(1) {
        let ours = [" src=\"assets/", " src=\"../", " src=\"/assets/", " type=\"application/ld+json\">"];
        let tag = tag.strip_prefix(" defer").unwrap_or(tag);
        assert!(ours.iter().any(|start| tag.starts_with(start)), "{path}: <script{tag}");
    }
}

/// Sends these bytes to a server: it answers or hangs up, tells no secret, and is there for the next one.
pub fn requests(bytes: &[u8]) {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    let address = ADDRESS.get_or_init(start);
    let answer = String::from_utf8_lossy(&ask(address, bytes)).into_owned();
    assert!(!answer.contains(SECRET), "{answer}");
    assert!(is_there(address), "the server is gone");
}

/// Serves a site until the process ends.
fn start() -> String {
    let root = TempDir::new().expect("a temporary folder").keep();
    write(&root, "content/a.md", "# A\n\n**Ann:** Hello.\n");
    write(&root, "site.toml", &format!("title = \"A\"\n# {SECRET}\n"));
    write(&root, "secret.txt", SECRET);
    write(&root, "content/.hidden", SECRET);
    let server = Server::bind(request(&root), std::net::Ipv4Addr::LOCALHOST.into(), Some(0)).expect("a port");
    let address = server.url().replace("http://localhost", "127.0.0.1");
    let address = address.trim_end_matches('/').to_string();
    std::thread::spawn(|| server.run(Quiet));
    for _ in 0..100 {
        if is_there(&address) {
            return address;
        }
        std::thread::sleep(A_MOMENT);
    }
    panic!("the site is not built")
}

fn is_there(address: &str) -> bool {
    let plain = ask(address, b"GET /a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    plain.starts_with(b"HTTP/1.1 200")
}

struct Quiet;

impl Observer for Quiet {
    fn built(&mut self, _: Result<&Outcome, &BuildError>, _: Duration) -> String {
        String::new()
    }
}

fn ask(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).expect("the server takes connections");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let mut answer = Vec::new();
    // Whoever sends nonsense may be hung up on in the middle of it.
    if stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write)).is_err() {
        return answer;
    }
    let mut buffer = [0; 1 << 16];
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        answer.extend_from_slice(&buffer[..read]);
        if answer.windows(17).any(|text| text == b"text/event-stream") {
            break;
        }
    }
    answer
}
