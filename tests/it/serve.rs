//! The server: what it gives, what it refuses, and how it tells of changes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::site::Site;

/// A server that ends with its test.
pub struct Serving {
    child: Child,
    port: u16,
    pub site: Site,
}

impl Serving {
    pub fn start(site: Site) -> Self {
        let folder = site.path(".");
        Serving::start_in(site, &folder, &[])
    }

    /// Serves the folder `folder` of the site, with these arguments more.
    pub fn start_in(site: Site, folder: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command.args(["serve", "--port", "0"]).args(more).current_dir(folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let port = first.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap();
        Serving { child, port: port.parse().unwrap(), site }
    }

    /// Sends a request as it is and returns the whole answer.
    pub fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer(String::from_utf8(bytes).unwrap())
    }

    /// Sends a part of a request and returns the answer as far as it comes.
    pub fn raw_part(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // The server may close the connection before it has read all.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer(String::from_utf8(bytes).unwrap())
    }

    pub fn get(&self, path: &str, headers: &str) -> Answer {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"))
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// Listens as an open page does.
    fn listen(&self) -> Events {
        let mut stream = self.connect();
        stream.write_all(b"GET /__postil/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        Events(BufReader::new(stream))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Answer(pub String);

impl Answer {
    pub fn status(&self) -> u16 {
        self.0.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let head = self.0.split("\r\n\r\n").next().unwrap();
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")))?;
        Some(line.split_once(':').unwrap().1.trim())
    }

    pub fn body(&self) -> &str {
        self.0.split_once("\r\n\r\n").unwrap().1
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// What the next event says.
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the server went away");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

fn site() -> Site {
    Site::new().with("static/a.txt", "0123456789").with("static/café/index.html", "<p>Coffee</p>")
}

#[test]
fn notes_that_are_drafts_are_shown_to_whoever_writes() {
    let page =
        "# A\n\nWords[^who] and ==others==[^later].\n\n[^who]: Published.\n[^later]: {draft=true} Not yet.\n";
    let site = Site::new().with("content/a.md", page);
    site.build(&[]).expect(0);
    let published = site.read("public/a/index.html");
    assert!(published.contains("Published.") && published.contains("Words") && published.contains("others"));
    assert!(!published.contains("Not yet.") && !published.contains("<mark"), "{published}");
    let serving = Serving::start(site);
    assert!(serving.get("/a/index.html", "").0.contains("Not yet."));
}

#[test]
fn files_come_with_their_types() {
    let serving = Serving::start(site());
    let text = serving.get("/a.txt", "");
    assert_eq!((text.status(), text.body()), (200, "0123456789"));
    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(text.header("cache-control"), Some("no-cache"));
    let page = serving.get("/caf%C3%A9/", "");
    assert_eq!((page.status(), page.body()), (200, "<p>Coffee</p>"));
    let folder = serving.get("/caf%C3%A9", "");
    assert_eq!((folder.status(), folder.header("location")), (302, Some("/caf%C3%A9/")));
    let missing = serving.get("/nothing/at/all", "");
    assert_eq!(missing.status(), 404);
    assert!(missing.body().contains("href=\"/assets/"), "{}", missing.body());
    let script = serving.get("/__postil/live.js", "");
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
}

#[test]
fn nothing_outside_the_site_is_served() {
    let serving = Serving::start(site());
    let paths = [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..\\..\\etc\\passwd",
        "//etc/passwd",
        "/static/../site.toml",
        "/site.toml",
        "/a.txt%00.html",
    ];
    for path in paths {
        let answer = serving.get(path, "");
        assert_eq!(answer.status(), 404, "{path}");
        assert!(!answer.0.contains("root:"), "{path}");
    }
    assert_eq!(serving.get("/%ff%fe", "").status(), 400);
}

#[test]
fn only_this_machine_may_read() {
    let serving = Serving::start(site());
    let with_host = |host: &str| {
        serving.raw(&format!("GET /a.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).status()
    };
    assert_eq!(with_host("localhost:4173"), 200);
    assert_eq!(with_host("127.0.0.1"), 200);
    assert_eq!(with_host("rebound.example:4173"), 403);
    assert_eq!(serving.raw("GET /a.txt HTTP/1.0\r\n\r\n").status(), 403);
    let post = serving.raw("POST /a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!(post.status(), 405);
    assert_eq!(serving.get("/a.txt", "").header("access-control-allow-origin"), None);
}

#[test]
fn heads_ranges_and_tags() {
    let serving = Serving::start(site());
    let head = serving.raw("HEAD /a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!((head.status(), head.header("content-length"), head.body()), (200, Some("10"), ""));
    let part = serving.get("/a.txt", "Range: bytes=2-4\r\n");
    assert_eq!((part.status(), part.body()), (206, "234"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/10"));
    assert_eq!(serving.get("/a.txt", "Range: bytes=-3\r\n").body(), "789");
    assert_eq!(serving.get("/a.txt", "Range: bytes=10-\r\n").status(), 416);
    let tag = head.header("etag").unwrap();
    assert_eq!(serving.get("/a.txt", &format!("If-None-Match: {tag}\r\n")).status(), 304);
    let other = serving.get("/a.txt", "Range: bytes=2-4\r\nIf-Range: \"other\"\r\n");
    assert_eq!(other.status(), 200, "a part of something that changed is no use");
}

#[test]
fn an_open_page_hears_of_a_change() {
    let serving = Serving::start(site());
    let mut events = serving.listen();
    let first = events.next();
    assert_eq!(first["problems"], serde_json::Value::Null);
    serving.site.write("static/a.txt", "new");
    let second = events.next();
    assert_ne!(first["version"], second["version"]);
    assert_eq!(serving.get("/a.txt", "").body(), "new");
    let timing = format!("postil;desc={}", second["version"]);
    assert_eq!(serving.get("/a.txt", "").header("server-timing"), Some(timing.as_str()));
}

#[test]
fn hundreds_of_open_pages_hear_of_a_change() {
    let serving = Serving::start(site());
    let mut pages: Vec<Events> = (0..300).map(|_| serving.listen()).collect();
    pages.iter_mut().for_each(|page| drop(page.next()));
    serving.site.write("static/a.txt", "changed");
    pages.iter_mut().for_each(|page| drop(page.next()));
    assert_eq!(serving.get("/a.txt", "").body(), "changed");
}

#[test]
fn requests_that_never_end_are_ended() {
    let serving = Serving::start(site());
    let mut slow = serving.connect();
    slow.set_read_timeout(Some(Duration::from_secs(180))).unwrap();
    slow.write_all(b"GET /a.txt HTTP/1.1\r\n").unwrap();
    let mut endless = serving.connect();
    let line = format!("X-More: {}\r\n", "a".repeat(10_000));
    endless.write_all(b"GET /a.txt HTTP/1.1\r\n").unwrap();
    assert!((0..1000).any(|_| endless.write_all(line.as_bytes()).is_err()), "headers without end are taken");
    assert_eq!(serving.get("/a.txt", "").status(), 200);
    let mut answer = Vec::new();
    let ended = slow.read_to_end(&mut answer);
    assert!(ended.is_ok() || ended.is_err_and(|error| error.kind() != std::io::ErrorKind::WouldBlock));
    assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
}

#[test]
fn a_failed_build_is_told_of_and_the_last_good_site_stays() {
    let serving = Serving::start(site());
    let mut events = serving.listen();
    let good = events.next();
    serving.site.write("content/bad.md", "Words[^nobody].\n");
    let bad = events.next();
    assert!(bad["problems"].as_str().unwrap().contains("content/bad.md:1:6"), "{bad}");
    assert_eq!(bad["version"], good["version"]);
    assert_eq!(serving.get("/a.txt", "").body(), "0123456789");
    serving.site.delete("content/bad.md");
    let fixed = events.next();
    assert_eq!(fixed["problems"], serde_json::Value::Null);
    assert_ne!(fixed["version"], good["version"]);
}

/// A page is rendered when it is asked for, and all others when nobody asks for anything.
#[test]
fn a_template_that_fails_on_a_page_is_told_of_whether_it_is_asked_for_or_not() {
    let broken = "<h1>{{ page.title }}</h1>{{ page.contents[9].title }}";
    let site =
        site().with("content/a.md", "# A\n\nWords.\n").with("themes/default/templates/page.html", broken);
    let serving = Serving::start(site);
    let mut events = serving.listen();
    let good = events.next();
    assert_eq!(good["problems"], serde_json::Value::Null, "{good}");
    let told = events.next();
    assert!(told["problems"].as_str().unwrap().contains("templates/page.html:1:"), "{told}");
    let page = serving.get("/a/", "");
    assert_eq!(page.status(), 500);
    assert!(page.body().contains("<pre") && page.body().contains("/__postil/live.js"), "{}", page.body());
    assert_eq!(serving.get("/", "").status(), 200, "other pages are as good as before");
}

#[test]
fn the_search_is_made_when_it_is_asked_for() {
    let serving = Serving::start(site().with("content/a.md", "# A\n\n**Ann:** Petrichor.\n"));
    assert_eq!(serving.get("/search/index.json", "").status(), 200);
    assert!(serving.get("/search/text/a/text.js", "").body().contains("Petrichor"));
    assert_eq!(serving.get("/search/nothing.json", "").status(), 404);
}

#[test]
fn whoever_has_said_all_is_answered_still() {
    let serving = Serving::start(site());
    let mut stream = serving.connect();
    stream.write_all(b"GET /a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("0123456789"), "{answer}");
}

#[test]
fn browsers_may_keep_what_is_named_by_its_content() {
    let serving = Serving::start(site());
    let page = serving.get("/", "");
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let (_, rest) = page.body().split_once("href=\"./assets/").expect("a style sheet");
    let (name, _) = rest.split_once('"').unwrap();
    let style = serving.get(&format!("/assets/{name}"), "");
    assert_eq!((style.status(), style.header("cache-control")), (200, Some("max-age=31536000, immutable")));
}

#[test]
fn a_site_that_never_built_shows_why() {
    let serving = Serving::start(Site::new().with("site.toml", "\"<script>alert(1)</script>\" = 1\n"));
    let page = serving.get("/", "");
    assert_eq!(page.status(), 500);
    assert!(page.body().contains("&lt;script&gt;alert(1)") && page.body().contains("site.toml:1:1"));
    assert!(!page.body().contains("<script>alert"));
    let mut events = serving.listen();
    events.next();
    serving.site.write("site.toml", "title = \"T\"\n");
    assert_eq!(events.next()["problems"], serde_json::Value::Null);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_well() {
    let mut serving = Serving::start(site());
    let mut events = serving.listen();
    events.next();
    let kill = Command::new("kill").args(["-INT", &serving.child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_an_error_only_when_it_was_asked_for() {
    let serving = Serving::start(site());
    let run = serving.site.postil(&["serve", "--port", &serving.port.to_string()]).expect(2);
    assert!(run.err.contains("cannot be used"), "{}", run.err);
}

#[test]
fn folders_that_come_later_are_watched() {
    let serving = Serving::start(Site::new());
    let mut events = serving.listen();
    events.next();
    serving.site.write("content/a.jpg", "1");
    while serving.get("/a.jpg", "").status() == 404 {
        events.next();
    }
    serving.site.write("content/a.jpg", "2");
    while serving.get("/a.jpg", "").body() != "2" {
        events.next();
    }
}

#[test]
fn an_editor_that_saves_by_renaming_is_seen() {
    let serving = Serving::start(site());
    let mut events = serving.listen();
    let first = events.next();
    serving.site.write("static/.a.txt.swp", "renamed");
    std::fs::rename(serving.site.path("static/.a.txt.swp"), serving.site.path("static/a.txt")).unwrap();
    assert_ne!(events.next()["version"], first["version"]);
    assert_eq!(serving.get("/a.txt", "").body(), "renamed");
}

#[test]
fn pages_are_served_with_a_strict_policy_unless_it_is_not_wanted() {
    let settings = "title = \"Test\"\n[search]\nengine = \"meilisearch\"\nurl = \"https://search.example:7700\"\nkey = \"a\"\n";
    let serving = Serving::start(site().with("site.toml", settings));
    for path in ["/", "/nothing", "/a.txt", "/__postil/live.js"] {
        let answer = serving.get(path, "");
        let policy =
            answer.header("content-security-policy").unwrap_or_else(|| panic!("{path}: {}", answer.0));
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; "),
            "{path}: {policy}"
        );
        assert!(policy.contains("connect-src 'self' https://search.example:7700;"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("strict-origin-when-cross-origin"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
    }
    let site = site();
    let folder = site.path(".");
    let unrestricted = Serving::start_in(site, &folder, &["--no-policy"]);
    assert_eq!(unrestricted.get("/", "").header("content-security-policy"), None);
    assert_eq!(unrestricted.get("/", "").header("x-content-type-options"), Some("nosniff"));
}

/// An editor that syncs, or `git worktree`, may put a new folder where the site was.
#[cfg(unix)]
#[test]
fn another_folder_in_the_place_of_the_root_is_served() {
    let all = Site::empty().with("site/site.toml", "title = \"Old\"\n").with("site/static/a.txt", "old");
    let folder = all.path("site");
    let serving = Serving::start_in(all, &folder, &[]);
    let mut events = serving.listen();
    events.next();
    let [site, gone] = ["site", "gone"].map(|name| serving.site.path(name));
    std::fs::rename(&site, &gone).unwrap();
    let lost = events.next();
    assert!(lost["problems"].is_string(), "{lost}");
    assert_eq!(serving.get("/a.txt", "").body(), "old", "the last good site stays");
    assert_eq!(serving.get("/", "").status(), 200, "the last good site stays");
    serving.site.write("site/site.toml", "title = \"New\"\n");
    serving.site.write("site/static/a.txt", "new");
    while serving.get("/a.txt", "").body() != "new" {
        events.next();
    }
    serving.site.write("site/static/a.txt", "newer");
    while serving.get("/a.txt", "").body() != "newer" {
        events.next();
    }
}
